"""Who takes part, and how good the data are: counts of teams and weeks, never of answers under the threshold."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd

from joy.access import sees_cohort
from joy.findings import WORDS, Participation, Tile, Verdict
from joy.frames import each
from joy.periods import last_closed_week_end
from joy.views import words
from joy.views.context import Context


# A team counts as heard from the number of answers at which a figure may be shown: counted from the first answer on,
# the count would tell a hidden team with a few answers from one with none.
HEARD = "Sending answers: enough of them in closed weeks that something could be shown safely."
SMALL_GROUPS = f"some figures are {WORDS[Verdict.HIDDEN][0].lower()}{WORDS[Verdict.HIDDEN][1:]}"


def taking_part(context: Context, part: pd.DataFrame) -> Participation:
    """Teams enrolled, sending answers, testing ideas and left: in all, and by cohort those that may be seen."""
    rows = _by_cohort(context, part)
    testing, enrolled = int(rows["testing"].sum()), int(rows["enrolled"].sum())
    rows = rows[[sees_cohort(context.who, cohort_id) for cohort_id in rows["cohort_id"]]]
    rows = rows.drop(columns="cohort_id").reset_index(drop=True)
    return Participation(
        title=f"{words.percent(testing / enrolled) if enrolled else 'None'} of teams have tested a change idea",
        subtitle="Teams by cohort: enrolled, sending answers, testing a change idea",
        verdict=Verdict.NO_CHANGE,
        alt="; ".join(
            f"{row.cohort}: {row.enrolled} teams, {row.sending} sending answers, {row.testing} testing, {row.left} left"
            for row in each(rows)
        )
        or "No team is enrolled yet.",
        why=(
            HEARD,
            "Testing: at least one test of a change idea has started.",
        ),
        rows=rows,
    )


def people_tile(context: Context, part: pd.DataFrame) -> Tile:
    """How many teams and people are in it."""
    teams_of = context.teams[["enrolment_id", "team_id"]]
    own = part.assign(is_heard=_is_heard(part)).merge(teams_of, on="enrolment_id")
    own = own.groupby("team_id")[["people", "is_heard"]].max()
    teams, people = len(own), int(own["people"].fillna(0).sum())  # a team in two cohorts is one team
    sending = int(own["is_heard"].sum())
    again = words.several(len(part) - teams, "team", "teams") if len(part) > teams else ""
    surveys = int((context.rounds["closes_on"] <= context.as_of).sum())
    return Tile(
        title=f"{sending} teams have sent answers",
        subtitle="Who is heard?",
        verdict=Verdict.NO_CHANGE,
        alt=f"{sending} of {teams} teams have sent answers; {people} people work in them.",
        why=(
            f"{sending} of {teams} teams sent answers; {surveys} survey rounds have closed.",
            HEARD,
            "People are the team sizes given, not the people who answered.",
            *([f"{again} joined a second cohort and is counted once here."] if again else []),
        ),
        indicator_id="people",
        label="Teams heard",
        value_text=f"{sending} of {teams}",
        unit="teams",
        counts=f"{people} people in them",
        period=f"{words.several(len(context.cohorts), 'cohort', 'cohorts')} so far",
        change_text="",
        spark=pd.DataFrame({"start": pd.Series(dtype="int64"), "value": pd.Series(dtype="float64")}),
    )


def last_day(context: Context) -> date:
    """The last day of the last finished week that figures are made from."""
    return last_closed_week_end(context.as_of.date()) - timedelta(days=1)


def quality_notes(context: Context) -> tuple[str, ...]:
    """The data quality line: how fresh, and that figures are not shown; never how many, nor who is silent (R20)."""
    imports = context.store.ask("views/last_import").iloc[0]
    notes = [f"Results up to {words.day(last_day(context))}"]
    if pd.notna(imports["loaded_at"]):
        notes.append(f"last brought in on {words.day(imports['loaded_at'])}")
    return (*notes, SMALL_GROUPS)


def _is_heard(part: pd.DataFrame) -> pd.Series:
    """Whether each team has sent enough answers for a band of them to be told."""
    return part["answers_band"].notna()


def _by_cohort(context: Context, part: pd.DataFrame) -> pd.DataFrame:
    testing = set(context.tests["enrolment_id"])
    left = set(context.teams.loc[context.teams["left_on"].notna(), "enrolment_id"])
    marked = part.assign(
        is_sending=_is_heard(part),
        is_testing=part["enrolment_id"].isin(testing),
        has_left=part["enrolment_id"].isin(left),
    )
    rows = marked.groupby("cohort_id", as_index=False).agg(
        enrolled=("enrolment_id", "nunique"),
        sending=("is_sending", "sum"),
        testing=("is_testing", "sum"),
        left=("has_left", "sum"),
        people=("people", "sum"),
    )
    named = context.cohorts[["cohort_id", "name", "ordinal"]].merge(rows, on="cohort_id", how="left")
    counts = ["enrolled", "sending", "testing", "left", "people"]
    named[counts] = named[counts].fillna(0).astype("int64")
    return named.sort_values("ordinal").rename(columns={"name": "cohort"})[["cohort_id", "cohort", *counts]]
