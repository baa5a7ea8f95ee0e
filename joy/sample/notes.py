"""Dated notes on charts: better reminders, moves, vacancies and what else happened around a team."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from joy.sample.plan import COHORTS, TODAY, Cohort, stream
from joy.sample.teams import Enrolment, enrolments


Row = dict[str, object]
REMINDERS = (
    "Reminder moved from half past four to the team's own chat",
    "Reminder now comes at the end of each shift",
    "Question asked at the daily huddle from today",
    "Poster with the form's code put up by the kettle",
)
CONTEXT = (
    ("context", "Office move"),
    ("staffing", "Team manager moves on"),
    ("context", "New record system starts"),
    ("staffing", "Two new colleagues start"),
    ("context", "Inspection week"),
    ("staffing", "Three posts vacant"),
)


def annotation_rows() -> list[Row]:
    """Return the dated notes in order of date."""
    rng = stream("annotations")
    notes = [*_cohort_notes(), *(note for e in enrolments() for note in _team_notes(e, int(rng.integers(1000))))]
    return [
        {"annotation_id": f"a{n:03}"} | note
        for n, note in enumerate(sorted(notes, key=lambda n: (str(n["on_date"]), str(n["enrolment_id"]))), 1)
    ]


def _cohort_notes() -> Iterator[Row]:
    for cohort in (c for c in COHORTS if c.shared_reminder):
        yield _note(None, cohort, cohort.week(cohort.reminder_weeks[0]), "data_change", "New reminder for every team")
    yield _note(None, COHORTS[2], date(2020, 3, 16), "context", "First weeks of the pandemic")
    yield _note(None, COHORTS[3], date(2021, 1, 5), "context", "Third lockdown begins")
    yield _note(None, COHORTS[4], date(2021, 12, 13), "staffing", "Many colleagues away ill")


def _team_notes(e: Enrolment, drawn: int) -> Iterator[Row]:
    if e.reminder_on is not None and not e.cohort.shared_reminder:
        yield _note(e, e.cohort, e.reminder_on, "data_change", REMINDERS[drawn % len(REMINDERS)])
    if e.zero_week is not None:
        yield _note(e, e.cohort, e.zero_week, "context", "Flooded office; the form stayed open")
    if e.team.renamed_on is not None:
        yield _note(e, e.cohort, e.team.renamed_on, "context", f"Team is now called {e.team.name}")
    kind, text = CONTEXT[drawn % len(CONTEXT)]
    day = e.cohort.week(2 + drawn % max(e.cohort.weeks - 3, 1)) + timedelta(days=drawn % 5)
    if drawn % 3 == 0 and e.present_on(day) and day < TODAY:
        yield _note(e, e.cohort, day, kind, text)


def _note(e: Enrolment | None, cohort: Cohort, day: date, kind: str, text: str) -> Row:
    return {
        "enrolment_id": e.enrolment_id if e else "",
        "cohort_id": cohort.cohort_id,
        "on_date": day,
        "kind": kind,
        "text": text,
    }
