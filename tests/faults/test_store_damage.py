"""A database file of which a part is ruined: said in words, with what to do, and exit code 1."""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner

from joy import commands, intake
from joy.__main__ import main
from joy.settings import ROOT, Settings
from joy.store import open_store
from joy.store.reader import query_text
from joy.store.tables import TABLES


SAMPLE = ROOT / "data" / "sample"
STRUCTURE = ("programme", "organisation", "cohort", "learning_event", "team", "team_name", "enrolment")
HEADERS, BLOCK = 12_288, 262_144  # bytes: three headers of 4 kB, then blocks (duckdb.org/docs/stable/internals/storage)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A published home that is in order."""
    settings = Settings(home=tmp_path_factory.mktemp("whole") / "home", with_sample=False)
    with closing(open_store(settings)) as store:
        for name in STRUCTURE:
            intake.import_file(store, SAMPLE / f"{name}.csv", intake.load_profile("joy_table"))
        commands.import_file(store, SAMPLE / "tally.csv", "sample_tally")
        store.checkpoint()
    return settings.home


def ruin(database: Path, block: int) -> None:
    with database.open("r+b") as file:
        file.seek(HEADERS + block * BLOCK + 5000)
        file.write(b"\xff" * 4096)


def unreadable(database: Path) -> set[str]:
    """The tables of which the engine cannot hand out every row and column."""
    found = set()
    with duckdb.connect(str(database), read_only=True) as connection:
        for table in TABLES:
            try:
                connection.execute(f"SELECT * FROM {table}").fetchall()  # noqa: S608 - from TABLES
            except duckdb.IOException:
                found.add(table)
    return found


def test_every_ruined_block_is_noticed_and_explained(
    whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whichever block that holds rows is ruined, the check-up ends with 1 and says what to do; publishing never blames
    the program; the check-up changes nothing."""
    monkeypatch.setenv("JOY_SAMPLE", "no")
    noticed: set[str] = set()
    for block in range(1, ((whole / "joy.duckdb").stat().st_size - HEADERS) // BLOCK):  # without 0 it does not open
        home = shutil.copytree(whole, tmp_path / f"{block}")
        ruin(home / "joy.duckdb", block)
        lost = unreadable(home / "joy.duckdb")
        if not lost:
            continue
        noticed |= lost
        before = (home / "joy.duckdb").read_bytes()
        monkeypatch.setenv("JOY_HOME", str(home))
        doctor = CliRunner().invoke(main, ["doctor"])
        assert doctor.exit_code == 1, (lost, doctor.output)
        assert "cannot be read" in doctor.output
        assert "another folder" in doctor.output
        assert (home / "joy.duckdb").read_bytes() == before
        release = CliRunner().invoke(main, ["release"])
        assert release.exit_code == 1 if "vault.tally" in lost else release.exit_code in {0, 1}, release.output
        assert release.exit_code == 0 or "python -m joy doctor" in release.stderr
    assert "vault.tally" in noticed


@pytest.mark.parametrize("command", ["doctor", "release"])
def test_a_file_that_was_cut_short_is_explained(
    whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    """Of a file that lost its second half both the check-up and publishing say so, with what to do and exit code 1."""
    home = shutil.copytree(whole, tmp_path / "home")
    with (home / "joy.duckdb").open("r+b") as file:
        file.truncate((home / "joy.duckdb").stat().st_size // 2)
    monkeypatch.setenv("JOY_HOME", str(home))
    result = CliRunner().invoke(main, [command])
    assert (result.exit_code, result.stdout) == (1, "")
    assert "cut short" in result.stderr
    assert "joy doctor" in result.stderr or "another folder" in result.stderr


def test_the_check_up_reads_every_table() -> None:
    """The question that reads every block names each table of the schema once."""
    text = query_text("store/every_value")
    assert [line.split("'")[1] for line in text.splitlines() if line.startswith("SELECT")] == list(TABLES)
