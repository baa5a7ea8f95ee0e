"""Whatever tallies come late, are taken back or corrected: no two updates differ by less than the pulse rule asks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import combinations

import numpy as np
import pandas as pd
import pytest

from joy.release import make_release
from joy.store import Store
from tests.small_world import START, lay_out


WEEKS = 24
STEPS = {"a-1": 7, "a-2": 7, "a-3": 14, "a-4": 14, "a-5": 42}  # days in which each is published; 42: between sets
STEP_NAMES = {7: "week", 14: "fortnight", 42: "between_sets"}
Answer = tuple[str, date, int]  # team, day and a number of its own
Answers = dict[Answer, int]  # and whether it was a good day
Key = tuple[str, str, str, date, date]  # group_kind, group_id, period_kind, first day, first day after it


def usual(team: str, week: int) -> dict[int, int]:
    """Answers by day of the week: enough in a week, in a fortnight, or only between learning sets."""
    return {7: {0: 6}, 14: {1: 3, 3: 1}, 42: {2: 3} if week % 6 == 0 else {2: 1}}[STEPS[team]]


@dataclass
class World:
    """The answers of each import; what each update was made from, and which figures it showed."""

    store: Store
    draw: np.random.Generator
    imports: dict[int, Answers] = field(default_factory=dict)
    undone: list[Answers] = field(default_factory=list)
    counted: list[Answers] = field(default_factory=list)
    naive: list[Answers] = field(default_factory=list)
    shown: list[set[Key]] = field(default_factory=list)
    answers: int = 0

    def some(self, team: str, day: date, count: int) -> Answers:
        first, self.answers = self.answers, self.answers + count
        return {(team, day, n): int(self.draw.integers(0, 2)) for n in range(first, first + count)}

    def bring_in(self, given: Answers) -> None:
        number = len(self.imports) + len(self.undone) + 1 + max(self.imports, default=0)
        self.imports[number] = given
        days = pd.DataFrame(
            [(*key[:2], good) for key, good in given.items()], columns=["enrolment_id", "on_date", "good"]
        )
        rows = days.groupby(["enrolment_id", "on_date"], as_index=False)["good"].agg(n_total="size", n_favourable="sum")
        about = {"indicator_id": "good_days", "instrument": "good_day_yes_no@1", "channel": "app", "batch_no": number}
        with self.store.writing() as writer:
            writer.append("vault.tally", rows.assign(on_date=pd.to_datetime(rows["on_date"]), **about))

    def take_back(self, number: int) -> None:
        self.undone.append(self.imports.pop(number))
        with self.store.writing() as writer:
            writer.run("intake/undo_tally", batch_no=number)

    def publish(self) -> None:
        update = make_release(self.store, "p", reason="by_hand")
        with self.store.cursor() as cursor:
            figures = cursor.execute(
                "SELECT group_kind, group_id, period_kind, period_start, period_end FROM release.figure "
                "WHERE release_id = $update AND state = 'shown'",
                {"update": update},
            ).fetchall()
            held = set(cursor.execute("SELECT enrolment_id, week, came_with FROM vault.held_tally").fetchall())
        self.shown.append(set(figures))
        every = [(key, good, number) for number, given in self.imports.items() for key, good in given.items()]
        self.naive.append({key: good for key, good, _ in every})
        self.counted.append(
            {k: good for k, good, n in every if (k[0], k[1] - timedelta(k[1].weekday()), n) not in held}
        )


def begin(store: Store, seed: int) -> World:
    lay_out(store, {"a": [9] * len(STEPS)})
    world = World(store, np.random.default_rng(seed))
    first: Answers = {}
    for team in STEPS:
        for week in range(WEEKS):
            for day, count in usual(team, week).items():
                first |= world.some(team, START + timedelta(weeks=week, days=day), count)
    world.bring_in(first)
    return world


def something_happens(world: World) -> None:
    """One of: late tallies of one or two teams over a few days, an undo, the same file again, a corrected file."""
    event = str(world.draw.choice(["late", "late", "late", "undo", "again", "corrected"]))
    late = [number for number in world.imports if number != min(world.imports)]
    if event == "undo" and late:
        world.take_back(int(world.draw.choice(late)))
    elif event in {"again", "corrected"} and world.undone:
        given = dict(world.undone.pop())
        if event == "corrected":
            given |= {key: 1 - good for key, good in list(given.items())[:2]}
        world.bring_in(given)
    else:
        given = {}
        for team in world.draw.permutation(list(STEPS))[: int(world.draw.integers(1, 4))]:
            start = START + timedelta(weeks=2 * int(world.draw.integers(0, WEEKS // 2)))
            for day in world.draw.integers(0, 14, size=2):
                given |= world.some(str(team), start + timedelta(int(day)), int(world.draw.integers(1, 5)))
        world.bring_in(given)


def enough(answers: Answers) -> bool:
    """The pulse rule: five answers, three of them on one day."""
    days = Counter(day for _, day, _ in answers)
    return len(answers) >= 5 and max(days.values()) >= 3


def inside(counted: Answers, key: Key) -> Answers:
    """The answers behind a figure: those of every period of its teams that may be shown and begins in it."""
    kind, group, period, start, end = key
    pieces: dict[tuple[str, date], Answers] = {}
    for (team, day, number), good in counted.items():
        step = timedelta(STEPS[team])
        first = START + (day - START) // step * step
        is_part = start <= first < end and (kind != "team" or team == group)
        is_part &= first + step <= end or period == "between_sets"
        if is_part and (period != "week" or STEPS[team] == 7) and (period == "between_sets" or STEPS[team] != 42):
            pieces.setdefault((team, first), {})[team, day, number] = good
    told = [part for part in pieces.values() if enough(part)]
    return {key: good for part in told for key, good in part.items()}


def too_close(counted: list[Answers], shown: list[set[Key]]) -> Iterator[tuple[int, int, Key, int]]:
    """Pairs of updates and figures shown in both that differ, but by less than the pulse rule asks."""
    for first, second in combinations(range(len(counted)), 2):
        for key in shown[first] & shown[second]:
            one, other = inside(counted[first], key), inside(counted[second], key)
            apart = {name: 0 for name in one.keys() | other.keys() if one.get(name) != other.get(name)}
            if apart and not enough(apart):
                yield first, second, key, len(apart)


@pytest.mark.slow
@pytest.mark.parametrize("seed", [3])
def test_no_two_updates_differ_by_a_few_tallies(store: Store, seed: int) -> None:
    """In a random history of late tallies, undos, files brought again and corrections, of teams published by week, by
    fortnight and between learning sets, any figure that two updates show differs by nothing, or by what passes the
    pulse rule; publishing everything each time does not keep to it."""
    world = begin(store, seed)
    for _ in range(9):
        world.publish()
        something_happens(world)
    steps = store.ask("release/published_steps", programme_id="p").set_index("enrolment_id")["step"].to_dict()
    everything = [set.union(*world.shown)] * len(world.naive)

    assert steps == {team: STEP_NAMES[days] for team, days in STEPS.items()}
    assert {key[:1] + key[2:3] for key in world.shown[-1]} >= {
        ("team", "week"), ("team", "fortnight"), ("team", "between_sets"), ("cohort", "week"), ("cohort", "latest"),
    }  # fmt: skip
    assert list(too_close(world.naive, everything))
    assert list(too_close(world.counted, world.shown)) == []


def test_thin_weeks_that_always_come_late_are_counted_by_the_fortnight(store: Store) -> None:
    """Two late days of three tallies, too few for either week, count together for a team published by fortnight, and
    wait for one published by week."""
    world = begin(store, 1)
    world.publish()
    weeks = (START + timedelta(weeks=4, days=4), START + timedelta(weeks=5, days=4))
    for team in ("a-3", "a-1"):
        world.bring_in({key: good for day in weeks for key, good in world.some(team, day, 3).items()})
    world.publish()
    with store.cursor() as cursor:
        held = cursor.execute("SELECT DISTINCT enrolment_id FROM vault.held_tally").fetchall()

    assert held == [("a-1",)]
    assert len(world.counted[1]) == len(world.counted[0]) + 6
    fortnight = ("team", "a-3", "fortnight", START + timedelta(weeks=4), START + timedelta(weeks=6))
    assert {fortnight, ("cohort", "a", "week", START + timedelta(weeks=4), START + timedelta(weeks=5))} <= world.shown[
        1
    ]
