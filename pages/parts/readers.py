"""The only home of what is kept between looks: the open database, what views return, drawings and tables.

A published update never changes, so whatever is read from it is kept under its id. Kept records are shared by all
readers who may see the same and must not be written to. Whatever depends on who looks is kept under `Who.key` too, and
the home folder is part of every key: two installations never share a figure.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any, Literal, TypeVar, cast

import pandas as pd
import streamlit as st

from joy import charts, exports, views
from joy.access import Who, owner_of_machine, sees_first
from joy.definitions import Definitions
from joy.exports.dataset import dataset_zip
from joy.findings import Finding, Replies, StoryCard
from joy.store.definitions import definitions_of
from joy.views import find, since
from pages.parts import choices, tables
from pages.parts.as_it_is import all_questionnaires as all_questionnaires  # named twice, as those of the house below
from pages.parts.as_it_is import asked_here as asked_here
from pages.parts.as_it_is import ended_note as ended_note
from pages.parts.as_it_is import imports as imports
from pages.parts.as_it_is import lens_rules as lens_rules
from pages.parts.as_it_is import measures as measures
from pages.parts.as_it_is import privacy_lens as privacy_lens
from pages.parts.as_it_is import self_attack as self_attack
from pages.parts.as_it_is import visibility as visibility
from pages.parts.as_it_is import what_waits as what_waits
from pages.parts.choices import Choice
from pages.parts.house import as_it_stands, home
from pages.parts.house import look_again as look_again  # named twice: other parts ask for these here
from pages.parts.house import open_house as open_house
from pages.parts.house import published as published
from pages.parts.house import reach_of as reach_of
from pages.parts.house import who as who
from pages.parts.house import who_reads as who_reads
from pages.parts.kept import Shelf
from pages.parts.opened import BY_REACH, UPDATES_KEPT, VIEWS_KEPT, as_written, update_file
from pages.parts.packing import packed


Record = TypeVar("Record")
View = Callable[[views.Asker, views.Asker, Who, str], Record]  # tables, update, who looks, id
News = Callable[[views.Asker, views.Asker, Who, str, since.Looked | None], since.Since]
Drawing = dict[str, Any]
Place = tuple[str, str, str, str]  # home, published update, what may be seen, and the name of a record in it
Mode = Literal["light", "dark"]
Size = Literal["page", "room", "small"]
PICTURES_KEPT = 600  # about 20 kB each
SEARCHES_KEPT = 100  # what was found is at most 30 of each kind
LOOK_KEPT = 600  # seconds: what stood open on a past day changes only when an update is taken back
_DRAWINGS: Shelf[Drawing] = Shelf(PICTURES_KEPT)
_TABLES: Shelf[pd.DataFrame] = Shelf(PICTURES_KEPT)


def warm() -> None:
    """Read the landing page's figures once, so that the first reader does not wait for imports."""
    leader = owner_of_machine("leader")
    for programme_id, update in published().items():
        if update:
            _worked_out(views.programme_impact, update, programme_id, leader)


def offered(*, to_administer: bool = False) -> views.Choices:
    """What the select boxes offer. It is read again when anything was published: every import publishes.

    As a team on this machine every team is offered, for the team's box says which one the reader is.
    """
    looking = owner_of_machine("leader") if choices.is_machine_team() else who()
    return _offered(as_it_stands(), tuple(published().items()), looking, to_administer)


def seen(view: View[Record], choice: Choice, about: str, *, stamp: str = "") -> Record:
    """What a view answers about a programme, cohort or team (`about` is its id) in the chosen update.

    The one way from a page to a view of results. It is worked out once for all who may see the same. A view that shows
    what may change without an import is given a `stamp` of that, such as the consent of its stories.
    """
    return _worked_out(view, choice.update_id, about, who_reads(choice), stamp)


def team_picture(choice: Choice) -> views.TeamPicture:
    """What the team page shows. Its stories' consent is looked at each time: one that is withdrawn is gone at once."""
    stamp = _consents(choice)
    return seen(views.team_picture, choice, choice.enrolment_id, stamp=stamp)


def programme_story(choice: Choice) -> StoryCard | None:
    """One story for the landing page; its consent is looked at each time, as above."""
    stamp = _consents(choice)
    return seen(views.programme_story, choice, choice.programme_id, stamp=stamp)


def news(view: News, choice: Choice, about: str, on: date | None) -> since.Since:
    """What is new of a programme, cohort or team since a browser was here `on` a day, else since the last set."""
    me = who_reads(choice)
    is_first = sees_first(me, programme_id=choice.programme_id)
    knew = _knew(as_it_stands(), choice.programme_id, on, is_first, me) if on else None
    stamp = _consents(choice)
    return _news(f"{as_it_stands()} {stamp}", choice.update_id, view.__qualname__, about, me, knew, view)


def found(choice: Choice, words: str) -> find.Found:
    """What has all these words; kept apart from the views, for everybody looks for other words."""
    me = who_reads(choice)
    stamp = _consents(choice)
    return _found(f"{as_it_stands()} {stamp}", choice.update_id, choice.programme_id, me, find.searched(words))


def drawing(record: Finding, at: str, size: Size = "page", replies: Replies | None = None) -> Drawing:
    """The Vega-Lite drawing of a record; `at` names the record within the published update that is looked at.

    `replies` stand under a chart over time.
    """
    look = charts.Look(mode(), size)
    return _DRAWINGS.get((*_place(at, record), look.mode, look.size), lambda: _draw(record, look, replies))


def mode() -> Mode:
    """The ground that the reader sees."""
    return "dark" if st.context.theme.type == "dark" else "light"


def table(record: Finding, at: str) -> pd.DataFrame:
    """The figures of a record in the reader's words."""
    return _TABLES.get(_place(at, record), lambda: tables.readable(record))


def stamp(choice: Choice) -> exports.Stamp:
    """Where the figures of the chosen update come from, for a file that is taken away."""
    return _stamp(home(), choice.update_id)


def dataset(choice: Choice, cohort_id: str, stamped: exports.Stamp) -> Callable[[], bytes]:
    """What writes the data set of the chosen update as the reader may see it now, once somebody fetches it."""
    update = update_file(home(), choice.update_id)
    return partial(
        dataset_zip, open_house(), update, who_reads(choice), choice.programme_id, stamped, cohort_id or None
    )


def definitions() -> Definitions:
    """Every measure and questionnaire of this installation, to be explained in a file."""
    return definitions_of(open_house())


def _consents(choice: Choice) -> str:
    """What the programme's stories and consents are now."""
    me, about = who_reads(choice), choice.programme_id
    return as_written("stories", me, (about,), lambda: views.stories_stamp(open_house(), me, about))


def _worked_out(view: View[Record], update: str, about: str, who: Who, stamp: str = "") -> Record:
    question = f"{view.__module__}.{view.__qualname__}"
    return cast(Record, _seen(f"{as_it_stands()} {stamp}", update, question, about, who, view))


def _place(at: str, record: Finding) -> Place:
    """What a record's drawing and table are kept under; all but its name is worked out once in a run of a page.

    Every run settles a `Choice` of its own (`choices.settle`), so what was worked out for another run is not taken.
    What the record says is part of the key: two pages may use one name, and one page shows several records under it.
    """
    choice, kept = choices.current(), st.session_state.get("place_of_run")
    if kept is None or kept[0] is not choice:
        kept = choice, (as_it_stands(), choice.update_id, who_reads(choice).key)
        st.session_state["place_of_run"] = kept
    return (*kept[1], f"{at} {type(record).__name__} {record.subtitle} {record.alt}")


@st.cache_resource(show_spinner=False, max_entries=UPDATES_KEPT)
def _stamp(home: str, update: str) -> exports.Stamp:
    return exports.stamp_of(update_file(home, update))


@st.cache_resource(show_spinner=False, max_entries=VIEWS_KEPT, hash_funcs=BY_REACH)
def _offered(
    home: str,  # noqa: ARG001  part of the key, as are the updates
    updates: tuple[tuple[str, str], ...],  # noqa: ARG001  part of the key
    who: Who,
    to_administer: bool,
) -> views.Choices:
    return views.choices_of(open_house(), who, to_administer=to_administer)


@st.cache_resource(show_spinner=False, max_entries=VIEWS_KEPT, hash_funcs=BY_REACH)
def _seen(stands: str, update: str, question: str, about: str, who: Who, _view: View[Any]) -> object:  # noqa: ARG001  keys
    return _view(open_house(), update_file(home(), update), who, about)


@st.cache_resource(show_spinner=False, max_entries=VIEWS_KEPT, ttl=LOOK_KEPT, hash_funcs=BY_REACH)
def _knew(stands: str, programme_id: str, on: date, is_first: bool, who: Who) -> since.Looked | None:  # noqa: ARG001  as above
    return since.last_look(open_house(), who, programme_id, on, sees_first=is_first)


@st.cache_resource(show_spinner=False, max_entries=VIEWS_KEPT, hash_funcs=BY_REACH)
def _news(
    stands: str,  # noqa: ARG001  part of the key, as is the question
    update: str,
    question: str,  # noqa: ARG001  as above
    about: str,
    who: Who,
    knew: since.Looked | None,
    _view: News,
) -> since.Since:
    return _view(open_house(), update_file(home(), update), who, about, knew)


@st.cache_resource(show_spinner=False, max_entries=SEARCHES_KEPT, hash_funcs=BY_REACH)
def _found(stands: str, update: str, programme_id: str, who: Who, words: str) -> find.Found:  # noqa: ARG001  as above
    return find.find(open_house(), update_file(home(), update), who, programme_id, words)


def _draw(record: Finding, look: charts.Look, replies: Replies | None) -> Drawing:
    drawn = packed(charts.draw(record, look=look, replies=replies))
    return {name: part for name, part in drawn.items() if name != "description"}  # the page passes it as alt
