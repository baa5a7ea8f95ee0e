"""How many reply: each week against how many answers there could be, and at each survey against how many were asked."""

from __future__ import annotations

import math
from dataclasses import dataclass

import pandas as pd

from joy.access import Who, need_cohort
from joy.definitions import DisclosureClass, Indicator, Instrument
from joy.findings import Run, Verdict
from joy.findings.records import NOT_SHOWN, TITLE_WORDS
from joy.findings.work import Filled
from joy.frames import Row, each, only
from joy.store.reader import Asker
from joy.views import words
from joy.views.attending import ROWS
from joy.views.context import Context
from joy.views.figures import of_indicator
from joy.views.replies import SMALL_TEAM, WORKING_DAYS
from joy.views.sentences import fitting
from joy.views.timeline import flags_of, run_of, sets_of
from joy.views.wall import has_ended, until_the_end
from joy.views.whose import Whose, whose_cohort


REPLIES = "replies"
RATERS = {"staff": "Staff", "service_user": "Service users"}
NO_SIZE = "How many could reply is not known: the size of a team is missing."
WEEKLY_WHY = (
    "One answer from everybody on each of five working days would be 100%.",
    "Only answers that can be shown safely are counted, and as few as their band allows: the true rate is higher.",
    "Part of a rise may be that more weeks of more teams could be shown.",
)


@dataclass(frozen=True)
class CohortResponse:
    """The weekly reply rate as a run chart of its own, or why there is none; and each survey round."""

    weekly: Run | None
    why_not: str
    rounds: Filled


def cohort_response(store: Asker, release: Asker, who: Who, cohort_id: str) -> CohortResponse:
    """How many of a cohort reply. Raises `NotAllowed`, and `NotFound` for an unknown cohort."""
    need_cohort(who, cohort_id)
    whose = whose_cohort(store, release, who, cohort_id)
    weeks = until_the_end(whose.context, cohort_id, of_indicator(whose.figures, whose.context.good_days))
    weeks = weeks[weeks["period_kind"].isin(WORKING_DAYS)]
    possible = _possible(whose.context, cohort_id, weeks)
    is_known = len(weeks) > 0 and bool(possible.notna().all())
    return CohortResponse(
        weekly=_weekly(whose.context, cohort_id, weeks, possible) if is_known else None,
        why_not="" if is_known else NO_SIZE if len(weeks) else "No daily answers were asked for here.",
        rounds=_rounds(whose, cohort_id),
    )


def _possible(context: Context, cohort_id: str, weeks: pd.DataFrame) -> pd.Series:
    """The people of the teams enrolled in each week; missing where any of their sizes is not known."""
    teams = context.store.ask("views/enrolled", cohort_id=cohort_id)
    sizes = context.store.ask("views/sizes", programme_id=context.programme_id)
    by_team = {str(name): own for name, own in sizes.dropna(subset=["headcount"]).groupby("enrolment_id")}
    people = [_people(teams, by_team, row.period_start, row.period_end) for row in each(weeks)]
    return pd.Series(people, index=weeks.index, dtype="float64")


def _people(teams: pd.DataFrame, sizes: dict[str, pd.DataFrame], start: pd.Timestamp, end: pd.Timestamp) -> float:
    is_in = (teams["joined_on"] < end) & (teams["left_on"].isna() | (teams["left_on"] > start))
    counts = []
    for name in teams.loc[is_in, "enrolment_id"]:
        known = sizes.get(name)
        until = known[known["valid_from"] < end] if known is not None else None
        counts.append(float(until["headcount"].iloc[-1]) if until is not None and len(until) else math.nan)
    return sum(counts) if counts else math.nan


def _weekly(context: Context, cohort_id: str, weeks: pd.DataFrame, people: pd.Series) -> Run:
    """The reply rate as a series of its own, judged like any other: by the median and the runs."""
    possible = people * weeks["period_kind"].map(WORKING_DAYS)
    rates = [_rate(n, most, count) for n, most, count in zip(weeks["n_low"], possible, people, strict=True)]
    figures = weeks.assign(value=rates, capped=None, n_low=possible, indicator_id=REPLIES).astype({"value": "float64"})
    indicator = _as_indicator(context.good_days)
    return run_of(
        figures,
        indicator,
        label=context.cohort_name(cohort_id),
        key=f"{cohort_id}-replies",
        sets=sets_of(context, cohort_id),
        flags=flags_of(context, None, cohort_id),
        baseline=None,
        change=None,
        where=f"All teams of {context.cohort_name(cohort_id)}",
        is_over=has_ended(context, cohort_id),
    )


def _as_indicator(good_days: Indicator) -> Indicator:
    """A process measure made of numbers of answers alone: how many came of how many there could be."""
    return good_days.model_copy(
        update={
            "id": REPLIES,
            "name": "Replies",
            "question": "How many answers came, of how many there could be?",
            "role": "process",
            "unit": "% of possible answers, at the least",
            "caveats": WEEKLY_WHY,
            "headline": False,
            "disclosure_class": DisclosureClass.SURVEY,
        }
    )


def _rate(n_low: float, possible: float, people: float) -> float:
    """A reply rate, at most 1; missing where the number of answers is not shown; of few people to a tenth (R20)."""
    if pd.isna(n_low) or pd.isna(possible) or possible <= 0:
        return math.nan
    rate = min(1.0, float(n_low) / float(possible))
    return round(rate, 1) if people < SMALL_TEAM else round(rate, 2)


def _rounds(whose: Whose, cohort_id: str) -> Filled:
    """Each survey round and kind of respondent: how many replied of those who were asked."""
    context = whose.context
    asked = context.store.ask("views/invited", programme_id=context.programme_id)
    rounds = context.rounds[(context.rounds["cohort_id"] == cohort_id) & (context.rounds["opens_on"] <= context.as_of)]
    found = [
        (rater, _of_round(whose, one, rater, asked)) for one in each(rounds) for rater in RATERS
    ]  # fmt: skip
    rows = pd.DataFrame([row for _, row in found if row is not None], columns=ROWS).astype(
        {"whole": "float64", "part": "float64"}
    )
    shown = [row for rater, row in found if row is not None and rater == "staff" and row[2] is not None]
    title = "How many replied to the surveys is not known"
    if shown:
        title = fitting(TITLE_WORDS, f"At the latest survey that can be shown, {shown[-1][3]} of staff asked replied")
    return Filled(
        title=title,
        subtitle="Replies at each survey, as a share of the people who were asked",
        verdict=Verdict.NO_CHANGE if len(rows) else Verdict.NOT_ASKED,
        alt=f"{title}. " + "; ".join(f"{r.label}: {r.says}" for r in each(rows)) + ".",
        why=(
            "Replies are counted as few as their band allows, from the question that most people answered.",
            "Where nobody noted how many were asked, no rate is told.",
        ),
        rows=rows,
        headings=("Survey", "", ""),
        whole_label="asked",
        part_label="replied",
    )


def _of_round(whose: Whose, one: Row, rater: str, asked: pd.DataFrame) -> tuple[object, ...] | None:
    """One row, or None where this kind of people was not asked in that round."""
    round_id = one.round_id
    label = f"{one.name}: {RATERS[rater].lower()}"
    figures = whose.figures[(whose.figures["period_id"] == round_id) & (whose.figures["state"] != "not_asked")]
    instruments = whose.context.definitions.instruments
    mine = only(figures, (_rater(instruments, name) == rater for name in figures["instrument"]))
    invited = asked[(asked["round_id"] == round_id) & (asked["rater"] == rater)]["invited"]
    if mine.empty and invited.empty:
        return None
    shown = mine[mine["state"] == "shown"].sort_values("n_low")
    if shown.empty:
        return label, 1.0, None, NOT_SHOWN, ""
    most = shown.iloc[-1]
    replied = f"{most['n_band']} people replied"
    if invited.empty or not int(invited.iloc[0]):
        return label, 1.0, None, replied, "how many were asked was not noted"
    rate = _rate(float(most["n_low"]), float(invited.iloc[0]), float(invited.iloc[0]))
    return label, 1.0, rate, f"about {words.percent(rate)}", replied


def _rater(instruments: dict[str, Instrument], ref: str) -> str:
    return instruments[ref].rater if ref in instruments else ""
