"""Cohort: what moved over the learning sets, team by team, indicator by indicator."""

from __future__ import annotations

import streamlit as st

from pages.parts import cards, choices, readers, states
from pages.parts.text import plain


choice = choices.current()
states.stop_if_empty(choice.update_id and choice.cohort_id)
shown = readers.cohort_impact(choice)
at = choice.cohort_id

st.caption(plain(f"{shown.name} · {shown.about}"))
cards.headline(shown.headline)

st.header("Week by week", anchor=False)
cards.finding(shown.run, f"{at}-run")

st.header("Team by team", anchor=False)
cards.finding(shown.teams, f"{at}-teams")
cards.ways_to_teams(choices.current_teams(), at)

st.header("First against latest", anchor=False)
cards.findings(shown.changes, f"{at}-changes", columns=1)

st.header("Over the learning sets", anchor=False)
cards.findings(shown.aligned, f"{at}-aligned", columns=3)
