"""The weaker bound for yes-or-no tallies, attacked where people answer several times a week.

Behind five answers, three of them on one day, stand at least three people; with people who answer every day few more.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import worlds

from joy.attack.known import answers_of, value_of
from joy.definitions import DisclosureClass, load_definitions, load_policy
from joy.disclosure import grade, pulse_visible


POLICY = load_policy()
GOOD_DAYS = load_definitions().indicators["good_days"]
DAYS = 5  # working days of a week
SMALLEST = 5  # people in a team


@dataclass
class Bound:
    """What came of many shown weeks: in how many of them fewer than five people stood behind the answers, and in how
    many everybody's answers were certain to an outsider, to a member who knows their own (with the exact number of
    answers, or with the band that is shown), or in a careless release."""

    weeks: int = 0
    shown: int = 0
    few_people: int = 0
    three_people: int = 0
    outsider: int = 0
    insider: int = 0
    insider_by_band: int = 0
    one_other: int = 0
    careless: int = 0


def attack_weeks(reply: float, weeks: int, seed: int = 1) -> Bound:
    """Simulate weeks of small teams where one in five people answers nearly daily; `reply`: mean daily rate."""
    rng = np.random.default_rng(seed)
    found = Bound()
    for _ in range(weeks):
        size = max(SMALLEST, worlds.size_of(rng))
        rate = np.where(rng.random(size) < 1 / 5, 0.9, reply * 0.7)
        good = rng.choice([0.02, 0.6, 0.98], size=size, p=[0.2, 0.5, 0.3])
        answered = rng.random((DAYS, size)) < rate
        yes = answered & (rng.random((DAYS, size)) < good)
        found.weeks += 1
        _attack(found, answered, yes, size)
    return found


def _attack(found: Bound, answered: np.ndarray, yes: np.ndarray, size: int) -> None:
    n, busiest = int(answered.sum()), int(answered.sum(axis=1).max())
    if not pulse_visible([n], [busiest], [size], POLICY)[0]:
        return
    shown = grade(
        yes.sum() / n, n, shows="share", minimum=0.0, maximum=1.0,
        disclosure_class=DisclosureClass.PULSE, counts="answers", policy=POLICY,
    )  # fmt: skip
    if shown is None:
        return
    found.shown += 1
    people = answered.any(axis=0)
    found.few_people += people.sum() < SMALLEST
    found.three_people += people.sum() <= 3
    possible = _possible(shown, n)
    found.outsider += possible in ({0}, {n})
    found.careless += yes.sum() in (0, n)
    each = [(int(answered[:, p].sum()), int(yes[:, p].sum())) for p in np.flatnonzero(people)]
    certain = [_all_alike(shown, range(n, n + 1), own) for own in each]
    low, high = (int(end) for end in (answers_of(shown_row(shown)).low, answers_of(shown_row(shown)).high))
    found.insider += any(certain)
    found.insider_by_band += any(_all_alike(shown, range(low, high + 1), own) for own in each)
    found.one_other += any(certain) and int(people.sum()) == 2


def _all_alike(shown: object, numbers: range, own: tuple[int, int]) -> bool:
    """Whether a member who gave `own` answers, so many of them good, knows that all others' were alike."""
    told, good = own
    ends = set()
    for n in numbers:
        for possible in _possible(shown, n):
            others = possible - good
            if n > told and 0 <= others <= n - told:
                ends.add("none" if others == 0 else "all" if others == n - told else "some")
    return len(ends) == 1 and "some" not in ends


def _possible(shown: object, n: int) -> set[int]:
    """Numbers of good answers that the shown figure allows to whoever knows n."""
    between = value_of(shown_row(shown), GOOD_DAYS, POLICY, n)
    return {good for good in range(n + 1) if between.holds(good / n)}


def shown_row(shown: object) -> object:
    """A graded figure as a row of an update."""
    names = ("value", "capped", "tier", "n_band", "n_low")
    return type("Row", (), {name: getattr(shown, name) for name in names})
