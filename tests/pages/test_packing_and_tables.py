"""What travels to the browser: drawings made light without losing a value, and tables in the reader's words."""

from __future__ import annotations

import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from joy.findings import Aligned, Comparison, Multiples, Run, Verdict
from pages.parts.packing import WORTH_IT, arrow_bytes, packed
from pages.parts.tables import readable


ABOUT = {"title": "Good days", "subtitle": "", "verdict": Verdict.NO_CHANGE, "alt": "in words"}
cells = st.one_of(st.none(), st.floats(allow_nan=False, allow_infinity=False))
texts = st.one_of(st.none(), st.text(max_size=8))


def unpacked(content):
    return pa.ipc.open_stream(content).read_all().to_pylist()


@settings(deadline=None)  # pyarrow's first call loads its library
@given(st.lists(st.tuples(cells, texts), min_size=1, max_size=30))
def test_packing_loses_nothing(pairs):
    """Rows that were packed come out as they went in, missing cells included."""
    rows = [{"value": value, "name": name} for value, name in pairs]
    assert unpacked(arrow_bytes(rows)) == rows


def test_long_equal_lists_are_sent_once_and_short_ones_stay():
    """Two layers on the same rows share one dataset; a short list stays where it is; the drawing given is untouched."""
    long = [{"x": k, "name": "Oak"} for k in range(WORTH_IT)]
    short = [{"x": 1}]
    spec = {"layer": [{"data": {"values": rows}, "mark": "point"} for rows in (long, list(long), short)]}
    light = packed(spec)
    assert [layer["data"] for layer in light["layer"]] == [{"name": "rows0"}, {"name": "rows0"}, {"values": short}]
    assert unpacked(light["datasets"]["rows0"]) == long
    assert "datasets" not in spec
    assert spec["layer"][0]["data"]["values"] is long


@pytest.mark.parametrize("odd", [{"x": ["two", "lines"]}, {"y": 1}])
def test_lists_that_are_not_flat_stay_as_they_are(odd):
    """Rows with lists in them, or with different keys, are left alone: Vega would read them differently."""
    spec = {"layer": [{"data": {"values": [{"x": 1}] * WORTH_IT + [odd]}}]}
    assert packed(spec) == spec


def run(**changes):
    points = pd.DataFrame(
        {
            "start": pd.to_datetime(["2026-01-05", "2026-01-12"]),
            "label": ["Week of 5 January 2026", "Week of 12 January 2026"],
            "value": [0.62, float("nan")],
            "n": ["about 25", ""],
            "marked": [False, False],
        }
    )
    return Run(**{**ABOUT, "points": points, "unit": "% of answers", "label": "Oak"} | changes)


def test_a_run_chart_as_a_table():
    """
    | When                    | % of answers | How many |
    | Week of 5 January 2026  | 62%          | about 25 |
    | Week of 12 January 2026 | –            |          |  a hidden or missing week is a dash, never zero
    """
    assert readable(run()).values.tolist() == [
        ["Week of 5 January 2026", "62%", "about 25"],
        ["Week of 12 January 2026", "–", ""],
    ]


def test_a_wall_names_each_team_first():
    """Every row of the wall's table begins with its team; hidden teams have no rows."""
    hidden = run(label="Elm", points=run().points.iloc[0:0])
    table = readable(Multiples(**ABOUT, panels=(run(), hidden)))
    assert list(table.columns) == ["Team", "When", "% of answers", "How many"]
    assert set(table["Team"]) == {"Oak"}


def test_means_keep_their_own_unit():
    """A mean of 64.25 points of 100 is written 64.2, under its unit."""
    lines = pd.DataFrame(
        {"cohort": ["Cohort 1"], "position_label": ["LS1"], "value": [64.25], "n": ["about 30 people"]}
    )
    table = readable(Aligned(**ABOUT, lines=lines, is_share=False, unit="points of 100"))
    assert table.to_dict("list") == {
        "Cohort": ["Cohort 1"], "When": ["LS1"], "Points of 100": ["64.2"], "How many": ["about 30 people"],
    }  # fmt: skip


def test_a_comparison_hides_what_is_hidden():
    """A row that may not be shown has dashes for its values and keeps its words."""
    rows = pd.DataFrame(
        {"label": ["Wellbeing"], "before": [float("nan")], "after": [float("nan")],
         "change_text": ["Not shown, to protect people’s answers"], "n_before": [""], "n_after": [""], "method": [""]}
    )  # fmt: skip
    table = readable(Comparison(**ABOUT, rows=rows, unit="points of 100"))
    assert table.iloc[0, :4].tolist() == ["Wellbeing", "–", "–", "Not shown, to protect people’s answers"]
