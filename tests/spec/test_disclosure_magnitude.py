"""Amounts to which some contribute much more than others are shown only where nobody dominates them (rule R6)."""

from __future__ import annotations

from math import nan

import pytest

from joy.definitions import load_policy
from joy.disclosure import leavers_visible, magnitude_visible, rounded_magnitude
from tests.tables import numbers, rows


POLICY = load_policy()


def test_which_totals_may_be_shown() -> None:
    """Ten contributors at least, the two largest under nine tenths, the rest a tenth of the largest or more."""
    drawn = """
        | contributions                   | shown | why                                     |
        | 1 1 1 1 1 1 1 1 1 1             | yes   | ten alike                               |
        | 1 1 1 1 1 1 1 1 1               |       | nine                                    |
        | 1 1 1 1 1 1 1 1 1 0             |       | nobody is a contributor with nothing    |
        | 40 40 1 1 1 1 1 1 1 1 1         | yes   | two have 80 of 89                       |
        | 41 40 1 1 1 1 1 1 1 1 1         |       | two have 81 of 90, nine tenths          |
        | 95 1 1 1 1 1 1 1 1 1 1          |       | one has 95 of 105: nearly all           |
        | 60 7 1 1 1 1 1 1 1 1            | yes   | the other eight are a tenth of 60       |
        | 5 5 5 5 5 5 5 5 5 -1            |       | a negative amount is a fault            |
    """
    for row in rows(drawn):
        assert magnitude_visible(numbers(row["contributions"]), POLICY) == (row["shown"] == "yes"), row
    assert not magnitude_visible([*[5.0] * 12, nan], POLICY)
    assert not magnitude_visible([], POLICY)


@pytest.mark.parametrize(
    ("total", "shown"),
    [(1234, 1200), (1250, 1300), (87.4, 87), (0.0567, 0.057), (99.6, 100), (7, 7), (0, 0), (-35.5, -36)],
)
def test_totals_are_told_with_two_figures(total: float, shown: float) -> None:
    """A total has two significant figures; a half goes away from zero."""
    assert rounded_magnitude(total, POLICY) == shown


def test_leavers_need_a_year_and_five() -> None:
    """Leavers are told for twelve months or more, from five on, of ten people or more."""
    assert leavers_visible(5, 12, 10, POLICY)
    for leavers, months, people in [(4, 12, 40), (5, 11, 40), (5, 12, 9), (nan, 12, 40), (5, nan, 40), (5, 12, nan)]:
        assert not leavers_visible(leavers, months, people, POLICY)
