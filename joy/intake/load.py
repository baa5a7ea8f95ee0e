"""The public face of intake: check a file, import it whole or not at all, undo an import."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock

import pandas as pd

from joy.errors import NotFound, ShownError
from joy.intake.files import MAX_BYTES, SourceFile, read_sheet, take_file
from joy.intake.keep import as_csv, has_salt, keep_rows, kept_path, link_salt, rows_checksum
from joy.intake.problems import Problems, counted
from joy.intake.profile import Also, Profile
from joy.intake.records import Asks, Batch, Preview, Ready
from joy.intake.responses import read_responses
from joy.intake.table_rules import RULES
from joy.intake.tables import read_table, table_of, wanted_of_table
from joy.intake.tally import read_tally
from joy.intake.tombstones import leave_out_erased
from joy.store import Store, UnknownOutcome, Writer
from joy.store.definitions import definitions_of


# Imports and undos take turns, so that a file is checked against what it will meet; checking itself keeps no other
# writer waiting.
ONE_AT_A_TIME = Lock()
# Which named removals undo an import; the cells go first, while the answers still say whose they are.
REMOVALS = {
    "answers": ("undo_cells", "undo_cells_shared", "undo_answer", "undo_response"),
    "tally": ("undo_tally",),
    **{table: (f"undo_{table.split('.')[1]}",) for table in RULES},
}


def check_file(
    store: Store,
    path: str | Path,
    profile: Profile,
    *,
    file_label: str | None = None,
    decided: Sequence[Also] | None = None,
    max_bytes: int = MAX_BYTES,
) -> Preview:
    """Check a file without loading it: rows, and every label with its meaning and count.

    Raises `DataProblem` listing everything that is wrong, as `import_file` would.
    """
    source, profile = take_file(Path(path), file_label, max_bytes), _with(profile, decided)
    ready, _, known = _understand(store, source, profile)
    return Preview(ready.target, ready.rows, ready.labels, ready.notes, already_loaded=known is not None)


def import_file(
    store: Store,
    path: str | Path,
    profile: Profile,
    *,
    file_label: str | None = None,
    decided: Sequence[Also] | None = None,
    max_bytes: int = MAX_BYTES,
) -> Batch:
    """Import a file: everything in it, in one transaction, or nothing.

    `decided` adds decisions on spellings to those of the profile. The same bytes under the same profile, or the
    same rows from other bytes, are loaded once: a second import returns the first batch, marked `already_loaded`; after
    an undo it may be loaded again.
    Raises `DataProblem` listing everything that is wrong; nothing has then changed.
    """
    source, profile = take_file(Path(path), file_label, max_bytes), _with(profile, decided)
    with ONE_AT_A_TIME:
        if (known := _known_batch(store, source, profile)) is not None:
            return known
        ready, rows, known = _understand(store, source, profile)
        if known is not None:
            return known
        batch_no = int(store.ask("intake/next_batch")["batch_no"].iloc[0])
        try:
            with store.writing() as writer:
                _write(store, writer, batch_no, source, profile, ready, rows)
        except BaseException as fault:
            if not (isinstance(fault, UnknownOutcome) and _known_batch(store, source, profile)):
                kept_path(store.settings, source.content_hash, batch_no).unlink(missing_ok=True)
            raise
    return Batch(batch_no, ready.target, ready.rows, notes=ready.notes)


def undo(store: Store, batch_no: int) -> Batch:
    """Remove every row that an import brought, and its kept copy; the ledger keeps the import as undone.

    Raises `ShownError` when there is no such import, it is undone already, or rows of other imports stand on its own.
    """
    with ONE_AT_A_TIME, store.writing() as writer:
        found = writer.ask("intake/batch", batch_no=batch_no)
        if found.empty:
            raise NotFound(f"There is no import {batch_no}. Nothing was changed.")
        row = found.iloc[0]
        if bool(row["is_undone"]):
            raise ShownError(f"Import {batch_no} was undone before. Nothing was changed.")
        _check_nothing_stands_on(writer, batch_no)
        for removal in REMOVALS[str(row["target"])]:
            writer.run(f"intake/{removal}", batch_no=batch_no)
        writer.run("intake/mark_undone", batch_no=batch_no, undone_at=_now())
    kept_path(store.settings, str(row["content_hash"]), batch_no).unlink(missing_ok=True)
    return Batch(batch_no, str(row["target"]), int(row["row_count"]))


def _check_nothing_stands_on(store: Asks, batch_no: int) -> None:
    """Rows of a team or a round cannot go while tallies or answers name it."""
    standing = store.ask("intake/standing_on", batch_no=batch_no)
    if standing.empty:
        return
    numbers = sorted(int(number) for number in standing["batch_no"].dropna().unique())
    first = f"Undo these imports first: {', '.join(map(str, numbers))}." if numbers else ""
    in_app = " Some rows were entered in the app; delete those there." if standing["batch_no"].isna().any() else ""
    tables = ", ".join(dict.fromkeys(name.split(".")[1].replace("_", " ") for name in standing["table_name"]))
    raise ShownError(
        f"Import {batch_no} cannot be undone yet: {counted(int(standing['n'].sum()), 'row')} of other imports refer to "
        f"it ({tables}). {first}{in_app} Nothing was changed."
    )


def _with(profile: Profile, decided: Sequence[Also] | None) -> Profile:
    """The profile with further decisions, checked as if they were written in it."""
    if not decided:
        return profile
    written = profile.model_dump()
    written["also"] = (*written["also"], *(also.model_dump() for also in decided))
    return Profile.model_validate(written)


def _known_batch(store: Asks, source: SourceFile, profile: Profile) -> Batch | None:
    known = store.ask("intake/batch_of_file", content_hash=source.content_hash, profile_id=profile.id)
    return _first_batch(known)


def _first_batch(known: pd.DataFrame) -> Batch | None:
    if known.empty:
        return None
    first = known.iloc[0]
    return Batch(int(first["batch_no"]), str(first["target"]), int(first["row_count"]), already_loaded=True)


def _understand(store: Store, source: SourceFile, profile: Profile) -> tuple[Ready, bytes | None, Batch | None]:
    """Read and check a file against the database as it is now.

    Returns what would be loaded, its normalised rows once the installation has a secret, and the import that brought
    the same before. Raises `DataProblem`.
    """
    problems = Problems(source.label)
    ready = _read(store, source, profile, problems)
    problems.stop_if_any(held=True)
    salt = link_salt(store.settings) if has_salt(store.settings) else None
    ready = leave_out_erased(store, ready, salt)
    rows = None if salt is None else as_csv(ready.kept(salt))
    known = _known_batch(store, source, profile)
    if known is None and rows is not None and salt is not None:
        same = store.ask("intake/batch_of_rows", rows_checksum=rows_checksum(rows, salt), profile_id=profile.id)
        known = _first_batch(same)
    if known is None:
        ready.check(store, salt, problems)
        problems.stop_if_any()
    return ready, rows, known


def _read(store: Asks, source: SourceFile, profile: Profile, problems: Problems) -> Ready:
    if profile.kind == "table":
        table = table_of(profile, source.label)
        sheet = read_sheet(source, profile, wanted_of_table(profile, table), problems)
        ready = read_table(store, sheet, profile, table, problems)
    else:
        sheet = read_sheet(source, profile, profile.wanted(), problems)
        read = read_tally if profile.kind == "tally" else read_responses
        ready = read(store, sheet, profile, definitions_of(store), problems)
    return replace(ready, notes=(*sheet.notes, *ready.notes))


def _write(
    store: Store,
    writer: Writer,
    batch_no: int,
    source: SourceFile,
    profile: Profile,
    ready: Ready,
    rows: bytes | None,
) -> None:
    salt = link_salt(store.settings)
    rows = as_csv(ready.kept(salt)) if rows is None else rows
    ready.load(writer, batch_no, salt)
    writer.run(
        "intake/add_batch",
        batch_no=batch_no,
        content_hash=source.content_hash,
        profile_id=profile.id,
        target=ready.target,
        file_label=source.label,
        row_count=ready.rows,
        rows_checksum=rows_checksum(rows, salt),
        loaded_at=_now(),
    )
    keep_rows(store.settings, source.content_hash, batch_no, rows)


def _now() -> datetime:
    """The time as the database keeps it: UTC, without saying so."""
    return datetime.now(UTC).replace(tzinfo=None, microsecond=0)
