"""How we measure: how to read a chart, how change is judged, what we ask, what is hidden, and what is checked."""

from __future__ import annotations

import streamlit as st

from joy.definitions import load_policy
from pages.parts import choices, explain, explain_measures, readers


st.title("How we measure", anchor=False)
st.caption("What stands behind every chart, number and sentence here.")

charts, change, asked, hidden, checked = st.tabs(["Charts", "Change", "Questions", "Privacy", "Checks"])
policy = load_policy()
with charts:
    explain.reading_a_run_chart()
    explain.the_rules()
with change:
    explain.how_change_is_judged()
    explain.how_sure(policy)
with asked:
    explain_measures.measures(readers.measures(choices.current()))
with hidden:
    explain.what_is_hidden(policy)
with checked:
    explain_measures.what_is_checked()
    explain_measures.where_we_differ()
