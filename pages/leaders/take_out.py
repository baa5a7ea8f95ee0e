"""Board pack: slides, a paper or a workbook for the next board meeting, in one press."""

from __future__ import annotations

import streamlit as st

from pages.parts import board_pack, choices, states


choice = choices.current()
states.stop_if_empty(choice.update_id)

st.title("Board pack", anchor=False)
st.text(board_pack.INSIDE)
board_pack.page(choice)
