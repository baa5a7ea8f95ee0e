"""Teams enrolled twice in one cohort, as when a team is merged or split (rule R14): old and new never side by side."""

from __future__ import annotations

import numpy as np
import pandas as pd


SERIES_AND_PERIOD = ["indicator_id", "instrument", "period_kind", "period_id"]


def without_doubles(rows: pd.DataFrame, enrolments: pd.DataFrame) -> pd.DataFrame:
    """Take the value out of figures of a team that has answers under two enrolments of one cohort and period.

    Figures without a value are hidden, and what their cohorts leave over is protected as for any hidden team (R7). A
    merged or split team is a new team with an id of its own; this holds where somebody enrolled it anew instead.
    """
    times = enrolments.groupby(["team_id", "cohort_id"])["enrolment_id"].transform("size")
    again = enrolments[times > 1]
    if again.empty:
        return rows
    names = again["team_id"] + "/" + again["cohort_id"]
    team = rows["group_id"].map(dict(zip(again["enrolment_id"], names, strict=True)))
    own = (rows["group_kind"] == "team") & team.notna() & (rows["n"] > 0)
    groups = rows[own].groupby([team[own], *(rows.loc[own, name] for name in SERIES_AND_PERIOD)])
    doubled = groups["group_id"].transform("nunique") > 1
    return rows.assign(value=rows["value"].mask(np.isin(rows.index, doubled.index[doubled])))
