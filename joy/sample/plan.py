"""What is true in the invented programme: its cohorts, the days of their learning sets and what changed in each."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from joy.periods import week_of, weeks_since


SEED = 20230322
PROGRAMME_ID = "good_days_together"
PROGRAMME_NAME = "Good Days Together"
TODAY = date(2023, 3, 22)
RATINGS = ("colleagues", "service_users", "wellbeing", "users_view")


def stream(name: str) -> np.random.Generator:
    """Return the random numbers of one part of the sample, so that a change in one part leaves the others alone."""
    return np.random.default_rng([SEED, zlib.crc32(name.encode())])


@dataclass(frozen=True)
class Cohort:
    """One cohort as planned. `changes` follow RATINGS, in points of 100; `outcomes` count improved, none, worsened."""

    ordinal: int
    sets: tuple[date, ...]
    end: date
    mode: str
    outcomes: tuple[int, int, int]
    changes: tuple[float, float, float, float]
    survey_sets: tuple[int, ...]
    reminder_weeks: tuple[int, int]
    shared_reminder: bool = False
    sustaining: int = 0

    @property
    def cohort_id(self) -> str:
        return f"c{self.ordinal}"

    @property
    def is_live(self) -> bool:
        return self.end > TODAY

    @property
    def size(self) -> int:
        return sum(self.outcomes)

    @property
    def seen_until(self) -> date:
        """The last day of which anything can be known."""
        return min(self.end, TODAY - timedelta(days=1))

    @property
    def weeks(self) -> int:
        return weeks_since(self.sets[0], self.seen_until) + 1

    def week(self, number: int) -> date:
        """The Monday of week `number`, counted from the week of learning set 1 (which is 0)."""
        return week_of(self.sets[0]) + timedelta(weeks=number)


def _days(*texts: str) -> tuple[date, ...]:
    return tuple(date.fromisoformat(text) for text in texts)


COHORTS = (
    Cohort(
        1,
        _days("2017-03-14", "2017-05-09", "2017-07-04", "2017-08-29", "2017-10-17", "2017-12-05"),
        date(2018, 1, 31),
        "room",
        (2, 2, 1),
        (6, 3, 5, 2),
        (1, 6),
        (6, 6),
        shared_reminder=True,
    ),
    Cohort(
        2,
        _days("2018-06-19", "2018-07-31", "2018-09-11", "2018-10-23", "2018-12-04", "2019-01-15"),
        date(2019, 2, 28),
        "room",
        (12, 5, 1),
        (9, 4, 7, 4),
        (1, 3, 6),
        (3, 9),
    ),
    Cohort(
        3,
        _days("2019-09-10", "2019-10-15", "2019-11-19", "2020-01-07", "2020-02-11", "2020-03-10"),
        date(2020, 3, 31),
        "room",
        (16, 13, 3),
        (4, 2, 3, 1),
        (1, 3, 6),
        (3, 8),
        sustaining=6,
    ),
    Cohort(
        4,
        _days("2020-10-13", "2020-11-24", "2021-01-12", "2021-02-23", "2021-04-06"),
        date(2021, 4, 30),
        "hybrid",
        (3, 4, 1),
        (7, 8, 4, 7),
        (1, 5),
        (3, 7),
        sustaining=3,
    ),
    Cohort(
        5,
        _days("2021-09-14", "2021-10-12", "2021-11-09", "2021-12-07", "2022-01-11"),
        date(2022, 2, 28),
        "virtual",
        (1, 5, 1),
        (1, 0, -2, 0),
        (1, 5),
        (5, 5),
        shared_reminder=True,
    ),
    Cohort(
        6,
        _days("2023-01-17", "2023-02-21", "2023-03-28", "2023-05-09", "2023-06-20"),
        date(2023, 7, 31),
        "room",
        (4, 6, 2),
        (5, 1, 2, 0),
        (1, 2),
        (2, 4),
    ),
)
