"""A release as one local read-only file that holds no people: all that views read figures from."""

from __future__ import annotations

from collections.abc import Mapping

import duckdb
import pandas as pd

from joy.errors import NotFound, StoreProblem
from joy.settings import Settings
from joy.store.files import fresh_path, put_in_place
from joy.store.harden import cause_of, connect, create_file
from joy.store.reader import NEXT_STEP, Reader
from joy.store.tables import RELEASE_SCHEMA, TABLES, lay_out
from joy.store.writer import append_rows


# What an update suffers from that another one, made anew, will not.
IN_THE_FILE = (
    "it is not a database file",
    "it was written by another version of the database engine",
    "the file is damaged",
    "the file was cut short",
)


def write_release_file(settings: Settings, release_id: str, frames: Mapping[str, pd.DataFrame]) -> None:
    """Write the `release.*` tables of one release to their own file; the file appears whole or not at all."""
    strange = [table for table in frames if not table.startswith("release.") or table not in TABLES]
    if strange or not release_id.isalnum():
        raise AssertionError(f"{strange or release_id} does not belong in a release file")
    settings.releases.mkdir(parents=True, exist_ok=True, mode=0o700)
    final = settings.releases / f"{release_id}.duckdb"
    unfinished = fresh_path(final)
    create_file(unfinished)
    with connect(unfinished, settings) as connection:
        lay_out(connection, RELEASE_SCHEMA)
        for table, frame in frames.items():
            append_rows(connection, table, frame)
        connection.execute("CHECKPOINT")
    unfinished.chmod(0o400)
    put_in_place(unfinished, final)


def open_release_file(settings: Settings, release_id: str) -> Reader:
    """Open one release for reading.

    It may be open in this process already. Raises `NotFound` when this machine has no such release, only one in an
    older layout, or one that was not audited (R22); `StoreProblem` when its file is damaged or cannot be read now.
    """
    path = settings.releases / f"{release_id}.duckdb"
    if not release_id.isalnum() or not path.exists():
        raise NotFound("That published update is not on this machine. Run: python -m joy release")
    try:
        reader = Reader(connect(path, settings, read_only=True))
    except duckdb.Error as fault:
        raise StoreProblem(_why_unreadable(release_id, cause_of(fault))) from fault
    if not _has_our_columns(reader):
        reader.close()
        raise NotFound("That published update was made by another version of the program. Run: python -m joy release")
    if not _is_audited(reader, release_id):
        reader.close()
        raise NotFound(
            "That published update is not shown: nothing proves that its figures were checked against each other. "
            "Run: python -m joy release"
        )
    return reader


def _why_unreadable(release_id: str, cause: str) -> str:
    """What is wrong and what mends it: making the update again helps only where its file is at fault."""
    remedy = (
        "Make it again with: python -m joy release" if cause in IN_THE_FILE else f"Nothing was changed. {NEXT_STEP}"
    )
    return f"The published update {release_id} cannot be read: {cause}. {remedy}"


def _is_audited(reader: Reader, release_id: str) -> bool:
    """Whether the update names the audit it passed, and that audit is there and is about it (R9, R22)."""
    found = reader.ask("store/release_audit", release_id=release_id)
    return len(found) == 1 and bool(found["is_audited"].iloc[0])


def _has_our_columns(reader: Reader) -> bool:
    """Whether every column that questions ask for is there; no update is ever changed, so an older may lack some."""
    found = reader.ask("store/release_columns")
    have = set(zip(found["table_name"], found["column_name"], strict=True))
    return all((table, column) in have for table in TABLES if table.startswith("release.") for column in TABLES[table])
