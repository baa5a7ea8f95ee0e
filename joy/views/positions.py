"""Where a figure stands when cohorts are lined up: at its learning set, weeks after the first one, or in the calendar.

Tallies stand for the stretch that a learning set opens and are put at its middle; surveys at the day they opened.
"""

from __future__ import annotations

from typing import Literal

import pandas as pd

from joy.periods import week_of
from joy.views import words
from joy.views.context import Context


By = Literal["sets", "weeks", "calendar"]
WAYS: dict[By, str] = {  # as the reader chooses them; the first is usual
    "sets": "Learning sets",
    "weeks": "Weeks since learning set 1",
    "calendar": "Calendar",
}
EPOCH = pd.Timestamp("1970-01-01")
WEEK = 7
PLACED = ["cohort_id", "position", "position_label"]  # what is added to the figures


def way_of(name: str) -> By:
    """The way of lining up that an address names; the usual one for anything else."""
    return next((way for way in WAYS if way == name), "sets")


def placed(context: Context, mine: pd.DataFrame, kind: str, by: By) -> pd.DataFrame:
    """Add to one measure's cohort figures where each stands: the number of the set, of weeks, or of days since 1970.

    `kind` is what the measure is made from; figures of other stretches than those lined up are left out.
    """
    rows = _between_sets(context, mine) if kind == "tally" else _at_sets(context, mine)
    if by == "sets" or rows.empty:
        return rows
    if kind == "tally":
        rows = rows.assign(middle=rows["period_start"] + (rows["period_end"] - rows["period_start"]) / 2)
    else:
        opens = context.rounds.set_index("round_id")["opens_on"]
        rows = rows.assign(middle=rows["period_id"].map(opens))
    return _in_weeks(context, rows) if by == "weeks" else _in_days(rows)


def first_set(context: Context, cohort_id: str) -> pd.Timestamp:
    """The Monday of the week of learning set 1, or of the cohort's first day where no set is known."""
    sets = context.learning_sets(cohort_id)
    cohort = context.cohorts.set_index("cohort_id").loc[cohort_id]
    first = sets["starts_on"].iloc[0] if len(sets) else cohort["start_date"]
    return pd.Timestamp(week_of(first.date()))


def _in_weeks(context: Context, rows: pd.DataFrame) -> pd.DataFrame:
    firsts = {name: first_set(context, name) for name in rows["cohort_id"].unique()}
    weeks = (rows["middle"] - rows["cohort_id"].map(firsts)).dt.days / WEEK
    labels = [f"{words.week_number(week)} ({where})" for week, where in zip(weeks, rows["position_label"], strict=True)]
    return rows.assign(position=weeks, position_label=labels)


def _in_days(rows: pd.DataFrame) -> pd.DataFrame:
    labels = [
        f"{words.month(day)} ({where})" for day, where in zip(rows["middle"], rows["position_label"], strict=True)
    ]
    return rows.assign(position=(rows["middle"] - EPOCH).dt.days.astype("float64"), position_label=labels)


def _between_sets(context: Context, mine: pd.DataFrame) -> pd.DataFrame:
    rows = mine[mine["period_kind"] == "between_sets"]
    position = rows["period_id"].astype("int64")
    last = rows["group_id"].map({c: len(context.learning_sets(c)) for c in rows["group_id"].unique()}).astype("int64")
    labels = [f"LS{k}–{k + 1}" if k < end else f"LS{k} on" for k, end in zip(position, last, strict=True)]
    return rows.assign(cohort_id=rows["group_id"], position=position, position_label=labels)


def _at_sets(context: Context, mine: pd.DataFrame) -> pd.DataFrame:
    rounds = context.rounds.set_index("round_id")
    rows = mine[(mine["period_kind"] == "round") & mine["period_id"].isin(rounds.index)]
    at = rounds.loc[rows["period_id"]]
    position = at["learning_set"].fillna(at["ordinal"]).astype("int64").to_numpy()
    labels = [
        f"LS{place}" if pd.notna(learning_set) else name
        for place, learning_set, name in zip(position, at["learning_set"], at["name"], strict=True)
    ]
    return rows.assign(cohort_id=rows["group_id"], position=position, position_label=labels)
