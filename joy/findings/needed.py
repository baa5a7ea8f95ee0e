"""Records of what waits for somebody: people-sized actions, in order of enrolment and never a ranking."""

from __future__ import annotations

from dataclasses import dataclass

from joy.findings.records import Finding


@dataclass(frozen=True)
class Need:
    """One thing that one person could do for one team: what is so, and who could do what about it."""

    enrolment_id: str
    cohort_id: str
    team: str
    told: str
    ask: str


@dataclass(frozen=True)
class NeedGroup:
    """Needs of one kind, in order of enrolment; `why` says exactly when a team is listed."""

    kind: str
    title: str
    why: str
    needs: tuple[Need, ...]


@dataclass(frozen=True)
class Needed:
    """Everything that the page “Where am I needed” shows. Groups without a need are left out and named in `none`.

    `silent` tells how many live teams have had nothing to show lately, for readers who may not know which.
    """

    headline: Finding
    groups: tuple[NeedGroup, ...]
    none: str
    silent: str

    @property
    def count(self) -> int:
        return sum(len(group.needs) for group in self.groups)
