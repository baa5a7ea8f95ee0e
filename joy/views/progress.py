"""Progress scores as people gave them: the team's own beside the faculty's, and the gap between the two scorers.

A score is a person's judgement in steps of a half; nothing here computes one. Only the gap and the middle are reckoned.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import pandas as pd

from joy.access import Who, need_cohort, sees_team, sees_whole_cohort
from joy.findings import Aligned, Verdict
from joy.findings.work import Progress
from joy.frames import Row, each, only
from joy.store.reader import Asker
from joy.views import words
from joy.views.reach import teams_called
from joy.views.whose import whose_cohort


SCORERS = {"team": "Teams", "faculty": "Faculty"}
FEWEST_TEAMS = 5  # ours: the middle of fewer teams is one of them
LOWEST, HIGHEST = 0.5, 5.0  # IHI assessment scale for collaboratives
GIVEN = "People gave these scores, in steps of a half from 0.5 (intent to take part) to 5 (outstanding, sustained)."
WHY = (GIVEN, "They are never worked out from the figures. A gap between scorers is something to talk about.")


@dataclass(frozen=True)
class CohortProgress:
    """The middle score month by month (None under five teams), and each team that may be seen."""

    path: Aligned | None
    teams: Progress


def cohort_progress(store: Asker, release: Asker, who: Who, cohort_id: str) -> CohortProgress:
    """The progress scores of one cohort. Raises `NotAllowed`, and `NotFound` for an unknown cohort."""
    need_cohort(who, cohort_id)
    context = whose_cohort(store, release, who, cohort_id).context
    scores = context.store.ask("views/progress_scores", cohort_id=cohort_id, until=context.as_of.date())
    teams = context.store.ask("views/enrolled", cohort_id=cohort_id)
    seen = only(teams, (sees_team(who, name) for name in teams["enrolment_id"]))
    called = "" if sees_whole_cohort(who, cohort_id) else teams_called(who, len(seen))
    return CohortProgress(path=_path(scores), teams=_teams(seen, scores, called))


def _path(scores: pd.DataFrame) -> Aligned | None:
    """The middle of all teams' scores in each month with five teams or more, for each scorer."""
    middle = scores.groupby(["scorer", "month"], as_index=False).agg(
        middle=("score", "median"), teams=("score", "size")
    )
    middle = middle[middle["teams"] >= FEWEST_TEAMS]
    if middle.empty:
        return None
    months = pd.date_range(middle["month"].min(), middle["month"].max(), freq="MS")
    place = {month: number for number, month in enumerate(months, start=1)}
    rows = [
        (name, number, float(place[row.month]), f"{row.month:%b %Y}", row.middle, f"{row.teams} teams", number == 1, "")
        for number, (scorer, name) in enumerate(SCORERS.items(), start=1)
        for row in each(middle[middle["scorer"] == scorer])
    ]
    columns = ["cohort", "ordinal", "position", "position_label", "value", "n", "is_live", "bound"]
    lines = pd.DataFrame(rows, columns=columns)
    title = _path_title(lines)
    return Aligned(
        title=title,
        subtitle="Progress score of the middle team, month by month, as teams and as the faculty gave it",
        verdict=Verdict.NO_CHANGE,
        alt=f"{title}.",
        why=(*WHY, "Half of the teams scored in a month stand at the middle or above. Months under five are left out."),
        lines=lines,
        is_share=False,
        minimum=0.0,
        maximum=HIGHEST,
        unit="progress score",
        is_numbered=False,
    )  # fmt: skip


def _path_title(lines: pd.DataFrame) -> str:
    own = lines[lines["ordinal"] == 1] if (lines["ordinal"] == 1).any() else lines
    who = "teams score themselves" if (lines["ordinal"] == 1).any() else "the faculty scores teams"
    first, last = own["value"].iloc[0], own["value"].iloc[-1]
    if len(own) == 1:
        return f"In the middle, {who} {words.number(first)} of 5"
    return f"In the middle, {who} {words.number(last)} of 5; in the first month it was {words.number(first)}"


def _teams(teams: pd.DataFrame, scores: pd.DataFrame, called: str) -> Progress:
    """Each team's latest scores; `called` is what the teams are to a reader who does not see all of them."""
    latest = scores.sort_values("month").groupby(["enrolment_id", "scorer"]).last().reset_index()
    by_team = dict(tuple(latest.groupby("enrolment_id")))
    rows = pd.DataFrame(
        [_row(team, by_team.get(team.enrolment_id)) for team in each(teams)],
        columns=["label", "team", "faculty", "says", "quiet"],
    ).astype({"team": "float64", "faculty": "float64"})
    both = rows.dropna(subset=["team", "faculty"])
    apart = int((both["team"] != both["faculty"]).sum())
    title = f"Team and faculty differ on {apart} of {words.several(len(both), 'team', 'teams')} that both scored"
    if not len(both):
        title = "No team has been scored by both, the team and the faculty"
    return Progress(
        title=f"{called}: latest progress score" if called else title,
        subtitle="Latest progress score of each team, 0.5 to 5, in order of enrolment",
        verdict=Verdict.NO_CHANGE if len(rows) else Verdict.TOO_FEW,
        alt=f"{called or title}. " + "; ".join(f"{r.label}: {r.says}" for r in each(rows)) + ".",
        why=WHY,
        rows=rows,
    )


def _row(team: Row, own: pd.DataFrame | None) -> tuple[object, ...]:
    name = str(team.name)
    if own is None:
        return name, math.nan, math.nan, "Not scored", ""
    said = dict.fromkeys(SCORERS, math.nan) | {row.scorer: float(row.score) for row in each(own)}
    told = [f"{scorer} {words.number(score)}" for scorer, score in said.items() if not math.isnan(score)]
    text = ", ".join(told)
    return name, said["team"], said["faculty"], f"{text[:1].upper()}{text[1:]}", f"{gap_text(said)}, {scored_when(own)}"


def scored_when(found: pd.DataFrame) -> str:
    """When the scores were given: one month, or where it was not the same one that of each scorer."""
    if (found["month"] == found["month"].iloc[0]).all():
        return words.month(found["month"].iloc[0])
    return ", ".join(f"{row.scorer} in {words.month(row.month)}" for row in each(found.iloc[::-1]))


def gap_text(said: dict[str, float]) -> str:
    """How far the two scorers are apart, in words."""
    gap = said["team"] - said["faculty"]
    if math.isnan(gap):
        missing = next(scorer for scorer, score in said.items() if math.isnan(score))
        return f"the {missing} has not scored"
    if gap == 0:
        return "no gap"
    return f"the {'team' if gap > 0 else 'faculty'} scores {words.number(abs(gap))} higher"
