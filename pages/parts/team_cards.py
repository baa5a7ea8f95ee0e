"""Pieces of the team page only: the next step, what staff said, its tests, surveys by date, and the page on one A4."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import streamlit as st

from joy import exports, views
from joy.errors import ShownError
from joy.findings import TestRow
from joy.views import TeamPicture
from joy.views.team_rounds import team_rounds
from joy.views.team_said import Said
from pages.parts import cards, readers, take_away
from pages.parts.choices import Choice


LATEST_TESTS = 3  # more stand behind a fold
NARROWEST_CHART = 330  # px; a phone is a little wider
BY_DATE = "Each one stands below, by its date."
NO_ROUNDS = "No single survey of this team can be shown."
PDF = "application/pdf"
CHANGED = "A story of this team or its consent has just changed. Open the page again."


def next_step(told: str) -> None:
    """What comes next, in a quiet box; nothing where nothing was noted."""
    if told:
        with st.container(border=True, gap=None):
            st.caption("Next step")
            st.text(told)


def said(record: Said, at: str) -> None:
    """What gets in the way and what helps in a line each, and how often where somebody looks closer."""
    st.text("\n".join(record.lines) or record.whose)
    if not record.themes:
        return
    of = f", {record.whose[:1].lower()}{record.whose[1:]}" if record.whose else ""
    with cards.closer(f"How often each theme comes up{of}", f"{at}-said") as is_open:
        if is_open:
            cards.findings(record.themes, f"{at}-said", columns=2)


def tests(rows: Sequence[TestRow]) -> None:
    """The latest tests open, the earlier ones folded."""
    earlier, latest = rows[:-LATEST_TESTS], rows[-LATEST_TESTS:]
    if earlier:
        first, last = earlier[0].number, earlier[-1].number
        with st.expander(f"Earlier tests: {first} to {last}" if last > first else f"Earlier test: {first}"):
            cards.tests(earlier)
    cards.tests(latest)


def rounds(choice: Choice, at: str) -> None:
    """Every survey measure by date, with the tests that were meant to move it; worked out only while it is open."""
    with cards.closer("Each survey by its date, with the tests meant to move it", f"{at}-rounds") as is_open:
        if not is_open:
            return
        records = readers.seen(team_rounds, choice, at)
        if not records:
            st.text(NO_ROUNDS)
        grid = st.grid(2, min_column_width=NARROWEST_CHART, gap=("medium", "large"))
        for record in records:
            with grid.cell():
                cards.finding(record, f"{record.key}-by-date", "small")
                cards.flags(record)


def on_one_page(shown: TeamPicture, choice: Choice) -> None:
    """The button that hands over “you said, we tried, what happened” on one A4."""
    label, told = "Take this page with you (one A4)", "You said, we tried, what happened"
    if not st.button(label, key="take_page", help=told, width="content"):
        return
    consent = partial(views.story_stamp, readers.open_house(), readers.who_reads(choice), choice.enrolment_id)
    make = partial(_page, shown, take_away.stamp_of(choice), consent, consent())
    file = take_away.File(f"{shown.name} on one page.pdf", make, PDF)
    take_away.hand_over([("Save the page", file)], about=f"page of {choice.enrolment_id}")


def _page(shown: TeamPicture, stamp: exports.Stamp, consent_now: Callable[[], str], consent: str) -> bytes:
    """The A4, unless a story or its consent has changed since the button was pressed."""
    if consent_now() != consent:
        raise ShownError(CHANGED)
    return exports.team_page_pdf(shown, stamp, said=shown.said.lines, next_step=shown.next_step)
