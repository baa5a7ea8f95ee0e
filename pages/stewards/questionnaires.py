"""Questionnaires: compare them, choose what a cohort is asked, add wording, make a set of one's own."""

from __future__ import annotations

import streamlit as st

from pages.parts import choices, questionnaires, questionnaires_chosen, questionnaires_own, readers


choice = choices.current()
found = readers.all_questionnaires()

st.title("Questionnaires", anchor=False)
st.caption("Compare them, choose what a cohort is asked, or make a set of your own.")
questionnaires_chosen.tell_what_happened()

compare, choose, own = st.tabs(["Compare", "Choose", "Make your own"])
with compare:
    questionnaires.comparison(found)
with choose:
    if choice.cohort_id:
        name = choices.current_cohorts()[choice.cohort_id]
        questionnaires_chosen.for_a_cohort(found, readers.asked_here(choice), choice.cohort_id, name)
    else:
        st.text("There is no cohort yet. Bring in the programme’s structure first.")
    questionnaires_chosen.add_wording(found)
with own:
    questionnaires_own.make_own(found)
