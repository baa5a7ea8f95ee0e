"""What a comparison says when it can, and that it says nothing when it cannot."""

from __future__ import annotations

from math import isnan, nan

import pytest

from joy.change import (
    Interval,
    cohens_d_av,
    hedges_factor,
    newcombe_difference,
    newcombe_from_shares,
    paired,
    pooled_spread_difference,
    sign_test,
    welch,
    wilson,
)
from tests.tables import rows


def said(interval: Interval) -> str:
    if interval.low is None or interval.high is None:
        return "no interval"
    return f"{interval.low:+.2f} to {interval.high:+.2f}"


def test_a_team_needs_many_answers_to_tell_a_change_from_chance() -> None:
    """The same rise from 40 to 60 % in good days is beyond chance with 100 answers each and not with 10."""
    drawn = """
        | answers each time | change         | beyond chance |
        | 10                | -0.21 to +0.53 | no            |
        | 25                | -0.07 to +0.43 | no            |
        | 100               | +0.06 to +0.33 | yes           |
    """
    for row in rows(drawn):
        found = newcombe_from_shares(0.4, int(row["answers each time"]), 0.6, int(row["answers each time"]))
        assert said(found) == row["change"], row
        assert found.is_beyond_chance == (row["beyond chance"] == "yes"), row


def test_rounded_shares_need_no_whole_people() -> None:
    """A published share of 70 % of at least 23 answers is taken as it is, 16.1 good answers and all."""
    released, counted = newcombe_from_shares(0.7, 23, 0.5, 28), newcombe_difference(16.1, 23, 14, 28)
    assert (released.low, released.high) == pytest.approx((counted.low, counted.high))


@pytest.mark.parametrize(
    "interval",
    [
        wilson(0, 0),
        newcombe_difference(0, 0, 3, 5),
        newcombe_difference(3, 5, 0, 0),
        newcombe_from_shares(nan, 20, 0.5, 20),
        newcombe_from_shares(0.5, nan, 0.5, 20),
        welch(3.0, 1.0, 1, 4.0, 1.0, 30),
        welch(3.0, 0.0, 10, 4.0, 0.0, 10),
        welch(3.0, nan, 10, 4.0, 1.0, 10),
        welch(3.0, 1.0, nan, 4.0, 1.0, 10),
        welch(3.0, 1.0, 10, 4.0, 1.0, nan),
        paired(1.0, 1.0, 1),
        paired(1.0, 0.0, 12),
        paired(1.0, 1.0, nan),
        pooled_spread_difference(3.0, 1, 4.0, 1, 1.0),
        pooled_spread_difference(3.0, 10, 4.0, 10, 0.0),
        pooled_spread_difference(3.0, 10, 4.0, 10, nan),
        pooled_spread_difference(3.0, 0, 4.0, 10, 1.0),
    ],
)
def test_no_interval_without_the_means_to_give_one(interval: Interval) -> None:
    """Too few answers, a missing number or no variation at all give no interval, so nothing is beyond chance."""
    assert (interval.low, interval.high, interval.is_beyond_chance) == (None, None, False)


def test_a_small_team_borrows_the_spread_of_its_cohort() -> None:
    """Six people each time need a rise of about 28 points in wellbeing when people of the cohort differ by 20."""
    drawn = """
        | before | after | change          |
        | 50     | 60    | -15.73 to +35.73 |
        | 50     | 80    | +4.27 to +55.73  |
    """
    for row in rows(drawn):
        found = pooled_spread_difference(float(row["before"]), 6, float(row["after"]), 6, 20.0)
        assert said(found) == row["change"], row


def test_bounds_of_a_share_stay_on_the_scale() -> None:
    """None of 20 starts at 0 and all of 20 ends at 1, exactly."""
    assert wilson(0, 20).low == 0.0
    assert wilson(20, 20).high == 1.0


def test_more_good_answers_than_answers_are_refused() -> None:
    """Six good answers of five are a fault of ours and raise an error."""
    with pytest.raises(ValueError, match="between 0 and the answers"):
        wilson(6, 5)


def test_no_team_moved_means_nothing_to_test() -> None:
    """Without a team that moved the sign test says 1, and a negative count is refused."""
    assert sign_test(0, 0) == 1.0
    with pytest.raises(ValueError, match="negative"):
        sign_test(-1, 3)


def test_no_effect_size_without_variation() -> None:
    """An effect in units of a spread is missing where nothing varies, and the small-sample factor below 2."""
    assert isnan(cohens_d_av(3.0, 0.0, 4.0, 0.0))
    assert isnan(hedges_factor(1))
