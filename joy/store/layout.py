"""The layout of the database: making a new file with it, and telling a file of another layout from ours."""

from __future__ import annotations

from datetime import UTC, datetime

import duckdb

from joy.errors import StoreProblem
from joy.settings import Settings
from joy.store.files import fresh_path, journal_of, put_in_place
from joy.store.harden import connect, create_file
from joy.store.reader import Reader, query_text
from joy.store.tables import lay_out


SCHEMA_VERSION = "4"
NOT_OURS = (
    "The file joy.duckdb is not a database of this program. Move it out of the folder to start anew, or put the right "
    "file in its place; nothing was changed."
)


def read_schema_version(reader: Reader) -> str:
    """The schema version recorded in an open database. Raises `StoreProblem` when the file is not one of ours."""
    try:
        found = reader.ask("store/schema_version")["value"]
    except (duckdb.CatalogException, duckdb.BinderException) as fault:
        raise StoreProblem(NOT_OURS) from fault
    if len(found) != 1 or not str(found.iloc[0]).isdigit():
        raise StoreProblem(NOT_OURS)
    return str(found.iloc[0])


def make_new(settings: Settings) -> None:
    """Build the schema in a file beside the final name, so that a half-made database is never opened."""
    if journal_of(settings.database).exists():
        raise StoreProblem(
            "The database file joy.duckdb is gone but its journal joy.duckdb.wal is still there, so somebody moved or "
            "deleted the database. Put joy.duckdb back; or, to start anew, move joy.duckdb.wal out of the folder."
        )
    unfinished = fresh_path(settings.database)
    create_file(unfinished)
    with connect(unfinished, settings) as connection:
        lay_out(connection)
        facts = {"schema_version": SCHEMA_VERSION, "made_at": datetime.now(UTC).isoformat(timespec="seconds")}
        for key, value in facts.items():
            connection.execute(query_text("store/add_about"), {"key": key, "value": value})
        connection.execute("CHECKPOINT")
    put_in_place(unfinished, settings.database)


def check_version(reader: Reader) -> None:
    """Raise `StoreProblem` unless the open database has this program's layout."""
    found = int(read_schema_version(reader))
    if found > int(SCHEMA_VERSION):
        raise StoreProblem(
            f"This database was made by a newer version of the program (its layout is {found}, this program knows "
            f"{SCHEMA_VERSION}). Update the program; nothing was changed."
        )
    if found < int(SCHEMA_VERSION):
        raise StoreProblem(
            f"This database has the older layout {found}; this program needs {SCHEMA_VERSION}. "
            "Run: python -m joy migrate. It builds a new file and keeps the old one."
        )
