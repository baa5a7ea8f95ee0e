"""Whether the file of a published update, which pages read, holds what the database says was published."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

from joy.errors import ShownError
from joy.settings import Settings
from joy.store.published import release_path
from joy.store.reader import Asker
from joy.store.release_file import open_release_file


DIFFERS = (
    "The file of published update {0} does not hold what was published ({1}). Do not trust its figures: move "
    "releases/{0}.duckdb away and run: python -m joy release"
)


def different_tables(asker: Asker, file: Asker, release_id: str) -> tuple[str, ...]:
    """The tables of a release `file` that hold something else than the database, by name; empty where all agree.

    Rows are compared by number and hash, whatever their order; in the file every row counts.
    """
    ours = asker.ask("store/update_contents", release_id=release_id, is_whole=False)
    theirs = file.ask("store/update_contents", release_id=release_id, is_whole=True)
    both = ours.merge(theirs, on="table_name", how="outer", suffixes=("", "_there"))
    is_same = (both["n"] == both["n_there"]) & (both["mark"] == both["mark_there"])
    return tuple(str(name) for name in both.loc[~is_same.fillna(value=False), "table_name"])


def changed_files(asker: Asker, settings: Settings) -> Iterator[str]:
    """Say of every update that stands and is on this machine when its file was changed or cannot be read."""
    for release_id in asker.ask("store/standing_updates")["release_id"]:
        if not release_path(settings, str(release_id)).exists():
            continue
        try:
            with closing(open_release_file(settings, str(release_id))) as file:
                wrong = different_tables(asker, file, str(release_id))
        except ShownError as fault:
            yield str(fault)
            continue
        if wrong:
            yield DIFFERS.format(release_id, ", ".join(wrong))
