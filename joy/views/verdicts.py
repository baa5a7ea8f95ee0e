"""Every team's verdict on good days, without the words and pictures of a whole chart.

The judging is that of the team's own page and of its cohort's wall; only what a small sparkline needs is kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from joy.access import sees_team
from joy.definitions import Indicator
from joy.findings import WORDS, Verdict
from joy.findings.records import TITLE_WORDS
from joy.frames import Row, each
from joy.views import words
from joy.views.context import Context
from joy.views.figures import of_indicator
from joy.views.runs import Judged, judge
from joy.views.sentences import fitting
from joy.views.timeline import awaiting, baseline_of, phases_of
from joy.views.wall import SIGNALS, until_the_end, with_both_looks


@dataclass(frozen=True)
class TeamVerdict:
    """One team in its cohort: what its weeks say as a whole, and the weeks themselves.

    `verdict` is what the team counts as on its cohort's wall (`with_both_looks`).
    `points`: start date, value number (missing where not shown), is_bound truth (no more than a bound may be told), as
    in `Run`. `by_chance`: how often such a chart signals although nothing changed.
    """

    enrolment_id: str
    name: str
    cohort_id: str
    verdict: Verdict
    points: pd.DataFrame
    step: str
    shown: int
    by_chance: float

    @property
    def is_judged(self) -> bool:
        return self.verdict in SIGNALS or self.verdict is Verdict.NO_CHANGE


@dataclass(frozen=True)
class Signals:
    """How many teams changed beyond chance, of those that can be judged, and how many would seem to if none did.

    `is_hidden`: there are teams, and none of them may be shown.
    """

    teams: int
    judged: int
    improved: int
    worsened: int
    changed: int
    expected: float
    is_hidden: bool = False

    @property
    def signals(self) -> int:
        return self.improved + self.worsened + self.changed

    @property
    def told(self) -> str:
        """What changed, in words: “11 improved and 2 worsened”."""
        counts = (self.improved, "improved"), (self.worsened, "worsened"), (self.changed, "changed without a clear way")
        return words.listed([f"{count} {word}" for count, word in counts if count]) or "none changed beyond chance"

    @property
    def by_chance(self) -> str:
        """How many would seem to change by chance alone; empty where none can be judged."""
        about = round(self.expected)
        return f"by chance alone, {f'about {about}' if about else 'hardly any'} would seem to" if self.judged else ""

    @property
    def title(self) -> str:
        """The same in one sentence."""
        if self.is_hidden:
            return f"Team by team: {WORDS[Verdict.HIDDEN].lower()}"
        if not self.judged:
            return "No team has enough points yet to tell a change from chance"
        many = words.several(self.judged, "team", "teams")
        return fitting(TITLE_WORDS, f"Of {many} with enough weeks, {self.told}")


def team_verdicts(context: Context, cohort_ids: Sequence[str]) -> tuple[TeamVerdict, ...]:
    """Every team of these cohorts that may be seen, cohort by cohort in order of enrolment."""
    indicator = context.good_days
    figures = context.release.ask("views/figures", group_kind="team", group_id=None)
    figures = figures[figures["indicator_id"] == indicator.id]
    every = context.teams[context.teams["cohort_id"].isin(cohort_ids)]
    own = figures[figures["group_id"].isin(every["enrolment_id"])]
    found = []
    for cohort_id in cohort_ids:
        teams = every[every["cohort_id"] == cohort_id]
        inside = until_the_end(context, cohort_id, own[own["group_id"].isin(teams["enrolment_id"])])
        by_team = dict(tuple(inside.groupby("group_id")))
        found += [
            _of_team(context, indicator, team, by_team.get(team.enrolment_id, inside.iloc[0:0]))
            for team in each(teams)
            if sees_team(context.who, team.enrolment_id)
        ]
    return tuple(found)


def signals_of(teams: Iterable[TeamVerdict]) -> Signals:
    """Count verdicts; how many are hidden is not counted."""
    teams = tuple(teams)
    counts = pd.Series([team.verdict for team in teams]).value_counts()
    return Signals(
        teams=len(teams),
        judged=sum(team.is_judged for team in teams),
        improved=int(counts.get(Verdict.IMPROVED, 0)),
        worsened=int(counts.get(Verdict.WORSENED, 0)),
        changed=int(counts.get(Verdict.CHANGED, 0)),
        expected=sum(team.by_chance for team in teams if team.is_judged),
        is_hidden=bool(teams) and all(team.verdict is Verdict.HIDDEN for team in teams),
    )


def _of_team(context: Context, indicator: Indicator, team: Row, figures: pd.DataFrame) -> TeamVerdict:
    judged = _looked(context, indicator, team, of_indicator(figures, indicator))
    return TeamVerdict(
        enrolment_id=str(team.enrolment_id),
        name=str(team.name),
        cohort_id=str(team.cohort_id),
        verdict=judged.verdict,
        points=judged.points[["start", "value"]].assign(is_bound=judged.points["capped"] != ""),
        step=judged.step or "week",
        shown=judged.count,
        by_chance=judged.by_chance,
    )


def _looked(context: Context, indicator: Indicator, team: Row, own: pd.DataFrame) -> Judged:
    """One team judged as the wall judges it: by its whole course, and where somebody began a phase by that too."""
    baseline = baseline_of(team)
    phases = phases_of(context, "team", team.enrolment_id) if len(context.phases) else context.phases
    whole = awaiting(judge(own, indicator, baseline=baseline), baseline, context.as_of)
    if phases.empty:
        return whole
    since = judge(own, indicator, baseline=baseline, phases=phases["from_date"].tolist())
    return with_both_looks(whole, awaiting(since, baseline, context.as_of))
