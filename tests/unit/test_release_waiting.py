"""What arrives late waits until it can be shown safely, and nothing of it is told before."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

import pandas as pd
import pytest

from joy.access import NOBODY, Held, NotAllowed, Who, owner_of_machine
from joy.definitions import load_definitions, load_policy
from joy.errors import NotFound
from joy.periods import working_days_after
from joy.release import make_release
from joy.release.admission import waiting_imports, waiting_tallies
from joy.release.make import build_frames
from joy.release.statistics import rebuild_statistics
from joy.store import Store
from joy.store.published import leaders_see_from, open_early, update_for
from joy.views.waiting import RECEIVED, team_waits, what_waits
from tests.small_world import P6, START, add_responses, add_tallies, everybody, lay_out


FACILITATOR = owner_of_machine("facilitator")


def answers(team: str, people: int, survey_round: str = "a-r1", code: int = 3) -> list[tuple]:
    return [
        (team, survey_round, f"{team}{person}", everybody("p6_colleagues@1", P6, (code + person) % 5))
        for person in range(people)
    ]


def three_teams(store: Store) -> str:
    """A published programme of which every team and both rounds are known."""
    lay_out(store, {"a": [9, 9, 9]})
    given = [row for r in ("a-r1", "a-r2") for team in ("a-1", "a-2", "a-3") for row in answers(team, 8, r)]
    add_responses(store, given)
    days = [START + timedelta(days=7 * week + day) for week in range(20) for day in range(3)]
    add_tallies(store, [(team, day, 4, 2) for team in ("a-1", "a-2", "a-3") for day in days])
    return make_release(store, "p", reason="by_hand")


def bring_late(store: Store, batch_no: int, team: str, people: int, survey_round: str = "a-r1") -> None:
    """Answers of people unlike all others, as a later import brings them."""
    with store.writing() as writer:
        cells = writer.ask("intake/cells")
        cell = int(cells[(cells["enrolment_id"] == team) & (cells["round_id"] == survey_round)]["cell_no"].iloc[0])
        numbers = [1000 * batch_no + person for person in range(people)]
        keys = [f"{team}{person}" for person in range(people)]
        writer.append(
            "vault.response",
            pd.DataFrame({"response_no": numbers, "cell_no": cell, "link_key": keys, "batch_no": batch_no}),
        )
        rows = [(number, cell, item, 0, batch_no) for number in numbers for item in range(1, len(P6) + 1)]
        columns = ["response_no", "cell_no", "item_no", "code", "batch_no"]
        writer.append("vault.answer", pd.DataFrame(rows, columns=columns))


def tally_late(store: Store, batch_no: int, team: str, counts: Mapping[date, int]) -> None:
    days = pd.to_datetime(pd.Series([*counts]))
    frame = pd.DataFrame({"enrolment_id": team, "on_date": days, "n_total": [*counts.values()], "n_favourable": 0})
    with store.writing() as writer:
        about = {"indicator_id": "good_days", "instrument": "good_day_yes_no@1", "channel": "paper"}
        writer.append("vault.tally", frame.assign(batch_no=batch_no, **about))


def everything_told(store: Store) -> dict[str, str]:
    """Every table that would be published now, as bytes; the audit's own record has an id of its own each time."""
    with store.writing() as writer:
        definitions, policy = load_definitions(), load_policy()
        rebuild_statistics(writer, definitions, policy)
        frames = build_frames(writer, "p", date(2024, 7, 1), definitions, policy)
    return {name: frame.to_csv() for name, frame in frames.items() if name not in {"release.waiting", "release.audit"}}


def held(store: Store) -> tuple[int, int]:
    return len(store.ask("release/held_cells")), len(store.ask("release/held_tallies"))


def test_held_answers_change_no_byte(store: Store) -> None:
    """Four late questionnaires and a late day of two tallies leave every table of the next update as it was."""
    first = three_teams(store)
    before = everything_told(store)
    bring_late(store, 2, "a-1", 4)
    tally_late(store, 3, "a-2", {START: 2})

    assert everything_told(store) == before
    assert held(store) == (1, 1)
    assert make_release(store, "p", reason="import") == first


EMPTY_WEEK = START + timedelta(weeks=4)  # of the first stretch, in which nobody of the cohort tallied


def thin_team(store: Store, teams: int = 3) -> str:
    """A published programme in which the last team has its stretches only, and one week is empty for everybody."""
    lay_out(store, {"a": [9] * teams})
    weeks = [START + timedelta(weeks=week) for week in range(20) if week != 4]
    add_tallies(store, [(team, day, 6, 3) for team in ("a-1", "a-2") for day in weeks])
    if teams > 2:
        add_tallies(store, [("a-3", day, 3 if place % 3 == 2 else 1, 1) for place, day in enumerate(weeks)])
    return make_release(store, "p", reason="by_hand")


@pytest.mark.parametrize("team", ["a-1", "a-3"])
def test_a_week_nobody_tallied_in_a_stretch_that_is_over_was_told_as_well(store: Store, team: str) -> None:
    """Two late tallies of an empty week change no figure of the stretch they lie in; they would be the difference."""
    first = thin_team(store)
    steps = store.ask("release/published_steps", programme_id="p").set_index("enrolment_id")["step"]
    before = everything_told(store)
    tally_late(store, 3, team, {EMPTY_WEEK: 2})

    assert steps.to_dict() == {"a-1": "week", "a-2": "week", "a-3": "between_sets"}
    assert everything_told(store) == before
    assert held(store) == (0, 1)
    assert make_release(store, "p", reason="import") == first


def test_a_team_without_a_step_joins_a_stretch_that_is_over_by_enough_only(store: Store) -> None:
    """A team that sends its first tallies for a stretch already told waits with two, and counts with six on one day."""
    thin_team(store, teams=2)
    with store.writing() as writer:
        for table, row in {
            "programme.team": {"team_id": "late", "org_id": "o", "name": "Late"},
            "programme.team_size": {"team_id": "late", "valid_from": pd.Timestamp(START), "headcount": 9},
            "programme.enrolment": {
                "enrolment_id": "a-9", "team_id": "late", "cohort_id": "a", "ordinal": 9, "outcome": "completed",
                "joined_on": pd.Timestamp(START), "baseline_start": pd.Timestamp(START),
                "baseline_end": pd.Timestamp(START) + timedelta(weeks=6),
            },
        }.items():  # fmt: skip
            writer.append(table, pd.DataFrame([row]))
    before = everything_told(store)
    tally_late(store, 3, "a-9", {EMPTY_WEEK: 2})
    assert {**everything_told(store), "release.participation": ""} == {**before, "release.participation": ""}
    assert held(store) == (0, 1)
    tally_late(store, 4, "a-9", {EMPTY_WEEK + timedelta(days=1): 6})

    assert everything_told(store) != before
    assert held(store) == (0, 0)


def test_weeks_of_a_running_stretch_are_not_late(store: Store) -> None:
    """A week that nobody else tallied, in a stretch that still runs, is counted however few it holds."""
    lay_out(store, {"a": [9, 9]}, today=START + timedelta(weeks=9))
    add_tallies(store, [("a-1", START + timedelta(weeks=week), 6, 3) for week in range(7)])
    make_release(store, "p", reason="by_hand")
    tally_late(store, 3, "a-2", {START + timedelta(weeks=8): 1})
    make_release(store, "p", reason="import")

    assert held(store) == (0, 0)


def test_enough_late_answers_are_admitted_together(store: Store) -> None:
    """Two late files of three people each count once they are five or more together, and change what is told."""
    three_teams(store)
    before = everything_told(store)
    bring_late(store, 2, "a-1", 3)
    assert everything_told(store) == before
    bring_late(store, 3, "a-1", 3)

    assert everything_told(store) != before
    assert held(store) == (0, 0)


def test_a_period_nobody_saw_is_admitted_whole(store: Store) -> None:
    """Answers of a round that no update held are counted however few they are."""
    lay_out(store, {"a": [9, 9]})
    add_responses(store, [*answers("a-1", 8), *answers("a-2", 2)])
    make_release(store, "p", reason="by_hand")

    assert held(store) == (0, 0)
    assert set(store.ask("release/scores", programme_id="p")["n"]) >= {8, 2}


def test_an_import_waits_whole_for_its_smallest_question() -> None:
    """If one indicator would gain two people, all of that import's answers wait; a later import may bring the rest."""
    late = pd.DataFrame(
        [("many", 2, 6), ("few", 2, 2), ("many", 3, 1), ("few", 3, 4), ("few", 4, 1)],
        columns=["indicator_id", "came_with", "n"],
    ).assign(kind="round", enrolment_id="t", period_id="r", instrument="i")
    k = pd.Series(5.0, index=late.index)

    assert waiting_imports(late[late["came_with"] == 2], k)["came_with"].tolist() == [2]
    assert waiting_imports(late, k)["came_with"].tolist() == []
    assert waiting_imports(late.assign(n=[6, 2, 1, 2, 0]), k)["came_with"].tolist() == [2, 3, 4]


@pytest.mark.parametrize(("n", "busiest", "waits"), [(5, 3, False), (5, 2, True), (4, 4, True), (30, 2, True)])
def test_late_tallies_pass_the_pulse_rule_by_themselves(n: int, busiest: int, waits: bool) -> None:
    """Late tallies of a week count from five answers with three on one day."""
    row = {"enrolment_id": "t", "indicator_id": "good_days", "instrument": "i", "period_id": "2024-01-01"}
    late = pd.DataFrame([{**row, "came_with": 2, "n": n, "busiest_day": busiest, "people": 9}])

    assert (len(waiting_tallies(late, load_policy())) == 1) is waits


def test_what_waits_is_told_to_the_team_and_its_facilitator_only(store: Store) -> None:
    """They hear that it was received, without a number; leaders, data leads, other teams and strangers hear nothing."""
    three_teams(store)
    bring_late(store, 2, "a-1", 3)
    make_release(store, "p", reason="import")
    own, other = (Who("x", (Held("team", teams=frozenset({team})),)) for team in ("a-1", "a-2"))

    for who in (FACILITATOR, own):
        (told,) = what_waits(store, who, "p")
        assert (told.enrolment_id, told.lines) == ("a-1", (f"Round 1, late answers: {RECEIVED}",))
        assert team_waits(store, who, "p", "a-1") == told
    for who in (owner_of_machine("leader"), owner_of_machine("steward"), owner_of_machine("evaluator"), other, NOBODY):
        assert what_waits(store, who, "p") == ()
        with pytest.raises(NotAllowed):
            team_waits(store, who, "p", "a-1")


def test_what_was_taken_back_hides_and_older_updates_go_at_once(store: Store) -> None:
    """After two people's answers are erased their team's round is hidden and said to wait; no older update stands."""
    first = three_teams(store)
    with store.cursor() as cursor:
        for table in ("answer", "response"):
            cursor.execute(f"DELETE FROM vault.{table} WHERE response_no IN (1, 2)")  # noqa: S608 - from this tuple
    second = make_release(store, "p", reason="by_hand")
    with store.cursor() as cursor:
        states = cursor.execute(
            "SELECT DISTINCT group_kind, state FROM release.figure WHERE release_id = $id AND period_id = 'a-r1'",
            {"id": second},
        ).fetchall()

    assert first not in set(store.ask("store/standing_updates")["release_id"])
    assert set(states) == {("team", "hidden"), ("team", "shown"), ("cohort", "hidden")} or set(states) == {
        ("team", "hidden"),
        ("cohort", "hidden"),
    }
    (told,) = what_waits(store, FACILITATOR, "p")
    assert (told.enrolment_id, told.lines) == ("a-1", (f"Round 1: {RECEIVED}",))


def test_the_same_figures_make_no_new_update(store: Store) -> None:
    """Publishing again without anything new leaves the one update there is, and its file."""
    first = three_teams(store)

    assert [make_release(store, "p", reason=reason) for reason in ("nightly", "by_hand")] == [first, first]
    assert store.ask("release/updates", programme_id="p")["release_id"].tolist() == [first]
    (store.settings.releases / f"{first}.duckdb").unlink()
    second = make_release(store, "p", reason="by_hand")
    assert second != first
    assert leaders_see_from(store, "p") == store.ask("release/updates", programme_id="p")["leaders_from"].iloc[0].date()


def test_teams_see_an_update_three_working_days_before_leaders(store: Store) -> None:
    """Who sees first has the newest at once; leaders keep the earlier one until their day, and then have it too."""
    first = three_teams(store)
    with store.cursor() as cursor:
        cursor.execute("UPDATE release.release SET leaders_from = DATE '2024-01-01'")
    bring_late(store, 2, "a-1", 6)
    second = make_release(store, "p", reason="import")
    today = datetime.now(UTC).date()
    day = working_days_after(today, 3)

    assert update_for(store, "p", sees_first=True, today=today) == second
    assert update_for(store, "p", sees_first=False, today=today) == first
    assert update_for(store, "p", sees_first=False, today=day - timedelta(days=1)) == first
    assert update_for(store, "p", sees_first=False, today=day) == second
    assert update_for(store, "nowhere", sees_first=True, today=today) is None


def test_a_team_opens_its_own_page_early(store: Store) -> None:
    """What a team opened early leaders see on that team's page only, also once a newer update is made."""
    first = three_teams(store)
    with store.cursor() as cursor:
        cursor.execute("UPDATE release.release SET leaders_from = DATE '2024-01-01'")
    bring_late(store, 2, "a-1", 6)
    second = make_release(store, "p", reason="import")
    today = datetime.now(UTC).date()

    assert open_early(store, "a-1", "team lead", by="the tests") == second
    assert open_early(store, "a-1", "team lead", by="the tests") is None
    for team, seen in (("a-1", second), ("a-2", first), ("", first)):
        assert update_for(store, "p", sees_first=False, enrolment_id=team, today=today) == seen

    bring_late(store, 3, "a-2", 6)
    third = make_release(store, "p", reason="import")
    assert third not in {first, second}
    assert update_for(store, "p", sees_first=False, enrolment_id="a-1", today=today) == second
    with pytest.raises(NotFound, match="no team in a cohort"):
        open_early(store, "nobody", "team lead", by="the tests")


def test_leaders_are_not_left_with_nothing(store: Store) -> None:
    """When what leaders saw is withdrawn because answers were taken back, they see the new update at once."""
    first = three_teams(store)
    with store.cursor() as cursor:
        cursor.execute("UPDATE release.release SET leaders_from = DATE '2024-01-01'")
        for table in ("answer", "response"):
            cursor.execute(f"DELETE FROM vault.{table} WHERE response_no <= 8")  # noqa: S608 - from this tuple
    second = make_release(store, "p", reason="by_hand")

    assert second != first
    assert update_for(store, "p", sees_first=False, today=datetime.now(UTC).date()) == second


def test_a_replacement_does_not_cut_short_what_teams_see_first(store: Store) -> None:
    """When an update is withdrawn while a newer week is in its three days, leaders see the replacement from the day
    that week was to open, and not before."""
    first = three_teams(store)
    with store.cursor() as cursor:
        cursor.execute("UPDATE release.release SET leaders_from = DATE '2024-01-01'")
    tally_late(store, 2, "a-1", {START + timedelta(weeks=21): 6})
    second = make_release(store, "p", reason="import")
    day = leaders_see_from(store, "p")
    with store.cursor() as cursor:
        for table in ("answer", "response"):
            cursor.execute(f"DELETE FROM vault.{table} WHERE response_no <= 8")  # noqa: S608 - from this tuple
    third = make_release(store, "p", reason="by_hand")
    today = datetime.now(UTC).date()

    assert len({first, second, third}) == 3
    assert leaders_see_from(store, "p") == day
    assert update_for(store, "p", sees_first=True, today=today) == third
    assert update_for(store, "p", sees_first=False, today=today) is None
    assert update_for(store, "p", sees_first=False, today=day) == third


def test_an_update_that_was_not_audited_is_shown_to_nobody(store: Store) -> None:
    """Without an audit an update is passed over, and the one before it is seen."""
    update = three_teams(store)
    with store.cursor() as cursor:
        cursor.execute("UPDATE release.release SET audit_id = ''")

    assert update_for(store, "p", sees_first=True, today=date(2030, 1, 1)) is None
    assert update in set(store.ask("store/standing_updates")["release_id"])


def test_a_handful_of_updates_stands_at_most(store: Store) -> None:
    """Of many updates made on one day only the one that leaders see and the newest stand."""
    first = three_teams(store)
    with store.cursor() as cursor:
        cursor.execute("UPDATE release.release SET leaders_from = DATE '2024-01-01'")
    for number, team in enumerate(("a-1", "a-2", "a-3"), start=2):
        bring_late(store, number, team, 6)
        newest = make_release(store, "p", reason="import")

    assert set(store.ask("store/standing_updates")["release_id"]) == {first, newest}


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2026-11-23", "2026-11-26"),
        ("2026-11-26", "2026-12-01"),
        ("2026-11-27", "2026-12-02"),
    ],
)
def test_three_working_days(day: str, expected: str) -> None:
    """From a Monday to the Thursday; weekends do not count (checked against the calendar of 2026)."""
    assert working_days_after(date.fromisoformat(day), 3) == date.fromisoformat(expected)


def test_tallies_taken_back_hide_their_week_and_what_holds_it(store: Store) -> None:
    """After two answers of one day are erased, the team's and the cohort's week and every window over it are hidden in
    the next update, and the other weeks stay."""
    three_teams(store)
    with store.cursor() as cursor:
        cursor.execute(
            "UPDATE vault.tally SET n_total = 2, n_favourable = 1 WHERE enrolment_id = 'a-1' AND on_date = $day",
            {"day": START},
        )
    update = make_release(store, "p", reason="by_hand")
    with store.cursor() as cursor:
        shown = cursor.execute(
            "SELECT group_kind, group_id, period_start, period_end FROM release.figure "
            "WHERE release_id = $id AND state = 'shown' AND indicator_id = 'good_days'",
            {"id": update},
        ).fetchall()

    of_others = {"a-2", "a-3"}
    assert [row for row in shown if row[2] <= START < row[3] and row[1] not in of_others] == []
    assert {row[0] for row in shown if row[2] > START} >= {"team", "cohort"}
    (told,) = what_waits(store, FACILITATOR, "p")
    assert (told.enrolment_id, len(told.lines)) == ("a-1", 1)
