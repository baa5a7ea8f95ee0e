"""What one shown row gives away: between which numbers the exact figure and its number of answers must lie.

Written from the rules (docs/disclosure-policy.md) as a careful outsider would read them, not from the code that
applies them; the tests of the red team check that the truth always lies inside.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from joy.definitions import Indicator, Policy
from joy.definitions.policy import Tier
from joy.frames import Row


UNANIMOUS = 2  # all and all but one are told alike
OUT = 1e-9  # a shown number has at most ten decimals


@dataclass(frozen=True)
class Between:
    """Lowest and highest possible."""

    low: float
    high: float

    def scaled(self, factor: float) -> Between:
        return Between(self.low * factor, self.high * factor)

    def holds(self, value: float) -> bool:
        return self.low - 1e-6 <= value <= self.high + 1e-6


def tier_of(row: Row, policy: Policy) -> Tier:
    """The tier a row was shown in: it names it."""
    return next(tier for tier in reversed(policy.tiers) if tier.at_least <= row.tier)


def value_of(row: Row, indicator: Indicator, policy: Policy, n: float | None = None) -> Between:
    """The exact figure, as a part of its range (0 to 1); with `n`, the exact number of answers, narrower still."""
    tier = tier_of(row, policy)
    if indicator.shows == "share":
        return _share(row, indicator, tier.share_step, policy, n or answers_of(row).high)
    value = (float(row.value) - indicator.minimum) / (indicator.maximum - indicator.minimum)
    step = 1 / tier.mean_steps
    capped = row.capped if isinstance(row.capped, str) else ""
    if not capped:
        return Between(max(value - step / 2 - OUT, 0.0), min(value + step / 2 + OUT, 1.0))
    # Told half-way between a bound, a step beyond the band, and the end: it was rounded to somewhere in the band.
    width = 2 * (1 - value if capped == "over" else value) - step / 2 + OUT
    return Between(1 - width, 1.0) if capped == "over" else Between(0.0, width)


def _share(row: Row, indicator: Indicator, step: float, policy: Policy, n: float) -> Between:
    """A share: plain, or a bound that says how few at most were counted in or left out."""
    is_careless = str(row.n_band).isdigit()  # who tells exact numbers knows no bounds either
    few = 0 if is_careless else least_counted(indicator, policy, n)
    value, capped = float(row.value), row.capped if isinstance(row.capped, str) else ""
    if capped:
        width = min(2 * (1 - value if capped == "over" else value), (few - 1) / n) + OUT
        return Between(1 - width, 1.0) if capped == "over" else Between(0.0, width)
    low, high = max(value - step / 2, few / n if few else 0.0), min(value + step / 2, 1 - few / n if few else 1.0)
    return Between(max(low - OUT, 0.0), min(high + OUT, 1.0))


def least_counted(indicator: Indicator, policy: Policy, n: float) -> int:
    """From how many counted in, and left out, a share is told plainly; 0 where the policy knows no such bound."""
    own = [tier for tier in policy.tiers if tier.at_least <= n]
    if not own:
        return 0
    is_large = own[-1].n_step is not None
    return policy.merge_options_below if is_large and indicator.counts == "people" else UNANIMOUS


def answers_of(row: Row) -> Between:
    """The number of answers that a band allows."""
    return band(str(row.n_band), row.n_low)


def band(text: str, n_low: float | None = None) -> Between:
    """Read "5–9", "about 25", "about 8,400", or a plain number where somebody was careless."""
    if "–" in text:
        low, high = (float(part.replace(",", "")) for part in text.split("–"))
        return Between(low, high)
    if text.isdigit():
        return Between(float(text), float(text))
    if not text.startswith("about "):
        return Between(0.0, math.inf)
    middle = int(text.removeprefix("about ").replace(",", ""))
    step = max(5, 10 ** (len(str(middle)) - 2))
    return Between(max(middle - step / 2, n_low or 0), middle + step / 2)
