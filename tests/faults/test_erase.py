"""What is erased is gone: from the database, kept copies and updates, from every byte of the home, and for good."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing

import pytest
from click.testing import CliRunner, Result

from joy import commands
from joy.__main__ import main
from joy.errors import NotFound, ShownError
from joy.intake import import_file, load_profile, undo
from joy.settings import Settings
from joy.store import Store, open_store
from tests.erasure_house import CODE, PEOPLE, bring, fill, markers, opened, places_of, survey_text
from tests.intake_house import ask, count


Told = Callable[..., Result]
ASKED = {
    "response": {"what": "response", "name": CODE},
    "comment": {"what": "comment", "name": "k0"},
    "story": {"what": "story", "name": "s1"},
    "round": {"what": "round", "name": "r1"},
}


@pytest.fixture
def home(settings: Settings, tmp_path) -> Settings:
    """A filled home that nobody has open."""
    with opened(settings) as store:
        fill(store, tmp_path / "files")
    return settings


@pytest.fixture
def told(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Told:
    """Run the command line in this home."""
    monkeypatch.setenv("JOY_HOME", str(settings.home))
    monkeypatch.setenv("JOY_SAMPLE", "no")
    return lambda *words, typed="": CliRunner().invoke(main, [str(word) for word in words], input=typed)


def do(settings: Settings, what: str, *, sure: bool = True, **more: str) -> str:
    return commands.run("erase", ASKED[what] | {"sure": sure} | more, settings)


@pytest.mark.parametrize("what", ["response", "comment", "story"])
def test_no_byte_of_it_is_left_in_the_home(home: Settings, what: str) -> None:
    """What was erased stood in the database and in a kept copy before, and in no byte of any file after."""
    marker = markers(home)[what]
    before = places_of(home, marker)
    assert "joy.duckdb" in before
    assert any(place.startswith("kept/") for place in before)
    do(home, what)
    assert places_of(home, marker) == []
    assert all(places_of(home, other) for name, other in markers(home).items() if name != what)


def test_a_round_takes_every_questionnaire_with_it_and_leaves_the_other_round(home: Settings) -> None:
    """Erasing a round removes its questionnaires and answers, and no others."""
    do(home, "round")
    with opened(home) as store:
        assert ask(store, "SELECT DISTINCT round_id FROM vault.survey_cell") == [("r2",)]
        assert count(store, "vault.response") == 2 * PEOPLE
        assert count(store, "vault.answer", "cell_no NOT IN (SELECT cell_no FROM vault.survey_cell)") == 0


def test_one_round_of_a_person_goes_and_the_other_stays(home: Settings) -> None:
    """A response can be erased in one round; the person's answers of the other stay."""
    do(home, "response", round_id="r1")
    with opened(home) as store:
        assert ask(
            store, "SELECT round_id FROM vault.response JOIN vault.survey_cell USING (cell_no) ORDER BY ALL"
        ) == [
            *[("r1",)] * (2 * PEOPLE - 1),
            *[("r2",)] * (2 * PEOPLE),
        ]


def test_without_yes_nothing_changes(home: Settings, told: Told) -> None:
    """Without --yes the command says what would go and changes nothing."""
    marker = markers(home)["response"]
    before = places_of(home, marker)
    said = told("erase", "response", typed=f"{CODE}\n")
    assert said.exit_code == 0
    assert said.output.startswith("Would be erased: 2 questionnaires under this code")
    assert CODE not in said.output
    assert places_of(home, marker) == before


def test_the_code_is_typed_and_never_repeated(home: Settings, told: Told) -> None:
    """The code can be piped in; what is said does not repeat it, and the doctor finds nothing wrong."""
    said = told("erase", "response", "--yes", typed=f"{CODE}\n")
    assert said.exit_code == 0, said.output
    assert said.output.startswith("Erased: 2 questionnaires under this code, with every answer (round r1, r2).")
    assert CODE not in said.output
    assert told("doctor").exit_code == 0


def test_a_running_dashboard_erases_too(home: Settings) -> None:
    """A command reaches the process that has the database open; that goes on answering, and no byte is left."""
    with closing(open_store(home)) as store, closing(_served(store)):
        said = do(home, "comment")
        assert said.startswith("Erased: the comment k0.")
        assert count(store, "vault.comment") == 14
    assert places_of(home, markers(home)["comment"]) == []


def _served(store: Store):
    return commands.take_commands(store)


@pytest.mark.parametrize("what", ["response", "comment", "story", "round"])
def test_the_same_file_comes_in_again_without_it(home: Settings, tmp_path, what: str) -> None:
    """After an undo the same file loads without what was erased, says so, and ledger, copies and doctor agree."""
    table = {"response": "survey", "round": "survey"}.get(what, what)
    profile = "sample_staff" if table == "survey" else "joy_table"
    do(home, what)
    with opened(home) as store:
        number, rows = ask(
            store, "SELECT batch_no, row_count FROM programme.import_batch WHERE file_label = $f", f=f"{table}.csv"
        )[0]
        undo(store, number)
        again = import_file(store, tmp_path / "files" / f"{table}.csv", load_profile(profile))
        gone = {"response": 2, "round": 2 * PEOPLE}.get(what, 1)
        were = "1 row was left out because it was" if gone == 1 else f"{gone} rows were left out because they were"
        assert f"{were} erased on request." in again.notes
        assert again.rows == rows
        commands.publish(store, ["p1"], reason="by_hand")
    assert commands.run("doctor", {}, home)
    if what != "round":
        assert places_of(home, markers(home)[what]) == []


def test_other_bytes_with_the_erased_row_are_the_import_that_is_in(home: Settings, tmp_path) -> None:
    """A file that holds the erased row again is recognised as what is in already: its other rows never count twice."""
    do(home, "response")
    with opened(home) as store:
        path = tmp_path / "again.csv"
        path.write_text(survey_text() + "\n", encoding="utf-8", newline="")
        assert import_file(store, path, load_profile("sample_staff")).already_loaded


def test_a_later_round_of_the_same_person_is_a_new_choice(home: Settings, tmp_path) -> None:
    """Somebody who was erased and answers in a later round counts there."""
    do(home, "response")
    with opened(home) as store:
        later = SMALL_ROUND
        bring(store, tmp_path / "files", "survey_round.csv", later, "joy_table")
        text = survey_text().splitlines()
        one = text[1].replace("r1,", "r9,", 1)
        bring(store, tmp_path / "files", "survey9.csv", "\n".join([text[0], one, ""]), "sample_staff")
        found = (
            "SELECT count(link_key) FROM vault.response JOIN vault.survey_cell USING (cell_no) WHERE round_id = 'r9'"
        )
        assert ask(store, found) == [(1,)]


SMALL_ROUND = """\
round_id,cohort_id,event_id,ordinal,name,opens_on,closes_on
r9,c1,,3,Round 3,2024-11-01,2024-11-30
"""


def test_a_wrong_request_changes_nothing(home: Settings) -> None:
    """A code, comment, story or round that is not there is refused in words, and no byte of the database changes."""
    with opened(home) as store:
        before = store.ask("store/every_value").to_csv()
    for asked in (
        {"what": "response", "name": "nobody"},
        {"what": "comment", "name": "kX"},
        {"what": "round", "name": "x"},
    ):
        with pytest.raises(NotFound, match="Nothing was changed"):
            commands.run("erase", asked | {"sure": True}, home)
    with pytest.raises(ShownError, match="Nothing was changed"):
        commands.run("erase", ASKED["comment"] | {"sure": True, "round_id": "r1"}, home)
    with opened(home) as store:
        assert store.ask("store/every_value").to_csv() == before


def test_a_code_of_two_teams_needs_the_team(home: Settings, tmp_path) -> None:
    """A code that two teams use is refused until the team is named; then only that team's goes."""
    with opened(home) as store:
        text = survey_text().splitlines()
        other = text[1].replace("Harbour Ward", "007", 1)
        bring(store, tmp_path / "files", "survey2.csv", "\n".join([text[0], other, ""]), "sample_staff")
    with pytest.raises(ShownError, match="more than one team"):
        do(home, "response")
    do(home, "response", team="harbour ward")
    with opened(home) as store:
        left = "SELECT enrolment_id FROM vault.response JOIN vault.survey_cell USING (cell_no) WHERE link_key = $k"
        assert ask(store, left, k=markers(home)["response"].decode()) == [("e3",)]


def test_older_databases_and_updates_go_with_it(home: Settings) -> None:
    """A database that a migration kept and updates that are no longer shown are removed; strange files are named."""
    (home.home / "joy.layout-2.duckdb").write_bytes(markers(home)["comment"])
    (home.home / "my notes.txt").write_text("mine")
    said = do(home, "comment")
    assert "joy.layout-2.duckdb" in said
    assert "my notes.txt" in said
    assert places_of(home, markers(home)["comment"]) == []
    with opened(home) as store:
        current = set(store.ask("store/standing_updates")["release_id"])
    assert {path.stem for path in home.releases.glob("*.duckdb")} == current


def test_what_was_done_is_accounted_for_without_content(home: Settings) -> None:
    """The log says that something was erased, and neither code nor words stand in it."""
    do(home, "comment")
    with opened(home) as store:
        assert ask(store, "SELECT what, about FROM access.event WHERE what = 'erasure'") == [("erasure", "comment k0")]
