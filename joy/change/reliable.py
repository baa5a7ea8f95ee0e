"""Reliable change of one person, judged by published figures only.

A sample's own spread must not be used: people chosen because they are unwell differ little at the start, and nearly
any change would pass. With wellbeing (WHO-5) of one published ward, the sample's spread gives a threshold of 5 points
where the published one gives 22. That is why these functions take a `PublishedSpread` with its source, and no spread.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite, sqrt

import numpy as np
from numpy.typing import ArrayLike


CRITICAL = 1.96  # Jacobson & Truax 1991, doi 10.1037/0022-006X.59.1.12, p. 14


@dataclass(frozen=True)
class PublishedSpread:
    """A standard deviation and a reliability (0 to 1) that somebody published, with the source.

    `kind` says which reliability: "test-retest" where its interval matches, else "alpha". In the unit of the score.
    Raises `ValueError` for a spread that is not above zero, a reliability outside 0..1, or without a source.
    """

    sd: float
    reliability: float
    source: str
    kind: str = "test-retest"

    def __post_init__(self) -> None:
        if not (isfinite(self.sd) and self.sd > 0):
            raise ValueError(f"a published spread of {self.sd}: a number above zero is wanted")
        if not 0 <= self.reliability <= 1:
            raise ValueError(f"a published reliability of {self.reliability}: it must lie between 0 and 1")
        if not self.source.strip():
            raise ValueError("a published spread without its source: reliable change needs one that can be looked up")

    @property
    def sem(self) -> float:
        """The standard error of one measurement."""
        return self.sd * sqrt(1 - self.reliability)

    @property
    def s_diff(self) -> float:
        """The standard error of the difference between two measurements of one person."""
        return sqrt(2) * self.sem

    @property
    def smallest(self) -> float:
        """The change beyond which measurement error alone is an unlikely explanation, 19 times in 20."""
        return CRITICAL * self.s_diff


@dataclass(frozen=True)
class ReliableChange:
    """How many of `n` people changed by more than measurement error explains, and the yardstick used."""

    better: int
    same: int
    worse: int
    published: PublishedSpread

    @property
    def n(self) -> int:
        return self.better + self.same + self.worse


def reliable_change(
    before: ArrayLike, after: ArrayLike, published: PublishedSpread, *, higher_is_better: bool = True
) -> ReliableChange:
    """Count people who reliably got better, stayed the same or got worse; one score per person at either time.

    People with a missing score (nan) at either time do not count. A change of exactly the threshold counts as the same.
    Raises `ValueError` when there are not as many scores before as after.
    Source: Jacobson & Truax 1991, doi 10.1037/0022-006X.59.1.12. Checked against their arithmetic (SD 7.5,
    reliability .80).
    """
    first, second = np.asarray(before, dtype=float), np.asarray(after, dtype=float)
    if first.shape != second.shape:
        raise ValueError(f"{first.size} scores before and {second.size} after: one pair per person is wanted")
    change = (second - first)[np.isfinite(second - first)] * (1 if higher_is_better else -1)
    better, worse = int((change > published.smallest).sum()), int((change < -published.smallest).sum())
    return ReliableChange(better, change.size - better - worse, worse, published)


def reliable_change_index(change: float, published: PublishedSpread) -> float:
    """Give one person's change in units of its standard error; beyond ±1.96 is reliable.

    Without measurement error (a reliability of 1) any change at all is infinitely many, and none is 0.
    """
    if published.s_diff > 0:
        return change / published.s_diff
    return 0.0 if change == 0 else float(np.copysign(np.inf, change))


def criterion_c(mean_affected: float, sd_affected: float, mean_others: float, sd_others: float) -> float:
    """Give the score at which a person is as likely to belong to one published population as to the other.

    Raises `ValueError` unless both spreads are zero or more and one is above zero. Source: Jacobson & Truax 1991,
    criterion c. Checked against their example (60 and 40, both with SD 7.5: 50).
    """
    if not (min(sd_affected, sd_others) >= 0 and sd_affected + sd_others > 0):
        raise ValueError(f"spreads of {sd_affected} and {sd_others} separate nothing")
    return (sd_affected * mean_others + sd_others * mean_affected) / (sd_affected + sd_others)
