"""Who takes part: how many answers per team so far, as a band, never what the answers say."""

from __future__ import annotations

from datetime import date

import pandas as pd

from joy.definitions import DisclosureClass, Policy
from joy.disclosure import n_band


COLUMNS = ["cohort_id", "enrolment_id", "people", "answers_band"]


def participation_rows(
    weeks: pd.DataFrame, enrolments: pd.DataFrame, closed_before: date, policy: Policy
) -> pd.DataFrame:
    """One row per team: its size, and its answers so far (of closed weeks while it was enrolled) as a band.

    A team with fewer than may be shown looks like one without any (R2, R20). How many of a team answered is never told
    as "x of y". In which weeks, or in how many, a team answered is not told either: beside the weeks that are shown it
    would tell a hidden week from an empty one.
    """
    own = weeks.merge(enrolments[["enrolment_id", "left_on", "cohort_end"]], on="enrolment_id")
    ends = own[["left_on", "cohort_end"]].min(axis=1).fillna(pd.Timestamp(closed_before))
    answers = own[own["week"] < ends].groupby("enrolment_id")["n"].sum()
    rows = enrolments.assign(answers=enrolments["enrolment_id"].map(answers).fillna(0))
    k = max(policy.classes[DisclosureClass.PULSE].k_show, policy.tiers[0].at_least)
    bands = [n_band(int(n), policy)[0] if n >= k else None for n in rows["answers"]]
    rows["answers_band"] = pd.Series(bands, index=rows.index, dtype="str").where(rows["answers"] >= k, None)
    return rows[COLUMNS]
