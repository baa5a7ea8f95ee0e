"""Writing the database file anew, so that nothing deleted is left in it.

A deleted row's bytes stay in the file's blocks, also after CHECKPOINT and VACUUM (measured on DuckDB 1.5 and 2.0); only
a copy of what still counts, in a new file, is without them. The copy is held against the original value by value before
it takes the original's place in one step, so a process that is killed leaves the one file or the other, both whole.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

import duckdb

from joy.errors import StoreProblem
from joy.settings import Settings
from joy.store.files import fresh_path, journal_of
from joy.store.harden import STORAGE_VERSION, attach
from joy.store.open import Store
from joy.store.reader import query_text


ERASING = "erasure_unfinished"  # a fact in programme.about: rows were erased, their bytes may still be about


def rewrite_file(store: Store) -> None:
    """Replace the database file by a copy of what counts.

    Raises `StoreProblem` when there is no room, the copy differs or readers do not make way; nothing has then changed.
    """
    made = fresh_path(store.settings.database)
    try:
        store.replace_file(partial(_copy, settings=store.settings))
    finally:
        for path in (made, journal_of(made)):
            path.unlink(missing_ok=True)


def remove_old_copies(settings: Settings) -> tuple[str, ...]:
    """Remove the older databases that migrations kept, and return their names: they hold whatever was erased later."""
    old = sorted(settings.home.glob("joy.layout-*.duckdb*"))
    for path in old:
        path.unlink()
    return tuple(path.name for path in old)


def strange_files(settings: Settings) -> tuple[str, ...]:
    """Files in the home that this program did not put there, which it therefore leaves alone."""
    ours = {settings.database, journal_of(settings.database), settings.lock, settings.socket}
    ours |= {settings.home / name for name in ("link.salt", "joy.log")}
    folders = (settings.releases, settings.kept, settings.temp)
    files = (path for path in settings.home.rglob("*") if path.is_file() or path.is_symlink())
    strange = (path for path in files if path not in ours and not any(folder in path.parents for folder in folders))
    return tuple(sorted(str(path.relative_to(settings.home)) for path in strange))


def _copy(cursor: duckdb.DuckDBPyConnection, settings: Settings) -> Path:
    """Build the copy, close it, and read every value back from its file."""
    made = fresh_path(settings.database)
    attach(cursor, made, "made", f"STORAGE_VERSION '{STORAGE_VERSION}'")
    try:
        made.chmod(0o600)
        cursor.execute("COPY FROM DATABASE joy TO made")
        cursor.execute("CHECKPOINT made")
    finally:
        cursor.execute("DETACH made")
    attach(cursor, made, "made", "READ_ONLY")
    try:
        before, after = _every_value(cursor), _every_value(cursor, "USE made")
    finally:
        cursor.execute("DETACH made")
    if before != after:
        raise StoreProblem("The copy of the database was not the same, so it was not used. Please report this.")
    return made


def _every_value(cursor: duckdb.DuckDBPyConnection, first: str = "USE joy") -> list[tuple[object, ...]]:
    cursor.execute(first)
    try:
        return cursor.execute(query_text("store/every_value")).fetchall()
    finally:
        cursor.execute("USE joy")
