"""What teams tried: tests of change ideas by component of joy and by what was decided."""

from __future__ import annotations

import pandas as pd

from joy.findings import Verdict
from joy.findings.quilt import DECISIONS, Tried
from joy.findings.records import TITLE_WORDS
from joy.views import words
from joy.views.components import COMPONENTS
from joy.views.context import Context
from joy.views.sentences import fitting


SAID = {"adopt": "adopted", "expand": "adopted", "adapt": "adapted", "abandon": "abandoned"}  # to expand is to keep it
COLUMNS = ["component", "label", "tests", "teams", *DECISIONS]
WHY = (
    "A test is one round of plan, do, study, act. One that was abandoned taught something too.",
    "Adopted counts those that were kept and those that were spread further.",
    "The nine components are those of the IHI framework for joy in work; whoever noted an idea chose one.",
)


def tried(context: Context) -> Tried:
    """Count the tests that had started by the update's day, of all teams of the programme."""
    tests = context.tests.assign(decision=decided(context.tests, context.as_of))
    by_component = [_row(tests, component, label) for component, label in COMPONENTS.items()]
    rows = pd.DataFrame(by_component, columns=COLUMNS)
    teams, adopted = int(tests["enrolment_id"].nunique()), int((tests["decision"] == "adopted").sum())
    title = _title(len(tests), teams, adopted)
    return Tried(
        title=title,
        subtitle="Counts tests, not ideas (one may be tested several times), by component of joy and by decision",
        verdict=Verdict.NO_CHANGE,
        alt=f"{title}. " + "; ".join(_told(row) for row in by_component if row[2]),
        why=(*WHY, *_untagged(tests)),
        rows=rows,
        teams=teams,
    )


def decided(tests: pd.DataFrame, as_of: pd.Timestamp) -> pd.Series:
    """What was decided on each test by a day: one of `DECISIONS`; a test without an end by then still runs."""
    is_over = tests["ended_on"].notna() & (tests["ended_on"] <= as_of)
    known: pd.Series = tests["decision"].map(SAID).where(is_over).fillna("running")
    return known


def _row(tests: pd.DataFrame, component: int, label: str) -> tuple[object, ...]:
    own = tests[tests["component"] == component]
    counts = (int((own["decision"] == name).sum()) for name in DECISIONS)
    return component, label, len(own), int(own["enrolment_id"].nunique()), *counts


def _title(tests: int, teams: int, adopted: int) -> str:
    if not tests:
        return "No test of a change idea has started yet"
    begun = f"{words.several(teams, 'team has', 'teams have')} run {words.several(tests, 'test', 'tests')}"
    return fitting(TITLE_WORDS, f"{begun}; {words.several(adopted, 'was', 'were')} adopted")


def _told(row: tuple[object, ...]) -> str:
    _, label, tests, teams, *counts = row
    decisions = [f"{count} {name}" for count, name in zip(counts, DECISIONS, strict=True) if count]
    return f"{label}: {tests} by {teams} teams, {words.listed(decisions)}"


def _untagged(tests: pd.DataFrame) -> tuple[str, ...]:
    count = int((~tests["component"].isin(list(COMPONENTS))).sum())
    verb = words.several(count, "test has", "tests have")
    return (f"{verb} no component noted and stand in no row.",) if count else ()
