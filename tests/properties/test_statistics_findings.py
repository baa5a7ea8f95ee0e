"""Every sum that findings rest on is made a second, slow way from the same answers."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import combinations_with_replacement

import numpy as np
import pytest

from joy.change import Interval
from joy.definitions import load_definitions
from joy.release.evidence import is_safe_rest, outwards
from joy.release.over_teams import pearson
from joy.release.statistics import rebuild_statistics
from joy.store import Store
from tests.small_world import add_responses, lay_out


P6 = ("differ", "energy", "genuine", "repair", "seen", "understand")
SIDES = {"relationships_service_users": "p6_service_users@1", "relationships_colleagues": "p6_colleagues@1"}
Given = dict[tuple[str, str], int]
Response = tuple[str, str, str | None, Given]


def random_responses(seed: int) -> Iterator[Response]:
    """Questionnaires of two cohorts with holes on either side."""
    draw = np.random.default_rng(seed)
    for team in ("a-1", "a-2", "b-1"):
        for survey_round in ("r1", "r2"):
            for _ in range(int(draw.integers(3, 15))):
                holes = draw.choice([0.0, 0.0, 0.1, 1.0], size=2)
                given = {
                    (ref, key): int(draw.integers(0, 5))
                    for ref, hole in zip(SIDES.values(), holes, strict=True)
                    for key in P6
                    if draw.random() >= hole
                }
                yield team, f"{team[0]}-{survey_round}", None, given


@pytest.fixture(params=[1, 2, 3])
def world(request: pytest.FixtureRequest, store: Store) -> tuple[Store, list[Response]]:
    responses = list(random_responses(request.param))
    lay_out(store, {"a": [20, 20], "b": [20]})
    add_responses(store, responses)
    with store.writing() as writer:
        rebuild_statistics(writer, load_definitions())
    return store, responses


def test_products_of_items_twice(world: tuple[Store, list[Response]]) -> None:
    """Counts, sums and products of each two items are those of complete questionnaires, written out one by one."""
    store, responses = world
    slow: dict[tuple[str, ...], list[int]] = defaultdict(lambda: [0, 0, 0])
    for team, survey_round, _, given in responses:
        for indicator_id, ref in SIDES.items():
            if all((ref, key) in given for key in P6):
                for two in combinations_with_replacement(P6, 2):
                    one, other = (given[ref, key] for key in two)
                    sums = slow[team[0], survey_round, indicator_id, *sorted(two)]
                    sums[0], sums[2] = sums[0] + 1, sums[2] + one * other
                    sums[1] += one if two[0] == two[1] else 0

    fast = store.ask("release/item_pairs", programme_id="p")
    found = {
        (r.cohort_id, r.round_id, r.indicator_id, *sorted((r.first_item, r.second_item))): [
            r.n, r.first_total if r.first_item == r.second_item else 0, r.products,
        ]
        for r in fast.itertuples()
    }  # fmt: skip

    assert found == dict(slow)


def test_sums_of_items_twice(world: tuple[Store, list[Response]]) -> None:
    """Each team's sums of an item are those of whoever answered it, complete or not."""
    store, responses = world
    slow: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for team, survey_round, _, given in responses:
        for (ref, key), code in given.items():
            slow[team, survey_round, ref, key].append(code)

    fast = store.ask("release/item_sums", programme_id="p")

    assert {
        (r.enrolment_id, r.round_id, r.instrument, r.item_key): (r.n, r.total, r.squares) for r in fast.itertuples()
    } == {key: (len(codes), sum(codes), sum(code * code for code in codes)) for key, codes in slow.items()}


def test_parallel_items_twice(world: tuple[Store, list[Response]]) -> None:
    """Sums over both sides of an item are those of people who answered all twelve questions."""
    store, responses = world
    users, colleagues = SIDES.values()
    slow: dict[tuple[str, ...], list[tuple[int, int]]] = defaultdict(list)
    for team, survey_round, _, given in responses:
        if len(given) == len(P6) * 2:
            for key in P6:
                slow[team[0], survey_round, key].append((given[users, key], given[colleagues, key]))

    fast = store.ask(
        "release/parallel_items",
        programme_id="p",
        plus_id="relationships_service_users",
        minus_id="relationships_colleagues",
    )
    columns: list[Callable[[int, int], int]] = [
        lambda u, c: u, lambda u, c: c, lambda u, c: u * u, lambda u, c: c * c, lambda u, c: u * c,
    ]  # fmt: skip

    assert {tuple(row[:3]): tuple(row[3:]) for row in fast.itertuples(index=False, name=None)} == {
        key: (len(pairs), *(sum(column(*pair) for pair in pairs) for column in columns)) for key, pairs in slow.items()
    }


def test_ends_of_a_scale_twice(world: tuple[Store, list[Response]]) -> None:
    """Scores at the lowest and highest possible value are counted as they stand in each questionnaire."""
    store, responses = world
    slow: dict[tuple[str, str, str], list[int]] = defaultdict(lambda: [0, 0])
    for team, survey_round, _, given in responses:
        for indicator_id, ref in SIDES.items():
            codes = [given[ref, key] for key in P6 if (ref, key) in given]
            if len(codes) >= 4:
                ends = slow[team, survey_round, indicator_id]
                ends[0] += set(codes) == {0}
                ends[1] += set(codes) == {4}

    fast = store.ask("release/scores", programme_id="p")
    fast = fast[fast["indicator_id"].isin(SIDES)]

    assert {
        (r.enrolment_id, r.round_id, r.indicator_id): [r.at_lowest, r.at_highest] for r in fast.itertuples()
    } == slow


@pytest.mark.parametrize("seed", range(5))
def test_a_correlation_lies_in_its_interval(seed: int) -> None:
    """A correlation and its interval lie between -1 and 1, and turn round with either side."""
    one, other = np.random.default_rng(seed).normal(size=(2, 12))
    found, turned = pearson(one, other), pearson(one, -other)
    assert found.low is not None
    assert found.high is not None
    assert turned.high is not None
    assert -1 < found.low < found.estimate < found.high < 1
    assert math.isclose(turned.high, -found.low, abs_tol=1e-12)
    assert pearson(one, 2 * one + 1).low is None


def test_an_interval_is_rounded_away_from_its_middle() -> None:
    """Ends of an interval are rounded outwards to whole steps, and whole steps stay as they are."""
    assert outwards(Interval(0.0, -1.01, 2.01), 1.0) == (-2.0, 3.0)
    assert outwards(Interval(0.0, -2.0, 3.0), 1.0) == (-2.0, 3.0)


def test_who_is_left_over_is_nobody_or_enough() -> None:
    """A rest is safe when it is nobody or at least the threshold, never in between or below nobody."""
    assert [rest for rest in range(-2, 8) if is_safe_rest(rest, 5)] == [0, 5, 6, 7]
