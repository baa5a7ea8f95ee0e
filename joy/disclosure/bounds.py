"""What rounding leaves open (rule R9): how closely a hidden sum is hemmed in by shown ones, beside the linear span.

Whoever knows every number of answers reads from a shown figure between which sums its answers lie. A total less the
most that its shown parts can hold is the least that its hidden parts hold, and so on through all totals. The span audit
sees what follows exactly; this sees what follows nearly.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray


Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Truths = NDArray[np.bool_]

# A hidden mean must stay open by 1.0 of the 4 points of a one-to-five scale (of a share: 25 points), or leave three
# possible sums: reference of the self-attack, which is written apart from this and judges it.
NARROW = 1 / 4
FEW_SUMS = 3
POINTS = 4
CERTAIN = 1e-4  # of one answer
DUST = 1e-6  # of one answer: rounding dust of shown numbers
MOST_PASSES = 60  # sums within sums are four deep; what passes on longer narrows by dust
UNKNOWN = 1e7  # wider than any sum of answers, and small enough to lose no digits


@dataclass(frozen=True)
class Room:
    """Between which numbers each sum of `n` answers lies, one answer counting 0 to 1.

    `is_count`: sums are whole; `of_people`: no two answers of one sum are the same person's.
    """

    low: Floats
    high: Floats
    n: Floats
    is_count: bool
    of_people: bool = True


def share_room(
    value: ArrayLike, capped: ArrayLike, n: ArrayLike, step: ArrayLike, least: ArrayLike, is_large: ArrayLike
) -> tuple[Floats, Floats]:
    """Give the fewest and most answers that a shown share may count, for whoever knows `n`.

    `step` is what it was rounded to and `least` the fewest that are counted in, or left out, before it is told as a
    bound (`capped`: over, under or None). A half goes up, but away from the middle unless the group
    `is_large`. The inverse of `grade_many`, checked by counting every group of up to 44 answers and some larger ones
    (tests/spec/test_disclosure_bounds.py).
    """
    share, number, width, few = (np.asarray(a, dtype=float) for a in (value, n, step, least))
    bound = np.asarray(capped, dtype=object)
    edges = share - width / 2, share + width / 2
    goes_down = [~np.asarray(is_large, dtype=bool) & (edge < 1 / 2 - DUST) for edge in edges]
    low = np.maximum(edges[0] * number + np.where(goes_down[0], 2 * DUST, 0), few)
    high = np.minimum(edges[1] * number - np.where(goes_down[1], 0, 2 * DUST), number - few)
    low = np.where(bound == "over", number - few + 1, np.where(bound == "under", 0, low))
    high = np.where(bound == "over", number, np.where(bound == "under", few - 1, high))
    return _whole(np.maximum(low, 0), np.minimum(high, number))


def mean_room(
    value: ArrayLike, capped: ArrayLike, n: ArrayLike, step: ArrayLike, low: ArrayLike, high: ArrayLike
) -> tuple[Floats, Floats]:
    """Give the least and greatest sum of answers, each scaled to 0 to 1, that a shown mean within low..high leaves.

    A bound is told half-way between its end and a step beyond its band (`rare.end_band`); the mean was rounded to
    somewhere within the band.
    """
    wide = np.asarray(high, dtype=float) - np.asarray(low, dtype=float)
    mean, half = (np.asarray(value, dtype=float) - low) / wide, np.asarray(step, dtype=float) / wide / 2
    bound, number = np.asarray(capped, dtype=object), np.asarray(n, dtype=float)
    least = np.where(bound == "over", 2 * mean - 1 + half, np.where(bound == "under", 0, mean - half))
    most = np.where(bound == "under", 2 * mean - half, np.where(bound == "over", 1, mean + half))
    return np.clip(least, 0, 1) * number, np.clip(most, 0, 1) * number


def passed_on(room: Room, whole: Integers, part: Integers) -> Room:
    """Narrow every sum by the sums it is made of and those it is a part of, until nothing narrows any more.

    `whole[i]` is the sum of its parts, `part[i]` one of them. Exact where every sum is a part of one other at most;
    where sums overlap it may leave more open than linear programming would.
    """
    low, high = room.low.copy(), room.high.copy()
    is_sum = np.bincount(whole, minlength=len(low)) > 0
    for _ in range(MOST_PASSES):
        before = low.copy(), high.copy()
        least, most = (np.bincount(whole, weights=one[part], minlength=len(low)) for one in (low, high))
        low[is_sum], high[is_sum] = np.maximum(low, least)[is_sum], np.minimum(high, most)[is_sum]
        down, up = low[whole] - (most[whole] - high[part]), high[whole] - (least[whole] - low[part])
        np.maximum.at(low, part, np.where(down > before[0][part] + DUST, down, -UNKNOWN))
        np.minimum.at(high, part, np.where(up < before[1][part] - DUST, up, UNKNOWN))
        if room.is_count:
            low, high = _whole(low, high)
        if np.array_equal(low, before[0]) and np.array_equal(high, before[1]):
            break
    return replace(room, low=low, high=high)


def by_one_sum(room: Room, whole: Integers, part: Integers) -> Room:
    """Narrow every sum by single shown sums that hold it, without subtracting anything.

    Where nearly everybody in a total answered alike, that says something of every part of it, and protecting parts
    cannot change it; nobody's own answer is certain all the same.
    """
    low, high = room.low.copy(), room.high.copy()
    for _ in range(MOST_PASSES):
        before = low.copy(), high.copy()
        np.maximum.at(low, part, low[whole] - (room.n[whole] - room.n[part]))
        np.minimum.at(high, part, high[whole])
        if np.array_equal(low, before[0]) and np.array_equal(high, before[1]):
            break
    return replace(room, low=low, high=high)


def is_certain(room: Room) -> Truths:
    """Whether every single answer in a sum is known, all being at one end."""
    return np.asarray((room.high <= CERTAIN) | (room.low >= room.n - CERTAIN), dtype=bool) & (room.n > 0)


def is_narrow(room: Room) -> Truths:
    """Whether a sum is known within 1.0 of 4.0 points (of a share: 25 points) with fewer than three possible sums."""
    parts = 1 if room.is_count else POINTS
    possible = np.floor(room.high * parts + DUST) - np.ceil(room.low * parts - DUST) + 1
    return np.asarray((room.high - room.low < NARROW * room.n - DUST) & (possible < FEW_SUMS) & (room.n > 0))


def is_hemmed_in(after: Room, alone: Room) -> Truths:
    """Whether each sum is known too closely: somebody's answer certain, or narrow by more than one sum itself says."""
    return is_certain(after) | (is_narrow(after) & ~is_narrow(alone))


def _whole(low: Floats, high: Floats) -> tuple[Floats, Floats]:
    return np.ceil(low - DUST), np.floor(high + DUST)
