"""The span audit (rules R8 and R9): what can be worked out of published sums, and whom it would be about.

Everything published is a sum over atoms, the smallest groups there are. Whatever can be worked out by adding,
subtracting and multiplying published sums lies in their linear span; so a group is safe exactly while it does not.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, combinations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import connected_components


Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Truths = NDArray[np.bool_]

ZERO = 1e-9  # sums have small whole coefficients; anything nearer to 0 is binary dust
NOWHERE = -1
MANY_ENTRIES = 2_000_000  # looked at in one go, so that memory stays small
PAIR = 2  # R9 asks for unions of two
MANY_SETS = 2_000  # sets of owners looked at one by one in one connected part


@dataclass(frozen=True)
class Breach:
    """Something that can be worked out and must not be.

    `vectors`: positions of the published sums it is worked out from. `atoms`: whom it is about. `people`: how many they
    are at least.
    """

    vectors: tuple[int, ...]
    atoms: tuple[int, ...]
    people: float


@dataclass(frozen=True)
class Sums:
    """Published sums over atoms that are not shown themselves.

    `vectors`: one row per published sum, one column per atom. `people`: of each atom at least so many; 0 for an atom
    nobody is in, missing counts as one. `owner`: atoms of one owner are answered by the same people (a team's weeks),
    so together they are only as many as the largest. `groups`: hidden groups that may not be had whatever their size,
    one row each, over the same atoms.
    """

    vectors: csr_array
    people: Floats
    owner: Integers
    groups: csr_array


def sums(
    vectors: Iterable[Iterable[int]],
    people: ArrayLike,
    *,
    owner: ArrayLike | None = None,
    groups: Iterable[Iterable[int]] = (),
) -> Sums:
    """Make `Sums` from lists of atoms; every atom has its own people unless `owner` says otherwise."""
    counts = np.asarray(people, dtype=float)
    whose = np.arange(len(counts)) if owner is None else np.unique(np.asarray(owner), return_inverse=True)[1]
    return Sums(_rows(vectors, len(counts)), counts, np.asarray(whose, dtype=np.int64), _rows(groups, len(counts)))


def breaches(published: Sums, k: int) -> list[Breach]:
    """Find what of fewer than `k` people, and which hidden group, can be worked out of published sums.

    Looked for are the hidden groups themselves, whatever their size, and anything at all, with any coefficients, about
    the atoms of one owner or two of fewer than `k` people together (of more owners too, in connected parts of usual
    size); and differences of two published sums. So every single atom and every union of two is found. Works in each
    connected part alone; a sum that shares no atom with another needs no elimination. Checked against exact rational
    elimination over all small groups (tests/properties/test_span_audit.py).
    """
    vectors, groups, people = _without_nobody(published)
    label = _labels(vectors)
    of_row = np.where(np.diff(vectors.indptr) > 0, label[: len(label) - len(people)], NOWHERE)
    of_atom = label[len(label) - len(people) :]
    of_group = _labels_of(groups, of_atom)
    names, size = np.unique(of_row[of_row != NOWHERE], return_counts=True)
    several = names[size > 1]
    single = np.flatnonzero(np.isin(of_row, names[size == 1]))
    found = _alone(vectors, single, groups, of_row, of_group, people, published.owner, k)
    lists = (_by_label(labels, several) for labels in (of_row, of_atom, of_group))
    for rows, columns, of_groups in zip(*lists, strict=True):
        part = _Part(
            vectors[rows][:, columns].toarray(),
            groups[of_groups][:, columns].toarray(),
            people[columns],
            published.owner[columns],
        )
        found += [_outside(breach, rows, columns) for breach in _of_part(part, k)]
    return found


@dataclass(frozen=True)
class _Part:
    """One connected part, dense: vectors and groups over its atoms, their people and owners."""

    vectors: Floats
    groups: Floats
    people: Floats
    owner: Integers


def _rows(lists: Iterable[Iterable[int]], width: int) -> csr_array:
    atoms = [list(one) for one in lists]
    row = np.repeat(np.arange(len(atoms)), [len(one) for one in atoms])
    column = np.fromiter(chain.from_iterable(atoms), dtype=np.int64)
    return csr_array((np.ones(len(column)), (row, column)), shape=(len(atoms), width))


def _without_nobody(published: Sums) -> tuple[csr_array, csr_array, Floats]:
    """Take out atoms that nobody is in; an unknown number counts as one person (R22)."""
    people = np.where(np.isnan(published.people), 1.0, np.maximum(published.people, 0.0))
    keep = coo_array((np.ones((people > 0).sum()), (np.flatnonzero(people > 0),) * 2), shape=(len(people),) * 2).tocsr()
    vectors, groups = (csr_array(one @ keep) for one in (published.vectors, published.groups))
    for one in (vectors, groups):
        one.eliminate_zeros()
    return vectors, groups, people


def _labels(vectors: csr_array) -> Integers:
    """The connected part of every vector, then of every atom."""
    count, width = vectors.shape
    links = vectors.tocoo()
    graph = coo_array((np.ones(len(links.row)), (links.row, count + links.col)), shape=(count + width,) * 2)
    return np.asarray(connected_components(graph, directed=False)[1], dtype=np.int64)


def _labels_of(groups: csr_array, label: Integers) -> Integers:
    """The part a group lies in; nowhere if it lies in several, and so in the span of none, or is empty."""
    row = np.repeat(np.arange(groups.shape[0]), np.diff(groups.indptr))
    low, high = np.full(groups.shape[0], len(label) + groups.shape[0] + 1), np.full(groups.shape[0], NOWHERE)
    np.minimum.at(low, row, label[groups.indices])
    np.maximum.at(high, row, label[groups.indices])
    return np.where(low == high, high, NOWHERE)


def _alone(
    vectors: csr_array,
    rows: Integers,
    groups: csr_array,
    of_row: Integers,
    of_group: Integers,
    people: Floats,
    owner: Integers,
    k: int,
) -> list[Breach]:
    """Breaches of sums that share no atom with another: whoever is in it, and a group that is all of it."""
    total = _people_of_rows(vectors, people, owner)
    length = np.diff(groups.indptr)
    whole = {int(of_group[g]): int(length[g]) for g in np.argsort(length) if of_group[g] != NOWHERE}
    bounds, found = vectors.indptr, []
    is_group = [whole.get(int(of_row[i]), 0) == bounds[i + 1] - bounds[i] for i in rows]
    for i in rows[(total[rows] < k) | np.array(is_group, dtype=bool)]:
        atoms = vectors.indices[bounds[i] : bounds[i + 1]]
        found.append(Breach((int(i),), tuple(int(atom) for atom in atoms), float(total[i])))
    return found


def _people_of_rows(vectors: csr_array, people: Floats, owner: Integers) -> Floats:
    """How many people each vector is about at least: of one owner the most, over owners together."""
    row = np.repeat(np.arange(vectors.shape[0]), np.diff(vectors.indptr))
    atoms = vectors.indices
    order = np.lexsort((people[atoms], owner[atoms], row))
    row, whose, most = row[order], owner[atoms][order], people[atoms][order]
    last = np.append((row[1:] != row[:-1]) | (whose[1:] != whose[:-1]), True)[: len(row)]
    return np.asarray(np.bincount(row[last], weights=most[last], minlength=vectors.shape[0]), dtype=np.float64)


def _by_label(labels: Integers, names: Integers) -> list[Integers]:
    order = np.argsort(labels, kind="stable")
    start, stop = (np.searchsorted(labels[order], names, side=side) for side in ("left", "right"))
    return [order[a:b] for a, b in zip(start, stop, strict=True)]


def _outside(breach: Breach, rows: Integers, columns: Integers) -> Breach:
    return Breach(
        tuple(int(rows[i]) for i in breach.vectors), tuple(int(columns[i]) for i in breach.atoms), breach.people
    )


def _of_part(part: _Part, k: int) -> list[Breach]:
    reduced, pivots, made_of = echelon(part.vectors)
    found = [
        Breach(tuple(np.flatnonzero(how)), tuple(np.flatnonzero(group)), _people(group[None] != 0, part)[0])
        for group in part.groups
        if (how := _combination(group, reduced, pivots, made_of)) is not None
    ]
    if len(part.vectors) > 1:
        near = _near(part.vectors, part, k)
        found += _differences(part, near, k)
    return found + _about_few(reduced, pivots, made_of, part, k)


def _about_few(reduced: Floats, pivots: Integers, made_of: Floats, part: _Part, k: int) -> list[Breach]:
    """Whatever can be worked out about the atoms of few owners alone, with any coefficients.

    In a sum of reduced rows the coefficients stand at their pivots, so only rows with a pivot among those atoms can be
    in it, and what they have elsewhere must cancel out.
    """
    found: list[Breach] = []
    for inside in _few(part, pivots, reduced, k):
        rows = np.flatnonzero(inside[pivots])
        weights = _cancelling(reduced[np.ix_(rows, ~inside)])
        if weights is not None:
            about = np.abs(weights @ reduced[rows]) > ZERO
            how = np.abs(weights @ made_of[rows]) > ZERO
            people = float(_people(about[None], part)[0])
            found.append(Breach(tuple(np.flatnonzero(how)), tuple(np.flatnonzero(about)), people))
    return found


def _few(part: _Part, pivots: Integers, reduced: Floats, k: int) -> Iterator[Truths]:
    """Sets of atoms of fewer than `k` people together, of up to two owners; of more while there are not too many.

    Of an owner all atoms of at most so many people go together, for they are the same people.
    """
    small = np.flatnonzero(part.people < k)
    kinds = np.unique(np.column_stack([part.owner[small], part.people[small]]), axis=0)
    masks = [(part.owner == owner) & (part.people <= most) for owner, most in kinds]
    yield from masks
    for number in range(2, k):
        sets = (
            []
            if number > PAIR and math.comb(len(kinds), number) > MANY_SETS
            else combinations(range(len(kinds)), number)
        )
        few = [list(some) for some in sets if kinds[list(some), 1].sum() < k]
        few = [some for some in few if len(set(kinds[some, 0])) == number]
        if len(few) > MANY_SETS:
            few = _alike_elsewhere(few, masks, pivots, reduced)
        yield from (np.logical_or.reduce([masks[one] for one in some]) for some in few)


def _alike_elsewhere(pairs: list[list[int]], masks: list[Truths], pivots: Integers, reduced: Floats) -> list[list[int]]:
    """Those of many pairs whose rows may cancel out elsewhere: there they stand for the same atoms."""
    about = (np.abs(reduced) > ZERO).astype(float)
    common, length = about @ about.T, about.sum(axis=1)
    rows, width = [np.flatnonzero(mask[pivots]) for mask in masks], [int(mask.sum()) for mask in masks]

    def may_cancel(one: int, other: int) -> bool:
        mine, theirs = rows[one], rows[other]
        if len(mine) != 1 or len(theirs) != 1:
            return len(mine) + len(theirs) > 0
        apart = length[mine[0]] + length[theirs[0]] - 2 * common[mine[0], theirs[0]]
        return bool(apart <= width[one] + width[other])

    return [pair for pair in pairs if may_cancel(*pair)]


def _cancelling(elsewhere: Floats) -> Floats | None:
    """Weights with which the rows add up to nothing, or None where they never do; no rows never do."""
    if not len(elsewhere):
        return None
    if len(elsewhere) == 1:
        return None if elsewhere.any() else np.ones(1)
    elsewhere = elsewhere[:, elsewhere.any(axis=0)]
    left, size, _ = np.linalg.svd(elsewhere, full_matrices=len(elsewhere) > elsewhere.shape[1])  # what lies left only
    rank = int((size > ZERO * max(1.0, size.max(initial=0.0))).sum())
    return None if rank == len(elsewhere) else np.asarray(left[:, -1])


def _near(vectors: Floats, part: _Part, k: int) -> tuple[Integers, Integers]:
    """Pairs of published sums whose difference may be about few; exact where every atom has its own people."""
    first, second = np.triu_indices(len(vectors), 1)
    if len(np.unique(part.owner)) < len(part.owner):
        return first, second
    about = (np.abs(vectors) > ZERO).astype(float)
    whole, common = about @ part.people, (about * part.people) @ about.T
    few = whole[first] + whole[second] - 2 * common[first, second] < k
    return first[few], second[few]


def echelon(vectors: Floats) -> tuple[Floats, Integers, Floats]:
    """Give the reduced row echelon form without empty rows, its pivot columns, and each row as a sum of the given."""
    work = np.hstack([vectors, np.eye(len(vectors))])
    width, pivots, row = vectors.shape[1], [], 0
    for column in range(width):
        if row == len(work):
            break
        best = row + int(np.argmax(np.abs(work[row:, column])))
        if abs(work[best, column]) <= ZERO:
            continue
        work[[row, best]] = work[[best, row]]
        work[row] = _clean(work[row] / work[row, column])
        others = np.flatnonzero(np.abs(work[:, column]) > ZERO)
        block = np.ix_(others[others != row], np.flatnonzero(work[row]))  # all others hold what they held
        work[block] = _clean(work[block] - np.outer(work[block[0][:, 0], column], work[row, block[1][0]]))
        pivots.append(column)
        row += 1
    return work[:row, :width], np.array(pivots, dtype=np.int64), work[:row, width:]


def _clean(numbers: Floats) -> Floats:
    return np.where(np.abs(numbers) <= ZERO, 0.0, numbers)


def _combination(group: Floats, reduced: Floats, pivots: Integers, made_of: Floats) -> Floats | None:
    """The sum of published vectors that gives a group, or None where none does."""
    weights = group[pivots]
    if not group.any() or np.abs(weights @ reduced - group).max() > ZERO:
        return None
    how = weights @ made_of
    return np.where(np.abs(how) > ZERO, how, 0.0)


def _differences(part: _Part, pairs: tuple[Integers, Integers], k: int) -> list[Breach]:
    """R8: differences of two published sums that are about somebody, but about fewer than `k` people."""
    found: list[Breach] = []
    step = max(1, MANY_ENTRIES // part.vectors.shape[1])
    for start in range(0, len(pairs[0]), step):
        one, other = (places[start : start + step] for places in pairs)
        about = np.abs(part.vectors[one] - part.vectors[other]) > ZERO
        people = _people(about, part)
        found += [
            Breach((int(one[i]), int(other[i])), tuple(np.flatnonzero(about[i])), float(people[i]))
            for i in np.flatnonzero((people > 0) & (people < k))
        ]
    return found


def _people(about: Truths, part: _Part) -> Floats:
    """How many people at least each row of atoms is: of one owner the most, over owners together."""
    owners, whose = np.unique(part.owner, return_inverse=True)
    if len(owners) == len(part.owner):
        return np.asarray(about @ part.people, dtype=float)
    total = np.zeros(len(about))
    for owner in range(len(owners)):
        own = whose == owner
        total += (about[:, own] * part.people[own]).max(axis=1)
    return total
