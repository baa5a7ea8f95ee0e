"""A small programme written straight into a database, so that a test can say exactly what everybody answered."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

import pandas as pd

from joy.store import Store


START = date(2024, 1, 1)  # a Monday: learning set 1
SET_GAP = timedelta(weeks=6)
SETS = 4
# The six questions of the relationship questionnaires (data/instruments/p6_colleagues.toml, …), both ways alike.
P6 = ("genuine", "seen", "understand", "differ", "repair", "energy")
RoundAnswers = Iterable[tuple[str, str, str | None, dict[tuple[str, str], int]]]


def lay_out(store: Store, teams: dict[str, list[int]], *, today: date = date(2024, 7, 1)) -> None:
    """Make one programme with the cohorts of `teams`: {cohort_id: [people of each team]}; two rounds per cohort.

    Enrolments are called <cohort>-<number from 1>; rounds <cohort>-r1 and <cohort>-r2, at learning sets 1 and 4.
    """
    tables = {
        "programme.programme": [
            {"programme_id": "p", "name": "Small", "start_date": START, "is_invented": True, "today": today}
        ],
        "programme.organisation": [{"org_id": "o", "name": "Org", "sector": "nhs_trust"}],
        "programme.cohort": [_cohort(c, n) for n, c in enumerate(teams, start=1)],
        "programme.learning_event": [_event(c, k) for c in teams for k in range(1, SETS + 1)],
        "programme.survey_round": [_round(c, k) for c in teams for k in (1, 2)],
        "programme.team": [{"team_id": t, "org_id": "o", "name": f"Team {t}"} for t, _, _ in _each(teams)],
        "programme.team_size": [{"team_id": t, "valid_from": START, "headcount": n} for t, _, n in _each(teams)],
        "programme.enrolment": [_enrolment(t, c) for t, c, _ in _each(teams)],
    }
    with store.writing() as writer:
        for table, rows in tables.items():
            frame = pd.DataFrame(rows)
            writer.append(table, frame.assign(**{c: pd.to_datetime(frame[c]) for c in frame if _is_date(frame[c])}))


def add_tallies(
    store: Store, rows: Iterable[tuple[str, date, int, int]], *, instrument: str = "good_day_yes_no@1"
) -> None:
    """Add good-day tallies: (enrolment, day, answers, good answers)."""
    frame = pd.DataFrame(rows, columns=["enrolment_id", "on_date", "n_total", "n_favourable"])
    frame["on_date"] = pd.to_datetime(frame["on_date"])
    with store.writing() as writer:
        writer.append(
            "vault.tally", frame.assign(indicator_id="good_days", instrument=instrument, channel="app", batch_no=1)
        )


def add_responses(store: Store, responses: RoundAnswers, *, rater: str = "staff") -> None:
    """Add completed questionnaires: (enrolment, round, link key, {(instrument, item): code})."""
    items: dict[tuple[str, str], int] = {}
    cells: dict[tuple[str, str], int] = {}
    people, answers = [], []
    for number, (enrolment, survey_round, key, given) in enumerate(responses, start=1):
        cell = cells.setdefault((enrolment, survey_round), len(cells) + 1)
        people.append((number, cell, key))
        answers += [(number, cell, items.setdefault(item, len(items) + 1), code) for item, code in given.items()]
    with store.writing() as writer:
        writer.append("vault.item", _frame([(n, *i) for i, n in items.items()], "item_no instrument item_key"))
        writer.append(
            "vault.survey_cell",
            _frame([(n, *c) for c, n in cells.items()], "cell_no enrolment_id round_id").assign(rater=rater),
        )
        writer.append("vault.response", _frame(people, "response_no cell_no link_key").assign(batch_no=1))
        writer.append("vault.answer", _frame(answers, "response_no cell_no item_no code").assign(batch_no=1))


def everybody(instrument: str, items: Iterable[str], code: int) -> dict[tuple[str, str], int]:
    """One questionnaire with the same code for every item."""
    return {(instrument, item): code for item in items}


def _frame(rows: list[tuple[object, ...]], columns: str) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=columns.split())


def _each(teams: dict[str, list[int]]) -> Iterable[tuple[str, str, int]]:
    return [(f"{c}-{k}", c, people) for c, sizes in teams.items() for k, people in enumerate(sizes, start=1)]


def _is_date(column: pd.Series) -> bool:
    return column.map(lambda cell: isinstance(cell, date)).any()


def _cohort(cohort_id: str, ordinal: int) -> dict[str, object]:
    end = START + SET_GAP * SETS
    return {
        "cohort_id": cohort_id, "programme_id": "p", "ordinal": ordinal, "name": f"Cohort {cohort_id}",
        "start_date": START, "end_date": end, "status": "ended",
    }  # fmt: skip


def _event(cohort_id: str, ordinal: int) -> dict[str, object]:
    return {
        "event_id": f"{cohort_id}-ls{ordinal}", "cohort_id": cohort_id, "ordinal": ordinal, "kind": "learning_set",
        "title": f"Learning set {ordinal}", "starts_on": START + SET_GAP * (ordinal - 1),
    }  # fmt: skip


def _round(cohort_id: str, ordinal: int) -> dict[str, object]:
    opens = START + SET_GAP * (0 if ordinal == 1 else SETS - 1)
    return {
        "round_id": f"{cohort_id}-r{ordinal}", "cohort_id": cohort_id, "ordinal": ordinal, "name": f"Round {ordinal}",
        "event_id": f"{cohort_id}-ls{1 if ordinal == 1 else SETS}", "opens_on": opens,
        "closes_on": opens + timedelta(days=14),
    }  # fmt: skip


def _enrolment(team_id: str, cohort_id: str) -> dict[str, object]:
    return {
        "enrolment_id": team_id, "team_id": team_id, "cohort_id": cohort_id, "ordinal": int(team_id.split("-")[1]),
        "joined_on": START, "baseline_start": START, "baseline_end": START + SET_GAP, "outcome": "completed",
    }  # fmt: skip
