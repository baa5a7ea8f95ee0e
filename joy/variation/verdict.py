"""From lines, patterns and runs to what is said of each phase: signal, variation and assurance."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from joy.variation import frozen
from joy.variation.chance import fairly
from joy.variation.choose import ENOUGH_POINTS, VARIANCE_SPAN
from joy.variation.limits import Grid, Lines
from joy.variation.point_rules import Fired
from joy.variation.rules import Chart, Direction, Reason, Rules
from joy.variation.runs import TOLERANCE, RunsAnalysis, analyse_sides, nearness


Floats = NDArray[np.float64]
Signs = NDArray[np.int8]
Integers = NDArray[np.int64]
Truths = NDArray[np.bool_]

MOST_ALIKE = 0.5  # ours, as in joy.variation.choose: more equal neighbours than that and a median moving range is zero

CATEGORIES = ("common_cause", "improvement", "concern", "neutral_high", "neutral_low", "")
COMMON, IMPROVEMENT, CONCERN, HIGH, LOW, NOTHING = range(6)
ASSURANCES = ("", "pass", "fail", "hit_or_miss")
NONE, PASS, FAIL, HIT_OR_MISS = range(4)
REASONS = ("", *Reason)
_SIGNED = {  # category by the sign of what fired: 0, +1, -1
    Direction.HIGHER: np.array([COMMON, IMPROVEMENT, CONCERN]),
    Direction.LOWER: np.array([COMMON, CONCERN, IMPROVEMENT]),
    Direction.NEUTRAL: np.array([COMMON, HIGH, LOW]),
}


LEAST_ON_A_SIDE = 1 / 3  # ours, by simulation of weekly shares: with fewer the split itself makes runs


@dataclass(frozen=True)
class Runs:
    """The runs analysis of each phase, and what it was made on.

    `after` marks phases judged after a fixed baseline only, by one run of `shortest` points (0: no run can be a signal
    yet). `useful` counts all points off the line; `found` knows the points that were judged, of which so many lie
    `above` and `below` it.
    """

    found: RunsAnalysis
    useful: Integers
    after: Truths
    shortest: Integers
    signal: Truths
    heading: Integers
    above: Integers
    below: Integers

    @property
    def longest_limit(self) -> Integers:
        """The longest run that is no signal; after a fixed baseline one less than the shortest that is."""
        most = np.where(self.shortest > 0, self.shortest - 1, self.found.n_useful)
        return np.where(self.after, most, self.found.longest_run_limit)

    @property
    def crossings_limit(self) -> Integers:
        """The fewest crossings that are no signal; not used after a fixed baseline, so 0 there."""
        return np.where(self.after, 0, self.found.crossings_limit)


def runs(
    sides: Signs,
    counted: Truths,
    fixed: Truths,
    is_fixed: Truths,
    is_given: Truths,
    is_coarse: Truths,
    chart: Chart,
    rules: Rules,
) -> Runs:
    """Judge each phase by runs and crossings, or by one run after its fixed baseline.

    Fair limits are for lines made from the points that they judge: about one brought along (`is_given`) or fixed
    beforehand, many points on one side are news. After a baseline that `is_coarse` no run is.
    """
    used = np.where(counted, sides, 0).astype(np.int64)
    if chart is Chart.MR and not rules.runs_on_mr:
        used[:] = 0
    if rules.uneven == "fair":
        used = _with_ties(used, counted, ~(is_given | is_fixed))
    useful = np.count_nonzero(used, axis=1)
    position = np.arange(used.shape[1])
    behind = position > np.where(fixed, position, -1).max(axis=1, initial=-1)[:, None]
    of_baseline = counted & fixed & ((used != 0) | (rules.uneven != "fair"))  # ties make a median less sure
    in_baseline = np.count_nonzero(of_baseline, axis=1)
    after = is_fixed & rules.frozen_run & (in_baseline >= frozen.BASELINES[0])
    judged = np.where(after[:, None] & ~behind, 0, used)
    found = analyse_sides(judged)
    if rules.uneven == "fair":
        found = fairly(found, judged, ~(is_given | is_fixed))
    shortest = np.where(after & ~is_coarse, frozen.shortest_run(in_baseline, found.n_useful), 0)
    by_run = (shortest > 0) & (found.longest_run >= shortest)
    by_both = (found.longest_run > found.longest_run_limit) | (found.crossings < found.crossings_limit)
    spoken = (useful >= max(rules.fewest_useful, 1)) & (chart is not Chart.MR)
    signal = np.where(after, by_run, by_both & rules.anhoej) & spoken
    sides_judged = (judged > 0).sum(axis=1), (judged < 0).sum(axis=1)
    return Runs(found, useful, after, shortest, signal, np.where(after, found.direction, found.moved), *sides_judged)


def _with_ties(used: Integers, counted: Truths, own: Truths) -> Integers:
    """Count points on the line with the lesser side, where fewer than a third of the others lie there.

    Shares of few answers pile up on their median: with half the weeks at 100 % every other lies below, and without the
    ties nothing would be left to compare. Which points these are follows from the values alone and not from their
    order, so the rates of `joy.variation.chance` hold as before.
    """
    above, below = (used > 0).sum(axis=1), (used < 0).sum(axis=1)
    lopsided = own & (np.minimum(above, below) < (above + below) * LEAST_ON_A_SIDE)
    lesser = np.where(above < below, 1, -1)
    ties = counted & (used == 0) & lopsided[:, None]
    joined: Integers = np.where(ties, lesser[:, None], used)
    return joined


def is_suited(chart: Chart, grid: Grid, lines: Lines) -> Truths:
    """Say which phases can carry limits: a p chart with enough answers, an XmR chart whose points mostly differ.

    With few answers most limits of a p chart would lie beyond 0 or 1. Where more than half the steps are zero, as among
    rounded medians, limits show the rounding, and every point of the usual value lies on one side of the mean.
    """
    if chart is Chart.XMR:
        steps = np.abs(np.diff(np.where(grid.base, grid.values, np.nan), axis=1))
        alike = np.count_nonzero(steps <= nearness(grid.values, lines.centre[:, 1:], TOLERANCE), axis=1)
        differ: Truths = alike <= MOST_ALIKE * np.count_nonzero(~np.isnan(steps), axis=1)
        return differ
    if chart is not Chart.P:
        return np.ones(len(grid.values), dtype=bool)
    share = lines.centre
    with np.errstate(divide="ignore", invalid="ignore"):
        needed = VARIANCE_SPAN * np.maximum(share / (1 - share), (1 - share) / share)
        enough = grid.base & (grid.denominators > needed)
    counts = grid.base.sum(axis=1)
    suited: Truths = np.count_nonzero(enough, axis=1) >= ENOUGH_POINTS * np.maximum(counts, 1)
    return suited


def reasons(fired: Fired, direction: Direction, rules: Rules) -> tuple[Integers, Integers]:
    """Give each point the rule that names it and its category, as numbers into REASONS and CATEGORIES."""
    which = np.zeros(fired.outside.shape, dtype=np.int64)
    sign = np.zeros(fired.outside.shape, dtype=np.int8)
    order = [Reason(name) for name in rules.precedence]
    better = {Direction.HIGHER: 1, Direction.LOWER: -1, Direction.NEUTRAL: 0}[direction]
    if rules.conflict == "improvement_wins" and better:
        for reason in order:  # the rules that speak for improvement come first, in their order
            found = getattr(fired, reason)
            first = (which == 0) & (found == better)
            which, sign = np.where(first, REASONS.index(reason), which), np.where(first, found, sign)
    for reason in order:
        found = getattr(fired, reason)
        first = (which == 0) & (found != 0)
        which, sign = np.where(first, REASONS.index(reason), which), np.where(first, found, sign)
    return which, _SIGNED[direction][sign]


def variation(
    category: Integers, grid: Grid, judged: Runs, by_runs: Truths, spoken: Truths, direction: Direction, rules: Rules
) -> Integers:
    """Give the state of each phase: that of its last point, or where `by_runs` the direction of its signal.

    Nothing where not `spoken` for, and where a signal has no direction.
    """
    there = grid.rows if rules.variation_from == "last_row" else grid.rows & ~np.isnan(grid.values) & ~grid.excluded
    last = np.where(there, np.arange(there.shape[1]), 0).max(axis=1, initial=0)
    state = np.take_along_axis(category, last[:, None], axis=1)[:, 0]
    heading = _SIGNED[direction][judged.heading]
    moved = np.where(judged.signal, np.where(judged.heading != 0, heading, NOTHING), COMMON)
    return np.where(spoken, np.where(by_runs, moved, state), NOTHING)


def assurance(lines: Lines, target: Floats, direction: Direction) -> Integers:
    """Hold the target against the last limits of each phase; nothing where there is no target or no better way."""
    known = ~np.isnan(lines.upper)
    last = np.where(known, np.arange(known.shape[1]), 0).max(axis=1, initial=0)[:, None]
    upper, lower = (np.take_along_axis(line, last, axis=1)[:, 0] for line in (lines.upper, lines.lower))
    beyond, under = (FAIL, PASS) if direction is Direction.HIGHER else (PASS, FAIL)
    found = np.where(target > upper, beyond, np.where(target < lower, under, HIT_OR_MISS))
    return np.where(np.isnan(target) | (direction is Direction.NEUTRAL), NONE, found)
