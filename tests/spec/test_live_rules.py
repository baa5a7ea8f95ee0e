"""Rule R18: a check-in in the room appears from eight people, in batches, and is kept once as it was seen."""

from __future__ import annotations

from contextlib import closing
from itertools import pairwise

import pytest

from joy.definitions import load_policy
from joy.disclosure.live import bars, changed, counter, may_appear, next_shown
from joy.errors import NotFound
from joy.release.make import make_release
from joy.release.reveal import NotRevealed, reveal
from joy.store import Store, open_release_file
from tests.intake_house import ask, count
from tests.small_world import lay_out


POLICY = load_policy()
LIVE = POLICY.live


@pytest.fixture
def small(store: Store) -> Store:
    lay_out(store, {"a": [8, 8], "b": [8]})
    return store


def test_the_counter_moves_by_batches_only() -> None:
    """Below eight nothing is told, not even a number; then eight, thirteen, eighteen, and nothing in between."""
    told = [counter(n, LIVE) for n in range(24)]
    assert told[:8] == [""] * 8
    assert told[8:] == ["at least 8"] * 5 + ["at least 13"] * 5 + ["at least 18"] * 5 + ["at least 23"]


def test_no_step_of_an_evening_tells_of_fewer_than_five() -> None:
    """Whatever order people answer in, two pictures of the same check-in differ by nobody or by five and more."""
    for pattern in ([0, 1], [1, 0, 0], [0] * 3 + [1], [1, 1, 0, 1, 0]):
        now, shown, seen = [0, 0], None, []
        for person in range(40):
            now[pattern[person % len(pattern)]] += 1
            shown = next_shown(tuple(now), shown, LIVE)
            seen.append(shown)
        pictures = [one for one in seen if one is not None]
        assert sum(pictures[0]) >= 8
        steps = [changed(one, other) for one, other in pairwise(pictures)]
        assert {step for step in steps if 0 < step < 5} == set()
        assert len(set(pictures)) > 3


def test_a_changed_answer_moves_nothing_by_itself() -> None:
    """Somebody who answers again changes no picture until five answers are new or other."""
    assert not may_appear((9, 11), (10, 10), LIVE)
    assert next_shown((9, 11), (10, 10), LIVE) == (10, 10)
    assert may_appear((5, 15), (10, 10), LIVE)
    assert may_appear((10, 10), (10, 10), LIVE)
    assert changed((10, 10), (8, 15)) == 5


@pytest.mark.parametrize("counts", [(4, 3), (0, 0), (-1, 12), (7,)])
def test_too_few_or_impossible_counts_appear_never(counts: tuple[int, ...]) -> None:
    """Seven people, nobody, or a negative count: nothing may appear."""
    assert not may_appear(counts, None, LIVE)


def test_two_options_are_one_graded_share() -> None:
    """A yes-or-no question is told as one share, in tens from eight answers, a bound where all agree."""
    (one,) = bars(["Yes", "No"], [5, 3], POLICY)
    assert (one.label, one.share, one.capped) == ("Yes", 0.6, None)  # 5 of 8 is 62.5 %
    (all_alike,) = bars(["Yes", "No"], [8, 0], POLICY)
    (all_but_one,) = bars(["Yes", "No"], [7, 1], POLICY)
    assert all_alike == all_but_one
    assert all_alike.capped == "over"


def test_options_of_a_few_are_merged_with_their_neighbours() -> None:
    """No bar stands for fewer than five people; the shares of the bars are those of all counted in whole steps."""
    shown = bars(["Never", "Rarely", "Often", "Always"], [1, 2, 9, 8], POLICY)
    assert [(bar.label, bar.share) for bar in shown] == [("Never or Rarely or Often", 0.6), ("Always", 0.4)]
    (one,) = bars(["A", "B", "C"], [3, 3, 3], POLICY)
    assert (one.label, one.share) == ("A or B or C", 1.0)


@pytest.mark.parametrize("n", [8, 12, 19, 20, 29, 30, 60])
def test_every_bar_stands_for_enough_people(n: int) -> None:
    """For every way to spread people over three options each bar counts five people or more, or there is one bar."""
    step = 0.10 if n < 10 else 0.05 if n < 30 else 0.01
    for first in range(n + 1):
        for second in range(n + 1 - first):
            counts = [first, second, n - first - second]
            shown = bars(["A", "B", "C"], counts, POLICY)
            whose = {"A": first, "B": second, "C": counts[2]}
            sizes = [sum(whose[part] for part in bar.label.split(" or ")) for bar in shown]
            assert sum(sizes) == n
            assert min(sizes) >= 5
            assert all(abs(bar.share - size / n) <= step / 2 + 1e-9 for bar, size in zip(shown, sizes, strict=True))


def test_a_reveal_is_written_once_and_joins_the_next_update(small: Store) -> None:
    """What was seen is kept for the cohort, never by team, and every later update holds a copy."""
    number = reveal(small, "a", "a-ls1", "A good day?", ["Yes", "No"], [9, 5])
    rows = ask(small, "SELECT reveal_id, cohort_id, label, share, n_band, release_id FROM release.reveal")
    assert rows == [(number, "a", "Yes", 0.65, "10–14", None)]
    update = make_release(small, "p", reason="check_in")
    with closing(open_release_file(small.settings, update)) as release, release.cursor() as cursor:
        assert cursor.execute("SELECT reveal_id, share FROM release.reveal").fetchall() == [(number, 0.65)]
    assert ask(small, "SELECT reveal_id, cohort_id, label, share, n_band, release_id FROM release.reveal "
                      "WHERE release_id IS NULL") == rows  # fmt: skip


@pytest.mark.parametrize("question", ["A good day?", "a  good day? "])
def test_a_question_is_revealed_once_at_an_event(small: Store, question: str) -> None:
    """The same question at the same event is refused, and what was shown stays; another event may ask it again."""
    reveal(small, "a", "a-ls1", "A good day?", ["Yes", "No"], [9, 5])
    before = ask(small, "FROM release.reveal")
    with pytest.raises(NotRevealed, match="already"):
        reveal(small, "a", "a-ls1", question, ["Yes", "No"], [20, 5])
    assert ask(small, "FROM release.reveal") == before
    reveal(small, "a", "a-ls2", question, ["Yes", "No"], [20, 5])


def test_too_few_answers_are_not_revealed(small: Store) -> None:
    """Seven answers are refused and nothing is written."""
    with pytest.raises(NotRevealed, match="Fewer than 8"):
        reveal(small, "a", "a-ls1", "A good day?", ["Yes", "No"], [4, 3])
    assert count(small, "release.reveal") == 0


@pytest.mark.parametrize(("last", "now"), [((8, 4), (9, 4)), ((8, 4), (8, 8)), ((8, 4), (6, 6))])
def test_a_few_more_than_the_last_batch_are_not_revealed(
    small: Store, last: tuple[int, int], now: tuple[int, int]
) -> None:
    """One to four answers that came or changed since the last batch are refused; that batch itself is not."""
    with pytest.raises(NotRevealed, match="Fewer than 5"):
        reveal(small, "a", "a-ls1", "A good day?", ["Yes", "No"], now, shown_last=last)
    assert count(small, "release.reveal") == 0
    reveal(small, "a", "a-ls1", "A good day?", ["Yes", "No"], last, shown_last=last)


def test_an_event_of_another_cohort_is_refused(small: Store) -> None:
    """An event that is not the cohort's, or does not exist, is refused and nothing is written."""
    for event in ("b-ls1", "nowhere"):
        with pytest.raises(NotFound):
            reveal(small, "a", event, "A good day?", ["Yes", "No"], [9, 5])
    assert count(small, "release.reveal") == 0
