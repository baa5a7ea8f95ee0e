"""Cohort: what moved over the learning sets, team by team, indicator by indicator."""

from __future__ import annotations

import streamlit as st

from joy import views
from pages.parts import cards, choices, first, folds, looks, readers, states, take_away
from pages.parts.text import plain


choice = choices.current()
states.stop_if_empty(choice.update_id and choice.cohort_id)
at = choice.cohort_id
shown = readers.seen(views.cohort_impact, choice, at)

st.caption(plain(f"{shown.name} · {shown.about}"))
cards.headline(shown.headline)
first.cohort(choice)

st.header("Week by week", anchor=False)
cards.finding(shown.run, f"{at}-run", replies=shown.replies)
with cards.closer("With limits: which weeks stand out", f"{at}-limits") as is_open:
    if is_open:
        looks.limits(readers.seen(views.cohort_closer, choice, at).limits, f"{at}-limits", shown.replies)

st.header(shown.teams_called, anchor=False)
looks.wall(shown.teams, at)
cards.ways_to_teams(choices.current_teams(), at)
if shown.is_whole:
    with cards.closer("All teams against chance, latest survey", f"{at}-funnel") as is_open:
        if is_open:
            looks.teams_against_chance(readers.seen(views.cohort_closer, choice, at).teams, at)

if shown.mirror is not None:
    st.header("The two relationships", anchor=False)
    cards.finding(shown.mirror, f"{at}-mirror")

st.header("First against latest", anchor=False)
cards.findings(shown.changes, f"{at}-changes", columns=1)
with cards.closer("How the answers spread, question by question", f"{at}-answers") as is_open:
    if is_open:
        looks.answers(readers.seen(views.cohort_closer, choice, at).answers, at)

if shown.aligned:
    st.header("Over the learning sets", anchor=False)
    cards.findings(shown.aligned, f"{at}-aligned", columns=3)

st.header("Behind the figures", anchor=False)
folds.who_takes_part(choice)
folds.response(choice)
folds.coverage(choice)
folds.progress(choice)
folds.how_sure(choice)

take_away.cohort(shown, choice)
