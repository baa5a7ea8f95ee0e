"""Absence and cost."""

from __future__ import annotations

import streamlit as st


st.title("Absence and cost", anchor=False)
