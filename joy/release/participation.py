"""Who takes part: weeks with answers per team, never what the answers say."""

from __future__ import annotations

from datetime import date

import pandas as pd

from joy.definitions import Policy
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

    A team without an answer has 0 weeks and no last week. Answers so far are given as a band, and not under the
    smallest number that may be shown.
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
    rows["weeks_with_answers"] = rows["weeks_with_answers"].fillna(0).astype("int64")
    rows["weeks_possible"] = [_weeks_possible(row, closed_before) for row in each(rows)]
    rows["answers_band"] = [
        n_band(int(n), policy)[0] if pd.notna(n) and n >= policy.tiers[0].at_least else None for n in rows["answers"]
    ]
    rows["answers_band"] = rows["answers_band"].astype("str").where(rows["answers_band"].notna(), None)
    return rows[COLUMNS]


def _weeks_possible(row: Row, closed_before: date) -> int:
    """Closed weeks with at least one day of the enrolment in them."""
    ends = (pd.Timestamp(closed_before), row.cohort_end, row.left_on)
    end = min(moment for moment in ends if not pd.isna(moment))
    first, last = week_of(row.joined_on.date()), week_of((end - pd.Timedelta(days=1)).date())
    return max(0, (last - first).days // 7 + 1)
