"""Absence and cost: what was lost to sickness, who left and stayed, and what that might cost."""

from __future__ import annotations

import streamlit as st

from joy.views import cost
from joy.views.workforce import shaded, workforce
from pages.parts import cards, choices, readers, states
from pages.parts import cost as assumed
from pages.parts.text import plain


choice = choices.current()
states.stop_if_empty(choice.update_id)
shown = readers.seen(workforce, choice, choice.programme_id)
if not shown.units:
    st.title("No absence figures yet", anchor=False)
    st.text("The data lead brings in workforce_month.csv and workforce_period.csv under “Bring in data”.")
    st.stop()

place = st.container()
# Under each other on a phone: names of units are long.
grid = st.grid(2, min_column_width=cards.NARROWEST_CHART, gap=("xsmall", "large"))
with grid.cell():
    unit = shown.units[choices.pick_from_list("Part of the organisation", "unit", shown.names())]
with grid.cell():
    cohort = choices.pick_from_list("Shade the time of", "shade", shown.cohorts) if shown.cohorts else ""
with place:
    cards.headline(unit.headline)
at = f"{choice.programme_id}-workforce-{unit.name}"

st.header("Days lost to sickness", anchor=False)
cards.finding(shaded(unit.absence, shown, cohort), f"{at}-absence-{cohort}")

st.header("Who left, who stayed", anchor=False)
cards.findings((unit.leavers, unit.stability), f"{at}-leaving", columns=2)

st.header("What if: what might this cost?", anchor=False)
known = readers.seen(cost.assumptions, choice, choice.programme_id)
if unit.days is None or not known:
    st.text(unit.why_no_cost or cost.NO_ANNUAL)
    st.stop()
place = st.container()
with st.expander("The assumptions: write your own", expanded=True):
    st.caption("For this look only: they stand in the address, and nothing is saved.")
    now = assumed.assumptions(known)
with place:
    if now is None:
        st.text("Nothing is worked out until the assumptions below can be read.")
    else:
        found = cost.what_if(unit.days, now, unit.name)
        cards.finding(found, f"{at}-cost-{cost.fingerprint(now)}")
st.caption(plain(cost.NEVER))
