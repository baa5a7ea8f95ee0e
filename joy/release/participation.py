"""Who takes part: weeks with answers per team, never what the answers say."""

from __future__ import annotations

from datetime import date

import pandas as pd

from joy.definitions import DisclosureClass, Policy
from joy.disclosure import n_band
from joy.frames import Row, each
from joy.periods import week_of


COLUMNS = [
    "cohort_id",
    "enrolment_id",
    "people",
    "weeks_with_answers",
    "weeks_possible",
    "last_answer_week",
    "answers_band",
]


def participation_rows(
    weeks: pd.DataFrame, enrolments: pd.DataFrame, closed_before: date, policy: Policy
) -> pd.DataFrame:
    """One row per team: its size, the closed weeks since it joined and those with any answer.

    Answers so far are given as a band. A team with fewer of them than may be shown looks like one without any: no band,
    no week and no number of weeks (R2, R20). How many of a team answered is never told as "x of y".
    """
    own = weeks.merge(enrolments[["enrolment_id", "joined_on", "left_on", "cohort_end"]], on="enrolment_id")
    ends = own[["left_on", "cohort_end"]].min(axis=1).fillna(pd.Timestamp(closed_before))
    answered = own[(own["n"] > 0) & (own["week"] < ends)].groupby("enrolment_id")
    counts = pd.DataFrame(
        {
            "weeks_with_answers": answered["week"].nunique(),
            "last_answer_week": answered["week"].max(),
            "answers": answered["n"].sum(),
        }
    )
    rows = enrolments.merge(counts, left_on="enrolment_id", right_index=True, how="left")
    k = policy.classes[DisclosureClass.PULSE].k_show
    is_told = rows["answers"].fillna(0) >= max(k, policy.tiers[0].at_least)
    rows["weeks_with_answers"] = rows["weeks_with_answers"].where(is_told).astype("Int64")
    rows["last_answer_week"] = rows["last_answer_week"].where(is_told)
    rows["weeks_possible"] = [_weeks_possible(row, closed_before) for row in each(rows)]
    bands = [n_band(int(n), policy)[0] if told else None for n, told in zip(rows["answers"], is_told, strict=True)]
    rows["answers_band"] = pd.Series(bands, index=rows.index, dtype="str").where(is_told, None)
    return rows[COLUMNS]


def _weeks_possible(row: Row, closed_before: date) -> int:
    """Closed weeks with at least one day of the enrolment in them."""
    ends = (pd.Timestamp(closed_before), row.cohort_end, row.left_on)
    end = min(moment for moment in ends if not pd.isna(moment))
    first, last = week_of(row.joined_on.date()), week_of((end - pd.Timedelta(days=1)).date())
    return max(0, (last - first).days // 7 + 1)
