"""All teams at one time: which shares lie beyond what chance allows for their number of answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri
from scipy.stats import binom

from joy.errors import ShownError
from joy.variation.overdispersion import Transformed, adjusted


Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

LEVELS = (0.95, 0.998)  # about 2 and 3 standard deviations, Spiegelhalter 2005, doi 10.1002/sim.1970, section 2
OWN_LEVEL = 0.95  # ours: the level of every interval on screen
FEWEST_TEAMS = 2  # one team is its own average
MOST_DRAWN = 400  # ours: points of a limit; more than the pixels between them
TOLERANCE = 1e-9  # of one answer: a share times its answers is whole but for the last binary digit
MOST_ANSWERS = 2**53  # beyond it 64 bits no longer tell one whole number from the next
METHODS = ("exact", "spiegelhalter", "arcsine")


class FunnelProblem(ShownError):
    """Numbers that cannot be drawn as a funnel; the text names the team."""


@dataclass(frozen=True)
class Limits:
    """Where chance ends for each number of answers: `lower` and `upper` are levels × `n`, shares between 0 and 1."""

    n: Floats
    levels: tuple[float, ...]
    lower: Floats
    upper: Floats


@dataclass(frozen=True)
class Detectable:
    """The smallest difference from the average that could be flagged, as a share; missing where none could be."""

    below: Floats
    above: Floats


@dataclass(frozen=True)
class FunnelChart:
    """One entry per team, in the order given.

    `centre`: all numerators over all denominators. `value`: the team's share; `low` and `high` its own Wilson
    interval. `limits` at each team's number of answers, `curve` at the numbers to draw. `flag`: +1 above, -1 below the
    limits of the highest level, else 0. `detectable`: what could be flagged at all, and `expected_flags`: how many
    teams would be by chance. `spread`: overdispersion, where it was asked for.
    """

    centre: float
    value: Floats
    low: Floats
    high: Floats
    limits: Limits
    curve: Limits
    flag: Integers
    detectable: Detectable
    expected_flags: float
    spread: Transformed | None = None


def funnel(
    numerator: ArrayLike,
    denominator: ArrayLike,
    *,
    levels: Sequence[float] = LEVELS,
    method: str = "exact",
    teams: Sequence[str] | None = None,
) -> FunnelChart:
    """Set each team's share against the pooled share of all.

    `numerator` answers that count as good (fractional where a share was rounded) of `denominator` answers, one entry
    per team; `teams` names them in errors. `levels` ascend; only the highest flags.
    `exact`: binomial limits, each interpolated from its own side, so that a point beyond one is as rare as the level
    says. `spiegelhalter`: his upper limit to the letter, which a small team crosses far more often (DEVIATIONS.md).
    `arcsine`: after FunnelPlotR, with overdispersion; `joy.variation.overdispersion` has its other kinds of data.
    Raises `FunnelProblem` for fewer than two teams, missing numbers, denominators that are not whole numbers above 0,
    and numerators below 0 or over their denominator; `ValueError` for an unknown method or level.
    Source: Spiegelhalter 2005, doi 10.1002/sim.1970, appendix A.1. Checked by scanning the distribution answer by
    answer, and for the arcsine against FunnelPlotR 0.6.0.
    """
    if method not in METHODS or not levels or not all(0 < level < 1 for level in levels):
        raise ValueError(f"method is one of {', '.join(METHODS)} and levels lie between 0 and 1: {method!r}, {levels}")
    good, asked = _checked(numerator, denominator, teams)
    value, centre = good / asked, float(good.sum() / asked.sum())
    asked_levels, drawn = tuple(sorted(levels)), _numbers_to_draw(asked)
    spread = adjusted(good, asked) if method == "arcsine" else None
    limits = _limits(asked, centre, asked_levels, method, spread)
    low, high = _wilson(good, asked)
    return FunnelChart(
        centre=centre,
        value=value,
        low=low,
        high=high,
        limits=limits,
        curve=_limits(drawn, centre, asked_levels, method, spread),
        flag=_flags(value, asked, limits),
        detectable=min_detectable(asked, centre, asked_levels[-1]),
        expected_flags=_expected_flags(asked, centre, limits),
        spread=spread,
    )


def min_detectable(n: ArrayLike, share: float, level: float = LEVELS[-1]) -> Detectable:
    """Give the smallest difference from `share` that `n` answers could flag at `level`, by exact binomial tails.

    Differences are shares above 0. Missing where even none good, or all good, is not rare enough: with 5 answers
    around 60 % nothing at all can be flagged.
    """
    asked, tail = np.asarray(n, dtype=float), (1 - level) / 2
    below, above = _rare(asked, share, tail), _rare(asked, 1 - share, tail)
    return Detectable(below=share - below / asked, above=(1 - share) - above / asked)


def exact_limits(
    n: ArrayLike, share: float, levels: Sequence[float] = LEVELS, *, to_the_letter: bool = False
) -> Limits:
    """Give binomial limits around `share` for each number of answers, interpolated between whole answers.

    The lower limit is (r − α) / n: r is the smallest count whose cumulative probability exceeds the tail, and α how far
    it overshoots, as a part of the probability of r. The upper one is that of the answers which do not count as good;
    `to_the_letter` instead applies the formula to the upper tail. Both are cut to 0 and 1. Source: as `funnel`.
    """
    asked = np.asarray(n, dtype=float)
    tails = (1 - np.asarray(levels, dtype=float)[:, None]) / 2
    lower = _interpolated(asked, share, tails)
    upper = _interpolated(asked, share, 1 - tails) if to_the_letter else 1 - _interpolated(asked, 1 - share, tails)
    return Limits(asked, tuple(levels), np.clip(lower, 0, 1), np.clip(upper, 0, 1))


def _interpolated(n: Floats, share: float, tail: Floats) -> Floats:
    count = np.asarray(binom.ppf(tail, n, share))
    count = count + (binom.cdf(count, n, share) <= tail)  # strictly beyond the tail, where ppf allows equal
    reached, here = binom.cdf(count, n, share), binom.pmf(count, n, share)
    limit: Floats = (count - (reached - tail) / here) / n
    return np.maximum(limit, 0.0)


def _rare(n: Floats, share: float, tail: float) -> Floats:
    """The largest count that is so rarely reached from below; missing where even 0 is not rare enough."""
    count = binom.ppf(tail, n, share)
    count = np.where(binom.cdf(count, n, share) > tail, count - 1, count)
    return np.where(count < 0, np.nan, count)


def _limits(n: Floats, centre: float, levels: tuple[float, ...], method: str, spread: Transformed | None) -> Limits:
    if spread is None:
        return exact_limits(n, centre, levels, to_the_letter=method == "spiegelhalter")
    lower, upper = zip(*(spread.limits(n, level) for level in levels), strict=True)
    return Limits(n, levels, np.array(lower), np.array(upper))


def _flags(value: Floats, n: Floats, limits: Limits) -> Integers:
    above = (value - limits.upper[-1]) * n > TOLERANCE
    below = (limits.lower[-1] - value) * n > TOLERANCE
    return np.where(above, 1, np.where(below, -1, 0))


def _expected_flags(n: Floats, centre: float, limits: Limits) -> float:
    most_inside = np.floor(limits.upper[-1] * n + TOLERANCE)
    fewest_inside = np.ceil(limits.lower[-1] * n - TOLERANCE)
    return float(np.sum(binom.sf(most_inside, n, centre) + binom.cdf(fewest_inside - 1, n, centre)))


def _wilson(good: Floats, n: Floats) -> tuple[Floats, Floats]:
    """Each team's own interval; `joy.change.wilson` says the same of one share."""
    z, share = float(ndtri((1 + OWN_LEVEL) / 2)), good / n
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z * np.sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    low, high = np.where(good == 0, 0.0, middle - half), np.where(good == n, 1.0, middle + half)
    return np.maximum(low, 0.0), np.minimum(high, 1.0)


def _numbers_to_draw(n: Floats) -> Floats:
    most = int(n.max())
    return np.unique(np.round(np.linspace(1, most, min(most, MOST_DRAWN))))


def _checked(numerator: ArrayLike, denominator: ArrayLike, teams: Sequence[str] | None) -> tuple[Floats, Floats]:
    if np.iscomplexobj(numerator) or np.iscomplexobj(denominator):
        raise FunnelProblem("Answers came as complex numbers. A funnel needs real ones.")
    good, asked = np.atleast_1d(np.asarray(numerator, dtype=float)), np.atleast_1d(np.asarray(denominator, dtype=float))
    if good.ndim != 1 or good.shape != asked.shape or (teams is not None and len(teams) != len(good)):
        raise FunnelProblem(
            f"A funnel needs one numerator and one denominator for each team; there are {good.size} and {asked.size}."
        )
    names = list(teams) if teams is not None else [f"Team {number}" for number in range(1, len(good) + 1)]
    for name, x, n in zip(names, good.tolist(), asked.tolist(), strict=True):
        if fault := _fault(x, n):
            raise FunnelProblem(f"{name}: {fault}")
    if len(good) < FEWEST_TEAMS:
        raise FunnelProblem(
            f"A funnel compares teams and needs at least {FEWEST_TEAMS}; there is {len(good) or 'none'}."
        )
    return good, asked


def _fault(x: float, n: float) -> str:
    if not np.isfinite(x) or not np.isfinite(n):
        return "a number is missing or infinite. Leave out teams without answers."
    if n <= 0:
        return f"{n:g} answers. A share needs at least one answer: leave this team out."
    if n != round(n):
        return f"{n:g} answers. Answers are counted in whole numbers."
    if n > MOST_ANSWERS:
        return f"{n:g} answers. That is more than can be counted."
    if x < 0 or x > n:
        return f"{x:g} of {n:g} answers count as good. That must lie between 0 and {n:g}."
    return ""
