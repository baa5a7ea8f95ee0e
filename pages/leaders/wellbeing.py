"""Wellbeing and joy: how people are, what helps, what gets in the way, and what teams tried."""

from __future__ import annotations

import streamlit as st

from joy.views.voices import voices_of_cohort, voices_of_programme
from joy.views.wellbeing import wellbeing_of_cohort, wellbeing_of_programme
from pages.parts import cards, choices, joy_cards, readers, states
from pages.parts.text import plain


choice = choices.current()
states.stop_if_empty(choice.update_id and choice.programme_id)
is_whole, at = joy_cards.picked(choice)
shown = readers.seen(wellbeing_of_programme if is_whole else wellbeing_of_cohort, choice, at)

cards.headline(shown.headline)
st.caption(plain(shown.about))

if shown.changes:
    st.header("How people are", anchor=False)
    cards.findings(shown.changes, f"{at}-joy-changes", columns=1)
if shown.not_asked:
    st.caption(plain(shown.not_asked))
if shown.lines:
    st.header("Over the learning sets", anchor=False)
    cards.findings(shown.lines, f"{at}-joy-lines", columns=3)

st.header("What staff said", anchor=False)
cards.findings((shown.helps, shown.in_the_way), f"{at}-joy-themes", columns=2)
said = voices_of_programme if is_whole else voices_of_cohort
joy_cards.remarks("In their own words", f"{at}-joy-remarks", said, choice, at)

st.header("The nine components of joy", anchor=False)
joy_cards.components(shown.components)

st.header("How people are led", anchor=False)
cards.findings(shown.led, f"{at}-joy-led", columns=1)
if shown.led_not_asked:
    st.caption(plain(shown.led_not_asked))

if shown.balancing:
    st.header("Read beside: what joy must not cost", anchor=False)
    cards.findings(shown.balancing, f"{at}-joy-beside", columns=1)
