"""How much of an indicator's range an axis shows: whole quarters of it, and at least half of it."""

from __future__ import annotations

import math
from collections.abc import Iterable


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
