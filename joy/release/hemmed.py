"""Which hidden figures of one series are hemmed in by rounded ones (rule R9): bounds beside the linear span."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csr_array

from joy.definitions import Definitions, Indicator, Policy
from joy.disclosure.bands import n_room, tier_index
from joy.disclosure.bounds import (
    UNKNOWN,
    Room,
    by_one_sum,
    is_certain,
    is_hemmed_in,
    mean_room,
    passed_on,
    share_room,
)
from joy.disclosure.rare import UNANIMOUS
from joy.release.parts import Cells
from joy.release.policies import Policies
from joy.release.rows import KEY


Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Truths = NDArray[np.bool_]


def rooms(rows: pd.DataFrame, figures: pd.DataFrame, definitions: Definitions, policies: Policies) -> Room:
    """Give for every raw row between which sums of answers it lies, by its figure if that is shown, else 0 to n.

    `is_count` is left false: it belongs to a series (`of_series`).
    """
    n = rows["n"].to_numpy(dtype="float64")
    low, high = np.zeros(len(rows)), n.copy()
    if rows.empty:
        return Room(low, high, n, is_count=False)
    shown = figures[(figures["state"] == "shown").to_numpy()].reset_index(drop=True)
    found = pd.MultiIndex.from_frame(shown[KEY]).get_indexer(pd.MultiIndex.from_frame(rows[KEY]))
    for policy, under in policies.by_policy(rows["kept_under"]):
        for name, own in rows[under.to_numpy() & (found >= 0)].groupby("indicator_id"):
            at = own.index.to_numpy()
            low[at], high[at] = _told(shown.iloc[found[at]], n[at], definitions.indicators[str(name)], policy)
    return Room(low, high, n, is_count=False)


def of_series(room: Room, at: Integers, indicator: Indicator) -> Room:
    """The rooms of one series; sums of shares are numbers of answers, so they are whole."""
    is_share, of_people = indicator.shows == "share", indicator.counts == "people"
    return Room(room.low[at], room.high[at], room.n[at], is_share, of_people)


def counted(rows: pd.DataFrame, policies: Policies) -> Room:
    """Give for every raw row between which numbers its answers lie, by the band that is told if its figure is shown."""
    n = rows["n"].to_numpy(dtype="float64")
    low, high = np.zeros(len(rows)), n.copy()
    for policy, under in policies.by_policy(rows["kept_under"]):
        mine = under.to_numpy()
        low[mine], high[mine] = n_room(n[mine], policy)
    return Room(low, high, n, is_count=True)


def _told(told: pd.DataFrame, n: Floats, indicator: Indicator, policy: Policy) -> tuple[Floats, Floats]:
    """What shown figures of one indicator leave open under the policy they were graded with."""
    value, capped = told["value"].to_numpy(dtype="float64"), told["capped"].to_numpy(dtype=object)
    tier = tier_index(told["tier"].to_numpy(dtype="float64"), policy)
    if indicator.shows == "share":
        is_large = np.array([one.n_step is not None for one in policy.tiers])[tier_index(n, policy)]
        few = policy.merge_options_below if indicator.counts == "people" else UNANIMOUS
        step = np.array([one.share_step for one in policy.tiers])[tier]
        return share_room(value, capped, n, step, np.where(is_large, few, UNANIMOUS), is_large)
    steps = np.array([one.mean_steps for one in policy.tiers])[tier]
    low, high = indicator.minimum, indicator.maximum
    return mean_room(value, capped, n, (high - low) / steps, low, high)


@dataclass(frozen=True)
class _Links:
    """Sums and their parts, pair by pair, and by either side."""

    whole: Integers
    part: Integers
    parts: csr_array
    wholes: csr_array


def hemmed_in(cells: Cells, shown: Truths, told: Room, k: int) -> list[Integers]:
    """For everything that is known too closely the shown cells that hem it in; `told` is of the figures, all shown.

    Looked at are the hidden figures, and pairs of them under one total with fewer than `k` answers together: together
    with more they might be shown as they are. Of people, shown figures too, lest everybody's answer be certain; not of
    tallies, where that is the written weaker bound: a week in which all answers were good days may be told.
    """
    links = cells.parts.tocoo()
    whole, part = links.row.astype(np.int64), links.col.astype(np.int64)
    if not len(whole):
        return []
    first = _first(cells, shown, told)
    after, alone = passed_on(first, whole, part), by_one_sum(first, whole, part)
    is_figure = (np.arange(len(shown)) < cells.figures) & (cells.people > 0)
    close = is_figure & np.where(shown, is_certain(after) & told.of_people, is_hemmed_in(after, alone))
    small = np.flatnonzero(is_figure & ~shown & (cells.answers < k) & (cells.answers > 0))
    pairs = _close_pairs(small, whole, part, after, alone, k)
    both = _Links(whole, part, cells.parts, csr_array(cells.parts.T))
    around = [_around(both, shown, [int(one)]) for one in np.flatnonzero(close)]
    around += [_around(both, shown, pair) for pair in pairs]
    return [one for one in around if len(one)]


def pinned(cells: Cells, shown: Truths, bands: Room, size: Floats, k: int) -> list[Integers]:
    """For each hidden number of fewer than `k` answers that bands leave only one value for, the shown cells around it.

    `bands` and `size` are of the figures; where nobody is known to be more than `size` people, that bounds it as well
    (whoever knows the rota knows it; 0: not known).
    """
    links = cells.parts.tocoo()
    whole, part = links.row.astype(np.int64), links.col.astype(np.int64)
    if not len(whole):
        return []
    n = np.where(np.isnan(cells.answers), UNKNOWN, cells.answers)
    low, high = np.where(np.isnan(cells.answers), -UNKNOWN, 0.0), np.full(len(n), UNKNOWN)
    own = shown[: cells.figures]
    most = np.where(size >= n[: cells.figures], size, UNKNOWN)
    low[: cells.figures] = np.where(own, bands.low, 0.0)
    high[: cells.figures] = np.minimum(np.where(own, bands.high, UNKNOWN), np.where(most > 0, most, UNKNOWN))
    after = passed_on(Room(low, high, n, is_count=True), whole, part)
    few = (np.arange(len(shown)) < cells.figures) & ~shown & (n > 0) & (n < k)
    both = _Links(whole, part, cells.parts, csr_array(cells.parts.T))
    around = [_around(both, shown, [int(one)]) for one in np.flatnonzero(few & (after.low >= after.high))]
    return [one for one in around if len(one)]


def _first(cells: Cells, shown: Truths, told: Room) -> Room:
    """What each cell's own figure leaves open; hidden ones anything, unknown leftovers anything at all."""
    n = np.where(np.isnan(cells.answers), UNKNOWN, cells.answers)
    low = np.where(np.isnan(cells.answers), -UNKNOWN, 0.0)
    high = n.copy()
    own = np.flatnonzero(shown[: cells.figures])
    low[own], high[own] = told.low[own], told.high[own]
    return Room(low, high, n, told.is_count)


def _close_pairs(
    small: Integers, whole: Integers, part: Integers, after: Room, alone: Room, k: int
) -> Iterator[list[int]]:
    """Pairs of small hidden parts of one total that are known too closely together."""
    least, most = (np.bincount(whole, weights=one[part], minlength=len(after.n)) for one in (after.low, after.high))
    mine = np.isin(part, small)
    of_whole = pd.Series(part[mine]).groupby(whole[mine])
    for name, members in of_whole:
        total = int(str(name))
        one, other = np.triu_indices(len(members), 1)
        one, other = members.to_numpy()[one], members.to_numpy()[other]
        few = after.n[one] + after.n[other] < k
        one, other = one[few], other[few]
        low, high, n = (edge[one] + edge[other] for edge in (after.low, after.high, after.n))
        down, up = after.low[total] - (most[total] - high), after.high[total] - (least[total] - low)
        together = replace(after, low=np.maximum(low, down), high=np.minimum(high, up), n=n)
        by_one = replace(
            alone,
            low=np.maximum(alone.low[one] + alone.low[other], alone.low[total] - (alone.n[total] - n)),
            high=np.minimum(alone.high[one] + alone.high[other], alone.high[total]),
            n=n,
        )
        close = np.flatnonzero(is_hemmed_in(together, by_one))
        yield from ([int(one[i]), int(other[i])] for i in close)


def _around(links: _Links, shown: Truths, cells: list[int]) -> Integers:
    """Shown cells that tell of some cells: themselves, the nearest shown totals, and what is shown below those."""
    found, above, seen = {cell for cell in cells if shown[cell]}, list(cells), set(cells)
    below: list[int] = []
    while above:
        for total in map(int, _row(links.wholes, above.pop())):
            if total not in seen:
                (below if shown[total] else above).append(total)
                seen.add(total)
    while below:
        total = below.pop()
        found |= {total} if shown[total] else set()
        parts = [int(one) for one in _row(links.parts, total)]
        found |= {one for one in parts if shown[one]}
        below += [one for one in parts if not shown[one]]
    return np.array(sorted(found), dtype=np.int64)


def _row(matrix: csr_array, row: int) -> Integers:
    return np.asarray(matrix.indices[matrix.indptr[row] : matrix.indptr[row + 1]])
