"""The attacker's algebra: which hidden sums follow from shown ones, exactly or within bounds.

Unlike the audit that makes a published update, nothing here knows of thresholds, parents or pulse rules. Unknowns are
the totals of the smallest groups ("leaves"), scaled so that one answer lies between 0 and 1; every shown figure says
that a weighted sum of leaves lies between two numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components


Integers = NDArray[np.int64]
Floats = NDArray[np.float64]
Leaves = tuple[int, ...]

PRIME = 2_147_483_629  # the largest prime of 31 bits but a few: products of two remainders fit into 63 bits
SLACK = 1e-7  # of one answer: rounding dust of shown numbers, and what the solver may be off by
SOLVED = 0  # scipy's code for an optimum


@dataclass(frozen=True)
class Equation:
    """A weighted sum of leaves lies between `low` and `high`. `weights` are whole numbers, one for each leaf."""

    leaves: Leaves
    weights: tuple[int, ...]
    low: float
    high: float

    @staticmethod
    def total(leaves: Iterable[int], low: float, high: float) -> Equation:
        """The plain sum of some leaves."""
        members = tuple(leaves)
        return Equation(members, (1,) * len(members), low, high)


@dataclass(frozen=True)
class System:
    """Everything an attacker knows at once. `people` counts the answers behind each leaf."""

    people: Floats
    equations: tuple[Equation, ...]

    @cached_property
    def matrix(self) -> csr_matrix:
        """One row per equation, one column per leaf."""
        rows = [i for i, one in enumerate(self.equations) for _ in one.leaves]
        columns = [leaf for one in self.equations for leaf in one.leaves]
        weights = [float(weight) for one in self.equations for weight in one.weights]
        return csr_matrix((weights, (rows, columns)), shape=(len(self.equations), len(self.people)))

    @cached_property
    def component(self) -> Integers:
        """For each leaf the number of the connected part of the system that it is in."""
        has_entry = abs(self.matrix)
        return np.asarray(connected_components(has_entry.T @ has_entry, directed=False)[1], dtype=np.int64)

    @cached_property
    def _parts(self) -> dict[int, tuple[Integers, Integers]]:
        """For each connected part its equations and its leaves."""
        first = np.array([self.component[one.leaves[0]] for one in self.equations], dtype=np.int64)
        return {
            int(part): (np.flatnonzero(first == part), np.flatnonzero(self.component == part))
            for part in np.unique(self.component)
        }

    @cached_property
    def _echelons(self) -> dict[int, Integers]:
        return {}

    def follows(self, target: Sequence[int]) -> bool:
        """Whether the total of these leaves is a combination of the shown sums (exact, over the field of a prime)."""
        part = int(self.component[target[0]])
        if any(self.component[leaf] != part for leaf in target):
            return all(self.follows([leaf]) for leaf in target)
        rows, columns = self._parts[part]
        if not len(rows):
            return False
        if part not in self._echelons:
            whole = self.matrix[rows][:, columns].toarray()
            self._echelons[part] = echelon(np.rint(whole).astype(np.int64) % PRIME)
        vector = np.isin(columns, list(target)).astype(np.int64)
        return not reduced(vector, self._echelons[part]).any()

    def bounds(self, target: Sequence[int]) -> tuple[float, float]:
        """The smallest and the largest total of these leaves that everything shown allows (linear programming).

        Leaves of different parts are independent. Where the solver finds no solution the shown figures contradict what
        was assumed of them, and everything is possible: an attacker who errs learns nothing.
        """
        parts = {int(self.component[leaf]) for leaf in target}
        each = [self._bounds_in(part, [leaf for leaf in target if self.component[leaf] == part]) for part in parts]
        return sum(low for low, _ in each), sum(high for _, high in each)

    def _bounds_in(self, part: int, target: Sequence[int]) -> tuple[float, float]:
        rows, columns = self._parts[part]
        most = float(self.people[list(target)].sum())
        if not len(rows):
            return 0.0, most
        wanted = np.isin(columns, list(target)).astype(float)
        block = self.matrix[rows][:, columns]
        sides = np.vstack([block.toarray(), -block.toarray()])
        lows = np.array([self.equations[row].low for row in rows])
        highs = np.array([self.equations[row].high for row in rows])
        limits = np.concatenate([highs + SLACK, SLACK - lows])
        box = [(0.0, float(most)) for most in self.people[columns]]
        found = [linprog(sign * wanted, A_ub=sides, b_ub=limits, bounds=box, method="highs") for sign in (1.0, -1.0)]
        ends = [sign * one.fun for sign, one in zip((1.0, -1.0), found, strict=True) if one.fun is not None]
        if any(one.status != SOLVED for one in found) or len(ends) < len(found):
            return 0.0, most
        return float(ends[0]), float(ends[1])


def echelon(matrix: Integers) -> Integers:
    """Bring a matrix over the prime field to reduced row echelon form; rows without any entry are left out."""
    rows, done = matrix.copy(), 0
    for column in range(rows.shape[1]):
        candidates = np.flatnonzero(rows[done:, column])
        if not len(candidates):
            continue
        pivot = done + int(candidates[0])
        rows[[done, pivot]] = rows[[pivot, done]]
        rows[done] = rows[done] * pow(int(rows[done, column]), -1, PRIME) % PRIME
        others = np.flatnonzero(rows[:, column])
        others = others[others != done]
        rows[others] = (rows[others] - rows[others, column][:, None] * rows[done]) % PRIME
        done += 1
        if done == len(rows):
            break
    return rows[:done]


def reduced(vector: Integers, rows: Integers) -> Integers:
    """What is left of a vector once every row of an echelon form is taken out: nothing if it is in their span."""
    left = vector % PRIME
    for row in rows:
        pivot = int(np.flatnonzero(row)[0])
        if left[pivot]:
            left = (left - left[pivot] * row) % PRIME
    return np.asarray(left, dtype=np.int64)
