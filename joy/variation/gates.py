"""What a series may be drawn as from how many points, and how many of many charts signal by chance."""

from __future__ import annotations

from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike

from joy.variation.runs import FEWEST_USEFUL


FEWEST_FOR_LINE = 4  # fewer are told as values: two or three points suggest a trend that is not there
FULL_FROM = 13  # Making Data Count: below 13 points a chart is on trial (nhs-r-community/NHSRplotthedots issue 194)

# Share of stable series that signal by chance: our simulation of 6,000 series at each number of points, rounded to
# whole percent; the golden tests simulate it again.
SIMULATED_POINTS = (8, 12, 24, 36, 52)
SIMULATED_RATES = (0.0, 0.02, 0.03, 0.04, 0.05)


class Gate(StrEnum):
    """What a series may be drawn as; the bounds carry their sources above and in `joy.variation.runs`."""

    NONE = "none"
    VALUES_ONLY = "values_only"
    LINE_ONLY = "line_only"
    RUN_CHART = "run_chart"


def gate(n_points: int, *, is_survey_round: bool = False) -> Gate:
    """Say what `n_points` visible points may be drawn as; survey rounds never become a run chart."""
    if n_points < 1:
        return Gate.NONE
    if n_points < FEWEST_FOR_LINE:
        return Gate.VALUES_ONLY
    if n_points < FEWEST_USEFUL or is_survey_round:
        return Gate.LINE_ONLY
    return Gate.RUN_CHART


def is_provisional(n_points: int) -> bool:
    """Say whether a run chart of so many points must be labelled provisional (10 to 12 points)."""
    return FEWEST_USEFUL <= n_points < FULL_FROM


def expected_signals(n_points: ArrayLike) -> float:
    """Give how many charts would signal by chance alone, one entry of useful points per chart.

    Rates are interpolated between simulated numbers of points, stay at the last one beyond 52 and are zero below
    ten points, where no chart signals. Missing numbers count as no chart.
    """
    points = np.nan_to_num(np.asarray(n_points, dtype=float))
    rates = np.interp(points, SIMULATED_POINTS, SIMULATED_RATES)
    return float(np.where(points >= FEWEST_USEFUL, rates, 0.0).sum())
