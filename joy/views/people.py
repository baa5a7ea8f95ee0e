"""The People page's questions: who has which role, for what, since when; and what was done, by whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

import pandas as pd

from joy.access import ROLE_NAMES, Role, Who, need_steward
from joy.frames import Row, each
from joy.store import events, roles
from joy.store.reader import Asker
from joy.views import words


EVERYTHING = "everything"
UNKNOWN = "no longer here"
SAYS = {  # how the reader knows what a role is for
    "programme": "all of {name}",
    "organisation": "all teams of {name}",
    "cohort": "{name}, {place}",
    "team": "{name}, {place}",
}


@dataclass(frozen=True)
class Scope:
    """Something a role can be for: its kind and id, and how the reader knows it."""

    kind: str
    id: str
    told: str


@dataclass(frozen=True)
class Given:
    """One role of one person; `is_open` while it can be ended or handed over."""

    number: int
    person: str
    role: str
    scope: str
    since: str
    until: str
    by: str
    is_open: bool

    @property
    def told(self) -> str:
        """The same in one line, to choose it by."""
        return f"{self.number} · {self.person} · {self.role} · {self.scope}"


def people(store: Asker, who: Who) -> tuple[Given, ...]:
    """Every role that was ever given, those that still hold first. Raises `NotAllowed` unless one is the data lead."""
    need_steward(who)
    names = {(one.kind, one.id): one.told for one in _scopes(store)}
    found = [_given(row, names) for row in each(roles.grants(store))]
    return tuple(sorted(found, key=lambda one: (not one.is_open, one.person, one.number)))


def scopes(store: Asker, who: Who) -> tuple[Scope, ...]:
    """Everything a role can be for. Raises `NotAllowed` unless one is the data lead."""
    need_steward(who)
    return _scopes(store)


def is_address(person: str) -> bool:
    """Whether a role can be given to somebody who is written like this."""
    return roles.is_address(person)


def what_was_done(store: Asker, who: Who) -> pd.DataFrame:
    """What was done, newest first: When, Who, What, About. Raises `NotAllowed` unless one is the data lead."""
    need_steward(who)
    found = events.events(store)
    return pd.DataFrame(
        {
            "When (UTC)": found["happened_at"].dt.strftime("%d %B %Y %H:%M").astype("str"),
            "Who": found["person"],
            "What": found["what"].map(events.EVENTS).fillna(found["what"]),
            "About": found["about"],
        }
    )


def _scopes(store: Asker) -> tuple[Scope, ...]:
    known = [
        Scope(row.scope_kind, row.scope_id, SAYS[row.scope_kind].format(name=row.name, place=row.place))
        for row in each(store.ask("access/scopes"))
    ]
    return (Scope("everything", "", EVERYTHING), *known)


def _given(row: Row, names: dict[tuple[str, str], str]) -> Given:
    today = pd.Timestamp(roles.today())
    scope_id = row.scope_id if isinstance(row.scope_id, str) else ""
    return Given(
        number=int(row.grant_no),
        person=str(row.person),
        role=ROLE_NAMES[cast(Role, row.role)],
        scope=names.get((row.scope_kind, scope_id), f"a {row.scope_kind} that is {UNKNOWN}"),
        since=words.day(row.from_date),
        until="" if pd.isna(row.to_date) else words.day(row.to_date),
        by=str(row.granted_by),
        is_open=bool(pd.isna(row.ended_at) and (pd.isna(row.to_date) or row.to_date > today)),
    )
