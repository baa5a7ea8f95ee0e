"""How finely figures are shown: the stretch of an axis, and the steps in which shares are rounded."""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from joy.definitions import load_policy


QUARTERS = 4
FEWEST_QUARTERS = 2  # a narrower axis would make chance look like change


def axis(values: Iterable[float], minimum: float, maximum: float) -> tuple[float, float]:
    """The stretch of minimum..maximum to draw `values` on, in quarters of the range; missing values do not count."""
    step = (maximum - minimum) / QUARTERS
    places = [(value - minimum) / step for value in values if not math.isnan(value)]
    if not places:
        return minimum, maximum
    low, high = max(0, math.floor(min(places))), min(QUARTERS, math.ceil(max(places)))
    while high - low < FEWEST_QUARTERS:
        is_nearer_top = sum(places) / len(places) > (low + high) / 2
        low, high = (low, high + 1) if (is_nearer_top and high < QUARTERS) or low == 0 else (low - 1, high)
    return minimum + low * step, minimum + high * step


def shown_steps(answers: ArrayLike) -> NDArray[np.float64]:
    """The step in which a share of so many answers is shown, as data/policy.toml has it; under all tiers the widest."""
    tiers = sorted(load_policy().tiers, key=lambda tier: tier.at_least)
    place = np.searchsorted([tier.at_least for tier in tiers], np.nan_to_num(np.asarray(answers)), side="right") - 1
    steps: NDArray[np.float64] = np.array([tier.share_step for tier in tiers], dtype=np.float64)[np.maximum(place, 0)]
    return steps
