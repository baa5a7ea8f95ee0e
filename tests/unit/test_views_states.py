"""What a view says when there is too little to show, nothing was asked, or versions differ."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from joy.errors import NotFound
from joy.findings import Verdict
from joy.store import Reader, Store
from joy.views import choices_of, cohort_impact, latest_release, programme_impact, team_picture
from tests.small_world import P6, START, add_responses, add_tallies, everybody, lay_out
from tests.whoever import EVERYTHING


Published = Callable[[], Reader]


def tallied(team: str, weeks: int, good: list[int]) -> list[tuple[str, date, int, int]]:
    """Three days a week with eight answers; `good` says how many of the eight are good, week by week."""
    return [(team, START + timedelta(days=7 * w + d), 8, good[w % len(good)]) for w in range(weeks) for d in range(3)]


def test_nothing_brought_in(store: Store) -> None:
    """An empty database offers no programme and has no published update."""
    assert choices_of(store, EVERYTHING).programmes == ()
    assert latest_release(store, EVERYTHING, "p") is None


def test_programme_without_answers(store: Store, publish: Published) -> None:
    """A programme without answers says in words that there is not enough yet, and breaks nowhere."""
    lay_out(store, {"a": [9, 9]})
    release = publish()

    assert programme_impact(store, release, EVERYTHING, "p").headline.verdict is Verdict.TOO_FEW
    cohort = cohort_impact(store, release, EVERYTHING, "a")
    assert cohort.headline.title == "Nothing can be said yet about what is changing"
    assert team_picture(store, release, EVERYTHING, "a-1").run.verdict is Verdict.HIDDEN


def test_nine_points_are_too_few(store: Store, publish: Published) -> None:
    """Nine weekly points are drawn without a verdict, and the sentence says how many there are."""
    lay_out(store, {"a": [9, 9]})
    add_tallies(store, tallied("a-1", 9, [2, 5]) + tallied("a-2", 9, [3, 4]))

    run = team_picture(store, publish(), EVERYTHING, "a-1").run

    assert run.verdict is Verdict.TOO_FEW
    assert run.centre is None
    assert run.title == "Good days: 9 weekly points so far, too few to tell a change from chance"


def test_a_step_is_found(store: Store, publish: Published) -> None:
    """A team that goes from two to seven good answers in eight half-way has improved, on its later weeks."""
    lay_out(store, {"a": [9, 9]})
    add_tallies(store, tallied("a-1", 12, [2, 3]) + tallied("a-2", 24, [4, 5]))
    later = [
        (team, day + timedelta(weeks=12), n, 7 if k % 2 else 6)
        for k, (team, day, n, _) in enumerate(tallied("a-1", 12, [0]))
    ]
    add_tallies(store, later)

    run = team_picture(store, publish(), EVERYTHING, "a-1").run

    assert run.verdict is Verdict.IMPROVED
    assert run.points.loc[run.points["marked"], "start"].min() >= run.points["start"].iloc[11]


def test_a_fall_is_worsened_though_its_first_half_is_high(store: Store, publish: Published) -> None:
    """A team that goes the other way is said to have worsened: the verdict follows the course, not the longest run."""
    lay_out(store, {"a": [9, 9]})
    add_tallies(store, tallied("a-1", 12, [7, 6]) + tallied("a-2", 24, [4, 5]))
    add_tallies(
        store,
        [(t, day + timedelta(weeks=12), n, 2 + k % 2) for k, (t, day, n, _) in enumerate(tallied("a-1", 12, [0]))],
    )

    assert team_picture(store, publish(), EVERYTHING, "a-1").run.verdict is Verdict.WORSENED


def test_part_of_a_scale_says_not_asked(store: Store, publish: Published) -> None:
    """A team that was asked part of the questions reads “Not asked”, not a score and not “too few”."""
    lay_out(store, {"a": [9, 9]})
    partly = [("a-2", r, None, {("p6_colleagues@1", k): 3 for k in P6[:2]}) for r in ("a-r1", "a-r2") for _ in range(8)]
    whole = [("a-1", r, None, everybody("p6_colleagues@1", P6, 3)) for r in ("a-r1", "a-r2") for _ in range(8)]
    add_responses(store, whole + partly)

    rows = team_picture(store, publish(), EVERYTHING, "a-2").relationships.rows

    assert rows["verdict"].tolist() == [Verdict.NOT_ASKED]
    assert rows["change_text"].tolist() == ["Not asked"]
    assert rows[["before", "after"]].isna().all(axis=None)


def test_versions_are_never_mixed(store: Store, publish: Published) -> None:
    """A question reworded between two rounds has no change: each wording has one round only."""
    lay_out(store, {"a": [12, 12]})
    asked = {"a-r1": ("look_forward@1", 2), "a-r2": ("look_forward@2", 5)}
    add_responses(
        store,
        [
            (t, r, None, {(ref, "look_forward"): code})
            for t in ("a-1", "a-2")
            for r, (ref, code) in asked.items()
            for _ in range(10)
        ],
    )

    changes = [
        c for c in cohort_impact(store, publish(), EVERYTHING, "a").changes if "look_forward" in set(c.rows["key"])
    ]

    assert changes[0].rows["verdict"].tolist() == [Verdict.TOO_FEW]
    assert changes[0].rows["before"].isna().all()


def test_unknown_cohort_and_team_are_told(store: Store, publish: Published) -> None:
    """A cohort or team that does not exist is refused in words."""
    lay_out(store, {"a": [9, 9]})
    release = publish()

    with pytest.raises(NotFound, match="no such cohort"):
        cohort_impact(store, release, EVERYTHING, "zzz")
    with pytest.raises(NotFound, match="no such team"):
        team_picture(store, release, EVERYTHING, "zzz")
