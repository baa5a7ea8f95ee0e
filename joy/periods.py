"""The calendar of a programme: ISO weeks, the time between learning sets, and closed weeks.

All spans are half-open: they hold their first day and not their last.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta


SATURDAY = 5  # as date.weekday() counts


@dataclass(frozen=True, order=True)
class Span:
    """A half-open stretch of days."""

    start: date
    end: date

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.start <= day < self.end

    @property
    def days(self) -> int:
        return (self.end - self.start).days


def week_of(day: date) -> date:
    """The Monday of the ISO week that holds `day`."""
    return day - timedelta(days=day.weekday())


def last_closed_week_end(as_of: date) -> date:
    """The first day not yet in a closed week: figures are made from earlier days only."""
    return week_of(as_of)


def action_periods(set_starts: Sequence[date], cohort_end: date) -> list[Span]:
    """The stretches between learning sets: [set k, set k+1); the last runs to the cohort's end.

    `set_starts` in any order; an end on or before the last set gives that set one week.
    """
    starts = sorted(set(set_starts))
    ends = [*starts[1:], max(cohort_end, starts[-1] + timedelta(days=7))] if starts else []
    return [Span(start, end) for start, end in zip(starts, ends, strict=True)]


def working_days_after(day: date, count: int) -> date:
    """The day that comes `count` working days after `day`, or `day` itself for none.

    Working days are Monday to Friday. Bank holidays are not known here: over one, the wait is a working day shorter.
    """
    for _ in range(count):
        day += timedelta(days=1)
        while day.weekday() >= SATURDAY:
            day += timedelta(days=1)
    return day


def weeks_since(start: date, day: date) -> int:
    """Whole weeks between the week of `start` and the week of `day`; negative before it."""
    return (week_of(day) - week_of(start)).days // 7
