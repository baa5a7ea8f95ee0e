"""Who may see what: roles, what each is for, and the questions that every view asks before it reads.

Somebody without a role sees nothing. Several roles combine: what one of them may see, the person may see. An id that
does not exist is refused like one that is somebody else's, so that a refusal tells nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from joy.errors import ShownError


Role = Literal["leader", "facilitator", "team", "steward", "evaluator"]
ScopeKind = Literal["everything", "programme", "organisation", "cohort", "team"]
EVERYBODY_ROLES: tuple[Role, ...] = ("leader", "facilitator", "team", "steward", "evaluator")
SCOPE_KINDS: tuple[ScopeKind, ...] = ("everything", "programme", "organisation", "cohort", "team")
ROLE_NAMES: dict[Role, str] = {  # as the reader says them
    "leader": "Leader",
    "facilitator": "Facilitator",
    "team": "Team",
    "steward": "Data lead",
    "evaluator": "Evaluator",
}
SEE_RESULTS: frozenset[Role] = frozenset({"leader", "facilitator", "team", "evaluator"})  # a data lead sees none
SEE_FIRST: frozenset[Role] = frozenset({"facilitator", "team"})  # at once; leaders and evaluators days later
MACHINE = "on this machine: "  # how whoever sits at a machine without sign-in is noted


class NotAllowed(ShownError):
    """Something was asked for that this person's roles do not hold. Nothing of it was read."""


@dataclass(frozen=True)
class Held:
    """One role and everything it is for, worked out to ids.

    `programmes` and `cohorts` are those whose totals are seen; `whole_cohorts` those of which every team is; `teams`
    are enrolment ids. `everything` stands for all there are, now and later.
    """

    role: Role
    everything: bool = False
    programmes: frozenset[str] = frozenset()
    cohorts: frozenset[str] = frozenset()
    whole_cohorts: frozenset[str] = frozenset()
    teams: frozenset[str] = frozenset()

    @property
    def written(self) -> str:
        """The same in one line, for keys: equal for equal reach, different for any other."""
        parts = (self.programmes, self.cohorts, self.whole_cohorts, self.teams)
        return repr((self.role, self.everything, *(sorted(part) for part in parts)))


@dataclass(frozen=True)
class Who:
    """Whoever asks: the signed-in person (or who sits at the machine) with the roles that hold today."""

    person: str
    held: tuple[Held, ...] = ()

    @property
    def roles(self) -> tuple[Role, ...]:
        """The roles held, each once, in the order of `EVERYBODY_ROLES`."""
        mine = {one.role for one in self.held}
        return tuple(role for role in EVERYBODY_ROLES if role in mine)

    @cached_property
    def key(self) -> str:
        """What this person may see, as a short text: a kept answer may be shared by those with equal keys only."""
        written = "\n".join(sorted(one.written for one in self.held))
        return hashlib.sha256(written.encode()).hexdigest()


NOBODY = Who("")


def owner_of_machine(role: Role, *, programme_id: str = "", cohort_id: str = "", enrolment_id: str = "") -> Who:
    """Let whoever sits at a machine without sign-in look as `role`; a team sees the one named, or nothing.

    Who has the machine has the file, so this protects nobody: it shows what each role would see.
    """
    person = f"{MACHINE}{ROLE_NAMES[role].lower()}"
    if role != "team":
        return Who(person, (Held(role, everything=True),))
    if not (programme_id and cohort_id and enrolment_id):
        return Who(person)
    return Who(f"{person} {enrolment_id}", (team_member(programme_id, cohort_id, enrolment_id),))


def team_member(programme_id: str, cohort_id: str, enrolment_id: str) -> Held:
    """What a team sees: itself, and the totals of its cohort and its programme."""
    return Held(
        "team",
        programmes=frozenset({programme_id}),
        cohorts=frozenset({cohort_id}),
        teams=frozenset({enrolment_id}),
    )


AT_THE_SHELL = owner_of_machine("steward")  # whoever has the machine's shell may give the first roles


def sees_results(who: Who) -> bool:
    """Whether any result at all may be seen."""
    return any(one.everything or one.programmes for one in _seeing(who))


def sees_programme(who: Who, programme_id: str) -> bool:
    """Whether the totals of this programme may be seen."""
    return _any_programme(_seeing(who), programme_id)


def sees_whole_programme(who: Who, cohort_ids: Iterable[str]) -> bool:
    """Whether every team of all these cohorts of a programme may be seen."""
    return all(sees_whole_cohort(who, cohort_id) for cohort_id in cohort_ids)


def sees_cohort(who: Who, cohort_id: str) -> bool:
    """Whether the totals of this cohort may be seen."""
    return _any_cohort(_seeing(who), cohort_id)


def sees_whole_cohort(who: Who, cohort_id: str) -> bool:
    """Whether the figures of every team of this cohort may be seen, or only its totals and one's own."""
    return any(one.everything or cohort_id in one.whole_cohorts for one in _seeing(who))


def sees_team(who: Who, enrolment_id: str) -> bool:
    """Whether the figures of this team in its cohort may be seen."""
    return _any_team(_seeing(who), enrolment_id)


def sees_first(who: Who, *, programme_id: str = "", cohort_id: str = "", enrolment_id: str = "") -> bool:
    """Whether a new update is seen at once there; the narrowest of the ids given decides."""
    first = [one for one in who.held if one.role in SEE_FIRST]
    if enrolment_id:
        return _any_team(first, enrolment_id)
    return _any_cohort(first, cohort_id) if cohort_id else _any_programme(first, programme_id)


def first_only(who: Who) -> Who:
    """Leave out the roles that wait some days for a new update: with it, only the others may be used.

    Roles add up within one update. The reach of a role that waits, added to an update it does not see yet, would open
    every team's new figures to whoever is also in one team.
    """
    return Who(who.person, tuple(one for one in who.held if one.role in SEE_FIRST or one.role not in SEE_RESULTS))


def first_shows_all(who: Who, cohort_ids: Iterable[str], enrolment_ids: Iterable[str]) -> bool:
    """Whether, of these cohorts and teams, the roles that do not wait show as much as all roles together."""
    first = first_only(who)
    cohorts = (
        question(first, cohort_id) or not question(who, cohort_id)
        for cohort_id in cohort_ids
        for question in (sees_cohort, sees_whole_cohort)
    )
    return all(cohorts) and all(sees_team(first, team) or not sees_team(who, team) for team in enrolment_ids)


def sees_waiting(who: Who, enrolment_id: str) -> bool:
    """Whether one may know what of a team has arrived and waits, or that it sent nothing: it and its facilitator."""
    return sees_first(who, enrolment_id=enrolment_id)


def opens_early(who: Who, enrolment_id: str) -> bool:
    """Whether one may let leaders see a team's new results before the days are over: the team itself only."""
    return _any_team([one for one in who.held if one.role == "team"], enrolment_id)


def administers(who: Who) -> bool:
    """Whether files, questionnaires, thresholds and roles may be seen and changed: the data lead."""
    return any(one.role == "steward" and one.everything for one in who.held)


def need(allowed: bool, what: str) -> None:
    """Refuse in words unless `allowed`; `what` completes “Your role does not show …”."""
    if not allowed:
        raise NotAllowed(f"Your role does not show {what}. Choose another page, or ask your data lead.")


def need_programme(who: Who, programme_id: str) -> None:
    """Raise `NotAllowed` unless the totals of this programme may be seen."""
    need(sees_programme(who, programme_id), "the results of this programme")


def need_cohort(who: Who, cohort_id: str) -> None:
    """Raise `NotAllowed` unless the totals of this cohort may be seen."""
    need(sees_cohort(who, cohort_id), "the results of this cohort")


def need_team(who: Who, enrolment_id: str) -> None:
    """Raise `NotAllowed` unless the figures of this team may be seen."""
    need(sees_team(who, enrolment_id), "the results of this team")


def need_results(who: Who) -> None:
    """Raise `NotAllowed` unless any result may be seen."""
    need(sees_results(who), "results")


def need_steward(who: Who) -> None:
    """Raise `NotAllowed` unless one is the data lead."""
    need(administers(who), "this; it is for the data lead")


def _seeing(who: Who) -> list[Held]:
    return [one for one in who.held if one.role in SEE_RESULTS]


def _any_programme(held: Iterable[Held], programme_id: str) -> bool:
    return any(one.everything or programme_id in one.programmes for one in held)


def _any_cohort(held: Iterable[Held], cohort_id: str) -> bool:
    return any(one.everything or cohort_id in one.cohorts for one in held)


def _any_team(held: Iterable[Held], enrolment_id: str) -> bool:
    return any(one.everything or enrolment_id in one.teams for one in held)
