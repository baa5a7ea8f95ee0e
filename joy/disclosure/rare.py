"""Figures that would tell of a handful of people: told as a bound, the same for nobody as for four (rules R3 to R5)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from joy.disclosure.rounding import DUST_DIGITS, HALF_DIGITS, Floats


Least = int | NDArray[np.int64]  # fewest people that may be told exactly, of all or of each

BOUND_STEP = 0.05  # R3: the step in which parts of a group are told from 20 answers
UNANIMOUS = 2  # everybody and all but one look alike, at any number of answers: nobody's own answer is certain


def is_rare(value: Floats, n: Floats, least: Least) -> NDArray[np.bool_]:
    """Whether fewer than `least` people are counted in a share (0 to 1) of `n` people, or are left out of it."""
    counted = np.round(value * n)
    return np.asarray((counted < least) | (n - counted < least), dtype=bool)


def bound(value: Floats, n_low: Floats, least: Least) -> tuple[Floats, NDArray[np.bool_]]:
    """Give what is shown in place of a rare share, half-way between its bound and its end, and whether it is "over".

    The bound is the lowest whole step that any share of fewer than `least` people lies under. It comes from the lowest
    number of people that the shown band allows, never from their exact number (R5), so that within a band a group
    without anybody and one with `least` - 1 people look alike.
    """
    fewest = np.maximum(n_low, 1)
    steps = np.floor(np.round((np.asarray(least) - 1) / fewest / BOUND_STEP, HALF_DIGITS)) + 1
    half = np.minimum(steps * BOUND_STEP, 1.0) / 2
    over = np.asarray(value > 1 / 2, dtype=bool)
    return np.asarray(np.round(np.where(over, 1 - half, half), DUST_DIGITS), dtype=np.float64), over


def end_band(
    value: Floats, n_low: Floats, low: Floats, high: Floats, step: Floats
) -> tuple[Floats, NDArray[np.object_]]:
    """Give rounded means with those near an end of their scale told as a bound, and what each bound is.

    The band at each end is as wide as one person's answer can move the mean of the fewest people that the shown band
    allows: within it one person may have answered anything, so nobody's own answer is certain. It is the same for every
    number of the band (R5). Told half-way between its bound, a step beyond it, and the end.
    """
    width = np.ceil(np.round((high - low) / np.maximum(n_low, 1) / step, HALF_DIGITS)) * step
    half = np.minimum(width + step, high - low) / 2
    over, under = value >= high - width - step / 100, value <= low + width + step / 100
    told = np.where(over, high - half, np.where(under, low + half, value))
    capped = np.full(value.shape, None, dtype=object)
    capped[over], capped[under] = "over", "under"
    return np.asarray(np.round(told, DUST_DIGITS), dtype=np.float64), capped
