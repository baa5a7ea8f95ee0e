"""The quiet button at the end of a page: its figures as a file, made from the tables that the page itself shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

import streamlit as st

from joy import exports
from joy.findings import Finding
from joy.views import CohortImpact, TeamPicture
from pages.parts import downloads, house, readers
from pages.parts.choices import Choice


INVENTED = "Invented data: no real person or team."
RELOAD = "Reload this page and press again: your browser has not been given its key yet."
Kept = tuple[Finding, str]  # a finding, and the name that the page keeps its drawing and table under


def cohort(shown: CohortImpact, choice: Choice) -> None:
    """Offer the figures of the cohort page."""
    _offer(shown.name, choice, choice.cohort_id, list(_of_cohort(shown, choice.cohort_id)))


def team(shown: TeamPicture, choice: Choice) -> None:
    """Offer the figures of the team page."""
    _offer(shown.name, choice, choice.enrolment_id, list(_of_team(shown, choice.enrolment_id)))


def _of_cohort(shown: CohortImpact, at: str) -> Iterator[Kept]:
    yield shown.run, f"{at}-run"
    yield shown.teams, f"{at}-teams"
    if shown.mirror is not None:
        yield shown.mirror, f"{at}-mirror"
    yield from _numbered(shown.changes, f"{at}-changes")
    yield from _numbered(shown.aligned, f"{at}-aligned")


def _of_team(shown: TeamPicture, at: str) -> Iterator[Kept]:
    yield shown.run, f"{at}-run"
    yield shown.relationships, f"{at}-relationships"
    yield from _numbered(shown.changes, f"{at}-changes")


def _numbered(records: Sequence[Finding], at: str) -> Iterator[Kept]:
    """As `cards.findings` names them."""
    return ((record, f"{at}-{number}") for number, record in enumerate(records))


def _offer(name: str, choice: Choice, about: str, shown: Sequence[Kept]) -> None:
    if not st.button(
        "Take these figures with you", type="tertiary", key="take_away", help="As a file for spreadsheets"
    ):
        return
    browser = st.context.cookies.get(downloads.BROWSER, "")
    if not browser:
        st.text(RELOAD)
        return
    token = downloads.OFFERS.add(_file(name, choice, about, shown, browser))
    st.link_button("Save the file", f"/download/{token}", help="It can be fetched once, within a minute")


def _file(name: str, choice: Choice, about: str, shown: Sequence[Kept], browser: str) -> downloads.Offer:
    who = readers.who()
    parts = [exports.Part(record, readers.table(record, at)) for record, at in shown]
    return downloads.Offer(
        person=who.person,
        browser=browser,
        reach=who.key,
        reach_now=partial(readers.reach_of, who.person),
        still_stands=partial(house.stands, choice.update_id),
        name=f"{name} figures.csv",
        make=partial(exports.figures_csv, name, parts, readers.stamp(choice), _notes(choice)),
        about=f"figures of {about}, update {choice.update_id}",
    )


def _notes(choice: Choice) -> tuple[str, ...]:
    programmes = {each.programme_id: each.is_invented for each in st.session_state["offered"].programmes}
    return (INVENTED,) if programmes.get(choice.programme_id) else ()
