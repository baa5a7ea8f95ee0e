"""What a cohort is asked: switching a questionnaire on or off, and adding wording under a licence of one's own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import streamlit as st

from joy import commands
from joy.definitions import Instrument
from joy.errors import ShownError
from joy.views import questionnaires as compared
from joy.views.questionnaires import Questionnaires, Use, about, is_own
from pages.parts import house, readers, states
from pages.parts.text import plain


NOTE = "Who agreed, and when"


def for_a_cohort(found: Questionnaires, uses: tuple[Use, ...], cohort_id: str, name: str) -> None:
    """What one cohort is asked now, and a way to ask more."""
    st.header(plain(f"What {name} is asked"), anchor=False)
    st.caption(
        "A questionnaire that is on is listed under “How we measure”. Switching it off says that it is no longer "
        "asked: answers and figures stay, and files with its answers are still taken."
    )
    if ended := readers.ended_note(cohort_id):
        st.info(plain(ended))
    if not uses:
        st.text("Nothing yet.")
    for use in uses:
        _line(found, use, cohort_id)
    _ask_another(found, uses, cohort_id)


def _line(found: Questionnaires, use: Use, cohort_id: str) -> None:
    """One questionnaire of the cohort, its state in words, and the button that changes it."""
    shown = found.instrument(use.ref)
    state = "No longer asked" if not use.is_on else "Answers are in" if use.is_answered else "On, no answers yet"
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        with st.container(gap=None):
            st.markdown(f"**{plain(shown.name)}**")
            note = f"licence: {use.licence_note}" if use.licence_note else ""
            st.caption(plain(" · ".join(filter(None, (state, about(shown), f"version {shown.version}", note)))))
        label = "Switch off" if use.is_on else "Switch on again"
        owed = not use.is_on and commands.needs_note(shown) and not use.licence_note
        noted = st.text_input(NOTE, key=f"note_{cohort_id}_{use.ref}", max_chars=300) if owed else use.licence_note
        given = (cohort_id, use.ref, not use.is_on, noted, use.version)
        may = not owed or bool(noted.strip())
        st.button(label, on_click=_switch, args=given, disabled=not may, key=f"switch_{cohort_id}_{use.ref}")


def _ask_another(found: Questionnaires, uses: tuple[Use, ...], cohort_id: str) -> None:
    st.subheader("Ask another one", anchor=False)
    known = {use.ref for use in uses}
    names = {ref: one.name for ref, one in found.definitions.instruments.items() if one.usable and ref not in known}
    ref = st.selectbox("Questionnaire to ask", list(names), index=None, format_func=names.__getitem__, key="ask_ref")
    if ref is None:
        return
    note, may = _on_what_terms(found.instrument(ref))
    if compared.needs_wording(found, ref):
        st.caption("Its wording is not here. You can add it below, under “Add wording you may use”.")
    given = (cohort_id, ref, True, note, 0)
    st.button("Switch on", on_click=_switch, args=given, disabled=not may, key="ask_go")


def _on_what_terms(shown: Instrument) -> tuple[str, bool]:
    """What a reader notes of the licence or the leave that a questionnaire needs, and whether it may be switched on."""
    if not commands.needs_note(shown):
        return "", True
    if shown.needs_site_licence:
        st.text("Only an organisation that holds a licence may ask this one.")
        holds = st.checkbox("We hold a licence", key="ask_holds")
        note = st.text_input("Its number and date", key="ask_note", max_chars=300)
    else:
        st.text("Its authors must agree before it is asked.")
        holds = st.checkbox("They have agreed", key="ask_holds")
        note = st.text_input(NOTE, key="ask_note", max_chars=300)
    return note, holds and bool(note.strip())


def add_wording(found: Questionnaires) -> None:
    """A form for the wording of one question, which demands the terms on which it may be used."""
    names = {
        ref: one.name
        for ref, one in found.definitions.instruments.items()
        if one.usable and not is_own(one) and any(not item.text for item in one.items)
    }
    st.header("Add wording you may use", anchor=False)
    st.caption("The words of most questionnaires belong to their authors, so they do not come with this program.")
    ref = st.selectbox("Questionnaire", list(names), index=None, format_func=names.__getitem__, key="word_ref")
    if ref is None:
        return
    labels = {item.key: item.label for item in found.instrument(ref).items if not item.text}
    item_key = st.selectbox("Question", list(labels), format_func=labels.__getitem__, key="word_item")
    st.text_area("Its wording, as in the licensed form", key="word_text", max_chars=1000)
    st.text_input("On what terms you may use it: who gave leave, number, date", key="word_note", max_chars=300)
    st.button("Keep the wording", on_click=_add_wording, args=(ref, item_key), key="word_go")


def _switch(cohort_id: str, ref: str, is_on: bool, note: str, seen: int) -> None:
    def change() -> str:
        by, store = house.as_data_lead(), readers.open_house()
        commands.switch_questionnaire(store, cohort_id, ref, is_on=is_on, licence_note=note, seen=seen, by=by)
        return "It is asked from now on." if is_on else "It is no longer asked. Its figures stay."

    _attempt(change)


def _add_wording(ref: str, item_key: str) -> None:
    def change() -> str:
        by = house.as_data_lead()
        text, note = (str(st.session_state[name]) for name in ("word_text", "word_note"))
        commands.add_wording(readers.open_house(), ref, item_key, text, note, by=by)
        st.session_state["word_text"] = ""
        return "The wording was kept."

    _attempt(change)


def _attempt(change: Callable[[], str]) -> None:
    with telling():
        st.session_state["kept"] = change()


@contextmanager
def telling(where: str = "") -> Iterator[None]:
    """Keep a refusal for the page that is drawn next, to be told where the click was."""
    try:
        yield
    except ShownError as refusal:
        st.session_state[f"{where}not_kept"] = refusal


def tell_what_happened(where: str = "") -> None:
    """What the last click there did, once: where the reader looks, and in a corner that is always in sight."""
    if kept := st.session_state.pop(f"{where}kept", None):
        st.toast(plain(f"{kept.partition('. ')[0].rstrip('.')}."))
        st.success(plain(kept))
    if refusal := st.session_state.pop(f"{where}not_kept", None):
        states.show_error(refusal)
