"""Who was given which role for what, and what that takes in today. Rows are added and ended, never changed or removed.

Somebody must always be able to administer: from the first role on there is a data lead on every day to come.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import cast, get_args

import pandas as pd

from joy.access import AT_THE_SHELL, EVERYBODY_ROLES, ROLE_NAMES, SCOPE_KINDS, Held, Role, Who
from joy.errors import NotFound, ShownError
from joy.frames import Row, each
from joy.store.events import add_event
from joy.store.open import Store
from joy.store.reader import Asker
from joy.store.writer import Writer


UNCHANGED = "Nothing was changed."
SHELL = AT_THE_SHELL.person
LONGEST_ADDRESS = 254  # characters, RFC 5321 section 4.5.3.1.3 less its brackets
ADDRESS = re.compile(r"[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[a-z0-9.-]{1,255}")  # ASCII: no two spellings look alike
ALLOWED_SCOPES: dict[Role, frozenset[str]] = {
    "leader": frozenset(SCOPE_KINDS),
    "facilitator": frozenset(SCOPE_KINDS),
    "evaluator": frozenset(SCOPE_KINDS),
    "team": frozenset({"team"}),
    "steward": frozenset({"everything"}),  # a file may hold any programme, so there is no part of it to look after
}


class NotGiven(ShownError):
    """A role cannot be given, ended or handed over like that; nothing was changed."""


def today() -> date:
    """The day on which roles are looked at, UTC."""
    return datetime.now(UTC).date()


def who_is(asker: Asker, person: str, on: date | None = None) -> Who:
    """Everything that a person's roles take in on a day (today); somebody unknown holds nothing."""
    address = person.strip().casefold()
    if not address:
        return Who("")
    rows = asker.ask("access/held_today", person=address, today=on or today())
    held = [held_for(asker, row.role, row.scope_kind, row.scope_id) for row in each(rows)]
    return Who(address, tuple(one for one in held if one is not None))


def grants(asker: Asker) -> pd.DataFrame:
    """Every role ever given: grant_no, person, role, scope_kind, scope_id, from_date, to_date, by whom and when."""
    return asker.ask("access/grants")


def grant(
    store: Store,
    person: str,
    role: str,
    scope: tuple[str, str] = ("everything", ""),
    *,
    by: str,
    from_date: date | None = None,
    to_date: date | None = None,
) -> int:
    """Give a person a role for a scope from a day (today) until a day (open); returns its number.

    Raises `NotGiven` for an address that is none, a role or scope that does not go with it, days in the wrong order,
    the same role for the same at the same time, or while there is no data lead; `NotFound` for an unknown scope.
    """
    first = from_date or today()
    address, known = _address(person), _role(role)
    with store.writing() as writer:
        _need_scope(writer, known, scope)
        _need_days(first, to_date)
        _need_new(grants(writer), address, known, scope, first, to_date)
        number = _append(writer, address, known, scope, by, first, to_date)
        _need_steward(writer)
        add_event(writer, by, "role_given", told(known, scope, address))
    return number


def end(store: Store, grant_no: int, *, by: str, on: date | None = None) -> None:
    """End a role from a day on (today). Raises `NotFound` for an unknown number, `NotGiven` where it has ended, or
    where nobody could administer any more."""
    with store.writing() as writer:
        row = _end(writer, grant_no, by, on or today())
        _need_steward(writer)
        add_event(writer, by, "role_ended", told(row.role, (row.scope_kind, row.scope_id), row.person))


def hand_over(store: Store, grant_no: int, to: str, *, by: str, on: date | None = None) -> int:
    """End a role and give the same to another from that day on, in one step; returns the new number.

    Raises like `grant` and `end`; nothing has then changed.
    """
    address, day = _address(to), on or today()
    with store.writing() as writer:
        row = _end(writer, grant_no, by, day)
        until = None if pd.isna(row.to_date) else row.to_date.date()
        scope = (row.scope_kind, row.scope_id)
        _need_new(grants(writer), address, row.role, scope, day, until)
        number = _append(writer, address, row.role, scope, by, day, until)
        _need_steward(writer)
        add_event(writer, by, "role_handed_over", f"{told(row.role, scope, row.person)} to {address}")
    return number


def told(role: str, scope: tuple[str, str], person: str) -> str:
    """A role in one line, for the account of what was done: ids, for names may change."""
    kind, scope_id = scope
    return f"{ROLE_NAMES[cast(Role, role)].lower()} for {' '.join(filter(None, (kind, scope_id)))}: {person}"


def held_for(asker: Asker, role: str, kind: str, scope_id: str) -> Held | None:
    """A role with its scope worked out; None for a role or scope that this program does not know."""
    if role not in EVERYBODY_ROLES or kind not in ALLOWED_SCOPES[role]:
        return None
    if kind == "everything":
        return Held(role, everything=True)
    reach = asker.ask("access/reach", scope_kind=kind, scope_id=scope_id)
    ids = {column: frozenset(reach[column].dropna()) for column in reach}
    is_whole = kind in {"programme", "cohort"}
    return Held(
        role,
        programmes=ids["programme_id"],
        cohorts=ids["cohort_id"],
        whole_cohorts=ids["cohort_id"] if is_whole else frozenset(),
        teams=ids["enrolment_id"],
    )


def is_address(person: str) -> bool:
    """Whether a role can be given to somebody who is written like this."""
    address = person.strip().casefold()
    return bool(ADDRESS.fullmatch(address)) and len(address) <= LONGEST_ADDRESS


def _address(person: str) -> str:
    if not is_address(person):
        raise NotGiven(f"“{person}” is no e-mail address. Write the one the person signs in with. {UNCHANGED}")
    return person.strip().casefold()


def _role(given: str) -> Role:
    """A role by its name on screen or here. Raises `NotGiven`."""
    wanted = " ".join(given.replace("-", " ").replace("_", " ").casefold().split())
    for role in get_args(Role):
        if wanted in {role, ROLE_NAMES[role].casefold()}:
            return cast(Role, role)
    raise NotGiven(f"There is no role “{given}”. There are: {', '.join(ROLE_NAMES.values())}. {UNCHANGED}")


def _need_scope(asker: Asker, role: Role, scope: tuple[str, str]) -> None:
    kind, scope_id = scope
    if kind not in ALLOWED_SCOPES[role]:
        may = " or ".join(one for one in SCOPE_KINDS if one in ALLOWED_SCOPES[role])
        raise NotGiven(f"The role {ROLE_NAMES[role]} is given for {may}, not for “{kind}”. {UNCHANGED}")
    if kind == "everything":
        if scope_id:
            raise NotGiven(f"“Everything” has no name to it; there was “{scope_id}”. {UNCHANGED}")
        return
    known = asker.ask("access/scopes")
    if scope_id not in set(known.loc[known["scope_kind"] == kind, "scope_id"]):
        raise NotFound(f"There is no {kind} with the id “{scope_id}”. {UNCHANGED}")


def _need_days(first: date, last: date | None) -> None:
    if last is not None and last <= first:
        raise NotGiven(f"A role ends after it begins: it would begin on {first} and end on {last}. {UNCHANGED}")


def _need_new(
    known: pd.DataFrame, person: str, role: Role, scope: tuple[str, str], first: date, last: date | None
) -> None:
    for row in each(known[(known["person"] == person) & (known["role"] == role)]):
        if (row.scope_kind, row.scope_id) == scope and _overlap(row, first, last):
            raise NotGiven(
                f"{person} has the role {ROLE_NAMES[role]} for that already, as number {row.grant_no}. {UNCHANGED}"
            )


def _overlap(row: Row, first: date, last: date | None) -> bool:
    begins, ends = row.from_date.date(), None if pd.isna(row.to_date) else row.to_date.date()
    if ends is not None and ends <= begins:
        return False  # ended before it began: it never held
    return (last is None or begins < last) and (ends is None or first < ends)


def _need_steward(asker: Asker) -> None:
    """Refuse a state in which on some day from today on nobody could administer."""
    rows = grants(asker)
    mine = rows[rows["role"] == "steward"].sort_values("from_date")
    covered = pd.Timestamp(today())
    for row in each(mine):
        if row.from_date > covered:
            break
        if pd.isna(row.to_date):
            return
        covered = max(covered, row.to_date)
    since = "" if covered <= pd.Timestamp(today()) else f" from {covered:%d %B %Y} on"
    raise NotGiven(
        f"There would be no data lead{since}, and nobody could give roles. Make somebody a data lead without an end "
        f"first, for example: python -m joy grant NAME@EXAMPLE.ORG data-lead. {UNCHANGED}"
    )


def _append(
    writer: Writer, person: str, role: Role, scope: tuple[str, str], by: str, first: date, last: date | None
) -> int:
    number = int(writer.ask("access/next_grant")["grant_no"].iloc[0])
    row = {
        "grant_no": number,
        "person": person,
        "role": role,
        "scope_kind": scope[0],
        "scope_id": scope[1],
        "from_date": pd.Timestamp(first),
        "to_date": pd.NaT if last is None else pd.Timestamp(last),
        "granted_by": by,
        "granted_at": _now(),
    }
    writer.append("access.role_grant", pd.DataFrame({name: [value] for name, value in row.items()}))
    return number


def _end(writer: Writer, grant_no: int, by: str, day: date) -> Row:
    """End a role; returns its row as it was."""
    rows = grants(writer)
    mine = rows[rows["grant_no"] == grant_no]
    if mine.empty:
        raise NotFound(
            f"There is no role given under number {grant_no}. “python -m joy people” lists them. {UNCHANGED}"
        )
    row = next(each(mine))
    if pd.notna(row.ended_at) or (pd.notna(row.to_date) and row.to_date <= pd.Timestamp(day)):
        raise NotGiven(f"Number {grant_no} ends on {row.to_date:%d %B %Y} already. {UNCHANGED}")
    day = max(day, row.from_date.date())  # one that has not begun ends as it begins: it never held
    writer.run("access/end_grant", grant_no=grant_no, to_date=day, ended_by=by, ended_at=_now())
    return row


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None, microsecond=0)
