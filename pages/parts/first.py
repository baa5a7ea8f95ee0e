"""What teams and their facilitators see before others do: what is new, what still waits, and whose it is until when."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import streamlit as st

from joy import views
from joy.access import opens_early, sees_first
from joy.errors import ShownError
from joy.views import words
from pages.parts import house, readers, since, states
from pages.parts.choices import Choice
from pages.parts.text import plain


NOT_YET = "Results are not open yet"


def cohort(choice: Choice) -> None:
    """Above a cohort's figures: what is new; for a facilitator or one of its teams also what waits."""
    since.new_since(views.cohort_since, choice, choice.cohort_id)
    if sees_first(house.who(), cohort_id=choice.cohort_id):
        for waiting in readers.what_waits(choice):
            st.caption(plain(waiting.name))
            since.waits(waiting)


def team(choice: Choice) -> None:
    """Above a team's figures: what is new; for itself or its facilitator also what waits, and until when it is theirs.

    The team itself may let leaders in.
    """
    since.new_since(views.team_since, choice, choice.enrolment_id)
    me = house.who()
    if not sees_first(me, enrolment_id=choice.enrolment_id):
        return
    _tell_what_happened()
    for waiting in readers.what_waits(choice):
        if waiting.enrolment_id == choice.enrolment_id:
            since.waits(waiting)
    day = house.leaders_see_from(choice)
    if day is None:
        return
    if not opens_early(me, choice.enrolment_id):
        st.caption(f"The team sees these results first; leaders see them from {words.day(day)}.")
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(
            f"New: yours alone until {words.day(day)}, then leaders see it too. Once they may, it stays so.",
            width="content",
        )
        st.button("Let leaders see this now", key="open_early", on_click=_open, args=(choice,))


def stop_until_open(choice: Choice) -> None:
    """Tell those for whom nothing has opened yet when it does."""
    day: date | None = None if choice.update_id else house.leaders_see_from(replace(choice, enrolment_id=""))
    if day is not None:
        st.title(NOT_YET, anchor=False)
        st.text(f"Teams look at new results first. They open to you on {words.day(day)}.")
        st.stop()


def _open(choice: Choice) -> None:
    try:
        house.open_early(choice)
        st.session_state["opened"] = "Leaders see your results from now on."
    except ShownError as refusal:
        st.session_state["not_opened"] = refusal


def _tell_what_happened() -> None:
    if told := st.session_state.pop("opened", None):
        st.success(told)
    if refusal := st.session_state.pop("not_opened", None):
        states.show_error(refusal)
