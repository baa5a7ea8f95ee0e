"""Similar, different or unclear: so that “similar” is something that was found, and not something that was missed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from math import isfinite

from joy.change.interval import LEVEL, Interval
from joy.change.means import paired, welch
from joy.change.proportions import newcombe_difference


TWO_ONE_SIDED = 0.90  # two one-sided tests at 5 % each: Schuirmann 1987, doi 10.1007/BF01068419


class Conclusion(StrEnum):
    """What two tests say of one difference."""

    SIMILAR = "similar"
    DIFFERENT = "different"
    UNCLEAR = "unclear"


@dataclass(frozen=True)
class Equivalence:
    """A difference held against a margin.

    `interval` (95 %) tells the difference, `inner` (90 %) tests the margin. Both are in the unit of the margin.
    """

    conclusion: Conclusion
    margin: float
    interval: Interval
    inner: Interval

    @property
    def is_small_difference(self) -> bool:
        """True when the two are similar and yet not equal: a real difference too small to matter."""
        return self.conclusion is Conclusion.SIMILAR and self.interval.is_beyond_chance


def conclude(interval: Interval, inner: Interval, margin: float) -> Equivalence:
    """Judge a difference from its 95 % and its 90 % interval.

    Similar: the 90 % interval lies within the margin on both sides. Different: it does not, and the 95 % interval
    leaves out zero. Unclear: neither, or no interval at all. A difference that is both beyond chance and within the
    margin is called similar, because the margin says what matters; `is_small_difference` then names it.
    Raises `ValueError` unless the margin is a number above zero.
    """
    if not (isfinite(margin) and margin > 0):
        raise ValueError(f"a margin of {margin}: a number above zero is wanted")
    if inner.low is not None and inner.high is not None and -margin < inner.low and inner.high < margin:
        return Equivalence(Conclusion.SIMILAR, margin, interval, inner)
    beyond = Conclusion.DIFFERENT if interval.is_beyond_chance else Conclusion.UNCLEAR
    return Equivalence(beyond, margin, interval, inner)


def compare_paired(mean_difference: float, sd_difference: float, n: float, *, margin: float) -> Equivalence:
    """Judge the difference within the same people, from the mean and spread of their differences; `n` people.

    Nobody differing at all from anybody gives no interval and so “unclear”. Source: Schuirmann 1987, doi
    10.1007/BF01068419. Checked against two one-sided t tests of scipy.
    """
    return _judged(lambda level: paired(mean_difference, sd_difference, n, level), margin)


def compare_means(
    mean_before: float,
    sd_before: float,
    n_before: float,
    mean_after: float,
    sd_after: float,
    n_after: float,
    *,
    margin: float,
) -> Equivalence:
    """Judge the difference of two means of unlinked people (Welch), after minus before. Source as `compare_paired`."""
    ends = (mean_before, sd_before, n_before, mean_after, sd_after, n_after)
    return _judged(lambda level: welch(*ends, level), margin)


def compare_shares(x_before: float, n_before: float, x_after: float, n_after: float, *, margin: float) -> Equivalence:
    """Judge the difference of two shares of unlinked answers (Newcombe), after minus before.

    Counts of good answers and of answers; a margin of 0.05 is 5 points.
    Raises `ValueError` as `newcombe_difference` does. Source as `compare_paired`, with Newcombe's interval.
    """
    return _judged(lambda level: newcombe_difference(x_before, n_before, x_after, n_after, level), margin)


def _judged(interval_at: Callable[[float], Interval], margin: float) -> Equivalence:
    return conclude(interval_at(LEVEL), interval_at(TWO_ONE_SIDED), margin)
