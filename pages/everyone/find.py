"""Find: teams, ideas with their tests, and stories, by words; the words stand in the address and can be shared."""

from __future__ import annotations

import streamlit as st

from joy.views.find import LONGEST
from pages.parts import choices, finding, readers, states


choice = choices.current()
states.stop_if_empty(choice.update_id)

st.title("Find a team, an idea or a story", anchor=False)
words = choices.typed("Words to look for", "q", most=LONGEST, hint="such as: handover, quiet room, a team's name")
found = readers.found(choice, words)
if not found.words:
    st.caption(finding.WHAT_CAN_BE_FOUND)
    st.stop()
st.text(found.told)
finding.groups(found)
