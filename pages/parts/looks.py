"""Ways of looking at one finding that the reader chooses on the page: the order of teams, one question of many."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from joy import charts
from joy.findings import WORDS, Assurance, Control, Distribution, Funnel, Multiples, Replies, Verdict
from joy.views import by_verdict
from pages.parts import cards, readers
from pages.parts.text import plain


ICON = 28  # px
SEVERAL = 2  # teams; one alone has no order
JOINED, CHANGED = "As they joined", "Grouped by what changed"
NO_FUNNEL = WORDS[Verdict.HIDDEN]
NO_ANSWERS = WORDS[Verdict.HIDDEN]


def wall(record: Multiples, at: str) -> None:
    """Every team as a small chart, as they joined; grouped by what changed only where the reader asks for it."""
    if len(record.panels) < SEVERAL:
        cards.finding(record, f"{at}-teams")
        return
    order = st.segmented_control(
        "Order of teams",
        (JOINED, CHANGED),
        default=JOINED,
        required=True,
        key=f"order_{at}",
        label_visibility="collapsed",
    )
    grouped = order == CHANGED
    cards.finding(by_verdict(record) if grouped else record, f"{at}-teams{'-grouped' if grouped else ''}")


def limits(record: Control, at: str, replies: Replies | None) -> None:
    """A chart with limits, with the icons for its latest point and its aim; or why there is none."""
    if not record.chart:
        st.text(record.title)
        st.text(record.subtitle)
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        for icon, words in icons_of(record):
            st.image(icon, width=ICON, alt="")  # its words stand beside it
            st.caption(plain(words), width="content")
    cards.finding(record, at, replies=replies)


def icons_of(record: Control) -> list[tuple[str, str]]:
    """The icons of a chart with limits, each with its words; none for an aim that cannot be held against it."""
    mode = readers.mode()
    told = [(charts.variation_icon(record.variation, mode=mode, size=ICON), charts.VARIATION_WORDS[record.variation])]
    if record.assurance is not Assurance.NONE:
        icon = charts.assurance_icon(record.assurance, mode=mode, size=ICON)
        told.append((icon, charts.ASSURANCE_WORDS[record.assurance]))
    return told


def teams_against_chance(record: Funnel | None, at: str) -> None:
    """All teams at one survey, or why there is no such picture."""
    if record is None:
        st.text(NO_FUNNEL)
    else:
        cards.finding(record, f"{at}-funnel")


def answers(records: Sequence[Distribution], at: str) -> None:
    """How the answers to one question spread; the reader picks the question."""
    if not records:
        st.text(NO_ANSWERS)
        return
    numbers = range(len(records))
    chosen = st.selectbox("Question", numbers, format_func=lambda n: records[n].question, key=f"question_{at}")
    cards.finding(records[chosen], f"{at}-answers-{chosen}")
