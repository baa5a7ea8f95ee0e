"""Findings obey the disclosure rules: few people, a few left over, or a hidden figure leave no finding at all."""

from __future__ import annotations

from datetime import date
from math import inf

import pandas as pd
import pytest

from joy.definitions import Policy, load_definitions, load_policy
from joy.release import make_release
from joy.release.evidence import Evidence, Sums
from joy.store import Store, open_release_file
from tests.small_world import P6, add_responses, lay_out


SIDES = ("p6_colleagues@1", "p6_service_users@1")
Given = dict[tuple[str, str], int]
Response = tuple[str, str, str | None, Given]


def told(store: Store) -> pd.DataFrame:
    reader = open_release_file(store.settings, make_release(store, "p", reason="by_hand"))
    with reader.cursor() as cursor:
        frame = cursor.table("release.finding").df()
    reader.close()
    return frame


def kinds(store: Store, **where: str) -> set[str]:
    found = told(store)
    for column, value in where.items():
        found = found[found[column] == value]
    return set(found["kind"])


def varied(person: int, refs: tuple[str, ...] = SIDES, skip: int = 0) -> Given:
    """One person's answers, different from the next one's and between the two sides; `skip` questions left open."""
    return {
        (ref, key): (person * (3 + side) + place + (person // 5)) % 5
        for side, ref in enumerate(refs)
        for place, key in enumerate(P6[: len(P6) - skip])
    }


def people(
    team: str, survey_round: str, count: int, *, linked: int = 0, skipping: int = 0, first: int = 0
) -> list[Response]:
    """`count` questionnaires of one team, the first `linked` with a code, the last `skipping` with a question open."""
    return [
        (
            team,
            survey_round,
            f"{team}-{place}" if place < linked else None,
            varied(first + place, skip=int(place >= count - skipping)),
        )
        for place in range(count)
    ]


def test_a_small_cohort_says_nothing(store: Store) -> None:
    """Four people in a cohort leave no finding of any kind, though they answered everything twice."""
    lay_out(store, {"a": [9], "b": [30], "c": [9]})  # a second small one, as a single one would hide its sister too
    sizes = (("a", 4), ("b", 30), ("c", 4))
    add_responses(
        store,
        [r for cohort, n in sizes for k in (1, 2) for r in people(f"{cohort}-1", f"{cohort}-r{k}", n, linked=n)],
    )
    found = told(store).query("group_kind == 'cohort'")

    assert set(found["group_id"]) == {"b"}
    assert "unpaired_change" in set(found["kind"])


def test_under_thirty_there_is_no_interval_and_no_reliability(store: Store) -> None:
    """People of 29 have changes without an interval or conclusion, and no reliability; thirty have both."""
    lay_out(store, {"a": [40], "b": [40]})
    add_responses(
        store,
        [
            r
            for cohort, n in (("a", 29), ("b", 30))
            for k in (1, 2)
            for r in people(f"{cohort}-1", f"{cohort}-r{k}", n, linked=n, first=7 * k)
        ],
    )
    found = told(store)
    few, enough = (found[found["group_id"] == cohort] for cohort in "ab")

    assert {"paired_change", "unpaired_change", "scale_gap", "item_gap", "match_rate"} <= set(few["kind"])
    assert few[["low", "high"]].isna().all(axis=None)
    assert set(few["conclusion"]) == {""}
    assert not {"reliability", "omega"} & set(few["kind"])
    assert enough[enough["kind"].isin(["paired_change", "item_gap", "reliability"])]["low"].notna().all()


def test_nothing_is_told_that_rests_on_a_bound(store: Store) -> None:
    """Where all answer alike the mean is told as a bound only, so no change, gap or question of it is told (R5)."""
    lay_out(store, {"a": [40], "b": [40]})
    alike = {(ref, key): 4 for ref in SIDES for key in P6}
    rounds = [("a-1", f"a-r{k}", None, alike) for k in (1, 2) for _ in range(30)]
    add_responses(store, rounds + [r for k in (1, 2) for r in people("b-1", f"b-r{k}", 30, first=7 * k)])
    found = told(store).query("group_kind == 'cohort'")
    rests = found[found["kind"].isin(["unpaired_change", "paired_change", "item_level", "item_gap", "scale_gap"])]

    assert set(rests["group_id"]) - {"a"} == {"b"}
    assert set(rests.loc[rests["group_id"] == "a", "indicator_id"]) <= {"relationships_gap"}
    assert not {"item_level", "item_gap"} & set(rests.loc[rests["group_id"] == "a", "kind"])


def test_intervals_begin_where_the_policy_shows_the_spread() -> None:
    """A policy that shows spread from forty people tells no interval of a mean before, and none if it never does."""
    policy = load_policy()
    last = policy.tiers[-1]
    later = policy.model_copy(update={"tiers": (*policy.tiers[:-1], last.model_copy(update={"at_least": 40}))})
    never = policy.model_copy(update={"tiers": policy.tiers[:2]})
    starts = [evidence_under(one) for one in (policy, later, never)]

    assert [(one.interval_from, one.share_interval_from) for one in starts] == [(30, 20), (40, 20), (inf, inf)]


def evidence_under(policy: Policy) -> Evidence:
    nothing = pd.DataFrame()
    sums = Sums(nothing, nothing, nothing, nothing, {}, nothing)
    return Evidence(sums, nothing, nothing, nothing, load_definitions(), "p", policy)


@pytest.mark.parametrize(("left", "is_told"), [(0, True), (1, False), (4, False), (5, True)])
def test_the_few_who_are_left_over_are_protected(store: Store, left: int, is_told: bool) -> None:
    """The same people are compared only if those left over at either round are none or at least five (R13)."""
    lay_out(store, {"a": [40]})
    add_responses(store, people("a-1", "a-r1", 22 + left, linked=22) + people("a-1", "a-r2", 22, linked=22))
    found = kinds(store, group_id="a", indicator_id="relationships_colleagues")

    assert ({"paired_change", "match_rate"} <= found) == is_told
    assert ("attrition" in found) == (left >= 5)
    assert "unpaired_change" in found


@pytest.mark.parametrize(("skipping", "is_told"), [(0, True), (2, False), (4, False), (5, True)])
def test_the_few_who_left_a_question_open_are_protected(store: Store, skipping: int, is_told: bool) -> None:
    """Single questions are told only if those with a question open are none or at least five (R10)."""
    lay_out(store, {"a": [40]})
    add_responses(store, people("a-1", "a-r1", 30, skipping=skipping))
    found = kinds(store, group_id="a")

    assert ({"item_level", "item_gap"} <= found) == is_told
    assert "scale_gap" in found


def test_under_ten_no_single_question_is_told(store: Store) -> None:
    """Nine people have the gap of the whole but no single question, for both together could be solved (R11)."""
    lay_out(store, {"a": [9], "b": [10]})
    add_responses(store, people("a-1", "a-r1", 9) + people("b-1", "b-r1", 10))
    found = told(store)

    assert set(found[found["kind"] == "item_level"]["group_id"]) == {"b"}
    assert set(found[found["kind"] == "scale_gap"]["group_id"]) == {"a", "b"}


def test_sensitive_answers_need_ten(store: Store) -> None:
    """A change of burnout is told from ten people at either round, not from nine."""
    lay_out(store, {"a": [20], "b": [20], "c": [20]})
    add_responses(
        store,
        [
            (f"{cohort}-1", f"{cohort}-r{k}", None, {("burnout_single@2004", "burnout"): 1 + place % 4})
            for cohort, n in (("a", 9), ("b", 10), ("c", 9))
            for k in (1, 2)
            for place in range(n)
        ],
    )
    changes = told(store).query("kind == 'unpaired_change' and group_kind == 'cohort'")

    assert set(changes["group_id"]) == {"b"}


@pytest.mark.parametrize(("away", "is_told"), [(3, False), (6, True)])
def test_a_crowded_end_is_told_without_giving_the_rest_away(store: Store, away: int, is_told: bool) -> None:
    """The share at the top of a scale is told only if at least five people are elsewhere."""
    lay_out(store, {"a": [50]})
    top = [("a-1", "a-r1", None, {(SIDES[0], key): 4 for key in P6})] * 34
    add_responses(store, top + [("a-1", "a-r1", None, varied(place, SIDES[:1])) for place in range(away)])
    found = told(store).query("kind == 'ceiling'")

    assert (len(found) == 1) == is_told
    assert found["value"].tolist() == ([0.85] if is_told else [])


@pytest.mark.parametrize(("teams", "is_told"), [(4, False), (5, True)])
def test_results_over_teams_need_five(store: Store, teams: int, is_told: bool) -> None:
    """Agreement and the mixed model are told from five teams; correlation not even then."""
    lay_out(store, {"a": [12] * teams})
    add_responses(
        store,
        [r for t in range(1, teams + 1) for k in (1, 2) for r in people(f"a-{t}", f"a-r{k}", 10, first=13 * t * k)],
    )
    found = kinds(store)

    assert ({"icc1", "agreement"} <= found) == is_told
    assert ("mixed_model" in found) == is_told
    assert "correlation" not in found


def test_open_rounds_are_in_no_finding(store: Store) -> None:
    """A round that has not closed is in no finding, linked or not."""
    lay_out(store, {"a": [40]}, today=date(2024, 3, 1))
    add_responses(store, people("a-1", "a-r1", 30, linked=30) + people("a-1", "a-r2", 30, linked=30))
    found = told(store)

    assert len(found) > 0
    assert not {"a-r2", "latest"} & (set(found["from_period"]) | set(found["to_period"]))


def test_both_of_two_answers_is_a_share_of_those_who_gave_both(store: Store) -> None:
    """A hard and worthwhile day is the share of people who said yes to both, of those who answered both."""
    lay_out(store, {"a": [40]})
    items = [("balance@1", "hard_day"), ("balance@1", "worthwhile_day")]
    replies = [(1, 1)] * 12 + [(1, 0)] * 8 + [(0, 1)] * 10 + [(1, None)] * 7
    add_responses(
        store,
        [
            ("a-1", "a-r1", None, {item: code for item, code in zip(items, given, strict=True) if code is not None})
            for given in replies
        ],
    )
    reader = open_release_file(store.settings, make_release(store, "p", reason="by_hand"))
    figures = reader.ask("views/figures", group_kind="cohort", group_id="a").set_index("indicator_id")
    reader.close()

    assert figures.loc["hard_but_worthwhile", ["value", "n_band"]].tolist() == [0.4, "about 30"]
