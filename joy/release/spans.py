"""The windows that tallies are summed over, for each team: all begin and end on Mondays."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd

from joy.frames import Row, each
from joy.periods import Span, action_periods, week_of


LATEST_DAYS = (
    56  # "lately" is eight weeks: two action periods of the shortest spacing (domain: sets 4 to 8 weeks apart)
)
COLUMNS = ["enrolment_id", "period_kind", "period_id", "period_start", "period_end", "is_over"]
Window = tuple[str, str, str, date, date, bool]


def stretches_of(enrolments: pd.DataFrame, sets: pd.DataFrame, closed_before: date) -> pd.DataFrame:
    """The stretches between learning sets of each enrolment, by COLUMNS; `is_over`: it will never hold more weeks."""
    of_cohort = {str(cohort): _stretches(own) for cohort, own in sets.groupby("cohort_id")}
    return _frame(
        [
            window
            for row in each(enrolments)
            for window in _team_stretches(row, of_cohort.get(row.cohort_id, []), closed_before)
        ]
    )


def ends_of(enrolments: pd.DataFrame, closed_before: date) -> pd.DataFrame:
    """The baseline and the latest eight weeks of each enrolment, by COLUMNS; they share no week."""
    return _frame([window for row in each(enrolments) for window in _team_ends(row, closed_before)])


def _frame(windows: list[Window]) -> pd.DataFrame:
    spans = pd.DataFrame(windows, columns=COLUMNS)
    spans[["period_start", "period_end"]] = spans[["period_start", "period_end"]].astype("datetime64[s]")
    return spans.astype({"is_over": bool})


def _stretches(sets: pd.DataFrame) -> list[Span]:
    """The time between one cohort's learning sets; the week of a set belongs to the stretch that it opens."""
    spans = action_periods([moment.date() for moment in sets["starts_on"]], sets["cohort_end"].iloc[0].date())
    last = len(spans) - 1
    return [
        Span(week_of(span.start), _monday_after(span.end) if place == last else week_of(span.end))
        for place, span in enumerate(spans)
    ]


def _monday_after(end: date) -> date:
    """The first Monday on or after a day that is no longer in a span."""
    return week_of(end - timedelta(days=1)) + timedelta(days=7)


def _end_of(row: Row) -> date | None:
    """The first Monday on which a team is no longer taking part; None while nobody knows."""
    ends = [_monday_after(end.date()) for end in (row.cohort_end, row.left_on) if not pd.isna(end)]
    return min(ends, default=None)


def _team_stretches(row: Row, stretches: list[Span], closed_before: date) -> list[Window]:
    end = _end_of(row)
    found: list[Window] = []
    for number, span in enumerate(stretches, start=1):
        until = span.end if end is None else min(span.end, end)
        if span.start < min(until, closed_before):
            over = until <= closed_before
            found.append((row.enrolment_id, "between_sets", str(number), span.start, min(until, closed_before), over))
    return found


def _team_ends(row: Row, closed_before: date) -> list[Window]:
    if pd.isna(row.baseline_start):
        return []
    end = min(filter(None, (closed_before, _end_of(row))))
    start, stop = week_of(row.baseline_start.date()), min(week_of(row.baseline_end.date()), closed_before)
    begins = max(end - timedelta(days=LATEST_DAYS), stop)
    return [
        (row.enrolment_id, "baseline", "baseline", start, max(start, stop), stop < closed_before),
        (row.enrolment_id, "latest", "latest", begins, max(end, begins), False),
    ]
