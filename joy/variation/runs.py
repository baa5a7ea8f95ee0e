"""Runs analysis after Anhøj, over many series at once: is a series likely to vary by chance alone?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import binom


Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Truths = NDArray[np.bool_]

TOLERANCE = 1e-9  # relative: a mean of equal numbers differs from them in the last binary digit
NEAR_ZERO = 1e-3  # ours: of the tolerance, relative to the spread: a mean of zero is off by the rounding of its values
FEWEST_USEFUL = 10  # below it the rules can say nothing (Anhøj's advice; simulated rates at 8 points are 0.000)
FEWEST_FOR_LONGEST_RUN = 3  # longest run limit = round(log2 n) + 3, Anhøj & Olesen 2014, 10.1371/journal.pone.0113825
CROSSINGS_RISK = 0.05  # the same: the fewest crossings are the 5 % point of the binomial distribution
HALVES_DIFFER = 1 / 3  # ours: with less, the earlier and the later half lie about equally above the line


@dataclass(frozen=True)
class RunsAnalysis:
    """The outcome for each series; arrays have one entry per series, `in_longest_run` one per point.

    `direction` is the side of the longest run (the latest of equally long ones): +1 above, -1 below, 0 no useful
    point; it is kept when only the crossings rule fired. It says where the run lies and not which way the series went:
    a long run below an overall median in the *first* half means a rise. `moved` says that: +1 when the later half of
    the useful points lies above the line clearly more often than the earlier half, -1 when less often, else 0. Use
    `moved` for a verdict against the median of the series itself, `direction` against a line fixed beforehand.
    `in_moved_run` marks the latest of the longest runs on the side to which the series moved: what to point at when
    saying that it moved; where `moved` is 0 it equals `in_longest_run`.
    """

    n_useful: Integers
    longest_run: Integers
    longest_run_limit: Integers
    crossings: Integers
    crossings_limit: Integers
    signal: Truths
    direction: Integers
    moved: Integers
    in_longest_run: Truths
    in_moved_run: Truths


def side(values: ArrayLike, centre: ArrayLike) -> Integers:
    """Say on which side of its centre each point lies: +1 above, -1 below, 0 on the line or missing.

    `values` is series × points (or one series), `centre` one number per series. On the line means within one part in a
    thousand million of the centre (`nearness`), whatever the unit.
    """
    points = np.asarray(values, dtype=float)
    line = np.asarray(centre, dtype=float)[..., None]
    distance = points - line
    apart = np.abs(distance) > nearness(points, line, TOLERANCE)  # a missing point compares as False
    return np.where(apart, np.sign(np.where(apart, distance, 0.0)), 0.0).astype(np.int64)


def nearness(values: Floats, line: Floats, tolerance: float) -> Floats:
    """Give how far from a line a point may lie and still count as on it.

    `values` is series × points (or one series), `line` one number per series or point. A part of the line, so that the
    unit of measurement does not matter; beside a line of nearly zero a thousandth of that part of what lies between the
    lowest and the highest value of the series.
    """
    finite = np.isfinite(values)
    highest = np.where(finite, values, -np.inf).max(axis=-1, initial=-np.inf, keepdims=True)
    lowest = np.where(finite, values, np.inf).min(axis=-1, initial=np.inf, keepdims=True)
    spread = np.maximum(highest - lowest, 0.0)  # minus infinity where there is no value
    near: Floats = tolerance * np.fmax(np.abs(line), NEAR_ZERO * spread)
    return near


def centre_of(values: ArrayLike) -> Floats:
    """Give the median of each series, leaving out missing points; missing where there are none.

    `values` is series × points. An even number of points gives the mean of the two middle ones.
    """
    points = np.asarray(values, dtype=float)
    if points.shape[-1] == 0:
        return np.full(points.shape[:-1], np.nan)
    ordered = np.sort(points, axis=-1)  # missing values sort to the end
    n = np.count_nonzero(~np.isnan(points), axis=-1)[..., None]
    lower = np.take_along_axis(ordered, np.maximum(n - 1, 0) // 2, axis=-1)
    upper = np.take_along_axis(ordered, n // 2, axis=-1)
    middle: Floats = ((lower + upper) / 2)[..., 0]
    return middle


def anhoej_limits(n_useful: ArrayLike) -> tuple[Integers, Integers]:
    """Give the longest run and the fewest crossings that chance still explains, for each number of useful points.

    A run longer than the first or fewer crossings than the second is a signal. Zero points give 0 and 0.
    Source: Anhøj & Olesen 2014, doi 10.1371/journal.pone.0113825; Anhøj 2015, doi 10.1371/journal.pone.0121349.
    Checked against the R package qicharts2 for 1 to 300 points and against summed binomial coefficients.
    """
    n = np.asarray(n_useful, dtype=np.int64)
    different, where = np.unique(n, return_inverse=True)
    positive = np.maximum(different, 1)
    longest = np.round(np.log2(positive)).astype(np.int64) + FEWEST_FOR_LONGEST_RUN
    fewest = np.where(positive > 1, binom.ppf(CROSSINGS_RISK, np.maximum(positive - 1, 1), 0.5), 0).astype(np.int64)
    none = different < 1
    return np.where(none, 0, longest)[where].reshape(n.shape), np.where(none, 0, fewest)[where].reshape(n.shape)


def analyse_runs(values: ArrayLike, centre: ArrayLike) -> RunsAnalysis:
    """Analyse runs of points on one side of a line.

    `values` is series × points in time order, missing points as nan anywhere; `centre` has one number per series.
    Missing points and points on the line are skipped: they neither count nor break a run. A signal needs ten useful
    points. Source and checks: `anhoej_limits`, and all runs analyses of qicharts2 kept with its oracle, from which we
    differ on purpose below ten useful points, where it may signal and we do not.
    """
    return analyse_sides(side(values, centre))


def analyse_sides(sides: Integers) -> RunsAnalysis:
    """Analyse runs where it is known on which side of its line each point lies: series × points of +1, -1 and 0."""
    order = np.argsort(sides == 0, axis=1, kind="stable")  # useful points first, in time order
    packed = np.take_along_axis(sides, order, axis=1)
    n = np.count_nonzero(packed, axis=1)
    lengths = _run_lengths(packed)
    longest = lengths.max(axis=1, initial=0)
    crossings = np.count_nonzero((packed[:, 1:] != packed[:, :-1]) & (packed[:, 1:] != 0), axis=1)
    run_limit, crossings_limit = anhoej_limits(n)
    moved = _moved(packed, n)
    there = np.where((packed == moved[:, None]) | (moved == 0)[:, None], lengths, 0)
    marked, pointed = (np.zeros(sides.shape, dtype=bool) for _ in range(2))
    np.put_along_axis(marked, order, _latest_longest(lengths, longest), axis=1)
    np.put_along_axis(pointed, order, _latest_longest(there, there.max(axis=1, initial=0)), axis=1)
    return RunsAnalysis(
        n_useful=n,
        longest_run=longest,
        longest_run_limit=run_limit,
        crossings=crossings,
        crossings_limit=crossings_limit,
        signal=(n >= FEWEST_USEFUL) & ((longest > run_limit) | (crossings < crossings_limit)),
        direction=np.sign(np.where(marked, sides, 0).sum(axis=1)),
        moved=moved,
        in_longest_run=marked,
        in_moved_run=pointed,
    )


def _run_lengths(packed: Integers) -> Integers:
    """How long the run is that each useful point continues, itself included; 0 beyond the last useful point."""
    position = np.broadcast_to(np.arange(packed.shape[1]), packed.shape)
    starts = np.ones(packed.shape, dtype=bool)
    starts[:, 1:] = packed[:, 1:] != packed[:, :-1]
    started = np.maximum.accumulate(np.where(starts, position, 0), axis=1)
    return np.where(packed != 0, position - started + 1, 0)


def _latest_longest(lengths: Integers, longest: Integers) -> Truths:
    """Mark the points of the latest among the longest runs."""
    position = np.arange(lengths.shape[1])
    reaches = (lengths == longest[:, None]) & (lengths > 0)
    end = np.where(reaches, position, -1).max(axis=1, initial=-1)[:, None]
    marked: Truths = (position <= end) & (position > end - longest[:, None])
    return marked


def _moved(packed: Integers, n: Integers) -> Integers:
    """Whether the later half lies above the line more often than the earlier; an odd middle point takes no part."""
    position, half = np.arange(packed.shape[1]), (n // 2)[:, None]
    above = packed > 0
    earlier = np.count_nonzero(above & (position < half), axis=1)
    later = np.count_nonzero(above & (position >= n[:, None] - half), axis=1)
    difference = (later - earlier) / np.maximum(half[:, 0], 1)
    return np.where(np.abs(difference) >= HALVES_DIFFER - TOLERANCE, np.sign(difference), 0).astype(np.int64)
