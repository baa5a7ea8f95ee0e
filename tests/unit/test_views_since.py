"""What is new is counted since the last learning set while a cohort runs, and since its end once it is over."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from joy.access import NotAllowed
from joy.release import make_release
from joy.store import Store, open_release_file
from joy.views.since import Looked, cohort_since, last_look, programme_since, team_since
from tests.small_world import START, add_tallies, lay_out
from tests.whoever import EVERYTHING, STRANGER


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


def test_since_the_last_look_only_what_the_later_update_added_is_new(store: Store) -> None:
    """A reader who knew the first twenty weeks is told of the four that came, by programme, cohort and team alike."""
    lay_out(store, {"a": [9, 9]}, today=date(2024, 6, 20))
    add_tallies(store, [(team, START + timedelta(weeks=w), 6, 3) for team in ("a-1", "a-2") for w in range(24)])
    release = open_release_file(store.settings, make_release(store, "p", reason="by_hand"))
    knew = Looked(on=date(2024, 5, 23), known=START + timedelta(weeks=20))
    for view, about in ((programme_since, "p"), (cohort_since, "a"), (team_since, "a-1")):
        found = view(store, release, EVERYTHING, about, knew)
        assert found.points == 4
        assert found.sentence == "Since this browser was last here, on 23 May 2024: 4 new weeks."


def test_what_somebody_knew_is_what_stood_open_on_that_day(store: Store) -> None:
    """Leaders who looked before an update opened to them did not know it; who sees updates first did, from its day."""
    lay_out(store, {"a": [9, 9]}, today=date(2024, 6, 20))
    add_tallies(store, [(team, START + timedelta(weeks=w), 6, 3) for team in ("a-1", "a-2") for w in range(24)])
    made = datetime.now(UTC).date()
    make_release(store, "p", reason="by_hand")
    opened = store.ask("store/standing_updates")["leaders_from"].iloc[0].date()
    assert last_look(store, EVERYTHING, "p", made - timedelta(days=2), sees_first=True) is None
    assert last_look(store, EVERYTHING, "p", made, sees_first=True) == Looked(made, date(2024, 6, 20))
    assert last_look(store, EVERYTHING, "p", opened, sees_first=False) == Looked(opened, date(2024, 6, 20))
    if opened > made:
        assert last_look(store, EVERYTHING, "p", opened - timedelta(days=1), sees_first=False) is None
    with pytest.raises(NotAllowed):
        last_look(store, STRANGER, "p", made, sees_first=True)
