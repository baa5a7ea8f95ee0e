"""What is looked for on “Where am I needed”, kind by kind: what is so of a team, and who could do what about it.

Nothing here is computed from what people answered.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from joy.findings.needed import Need, NeedGroup
from joy.frames import Row, each
from joy.views import words
from joy.views.context import Context
from joy.views.needed_rules import LONGEST_TEST, ROOM, Roles, is_past, named, planned_for, stuck_since


TOP = 5.0  # IHI assessment scale for collaboratives: outstanding and sustained; nothing is left to rise to
MONTHS_STILL = 2  # issue 5: a progress score unchanged for two months


@dataclass(frozen=True)
class Live:
    """The teams that are looked at, in order of enrolment, and who holds which role in them."""

    context: Context
    teams: pd.DataFrame
    roles: Roles

    def asked(self, query: str) -> pd.DataFrame:
        """The rows of the programme up to the day that is looked at, of these teams only."""
        context = self.context
        rows = context.store.ask(query, programme_id=context.programme_id, until=context.as_of.date())
        return rows[rows["enrolment_id"].isin(self.teams["enrolment_id"])]

    def who(self, enrolment_id: str, role: str, in_words: str) -> str:
        """Whom to ask: the role, and who holds it where that was noted."""
        team_id = self.teams.loc[self.teams["enrolment_id"] == enrolment_id, "team_id"].iloc[0]
        return named(in_words, self.roles.holder(str(team_id), role))


Line = tuple[str, str, str]  # the team (an enrolment), what is so, and who could do what
Finder = Callable[[Live], Iterator[Line]]


def group_of(live: Live, kind: str, title: str, why: str, lines: Iterator[Line]) -> NeedGroup:
    """Everything of one kind, team after team in order of enrolment."""
    found: Mapping[str, list[tuple[str, str]]] = defaultdict(list)
    for enrolment_id, told, ask in lines:
        found[enrolment_id].append((told, ask))
    needs = [
        Need(str(team.enrolment_id), str(team.cohort_id), str(team.name), told, ask)
        for team in each(live.teams)
        for told, ask in found.get(team.enrolment_id, [])
    ]
    return NeedGroup(kind, title, why, tuple(needs))


def without_lead(live: Live) -> Iterator[Line]:
    for team in each(live.teams):
        if live.roles.holder(team.team_id, "project_lead"):
            continue
        until = live.roles.last_day(team.team_id, "project_lead", team.joined_on)
        told = f"no project lead since {words.day(until)}" if until is not None else "no project lead named yet"
        if live.roles.holder(team.team_id, "sponsor"):
            ask = f"Ask {live.who(team.enrolment_id, 'sponsor', 'the sponsor')} to name one."
        else:
            ask = "It has no sponsor either: ask the team who could lead."
        yield team.enrolment_id, told, ask


def standing_still(live: Live) -> Iterator[Line]:
    """Teams whose scores no scorer has changed for two months; the score itself is people's, never reckoned."""
    for name, own in live.asked("views/needed_scores").groupby("enrolment_id"):
        since = stuck_since(own, live.context.as_of, MONTHS_STILL)
        latest = own.groupby("scorer")["score"].last()
        if since is not None and latest.max() < TOP:
            at = words.listed([words.number(score) for score in sorted(set(latest))])
            coach = live.who(str(name), "qi_coach", "its coach")
            ask = f"Ask the team and {coach} what is in the way."
            yield str(name), f"progress score at {at} of 5 since {words.month(since)}", ask


def escalated(live: Live) -> Iterator[Line]:
    ideas = live.asked("views/needed_ideas")
    for idea in each(ideas[ideas["is_handed_over"]]):
        sponsor = live.who(idea.enrolment_id, "sponsor", "the sponsor")
        yield (
            idea.enrolment_id,
            f"“{idea.title}” is with the sponsor, {_raised(live, idea)}",
            f"Ask {sponsor} to decide.",
        )


def awaiting(live: Live) -> Iterator[Line]:
    ideas = live.asked("views/needed_ideas")
    for idea in each(ideas[~ideas["is_handed_over"]]):
        sponsor = live.who(idea.enrolment_id, "sponsor", "the sponsor")
        told = f"“{idea.title}” needs a sponsor’s word, {_raised(live, idea)}"
        yield idea.enrolment_id, told, f"Ask {sponsor} for a yes, a no, or what it takes."


def _raised(live: Live, idea: Row) -> str:
    days = (live.context.as_of - idea.raised_on).days
    return f"raised {words.several(days, 'day', 'days')} ago, on {words.day(idea.raised_on)}"


def long_tests(live: Live) -> Iterator[Line]:
    as_of, tests = live.context.as_of, live.context.tests
    runs = tests[~(tests["ended_on"] <= as_of) & tests["enrolment_id"].isin(live.teams["enrolment_id"])]
    for test in each(runs):
        if is_past(test.scale, test.started_on, as_of):
            lead = live.who(test.enrolment_id, "project_lead", "the project lead")
            meant = f" planned for {test.scale}," if planned_for(test.scale) else ""
            days = (as_of - test.started_on).days
            told = f"“{test.title}” is still being tested,{meant} {days} days after it began"
            yield test.enrolment_id, told, f"Ask {lead} what came of it: adopt, adapt or abandon?"


LEAD = "lead"
KINDS: dict[str, tuple[str, str, Finder]] = {  # in the order of the page
    LEAD: ("Teams without a project lead", "Nobody holds the role of project lead today.", without_lead),
    "progress": (
        "Progress scores that stand still",
        "No scorer, team or faculty, has given another score for two months. Scores at 5 of 5 are left out.",
        standing_still,
    ),
    "escalated": (
        "Ideas handed to a sponsor",
        "The idea is marked as escalated: the team cannot go on until somebody decides.",
        escalated,
    ),
    "awaiting": (
        "Ideas waiting for an answer",
        "The idea needs a sponsor and is still open: suggested, planned, being tested or adapted.",
        awaiting,
    ),
    "tests": (
        "Tests running long past their plan",
        f"A test has run {ROOM.days} days longer than planned, or {LONGEST_TEST.days} days where no length was noted.",
        long_tests,
    ),
}
