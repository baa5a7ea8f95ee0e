"""One process owns the database: our own lock file, freed by the system when the process ends or is killed."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

from joy.errors import StoreProblem


class AlreadyOwned(StoreProblem):
    """Another process has the database open."""


class Ownership:
    """The held lock. Reading or copying the database file in Python would drop DuckDB's own lock; this one stays."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor: int | None = descriptor

    def give_back(self) -> None:
        """Free the lock. A second call does nothing: by then the descriptor's number may be another file's."""
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is not None:
            os.close(descriptor)


def take_ownership(path: Path) -> Ownership:
    """Take the lock file at `path`, or raise `AlreadyOwned` naming the process that holds it."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as fault:
        holder = os.read(descriptor, 32).decode(errors="replace").strip() or "unknown"
        os.close(descriptor)
        raise AlreadyOwned(
            "The database of this JOY_HOME is already open: a dashboard or another command is running. Stop that one "
            f"first (Ctrl-C where it was started; it is process {holder}), or give this one another JOY_HOME."
        ) from fault
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, str(os.getpid()).encode(), 0)
    return Ownership(descriptor)
