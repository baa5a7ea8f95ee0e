"""Where am I needed."""

from __future__ import annotations

import streamlit as st


st.title("Where am I needed", anchor=False)
