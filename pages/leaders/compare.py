"""Compare cohorts: how far each has moved in one measure, lined up by learning set, by weeks or by date."""

from __future__ import annotations

import streamlit as st

from joy import views
from joy.views.positions import WAYS, way_of
from pages.parts import cards, choices, readers, states
from pages.parts.text import plain


choice = choices.current()
states.stop_if_empty(choice.update_id)
at = f"{choice.programme_id}-compare"
shown = readers.seen(views.cohorts_compared, choice, choice.programme_id)

cards.headline(shown.headline)
names = {name: one.name for name, one in shown.measures.items()}
measure = shown.measures[choices.pick("Measure", "measure", names)]
if measure.otherwise:
    st.caption(plain(measure.otherwise))

st.header("Change since the start", anchor=False)
cards.finding(measure.change, f"{at}-{measure.indicator_id}-change")

st.header("Over time", anchor=False)
by = way_of(choices.pick("Line up by", "by", {str(way): name for way, name in WAYS.items()}))
lines = measure.lines[by]
if lines is None:
    st.text(f"{measure.name}: no cohort has anything that can be drawn here.")
else:
    cards.finding(lines, f"{at}-{measure.indicator_id}-{by}")

st.header("How far teams moved", anchor=False)
teams = readers.seen(views.teams_compared, choice, measure.indicator_id)
cards.finding(teams, f"{at}-{measure.indicator_id}-teams")
