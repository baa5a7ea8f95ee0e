"""Rules of “Where am I needed”: who holds a role, since when a score stands still, when a test is past its plan."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta

import pandas as pd


LONGEST_TEST = timedelta(weeks=8)  # ours: learning sets lie 4 to 8 weeks apart, and a test is told of at the next
MONTHS_A_YEAR = 12
ROOM = timedelta(weeks=2)  # ours: a test that ends a few days late waits for nobody
SOMEBODY = "somebody"  # who holds a role that was noted without a name
NUMBERS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
UNITS = {"shift": 1, "day": 1, "morning": 1, "afternoon": 1, "evening": 1, "week": 7, "fortnight": 14, "month": 31}
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")  # three Fridays: three weeks
DAYS = UNITS | dict.fromkeys(WEEKDAYS, 7)
LENGTH = re.compile(rf"\b(\d+|{'|'.join(NUMBERS)}) ({'|'.join(DAYS)})s?\b", re.IGNORECASE)


@dataclass(frozen=True)
class Roles:
    """Who held which role when, as asked by views/needed_roles, and the day that is looked at."""

    held: pd.DataFrame
    day: pd.Timestamp

    def holder(self, team_id: str, role: str) -> str:
        """Who holds a role today, by post or initials as noted; “somebody” without a label, empty where nobody does."""
        own = self._of(team_id, role)
        now = own[~(own["to_date"] < self.day)]
        if now.empty:
            return ""
        label = now["person_label"].iloc[-1]
        return label if isinstance(label, str) and label else SOMEBODY

    def last_day(self, team_id: str, role: str, joined: pd.Timestamp) -> pd.Timestamp | None:
        """The last day on which anybody held a role since the team joined; None where nobody has."""
        ends = self._of(team_id, role)["to_date"]
        past = ends[ends.notna() & (ends < self.day) & ~(ends < joined)]
        return past.max() if len(past) else None

    def _of(self, team_id: str, role: str) -> pd.DataFrame:
        own: pd.DataFrame = self.held[(self.held["team_id"] == team_id) & (self.held["role"] == role)]
        return own


def named(role: str, holder: str) -> str:
    """A role and who holds it, such as “the sponsor (Chief nurse)”; the role alone where that is not known."""
    return f"{role} ({holder})" if holder not in {"", SOMEBODY} else role


def stuck_since(scores: pd.DataFrame, today: pd.Timestamp, months: int) -> pd.Timestamp | None:
    """The month from which on no scorer has given another score, where that is so many months ago or more; else None.

    `scores`: month, scorer and score of one team, the earlier month first.
    """
    latest = max(_run_start(own) for _, own in scores.groupby("scorer"))
    ago = (today.year - latest.year) * MONTHS_A_YEAR + today.month - latest.month
    return latest if ago >= months else None


def _run_start(own: pd.DataFrame) -> pd.Timestamp:
    """The first month of the present stretch of equal scores."""
    ordered = own.sort_values("month")
    changed = ordered["score"].diff().fillna(0) != 0
    return pd.Timestamp(ordered.loc[changed, "month"].max() if changed.any() else ordered["month"].iloc[0])


def planned_for(scale: object) -> timedelta | None:
    """How long a test was meant to run, read from its scale (“four weeks”, “three Fridays”); None where it says none.

    Of several lengths the longest counts.
    """
    found = LENGTH.findall(scale) if isinstance(scale, str) else []
    days = [_number(count) * DAYS[unit.lower()] for count, unit in found]
    return timedelta(days=max(days)) if days else None


def is_past(scale: object, started: pd.Timestamp, today: pd.Timestamp) -> bool:
    """Whether a test that still runs has run for long past its plan, or too long where no length was noted."""
    meant = planned_for(scale)
    return bool(today - started > (LONGEST_TEST if meant is None else meant + ROOM))


def _number(written: str) -> int:
    return int(written) if written.isdigit() else NUMBERS.index(written.lower()) + 1
