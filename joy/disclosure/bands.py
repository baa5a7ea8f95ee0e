"""How many answers there were, told as a band (rule R3)."""

from __future__ import annotations

from math import ceil

import numpy as np
from numpy.typing import ArrayLike, NDArray

from joy.definitions.policy import Policy, Tier
from joy.disclosure.rounding import round_half_away


BAND_WIDTH = 5  # R3: 5–9, 10–14, 15–19
FIGURES = 2  # large numbers are told with two figures: nobody acts on the third


def tier_index(n: ArrayLike, policy: Policy) -> NDArray[np.int64]:
    """Give the position of the display tier for each number of answers; -1 below the first tier or missing."""
    starts = [tier.at_least for tier in policy.tiers]
    numbers = np.nan_to_num(np.asarray(n, dtype=float), nan=-1.0, posinf=-1.0, neginf=-1.0)
    index: NDArray[np.int64] = np.searchsorted(starts, numbers, side="right").astype(np.int64) - 1
    return index


def n_band(n: int, policy: Policy) -> tuple[str, int]:
    """Give the band as text, and the lowest number it allows, from which intervals are computed (R5).

    "5–9", "10–14", "15–19", then "about 25", and from a hundred on two figures ("about 8,400"). The lowest number is
    that of the rounding cell but never below its tier, because what the tier shows gives the tier away. Below the
    first tier: no text and 0.
    """
    index = int(tier_index(n, policy))
    if index < 0:
        return "", 0
    tier = policy.tiers[index]
    return _fixed_band(n) if tier.n_step is None else _rounded(n, tier.n_step, tier)


def n_bands(n: ArrayLike, policy: Policy) -> tuple[NDArray[np.object_], NDArray[np.int64]]:
    """Give the bands of many numbers at once: texts (missing as None where nothing may be told) and lowest numbers."""
    numbers = np.nan_to_num(np.asarray(n, dtype=float), nan=0.0, posinf=0.0, neginf=0.0)
    different, where = np.unique(numbers, return_inverse=True)
    bands = [n_band(int(number), policy) for number in different]
    texts = np.array([text or None for text, _ in bands], dtype=object)
    lows = np.array([low for _, low in bands], dtype=np.int64)
    return texts[where].reshape(numbers.shape), lows[where].reshape(numbers.shape)


def n_room(n: ArrayLike, policy: Policy) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give the fewest and most answers that the band of each number leaves open; nothing below the first tier."""
    numbers = np.asarray(n, dtype=float)
    different, where = np.unique(np.nan_to_num(numbers), return_inverse=True)
    ends = np.array([_ends(int(number), policy) for number in different], dtype=float).reshape(-1, 2)[where]
    return ends[:, 0], ends[:, 1]


def _ends(n: int, policy: Policy) -> tuple[float, float]:
    index = int(tier_index(n, policy))
    if index < 0:
        return 0.0, float(n)
    least_step, low = policy.tiers[index].n_step, n_band(n, policy)[1]
    if least_step is None:
        return float(low), float(low + BAND_WIDTH - 1)
    rounded = _nearest(n, least_step)
    return float(low), rounded + _step_at(rounded, least_step) / 2


def _fixed_band(n: int) -> tuple[str, int]:
    low = n - n % BAND_WIDTH
    return f"{low}–{low + BAND_WIDTH - 1}", low


def _rounded(n: int, least_step: int, tier: Tier) -> tuple[str, int]:
    rounded = _nearest(n, least_step)
    below = _step_at(rounded - 1, least_step)  # “about 100” reaches from 98 to 104: the step widens at its middle
    return f"about {rounded:,}", max(tier.at_least, ceil(rounded - below / 2))


def _nearest(n: int, least_step: int) -> int:
    return int(round_half_away(n, _step_at(n, least_step)))


def _step_at(n: int, least_step: int) -> int:
    widest: int = 10 ** (len(str(n)) - FIGURES)
    return max(least_step, widest)
