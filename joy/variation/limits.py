"""Centre lines and three-sigma limits of eleven kinds of chart, over many series at once.

Arrays are series × points in time order. A series here is one phase: whatever lies in another phase is another row.
Formulae: Montgomery, Introduction to Statistical Quality Control (2013), chapters 6 and 7, unless said otherwise.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from joy.variation.packing import pack
from joy.variation.rules import MEAN_RANGE, Chart, Rules
from joy.variation.runs import centre_of


Floats = NDArray[np.float64]
Truths = NDArray[np.bool_]

SIGMAS, INNER = 3, 2 / 3  # limits at three sigma, the inner lines of two of three at two
SCREEN = 3.267  # D4 of two normal values: larger moving ranges are left out once, Nelson 1982, as both R packages do
SCREEN_WEIGHTED = 3.2665  # the same to one more digit, as qicharts2 0.8.1 screens its I' chart
GAP_POWER = 3.6  # days between rare events to the power 1/3.6 are nearly normal, Nelson 1994
NORMAL_RANGE = np.sqrt(np.pi / 2)  # E|d| of a difference is σ_d·√(2/π), so σ is √(π/2)·|d| over √(1/n+1/m); Taylor 2018
GEOMETRIC_MEDIAN = 0.693  # ln 2: median of a geometric variable over its mean, Provost & Murray 2011, page 228
NOTHING = 1e-12  # relative to the largest value: less is the last digit of the arithmetic and no variation


@dataclass(frozen=True)
class Grid:
    """Points of many phases: `values` as plotted, and for shares, rates and weighted means what they rest on.

    `rows` are points there are, `base` those that centre and limits are made from (present, in the baseline where one
    is fixed, not excluded), `inside` the baseline itself, `excluded` the points set aside. `given` is a centre line
    that the caller brought, missing where none.
    """

    values: Floats
    numerators: Floats
    denominators: Floats
    rows: Truths
    base: Truths
    inside: Truths
    excluded: Truths
    given: Floats


@dataclass(frozen=True)
class Lines:
    """The lines of each point; missing where there is none. The inner ones lie at two sigma."""

    centre: Floats
    lower: Floats
    upper: Floats
    inner_lower: Floats
    inner_upper: Floats

    def without_limits(self, where: Truths) -> Lines:
        """Give the same lines, with no limits in the series named."""
        gone = {
            name: np.where(where[:, None], np.nan, getattr(self, name))
            for name in ("lower", "upper", "inner_lower", "inner_upper")
        }
        return replace(self, **gone)


def lines(chart: Chart, grid: Grid, rules: Rules) -> Lines:
    """Give the lines of a chart for every phase at once.

    Checked against qicharts2 0.8.1 and NHSRplotthedots 0.2.2 to 1e-9 relative, and against plain loops.
    """
    with np.errstate(divide="ignore", invalid="ignore"):  # no answers give no limits, and are missing already
        found = _MAKERS[chart](grid, rules)
    if not rules.floor_at_zero:
        return found
    is_negative = np.any(np.where(grid.rows, grid.values, 0.0) < 0, axis=1, keepdims=True)
    return replace(found, lower=np.where(is_negative, found.lower, np.maximum(found.lower, 0)))


def moving_ranges(values: Floats, rows: Truths) -> Floats:
    """Give each point's distance from the point before; missing for the first and beside a missing one."""
    ranges = np.full(values.shape, np.nan)
    ranges[:, 1:] = np.abs(np.diff(values, axis=1))
    return np.where(rows, ranges, np.nan)


def mean_of(values: Floats, where: Truths) -> Floats:
    """Give the mean of each series over the points named; missing where there are none.

    Twice: the mean of what is left after the first mean takes away its rounding, as R does.
    """
    counts = where.sum(axis=1)
    first = np.where(where, values, 0.0).sum(axis=1) / np.where(counts, counts, np.nan)
    rest = np.where(where, values - first[:, None], 0.0).sum(axis=1)
    mean: Floats = first + rest / np.maximum(counts, 1)
    return mean


def mean_range(ranges: Floats, largest: Floats, rules: Rules, bound: float = SCREEN) -> Floats:
    """Give the mean of the ranges that are present, screened as the rules say; missing where nothing is left.

    `largest` is the size of the values of each series, against which nothing is told from a little.
    """
    present = ~np.isnan(ranges)
    every = mean_of(ranges, present)
    mean = every
    if rules.screen:
        mean = mean_of(ranges, present & (ranges < bound * every[:, None]))
    if rules.screen_fallback:
        little = NOTHING * largest
        mean = np.where(np.isnan(mean) | (mean <= little), every, mean)
        mean = np.where(mean <= little, np.nan, mean)
    return mean


def _run(grid: Grid, rules: Rules) -> Lines:  # noqa: ARG001 - every chart is made alike
    none = np.full(grid.values.shape, np.nan)
    median = centre_of(np.where(grid.base, grid.values, np.nan))
    return Lines(_line(grid, median), none, none, none, none)


def _xmr(grid: Grid, rules: Rules) -> Lines:
    centre = _line(grid, mean_of(grid.values, grid.base))
    spread = _mean_step(grid, grid.values - centre, rules, _largest(grid.values, grid.base))
    return _about(centre, rules.k * spread[:, None])


def _p(grid: Grid, rules: Rules) -> Lines:
    centre = _line(grid, _pooled(grid))
    return _clipped(_about(centre, _varied(SIGMAS * np.sqrt(centre * (1 - centre) / grid.denominators), rules)), 1.0)


def _p_prime(grid: Grid, rules: Rules) -> Lines:
    centre = _line(grid, _pooled(grid))
    return _clipped(_laney(grid, rules, centre, np.sqrt(centre * (1 - centre) / grid.denominators)), 1.0)


def _u(grid: Grid, rules: Rules) -> Lines:
    centre = _line(grid, _pooled(grid))
    return _clipped(_about(centre, _varied(SIGMAS * np.sqrt(centre / grid.denominators), rules)))


def _u_prime(grid: Grid, rules: Rules) -> Lines:
    centre = _line(grid, _pooled(grid))
    return _clipped(_laney(grid, rules, centre, np.sqrt(centre / grid.denominators)))


def _c(grid: Grid, rules: Rules) -> Lines:
    centre = _line(grid, mean_of(grid.values, grid.base))
    return _clipped(_about(centre, _varied(SIGMAS * np.sqrt(centre), rules)))


def _g(grid: Grid, rules: Rules) -> Lines:
    mean = _line(grid, mean_of(grid.values, grid.base))
    median = centre_of(np.where(grid.base, grid.values, np.nan))[:, None]
    found = _clipped(_about(mean, _varied(SIGMAS * np.sqrt(mean * (mean + 1)), rules)))
    centre = np.where(np.isnan(grid.given), median, GEOMETRIC_MEDIAN * mean)
    return replace(found, centre=np.broadcast_to(centre, grid.values.shape))


def _t(grid: Grid, rules: Rules) -> Lines:
    straight = replace(grid, values=grid.values ** (1 / GAP_POWER), given=grid.given ** (1 / GAP_POWER))
    found = _xmr(straight, rules)
    back = {name: np.maximum(getattr(found, name), 0) ** GAP_POWER for name in vars(found)}
    return Lines(**back)


def _i_prime(grid: Grid, rules: Rules) -> Lines:
    """Sources: Taylor 2018, variation.com/normalized-individuals-control-chart; qicharts2 0.8.1."""
    weights = np.where(grid.base, grid.denominators, 0.0)
    mean = np.where(grid.base, grid.values * grid.denominators, 0.0).sum(axis=1) / weights.sum(axis=1)
    centre = _line(grid, mean)
    used = grid.rows if rules.dispersion == "all" else grid.base
    values, sizes = np.where(used, grid.values, np.nan), np.where(used, grid.denominators, np.nan)
    steps = np.abs(np.diff(values, axis=1)) / np.sqrt(1 / sizes[:, 1:] + 1 / sizes[:, :-1])
    spread = mean_range(NORMAL_RANGE * steps, _largest(grid.values, used), rules, SCREEN_WEIGHTED)
    return _about(centre, SIGMAS * spread[:, None] / np.sqrt(grid.denominators))


def _mr(grid: Grid, rules: Rules) -> Lines:
    """The values are moving ranges already."""
    centre = _line(grid, mean_of(grid.values, grid.base))
    upper = _varied(SCREEN * centre, rules)
    zero = np.where(np.isnan(upper), np.nan, 0.0)
    return Lines(centre, zero, upper, zero, INNER * upper)


def _laney(grid: Grid, rules: Rules, centre: Floats, sigma: Floats) -> Lines:
    """Widen the limits by how much more the points spread than counting explains, Laney 2002, 10.1081/QEN-120006555."""
    scores = (grid.values - centre) / sigma
    excess = _mean_step(grid, scores, rules, _largest(scores, grid.base)) / MEAN_RANGE
    return _about(centre, SIGMAS * sigma * excess[:, None])


def _mean_step(grid: Grid, values: Floats, rules: Rules, largest: Floats) -> Floats:
    """The mean moving range over the points that limits are made from."""
    if rules.across_excluded and grid.excluded.any():
        inside = grid.inside & grid.rows & ~grid.excluded
        values, _, _ = pack(np.where(grid.base, values, np.nan), inside)
        return mean_range(np.abs(np.diff(values, axis=1)), largest, rules)
    return mean_range(np.abs(np.diff(np.where(grid.base, values, np.nan), axis=1)), largest, rules)


def _pooled(grid: Grid) -> Floats:
    totals = np.where(grid.base, grid.numerators, 0.0).sum(axis=1), np.where(grid.base, grid.denominators, 0.0).sum(1)
    share: Floats = totals[0] / totals[1]
    return share


def _line(grid: Grid, centre: Floats) -> Floats:
    """The centre of each point: the caller's where given."""
    return np.where(np.isnan(grid.given), centre[:, None], grid.given)


def _largest(values: Floats, where: Truths) -> Floats:
    largest: Floats = np.where(where & np.isfinite(values), np.abs(values), 0.0).max(axis=1, initial=0.0)
    return largest


def _varied(width: Floats, rules: Rules) -> Floats:
    """Where the width is zero nothing varied, and limits are drawn only if the rules want them all the same."""
    return np.where((width > 0) | (not rules.screen_fallback), width, np.nan)


def _about(centre: Floats, width: Floats) -> Lines:
    usable = np.where(np.isfinite(width), width, np.nan)
    return Lines(centre, centre - usable, centre + usable, centre - INNER * usable, centre + INNER * usable)


def _clipped(found: Lines, highest: float = np.inf) -> Lines:
    """No limit below zero, nor above the highest value there can be."""
    clipped = {name: np.clip(getattr(found, name), 0, highest) for name in vars(found) if name != "centre"}
    return replace(found, **clipped)


_MAKERS: dict[Chart, Callable[[Grid, Rules], Lines]] = {
    Chart.RUN: _run,
    Chart.XMR: _xmr,
    Chart.P: _p,
    Chart.P_PRIME: _p_prime,
    Chart.U: _u,
    Chart.U_PRIME: _u_prime,
    Chart.C: _c,
    Chart.G: _g,
    Chart.T: _t,
    Chart.I_PRIME: _i_prime,
    Chart.MR: _mr,
}
