"""The slow, exact judge of the span audit: rational elimination, sharing no code with what it judges."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations


Vector = Mapping[object, int]  # coefficient of each smallest group in a published sum


def exact_basis(vectors: Iterable[Vector]) -> dict[object, dict[object, Fraction]]:
    """Fully reduced basis of the span: pivot → row."""
    basis: dict[object, dict[object, Fraction]] = {}
    for vector in vectors:
        row = remainder(basis, vector)
        if not row:
            continue
        pivot = min(row, key=str)
        row = {atom: part / row[pivot] for atom, part in row.items()}
        for other, known in basis.items():
            if (weight := known.get(pivot, Fraction(0))) != 0:
                basis[other] = minus(known, row, weight)
        basis[pivot] = row
    return basis


def minus(row: Mapping[object, Fraction], other: Mapping[object, Fraction], weight: Fraction) -> dict[object, Fraction]:
    left = {atom: row.get(atom, Fraction(0)) - weight * other.get(atom, Fraction(0)) for atom in {*row, *other}}
    return {atom: part for atom, part in left.items() if part != 0}


def remainder(basis: Mapping[object, Mapping[object, Fraction]], vector: Vector) -> dict[object, Fraction]:
    """What of a vector the basis cannot give; empty where it lies in the span."""
    row = {atom: Fraction(part) for atom, part in vector.items() if part}
    for pivot, known in basis.items():
        if (weight := row.get(pivot, Fraction(0))) != 0:
            row = minus(row, known, weight)
    return row


def recoverable(
    vectors: Sequence[Vector], people: Mapping[object, float], owner: Mapping[object, object], k: int, *, most: int
) -> Iterator[frozenset[object]]:
    """Every union of at most `most` smallest groups with fewer than `k` people whose sum can be worked out."""
    basis = exact_basis(vectors)
    some = [atom for atom, n in people.items() if n > 0]
    for size in range(1, most + 1):
        for group in combinations(some, size):
            if crowd(group, people, owner) < k and not remainder(basis, dict.fromkeys(group, 1)):
                yield frozenset(group)


def crowd(group: Iterable[object], people: Mapping[object, float], owner: Mapping[object, object]) -> float:
    """At least so many people: of one team's weeks the most, for they are the same people."""
    most: dict[object, float] = {}
    for atom in group:
        most[owner[atom]] = max(most.get(owner[atom], 0.0), people[atom])
    return sum(most.values())
