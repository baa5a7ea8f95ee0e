"""Looking a database over without changing it: what is wrong, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

import duckdb
import pandas as pd

from joy.errors import ShownError
from joy.settings import Settings
from joy.store.files import SPARE_BYTES, SPARE_TIMES, UNFINISHED, free_bytes, megabytes
from joy.store.layout import SCHEMA_VERSION, check_version, read_schema_version
from joy.store.open import connect_or_explain
from joy.store.published import not_here, out_of_date
from joy.store.reader import NEXT_STEP, DatabaseStopped, Reader
from joy.store.release_match import changed_files
from joy.store.rewrite import ERASING
from joy.store.tables import TABLES


# Targets that an import may name which are more than one table; the table whose rows its row_count counts.
COUNTED_IN = {"answers": "vault.answer", "tally": "vault.tally"}
REIMPORT = "Run: python -m joy undo {0}, then import the file again."
FINE = "Nothing is wrong: every import has the rows it brought, and what is published is as new as the imports."
OLD_RESULTS = "The published results of {0} are older than the newest import or undo. Run: python -m joy release"


@dataclass(frozen=True)
class CheckUp:
    """What a check-up found, a line for each thing, and whether nothing was wrong."""

    lines: tuple[str, ...]
    is_fine: bool

    def __str__(self) -> str:
        return "\n".join(self.lines)


def check_closed(settings: Settings) -> CheckUp:
    """Check a database that nobody has open. Returns what was found, in the reader's words; changes nothing."""
    if not settings.database.exists():
        return CheckUp(("There is no database yet. Start one with: python -m joy start",), is_fine=True)
    try:
        reader = Reader(connect_or_explain(settings, read_only=True))
    except ShownError as fault:
        return _wrong(str(fault).replace(NEXT_STEP, _mend(settings)))
    try:
        return check(reader, settings)
    finally:
        reader.close()


def check(reader: Reader, settings: Settings) -> CheckUp:
    """Check an open database: layout, every import against its rows, what is published, files, room on disk."""
    try:
        return _check(reader, settings)
    except (duckdb.Error, DatabaseStopped):
        return _wrong(f"Part of the database cannot be read, so the file is damaged. {_mend(settings)}")
    except ShownError as fault:
        return _wrong(str(fault).replace(NEXT_STEP, _mend(settings)))


def _check(reader: Reader, settings: Settings) -> CheckUp:
    version = read_schema_version(reader)
    check_version(reader)
    head = f"The database opens. Its layout is {version}, its size {megabytes(settings.database.stat().st_size)}."
    if missing := tuple(_tables(reader)):
        return _wrong(head, *missing)
    reader.ask("store/every_value")  # reads every block of the file; what cannot be read raises
    files = (*changed_files(reader, settings), *_files(settings))
    wrong = (*_imports(reader), *_published(reader, settings), *_erasure(reader), *files)
    return _wrong(head, *wrong) if wrong else CheckUp((head, FINE), is_fine=True)


def _wrong(*lines: str) -> CheckUp:
    return CheckUp(lines, is_fine=False)


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


def _published(reader: Reader, settings: Settings) -> Iterator[str]:
    late, names = out_of_date(reader), reader.ask("store/programmes").set_index("programme_id")["name"]
    for programme_id in late:
        yield OLD_RESULTS.format(names[programme_id])
    for programme_id, release_id in not_here(reader, settings).items():
        if release_id:
            yield f"The published update {release_id} is not on this machine. Run: python -m joy release"
        elif programme_id not in late:
            yield f"Nothing is published yet of {names[programme_id]}. Run: python -m joy release"


def _erasure(reader: Reader) -> Iterator[str]:
    if ERASING in set(reader.ask("store/facts")["key"]):
        yield "Something was erased and copies of it may still be on this disk. The next start finishes that."


def _files(settings: Settings) -> Iterator[str]:
    size, free = settings.database.stat().st_size, free_bytes(settings.home)
    if free < SPARE_TIMES * size + SPARE_BYTES:
        yield f"The disk has only {megabytes(free)} free, so nothing can be saved. Free some space."
    leftovers = [path.name for folder in (settings.home, settings.releases) for path in folder.glob(UNFINISHED)]
    if leftovers:
        yield f"Half-made files lie about ({', '.join(sorted(leftovers))}). The next start removes them."
    for path in (settings.home, settings.database):
        if path.stat().st_mode & 0o077:
            yield f"Other users of this machine can read {path.name}. The next start puts that right."


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
