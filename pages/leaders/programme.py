"""Programme: is it working, honestly; who is taking part."""

from __future__ import annotations

import streamlit as st

from joy import views
from joy.findings import WORDS, Verdict
from pages.parts import cards, choices, readers, states
from pages.parts.text import plain


choice = choices.current()
states.stop_if_empty(choice.update_id)
shown = readers.seen(views.programme_impact, choice, choice.programme_id)

st.caption(plain(f"{shown.name} · results up to {shown.as_of}"))
cards.headline(shown.headline)
cards.tiles(shown.tiles, choice.programme_id)

st.header("Cohorts side by side" if len(choices.current_cohorts()) > 1 else "Over the learning sets", anchor=False)
if not shown.aligned:
    st.text(WORDS[Verdict.HIDDEN])
cards.findings(shown.aligned, f"{choice.programme_id}-aligned", columns=2)
with st.container(horizontal=True, vertical_alignment="center"):
    st.caption("Look closer:", width="content")
    for cohort_id, name in choices.current_cohorts().items():
        st.page_link("leaders/cohort.py", label=plain(name), query_params={"cohort": cohort_id})

st.header("Who is taking part", anchor=False)
cards.finding(shown.participation, f"{choice.programme_id}-participation")
st.caption(plain(" · ".join(shown.quality)))
