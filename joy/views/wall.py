"""Every team of a cohort as a small run chart on one scale, and what the wall of them says beyond chance."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TypeVar

import pandas as pd

from joy.access import sees_team, sees_whole_cohort
from joy.change import sign_test
from joy.definitions import Indicator
from joy.findings import WORDS, Multiples, Run, Verdict
from joy.findings.records import TITLE_WORDS
from joy.frames import Row, each, only, row_of
from joy.views import words
from joy.views.changes import Compared, compare
from joy.views.context import Context
from joy.views.reach import teams_called, week_by_week
from joy.views.runs import RINGS, STEPS, Judged
from joy.views.sentences import fitting
from joy.views.timeline import FLAG_COLUMNS, baseline_of, difference_of, phases_of, run_of, sets_of


HALF = 0.5
SIGNALS = {Verdict.IMPROVED, Verdict.WORSENED, Verdict.CHANGED}
SAID = {  # of one team, and of several
    Verdict.IMPROVED: ("improved", "improved"),
    Verdict.WORSENED: ("worsened", "worsened"),
    Verdict.CHANGED: ("changed without a clear way", "changed without a clear way"),
    Verdict.NO_CHANGE: ("shows no change we can tell from chance", "show no change we can tell from chance"),
    Verdict.BASELINE: ("is still in its baseline", "are still in their baseline"),
    Verdict.TOO_FEW: ("has too few points", "have too few points"),
    Verdict.HIDDEN: ("is not shown", "are not shown"),
}

Looked = TypeVar("Looked", Run, Judged)  # a chart, or only its judgement
PHASED = "Where a person started a new phase, a team is counted by its whole course and by what came since."


def wall_of_teams(context: Context, cohort_id: str) -> Multiples:
    """Every team that may be seen as a small run chart on one scale, in order of enrolment."""
    all_figures = context.release.ask("views/figures", group_kind="team", group_id=None)
    indicator, sets = context.good_days, sets_of(context, cohort_id)
    teams = context.teams[context.teams["cohort_id"] == cohort_id]
    teams = only(teams, (sees_team(context.who, enrolment_id) for enrolment_id in teams["enrolment_id"]))
    by_team = dict(tuple(all_figures.groupby("group_id")))
    compared, panels = [], []
    for team in each(teams):
        own = by_team.get(team.enrolment_id, all_figures.iloc[0:0])
        own = until_the_end(context, cohort_id, own)
        one = compare(indicator, own, no_findings(), label=team.name)
        compared.append(one)
        panels.append(_panel(context, own, team, sets, one))
    if not sees_whole_cohort(context.who, cohort_id):
        return _own_teams(panels, indicator, teams_called(context.who, len(panels)))
    return Multiples(
        title=_wall_title(panels),
        subtitle="; ".join(
            filter(
                None,
                (
                    f"{indicator.name}, {indicator.unit}, {_until(context, cohort_id)}on one scale, in order of "
                    "enrolment",
                    by_chance(panels),
                ),
            )
        ),
        verdict=Verdict.NO_CHANGE,
        alt=_alt(panels),
        why=(*_wall_why(panels, compared), *_rings(panels)),
        panels=tuple(panels),
    )


def _own_teams(panels: list[Run], indicator: Indicator, called: str) -> Multiples:
    """Those teams only that are seen, by what they are `called`: a count over teams would speak of the others too."""
    only = f"{panels[0].label}: {panels[0].told.lower()}" if len(panels) == 1 else ""
    title = fitting(TITLE_WORDS, only or week_by_week(called), week_by_week(called))
    return Multiples(
        title=title,
        subtitle=f"{indicator.name}, {indicator.unit}; the other teams of the cohort are not shown to you",
        verdict=Verdict.NO_CHANGE,
        alt=_alt(panels) if panels else f"{title}.",
        panels=tuple(panels),
    )


def _alt(panels: list[Run]) -> str:
    told = "; ".join(f"{panel.label}: {panel.told.lower()}" for panel in panels) or "No team is enrolled yet."
    return " ".join([f"{told}.", *_rings(panels)]) if _rings(panels) else told


def _rings(panels: list[Run]) -> tuple[str, ...]:
    return (RINGS,) if any((panel.points["bound"] != "").any() for panel in panels if len(panel.points)) else ()


def _until(context: Context, cohort_id: str) -> str:
    """What the lines cover: a team that counts on has more weeks on its own page."""
    return "up to the cohort’s end, " if has_ended(context, cohort_id) else ""


def _panel(context: Context, figures: pd.DataFrame, team: Row, sets: pd.DataFrame, change: Compared | None) -> Run:
    """One team's chart, judged as on its own page; its baseline is not drawn, for a panel is small."""
    draw = partial(
        run_of,
        figures,
        context.good_days,
        label=team.name,
        key=team.enrolment_id,
        sets=sets,
        flags=pd.DataFrame(columns=FLAG_COLUMNS),
        baseline=baseline_of(team),
        change=change,
        where=team.name,
        today=context.as_of,
        is_over=has_ended(context, team.cohort_id) or pd.notna(team.left_on),
    )
    run, phases = draw(), phases_of(context, "team", team.enrolment_id)
    if len(phases):
        run = with_both_looks(run, draw(phases=phases))
    return replace(run, baseline=None, baseline_start=None, baseline_end=None)


def with_both_looks(whole: Looked, since: Looked) -> Looked:
    """A chart on which a person started a new phase, counted by its whole course and drawn with the phase.

    The phase alone would forget the change that it was started for: a team would leave the count of those that
    improved by what somebody does with its chart. So the whole course since the baseline counts. Where the phase
    speaks too, and the other way, there is no clear way. Both looks may err, so their chances add up.
    """
    verdict = both_verdicts(whole.verdict, since.verdict)
    return replace(since, verdict=verdict, by_chance=min(1.0, whole.by_chance + since.by_chance))


def both_verdicts(whole: Verdict, since: Verdict) -> Verdict:
    """The verdict of a chart from that of its whole course and of the phase that a person started."""
    said = {verdict for verdict in (whole, since) if verdict in SIGNALS}
    return Verdict.CHANGED if len(said) > 1 else next(iter(said), whole)


def has_ended(context: Context, cohort_id: str) -> bool:
    """Whether the cohort's own time is over, so that its charts get no more points."""
    ended = row_of(context.cohorts, "cohort_id", cohort_id)["end_date"]
    return bool(pd.notna(ended) and ended <= context.as_of)


def _wall_title(panels: list[Run]) -> str:
    if all(panel.verdict is Verdict.HIDDEN for panel in panels) and panels:
        return f"Team by team: {WORDS[Verdict.HIDDEN].lower()}"
    judged = [panel for panel in panels if panel.verdict in SIGNALS | {Verdict.NO_CHANGE}]
    if not judged:
        yet = "" if all(panel.is_over for panel in panels) and panels else " yet"
        return f"No team has enough points{yet} to tell a change from chance"
    told = [
        f"{sum(panel.verdict is verdict for panel in judged)} {word}"
        for verdict, word in (
            (Verdict.IMPROVED, "improved"),
            (Verdict.WORSENED, "worsened"),
            (Verdict.CHANGED, "changed without a clear way"),
        )
        if any(panel.verdict is verdict for panel in judged)
    ]
    said = words.listed(told) if told else "none changed beyond chance"
    return f"Of {words.several(len(judged), 'team', 'teams')} with enough weeks, {said}"


def by_chance(panels: list[Run]) -> str:
    """How many of the judged teams would seem to change if none did; empty where none can be judged yet."""
    if not any(panel.verdict in SIGNALS | {Verdict.NO_CHANGE} for panel in panels):
        return ""
    expected = round(sum(panel.by_chance for panel in panels))
    return f"by chance alone, {f'about {expected}' if expected else 'hardly any'} would seem to change"


def _wall_why(panels: list[Run], compared: list[Compared | None]) -> tuple[str, ...]:
    """Counts of what can be seen; how many are hidden is not counted (A30)."""
    seen = [panel for panel in panels if panel.verdict is not Verdict.HIDDEN]
    counts = [
        words.several(sum(panel.verdict is verdict for panel in seen), *forms)
        for verdict, forms in SAID.items()
        if any(panel.verdict is verdict for panel in seen)
    ]
    differences = [
        difference_of(one) for one, panel in zip(compared, panels, strict=True) if panel.verdict is not Verdict.HIDDEN
    ]
    up, down = sum(d is not None and d > 0 for d in differences), sum(d is not None and d < 0 for d in differences)
    why = [f"Of {words.several(len(seen), 'team', 'teams')} with a chart: {words.listed(counts)}."] if counts else []
    why += [PHASED] * any(len(panel.phases) for panel in seen)
    if up + down > 1:  # a coin that is tossed once says nothing
        chance = sign_test(up, down)
        coin = "a fair coin does as much" if chance < HALF else "no more than a fair coin would do"
        often = f" in {words.chance(chance)} of tries" if chance < HALF else ""
        verb = "is" if up == 1 else "are"
        why.append(
            f"Of the {up + down} teams with weeks that can be shown at both ends, {up} {verb} higher lately than at "
            f"baseline; {coin}{often}."
        )
    return tuple(why)


def by_verdict(wall: Multiples) -> Multiples:
    """The same panels with those that changed first; within one verdict in order of enrolment.

    A leader's own choice of looking, never a ranking: teams of one verdict are not ordered by how far they moved.
    """
    order = list(SAID)
    panels = sorted(wall.panels, key=lambda panel: order.index(panel.verdict))
    told = wall.subtitle.replace("in order of enrolment", "grouped by what changed, then in order of enrolment")
    return replace(wall, panels=tuple(panels), subtitle=told, alt=_alt(panels))


def no_findings() -> pd.DataFrame:
    """No result of people: none is ever made for a single team."""
    return pd.DataFrame(columns=["group_id", "indicator_id", "kind", "instrument", "from_period", "to_period"])


def until_the_end(context: Context, cohort_id: str, figures: pd.DataFrame) -> pd.DataFrame:
    """Figures of the cohort’s own time: few teams tally on, and their later weeks would sway the picture.

    A longer stretch counts where it began in that time: the latest weeks end with the week in which the cohort ends.
    """
    ended = row_of(context.cohorts, "cohort_id", cohort_id)["end_date"]
    if pd.isna(ended):
        return figures
    is_step = figures["period_kind"].isin(STEPS)
    inside: pd.DataFrame = figures[(figures["period_end"] <= ended) | (~is_step & (figures["period_start"] < ended))]
    return inside
