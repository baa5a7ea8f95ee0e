"""An address that asks for what cannot be seen here: noticed while the choice is settled, told in one quiet line.

For what is somebody else's the same words as for what does not exist: a line here tells nobody that an id is in use.
"""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from pages.parts.text import plain


NOUNS = {"programme": "the programme", "cohort": "the cohort", "team": "the team", "as": "the role"}
LONGEST = 40  # signs of an address that are told back


def forget() -> None:
    """Begin a run in which nothing was asked for in vain."""
    st.session_state["astray_kept"] = {}


def note(name: str, asked: str) -> None:
    """Remember for this run that the address asked for something under `name` that is not offered."""
    st.session_state["astray_kept"][name] = asked


def tell(instead: Mapping[str, str], *, label: str = "") -> None:
    """Say what was asked for in vain among the names of `instead`, and what is shown in its place.

    `label` is what the reader calls a choice of one page.
    """
    for name, asked in st.session_state["astray_kept"].items():
        if shown := instead.get(name):
            short = f"{asked[:LONGEST]}…" if len(asked) > LONGEST else asked
            noun = NOUNS.get(name) or f"{label}:"
            st.caption(plain(f"{noun[0].upper()}{noun[1:]} “{short}” cannot be found here. This is {shown}."))
