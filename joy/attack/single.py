"""Attacks on one shown figure by itself: counting which sets of answers could lie behind it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp

from joy.attack.known import Between, band, tier_of, value_of
from joy.attack.report import AttackLine
from joy.definitions import Definitions, Indicator, Policy
from joy.definitions.policy import ROUNDED_FROM, SPREAD_FROM
from joy.frames import Row, each


POINTS = 4  # a scale of one to five has five values
ANY = Between(-math.inf, math.inf)
PEOPLE_KINDS = {"unpaired_change", "paired_change", "attrition", "scale_gap", "item_gap"}
SPLIT_HALF = 0.025  # a share beside a mean is told to the nearest 5 %
OPTION_HALF = 0.005  # spreads over options are told in whole percent
DUST = 1e-6


@dataclass(frozen=True)
class Behind:
    """What is known of the answers behind one figure: what options are worth, how many answered, and sums of them."""

    worths: tuple[float, ...]
    n: int
    total: Between
    squares: Between = ANY
    good: Between = ANY
    is_good: tuple[bool, ...] = ()


def is_one_set(behind: Behind) -> bool:
    """Whether only one way is left in which the answers can spread over the options.

    Every known sum is linear in the numbers of people per option, so whole-number programming finds the fewest and the
    most that may have chosen each; one set is left when these agree for every option.
    """
    worths = np.array(behind.worths)
    marks = np.array(behind.is_good or (False,) * len(worths), dtype=float)
    sums = np.vstack([np.ones(len(worths)), worths, worths**2, marks])
    whole = Between(behind.n, behind.n)
    bounds = (whole, behind.total, behind.squares, behind.good)
    known = LinearConstraint(sums, [b.low - DUST for b in bounds], [b.high + DUST for b in bounds])
    return all(_fewest(known, behind.n, wanted) == -_fewest(known, behind.n, -wanted) for wanted in np.eye(len(worths)))


def _fewest(known: LinearConstraint, n: int, wanted: NDArray[np.float64]) -> float:
    """The least that a weighted number of people can be; not a number where nothing fits."""
    whole = np.ones(len(wanted), dtype=np.int64)
    found = milp(wanted, constraints=known, integrality=whole, bounds=Bounds(0, n))
    return math.nan if found.x is None else round(float(wanted @ found.x))


def squares_from(n: int, mean: Between, spread: Between) -> Between:
    """Bounds on the sum of squares that a mean and a standard deviation allow."""
    low = max(spread.low, 0.0) ** 2 * (n - 1) + n * min(mean.low**2, mean.high**2)
    return Between(low, spread.high**2 * (n - 1) + n * max(mean.low**2, mean.high**2))


def unanimous(figures: pd.DataFrame, n_of: pd.Series, definitions: Definitions, policy: Policy) -> AttackLine:
    """A21: shown figures from which it follows, for whoever knows n, that everybody gave the same extreme answer."""
    aimed = found = 0
    for row, n in zip(each(figures), n_of, strict=True):
        indicator = definitions.indicators.get(str(row.indicator_id))
        if row.state != "shown" or indicator is None or not n > 0 or indicator.measured.kind == "gap":
            continue
        aimed += 1
        found += is_unanimous(value_of(row, indicator, policy, n), round(n), indicator)
    return AttackLine("A21", "everybody gave the same extreme answer", aimed, found)


def is_unanimous(between: Between, n: int, indicator: Indicator) -> bool:
    """Whether only nobody, or only everybody, can be at the good end."""
    parts = n if indicator.shows == "share" else n * POINTS
    low, high = math.ceil(between.low * parts - DUST), math.floor(between.high * parts + DUST)
    return low == high and low in (0, parts)


def whole_answers(
    figures: pd.DataFrame, n_of: pd.Series, definitions: Definitions, policy: Policy
) -> Iterator[AttackLine]:
    """A7 and A8: mean, spread and share that counts as good, solved together for everybody's answers."""
    tried = {"A7": [0, 0], "A8": [0, 0]}
    for row, n in zip(each(figures), n_of, strict=True):
        indicator = definitions.indicators.get(str(row.indicator_id))
        if row.state != "shown" or indicator is None or not n > 0 or indicator.measured.kind != "item":
            continue
        for attack, behind in _behind(row, round(n), indicator, definitions, policy):
            tried[attack][0] += 1
            tried[attack][1] += is_one_set(behind)
    yield AttackLine("A7", "all answers from mean, spread and number", *tried["A7"])
    yield AttackLine("A8", "all answers from share, mean and number", *tried["A8"])


def _behind(
    row: Row, n: int, indicator: Indicator, definitions: Definitions, policy: Policy
) -> Iterator[tuple[str, Behind]]:
    instrument = definitions.instruments.get(str(row.instrument))
    if instrument is None or indicator.shows != "mean":
        return
    options = instrument.options_of(indicator.measured.keys_in(instrument)[0])
    worths = tuple(float(option.worth) for option in options)
    wide = indicator.maximum - indicator.minimum
    part = value_of(row, indicator, policy, n)
    mean = Between(indicator.minimum + part.low * wide, indicator.minimum + part.high * wide)
    step = wide / tier_of(row, policy).mean_steps / 2
    if not math.isnan(row.spread):
        spread = Between(row.spread - step, row.spread + step)
        yield "A7", Behind(worths, n, mean.scaled(n), squares_from(n, mean, spread))
    if not math.isnan(row.favourable_share) and indicator.favourable is not None:
        codes = set(indicator.favourable.codes_for(str(row.instrument)))
        good = Between((row.favourable_share - SPLIT_HALF) * n, (row.favourable_share + SPLIT_HALF) * n)
        yield "A8", Behind(worths, n, mean.scaled(n), good=good, is_good=tuple(o.code in codes for o in options))


def spreads_from_limits(findings: pd.DataFrame, definitions: Definitions) -> AttackLine:
    """A9: an interval gives the spread away, and with it nearly all answers, where few people answered.

    Of a share it gives the number away only; so few are then fewer than 20, and else fewer than 30.
    """
    told = findings[findings["low"].notna() & findings["kind"].isin(PEOPLE_KINDS)]
    shares = {one.id for one in definitions.indicators.values() if one.shows == "share"}
    few = sum(
        band(str(row.n_band)).high < (ROUNDED_FROM if row.indicator_id in shares else SPREAD_FROM) for row in each(told)
    )
    return AttackLine("A9", "spread of a small group from an interval", len(told), few)


def rare_options(options: pd.DataFrame, counts: pd.DataFrame, policy: Policy) -> AttackLine:
    """A37: an option, or several shown as one, that so few chose that the share tells of them."""
    total = counts.groupby(["cohort_id", "round_id", "instrument", "item_key"])["n"].sum()
    found = 0
    for row in each(options):
        n = total.get((row.group_id, row.period_id, row.instrument, row.item_key), 0)
        found += (row.share + OPTION_HALF) * n < policy.merge_options_below - DUST
    return AttackLine("A37", "an option that hardly anybody chose", len(options), int(found))
