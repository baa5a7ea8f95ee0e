"""Rounding that treats halves alike and leaves no binary dust."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray


Floats = NDArray[np.float64]

DUST_DIGITS = 10  # shown figures have at most four decimals; the rest is binary dust
HALF_DIGITS = 9  # a step's half is recognised to this many digits: 0.15 / 0.1 is 1.4999999999999998


def round_half_away(values: ArrayLike, step: ArrayLike, anchor: ArrayLike = 0.0) -> Floats:
    """Round to the nearest anchor ± whole steps; a half goes away from the anchor, never to the even neighbour.

    Shapes broadcast; missing stays missing. `step` must be positive.
    """
    distance = np.asarray(values, dtype=float) - np.asarray(anchor, dtype=float)
    whole = np.floor(np.round(np.abs(distance) / step, HALF_DIGITS) + 0.5)
    rounded: Floats = np.round(anchor + np.sign(distance) * whole * step, DUST_DIGITS)
    return rounded
