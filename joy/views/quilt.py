"""Every team of every cohort at a glance: a small line each, with what may be said of it."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from joy.access import sees_cohort, sees_whole_cohort
from joy.findings import WORDS, Tile, Verdict
from joy.findings.quilt import Quilt
from joy.findings.records import NO_MORE, TITLE_WORDS
from joy.frames import each
from joy.views import words
from joy.views.context import Context
from joy.views.reach import teams_called, week_by_week
from joy.views.runs import RINGS
from joy.views.scale import axis
from joy.views.sentences import fitting
from joy.views.verdicts import Signals, TeamVerdict, signals_of, team_verdicts
from joy.views.wall import has_ended


MOST_AT_ONCE = 150  # ours: teams in one picture; with more the page shows one cohort at a time
TEAM_COLUMNS = ["key", "label", "cohort_id", "verdict", "told", "shown", "step"]
NO_POINTS = pd.DataFrame(
    {
        "key": pd.Series(dtype="str"),
        "start": pd.Series(dtype="datetime64[s]"),
        "value": pd.Series(dtype="float64"),
        "is_bound": pd.Series(dtype="bool"),
    }
)


def teams_seen(context: Context) -> tuple[TeamVerdict, ...]:
    """Every team of the programme that may be seen, judged."""
    return team_verdicts(context, [one for one in context.cohorts["cohort_id"] if sees_cohort(context.who, one)])


def quilt_of(context: Context, teams: tuple[TeamVerdict, ...], signals: Signals | None) -> Quilt:
    """Draw up every team that may be seen; `signals` is None where not all are, for a count would tell of others."""
    points = [team.points.assign(key=team.enrolment_id) for team in teams if len(team.points)]
    drawn = pd.concat(points, ignore_index=True)[list(NO_POINTS)] if points else NO_POINTS
    low, high = axis(drawn["value"], context.good_days.minimum, context.good_days.maximum)
    title = _title(context, teams, signals)
    cohorts = _cohorts(context, teams)
    return Quilt(
        title=title,
        subtitle=_subtitle(context, signals, (low, high)),
        verdict=Verdict.NO_CHANGE,
        alt=f"{title}. " + " ".join([*_each_said(cohorts), *_rings(drawn)]),
        why=(*_why(signals), *_rings(drawn)),
        cohorts=cohorts,
        teams=_teams(context, teams),
        points=drawn,
        is_share=context.good_days.shows == "share",
        minimum=low,
        maximum=high,
    )


def of_cohort(record: Quilt, cohort_id: str) -> Quilt:
    """One cohort's part of the picture, on the same scale: what a page shows where all teams are too many."""
    cohorts, teams = (frame[frame["cohort_id"] == cohort_id] for frame in (record.cohorts, record.teams))
    points = record.points[record.points["key"].isin(teams["key"])]
    said = " ".join([*_each_said(cohorts), *_rings(points)])
    return replace(record, alt=said or record.alt, cohorts=cohorts, teams=teams, points=points)


def signals_tile(signals: Signals) -> Tile:
    """How many teams changed beyond chance, against how many would seem to if none had."""
    of = words.several(signals.judged, "team", "teams")
    value = f"{signals.signals} of {signals.judged}" if signals.judged else ""
    said = f"{signals.told}; {signals.by_chance}" if signals.judged else signals.title
    return Tile(
        title=signals.title,
        subtitle="How many teams changed by more than chance explains?",
        verdict=Verdict.NO_CHANGE,
        alt=f"{signals.title}; {signals.by_chance}." if signals.judged else f"{signals.title}.",
        why=_why(signals),
        indicator_id="signals",
        label="Teams with a clear change",
        value_text=value,
        unit=f"{of.partition(' ')[2]} with enough weeks",
        counts=f"{said[0].upper()}{said[1:]}",
        spark=pd.DataFrame({"start": pd.Series(dtype="int64"), "value": pd.Series(dtype="float64")}),
    )


def _title(context: Context, teams: tuple[TeamVerdict, ...], signals: Signals | None) -> str:
    if signals is not None:
        return signals.title
    called = week_by_week(teams_called(context.who, len(teams)))
    only = f"{teams[0].name}: {WORDS[teams[0].verdict].lower()}" if len(teams) == 1 else ""
    return fitting(TITLE_WORDS, only or called, called)


def _subtitle(context: Context, signals: Signals | None, ends: tuple[float, float]) -> str:
    name, unit = context.good_days.name, context.good_days.unit
    low, high = (words.value_text(context.good_days, end) for end in ends)
    scale = f"{name}, {unit}, from the first week to the cohort’s last, all on one scale from {low} to {high}"
    others = "other teams are not shown to you"
    return f"{scale}; {others if signals is None else 'in order of enrolment'}"


def _why(signals: Signals | None) -> tuple[str, ...]:
    if signals is None:
        return ()
    by_chance = signals.by_chance
    counted = f"{by_chance[0].upper()}{by_chance[1:]} change." if by_chance else ""
    return (
        *((counted,) if counted else ()),
        "A team is judged by its whole line, from ten points on, by the rules on its own page.",
        "Each shape says what may be claimed; a line that ends higher than it began may still be chance.",
    )


def _each_said(cohorts: pd.DataFrame) -> list[str]:
    return [f"{row.name}: {row.said[:1].lower()}{row.said[1:]}." for row in each(cohorts)]


def _rings(points: pd.DataFrame) -> tuple[str, ...]:
    return (RINGS,) if points["is_bound"].any() else ()


def _cohorts(context: Context, teams: tuple[TeamVerdict, ...]) -> pd.DataFrame:
    rows = []
    for cohort in each(context.cohorts):
        own = [team for team in teams if team.cohort_id == cohort.cohort_id]
        if own:
            is_whole = sees_whole_cohort(context.who, cohort.cohort_id)
            said = _said(signals_of(own)) if is_whole else teams_called(context.who, len(own))
            rows.append((cohort.cohort_id, cohort.name, said))
    return pd.DataFrame(rows, columns=["cohort_id", "name", "said"])


def _said(signals: Signals) -> str:
    """What the teams of one cohort did, in few words: it stands over their lines, on a phone too."""
    if signals.is_hidden:
        return WORDS[Verdict.HIDDEN]
    if not signals.judged:
        return f"{words.several(signals.teams, 'team', 'teams')}, too few weeks yet"
    return f"Of {signals.judged} with enough weeks, {signals.told}"


def _teams(context: Context, teams: tuple[TeamVerdict, ...]) -> pd.DataFrame:
    over = {cohort_id: has_ended(context, cohort_id) for cohort_id in context.cohorts["cohort_id"]}
    rows = [
        (team.enrolment_id, team.name, team.cohort_id, str(team.verdict), _told(team, over[team.cohort_id]), team.shown,
         team.step)
        for team in teams
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=TEAM_COLUMNS)


def _told(team: TeamVerdict, is_over: bool) -> str:
    return NO_MORE if is_over and team.verdict is Verdict.TOO_FEW else WORDS[team.verdict]
