"""The open database, who looks at it, and in which published update.

What the database says of updates is asked for anew once anybody has written to it, which only this process does; the
roles of a person every two seconds at most.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

import pandas as pd
import streamlit as st

from joy import commands
from joy.access import (
    EVERYBODY_ROLES,
    MACHINE,
    NOBODY,
    ROLE_NAMES,
    Role,
    Who,
    first_only,
    first_shows_all,
    need,
    need_steward,
    opens_early,
    owner_of_machine,
    sees_first,
)
from joy.settings import load_settings
from joy.store import Store, roles
from joy.store import published as updates
from joy.views import people as people_views
from pages.parts import choices, sign_in
from pages.parts.choices import Choice


STALE = timedelta(seconds=2)  # how late a page may notice a role that somebody else changed
COLUMNS = ("programme_id", "release_id")
_OPENING = threading.Lock()
_HOUSES: dict[str, Store] = {}  # by the folder
PEOPLE_KEPT = 2_000  # whose roles are kept for a moment; a programme of 10,000 teams has a few hundred at a time


def open_house() -> Store:
    """The database of this process, opened (or built from the sample) on first use.

    It is kept beside Streamlit's caches and not in them: any browser may ask the server to empty those, and a database
    that is open cannot be opened again.
    """
    at = home()
    with _OPENING:
        if at not in _HOUSES:
            _HOUSES[at] = commands.start(load_settings())
        return _HOUSES[at]


def home() -> str:
    """The folder of this installation, which is part of every key."""
    return _home(os.environ.get("JOY_HOME"))


def as_it_stands() -> str:
    """The folder, and how much was brought in or taken back there: part of every key of what pages show.

    An import without new figures makes no new update, but pages show ideas, tests and new phases too.
    """
    return _as_it_stands(home(), _turn())


def who() -> Who:
    """Whoever looks: the signed-in person with the roles of today, else the role that was chosen on this machine."""
    if sign_in.is_configured():
        person = sign_in.signed_in()
        return _roles_of(home(), person) if person else NOBODY
    return who_chose(choices.current())


def who_chose(choice: Choice) -> Who:
    """Whoever looks, where a team on this machine is the one of `choice`."""
    if sign_in.is_configured():
        return who()
    return _of_machine(choices.viewed_as(), choice.programme_id, choice.cohort_id, choice.enrolment_id)


def reach_of(person: str) -> str:
    """The key of what a person may see now, for whatever is handed over later than it was asked for."""
    if not person.startswith(MACHINE):
        return _roles_of(home(), person).key
    team = f"{owner_of_machine('team').person} "
    if person.startswith(team):
        held = roles.held_for(open_house(), "team", "team", person.removeprefix(team))
        return Who(person, (held,) if held else ()).key
    return {known.person: known.key for known in map(owner_of_machine, EVERYBODY_ROLES)}.get(person, "")


def seen_in(choice: Choice, uses: Sequence[str], *, to_administer: bool = False) -> Choice:
    """The choice with the published update in which a page that `uses` these choices is seen; none may be seen yet.

    Teams and their facilitators see a new one some working days before leaders do. Whoever is both sees the new one
    where that shows as much as all roles together, or where leaders see none; else the one that leaders see.
    """
    cohort_id = choice.cohort_id if "cohort" in uses else ""
    enrolment_id = choice.enrolment_id if "team" in uses else ""
    newest, leaders = (_update_of(choice, first, enrolment_id) for first in (True, False))
    if to_administer:
        newest = published().get(choice.programme_id, "")
        return replace(choice, update_id=newest, is_open_to_all=newest == leaders)
    me = who_chose(choice)
    is_first = sees_first(me, programme_id=choice.programme_id, cohort_id=cohort_id, enrolment_id=enrolment_id)
    if is_first and (not leaders or enrolment_id or _first_shows_all(me, choice.programme_id, cohort_id)):
        return replace(choice, update_id=newest, is_open_to_all=newest == leaders)
    return replace(choice, update_id=leaders, is_open_to_all=True)


def who_reads(choice: Choice) -> Who:
    """Whoever looks, for what is read from the chosen update: roles that wait for it are left out."""
    return who() if choice.is_open_to_all else first_only(who())


def published() -> dict[str, str]:
    """The newest published update of every programme, empty before the first."""
    return _published(home(), _turn())


def look_again() -> None:
    """Notice at once what was just published from a page."""
    for kept in (_published, _update_for, _as_it_stands, _leaders_see_from):
        kept.cache_clear()


def stands(update_id: str) -> bool:
    """Whether a published update may still be shown, as things are now."""
    return update_id in set(open_house().ask("store/standing_updates")["release_id"])


def as_data_lead() -> str:
    """Who changes something, to be noted with it. Raises `NotAllowed` unless for the data lead, as things are now.

    A button may be clicked after the role that it was drawn for has ended.
    """
    me = who()
    need_steward(me)
    return me.person


def leaders_see_from(choice: Choice) -> date | None:
    """The first day on which leaders see the newest results of what is chosen; None where they see them already."""
    newest, theirs = (_update_of(choice, first, choice.enrolment_id) for first in (True, False))
    return _leaders_see_from(home(), _turn(), choice.programme_id) if newest and newest != theirs else None


def open_early(choice: Choice) -> None:
    """Let leaders see the chosen team's newest results now. Raises `NotAllowed` unless it is one's own team."""
    me = who()
    need(opens_early(me, choice.enrolment_id), "this; only the team itself opens its results")
    updates.open_early(open_house(), choice.enrolment_id, ROLE_NAMES["team"], by=me.person)
    look_again()


def people() -> tuple[people_views.Given, ...]:
    """Who has which role; read each time."""
    return people_views.people(open_house(), who())


def scopes() -> tuple[people_views.Scope, ...]:
    """Everything a role can be for."""
    return people_views.scopes(open_house(), who())


def what_was_done() -> pd.DataFrame:
    """What was done and must be accounted for, newest first."""
    return people_views.what_was_done(open_house(), who())


def give_role(person: str, role: Role, scope: tuple[str, str], last: date | None) -> None:
    """Give a role from today on. Raises `ShownError`; nothing has then changed."""
    roles.grant(open_house(), person, role, scope, by=as_data_lead(), to_date=last)
    _roles_of.clear()


def end_role(number: int) -> None:
    """End a role today; raises like `give_role`."""
    roles.end(open_house(), number, by=as_data_lead())
    _roles_of.clear()


def hand_role_over(number: int, to: str) -> None:
    """End a role and give the same to another today; raises like `give_role`."""
    roles.hand_over(open_house(), number, to, by=as_data_lead())
    _roles_of.clear()


def _first_shows_all(me: Who, programme_id: str, cohort_id: str) -> bool:
    """Whether a page of this cohort, or of the programme, holds nothing that only roles that wait would show."""
    if first_only(me) == me:
        return True
    teams = open_house().ask("views/teams", programme_id=programme_id)
    mine = teams[teams["cohort_id"] == cohort_id] if cohort_id else teams
    return first_shows_all(me, mine["cohort_id"].unique(), mine["enrolment_id"])


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


@lru_cache(maxsize=8)
def _home(asked: str | None) -> str:  # noqa: ARG001  it is the key: a page asks some ten times in a run
    return str(load_settings().home)


def _turn() -> int:
    """A number that stays the same as long as nobody has written to the database."""
    return open_house().turn_to_write


def _update_of(choice: Choice, first: bool, enrolment_id: str) -> str:
    today = datetime.now(UTC).date()
    return _update_for(home(), _turn(), today, choice.programme_id, first, enrolment_id)


@lru_cache(maxsize=2)
def _published(home: str, turn: int) -> dict[str, str]:  # noqa: ARG001  they are the key
    programmes = open_house().ask("store/programmes")
    return {str(name): _text(update) for name, update in zip(*(programmes[c] for c in COLUMNS), strict=True)}


@st.cache_resource(show_spinner=False, max_entries=PEOPLE_KEPT, ttl=STALE)
def _roles_of(home: str, person: str) -> Who:  # noqa: ARG001  the home folder is part of the key
    return roles.who_is(open_house(), person)


@lru_cache(maxsize=PEOPLE_KEPT)
def _of_machine(role: Role, programme_id: str, cohort_id: str, enrolment_id: str) -> Who:
    return owner_of_machine(role, programme_id=programme_id, cohort_id=cohort_id, enrolment_id=enrolment_id)


@lru_cache(maxsize=2)
def _as_it_stands(home: str, turn: int) -> str:  # noqa: ARG001  part of the key
    return f"{home} {updates.ledger_steps(open_house())}"


@lru_cache(maxsize=PEOPLE_KEPT)
def _update_for(
    home: str,  # noqa: ARG001  part of the key, as is the turn
    turn: int,  # noqa: ARG001  part of the key
    today: date,
    programme_id: str,
    first: bool,
    enrolment_id: str,
) -> str:
    house = open_house()
    return updates.update_for(house, programme_id, sees_first=first, enrolment_id=enrolment_id, today=today) or ""


@lru_cache(maxsize=PEOPLE_KEPT)
def _leaders_see_from(home: str, turn: int, programme_id: str) -> date | None:  # noqa: ARG001  as above
    return updates.leaders_see_from(open_house(), programme_id)
