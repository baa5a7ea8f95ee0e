"""Whether what teams had gained was kept: good days half a year and a year after their cohort ended.

Few teams count on, so only these are compared, each with its own baseline and its own last weeks: the level of the few
beside the level of all would differ for that alone.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from statistics import mean, stdev

import pandas as pd

from joy.access import sees_team
from joy.change import paired
from joy.definitions import Indicator
from joy.findings import Change, Comparison, Verdict
from joy.findings.records import TITLE_WORDS
from joy.frames import Row, each
from joy.views import words
from joy.views.changes import Compared, comparison
from joy.views.context import Context
from joy.views.figures import FEWEST_WEEKS, of_indicator
from joy.views.runs import STEPS
from joy.views.sentences import fitting
from joy.views.wall import has_ended


AFTER = {6: "6 months after", 12: "12 months after"}  # issue 5
AROUND = pd.DateOffset(months=1)  # on either side: a single month holds too few weeks of a team
FEWEST_TEAMS = 3  # ours: the spread of two differences says next to nothing
STARTS = {"baseline": "their baseline", "latest": "their last weeks in the cohort"}
TITLES = {"baseline": "Against the baseline", "latest": "Against the last weeks of the cohort"}
WHY = (
    "Only teams that went on counting are compared, each with itself. Those that stopped may have fared otherwise.",
    "A level is the mean of the weeks that can be shown, from one month before to one month after the day; at least "
    "three of them. A week that is told as “over” or “under” counts at its middle.",
    "Each team counts once; the range is a 95% interval that comes from how the teams differ, and takes three of them.",
)


@dataclass(frozen=True)
class Sustained:
    """What is known of the time after: a sentence, a comparison with each start where there is one, and the gaps."""

    title: str
    compared: tuple[Comparison, ...]
    missing: str


@dataclass(frozen=True)
class After:
    """The teams of one cohort that counted on until `months` after: their levels before and then, team by team."""

    label: str
    months: int
    levels: pd.DataFrame  # baseline, latest, after: shares or points; a row per team


def sustained(context: Context) -> Sustained | None:
    """Compare the time after with each cohort's baseline and last weeks; None before half a year has gone by.

    For those who may see every team. With fewer than three teams the levels are told without a verdict.
    """
    figures = context.release.ask("views/figures", group_kind="team", group_id=None)
    own = figures[figures["indicator_id"] == context.good_days.id]
    ended = [cohort for cohort in each(context.cohorts) if has_ended(context, cohort.cohort_id)]
    due = [(cohort, months) for cohort in ended for months in AFTER if _day(cohort, months) <= context.as_of]
    if not due:
        return None
    found = [_after(context, own, cohort, months) for cohort, months in due]
    there = [one for one in found if len(one.levels)]
    return Sustained(_title(context.good_days, there), _comparisons(context.good_days, there), _missing(due, found))


def _day(cohort: Row, months: int) -> pd.Timestamp:
    day: pd.Timestamp = cohort.end_date + pd.DateOffset(months=months)
    return day


def _after(context: Context, figures: pd.DataFrame, cohort: Row, months: int) -> After:
    """The levels of each team of a cohort that has enough weeks around the day."""
    day = _day(cohort, months)
    teams = context.teams[context.teams["cohort_id"] == cohort.cohort_id]
    rows = [
        _levels(of_indicator(figures[figures["group_id"] == enrolment_id], context.good_days), day)
        for enrolment_id in teams["enrolment_id"]
        if sees_team(context.who, enrolment_id)
    ]
    levels = pd.DataFrame([row for row in rows if row], columns=[*STARTS, "after"], dtype="float64")
    return After(f"{cohort.name}, {AFTER[months]}", months, levels)


def _levels(own: pd.DataFrame, day: pd.Timestamp) -> dict[str, float]:
    """A team's level at baseline, in its last weeks and around a day; empty unless all three can be told."""
    weeks = own[own["period_kind"].isin(list(STEPS)) & (own["state"] == "shown")]
    around = weeks[(weeks["period_start"] >= day - AROUND) & (weeks["period_end"] <= day + AROUND)]
    starts = {kind: own[(own["period_kind"] == kind) & (own["state"] == "shown")]["value"] for kind in STARTS}
    if len(around) < FEWEST_WEEKS or any(len(start) != 1 for start in starts.values()):
        return {}
    return {kind: float(start.iloc[0]) for kind, start in starts.items()} | {"after": float(around["value"].mean())}


def _comparisons(indicator: Indicator, there: list[After]) -> tuple[Comparison, ...]:
    return tuple(_comparison(indicator, there, start) for start in STARTS) if there else ()


def _comparison(indicator: Indicator, there: list[After], start: str) -> Comparison:
    compared = [_compared(indicator, one, start) for one in there]
    record = comparison(compared, title=TITLES[start], subtitle=f"{indicator.name}, {indicator.unit}, the same teams")
    teams = [words.several(len(one.levels), "team", "teams") for one in there]
    return replace(
        record,
        why=WHY,
        rows=record.rows.assign(n_before=teams, n_after=teams),
        before_label="Baseline" if start == "baseline" else "Last weeks",
        after_label="After",
    )


def _compared(indicator: Indicator, one: After, start: str) -> Compared:
    """One cohort at one time: the mean level of its teams then and before, with the interval over teams."""
    change = _change(one.levels, start)
    verdict = words.verdict_of(indicator, change)
    return Compared(indicator, one.label, None, None, change, verdict, is_over=True)


def _change(levels: pd.DataFrame, start: str) -> Change:
    differences = (levels["after"] - levels[start]).tolist()
    count = len(differences)
    found = paired(mean(differences), stdev(differences), count) if count >= FEWEST_TEAMS else None
    low, high = (found.low, found.high) if found else (None, None)
    teams = words.several(count, "team", "teams")
    before, after = float(levels[start].mean()), float(levels["after"].mean())
    return Change(before, after, mean(differences), low, high, teams, teams, "the same teams both times")


def _title(indicator: Indicator, there: list[After]) -> str:
    """What is known of the latest cohort with enough teams; else that nothing can be told."""
    enough = [one for one in there if len(one.levels) >= FEWEST_TEAMS]
    if not there:
        return "No weeks to show from half a year after, so whether gains were kept is not known"
    if not enough:
        return "Too few teams counted on to tell whether gains were kept"
    last = enough[-1]
    change = _change(last.levels, "baseline")
    verdict = words.verdict_of(indicator, change)
    size = words.points_text(indicator, change.difference, signed=False)
    way = f"{size} {'above' if change.difference > 0 else 'below'} their baseline"
    told = way if verdict in {Verdict.IMPROVED, Verdict.WORSENED} else "no clear difference from their baseline"
    return fitting(
        TITLE_WORDS, f"{last.label}, {words.several(len(last.levels), 'team', 'teams')} that counted on: {told}"
    )


def _missing(due: list[tuple[Row, int]], found: list[After]) -> str:
    """For which cohorts and times there are no data."""
    gaps = {
        months: [
            cohort.name for (cohort, asked), one in zip(due, found, strict=True) if asked == months and one.levels.empty
        ]
        for months in AFTER
    }
    told = [f"{AFTER[months]}: {words.listed(names)}" for months, names in gaps.items() if names]
    return f"No data to show {'; '.join(told)}" if told else ""
