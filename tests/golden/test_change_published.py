"""Intervals and effects against figures that others published."""

from __future__ import annotations

from math import sqrt

import numpy as np
import pytest
from scipy import stats

from joy.change import (
    Interval,
    clustered_difference,
    cohens_d_av,
    hedges_factor,
    newcombe_difference,
    paired,
    pooled_spread_difference,
    sign_test,
    welch,
    wilson,
)
from tests.tables import rows


# Student 1908, additional hours of sleep of ten people under two drugs.
FIRST = np.array([0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0])
SECOND = np.array([1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4])


def bounds(interval: Interval) -> tuple[float, float]:
    assert interval.low is not None
    assert interval.high is not None
    return interval.low, interval.high


def two_samples(before: np.ndarray, after: np.ndarray) -> tuple[float, float, float, float, float, float]:
    spread = [float(sample.std(ddof=1)) for sample in (before, after)]
    return (float(before.mean()), spread[0], len(before), float(after.mean()), spread[1], len(after))


def test_wilson_gives_the_intervals_of_newcombe() -> None:
    """The score interval of one share equals Newcombe's 1998 table."""
    published = """
        | successes | answers | low    | high   |
        | 81        | 263     | 0.2553 | 0.3662 |
        | 15        | 148     | 0.0624 | 0.1605 |
        | 0         | 20      | 0      | 0.1611 |
        | 1         | 29      | 0.0061 | 0.1718 |
    """
    for row in rows(published):
        found = bounds(wilson(int(row["successes"]), int(row["answers"])))
        assert found == pytest.approx((float(row["low"]), float(row["high"])), abs=0.00006), row


def test_difference_gives_the_intervals_of_newcombe() -> None:
    """The hybrid score interval of a difference equals Newcombe's 1998 examples for his method 10."""
    published = """
        | before | of | after | of after | difference | low     | high   |
        | 48     | 80 | 56    | 70       | 0.2000     | 0.0524  | 0.3339 |
        | 3      | 10 | 9     | 10       | 0.6000     | 0.1705  | 0.8090 |
        | 0      | 29 | 5     | 56       | 0.0893     | -0.0381 | 0.1926 |
    """
    for row in rows(published):
        found = newcombe_difference(int(row["before"]), int(row["of"]), int(row["after"]), int(row["of after"]))
        want = [float(row[name]) for name in ("difference", "low", "high")]
        assert [found.estimate, *bounds(found)] == pytest.approx(want, abs=0.00006), row


def test_the_same_data_as_pairs_and_as_strangers() -> None:
    """Student's sleep data are beyond chance as pairs and not as two groups, with R's intervals."""
    difference = SECOND - FIRST
    pairs = paired(float(difference.mean()), float(difference.std(ddof=1)), len(difference))
    strangers = welch(*two_samples(FIRST, SECOND))
    assert bounds(pairs) == pytest.approx((0.7001142, 2.4598858), abs=1e-7)
    assert bounds(strangers) == pytest.approx((-0.2054832, 3.3654832), abs=1e-7)
    assert (pairs.is_beyond_chance, strangers.is_beyond_chance) == (True, False)


def test_effect_of_the_sleep_data() -> None:
    """The effect on the average spread is 0.832 and 0.797 after Hedges' factor, whichever way people are linked."""
    mean0, sd0, _, mean1, sd1, _ = two_samples(FIRST, SECOND)
    effect = cohens_d_av(mean0, sd0, mean1, sd1)
    assert effect == pytest.approx(0.8321810813, abs=1e-9)
    assert hedges_factor(18) == pytest.approx(0.957746, abs=1e-6)
    assert effect * hedges_factor(18) == pytest.approx(0.7970, abs=0.0002)  # 0.7970185 with the exact factor


def test_soldiers_followed_and_not_followed() -> None:
    """R's univbct gives the published interval for 442 soldiers followed, and no sign of change among all asked."""
    mean_change, standardised = 3.331825 - 3.238311, 0.091110
    followed = paired(mean_change, mean_change / standardised, 442)
    assert bounds(followed) == pytest.approx((-0.002435, 0.189463), abs=5e-6)
    everyone = newcombe_difference(167, 468, 166, 463)
    assert not everyone.is_beyond_chance
    assert everyone.estimate == pytest.approx(166 / 463 - 167 / 468)


def test_couples_of_jacobson() -> None:
    """Thirty couples give the published interval of their change and effect on the average spread."""
    before, after, sd0, sd1, linked = 81.583333, 98.050000, 11.825661, 19.241814, 0.517721
    spread = sqrt(sd0**2 + sd1**2 - 2 * linked * sd0 * sd1)
    assert bounds(paired(after - before, spread, 30)) == pytest.approx((10.280266, 22.653068), abs=2e-5)
    assert cohens_d_av(before, sd0, after, sd1) == pytest.approx(1.031088, abs=1e-6)


def test_sign_test_over_teams() -> None:
    """Eleven of fourteen teams up could be chance, twelve hardly."""
    assert sign_test(11, 3) == pytest.approx(0.057, abs=0.0005)
    assert sign_test(12, 2) == pytest.approx(0.013, abs=0.0005)


def test_sign_test_equals_the_exact_binomial_test() -> None:
    """Every split of up to 20 teams has the probability of scipy's exact test."""
    for teams in range(1, 21):
        for up in range(teams + 1):
            assert sign_test(up, teams - up) == pytest.approx(stats.binomtest(up, teams, 0.5).pvalue)


def test_means_of_samples_equal_the_tests_of_scipy() -> None:
    """Welch's and the pooled interval equal those scipy makes from the answers themselves."""
    numbers = np.random.default_rng(4)
    for n_before, n_after in [(2, 2), (5, 9), (30, 12)]:
        before, after = numbers.normal(50, 20, n_before), numbers.normal(60, 10, n_after)
        free = stats.ttest_ind(after, before, equal_var=False).confidence_interval()
        alike = stats.ttest_ind(after, before, equal_var=True).confidence_interval()
        mean0, sd0, _, mean1, sd1, _ = two_samples(before, after)
        borrowed = sqrt(((n_before - 1) * sd0**2 + (n_after - 1) * sd1**2) / (n_before + n_after - 2))
        assert bounds(welch(mean0, sd0, n_before, mean1, sd1, n_after)) == pytest.approx((free.low, free.high))
        found = pooled_spread_difference(mean0, n_before, mean1, n_after, borrowed)
        assert bounds(found) == pytest.approx((alike.low, alike.high))


def cohort_of_teams(seed: int, teams: int = 14) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Good answers and answers of teams that differ from one another, before and after; one team came late."""
    numbers = np.random.default_rng(seed)
    level = numbers.beta(4, 4, teams)
    n_before, n_after = numbers.integers(5, 60, teams), numbers.integers(5, 60, teams)
    n_before[0] = 0
    return numbers.binomial(n_before, level), n_before, numbers.binomial(n_after, level), n_after


def slope_by_regression(cohort: tuple[np.ndarray, ...]) -> tuple[float, float]:
    """Slope on "after" and its cluster-robust error, from one row per answer and the sandwich written out."""
    good0, n0, good1, n1 = cohort
    row = [
        (team, after, int(answer < good))
        for after, counts in enumerate(((good0, n0), (good1, n1)))
        for team, (good, n) in enumerate(zip(*counts, strict=True))
        for answer in range(n)
    ]
    team, after, y = np.array(row).T
    x = np.column_stack([np.ones(len(y)), after])
    bread = np.linalg.inv(x.T @ x)
    slope = bread @ x.T @ y
    scores = [x[team == t].T @ (y - x @ slope)[team == t] for t in np.unique(team)]
    meat = sum(np.outer(score, score) for score in scores)
    teams = len(scores)
    return float(slope[1]), sqrt(teams / (teams - 1) * (bread @ meat @ bread)[1, 1])


def test_clusters_equal_a_regression_with_robust_errors() -> None:
    """The change of a cohort and its interval equal those of a cluster-robust regression over all its answers."""
    for seed in range(5):
        cohort = cohort_of_teams(seed)
        slope, error = slope_by_regression(cohort)
        half = float(stats.t.ppf(0.975, 13)) * error
        found = clustered_difference(*cohort)
        assert [found.estimate, *bounds(found)] == pytest.approx([slope, slope - half, slope + half], abs=1e-12)


def test_clusters_agree_with_leaving_one_team_out() -> None:
    """The width of the interval is within a fifth of the delete-one-team jackknife's."""
    for seed in range(5):
        cohort = cohort_of_teams(seed, teams=20)
        left_out = [np.delete(part, team) for team in range(20) for part in cohort]
        estimates = np.array([clustered_difference(*left_out[i : i + 4]).estimate for i in range(0, 80, 4)])
        jackknife = sqrt(19 / 20 * float(((estimates - estimates.mean()) ** 2).sum()))
        low, high = bounds(clustered_difference(*cohort))
        assert (high - low) / 2 / float(stats.t.ppf(0.975, 19)) == pytest.approx(jackknife, rel=0.2)


def test_clusters_hold_their_level() -> None:
    """Where nothing changes, about 19 of 20 intervals of a cohort of 14 differing teams hold zero."""
    outside = sum(clustered_difference(*cohort_of_teams(seed)).is_beyond_chance for seed in range(1000, 1600))
    assert stats.binomtest(outside, 600, 0.05).pvalue > 0.001
