"""What is new since the reader last looked, in one quiet line above a page's figures."""

from __future__ import annotations

import streamlit as st

from joy.views.waiting import TeamWaiting
from pages.parts import looked, readers
from pages.parts.choices import Choice
from pages.parts.text import plain


def new_since(view: readers.News, choice: Choice, about: str) -> None:
    """One caption: how many points, surveys, tests and stories came; it compares no values."""
    st.caption(plain(readers.news(view, choice, about, looked.day()).sentence))


def waits(record: TeamWaiting | None) -> None:
    """What has arrived of a team and waits, a line each, with the reasons behind them; nothing where nothing waits."""
    if record is None:
        return
    for line in record.lines:
        st.caption(plain(line), help="  \n".join(record.why))
