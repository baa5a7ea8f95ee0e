"""Pieces of the landing page only: a cohort that has just begun, the time after, ways to the cohorts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from joy.findings import Tile
from joy.views import COUNTED, Sustained, Young
from pages.parts import cards
from pages.parts.text import plain


NARROWEST_FACT = 200  # px


def young(record: Young) -> None:
    """What can be said of a cohort before a verdict is possible, side by side, in the order to be read."""
    with st.container(border=True, gap="small"):
        st.markdown(f"**{plain(record.title)}**")
        grid = st.grid(len(record.facts), min_column_width=NARROWEST_FACT)
        for label, told in record.facts:
            with grid.cell(), st.container(gap=None):
                st.caption(plain(label))
                st.text(told)
        st.page_link("leaders/cohort.py", label=plain(f"Open {record.name}"), query_params={"cohort": record.cohort_id})


def tiles(records: Sequence[Tile], at: str) -> None:
    """What was measured side by side, and under it what was counted, which takes less room."""
    cards.tiles([record for record in records if record.indicator_id not in COUNTED], at)
    counted = [record for record in records if record.indicator_id in COUNTED]
    grid = st.grid(max(len(counted), 1), min_column_width=NARROWEST_FACT, border=True)
    for record in counted:
        with grid.cell(), st.container(gap="xsmall"):
            _count(record)


def _count(record: Tile) -> None:
    st.markdown(f"**{plain(record.label)}**")
    st.metric(plain(record.label), plain(record.value_text or "–"), label_visibility="collapsed")
    st.text(record.unit)
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
        st.caption(plain(record.counts), width="stretch")
        with st.container(horizontal=True, width="content"):
            cards.why(record)


def kept(record: Sustained, at: str) -> None:
    """Whether gains lasted: the sentence first, what it rests on where somebody looks closer."""
    st.subheader(plain(record.title), anchor=False)
    if record.missing:
        st.caption(plain(record.missing))
    if record.compared:
        with cards.closer("The teams that counted on, before and after", f"{at}-kept") as is_open:
            if is_open:
                cards.findings(record.compared, f"{at}-kept", columns=1)


def ways_to_cohorts(names: Mapping[str, str]) -> None:
    """A link to each cohort's page."""
    with st.container(horizontal=True, vertical_alignment="center", key="ways_to_cohorts"):
        st.caption("Look closer:", width="content")
        for cohort_id, name in names.items():
            st.page_link("leaders/cohort.py", label=plain(name), query_params={"cohort": cohort_id})
