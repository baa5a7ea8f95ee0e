"""Tables of the data set beside figures: how far teams moved, absence and leavers, and who took part.

Each holds what a page shows to the same reader, and nothing else: the same views are asked, or the same rows are left
out.
"""

from __future__ import annotations

import pandas as pd

from joy.access import sees_cohort, sees_results, sees_whole_programme
from joy.exports.codebook import COLUMNS, RATES
from joy.frames import each, only
from joy.store.reader import Asker
from joy.views.context import Context
from joy.views.seen import many_teams
from joy.views.taking_part import by_cohort
from joy.views.team_changes import teams_compared
from joy.views.tried import decided
from joy.views.workforce import PARTS


SHOWN = "shown"
DECIMALS = 4  # what it is taken from has fewer; more would be noise of the subtraction


def team_changes(store: Asker, release: Asker, context: Context, cohort_id: str | None) -> pd.DataFrame:
    """How far each team moved on each headline measure, as “Compare cohorts” shows it; one row per team and measure."""
    ids = dict(zip(context.cohorts["name"], context.cohorts["cohort_id"], strict=True))
    found = [
        teams_compared(store, release, context.who, one.id)
        .points.rename(columns={"label": "team", "value": "change"})
        .assign(indicator_id=one.id)
        for one in context.headline
    ]
    rows = pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=["cohort", "team", "change", "told"])
    rows = rows.assign(cohort_id=rows["cohort"].map(ids), change=rows["change"].astype("float64").round(DECIMALS))
    return _chosen("team_changes", rows, cohort_id)


def workforce(context: Context, cohort_id: str | None) -> pd.DataFrame:
    """Absence, leavers and stability as told of each unit; empty for somebody of a single team."""
    many = many_teams(context.who)
    if not sees_results(many):
        return pd.DataFrame(columns=list(COLUMNS["workforce"]))
    rows = context.release.ask("views/workforce")
    if not sees_whole_programme(many, context.cohorts["cohort_id"]):
        rows = rows[~rows["unit_kind"].isin(PARTS)]
    rows = rows[(rows["state"] == SHOWN) & rows["measure"].isin(RATES)]  # the sums behind them stand on no page
    return _chosen("workforce", rows.assign(cohort_id=rows["unit_id"].where(rows["unit_kind"] == "cohort")), cohort_id)


def work_of_cohorts(context: Context, cohort_id: str | None) -> pd.DataFrame:
    """Teams and tests of each cohort that may be seen, counted; no answer stands behind them."""
    rows = by_cohort(context, context.release.ask("views/participation"))
    rows = only(rows, (sees_cohort(context.who, name) for name in rows["cohort_id"]))
    tests = context.tests.assign(decision=decided(context.tests, context.as_of))
    counts = pd.crosstab(tests["cohort_id"], tests["decision"])
    told = pd.DataFrame(
        [
            {"cohort_id": row.cohort_id, "cohort": row.cohort, "teams_enrolled": row.enrolled}
            | {"teams_sending": row.sending, "teams_testing": row.testing, "teams_left": row.left}
            | {"tests": int((tests["cohort_id"] == row.cohort_id).sum())}
            | {f"tests_{name}": _count(counts, row.cohort_id, name) for name in DECIDED}
            for row in each(rows)
        ],
        columns=list(COLUMNS["process"]),
    )
    return _chosen("process", told, cohort_id)


DECIDED = ("adopted", "adapted", "abandoned", "running")


def _count(counts: pd.DataFrame, cohort_id: str, decision: str) -> int:
    is_there = cohort_id in counts.index and decision in counts.columns
    return int(counts[decision][cohort_id]) if is_there else 0


def _chosen(table: str, rows: pd.DataFrame, cohort_id: str | None) -> pd.DataFrame:
    mine = rows if cohort_id is None else rows[rows["cohort_id"] == cohort_id]
    return mine[list(COLUMNS[table])].reset_index(drop=True)
