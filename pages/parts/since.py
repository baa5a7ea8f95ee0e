"""What is new since the last learning set, in one quiet line above a page's figures."""

from __future__ import annotations

import streamlit as st

from joy.views.since import Since
from joy.views.waiting import TeamWaiting
from pages.parts.text import plain


def new_since(record: Since) -> None:
    """One caption: how many points, surveys, tests and stories came; it compares no values."""
    st.caption(plain(record.sentence))


def waits(record: TeamWaiting | None) -> None:
    """What has arrived of a team and waits, a line each, with the reasons behind them; nothing where nothing waits."""
    if record is None:
        return
    for line in record.lines:
        st.caption(plain(line), help="  \n".join(record.why))
