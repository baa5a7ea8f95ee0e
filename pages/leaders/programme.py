"""Programme: is it working, honestly; who is taking part."""

from __future__ import annotations

import streamlit as st

from pages.parts import cards, choices, readers, states


choice = choices.current()
states.stop_if_empty(choice.update_id)
shown = readers.programme_impact(choice)

cards.headline(shown.headline)
cards.tiles(shown.tiles, choice.programme_id)
for number, record in enumerate(shown.aligned):
    cards.finding(record, f"{choice.programme_id}-aligned-{number}")
cards.finding(shown.participation, f"{choice.programme_id}-participation")
st.caption(" ".join(shown.quality))
