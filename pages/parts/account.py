"""Noting sign-ins, sign-outs, refusals and exports: who, what, when. The one place of the pages that does."""

from __future__ import annotations

from joy.errors import StoreProblem
from joy.settings import load_settings
from joy.store.events import note_event
from joy.store.fault_log import note_fault


SIGNED_IN, SIGNED_OUT, REFUSED, EXPORTED = "sign_in", "sign_out", "refused", "export"  # of joy.store.events.EVENTS


def note(person: str, what: str, about: str) -> None:
    """Note one thing done. A full disk is noted in joy.log instead: it must not keep a data lead from coming in."""
    from pages.parts import readers  # here, because app.py imports this before Streamlit's caches can be made

    try:
        note_event(readers.open_house(), person, what, about)
    except StoreProblem as fault:
        note_fault(load_settings(), what, fault)


def of_session(session: str) -> set[str]:
    """What was noted about a sign-in."""
    from pages.parts import readers  # as above

    return set(readers.open_house().ask("access/events_of", about=f"session {session}")["what"])
