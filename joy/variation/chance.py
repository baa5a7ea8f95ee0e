"""How often a chart signals although nothing changed: counted exactly, not simulated."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from math import comb

import numpy as np
from numpy.typing import ArrayLike

from joy.variation.runs import FEWEST_USEFUL, Integers, RunsAnalysis, anhoej_limits


MOST_COUNTED = 1000  # ours: longer charts take the rate of this length; counting one further takes a second
MOST_FALSE = 0.05  # per chart: the level of Anhøj's own crossings rule, 10.1371/journal.pone.0113825


@lru_cache(maxsize=1024)
def false_signal_rate(n_useful: int, longest_run_limit: int | None = None, crossings_limit: int | None = None) -> float:
    """Give the share of stable series that signal, judged by Anhøj's two rules against their own median.

    `n_useful` counts the points off the median, so it is even unless points tie with it (an odd number of different
    values leaves the middle one on the line). Half lie above and half below; an odd number is split as evenly as it can
    be. A signal is a run longer than `longest_run_limit` or fewer crossings than `crossings_limit` (by default Anhøj's
    for this length). Between 0 and 1; zero below ten useful points, where nothing signals.
    Source and checks: `rate_of`.
    """
    n = min(n_useful, MOST_COUNTED)
    if n < FEWEST_USEFUL:
        return 0.0
    usual_longest, usual_crossings = (int(limit) for limit in anhoej_limits(n))
    longest = usual_longest if longest_run_limit is None else longest_run_limit
    fewest = usual_crossings if crossings_limit is None else crossings_limit
    return rate_of(n // 2, n - n // 2, longest, fewest)


@lru_cache(maxsize=8192)
def rate_of(above: int, below: int, longest: int, fewest: int) -> float:
    """Give how often so many points above and below a line make a run longer than `longest` or too few crossings.

    In a stable series every arrangement of the points is equally likely, whatever their values and however many others
    lie on the line. The rate is the share of arrangements with a longer run, or with fewer than `fewest` crossings.
    Source: the runs of two kinds of elements, Wald & Wolfowitz 1940, doi 10.1214/aoms/1177731909.
    Checked against every arrangement written out for 10 to 16 points, and against simulated series.
    """
    n = above + below
    if n == 0:
        return 0.0
    quiet = sum(_arrangements(above, below, runs, longest) for runs in range(max(fewest, 0) + 1, n + 1))
    everything = comb(n, above)
    return (everything - quiet) / everything


@lru_cache(maxsize=8192)
def fair_limits(above: int, below: int) -> tuple[int, int]:
    """Give the longest run and the fewest crossings that hold false signals at 5 % for so many above and below.

    They are Anhøj's wherever those hold it already: always when half lie on either side, up to 62 points. Where the
    two sides differ (coarse shares tie with their median, and all points on one side is the extreme) or the series is
    longer, the limit of whichever rule errs more often is loosened one by one. Zero points give 0 and 0.
    Ours; limits from `joy.variation.runs.anhoej_limits`, rates from `rate_of`.
    """
    n = above + below
    if min(above, below) == 0:
        return n, 0  # one side only: there is a single arrangement, which says nothing
    longest, fewest = (int(limit) for limit in anhoej_limits(n))
    while rate_of(above, below, longest, fewest) > MOST_FALSE:
        if rate_of(above, below, longest, 0) >= rate_of(above, below, n, fewest):
            longest += 1
        else:
            fewest -= 1
    return longest, fewest


def fair_limits_of(above: ArrayLike, below: ArrayLike) -> tuple[Integers, Integers]:
    """Give `fair_limits` for many series at once, each different pair reckoned once: longest runs, fewest crossings."""
    pairs = np.stack([np.asarray(above, dtype=np.int64), np.asarray(below, dtype=np.int64)], axis=-1)
    different, where = np.unique(pairs, axis=0, return_inverse=True)
    limits = np.array([fair_limits(int(a), int(b)) for a, b in different], dtype=np.int64).reshape(-1, 2)
    return limits[where.ravel(), 0], limits[where.ravel(), 1]


def fairly(found: RunsAnalysis, sides: ArrayLike, own: ArrayLike = True) -> RunsAnalysis:
    """Judge the same runs by fair limits, in the series that are `own`: judged about a line made from themselves.

    `sides` (series × points) are those that were analysed. Gives the analysis with other limits and signals.
    """
    of, is_own = np.asarray(sides), np.asarray(own, dtype=bool)
    fair = fair_limits_of((of > 0).sum(axis=1), (of < 0).sum(axis=1))
    usual = (found.longest_run_limit, found.crossings_limit)
    longest, fewest = (np.where(is_own, new, old) for new, old in zip(fair, usual, strict=True))
    beyond = (found.longest_run > longest) | (found.crossings < fewest)
    signal = (found.n_useful >= FEWEST_USEFUL) & beyond
    return replace(found, longest_run_limit=longest, crossings_limit=fewest, signal=signal)


def expected_signals(n_useful: ArrayLike) -> float:
    """Give how many charts would signal by chance alone, one entry of useful points per chart.

    Sums the exact rates of `false_signal_rate`. Charts under ten useful points add nothing, because none signals;
    missing numbers count as no chart.
    """
    points = np.nan_to_num(np.asarray(n_useful, dtype=float)).astype(np.int64)
    lengths, charts = np.unique(points, return_counts=True)
    return float(sum(false_signal_rate(int(n)) * int(of) for n, of in zip(lengths, charts, strict=True)))


def _arrangements(above: int, below: int, runs: int, longest: int) -> int:
    """In how many ways points above and below a line make so many runs, none longer than `longest`."""
    fewer = runs // 2
    if runs % 2 == 0:  # either kind may begin
        return 2 * _parts(above, fewer, longest) * _parts(below, fewer, longest)
    more = fewer + 1
    return _parts(above, more, longest) * _parts(below, fewer, longest) + _parts(above, fewer, longest) * _parts(
        below, more, longest
    )


@lru_cache(maxsize=8192)
def _parts(points: int, parts: int, largest: int) -> int:
    """In how many ways points fall into so many parts in order, each of 1 to `largest`: inclusion and exclusion."""
    if parts < 1 or largest < 1:
        return int(parts == points == 0)
    most = min(parts, (points - parts) // largest)  # beyond it nothing is left for the other parts
    return sum((-1) ** j * comb(parts, j) * comb(points - j * largest - 1, parts - 1) for j in range(most + 1))
