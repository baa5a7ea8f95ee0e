"""What may be chosen: programmes, their cohorts in order, their teams in order of enrolment."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from joy.access import Who, administers, need, sees_cohort, sees_programme, sees_team
from joy.frames import each
from joy.store.reader import Asker


@dataclass(frozen=True)
class Team:
    """A team in one cohort."""

    enrolment_id: str
    name: str
    cohort_id: str


@dataclass(frozen=True)
class Cohort:
    """A cohort and its teams in order of enrolment."""

    cohort_id: str
    name: str
    status: str
    teams: tuple[Team, ...]


@dataclass(frozen=True)
class Programme:
    """A programme and its cohorts in order."""

    programme_id: str
    name: str
    is_invented: bool
    cohorts: tuple[Cohort, ...]


@dataclass(frozen=True)
class Choices:
    """Everything the select boxes offer; empty when nothing has been brought in."""

    programmes: tuple[Programme, ...]


def choices_of(store: Asker, who: Who, *, to_administer: bool = False) -> Choices:
    """List what `who` may look at: programmes, cohorts and teams by name; holds no figure.

    `to_administer` lists every programme and cohort instead, without teams, for the data lead and nobody else.
    """
    if to_administer and not administers(who):
        return Choices(())
    programmes = store.ask("release/programmes")
    return Choices(
        tuple(
            Programme(
                row.programme_id,
                row.name,
                bool(row.is_invented),
                _cohorts(store, who, row.programme_id, to_administer=to_administer),
            )
            for row in each(programmes)
            if to_administer or sees_programme(who, row.programme_id)
        )
    )


def latest_release(store: Asker, who: Who, programme_id: str) -> str | None:
    """The id of the newest published update, or None when nothing has been published yet. Raises `NotAllowed`."""
    need(sees_programme(who, programme_id) or administers(who), "the results of this programme")
    latest = store.ask("release/latest", programme_id=programme_id)
    return None if latest.empty else str(latest["release_id"].iloc[0])


def _cohorts(store: Asker, who: Who, programme_id: str, *, to_administer: bool) -> tuple[Cohort, ...]:
    cohorts = store.ask("views/cohorts", programme_id=programme_id)
    teams = store.ask("views/teams", programme_id=programme_id)
    return tuple(
        Cohort(row.cohort_id, row.name, row.status, _teams(who, teams[teams["cohort_id"] == row.cohort_id]))
        for row in each(cohorts)
        if to_administer or sees_cohort(who, row.cohort_id)
    )


def _teams(who: Who, rows: pd.DataFrame) -> tuple[Team, ...]:
    return tuple(
        Team(row.enrolment_id, row.name, row.cohort_id) for row in each(rows) if sees_team(who, row.enrolment_id)
    )
