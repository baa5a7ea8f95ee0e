"""What is new is counted since the last learning set while a cohort runs, and since its end once it is over."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from joy.release import make_release
from joy.store import Store, open_release_file
from joy.views.since import cohort_since
from tests.small_world import START, add_tallies, lay_out
from tests.whoever import EVERYTHING


@pytest.mark.parametrize(
    ("today", "points", "words"),
    [
        (date(2024, 6, 10), 5, "Since learning set 4 on"),
        (date(2024, 7, 1), 0, "Since the cohort ended on"),
    ],
)
def test_new_weeks_of_a_cohort_that_ended_are_not_counted(store: Store, today: date, points: int, words: str) -> None:
    """Five weeks are new in the fifth week since the last set; two weeks past the cohort's end none is."""
    lay_out(store, {"a": [9, 9]}, today=today)
    weeks = [START + timedelta(weeks=week) for week in range(24)]
    add_tallies(store, [(team, day, 6, 3) for team in ("a-1", "a-2") for day in weeks])
    update = make_release(store, "p", reason="by_hand")
    found = cohort_since(store, open_release_file(store.settings, update), EVERYTHING, "a")

    assert (found.points, found.sentence.startswith(words)) == (points, True)
