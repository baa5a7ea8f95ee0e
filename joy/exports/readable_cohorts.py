"""The tables behind the pictures of cohorts side by side and of who takes part, in the reader's words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd

from joy.findings import Finding
from joy.findings.compare import ChangeByCohort, TeamChanges
from joy.findings.work import Filled, Progress


NOTHING = "–"


def _change_by_cohort(record: ChangeByCohort) -> pd.DataFrame:
    rows = record.rows
    return pd.DataFrame({"Cohort": rows["label"], "Change (95% interval)": rows["told"], "How many": rows["n"]})


def _team_changes(record: TeamChanges) -> pd.DataFrame:
    points = record.points
    return pd.DataFrame({"Cohort": points["cohort"], "Team": points["label"], "Change (95% interval)": points["told"]})


def _filled(record: Filled) -> pd.DataFrame:
    rows, (label, whole, part) = record.rows, record.headings
    table = {label: rows["label"]}
    table |= {name: rows[column].map(_count) for name, column in ((whole, "whole"), (part, "part")) if name}
    return pd.DataFrame(table | {"In words": rows["says"], "Also": rows["quiet"]})


def _progress(record: Progress) -> pd.DataFrame:
    rows = record.rows
    return pd.DataFrame(
        {
            "Team": rows["label"],
            "The team's own score": rows["team"].map(_score),
            "The faculty's score": rows["faculty"].map(_score),
            "Gap and month": rows["quiet"],
        }
    )


def _count(value: float) -> str:
    return NOTHING if pd.isna(value) else f"{value:.0f}"


def _score(value: float) -> str:
    return NOTHING if pd.isna(value) else f"{value:g}"


COHORT_TABLES: dict[type[Finding], Callable[[Any], pd.DataFrame]] = {
    ChangeByCohort: _change_by_cohort,
    TeamChanges: _team_changes,
    Filled: _filled,
    Progress: _progress,
}
