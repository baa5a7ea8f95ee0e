"""The files of the installation: private folders, room on disk, leftovers, and putting a finished file in place."""

from __future__ import annotations

import os
from pathlib import Path

from joy.errors import StoreProblem
from joy.settings import Settings


SPARE_BYTES = 200_000_000  # room that stays free beside three times the file: a checkpoint may write it anew
SPARE_TIMES = 3
UNFINISHED = "*.new*"  # every file is built under this name and renamed when whole


def private_home(settings: Settings) -> None:
    """Make the home folder and keep others out of it and of every file this process makes from now on.

    The engine makes its journal and spill files at any time with the process's own mask, so the mask is set too.
    Raises `StoreProblem` when the folder cannot be made or belongs to someone else.
    """
    os.umask(0o077)
    try:
        settings.home.mkdir(parents=True, exist_ok=True)
        settings.home.chmod(0o700)
    except OSError as fault:
        raise StoreProblem(
            f"The folder JOY_HOME ({settings.home}) cannot be used: {fault.strerror}. Name a folder that this user "
            "owns; it may be one that does not exist yet."
        ) from fault


def sweep(settings: Settings) -> int:
    """Remove what a killed process left half made, and say how many files that were."""
    folders = (settings.home, settings.releases, settings.kept)
    leftovers = [path for folder in folders for path in folder.glob(UNFINISHED) if path.is_file()]
    leftovers += [path for path in settings.temp.glob("duckdb_temp*") if path.is_file()]
    for path in leftovers:
        path.unlink()
    return len(leftovers)


def fresh_path(final: Path) -> Path:
    """The name under which `final` is built, with nothing there from an earlier try."""
    unfinished = final.with_suffix(".new")
    for path in (unfinished, journal_of(unfinished)):
        path.unlink(missing_ok=True)
    return unfinished


def put_in_place(unfinished: Path, final: Path) -> None:
    """Give a finished file its final name, durably: after a power cut either the old file is there or the new one."""
    unfinished.replace(final)
    folder = os.open(final.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def journal_of(database: Path) -> Path:
    """The write-ahead journal that the engine keeps beside a database file."""
    return database.with_name(f"{database.name}.wal")


def need_room(settings: Settings) -> None:
    """Raise `StoreProblem` with figures unless the disk has three times the database plus 200 MB free."""
    size = settings.database.stat().st_size if settings.database.exists() else 0
    needed, free = SPARE_TIMES * size + SPARE_BYTES, free_bytes(settings.home)
    if free < needed:
        raise StoreProblem(
            f"The disk has {megabytes(free)} free; saving safely needs {megabytes(needed)} (three times the database "
            "and 200 MB). Nothing was saved. Free some space, or move JOY_HOME to a larger disk."
        )


def free_bytes(folder: Path) -> int:
    """Bytes that this user may still write on the disk that holds `folder`."""
    disk = os.statvfs(folder)
    return disk.f_bavail * disk.f_frsize


def megabytes(size: int) -> str:
    """A size as people read it."""
    return f"{size / 1e6:,.0f} MB"
