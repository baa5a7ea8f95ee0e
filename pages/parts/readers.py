"""The only home of Streamlit's caches: the open database, what views return, and drawings.

A published update never changes, so whatever is read from it is kept under its id. Kept records are shared by all
readers and must not be written to. The home folder is part of every key: two installations never share a figure.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Literal

import pandas as pd
import streamlit as st

from joy import charts, commands, views
from joy.findings import Control, Finding, Replies
from joy.settings import load_settings
from joy.store import Reader, Store, open_release_file
from joy.views import measuring, questionnaires
from pages.parts import choices, tables
from pages.parts.choices import Choice
from pages.parts.packing import packed


STALE = timedelta(seconds=2)  # how late a page may notice an update that a command or a colleague published
COLUMNS = ("programme_id", "release_id")
Drawing = dict[str, Any]
Place = tuple[str, str, str]  # home, published update, and the name of a record in it
Mode = Literal["light", "dark"]
Size = Literal["page", "room", "small"]
PICTURES_KEPT = 600  # about 20 kB each
VIEWS_KEPT = 200  # a cohort of 32 teams is about 200 kB
UPDATES_KEPT = 8  # open files; an older update is opened again when it is asked for


def open_house() -> Store:
    """The database of this process, opened (or built from the sample) on first use."""
    return _opened(_home())


def warm() -> None:
    """Read the landing page's figures once, so that the first reader does not wait for imports."""
    for programme_id, update in published().items():
        programme_impact(Choice(programme_id, update_id=update))


def published() -> dict[str, str]:
    """The newest published update of every programme, empty before the first. At most `STALE` old."""
    return _published(_home())


def look_again() -> None:
    """Notice at once what was just published from a page."""
    _published.clear()


def offered(updates: dict[str, str]) -> views.Choices:
    """What the select boxes offer. It is read again when anything was published: every import publishes."""
    return _offered(_home(), tuple(updates.items()))


def programme_impact(choice: Choice) -> views.ProgrammeImpact:
    """What the programme page shows."""
    return _programme_impact(_home(), choice.update_id, choice.programme_id)


def cohort_impact(choice: Choice) -> views.CohortImpact:
    """What the cohort page shows."""
    return _cohort_impact(_home(), choice.update_id, choice.cohort_id)


def team_picture(choice: Choice) -> views.TeamPicture:
    """What the team page shows."""
    return _team_picture(_home(), choice.update_id, choice.enrolment_id)


def cohort_closer(choice: Choice) -> views.CohortCloser:
    """What the cohort page shows to those who look closer."""
    return _cohort_closer(_home(), choice.update_id, choice.cohort_id)


def team_limits(choice: Choice) -> Control:
    """The team's chart with limits."""
    return _team_limits(_home(), choice.update_id, choice.enrolment_id)


def drawing(record: Finding, at: str, size: Size = "page", replies: Replies | None = None) -> Drawing:
    """The Vega-Lite drawing of a record; `at` names the record within the published update that is looked at.

    `replies` stand under a chart over time.
    """
    return _drawing(_place(at), mode(), size, record, replies)


def mode() -> Mode:
    """The ground that the reader sees."""
    return "dark" if st.context.theme.type == "dark" else "light"


def table(record: Finding, at: str) -> pd.DataFrame:
    """The figures of a record in the reader's words."""
    return _table(_place(at), record)


def measures(choice: Choice) -> measuring.Measures:
    """The measures of the chosen programme; read each time, for questionnaires are switched without publishing."""
    return measuring.measures(open_house(), _update_of(choice), choice.programme_id)


def all_questionnaires() -> questionnaires.Questionnaires:
    """Every questionnaire of this installation; read each time, as above."""
    return questionnaires.questionnaires(open_house())


def asked_here(choice: Choice) -> tuple[questionnaires.Use, ...]:
    """What the chosen cohort is asked, or no longer is."""
    return questionnaires.uses_of(open_house(), _update_of(choice), choice.cohort_id)


def imports() -> pd.DataFrame:
    """Every file that was ever brought in, newest first."""
    return open_house().ask("store/batches").iloc[::-1]


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _update_of(choice: Choice) -> Reader | None:
    return _update(_home(), choice.update_id) if choice.update_id else None


def _place(at: str) -> Place:
    return _home(), choices.current().update_id, at


def _home() -> str:
    return str(load_settings().home)


@st.cache_resource(show_spinner=False)  # never dropped: a database that is open cannot be opened again
def _opened(home: str) -> Store:  # noqa: ARG001  the home folder is the key
    return commands.start(load_settings())


@st.cache_resource(show_spinner=False, max_entries=2, ttl=STALE)
def _published(home: str) -> dict[str, str]:  # noqa: ARG001  the home folder is the key
    programmes = open_house().ask("store/programmes")
    return {str(name): _text(update) for name, update in zip(*(programmes[c] for c in COLUMNS), strict=True)}


@st.cache_resource(show_spinner=False, max_entries=2)
def _offered(home: str, updates: tuple[tuple[str, str], ...]) -> views.Choices:  # noqa: ARG001  they are the key
    return views.choices_of(open_house())


@st.cache_resource(show_spinner=False, max_entries=UPDATES_KEPT)
def _update(home: str, update: str) -> Reader:  # noqa: ARG001  the home folder is part of the key
    return open_release_file(load_settings(), update)


@st.cache_resource(show_spinner=False, max_entries=VIEWS_KEPT)
def _programme_impact(home: str, update: str, programme_id: str) -> views.ProgrammeImpact:
    return views.programme_impact(open_house(), _update(home, update), programme_id)


@st.cache_resource(show_spinner=False, max_entries=VIEWS_KEPT)
def _cohort_impact(home: str, update: str, cohort_id: str) -> views.CohortImpact:
    return views.cohort_impact(open_house(), _update(home, update), cohort_id)


@st.cache_resource(show_spinner=False, max_entries=VIEWS_KEPT)
def _team_picture(home: str, update: str, enrolment_id: str) -> views.TeamPicture:
    return views.team_picture(open_house(), _update(home, update), enrolment_id)


@st.cache_resource(show_spinner=False, max_entries=VIEWS_KEPT)
def _cohort_closer(home: str, update: str, cohort_id: str) -> views.CohortCloser:
    return views.cohort_closer(open_house(), _update(home, update), cohort_id)


@st.cache_resource(show_spinner=False, max_entries=VIEWS_KEPT)
def _team_limits(home: str, update: str, enrolment_id: str) -> Control:
    return views.team_limits(open_house(), _update(home, update), enrolment_id)


@st.cache_resource(show_spinner=False, max_entries=PICTURES_KEPT)
def _table(place: Place, _record: Finding) -> pd.DataFrame:  # noqa: ARG001  the place is the key
    return tables.readable(_record)


@st.cache_resource(show_spinner=False, max_entries=PICTURES_KEPT)
def _drawing(
    place: Place,  # noqa: ARG001  the place is the key
    mode: Mode,
    size: Size,
    _record: Finding,
    _replies: Replies | None,
) -> Drawing:
    drawn = packed(charts.draw(_record, look=charts.Look(mode, size), replies=_replies))
    return {name: part for name, part in drawn.items() if name != "description"}  # the page passes it as alt
