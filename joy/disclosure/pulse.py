"""The bound for anonymous yes-or-no tallies, and the pooling of thin weeks (a written, switchable decision)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray

from joy.definitions.policy import Policy
from joy.definitions.records import DisclosureClass


WEEKS_IN_FORTNIGHT = 2
ENOUGH_PERIODS = 0.5  # ours: with fewer than every other period the line is mostly gap; see `choose_step`
FEWEST_WEEKS = 4  # a step that is kept for good is not chosen from less: two fortnights


class Step(StrEnum):
    """How finely a tally series is published."""

    WEEK = "week"
    FORTNIGHT = "fortnight"
    BETWEEN_SETS = "between_sets"


@dataclass(frozen=True)
class Pooled:
    """Tallies pooled into fortnights, last axis fortnights. The busiest day is the busiest of both weeks."""

    n_total: NDArray[np.int64]
    n_favourable: NDArray[np.int64]
    busiest_day: NDArray[np.int64]


def pulse_visible(
    n_total: ArrayLike, busiest_day: ArrayLike, team_size: ArrayLike, policy: Policy
) -> NDArray[np.bool_]:
    """Say which periods of anonymous tallies may be shown; arrays broadcast, anything missing or odd is hidden.

    `n_total` answers in the period, `busiest_day` answers on the day with most of them, `team_size` people in the
    group. While the pulse rule is on: enough answers, enough of them on one day, a large enough group. While it is off
    (rule R1): people are at least the answers of one day, so the busiest day must reach the class's threshold.
    """
    total, busiest, size = (np.asarray(a, dtype=float) for a in (n_total, busiest_day, team_size))
    k_show = policy.classes[DisclosureClass.PULSE].k_show
    possible = (busiest <= total) & np.isfinite(total)
    rule = policy.pulse
    by_rule = (total >= max(rule.answers, k_show)) & (busiest >= rule.on_one_day) & (size >= rule.team_of)
    by_people = (busiest >= k_show) & (size > 0)
    visible: NDArray[np.bool_] = possible & (by_rule if rule.enabled else by_people)
    return visible


def bound_in_words(policy: Policy) -> str:
    """Say on a screen what a point of tallies counts, and the bound it passed (R1)."""
    rule, k_show = policy.pulse, policy.classes[DisclosureClass.PULSE].k_show
    if not rule.enabled:
        return f"Counts answers, not people: a point needs answers from {k_show} people on one day at least."
    return (
        f"Counts answers, not people: a point needs {max(rule.answers, k_show)} answers, {rule.on_one_day} of them on "
        f"one day, in a team of {rule.team_of} or more."
    )


def pool(n_total: ArrayLike, n_favourable: ArrayLike, busiest_day: ArrayLike) -> Pooled:
    """Pool consecutive weeks (last axis, from the group's first week, zero where empty) into fortnights.

    Pairs are counted from the first week, so the calendar never shifts. A last single week is left out until its
    fortnight is over: shown now and again as a whole fortnight, it could be subtracted.
    """
    total, favourable, busiest = (_pairs(a) for a in (n_total, n_favourable, busiest_day))
    return Pooled(total.sum(axis=-1), favourable.sum(axis=-1), busiest.max(axis=-1))


def choose_step(visible_weeks: int, visible_fortnights: int, weeks_possible: int) -> Step:
    """Choose the finest step at which at least every other possible period is visible.

    Below that share the weeks that remain are the busy ones, which are not like the others. Half rather than more:
    at 25 % daily reply it gives 63 % of teams ten points in half a year, three in five 57 % (make usefulness). Weeks
    and fortnights of the same answers can be subtracted from each other, so a group must keep its step once figures
    have been published with it (joy.release.steps).
    """
    if weeks_possible < 1:
        return Step.WEEK
    if visible_weeks >= ENOUGH_PERIODS * weeks_possible:
        return Step.WEEK
    fortnights = weeks_possible // WEEKS_IN_FORTNIGHT
    if fortnights and visible_fortnights >= ENOUGH_PERIODS * fortnights:
        return Step.FORTNIGHT
    return Step.BETWEEN_SETS


def _pairs(weeks: ArrayLike) -> NDArray[np.int64]:
    numbers = np.asarray(weeks, dtype=np.int64)
    whole = numbers.shape[-1] // WEEKS_IN_FORTNIGHT
    return numbers[..., : whole * WEEKS_IN_FORTNIGHT].reshape(*numbers.shape[:-1], whole, WEEKS_IN_FORTNIGHT)
