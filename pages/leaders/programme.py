"""Programme: is it working, honestly; every team at a glance; what was tried; who is taking part."""

from __future__ import annotations

import streamlit as st

from joy import views
from joy.findings import WORDS, Verdict
from pages.parts import cards, choices, quilt, readers, since, start, states
from pages.parts.text import plain


choice = choices.current()
states.stop_if_empty(choice.update_id)
at = choice.programme_id
shown = readers.seen(views.programme_impact, choice, at)
cohorts = choices.current_cohorts()

st.caption(plain(f"{shown.name} · results up to {shown.as_of}"))
cards.headline(shown.headline)
since.new_since(views.programme_since, choice, at)
if shown.young is not None:
    start.young(shown.young)
start.tiles(shown.tiles, at)

st.header(f"{shown.teams_called} at a glance", anchor=False)
quilt.quilt(shown.quilt, f"{at}-quilt")

st.header("What teams tried", anchor=False)
cards.finding(shown.tried, f"{at}-tried")
if (told := readers.programme_story(choice)) is not None:
    st.subheader("One of their stories", anchor=False)
    cards.story(told)

st.header("Cohorts side by side" if len(cohorts) > 1 else "Over the learning sets", anchor=False)
if not shown.aligned:
    st.text(WORDS[Verdict.HIDDEN])
cards.findings(shown.aligned[:2], f"{at}-aligned", columns=2)
if shown.aligned[2:]:
    with cards.closer("The other measures, side by side", f"{at}-others") as is_open:
        if is_open:
            cards.findings(shown.aligned[2:], f"{at}-others", columns=2)
start.ways_to_cohorts(cohorts)

st.header("Who is taking part", anchor=False)
cards.finding(shown.participation, f"{at}-participation")

if shown.sustained is not None:
    st.header("Was it kept?", anchor=False)
    start.kept(shown.sustained, at)
st.caption(plain(" · ".join(shown.quality)))
