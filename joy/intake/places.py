"""Teams, enrolments and survey rounds as the database knows them, and finding a file's rows among them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pandas as pd

from joy.intake.cells import POWER, say
from joy.intake.columns import TextColumn, clean
from joy.intake.labels import fold, match_labels, nearest
from joy.intake.problems import Problems, quoted, toml_text
from joy.intake.records import Asks


TOTALS = {
    "total",
    "totals",
    "grand total",
    "subtotal",
    "sub total",
    "sub-total",
    "sum",
    "overall",
    "all teams",
    "average",
}
NOTHING = {"na", "n/a", "#n/a", "nan", "null", "none", "nil", "-", "?", ""}


@dataclass(frozen=True)
class Enrolment:
    """A team in a cohort, and from when until when (`left_on` is the first day no longer in it)."""

    enrolment_id: str
    team_id: str
    cohort_id: str
    joined_on: date | None
    left_on: date | None
    today: date = date.max

    def is_open(self, first: date, last: date) -> bool:
        """Whether the team was in the cohort on any day from `first` to `last`."""
        begins = self.joined_on is None or self.joined_on <= last
        return begins and (self.left_on is None or self.left_on > first)


@dataclass(frozen=True)
class Round:
    """A survey round of a cohort."""

    round_id: str
    cohort_id: str
    opens_on: date | None
    closes_on: date | None
    today: date = date.max


@dataclass(frozen=True)
class Places:
    """Everything a row can belong to."""

    names: Mapping[str, frozenset[str]]  # name, other name or id → the teams it may mean
    enrolments: Mapping[str, tuple[Enrolment, ...]]  # team → its enrolments, latest first
    rounds: Mapping[str, Round]

    def on(self, team_id: str, day: date) -> Enrolment | None:
        """The team's enrolment on a day; of two open ones the one joined last."""
        return next((e for e in self.enrolments.get(team_id, ()) if e.is_open(day, day)), None)

    def during(self, team_id: str, survey: Round) -> Enrolment | None:
        """The team's enrolment in a round's cohort that was open while the round was."""
        first, last = survey.opens_on or date.min, survey.closes_on or date.max
        of_team = self.enrolments.get(team_id, ())
        return next((e for e in of_team if e.cohort_id == survey.cohort_id and e.is_open(first, last)), None)

    def today_of(self) -> dict[str, date]:
        """What day it is for every enrolment."""
        return {e.enrolment_id: e.today for of_team in self.enrolments.values() for e in of_team}

    def cohorts_of(self, team_id: str) -> list[str]:
        return [enrolment.cohort_id for enrolment in self.enrolments.get(team_id, ())]


def load_places(store: Asks) -> Places:
    """Ask the database for teams, enrolments and rounds."""
    names: dict[str, set[str]] = {}
    for team_id, name in _rows(store, "intake/team_names"):
        names.setdefault(clean(name), set()).add(team_id)
    enrolments: dict[str, list[Enrolment]] = {}
    now = datetime.now(UTC).date()  # invented programmes have a today of their own
    for enrolment_id, team_id, cohort_id, joined, left, today in _rows(store, "intake/enrolments"):
        found = Enrolment(enrolment_id, team_id, cohort_id, _day(joined), _day(left), _day(today) or now)
        enrolments.setdefault(team_id, []).append(found)
    rounds = {
        round_id: Round(round_id, cohort_id, _day(opens), _day(closes), _day(today) or now)
        for round_id, cohort_id, opens, closes, today in _rows(store, "intake/rounds")
    }
    return Places(
        {name: frozenset(teams) for name, teams in names.items()},
        {team: tuple(found) for team, found in enrolments.items()},
        rounds,
    )


def find_teams(
    column: TextColumn, written: Mapping[str, str], left_out: tuple[str, ...], places: Places, problems: Problems
) -> list[str | None]:
    """The team_id each distinct text means; None where it is left out on purpose or a problem was added.

    `written` is the profile's list from texts of the file to team names; a text may also be a name or id itself.
    """
    named: dict[str, str] = {text: text for text in places.names} | {clean(k): v for k, v in written.items()}

    def unknown(code: int, text: str) -> None:
        _say_unknown_team(column, code, text, places, problems)

    meant = match_labels(
        column, named, problems, blank={clean(text) for text in left_out}, lines=map_lines("teams"), unknown=unknown
    )
    return [
        None if name is None else _one_team(column, code, name, places, problems) for code, name in enumerate(meant)
    ]


def find_rounds(
    column: TextColumn,
    written: Mapping[str, str],
    left_out: tuple[str, ...],
    places: Places,
    problems: Problems,
    *,
    is_fixed: bool = False,
) -> list[Round | None]:
    """The survey round each distinct text means, by its id or by the profile's list."""
    named: dict[str, str] = {text: text for text in places.rounds} | dict(written)

    def unknown(code: int, text: str) -> None:
        known = ", ".join(list(places.rounds)[:12]) or "none yet"
        if is_fixed:
            remedy = "Add the survey round first, or read the file under another profile."
            problems.add(f"The profile is for the survey round {quoted(text)}, which does not exist.", remedy)
            return
        reason = f"{quoted(text)} is no survey round.{nearest(text, list(named))}"
        say(
            column,
            code,
            reason,
            f"The rounds are: {known}. Correct the cell, or list it in the profile under [rounds].",
            problems,
        )

    meant = match_labels(
        column, named, problems, blank={clean(text) for text in left_out}, lines=map_lines("rounds"), unknown=unknown
    )
    return [_known_round(column, code, name, places, problems) for code, name in enumerate(meant)]


def map_lines(table: str) -> Callable[[Mapping[str, str | None]], str]:
    """How a profile lists texts of the file under [teams], [rounds] or [roles]."""

    def lines(texts: Mapping[str, str | None]) -> str:
        listed = [f"{toml_text(text)} = {toml_text(meaning or 'what it means')}" for text, meaning in texts.items()]
        return "".join(f"\n    {line}" for line in (f"[{table}]", *listed))

    return lines


def _say_unknown_team(column: TextColumn, code: int, text: str, places: Places, problems: Problems) -> None:
    folded = fold(text)
    if folded in TOTALS:
        reason, remedy = f"{quoted(text)} is a row of totals, not a team.", "Delete the row: totals are computed here."
    elif folded in NOTHING:
        reason = "No team is named." if not text else f"{quoted(text)} names no team."
        remedy = "Write the team's name into the cell, or delete the row."
    elif POWER.match(text):
        reason = (
            f"{quoted(text)} is a team code that a spreadsheet may have turned into a number, and no team is called so."
        )
        remedy = "Format the column as text and type the code again."
    elif re.match(r"^[0-9]+$", text):
        reason, remedy = f"{quoted(text)} is no team.", "If zeros at the front were lost, format the column as text."
    else:
        reason = f"{quoted(text)} is no team of this programme.{nearest(text, list(places.names))}"
        remedy = (
            "Correct the name; or list it in the profile, under [teams] with the team it means or under [leave_out]."
        )
    say(column, code, reason, remedy, problems)


def _one_team(column: TextColumn, code: int, name: str, places: Places, problems: Problems) -> str | None:
    teams = places.names.get(clean(name), frozenset())
    if len(teams) == 1:
        return next(iter(teams))
    if teams:
        reason = f"{quoted(name)} may be any of {len(teams)} teams ({', '.join(sorted(teams))})."
        say(column, code, reason, "Write the team's id instead, or list it in the profile under [teams].", problems)
    else:
        reason = f"The profile reads {quoted(column.labels[code])} as the team {quoted(name)}, which does not exist."
        say(column, code, reason, "Add the team first, or correct the profile under [teams].", problems)
    return None


def _known_round(column: TextColumn, code: int, name: str | None, places: Places, problems: Problems) -> Round | None:
    if name is not None and name not in places.rounds:
        reason = f"The profile names the survey round {quoted(name)}, which does not exist."
        say(column, code, reason, "Add the round first, or correct the profile.", problems)
        return None
    found = None if name is None else places.rounds[name]
    if found is not None and found.opens_on is not None and found.opens_on > found.today:
        reason = f"The survey round {found.round_id} opens on {found.opens_on}, and today is {found.today}."
        say(column, code, reason, "Correct the round: nobody can have answered yet.", problems)
        return None
    return found


def _rows(store: Asks, query: str) -> list[tuple[Any, ...]]:
    return list(store.ask(query).itertuples(index=False, name=None))


def _day(value: pd.Timestamp | None) -> date | None:
    """A date of the database as a plain day; missing stays missing."""
    return None if value is None or pd.isna(value) else value.date()
