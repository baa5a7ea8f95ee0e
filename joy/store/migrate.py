"""Bringing an older database to this program's layout by building a new file; the old file is kept."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb

from joy.errors import StoreProblem
from joy.settings import Settings
from joy.store.files import fresh_path, need_room, private_home, put_in_place
from joy.store.harden import attach, cause_of, create_file, maintenance
from joy.store.layout import NOT_OURS, SCHEMA_VERSION
from joy.store.owner import take_ownership
from joy.store.tables import SCHEMA, TABLES


@dataclass(frozen=True)
class Migration:
    """What a migration did. `kept` is the old file; `left_behind` names what the new layout has no place for."""

    from_version: int
    to_version: int
    rows: int
    kept: Path | None
    left_behind: tuple[str, ...] = ()


def migrate(settings: Settings) -> Migration:
    """Build a new file in the current layout from the columns both layouts have, check it, and put it in place.

    Raises `StoreProblem` when there is nothing to migrate, the file is newer or not ours, or a row count differs; the
    database is then as it was.
    """
    private_home(settings)
    ownership = take_ownership(settings.lock)
    try:
        if not settings.database.exists():
            raise StoreProblem("There is no database to migrate yet. Start one with: python -m joy start")
        need_room(settings)
        return _migrate(settings)
    except duckdb.Error as fault:
        raise StoreProblem(f"Nothing was migrated, because {cause_of(fault)}. The database is as it was.") from fault
    finally:
        fresh_path(settings.database)  # a half-made file is of no use to anyone
        ownership.give_back()


def _migrate(settings: Settings) -> Migration:
    unfinished = fresh_path(settings.database)
    with maintenance(settings) as connection:
        attach(connection, settings.database, "old")
        found = _version(connection)
        if found == int(SCHEMA_VERSION):
            return Migration(found, found, 0, None)
        create_file(unfinished)
        attach(connection, unfinished, "made")
        rows, left_behind = _fill(connection)
        connection.execute("CHECKPOINT old")
        connection.execute("CHECKPOINT made")
        connection.execute("DETACH old")
        connection.execute("DETACH made")
    kept = _keep(settings.database, found)
    put_in_place(unfinished, settings.database)
    return Migration(found, int(SCHEMA_VERSION), rows, kept, left_behind)


def _version(connection: duckdb.DuckDBPyConnection) -> int:
    try:
        found = connection.execute("SELECT value FROM old.programme.about WHERE key = 'schema_version'").fetchall()
        version = int(found[0][0])
    except (duckdb.CatalogException, duckdb.BinderException, IndexError, ValueError) as fault:
        raise StoreProblem(NOT_OURS) from fault
    if version > int(SCHEMA_VERSION):
        raise StoreProblem(f"This database has the newer layout {version}. Update the program; nothing was changed.")
    return version


def _fill(connection: duckdb.DuckDBPyConnection) -> tuple[int, tuple[str, ...]]:
    connection.execute("USE made")
    connection.execute(SCHEMA)
    old = _columns_of_old(connection)
    rows = sum(_copy(connection, table, old[table]) for table in TABLES if table in old)
    connection.execute("UPDATE made.programme.about SET value = $v WHERE key = 'schema_version'", {"v": SCHEMA_VERSION})
    # What was published is in the older layout too: forgetting that it was makes the next start publish anew.
    connection.execute("DELETE FROM made.programme.about WHERE starts_with(key, 'published_')")
    connection.execute("USE memory")
    gone = [t for t in old if t not in TABLES]
    gone += [f"{t}.{c}" for t in old if t in TABLES for c in old[t] if c not in TABLES[t]]
    return rows, tuple(gone)


def _columns_of_old(connection: duckdb.DuckDBPyConnection) -> dict[str, list[str]]:
    found = connection.execute(
        "SELECT schema_name || '.' || table_name, list(column_name ORDER BY column_index) FROM duckdb_columns() "
        "WHERE database_name = 'old' AND schema_name IN ('programme', 'vault', 'release', 'access') GROUP BY 1"
    ).fetchall()
    return dict(found)


def _copy(connection: duckdb.DuckDBPyConnection, table: str, old_columns: list[str]) -> int:
    """Copy the columns in common and count both sides; names come from TABLES only."""
    common = ", ".join(f'"{column}"' for column in TABLES[table] if column in old_columns)
    if common:
        connection.execute(f"INSERT INTO made.{table} BY NAME SELECT {common} FROM old.{table}")  # noqa: S608 - from TABLES
    counts = f"SELECT (SELECT count(*) FROM old.{table}), (SELECT count(*) FROM made.{table})"  # noqa: S608 - same
    before, after = connection.execute(counts).fetchall()[0]
    if before != after:
        raise StoreProblem(f"Nothing was migrated: {table} has {before} rows, its copy {after}. Please report this.")
    return int(after)


def _keep(database: Path, version: int) -> Path:
    """Give the old file a second name, so that the new one can replace it in one step."""
    number = 0
    while (kept := database.with_name(f"joy.layout-{version}{f'-{number}' if number else ''}.duckdb")).exists():
        number += 1
    kept.hardlink_to(database)
    return kept
