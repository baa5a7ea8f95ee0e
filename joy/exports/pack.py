"""What a board pack is: what was asked for, what was read for it, and the slides it is cut into."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeVar

import pandas as pd

from joy import views
from joy.access import Who
from joy.exports.tables import Stamp
from joy.findings import Finding, Run, Tile, Verdict
from joy.findings.needed import Need
from joy.store.reader import Asker


Record = TypeVar("Record")
View = Callable[[Asker, Asker, Who, str], Record]  # the programme's tables, the update, who looks, and an id
Tell = Callable[[float, str], None]  # how far along (0 to 1), and what is being made


class See(Protocol):
    """How a view is asked about a programme, cohort or team: as the one reader, in the one published update."""

    def __call__(self, view: View[Record], about: str, /) -> Record: ...


@dataclass(frozen=True)
class Asked:
    """What somebody wants a pack of: a programme, or one cohort alone; slides for which cohorts and teams; since when.

    `since` is the day of the last board meeting; where nobody said, a quarter before the figures end.
    """

    programme_id: str
    only_cohort: str = ""
    cohorts: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()
    since: date | None = None


@dataclass(frozen=True)
class Opening:
    """Page one: what is new, the verdict, what cannot be said, what to decide."""

    title: str
    about: str
    news: str
    verdict: tuple[str, ...]
    cannot_say: tuple[str, ...]
    decisions: tuple[str, ...]
    learned: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Headlines:
    """The headline figures, and a line for each cohort (`cohorts`: Cohort, each headline measure, Teams; all text)."""

    title: str
    about: str
    tiles: tuple[Tile, ...]
    cohorts: pd.DataFrame
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Chart:
    """One record as a picture or a table, and beside it a few lines."""

    title: str
    about: str
    record: Finding
    lines: tuple[str, ...] = ()
    heading: str = ""  # above the lines
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Panel:
    """One team as a small chart, with what may be said of it."""

    label: str
    verdict: Verdict
    told: str
    run: Run


@dataclass(frozen=True)
class Wall:
    """Some of a cohort's teams as small charts on one scale, in order of enrolment."""

    title: str
    about: str
    subtitle: str
    panels: tuple[Panel, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Method:
    """How to read the pack."""

    title: str
    lines: tuple[str, ...]
    notes: tuple[str, ...] = ()


Slide = Opening | Headlines | Chart | Wall | Method


@dataclass(frozen=True)
class Gathered:
    """Everything that parts are made from. `cohorts` and `teams` are those that were chosen, by id, in order."""

    asked: Asked
    see: See
    stamp: Stamp
    programme: views.ProgrammeImpact
    compared: views.CohortsCompared
    news: views.BoardNews
    needs: tuple[Need, ...]
    cohorts: dict[str, views.CohortImpact]
    teams: dict[str, views.TeamPicture]

    @property
    def alone(self) -> views.CohortImpact | None:
        """The one cohort that the pack is about; None for the whole programme."""
        return self.cohorts.get(self.asked.only_cohort)

    @property
    def name(self) -> str:
        return f"{self.programme.name}, {self.alone.name}" if self.alone else self.programme.name


@dataclass(frozen=True)
class Pack:
    """A pack that is ready to be written as slides, a paper or a workbook."""

    name: str
    slides: tuple[Slide, ...]
    gathered: Gathered

    @property
    def stamp(self) -> Stamp:
        return self.gathered.stamp
