"""The cohort page's question: what is changing in this cohort, and in which of its teams?"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import cast

import pandas as pd

from joy.access import Who, need_cohort, sees_whole_cohort
from joy.errors import NotFound
from joy.findings import WORDS, Aligned, Comparison, Finding, Mirror, Multiples, Replies, Run, Verdict
from joy.findings.records import ROOM_WORDS, TITLE_WORDS
from joy.frames import row_of
from joy.store.reader import Asker
from joy.views import words
from joy.views.aligned import aligned, on_shared_axes
from joy.views.changes import Compared, compare, comparison, ends_told, title_of, too_early
from joy.views.context import Context, context_of
from joy.views.mirror import mirror
from joy.views.reach import teams_called
from joy.views.replies import replies_of
from joy.views.runs import Window, with_alt
from joy.views.sentences import NO_CHANGE, fitting
from joy.views.steps import steps_told
from joy.views.timeline import FLAG_COLUMNS, phases_of, run_of, sets_of
from joy.views.wall import SIGNALS, by_chance, has_ended, until_the_end, wall_of_teams
from joy.views.young import is_young


FEWEST_ROUNDS = 3
COUNTED = "The programme’s own figure counts these first weeks, though they are too few for a verdict here."
EARLY = {Verdict.TOO_FEW, Verdict.BASELINE, Verdict.HIDDEN}


@dataclass(frozen=True)
class CohortImpact:
    """Everything the cohort page shows."""

    name: str
    about: str
    headline: Finding
    run: Run
    replies: Replies | None
    mirror: Mirror | None
    aligned: tuple[Aligned, ...]
    teams: Multiples
    is_whole: bool  # every team is here, not only one's own
    changes: tuple[Comparison, ...]
    teams_called: str = "Team by team"  # or what they are to a reader who does not see all


def cohort_impact(store: Asker, release: Asker, who: Who, cohort_id: str) -> CohortImpact:
    """Answer the cohort page's question from one published update.

    Who may not see the whole cohort gets its totals and the panels of their own teams. Raises `NotAllowed`, and
    `NotFound` for an unknown cohort.
    """
    need_cohort(who, cohort_id)
    context = context_of(store, release, who)
    if cohort_id not in set(context.cohorts["cohort_id"]):
        raise NotFound("There is no such cohort in this programme. Choose one from the list.")
    figures = context.release.ask("views/figures", group_kind="cohort", group_id=cohort_id)
    findings = context.release.ask("views/findings", group_kind="cohort", group_id=cohort_id)
    is_over = has_ended(context, cohort_id)
    found = (compare(i, figures, findings) for i in context.measured_in(figures))
    compared = [replace(one, is_over=is_over) for one in found if one is not None]
    good = next((one for one in compared if one.indicator.id == context.good_days.id), None)
    run, teams = cohort_run(context, cohort_id, figures, good), wall_of_teams(context, cohort_id)
    is_whole = sees_whole_cohort(who, cohort_id)
    if good is not None and is_young(context, row_of(context.cohorts, "cohort_id", cohort_id), figures):
        run = replace(run, why=(*run.why, COUNTED)) if good.change is not None else run
        good, compared = too_early(good), [too_early(one) if one is good else one for one in compared]
    if run.verdict not in EARLY:  # what the line as a whole may not say yet, a part of it does not either
        run = replace(run, why=(*run.why, *steps_told(context, cohort_id, findings, context.good_days)))
    return CohortImpact(
        name=context.cohort_name(cohort_id),
        about=_about(context, cohort_id),
        headline=_headline(good, run, teams if is_whole else None),
        run=run,
        replies=replies_of(run, context.good_days),
        mirror=mirror(context, figures, findings),
        aligned=_survey_lines(context, cohort_id, figures, findings, compared),
        teams=teams,
        is_whole=is_whole,
        changes=changes_by_scale(compared),
        teams_called="Team by team" if is_whole else teams_called(who, len(teams.panels)),
    )


def changes_by_scale(compared: list[Compared]) -> tuple[Comparison, ...]:
    """One comparison per scale, so that what stands in one chart can be read on one axis."""
    scales: dict[tuple[str, float, float], list[Compared]] = {}
    for one in compared:
        scales.setdefault((one.indicator.shows, one.indicator.minimum, one.indicator.maximum), []).append(one)
    return tuple(
        comparison(
            ones,
            title=title_of(ones[0]) if len(ones) == 1 else _title_of_several(ones),
            subtitle=_scale_words(ones),
        )
        for ones in scales.values()
    )


def _scale_words(ones: list[Compared]) -> str:
    """What is compared on which scale: baseline against lately for tallies, first against latest survey."""
    units = list(dict.fromkeys(one.indicator.unit for one in ones))
    unit = f"{units[0][0].upper()}{units[0][1:]}" if len(units) == 1 else "Shares of answers or people"
    tallies = any(one.indicator.measured.kind == "tally" for one in ones)
    surveys = "first against latest survey"
    when = f"baseline against the latest weeks (at most eight), or {surveys}" if tallies else surveys
    return f"{unit}: {when}"


def _title_of_several(ones: list[Compared]) -> str:
    up = sum(one.verdict is Verdict.IMPROVED for one in ones)
    down = sum(one.verdict is Verdict.WORSENED for one in ones)
    compared = [one for one in ones if one.change is not None]
    if not compared:
        hidden = all(one.verdict is Verdict.HIDDEN and not ends_told(one) for one in ones)
        return _not_shown(ones) if hidden else f"Nothing to compare{'' if ones[0].is_over else ' yet'}"
    if not up and not down:
        return WORDS[Verdict.NO_CHANGE]
    said = [f"{up} improved"] * bool(up) + [f"{down} worsened"] * bool(down)
    return f"Of {len(compared)} measures compared, {words.listed(said)}"


def _not_shown(ones: list[Compared]) -> str:
    names = words.listed([one.indicator.name for one in ones])
    return fitting(TITLE_WORDS, f"{names}: {WORDS[Verdict.HIDDEN].lower()}", WORDS[Verdict.HIDDEN])


def _headline(good: Compared | None, run: Run, teams: Multiples | None) -> Finding:
    """The cohort in one sentence; how many of its teams changed is told only to those who may see them all."""
    if good is None:
        title, verdict = "Nothing can be said yet about what is changing", Verdict.TOO_FEW
    elif good.change is None:
        title, verdict = title_of(good), good.verdict
    elif run.verdict is Verdict.TOO_FEW and good.verdict is Verdict.NO_CHANGE:
        early = "too few points" if run.is_over else "too early"
        title, verdict = f"{good.indicator.name}: {early} to tell a change from chance", Verdict.TOO_FEW
    else:
        title, verdict = title_of(good), good.verdict
    if teams is None:
        return Finding(title=title, subtitle="All teams of the cohort together.", verdict=verdict, alt=title)
    counted = "; ".join(filter(None, (teams.title, by_chance(list(teams.panels))))) + "."
    return Finding(title=title, subtitle=counted, verdict=verdict, alt=title, why=teams.why)


def cohort_run(context: Context, cohort_id: str, figures: pd.DataFrame, good: Compared | None) -> Run:
    """All teams together, week by week; `good` is the change from baseline, if known."""
    run = run_of(
        until_the_end(context, cohort_id, figures),
        context.good_days,
        label=context.cohort_name(cohort_id),
        key=cohort_id,
        sets=sets_of(context, cohort_id),
        flags=pd.DataFrame(columns=FLAG_COLUMNS),
        baseline=_cohort_baseline(context, cohort_id),
        change=good,
        where=f"All teams of {context.cohort_name(cohort_id)}",
        today=context.as_of,
        phases=phases_of(context, "cohort", cohort_id),
        is_over=has_ended(context, cohort_id),
    )
    if (
        run.verdict is Verdict.HIDDEN
        and good is not None
        and (good.change is not None or good.verdict is Verdict.TOO_FEW)
    ):
        return _weeks_hidden(run, good)
    return _agreed(run, good)


def _weeks_hidden(run: Run, good: Compared) -> Run:
    """Say that it is single weeks that are not shown, where a longer stretch is: beside it “not shown” misleads."""
    name = good.indicator.name
    title = fitting(TITLE_WORDS, f"{name} in single weeks: {WORDS[Verdict.HIDDEN].lower()}", WORDS[Verdict.HIDDEN])
    return replace(
        run, title=title, alt=f"{title}.", instead="Longer stretches can be shown: see “First against latest”"
    )


def _agreed(run: Run, good: Compared | None) -> Run:
    """Say so where the total moved but the teams do not agree: then no change is claimed for the cohort."""
    if run.verdict not in SIGNALS or good is None or good.verdict is run.verdict:
        return run
    told = f"{good.indicator.name}: {NO_CHANGE}"
    disagreeing = replace(
        run,
        title=fitting(TITLE_WORDS, f"{told}; the total moved, but too few teams share it", told),
        room=fitting(ROOM_WORDS, told, NO_CHANGE),
        verdict=Verdict.NO_CHANGE,
        points=run.points.assign(marked=False),
        why=(
            *run.why,
            "The weekly total shows a signal. Team by team the change is not beyond chance, so none is claimed.",
        ),
    )
    return with_alt(disagreeing)


def _cohort_baseline(context: Context, cohort_id: str) -> Window:
    """The window that most of the cohort's teams have as their baseline."""
    teams = context.teams[(context.teams["cohort_id"] == cohort_id) & context.teams["baseline_start"].notna()]
    if teams.empty:
        return None
    common = teams.groupby(["baseline_start", "baseline_end"]).size().idxmax()
    start, end = cast(tuple[pd.Timestamp, pd.Timestamp], common)
    return start, end


def _survey_lines(
    context: Context, cohort_id: str, figures: pd.DataFrame, findings: pd.DataFrame, compared: list[Compared]
) -> tuple[Aligned, ...]:
    """Every measure surveyed three times or more, with each step from one set to the next behind “Why?”.

    Two rounds are no course: they stand under first against latest.
    """
    surveys = [one for one in compared if one.indicator.measured.kind != "tally"]
    drawn = [aligned(context, figures, one.indicator, title=title_of(one)) for one in surveys]
    told = [steps_told(context, cohort_id, findings, one.indicator) for one in surveys]
    return on_shared_axes(
        replace(record, why=(*steps, *record.why))
        for record, steps in zip(drawn, told, strict=True)
        if record and record.lines["value"].notna().sum() >= FEWEST_ROUNDS
    )


def _when(cohort: pd.Series) -> str:
    """From which month to which a cohort runs; in words where a day is missing."""
    first, last = ("" if pd.isna(cohort[end]) else words.month(cohort[end]) for end in ("start_date", "end_date"))
    if first and last:
        return f"{first} to {last}"
    return f"from {first}" if first else f"until {last}" if last else "no dates noted"


def _about(context: Context, cohort_id: str) -> str:
    cohort = row_of(context.cohorts, "cohort_id", cohort_id)
    sets = context.learning_sets(cohort_id)
    held = int((sets["starts_on"] <= context.as_of).sum())
    teams = int((context.teams["cohort_id"] == cohort_id).sum())
    parts = [words.several(teams, "team", "teams"), _when(cohort)]
    coming = sets[sets["starts_on"] > context.as_of]
    if len(coming):
        parts.append(f"learning set {coming['ordinal'].iloc[0]} on {words.day(coming['starts_on'].iloc[0])}")
    else:
        parts.append(f"{held} learning sets")
    return " · ".join(parts)
