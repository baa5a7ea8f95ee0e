"""Ways of looking at one finding that the reader chooses on the page: the order of teams, one question of many."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from joy.findings import Distribution, Funnel, Multiples
from joy.views import by_verdict
from pages.parts import cards


JOINED, CHANGED = "As they joined", "What changed first"
NO_FUNNEL = "No question with a share of people was asked of enough teams that can be shown."
NO_ANSWERS = "No question has enough answers to show how they spread: it takes 30 people."


def wall(record: Multiples, at: str) -> None:
    """Every team as a small chart, as they joined; grouped by what changed only where the reader asks for it."""
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
