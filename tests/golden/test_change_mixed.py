"""The mixed model against ways that do not use it: paired t, analysis of variance, and a direct search."""

from __future__ import annotations

from math import exp, sqrt

import numpy as np
import pytest
from scipy import optimize, stats
from statsmodels.regression.mixed_linear_model import MixedLM, MixedLMParams

from joy.change import Interval, MixedChange, mixed_change


Rows = tuple[np.ndarray, np.ndarray, np.ndarray]


def bounds(interval: Interval | None) -> tuple[float, float]:
    assert interval is not None
    assert interval.low is not None
    assert interval.high is not None
    return interval.low, interval.high


def programme(seed: int, *, teams: int = 12, sets: int = 4, people: int = 6, slope: float = 3.0) -> Rows:
    """Scores, learning sets and teams of an invented programme that rises by 3 points from set to set."""
    draw = np.random.default_rng(seed)
    team = np.repeat(np.arange(teams), sets * people)
    order = np.tile(np.repeat(np.arange(1, sets + 1), people), teams)
    level, speed = draw.normal(60, 8, teams), draw.normal(3, slope, teams)
    return level[team] + speed[team] * (order - 2.5) + draw.normal(0, 15, len(team)), order, team


def test_two_sets_of_team_means_are_a_paired_t() -> None:
    """Team means at two learning sets give exactly the paired t interval over teams."""
    draw = np.random.default_rng(11)
    before = draw.normal(60, 8, 14)
    after = before + draw.normal(4, 5, 14)
    found = mixed_change(np.append(before, after), [1] * 14 + [2] * 14, [*range(14), *range(14)])
    half = float(stats.t.ppf(0.975, 13)) * float((after - before).std(ddof=1)) / sqrt(14)
    middle = float((after - before).mean())

    assert bounds(found.first_to_last) == pytest.approx((middle - half, middle + half), abs=1e-4)
    assert found.first_to_last == found.steps[0] == found.per_set
    assert found.means == pytest.approx((before.mean(), after.mean()))


def balanced_without_slopes() -> tuple[Rows, MixedChange]:
    """A balanced programme whose teams move alike, so that the model needs levels only."""
    rows = programme(1, slope=0.0)
    return rows, mixed_change(*rows[:2], rows[2].tolist())


def test_balanced_rows_are_an_analysis_of_variance() -> None:
    """With equal teams that move alike, means, spreads and intervals are those of the additive two-way table."""
    (y, order, team), found = balanced_without_slopes()
    teams, sets, cell = 12, 4, 6
    of_team = np.array([y[team == t].mean() for t in range(teams)])
    of_set = np.array([y[order == s].mean() for s in range(1, sets + 1)])
    rest = y - of_team[team] - of_set[order - 1] + y.mean()
    residual = float(rest @ rest) / (len(y) - teams - sets + 1)
    between = (sets * cell * float(of_team.var(ddof=1)) - residual) / (sets * cell)
    half = float(stats.t.ppf(0.975, teams - 1)) * sqrt(2 * residual / (teams * cell))

    assert not found.has_slopes
    assert found.means == pytest.approx(of_set)
    assert found.residual == pytest.approx(sqrt(residual), rel=1e-4)
    assert found.between_teams == pytest.approx(sqrt(between), rel=1e-4)
    change = of_set[-1] - of_set[0]
    assert bounds(found.first_to_last) == pytest.approx((change - half, change + half), abs=1e-3)
    assert len(found.steps) == 3
    assert found.per_set is not None
    assert found.per_set.estimate == pytest.approx(float(np.polyfit(range(4), of_set, 1)[0]))


def searched(rows: Rows, weight: np.ndarray) -> tuple[np.ndarray, float, np.ndarray]:
    """Spreads of level, slope and residual at the top of the restricted likelihood, with means and error of the change.

    The likelihood of Laird and Ware written out team by team, and a plain simplex search from two starts.
    """
    y, order, team = rows
    sets = np.unique(order)
    x = (order[:, None] == sets).astype(float)
    place = np.searchsorted(sets, order) - (len(sets) - 1) / 2
    z = np.column_stack([np.ones(len(y)), place])

    def solved(spreads: np.ndarray) -> tuple[float, np.ndarray, np.ndarray]:
        loss, a, b = 0.0, np.zeros((len(sets),) * 2), np.zeros(len(sets))
        for t in np.unique(team):
            own = team == t
            v = z[own] @ np.diag(spreads[:2] ** 2) @ z[own].T + exp(2 * spreads[2]) * np.diag(1 / weight[own])
            inverse = np.linalg.inv(v)
            loss += float(np.linalg.slogdet(v)[1] + y[own] @ inverse @ y[own])
            a, b = a + x[own].T @ inverse @ x[own], b + x[own].T @ inverse @ y[own]
        means = np.linalg.solve(a, b)
        return loss + float(np.linalg.slogdet(a)[1] - b @ means), means, np.linalg.inv(a)

    tight = {"xatol": 1e-7, "fatol": 1e-9, "maxiter": 4000, "maxfev": 4000}
    starts = ([8.0, 2.0, 2.7], [3.0, 0.5, 2.0])
    tops = [optimize.minimize(lambda s: solved(s)[0], start, method="Nelder-Mead", options=tight) for start in starts]
    top = min(tops, key=lambda found: found.fun).x
    _, means, covariance = solved(top)
    ends = np.zeros(len(sets))
    ends[[0, -1]] = -1, 1
    return np.array([abs(top[0]), abs(top[1]), exp(top[2])]), sqrt(ends @ covariance @ ends), means


@pytest.mark.parametrize("how", ["people", "team means"])
def test_unbalanced_rows_are_the_top_of_the_likelihood(how: str) -> None:
    """With gaps and teams at different speeds, spreads, means and intervals are where a direct search finds them."""
    y, order, team = programme(5, slope=5.0)
    kept = np.random.default_rng(4).random(len(y)) < 0.7
    y, order, team = y[kept], order[kept], team[kept]
    weight = np.ones(len(y))
    if how == "team means":
        cells = sorted(set(zip(team.tolist(), order.tolist(), strict=True)))
        inside = [(team == t) & (order == s) for t, s in cells]
        y, weight = np.array([y[own].mean() for own in inside]), np.array([own.sum() for own in inside], dtype=float)
        team, order = (np.array(part) for part in zip(*cells, strict=True))
    spreads, error, means = searched((y, order, team), weight)
    found = mixed_change(y, order, team.tolist(), weights=weight if how == "team means" else None)
    low, high = bounds(found.first_to_last)

    assert found.has_slopes
    assert (found.between_teams, found.slopes, found.residual) == pytest.approx(tuple(spreads), rel=1e-3)
    assert found.means == pytest.approx(means, abs=1e-3)
    assert high - low == pytest.approx(2 * float(stats.t.ppf(0.975, 11)) * error, rel=1e-3)


@pytest.mark.parametrize("slopes", [False, True])
def test_the_likelihood_is_that_of_statsmodels(slopes: bool) -> None:
    """Spreads and means are a top of the likelihood as statsmodels has it: nothing near is likelier there."""
    y, order, team = programme(2, slope=5.0 if slopes else 0.0, sets=3)
    kept = np.random.default_rng(2).random(len(y)) < 0.8
    y, order, team = y[kept], order[kept], team[kept]
    found = mixed_change(y, order, team.tolist())
    place = order - 2.0
    effects = np.column_stack([np.ones(len(y)), place])[:, : 1 + slopes]
    model = MixedLM(y, (order[:, None] == np.unique(order)).astype(float), groups=team, exog_re=effects)
    model.cov_pen = None  # what its fit() would set first

    def likelihood(spreads: np.ndarray) -> float:
        return float(model.loglike(MixedLMParams.from_components(np.zeros(3), np.diag(spreads**2))))

    ratios = np.array([found.between_teams, found.slopes][: 1 + slopes], dtype=float) / float(found.residual or 0)
    assert found.has_slopes == slopes
    for side in (0.97, 1.03):
        for at in range(len(ratios)):
            moved = ratios.copy()
            moved[at] *= side
            assert likelihood(moved) < likelihood(ratios)


def test_people_of_one_team_count_for_less_than_strangers() -> None:
    """Where teams move at different speeds the model is less sure than a comparison of all answers as strangers."""
    y, order, team = programme(3, slope=6.0)
    low, high = bounds(mixed_change(y, order, team.tolist()).first_to_last)
    strangers = stats.ttest_ind(y[order == 4], y[order == 1], equal_var=False).confidence_interval()

    assert high - low > strangers.high - strangers.low


@pytest.mark.slow
def test_intervals_hold_their_level() -> None:
    """Where nothing changes on the whole, about 19 of 20 intervals hold zero although teams go different ways."""
    missed = 0
    for seed in range(60):
        y, order, team = programme(seed, teams=10, sets=3, people=5)
        y = y - 3 * (order - 2.5)
        missed += bool(mixed_change(y, order, team.tolist()).first_to_last.is_beyond_chance)

    assert stats.binomtest(missed, 60, 0.05, alternative="greater").pvalue > 0.001
