"""New phases on a chart: started by a person, with a reason, and taken back by one; never by the program itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Literal

import pandas as pd

from joy.errors import NotFound, ShownError
from joy.store import names
from joy.store.open import Store
from joy.store.reader import Asker


LONGEST_REASON = 200  # characters; it is printed beside the chart
OwnerKind = Literal["team", "cohort"]


@dataclass(frozen=True)
class ChartOwner:
    """The team in its cohort, or the cohort, whose chart it is."""

    kind: OwnerKind
    group_id: str
    name: str
    programme_id: str


class NoNewPhase(ShownError):
    """A new phase cannot start there; nothing was changed."""


def owner_of(asker: Asker, group_id: str) -> ChartOwner:
    """Find the team in its cohort, or the cohort, of this id or name. Raises `NotFound` with the nearest."""
    group_id = names.chart_id(asker, group_id)
    kinds: tuple[OwnerKind, ...] = ("team", "cohort")
    for kind in kinds:
        found = asker.ask("store/group_programme", group_kind=kind, group_id=group_id)
        if len(found):
            return ChartOwner(kind, group_id, str(found["name"].iloc[0]), str(found["programme_id"].iloc[0]))
    raise NotFound(f"There is no team in a cohort, and no cohort, called “{group_id}”. Nothing was changed.")


def add_rebase(store: Store, owner: ChartOwner, indicator_id: str, from_date: date, *, reason: str, role: str) -> int:
    """Start a new phase of one measure's chart on a day; returns its number.

    Whether the data allow it is for the caller to ask first. Raises `NotFound` for an unknown measure, `NoNewPhase`
    without a reason, without a role, or where one starts on that day already; nothing has then changed.
    """
    why, who = " ".join(reason.split()), " ".join(role.split())
    if not 0 < len(why) <= LONGEST_REASON:
        raise NoNewPhase(
            f"Say in 1 to {LONGEST_REASON} characters why a new phase starts; it is printed beside the chart. "
            f"There were {len(why)}. Nothing was changed."
        )
    if not who:
        raise NoNewPhase("Say which role decided, such as “QI coach”; no name is needed. Nothing was changed.")
    with store.writing() as writer:
        indicator_id = names.measure_id(writer, indicator_id)
        _not_there_yet(writer, owner, indicator_id, from_date)
        number = int(writer.ask("store/next_rebase")["rebase_no"].iloc[0])
        writer.append("programme.rebase", _row(number, owner, indicator_id, from_date, why, who))
    return number


def withdraw_rebase(store: Store, rebase_no: int) -> ChartOwner:
    """Take a new phase back: the chart is drawn without it, its row stays. Returns whose chart it is.

    Raises `NotFound` for an unknown number and `NoNewPhase` for one taken back before.
    """
    with store.writing() as writer:
        every = writer.ask("store/rebases")
        mine = every[every["rebase_no"] == rebase_no]
        if mine.empty:
            raise NotFound(f"There is no new phase {rebase_no}. Nothing was changed.")
        if bool(mine["is_withdrawn"].iloc[0]):
            raise NoNewPhase(f"New phase {rebase_no} was taken back before. Nothing was changed.")
        writer.run("store/withdraw_rebase", rebase_no=rebase_no)
        return owner_of(writer, str(mine["group_id"].iloc[0]))


def _not_there_yet(asker: Asker, owner: ChartOwner, indicator_id: str, from_date: date) -> None:
    there = asker.ask("views/rebases", group_kind=owner.kind, group_id=owner.group_id)
    mine = there[(there["indicator_id"] == indicator_id) & (there["from_date"] == pd.Timestamp(from_date))]
    if len(mine):
        number = int(mine["rebase_no"].iloc[0])
        raise NoNewPhase(f"A new phase starts on that day already, as number {number}. Nothing was changed.")


def _row(number: int, owner: ChartOwner, indicator_id: str, from_date: date, reason: str, role: str) -> pd.DataFrame:
    values = {
        "rebase_no": number,
        "group_kind": owner.kind,
        "group_id": owner.group_id,
        "indicator_id": indicator_id,
        "from_date": pd.Timestamp(from_date),
        "reason": reason,
        "decided_by_role": role,
        "decided_at": datetime.now(UTC).replace(tzinfo=None),
        "is_withdrawn": False,
    }
    return pd.DataFrame({name: [value] for name, value in values.items()})
