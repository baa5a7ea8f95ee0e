"""Connecting to a database file so that SQL can reach nothing but that file.

The order matters (measured on DuckDB 1.5.5): the allowed folder first, then no outside access, then the lock that
makes every later SET fail.
"""

from __future__ import annotations

import re
import threading
from pathlib import Path

import duckdb

from joy.settings import Settings


# One process has one engine for a file: a second connection shares it, with the settings that the first one locked.
_opening = threading.Lock()
STORAGE_VERSION = "v1.5.0"  # the newest format that the scale-out's extensions read; it also refuses a stale WAL
# What DuckDB says, and what it means to the person who runs this. The first that occurs in the message counts.
CAUSES = {
    "No space left": "the disk is full",
    "File too large": "the disk is full",
    "max_temp_directory_size": "it needs more working space on disk than JOY_TEMP allows",
    "Out of Memory": "it needs more memory than JOY_MEMORY allows",
    "could not allocate": "it needs more memory than JOY_MEMORY allows",
    "Could not set lock": "another program has the file open",
    "not a valid DuckDB database": "it is not a database file",
    "sqlite_scanner": "it is not a database of this program but an SQLite file",
    "version number": "it was written by another version of the database engine",
    "replaying WAL": "its journal (joy.duckdb.wal) is damaged",
    "WAL": "its journal (joy.duckdb.wal) is damaged or belongs to another file",
    "checksum": "the file is damaged",
    "Could not read enough bytes": "the file was cut short",
    "Permission denied": "this user may not read or write it",
    "Read-only file system": "the disk is read-only",
}


def create_file(path: Path) -> None:
    """Create an empty database file in our storage version."""
    with duckdb.connect() as maker:
        attach(maker, path, "made", f"STORAGE_VERSION '{STORAGE_VERSION}'")
        maker.execute("DETACH made")
    path.chmod(0o600)


def connect(path: Path, settings: Settings, *, read_only: bool = False) -> duckdb.DuckDBPyConnection:
    """Open `path` with outside access off, limits on, times in UTC and the configuration locked.

    A file that this process has open already is opened once more, under the settings that hold there.
    """
    settings.temp.mkdir(parents=True, exist_ok=True, mode=0o700)
    config: dict[str, str | bool | int | float | list[str]] = {
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "allow_community_extensions": "false",
        "allow_unsigned_extensions": "false",
        "allow_persistent_secrets": "false",
        "python_enable_replacements": "false",
        "memory_limit": settings.memory_limit,
        "threads": str(settings.threads),
        "temp_directory": str(settings.temp),
        "max_temp_directory_size": settings.temp_limit,
    }
    with _opening:
        connection = duckdb.connect(str(path), read_only=read_only, config=config)
        if not _is_locked(connection):
            _lock_in(connection, settings)
    return connection


def _is_locked(connection: duckdb.DuckDBPyConnection) -> bool:
    found = connection.execute("SELECT current_setting('lock_configuration')").fetchone()
    return found is not None and bool(found[0])


def _lock_in(connection: duckdb.DuckDBPyConnection, settings: Settings) -> None:
    connection.execute("SET GLOBAL TimeZone = 'UTC'")
    connection.execute(f"SET allowed_directories = ['{_quoted(settings.home)}/']")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")


def maintenance(settings: Settings) -> duckdb.DuckDBPyConnection:
    """Open an empty memory database that may attach files: for migration and backup, never for questions."""
    limits = {"memory_limit": settings.memory_limit, "threads": str(settings.threads)}
    return duckdb.connect(config={**limits, "autoinstall_known_extensions": "false"})


def attach(connection: duckdb.DuckDBPyConnection, path: Path, name: str, *options: str) -> None:
    """Attach the file `path` under `name`, which is one of ours, never the reader's."""
    connection.execute(f"ATTACH '{_quoted(path)}' AS {name} ({', '.join(('TYPE duckdb', *options))})")


def cause_of(fault: Exception) -> str:
    """Say in the reader's words why the engine failed; file paths are cut to the file's name."""
    message = str(fault)
    for phrase, meaning in CAUSES.items():
        if phrase.casefold() in message.casefold():
            return meaning
    first = (message.splitlines() or [type(fault).__name__])[0]
    return "the database engine says: " + re.sub(r'"[^"]*/([^"/]*)"', r"“\1”", first)


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
