"""What has arrived and cannot be shown yet: told to the team and its facilitator, without any number."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from joy.access import NotAllowed, Who, sees_waiting
from joy.frames import each
from joy.store.reader import Asker
from joy.views import words


RECEIVED = "received; appears when it can be shown safely"
WHICH = {"late": ", late answers", "taken_back": ""}  # the rest of a round may well be shown
WHY = {
    "late": "It came after its period was published, and too few answers would be added to show them safely.",
    "taken_back": "Something was taken back, and too few answers differ from what was shown before.",
}


@dataclass(frozen=True)
class TeamWaiting:
    """What waits of one team: a line for each survey, one for all weeks of good days, and why in a sentence each."""

    enrolment_id: str
    name: str
    cohort_id: str
    lines: tuple[str, ...]
    why: tuple[str, ...]
    since: pd.Timestamp


def what_waits(store: Asker, who: Who, programme_id: str) -> tuple[TeamWaiting, ...]:
    """Everything that waits in a programme of those teams of which `who` may know it, in order of enrolment.

    Answers of leaders, evaluators and data leads come back empty; it is no refusal, for a page asks this in passing.
    """
    waiting = store.ask("release/waiting_before", programme_id=programme_id)
    if waiting.empty:
        return ()
    teams = store.ask("views/teams", programme_id=programme_id)
    rounds = store.ask("views/rounds", programme_id=programme_id).set_index("round_id")["name"]
    return tuple(
        _of_team(team.enrolment_id, team.name, team.cohort_id, own, rounds)
        for team in each(teams)
        if len(own := waiting[waiting["enrolment_id"] == team.enrolment_id]) and sees_waiting(who, team.enrolment_id)
    )


def team_waits(store: Asker, who: Who, programme_id: str, enrolment_id: str) -> TeamWaiting | None:
    """What waits of one team, or None. Raises `NotAllowed` unless for the team itself or its facilitator."""
    if not sees_waiting(who, enrolment_id):
        raise NotAllowed("Your role does not show what waits of this team. Choose another page, or ask your data lead.")
    return next((one for one in what_waits(store, who, programme_id) if one.enrolment_id == enrolment_id), None)


def _of_team(enrolment_id: str, name: str, cohort_id: str, own: pd.DataFrame, rounds: pd.Series) -> TeamWaiting:
    surveys, weeks = own[own["kind"] == "survey"], own[own["kind"] == "tally"]
    named = surveys.drop_duplicates("period_id")
    lines = [f"{rounds.get(row.period_id, 'A survey')}{WHICH[row.why]}: {RECEIVED}" for row in each(named)]
    if len(weeks):
        first = words.day(pd.Timestamp(weeks["period_id"].min()))
        lines.append(f"Good days, from the week of {first}{WHICH['late']}: {RECEIVED}")
    why = tuple(WHY[reason] for reason in WHY if reason in set(own["why"]))
    return TeamWaiting(enrolment_id, name, cohort_id, tuple(lines), why, own["since"].min())
