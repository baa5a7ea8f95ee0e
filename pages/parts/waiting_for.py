"""What waits for somebody, a line each: the team with a link to its page, what is so, and who could do what."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from joy.findings.needed import Need, NeedGroup
from pages.parts import cards
from pages.parts.text import plain


MOST_LINKED = 25  # more lines than anybody reads at once; the rest opens as a table
NARROWEST = 260  # px
LINK = "stPageLink-NavLink"  # Streamlit’s own name for the link inside


def group(record: NeedGroup, at: str) -> None:
    """All that waits of one kind; `at` names the programme."""
    with st.container(gap="xsmall"):
        st.header(plain(record.title), anchor=False)
        st.caption(plain(record.why))
    for number, need in enumerate(record.needs[:MOST_LINKED]):
        _line(need, f"needed_{record.kind}_{number}")
    if rest := record.needs[MOST_LINKED:]:
        with cards.closer(f"{len(rest)} more, in order of enrolment", f"{record.kind}-{at}") as is_open:
            if is_open:
                st.table(_rows(rest), hide_index=True, alt=f"{record.title}: {len(rest)} more")


def flush_links() -> None:
    """Let the teams' names begin where the text below them does: a link is indented like a button."""
    st.html(f"<style>[class*='st-key-needed_'] [data-testid='{LINK}'] {{ padding-left: 0; }}</style>")


def _line(need: Need, key: str) -> None:
    with st.container(border=True, key=key):
        grid = st.grid(2, min_column_width=NARROWEST, gap=("xsmall", "medium"))
        with grid.cell(), st.container(gap=None):
            address = {"cohort": need.cohort_id, "team": need.enrolment_id}
            st.page_link("teams/team.py", label=f"**{plain(need.team)}** →", query_params=address)
            st.text(f"{need.told[:1].upper()}{need.told[1:]}")
        with grid.cell(), st.container(gap=None):
            st.caption("Who could do what")
            st.text(need.ask)


def _rows(needs: Sequence[Need]) -> list[dict[str, str]]:
    return [
        {"Team": plain(need.team), "What is so": plain(need.told), "Who could do what": plain(need.ask)}
        for need in needs
    ]
