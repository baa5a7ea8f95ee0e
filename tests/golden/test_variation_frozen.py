"""Run lengths after a fixed baseline: against a simulation, and reckoned without simulating any run."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import beta, norm

from joy.variation.frozen import BASELINES, LONGEST, MOST_AFTER, shortest_run
from tests.spc_oracle import needs_oracle, read


BOUND = 0.05
SIMULATED = 0.0004  # 60,000 series leave a standard error of 0.0009, so a rate just over 5 % may have come out at it
FAIR_SHARES = np.linspace(0, 1, 801)


@pytest.mark.oracle
@needs_oracle
def test_every_simulated_run_length_is_ours() -> None:
    """All pairs of baseline and later points in the table kept beside the project give the same run."""
    table = read("frozen_baseline_run_lengths.csv")
    before = [int(row["baseline_points"]) for row in table]
    behind = [int(row["points_after"]) for row in table]
    theirs = [int(float(row["shortest_run_for_signal"] or 0)) for row in table]
    assert shortest_run(before, behind).tolist() == theirs
    assert len(table) > 200


def test_the_run_lengths_that_were_published_with_it() -> None:
    """After 12 points a run of 7 is a signal in 7 points, of 10 in 14 to 18, of 13 in 48; in 6 or fewer none is."""
    behind = [0, 5, 6, 7, 8, 10, 11, 13, 14, 18, 19, 25, 26, 30, 31, 36, 48, 52, 60]
    want = [0, 0, 0, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13, 13, 14, 14]
    assert shortest_run(12, behind).tolist() == want


def test_a_baseline_between_two_counts_as_the_smaller() -> None:
    """13 points are judged as 12, 100 as the largest known, fewer than 8 not at all."""
    assert shortest_run(13, 24) == shortest_run(12, 24)
    assert shortest_run(100, 24) == shortest_run(52, 24)
    assert shortest_run(7, 24) == 0
    assert shortest_run(12, LONGEST) > 0
    assert shortest_run(12, LONGEST + 1) == 0


def chance_of_run(points: int, length: int, share: np.ndarray) -> np.ndarray:
    """How likely a run of `length` or more is among independent points that lie above the line with this chance.

    Walks from point to point and keeps how long the run is that ends here.
    """
    above, below = np.zeros((length, len(share))), np.zeros((length, len(share)))
    above[1], below[1], reached = share, 1 - share, np.zeros(len(share))
    for _ in range(points - 1):
        reached += share * above[-1] + (1 - share) * below[-1]
        up, down = share * below[1:].sum(0), (1 - share) * above[1:].sum(0)
        above[2:], below[2:] = share * above[1:-1], (1 - share) * below[1:-1]
        above[1], below[1] = up, down
    return reached


def shares_above(baseline: int) -> np.ndarray:
    """How much of a normal process lies above the median of so many points: draws of the two in the middle."""
    numbers = np.random.default_rng(baseline)
    half = baseline // 2
    lower = beta(half, half + 1).rvs(100_000, random_state=numbers)  # the smaller of the two, as a share of the process
    upper = 1 - (1 - lower) * (1 - numbers.random(len(lower))) ** (1 / half)  # the larger, given the smaller
    return norm.sf((norm.ppf(lower) + norm.ppf(upper)) / 2)


@pytest.mark.parametrize("baseline", [8, 12, 16, 24, 36, 52])
def test_the_rates_reckoned_without_simulating_runs(baseline: int) -> None:
    """At the most points of each run length at most 5 % of stable series reach it; a shorter run more do."""
    shares = shares_above(baseline)
    for length, most in MOST_AFTER[baseline].items():
        rates = [
            np.interp(shares, FAIR_SHARES, chance_of_run(most, run, FAIR_SHARES)).mean() for run in (length, length - 1)
        ]
        assert rates[0] <= BOUND + SIMULATED + 3 * 0.0003, (length, most, rates)
        assert rates[1] > BOUND - 0.003, (length, most, rates)


def test_every_baseline_has_its_row() -> None:
    """Longer baselines never need longer runs."""
    behind = np.arange(7, LONGEST + 1)
    table = np.array([shortest_run(int(baseline), behind) for baseline in BASELINES])
    known = table > 0
    assert (np.diff(np.where(known, table, 99), axis=0) <= 0).all()
