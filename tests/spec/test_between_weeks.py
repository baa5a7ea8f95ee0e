"""The interval of a tally's change with weeks as the unit, against scipy's Welch test on the same weekly shares."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from scipy.stats import ttest_ind

from joy.definitions import load_definitions
from joy.views.figures import between_weeks, change_between


GOOD_DAYS = load_definitions().indicators["good_days"]
MONDAY = pd.Timestamp("2024-01-01")
SWINGING = [0.42, 0.55, 0.38, 0.61, 0.47, 0.52]
HIGHER = [0.66, 0.71, 0.58, 0.80, 0.69, 0.64, 0.73, 0.77]


def weeks(before: list[float], after: list[float], *, apart: int = 4, step: str = "week") -> pd.DataFrame:
    """Shown weeks of two stretches, with weeks between them that belong to neither."""
    days = {"week": 7, "fortnight": 14}[step]
    values = [*before, *[0.01] * apart, *after]
    starts = pd.date_range(MONDAY, periods=len(values), freq=f"{days}D")
    return pd.DataFrame(
        {
            "group_id": "t",
            "indicator_id": GOOD_DAYS.id,
            "instrument": GOOD_DAYS.measured.instruments[0],
            "period_kind": step,
            "period_id": [f"w{number}" for number in range(len(values))],
            "period_start": starts,
            "period_end": starts + pd.Timedelta(days=days),
            "value": values,
            "state": "shown",
            "n_band": "about 25",
            "n_low": 23,
            "capped": None,
        }
    )


def window(figures: pd.DataFrame, first: int, past: int, value: float) -> pd.Series:
    """A released stretch of so many weeks with its own value: all answers together, not the mean of the weeks."""
    end = figures["period_end"].iloc[past - 1]
    row: pd.Series = figures.assign(value=value, period_end=end, period_kind="stretch").iloc[first]
    return row


def compared(
    before: list[float], after: list[float], *, shown: tuple[float, float] | None = None, step: str = "week"
) -> tuple[float | None, float | None]:
    figures = weeks(before, after, step=step)
    start, stop = shown or (float(np.mean(before)), float(np.mean(after)))
    ends = (
        window(figures, 0, len(before), start),
        window(figures, len(figures) - len(after), len(figures), stop),
    )
    return between_weeks(figures, *ends)


def welch(before: list[float], after: list[float]) -> tuple[float, float]:
    found = ttest_ind(after, before, equal_var=False).confidence_interval(0.95)
    return float(found.low), float(found.high)


@pytest.mark.parametrize("step", ["week", "fortnight"])
@pytest.mark.parametrize(
    ("before", "after"),
    [
        (SWINGING, HIGHER),
        (HIGHER, SWINGING),
        (SWINGING[:3], HIGHER[:3]),
        (SWINGING[:3], HIGHER),
        ([0.5, 0.5, 0.5, 0.51], HIGHER),
    ],
)
def test_the_interval_is_that_of_scipy(before: list[float], after: list[float], step: str) -> None:
    """Where the shown difference is that of the weeks' means, the interval is Welch's."""
    assert compared(before, after, step=step) == pytest.approx(welch(before, after), rel=1e-9)


def test_the_interval_lies_about_the_shown_difference() -> None:
    """Where all answers together differ from the mean of the weeks, the interval moves with them, as wide as before."""
    low, high = welch(SWINGING, HIGHER)
    shift = (0.70 - 0.45) - (np.mean(HIGHER) - np.mean(SWINGING))

    assert compared(SWINGING, HIGHER, shown=(0.45, 0.70)) == pytest.approx((low + shift, high + shift), rel=1e-9)


@pytest.mark.parametrize(
    ("before", "after"), [(SWINGING[:2], HIGHER), (SWINGING, HIGHER[:2]), (SWINGING[:1], HIGHER[:1])]
)
def test_two_weeks_have_no_spread(before: list[float], after: list[float]) -> None:
    """With fewer than three shown weeks at either end there is no interval."""
    assert compared(before, after) == (None, None)


def test_a_week_that_is_not_shown_does_not_count() -> None:
    """Three weeks of which one is hidden are two, and no interval is given."""
    figures = weeks(SWINGING[:3], HIGHER)
    figures.loc[1, "state"] = "suppressed"
    ends = window(figures, 0, 3, 0.45), window(figures, 7, 15, 0.70)

    assert between_weeks(figures, *ends) == (None, None)
    assert between_weeks(figures.assign(state="shown"), *ends) != (None, None)


def test_weeks_that_never_differ_say_nothing() -> None:
    """Where no week differs from another at either end, nothing tells how sure the change is."""
    assert compared([0.5] * 4, [0.7] * 4) == (None, None)


@pytest.mark.parametrize(
    ("before", "after"),
    [([0.0, 0.0, 0.4], [1.0, 1.0, 0.6]), ([1.0, 1.0, 0.5], [0.0, 0.0, 0.5]), ([0, 1, 0], [1, 0, 1])],
)
def test_no_interval_reaches_beyond_what_can_be(before: list[float], after: list[float]) -> None:
    """A share cannot change by more than everything, however few the weeks."""
    low, high = compared(before, after)
    plain_low, plain_high = welch(before, after)

    assert plain_low < -1 or plain_high > 1
    assert (low, high) == pytest.approx((max(plain_low, -1), min(plain_high, 1)))


def test_a_change_of_tallies_names_its_unit() -> None:
    """The change carries the weeks' interval, rounded outwards, and says “week by week”; without one, “all weeks”."""
    none = pd.DataFrame(columns=["group_id", "indicator_id", "kind", "instrument", "from_period", "to_period"])
    for before, method in ((SWINGING, "week by week"), (SWINGING[:2], "all weeks")):
        figures = weeks(before, HIGHER)
        ends = window(figures, 0, len(before), 0.45), window(figures, len(before) + 4, len(figures), 0.70)
        change = change_between(GOOD_DAYS, *ends, none, figures=figures)

        assert change.method == method
        assert change.difference == pytest.approx(0.25)
        assert (change.low is None) == (method == "all weeks")
        exact = between_weeks(figures, *ends)
        wide = [to(100 * end) / 100 for end, to in zip(exact, (math.floor, math.ceil), strict=True) if end is not None]
        assert [change.low, change.high] == (wide or [None, None])
