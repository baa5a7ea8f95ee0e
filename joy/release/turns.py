"""Whose turn it is to see an update: teams first, then leaders; and which earlier ones stay for whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

import pandas as pd

from joy.definitions import Policy
from joy.errors import ShownError
from joy.periods import last_closed_week_end, working_days_after
from joy.settings import Settings
from joy.store import open_release_file
from joy.store.writer import Writer


@dataclass(frozen=True)
class Turn:
    """One publishing: its number, when it happens, and what was published before, oldest first.

    `took_back` says that answers which an earlier update counted are no longer here; `newest_period` is the number of
    the last update, or this one, that was the first to count any round or week of a cohort.
    """

    number: int
    now: datetime
    waits_for: int
    history: pd.DataFrame
    opened: pd.DataFrame
    took_back: bool
    newest_period: int
    opens_at_once: bool

    @property
    def standing(self) -> pd.DataFrame:
        """Updates that may still be shown."""
        return self.history[~self.history["is_withdrawn"].astype(bool)]

    def unchanged(self, content: str, settings: Settings) -> str | None:
        """The newest update if it says the same and can be read here: then there is nothing to publish.

        Not after something was taken back: older updates that still stand may hold it.
        """
        newest = self.standing.tail(1)
        if self.took_back or newest.empty or newest["content_hash"].iloc[0] != content:
            return None
        update = str(newest["release_id"].iloc[0])
        return update if _can_be_read(settings, update) else None

    def leaders_from(self, content: str) -> date:
        """The first day on which leaders see the update.

        What was taken back is withdrawn from everybody at once. Leaders who had figures then see the new ones at once
        too, unless these hold a round or week that they had not seen yet: then teams keep their days before them, and
        leaders see nothing until then. The same figures made anew keep their day.
        """
        today = self.now.date()
        same = self.standing[self.standing["content_hash"] == content]["leaders_from"].dropna()
        seen = self.history[self.history["leaders_from"] <= pd.Timestamp(today)]
        replaces = (self.took_back or self.standing.empty) and len(seen) > 0
        if self.opens_at_once or (replaces and self.newest_period <= int(seen["number"].max())):
            return today
        announced = self.history[self.history["number"] >= self.newest_period]["leaders_from"].dropna()
        if replaces and len(announced):
            return pd.Timestamp(announced.min()).date()
        return same.iloc[-1].date() if len(same) else working_days_after(today, self.waits_for)

    def withdraw(self, writer: Writer, update: str, day: date) -> None:
        """Withdraw what nobody is to see any more now that `update` opens to leaders on `day`; all, if it took back."""
        for older in sorted(set(self.standing["release_id"]) - self._still_needed(day) - {update}):
            writer.run("release/withdraw", release_id=older)

    def _still_needed(self, day: date) -> set[str]:
        """What leaders see today, what is to open to them day by day, and what teams opened to them; a handful."""
        if self.took_back:
            return set()
        standing, today = self.standing, pd.Timestamp(self.now.date())
        by_day = standing.drop_duplicates("leaders_from", keep="last")
        seen = by_day[by_day["leaders_from"] <= today]
        to_come = by_day[(by_day["leaders_from"] > today) & (by_day["leaders_from"] < pd.Timestamp(day))]
        current = int(seen["number"].max()) if len(seen) else 0
        opened = self.opened[self.opened["number"] > current].sort_values("number")
        return {
            *(seen.loc[seen["number"] == current, "release_id"] if pd.Timestamp(day) > today else []),
            *to_come["release_id"],
            *opened.drop_duplicates("enrolment_id", keep="last")["release_id"],
        }


def begin_turn(writer: Writer, programme_id: str, as_of: date, policy: Policy, *, opens_at_once: bool) -> Turn:
    """Number the update that is being made and note whom it counts; the statistics must be those it is made from."""
    about = {"programme_id": programme_id}
    history = writer.ask("release/updates", **about)
    number = int(history["number"].fillna(0).max()) + 1 if len(history) else 1
    writer.run("release/end_counted", **about, number=number)
    closed = {"rounds_before": as_of, "weeks_before": last_closed_week_end(as_of)}
    writer.run("release/begin_counted", **about, number=number, **closed)
    return Turn(
        number=number,
        now=datetime.now(UTC).replace(tzinfo=None),
        waits_for=policy.teams_first_working_days,
        history=history,
        opened=writer.ask("release/opened_early", **about),
        took_back=len(writer.ask("release/taken_back", **about, number=number)) > 0,
        newest_period=max(map(int, writer.ask("release/first_counted", **about)["first_number"]), default=0),
        opens_at_once=opens_at_once,
    )


def _can_be_read(settings: Settings, update: str) -> bool:
    try:
        open_release_file(settings, update).close()
    except ShownError:
        return False
    return True
