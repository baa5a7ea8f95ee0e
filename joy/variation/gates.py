"""What a series may be drawn as from how many points, and which chart suits it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray

from joy.variation.chance import expected_signals
from joy.variation.runs import FEWEST_USEFUL


__all__ = [
    "AUTOCORRELATED_ABOVE",
    "FEWEST_FOR_ASSURANCE",
    "FEWEST_FOR_AUTOCORRELATION",
    "FEWEST_FOR_LIMITS",
    "FEWEST_FOR_LINE",
    "Allowed",
    "Gate",
    "allowed",
    "autocorrelation",
    "expected_signals",
    "gate",
    "is_autocorrelated",
    "is_provisional",
]

FEWEST_FOR_LINE = 4  # fewer are told as values: two or three points suggest a trend that is not there
FEWEST_FOR_LIMITS = 13  # Making Data Count: limits and icons from 13 points (NHSRplotthedots issue 194, M. Callus)
FEWEST_FOR_ASSURANCE = 20  # limits are temporary below 20 points: NHS Education for Scotland, learn.nes.nhs.scot/3702
FEWEST_FOR_AUTOCORRELATION = 24  # ours: below it chance alone often exceeds 0.4 (standard error about 1/√n = 0.2)
AUTOCORRELATED_ABOVE = 0.4  # ours: two standard errors at 24 points; at 0.3 false signals are already 16 %


class Gate(StrEnum):
    """What a series may be drawn as; the bounds carry their sources above and in `joy.variation.runs`."""

    NONE = "none"
    VALUES_ONLY = "values_only"
    LINE_ONLY = "line_only"
    RUN_CHART = "run_chart"


@dataclass(frozen=True)
class Allowed:
    """What may be shown from `n` useful points of one phase; everything that is not true stays off the screen.

    `values`: numbers with how many were asked. `line`: dots joined, and the change since baseline with its interval.
    `signals`: median, runs and crossings. `limits`: control limits, point rules and the variation icon. `assurance`:
    the target against the limits. `is_provisional`: a run chart that more points may overturn. `is_trial`: limits
    that will still move.
    """

    n: int
    is_survey_round: bool
    values: bool
    line: bool
    signals: bool
    limits: bool
    assurance: bool
    is_provisional: bool
    is_trial: bool

    @property
    def words(self) -> str:
        """What is still to come and what it takes; empty when nothing is."""
        if not self.values:
            return "No answers yet."
        if self.is_survey_round:
            return "Survey rounds are compared two at a time: too few for signals."
        if not self.signals:
            return f"Signals start at {FEWEST_USEFUL} points: {self.n} so far."
        if not self.limits:
            return f"Provisional: limits start at {FEWEST_FOR_LIMITS} points, {self.n} so far."
        if not self.assurance:
            return f"Trial limits: they may still move until {FEWEST_FOR_ASSURANCE} points, {self.n} so far."
        return ""


def allowed(n_useful: int, *, is_survey_round: bool = False) -> Allowed:
    """Say what may be shown from so many useful points of one phase.

    Survey rounds (four to eight in a programme) never get a median, signals or limits, however many there are.
    Sources: the bounds above; signals from ten, `joy.variation.runs.FEWEST_USEFUL`.
    """
    n, weekly = n_useful, not is_survey_round
    return Allowed(
        n=n,
        is_survey_round=is_survey_round,
        values=n > 0,
        line=n >= FEWEST_FOR_LINE,
        signals=weekly and n >= FEWEST_USEFUL,
        limits=weekly and n >= FEWEST_FOR_LIMITS,
        assurance=weekly and n >= FEWEST_FOR_ASSURANCE,
        is_provisional=weekly and is_provisional(n),
        is_trial=weekly and FEWEST_FOR_LIMITS <= n < FEWEST_FOR_ASSURANCE,
    )


def gate(n_points: int, *, is_survey_round: bool = False) -> Gate:
    """Say what `n_points` visible points may be drawn as; survey rounds never become a run chart."""
    shown = allowed(n_points, is_survey_round=is_survey_round)
    if shown.signals:
        return Gate.RUN_CHART
    if shown.line:
        return Gate.LINE_ONLY
    return Gate.VALUES_ONLY if shown.values else Gate.NONE


def is_provisional(n_points: int) -> bool:
    """Say whether a run chart of so many points must be labelled provisional (10 to 12 points)."""
    return FEWEST_USEFUL <= n_points < FEWEST_FOR_LIMITS


def autocorrelation(values: ArrayLike, parts: ArrayLike | None = None) -> NDArray[np.float64]:
    """Give how much neighbouring points resemble each other, from -1 to 1, for each series.

    `values` is series × points in time order, missing points as nan: a pair with one missing takes no part. `parts`
    (same shape) numbers the stretches before and after a change; each is compared with its own mean, so that one
    step is not taken for resemblance. Missing (nan) under 24 points or when nothing varies.
    Source: the sample autocorrelation at lag 1, Box & Jenkins 1976, section 2.1.5. Checked against statsmodels.
    """
    points = np.atleast_2d(np.asarray(values, dtype=float))
    pieces = np.zeros(points.shape) if parts is None else np.broadcast_to(np.asarray(parts), points.shape)
    away, there = np.zeros(points.shape), ~np.isnan(points)
    for piece in np.unique(pieces):
        inside = there & (pieces == piece)
        mean = np.where(inside, points, 0.0).sum(axis=1) / np.maximum(inside.sum(axis=1), 1)
        away = np.where(inside, points - mean[:, None], away)
    spread = (away**2).sum(axis=1)
    scale = np.nanmax(np.abs(np.where(there, points, 0.0)), axis=1, initial=0.0)
    varies = spread > points.shape[1] * (1e-12 * scale) ** 2  # less is the last digit of the mean
    known = varies & (there.sum(axis=1) >= FEWEST_FOR_AUTOCORRELATION)
    together = (away[:, 1:] * away[:, :-1]).sum(axis=1)
    return np.where(known, together / np.where(known, spread, 1.0), np.nan)


def is_autocorrelated(values: ArrayLike, parts: ArrayLike | None = None) -> NDArray[np.bool_]:
    """Say for each series whether neighbours resemble each other so much that its signals are weaker evidence."""
    resembles: NDArray[np.bool_] = autocorrelation(values, parts) > AUTOCORRELATED_ABOVE  # missing is not above
    return resembles
