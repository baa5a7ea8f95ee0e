"""How we measure: how to read a chart, how change is judged, what we ask, what is hidden, and what is checked."""

from __future__ import annotations

import streamlit as st

from joy.definitions import load_policy
from pages.parts import choices, explain, explain_measures, readers


st.title("How we measure", anchor=False)
st.caption("What stands behind every chart, number and sentence here.")

tabs = st.tabs(["Charts", "Change", "Questions", "Privacy", "Checks"], key="about", bind="query-params")
charts, change, asked, hidden, checked = tabs
policy = load_policy()
# Only what is open is worked out, as for everything that one has to open.
if charts.open:
    with charts:
        explain.reading_a_run_chart()
        explain.the_rules()
if change.open:
    with change:
        explain.how_change_is_judged()
        explain.how_sure(policy)
if asked.open:
    with asked:
        explain_measures.measures(readers.measures(choices.current()))
if hidden.open:
    with hidden:
        explain.what_is_hidden(policy)
if checked.open:
    with checked:
        explain_measures.what_is_checked()
        explain_measures.where_we_differ()
