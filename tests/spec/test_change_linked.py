"""The same people and all people side by side, and the two relationships in the mirror."""

from __future__ import annotations

from math import isnan, nan

import numpy as np
import pytest

from joy.change import Conclusion, Interval, Sides, both_ways, mirror, wilcoxon_check
from tests.tables import rows


def two_rounds(table: str) -> tuple[list[float], list[float], list[str | None], list[str | None]]:
    """Scores and codes of two rounds from one table; an empty score is nobody in that round."""
    drawn = rows(table)
    ends = [[row for row in drawn if row[end]] for end in ("before", "after")]
    before, after = ([float(row[end]) for row in part] for part, end in zip(ends, ("before", "after"), strict=True))
    codes = [[row["code"] or None for row in part] for part in ends]
    return before, after, codes[0], codes[1]


MIXED = """
    | code   | before | after |
    | wren   | 40     | 50    |
    | plover | 50     | 55    |
    | heron  | 60     | 75    |
    | dunlin | 20     |       |
    |        | 10     |       |
    | merlin |        | 90    |
    |        |        | 80    |
"""


def test_the_two_ways_are_told_apart() -> None:
    """Three of five were matched and rose by 10; all who answered rose by 34, because others came and went."""
    found = both_ways(*two_rounds(MIXED))

    assert (found.n_matched, found.n_before, found.n_after) == (3, 5, 5)
    assert (found.match_rate_before, found.match_rate_after, found.has_few_matches) == (0.6, 0.6, False)
    assert found.paired.estimate == pytest.approx(10)
    assert found.unpaired.estimate == pytest.approx(34)


def test_those_lost_are_compared_with_those_who_stayed() -> None:
    """Those matched began at 50 and those lost at 15: 35 points of attrition."""
    found = both_ways(*two_rounds(MIXED)).attrition

    assert (found.n_stayed, found.n_lost) == (3, 2)
    assert found.interval.estimate == pytest.approx(35)
    assert found.interval.low is not None


def test_a_code_used_twice_matches_nobody() -> None:
    """Two people under one code in a round cannot be told apart, so neither is matched; a missing score is no reply."""
    found = both_ways([40, 45, 60, nan], [50, 70, 90], ["wren", "wren", "heron", "merlin"], ["wren", "heron", "merlin"])

    assert (found.n_matched, found.n_before, found.n_after) == (1, 3, 3)
    assert found.paired == Interval(10.0, None, None)
    assert found.has_few_matches


@pytest.mark.parametrize("nobody", [None, "", nan])
def test_without_codes_only_all_can_be_compared(nobody: object) -> None:
    """Missing codes never match each other: no paired change, a match rate of nought, and the unpaired one as ever."""
    found = both_ways([1.0, 2.0, 3.0], [2.0, 3.0, 5.0], [nobody] * 3, [nobody] * 3)

    assert both_ways([1.0], [2.0], [nobody], [nobody]).n_matched == 0
    assert isnan(found.paired.estimate)
    assert (found.n_matched, found.match_rate_before, found.match_rate_after) == (0, 0.0, 0.0)
    assert found.unpaired.low is not None
    assert isnan(found.d_av)


def test_an_empty_round_has_no_match_rate() -> None:
    """Nobody answering gives no rate and no change, and no error."""
    found = both_ways([], [], [], [])

    assert (found.match_rate_before, found.match_rate_after, found.has_few_matches) == (None, None, True)
    assert found.unpaired.low is None
    with pytest.raises(ValueError, match="one of each per reply"):
        both_ways([1.0], [], [], [])


def test_people_who_all_changed_alike_are_not_certainty() -> None:
    """Three people who all rose by a tenth give no interval, though binary tenths differ in the last digit."""
    found = both_ways([0.1, 0.2, 0.7], [0.2, 0.3, 0.8], [1, 2, 3], [1, 2, 3])

    assert (found.paired.low, found.paired.high) == (None, None)
    assert isnan(found.consistency)


def test_ranks_need_somebody_who_changed() -> None:
    """Where nobody changed there is nothing to rank; tenths that are equal on paper are ties."""
    assert wilcoxon_check([0.0, 0.0, nan]) is None
    assert wilcoxon_check([]) is None
    assert wilcoxon_check([0.1 + 0.2, 0.3, -0.3]) == wilcoxon_check([3, 3, -3])
    assert wilcoxon_check([1, 2, 3]) == 0.25


KEYS = ("genuine", "seen")


def sides(colleagues: list[list[float]], service_users: list[list[float]]) -> Sides:
    return Sides(np.array(colleagues, dtype=float), np.array(service_users, dtype=float))


LATEST = sides([[4, 2], [3, 2], [2, nan], [4, 4]], [[3, 2], [3, 3], [1, 2], [nan, 0]])


def test_mirror_holds_the_same_people_against_themselves() -> None:
    """Per question only people who answered for both count, so the gap is the difference of the levels shown."""
    genuine, seen, whole = mirror(LATEST, keys=KEYS, min_answered=1)

    assert [row.key for row in (genuine, seen, whole)] == ["genuine", "seen", ""]
    assert (genuine.n, genuine.colleagues, genuine.service_users) == (3, 75.0, pytest.approx(700 / 12))
    assert genuine.gap.interval.estimate == pytest.approx(-50 / 3)
    assert (seen.n, seen.colleagues) == (3, pytest.approx(800 / 12))
    assert whole.n == 4
    for row in (genuine, seen, whole):
        assert row.gap.interval.estimate == pytest.approx(row.service_users - row.colleagues)
        assert row.gap_change is None


def test_the_whole_needs_enough_questions_on_either_side() -> None:
    """With both questions needed, people who left one out on either side have no score."""
    assert mirror(LATEST, keys=KEYS, min_answered=2)[-1].n == 2
    assert mirror(LATEST, keys=KEYS, min_answered=3)[-1].n == 0


def test_mirror_over_two_rounds() -> None:
    """The same people one step better with colleagues changed by 25 points, and their gap by minus 25."""
    before = sides([[1, 1], [2, 1], [1, 2]], [[3, 2], [3, 3], [1, 2]])
    after = sides([[2, 2], [3, 2], [2, 4]], [[3, 2], [3, 3], [1, 2]])
    whole = mirror(after, before, keys=KEYS, min_answered=2, same_people=True)[-1]
    others = mirror(after, before, keys=KEYS, min_answered=2)[-1]

    assert whole.n_before == 3
    assert whole.colleagues_change is not None
    assert whole.colleagues_change.estimate == pytest.approx(175 / 6)
    assert whole.service_users_change == Interval(0.0, None, None)
    assert whole.gap_change is not None
    assert whole.gap_change.estimate == pytest.approx(-175 / 6)
    assert others.gap_change is not None
    assert others.gap_change.estimate == pytest.approx(whole.gap_change.estimate)
    assert (others.gap_change.high or 0) > (whole.gap_change.high or 0)


def test_mirror_finds_similar_and_different_questions() -> None:
    """Eighty people alike on one question and a step apart on another: similar and different, each by its margin."""
    draw = np.random.default_rng(5)
    one = draw.integers(1, 4, (80, 2)).astype(float)
    other = one + np.column_stack([draw.choice([-1, 0, 0, 0, 1], 80), draw.choice([0, 1, 1], 80)])
    genuine, seen, _ = mirror(Sides(one, other), keys=KEYS, min_answered=2)

    assert (genuine.gap.conclusion, genuine.gap.margin) == (Conclusion.SIMILAR, 6.25)
    assert seen.gap.conclusion is Conclusion.DIFFERENT


def test_mirror_of_nobody_says_nothing() -> None:
    """Without anybody who answered for both there are no levels, and the gap is unclear."""
    empty = sides([[nan, nan]], [[1, 2]])

    for row in mirror(empty, empty, keys=KEYS, min_answered=1):
        assert (row.n, row.gap.conclusion) == (0, Conclusion.UNCLEAR)
        assert isnan(row.colleagues)


@pytest.mark.parametrize(
    ("wrong", "match"),
    [
        (lambda: sides([[1.0]], [[1.0, 2.0]]), "alike is wanted"),
        (lambda: mirror(LATEST, keys=("genuine",), min_answered=1), "one key per column"),
        (lambda: mirror(LATEST, sides([[1, 2]], [[1, 2]]), keys=KEYS, min_answered=1, same_people=True), "same rows"),
        (lambda: mirror(LATEST, keys=KEYS, min_answered=1, scale_margin=0), "margin"),
    ],
)
def test_mirrors_that_do_not_fit_are_refused(wrong, match) -> None:
    """Sides, keys or rounds that do not fit together are refused by name."""
    with pytest.raises(ValueError, match=match):
        wrong()
