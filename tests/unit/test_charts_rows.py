"""What multiples, comparisons, aligned cohorts, participation and sparklines say."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from chart_records import (
    HIDDEN_ROW,
    IMPROVED_ROW,
    LONG,
    STEADY_ROW,
    aligned_of,
    comparison_of,
    layers_of,
    multiples_of,
    participation_of,
    rows_in,
    rows_of,
    run_of,
    tile_of,
    words_in,
)

from joy.charts import Look, draw, multiples, panels
from joy.charts.palette import LIGHT
from joy.findings.records import WORDS, Verdict


def test_all_teams_appear_in_the_order_given_hidden_ones_in_words():
    """Every panel has its name in its place; a hidden one has its words and no mark."""
    spec = draw(multiples_of(), look=Look())
    names = [(row["i"], row["roomy"][0]) for row in rows_in(spec) if row.get("roomy", [""])[0].startswith("Team")]

    assert names == [(k, f"Team {k}") for k in range(8)]
    silent = [row for row in rows_in(spec) if "Not shown" in " ".join(row.get("text", []))]
    assert [row["i"] for row in silent] == [2, 6]
    assert not [row for row in rows_in(spec) if row["i"] in {2, 6} and "stretch" in row]


def test_each_panel_has_its_verdict_its_number_of_points_and_its_last_value():
    """Beside its name a panel says its verdict by mark and word, how many points it has, and the last of them."""
    spec = draw(multiples_of(4), look=Look())
    words = words_in(spec)

    assert [text in words for text in ("▲ Improved · from 11 weeks", "● No clear change · from 11 weeks")] == [
        True,
        True,
    ]
    assert "○ Too few points yet · from 11 weeks" in words
    assert {row["i"] for row in rows_in(spec) if row.get("text") == "73%"} == {0, 1, 3}


def test_panels_share_one_scale():
    """The same value lies at the same height in every panel, whatever else the panel holds."""
    low, high = run_of([0.1, 0.5]), run_of([0.5, 0.9])
    spec = multiples(replace(multiples_of(), panels=(low, high)), Look())
    heights = {row["v"] for row in rows_in(spec) if row.get("shown") == "50%"}

    assert len(heights) == 1


def test_panels_can_be_drawn_one_by_one():
    """A page that lays panels out itself gets one run chart per panel."""
    assert [spec["description"] for spec in panels(multiples_of(3), Look())] == ["Good days by week, Team Oak."] * 3


def test_a_row_without_numbers_shows_its_words_and_no_mark():
    """A suppressed row keeps its whole label and says why it is empty, and no mark gives its value away."""
    spec = draw(comparison_of(IMPROVED_ROW, HIDDEN_ROW), look=Look())

    assert WORDS[Verdict.HIDDEN] in words_in(spec)
    assert LONG in words_in(spec)
    assert not [row for row in rows_in(spec) if row.get("label") == LONG]


def test_a_hidden_row_hides_numbers_that_came_along():
    """A row whose verdict is hidden gives away neither its values nor the words of its change."""
    row = (*IMPROVED_ROW[:9], "hidden", "x")
    spec = draw(comparison_of(row), look=Look())

    assert "+9" not in words_in(spec)
    assert not [one for one in rows_in(spec) if "u2" in one or "before" in one]


def test_only_a_signal_is_coloured_in_a_comparison():
    """A row whose verdict is no signal is grey and round; the interval is drawn around the latest value."""
    spec = draw(comparison_of(IMPROVED_ROW, STEADY_ROW), look=Look())
    marks = {row["label"]: row for row in rows_in(spec) if "label" in row}

    assert (marks["Good days"]["colour"], marks["Good days"]["shape"]) == (LIGHT.improvement, "triangle-up")
    assert (marks["Recognition"]["colour"], marks["Recognition"]["shape"]) == (LIGHT.common, "circle")
    assert [marks["Good days"][key] for key in ("u", "u2", "low", "high")] == [0.62, 0.71, 0.65, 0.77]
    assert marks["Good days"]["interval"] == "+3 to +15 points"


@pytest.mark.parametrize(("before", "after"), [(50.0, 50.0), (20.0, 80.0), (80.0, 20.0)])
def test_baseline_and_latest_grow_away_from_each_other(before, after):
    """The two names over the first row never run into each other, whichever way the change went."""
    row = ("a", "Good days", before, after, None, None, "9", "9", "x", "no_change", "x")
    texts = [one for one in layers_of(draw(comparison_of(row), look=Look()), "text") if "text" in rows_of(one)[0]]
    named = {rows_of(one)[0]["text"]: one["mark"].get("align") for one in texts}
    names = {name: named[name] for name in ("Baseline", "Latest")}

    left_first = {"Baseline": "right", "Latest": "left"}
    assert names == (left_first if before <= after else {"Baseline": "left", "Latest": "right"})


def written(spec, field):
    """The rows of those layers of words that write this field."""
    texts = layers_of(spec, "text")
    return [row for one in texts if one["encoding"]["text"]["field"] == field for row in rows_of(one)]


def test_the_live_cohort_stands_out_and_end_labels_keep_apart():
    """The live cohort's line is thicker and in another colour; names and numbers at the line ends keep apart."""
    spec = draw(aligned_of(5), look=Look())
    lines = {one["mark"]["color"]: one["mark"]["strokeWidth"] for one in layers_of(spec, "line")}

    assert lines[LIGHT.accent] > 2 * lines[LIGHT.common]
    for field in ("name", "number"):
        places = sorted(row["to_y"] for row in written(spec, field))
        assert len(places) == 5
        assert min(b - a for a, b in pairwise(places)) >= 13


def test_with_many_cohorts_only_the_live_one_is_named():
    """Twenty names would be a thicket: the live cohort keeps its name and number, the others their tooltips."""
    spec = draw(aligned_of(20), look=Look())

    assert [row["name"] for row in written(spec, "name")] == ["Cohort 20: 70%"]
    assert [row["number"] for row in written(spec, "number")] == ["20"]
    assert sum(len(rows_of(one)) for one in layers_of(spec, "text")) == 2


def test_participation_keeps_the_order_of_enrolment_and_says_its_numbers():
    """Rows stay as the record has them, with teams, people, those who left, and who sends and tests in words."""
    spec = draw(participation_of(), look=Look())
    bars = layers_of(spec, "bar")

    assert [row["cohort"] for row in bars[0]["data"]["values"]] == ["Cohort 2", "Cohort 1"]
    assert [row["enrolled_u"] for row in bars[0]["data"]["values"]] == [0.6, 1.0]
    assert "12 teams, 80 people, 1 left" in words_in(spec)
    assert "9 sending answers, 6 testing ideas" in words_in(spec)


def test_a_sparkline_is_a_line_and_one_dot():
    """A tile's line has no axes, is 48 px high, and ends in the verdict's colour and shape."""
    spec = draw(tile_of(), look=Look())
    dot = layers_of(spec, "point")[0]

    assert spec["height"] == 48
    assert (dot["mark"]["color"], dot["mark"]["shape"], len(rows_of(dot))) == (
        LIGHT.improvement,
        "triangle-up",
        1,
    )
    assert dot["encoding"]["x"]["axis"] is None
