"""Compare cohorts."""

from __future__ import annotations

import streamlit as st


st.title("Compare cohorts", anchor=False)
