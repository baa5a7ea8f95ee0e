"""Attacks over several published updates: what came in or went out between them, by elimination over all ever shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations

import numpy as np
import pandas as pd

from joy.attack.equations import PRIME, Integers, echelon
from joy.attack.history import Atoms, History, histories
from joy.attack.report import AttackLine
from joy.definitions import Definitions, Policy


WHAT = "who came late or was taken back, over all updates"
SEVERAL = 3  # parts that a target is made of at most


def between_updates(counted: pd.DataFrame, shown: pd.DataFrame, definitions: Definitions, policy: Policy) -> AttackLine:
    """A23, A24 and A31: fewer than k people who follow from the figures of all updates ever shown, put together.

    `counted` says how many each update counted by import (`vault.counted`), `shown` which figures each update showed.
    Aimed at are groups of up to three parts that stand in the same figures and have fewer than k people together, and
    pairs of figures that differ by so few. One update alone is not judged here.
    """
    aimed = found = 0
    if counted.empty or shown.empty or shown["number"].nunique() < 2:  # noqa: PLR2004 - two updates to hold together
        return AttackLine("A23", WHAT, 0, 0)
    for indicator_id, history in histories(counted, shown):
        indicator = definitions.indicators.get(indicator_id)
        classes = policy.classes if indicator is None else {None: policy.classes[indicator.disclosure_class]}
        tried, given = _eliminated(history, max(one.k_show for one in classes.values()))
        aimed, found = aimed + tried, found + given
    return AttackLine("A23", WHAT, aimed, found)


def _eliminated(history: History, k: int) -> tuple[int, int]:
    """How many parts and near pairs of figures there are, and how many of either give fewer than k people away."""
    parts = _alike(history.shown)
    people = [history.n(part) for part in parts]
    pairs = list(_near(history, k))
    small = [i for i, n in enumerate(people) if 0 < n < k]
    if not small:
        return len(parts) + len(pairs), len(pairs)
    seen = np.array([[part <= atoms for part in parts] for atoms in history.shown], dtype=np.int64)
    told = {i for group in _in_span(seen, small, people, k) for i in group}
    return len(parts) + len(pairs), len(told) + len(pairs)


def _alike(shown: Iterable[Atoms]) -> list[Atoms]:
    """Atoms that stand in the very same figures, together: nobody can tell them apart."""
    places: dict[int, list[int]] = {}
    for place, atoms in enumerate(shown):
        for atom in atoms:
            places.setdefault(atom, []).append(place)
    parts: dict[tuple[int, ...], set[int]] = {}
    for atom, where in places.items():
        parts.setdefault(tuple(where), set()).add(atom)
    return [frozenset(part) for part in parts.values()]


def _near(history: History, k: int) -> Iterator[tuple[Atoms, Atoms]]:
    """Pairs of shown figures that differ by somebody, but by fewer than k people."""
    for one, other in combinations(history.shown, 2):
        if len(one ^ other) < k and 0 < history.n(one ^ other) < k:
            yield one, other


def _in_span(seen: Integers, small: list[int], people: list[float], k: int) -> Iterator[tuple[int, ...]]:
    """Small groups of parts whose sum is a combination of the shown sums: nothing that is left open moves it.

    Two random moves that change no shown figure are held against them, in whole numbers modulo a prime; a group that
    either moves by anything cannot be worked out, and one that neither moves can (but for a chance of 1 in 10^18).
    """
    first, second = _moves(seen)
    by_move: dict[tuple[int, int], list[int]] = {}
    for i in small:
        by_move.setdefault((int(first[i]), int(second[i])), []).append(i)
    alone = set(by_move.pop((0, 0), []))
    yield from ((i,) for i in alone)
    rest = [i for i in small if i not in alone]
    for size in range(1, SEVERAL):
        for group in combinations(rest, size):
            n = sum(people[i] for i in group)
            if n >= k - 1:
                continue
            wanted = _rest(first, group), _rest(second, group)
            for i in by_move.get(wanted, ()):
                if i > group[-1] and n + people[i] < k:
                    yield (*group, i)


def _rest(move: Integers, group: Iterable[int]) -> int:
    """By how much the missing part of a group has to move, so that together they do not."""
    return -sum(int(move[i]) for i in group) % PRIME


def _moves(seen: Integers) -> tuple[Integers, Integers]:
    """Two random changes of the parts that leave every shown sum as it is."""
    rows = echelon(seen % PRIME)
    pivots = np.array([int(np.flatnonzero(row)[0]) for row in rows], dtype=np.int64)
    free = np.setdiff1d(np.arange(seen.shape[1]), pivots)
    draw = np.random.default_rng(0)

    def move() -> Integers:
        change = np.zeros(seen.shape[1], dtype=np.int64)
        change[free] = draw.integers(1, PRIME, len(free))
        products = rows[:, free] * change[free] % PRIME
        change[pivots] = -products.sum(axis=1) % PRIME
        return change

    return move(), move()
