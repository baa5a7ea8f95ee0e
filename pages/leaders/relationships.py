"""Relationships: with colleagues and with service users, side by side and never averaged."""

from __future__ import annotations

import streamlit as st

from joy.views.relationships import relationships_of_cohort, relationships_of_programme
from pages.parts import cards, choices, joy_cards, readers, states
from pages.parts.text import plain


choice = choices.current()
states.stop_if_empty(choice.update_id and choice.programme_id)
is_whole, at = joy_cards.picked(choice)
shown = readers.seen(relationships_of_programme if is_whole else relationships_of_cohort, choice, at)

cards.headline(shown.headline)
st.caption(plain(shown.about))

st.header("Side by side", anchor=False)
cards.finding(shown.mirror, f"{at}-people-mirror")
if shown.gap is not None:
    cards.finding(shown.gap, f"{at}-people-gap")

if shown.sides:
    st.header("The same relationship, seen from both ends", anchor=False)
    cards.findings(shown.sides, f"{at}-people-sides", columns=1)

if shown.lines:
    st.header("Over the learning sets", anchor=False)
    cards.findings(shown.lines, f"{at}-people-lines", columns=3)

if shown.oneself or shown.others:
    st.header("Being oneself, and what else was asked", anchor=False)
    cards.findings((*shown.oneself, *shown.others), f"{at}-people-others", columns=1)
if shown.not_asked:
    st.caption(plain(shown.not_asked))

st.header("Relationships and wellbeing", anchor=False)
cards.finding(shown.ties, f"{at}-people-ties")

with cards.closer("How sure: what stands behind these surveys", f"{at}-people-how-sure") as is_open:
    if is_open:
        cards.scrutiny(shown.how_sure, f"{at}-people-how-sure-table")
