"""A mixed model over learning sets, with teams as random effects: for the evaluation page and for notebooks."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from math import inf, log, sqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import Bounds, minimize

from joy.change.interval import LEVEL, Interval
from joy.change.means import t_interval


Numbers = NDArray[np.float64]

FEWEST_TEAMS = 3  # ours: a spread between two teams is one number
FEWEST_SETS = 2
SLOPE_SETS = 3  # from two team means each, a team's slope cannot be told from its noise
NOTHING = 1e-4  # variance of teams relative to the residual, below which it counts as none: a hundredth in spread
EXACT = 1e-6  # residual variance relative to all, below which the answers follow the model exactly
START = (0.5, 0.1)  # spread of levels and slopes in residual spreads, where the climb starts: about usual
LEAST = 1e-3  # smallest spread tried; well below what counts as none

ASSUMPTIONS = (
    "Answers of one team resemble each other; teams are taken as drawn from many like them.",
    "Around their team's level, answers spread alike in every team and at every learning set.",
    "Answers at different learning sets are taken as other people's, even where some are the same.",
    "Whoever did not answer is taken to resemble those of the team who did.",
    "How sure we are comes from the number of teams, with teams minus one degrees of freedom.",
)
SLOPES_VARY = "Teams may move at different speeds, along straight lines that do not depend on their level."
SLOPES_ALIKE = "Every team is taken to move alike, apart from chance."
FROM_MEANS = "Team means count by the number of answers behind them."


@dataclass(frozen=True)
class MixedChange:
    """The model's means and changes, in the unit of the scores; empty with a `note` where no model could be fitted.

    `sets` are the learning sets in order and `means` their modelled means; `steps` the changes between consecutive
    sets; `first_to_last` the whole change; `per_set` the average change from one set to the next, as a straight line
    through the means. `between_teams`, `slopes` and `residual` are standard deviations. `rows` counts people, or team
    means. `assumptions` are for the reader; `note` says what could not be done.
    """

    sets: tuple[int, ...]
    teams: int
    rows: int
    means: tuple[float, ...] = ()
    steps: tuple[Interval, ...] = ()
    per_set: Interval | None = None
    first_to_last: Interval | None = None
    between_teams: float | None = None
    slopes: float | None = None
    residual: float | None = None
    assumptions: tuple[str, ...] = ()
    note: str = ""

    @property
    def has_slopes(self) -> bool:
        """True when teams were allowed to move at different speeds."""
        return self.slopes is not None


@dataclass(frozen=True)
class _Rows:
    """Design of the model; rows are scaled by the square root of their weight, so that the residual is alike."""

    y: Numbers
    x: Numbers
    z: Numbers
    team: NDArray[np.int64]
    sets: tuple[int, ...]

    @property
    def teams(self) -> int:
        return len(np.unique(self.team))

    @property
    def has_repeats(self) -> bool:
        """True when some team has several rows at one learning set: people, not means."""
        return len(np.unique(np.column_stack([self.team, self.x > 0]), axis=0)) < len(self.y)


@dataclass(frozen=True)
class _Sums:
    """All that the likelihood needs: products of means and answers, and by team those with the team effects.

    So each look costs as much for a thousand answers as for ten.
    """

    both: Numbers
    effects: Numbers
    between: Numbers

    def explained(self, ratios: Numbers) -> tuple[Numbers, float]:
        """Products weighted by the inverse covariance of the answers, and the log determinant of that covariance.

        `ratios` is the covariance of the team effects over the residual variance. By Woodbury's identity.
        """
        depth = np.eye(len(ratios)) + self.effects @ ratios
        weights = ratios @ np.linalg.inv(depth)
        taken = np.einsum("tij,tik,tkl->jl", self.between, weights, self.between)
        return self.both - taken, float(np.linalg.slogdet(depth)[1].sum())


@dataclass(frozen=True)
class _Fit:
    """Spread of the team effects (matrix), residual variance, and the modelled means with their covariance."""

    spread: Numbers
    residual: float
    means: Numbers
    covariance: Numbers


def mixed_change(
    values: ArrayLike,
    learning_sets: ArrayLike,
    teams: Sequence[Hashable],
    *,
    weights: ArrayLike | None = None,
    level: float = LEVEL,
) -> MixedChange:
    """Model scores over learning sets, with a random level per team and, where it settles, a random slope.

    One row per person (score, number of the learning set, team), or one per team mean with `weights` as the answers
    behind it. Rows with a missing value (nan) or no weight do not count. Every learning set has its own mean, so no
    straight line is forced on the programme. Fitted by restricted maximum likelihood; intervals are t
    with teams - 1 degrees of freedom, which is cautious. With fewer than three teams or two learning sets, without
    variation, or when the fit does not settle, the record holds a note in place of numbers; it never raises for that.
    Raises `ValueError` when the columns differ in length.
    Source: Laird & Ware 1982, doi 10.2307/2529876. Checked against the analysis of variance of balanced data and
    against a direct search for the likelihood's top; the likelihood itself against that of statsmodels.
    """
    rows = _rows(values, learning_sets, teams, weights)
    empty = MixedChange(rows.sets, rows.teams, len(rows.y))
    why = _why_not(rows)
    if why:
        return _noted(empty, why)
    fit, has_slopes, said = _best_fit(rows)
    if fit is None:
        return _noted(empty, said)
    return _told(empty, fit, said, has_slopes=has_slopes, is_weighted=weights is not None, level=level)


def _rows(values: ArrayLike, learning_sets: ArrayLike, teams: Sequence[Hashable], weights: ArrayLike | None) -> _Rows:
    y, order = np.asarray(values, dtype=float), np.asarray(learning_sets, dtype=float)
    weight = np.ones(len(y)) if weights is None else np.asarray(weights, dtype=float)
    if not len(y) == len(order) == len(teams) == len(weight):
        raise ValueError(
            f"{len(y)} values, {len(order)} learning sets, {len(teams)} teams: one of each per row is wanted"
        )
    number = {team: place for place, team in enumerate(dict.fromkeys(teams))}
    team = np.array([number[name] for name in teams], dtype=np.int64)
    kept = np.isfinite(y) & np.isfinite(order) & np.isfinite(weight) & (weight > 0)
    y, order, team, root = y[kept], order[kept], team[kept], np.sqrt(weight[kept])
    sets = np.unique(order)
    x = (order[:, None] == sets).astype(float)
    place = np.searchsorted(sets, order) - (len(sets) - 1) / 2  # centred: level and slope then hardly depend
    z = np.column_stack([np.ones_like(place), place])
    return _Rows(y * root, x * root[:, None], z * root[:, None], team, tuple(int(one) for one in sets))


def _why_not(rows: _Rows) -> str:
    if rows.teams < FEWEST_TEAMS or len(rows.sets) < FEWEST_SETS:
        return (
            f"Too few teams ({rows.teams}) or learning sets ({len(rows.sets)}) for a model: "
            f"at least {FEWEST_TEAMS} teams and {FEWEST_SETS} learning sets are needed."
        )
    if len(rows.y) <= rows.teams + len(rows.sets):
        return f"Too few answers ({len(rows.y)}) for {rows.teams} teams at {len(rows.sets)} learning sets."
    if _left_over(rows) <= EXACT**2 * float(rows.y @ rows.y):
        return "Answers differ by team and learning set only, and not by chance, so there is nothing to model."
    return ""


def _left_over(rows: _Rows) -> float:
    """Sum of squares that teams and learning sets, added up, leave unexplained."""
    both, root = np.column_stack([rows.x, rows.y]), rows.z[:, 0]
    for team in np.unique(rows.team):
        own = rows.team == team
        both[own] -= np.outer(root[own], root[own] @ both[own] / (root[own] @ root[own]))
    x, y = both[:, :-1], both[:, -1]
    return float(np.square(y - x @ np.linalg.lstsq(x, y, rcond=None)[0]).sum())


def _best_fit(rows: _Rows) -> tuple[_Fit | None, bool, str]:
    """The model with slopes where teams' slopes differ, else with levels only, else why none."""
    if len(rows.sets) >= SLOPE_SETS or rows.has_repeats:
        fit = _fitted(rows, rows.z)
        if fit is not None and fit.spread[1, 1] > NOTHING * fit.residual:
            return fit, True, ""
    fit = _fitted(rows, rows.z[:, :1])
    if fit is None:
        return None, False, "The model did not settle on an answer, so no change is given."
    flat = fit.spread[0, 0] <= NOTHING * fit.residual
    return fit, False, "Teams do not differ in level by more than chance." if flat else ""


def _fitted(rows: _Rows, z: Numbers) -> _Fit | None:
    """The model whose spreads make the answers likeliest; None where the climb does not arrive.

    The climb is scipy's. That of statsmodels stops short where teams hardly differ in speed, which is common: in 19 of
    60 invented programmes, and 12 of these were far from the top.
    """
    effects, sums = z.shape[1], _sums(rows, z)
    top = minimize(
        _unlikeliness(sums, len(rows.y)),
        np.asarray(START[:effects], dtype=np.float64),
        method="Nelder-Mead",
        bounds=Bounds(np.full(effects, LEAST), np.full(effects, np.inf)),
        options={"xatol": 1e-5, "fatol": 1e-7, "maxiter": 1000},
    )
    return _generalised(rows, sums, np.diag(top.x**2)) if top.success and np.isfinite(top.fun) else None


def _sums(rows: _Rows, z: Numbers) -> _Sums:
    both = np.column_stack([rows.x, rows.y])
    order = np.argsort(rows.team, kind="stable")
    starts = np.searchsorted(rows.team[order], np.unique(rows.team))
    of_team = [np.add.reduceat((z[:, :, None] * other[:, None, :])[order], starts) for other in (z, both)]
    return _Sums(both.T @ both, of_team[0], of_team[1])


def _unlikeliness(sums: _Sums, rows: int) -> Callable[[Numbers], float]:
    """Twice minus the restricted log-likelihood, but for a constant, of the team spreads in residual spreads."""

    def at(ratios: Numbers) -> float:
        products, depth = sums.explained(np.diag(ratios**2))
        _, of_means = np.linalg.slogdet(products[:-1, :-1])
        residual = products[-1, -1] - products[-1, :-1] @ np.linalg.solve(products[:-1, :-1], products[:-1, -1])
        return depth + float(of_means) + (rows - len(products) + 1) * log(residual) if residual > 0 else inf

    return at


def _generalised(rows: _Rows, sums: _Sums, ratios: Numbers) -> _Fit | None:
    """Means of the learning sets, their covariance and the residual, by generalised least squares for these spreads."""
    products, _ = sums.explained(ratios)
    inverse = np.linalg.inv(products[:-1, :-1])
    means = inverse @ products[:-1, -1]
    residual = float(products[-1, -1] - means @ products[:-1, -1]) / (len(rows.y) - len(means))
    if not residual > EXACT * float(np.var(rows.y)):
        return None
    return _Fit(ratios * residual, residual, np.asarray(means), np.asarray(inverse * residual, dtype=np.float64))


def _told(
    empty: MixedChange, fit: _Fit, said: str, *, has_slopes: bool, is_weighted: bool, level: float
) -> MixedChange:
    count, df = len(empty.sets), empty.teams - 1
    unit = np.eye(count)
    line = np.arange(count) - (count - 1) / 2
    speeds = (SLOPES_VARY if has_slopes else SLOPES_ALIKE,)
    return MixedChange(
        *(empty.sets, empty.teams, empty.rows, tuple(float(mean) for mean in fit.means)),
        steps=tuple(_contrast(fit, unit[place + 1] - unit[place], df, level) for place in range(count - 1)),
        per_set=_contrast(fit, np.asarray(line / float(line @ line)), df, level),
        first_to_last=_contrast(fit, unit[-1] - unit[0], df, level),
        between_teams=sqrt(max(float(fit.spread[0, 0]), 0.0)),
        slopes=sqrt(float(fit.spread[1, 1])) if has_slopes else None,
        residual=sqrt(fit.residual),
        assumptions=ASSUMPTIONS + speeds + ((FROM_MEANS,) if is_weighted else ()),
        note=said,
    )


def _contrast(fit: _Fit, weights: Numbers, df: int, level: float) -> Interval:
    return t_interval(float(weights @ fit.means), sqrt(float(weights @ fit.covariance @ weights)), df, level)


def _noted(empty: MixedChange, why: str) -> MixedChange:
    return MixedChange(empty.sets, empty.teams, empty.rows, note=why)
