"""Taking out of the kept copies of imports what was erased for good.

A copy without erased rows is the copy that an import of the same file would leave now: the same bytes, and so the same
checksum, by which that file is recognised when it is brought in again.
"""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Hashable

from joy.intake.keep import PACKING, kept_path, link_salt, rows_checksum, write_whole
from joy.intake.tombstones import ANSWERS, Tombstones, tombstones
from joy.store import Store


def clean_copies(store: Store) -> int:
    """Rewrite every kept copy in which something erased stands; returns how many rows and codes went.

    Each is replaced whole or not at all, and what was done already is passed over: killed in between, do it again.
    """
    salt = link_salt(store.settings)
    stones, gone = tombstones(store, salt), 0
    for _, batch in store.ask("erase/kept_batches").iterrows():
        path = kept_path(store.settings, str(batch["content_hash"]), int(batch["batch_no"]))
        if not path.exists():  # its time of keeping is over
            continue
        before = gzip.decompress(path.read_bytes())
        rows, went = _without(before, str(batch["target"]), stones)
        if went:
            write_whole(path, gzip.compress(rows, compresslevel=PACKING, mtime=0))
        _note_checksum(store, int(batch["batch_no"]), str(batch["rows_checksum"]), rows_checksum(rows, salt))
        gone += went
    return gone


def remove_strays(store: Store) -> None:
    """Remove kept copies that no import owns: a process was killed between an undo, or an import, and its end."""
    owned = {
        kept_path(store.settings, str(row["content_hash"]), int(row["batch_no"]))
        for _, row in store.ask("erase/every_batch").iterrows()
    }
    for path in set(store.settings.kept.glob("*.csv.gz")) - owned:
        path.unlink()


def _without(rows: bytes, target: str, stones: Tombstones) -> tuple[bytes, int]:
    """The rows that were not erased, with codes that may stay; and how many rows and codes went."""
    lines = csv.reader(io.StringIO(rows.decode(), newline=""))
    header = next(lines, [])
    kept = io.StringIO(newline="")
    written = csv.writer(kept, lineterminator="\n")
    written.writerow(header)
    link = header.index("link_key") if target == ANSWERS else -1
    went = 0
    for line in lines:
        row: dict[Hashable, object] = dict(zip(header, line, strict=True))
        if stones.covers(target, row):
            went += 1
            continue
        if link >= 0 and line[link] and stones.covers_links(str(row["round_id"])):
            line[link] = ""
            went += 1
        written.writerow(line)
    return (kept.getvalue().encode(), went) if went else (rows, 0)


def _note_checksum(store: Store, batch_no: int, noted: str, found: str) -> None:
    if noted != found:
        with store.writing() as writer:
            writer.run("erase/set_checksum", batch_no=batch_no, rows_checksum=found)
