"""Amounts to which people contribute unequally, such as days lost (rule R6): dominance, and coarse rounding."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from joy.definitions.policy import Policy
from joy.definitions.records import DisclosureClass
from joy.disclosure.rounding import DUST_DIGITS, round_half_away


DOMINANT = 2  # R6: contributors that together may not make up nearly all of an amount
LEAVERS_MONTHS, LEAVERS_LEAST = 12, 5  # R6: leavers of a team, over at least a year, and never fewer than five
# NHS England blanks absence of so many full-time-equivalent days available or fewer (NHSDigital/absence-rates, fb26c52)
OFFICIAL_BLANK = 330.0
DUST = 1e-6  # days; payroll files give them to a tenth


def magnitude_visible(contributions: ArrayLike, policy: Policy) -> bool:
    """Say whether a total may be shown, given what each contributor (person, or team) adds to it.

    Needs as many contributors as the workforce class asks for (10 by default, and never fewer), those with nothing
    not counted; the two largest with less than 90 % of the total; the rest with at least a tenth of the largest (ACRO's
    defaults of the NK and p-ratio rules). A negative or missing contribution hides it (R22).
    """
    amounts = np.asarray(contributions, dtype=float)
    if not np.isfinite(amounts).all() or (amounts < 0).any():
        return False
    some = np.sort(amounts[amounts > 0])[::-1]
    if len(some) < policy.classes[DisclosureClass.WORKFORCE].k_show:
        return False
    total, rule = float(some.sum()), policy.magnitude
    rest = float(some[DOMINANT:].sum())
    return bool(total - rest < rule.largest_two * total and rest >= rule.rest * some[0])


def rounded_magnitude(total: float, policy: Policy) -> float:
    """Round to the significant figures of the policy (2 by default): 1,234 becomes 1,200. Missing stays missing."""
    if not np.isfinite(total) or total == 0:
        return float(total)
    digits = int(np.floor(np.log10(abs(total)))) + 1
    step = 10.0 ** (digits - policy.magnitude.figures)
    return float(np.round(round_half_away(total, step), DUST_DIGITS))


def leavers_visible(leavers: float, months: float, people: float, policy: Policy) -> bool:
    """Say whether a number of leavers may be shown: over a year or more, five or more, of enough people.

    Missing numbers hide it. A shown number is then rounded as `rounded_magnitude` has it.
    """
    enough = people >= policy.classes[DisclosureClass.WORKFORCE].k_show
    return bool(enough and months >= LEAVERS_MONTHS and leavers >= LEAVERS_LEAST)


def is_blank(available: ArrayLike) -> NDArray[np.bool_]:
    """Say where absence is blanked by the official rule: 330 full-time-equivalent days available or fewer, or none."""
    return ~(np.asarray(available, dtype=float) > OFFICIAL_BLANK)


def absence_visible(
    lost: ArrayLike, available: ArrayLike, days: ArrayLike, people: ArrayLike, policy: Policy
) -> NDArray[np.bool_]:
    """Say which units' absence may be shown, where a payroll file gives sums only and not each person's days.

    `days` are the days of the period, the most that one person can lose. Needs the people of the workforce class; where
    they are fewer than the policy shows whole distributions of, also more days lost than two people could have lost who
    make up nearly all of them (R6). Missing numbers, negative ones and more lost than available hide it (R22).
    """
    gone, there, most, who = (np.asarray(one, dtype=float) for one in (lost, available, days, people))
    k, many = policy.classes[DisclosureClass.WORKFORCE].k_show, policy.tiers[-1].at_least
    is_sound = np.isfinite(gone) & np.isfinite(there) & (gone >= 0) & (gone <= there)
    spread = gone > DOMINANT * most / policy.magnitude.largest_two
    return np.asarray(~is_blank(there) & is_sound & (who >= k) & ((who >= many) | spread), dtype=bool)


def is_same_or_far(now: ArrayLike, told: ArrayLike, apart: ArrayLike) -> NDArray[np.bool_]:
    """Say which numbers are what was told before, or so far from it that it is the work of enough people (R15)."""
    difference = np.abs(np.asarray(now, dtype=float) - np.asarray(told, dtype=float))
    return np.asarray((difference <= DUST) | (difference >= np.asarray(apart, dtype=float)), dtype=bool)
