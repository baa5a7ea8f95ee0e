"""The attacker's picture of one programme: leaves, what shown figures say of them, and what is worth aiming at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from joy.attack.equations import Equation, Floats, Leaves, System


@dataclass(frozen=True)
class Target:
    """A hidden group: its leaves, how many answers are behind them, and which attack it belongs to."""

    attack: str
    leaves: Leaves


@dataclass
class Picture:
    """Collects leaves and equations; `truth` is what is hidden, used only to know whether a claim is right."""

    people: list[float] = field(default_factory=list)
    truth: list[float] = field(default_factory=list)
    equations: list[Equation] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)
    unread: int = 0

    def leaf(self, people: float, total: float) -> int:
        """Add a smallest group; `total` is the sum of its answers, each between 0 and 1."""
        self.people.append(people)
        self.truth.append(total)
        return len(self.people) - 1

    def say(self, source: str, equation: Equation) -> None:
        """Add what a shown figure says; one that the truth contradicts was misread and is only counted."""
        exact = sum(w * self.truth[leaf] for leaf, w in zip(equation.leaves, equation.weights, strict=True))
        slack = 1e-5 * max(1.0, abs(exact))
        if not equation.low - slack <= exact <= equation.high + slack:
            self.unread += 1
            return
        self.equations.append(equation)
        self.sources.append(source)

    def n(self, leaves: Iterable[int]) -> float:
        return sum(self.people[leaf] for leaf in leaves)

    def system(self, sources: Iterable[str] | None = None) -> System:
        """Everything said by these sources, or by all."""
        wanted = None if sources is None else set(sources)
        chosen = [e for e, s in zip(self.equations, self.sources, strict=True) if wanted is None or s in wanted]
        return System(np.array(self.people, dtype="float64"), tuple(chosen))


@dataclass(frozen=True)
class Finding:
    """What came of one target."""

    target: Target
    follows: bool
    low: float
    high: float

    def width(self, people: float) -> float:
        """Of the mean, as a part of its range."""
        return (self.high - self.low) / people if people else 1.0


NARROW = 1 / 4  # 1.0 of the 4 points of a 1-5 scale, or 25 points of a share
FEW_SOLUTIONS = 3
CERTAIN = 1e-4
POINTS = 4  # an answer on a 1-5 scale has five values


def solutions(low: float, high: float) -> int:
    """How many whole totals of answers on a 1-5 scale lie between two totals of answers scaled to 0-1."""
    return max(0, int(np.floor(high * POINTS + 1e-6) - np.ceil(low * POINTS - 1e-6)) + 1)


def is_recovered(found: Finding, people: float, is_share: bool) -> bool:
    """Whether the interval is narrower than 1.0 of 4.0 points (a share: 25 points) with fewer than three solutions."""
    if found.width(people) >= NARROW:
        return False
    if is_share:
        return bool(np.floor(found.high + 1e-6) - np.ceil(found.low - 1e-6) + 1 < FEW_SOLUTIONS)
    return solutions(found.low, found.high) < FEW_SOLUTIONS


def by_one_total(picture: Picture, target: Target) -> Finding:
    """What follows for a target from single shown totals that hold it, without any subtraction.

    Where nearly everybody in a total answered alike, that says something of every part of it; it is what the total
    itself says, and no protection of parts could change it. Nobody's own answer may be certain all the same.
    """
    inside, people = set(target.leaves), picture.n(target.leaves)
    low, high = 0.0, people
    for one in picture.equations:
        if set(one.weights) == {1} and inside <= set(one.leaves):
            low = max(low, one.low - (picture.n(one.leaves) - people))
            high = min(high, one.high)
    return Finding(target, follows=False, low=low, high=high)


def is_certain(found: Finding, people: float) -> bool:
    """Whether every single answer behind a target is known: all at one end. `people` may only be whole numbers."""
    return found.high <= CERTAIN or found.low >= people - CERTAIN


def aim(picture: Picture, system: System, targets: Iterable[Target]) -> list[Finding]:
    """Try every target. Where moving hidden answers between alike groups is plainly possible, no solver is asked."""
    alike = _alike(system)
    truth: Floats = np.array(picture.truth, dtype="float64")
    return [_aimed(system, truth, alike, target) for target in targets]


def _aimed(system: System, truth: Floats, alike: Mapping[int, list[int]], target: Target) -> Finding:
    follows = system.follows(target.leaves)
    low, high = _room(system.people, truth, alike, target.leaves)
    if follows or high - low < NARROW * float(system.people[list(target.leaves)].sum()) + 1e-9:
        low, high = system.bounds(target.leaves)
    return Finding(target, follows, low, high)


def _room(people: Floats, truth: Floats, alike: Mapping[int, list[int]], leaves: Leaves) -> tuple[float, float]:
    """How far a total can certainly move while leaves that stand in the very same equations take up the difference.

    Inside what the solver would find, so a wide result needs no solver; a narrow one says nothing yet.
    """
    inside = list(leaves)
    total, most = float(truth[inside].sum()), float(people[inside].sum())
    down = up = 0.0
    for leaf in leaves:
        twins = [twin for twin in alike[leaf] if twin not in leaves]
        free, filled = float((people[twins] - truth[twins]).sum()), float(truth[twins].sum())
        down += min(float(truth[leaf]), free)
        up += min(float(people[leaf] - truth[leaf]), filled)
        if len(leaves) > 1:
            break  # twins of several leaves may be the same: one leaf's room is certain
    return max(0.0, total - down), min(most, total + up)


def _alike(system: System) -> dict[int, list[int]]:
    """For each leaf all leaves with exactly the same weights in every equation."""
    columns = system.matrix.tocsc()
    classes: dict[tuple[tuple[int, ...], tuple[float, ...]], list[int]] = defaultdict(list)
    keys = []
    for leaf in range(len(system.people)):
        part = columns[:, leaf]
        key = tuple(int(i) for i in part.indices), tuple(float(x) for x in part.data)
        classes[key].append(leaf)
        keys.append(key)
    return {leaf: classes[key] if key[0] else [leaf] for leaf, key in enumerate(keys)}


def grouped(frame: pd.DataFrame, by: list[str]) -> dict[tuple[str, ...], list[int]]:
    """Leaves (the frame's `leaf` column) by key."""
    return {tuple(map(str, key)): part["leaf"].tolist() for key, part in frame.groupby(by)}
