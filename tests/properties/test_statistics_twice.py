"""Every sum the database makes is made a second, slow way from the same answers."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from datetime import date, timedelta

import numpy as np
import pytest

from joy.definitions import Definitions, load_definitions
from joy.release.statistics import rebuild_statistics
from joy.store import Store
from tests.small_world import START, add_responses, add_tallies, lay_out


Response = tuple[str, str, str | None, dict[tuple[str, str], int]]
TEAMS = {"a": [6, 8, 5], "b": [12, 4]}
ASKED = ("p6_colleagues@1", "p6_service_users@1", "who5@1998", "burnout_single@2004", "look_forward@2", "biajs@2012")


def random_responses(seed: int) -> list[Response]:
    """Questionnaires with holes, repeated codes and people who answer one round only."""
    draw, definitions = np.random.default_rng(seed), load_definitions()
    found: list[Response] = []
    for cohort, sizes in TEAMS.items():
        for team, size in enumerate(sizes, start=1):
            for survey_round in ("r1", "r2"):
                for person in range(int(draw.integers(1, size + 1))):
                    answers = {
                        (ref, item.key): int(
                            draw.choice([o.code for o in definitions.instruments[ref].options_of(item.key)])
                        )
                        for ref in ASKED
                        for item in definitions.instruments[ref].items
                        if draw.random() > 0.12
                    }
                    key = f"{cohort}{team}{person % 5}" if draw.random() < 0.6 else None
                    found.append((f"{cohort}-{team}", f"{cohort}-{survey_round}", key, answers))
    return found


def slow_score(
    definitions: Definitions, indicator_id: str, answers: dict[tuple[str, str], int]
) -> tuple[float, bool] | None:
    """Score one questionnaire by the words of its definition, without any table."""
    indicator = definitions.indicators[indicator_id]
    for ref in indicator.measured.instruments:
        instrument = definitions.instruments[ref]
        if indicator.measured.kind == "item":
            code = answers.get((ref, str(indicator.measured.item)))
            if code is not None:
                return float(code), indicator.favourable is not None and code in indicator.favourable.codes
            continue
        scale = next(s for s in instrument.scales if s.id == indicator.measured.scale)
        given = [answers[ref, key] for key in scale.items if (ref, key) in answers]
        if len(given) >= scale.min_answered:
            score = scale.multiply * (sum(given) if scale.aggregate == "sum" else sum(given) / len(given))
            cut = indicator.favourable.at_least if indicator.favourable else None
            return score, cut is not None and score >= cut
    return None


@pytest.fixture(params=[1, 2, 3])
def world(request: pytest.FixtureRequest, store: Store) -> tuple[Store, list[Response]]:
    responses = random_responses(request.param)
    lay_out(store, TEAMS)
    add_responses(store, responses)
    with store.writing() as writer:
        rebuild_statistics(writer, load_definitions())
    return store, responses


def test_scores_twice(world: tuple[Store, list[Response]]) -> None:
    """n, sum, sum of squares and good scores per team and round equal those of a scorer in plain Python."""
    store, responses = world
    definitions = load_definitions()
    slow: dict[tuple[str, str, str], list[float]] = defaultdict(lambda: [0, 0.0, 0.0, 0])
    for team, survey_round, _, answers in responses:
        for indicator in definitions.indicators.values():
            if indicator.measured.kind in {"scale", "item"} and (
                found := slow_score(definitions, indicator.id, answers)
            ):
                sums = slow[team, survey_round, indicator.id]
                for place, amount in enumerate((1, found[0], found[0] ** 2, found[1])):
                    sums[place] += amount

    fast = store.ask("release/scores", programme_id="p")
    fast = fast[fast["indicator_id"] != "relationships_gap"]

    assert len(fast) == len(slow)
    for row in fast.itertuples():
        expected = slow[row.enrolment_id, row.round_id, row.indicator_id]
        assert (row.n, row.good) == (expected[0], expected[3])
        assert math.isclose(row.total, expected[1], abs_tol=1e-9)
        assert math.isclose(row.total_squares, expected[2], abs_tol=1e-6)


def test_gap_twice(world: tuple[Store, list[Response]]) -> None:
    """The gap is summed within people who have both scores, service users minus colleagues."""
    store, responses = world
    definitions = load_definitions()
    slow: dict[tuple[str, str], list[float]] = defaultdict(list)
    for team, survey_round, _, answers in responses:
        both = [
            slow_score(definitions, name, answers)
            for name in ("relationships_service_users", "relationships_colleagues")
        ]
        if both[0] and both[1]:
            slow[team, survey_round].append(both[0][0] - both[1][0])

    fast = store.ask("release/scores", programme_id="p")
    fast = fast[fast["indicator_id"] == "relationships_gap"]

    assert {(r.enrolment_id, r.round_id): (r.n, round(r.total, 6)) for r in fast.itertuples()} == {
        key: (len(gaps), round(sum(gaps), 6)) for key, gaps in slow.items()
    }


def test_options_twice(world: tuple[Store, list[Response]]) -> None:
    """Counts per cohort, round, item and option equal a plain count of the answers."""
    store, responses = world
    slow = Counter(
        (team.split("-")[0], survey_round, ref, key, code)
        for team, survey_round, _, answers in responses
        for (ref, key), code in answers.items()
    )

    fast = store.ask("release/options", programme_id="p")

    assert {tuple(row[:5]): row[5] for row in fast.itertuples(index=False, name=None)} == dict(slow)


def test_pairs_twice(world: tuple[Store, list[Response]]) -> None:
    """Pairs are people whose code occurs exactly once in each of two rounds of their cohort, scored both times."""
    store, responses = world
    definitions = load_definitions()
    slow: dict[tuple[str, str], list[float]] = defaultdict(list)
    for indicator_id in ("relationships_colleagues", "wellbeing", "job_satisfaction"):
        scores: dict[tuple[str, str, str], list[float]] = defaultdict(list)
        for _, survey_round, key, answers in responses:
            found = slow_score(definitions, indicator_id, answers)
            if key and found:
                cohort, ordinal = survey_round.split("-")
                scores[cohort, ordinal, key].append(found[0])
        for (cohort, ordinal, key), before in scores.items():
            after = scores.get((cohort, "r2", key), [])
            if ordinal == "r1" and len(before) == len(after) == 1:
                slow[cohort, indicator_id].append(after[0] - before[0])

    fast = store.ask("release/paired", programme_id="p")
    fast = fast[fast["indicator_id"].isin(["relationships_colleagues", "wellbeing", "job_satisfaction"])]

    assert {(r.cohort_id, r.indicator_id): r.n for r in fast.itertuples()} == {k: len(v) for k, v in slow.items() if v}
    for row in fast.itertuples():
        changes = slow[row.cohort_id, row.indicator_id]
        assert math.isclose(row.after_total - row.before_total, sum(changes), abs_tol=1e-6)
        assert math.isclose(row.change_squares, sum(c * c for c in changes), abs_tol=1e-6)


@pytest.mark.parametrize("seed", [4, 5])
def test_weeks_twice(store: Store, seed: int) -> None:
    """Weekly tallies equal a plain sum by Monday; the busiest day adds up all channels of that day."""
    draw = np.random.default_rng(seed)
    lay_out(store, TEAMS)
    days = [
        (
            f"a-{draw.integers(1, 4)}",
            START + timedelta(days=int(draw.integers(0, 90))),
            int(n),
            int(draw.integers(0, n + 1)),
        )
        for n in draw.integers(0, 9, size=300)
    ]
    add_tallies(store, days)
    with store.writing() as writer:
        rebuild_statistics(writer, load_definitions())
    weeks: dict[tuple[str, date], list[int]] = defaultdict(lambda: [0, 0])
    by_day: Counter[tuple[str, date]] = Counter()
    for team, day, n, good in days:
        monday = day - timedelta(days=day.weekday())
        weeks[team, monday][0] += n
        weeks[team, monday][1] += good
        by_day[team, day] += n

    fast = store.ask("release/weeks", programme_id="p", closed_before=date(2025, 1, 1))

    assert {(r.enrolment_id, r.week.date()): (r.n, r.good, r.busiest_day) for r in fast.itertuples()} == {
        (team, monday): (n, good, max(c for (t, d), c in by_day.items() if t == team and 0 <= (d - monday).days < 7))
        for (team, monday), (n, good) in weeks.items()
    }
