"""What was done and must be accounted for: who, what, when. Never what anybody answered."""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime

import pandas as pd

from joy.store.open import Store
from joy.store.reader import Asker
from joy.store.writer import Writer


EVENTS = {  # what may be noted, and how the reader says it
    "sign_in": "Signed in",
    "sign_out": "Signed out",
    "refused": "Was refused",
    "import": "Brought in a file",
    "undo": "Took an import back",
    "export": "Took figures out",
    "threshold": "Set the thresholds",
    "role_given": "Gave a role",
    "role_ended": "Ended a role",
    "role_handed_over": "Handed a role over",
    "erasure": "Erased data",
    "questionnaire": "Switched a questionnaire",
    "wording": "Added wording",
    "local_set": "Made a questionnaire",
    "new_phase": "Started a new phase",
    "new_phase_undone": "Took a new phase back",
    "published": "Published results",
    "opened_early": "Let leaders see results early",
    "attack": "Ran the self-attack",
    "retention": "Removed what was kept long enough",
}
LONGEST = 200  # characters: an id, a file label, a threshold; no room for an answer
MOST = 1_000  # read at once


def note_event(store: Store, person: str, what: str, about: str = "") -> None:
    """Note one thing done, in a transaction of its own. `what` is a key of `EVENTS`."""
    with store.writing() as writer:
        add_event(writer, person, what, about)


def add_event(writer: Writer, person: str, what: str, about: str = "") -> None:
    """Note one thing done inside an open transaction, so that both are kept or neither.

    `person` is the signed-in address, or the role on a machine without sign-in. Both texts become one line without
    control characters, of at most `LONGEST` characters. A kind that is not in `EVENTS` is a fault of ours.
    """
    if what not in EVENTS:
        raise AssertionError(f"{what} is no kind of event")
    row = {
        "event_no": int(writer.ask("access/next_event")["event_no"].iloc[0]),
        "happened_at": datetime.now(UTC).replace(tzinfo=None, microsecond=0),
        "person": _one_line(person),
        "what": what,
        "about": _one_line(about),
    }
    writer.append("access.event", pd.DataFrame({name: [value] for name, value in row.items()}))


def events(asker: Asker, most: int = MOST) -> pd.DataFrame:
    """The newest things done, newest first: event_no, happened_at (UTC), person, what (a key), about."""
    return asker.ask("access/events", most=most)


def _one_line(text: str) -> str:
    """Without line breaks, control and direction characters, with which one line could pass for another."""
    shown = "".join(" " if unicodedata.category(each)[0] in "CZ" else each for each in text)
    line = " ".join(shown.split())
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…"
