"""Who has which role, from the command line: whoever has the machine's shell owns the file, so may give the first."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from joy.access import AT_THE_SHELL
from joy.store import Store, names, roles
from joy.store.roles import SHELL, NotGiven
from joy.views import people


__all__ = ["COMMANDS"]
NOBODY_YET = "Nobody has a role yet. Make the first data lead with: python -m joy grant NAME@EXAMPLE.ORG data-lead"


def say_grant(
    store: Store, person: str, role: str, kind: str = "everything", scope: str = "", first: str = "", last: str = ""
) -> str:
    found = names.scope(store, kind, scope)
    number = roles.grant(store, person, role, found, by=SHELL, from_date=_day(first), to_date=_day(last))
    given = _one(store, number)
    until = f" until {given.until}" if given.until else ""
    return (
        f"{given.person} has the role {given.role} for {given.scope}, since {given.since}{until}.\n"
        f"To end it: python -m joy revoke {number}"
    )


def say_revoke(store: Store, number: int, on: str = "") -> str:
    roles.end(store, number, by=SHELL, on=_day(on))
    given = _one(store, number)
    return (
        f"{given.person} has the role {given.role} for {given.scope} until {given.until}, and no longer from that day."
    )


def say_hand_over(store: Store, number: int, to: str, on: str = "") -> str:
    given = _one(store, roles.hand_over(store, number, to, by=SHELL, on=_day(on)))
    return f"{given.person} now has the role {given.role} for {given.scope}, since {given.since}."


def say_people(store: Store) -> str:
    lines = []
    for one in people.people(store, AT_THE_SHELL):
        until = f" until {one.until}" if one.until else ""
        lines.append(f"{one.told} · since {one.since}{until}{'' if one.is_open else ' (ended)'}")
    return "\n".join(lines) or NOBODY_YET


def say_events(store: Store) -> str:
    done = people.what_was_done(store, AT_THE_SHELL)
    return "\n".join(" · ".join(filter(None, row)) for row in done.itertuples(index=False)) or "Nothing was noted yet."


COMMANDS: Mapping[str, Callable[..., str]] = {
    "grant": say_grant,
    "revoke": say_revoke,
    "hand-over": say_hand_over,
    "people": say_people,
    "events": say_events,
}


def _one(store: Store, number: int) -> people.Given:
    return next(one for one in people.people(store, AT_THE_SHELL) if one.number == number)


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written) if written else None
    except ValueError as fault:
        raise NotGiven(f"“{written}” is no day. Write it as 2024-03-31. Nothing was changed.") from fault
