"""Every attack on every world, once against our release and once against a careless one of the same people."""

from __future__ import annotations

import tempfile
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import naive
import worlds

from joy.attack import AttackReport, Truth, self_attack, truth_of
from joy.release.make import build_frames
from joy.release.statistics import rebuild_statistics
from joy.settings import Settings
from joy.store import Store, open_store
from joy.store.definitions import definitions_of


@dataclass
class Tally:
    """What came of many worlds, by attack: targets and successes against ours and against a careless release."""

    worlds: int = 0
    read: int = 0
    unread: int = 0
    ours: Counter[str] = field(default_factory=Counter)
    ours_tried: Counter[str] = field(default_factory=Counter)
    careless: Counter[str] = field(default_factory=Counter)
    careless_tried: Counter[str] = field(default_factory=Counter)
    what: dict[str, str] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def add(self, number: int, k: int, ours: AttackReport, careless: AttackReport) -> None:
        self.read, self.unread = self.read + ours.read, self.unread + ours.unread
        for line in ours.tried:
            self.what[line.attack] = line.what
            self.ours[line.attack] += line.recovered
            self.ours_tried[line.attack] += line.targets
            if line.recovered:
                self.faults.append(f"{line.attack}: {line.recovered} in programme w{number}, k {k}")
        for line in careless.tried:
            self.careless[line.attack] += line.recovered
            self.careless_tried[line.attack] += line.targets

    def join(self, other: Tally) -> Tally:
        """Both together."""
        read, unread = self.read + other.read, self.unread + other.unread
        both = Tally(
            self.worlds + other.worlds,
            read,
            unread,
            what={**self.what, **other.what},
            faults=self.faults + other.faults,
        )
        for name in ("ours", "ours_tried", "careless", "careless_tried"):
            setattr(both, name, getattr(self, name) + getattr(other, name))
        return both


def besiege(numbers: range) -> Tally:
    """Build the programmes with these numbers, release them both ways, and try every attack on figures."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(home=Path(folder) / "home", with_sample=False)
        with closing(open_store(settings)) as store:
            worlds.build(store, numbers)
            return _attacked(store, numbers)


def _attacked(store: Store, numbers: range) -> Tally:
    definitions = definitions_of(store)
    with store.writing() as writer:
        rebuild_statistics(writer, definitions)
    found = Tally(worlds.worlds_in(numbers))
    for number in numbers:
        k, name = worlds.k_of(number), f"w{number}"
        policy = worlds.policy_for(k)
        truth = truth_of(store, name, worlds.TODAY, definitions, policy)
        ours = self_attack(build_frames(store, name, worlds.TODAY, definitions, policy), truth, definitions, policy)
        plainly = naive.naive_release(truth, definitions, k, name)
        careless = self_attack(plainly, _unread(truth), definitions, naive.naive_policy(policy))
        found.add(number, k, ours, careless)
    return found


def _unread(truth: Truth) -> Truth:
    """The careless release tells exact numbers itself."""
    return Truth(truth.scores, truth.rounds, truth.days, truth.options, truth.people, {})


def halves() -> tuple[range, range]:
    """The programmes in two halves, so that two processes can share the work."""
    return range(0, worlds.PROGRAMMES, 2), range(1, worlds.PROGRAMMES, 2)
