"""What every raw figure is the sum of, so that the audit can hold figures against each other.

A window of tallies is the sum of a team's published weeks or fortnights, several rounds pooled are the sum of those
rounds, a cohort of its teams, the programme of its cohorts. The audit trusts none of this: where the numbers of answers
do not add up, what is left over becomes a group of its own.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csr_array

from joy.definitions import DisclosureClass, Policy
from joy.disclosure import Sums, pulse_visible
from joy.release.rows import parent_index


Truths = NDArray[np.bool_]
Integers = NDArray[np.int64]
Floats = NDArray[np.float64]

FINEST = {"week", "fortnight", "round"}  # what windows are made of; a team without any has its stretches
STRETCH = "between_sets"
POOLED = "pooled"
OWNER = ["group_kind", "group_id"]
UNKNOWN = 1.0  # people in what nobody can account for: so few that it may never be worked out (R22)


@dataclass(frozen=True)
class Cells:
    """Figures of one series and what they are made of; figures first, then leftovers that no figure accounts for.

    `people`: at least so many in each; `owner`: who answers it, for the weeks of one team are the same people;
    `parts[i, j]`: 1 where cell i is the sum of cell j and others; `answers`: how many are in each, missing for a
    leftover of which that is not known.
    """

    people: Floats
    answers: Floats
    owner: Integers
    parts: csr_array
    figures: int

    def shown(self, visible: Truths) -> Truths:
        """Whether each cell is shown, of the visibility of its figures; leftovers never are."""
        return np.append(visible, np.zeros(len(self.people) - self.figures, dtype=bool))


@dataclass(frozen=True)
class Expanded:
    """Published sums over hidden atoms, and the shown cells that each is worked out from."""

    sums: Sums
    cells: csr_array

    def cells_of_vector(self, vector: int) -> Integers:
        return np.asarray(self.cells.indices[self.cells.indptr[vector] : self.cells.indptr[vector + 1]])


def cells_of(series: pd.DataFrame, disclosure_class: DisclosureClass, policy: Policy) -> Cells:
    """Find the parts of every raw figure of one indicator and instrument version."""
    series = series.reset_index(drop=True)
    is_pulse = disclosure_class is DisclosureClass.PULSE
    n = series["n"].to_numpy(dtype="float64")
    people = _tallying(series, policy) if is_pulse else n
    parent = parent_index(series)
    child = np.flatnonzero(parent >= 0)
    whole, part, strange = _windows(series, set(parent[child]), policy, is_pulse=is_pulse)
    owner = np.unique(series["group_kind"].str.cat(series["group_id"], "\x1f"), return_inverse=True)[1]
    owner = _different_people(series, owner, whole, part, policy.classes[disclosure_class].k_show)
    return cells(n, people, owner, np.append(parent[child], whole), np.append(child, part), strange, is_pulse=is_pulse)


def _different_people(series: pd.DataFrame, owner: Integers, whole: Integers, part: Integers, k: int) -> Integers:
    """Rounds pooled because enough different people are known to be behind them (R1) do not stand for the same ones."""
    is_known = (series["period_kind"] == POOLED) & (series["people"] >= k)
    parts = np.unique(part[is_known.to_numpy()[whole]])
    different = owner.copy()
    different[parts] = owner.max(initial=0) + 1 + np.arange(len(parts))
    return different


def _tallying(series: pd.DataFrame, policy: Policy) -> Floats:
    """People behind anonymous tallies: as many as answered on the busiest day (R1).

    What passes the pulse rule counts as enough, by the written decision that it may be shown; whatever fails it never
    does.
    """
    n, busiest, people = (series[name].to_numpy(dtype="float64") for name in ("n", "busiest_day", "people"))
    k = policy.classes[DisclosureClass.PULSE].k_show
    passes = pulse_visible(n, busiest, people, policy)
    return np.asarray(np.where(passes, np.maximum(busiest, k), np.minimum(busiest, k - 1)), dtype=np.float64)


def cells(
    n: Floats, people: Floats, owner: Integers, whole: Integers, part: Integers, strange: Integers, *, is_pulse: bool
) -> Cells:
    """Put cells together: `part[i]` is a part of `whole[i]`; `strange` are wholes whose parts are not known."""
    count = len(n)
    summed = np.bincount(whole, weights=n[part], minlength=count)
    off = np.abs(summed - n)
    leftover = np.union1d(strange, np.flatnonzero((np.bincount(whole, minlength=count) > 0) & (off > 0)))
    unknown = np.isin(leftover, strange) | is_pulse
    extra = np.arange(count, count + len(leftover))
    total = count + len(leftover)
    rows, columns = np.append(whole, leftover), np.append(part, extra)
    left = n[leftover] - summed[leftover]
    return Cells(
        np.append(people, np.where(unknown, UNKNOWN, off[leftover])),
        np.append(n, np.where(np.isin(leftover, strange) | (left < 0), np.nan, left)),
        np.append(owner, owner.max(initial=0) + 1 + np.arange(len(leftover))),
        csr_array((np.ones(len(rows)), (rows, columns)), shape=(total, total)),
        count,
    )


def _windows(
    series: pd.DataFrame, have_parts: set[int], policy: Policy, *, is_pulse: bool
) -> tuple[Integers, Integers, Integers]:
    """Windows of one group with the periods they hold, pair by pair; and windows whose numbers do not add up.

    A window holds every period that lies inside it; or, of tallies, those alone that pass the pulse rule.
    """
    columns = [*OWNER, "period_start", "period_end", "n"]
    own = series[[*columns, "period_kind"]].assign(at=np.arange(len(series)), passes=True)
    if is_pulse:
        n, busiest, people = (series[name].to_numpy(dtype="float64") for name in ("n", "busiest_day", "people"))
        own["passes"] = pulse_visible(n, busiest, people, policy)
    finest = own["period_kind"].isin(FINEST)
    has_finest = finest.groupby([own[name] for name in OWNER]).transform("any")
    is_base = finest | (~has_finest & (own["period_kind"] == STRETCH))
    wide = own[~is_base & ~own["at"].isin(have_parts) & (own["n"] > 0)]
    if wide.empty:
        return (np.array([], dtype=np.int64),) * 3
    pairs = wide.merge(own[is_base], on=OWNER, suffixes=("", "_part"))
    inside = pairs["period_start_part"].ge(pairs["period_start"]) & pairs["period_end_part"].le(pairs["period_end"])
    pairs = pairs[inside]
    passing = pairs["n_part"].where(pairs["passes_part"], 0).groupby(pairs["at"]).transform("sum")
    all_of_them = pairs["n_part"].groupby(pairs["at"]).transform("sum") == pairs["n"]
    held = pairs[all_of_them | ((passing == pairs["n"]) & pairs["passes_part"])]
    touches = wide[wide["at"].isin(_touching(wide, own[is_base]))]
    strange = np.setdiff1d(touches["at"], held["at"])
    return _integers(held["at"]), _integers(held["at_part"]), _integers(strange)


def _touching(wide: pd.DataFrame, base: pd.DataFrame) -> pd.Series:
    """Windows that share a day with any period of their group: they must add up, or are strange."""
    pairs = wide.merge(base, on=OWNER, suffixes=("", "_part"))
    shares = pairs["period_start_part"].lt(pairs["period_end"]) & pairs["period_end_part"].gt(pairs["period_start"])
    return pairs.loc[shares, "at"]


def _integers(values: pd.Series | NDArray[np.int64]) -> Integers:
    return np.asarray(values, dtype=np.int64)


def expanded(cells: Cells, shown: Truths, *, strict: bool = True) -> Expanded:
    """Write every shown sum over hidden atoms: what is shown itself is taken off, what is hidden is taken apart.

    Taking off a shown part subtracts one published figure from another, so what can be worked out stays the same.
    With `strict`, hidden figures with people are groups that may not be worked out whatever their size.
    """
    is_sum = np.diff(cells.parts.indptr) > 0
    wholes = np.flatnonzero(shown & is_sum)
    vectors, used = _taken_apart(cells, shown, is_sum, wholes)
    own = csr_array((np.ones(len(wholes)), (np.arange(len(wholes)), wholes)), shape=vectors.shape)
    hidden = np.flatnonzero(~shown & (cells.people > 0) & (np.arange(len(shown)) < cells.figures))
    groups, _ = _taken_apart(cells, shown, is_sum, hidden[is_sum[hidden]])
    alone = hidden[~is_sum[hidden]]
    singles = csr_array((np.ones(len(alone)), (np.arange(len(alone)), alone)), shape=(len(alone), len(shown)))
    found = _stacked(groups, singles) if strict else csr_array((0, len(shown)))
    return Expanded(Sums(vectors, cells.people, cells.owner, found), csr_array(own + used))


def _taken_apart(cells: Cells, shown: Truths, is_sum: Truths, wholes: Integers) -> tuple[csr_array, csr_array]:
    """Hidden atoms of each whole, and the shown cells that were taken off on the way."""
    left, used = csr_array(cells.parts[wholes]), csr_array((len(wholes), len(shown)))
    while True:
        used = csr_array(used + _only(left, shown))
        sums_in_it = _only(left, ~shown & is_sum)
        atoms = _only(left, ~shown & ~is_sum)
        if not sums_in_it.nnz:
            return atoms, used
        left = csr_array(atoms + sums_in_it @ cells.parts)


def _only(matrix: csr_array, columns: Truths) -> csr_array:
    """The matrix with every other column emptied."""
    kept = matrix.tocoo()
    some = columns[kept.col]
    return csr_array((kept.data[some], (kept.row[some], kept.col[some])), shape=matrix.shape)


def _stacked(one: csr_array, other: csr_array) -> csr_array:
    first, second = one.tocoo(), other.tocoo()
    row = np.append(first.row, second.row + one.shape[0])
    data, column = np.append(first.data, second.data), np.append(first.col, second.col)
    return csr_array((data, (row, column)), shape=(one.shape[0] + other.shape[0], one.shape[1]))
