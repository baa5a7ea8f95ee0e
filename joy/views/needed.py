"""The question of somebody between two meetings: where am I needed? What waits, for whom, and who could do what.

Only teams that are enrolled now in a cohort that runs now are looked at: whoever has ended needs nobody. That a team
has nothing to show lately is told to those who may know; others read how many, as on the landing page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pandas as pd

from joy.access import Who, need_programme, sees_team, sees_waiting, sees_whole_programme
from joy.findings import Finding, Verdict
from joy.findings.needed import Needed, NeedGroup
from joy.findings.records import TITLE_WORDS
from joy.store.reader import Asker
from joy.views import words
from joy.views.context import Context, context_of
from joy.views.needed_groups import KINDS, LEAD, Line, Live, group_of
from joy.views.needed_rules import Roles
from joy.views.seen import many_teams
from joy.views.sentences import fitting
from joy.views.taking_part import SILENT, last_point, live_and_silent
from joy.views.verdicts import TeamVerdict, team_verdicts


NOBODY = "Nothing waits for anybody today; a kind word is never wrong"
NO_COHORT = "No cohort is running, so nobody is waiting for you"
NONE_OF_YOURS = "No team that your role shows is in a cohort that runs now"
HOW = (
    "Looked at are teams that are enrolled now, in cohorts that run now.",
    "Teams stand in the order in which they enrolled. It is no ranking: a line says where one person could help.",
)
WEEKS = SILENT.days // 7
WHY_SILENT = (
    f"No week of good days could be shown for {WEEKS} weeks: nothing was sent, or too little to show safely. Only the "
    "team and its facilitator are told."
)


@dataclass(frozen=True)
class Silence:
    """The live teams that have run for as long as silence takes, and those of them with nothing to show lately."""

    every: Sequence[TeamVerdict]
    silent: Sequence[TeamVerdict]


def needed(store: Asker, release: Asker, who: Who, programme_id: str) -> Needed:
    """List what waits for somebody in the running cohorts of a programme, as far as `who` sees their teams.

    A role of a single team opens nothing here. Raises `NotAllowed`.
    """
    who = many_teams(who)
    need_programme(who, programme_id)
    context = context_of(store, release, who)
    roles = store.ask("views/needed_roles", programme_id=programme_id, until=context.as_of.date())
    live = Live(context, _live_teams(context), Roles(roles, context.as_of))
    found = _silence(live)
    groups = list(_groups(live, found))
    shown = tuple(group for group in groups if group.needs)
    return Needed(
        headline=_headline(live, shown),
        groups=shown,
        none=_none(live, [group for group in groups if not group.needs]),
        silent=_how_many(live, found),
    )


def _live_teams(context: Context) -> pd.DataFrame:
    """The teams that are enrolled now, in cohorts that run now, of those that may be seen."""
    cohorts, teams, today = context.cohorts, context.teams, context.as_of
    runs = ~(cohorts["start_date"] > today) & ~(cohorts["end_date"] <= today)
    is_here = ~(teams["joined_on"] > today) & ~(teams["left_on"] <= today)
    mine = teams["enrolment_id"].map(lambda name: sees_team(context.who, name)).astype("bool")
    return teams[is_here & mine & teams["cohort_id"].isin(cohorts.loc[runs, "cohort_id"])]


def _silence(live: Live) -> Silence:
    cohorts = list(dict.fromkeys(live.teams["cohort_id"]))
    return Silence(*live_and_silent(live.context, team_verdicts(live.context, cohorts)))


def _groups(live: Live, found: Silence) -> Iterator[NeedGroup]:
    """Every kind in the order of the page; nothing to show lately only for whoever may know it of all these teams."""
    for kind, (title, why, find) in KINDS.items():
        yield group_of(live, kind, title, why, find(live))
        known = [team for team in found.silent if sees_waiting(live.context.who, team.enrolment_id)]
        if kind == LEAD and (known or _knows_all(live)):
            yield group_of(live, "silent", f"Nothing to show for {WEEKS} weeks", WHY_SILENT, _silent(live, known))


def _silent(live: Live, teams: Sequence[TeamVerdict]) -> Iterator[Line]:
    for team in teams:
        when = f"since {words.day(last_point(team) - pd.Timedelta(days=1))}" if team.shown else "yet"
        champion = live.who(team.enrolment_id, "data_champion", "the data champion")
        ask = f"Ask {champion} whether the question still reaches everybody."
        yield team.enrolment_id, f"no week to show {when}", ask


def _knows_all(live: Live) -> bool:
    """Whether the reader is told of each of these teams that it has nothing to show."""
    return all(sees_waiting(live.context.who, str(name)) for name in live.teams["enrolment_id"])


def _sees_all(live: Live) -> bool:
    """Whether every team of the programme is the reader's to see."""
    return sees_whole_programme(live.context.who, live.context.cohorts["cohort_id"])


def _how_many(live: Live, found: Silence) -> str:
    """How many teams have nothing to show lately, as the landing page counts them; empty for who knows which."""
    if not found.silent or not _sees_all(live) or _knows_all(live):
        return ""
    of = words.several(len(found.every), "live team", "live teams")
    return f"{len(found.silent)} of {of} without a point to show for {WEEKS} weeks; facilitators see which."


def _headline(live: Live, groups: Sequence[NeedGroup]) -> Finding:
    """The page in one sentence: how many things, for how many teams."""
    needs = [need for group in groups for need in group.needs]
    teams, of = len({need.enrolment_id for need in needs}), words.several(len(live.teams), "live team", "live teams")
    title = NOBODY if len(live.teams) else NO_COHORT if _sees_all(live) else NONE_OF_YOURS
    if needs:
        told = f"{words.several(len(needs), 'thing', 'things')} somebody could do now, for {teams} of {of}"
        title = fitting(TITLE_WORDS, told)
    cohorts = [live.context.cohort_name(name) for name in dict.fromkeys(live.teams["cohort_id"])]
    about = " · ".join(filter(None, (words.listed(cohorts), f"as of {words.day(live.context.as_of)}")))
    return Finding(title=title, subtitle=about, verdict=Verdict.NO_CHANGE, alt=f"{title}.", why=HOW)


def _none(live: Live, empty: Sequence[NeedGroup]) -> str:
    """What was looked for and not found, so that an empty place is an answer."""
    names = [f"{group.title[0].lower()}{group.title[1:]}" for group in empty]
    return f"Looked for, and none found: {words.listed(names)}." if names and len(live.teams) else ""
