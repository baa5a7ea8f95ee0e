"""Team: its own picture first; what comes next, what staff said, what it tested, and the story it tells."""

from __future__ import annotations

import streamlit as st

from joy import views
from joy.views import NONE_FOR_TEAMS, WHAT_TOGETHER_MEANS
from pages.parts import cards, choices, first, looks, readers, states, take_away, team_cards
from pages.parts.text import plain


choice = choices.current()
states.stop_if_empty(choice.update_id and choice.enrolment_id)
shown = readers.team_picture(choice)
at = choice.enrolment_id

st.title(plain(shown.name), anchor=False)
st.caption(plain(shown.about))
first.team(choice)
if shown.aim:
    st.text(f"Aim: {shown.aim}")

st.header("Week by week", anchor=False)
cards.finding(shown.run, f"{at}-run", replies=shown.replies)
cards.flags(shown.run)
if shown.outlook:
    st.caption(plain(shown.outlook))
team_cards.next_step(shown.next_step)
with cards.closer("With limits: which weeks stand out, and the aim", f"{at}-limits") as is_open:
    if is_open:
        looks.limits(readers.seen(views.team_limits, choice, at), f"{at}-limits", shown.replies)

st.header("You said", anchor=False)
team_cards.said(shown.said, at)
cards.finding(shown.relationships, f"{at}-relationships")
cards.findings(shown.changes, f"{at}-changes", columns=1 if len(shown.changes) == 1 else 2)
if shown.together:
    for line in shown.together:
        st.text(line)
    st.caption(WHAT_TOGETHER_MEANS)
if shown.not_shown:
    st.caption(plain(shown.not_shown))
if shown.by_date:
    st.caption(plain(f"{shown.by_date} {team_cards.BY_DATE}"))
team_cards.rounds(choice, at)
st.caption(NONE_FOR_TEAMS)

if shown.tests:
    st.header("The team tried", anchor=False)
    team_cards.tests(shown.tests)
if shown.story is not None:
    st.header("Its story", anchor=False)
    cards.story(shown.story)

team_cards.on_one_page(shown, choice)
take_away.team(shown, choice)
