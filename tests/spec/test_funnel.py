"""Teams against what chance allows: limits by counting, flags as rare as they say, and what could be flagged at all."""

from __future__ import annotations

from fractions import Fraction
from math import comb, floor

import numpy as np
import pytest
from scipy.stats import binom, norm

from joy.change import wilson
from joy.errors import ShownError
from joy.variation import FunnelProblem, funnel, min_detectable
from joy.variation.funnel import exact_limits
from joy.variation.overdispersion import Kind, adjusted
from tests.tables import rows


FOURTEEN_ASKED = [5, 6, 7, 8, 9, 10, 11, 12, 14, 16, 18, 20, 25, 31]


def cumulative(n: int, share: Fraction) -> list[Fraction]:
    """The binomial distribution with whole numbers: the chance of at most 0, 1, … n."""
    reached, total = [], Fraction(0)
    for count in range(n + 1):
        total += comb(n, count) * share**count * (1 - share) ** (n - count)
        reached.append(total)
    return reached


def interpolated(n: int, share: Fraction, tail: Fraction) -> float:
    """Spiegelhalter's limit by his definition: scan to the first count beyond the tail, step back by its overshoot."""
    reached = cumulative(n, share)
    count = next(r for r in range(n + 1) if reached[r] > tail)
    here = reached[count] - (reached[count - 1] if count else 0)
    return float((count - (reached[count] - tail) / here) / n)


@pytest.mark.parametrize("share", [Fraction(1, 2), Fraction(3, 5), Fraction(1, 10), Fraction(9, 10)])
@pytest.mark.parametrize("level", [Fraction(95, 100), Fraction(998, 1000)])
def test_exact_limits_follow_the_definition(share: Fraction, level: Fraction) -> None:
    """For 1 to 60 answers both limits equal the definition worked with fractions, and so do those to the letter."""
    n, tail = np.arange(1, 61), (1 - level) / 2
    found = exact_limits(n, float(share), [float(level)])
    letter = exact_limits(n, float(share), [float(level)], to_the_letter=True)
    low = [max(interpolated(k, share, tail), 0) for k in n.tolist()]
    high = [min(1 - interpolated(k, 1 - share, tail), 1) for k in n.tolist()]
    assert found.lower[0] == pytest.approx(low, abs=1e-9)
    assert found.upper[0] == pytest.approx(high, abs=1e-9)
    assert letter.lower[0] == pytest.approx(low, abs=1e-9)
    assert letter.upper[0] == pytest.approx([min(interpolated(k, share, 1 - tail), 1) for k in n.tolist()], abs=1e-9)


@pytest.mark.parametrize("n", [3, 5, 9, 14, 31, 60, 200])
@pytest.mark.parametrize("share", [0.05, 0.3, 0.6, 0.85])
def test_a_flag_is_as_rare_as_it_says(n: int, share: float) -> None:
    """A count is flagged if and only if it or a more extreme one has at most one chance in a thousand."""
    limits = exact_limits(np.array([n]), share)
    for count in range(n + 1):
        above = count / n > limits.upper[-1, 0] + 1e-12
        below = count / n < limits.lower[-1, 0] - 1e-12
        assert above == (binom.sf(count - 1, n, share) <= 0.001), count
        assert below == (binom.cdf(count, n, share) <= 0.001), count


def test_many_answers_give_the_normal_limits() -> None:
    """With a million answers the limits lie two and three standard errors from the centre."""
    limits = exact_limits(np.array([1e6]), 0.3)
    error = np.sqrt(0.3 * 0.7 / 1e6)
    for level, low, high in zip(limits.levels, limits.lower[:, 0], limits.upper[:, 0], strict=True):
        reach = norm.ppf((1 + level) / 2) * error
        assert (low, high) == pytest.approx((0.3 - reach, 0.3 + reach), abs=2e-6)


def test_a_funnel_names_each_teams_share_interval_and_flag() -> None:
    """Pooled share, own Wilson interval and flag of four teams; only the one far out of 200 answers is flagged."""
    good, asked = [3, 12, 100, 190], [5, 20, 200, 200]
    chart = funnel(good, asked)
    assert chart.centre == pytest.approx(305 / 425)
    assert chart.value.tolist() == [0.6, 0.6, 0.5, 0.95]
    for x, n, low, high in zip(good, asked, chart.low, chart.high, strict=True):
        own = wilson(x, n)
        assert (low, high) == pytest.approx((own.low, own.high))
    assert chart.flag.tolist() == [0, 0, -1, 1]
    assert chart.curve.n[[0, -1]].tolist() == [1, 200]
    assert chart.curve.lower.shape == (2, len(chart.curve.n))


def test_limits_at_the_teams_lie_on_the_curve() -> None:
    """Where a team's number of answers is on the drawn curve, both have the same limits; 99.8 % encloses 95 %."""
    chart = funnel([3, 12, 9], [5, 20, 31])
    at = [int(np.flatnonzero(chart.curve.n == n)[0]) for n in (5, 20, 31)]
    assert chart.curve.lower[:, at].tolist() == chart.limits.lower.tolist()
    assert chart.curve.upper[:, at].tolist() == chart.limits.upper.tolist()
    assert (chart.curve.lower[1] <= chart.curve.lower[0]).all()
    assert (chart.curve.upper[1] >= chart.curve.upper[0]).all()


def test_what_could_be_flagged_at_all() -> None:
    """Around 60 % no team of 5 to 7 can be flagged; one of 8 can for none good, and one of 14 for all good."""
    drawn = """
        | answers | fewest flagged above | most flagged below |
        | 5       |                      |                    |
        | 7       |                      |                    |
        | 8       |                      | 0                  |
        | 13      |                      | 1                  |
        | 14      | 14                   | 2                  |
        | 31      | 28                   | 9                  |
    """
    for row in rows(drawn):
        n = int(row["answers"])
        reached = cumulative(n, Fraction(3, 5))
        below = [k for k in range(n + 1) if reached[k] <= Fraction(1, 1000)]
        above = [k for k in range(n + 1) if 1 - (reached[k - 1] if k else 0) <= Fraction(1, 1000)]
        found = min_detectable(n, 0.6)
        assert [str(max(below, default="")), str(min(above, default=""))] == [
            row["most flagged below"],
            row["fewest flagged above"],
        ], row
        assert float(found.below) == pytest.approx(0.6 - max(below) / n if below else np.nan, nan_ok=True)
        assert float(found.above) == pytest.approx(min(above) / n - 0.6 if above else np.nan, nan_ok=True)


def test_with_fourteen_small_teams_nearly_nothing_can_be_flagged() -> None:
    """Of 14 teams with 5 to 31 answers at 60 %, three cannot be flagged at all, and chance flags hardly any."""
    good = [round(0.6 * n) for n in FOURTEEN_ASKED]
    chart = funnel(good, FOURTEEN_ASKED)
    impossible = np.isnan(chart.detectable.below) & np.isnan(chart.detectable.above)
    assert impossible.sum() == 3
    assert chart.flag.tolist() == [0] * 14
    assert chart.expected_flags < 14 * 0.002
    assert np.nanmin(chart.detectable.above) > 0.25  # no team could be noticed for less than 25 points more


def test_flags_by_chance_are_as_many_as_expected() -> None:
    """Of 5,000 simulated walls without any difference, flags are as frequent as the funnel says."""
    asked = np.array(FOURTEEN_ASKED)
    numbers = np.random.default_rng(2)
    limits = exact_limits(asked.astype(float), 0.6)
    value = numbers.binomial(asked, 0.6, (5000, 14)) / asked
    found = ((value > limits.upper[-1]) | (value < limits.lower[-1])).sum() / 5000
    expected = funnel(np.round(asked * 0.6), asked).expected_flags
    assert abs(found - expected) < 0.004  # the pooled share differs a little from 60 %


def test_to_the_letter_flags_small_teams_that_are_not_rare() -> None:
    """Five of five around 60 % happens 8 times in 100: the letter of the formula flags it, the exact limits do not."""
    good, asked = [5, 58], [5, 100]
    assert binom.sf(4, 5, 63 / 105) == pytest.approx(0.078, abs=0.001)
    assert funnel(good, asked, method="spiegelhalter").flag.tolist() == [1, 0]
    assert funnel(good, asked).flag.tolist() == [0, 0]


def test_the_arcsine_is_an_option_with_the_spread_between_teams() -> None:
    """Under `arcsine` the limits are those of FunnelPlotR, widened by tau², and the chart carries phi and tau²."""
    numbers = np.random.default_rng(4)
    asked = numbers.integers(50, 400, 40)
    good = numbers.binomial(asked, np.clip(numbers.normal(0.6, 0.08, 40), 0, 1))
    chart = funnel(good, asked, method="arcsine")
    assert chart.spread is not None
    assert chart.spread.tau2 > 0
    low, high = chart.spread.limits(asked, 0.998)
    assert (chart.limits.lower[1].tolist(), chart.limits.upper[1].tolist()) == (low.tolist(), high.tolist())
    plain = np.sin(np.arcsin(np.sqrt(chart.centre)) + 3.090232 / (2 * np.sqrt(asked))) ** 2
    assert (high > plain).all()
    assert chart.spread.limits(asked, 0.998, with_tau2=False)[1] == pytest.approx(plain)


def test_teams_that_differ_by_chance_only_have_no_spread_of_their_own() -> None:
    """tau² is 0 where teams are all alike, and with a standardised ratio of a single remaining team."""
    assert adjusted([50] * 10, [100] * 10).tau2 == 0
    assert adjusted([90, 100, 110], [100] * 3, kind=Kind.STANDARDISED_SHMI).tau2 == 0


@pytest.mark.parametrize(
    ("good", "asked", "said"),
    [
        ([3, 1], [5, 0], "Blue: 0 answers"),
        ([3, 1], [5, -2], "Blue: -2 answers"),
        ([3, 9], [5, 8], "Blue: 9 of 8 answers count as good"),
        ([3, -1], [5, 8], "Blue: -1 of 8"),
        ([3, 1], [5, 7.5], "Blue: 7.5 answers"),
        ([3, float("nan")], [5, 8], "Blue: a number is missing"),
        ([3, 1], [5, float("inf")], "Blue: a number is missing or infinite"),
    ],
)
def test_numbers_that_cannot_be_are_named_with_their_team(good: list[float], asked: list[float], said: str) -> None:
    """A denominator of 0 or below or not whole, and a numerator outside it, name the team in a shown error."""
    with pytest.raises(FunnelProblem, match=said) as caught:
        funnel(good, asked, teams=["Red", "Blue"])
    assert isinstance(caught.value, ShownError)
    with pytest.raises(FunnelProblem, match=r"^Team 2: "):
        funnel(good, asked)


def test_one_team_is_no_funnel() -> None:
    """Fewer than two teams, or lists of different lengths, are refused in words."""
    with pytest.raises(FunnelProblem, match="at least 2; there is 1"):
        funnel([3], [5])
    with pytest.raises(FunnelProblem, match="there is none"):
        funnel([], [])
    with pytest.raises(FunnelProblem, match="there are 2 and 3"):
        funnel([1, 2], [3, 4, 5])
    with pytest.raises(ValueError, match="method is one of"):
        funnel([1, 2], [3, 4], method="normal")


def test_rounded_shares_count_as_fractional_answers() -> None:
    """A share of 65 % of 10 answers is 6.5; everybody or nobody good leaves no limit beyond 0 and 1."""
    chart = funnel([6.5, 3], [10, 5])
    assert chart.value.tolist() == [0.65, 0.6]
    everybody = funnel([10, 5], [10, 5])
    assert everybody.flag.tolist() == [0, 0]
    assert everybody.limits.upper.max() == 1
    assert floor(everybody.limits.lower.min()) == 0
