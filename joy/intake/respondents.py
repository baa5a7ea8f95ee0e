"""Who answered: the role and the enrolment behind the rows of a survey file."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from joy.intake.cells import say
from joy.intake.columns import FIRST_ROW, TextColumn
from joy.intake.labels import match_labels, nearest
from joy.intake.places import Places, Round, map_lines
from joy.intake.problems import Problems, quoted
from joy.intake.profile import Profile


def find_roles(column: TextColumn, profile: Profile, problems: Problems) -> list[str | None]:
    """The coarse role each distinct text means, by the profile's list; blank texts mean that none was given."""

    def unknown(code: int, text: str) -> None:
        reason = f"{quoted(text)} is no role of the profile.{nearest(text, list(profile.roles))}"
        say(
            column,
            code,
            reason,
            f"Correct the cell, or list it in the profile:{map_lines('roles')({text: None})}",
            problems,
        )

    fixed = profile.fixed.get("role")
    known = profile.roles if fixed is None else {fixed: fixed}
    return match_labels(column, known, problems, blank=("", *profile.blank), lines=map_lines("roles"), unknown=unknown)


def find_enrolments(
    team: TextColumn,
    team_of: Sequence[str | None],
    survey: TextColumn,
    round_of: Sequence[Round | None],
    places: Places,
    problems: Problems,
) -> npt.NDArray[np.object_]:
    """The enrolment of every row, from its team and round; None where one of them has no meaning.

    Adds a problem, once per team and round, for a team that was not in the round's cohort while the round was open.
    """
    both = team.codes.astype(np.int64) * len(survey.labels) + survey.codes
    pairs, first, where = np.unique(both, return_index=True, return_inverse=True)
    found = np.empty(len(pairs), dtype=object)
    for place, pair in enumerate(pairs):
        team_code, round_code = divmod(int(pair), len(survey.labels))
        team_id, held = team_of[team_code], round_of[round_code]
        if team_id is None or held is None:
            continue
        enrolment = places.during(team_id, held)
        found[place] = enrolment and enrolment.enrolment_id
        if enrolment is None:
            _say_outside(team, team_code, team_id, held, int(first[place]), places, problems)
    rows: npt.NDArray[np.object_] = found[where]
    return rows


def _say_outside(
    team: TextColumn, code: int, team_id: str, held: Round, place: int, places: Places, problems: Problems
) -> None:
    cohorts = ", ".join(places.cohorts_of(team_id)) or "none"
    open_days = f" ({held.opens_on} to {held.closes_on})" if held.opens_on and held.closes_on else ""
    problems.add(
        f"{quoted(team.labels[code])} was not in cohort {held.cohort_id} while round {held.round_id} was open"
        f"{open_days}; its cohorts: {cohorts}.",
        "Correct the team or the round, or correct the team's enrolment first.",
        row=place + FIRST_ROW,
        column=team.header,
    )
