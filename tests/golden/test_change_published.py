"""Intervals and effects against figures that others published."""

from __future__ import annotations

from math import sqrt

import numpy as np
import pytest
from scipy import stats

from joy.change import (
    Conclusion,
    Interval,
    PublishedSpread,
    both_ways,
    clustered_difference,
    cohens_d_av,
    cohens_h,
    compare_means,
    compare_paired,
    consistency,
    criterion_c,
    d_of_mean_spread,
    d_pooled,
    effect_size_interval,
    glass_delta,
    hedges_factor,
    hedges_factor_exact,
    net_advocacy,
    newcombe_difference,
    paired,
    pooled_spread_difference,
    reliable_change,
    reliable_change_index,
    sign_test,
    welch,
    wilcoxon_check,
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
    assert effect * hedges_factor(18) == pytest.approx(0.7970185, abs=5e-8)


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


def summary(sample: np.ndarray) -> tuple[float, float, int]:
    return float(sample.mean()), float(sample.std(ddof=1)), len(sample)


def test_every_effect_size_of_the_sleep_data_has_its_own_name() -> None:
    """Five effect sizes of the same data differ by half, and each equals the published figure of its name."""
    one, other = summary(FIRST), summary(SECOND)
    change, spread, _ = summary(SECOND - FIRST)

    assert consistency(change, spread) == pytest.approx(1.2845575626, abs=5e-11)
    assert d_pooled(*one, *other) == pytest.approx(0.8321810813, abs=5e-11)
    assert d_of_mean_spread(*one[:2], *other[:2]) == pytest.approx(0.8334963, abs=5e-8)
    assert glass_delta(one[0], other[0], one[1]) == pytest.approx(0.8831702, abs=5e-8)
    assert hedges_factor_exact(18) == pytest.approx(0.957646, abs=5e-7)
    assert hedges_factor(18) * d_pooled(*one, *other) == pytest.approx(0.7970185, abs=5e-8)
    assert hedges_factor_exact(9) * consistency(change, spread) == pytest.approx(1.17, abs=0.005)


def test_ranks_of_the_sleep_data() -> None:
    """Wilcoxon's signed ranks give the exact probability with ties of the sleep data."""
    assert wilcoxon_check(SECOND - FIRST) == pytest.approx(0.00390625, abs=1e-12)


def test_sleep_data_both_ways() -> None:
    """Two rounds of the sleep data, linked by a code, give R's paired and R's unpaired interval side by side."""
    found = both_ways(FIRST, SECOND, list(range(10)), list(range(10)))

    assert bounds(found.paired) == pytest.approx((0.7001142, 2.4598858), abs=5e-8)
    assert bounds(found.unpaired) == pytest.approx((-0.2054832, 3.3654832), abs=5e-8)
    assert (found.match_rate_before, found.match_rate_after, found.has_few_matches) == (1.0, 1.0, False)
    assert found.d_av == pytest.approx(found.d_av_unpaired)


def test_arithmetic_of_jacobson_and_truax() -> None:
    """Their example, SD 7.5 and reliability .80 from 32.5 to 47.5, has their errors, index and cut-off."""
    published = PublishedSpread(7.5, 0.80, "Jacobson & Truax 1991")

    assert published.sem == pytest.approx(3.354102, abs=5e-7)
    assert published.s_diff == pytest.approx(4.743416, abs=5e-7)
    assert reliable_change_index(47.5 - 32.5, published) == pytest.approx(3.162278, abs=5e-7)
    assert reliable_change([32.5], [47.5], published).better == 1
    assert criterion_c(40, 7.5, 60, 7.5) == 50.0


def test_thresholds_of_published_spreads() -> None:
    """Published spreads and reliabilities give the published thresholds of reliable change."""
    published = """
        | scale                  | sd       | reliability | threshold | within |
        | depression, 40 people  | 3.340121 | 0.80        | 4.140457  | 5e-6   |
        | WHO-5                  | 20       | 0.84        | 22.2      | 0.05   |
        | SWEMWBS                | 3.921    | 0.93        | 2.88      | 0.005  |
        | WEMWBS, alpha          | 8.7      | 0.91        | 7.2       | 0.05   |
        | WEMWBS, retest         | 8.7      | 0.83        | 9.9       | 0.06   |
        | CBI personal           | 16.5     | 0.87        | 16.5      | 0.05   |
        | CBI work               | 17.7     | 0.87        | 17.7      | 0.05   |
        | CBI client             | 17.6     | 0.85        | 18.9      | 0.05   |
        | STAR-P                 | 9.0      | 0.76        | 12.2      | 0.05   |
    """
    for row in rows(published):
        spread = PublishedSpread(float(row["sd"]), float(row["reliability"]), row["scale"])
        assert spread.smallest == pytest.approx(float(row["threshold"]), abs=float(row["within"])), row


def test_errors_of_two_published_trials() -> None:
    """The standard errors of a depression and of a couples' scale are those printed with them."""
    depression, couples = (
        PublishedSpread(3.340121, 0.80, "claus 2020"),
        PublishedSpread(11.825661, 0.88, "jacobson 1989"),
    )

    assert (depression.sem, depression.s_diff) == pytest.approx((1.493748, 2.112478), abs=1e-6)
    assert (couples.sem, couples.s_diff) == pytest.approx((4.096529, 5.793367), abs=1e-6)


def test_a_wards_own_spread_would_flatter_it() -> None:
    """The spread of 40 unwell people at the start gives 4.9 points of WHO-5 where the published one gives 22."""
    own = PublishedSpread(4.380610, 0.84, "only to show what must not be done")

    assert own.smallest == pytest.approx(4.86, abs=0.005)


def test_wellbeing_of_172_people() -> None:
    """SWEMWBS from 19.28 to 23.32 is 1.03 baseline spreads, .91 on the average one, and an error of 1.03 points."""
    assert glass_delta(19.28, 23.32, 3.921) == pytest.approx(1.0303, abs=5e-5)
    assert cohens_d_av(19.28, 3.921, 23.32, 4.873) == pytest.approx(0.913, abs=0.0005)
    spread = PublishedSpread(3.921, 0.931, "doi 10.1186/s12955-018-1060-2")
    assert spread.sem == pytest.approx(1.03, abs=0.001)
    assert spread.smallest == pytest.approx(2.77 * 1.03, abs=0.003)


def test_trial_of_two_wards() -> None:
    """Welch's t 3.751899 with 30.508 degrees of freedom is an effect of 1.15, .47 to 1.82, and 1.13 after Hedges."""
    change, n0, n1 = 88 / 3 - (200 / 19 - 88 / 19), 19, 21
    whole = (change / 3.751899) ** 2  # the squared error is a + b, and Welch's df fixes how it splits
    a = np.roots([1 / 20 + 1 / 18, -2 * whole / 18, whole**2 * (1 / 18 - 1 / 30.508)]).real.max()
    effect = d_pooled(0.0, sqrt((whole - a) * n0), n0, change, sqrt(a * n1), n1)
    half = float(stats.t.ppf(0.975, 30.508)) * sqrt(whole)

    assert bounds(welch(0.0, sqrt((whole - a) * n0), n0, change, sqrt(a * n1), n1)) == pytest.approx(
        (change - half, change + half), abs=1e-3
    )
    assert effect == pytest.approx(1.15, abs=0.005)
    assert bounds(effect_size_interval(effect, n0, n1)) == pytest.approx((0.47, 1.82), abs=0.0051)
    assert effect * hedges_factor_exact(38) == pytest.approx(1.13, abs=0.005)


def test_soldiers_without_their_spreads_are_still_told_apart_from_chance() -> None:
    """The change of 442 soldiers is .10 average spreads, and similar within a quarter of a point on five."""
    change, d_z, d_av = 3.331825 - 3.238311, 0.091110, 0.101425
    found = compare_paired(change, change / d_z, 442, margin=0.25)

    assert consistency(change, change / d_z) == pytest.approx(d_z)
    assert change / d_av == pytest.approx(0.922, abs=0.0005)  # the average spread of the two times
    assert found.conclusion is Conclusion.SIMILAR


def test_good_days_in_luton() -> None:
    """Luton's 102 good days of 185 answers are 55.1 %, with an interval from 47.9 to 62.1 %."""
    found = wilson(102, 185)

    assert [round(100 * x, 1) for x in (found.estimate, *bounds(found))] == [55.1, 47.9, 62.1]


def test_net_advocacy_is_noisy() -> None:
    """Of 100 people 50 for and 20 against are a net advocacy of 30, give or take 15.3 points."""
    low, high = bounds(net_advocacy(50, 20, 100))

    assert (low, high) == pytest.approx((30 - 15.3, 30 + 15.3), abs=0.05)


def test_cohens_h_of_a_published_table() -> None:
    """Shares of .21 and .05 are .50 apart on Cohen's scale, and .90 and .50 are .93 apart (his table 6.2.2)."""
    assert cohens_h(0.05, 0.21) == pytest.approx(0.50, abs=0.02)
    assert cohens_h(0.50, 0.90) == pytest.approx(0.927, abs=0.001)


def test_similar_is_two_one_sided_tests() -> None:
    """Similar is said exactly where scipy's two one-sided t tests, paired and Welch, both fall under 5 %."""
    draw, seen = np.random.default_rng(7), set()
    for _ in range(150):
        margin = float(draw.uniform(2, 9))
        before, after = draw.normal(50, 8, 24), draw.normal(51, 9, 24)
        gap = after - before
        above = stats.ttest_1samp(gap, -margin, alternative="greater").pvalue
        below = stats.ttest_1samp(gap, margin, alternative="less").pvalue
        found = compare_paired(*summary(gap), margin=margin)
        assert (found.conclusion is Conclusion.SIMILAR) == (max(above, below) < 0.05)
        above = stats.ttest_ind(after + margin, before, equal_var=False, alternative="greater").pvalue
        below = stats.ttest_ind(after - margin, before, equal_var=False, alternative="less").pvalue
        apart = compare_means(*summary(before), *summary(after), margin=margin)
        assert (apart.conclusion is Conclusion.SIMILAR) == (max(above, below) < 0.05)
        seen |= {found.conclusion, apart.conclusion}
    assert Conclusion.SIMILAR in seen
    assert Conclusion.UNCLEAR in seen
