"""Numerators, denominators, baselines, phases and columns that cannot be meant as they came."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from joy.variation import Analysis, FunnelProblem, Rules, SeriesProblem, analyse, funnel


WEEKS = 20
GOOD = np.arange(WEEKS) % 5 + 3.0


def pairs(row: int = 0, good: float = 5, asked: float = 10, name: str = "Ward 4") -> pd.DataFrame:
    """Twenty weekly shares of ten answers with one row changed; rows are counted from 1."""
    points = pd.DataFrame(
        {
            "series": name,
            "date": pd.date_range("2026-01-05", periods=WEEKS, freq="7D"),
            "numerator": GOOD,
            "denominator": 10.0,
        }
    )
    if row:
        points.loc[row - 1, ["numerator", "denominator"]] = [good, asked]
    return points


def numbers(values: Any = GOOD, name: str = "Ward 4") -> pd.DataFrame:
    days = pd.date_range("2026-01-05", periods=len(values), freq="7D")
    return pd.DataFrame({"series": name, "date": days, "value": values})


def analysed(points: pd.DataFrame, **said: Any) -> Analysis:
    return analyse(points, **{"chart": "run", "direction": "higher_is_better", "rules": Rules.joy(), **said})


def refused(points: pd.DataFrame, **said: Any) -> str:
    """What the error says; the frame must be as it was."""
    before = points.copy()
    with pytest.raises(SeriesProblem) as caught:
        analysed(points, **said)
    pd.testing.assert_frame_equal(points, before)
    return str(caught.value)


@pytest.mark.parametrize("chart", ["run", "xmr", "mr", "p", "p_prime"])
def test_a_share_is_at_most_the_whole(chart: str) -> None:
    """On every chart of a share a numerator over its denominator and a target over 1 are refused with their place."""
    said = refused(pairs(4, good=999), chart=chart)
    assert "“Ward 4”, row 4, column “numerator”: The numerator exceeds the denominator (999.0)" in said
    assert "target 1.5 is outside the scale (0 to 1)" in refused(pairs(), chart=chart, target=1.5)
    assert "target -0.1 is outside the scale" in refused(pairs(), chart=chart, target={"Ward 4": -0.1})


@pytest.mark.parametrize("chart", ["run", "xmr", "mr", "p", "p_prime", "u", "u_prime", "i_prime"])
def test_no_pair_is_negative_and_nothing_comes_from_nobody(chart: str) -> None:
    """Numbers below zero and 5 of 0 are refused on every chart; 0 of 0 and 5 of nothing known are missing points."""
    assert "row 4, column “numerator”: The numerator is below zero (-1.0)" in refused(pairs(4, good=-1), chart=chart)
    assert "row 4, column “denominator”: The denominator is below zero" in refused(pairs(4, asked=-10), chart=chart)
    assert "row 4, column “denominator”: The denominator is 0 and the numerator is not" in refused(
        pairs(4, asked=0), chart=chart
    )
    for gap in ({"good": 0, "asked": 0}, {"asked": np.nan}, {"good": np.nan}):
        values = analysed(pairs(4, **gap), chart=chart).points["value"]
        assert np.flatnonzero(values.isna()).tolist() == ([0, 3, 4] if chart == "mr" else [3])


def test_rates_and_means_may_exceed_one() -> None:
    """Events over exposure, sums over answers and values brought along have no highest number."""
    for chart in ("u", "u_prime", "i_prime"):
        assert analysed(pairs(4, good=40), chart=chart, target=1.5).points["value"].max() == 4.0
    with_value = pairs(4, good=40).assign(value=GOOD)
    assert analysed(with_value, target=1.5).points["value"].tolist() == GOOD.tolist()
    share_as_value = numbers([1.3, *GOOD[1:] / 10]).assign(denominator=10)
    assert "row 1, column “value”: A p chart has no values above 1 (1.3)" in refused(share_as_value, chart="p")


def test_a_phase_for_all_says_where_it_was_ignored() -> None:
    """A series that ends before the date, or begins after it, stays one phase and its note says so."""
    late = numbers(name="Late").assign(date=lambda frame: frame["date"] + pd.Timedelta(days=300))
    together = pd.concat([numbers(), numbers(GOOD[:12], "Short"), late], ignore_index=True)
    summary = analysed(together, phases="2026-04-20").summary
    assert list(zip(summary["series"], summary["phase"], strict=True)) == [
        ("Ward 4", 1),
        ("Ward 4", 2),
        ("Short", 1),
        ("Late", 1),
    ]
    assert summary["note"].str.contains("A phase date").tolist() == [False, False, True, True]


def test_a_baseline_leaves_points_to_judge() -> None:
    """A number of points that nothing follows is refused where it fits no series, or not the one it is said for."""
    for most in (99, WEEKS):
        said = refused(numbers(), baseline=most)
        assert f"“Ward 4”: A baseline of {most} points leaves none after it: there are 20" in said
    together = pd.concat([numbers(), numbers(GOOD[:12], "Short")], ignore_index=True)
    assert "25 points leaves none after it in any series: there are 20" in refused(together, baseline=25)
    assert "“Short”: A baseline of 15 points" in refused(together, baseline={"Ward 4": 12, "Short": 15})
    assert analysed(together, baseline=15).summary["series"].tolist() == ["Ward 4", "Short"]
    assert analysed(numbers(), baseline=WEEKS - 1).summary["n"].item() == WEEKS
    assert "there are 14" in refused(numbers(), baseline=14, phases="2026-04-13")
    assert analysed(numbers(), baseline=("2026-01-05", "2027-01-01")).summary["n"].item() == WEEKS  # its end is a plan


@pytest.mark.parametrize("name", ["series", "date", "value"])
def test_two_columns_of_one_name_are_refused(name: str) -> None:
    """Which of them is meant cannot be known; other columns may share a name."""
    points = numbers().assign(one=1, two=2)
    twice = points.set_axis([*points.columns[:3], name, "two"], axis=1)
    assert f"column “{name}”: 2 columns have this name" in refused(twice)
    others = points.set_axis([*points.columns[:3], "left alone", "left alone"], axis=1)
    assert len(analysed(others).points) == WEEKS


def test_numbers_that_cannot_be_reckoned_with_are_refused() -> None:
    """Complex numbers, dates, whole numbers of 400 digits, and sizes whose squares do not fit, come back by name."""
    assert "column “value”: Numbers came as complex" in refused(numbers(GOOD + 1j))
    assert "column “value”: Numbers came as complex" in refused(numbers(pd.Series([1j, *GOOD], dtype=object)))
    assert "Numbers came as datetime64" in refused(numbers(pd.date_range("2026-01-05", periods=WEEKS)))
    assert "Numbers came as far too large" in refused(numbers(pd.Series([10**400, *GOOD], dtype=object)))
    for size in (1e300, 1e-300):
        for chart in ("run", "xmr", "c", "t"):
            assert "row 1, column “value”: The number is too large or too small" in refused(
                numbers(GOOD * size), chart=chart
            )
        assert "column “numerator”: The number is too" in refused(pairs(1, good=size), chart="u")
    divided = pairs().assign(numerator=1e149, denominator=1e-149)
    assert "row 1, column “value”: The number is too large" in refused(divided, chart="u")
    assert "centre line nan is not a number" in refused(numbers(), centre=float("nan"))
    assert "centre line 1.5 is outside the scale (0 to 1)" in refused(pairs(), chart="p", centre=1.5)


def test_a_funnel_needs_real_countable_answers() -> None:
    """Complex numbers and more answers than can be told apart are refused by name."""
    with pytest.raises(FunnelProblem, match="complex numbers"):
        funnel([1j, 2], [5, 6])
    with pytest.raises(FunnelProblem, match=r"Team 1: 1e\+300 answers"):
        funnel([1e299, 2], [1e300, 6])


@pytest.mark.parametrize("unit", [1e-140, 1e-12, 1e-10, 1.0, 1e12, 1e140])
def test_a_step_is_seen_in_any_unit(unit: float) -> None:
    """A step from 1-3 to 8-9 times a thousand-millionth or less is the signal that it is in plain numbers."""
    draw = np.random.default_rng(1)
    step = np.r_[draw.uniform(1, 3, 12), draw.uniform(8, 9, 12)]
    found = analysed(numbers(step * unit))
    assert (found.summary["signal"].item(), found.summary["variation"].item()) == (True, "improvement")
    assert found.points["shift"].tolist() == [False] * 12 + [True] * 12


def test_on_the_line_is_a_part_of_the_line() -> None:
    """One part in 2,000 million of the centre is on it and one in 500 million is not, however small the centre."""
    for centre in (0.04, 1.0, 3000.0):
        near = np.tile([0.5, 2.0, 0.5, 2.0], 5)
        near[[4, 8]] = 1 + np.array([5e-10, 2e-9])
        sides = analysed(numbers(near * centre), centre=centre, chart="xmr").points["side"]
        assert (sides[4], sides[8]) == (0, 1)
    balanced = np.array([0.1, 0.2, -0.3, 0.0] * 6)  # its mean is zero but for the last digit
    assert analysed(numbers(balanced), chart="xmr").points["side"].tolist() == [1, 1, -1, 0] * 6
