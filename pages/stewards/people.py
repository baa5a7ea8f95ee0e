"""People: who has which role for what, giving and ending roles, and what was done."""

from __future__ import annotations

import streamlit as st

from pages.parts import house, people, states


given = house.people()

st.title("People", anchor=False)
st.caption("Who may see what. Somebody without a role sees nothing; several roles add up.")
people.tell_what_happened()

who, done = st.tabs(["Roles", "What was done"])
with who:
    people.roles(given)
    people.give(house.scopes(), is_first=not given)
    people.end_or_hand_over(given)
with done:
    st.caption("Sign-ins, files, thresholds, roles and erasures. Never what anybody answered.")
    states.table_or_words(house.what_was_done(), "Nothing was noted yet.", alt="What was done, newest first")
