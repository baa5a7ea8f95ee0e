"""Numbers and dates as the reader sees them: the only place that formats a figure."""

from __future__ import annotations

import math
from datetime import date

import pandas as pd

from joy.definitions import Direction, Indicator
from joy.findings import Change, Verdict
from joy.findings.records import NOT_SHOWN


MINUS = "−"
# One reason for everything that is not shown: nobody learns which of the rules hid it, or whether anybody answered.
WHY_HIDDEN = "A figure is shown only where nobody can be picked out from it, neither alone nor beside other figures."
TEN, HALF = 10, 0.5
DUST = 1e-9  # what binary arithmetic leaves of a zero
WIDE_SCALE = 50  # from so many points on, a decimal says nothing anybody can act on


def number(value: float) -> str:
    """A number with at most two decimals that matter, and a true minus sign."""
    rounded = round(value, 2)
    decimals = 0 if rounded == round(rounded) else 1 if round(rounded * TEN, 6) == round(rounded * TEN) else 2
    return f"{rounded:.{decimals}f}".replace("-", MINUS)


def percent(share: float) -> str:
    """A share as whole percents."""
    return f"{round(share * 100):.0f}%".replace("-", MINUS)


def value_text(indicator: Indicator, value: float, capped: str | None = None) -> str:
    """The value of an indicator, with its blur where a unanimous result is capped."""
    if pd.isna(value):
        return NOT_SHOWN
    form = percent if indicator.shows == "share" else number
    low, high = (0.0, 1.0) if indicator.shows == "share" else (indicator.minimum, indicator.maximum)
    if capped == "over":  # the value lies half a step inside the end of its scale
        return f"over {form(2 * value - high)}"
    if capped == "under":
        return f"under {form(2 * value - low)}"
    return form(value)


def points(indicator: Indicator, difference: float) -> float:
    """A difference in the points people speak of: percentage points for shares, scale points for means."""
    return difference * 100 if indicator.shows == "share" else difference


def _decimals(indicator: Indicator) -> int:
    """How many decimals of a difference in points mean anything: none on a wide scale, more on a short one."""
    span = 100 if indicator.shows == "share" else indicator.maximum - indicator.minimum
    return 0 if span >= WIDE_SCALE else 1 if span >= TEN - 1 else 2


def outwards(indicator: Indicator, low: float | None, high: float | None) -> tuple[float | None, float | None]:
    """Both ends of an interval at the step it is told in, rounded away from its middle as published intervals are.

    The verdict is made from these ends, so that one that is told as reaching zero never counts as beyond chance.
    """
    if low is None or high is None:
        return None, None
    times = (100 if indicator.shows == "share" else 1) * 10 ** _decimals(indicator)
    steps = round(low * times, 6), round(high * times, 6)
    ends = [step if step % 1 == HALF else to(step) for step, to in zip(steps, (math.floor, math.ceil), strict=True)]
    return ends[0] / times, ends[1] / times


def _size(indicator: Indicator, difference: float) -> str:
    """A difference without decimals that mean nothing: whole points on a wide scale, finer on a short one."""
    amount, decimals = points(indicator, difference), _decimals(indicator)
    is_half = decimals == 0 and abs(amount) % 1 == HALF
    rounded = round(amount, decimals + is_half)
    if rounded == 0 and abs(amount) > DUST:  # nothing that is not zero is told as zero
        rounded = math.copysign(max(abs(round(amount, decimals + 1)), 10.0 ** -(decimals + 1)), amount)
    return number(rounded + 0.0)


def points_text(indicator: Indicator, difference: float, *, signed: bool = True) -> str:
    """A difference in words, such as “+9 points”."""
    size = _size(indicator, abs(difference))
    word = "point" if size == "1" else "points"
    sign = ("" if size == "0" else "+" if difference > 0 else MINUS) if signed else ""
    return f"{sign}{size} {word}"


def change_text(indicator: Indicator, change: Change) -> str:
    """The difference with its interval, or a plain word that none can be given."""
    if change.is_direction_only:
        return direction_text(change)
    text = points_text(indicator, change.difference)
    if change.low is None or change.high is None:
        text += f", {change.people} people both times" if change.people else ""
        is_tally = indicator.measured.kind == "tally"
        return f"{text}, no range can be given" if is_tally else f"{text}, too few answers to tell from chance"
    text = interval_text(indicator, change.difference, change.low, change.high)
    if change.is_doubtful:  # the range alone would seem to claim what the verdict does not
        return f"{text}, but the same people moved less"
    return f"{text}, {change.people} people both times" if change.people else text


def direction_text(change: Change) -> str:
    """Which way it went, where the size may not be told because a few people came or went (rule R14)."""
    way = "higher" if change.difference > 0 else "lower" if change.difference < 0 else "the same"
    return f"{way}; the team changed, so no size is shown"


def interval_text(indicator: Indicator, difference: float, low: float, high: float) -> str:
    """A difference with its interval, such as “+9 points (2 to 16)”; the interval is left out where it is missing."""
    text = points_text(indicator, difference)
    if math.isnan(low):
        return text
    # An end is told as zero only where it is zero.
    ends = [wide or end for wide, end in zip(outwards(indicator, low, high), (low, high), strict=True)]
    return f"{text} ({_size(indicator, ends[0])} to {_size(indicator, ends[1])})"


def verdict_of(indicator: Indicator, change: Change) -> Verdict:
    """What a change with its interval allows to be said."""
    if change.low is None:
        return Verdict.TOO_FEW
    if not change.is_beyond_chance:
        return Verdict.NO_CHANGE
    return moved(indicator, 1 if change.difference > 0 else -1)


def moved(indicator: Indicator, way: int) -> Verdict:
    """The verdict of a signal that points up (+1), down (-1) or neither way (0)."""
    if way == 0 or indicator.direction is Direction.NEUTRAL:
        return Verdict.CHANGED
    is_good = (way > 0) == (indicator.direction is Direction.HIGHER_IS_BETTER)
    return Verdict.IMPROVED if is_good else Verdict.WORSENED


def way_of(indicator: Indicator, verdict: Verdict) -> int:
    """Which way a verdict means the line went: up (1), down (-1), or neither (0)."""
    is_up = indicator.direction is not Direction.LOWER_IS_BETTER
    return {Verdict.IMPROVED: 1 if is_up else -1, Verdict.WORSENED: -1 if is_up else 1}.get(verdict, 0)


def several(count: int, one: str, many: str) -> str:
    """A count with its noun or verb: “1 week”, “2 weeks”."""
    return f"{count} {one if count == 1 else many}"


def counted(indicator: Indicator, n_band: str | None) -> str:
    """How many it rests on and what is counted, such as “about 120 answers”."""
    return f"{n_band} {indicator.counts}" if n_band and not pd.isna(n_band) else ""


SELDOM = 0.01  # a chance below this is told as “under 1%”


def chance(probability: float) -> str:
    """A probability as whole percents."""
    return percent(probability) if probability >= SELDOM else "under 1%"


def day(moment: date | pd.Timestamp) -> str:
    """A day such as “3 September 2018”."""
    return f"{moment.day} {moment:%B %Y}"


def month(moment: date | pd.Timestamp) -> str:
    """A month such as “September 2018”."""
    return f"{moment:%B %Y}"


def week_number(weeks: float) -> str:
    """A number of weeks after a start, such as “Week 6”; parts of a week are left out."""
    return f"Week {number(math.floor(weeks))}"


def listed(names: list[str]) -> str:
    """Names joined as in a sentence."""
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)
