"""A report as one file: which programme, in which published update, by whose eyes; and nothing left half written."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable
from contextlib import closing, suppress
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from joy.access import Who, owner_of_machine, sees_cohort
from joy.errors import ShownError
from joy.exports.making import Kind, kind_of, pack_file
from joy.exports.pack import Asked, Pack, Record, See, Tell, View
from joy.exports.parts import pack_of
from joy.exports.tables import Stamp, stamp_of
from joy.frames import only
from joy.store import Store, names, open_release_file
from joy.store.definitions import definitions_of
from joy.store.events import note_event
from joy.store.published import out_of_date, update_for
from joy.store.reader import Asker
from joy.store.roles import SHELL


WHO = owner_of_machine("leader")  # whoever has the machine's shell has the file; a report says what leaders see
BEING_MADE = (
    "New data came in and the results are being made anew. A report made now would be old in a moment. Wait a minute "
    "and try again; if this stays, publish with: python -m joy release"
)
TAKEN_BACK = "These results may not be shown any more: something was taken back since. Open the page again."
NOT_OPEN = "No results of this programme are open to leaders yet, so there is nothing to report."
UNWRITTEN = "Nothing was written."


def say_report(store: Store, to: str, cohort: str = "", since: str = "", tell: Tell | None = None) -> str:
    """Write a report to the file `to` (its ending says which kind) and say what was written.

    `cohort` is its id or name, else the whole programme; `since` the day of the last board meeting. Raises
    `ShownError`; nothing has then been written, and a file that was there before is as it was.
    """
    place, kind, hear = Path(to), kind_of(to), tell or _nobody
    _need_folder(place)
    cohort_id = names.cohort_id(store, cohort) if cohort else ""
    programme_id = _programme(store, cohort_id)
    update = update_for(store, programme_id, sees_first=False, today=datetime.now(UTC).date())
    need_current(store, programme_id, update or "")
    asked = Asked(programme_id, only_cohort=cohort_id, since=date.fromisoformat(since) if since else None)
    asked = with_all_cohorts(asked, kind, store.ask("views/cohorts", programme_id=programme_id)["cohort_id"])
    with closing(open_release_file(store.settings, str(update))) as release:
        pack = read_pack(store, WHO, _through(store, release), asked, stamp_of(release), hear)
    content = pack_file(pack, kind, definitions_of(store), hear)
    _write(place, content)
    about = cohort_id or programme_id
    note_event(store, SHELL, "export", f"report of {about} as {kind}, update {update}")
    return f"Wrote {place.name}: {_size(pack, kind)}. {pack.stamp.line[:1].upper()}{pack.stamp.line[1:]}."


def need_current(store: Asker, programme_id: str, update_id: str) -> None:
    """Raise `ShownError` unless this update of the programme stands and is as new as what was brought in."""
    if programme_id in out_of_date(store):
        raise ShownError(BEING_MADE)
    if not update_id:
        raise ShownError(NOT_OPEN)
    if update_id not in set(store.ask("store/standing_updates")["release_id"]):
        raise ShownError(TAKEN_BACK)


def read_pack(store: Asker, who: Who, see: See, asked: Asked, stamp: Stamp, tell: Tell) -> Pack:
    """Gather a pack through `see`, of the cohorts that `who` may see.

    Its stamp says what was chosen, whether the data are invented, and the day it was made. Raises as views do.
    """
    every = store.ask("views/cohorts", programme_id=asked.programme_id)
    cohorts = only(every, (sees_cohort(who, cohort_id) for cohort_id in every["cohort_id"]))
    programmes = store.ask("release/programmes").set_index("programme_id")
    programme = programmes.loc[asked.programme_id]
    called = dict(zip(cohorts["cohort_id"], cohorts["name"], strict=True))
    chosen = [called[one] for one in (asked.only_cohort, *asked.cohorts) if one in called]
    full = replace(
        stamp,
        is_invented=bool(programme["is_invented"]),
        filters=(", ".join((str(programme["name"]), *chosen)),),
        made_on=datetime.now(UTC).date(),
    )
    return pack_of(see, asked, full, tell)


def with_all_cohorts(asked: Asked, kind: Kind, cohorts: Iterable[str]) -> Asked:
    """A workbook holds every cohort, unless somebody chose some; slides and papers hold what was chosen."""
    if kind != "xlsx" or asked.only_cohort or asked.cohorts:
        return asked
    return replace(asked, cohorts=tuple(cohorts))


def _through(store: Asker, release: Asker) -> See:
    def see(view: View[Record], about: str, /) -> Record:
        return view(store, release, WHO, about)

    return see


def _programme(store: Asker, cohort_id: str) -> str:
    """The programme of a cohort, or the only one there is."""
    if cohort_id:
        return str(store.ask("store/group_programme", group_kind="cohort", group_id=cohort_id)["programme_id"].iloc[0])
    known = store.ask("release/programmes")
    if len(known) == 1:
        return str(known["programme_id"].iloc[0])
    if known.empty:
        raise ShownError(f"No programme is in yet. {UNWRITTEN}")
    raise ShownError(f"There are several programmes here. Name a cohort of the one you mean: --cohort. {UNWRITTEN}")


def _need_folder(place: Path) -> None:
    if os.path.isdir(place):  # noqa: PTH112  where Path raises, this says no, and writing then tells the reason
        raise ShownError(f"“{place.name}” is a folder. Name a file in it. {UNWRITTEN}")
    if not os.path.isdir(place.parent):  # noqa: PTH112  as above
        raise ShownError(f"There is no folder “{place.parent}”. Make it first, or name another. {UNWRITTEN}")


def _write(place: Path, content: bytes) -> None:
    """Put a whole file in place, or none: it is written under another name beside it, for its owner alone."""
    unfinished = place.with_name(f".joy-{os.getpid()}-{secrets.token_hex(4)}.new")
    try:
        with open(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:  # noqa: PTH123  a mode
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(place)
    except OSError as fault:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)
        raise ShownError(f"“{place.name}” cannot be written: {fault.strerror}. {UNWRITTEN}") from fault


def _size(pack: Pack, kind: Kind) -> str:
    many = {"pptx": f"{len(pack.slides)} slides", "pdf": "a board paper of two pages", "xlsx": "a workbook"}
    return many[kind]


def _nobody(_share: float, _what: str) -> None:
    """Hear nothing of the progress."""
