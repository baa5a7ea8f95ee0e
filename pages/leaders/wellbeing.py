"""Wellbeing and joy."""

from __future__ import annotations

import streamlit as st


st.title("Wellbeing and joy", anchor=False)
