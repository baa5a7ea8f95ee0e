"""Which chart a series may honestly be drawn as, and why, in words for whoever draws it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray

from joy.variation.gates import FEWEST_FOR_LIMITS
from joy.variation.limits import SCREEN
from joy.variation.rules import MEAN_RANGE


Floats = NDArray[np.float64]

VARIANCE_SPAN = 9  # 3 standard deviations squared: with more answers than 9·odds both p limits lie inside 0 and 1
ENOUGH_POINTS = 0.75  # ours: so many of the points must carry limits, or most of the chart has none
SMALLEST_MEAN_COUNT = 9  # c̄ − 3√c̄ exceeds 0 only above 9, so below it a count chart has no lower limit
RARE_BELOW = 1  # ours: with a mean count under 1 the usual point is zero and its limits say nothing
MOST_EXCESS = 1.2  # ours: σ_z a fifth above 1 means more spread than counting explains (Laney 2002)
LARGE_DENOMINATOR = 1000  # ours: above it plain p and u limits are too tight to hold any real process
POOLED = (2, 4)  # ours: points that may be joined: two or four weeks


class Measured(StrEnum):
    """What one point of a series is."""

    SHARE = "share"  # answers that count as good, of all answers
    RATE = "rate"  # events for an exposure, such as reports for shifts
    COUNT = "count"  # events in equal stretches of time
    MEAN = "mean"  # mean of so many answers
    NUMBER = "number"  # one measured number


@dataclass(frozen=True)
class Advice:
    """The chart to draw, why, and how many neighbouring points to join first (1: none)."""

    chart: str
    why: str
    pool: int = 1


def chart_for(measured: Measured | str, values: ArrayLike, denominators: ArrayLike | None = None) -> Advice:
    """Recommend a chart for one series: run, xmr, p, p_prime, u, u_prime, c, g or i_prime.

    `values` are numerators for a share or a rate, else the points themselves; `denominators` are answers or exposure
    and are needed for a share or a rate. Missing points as nan; a denominator of 0 makes its point missing. With fewer
    than 13 points the answer is always the run chart. Raises `ValueError` for a share or rate without denominators.
    Source of the bounds: the constants above; a lower p limit needs n > 9·(1−p)/p, an upper one n > 9·p/(1−p).
    """
    kind = Measured(measured)
    points = np.asarray(values, dtype=float)
    if denominators is None and kind in {Measured.SHARE, Measured.RATE}:
        raise ValueError(f"a {kind} needs denominators: how many answers, or how much exposure, each point rests on")
    sizes = np.ones_like(points) if denominators is None else np.asarray(denominators, dtype=float)
    there = ~np.isnan(points) & (sizes > 0)  # a missing size compares as False
    points, sizes = points[there], sizes[there]
    if len(points) < FEWEST_FOR_LIMITS:
        return Advice("run", f"Limits start at {FEWEST_FOR_LIMITS} points: {len(points)} so far.")
    if kind is Measured.SHARE:
        return _for_shares(points, sizes)
    if kind in {Measured.RATE, Measured.COUNT}:
        return _for_counts(points, sizes, has_exposure=denominators is not None)
    return _for_numbers(points, has_sizes=denominators is not None)


def excess_spread(numerators: Floats, denominators: Floats, variance: float) -> float:
    """Give how many times more the points spread than counting explains (Laney's σ_z); missing under two points.

    `variance` is that of one answer: p(1−p) for shares, the mean rate for rates. Moving ranges beyond 3.267 times their
    mean are left out once. Source: Laney 2002, doi 10.1081/QEN-120006555.
    """
    z = (numerators / denominators - numerators.sum() / denominators.sum()) / np.sqrt(variance / denominators)
    return _mean_moving_range(z) / MEAN_RANGE


def _mean_moving_range(values: Floats) -> float:
    ranges = np.abs(np.diff(values))
    if not len(ranges):
        return float("nan")
    kept = ranges[ranges < SCREEN * ranges.mean()]
    return float(kept.mean() if kept.any() else ranges.mean())


def _for_shares(numerators: Floats, sizes: Floats) -> Advice:
    share = numerators.sum() / sizes.sum()
    if share in {0.0, 1.0}:
        return Advice("run", "Every answer is the same, so there is nothing to draw limits around.")
    needed = VARIANCE_SPAN * max(share / (1 - share), (1 - share) / share)
    suited = sizes > needed
    if suited.mean() < ENOUGH_POINTS:
        return _too_few_answers(sizes, suited, needed, share)
    if (excess := excess_spread(numerators, sizes, share * (1 - share))) > MOST_EXCESS:
        return Advice("p_prime", f"The points spread {excess:.1f} times as much as chance in the answers explains.")
    if np.median(sizes) >= LARGE_DENOMINATOR:
        return Advice("p_prime", "With so many answers plain limits would call every small difference a signal.")
    return Advice(
        "p", f"At {share:.0%}, limits need more than {needed:.0f} answers a point, and enough points have them."
    )


def _too_few_answers(sizes: Floats, suited: NDArray[np.bool_], needed: float, share: float) -> Advice:
    why = (
        f"At {share:.0%}, limits need more than {needed:.0f} answers a point; {suited.sum()} of {len(sizes)} have them"
    )
    for points in POOLED:
        joined = sizes[: len(sizes) // points * points].reshape(-1, points).sum(axis=1)
        if len(joined) >= FEWEST_FOR_LIMITS and (joined > needed).mean() >= ENOUGH_POINTS:
            return Advice("run", f"{why}. Joining {points} points at a time would give a p chart.", points)
    return Advice("run", f"{why}, and joining neighbouring points would not help yet.")


def _for_counts(counts: Floats, sizes: Floats, *, has_exposure: bool) -> Advice:
    mean = counts.mean()
    if mean < RARE_BELOW:
        return Advice("g", "Events are rare (under one a point): count what lies between two, or the days (t chart).")
    if mean < SMALLEST_MEAN_COUNT:
        return Advice("run", f"With {mean:.1f} events a point on average, limits could never show a fall.")
    excess = excess_spread(counts, sizes, counts.sum() / sizes.sum())
    if excess > MOST_EXCESS:
        why = f"The points spread {excess:.1f} times as much as chance in the counts explains."
        return Advice("u_prime" if has_exposure else "xmr", why)
    return Advice(
        "u" if has_exposure else "c", f"With {mean:.0f} events a point on average, limits exist on both sides."
    )


def _for_numbers(values: Floats, *, has_sizes: bool) -> Advice:
    different = np.unique(values)
    if len(different) == 1:
        return Advice("run", "All points are alike, so there is nothing to draw limits around.")
    ranges = np.abs(np.diff(values))
    is_tied = np.count_nonzero(ranges == 0) * 2 > len(ranges)
    is_coarse = np.diff(different).min() > _mean_moving_range(values) / MEAN_RANGE  # Wheeler & Chambers 1992, chapter 9
    if is_tied or is_coarse:
        return Advice("run", "Neighbouring points are too often alike: limits would show the rounding, not the team.")
    if has_sizes:
        return Advice("i_prime", "Points rest on different numbers of answers, and these limits allow for it.")
    return Advice("xmr", "Each point is one number, and neighbours differ enough to draw limits from.")
