"""Every survey measure of a team by its dates, with the tests that were meant to move it pinned on.

A survey has a handful of rounds: up to three are drawn as dots with their values, from four on with a line. Never a
middle line, a signal or limits, however many there are (joy.variation.gates).
"""

from __future__ import annotations

import math

import pandas as pd

from joy.access import Who, need_team
from joy.definitions import Indicator
from joy.errors import NotFound
from joy.findings import WORDS, Run, Verdict
from joy.findings.records import TITLE_WORDS
from joy.frames import Row, each, row_of
from joy.store.reader import Asker
from joy.variation import Gate, gate
from joy.views import words
from joy.views.changes import Compared, sentence_of, why_of
from joy.views.context import Context, context_of
from joy.views.figures import of_indicator
from joy.views.runs import bounds_of
from joy.views.sentences import Sentence, fitting
from joy.views.team import team_compared
from joy.views.timeline import flags_of, sets_of


NO_SIGNALS = "A survey has too few rounds for a middle line or a signal: two of them are compared at a time."
HIDDEN = f"{WORDS[Verdict.HIDDEN][0].lower()}{WORDS[Verdict.HIDDEN][1:]}"
ROOM = pd.Timedelta(weeks=2)  # on either side of the first and the last round


def team_rounds(store: Asker, release: Asker, who: Who, enrolment_id: str) -> tuple[Run, ...]:
    """One record for each survey measure of a team of which any round may be shown, in the measures' order.

    Raises `NotAllowed`, and `NotFound` for an unknown team.
    """
    need_team(who, enrolment_id)
    context = context_of(store, release, who)
    if enrolment_id not in set(context.teams["enrolment_id"]):
        raise NotFound("There is no such team in this programme. Choose one from the list.")
    team = row_of(context.teams, "enrolment_id", enrolment_id)
    figures = context.release.ask("views/figures", group_kind="team", group_id=enrolment_id)
    marks = flags_of(context, enrolment_id, str(team["cohort_id"])), sets_of(context, str(team["cohort_id"]))
    compared = team_compared(context, enrolment_id, str(team["cohort_id"]), figures)
    found = (_by_date(context, team, one, figures, *marks) for one in compared)
    return tuple(run for run in found if run is not None)


def _by_date(
    context: Context, team: pd.Series, one: Compared, figures: pd.DataFrame, flags: pd.DataFrame, sets: pd.DataFrame
) -> Run | None:
    points = _points(context, one.indicator, figures)
    shown = points["value"].notna()
    if not shown.any():
        return None
    indicator, name = one.indicator, str(team["name"])
    tests = _linked(context, flags, str(team["enrolment_id"]), indicator.id)
    sentence = _sentence(one, points[shown])
    flags = _within(tests, points)
    return Run(
        title=sentence.page,
        room=sentence.room,
        subtitle=f"{name}: {indicator.unit}, {words.several(len(points), 'survey', 'surveys')}",
        verdict=Verdict.NO_CHANGE if one.verdict is Verdict.HIDDEN else one.verdict,
        alt=_alt(sentence, indicator, points[shown], len(flags)),
        why=tuple(filter(None, (why_of(one), NO_SIGNALS))),
        notes=indicator.caveats,
        points=points,
        sets=_within(sets, points),
        flags=flags,
        label=name,
        key=f"{team['enrolment_id']}-{indicator.id}",
        is_share=indicator.shows == "share",
        minimum=indicator.minimum,
        maximum=indicator.maximum,
        unit=indicator.unit,
        step="survey",
        is_joined=gate(int(shown.sum()), is_survey_round=True) is Gate.LINE_ONLY,
    )


def _sentence(one: Compared, shown: pd.DataFrame) -> Sentence:
    """First against latest; where that cannot be told, what the first and the last shown round say."""
    if one.verdict is not Verdict.HIDDEN:
        return sentence_of(one)
    said = [f"{_in_words(one.indicator, row)} in {words.month(row.start)}" for row in each(shown)]
    is_bound = len(said) > 1 and bool((shown["bound"].iloc[[0, -1]] != "").any())
    ends = ", ".join(dict.fromkeys([said[0], said[-1]]))
    told = f"{ends}; a bound cannot be compared" if is_bound else f"{ends}; other surveys {HIDDEN}"
    return Sentence(fitting(TITLE_WORDS, f"{one.indicator.name}: {told}", told), "")


def _alt(sentence: Sentence, indicator: Indicator, shown: pd.DataFrame, tests: int) -> str:
    """The picture in words: every dot, and how many tests are marked."""
    said = "; ".join(f"{_in_words(indicator, row)} in {words.month(row.start)}" for row in each(shown))
    marked = f" {words.several(tests, 'test is', 'tests are')} marked." if tests else ""
    return f"{sentence.page}. {words.several(len(shown), 'survey', 'surveys')} by date: {said}.{marked}"


def _in_words(indicator: Indicator, point: Row) -> str:
    """The value of a round, or the bound where no more than that may be told."""
    return str(point.bound) or words.value_text(indicator, point.value)


def _points(context: Context, indicator: Indicator, figures: pd.DataFrame) -> pd.DataFrame:
    """One row per round that the team was asked in, by date; a value is missing where it may not be shown."""
    own = of_indicator(figures, indicator)
    rounds = own[(own["period_kind"] == "round") & (own["state"] != "not_asked")].sort_values("period_start")
    names = dict(zip(context.rounds["round_id"], context.rounds["name"], strict=True))
    points = pd.DataFrame(
        {
            "start": rounds["period_start"].to_numpy(),
            "label": [str(names.get(name, "Survey")) for name in rounds["period_id"]],
            "value": rounds["value"].where(rounds["state"] == "shown", math.nan).to_numpy(dtype="float64"),
            "n": [words.counted(indicator, band) for band in rounds["n_band"]],
            "capped": rounds["capped"].fillna("").astype("str").to_numpy(),
            "marked": False,
        }
    )
    return points.assign(bound=bounds_of(points, indicator)) if len(points) else points


def _linked(context: Context, flags: pd.DataFrame, enrolment_id: str, indicator_id: str) -> pd.DataFrame:
    """The team's tests that were meant to move this measure, under the numbers they have everywhere."""
    tests = context.tests[context.tests["enrolment_id"] == enrolment_id].reset_index(drop=True)
    numbers = tests.index[tests["indicator_id"] == indicator_id] + 1
    return flags[(flags["kind"] == "test") & flags["number"].isin(numbers)]


def _within(marks: pd.DataFrame, points: pd.DataFrame) -> pd.DataFrame:
    first, last = points["start"].min() - ROOM, points["start"].max() + ROOM
    inside: pd.DataFrame = marks[marks["on_date"].between(first, last)]
    return inside.reset_index(drop=True)
