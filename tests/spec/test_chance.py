"""How many charts signal by chance: the count behind it, and what a wall of charts says."""

from __future__ import annotations

from itertools import combinations, groupby
from math import comb, log2

import numpy as np
import pytest

from joy.variation import analyse_runs, anhoej_limits, centre_of, expected_signals, false_signal_rate, side
from joy.variation.chance import fair_limits, fair_limits_of, rate_of
from tests.tables import rows


def written_out(n: int) -> float:
    """The same rate with every arrangement of half above and half below written out and judged one by one."""
    longest_allowed = round(log2(n)) + 3
    fewest = next(k for k in range(n) if sum(comb(n - 1, i) for i in range(k + 1)) >= 2 ** (n - 1) / 20)
    signals = 0
    for above in combinations(range(n), n // 2):
        runs = [len(list(run)) for _, run in groupby(i in set(above) for i in range(n))]
        signals += max(runs) > longest_allowed or len(runs) - 1 < fewest
    return signals / comb(n, n // 2)


@pytest.mark.parametrize("n", [10, 11, 12, 13, 14, 15, 16])
def test_the_rate_is_the_share_of_all_arrangements(n: int) -> None:
    """For 10 to 16 points the exact rate equals that of every arrangement written out."""
    assert false_signal_rate(n) == pytest.approx(written_out(n), abs=1e-15)


@pytest.mark.parametrize("n", [12, 24, 36, 52])
def test_simulated_series_signal_at_the_exact_rate(n: int) -> None:
    """Stable simulated series, judged by the product's own rule, signal at the exact rate within Monte Carlo error."""
    values = np.random.default_rng(n).normal(size=(20_000, n))
    found = analyse_runs(values, centre_of(values)).signal.mean()
    rate = false_signal_rate(n)
    assert abs(found - rate) < 4 * np.sqrt(rate * (1 - rate) / 20_000)


def test_no_chart_of_an_ordinary_programme_signals_more_than_once_in_twenty() -> None:
    """From 10 to 62 points off the median, half on either side, a stable chart signals in at most 5 % of cases."""
    assert max(false_signal_rate(n) for n in range(10, 63, 2)) <= 0.05


def test_stricter_limits_signal_more_rarely() -> None:
    """A longer run allowed or fewer crossings asked for lowers the rate; limits that nothing can break give none."""
    assert false_signal_rate(36, 9) < false_signal_rate(36)
    assert false_signal_rate(36, None, 12) < false_signal_rate(36)
    assert false_signal_rate(36, 36, 0) == 0
    assert false_signal_rate(36, 0, 0) == 1


def test_how_many_charts_of_a_wall_speak_by_chance() -> None:
    """Seventy charts of 24 weeks: about two would signal by chance; charts under ten weeks add none."""
    drawn = """
        | charts | weeks | by chance |
        | 70     | 24    | 2.14      |
        | 70     | 9     | 0         |
        | 252    | 10    | 2         |
        | 100    | 52    | 4.64      |
        | 0      | 24    | 0         |
    """
    for row in rows(drawn):  # 10 points: 2 of the 252 arrangements of five above and five below signal
        wall = np.full(int(row["charts"]), int(row["weeks"]))
        assert expected_signals(wall) == pytest.approx(float(row["by chance"]), abs=0.005), row


def test_a_wall_of_different_lengths_adds_up() -> None:
    """Charts of different lengths add their own rates; a missing length counts as no chart."""
    wall = [24, float("nan"), 12, 52, 9]
    assert expected_signals(wall) == pytest.approx(sum(false_signal_rate(n) for n in (24, 12, 52)))
    assert expected_signals([]) == 0


def test_fair_limits_are_the_usual_ones_where_those_hold() -> None:
    """With as many points above as below, up to 62, the fair limits are Anhøj's; at 90 they are a longer run."""
    for n in range(2, 63, 2):
        assert fair_limits(n // 2, n // 2) == tuple(int(limit) for limit in anhoej_limits(n)), n
    assert rate_of(45, 45, *(int(limit) for limit in anhoej_limits(90))) > 0.076
    assert rate_of(45, 45, *fair_limits(45, 45)) <= 0.05


def test_fair_limits_hold_false_signals_for_every_split() -> None:
    """However the points fall above and below, at most 5 % of arrangements break the fair limits; one side never."""
    for n in (10, 17, 24, 31, 40, 52):
        assert max(rate_of(a, n - a, *fair_limits(a, n - a)) for a in range(n + 1)) <= 0.05
        assert fair_limits(0, n) == (n, 0)
    assert fair_limits(0, 0) == (0, 0)


def test_fair_limits_of_many_series_are_those_of_each() -> None:
    """Limits of many pairs at once equal those one by one, in any order, and none give none."""
    above, below = [12, 3, 12, 0], [12, 20, 12, 15]
    longest, fewest = fair_limits_of(above, below)
    assert list(zip(longest, fewest, strict=True)) == [fair_limits(a, b) for a, b in zip(above, below, strict=True)]
    assert [limits.tolist() for limits in fair_limits_of([], [])] == [[], []]


def test_shares_of_few_answers_need_the_fair_limits() -> None:
    """Of stable weekly shares of 5 answers at 90 %, over a third break the usual limits and under 5 % the fair ones.

    Their median is 100 %, so that every point off it lies below.
    """
    shares = np.random.default_rng(5).binomial(5, 0.9, (4000, 24)) / 5
    centre = centre_of(shares)
    runs, sides = analyse_runs(shares, centre), side(shares, centre)
    longest, fewest = fair_limits_of((sides > 0).sum(axis=1), (sides < 0).sum(axis=1))
    usual = (runs.longest_run > anhoej_limits(runs.n_useful)[0]) | (runs.crossings < anhoej_limits(runs.n_useful)[1])
    fair = (runs.longest_run > longest) | (runs.crossings < fewest)
    useful = runs.n_useful >= 10
    assert (usual & useful).mean() > 1 / 3
    assert (fair & useful).mean() <= 0.05
