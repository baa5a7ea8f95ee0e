"""The team page's question: how are we doing, what did we try, and what came of it?"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import pandas as pd

from joy.access import Who, need_team
from joy.change import paired
from joy.errors import NotFound
from joy.findings import WORDS, Comparison, Replies, Run, StoryCard, TestRow, Verdict
from joy.frames import row_of
from joy.store.reader import Asker
from joy.views import words
from joy.views.all_teams import AllTeams, all_teams
from joy.views.changes import Compared, compare, comparison
from joy.views.cohort import changes_by_scale
from joy.views.context import Context, context_of
from joy.views.figures import is_shown, of_indicator
from joy.views.mirror import not_asked
from joy.views.power import power_sentence
from joy.views.replies import replies_of
from joy.views.roster import as_direction
from joy.views.stories import team_story
from joy.views.team_said import Said, said_of
from joy.views.team_work import next_step, tests_of, text_of
from joy.views.timeline import baseline_of, flags_of, phases_of, run_of, sets_of
from joy.views.together import surveys_together
from joy.views.wall import has_ended


GAP = "relationships_gap"
SETTINGS = {
    "inpatient": "on a ward",
    "community": "in the community",
    "mobile": "out and about",
    "dispersed": "in several places",
    "corporate": "corporate services",
    "non_clinical": "not clinical",
}


@dataclass(frozen=True)
class TeamPicture:
    """Everything the team page shows."""

    name: str
    about: str
    aim: str
    run: Run
    replies: Replies | None
    outlook: str
    relationships: Comparison
    changes: tuple[Comparison, ...]
    together: tuple[str, ...]
    not_shown: str
    by_date: str
    tests: tuple[TestRow, ...]
    story: StoryCard | None
    said: Said
    next_step: str


def team_picture(store: Asker, release: Asker, who: Who, enrolment_id: str) -> TeamPicture:
    """Answer the team page's question from one published update. Raises `NotAllowed`, and `NotFound` for no team."""
    need_team(who, enrolment_id)
    context = context_of(store, release, who)
    if enrolment_id not in set(context.teams["enrolment_id"]):
        raise NotFound("There is no such team in this programme. Choose one from the list.")
    team = row_of(context.teams, "enrolment_id", enrolment_id)
    figures = context.release.ask("views/figures", group_kind="team", group_id=enrolment_id)
    spreads = _spreads(context, str(team["cohort_id"]))
    compared = _compared(context, enrolment_id, str(team["cohort_id"]), figures, spreads)
    gap = next((one for one in compared if one.indicator.id == GAP), None)
    good = next((one for one in compared if one.indicator.id == context.good_days.id), None)
    run, people = team_run(context, team, figures, good), _people(context, enrolment_id)
    of_cohort = all_teams(context, str(team["cohort_id"]))
    if run.verdict is Verdict.HIDDEN:
        run = replace(run, instead=of_cohort.sentence([context.good_days]))
    lenses = [one for one in compared if one.indicator.lens != "none"]
    others = [
        one for one in compared if one.indicator.lens == "none" and one.indicator.measured.kind in {"scale", "item"}
    ]
    pooled, story = surveys_together(context, figures), team_story(store, who, enrolment_id)
    alone = _alone(others, figures)
    return TeamPicture(
        name=str(team["name"]),
        about=_about(context, team),
        aim="" if pd.isna(team["aim_text"]) else str(team["aim_text"]),
        run=run,
        replies=replies_of(run, context.good_days, people),
        outlook=_outlook(run, power_sentence(run, figures, context.good_days, people)),
        relationships=_relationships(lenses, gap, spreads, of_cohort),
        changes=changes_by_scale([one for one in others if one.verdict is not Verdict.HIDDEN]),
        together=tuple(pooled.values()),
        not_shown=_not_shown([one for one in others if one.indicator.id not in {*pooled, *alone}], of_cohort),
        by_date=_by_date([one for one in others if one.indicator.id in alone]),
        tests=tests_of(context, enrolment_id),
        story=story,
        said=said_of(context, team),
        next_step=next_step(context, team, story),
    )


def _people(context: Context, enrolment_id: str) -> float:
    """How many people the team has, missing where no size is known."""
    part = context.release.ask("views/participation")
    own = part.loc[part["enrolment_id"] == enrolment_id, "people"]
    return float(own.iloc[0]) if len(own) and pd.notna(own.iloc[0]) else math.nan


def _outlook(run: Run, power: str) -> str:
    """What may be expected of the chart: when it can first speak, and what it can find."""
    first = run.why[0] if run.verdict is Verdict.TOO_FEW and run.why else ""
    return " ".join(filter(None, (first, power)))


def _spreads(context: Context, cohort_id: str) -> dict[str, float]:
    """The spread of each indicator among the cohort's people: what a small team borrows for its intervals."""
    cohort = context.release.ask("views/figures", group_kind="cohort", group_id=cohort_id)
    spreads = cohort[cohort["spread"].notna()].groupby("indicator_id")["spread"].median()
    return {str(name): float(spread) for name, spread in spreads.items()}


def team_compared(context: Context, enrolment_id: str, cohort_id: str, figures: pd.DataFrame) -> list[Compared]:
    """Every survey measure that a team was asked, its first round against its latest; `figures` are the team's."""
    compared = _compared(context, enrolment_id, cohort_id, figures, _spreads(context, cohort_id))
    return [one for one in compared if one.indicator.measured.kind != "tally"]


def _compared(
    context: Context, enrolment_id: str, cohort_id: str, figures: pd.DataFrame, spreads: dict[str, float]
) -> list[Compared]:
    """Every indicator the team was asked; no findings of people are ever made for a single team."""
    none = context.release.ask("views/findings", group_kind="team", group_id=None)
    found = [
        compare(indicator, figures, none, spread=spreads.get(indicator.id, math.nan))
        for indicator in context.measured_in(figures)
    ]
    sizes = context.store.ask("views/team_sizes", enrolment_id=enrolment_id)
    is_over = has_ended(context, cohort_id)
    return as_direction([replace(one, is_over=is_over) for one in found if one is not None], sizes)


def team_run(context: Context, team: pd.Series, figures: pd.DataFrame, good: Compared | None) -> Run:
    """A team's good days, week by week; `good` is the change from baseline, if known."""
    cohort_id = str(team["cohort_id"])
    ended = row_of(context.cohorts, "cohort_id", cohort_id)["end_date"]
    until = None if pd.isna(ended) else ended
    return run_of(
        figures,
        context.good_days,
        label=str(team["name"]),
        key=str(team["enrolment_id"]),
        sets=sets_of(context, cohort_id),
        flags=flags_of(context, str(team["enrolment_id"]), cohort_id),
        baseline=baseline_of(team),
        change=good,
        where=str(team["name"]),
        until=until,
        today=context.as_of,
        phases=phases_of(context, "team", str(team["enrolment_id"])),
    )


def _relationships_title(lenses: list[Compared], gap: Compared | None, spread: float) -> str:
    """Which side is higher in the latest survey, where people's own differences tell it from chance."""
    verdicts = {one.verdict for one in lenses} - {Verdict.NOT_ASKED}
    if verdicts == {Verdict.HIDDEN}:
        return f"Relationships, side by side: {WORDS[Verdict.HIDDEN].lower()}"
    asked = {str(one.indicator.lens) for one in lenses if one.verdict is not Verdict.NOT_ASKED}
    if not {"colleagues", "service_users"} <= asked:
        return not_asked(colleagues="colleagues" in asked, service_users="service_users" in asked).title
    if gap is None or gap.after is None or not is_shown(gap.after):
        return f"Relationships, side by side: {WORDS[Verdict.HIDDEN].lower()}"
    found = paired(float(gap.after["value"]), spread, int(gap.after["n_low"]))
    if found.low is None or found.high is None or found.low <= 0 <= found.high:
        return "Relationships: no difference between the two sides that we can tell from chance"
    side = "service users" if found.low > 0 else "colleagues"
    size = words.points_text(gap.indicator, found.estimate, signed=False)
    return f"Relationships: {size} higher with {side} in the latest survey"


def _relationships(
    lenses: list[Compared], gap: Compared | None, spreads: dict[str, float], of_cohort: AllTeams
) -> Comparison:
    """Both relationships, first survey against latest; folded where neither may be shown."""
    record = comparison(
        lenses,
        title=_relationships_title(lenses, gap, spreads.get(GAP, math.nan)),
        subtitle="Points of 100, first survey against latest; people who answered",
        notes=tuple(dict.fromkeys(note for one in lenses for note in one.indicator.caveats)),
    )
    if record.verdict is not Verdict.HIDDEN:
        return record
    return replace(record, instead=of_cohort.sentence([one.indicator for one in lenses]))


def _not_shown(compared: list[Compared], of_cohort: AllTeams) -> str:
    """One line for everything the team was asked that may not be shown, and what its cohort shows instead."""
    hidden = [one.indicator for one in compared if one.verdict is Verdict.HIDDEN]
    names = words.listed([indicator.name.lower() for indicator in hidden])
    told = f"{WORDS[Verdict.HIDDEN]}: {names}."
    return " ".join(filter(None, (told, of_cohort.sentence(hidden)))) if hidden else ""


def _alone(compared: list[Compared], figures: pd.DataFrame) -> set[str]:
    """Measures of which a round is shown, but not two that could be compared: one alone, or a bound."""
    shown = figures[(figures["period_kind"] == "round") & (figures["state"] == "shown")]
    hidden = [one.indicator for one in compared if one.verdict is Verdict.HIDDEN]
    return {indicator.id for indicator in hidden if len(of_indicator(shown, indicator))}


def _by_date(compared: list[Compared]) -> str:
    """One line for the measures whose change cannot be told, though a survey can be."""
    names = words.listed([one.indicator.name.lower() for one in compared])
    return f"Change cannot be told of {names}: no two surveys can be compared." if names else ""


def _about(context: Context, team: pd.Series) -> str:
    parts = [
        context.cohort_name(str(team["cohort_id"])),
        text_of(team["organisation"]),
        SETTINGS.get(text_of(team["setting"]), ""),
    ]
    if pd.notna(team["left_on"]):
        parts.append(f"left in {words.month(team['left_on'])}")
    return " · ".join(part for part in parts if part)
