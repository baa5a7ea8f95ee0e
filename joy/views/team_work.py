"""What a team has tried and what comes next: from what was noted, never worked out from figures."""

from __future__ import annotations

import pandas as pd

from joy.findings import StoryCard, TestRow
from joy.frames import each, row_of
from joy.views import words
from joy.views.context import Context


DECISIONS = {"adopt": "Adopted", "adapt": "Adapted", "abandon": "Abandoned", "expand": "Expanded"}
NEXT_IN_STORY = "What next"  # the heading of that part of a story
MOST_IDEAS = 3  # named where one is to be chosen
CHOOSE = "No test is running: choose the next idea"


def tests_of(context: Context, enrolment_id: str) -> tuple[TestRow, ...]:
    """Every test of a team that has started, numbered in that order, as on its charts."""
    rows = context.tests[context.tests["enrolment_id"] == enrolment_id]
    return tuple(
        TestRow(
            number=number,
            title=row.title,
            started=words.day(row.started_on),
            prediction=text_of(row.prediction),
            result=text_of(row.what_happened) or "Still running",
            learned=text_of(row.learned),
            decision=DECISIONS.get(text_of(row.decision), "Not decided yet"),
            meant_for=_meant_for(context, text_of(row.indicator_id)),
        )
        for number, row in enumerate(each(rows), start=1)
    )


def next_step(context: Context, team: pd.Series, story: StoryCard | None) -> str:
    """The next step of a team: the test that runs, else the one planned next, else what its story says comes next.

    Where nothing of that was noted and the team is still at it, that an idea is to be chosen. Of a team that has ended
    only its story speaks; empty where there is none.
    """
    told = dict(story.parts).get(NEXT_IN_STORY, "") if story else ""
    if _is_over(context, team):
        return told
    running = _running(context, str(team["enrolment_id"]))
    if running:
        return running
    until = context.as_of.date()
    ideas = context.store.ask("views/team_ideas", enrolment_id=str(team["enrolment_id"]), until=until)
    planned = ideas[ideas["is_planned"]]
    if len(planned):
        return _planned(planned.iloc[0])
    return told or _to_choose(ideas)


def text_of(value: object) -> str:
    """A text of a table; empty where it is missing."""
    return value if isinstance(value, str) else ""


def _is_over(context: Context, team: pd.Series) -> bool:
    ends = team["left_on"], row_of(context.cohorts, "cohort_id", str(team["cohort_id"]))["end_date"]
    return any(pd.notna(end) and end <= context.as_of for end in ends)


def _running(context: Context, enrolment_id: str) -> str:
    """The latest test that has started and not ended."""
    tests = context.tests[context.tests["enrolment_id"] == enrolment_id].reset_index(drop=True)
    runs = tests[~(tests["ended_on"] <= context.as_of)]
    if runs.empty:
        return ""
    test, number = runs.iloc[-1], runs.index[-1] + 1
    more = f"; {words.several(len(runs) - 1, 'other test runs', 'other tests run')} too" if len(runs) > 1 else ""
    return f"Test {number} has been running since {words.day(test['started_on'])}: {test['title']}{more}"


def _planned(idea: pd.Series) -> str:
    when = f", planned on {words.day(idea['planned_on'])}" if pd.notna(idea["planned_on"]) else ""
    return f"Planned next: {idea['title']}{when}"


def _to_choose(ideas: pd.DataFrame) -> str:
    names = [f"“{title}”" for title in ideas["title"][:MOST_IDEAS]]
    return f"{CHOOSE}, such as {words.listed(names)}" if names else CHOOSE


def _meant_for(context: Context, indicator_id: str) -> str:
    known = context.definitions.indicators.get(indicator_id)
    return known.name if known else ""
