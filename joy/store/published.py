"""Knowing whether what is published is as new as what was imported, also after a process was killed in between.

The clock cannot tell, for it may be set back and imports are timed to the second. So every publishing notes how many
imports, new phases and undos it knew of; whoever knew of fewer than there are is out of date.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from joy.settings import Settings
from joy.store.open import Store
from joy.store.reader import Asker


def out_of_date(asker: Asker) -> tuple[str, ...]:
    """Programmes whose newest published update is older than the newest import, new phase or undo, or that have none.

    Errs on the side of publishing: an import counts for every programme, and so does an update made without a note.
    """
    return tuple(str(name) for name in asker.ask("store/out_of_date")["programme_id"])


def not_here(asker: Asker, settings: Settings) -> dict[str, str]:
    """The programmes whose newest update is not a file on this machine, with that update's id ("" if none was made)."""
    latest = asker.ask("store/programmes").set_index("programme_id")["release_id"]
    ids = {str(name): "" if pd.isna(update) else str(update) for name, update in latest.items()}
    return {name: update for name, update in ids.items() if not (update and release_path(settings, update).exists())}


def release_path(settings: Settings, release_id: str) -> Path:
    """Where the file of a published update is."""
    return settings.releases / f"{release_id}.duckdb"


def ledger_steps(asker: Asker) -> int:
    """How many imports, new phases and undos there have been; ask before publishing, and note it afterwards."""
    return int(asker.ask("store/ledger_steps")["steps"].iloc[0])


def note_published(store: Store, programme_id: str, steps: int) -> None:
    """Record that this programme's newest update knows the first `steps` imports and undos."""
    key = f"published_{programme_id}"
    with store.writing() as writer:
        writer.run("store/forget_about", key=key)
        writer.run("store/add_about", key=key, value=str(steps))
