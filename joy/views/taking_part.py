"""Who takes part, and how good the data are: counts of teams and weeks, never of answers under the threshold."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pandas as pd

from joy.access import sees_cohort
from joy.findings import WORDS, Participation, Tile, Verdict
from joy.findings.records import TITLE_WORDS
from joy.frames import Row, each, only
from joy.periods import last_closed_week_end
from joy.views import words
from joy.views.context import Context
from joy.views.runs import STEPS
from joy.views.sentences import fitting
from joy.views.verdicts import TeamVerdict


# A team counts as heard from the number of answers at which a figure may be shown: counted from the first answer on,
# the count would tell a hidden team with a few answers from one with none.
HEARD = "Sending answers: enough of them in finished weeks that something could be shown safely."
SAID_HIDDEN = f"{WORDS[Verdict.HIDDEN][0].lower()}{WORDS[Verdict.HIDDEN][1:]}"
SMALL_GROUPS = f"some figures are {SAID_HIDDEN}"
SILENT = timedelta(weeks=3)  # as the page “Where am I needed” asks for: issue 5


def taking_part(context: Context, part: pd.DataFrame) -> Participation:
    """Teams enrolled, sending answers, testing ideas and left, of the cohorts that may be seen and no others."""
    rows = by_cohort(context, part)
    rows = only(rows, (sees_cohort(context.who, cohort_id) for cohort_id in rows["cohort_id"]))
    rows = rows.drop(columns="cohort_id").reset_index(drop=True)
    testing, enrolled = int(rows["testing"].sum()), int(rows["enrolled"].sum())
    return Participation(
        title=_tested(testing, enrolled, only_cohorts(context)),
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


def _tested(testing: int, enrolled: int, of: str) -> str:
    if not enrolled:
        return "No team is enrolled yet"
    told = f"{words.percent(testing / enrolled)} of teams have tested a change idea"
    return fitting(TITLE_WORDS, f"{of}: {told}" if of else told, told)


def people_tile(context: Context, part: pd.DataFrame, cohorts: pd.DataFrame) -> Tile:
    """How many people answered the latest survey of each cohort, of how many who were asked.

    `cohorts`: released figures of the cohorts that may be seen. A number of people is the lowest of its band, so the
    sum is a lower bound; how many were asked is told where it was noted for every one of these surveys. Every number is
    of the cohorts that may be seen, and where those are not all, they are named.
    """
    heard, sources = _heard(context, cohorts)
    part = only(part, (sees_cohort(context.who, cohort_id) for cohort_id in part["cohort_id"]))
    named = only_cohorts(context)
    invited = _invited(context, sources)
    teams, sending, people = _teams_heard(context, part)
    of = f"of {invited} asked, " if invited else ""
    title = _answered(heard, invited, named) if heard else "No survey can be shown yet"
    told = f"{sending} of {teams} teams have sent answers"
    whose = f"{named}: " if named else ""
    return Tile(
        title=title,
        subtitle="Who is heard?",
        verdict=Verdict.NO_CHANGE,
        alt=f"{title}. {whose}{told}; {people} people work in them.",
        why=(
            f"{whose}{told}. {people} people work in them, by the team sizes given.",
            "People who answered are counted from what may be shown, so there may be a few more.",
            HEARD,
            *_twice(part, teams),
        ),
        indicator_id="people",
        label=f"People heard, {named}" if named else "People heard",
        value_text=f"{heard}" if heard else "",
        unit=f"people {of}at the least" if heard else "",
        counts=f"latest survey of {named or 'each cohort'} · {told}",
        spark=pd.DataFrame({"start": pd.Series(dtype="int64"), "value": pd.Series(dtype="float64")}),
    )


def _answered(heard: int, invited: int, named: str) -> str:
    """How many answered, of how many, in which cohorts."""
    of = f"{heard} of {invited} people asked" if invited else f"{heard} people"
    told = f"At least {of} answered the latest surveys"
    return fitting(TITLE_WORDS, f"{named}: {told[0].lower()}{told[1:]}" if named else told, told)


def only_cohorts(context: Context) -> str:
    """The names of the cohorts that may be seen, where those are not all: a number of them alone says so."""
    names = [row.name for row in each(context.cohorts) if sees_cohort(context.who, row.cohort_id)]
    return "" if len(names) == len(context.cohorts) else words.listed(names)


def reconciled(context: Context, part: pd.DataFrame, judged: int, compared: str) -> str:
    """How the numbers of teams on a page go together, of all cohorts; `compared` such as “63 teams”, or empty."""
    rows = by_cohort(context, part)
    enrolled, left, sending = (int(rows[name].sum()) for name in ("enrolled", "left", "sending"))
    teams, heard, _ = _teams_heard(context, part)
    twice = f" ({teams} teams, {enrolled - teams} of them in two cohorts)" if enrolled > teams else ""
    same = f" ({heard} teams)" if sending > heard else ""
    more = (
        f" {compared} are compared: they answered the same question at the start, lately or both." if compared else ""
    )
    return (
        f"How the numbers of teams go together: {enrolled} are enrolled in all cohorts{twice}, {left} of them left; "
        f"{sending}{same} sent answers; {judged} have weeks enough to be judged.{more}"
    )


def _heard(context: Context, cohorts: pd.DataFrame) -> tuple[int, list[str]]:
    """People behind the latest survey that each cohort may show, and which surveys those are."""
    surveys = [indicator.id for indicator in context.headline if indicator.measured.kind != "tally"]
    shown = cohorts[
        cohorts["indicator_id"].isin(surveys) & (cohorts["period_kind"] == "round") & (cohorts["state"] == "shown")
    ]
    by_round = shown.groupby(["group_id", "period_id"]).agg(n=("n_low", "max"), at=("period_start", "max"))
    latest = by_round.reset_index().sort_values("at").drop_duplicates("group_id", keep="last")
    return int(latest["n"].sum()), latest["period_id"].tolist()


def _invited(context: Context, sources: list[str]) -> int:
    """How many of staff were asked in these surveys; 0 where it was not noted for one of them."""
    asked = context.store.ask("views/invited", programme_id=context.programme_id)
    staff = asked[(asked["rater"] == "staff") & asked["round_id"].isin(sources)]
    return int(staff["invited"].sum()) if sources and set(staff["round_id"]) == set(sources) else 0


def _teams_heard(context: Context, part: pd.DataFrame) -> tuple[int, int, int]:
    """Teams, those that sent answers, and the people in all of them; a team in two cohorts is one team."""
    own = part.assign(is_heard=_is_heard(part)).merge(context.teams[["enrolment_id", "team_id"]], on="enrolment_id")
    own = own.groupby("team_id")[["people", "is_heard"]].max()
    return len(own), int(own["is_heard"].sum()), int(own["people"].fillna(0).sum())


def _twice(part: pd.DataFrame, teams: int) -> tuple[str, ...]:
    again = words.several(len(part) - teams, "team", "teams")
    return (f"{again} joined a second cohort and is counted once here.",) if len(part) > teams else ()


def last_day(context: Context) -> date:
    """The last day of the last finished week that figures are made from."""
    return last_closed_week_end(context.as_of.date()) - timedelta(days=1)


def quality_notes(context: Context, teams: Sequence[TeamVerdict] = ()) -> tuple[str, ...]:
    """The data quality line: how fresh, which live teams have nothing new to show, how much is not shown.

    `teams`: those whose silence may be told, counted and never named. Whether such a team sent nothing or too little to
    show is not told (R20). Of what is not shown only the programme's total is told, rounded.
    """
    imports = context.store.ask("views/last_import").iloc[0]
    notes = [f"Results up to {words.day(last_day(context))}"]
    if pd.notna(imports["loaded_at"]):
        notes.append(f"last brought in on {words.day(imports['loaded_at'])}")
    return (*notes, *_silent(context, teams), _not_shown(context))


def _silent(context: Context, teams: Sequence[TeamVerdict]) -> tuple[str, ...]:
    """How many teams of running cohorts have had no point that can be shown for three weeks."""
    live, silent = live_and_silent(context, teams)
    of = words.several(len(live), "live team", "live teams")
    return (f"{len(silent)} of {of} without a point to show for {SILENT.days // 7} weeks",) if live else ()


def live_and_silent(
    context: Context, teams: Sequence[TeamVerdict]
) -> tuple[tuple[TeamVerdict, ...], tuple[TeamVerdict, ...]]:
    """Which of these teams are of running cohorts, and which of those have had no point to show for three weeks.

    Whether a silent team sent nothing or too little to show is not told apart (R20).
    """
    runs = {cohort.cohort_id for cohort in each(context.cohorts) if _runs(cohort, context.as_of)}
    left = set(context.teams.loc[context.teams["left_on"].notna(), "enrolment_id"])
    live = tuple(team for team in teams if team.cohort_id in runs and team.enrolment_id not in left)
    since = pd.Timestamp(last_closed_week_end(context.as_of.date()) - SILENT)
    return live, tuple(team for team in live if last_point(team) <= since)


def _runs(cohort: Row, as_of: pd.Timestamp) -> bool:
    """Whether a cohort has run for as long as silence takes, and still does."""
    has_begun = pd.notna(cohort.start_date) and cohort.start_date <= as_of - SILENT
    return bool(has_begun and not (pd.notna(cohort.end_date) and cohort.end_date <= as_of))


def last_point(team: TeamVerdict) -> pd.Timestamp:
    """The end of the latest period with a point; long ago where there is none."""
    shown = team.points.loc[team.points["value"].notna(), "start"]
    days = STEPS[team.step][0]
    return shown.iloc[-1] + pd.Timedelta(days=days) if len(shown) else pd.Timestamp.min


def _not_shown(context: Context) -> str:
    """How much of the whole programme's figures is not shown, to the nearest hundred; of few, only that some are."""
    counted = context.release.ask("views/not_shown").sum()
    hidden, every = (round(int(counted[name]), -2) for name in ("hidden", "figures"))
    return f"about {hidden:,} of {every:,} figures {SAID_HIDDEN}" if 0 < hidden < every else SMALL_GROUPS


def _is_heard(part: pd.DataFrame) -> pd.Series:
    """Whether each team has sent enough answers for a band of them to be told."""
    return part["answers_band"].notna()


def by_cohort(context: Context, part: pd.DataFrame) -> pd.DataFrame:
    """One row per cohort in order: cohort_id, its name, and how many teams are enrolled, heard, testing, gone."""
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
