"""Whatever is brought in late, taken back, corrected or erased: no two updates differ by a few people."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import combinations

import numpy as np
import pandas as pd
import pytest

from joy.release import make_release
from joy.store import Store
from tests.small_world import lay_out


K = 5
ITEMS = ("genuine", "seen", "understand", "differ", "repair", "energy")
TEAMS = {"a": [9, 9, 9, 9], "b": [9, 9, 9]}
ROUNDS = {"a": ("a-r1", "a-r2"), "b": ("b-r1", "b-r2")}
Leaf = tuple[str, str]
People = dict[str, int]  # who, and what they answered


@dataclass
class World:
    """Who is in the database, by import; what each published update was made from, and which figures it showed."""

    store: Store
    draw: np.random.Generator
    imports: dict[int, dict[Leaf, People]] = field(default_factory=dict)
    undone: list[dict[Leaf, People]] = field(default_factory=list)
    counted: list[dict[Leaf, People]] = field(default_factory=list)
    shown: list[set[tuple[str, str, str]]] = field(default_factory=list)
    persons: int = 0

    def people(self, leaf: Leaf, count: int) -> People:
        first, self.persons = self.persons, self.persons + count
        return {f"{leaf} {n}": int(self.draw.integers(0, 5)) for n in range(first, first + count)}

    def bring_in(self, given: dict[Leaf, People]) -> None:
        number = max(self.imports, default=0) + len(self.undone) + 1
        self.imports[number] = given
        rows = [(leaf, who, code) for leaf, people in given.items() for who, code in people.items()]
        write(self.store, number, rows)

    def take_back(self, number: int) -> None:
        self.undone.append(self.imports.pop(number))
        with self.store.writing() as writer:
            for table in ("answer", "response"):
                writer.run(f"intake/undo_{table}", batch_no=number)

    def erase(self, number: int, leaf: Leaf) -> None:
        """One person's answers, as an erasure removes them."""
        people = self.imports[number][leaf]
        who = next(iter(people))
        with self.store.cursor() as cursor:
            ((gone,),) = cursor.execute(
                "SELECT min(response_no) FROM vault.response WHERE link_key = $who",
                {"who": who},
            ).fetchall()
            for table in ("answer", "response"):
                cursor.execute(f"DELETE FROM vault.{table} WHERE response_no = $gone", {"gone": gone})  # noqa: S608 - from this tuple
        del people[who]

    def publish(self) -> None:
        update = make_release(self.store, "p", reason="by_hand")
        with self.store.cursor() as cursor:
            figures = cursor.execute(
                "SELECT DISTINCT group_kind, group_id, period_id FROM release.figure "
                "WHERE release_id = $update AND state = 'shown'",
                {"update": update},
            ).fetchall()
            held = cursor.execute(
                "SELECT enrolment_id, round_id, came_with FROM vault.held_cell JOIN vault.survey_cell USING (cell_no)"
            ).fetchall()
        self.shown.append(set(figures))
        self.counted.append(everybody(self.imports, set(held)))


def everybody(imports: dict[int, dict[Leaf, People]], held: set[tuple[str, str, int]]) -> dict[Leaf, People]:
    found: dict[Leaf, People] = {}
    for number, given in imports.items():
        for leaf, people in given.items():
            if (*leaf, number) not in held:
                found.setdefault(leaf, {}).update(people)
    return found


def write(store: Store, number: int, rows: list[tuple[Leaf, str, int]]) -> None:
    with store.writing() as writer:
        cells = writer.ask("intake/cells")
        known = {(row.enrolment_id, row.round_id): row.cell_no for row in cells.itertuples()}
        new = sorted({leaf for leaf, _, _ in rows} - set(known))
        numbered = {leaf: len(known) + place for place, leaf in enumerate(new, start=1)}
        if new:
            made = [(cell, *leaf, "staff") for leaf, cell in numbered.items()]
            writer.append("vault.survey_cell", frame(made, "cell_no enrolment_id round_id rater"))
        known |= numbered
        first = 1000 * number
        responses = [(first + n, known[leaf], who, number) for n, (leaf, who, _) in enumerate(rows)]
        answers = [
            (first + n, known[leaf], item, code, number)
            for n, (leaf, _, code) in enumerate(rows)
            for item in range(1, len(ITEMS) + 1)
        ]
        writer.append("vault.response", frame(responses, "response_no cell_no link_key batch_no"))
        writer.append("vault.answer", frame(answers, "response_no cell_no item_no code batch_no"))


def frame(rows: list[tuple[object, ...]], columns: str) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=columns.split())


def begin(store: Store, seed: int) -> World:
    lay_out(store, TEAMS)
    with store.writing() as writer:
        items = [(n, "p6_colleagues@1", key) for n, key in enumerate(ITEMS, start=1)]
        writer.append("vault.item", frame(items, "item_no instrument item_key"))
    world = World(store, np.random.default_rng(seed))
    leaves = [(f"{c}-{t}", r) for c, sizes in TEAMS.items() for t in range(1, len(sizes) + 1) for r in ROUNDS[c]]
    for half in (leaves[::2], leaves[1::2]):
        world.bring_in({leaf: world.people(leaf, int(world.draw.integers(2, 10))) for leaf in half})
    return world


def something_happens(world: World) -> None:
    """One of: a late import, an undo, the same file again, a corrected file, an erasure."""
    number = int(world.draw.choice(sorted(world.imports)))
    leaves = [leaf for leaf, people in world.imports[number].items() if people]
    event = str(world.draw.choice(["late", "late", "undo", "again", "corrected", "erase"]))
    if event == "late" or (event in {"again", "corrected"} and not world.undone) or len(world.imports) == 1:
        every = sorted({leaf for given in world.imports.values() for leaf in given})
        some = world.draw.permutation(len(every))[: int(world.draw.integers(1, 4))]
        world.bring_in({every[i]: world.people(every[i], int(world.draw.integers(1, 8))) for i in some})
    elif event == "undo":
        world.take_back(number)
    elif event == "erase" and leaves:
        world.erase(number, leaves[int(world.draw.integers(len(leaves)))])
    elif world.undone:
        given = {leaf: dict(people) for leaf, people in world.undone.pop().items()}
        if event == "corrected":
            people = next(iter(given.values()))
            people.update({who: (code + 1) % 5 for who, code in list(people.items())[:2]})
        world.bring_in(given)


def groups(counted: dict[Leaf, People]) -> dict[tuple[str, str, str], People]:
    """Everybody in each team and cohort by round, and in the programme's two ends."""
    found: dict[tuple[str, str, str], People] = {}
    for (team, survey_round), people in counted.items():
        end = "baseline" if survey_round.endswith("r1") else "latest"
        for key in (("team", team, survey_round), ("cohort", team[0], survey_round), ("programme", "p", end)):
            found.setdefault(key, {}).update(people)
    return found


def apart(one: People, other: People) -> int:
    """How many people are in one only, or answered something else."""
    return sum(one.get(who) != other.get(who) for who in one.keys() | other.keys())


def few_apart(
    counted: list[dict[Leaf, People]], shown: list[set[tuple[str, str, str]]]
) -> Iterator[tuple[int, int, tuple[str, str, str], int]]:
    """Pairs of updates and groups shown in both that differ by one to k-1 people."""
    told = [groups(one) for one in counted]
    for first, second in combinations(range(len(told)), 2):
        for key in shown[first] & shown[second]:
            number = apart(told[first].get(key, {}), told[second].get(key, {}))
            if 0 < number < K:
                yield first, second, key, number


def left_over(
    counted: list[dict[Leaf, People]], shown: list[set[tuple[str, str, str]]]
) -> Iterator[tuple[int, tuple[str, str, str], int]]:
    """Cohorts of which one to k-1 people remain without the teams that any update showed with the same answers."""
    told = [groups(one) for one in counted]
    known = {(key, tuple(sorted(told[v].get(key, {}).items()))) for v, keys in enumerate(shown) for key in keys}
    for place, keys in enumerate(shown):
        for key in keys:
            if key[0] == "cohort":
                parts = [(k, p) for k, p in told[place].items() if k[0] == "team" and k[2] == key[2]]
                rest = sum(len(people) for team, people in parts if (team, tuple(sorted(people.items()))) not in known)
                if 0 < rest < K:
                    yield place, key, rest


def told_together(counted: list[dict[Leaf, People]], shown: list[set[tuple[str, str, str]]]) -> list[int]:
    """How many people each small set has that all figures of all updates, as sums over single people, tell together.

    People whom the same figures count are one column. A set of up to three columns is told when every way of changing
    people without changing a figure leaves its sum as it is.
    """
    told = [groups(one) for one in counted]
    figures = {frozenset(told[v].get(key, {}).items()) for v, keys in enumerate(shown) for key in keys} - {frozenset()}
    columns: dict[tuple[bool, ...], int] = {}
    for person in frozenset().union(*figures):
        where = tuple(person in figure for figure in figures)
        columns[where] = columns.get(where, 0) + 1
    size = np.array([*columns.values()])
    _, weights, turned = np.linalg.svd(np.array([*columns], dtype=float).T)
    free = turned[int((weights > 1e-8).sum()) :]
    small = [at for at in range(len(size)) if size[at] < K]
    sets = [list(some) for many in (1, 2, 3) for some in combinations(small, many) if size[list(some)].sum() < K]
    return [int(size[some].sum()) for some in sets if not np.abs(free[:, some].sum(axis=1)).max(initial=0.0) > 1e-7]


@pytest.mark.slow
@pytest.mark.parametrize("seed", [102, 104])
def test_all_updates_together_tell_of_nobody(store: Store, seed: int) -> None:
    """In a random history no sum or difference of figures of any updates is about fewer than k people, though each
    figure for itself differs by enough; publishing all that pass the threshold is."""
    world = begin(store, seed)
    naive: list[dict[Leaf, People]] = []
    for _ in range(10):
        world.publish()
        naive.append(everybody(world.imports, set()))
        something_happens(world)

    assert told_together(naive, [{k for k, people in groups(one).items() if len(people) >= K} for one in naive])
    assert told_together(world.counted, world.shown) == []


@pytest.mark.slow
def test_no_two_updates_differ_by_a_few_people(store: Store) -> None:
    """In a random history of late files, undos, corrections and erasures any two updates ever shown differ, in every
    group that both show, by nobody or at least k people, and no cohort of one less the teams of all leaves fewer;
    publishing everything each time keeps to neither."""
    world = begin(store, 11)
    naive: list[dict[Leaf, People]] = []
    for _ in range(12):
        world.publish()
        naive.append(everybody(world.imports, set()))
        something_happens(world)

    by_threshold = [{key for key, people in groups(one).items() if len(people) >= K} for one in naive]

    assert list(few_apart(naive, by_threshold))
    assert list(left_over(naive, by_threshold))
    assert list(left_over(world.counted, world.shown)) == []
    assert list(few_apart(world.counted, world.shown)) == []
    assert len(set.union(*world.shown)) > 10
