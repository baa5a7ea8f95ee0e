"""Shares that would tell of a handful of people: told as a bound, the same for nobody as for four (rules R3 to R5)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from joy.disclosure.rounding import DUST_DIGITS, HALF_DIGITS, Floats


BOUND_STEP = 0.05  # R3: the step in which parts of a group are told from 20 answers


def is_rare(value: Floats, n: Floats, least: int) -> NDArray[np.bool_]:
    """Whether fewer than `least` people are counted in a share (0 to 1) of `n` people, or are left out of it."""
    counted = np.round(value * n)
    return np.asarray((counted < least) | (n - counted < least), dtype=bool)


def bound(value: Floats, n_low: Floats, least: int) -> tuple[Floats, NDArray[np.bool_]]:
    """Give what is shown in place of a rare share, half-way between its bound and its end, and whether it is "over".

    The bound is the lowest whole step that any share of fewer than `least` people lies under. It comes from the lowest
    number of people that the shown band allows, never from their exact number (R5), so that within a band a group
    without anybody and one with `least` - 1 people look alike.
    """
    fewest = np.maximum(n_low, 1)
    steps = np.floor(np.round((least - 1) / fewest / BOUND_STEP, HALF_DIGITS)) + 1
    half = np.minimum(steps * BOUND_STEP, 1.0) / 2
    over = np.asarray(value > 1 / 2, dtype=bool)
    return np.asarray(np.round(np.where(over, 1 - half, half), DUST_DIGITS), dtype=np.float64), over
