"""What is worked out only when somebody looks closer: limits, the spread of answers, all teams, how sure."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from joy.access import Who, need_cohort, need_team, sees_whole_cohort
from joy.errors import NotFound
from joy.findings import Control, Distribution, Funnel, Scrutiny
from joy.frames import row_of
from joy.store.reader import Asker
from joy.views.against_chance import teams_against_chance
from joy.views.changes import compare
from joy.views.cohort import cohort_run
from joy.views.context import context_of
from joy.views.distributions import distributions
from joy.views.limits import with_limits
from joy.views.scrutiny import scrutiny
from joy.views.team import team_run
from joy.views.timeline import phases_of


@dataclass(frozen=True)
class CohortCloser:
    """A second look at one cohort; `teams` is None where no share was asked of enough teams, or not all may be seen."""

    limits: Control
    answers: tuple[Distribution, ...]
    teams: Funnel | None
    how_sure: Scrutiny


def cohort_closer(store: Asker, release: Asker, who: Who, cohort_id: str) -> CohortCloser:
    """Look closer at one cohort in one published update. Raises `NotAllowed`, and `NotFound` for an unknown cohort."""
    need_cohort(who, cohort_id)
    context = context_of(store, release, who)
    if cohort_id not in set(context.cohorts["cohort_id"]):
        raise NotFound("There is no such cohort in this programme. Choose one from the list.")
    figures = context.release.ask("views/figures", group_kind="cohort", group_id=cohort_id)
    findings = context.release.ask("views/findings", group_kind="cohort", group_id=cohort_id)
    return CohortCloser(
        limits=with_limits(
            cohort_run(context, cohort_id, figures, compare(context.good_days, figures, findings)),
            figures,
            context.good_days,
            aim=None,
            phases=phases_of(context, "cohort", cohort_id),
        ),
        answers=distributions(context, cohort_id, figures),
        teams=teams_against_chance(context, cohort_id) if sees_whole_cohort(who, cohort_id) else None,
        how_sure=scrutiny(context, findings, context.cohort_name(cohort_id)),
    )


def team_limits(store: Asker, release: Asker, who: Who, enrolment_id: str) -> Control:
    """One team's chart with limits and its aim. Raises `NotAllowed`, and `NotFound` for an unknown team."""
    need_team(who, enrolment_id)
    context = context_of(store, release, who)
    if enrolment_id not in set(context.teams["enrolment_id"]):
        raise NotFound("There is no such team in this programme. Choose one from the list.")
    team = row_of(context.teams, "enrolment_id", enrolment_id)
    figures = context.release.ask("views/figures", group_kind="team", group_id=enrolment_id)
    aim = None if pd.isna(team["aim_target"]) else float(team["aim_target"])
    phases = phases_of(context, "team", enrolment_id)
    return with_limits(team_run(context, team, figures, None), figures, context.good_days, aim=aim, phases=phases)
