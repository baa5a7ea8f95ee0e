"""Intervals for the change of a mean: different people, the same people, and teams too small for a spread."""

from __future__ import annotations

from math import isfinite, nan, sqrt
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import stdtrit

from joy.change.interval import LEVEL, Interval


SMALLEST_SAMPLE = 2  # one answer has no spread
DUST = 1e-12  # a spread relative to the size of the scores, below which it only shows binary rounding


class Moments(NamedTuple):
    """How many scores there are, their mean and standard deviation (divisor n - 1); nan where there are too few."""

    n: int
    mean: float
    sd: float


def moments(scores: ArrayLike) -> Moments:
    """Take the moments of scores; missing ones (nan) do not count, and scores equal on paper have a spread of 0."""
    kept = np.asarray(scores, dtype=float)
    kept = kept[np.isfinite(kept)]
    if kept.size < SMALLEST_SAMPLE:
        return Moments(kept.size, float(kept[0]) if kept.size else nan, nan)
    spread = float(kept.std(ddof=1))
    return Moments(kept.size, float(kept.mean()), spread if spread > DUST * float(np.abs(kept).max()) else 0.0)


def t_interval(estimate: float, error: float, df: float, level: float = LEVEL) -> Interval:
    """Put a t interval around an estimate; none without degrees of freedom or without any variation.

    Nothing varying means that the sample cannot tell how sure it is, not that it is certain.
    """
    if not (isfinite(estimate) and isfinite(error) and isfinite(df)) or error <= 0 or df <= 0:
        return Interval(estimate, None, None)
    half = float(stdtrit(df, (1 + level) / 2)) * error
    return Interval(estimate, estimate - half, estimate + half)


def welch(
    mean_before: float,
    sd_before: float,
    n_before: float,
    mean_after: float,
    sd_after: float,
    n_after: float,
    level: float = LEVEL,
) -> Interval:
    """Compare two means of different or unlinked people, after minus before, with unequal spreads.

    Means and standard deviations in the indicator's unit; fewer than two answers in either period give no interval.
    Source: Welch 1947, doi 10.1093/biomet/34.1-2.28. Checked against Student's sleep data and R's univbct.
    """
    difference = mean_after - mean_before
    if not min(n_before, n_after) >= SMALLEST_SAMPLE:  # written so that a missing n gives no interval either
        return Interval(difference, None, None)
    part_before, part_after = sd_before**2 / n_before, sd_after**2 / n_after
    variance = part_before + part_after
    if not variance > 0:
        return Interval(difference, None, None)
    df = variance**2 / (part_before**2 / (n_before - 1) + part_after**2 / (n_after - 1))
    return t_interval(difference, sqrt(variance), df, level)


def pooled_spread_difference(
    before: float, n_before: float, after: float, n_after: float, spread: float, level: float = LEVEL
) -> Interval:
    """Compare two means of a small team with a spread borrowed from its cohort, after minus before.

    A small team's own standard deviation must not be shown and would be a poor estimate; the cohort's is both
    published and steady. The team's own numbers set the degrees of freedom, so that the interval is not too narrow.
    A missing or zero spread, or fewer than three answers in all or none in a period, give no interval.
    Source: the pooled two-sample t interval, with n_before + n_after - 2 degrees of freedom.
    """
    difference = after - before
    if not (min(n_before, n_after) >= 1 and spread > 0):
        return Interval(difference, None, None)
    error = spread * sqrt(1 / n_before + 1 / n_after)
    return t_interval(difference, error, n_before + n_after - 2, level)


def paired(mean_difference: float, sd_difference: float, n: float, level: float = LEVEL) -> Interval:
    """Give the interval of the mean change of the same people, from their differences' mean and standard deviation.

    `n` pairs; fewer than two give no interval. Source: Student 1908, doi 10.1093/biomet/6.1.1, and checked against
    its sleep data.
    """
    if not n >= SMALLEST_SAMPLE:
        return Interval(mean_difference, None, None)
    return t_interval(mean_difference, sd_difference / sqrt(n), n - 1, level)
