"""A cohort that has just begun: who takes part, what staff said, what is tested, and when a verdict is possible."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from joy.access import sees_cohort
from joy.findings.records import TITLE_WORDS
from joy.frames import Row, each
from joy.variation import FEWEST_USEFUL, first_verdict
from joy.views import words
from joy.views.all_teams import AllTeams
from joy.views.context import Context
from joy.views.figures import of_indicator
from joy.views.runs import STEPS, points_of
from joy.views.sentences import fitting
from joy.views.taking_part import by_cohort


NONE_SAID = "No survey can be shown yet"
NO_TESTS = "No test has started yet"


@dataclass(frozen=True)
class Young:
    """A live cohort with fewer points than a verdict takes. `facts`: label and words, in the order to be read."""

    cohort_id: str
    name: str
    title: str
    facts: tuple[tuple[str, str], ...]
    points: int
    verdict_from: date | None


def young_cohort(context: Context, cohorts: pd.DataFrame, part: pd.DataFrame) -> Young | None:
    """The latest cohort that has begun, while it runs and has under ten points of good days; else None.

    `cohorts`: released figures of cohorts; `part`: who takes part. None too where its totals may not be seen.
    """
    begun = context.cohorts[(context.cohorts["start_date"] <= context.as_of) | context.cohorts["start_date"].isna()]
    if begun.empty:
        return None
    latest = next(each(begun.sort_values("ordinal").tail(1)))
    if not sees_cohort(context.who, latest.cohort_id) or not is_young(context, latest, cohorts):
        return None
    own = cohorts[cohorts["group_id"] == latest.cohort_id]
    points, step = points_of(of_indicator(own, context.good_days))
    shown = int(points["value"].notna().sum())
    begins = _verdict_from(points, step, shown)
    return Young(
        cohort_id=str(latest.cohort_id),
        name=str(latest.name),
        title=_title(str(latest.name), begins),
        facts=(
            ("Who takes part", _taking_part(context, part, latest)),
            ("What staff said", _said(context, own, latest)),
            ("Tests started", _tests(context, latest)),
            ("First verdict", _when(step, shown, begins)),
        ),
        points=shown,
        verdict_from=begins,
    )


def is_young(context: Context, cohort: Row, cohorts: pd.DataFrame) -> bool:
    """Whether a cohort runs and has too few points of good days for a verdict: wherever it stands, it is told so."""
    if pd.notna(cohort.end_date) and cohort.end_date <= context.as_of:
        return False
    own = cohorts[cohorts["group_id"] == cohort.cohort_id]
    points, _ = points_of(of_indicator(own, context.good_days))
    return bool(points["value"].notna().sum() < FEWEST_USEFUL)


def _verdict_from(points: pd.DataFrame, step: str, shown: int) -> date | None:
    """The day on which the tenth point is closed at the present pace; None before the first point."""
    if not shown:
        return None
    return first_verdict(shown, STEPS[step][0], points["start"].iloc[-1].date(), steps_so_far=len(points))


def _title(name: str, begins: date | None) -> str:
    if begins is None:
        return fitting(TITLE_WORDS, f"{name} has begun; no point can be shown yet", "No point can be shown yet")
    return fitting(
        TITLE_WORDS,
        f"{name} is too young to judge: first verdict likely in {words.month(begins)}",
        f"First verdict likely in {words.month(begins)}",
    )


def _taking_part(context: Context, part: pd.DataFrame, cohort: Row) -> str:
    rows = by_cohort(context, part)
    row = next(each(rows[rows["cohort_id"] == cohort.cohort_id]))
    people = f", {row.people} people" if row.people else ""
    return f"{words.several(row.enrolled, 'team', 'teams')}{people}; {row.sending} sending answers"


def _said(context: Context, own: pd.DataFrame, cohort: Row) -> str:
    """The latest survey figures, a line each."""
    surveys = [indicator for indicator in context.headline if indicator.measured.kind != "tally"]
    told = AllTeams(str(cohort.name), own).told(surveys)
    return "\n".join(f"{text[0].upper()}{text[1:]}" for text in told) or NONE_SAID


def _tests(context: Context, cohort: Row) -> str:
    own = context.tests[context.tests["cohort_id"] == cohort.cohort_id]
    if own.empty:
        return NO_TESTS
    over = int((own["ended_on"] <= context.as_of).sum())
    teams = words.several(own["enrolment_id"].nunique(), "team", "teams")
    return f"{words.several(len(own), 'test', 'tests')} by {teams}, {over} finished"


def _when(step: str, shown: int, begins: date | None) -> str:
    if begins is None:
        return f"From {FEWEST_USEFUL} points that can be shown; there is none yet"
    _, one, many = STEPS[step]
    so_far = words.several(shown, one, many)
    return f"Possible from {words.day(begins)}, with {FEWEST_USEFUL} {many}; {so_far} so far"
