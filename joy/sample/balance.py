"""The balancing questions, from cohort 4 on: was it hard, was it worth it, was it done, was there too much support."""

from __future__ import annotations

import numpy as np
from scipy.special import expit

from joy.sample.people import WELLBEING, Numbers
from joy.sample.plan import stream
from joy.sample.rounds import Round
from joy.sample.teams import Enrolment


FIRST_COHORT = 4
# Log odds of a yes at the programme's usual wellbeing, and how much a step more of wellbeing adds. Hard days are
# nearly as frequent whatever the wellbeing, and a hard day is as often worthwhile as an easy one.
ODDS = {
    "hard_day": (-0.1, -0.15),
    "worthwhile_day": (0.9, 0.6),
    "work_done": (0.5, 0.3),
    "too_much_support": (-2.2, 0.0),
}
SKIP_SHARE = 0.03


def balance_answers(at: Round, e: Enrolment, wellbeing: Numbers) -> list[dict[str, str]]:
    """Return each person's four answers by item key; all empty in cohorts that were not asked."""
    if e.cohort.ordinal < FIRST_COHORT:
        return [dict.fromkeys(ODDS, "") for _ in wellbeing]
    rng = stream(f"balance of {at.round_id} {e.enrolment_id}")
    apart = wellbeing - WELLBEING.start
    said = {key: rng.random(apart.size) < expit(base + slope * apart) for key, (base, slope) in ODDS.items()}
    given = rng.random((len(ODDS), apart.size)) >= SKIP_SHARE
    return [
        {key: _word(bool(said[key][n]), bool(given[k, n])) for k, key in enumerate(ODDS)} for n in np.arange(apart.size)
    ]


def _word(is_yes: bool, is_given: bool) -> str:
    return ("Yes" if is_yes else "No") if is_given else ""
