"""What holds for every series: shifting, mirroring, scaling, mixing and adding points change what they should only."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from joy.variation import Analysis, Rules, analyse


quietly = settings(derandomize=True, deadline=None, max_examples=40)
charts = st.sampled_from(["run", "xmr"])
presets = st.sampled_from([Rules.joy(), Rules.plot_the_dots(), Rules.qicharts2(), Rules.joy(fewest_for_limits=1)])
# Whole numbers, so that shifting and mirroring are exact; ties and gaps are common, as in small teams.
points_of_one = st.lists(st.one_of(st.none(), st.integers(-40, 40)), min_size=10, max_size=45).filter(
    lambda values: any(value is not None for value in values)
)
FLAGS = ["outside", "shift", "trend", "two_of_three", "reason"]
SWAPPED = {"improvement": "concern", "concern": "improvement", "": "", "common_cause": "common_cause"}


def series(values: list[int | None], name: str = "A") -> pd.DataFrame:
    days = pd.date_range("2026-01-05", periods=len(values), freq="7D")
    return pd.DataFrame({"series": name, "date": days, "value": np.array(values, dtype=float)})


def analysed(points: pd.DataFrame, chart: str, rules: Rules, **said: Any) -> Analysis:
    return analyse(points, **{"chart": chart, "direction": "higher_is_better", "rules": rules, **said})


@quietly
@given(points_of_one, charts, presets, st.integers(-64, 64))
def test_a_constant_moves_the_lines_and_nothing_else(
    values: list[int | None], chart: str, rules: Rules, by: int
) -> None:
    """Adding the same to every point adds it to centre and limits and leaves every mark and verdict."""
    plain = analysed(series(values), chart, rules)
    moved = analysed(series([None if v is None else v + by for v in values]), chart, rules)
    for line in ("centre", "lower", "upper"):
        np.testing.assert_allclose(moved.points[line], plain.points[line] + by, rtol=1e-9, atol=1e-9)
    pd.testing.assert_frame_equal(moved.points[[*FLAGS, "category"]], plain.points[[*FLAGS, "category"]])
    pd.testing.assert_frame_equal(moved.summary, plain.summary)


@quietly
@given(points_of_one, charts, presets, st.sampled_from([0.25, 2.0, 8.0]))
def test_scaling_scales_the_lines_and_nothing_else(
    values: list[int | None], chart: str, rules: Rules, by: float
) -> None:
    """Another unit of measurement scales centre and limits and leaves every mark and verdict."""
    plain = analysed(series(values), chart, rules)
    points = series(values)
    scaled = analysed(points.assign(value=points["value"] * by), chart, rules)
    for line in ("centre", "lower", "upper"):
        np.testing.assert_allclose(scaled.points[line], plain.points[line] * by, rtol=1e-9, atol=1e-9)
    pd.testing.assert_frame_equal(scaled.points[[*FLAGS, "category"]], plain.points[[*FLAGS, "category"]])
    pd.testing.assert_frame_equal(scaled.summary, plain.summary)


@settings(quietly, max_examples=120)
@given(points_of_one, charts, presets, st.sampled_from([-12, -10, -7, 5, 12]))
def test_any_unit_gives_the_same_marks(values: list[int | None], chart: str, rules: Rules, power: int) -> None:
    """From a million-millionth to a million million times, every mark, side, category and verdict stays as it is.

    With a tolerance, that is: to the letter a mean lies on its points or not by its last digit.
    """
    rules = replace(rules, tolerance=1e-9)
    plain = analysed(series(values), chart, rules)
    points = series(values)
    scaled = analysed(points.assign(value=points["value"] * 10.0**power), chart, rules)
    kept = [*FLAGS, "category", "side"]
    pd.testing.assert_frame_equal(scaled.points[kept], plain.points[kept])
    pd.testing.assert_frame_equal(scaled.summary, plain.summary)


@quietly
@given(points_of_one, charts, presets)
def test_mirrored_values_swap_improvement_and_concern(values: list[int | None], chart: str, rules: Rules) -> None:
    """Turned upside down every mark stays and its colour swaps; with the direction turned too, nothing changes."""
    plain = analysed(series(values), chart, rules)
    points = series([None if v is None else -v for v in values])
    mirrored = analysed(points, chart, rules)
    pd.testing.assert_frame_equal(mirrored.points[FLAGS], plain.points[FLAGS])
    assert mirrored.points["category"].tolist() == [SWAPPED[word] for word in plain.points["category"]]
    assert mirrored.summary["variation"].tolist() == [SWAPPED[word] for word in plain.summary["variation"]]
    assert mirrored.summary["signal"].tolist() == plain.summary["signal"].tolist()
    turned = analysed(points, chart, rules, direction="lower_is_better")
    assert turned.points["category"].tolist() == plain.points["category"].tolist()


@quietly
@given(st.lists(points_of_one, min_size=1, max_size=5), charts, presets, st.integers(0, 999))
def test_rows_in_any_order_and_many_series_at_once(
    many: list[list[int | None]], chart: str, rules: Rules, seed: int
) -> None:
    """Shuffled rows of several series give what each series gives on its own."""
    frames = [series(values, f"team {i}") for i, values in enumerate(many)]
    together = pd.concat(frames, ignore_index=True).sample(frac=1, random_state=seed)
    found = analysed(together, chart, rules)
    assert found.summary["series"].tolist() == together["series"].drop_duplicates().tolist()
    for i, frame in enumerate(frames):
        alone = analysed(frame, chart, rules)
        for name in ("points", "summary"):
            both = getattr(found, name)
            mine = both[both["series"] == f"team {i}"].reset_index(drop=True)
            pd.testing.assert_frame_equal(mine, getattr(alone, name), rtol=1e-12)


@quietly
@given(points_of_one, st.lists(st.one_of(st.none(), st.integers(-40, 40)), min_size=1, max_size=12), presets)
def test_a_later_point_takes_no_earlier_mark_away(
    values: list[int | None], later: list[int | None], rules: Rules
) -> None:
    """With a fixed baseline, points outside and shifts that were marked stay marked whatever follows."""
    base = [3, 7, 4, 6, 8, 2, 6, 3, 7, 4, 5, 6, 4]
    before = analysed(series([*base, *values]), "xmr", rules, baseline=len(base))
    after = analysed(series([*base, *values, *later]), "xmr", rules, baseline=len(base))
    for flag in ("outside", "shift"):
        marked = before.points[flag].to_numpy()
        assert after.points[flag].to_numpy()[: len(marked)][marked].all()


@quietly
@given(points_of_one, charts)
def test_peers_without_gates_agree_on_the_lines(values: list[int | None], chart: str) -> None:
    """Both presets draw one centre, and limits whose widths differ by the rounding of 3/1.128 to 2.66 only."""
    dots, qic = (analysed(series(values), chart, rules) for rules in (Rules.plot_the_dots(), Rules.qicharts2()))
    np.testing.assert_allclose(dots.points["centre"], qic.points["centre"], rtol=1e-12, atol=1e-12)
    widths = [found.points["upper"] - found.points["centre"] for found in (dots, qic)]
    np.testing.assert_allclose(widths[0] * 3 / 1.128, widths[1] * 2.66, rtol=1e-9, atol=1e-9)


@quietly
@given(points_of_one, charts, presets)
def test_the_frame_given_is_never_changed(values: list[int | None], chart: str, rules: Rules) -> None:
    """After an analysis the caller's frame is as it was, and changing the result does not reach it."""
    points = series(values)
    before = points.copy(deep=True)
    found = analysed(points, chart, rules)
    found.points["value"] = 0.0
    found.summary["note"] = "changed"
    pd.testing.assert_frame_equal(points, before)
