"""Who takes part, and how good the data are: counts of teams and weeks, never of answers under the threshold."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd

from joy.findings import Participation, Tile, Verdict
from joy.frames import each
from joy.periods import last_closed_week_end
from joy.views import words
from joy.views.context import Context


SILENT_WEEKS = 3  # a live team without an answer for so many closed weeks is worth a call


def taking_part(context: Context, part: pd.DataFrame) -> Participation:
    """Teams enrolled, sending answers, testing ideas and left, cohort by cohort."""
    rows = _by_cohort(context, part)
    testing, enrolled = int(rows["testing"].sum()), int(rows["enrolled"].sum())
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
            "Sending answers: at least one answer in a closed week.",
            "Testing: at least one test of a change idea has started.",
        ),
        rows=rows,
    )


def people_tile(context: Context, part: pd.DataFrame, cohorts: pd.DataFrame) -> Tile:
    """How many teams and people are in it."""
    teams_of = context.teams[["enrolment_id", "team_id"]]
    own = part.merge(teams_of, on="enrolment_id").groupby("team_id")[["people", "weeks_with_answers"]].max()
    teams, people = len(own), int(own["people"].fillna(0).sum())  # a team in two cohorts is one team
    sending = int((own["weeks_with_answers"] > 0).sum())
    again = words.several(len(part) - teams, "team", "teams") if len(part) > teams else ""
    rounds = cohorts[cohorts["period_kind"] == "round"]
    surveys = int(rounds["period_id"].nunique())
    return Tile(
        title=f"{sending} teams have sent answers",
        subtitle="Who is heard?",
        verdict=Verdict.NO_CHANGE,
        alt=f"{sending} of {teams} teams have sent answers; {people} people work in them.",
        why=(
            f"{sending} of {teams} teams sent at least one answer; {surveys} survey rounds have closed.",
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


def quality_notes(context: Context, part: pd.DataFrame) -> tuple[str, ...]:
    """The data quality line: how fresh, who is silent, how much is not shown."""
    imports = context.store.ask("views/last_import").iloc[0]
    figures = context.release.ask("views/hidden").iloc[0]
    live = context.cohorts.loc[context.cohorts["status"] == "live", "cohort_id"]
    silent = _silent(context, part[part["cohort_id"].isin(live)])
    notes = [f"Results up to {words.day(last_day(context))}"]
    if pd.notna(imports["loaded_at"]):
        notes.append(f"last brought in on {words.day(imports['loaded_at'])}")
    if silent:
        who = "one live team" if silent == 1 else f"{silent} live teams"
        notes.append(f"{who} sent no answer for {SILENT_WEEKS} weeks or more")
    share = figures["hidden"] / max(1, figures["hidden"] + figures["shown"])
    notes.append(
        f"{words.percent(share)} of single teams’ survey figures are too small to show; their cohorts hold them"
    )
    return tuple(notes)


def _silent(context: Context, part: pd.DataFrame) -> int:
    limit = context.as_of - pd.Timedelta(weeks=SILENT_WEEKS + 1)
    return int((part["last_answer_week"].isna() | (part["last_answer_week"] < limit)).sum())


def _by_cohort(context: Context, part: pd.DataFrame) -> pd.DataFrame:
    testing = set(context.tests["enrolment_id"])
    left = set(context.teams.loc[context.teams["left_on"].notna(), "enrolment_id"])
    marked = part.assign(
        is_sending=part["weeks_with_answers"] > 0,
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
    return named.sort_values("ordinal").rename(columns={"name": "cohort"})[["cohort", *counts]].reset_index(drop=True)
