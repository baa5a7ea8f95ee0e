"""How a cohort's change is told when the answers come in teams."""

from __future__ import annotations

from math import isnan, nan

import numpy as np
import pytest

from joy.change import clustered_difference, newcombe_difference
from tests.tables import rows


UNEQUAL = rows("""
    | team   | good before | of | good after | of after |
    | Heron  | 18          | 20 | 10         | 20       |
    | Wren   | 2           | 20 | 14         | 20       |
    | Plover | 10          | 20 | 19         | 20       |
    | Dunlin | 10          | 20 | 9          | 20       |
""")


def cohort(table: list[dict[str, str]]) -> list[list[float]]:
    """The four columns of a table as lists, an empty cell as missing."""
    names = ("good before", "of", "good after", "of after")
    return [[float(row[name]) if row[name] else nan for row in table] for name in names]


def test_teams_that_differ_make_a_cohort_less_sure_than_its_answers() -> None:
    """Eighty answers each time look sure when pooled, and are not when the four teams went different ways."""
    by_teams = clustered_difference(*cohort(UNEQUAL))
    by_answers = newcombe_difference(40, 80, 52, 80)
    assert by_teams.estimate == pytest.approx(by_answers.estimate)
    assert by_teams.low is not None
    assert by_answers.low is not None
    assert by_teams.low < -0.4 < by_answers.low


def test_teams_that_all_moved_alike_make_a_cohort_sure() -> None:
    """Four teams that each rose by three or four of ten answers are beyond chance."""
    drawn = rows("""
        | team   | good before | of | good after | of after |
        | Heron  | 4           | 10 | 8          | 10       |
        | Wren   | 5           | 10 | 8          | 10       |
        | Plover | 2           | 10 | 6          | 10       |
        | Dunlin | 6           | 10 | 9          | 10       |
    """)
    assert clustered_difference(*cohort(drawn)).is_beyond_chance


def test_a_team_without_answers_in_a_period_is_counted_in_the_other() -> None:
    """A team that joined late counts afterwards; missing and zero answers mean the same."""
    late = rows("""
        | team   | good before | of | good after | of after |
        | Heron  | 4           | 10 | 8          | 10       |
        | Wren   | 5           | 10 | 8          | 10       |
        | Plover |             |    | 2          | 20       |
    """)
    zero = [[0 if isnan(number) else number for number in column] for column in cohort(late)]
    found = clustered_difference(*cohort(late))
    assert found == clustered_difference(*zero)
    assert found.estimate == pytest.approx(18 / 40 - 9 / 20)


@pytest.mark.parametrize(
    ("drawn", "why"),
    [
        ("| 4 | 10 | 8 | 10 |", "one team"),
        ("| 4 | 10 | 8 | 10 |\n| 0 | 0 | 8 | 10 |", "one team before"),
        ("| 4 | 10 | 0 | 0 |\n| 0 | 0 | 8 | 10 |", "different teams, one each time"),
        ("| 4 | 10 | 8 | 10 |\n| 4 | 10 | 8 | 10 |", "two teams exactly alike"),
    ],
)
def test_no_interval_when_teams_cannot_say_how_they_differ(drawn: str, why: str) -> None:
    """A single team in a period, or teams exactly alike, give the change and no interval."""
    table = rows("| good before | of | good after | of after |\n" + drawn)
    found = clustered_difference(*cohort(table))
    assert (found.low, found.high) == (None, None), why
    assert found.estimate == pytest.approx(0.4), why


def test_no_estimate_without_answers() -> None:
    """A period without any answers has no change to tell."""
    assert isnan(clustered_difference([0, 0], [0, 0], [3, 4], [5, 5]).estimate)
    assert isnan(clustered_difference([], [], [], []).estimate)


def test_sums_of_scores_give_the_change_of_a_mean() -> None:
    """With summed scores in place of good answers the same call compares pooled means."""
    scores0, scores1 = np.array([300.0, 500.0]), np.array([360.0, 640.0])
    assert clustered_difference(scores0, [6, 10], scores1, [6, 10]).estimate == pytest.approx(1000 / 16 - 800 / 16)
