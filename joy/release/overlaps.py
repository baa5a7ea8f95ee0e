"""The same people at more than two rounds (rules R9 and R13): comparisons that share most but not all of their people.

Whoever is in one comparison and not in the next could be had by subtraction, though each comparison alone is safe. So
all of one cohort and series are held against each other and against the rounds' own figures.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy.sparse import csr_array

from joy.disclosure import Sums, breaches


Step = tuple[str, str]  # earlier and later round
CHANGE, ATTRITION = "paired_change", "attrition"
Told = tuple[str, Step]


@dataclass
class _Atoms:
    """Numbers of people in each set of rounds they answered, and the number of each sum over them."""

    people: list[float] = field(default_factory=list)
    owner: list[int] = field(default_factory=list)
    number: dict[tuple[int, str], int] = field(default_factory=dict)

    def add(self, owner: int, survey_round: str, people: float) -> None:
        self.number[owner, survey_round] = len(self.people)
        self.people.append(people)
        self.owner.append(owner)


def safe_together(
    wanted: Iterable[Told], together: Mapping[frozenset[str], float], answered: Mapping[str, float], k: int
) -> set[Told]:
    """Those of the wanted results that tell of nobody, or of at least `k` people, however they are combined.

    `wanted`: paired changes, and attrition (which tells the earlier mean of those matched). `together`: linked people
    by the set of rounds in which they answered; `answered`: all who answered each round whose figure is shown. Where
    something of fewer people can be worked out, the attrition involved goes first, then the change of fewest people.
    """
    told = sorted(set(wanted))
    atoms, sets = _atoms(together, answered), [set(rounds) for rounds in together]
    size = {step: _matched(together, step) for _, step in told}
    while told:
        vectors = [_figure(atoms, survey_round) for survey_round in answered]
        vectors += [_result(atoms, sets, one) for one in told]
        found = breaches(_as_sums(vectors, atoms), k)
        involved = {told[v - len(answered)] for breach in found for v in breach.vectors if v >= len(answered)}
        if not involved:
            break
        told.remove(min(involved, key=lambda one: (one[0] != ATTRITION, size[one[1]], one)))
    return set(told)


def _matched(together: Mapping[frozenset[str], float], step: Step) -> float:
    return sum(n for rounds, n in together.items() if rounds.issuperset(step))


def _atoms(together: Mapping[frozenset[str], float], answered: Mapping[str, float]) -> _Atoms:
    atoms = _Atoms()
    for owner, (rounds, n) in enumerate(together.items()):
        for survey_round in sorted(rounds):
            atoms.add(owner, survey_round, n)
    for place, (survey_round, n) in enumerate(answered.items()):
        linked = sum(people for rounds, people in together.items() if survey_round in rounds)
        atoms.add(len(together) + place, survey_round, max(n - linked, 0.0))
    return atoms


def _figure(atoms: _Atoms, survey_round: str) -> dict[int, float]:
    return {number: 1.0 for (_, at), number in atoms.number.items() if at == survey_round}


def _result(atoms: _Atoms, sets: Sequence[set[str]], one: Told) -> dict[int, float]:
    kind, (before, after) = one
    matched = [owner for owner, rounds in enumerate(sets) if {before, after} <= rounds]
    ends = [(before, 1.0)] if kind == ATTRITION else [(before, -1.0), (after, 1.0)]
    return {atoms.number[owner, end]: sign for owner in matched for end, sign in ends}


def _as_sums(vectors: Sequence[Mapping[int, float]], atoms: _Atoms) -> Sums:
    dense = np.zeros((len(vectors), len(atoms.people)))
    for row, vector in enumerate(vectors):
        dense[row, list(vector)] = list(vector.values())
    nothing = csr_array((0, len(atoms.people)))
    return Sums(csr_array(dense), np.array(atoms.people), np.array(atoms.owner, dtype=np.int64), nothing)
