from __future__ import annotations

from pathlib import Path

import duckdb
import pandas as pd
import pytest

from joy.errors import StoreProblem
from joy.settings import Settings
from joy.store import SCHEMA_VERSION, AlreadyOwned, Store, migrate, open_store, read_schema_version


def make_older(settings: Settings, *changes: str) -> None:
    """Turn a fresh database into one of layout 0 with two teams in it."""
    store = open_store(settings)
    with store.writing() as writer:
        teams = pd.DataFrame({"team_id": ["a", "b"], "name": ["Elm's “ward”", None], "is_clinical": [True, None]})
        writer.append("programme.team", teams)
    store.close()
    with duckdb.connect(str(settings.database)) as connection:
        for change in ("UPDATE programme.about SET value = '0' WHERE key = 'schema_version'", *changes):
            connection.execute(change)


def teams(store: Store) -> list[tuple[object, ...]]:
    with store.cursor() as cursor:
        return cursor.execute("SELECT team_id, name, is_clinical, setting FROM programme.team ORDER BY 1").fetchall()


@pytest.mark.parametrize("name", ["home", "home's “odd” name"])
def test_an_older_database_is_built_anew_and_kept(tmp_path: Path, name: str) -> None:
    """A layout-0 file that lacks a column and a table becomes this layout with every row; the old file is kept."""
    settings = Settings(home=tmp_path / name, with_sample=False)
    make_older(settings, "ALTER TABLE programme.team DROP COLUMN setting", "DROP TABLE vault.comment")
    before = settings.database.read_bytes()
    done = migrate(settings)
    assert (done.from_version, done.to_version, done.rows, done.left_behind) == (0, int(SCHEMA_VERSION), 4, ())
    assert done.kept == settings.home / "joy.layout-0.duckdb"
    assert done.kept.read_bytes() == before
    store = open_store(settings)
    assert read_schema_version(store) == SCHEMA_VERSION
    assert teams(store) == [("a", "Elm's “ward”", True, None), ("b", None, None, None)]
    assert store.ask("store/facts")["key"].tolist() == ["made_at", "schema_version"]
    assert "vault.comment" in set(store.ask("store/tables")["table_name"])
    store.close()


def test_a_migrated_file_keeps_its_comments_and_modes(settings: Settings) -> None:
    """The new file has a comment on every table and is private."""
    make_older(settings)
    migrate(settings)
    with duckdb.connect(str(settings.database), read_only=True) as connection:
        assert connection.execute("SELECT count(*) FROM duckdb_tables() WHERE comment IS NULL").fetchall() == [(0,)]
    assert settings.database.stat().st_mode & 0o077 == 0


def test_what_has_no_place_in_the_new_layout_is_named(settings: Settings) -> None:
    """A column and a table that only the old layout has are named, and still in the kept file."""
    make_older(settings, "ALTER TABLE programme.team ADD COLUMN mascot VARCHAR", "CREATE TABLE vault.diary (a INTEGER)")
    done = migrate(settings)
    assert set(done.left_behind) == {"programme.team.mascot", "vault.diary"}
    with duckdb.connect(str(done.kept), read_only=True) as connection:
        assert connection.execute("SELECT count(*) FROM vault.diary").fetchall() == [(0,)]


def test_a_second_migration_keeps_the_first_ones_file(settings: Settings) -> None:
    """An old file is never overwritten by the next one."""
    make_older(settings)
    first = migrate(settings).kept
    with duckdb.connect(str(settings.database)) as connection:
        connection.execute("UPDATE programme.about SET value = '0' WHERE key = 'schema_version'")
    second = migrate(settings).kept
    assert [path.name for path in (first, second)] == ["joy.layout-0.duckdb", "joy.layout-0-1.duckdb"]
    assert all(path.exists() for path in (first, second))


def test_this_layout_needs_no_migration(settings: Settings) -> None:
    """A database of this layout is left alone."""
    open_store(settings).close()
    before = settings.database.read_bytes()
    assert migrate(settings).kept is None
    assert settings.database.read_bytes() == before


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ("UPDATE programme.about SET value = '7' WHERE key = 'schema_version'", "newer layout 7"),
        ("DROP SCHEMA programme CASCADE", "not a database of this program"),
        ("ALTER TABLE programme.team ALTER is_clinical TYPE VARCHAR USING 'perhaps'", "Nothing was migrated"),
    ],
)
def test_a_refused_migration_changes_nothing(settings: Settings, change: str, says: str) -> None:
    """A newer, foreign or unfitting file is refused in words; the file is as it was and nothing is left half made."""
    make_older(settings, change)
    before = settings.database.read_bytes()
    with pytest.raises(StoreProblem, match=says):
        migrate(settings)
    assert settings.database.read_bytes() == before
    assert sorted(path.name for path in settings.home.iterdir() if path.is_file()) == ["joy.duckdb", "joy.lock"]


def test_an_open_database_is_not_migrated(store: Store, settings: Settings) -> None:
    """While a process has the database open, migration is refused."""
    with pytest.raises(AlreadyOwned):
        migrate(settings)


def test_without_a_database_there_is_nothing_to_migrate(settings: Settings) -> None:
    """Migration of an empty home says how to start instead of making a database."""
    with pytest.raises(StoreProblem, match="joy start"):
        migrate(settings)
    assert not settings.database.exists()
