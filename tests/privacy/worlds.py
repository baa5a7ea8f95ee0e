"""Seeded programmes of invented people, many in one database, in which the red team knows what everybody answered.

Sizes of teams are drawn from a negative binomial with mean 7.2 (500 staff in 70 teams), response rates from 40 to 90 %.
There are open questions, joiners and leavers, unanimous teams, single respondents, and people who tally every day.
A world is a cohort with its own seed; three, ten or seventeen of them make a programme, so that its totals are attacked
too and every number of cohorts has its turn.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np
import pandas as pd

from joy.definitions import DisclosureClass, Policy, load_policy
from joy.store import Store


WORLDS = int(os.environ.get("JOY_RED_TEAM_WORLDS", "120"))  # 300 and more in `make attack-report`
THRESHOLDS = (5, 7, 10)
COHORTS = (3, 10, 17)  # in one programme, ten on average
PROGRAMMES = max(3, WORLDS // 10)
MEAN_SIZE, DISPERSION = 7.2, 4.0
START = date(2024, 1, 1)  # a Monday: learning set 1
SET_GAP = timedelta(weeks=4)
SETS = 4
TODAY = date(2024, 7, 1)
WEEKS = 10
YES_NO = "good_day_yes_no@1"
BALANCE = [("balance@1", key, (0, 1)) for key in ("hard_day", "worthwhile_day", "work_done", "too_much_support")]
WHO5 = [("who5@1998", key, tuple(range(6))) for key in ("cheerful", "calm", "active", "rested", "interested")]
ONES = [
    ("leave_intention@ten", "consider_leaving", tuple(range(1, 11))),
    ("burnout_single@2004", "burnout", tuple(range(1, 6))),
]
ITEMS = [*BALANCE, *WHO5, *ONES]


@dataclass
class Rows:
    """Rows of every table, collected over all programmes."""

    tables: dict[str, list[dict[str, object]]] = field(default_factory=dict)
    responses: list[tuple[int, int, str | None]] = field(default_factory=list)
    answers: list[np.ndarray] = field(default_factory=list)
    cells: int = 0

    def add(self, table: str, **row: object) -> None:
        self.tables.setdefault(table, []).append(row)


def policy_for(k: int) -> Policy:
    """The policy of this installation with the threshold of surveys and pulses at `k`; sensitive answers at 10."""
    policy = load_policy()
    classes = {
        name: rule.model_copy(update={"k_show": max(rule.k_show, k)}) if name != DisclosureClass.WORKFORCE else rule
        for name, rule in policy.classes.items()
    }
    return policy.model_copy(update={"classes": classes})


def k_of(number: int) -> int:
    """The threshold that a programme is released under."""
    return THRESHOLDS[number // len(COHORTS) % len(THRESHOLDS)]


def worlds_in(numbers: range) -> int:
    """How many worlds these programmes hold."""
    return sum(COHORTS[number % len(COHORTS)] for number in numbers)


def build(store: Store, numbers: range) -> None:
    """Write the programmes with these numbers into one database: w0, w1, …"""
    rows = Rows()
    for number in numbers:
        _world(rows, number)
    with store.writing() as writer:
        for table, own in rows.tables.items():
            writer.append(table, _typed(pd.DataFrame(own)))
        items = [(n, ref, key) for n, (ref, key, _) in enumerate(ITEMS, start=1)]
        writer.append("vault.item", pd.DataFrame(items, columns=["item_no", "instrument", "item_key"]))
        people = pd.DataFrame(rows.responses, columns=["response_no", "cell_no", "link_key"])
        writer.append("vault.response", people.assign(batch_no=1))
        answers = pd.DataFrame(np.concatenate(rows.answers), columns=["response_no", "cell_no", "item_no", "code"])
        writer.append("vault.answer", answers.assign(batch_no=1))


def _typed(frame: pd.DataFrame) -> pd.DataFrame:
    days = [c for c in frame if frame[c].map(lambda cell: isinstance(cell, date)).any()]
    return frame.assign(**{c: pd.to_datetime(frame[c]) for c in days})


def _world(rows: Rows, number: int) -> None:
    programme = f"w{number}"
    rows.add("programme.programme", programme_id=programme, name=f"World {number}", start_date=START,
             is_invented=True, today=TODAY)  # fmt: skip
    rows.add("programme.organisation", org_id=f"{programme}-o", name="Org", sector="nhs_trust")
    for c in range(1, COHORTS[number % len(COHORTS)] + 1):
        _cohort(rows, np.random.default_rng([20261123, number, c]), programme, f"{programme}c{c}", c)


def _cohort(rows: Rows, rng: np.random.Generator, programme: str, cohort: str, ordinal: int) -> None:
    rows.add("programme.cohort", cohort_id=cohort, programme_id=programme, ordinal=ordinal, name=f"Cohort {ordinal}",
             start_date=START, end_date=START + SET_GAP * SETS, status="ended")  # fmt: skip
    for k in range(1, SETS + 1):
        rows.add("programme.learning_event", event_id=f"{cohort}-ls{k}", cohort_id=cohort, ordinal=k,
                 kind="learning_set", title=f"Set {k}", starts_on=START + SET_GAP * (k - 1))  # fmt: skip
    rounds = int(rng.integers(2, 4))
    for k in range(1, rounds + 1):
        opens = START + SET_GAP * (k - 1)
        rows.add("programme.survey_round", round_id=f"{cohort}r{k}", cohort_id=cohort, ordinal=k, name=f"Round {k}",
                 event_id=f"{cohort}-ls{k}", opens_on=opens, closes_on=opens + timedelta(days=13))  # fmt: skip
    rate = rng.uniform(0.4, 0.9)
    for t in range(1, int(rng.integers(3, 7)) + 1):
        _team(rows, rng, cohort, f"{programme}-o", t, rounds, rate)


def size_of(rng: np.random.Generator) -> int:
    """People in a team."""
    return max(1, int(rng.negative_binomial(DISPERSION, DISPERSION / (DISPERSION + MEAN_SIZE))))


def _team(rows: Rows, rng: np.random.Generator, cohort: str, org: str, ordinal: int, rounds: int, rate: float) -> None:
    team, size = f"{cohort}t{ordinal}", size_of(rng)
    rows.add("programme.team", team_id=team, org_id=org, name=f"Team {team}")
    rows.add("programme.team_size", team_id=team, valid_from=START, headcount=size)
    rows.add("programme.enrolment", enrolment_id=team, team_id=team, cohort_id=cohort, ordinal=ordinal,
             joined_on=START, baseline_start=START, baseline_end=START + SET_GAP, outcome="completed")  # fmt: skip
    people = _answers(rng, size + 2)  # two more who may join
    is_in = np.arange(size + 2) < size
    for k in range(1, rounds + 1):
        if k > 1 and rng.random() < 0.3:
            is_in = _one_comes_or_goes(rng, is_in)
        stays = rng.random(people.shape) < 0.8  # most answer as last time
        people = np.where(stays, people, _answers(rng, len(people)))
        who = np.flatnonzero(is_in & (rng.random(len(is_in)) < rate))
        _round(rows, rng, team, f"{cohort}r{k}", people, who)
    _tallies(rows, rng, team, size)


def _answers(rng: np.random.Generator, count: int) -> np.ndarray:
    """Everybody's codes, by person and item; in one team of eight all are of one mind."""
    draws = np.column_stack([rng.choice(codes, size=count) for _, _, codes in ITEMS])
    return np.repeat(draws[:1], count, axis=0) if rng.random() < 1 / 8 else draws


def _one_comes_or_goes(rng: np.random.Generator, is_in: np.ndarray) -> np.ndarray:
    changed = is_in.copy()
    who = int(rng.integers(len(is_in)))
    changed[who] = not changed[who]
    return changed if changed.any() else is_in


def _round(
    rows: Rows, rng: np.random.Generator, team: str, survey_round: str, people: np.ndarray, who: np.ndarray
) -> None:
    if not len(who):
        return
    rows.cells += 1
    rows.add("vault.survey_cell", cell_no=rows.cells, enrolment_id=team, round_id=survey_round, rater="staff",
             batch_no=1)  # fmt: skip
    first = len(rows.responses) + 1
    keys = [f"{team}-{p}" if rng.random() < 0.7 else None for p in who]
    rows.responses += [(first + i, rows.cells, key) for i, key in enumerate(keys)]
    asked = rng.random((len(who), len(ITEMS))) > 0.04
    person, item = np.nonzero(asked)
    rows.answers.append(
        np.column_stack([first + person, np.full(len(person), rows.cells), item + 1, people[who[person], item]])
    )


def _tallies(rows: Rows, rng: np.random.Generator, team: str, size: int) -> None:
    """Good-day answers on working days; some answer nearly every day, most seldom."""
    eager = np.where(rng.random(size) < 0.2, 0.8, rng.uniform(0.05, 0.35))
    good = rng.choice([0.02, 0.5, 0.7, 0.98], size=size, p=[0.1, 0.35, 0.45, 0.1])
    for day in range(WEEKS * 7):
        if day % 7 > 4:
            continue
        answered = rng.random(size) < eager
        if answered.any():
            yes = int((rng.random(size) < good)[answered].sum())
            rows.add("vault.tally", enrolment_id=team, indicator_id="good_days", instrument=YES_NO,
                     on_date=START + timedelta(days=day), n_total=int(answered.sum()), n_favourable=yes,
                     channel="app", batch_no=1)  # fmt: skip
