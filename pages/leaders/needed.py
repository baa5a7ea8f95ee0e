"""Where am I needed: what waits for somebody in the teams that run now, and who could do what."""

from __future__ import annotations

import streamlit as st

from joy.views.needed import needed
from pages.parts import cards, choices, readers, states, waiting_for
from pages.parts.text import plain


choice = choices.current()
states.stop_if_empty(choice.update_id and choice.programme_id)
shown = readers.seen(needed, choice, choice.programme_id)

cards.headline(shown.headline)
waiting_for.flush_links()
for group in shown.groups:
    waiting_for.group(group, choice.programme_id)
if shown.silent:
    st.text(shown.silent)
if shown.none:
    st.caption(plain(shown.none))
