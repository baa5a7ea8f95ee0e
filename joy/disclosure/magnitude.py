"""Amounts to which people contribute unequally, such as days lost (rule R6): dominance, and coarse rounding."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from joy.definitions.policy import Policy
from joy.definitions.records import DisclosureClass
from joy.disclosure.rounding import DUST_DIGITS, round_half_away


DOMINANT = 2  # R6: contributors that together may not make up nearly all of an amount
LEAVERS_MONTHS, LEAVERS_LEAST = 12, 5  # R6: leavers of a team, over at least a year, and never fewer than five


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
