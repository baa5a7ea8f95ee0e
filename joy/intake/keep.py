"""The kept copy of an import: its normalised rows, and the secret under which link codes are hashed.

Only mapped and checked columns get here; no e-mail, name or address column is ever mapped, and link codes come hashed.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import secrets
from pathlib import Path

import pandas as pd

from joy.errors import StoreProblem
from joy.settings import Settings


SALT_BYTES = 32
HASH_BYTES = 16  # 128 bits: no two people of any programme meet by chance
PACKING = 3  # gzip level: three quarters of the gain for a fifth of the time


def link_salt(settings: Settings) -> bytes:
    """The installation's secret for link codes, made on first use. Raises `StoreProblem` when it is damaged.

    Whoever loses it cannot pair earlier rounds with later ones; whoever has it can test guessed codes.
    """
    path = settings.home / "link.salt"
    if not path.exists():
        _make_salt(path)
    salt = path.read_bytes()
    if len(salt) != SALT_BYTES:
        raise StoreProblem(
            "The file link.salt is damaged, so people's answers could no longer be paired between rounds. "
            "Put it back from a backup. Nothing was changed."
        )
    return salt


def has_salt(settings: Settings) -> bool:
    """Whether anything was imported here before, so that codes have a secret."""
    return (settings.home / "link.salt").exists()


def hash_link(code: str, salt: bytes) -> str:
    """A person's own code as a keyed hash: the same code gives the same hash in this installation only."""
    return hashlib.blake2b(code.encode(), key=salt, digest_size=HASH_BYTES).hexdigest()


def keep_rows(settings: Settings, content_hash: str, batch_no: int, rows: bytes) -> Path:
    """Write the normalised rows of a batch, as CSV, so that the file is there whole or not at all."""
    settings.kept.mkdir(parents=True, exist_ok=True, mode=0o700)
    final = kept_path(settings, content_hash, batch_no)
    packed = gzip.compress(rows, compresslevel=PACKING, mtime=0)
    write_whole(final, packed)
    return final


def kept_path(settings: Settings, content_hash: str, batch_no: int) -> Path:
    return settings.kept / f"{content_hash}-{batch_no}.csv.gz"


def rows_checksum(rows: bytes, salt: bytes) -> str:
    """A keyed checksum of normalised rows: notices loss, and says nothing to who has no key."""
    return hashlib.blake2b(rows, key=salt, digest_size=HASH_BYTES).hexdigest()


def as_csv(rows: pd.DataFrame) -> bytes:
    """Normalised rows as they are kept and summed."""
    return rows.to_csv(index=False, lineterminator="\n").encode()


def _make_salt(path: Path) -> None:
    """Make the secret beside its name and link it there: of two makers at once one wins, and none sees half of it."""
    beside = path.with_name(f"link.salt.new{os.getpid()}{secrets.token_hex(4)}")
    _write(beside, secrets.token_bytes(SALT_BYTES))
    try:
        os.link(beside, path)
    except FileExistsError:
        pass  # another maker was first: its secret counts
    finally:
        beside.unlink()
    _sync_folder(path.parent)


def write_whole(final: Path, content: bytes) -> None:
    """Write a file beside its name and rename it there, durably: it is there whole or not at all."""
    beside = final.with_name(final.name + ".new")
    beside.unlink(missing_ok=True)
    try:
        _write(beside, content)
        beside.replace(final)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    _sync_folder(final.parent)


def _write(path: Path, content: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
