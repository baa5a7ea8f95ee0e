from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pandas as pd
import pytest

from joy import commands, intake
from joy.errors import ShownError
from joy.sample import LOADING_ORDER
from joy.settings import ROOT, Settings
from joy.store import Store, open_release_file, open_store


SAMPLE = ROOT / "data" / "sample"
STRUCTURE = ("programme", "organisation", "cohort", "learning_event", "team", "team_name", "enrolment")


@pytest.fixture
def small(settings: Settings) -> Iterator[Store]:
    """The structure of the invented programme without anybody's answers."""
    with closing(open_store(settings)) as store:
        for name in STRUCTURE:
            intake.import_file(store, SAMPLE / f"{name}.csv", intake.load_profile("joy_table"))
        commands.publish(store, ["good_days_together"], reason="by_hand")
        yield store


def batches(store: Store) -> pd.DataFrame:
    return store.ask("store/batches")


def latest_update(store: Store) -> str:
    return str(store.ask("store/programmes")["release_id"].iloc[0])


def test_a_first_start_loads_the_invented_programme_and_publishes_it(sample_store: Store) -> None:
    """After a first start every sample file is one import, in order, and one published update is on this machine."""
    assert batches(sample_store)["file_label"].tolist() == [name for name, _ in LOADING_ORDER]
    assert sample_store.ask("store/programmes")["is_invented"].tolist() == [True]
    with (
        closing(open_release_file(sample_store.settings, latest_update(sample_store))) as update,
        update.cursor() as ask,
    ):
        assert ask.execute("SELECT count(*) > 100 FROM release.figure WHERE state = 'shown'").fetchall() == [(True,)]
        assert ask.execute("SELECT count(*) FROM duckdb_schemas() WHERE schema_name = 'vault'").fetchall() == [(0,)]


def test_nothing_is_wrong_with_the_invented_programme(sample_store: Store) -> None:
    """The check-up finds no fault in a fresh sample database, and its imports have the rows they brought."""
    assert commands.say_doctor(sample_store).splitlines()[1:] == [
        "Nothing is wrong: every import has the rows it brought, and what is published is as new as the imports."
    ]


def test_an_interrupted_start_goes_on_where_it_stopped(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """A start that stopped after some files loads the rest next time, none twice, and loads nothing a third time."""
    wanted = settings.model_copy(update={"with_sample": True})
    files = [(name, profile) for name, profile in LOADING_ORDER if profile == "joy_table"][:8]
    monkeypatch.setattr(commands.sample, "LOADING_ORDER", (*files[:5], ("no such file.csv", "joy_table"), *files[5:]))
    with pytest.raises(ShownError):
        commands.start(wanted)
    monkeypatch.setattr(commands.sample, "LOADING_ORDER", tuple(files))
    for _ in range(2):
        with closing(commands.start(wanted)) as store:
            assert batches(store)["file_label"].tolist() == [name for name, _ in files]


def test_without_the_sample_a_start_makes_an_empty_database(settings: Settings) -> None:
    """With JOY_SAMPLE=no a start makes a database with no programme in it."""
    with closing(commands.start(settings)) as store:
        assert batches(store).empty
        assert commands.say_status(store) == "No programme is in yet."


def test_an_import_publishes_and_an_undo_publishes_again(small: Store) -> None:
    """Loading answers and taking them back each leave a new published update; rows are there, then gone."""
    before = latest_update(small)
    done = commands.import_file(small, SAMPLE / "tally.csv", "sample_tally")
    assert list(done.updates.values()) == [latest_update(small)]
    assert latest_update(small) != before
    assert commands.import_file(small, SAMPLE / "tally.csv", "sample_tally").batch.already_loaded
    again = commands.undo(small, done.batch.batch_no)
    assert list(again.values()) == [latest_update(small)] != list(done.updates.values())
    with small.cursor() as cursor:
        assert cursor.execute("SELECT count(*) FROM vault.tally").fetchall() == [(0,)]


def test_a_start_keeps_only_updates_that_may_be_shown(small: Store, settings: Settings) -> None:
    """The next start removes the files of withdrawn updates, and makes the current one again if its file is gone."""
    before = latest_update(small)
    commands.import_file(small, SAMPLE / "tally.csv", "sample_tally")
    commands.undo(small, 8)
    assert latest_update(small) != before
    assert len(list(settings.releases.glob("*.duckdb"))) > 1
    small.close()
    commands.start(settings).close()
    (kept,) = settings.releases.glob("*.duckdb")
    kept.unlink()
    with closing(commands.start(settings)) as store:
        assert [path.stem for path in settings.releases.glob("*.duckdb")] == [latest_update(store)]


@pytest.mark.parametrize(
    ("damage", "says"),
    [
        (
            "DELETE FROM programme.team WHERE team_id IN (SELECT min(team_id) FROM programme.team)",
            "brought 81 rows, but 80",
        ),
        ("INSERT INTO programme.team (team_id, batch_no) VALUES ('x', 99)", "an import 99"),
        ("UPDATE programme.import_batch SET undone_at = now()::TIMESTAMP WHERE batch_no = 5", "was undone but 81"),
        ("DROP TABLE vault.comment", "cannot be read|vault.comment is missing"),
    ],
)
def test_the_check_up_notices_lost_and_foreign_rows(small: Store, settings: Settings, damage: str, says: str) -> None:
    """Rows that went missing, came from nowhere or outlived their import are named with what to do."""
    with small.cursor() as cursor:
        cursor.execute(damage)
    small.close()
    before = settings.database.read_bytes()
    with pytest.raises(ShownError) as wrong:
        commands.doctor_alone(settings)
    found = str(wrong.value)
    assert pd.Series([found]).str.contains(says).all(), found
    assert "joy undo" in found or "backup" in found or "another folder" in found
    assert settings.database.read_bytes() == before


@pytest.mark.parametrize("content", [b"", b"not a database" * 900])
def test_the_check_up_of_a_ruined_file_says_what_to_do(settings: Settings, content: bytes) -> None:
    """A file that does not open is explained with the next step, and left as it is."""
    settings.home.mkdir()
    settings.database.write_bytes(content)
    with pytest.raises(ShownError, match=r"Move it away|another folder"):
        commands.doctor_alone(settings)
    assert settings.database.read_bytes() == content


def test_help_lists_every_command_with_one_line(told) -> None:
    """`python -m joy --help` names every command with a line that is not cut."""
    said = told("--help").output
    listed = [line.split(maxsplit=1) for line in said.split("Commands:\n")[1].splitlines()]
    assert {line[0] for line in listed} == {*commands.WITH_STORE, *commands.ALONE}
    assert all(line[1].endswith(".") and not line[1].endswith("...") for line in listed)


def test_a_refusal_is_one_message_and_exit_code_one(told, settings: Settings) -> None:
    """What cannot be done is said on stderr without a traceback, and nothing is loaded."""
    result = told("import", SAMPLE / "team.csv", "--profile", "nobody")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "“nobody”" in result.stderr
    assert "Traceback" not in result.stderr
    with closing(open_store(settings)) as store:
        assert batches(store).empty


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("undo", "third"), "“third” is no number"),
        (("rebase", "c1"), "“rebase” needs MEASURE"),
        (("rebase", "c1", "good_days", "2024-03-04"), "“rebase” needs --reason"),
        (
            ("rebase", "c1", "good_days", "31.03.2024", "--reason", "x"),
            "“31.03.2024” is no day. Write it as 2024-03-31.",
        ),
        (("rebase", "c1", "good_days", "20240331", "--reason", "x"), "“20240331” is no day"),
        (("import", "nowhere.csv", "-p", "x"), "There is no file “nowhere.csv” here"),
        (("status", "--all"), "“status” knows no --all"),
        (("status", "all"), "more than it takes"),
        (("statsu",), "There is no command “statsu”. Did you mean status?"),
    ],
)
def test_a_request_that_cannot_be_read_is_refused_in_our_words(told, settings: Settings, words, says) -> None:
    """What is missing or misspelt is said with how to write it, ends with exit code 1, and opens no database."""
    result = told(*words)
    assert (result.exit_code, result.stdout) == (1, "")
    assert says in result.stderr
    assert "Write: python -m joy" in result.stderr or "python -m joy --help" in result.stderr
    assert not settings.database.exists()


def test_a_missing_part_of_the_program_is_named_with_what_to_run(settings: Settings) -> None:
    """Where the packages are not installed, a command says how to install them instead of showing a traceback."""
    code = "import sys; sys.modules['duckdb'] = None; from joy.__main__ import main; main(['status'])"
    environment = {**os.environ, "JOY_HOME": str(settings.home)}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 1
    assert done.stderr.strip() == (
        "“duckdb”, a part of the program, is not installed here. Run: pip install -r requirements.txt"
    )


def test_a_fault_of_ours_is_one_sentence_and_exit_code_two(told, settings: Settings, monkeypatch) -> None:
    """An unexpected error shows no value and no traceback; joy.log says where it happened, without values either."""

    def broken(_settings: Settings) -> str:
        raise ValueError("Jo Bloggs scored 3")

    monkeypatch.setitem(commands.ALONE, "migrate", broken)
    result = told("migrate")
    log = (settings.home / "joy.log").read_text()
    assert (result.exit_code, len(result.stderr.splitlines())) == (2, 1)
    assert "ValueError" in log
    assert "broken" in log
    assert "Bloggs" not in result.output + log


def test_the_command_line_imports_says_and_undoes(told) -> None:
    """A file goes in, is listed, is recognised, and is taken back, each said in plain words."""
    for name in STRUCTURE[:3]:
        assert told("import", SAMPLE / f"{name}.csv", "-p", "joy_table").exit_code == 0
    assert "Import 2: 3 rows of programme.organisation from organisation.csv" in told("status").output
    assert "already in, as import 3" in told("import", SAMPLE / "cohort.csv", "-p", "joy_table").output
    assert "Import 3 was taken back" in told("undo", 3).output
    assert "cohort.csv, taken back" in told("status").output
    assert told("undo", 3).exit_code == 1
    assert "the published results stay as they are" in told("release").output
    assert "already has this program's layout" in told("migrate").output
    assert "Nothing is wrong" in told("doctor").output


def test_commands_go_to_the_running_dashboard(small: Store, settings: Settings) -> None:
    """While this process has the database open, another process's commands are carried out here."""
    served = commands.take_commands(small)
    environment = {**os.environ, "JOY_HOME": str(settings.home), "JOY_SAMPLE": "no"}

    def told(*words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "joy", *words]
        return subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False
        )

    loaded = told("import", "data/sample/team_size.csv", "-p", "joy_table")
    assert (loaded.returncode, loaded.stderr) == (0, "")
    assert batches(small)["file_label"].tolist()[-1] == "team_size.csv"
    assert "Nothing is wrong" in told("doctor").stdout
    refused = told("undo", "99")
    assert refused.returncode == 1
    assert "no import 99" in refused.stderr
    busy = told("migrate")
    assert busy.returncode == 1
    assert "already open" in busy.stderr
    served.close()


def test_the_sample_command_writes_the_committed_files(told, tmp_path: Path) -> None:
    """`python -m joy sample` writes the very bytes that the project ships."""
    assert told("sample", "--folder", tmp_path / "made").exit_code == 0
    made = {path.name: path.read_bytes() for path in (tmp_path / "made").iterdir()}
    assert made == {path.name: path.read_bytes() for path in SAMPLE.iterdir()}
