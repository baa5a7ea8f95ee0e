"""How far the teams of each cohort moved since their start, where it may be shown; never ranked."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import pandas as pd

from joy.access import Who, need_programme, need_results, sees_whole_cohort, sees_whole_programme
from joy.definitions import Indicator
from joy.errors import NotFound
from joy.findings import Verdict
from joy.findings.compare import TeamChanges
from joy.findings.records import TITLE_WORDS
from joy.frames import each
from joy.store.reader import Asker
from joy.views import words
from joy.views.changes import Compared, compare
from joy.views.compare import ELSEWHERE, seen_cohorts, version_of
from joy.views.context import Context, context_of
from joy.views.roster import as_direction
from joy.views.sentences import fitting
from joy.views.verdicts import team_verdicts
from joy.views.wall import no_findings, until_the_end


Point = tuple[str, str, float, str, str]
CohortRow = tuple[str, str, float]

ENDS = ("baseline", "latest", "round")
NO_SIZES = pd.DataFrame({"valid_from": pd.Series(dtype="datetime64[s]"), "headcount": pd.Series(dtype="Int64")})
FEWEST_FOR_MIDDLE = 5  # ours: the middle of fewer teams is one of them
UNSEEN = "The teams of this cohort are not shown to you"


@dataclass(frozen=True)
class Asked:
    """One measure in one version: the cohorts' figures, each team's, and each team's sizes, by enrolment."""

    indicator: Indicator
    of_cohorts: pd.DataFrame
    of_teams: dict[str, pd.DataFrame]
    sizes: dict[str, pd.DataFrame]


def teams_compared(store: Asker, release: Asker, who: Who, indicator_id: str) -> TeamChanges:
    """A dot for every team whose change in a headline measure may be shown, cohort by cohort.

    Only of cohorts of which `who` may see every team, and only in the version of the question that most cohorts were
    asked. The verdict of a tally is that of the team's own run chart, of a survey that of its interval. Raises
    `NotAllowed`, and `NotFound` for another measure.
    """
    need_results(who)
    context = context_of(store, release, who)
    need_programme(who, context.programme_id)
    indicator = next((one for one in context.headline if one.id == indicator_id), None)
    if indicator is None:
        raise NotFound("There is no such measure to compare cohorts by. Choose one from the list.")
    is_whole = sees_whole_programme(who, context.cohorts["cohort_id"])
    context = replace(context, cohorts=seen_cohorts(context))
    of_cohorts = context.release.ask("views/figures", group_kind="cohort", group_id=None)
    of_cohorts = of_cohorts[of_cohorts["indicator_id"] == indicator.id]
    of_teams = context.release.ask("views/figures", group_kind="team", group_id=None)
    of_teams = of_teams[of_teams["indicator_id"] == indicator.id]
    version = version_of(of_cohorts)
    sizes = context.store.ask("views/sizes", programme_id=context.programme_id)
    asked = Asked(
        indicator,
        of_cohorts[of_cohorts["instrument"] == version],
        {str(name): own for name, own in of_teams[of_teams["instrument"] == version].groupby("group_id")},
        {str(name): own for name, own in sizes.groupby("enrolment_id")},
    )
    elsewhere = set(of_cohorts.loc[of_cohorts["state"] != "not_asked", "group_id"]) - set(asked.of_cohorts["group_id"])
    points: list[Point] = []
    rows: list[CohortRow] = []
    for cohort in each(context.cohorts):
        found = _of_cohort(context, cohort.cohort_id, asked)
        own = [(cohort.name, *_point(one, verdict)) for one, verdict in found or [] if _has_size(one)]
        points += own
        told = UNSEEN if found is None else _counted([one for one, _ in found])
        if not own and cohort.cohort_id in elsewhere:
            told = ELSEWHERE
        rows.append((cohort.name, told, _middle([point[2] for point in own])))
    return _record(indicator, points, rows, is_whole=is_whole)


def _of_cohort(context: Context, cohort_id: str, asked: Asked) -> list[tuple[Compared, Verdict]] | None:
    """The change of each team of a cohort that has one, with its verdict; None where not every team may be seen."""
    if not sees_whole_cohort(context.who, cohort_id):
        return None
    is_good_days = asked.indicator.id == context.good_days.id
    judged = {one.enrolment_id: one.verdict for one in team_verdicts(context, [cohort_id])} if is_good_days else {}
    spread = _spread(asked.of_cohorts[asked.of_cohorts["group_id"] == cohort_id])
    found = []
    for team in each(context.teams[context.teams["cohort_id"] == cohort_id]):
        own = asked.of_teams.get(team.enrolment_id)
        if own is None or not _has_two_ends(own):
            continue
        own = until_the_end(context, cohort_id, own)
        one = compare(asked.indicator, own, no_findings(), label=team.name, spread=spread)
        if one is not None and one.change is not None:
            told = as_direction([one], asked.sizes.get(team.enrolment_id, NO_SIZES))[0]
            found.append((told, judged.get(team.enrolment_id, one.verdict)))
    return found


def _has_two_ends(own: pd.DataFrame) -> bool:
    return int(((own["state"] == "shown") & own["period_kind"].isin(ENDS)).sum()) > 1


def _spread(figures: pd.DataFrame) -> float:
    """The spread among the cohort's people: what a small team borrows for its interval."""
    own = figures["spread"].dropna()
    return float(own.median()) if len(own) else math.nan


def _has_size(one: Compared) -> bool:
    return one.change is not None and not one.change.is_direction_only


def _point(one: Compared, verdict: Verdict) -> tuple[str, float, str, str]:
    difference = one.change.difference if one.change is not None else math.nan
    told = words.change_text(one.indicator, one.change) if one.change is not None else ""
    return one.label, difference, told, str(verdict)


def _middle(values: list[float]) -> float:
    return float(pd.Series(values).median()) if len(values) >= FEWEST_FOR_MIDDLE else math.nan


def _counted(found: list[Compared]) -> str:
    """How many teams went which way; the size of some is not told, their way is."""
    sized = [one.change.difference for one in found if one.change is not None and _has_size(one)]
    ways = [one.change.difference for one in found if one.change is not None and not _has_size(one)]
    if not sized and not ways:
        return "No team's change can be shown"
    told = f"{words.several(len(sized), 'team', 'teams')}: {_ways(sized)}" if sized else ""
    more = f"{len(ways)} {'more ' if sized else ''}without size: {_ways(ways)}" if ways else ""
    return "; ".join(filter(None, (told, more)))


def _ways(differences: list[float]) -> str:
    up, down = sum(d > 0 for d in differences), sum(d < 0 for d in differences)
    same = len(differences) - up - down
    parts = [f"{up} higher"] * bool(up) + [f"{down} lower"] * bool(down) + [f"{same} the same"] * bool(same)
    return ", ".join(parts)


def _record(indicator: Indicator, points: list[Point], rows: list[CohortRow], *, is_whole: bool) -> TeamChanges:
    """Put the dots together; without `is_whole` other teams exist that are only not shown to this reader."""
    up, down = sum(point[2] > 0 for point in points), sum(point[2] < 0 for point in points)
    of = words.several(len(points), "team", "teams")
    shown = "that can be shown" if is_whole else "shown to you"
    told = f"of {of} {shown}, {up} higher and {down} lower than at the start"
    none = f"{indicator.name}: {NONE if is_whole else NONE_TO_YOU}"
    title = fitting(TITLE_WORDS, f"{indicator.name}: {told}", told) if points else none
    signalled = any(point[4] in SIGNALLED for point in points)
    return TeamChanges(
        title=title,
        subtitle=f"Points of change since the start ({indicator.unit}), a dot for each team; upright: the middle team",
        verdict=Verdict.NO_CHANGE,
        alt=f"{title}. " + "; ".join(f"{row[0]}: {row[1]}" for row in rows) + ".",
        why=(
            "A single team's change swings widely: most of the spread is chance, so teams are not ranked.",
            *(["A coloured shape is a team whose own result is beyond chance."] if signalled else []),
            "A dot takes both ends, told as numbers; a cohort’s own change rests on teams with one end too.",
            "The middle team is marked where five or more of a cohort can be shown.",
            *([SIZELESS] if any("without size" in row[1] for row in rows) else []),
        ),
        points=pd.DataFrame(points, columns=["cohort", "label", "value", "told", "verdict"]).astype(
            {"value": "float64"}
        ),
        rows=pd.DataFrame(rows, columns=["cohort", "told", "middle"]).astype({"middle": "float64"}),
        is_share=indicator.shows == "share",
        unit=indicator.unit,
    )


NONE = "no team's change can be shown"
NONE_TO_YOU = "no team's change is shown to you"
SIGNALLED = {str(verdict) for verdict in (Verdict.IMPROVED, Verdict.WORSENED, Verdict.CHANGED)}
SIZELESS = "In a small team that a few people joined or left, only the direction is told."
