"""Points that cannot be analysed are refused by name, series and row, all at once, and nothing is changed."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from joy.errors import ShownError
from joy.variation import Rules, SeriesProblem, analyse


WEEKS = 14


def team(name: str = "Ward 4", **columns: Any) -> pd.DataFrame:
    made = {
        "series": [name] * WEEKS,
        "date": pd.date_range("2026-01-05", periods=WEEKS, freq="7D"),
        "numerator": np.arange(WEEKS) % 5 + 3.0,
        "denominator": [10.0] * WEEKS,
    }
    return pd.DataFrame({**made, **columns})


def with_cell(column: str, row: int, value: object) -> pd.DataFrame:
    """The team with one cell changed; rows are counted from 1."""
    points = team()
    points[column] = points[column].astype(object)
    points.loc[row - 1, column] = value
    return points


def refused(points: Any, **said: Any) -> str:
    """What the error says; the frame must be as it was."""
    before = points.copy() if isinstance(points, pd.DataFrame) else None
    arguments = {"chart": "p", "direction": "higher_is_better", "rules": Rules.joy(), **said}
    with pytest.raises(SeriesProblem) as caught:
        analyse(points, **arguments)
    if before is not None:
        pd.testing.assert_frame_equal(points, before)
    assert isinstance(caught.value, ShownError)
    return str(caught.value)


@pytest.mark.parametrize(
    ("points", "chart", "parts"),
    [
        (with_cell("date", 3, pd.Timestamp("2026-01-05")), "p", ["“Ward 4”, row 3, column “date”", "second point"]),
        (with_cell("date", 3, None), "p", ["row 3, column “date”", "no date"]),
        (with_cell("date", 3, "soon"), "p", ["row 3, column “date”", "No date can be read (soon)"]),
        (with_cell("denominator", 4, -1), "p", ["row 4, column “denominator”", "below zero (-1.0)"]),
        (with_cell("numerator", 5, 11), "p", ["row 5, column “numerator”", "exceeds the denominator"]),
        (with_cell("numerator", 5, -2), "u", ["row 5, column “numerator”", "below zero"]),
        (with_cell("numerator", 6, np.inf), "p", ["row 6, column “numerator”", "infinite"]),
        (with_cell("numerator", 6, "many"), "p", ["row 6, column “numerator”", "No number can be read (many)"]),
        (with_cell("series", 7, None), "p", ["row 7, column “series”", "belongs to no series"]),
        (team(numerator=[np.nan] * WEEKS), "p", ["“Ward 4”", "No point has a value"]),
        (team().iloc[:0], "p", ["The frame has no rows"]),
        (team().drop(columns="date"), "p", ["column “date”", "no such column"]),
        (team().drop(columns="denominator"), "p", ["needs numerator and denominator"]),
        (team().drop(columns=["numerator", "denominator"]), "run", ["neither value nor numerator"]),
        (team(date=range(WEEKS)), "p", ["column “date”", "Dates came as numbers"]),
        (team(value=[-1.0] + [3.0] * 13), "c", ["row 1, column “value”", "no values below zero (-1.0)"]),
        (team(value=[0.0] + [3.0] * 13), "t", ["row 1, column “value”", "no time between"]),
        (team(value=[-2.0] + [3.0] * 13), "g", ["row 1, column “value”", "no values below zero"]),
    ],
)
def test_what_is_wrong_with_points_is_said_with_its_place(points: pd.DataFrame, chart: str, parts: list[str]) -> None:
    """The message names the series, the row counted from 1, the column, and what came."""
    said = refused(points, chart=chart)
    for part in parts:
        assert part in said


@pytest.mark.parametrize(
    ("arguments", "parts"),
    [
        ({"chart": "pie"}, ["no chart “pie”", "run, xmr, p, p_prime"]),
        ({"direction": "up"}, ["no direction “up”", "higher_is_better, lower_is_better, neutral"]),
        ({"rules": "joy"}, ["Rules came as str"]),
        ({"phases": "2027-01-01"}, ["A phase starts on 2027-01-01", "outside the points"]),
        ({"phases": {"Ward 4": ["2025-12-01"]}}, ["“Ward 4”", "2025-12-01"]),
        ({"phases": {"Ward 5": ["2026-02-02"]}}, ["no series “Ward 5”"]),
        ({"phases": "some day"}, ["“some day” is no date"]),
        ({"target": 1.2}, ["target 1.2 is outside the scale (0 to 1)"]),
        ({"target": {"Ward 4": -0.1}}, ["“Ward 4”", "target -0.1"]),
        ({"target": "high"}, ["target 'high' is not a number"]),
        ({"target": float("nan")}, ["target nan is not a number"]),
        ({"baseline": 0}, ["baseline of 0 points"]),
        ({"baseline": ("2027-01-01", "2027-02-01")}, ["holds no point"]),
        ({"baseline": ("2026-02-01", "2026-01-01")}, ["ends before it starts"]),
        ({"baseline": "2026-01-01"}, ["is no baseline"]),
        ({"baseline": 11, "rules": Rules.plot_the_dots()}, ["11 points is too short"]),
        ({"excluded": "2026-01-06"}, ["No point lies on the excluded 2026-01-06"]),
        ({"excluded": [True, False]}, ["2 truths for 14 rows"]),
    ],
)
def test_what_is_wrong_with_the_question_is_said(arguments: dict[str, Any], parts: list[str]) -> None:
    """An argument that does not fit the points is refused with what was wanted."""
    said = refused(team(), **arguments)
    for part in parts:
        assert part in said


def test_everything_wrong_is_said_at_once() -> None:
    """Problems of several teams and of the arguments come in one error, and many of one kind are counted."""
    points = pd.concat([with_cell("denominator", 2, -1), team("Ward 5", numerator=[11.0] * WEEKS)], ignore_index=True)
    said = refused(points, target=3, phases="2030-01-01")
    for part in ("“Ward 4”, row 2", "“Ward 5”, row 15", "9 more rows", "target 3", "2030-01-01"):
        assert part in said


def test_a_frame_that_is_none_is_refused() -> None:
    """A list of numbers is told what to come as."""
    assert "Give a pandas DataFrame" in refused([1, 2, 3])


def test_rules_refuse_positions_that_do_not_exist() -> None:
    """A misspelt switch is an error when the rules are made, with the positions there are."""
    with pytest.raises(ValueError, match="on_line is one of skip, break, not 'jump'"):
        Rules.joy(on_line="jump")
    with pytest.raises(TypeError, match="screening"):
        Rules.plot_the_dots(screening=False)
    with pytest.raises(ValueError, match="precedence names each of"):
        Rules.joy(precedence=("outside",))


def test_a_series_without_any_value_may_go_through_if_asked() -> None:
    """With `all_missing` kept, such a team is told apart in its note and the others are analysed."""
    points = pd.concat([team(), team("Ward 5", numerator=[np.nan] * WEEKS)], ignore_index=True)
    summary = analyse(
        points, chart="run", direction="higher_is_better", rules=Rules.joy(all_missing="keep")
    ).summary.set_index("series")
    assert summary.loc["Ward 5", "note"] == "No point has a value."
    assert summary["variation"].tolist() == ["common_cause", ""]
    assert not summary.loc["Ward 5", "signal"]
