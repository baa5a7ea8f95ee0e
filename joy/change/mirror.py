"""Relationships with colleagues against those with service users: the same people, the same questions, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import nan

import numpy as np
from numpy.typing import ArrayLike, NDArray

from joy.change.equivalence import Equivalence, compare_paired
from joy.change.interval import LEVEL, Interval
from joy.change.means import moments, paired, welch


Numbers = NDArray[np.float64]

SCALE_MARGIN = 5.0  # of 100; ours: half the 10 points called worth noticing for a group on WHO-5
ITEM_MARGIN = 6.25  # of 100; ours: a quarter of a step between two of five options


@dataclass(frozen=True)
class Sides:
    """One round's answers about the same questions: people × items for either target, in option steps from 0.

    Row by row the same person; nan where not answered. Raises `ValueError` when the two differ in shape.
    """

    colleagues: ArrayLike
    service_users: ArrayLike

    def __post_init__(self) -> None:
        one, other = np.shape(self.colleagues), np.shape(self.service_users)
        if one != other or len(one) != 2:  # noqa: PLR2004  people and items are two dimensions
            raise ValueError(
                f"answers of shape {one} about colleagues and {other} about service users: alike is wanted"
            )


@dataclass(frozen=True)
class MirrorRow:
    """One question (`key`) or, with an empty key, the whole scale; all in points from 0 to 100.

    Levels are means of the `n` people who answered for both targets in the latest round, `..._before` of those of the
    earlier round (nan without one). `gap` is service users minus colleagues within a person, held against the margin;
    the changes run from the earlier round to the latest.
    """

    key: str
    n: int
    colleagues: float
    service_users: float
    gap: Equivalence
    n_before: int = 0
    colleagues_before: float = nan
    service_users_before: float = nan
    colleagues_change: Interval | None = None
    service_users_change: Interval | None = None
    gap_change: Interval | None = None


@dataclass(frozen=True)
class _Pair:
    """Scores of the same people for both targets; nan in both where one is missing."""

    colleagues: Numbers
    service_users: Numbers

    @property
    def gap(self) -> Numbers:
        return self.service_users - self.colleagues


def mirror(
    latest: Sides,
    before: Sides | None = None,
    *,
    keys: Sequence[str],
    min_answered: int,
    multiply: float = 25.0,
    item_margin: float = ITEM_MARGIN,
    scale_margin: float = SCALE_MARGIN,
    same_people: bool = False,
    level: float = LEVEL,
) -> tuple[MirrorRow, ...]:
    """Compare the two relationships question by question, and last as a whole.

    `keys` names the items in the order of the columns; the whole is the mean of the items answered, per target, from
    `min_answered` on; `multiply` takes option steps to 0..100 (25 for five options). Only people who answered for both
    targets count, so that the gap is exactly the difference of the two levels. With `same_people` the rows of `before`
    are the same people in the same order and changes are paired; otherwise they are compared as different people.
    Raises `ValueError` when `keys` does not fit the columns, when a person's rows do not fit, or for a margin of zero.
    Source: gap and margins of our own; the tests as in `joy.change.equivalence`.
    """
    now, then = _pairs(latest, keys, min_answered, multiply), None
    if before is not None:
        then = _pairs(before, keys, min_answered, multiply)
        if same_people and len(then[0].gap) != len(now[0].gap):
            raise ValueError(f"{len(then[0].gap)} people before and {len(now[0].gap)} now: the same rows are wanted")
    margins = [item_margin] * len(keys) + [scale_margin]
    earlier: Sequence[_Pair | None] = then or [None] * len(now)
    return tuple(
        _row(key, pair, old, margin, same_people=same_people, level=level)
        for key, pair, old, margin in zip([*keys, ""], now, earlier, margins, strict=True)
    )


def _pairs(sides: Sides, keys: Sequence[str], min_answered: int, multiply: float) -> list[_Pair]:
    one, other = (np.asarray(side, dtype=float) * multiply for side in (sides.colleagues, sides.service_users))
    if one.shape[1] != len(keys):
        raise ValueError(f"{one.shape[1]} columns of answers and {len(keys)} keys: one key per column is wanted")
    items = [_complete(one[:, item], other[:, item]) for item in range(len(keys))]
    return [*items, _complete(_means(one, min_answered), _means(other, min_answered))]


def _complete(colleagues: Numbers, service_users: Numbers) -> _Pair:
    both = np.isfinite(colleagues) & np.isfinite(service_users)
    return _Pair(np.where(both, colleagues, nan), np.where(both, service_users, nan))


def _means(answers: Numbers, min_answered: int) -> Numbers:
    """Each person's mean of the items answered; nan under the fewest allowed."""
    present = np.isfinite(answers)
    answered = present.sum(axis=1)
    means = np.where(present, answers, 0.0).sum(axis=1) / np.maximum(answered, 1)
    return np.where(answered >= max(min_answered, 1), means, nan)


def _row(key: str, now: _Pair, then: _Pair | None, margin: float, *, same_people: bool, level: float) -> MirrorRow:
    n, gap, spread = moments(now.gap)
    levels = moments(now.colleagues).mean, moments(now.service_users).mean
    judged = compare_paired(gap, spread, n, margin=margin)
    if then is None:
        return MirrorRow(key, n, *levels, judged)
    change = _paired_change if same_people else _unpaired_change
    ends = ((then.colleagues, now.colleagues), (then.service_users, now.service_users), (then.gap, now.gap))
    return MirrorRow(
        *(key, n, *levels, judged),
        moments(then.gap).n,
        moments(then.colleagues).mean,
        moments(then.service_users).mean,
        *(change(old, new, level) for old, new in ends),
    )


def _paired_change(before: Numbers, after: Numbers, level: float) -> Interval:
    n, mean, spread = moments(after - before)
    return paired(mean, spread, n, level)


def _unpaired_change(before: Numbers, after: Numbers, level: float) -> Interval:
    (n0, mean0, sd0), (n1, mean1, sd1) = moments(before), moments(after)
    return welch(mean0, sd0, n0, mean1, sd1, n1, level)
