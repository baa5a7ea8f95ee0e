"""The only home of what is kept between looks: the open database, what views return, drawings and tables.

A published update never changes, so whatever is read from it is kept under its id. Kept records are shared by all
readers who may see the same and must not be written to. Whatever depends on who looks is kept under `Who.key` too, and
the home folder is part of every key: two installations never share a figure.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import partial
from operator import attrgetter
from typing import Any, Literal, TypeVar, cast

import pandas as pd
import streamlit as st

from joy import charts, exports, views
from joy.access import (
    Who,
    need_steward,
    owner_of_machine,
    sees_first,
)
from joy.attack import AttackReport
from joy.attack.command import attack_everything
from joy.definitions import Definitions, DisclosureClass
from joy.exports.dataset import dataset_zip
from joy.findings import Finding, Replies, StoryCard
from joy.findings.lens import Visibility
from joy.settings import load_settings
from joy.store import Reader, open_release_file
from joy.store.definitions import definitions_of
from joy.store.events import note_event
from joy.views import find, lens, measuring, questionnaires, since, waiting
from pages.parts import choices, tables
from pages.parts.choices import Choice
from pages.parts.house import PEOPLE_KEPT, STALE, as_data_lead, as_it_stands, home
from pages.parts.house import look_again as look_again  # named twice: other parts ask for these here
from pages.parts.house import open_house as open_house
from pages.parts.house import published as published
from pages.parts.house import reach_of as reach_of
from pages.parts.house import who as who
from pages.parts.house import who_reads as who_reads
from pages.parts.kept import Shelf
from pages.parts.packing import packed


Record = TypeVar("Record")
View = Callable[[views.Asker, views.Asker, Who, str], Record]  # tables, update, who looks, id
News = Callable[[views.Asker, views.Asker, Who, str, since.Looked | None], since.Since]
Drawing = dict[str, Any]
Tried = tuple[tuple[DisclosureClass, int], ...]  # thresholds by class
Place = tuple[str, str, str, str]  # home, published update, what may be seen, and the name of a record in it
Mode = Literal["light", "dark"]
Size = Literal["page", "room", "small"]
PICTURES_KEPT = 600  # about 20 kB each
VIEWS_KEPT = 300  # a cohort of 32 teams is about 200 kB
SEARCHES_KEPT = 100  # what was found is at most 30 of each kind
LOOK_KEPT = 600  # seconds: what stood open on a past day changes only when an update is taken back
LENSES_KEPT = 12  # thresholds that were tried; a programme of 82 teams is about 1 MB each
UPDATES_KEPT = 8  # open files; an older update is opened again when it is asked for
_DRAWINGS: Shelf[Drawing] = Shelf(PICTURES_KEPT)
_TABLES: Shelf[pd.DataFrame] = Shelf(PICTURES_KEPT)
_ANSWERS: Shelf[Any] = Shelf(VIEWS_KEPT)
# Whoever may see the same shares what was worked out, and nobody else.
BY_REACH: dict[str | type[Any], Callable[[Any], Any]] = {Who: attrgetter("key")}


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


def lens_rules(choice: Choice) -> lens.Rules:
    """The thresholds that may be tried on the chosen programme."""
    at = home(), choice.update_id
    return lens.rules_of(who(), _remembered(*at), _update(*at))


def privacy_lens(choice: Choice, tried: Tried, *, weaker_bound: bool) -> lens.Lens:
    """What could be seen with the thresholds that are tried."""
    me = who()
    return _lens(home(), choice.update_id, me.key, tried, weaker_bound, me)


def self_attack(choice: Choice) -> AttackReport:
    """What could be worked out of all that may be seen now; raises `NotAllowed` unless for the data lead."""
    return _self_attack(home(), choice.update_id, as_data_lead())


def visibility(found: lens.Lens, choice: Choice, measure: str) -> Visibility:
    """Which figures of one measure and cohort can be seen."""
    return lens.visibility(who(), found, choice.cohort_id, measure)


def measures(choice: Choice) -> measuring.Measures:
    """The measures of the chosen programme, as they stand now: questionnaires are switched without publishing."""
    me, about = who_reads(choice), (choice.update_id, choice.programme_id)
    return _as_written(
        "measures", me, about, lambda: measuring.measures(open_house(), _update_of(choice), me, choice.programme_id)
    )


def all_questionnaires() -> questionnaires.Questionnaires:
    """Every questionnaire of this installation, as it stands now."""
    me = who()
    return _as_written("questionnaires", me, (), lambda: questionnaires.questionnaires(open_house(), me))


def asked_here(choice: Choice) -> tuple[questionnaires.Use, ...]:
    """What the chosen cohort is asked, or no longer is."""
    me, about = who_reads(choice), (choice.update_id, choice.cohort_id)
    return _as_written(
        "uses", me, about, lambda: questionnaires.uses_of(open_house(), _update_of(choice), me, choice.cohort_id)
    )


def stamp(choice: Choice) -> exports.Stamp:
    """Where the figures of the chosen update come from, for a file that is taken away."""
    return _stamp(home(), choice.update_id)


def dataset(choice: Choice, cohort_id: str, stamped: exports.Stamp) -> Callable[[], bytes]:
    """What writes the data set of the chosen update as the reader may see it now, once somebody fetches it."""
    update = _update(home(), choice.update_id)
    return partial(
        dataset_zip, open_house(), update, who_reads(choice), choice.programme_id, stamped, cohort_id or None
    )


def definitions() -> Definitions:
    """Every measure and questionnaire of this installation, to be explained in a file."""
    return definitions_of(open_house())


def ended_note(cohort_id: str) -> str:
    """A sentence for whoever would ask something in a cohort that has ended."""
    me = who()
    return _as_written("ended", me, (cohort_id,), lambda: questionnaires.ended_note(open_house(), me, cohort_id))


def imports() -> pd.DataFrame:
    """Every file that was ever brought in, newest first. Raises `NotAllowed` unless for the data lead."""
    need_steward(who())
    return open_house().ask("store/batches").iloc[::-1]


def what_waits(choice: Choice) -> tuple[waiting.TeamWaiting, ...]:
    """What has arrived of the chosen cohort's teams and cannot be shown yet, where one may know."""
    found = _what_waits(home(), choice.programme_id, who())
    return tuple(one for one in found if one.cohort_id == choice.cohort_id)


def _consents(choice: Choice) -> str:
    """What the programme's stories and consents are now."""
    me, about = who_reads(choice), choice.programme_id
    return _as_written("stories", me, (about,), lambda: views.stories_stamp(open_house(), me, about))


def _as_written(asked: str, me: Who, about: tuple[str, ...], answer: Callable[[], Record]) -> Record:
    """What the database itself says of what was asked `about` these ids, for all who may see the same.

    This process alone writes to it, so an answer of today holds until somebody has written anything, and no longer.
    """
    at = home(), open_house().turn_to_write, datetime.now(UTC).date(), asked, about, me.key
    return cast(Record, _ANSWERS.get(at, answer))


def _worked_out(view: View[Record], update: str, about: str, who: Who, stamp: str = "") -> Record:
    question = f"{view.__module__}.{view.__qualname__}"
    return cast(Record, _seen(f"{as_it_stands()} {stamp}", update, question, about, who, view))


def _update_of(choice: Choice) -> Reader | None:
    return _update(home(), choice.update_id) if choice.update_id else None


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


@st.cache_resource(show_spinner=False, max_entries=PEOPLE_KEPT, ttl=STALE, hash_funcs=BY_REACH)
def _what_waits(home: str, programme_id: str, who: Who) -> tuple[waiting.TeamWaiting, ...]:  # noqa: ARG001  as above
    return waiting.what_waits(open_house(), who, programme_id)


@st.cache_resource(show_spinner=False, max_entries=UPDATES_KEPT)
def _stamp(home: str, update: str) -> exports.Stamp:
    return exports.stamp_of(_update(home, update))


@st.cache_resource(show_spinner=False, max_entries=VIEWS_KEPT, hash_funcs=BY_REACH)
def _offered(
    home: str,  # noqa: ARG001  part of the key, as are the updates
    updates: tuple[tuple[str, str], ...],  # noqa: ARG001  part of the key
    who: Who,
    to_administer: bool,
) -> views.Choices:
    return views.choices_of(open_house(), who, to_administer=to_administer)


@st.cache_resource(show_spinner=False, max_entries=UPDATES_KEPT)
def _update(home: str, update: str) -> Reader:  # noqa: ARG001  the home folder is part of the key
    return open_release_file(load_settings(), update)


@st.cache_resource(show_spinner=False, max_entries=VIEWS_KEPT, hash_funcs=BY_REACH)
def _seen(stands: str, update: str, question: str, about: str, who: Who, _view: View[Any]) -> object:  # noqa: ARG001  keys
    return _view(open_house(), _update(home(), update), who, about)


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
    return _view(open_house(), _update(home(), update), who, about, knew)


@st.cache_resource(show_spinner=False, max_entries=SEARCHES_KEPT, hash_funcs=BY_REACH)
def _found(stands: str, update: str, programme_id: str, who: Who, words: str) -> find.Found:  # noqa: ARG001  as above
    return find.find(open_house(), _update(home(), update), who, programme_id, words)


@st.cache_resource(show_spinner=False, max_entries=1)
def _remembered(home: str, update: str) -> lens.Memory:  # noqa: ARG001  they are the key
    return lens.remembered(open_house())


@st.cache_resource(show_spinner="Trying to work out what is hidden …", max_entries=2)
def _self_attack(home: str, update: str, _by: str) -> AttackReport:  # noqa: ARG001  they are the key
    report = attack_everything(open_house())
    note_event(open_house(), _by, "attack", report.sentence)
    return report


@st.cache_resource(show_spinner=False, max_entries=LENSES_KEPT)
def _lens(
    home: str,
    update: str,
    who: str,  # noqa: ARG001  part of the key: nobody gets what was worked out for somebody who may see more
    tried: Tried,
    weaker_bound: bool,
    _who: Who,
) -> lens.Lens:
    known, release = _remembered(home, update), _update(home, update)
    return lens.privacy_lens(_who, known, release, dict(tried), weaker_bound=weaker_bound)


def _draw(record: Finding, look: charts.Look, replies: Replies | None) -> Drawing:
    drawn = packed(charts.draw(record, look=look, replies=replies))
    return {name: part for name, part in drawn.items() if name != "description"}  # the page passes it as alt
