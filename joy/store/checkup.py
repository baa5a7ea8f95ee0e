"""Looking a database over without changing it: what is wrong, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import duckdb
import pandas as pd

from joy.errors import ShownError
from joy.settings import Settings
from joy.store.files import SPARE_BYTES, SPARE_TIMES, UNFINISHED, free_bytes, megabytes
from joy.store.layout import SCHEMA_VERSION, check_version, read_schema_version
from joy.store.open import connect_or_explain
from joy.store.reader import Reader
from joy.store.tables import TABLES


# Targets that an import may name which are more than one table; the table whose rows its row_count counts.
COUNTED_IN = {"answers": "vault.answer", "tally": "vault.tally"}
REIMPORT = "Run: python -m joy undo {0}, then import the file again."


def check_closed(settings: Settings) -> tuple[str, ...]:
    """Check a database that nobody has open. Returns what was found, in the reader's words; changes nothing."""
    if not settings.database.exists():
        return ("There is no database yet. Start one with: python -m joy start",)
    try:
        reader = Reader(connect_or_explain(settings, read_only=True))
    except ShownError as fault:
        return (str(fault).replace("What to do next: python -m joy doctor", _mend(settings)),)
    try:
        return check(reader, settings)
    finally:
        reader.close()


def check(reader: Reader, settings: Settings) -> tuple[str, ...]:
    """Check an open database: layout, every import against its rows, files, room on disk."""
    try:
        version = read_schema_version(reader)
        check_version(reader)
    except ShownError as fault:
        return (str(fault),)
    try:
        wrong = (*_tables(reader), *_imports(reader), *_files(settings, reader))
    except duckdb.Error:
        wrong = (f"Part of the database cannot be read, so the file is damaged. {_mend(settings)}",)
    size = settings.database.stat().st_size
    head = f"The database opens. Its layout is {version}, its size {megabytes(size)}."
    return (head, *(wrong or ("Nothing is wrong: every import has the rows it brought.",)))


def _tables(reader: Reader) -> Iterator[str]:
    found = set(reader.ask("store/tables")["table_name"])
    for table in sorted(set(TABLES) - found):
        yield f"The table {table} is missing though the layout is {SCHEMA_VERSION}. Restore the last backup."


def _imports(reader: Reader) -> Iterator[str]:
    batches = reader.ask("store/batches").set_index("batch_no")
    counts = reader.ask("store/rows_by_batch")
    for number in sorted(set(counts["batch_no"]) - set(batches.index)):
        yield f"Rows of an import {number} are here that the list of imports does not know. " + REIMPORT.format(number)
    for number, batch in batches.iterrows():
        yield from _import(int(str(number)), batch, counts[counts["batch_no"] == number].set_index("table_name")["n"])


def _import(number: int, batch: pd.Series, counts: pd.Series) -> Iterator[str]:
    label = f"Import {number} (“{batch['file_label']}”)"
    if not pd.isna(batch["undone_at"]):
        if len(counts):
            yield f"{label} was undone but {counts.sum()} of its rows are still here. Run: python -m joy undo {number}"
        return
    here = int(counts.get(COUNTED_IN.get(batch["target"], batch["target"]), 0))
    if here != batch["row_count"]:
        yield f"{label} brought {batch['row_count']} rows, but {here} are here. " + REIMPORT.format(number)


def _files(settings: Settings, reader: Reader) -> Iterator[str]:
    size, free = settings.database.stat().st_size, free_bytes(settings.home)
    if free < SPARE_TIMES * size + SPARE_BYTES:
        yield f"The disk has only {megabytes(free)} free, so nothing can be saved. Free some space."
    leftovers = [path.name for folder in (settings.home, settings.releases) for path in folder.glob(UNFINISHED)]
    if leftovers:
        yield f"Half-made files lie about ({', '.join(sorted(leftovers))}). The next start removes them."
    for path in (settings.home, settings.database):
        if path.stat().st_mode & 0o077:
            yield f"Other users of this machine can read {path.name}. The next start puts that right."
    for release_id in reader.ask("store/programmes")["release_id"].dropna():
        if not _release(settings, release_id).exists():
            yield f"The published update {release_id} is not on this machine. Run: python -m joy release"


def _release(settings: Settings, release_id: str) -> Path:
    return settings.releases / f"{release_id}.duckdb"


def _mend(settings: Settings) -> str:
    """What a person can do about a file that does not open."""
    kept = sorted(path.name for path in settings.home.glob("joy.layout-*.duckdb"))
    with suppress(OSError):
        if settings.database.stat().st_size == 0:
            return "The file is empty. Move it away; the next start makes a new one."
    older = f" Older copies here: {', '.join(kept)}." if kept else ""
    return (
        "Stop every program that may have it open and try again. If that does not help, move joy.duckdb and "
        f"joy.duckdb.wal to another folder (do not delete them), start anew and import your files again.{older}"
    )
