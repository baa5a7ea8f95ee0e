"""New phases on charts, and every decision by command: names as on screen, what is said, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from datetime import date, timedelta

import pytest
from click.testing import CliRunner, Result
from decision_tables import refused, rows

from joy import commands
from joy.__main__ import main
from joy.definitions import load_definitions
from joy.settings import Settings
from joy.store import Store, open_release_file, open_store
from joy.store.published import out_of_date
from joy.store.rebases import add_rebase, owner_of
from joy.store.socket import call
from tests.small_world import START, add_tallies, lay_out


@pytest.fixture
def house(store: Store) -> Store:
    """A programme with two cohorts of one team each."""
    lay_out(store, {"a": [12], "b": [12]})
    return store


@pytest.fixture
def told(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Run the command line in a home that holds the small programme."""
    monkeypatch.setenv("JOY_HOME", str(settings.home))
    monkeypatch.setenv("JOY_SAMPLE", "no")
    with closing(open_store(settings)) as opened:
        lay_out(opened, {"a": [12]})
    return lambda *words: CliRunner().invoke(main, [str(word) for word in words])


def shifted(store: Store, weeks: int = 24, after: int = 12) -> None:
    """Weekly tallies of both teams: two good days in five up and down, then in team a-1 four in five and more."""
    found = []
    for week in range(weeks):
        day = START + timedelta(weeks=week)
        found.append(("a-1", day, 20, (14 if week >= after else 6) + week % 3))
        found.append(("b-1", day, 20, 8 + (week * 7) % 5))
    add_tallies(store, found)
    commands.publish(store, ["p"], reason="by_hand")


def new_phase(store: Store, group: str, day: date, reason: str = "The ward moved", role: str = "QI coach") -> int:
    return commands.rebase(store, group, "good_days", day, reason=reason, role=role)[0]


def test_a_person_starts_a_new_phase_and_takes_it_back(house):
    """A chart with a signal and enough weeks behind the day takes a new phase; taken back, it no longer counts."""
    shifted(house)
    day = START + timedelta(weeks=12)
    assert new_phase(house, "a-1", day) == 1
    there = house.ask("views/rebases", group_kind="team", group_id="a-1")
    assert there[["indicator_id", "reason", "decided_by_role"]].values.tolist() == [
        ["good_days", "The ward moved", "QI coach"]
    ]
    assert there["from_date"].dt.date.tolist() == [day]
    commands.undo_rebase(house, 1)
    assert house.ask("views/rebases", group_kind="team", group_id="a-1").empty
    assert rows(house)["rebase"] == 1
    refused(house, lambda: commands.undo_rebase(house, 1), "taken back before")


@pytest.mark.parametrize(
    ("group", "week", "reason", "role", "says"),
    [
        ("nowhere", 12, "Moved", "Coach", "no team in a cohort"),
        ("b-1", 12, "Moved", "Coach", "no signal"),
        ("a-1", 20, "Moved", "Coach", "4 points follow that day"),
        ("a-1", 99, "Moved", "Coach", "not on the chart"),
        ("a-1", 0, "Moved", "Coach", "not on the chart"),
        ("a-1", 12, "  ", "Coach", "reason"),
        ("a-1", 12, "Moved", " ", "which role"),
    ],
)
def test_no_phase_starts_without_a_signal_points_and_a_reason(house, group, week, reason, role, says):
    """No chart, no signal, too few points behind, a day off the chart, no reason and no role are refused in words."""
    shifted(house)
    refused(house, lambda: new_phase(house, group, START + timedelta(weeks=week), reason, role), says)


def test_a_new_phase_starts_while_the_chart_is_on_screen(house, settings):
    """With the update open in the dashboard's process, a command reaches it by socket, with names as on screen."""
    shifted(house)
    day = START + timedelta(weeks=12)
    update = str(house.ask("store/programmes")["release_id"].iloc[0])
    on_screen = open_release_file(settings, update)
    served = commands.take_commands(house)
    asked = {"chart": "team a-1", "measure": "Good days", "day": day.isoformat(), "reason": "Moved", "role": "Coach"}
    assert f"New phase 1 starts on {day}" in call(settings, "rebase", asked)
    assert house.ask("views/rebases", group_kind="team", group_id="a-1")["indicator_id"].tolist() == ["good_days"]
    assert "was taken back" in call(settings, "rebase-undo", {"rebase_no": 1})
    assert house.ask("views/rebases", group_kind="team", group_id="a-1").empty
    assert on_screen.ask("views/release_record")["programme_id"].tolist() == ["p"]
    served.close()
    on_screen.close()


@pytest.mark.parametrize(
    ("group", "measure", "says"),
    [
        ("a-1", "good_day", r"Did you mean good_days \(Good days\)\?"),
        ("a-1", "zzzz", "“How we measure” lists them"),
        ("Cohort", "good_days", r"Did you mean .*a \(Cohort a\)"),
        ("Team x", "good_days", r"“Team x” may be a-1 \(Team x, Cohort a\) or b-1 \(Team x, Cohort b\)"),
    ],
)
def test_a_wrong_name_is_answered_with_the_nearest(house, group, measure, says):
    """A name nearly right suggests what is meant, one that several have lists those, and no list is endless."""
    with house.cursor() as cursor:
        cursor.execute("UPDATE programme.team SET name = 'Team x'")
    shifted(house)
    asked = {"chart": group, "measure": measure, "day": "2024-03-25", "reason": "Moved", "role": "Coach"}
    refused(house, lambda: commands.WITH_STORE["rebase"](house, **asked), says)


def test_what_its_authors_must_allow_is_asked_with_their_leave(told):
    """Without a note the refusal says what to write; with it the questionnaire is on, and that words miss is told."""
    wanted = ("questionnaire-on", "cohort A", "psychological_safety@1999")
    refusal = told(*wanted)
    assert (refusal.exit_code, refusal.stdout) == (1, "")
    assert '--licence "agreed by … on …"' in refusal.stderr
    said = told(*wanted, "--licence", "agreed by A. Edmondson on 3 May 2024").stdout
    assert "is asked from now on" in said
    assert "Its wording is not here" in said
    assert "was on already" in told(*wanted).stdout


def test_a_cohort_that_has_ended_is_told_to_have(told):
    """Who switches a questionnaire on in a cohort whose last day has passed is told that nobody is asked any more."""
    assert "Cohort a ended on 17 June 2024" in told("questionnaire-on", "a", "who5@1998").stdout


def test_the_list_says_where_answers_are_in(house):
    """A questionnaire that nobody decided on is told to be asked where its answers are; switched off, no longer."""
    shifted(house)
    where = lambda: next(  # noqa: E731 - asked twice
        line.rpartition(" · ")[2]
        for line in commands.WITH_STORE["questionnaires"](house).splitlines()
        if line.startswith("good_day_yes_no@1:")
    )
    assert where() == "asked in Cohort a, Cohort b"
    commands.WITH_STORE["questionnaire-off"](house, "Cohort b", "good_day_yes_no@1")
    assert where() == "asked in Cohort a; no longer asked in Cohort b"


def test_a_phase_that_was_not_published_is_published_at_the_next_start(house):
    """A program killed between keeping a new phase and publishing leaves its programme out of date, not lost."""
    shifted(house)
    assert out_of_date(house) == ()
    add_rebase(house, owner_of(house, "a-1"), "good_days", START + timedelta(weeks=12), reason="Moved", role="Coach")
    assert out_of_date(house) == ("p",)


def test_the_same_day_starts_one_phase_only(house):
    """A second new phase on the same day of the same chart is refused with the number of the first."""
    shifted(house)
    new_phase(house, "a-1", START + timedelta(weeks=12))
    refused(house, lambda: new_phase(house, "a-1", START + timedelta(weeks=12)), "signal|number 1")


def test_the_command_line_does_the_same(told, tmp_path):
    """List, keep, ask, stop asking, wording and refusals, each said in plain words."""
    path = tmp_path / "our.toml"
    path.write_text(
        'name = "Our huddles"\nabout = "self"\nanswered_by = "staff"\nanswers = "yes_no"\n'
        '[[questions]]\nlabel = "A"\ntext = "Are they short?"\n[[questions]]\nlabel = "B"\ntext = "Are they fun?"\n'
    )
    assert "local_our_huddles@1" in told("questionnaire-add", path).output
    again = told("questionnaire-add", path)
    assert (again.exit_code, again.stdout) == (1, "")
    assert "of that name already" in again.stderr
    assert "in Cohort a is asked from now on" in told("questionnaire-on", "a", "local_our_huddles@1").output
    listed = told("questionnaires").output
    assert (
        "local_our_huddles@1: Our huddles · Oneself · 2 questions, 1 min · Your own words · "
        "switched on in Cohort a, no answers yet\n" in f"{listed}\n"
    )
    assert len(listed.splitlines()) == len(load_definitions().instruments) + 1
    assert "figures stay" in told("questionnaire-off", "a", "local_our_huddles@1").output
    assert "was off already" in told("questionnaire-off", "a", "local_our_huddles@1").output
    assert " in Cohort a" not in told("questionnaires").output
    item = load_definitions().instruments["psychological_safety@1999"].items[0].key
    assert "was kept" in told("wording", "psychological_safety@1999", item, "Words", "--licence", "No. 1").output
    assert "no new phase 7" in told("rebase-undo", "7").stderr
    assert "no team in a cohort" in told("rebase", "x", "good_days", "2024-03-04", "--reason", "Moved").stderr
