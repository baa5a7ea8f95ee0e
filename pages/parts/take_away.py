"""The quiet button at the end of a page: its figures as a file, made from the tables that the page itself shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial

import streamlit as st

from joy import exports
from joy.findings import Finding, Replies
from joy.views import CohortImpact, TeamPicture
from pages.parts import choices, downloads, house, readers
from pages.parts.choices import Choice


INVENTED = "Invented data: no real person or team."
NO_FIGURE = "“–” stands where there is no figure to show; the reason is not told apart, to protect people’s answers."
ONCE = "It can be fetched once, within a minute"
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
    parts = [exports.Part(record, readers.table(record, at)) for record, at in shown]
    button(
        "Take these figures with you",
        File(f"{name} figures.csv", partial(exports.figures_csv, name, parts, readers.stamp(choice), _notes(choice))),
        about=f"figures of {about}",
        key="take_away",
        help="As a file for spreadsheets",
    )


@dataclass(frozen=True)
class File:
    """A file to take away: its name, how it is made when somebody fetches it, and its media type."""

    name: str
    make: Callable[[], bytes]
    media_type: str = "text/csv; charset=utf-8"


def button(label: str, file: File, *, about: str, key: str, help: str = "") -> None:  # noqa: A002  Streamlit's own word
    """A button that hands a file over; it is made only when it is fetched. `about` is noted with the export."""
    if st.button(label, key=key, help=help or None, width="content"):
        hand_over([("Save the file", file)], about=about)


def hand_over(files: Sequence[tuple[str, File]], *, about: str) -> None:
    """Links that fetch files once, within a minute, in this browser; each has its words."""
    browser = browser_key()
    if browser:
        for words, file in files:
            st.link_button(words, f"/download/{_token(file, about, browser)}", help=ONCE)


def browser_key() -> str:
    """What tells this browser from others; empty, and said so, where it has none yet."""
    browser = str(st.context.cookies.get(downloads.BROWSER, ""))
    if not browser:
        st.text(RELOAD)
    return browser


def _token(file: File, about: str, browser: str) -> str:
    who, choice = readers.who(), choices.current()
    return downloads.OFFERS.add(
        downloads.Offer(
            person=who.person,
            browser=browser,
            reach=who.key,
            reach_now=partial(readers.reach_of, who.person),
            still_stands=partial(house.stands, choice.update_id),
            name=file.name,
            make=file.make,
            about=f"{about}, update {choice.update_id}",
            media_type=file.media_type,
        )
    )


def picture_asked_for(at: str) -> bool:
    """The quiet button for a chart as a picture."""
    return bool(st.button("Picture", type="tertiary", key=f"picture_{at}", help="As PNG or SVG, to paste elsewhere"))


def pictures(record: Finding, replies: Replies | None) -> None:
    """A chart as PNG and as SVG, with its title, its notes and where it comes from inside."""
    stamp = stamp_of(choices.current())
    made = partial(exports.picture_file, record, stamp, replies=replies)
    files = [
        ("Save as PNG", File(f"{record.title}.png", partial(made, is_svg=False), "image/png")),
        ("Save as SVG", File(f"{record.title}.svg", partial(made, is_svg=True), "image/svg+xml")),
    ]
    with st.container(horizontal=True):
        hand_over(files, about="a chart as a picture")


def stamp_of(choice: Choice) -> exports.Stamp:
    """Where the figures of this page come from: what is chosen on it, the published update, whether it is invented."""
    offered = st.session_state["offered"]
    programme = next((one for one in offered.programmes if one.programme_id == choice.programme_id), None)
    return replace(
        readers.stamp(choice),
        is_invented=bool(programme and programme.is_invented),
        filters=choices.chosen_names(st.session_state.get("page_uses", ("programme",))),
        made_on=datetime.now(UTC).date(),
    )


def _notes(choice: Choice) -> tuple[str, ...]:
    programmes = {each.programme_id: each.is_invented for each in st.session_state["offered"].programmes}
    return (NO_FIGURE, *((INVENTED,) if programmes.get(choice.programme_id) else ()))
