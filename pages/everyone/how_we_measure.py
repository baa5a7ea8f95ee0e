"""How we measure: what every question counts, where it comes from, and how to read the charts."""

from __future__ import annotations

import streamlit as st

from joy.definitions import load_definitions, load_policy
from pages.parts import explain


definitions = load_definitions()

st.title("How we measure", anchor=False)
explain.reading_a_run_chart()
explain.what_is_hidden(load_policy())
st.header("What we ask", anchor=False)
for indicator in definitions.indicators.values():
    explain.indicator(indicator, definitions)
