"""Graded display (rules R2, R3 and R22): the fewer the answers, the coarser the figure, and nothing when in doubt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from joy.definitions.policy import Policy
from joy.definitions.records import DisclosureClass
from joy.disclosure.bands import n_bands, tier_index
from joy.disclosure.rare import UNANIMOUS, bound, end_band, is_rare
from joy.disclosure.rounding import DUST_DIGITS, Floats, round_half_away


Truths = NDArray[np.bool_]
Capped = Literal["over", "under"]

SECOND_STATISTIC_FROM = 10  # R3: from 5 to 9 answers either the mean or the share that counts as good, never both
OUTSIDE = 1e-9  # binary dust that a computed share or mean may stick out of its range


@dataclass(frozen=True)
class Shown:
    """One figure as it may be seen. `capped`: all answers, or all but a few, were alike, so only a bound is told."""

    value: float
    capped: Capped | None
    n_band: str
    n_low: int
    tier: int
    may_show_second: bool
    may_show_spread: bool
    may_show_split: bool
    may_show_distribution: bool


@dataclass(frozen=True)
class Graded:
    """Many figures as they may be seen, one entry each.

    Where `is_shown` is false: value nan, capped and n_band None, n_low and tier 0, every permission false.
    `may_show_second` allows the share that counts as good beside a mean (graded for itself, as a share).
    """

    is_shown: Truths
    value: Floats
    capped: NDArray[np.object_]
    n_band: NDArray[np.object_]
    n_low: NDArray[np.int64]
    tier: NDArray[np.int64]
    may_show_second: Truths
    may_show_spread: Truths
    may_show_split: Truths
    may_show_distribution: Truths


def grade(
    value: float | None,
    n: float | None,
    *,
    shows: Literal["share", "mean"],
    minimum: float,
    maximum: float,
    disclosure_class: DisclosureClass,
    policy: Policy,
    counts: Literal["answers", "people"] = "people",
    is_coarser: bool = False,
) -> Shown | None:
    """Give one figure as it may be seen, or None where it must not be; see `grade_many`."""
    many = grade_many(
        [np.nan if value is None else value],
        [np.nan if n is None else n],
        shows=shows,
        minimum=minimum,
        maximum=maximum,
        disclosure_class=disclosure_class,
        policy=policy,
        counts=counts,
        is_coarser=is_coarser,
    )
    if not many.is_shown[0]:
        return None
    return Shown(
        value=float(many.value[0]),
        capped=many.capped[0],
        n_band=many.n_band[0],
        n_low=int(many.n_low[0]),
        tier=int(many.tier[0]),
        may_show_second=bool(many.may_show_second[0]),
        may_show_spread=bool(many.may_show_spread[0]),
        may_show_split=bool(many.may_show_split[0]),
        may_show_distribution=bool(many.may_show_distribution[0]),
    )


def grade_many(
    values: ArrayLike,
    n: ArrayLike,
    *,
    shows: Literal["share", "mean"],
    minimum: ArrayLike,
    maximum: ArrayLike,
    disclosure_class: DisclosureClass,
    policy: Policy,
    counts: Literal["answers", "people"] = "people",
    is_coarser: ArrayLike = False,
) -> Graded:
    """Round every figure by its tier and hide what fails the threshold of its class.

    `values` are exact shares (0 to 1; minimum and maximum are not used) or means within minimum..maximum, `n` the
    people or answers behind them; arrays broadcast. Hidden: n below the class's k_show or the first tier, n missing or
    no whole number, a value missing or outside its range. A share that counts in, or leaves out, at most one answer is
    told as a bound; in tiers with a rounded n a share of people already where fewer are counted in, or left
    out, than an option of a distribution needs (see `rare.bound`); a mean where it lies as near to an end of its scale
    as one person's answer can bring it (`rare.end_band`). `is_coarser` marks figures that are to be rounded as the next
    coarser tier has it (R10); how many answers there were is still told by their own number. Raises `ValueError` for an
    unknown way of showing or class: then nothing is released at all.

    Checked by counting every set of answers of small groups (tests/spec/test_disclosure_solved.py).
    """
    if shows not in ("share", "mean"):
        raise ValueError(f"shows must be share or mean, not {shows!r}")
    value, number, low, high = (a.copy() for a in np.broadcast_arrays(*map(_floats, (values, n, minimum, maximum))))
    if shows == "share":
        low[...], high[...] = 0.0, 1.0
    index = tier_index(number, policy)
    k_show = policy.classes[DisclosureClass(disclosure_class)].k_show
    shown = (index >= 0) & (number >= k_show) & (number == np.floor(number)) & _within(value, low, high)
    own = np.where(shown, index, -1)
    index = np.where(np.broadcast_to(is_coarser, own.shape), _next_coarser(shows, policy)[own], own)
    step = _steps(shows, low, high, index, policy)
    bands, lows = n_bands(np.where(shown, number, 0), policy)
    rounded = _rounded(np.where(shown, value, np.nan), low, high, step)
    if shows == "share":
        few = policy.merge_options_below if counts == "people" else UNANIMOUS
        is_large = _of_tier([tier.n_step or 0 for tier in policy.tiers], 0, own) > 0
        # A half goes away from the middle, or 2 of 8 would be told as 30 % and 20 % from five to nine be 2 of 9 alone.
        mirrored = 1 - _rounded(1 - np.where(shown, value, np.nan), low, high, step)
        rounded = np.where(~is_large & (value < 1 / 2), mirrored, rounded)
        least = np.where(is_large, few, UNANIMOUS)
        rounded, capped = _bounded(rounded, np.where(shown, value, 0), np.where(shown, number, 0), lows, least)
    else:
        rounded, capped = end_band(rounded, lows.astype(float), low, high, step)
    rounded[~shown], capped[~shown] = np.nan, None
    tiers = _of_tier([tier.at_least for tier in policy.tiers], 0, index).astype(np.int64)
    is_plain = (capped == np.array(None)) | (shows == "share")  # spread and split would tell what a bound hides
    return Graded(
        is_shown=shown,
        value=rounded,
        capped=capped,
        n_band=bands,
        n_low=lows,
        tier=tiers,
        may_show_second=tiers >= SECOND_STATISTIC_FROM,
        may_show_spread=_allowed("show_spread", index, policy) & is_plain,
        may_show_split=_allowed("show_split", index, policy) & is_plain,
        may_show_distribution=_allowed("show_distribution", index, policy),
    )


def _floats(values: ArrayLike) -> Floats:
    return np.asarray(values, dtype=float)


def _within(value: Floats, low: Floats, high: Floats) -> Truths:
    slack = OUTSIDE * np.maximum(1.0, high - low)
    return (value >= low - slack) & (value <= high + slack) & (high > low)


def _of_tier(per_tier: list[float] | list[int], otherwise: float, index: NDArray[np.int64]) -> Floats:
    """Look up a number of each entry's tier; `otherwise` where index is -1, which is the last place."""
    return np.array([*per_tier, otherwise], dtype=float)[index]


def _next_coarser(shows: str, policy: Policy) -> NDArray[np.int64]:
    """For each tier the nearest one below it with a wider step, or the lowest; -1 in the last place, for no tier."""
    widths = [tier.share_step if shows == "share" else 1 / tier.mean_steps for tier in policy.tiers]
    coarser = [max((j for j in range(i) if widths[j] > widths[i]), default=0) for i in range(len(widths))]
    return np.array([*coarser, -1], dtype=np.int64)


def _allowed(permission: str, index: NDArray[np.int64], policy: Policy) -> Truths:
    return _of_tier([getattr(tier, permission) for tier in policy.tiers], 0, index) > 0


def _steps(shows: str, low: Floats, high: Floats, index: NDArray[np.int64], policy: Policy) -> Floats:
    """The rounding step of each entry; 1 where nothing is shown."""
    if shows == "share":
        return _of_tier([tier.share_step for tier in policy.tiers], 1, index)
    steps = (high - low) / _of_tier([tier.mean_steps for tier in policy.tiers], 1, index)
    return np.where(steps > 0, steps, 1.0)


def _rounded(value: Floats, low: Floats, high: Floats, step: Floats) -> Floats:
    """Round within the scale; steps count from zero where it passes through zero, so gains and losses round alike."""
    anchor = np.where((low < 0) & (high > 0), 0.0, low)
    return np.asarray(np.clip(round_half_away(value, step, anchor), low, high), dtype=np.float64)


def _bounded(
    rounded: Floats, value: Floats, n: Floats, lows: NDArray[np.int64], least: NDArray[np.int64]
) -> tuple[Floats, NDArray[np.object_]]:
    """Shares of which fewer than `least` are counted, or left out, as a bound; see `rare.bound`."""
    few = is_rare(value, n, least)
    instead, over = bound(value, lows.astype(float), least)
    capped = np.full(value.shape, None, dtype=object)
    capped[few] = np.where(over, "over", "under")[few]
    return np.asarray(np.round(np.where(few, instead, rounded), DUST_DIGITS), dtype=np.float64), capped
