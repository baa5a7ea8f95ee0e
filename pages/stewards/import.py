"""Bring in data: check a file, load it whole or not at all, take it back."""

from __future__ import annotations

import streamlit as st

from joy.errors import ShownError
from pages.parts import bring_in, house


house.as_data_lead()
st.title("Bring in data", anchor=False)
st.caption("A file is loaded whole or not at all. E-mail, names and addresses are never kept.")
bring_in.tell_what_happened()

profile, given = bring_in.ask_for_file()
if given is not None:
    found = bring_in.check(given, profile)
    if isinstance(found, ShownError):
        bring_in.show_refusal(found)
    else:
        bring_in.show_preview(found)
        if not found.already_loaded:
            st.button("Load it", on_click=bring_in.load, args=(given, profile), key="load")

st.header("What is in", anchor=False)
bring_in.past_imports()
