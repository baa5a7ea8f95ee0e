from __future__ import annotations

import os
import stat
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from joy.errors import StoreProblem
from joy.settings import Settings
from joy.store import AlreadyOwned, Store, open_store, read_schema_version
from joy.store.layout import SCHEMA_VERSION
from joy.store.reader import as_promised


AWKWARD = ("home with spaces", 'home\'s “quoted” "name"', "semi;colon -- drop", "ünïcode 🙂", "back\\slash%s")


def write_batch(store: Store, number: int, **columns: object) -> None:
    with store.writing() as writer:
        writer.append("programme.import_batch", pd.DataFrame({"batch_no": [number], **columns}))


def batch_numbers(store: Store) -> list[int]:
    return [int(n) for n in store.ask("store/batches")["batch_no"]]


def raw(settings: Settings, sql: str, *values: object) -> None:
    with duckdb.connect(str(settings.database)) as connection:
        connection.execute(sql, values)


def test_a_first_start_makes_a_database_of_this_layout(store: Store) -> None:
    """Opening an empty home makes a database that knows its layout."""
    assert read_schema_version(store) == SCHEMA_VERSION
    assert set(store.ask("store/facts")["key"]) == {"schema_version", "made_at"}


@pytest.mark.parametrize("name", AWKWARD)
def test_any_folder_name_works(tmp_path: Path, name: str) -> None:
    """JOY_HOME may hold spaces, quotes, semicolons and other scripts, and keeps what was written."""
    settings = Settings(home=tmp_path / name, with_sample=False)
    opened = open_store(settings)
    write_batch(opened, 7)
    opened.close()
    again = open_store(settings)
    assert batch_numbers(again) == [7]
    again.close()


def test_nobody_else_can_read_the_files(settings: Settings) -> None:
    """The home folder is 700, and every file in it, the engine's journal too, is 600 or less."""
    settings.home.mkdir(mode=0o755)
    os.umask(0o022)
    opened = open_store(settings)
    write_batch(opened, 1)
    found = {path.name: stat.S_IMODE(path.stat().st_mode) for path in [settings.home, *settings.home.iterdir()]}
    opened.close()
    assert found["home"] == 0o700
    assert "joy.duckdb.wal" in found
    assert not [name for name, mode in found.items() if mode & 0o077]


def test_a_home_that_cannot_be_made_is_explained(tmp_path: Path) -> None:
    """A file in the way of JOY_HOME gives a message that names the folder."""
    (tmp_path / "taken").write_text("x")
    with pytest.raises(StoreProblem, match="taken"):
        open_store(Settings(home=tmp_path / "taken"))


def test_a_second_opening_is_refused_and_changes_nothing(store: Store, settings: Settings) -> None:
    """While the database is open, a second opening says what to do, and which process to stop if its window is lost."""
    with pytest.raises(AlreadyOwned, match=rf"already open: .* Stop that one first .*process {os.getpid()}\), or give"):
        open_store(settings)
    write_batch(store, 1)
    assert batch_numbers(store) == [1]


def test_closing_frees_the_database_once(settings: Settings) -> None:
    """A second close does not free the lock of whoever opened the database in the meantime."""
    first = open_store(settings)
    first.close()
    second = open_store(settings)
    first.close()
    with pytest.raises(AlreadyOwned):
        open_store(settings)
    second.close()


def test_half_made_files_are_swept_away(settings: Settings) -> None:
    """What a killed process left half made is gone after the next start; everything else stays."""
    open_store(settings).close()
    settings.releases.mkdir()
    leftovers = [settings.home / "joy.new", settings.home / "joy.new.wal", settings.releases / "ab.new"]
    others = [settings.home / "news.txt", settings.releases / "ab.duckdb"]
    for path in (*leftovers, *others):
        path.write_text("x")
    open_store(settings).close()
    assert [path.exists() for path in leftovers] == [False, False, False]
    assert [path.exists() for path in others] == [True, True]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "not a database file"),
        (b"hello" * 2000, "not a database file"),
        (b"SQLite format 3\0" + bytes(5000), "SQLite file"),
    ],
)
def test_a_file_that_is_no_database_is_refused_untouched(settings: Settings, content: bytes, says: str) -> None:
    """A file that is not ours is named as such and keeps every byte."""
    settings.home.mkdir()
    settings.database.write_bytes(content)
    with pytest.raises(StoreProblem, match=says):
        open_store(settings)
    assert settings.database.read_bytes() == content


def test_a_foreign_database_is_refused(settings: Settings) -> None:
    """A DuckDB file of another program is told from ours."""
    settings.home.mkdir()
    raw(settings, "CREATE TABLE other (a INTEGER)")
    with pytest.raises(StoreProblem, match="not a database of this program"):
        open_store(settings)


@pytest.mark.parametrize(("version", "says"), [("99", "newer version"), ("0", "joy migrate"), ("x", "not a database")])
def test_another_layout_is_named(settings: Settings, version: str, says: str) -> None:
    """A newer file asks for a newer program, an older one for a migration; the lock is free again afterwards."""
    open_store(settings).close()
    raw(settings, "UPDATE programme.about SET value = $1 WHERE key = 'schema_version'", version)
    for _ in range(2):
        with pytest.raises(StoreProblem, match=says) as refusal:
            open_store(settings)
        assert not isinstance(refusal.value, AlreadyOwned)


def test_a_journal_without_its_database_is_not_overwritten(settings: Settings) -> None:
    """When only the journal is left, the start stops and says that the database was moved."""
    settings.home.mkdir()
    journal = settings.database.with_name("joy.duckdb.wal")
    journal.write_bytes(b"precious")
    with pytest.raises(StoreProblem, match=r"joy\.duckdb\.wal"):
        open_store(settings)
    assert journal.read_bytes() == b"precious"
    assert not settings.database.exists()


@pytest.mark.parametrize(
    "sql",
    [
        "COPY (SELECT 1) TO '{outside}'",
        "SELECT * FROM read_text('/etc/passwd')",
        "SELECT * FROM glob('/*')",
        "ATTACH '{outside}'",
        "EXPORT DATABASE '{outside}'",
        "INSTALL httpfs",
        "SET threads = 1",
        "SET enable_external_access = true",
        "RESET lock_configuration",
        "CREATE SECRET (TYPE s3)",
        "SELECT * FROM frame_of_the_caller",
    ],
)
def test_sql_reaches_nothing_but_the_database(store: Store, tmp_path: Path, sql: str) -> None:
    """Even SQL that slipped in cannot read or write other files, change settings or see Python's variables."""
    frame_of_the_caller = pd.DataFrame({"a": [1]})
    assert len(frame_of_the_caller) == 1
    with store.cursor() as cursor, pytest.raises(duckdb.Error):
        cursor.execute(sql.format(outside=tmp_path / "outside"))
    assert not (tmp_path / "outside").exists()


def test_times_are_utc_whatever_the_zone(store: Store) -> None:
    """A time with a zone is stored as UTC, from a frame and from a parameter; a time without one is taken as UTC."""
    tokyo = datetime(2026, 3, 1, 8, 30, tzinfo=timezone(timedelta(hours=9)))
    for number, moment in enumerate([tokyo, tokyo.astimezone(UTC), datetime(2026, 2, 28, 23, 30)]):  # noqa: DTZ001 - the case
        write_batch(store, number, loaded_at=[moment])
    assert store.ask("store/batches")["loaded_at"].tolist() == [pd.Timestamp("2026-02-28 23:30")] * 3
    with store.cursor() as cursor:
        assert cursor.execute("SELECT current_setting('TimeZone')").fetchall() == [("UTC",)]


KINDS = {"a": "text", "b": "integer", "c": "number", "d": "truth", "e": "date", "f": "time"}
FULL = "('x', 9007199254740993::BIGINT, 0.5::DOUBLE, true, DATE '2026-03-01', TIMESTAMP '2026-03-01 10:00')"
EMPTY = "(NULL, NULL, NULL, NULL, NULL, NULL)"


@pytest.mark.parametrize(
    ("rows", "most"), [(FULL, 9), (f"{FULL}, {EMPTY}", 9), (f"{EMPTY}, {FULL}", 9), (EMPTY, 9), (FULL, 0)]
)
def test_a_frame_has_its_promised_types_whatever_it_holds(rows: str, most: int) -> None:
    """Full rows, rows with gaps, only gaps and no rows come out with the same column types and unchanged values."""
    answer = duckdb.sql(f"SELECT * FROM (VALUES {rows}) AS t(a, b, c, d, e, f) LIMIT {most}").df()  # noqa: S608 - the case
    frame = as_promised(answer, KINDS)
    assert [str(kind) for kind in frame.dtypes] == [
        "str",
        "Int64",
        "float64",
        "boolean",
        "datetime64[s]",
        "datetime64[us]",
    ]
    full, gaps = frame.dropna(), frame[frame["a"].isna()]
    assert len(full) == (FULL in rows and most > 0)
    assert [row.b for row in full.itertuples()] == [9007199254740993] * len(full)
    assert [row.e.date() for row in full.itertuples()] == [date(2026, 3, 1)] * len(full)
    assert gaps.isna().all(axis=None)


def test_a_frame_with_other_columns_is_refused() -> None:
    """A query that returns other columns than it promises is a fault that does not pass silently."""
    with pytest.raises(AssertionError, match="promised"):
        as_promised(pd.DataFrame({"b": [1]}), {"a": "integer"})


def test_asking_cannot_write(store: Store) -> None:
    """A query that promises no rows is refused outside a transaction, and nothing was written."""
    with pytest.raises(AssertionError, match="writing"):
        store.ask("store/add_about", key="x", value="y")
    assert "x" not in set(store.ask("store/facts")["key"])


def test_only_tables_and_columns_of_the_schema_can_be_written(store: Store) -> None:
    """A name that is not in the schema never becomes SQL."""
    for table, frame in (
        ("vault.answer; DROP TABLE vault.answer", pd.DataFrame({"code": [1]})),
        ("vault.answer", pd.DataFrame({"code) --": [1]})),
    ):
        with pytest.raises(AssertionError), store.writing() as writer:
            writer.append(table, frame)
    with pytest.raises(AssertionError), store.writing() as writer:
        writer.clear("programme.about; DROP SCHEMA vault")
    assert "vault.answer" in set(store.ask("store/tables")["table_name"])


def test_clearing_a_table_is_part_of_the_transaction(store: Store) -> None:
    """A cleared table is full again when the transaction fails."""

    def clear_and_fail() -> None:
        with store.writing() as writer:
            writer.clear("programme.import_batch")
            assert writer.ask("store/batches").empty
            raise ZeroDivisionError

    write_batch(store, 1)
    with pytest.raises(ZeroDivisionError):
        clear_and_fail()
    assert batch_numbers(store) == [1]
