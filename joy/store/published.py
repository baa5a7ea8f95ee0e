"""Which published update a reader may see, and whether what is published is as new as what was imported.

The clock cannot tell, for it may be set back and imports are timed to the second. So every publishing notes how many
imports, new phases and undos it knew of; whoever knew of fewer than there are is out of date.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pandas as pd

from joy.errors import NotFound
from joy.settings import Settings
from joy.store.events import add_event
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


def update_for(asker: Asker, programme_id: str, *, sees_first: bool, enrolment_id: str = "", today: date) -> str | None:
    """The newest update of a programme that this reader may see on this day, or None.

    Teams and facilitators (`sees_first`) see the newest. Others see the newest that has opened to leaders; on the page
    of one team (`enrolment_id`) also a newer one that this team opened to them. What is withdrawn or was not audited
    is shown to nobody (R22). `today` is a day of the calendar, also for invented programmes.
    """
    standing = asker.ask("store/standing_updates")
    mine = standing[(standing["programme_id"] == programme_id) & (standing["audit_id"].fillna("") != "")]
    if not sees_first:
        opened = asker.ask("release/opened_early", programme_id=programme_id)
        by_team = opened.loc[opened["enrolment_id"] == enrolment_id, "release_id"]
        mine = mine[(mine["leaders_from"] <= pd.Timestamp(today)) | mine["release_id"].isin(by_team)]
    return None if mine.empty else str(mine["release_id"].iloc[0])


def leaders_see_from(asker: Asker, programme_id: str) -> date | None:
    """The first day on which leaders see the newest update, or None where nothing is published."""
    standing = asker.ask("store/standing_updates")
    days = standing.loc[standing["programme_id"] == programme_id, "leaders_from"].dropna()
    return None if days.empty else days.iloc[0].date()


def open_early(store: Store, enrolment_id: str, role: str, *, by: str) -> str | None:
    """Open a team's newest figures to leaders before their day, as the team asks; returns the update, None if open.

    Notes that `by` did. Only the page of this team opens: totals of the cohort keep their day. Raises `NotFound` for an
    unknown team or where nothing is published; nothing has then changed.
    """
    with store.writing() as writer:
        team = writer.ask("store/group_programme", group_kind="team", group_id=enrolment_id)
        if team.empty:
            raise NotFound(f"There is no team in a cohort called “{enrolment_id}”. Nothing was changed.")
        about = {"programme_id": str(team["programme_id"].iloc[0])}
        today = datetime.now(UTC).date()
        newest = update_for(writer, **about, sees_first=True, today=today)
        if newest is None:
            raise NotFound("Nothing is published yet that could be opened. Nothing was changed.")
        if update_for(writer, **about, sees_first=False, enrolment_id=enrolment_id, today=today) == newest:
            return None
        opened_at = datetime.now(UTC).replace(tzinfo=None)
        row = {"enrolment_id": enrolment_id, "release_id": newest, "opened_by": role, "opened_at": opened_at}
        writer.append("programme.opened_early", pd.DataFrame([row]))
        add_event(writer, by, "opened_early", enrolment_id)
    return newest


def withdraw_counting(store: Store, batch_no: int) -> None:
    """Withdraw at once every update that counted what an import brought which is no longer here (rule R15)."""
    with store.writing() as writer:
        writer.run("store/withdraw_counting", came_with=batch_no)


def forget_withdrawn(store: Store) -> None:
    """Remove the files of updates that may not be shown any more; do it when hardly anybody is looking at one."""
    standing = set(store.ask("store/standing_updates")["release_id"])
    for path in store.settings.releases.glob("*.duckdb"):
        if path.stem not in standing:
            path.unlink()
