"""What follows once the rows are gone: kept copies, published updates, old files, and the file written anew.

Every step may be done twice, and the note that an erasure is unfinished goes last. So a process that is killed on the
way leaves it to the next one that opens the database.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from joy.errors import StoreProblem
from joy.intake.kept_copies import clean_copies, remove_strays
from joy.intake.load import ONE_AT_A_TIME
from joy.intake.problems import counted
from joy.store import Store
from joy.store.published import forget_withdrawn
from joy.store.rewrite import ERASING, remove_old_copies, rewrite_file, strange_files


Publish = Callable[[Store], Mapping[str, str]]
Spoken = Callable[[Mapping[str, str]], str]  # says which updates are new


@dataclass(frozen=True)
class Finished:
    """What finishing did: the new updates, rows taken out of kept copies, databases removed, files left alone."""

    updates: Mapping[str, str]
    kept_rows: int
    removed: tuple[str, ...]
    strange: tuple[str, ...]

    def lines(self) -> list[str]:
        """What a data lead should know, one line each."""
        kept = f"Kept copies of imports: {counted(self.kept_rows, 'row')} taken out." if self.kept_rows else ""
        old = f"Removed, as what was erased stood in it: {', '.join(self.removed)}." if self.removed else ""
        strange = f"Not ours and not looked into, so look yourself: {', '.join(self.strange)}." if self.strange else ""
        return ["The database file was written anew.", *filter(None, (kept, old, strange))]


def is_unfinished(store: Store) -> bool:
    """Whether an erasure was begun and not carried through."""
    return ERASING in set(store.ask("store/facts")["key"])


def finish(store: Store, publish: Publish) -> Finished | None:
    """Carry an unfinished erasure through; None where there is none.

    Should publishing fail, every published update is withdrawn, since one may hold what was erased; the bytes go all
    the same, and then `StoreProblem` says so.
    """
    if not is_unfinished(store):
        return None
    with ONE_AT_A_TIME:
        remove_strays(store)
        kept_rows = clean_copies(store)
    updates, fault = _publish(store, publish)
    forget_withdrawn(store)
    removed = remove_old_copies(store.settings)
    rewrite_file(store)
    with store.writing() as writer:
        writer.run("store/forget_about", key=ERASING)
    if fault is not None:
        raise StoreProblem(
            "It was erased, but the results could not be published, so none are shown now. When what stands below is "
            f"mended, run: python -m joy release\n{fault}"
        ) from fault
    return Finished(updates, kept_rows, removed, strange_files(store.settings))


def _publish(store: Store, publish: Publish) -> tuple[Mapping[str, str], Exception | None]:
    try:
        return publish(store), None
    except Exception as fault:  # noqa: BLE001 - whatever it is, nothing old may stay in sight; it is raised afterwards
        with store.writing() as writer:
            writer.run("erase/withdraw_updates")
        return {}, fault
