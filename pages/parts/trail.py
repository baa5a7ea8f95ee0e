"""Where the reader is: a quiet line of links above a page, from the programme down, that carry the choice along."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from pages.parts import choices
from pages.parts.text import plain


HOME, COHORT = "leaders/programme.py", "leaders/cohort.py"
IS_COHORT = ("programme", "cohort")
Step = tuple[str, str, tuple[str, ...]]  # a page, what the link says, and what of the choice its address carries


def trail(title: str, path: str, uses: Sequence[str]) -> None:
    """Draw the way from the programme to the page called `title` (its address is `path`), which ends it in words."""
    steps, here = _way(title, path, uses)
    if not steps:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key="trail"):
        for page, label, named in steps:
            st.page_link(page, label=plain(label), query_params=choices.address(named), width="content")
            st.caption("›", width="content")
        st.caption(plain(here), width="content")


def _way(title: str, path: str, uses: Sequence[str]) -> tuple[list[Step], str]:
    """The links, and the words for the page itself; the landing page is where all ways begin."""
    if not path:
        return [], ""
    names = choices.names_of_choice()
    is_one_of_many = len(st.session_state["offered"].programmes) > 1
    home: Step = (HOME, names["programme"] if is_one_of_many else "Programme", ("programme",))
    if "team" in uses and names["team"]:
        return [home, (COHORT, names["cohort"], IS_COHORT)], names["team"]
    return [home], names["cohort"] if path == "cohort" and names["cohort"] else title
