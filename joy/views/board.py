"""The board's questions: what came since we last met, and what do we have to decide?

What came is counted and dated; no value stands beside an older one, for that would be the change of two points.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from joy.access import Who, need_programme, sees_cohort, sees_team
from joy.definitions import Indicator
from joy.frames import each, only
from joy.store.reader import Asker
from joy.views import words
from joy.views.context import Context, context_of
from joy.views.figures import of_indicator
from joy.views.stories import stories_for


KINDS = {  # what may have come, one and several of it
    "week": ("week of good days", "weeks of good days"),
    "survey": ("survey of a cohort", "surveys of cohorts"),
    "test": ("test finished", "tests finished"),
    "story": ("story", "stories"),
}
NOTHING = "nothing new that can be shown"


@dataclass(frozen=True)
class Decision:
    """One idea that a team cannot carry out alone: what, whose, in which cohort, and how long it has waited.

    `is_live`: the cohort has not ended, so somebody still waits for the answer.
    """

    title: str
    team: str
    cohort_id: str
    cohort: str
    raised: date
    days: int
    is_live: bool


@dataclass(frozen=True)
class Learned:
    """What a team noted that it learned from a test, in its own words, and the day on which the test ended."""

    said: str
    team: str
    cohort_id: str
    cohort: str
    on_date: date


@dataclass(frozen=True)
class BoardNews:
    """What happened and when (`happened`: on_date date, kind text as in `KINDS`, cohort_id text), and what to decide.

    A week or a survey is dated by its last day, and holds only what may be shown.
    """

    happened: pd.DataFrame
    decisions: tuple[Decision, ...]
    learned: tuple[Learned, ...] = ()  # the newest first

    def since(self, day: date, cohort_id: str = "") -> str:
        """Count what came after `day`, in the whole programme or in one cohort."""
        rows = self.happened[self.happened["on_date"] > pd.Timestamp(day)]
        mine = rows[rows["cohort_id"] == cohort_id] if cohort_id else rows
        counts = {kind: mine.loc[mine["kind"] == kind, ["on_date", "which"]] for kind in KINDS}
        told = [words.several(len(of.drop_duplicates()), *KINDS[kind]) for kind, of in counts.items() if len(of)]
        return f"Since {words.day(day)}: {words.listed(told) or NOTHING}."


def board_news(store: Asker, release: Asker, who: Who, programme_id: str) -> BoardNews:
    """Answer both for one programme, as far as `who` sees it. Raises `NotAllowed`."""
    need_programme(who, programme_id)
    context = context_of(store, release, who)
    happened = pd.concat([_figures(context), _tests(context), _stories(context)], ignore_index=True)
    inside = [sees_cohort(who, cohort_id) for cohort_id in happened["cohort_id"]]
    return BoardNews(
        happened=only(happened, inside).reset_index(drop=True),
        decisions=_decisions(context),
        learned=_learned(context),
    )


def _figures(context: Context) -> pd.DataFrame:
    """Weeks with a point in any cohort (each week once, whatever the cohorts), and rounds that can be shown."""
    cohorts = context.release.ask("views/figures", group_kind="cohort", group_id=None)
    shown = cohorts[cohorts["state"] == "shown"]
    weeks = _of_good_days(shown, context.good_days)
    rounds = shown[shown["period_kind"] == "round"].drop_duplicates(["group_id", "period_id"])
    return pd.concat(
        [
            _dated(weeks["period_end"], "week", weeks["group_id"], ""),
            _dated(rounds["period_end"], "survey", rounds["group_id"], rounds["period_id"]),
        ]
    )


def _of_good_days(shown: pd.DataFrame, good_days: Indicator) -> pd.DataFrame:
    mine = of_indicator(shown, good_days)
    weeks: pd.DataFrame = mine[mine["period_kind"] == "week"]
    return weeks


def _tests(context: Context) -> pd.DataFrame:
    tests = context.tests
    ended = tests[tests["ended_on"].notna() & (tests["ended_on"] <= context.as_of)]
    return _dated(ended["ended_on"], "test", ended["cohort_id"], ended["pdsa_id"])


def _stories(context: Context) -> pd.DataFrame:
    told = stories_for(context.store, context.who, context.programme_id)
    return _dated(told["told_on"], "story", told["cohort_id"], told["story_id"])


def _learned(context: Context) -> tuple[Learned, ...]:
    """What was learned from tests that have ended, of the teams that may be seen."""
    tests = context.tests
    ended = tests[tests["learned"].notna() & (tests["ended_on"] <= context.as_of)]
    names = dict(zip(context.teams["enrolment_id"], context.teams["name"], strict=True))
    return tuple(
        Learned(
            said=row.learned,
            team=str(names.get(row.enrolment_id, "")),
            cohort_id=row.cohort_id,
            cohort=context.cohort_name(row.cohort_id),
            on_date=row.ended_on.date(),
        )
        for row in each(ended.sort_values(["ended_on", "pdsa_id"], ascending=False, kind="stable"))
        if row.learned.strip() and sees_team(context.who, row.enrolment_id)
    )


def _dated(on_date: pd.Series, kind: str, cohort_id: pd.Series, which: pd.Series | str) -> pd.DataFrame:
    return pd.DataFrame({"on_date": on_date, "kind": kind, "cohort_id": cohort_id, "which": which})


def _decisions(context: Context) -> tuple[Decision, ...]:
    until = context.as_of.date()
    waiting = context.store.ask("views/sponsor_ideas", programme_id=context.programme_id, until=until)
    names = dict(zip(context.teams["enrolment_id"], context.teams["name"], strict=True))
    ended = set(context.cohorts.loc[context.cohorts["end_date"] < context.as_of, "cohort_id"])
    return tuple(
        Decision(
            title=row.title,
            team=str(names.get(row.enrolment_id, "")),
            cohort_id=row.cohort_id,
            cohort=context.cohort_name(row.cohort_id),
            raised=row.raised_on.date(),
            days=(context.as_of - row.raised_on).days,
            is_live=row.cohort_id not in ended,
        )
        for row in each(waiting)
        if sees_team(context.who, row.enrolment_id)
    )
