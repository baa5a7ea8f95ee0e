"""The filled-in questionnaires of staff and of service users, one row each, in our option labels."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from joy.definitions import load_definitions
from joy.sample.balance import balance_answers
from joy.sample.names import WORDS
from joy.sample.people import (
    COLLEAGUES,
    SERVICE_USERS,
    USERS_VIEW,
    WELLBEING,
    Numbers,
    Questionnaire,
    answers,
    lasting_sides,
    level,
)
from joy.sample.plan import stream
from joy.sample.rounds import Round, rounds, users_invited
from joy.sample.teams import Enrolment, enrolments


Row = dict[str, object]
STAFF_KINDS = (COLLEAGUES, SERVICE_USERS, WELLBEING)
PREFIXES = ("colleagues_", "service_users_", "who5_")
INSTRUMENTS = ("p6_colleagues@1", "p6_service_users@1", "who5@1998")
EARLY_COHORTS = (1, 2)
CODE_SHARE, RETURN_SHARE, SKIP_SHARE = 0.6, 0.93, 0.06
NOT_APPLICABLE = "Not applicable"


@dataclass
class Staff:
    """The people of one team in one cohort: lasting sides (people × STAFF_KINDS), self-chosen codes, roles."""

    sides: Numbers
    codes: list[str]
    roles: list[str]
    keen: Numbers  # who tends to answer at all: mostly the same people every time


def staff_rows(early: bool) -> list[Row]:
    """Return the staff questionnaires of the early cohorts, or of the later ones."""
    chosen = [e for e in enrolments() if (e.cohort.ordinal in EARLY_COHORTS) == early]
    rows = [row for e in chosen for row in _team_staff(e)]
    return _shuffled(rows, f"order of staff {early}")


def service_user_rows() -> list[Row]:
    """Return the service users' questionnaires about the staff who support them; clinical teams only."""
    rows = [row for at in rounds() for e in at.enrolled if e.team.is_clinical for row in _team_users(at, e)]
    return _shuffled(rows, "order of service users")


def _shuffled(rows: Sequence[Row], name: str) -> list[Row]:
    """Put questionnaires of a round in an order that says nothing about who sent them."""
    mixed = [rows[i] for i in stream(name).permutation(len(rows))]
    return sorted(mixed, key=lambda row: str(row["round"]))


def _team_staff(e: Enrolment) -> Iterator[Row]:
    rng = stream(f"staff of {e.enrolment_id}")
    staff = _new_staff(e, e.team.headcount, rng)
    team_sides = rng.normal(size=len(STAFF_KINDS))
    for at in (r for r in rounds() if r.cohort == e.cohort and e in r.enrolled):
        if at.ordinal > 1:
            _replace_leavers(e, staff, rng)
        keenest = np.argsort(staff.keen + rng.normal(0, 0.7, e.team.headcount))
        who = keenest[: round(e.team.headcount * rng.uniform(0.52, 0.80))]
        changes = np.array(e.truth.ratings[:3]) * at.share
        yield from _filled_in(at, e, staff, who, team_sides, changes, rng)


def _new_staff(e: Enrolment, count: int, rng: np.random.Generator) -> Staff:
    roles = ["clinical", "clinical", "clinical", "support"] if e.team.is_clinical else ["support"]
    return Staff(
        lasting_sides(count, len(STAFF_KINDS), rng),
        [_code(rng) for _ in range(count)],
        ["manager", *rng.choice(roles, count - 1).tolist()],
        rng.normal(size=count),
    )


def _code(rng: np.random.Generator) -> str:
    made = f"{rng.choice(WORDS['first'])}-{rng.choice(WORDS['second'])}-{rng.integers(10, 99)}"
    return made if rng.random() < CODE_SHARE else ""


def _replace_leavers(e: Enrolment, staff: Staff, rng: np.random.Generator) -> None:
    fresh = _new_staff(e, e.team.headcount, rng)
    for i in np.flatnonzero(rng.random(e.team.headcount) > RETURN_SHARE):
        staff.sides[i], staff.codes[i] = fresh.sides[i], fresh.codes[i]


def _filled_in(
    at: Round,
    e: Enrolment,
    staff: Staff,
    who: np.ndarray,
    team_sides: Numbers,
    changes: Numbers,
    rng: np.random.Generator,
) -> Iterator[Row]:
    levels = [
        level(kind, staff.sides[who, k], float(team_sides[k]), float(changes[k]), rng)
        for k, kind in enumerate(STAFF_KINDS)
    ]
    blocks = [
        _block(ref, kind, at_level, rng) for ref, kind, at_level in zip(INSTRUMENTS, STAFF_KINDS, levels, strict=True)
    ]
    if not e.team.is_clinical:
        blocks[1] = [_without_users(row, rng) for row in blocks[1]]
    single = _singles(e, levels[2], rng)
    balance = balance_answers(at, e, levels[2])
    for n, person in enumerate(who):
        row: Row = {
            "round": at.round_id,
            "team": e.team.name_on(at.opens_on),
            "code": staff.codes[person],
            "role": staff.roles[person],
        }
        for prefix, block in zip(PREFIXES, blocks, strict=True):
            row |= {prefix + key: label for key, label in block[n].items()}
        yield row | single[n] | {f"balance_{key}": word for key, word in balance[n].items()}


def _block(ref: str, kind: Questionnaire, levels: Numbers, rng: np.random.Generator) -> list[dict[str, str]]:
    """One questionnaire of each person as labels by item key; a few people leave one or two questions open."""
    codes = answers(kind, levels, rng)
    rows = [_labels(ref, person) for person in codes]
    for row in rows:
        if rng.random() < SKIP_SHARE:
            row |= dict.fromkeys(rng.choice(list(row), rng.integers(1, 3), replace=False).tolist(), "")
    return rows


def _labels(ref: str, codes: Iterable[int]) -> dict[str, str]:
    instrument = load_definitions().instruments[ref]
    pairs = zip(instrument.items, codes, strict=True)
    return {item.key: {o.code: o.label for o in instrument.options[item.options]}[int(code)] for item, code in pairs}


def _without_users(row: dict[str, str], rng: np.random.Generator) -> dict[str, str]:
    """In a team without service users most leave these questions open, a few say they do not apply, the rest answer."""
    drawn = rng.random()
    if drawn < 0.55:
        return dict.fromkeys(row, "")
    return dict.fromkeys(row, NOT_APPLICABLE) if drawn < 0.65 else row


def _singles(e: Enrolment, wellbeing: Numbers, rng: np.random.Generator) -> list[Row]:
    """Burnout and looking forward to work, which follow the person's wellbeing with noise of their own."""
    apart = (wellbeing - WELLBEING.start) / 0.85
    burnout = np.clip(np.rint(2.1 - 0.55 * apart + rng.normal(0, 0.75, apart.size)), 1, 5).astype(int)
    forward = np.clip(np.rint(3.2 + 0.55 * apart + rng.normal(0, 0.75, apart.size)), 1, 5).astype(int)
    wording = "look_forward@1" if e.cohort.ordinal in EARLY_COHORTS else "look_forward@2"
    pairs = zip(burnout, forward, strict=True)
    return [{**_labels("burnout_single@2004", [b]), **_labels(wording, [f])} for b, f in pairs]


def _team_users(at: Round, e: Enrolment) -> Iterator[Row]:
    rng = stream(f"users {at.round_id} {e.enrolment_id}")
    count = round(users_invited(at, e) * rng.uniform(0.5, 0.8))
    team_side = float(stream(f"users of {e.enrolment_id}").normal())
    levels = level(USERS_VIEW, rng.normal(size=count), team_side, e.truth.ratings[3] * at.share, rng)
    for labels in _block("p6_rating_staff@1", USERS_VIEW, levels, rng):
        row: Row = {"round": at.round_id, "team": e.team.name_on(at.opens_on)}
        yield row | {f"staff_{key}": label for key, label in labels.items()}
