"""Board pack."""

from __future__ import annotations

import streamlit as st


st.title("Board pack", anchor=False)
