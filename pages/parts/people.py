"""Roles of people: the list, a form to give one, and a way to end or hand one over."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import pandas as pd
import streamlit as st

from joy.access import ROLE_NAMES, Role
from joy.errors import ShownError
from joy.views.people import Given, Scope, is_address
from pages.parts import house, states
from pages.parts.text import plain


ABOUT = {  # what each role may see, in a line
    "leader": "Sees all results of what it is for, some working days after the teams.",
    "facilitator": "Sees all results of what it is for at once, and what is still waiting.",
    "team": "Sees its own team at once, and the totals of its cohort and programme.",
    "steward": "Brings in data and gives roles. Sees no results.",
    "evaluator": "Sees all results of what it is for, and how they are measured.",
}
NO_ADDRESS = (
    "“{written}” does not look like an e-mail address yet. Please write the whole one that the person signs in with, "
    "such as name@example.org."
)
COLUMNS = {"person": "Who", "role": "Role", "scope": "For", "since": "Since", "until": "Until", "by": "Given by"}


def tell_what_happened() -> None:
    """What the last click did, once."""
    if kept := st.session_state.pop("people_kept", None):
        st.success(plain(kept))
    if refusal := st.session_state.pop("people_refused", None):
        states.show_error(refusal)


def roles(given: Sequence[Given]) -> None:
    """Who has which role now; those that have ended are folded away."""
    standing, ended = ([one for one in given if one.is_open is state] for state in (True, False))
    states.table_or_words(_table(standing), "Nobody has a role yet.", alt="Who has which role")
    if ended:
        with st.expander("Roles that have ended"):
            st.dataframe(_table(ended), hide_index=True, alt="Roles that have ended")


def give(scopes: Sequence[Scope], *, is_first: bool = False) -> None:
    """A form to give a role; the first one ever can only be a data lead's."""
    st.header("Give a role", anchor=False)
    person = st.text_input("E-mail address, as the person signs in", key="give_person", max_chars=254)
    can_sign_in = _told_address(person)
    index = list(ROLE_NAMES).index("steward") if is_first else 0
    role = st.selectbox("Role", list(ROLE_NAMES), index, format_func=ROLE_NAMES.__getitem__, key="give_role")
    st.caption(ABOUT[role])
    fitting = [scope for scope in scopes if _fits(role, scope)]
    number = st.selectbox("For", range(len(fitting)), format_func=lambda n: fitting[n].told, key="give_scope")
    until = st.checkbox("It ends on a day", key="give_ends")
    last = st.text_input("First day it holds no longer, such as 2027-03-31", key="give_last") if until else ""
    chosen = fitting[number] if number is not None and fitting else None
    may = can_sign_in and chosen is not None and (not until or bool(last.strip()))
    st.button("Give the role", on_click=_give, args=(role, chosen), disabled=not may, key="give_go")


def end_or_hand_over(given: Sequence[Given]) -> None:
    """A way to end one role, or to end it and give the same to somebody else."""
    standing = {one.number: one for one in given if one.is_open}
    if not standing:
        return
    st.header("End a role or hand it over", anchor=False)
    number = st.selectbox(
        "Which role",
        list(standing),
        format_func=lambda n: standing[n].told,
        index=None,
        placeholder="Choose one",
        key="end_no",
    )
    if number is None:
        return
    to = st.text_input("Hand it over to (e-mail address; leave empty to end it)", key="end_to", max_chars=254)
    can_sign_in = _told_address(to) or not to.strip()
    label = "Hand it over today" if to.strip() else "End it today"
    st.button(label, on_click=_end, args=(number,), disabled=not can_sign_in, key="end_go")


def _told_address(written: str) -> bool:
    """Whether it is an e-mail address; where something else was written, what is wanted stands below it."""
    if written.strip() and not is_address(written):
        st.warning(plain(NO_ADDRESS.format(written=written.strip())))
    return is_address(written)


def _fits(role: Role, scope: Scope) -> bool:
    if role == "team":
        return scope.kind == "team"
    return role != "steward" or scope.kind == "everything"


def _give(role: Role, scope: Scope) -> None:
    def change() -> str:
        person, last = str(st.session_state["give_person"]), str(st.session_state.get("give_last", ""))
        ends = bool(st.session_state.get("give_ends"))
        house.give_role(person, role, (scope.kind, scope.id), _day(last) if ends else None)
        st.session_state["give_person"] = ""
        return f"{person.strip().lower()} is {ROLE_NAMES[role].lower()} for {scope.told} from today on."

    _attempt(change)


def _end(number: int) -> None:
    def change() -> str:
        to = str(st.session_state.get("end_to", "")).strip()
        if to:
            house.hand_role_over(number, to)
            return f"The role was handed over to {to.lower()}."
        house.end_role(number)
        return "The role has ended."

    _attempt(change)


def _attempt(change: Callable[[], str]) -> None:
    try:
        st.session_state["people_kept"] = change()
    except ShownError as refusal:
        st.session_state["people_refused"] = refusal


def _day(written: str) -> date:
    try:
        return date.fromisoformat(written.strip())
    except ValueError as fault:
        raise ShownError(f"“{written}” is no day. Write it as 2027-03-31. Nothing was changed.") from fault


def _table(given: Sequence[Given]) -> pd.DataFrame:
    rows = [{name: getattr(one, field) for field, name in COLUMNS.items()} for one in given]
    table = pd.DataFrame(rows, columns=list(COLUMNS.values()))
    return table if table["Until"].ne("").any() else table.drop(columns="Until")
