"""What was found for the reader's words: a list of links for each kind."""

from __future__ import annotations

import streamlit as st

from joy.views.find import Found, Hit
from pages.parts import choices
from pages.parts.text import plain


TEAM, COHORT = "teams/team.py", "leaders/cohort.py"
WHAT_CAN_BE_FOUND = (
    "Every word is looked for, in any order, with or without capitals and accents: in the names of teams, in change "
    "ideas and what was written of their tests, and in stories that may be read. Where nothing has them, words that "
    "come close are looked for. Answers are never searched."
)


def groups(found: Found) -> None:
    """Every kind of which something was found, each hit with a link to what it stands for."""
    for group in found.groups:
        st.header(group.name, anchor=False)
        for hit in group.hits:
            with st.container(gap=None):
                _link(hit)
                st.caption(plain(hit.about))
        if group.more:
            st.caption(group.more)


def _link(hit: Hit) -> None:
    """The name, leading to the team, else to its cohort, else to nothing that may be seen."""
    if not hit.cohort_id:
        st.text(hit.name)
        return
    role = choices.address(())  # as whom the reader looks, on a machine without sign-in
    at = role | {"cohort": hit.cohort_id} | ({"team": hit.enrolment_id} if hit.enrolment_id else {})
    st.page_link(TEAM if hit.enrolment_id else COHORT, label=plain(hit.name), query_params=at)
