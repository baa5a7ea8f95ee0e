"""Complement (rule R7): nothing hidden may be had by subtracting what is shown from a shown total."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray


Integers = NDArray[np.int64]
Truths = NDArray[np.bool_]

FEWEST_HIDDEN = 2  # R7: a single hidden child equals its parent minus its sisters
NO_PARENT = -1


def complement(
    parent_of: ArrayLike, n: ArrayLike, is_visible: ArrayLike, parent_visible: ArrayLike, k: int
) -> tuple[Truths, Truths]:
    """Hide further children until those hidden under each shown parent cannot be worked out.

    `parent_of` gives each child's row in `parent_visible` (-1: none); one parent row per group *and* period, so that
    all periods are done at once. `n` counts each child's people: for anonymous tallies pass the busiest day, which is
    the only certain bound (R1). Under a shown parent the hidden children with people must be none, or at least two with
    at least `k` people together; otherwise the smallest visible child is hidden (ties: the first), and so on. Where
    all are hidden and that is not enough, the parent is hidden. A child without people hides nobody and does not
    count; a child whose n is missing must be protected and helps nobody. Returns what may still be seen, children
    then parents; nothing that came in hidden ever comes out visible, and a second pass changes nothing.
    """
    parent = np.asarray(parent_of, dtype=np.int64)
    people = np.asarray(n, dtype=float)
    child, above = np.asarray(is_visible, dtype=bool).copy(), np.asarray(parent_visible, dtype=bool).copy()
    child &= people > 0  # a visible child without people is a fault: fail closed (R22)
    has_parent = parent != NO_PARENT
    open_parent = has_parent & _looked_up(above, parent)
    rows = np.flatnonzero(open_parent)
    order = rows[np.lexsort((people[rows], child[rows], parent[rows]))]  # by parent: hidden, then smallest visible
    group = parent[order]
    counted = np.where(people[order] > 0, people[order], 0.0)
    needs = _any_by(group, ~child[order] & ~(people[order] == 0), len(above))
    number, total = _running(group, (counted > 0).astype(float)), _running(group, counted)
    enough_before = (number - (counted > 0) >= FEWEST_HIDDEN) & (total - counted >= k)
    hide = needs[group] & ~enough_before & child[order]
    child[order[hide]] = False
    above &= ~(needs & ~_any_by(group, (number >= FEWEST_HIDDEN) & (total >= k), len(above)))
    return child, above


def complement_forest(parent_of: ArrayLike, n: ArrayLike, is_visible: ArrayLike, k: int) -> Truths:
    """Apply `complement` to parents and children that stand in one array until nothing changes any more.

    `parent_of` gives each entry's parent in the same array (-1: none). What lies under a hidden parent counts for its
    grandparent. Returns what may still be seen.
    """
    parent, visible = np.asarray(parent_of, dtype=np.int64), np.asarray(is_visible, dtype=bool)
    if not len(parent):
        return visible.copy()
    while True:
        before = int(visible.sum())
        visible = np.logical_and(*complement(parent, n, visible, visible, k))
        is_under_hidden = (parent >= 0) & ~visible[parent]
        above = np.where(is_under_hidden, parent[parent], NO_PARENT)
        visible = np.logical_and(*complement(above, n, visible, visible, k))
        if int(visible.sum()) == before:
            return visible


def _looked_up(visible: Truths, parent: Integers) -> Truths:
    """Whether each child's parent is visible; false without a parent."""
    return np.append(visible, False)[np.where(parent == NO_PARENT, len(visible), parent)]


def _any_by(group: Integers, truths: Truths, groups: int) -> Truths:
    """Whether any entry of each group is true."""
    return np.bincount(group[truths], minlength=groups) > 0


def _running(group: Integers, amounts: NDArray[np.float64]) -> NDArray[np.float64]:
    """Running totals that start afresh in each group; `group` is sorted."""
    total = np.cumsum(amounts)
    first = np.searchsorted(group, group, side="left")
    within: NDArray[np.float64] = total - np.append(0.0, total)[first]
    return within
