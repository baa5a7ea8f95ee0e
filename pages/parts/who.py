"""Who is looking: which pages a role has, and what somebody without one reads.

Without sign-in whoever sits at the machine owns the file, so a box lets them look as each role; it protects nobody.
What may be read is decided in the views and never here: a page that is not listed refuses all the same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st

from joy.access import SEE_RESULTS, NotAllowed, Role, Who
from pages.parts import choices, sign_in


RESULTS, OVERVIEW, STEWARD = "results", "overview", "steward"  # which roles a page is for
AUDIENCES: dict[str, frozenset[Role]] = {
    RESULTS: SEE_RESULTS,
    OVERVIEW: SEE_RESULTS.difference({"team"}),  # speaks of many teams at once
    STEWARD: frozenset({"steward"}),
}
# A word before the first page of each group. No sections of st.navigation: in the sidebar they fail axe's list rules.
HEADINGS = {
    "Programme": "Results",
    "Relationships": "A closer look",
    "Where am I needed": "Act and find",
    "Evaluation": "Report and explain",
}
ELSEWHERE = "This page is not for your role. Choose one from the list."


def roles_looking(who: Who) -> tuple[Role, ...]:
    """The roles whose pages are listed: those held, or the one looked as, also before there is anything to see."""
    return who.roles if sign_in.is_configured() else (choices.viewed_as(),)


def has(who: Who, audience: str) -> bool:
    """Whether pages for this audience are listed."""
    return bool(AUDIENCES[audience].intersection(roles_looking(who)))


def menu(who: Who, audiences: Mapping[st.Page, str], address: Callable[[st.Page], dict[str, str]]) -> None:
    """List the pages of the role, each with the choice that its address carries, under a word for each group."""
    heading = ""
    for page, audience in audiences.items():
        heading = HEADINGS.get(page.title, heading)
        if not has(who, audience):
            continue
        if heading and audience != STEWARD:
            st.caption(heading)
            heading = ""
        st.page_link(page, query_params=address(page), width="stretch")


def stop_without_role(who: Who) -> None:
    """Tell somebody without any role who they are and whom to ask; nothing else is read for them."""
    if roles_looking(who):
        return
    st.title("You have no role here yet", anchor=False)
    st.text(f"You are signed in as {who.person}.")
    st.text("Ask the data lead of your programme to give you a role. They need exactly this address.")
    with st.sidebar:
        sign_in.way_out()
    st.stop()


def lead_on(who: Who, page: st.Page, audiences: Mapping[st.Page, str]) -> None:
    """Go to the first page of the role where nobody asked for the one that it does not have."""
    has_moved = choices.is_moved_role()
    if has(who, audiences[page]) or not (has_moved or page is next(iter(audiences))):
        return
    mine = (one for one, audience in audiences.items() if has(who, audience))
    st.switch_page(next(mine), query_params=st.query_params.to_dict())


def refuse_elsewhere(who: Who, audience: str) -> None:
    """Refuse a page that the role does not have in words, with the list of those it has beside them."""
    if not has(who, audience):
        raise NotAllowed(ELSEWHERE)
