"""What a run chart says: gaps, signals, median, baseline, learning sets, tests and notes."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
from chart_records import RECORDS, full_run, layers_of, multiples_of, rows_in, rows_of, run_of, words_in

from joy.charts import Look, draw
from joy.charts.palette import LIGHT
from joy.findings.records import WORDS, Verdict


def test_a_gap_breaks_the_line_and_is_no_zero():
    """A missing period has no row at all, and the periods on either side belong to different lines."""
    line = layers_of(draw(run_of([0.5, None, 0.7, 0.8]), look=Look()), "line")[0]

    assert [row["value"] for row in line["data"]["values"]] == [0.5, 0.7, 0.8]
    stretches = [row["stretch"] for row in line["data"]["values"]]
    assert stretches[0] != stretches[1] == stretches[2]
    assert line["encoding"]["detail"]["field"] == "stretch"


def test_a_period_that_is_not_in_the_frame_breaks_the_line_too():
    """A week without a row is a gap like a week without a value."""
    run = run_of([0.5, 0.6, 0.7, 0.8])
    line = layers_of(draw(replace(run, points=run.points.drop(index=1)), look=Look()), "line")[0]

    stretches = [row["stretch"] for row in line["data"]["values"]]
    assert stretches[0] != stretches[1] == stretches[2]


@pytest.mark.parametrize(
    ("verdict", "colour", "shape"),
    [
        (Verdict.IMPROVED, LIGHT.improvement, "triangle-up"),
        (Verdict.WORSENED, LIGHT.concern, "triangle-down"),
        (Verdict.CHANGED, LIGHT.neither, "diamond"),
    ],
)
def test_a_signal_has_its_colour_and_its_shape(verdict, colour, shape):
    """Only the marked points of a signal take the verdict's colour, and a shape with it; all others stay grey dots."""
    points = [one for one in layers_of(draw(full_run(verdict), look=Look()), "point") if "value" in rows_of(one)[0]]
    dots = [one["mark"] | {"count": len(rows_of(one))} for one in points]

    assert [(dot["color"], dot["shape"], dot["count"]) for dot in dots] == [
        (LIGHT.common, "circle", 4),
        (colour, shape, 7),
    ]


def test_without_a_signal_nothing_is_coloured():
    """Marked points stay grey when the verdict is no signal."""
    text = json.dumps(draw(full_run(Verdict.NO_CHANGE), look=Look()))

    assert not {LIGHT.improvement, LIGHT.concern, LIGHT.neither} & set(re.findall(r"#[0-9A-Fa-f]{6}", text))


def test_the_median_and_the_last_value_are_named_where_they_end():
    """The chart says its median and last value in words, the baseline with its value over its own window only."""
    spec = draw(full_run(), look=Look())

    assert "median 70%" in words_in(spec)
    assert "73%" in words_in(spec)
    assert "baseline 50%" in words_in(spec)
    band = layers_of(spec, "rect")[0]["data"]["values"][0]
    assert (band["end"] - band["moment"]) / 86_400_000 == 28


def test_median_and_last_value_do_not_overlap_when_equal():
    """Two labels at one height are moved apart by more than a line of type."""
    spec = draw(run_of([0.5] * 12, Verdict.NO_CHANGE, centre=0.5), look=Look())
    places = [one["encoding"]["y"]["value"] for one in layers_of(spec, "text") if "value" in one["encoding"]["y"]]

    assert abs(places[0] - places[1]) >= 15


def test_a_share_is_drawn_from_nothing_to_everything():
    """Shares stand on 0 to 100 %, so that teams compare, and means on their own scale."""
    share = layers_of(draw(full_run(), look=Look()), "line")[0]["encoding"]["y"]
    mean = layers_of(draw(RECORDS["run of means"], look=Look()), "line")[0]["encoding"]["y"]

    assert share["scale"]["domain"] == [0.0, 1.0]
    assert share["axis"]["values"] == [0, 0.25, 0.5, 0.75, 1]
    assert mean["scale"]["domain"] == [1, 5]
    assert mean["axis"]["values"] == [1, 2, 3, 4, 5]


def test_axis_labels_are_formatted_by_expression():
    """Vega rounds an axis' own format to the ticks' magnitude, so that 25 read 30: labels are formatted one by one."""
    share = layers_of(draw(full_run(), look=Look()), "line")[0]["encoding"]["y"]["axis"]
    mean = layers_of(draw(RECORDS["run of means"], look=Look()), "line")[0]["encoding"]["y"]["axis"]

    assert (share["labelExpr"], mean["labelExpr"]) == ("format(datum.value, '~%')", "format(datum.value, '~f')")
    assert "format" not in share
    assert "format" not in mean


def test_a_hidden_verdict_hides_points_that_came_along():
    """Values in a record whose verdict is hidden are neither drawn nor sent to the reader's browser."""
    for spec in (
        draw(full_run(Verdict.HIDDEN), look=Look()),
        draw(replace(multiples_of(), panels=(full_run(Verdict.HIDDEN),)), look=Look()),
    ):
        assert not [row for row in rows_in(spec) if "value" in row or "shown" in row or "stretch" in row]
        assert WORDS[Verdict.HIDDEN] in words_in(spec)


def test_a_value_outside_the_scale_is_never_cut_off():
    """The scale widens to hold what the record holds."""
    run = run_of([4.0, 7.5], Verdict.TOO_FEW, is_share=False, minimum=1, maximum=5)
    scale = layers_of(draw(run, look=Look()), "line")[0]["encoding"]["y"]["scale"]

    assert scale["domain"] == [1, 7.5]


def test_flags_on_one_day_stand_in_two_rows():
    """Flags that would touch are staggered; tests carry numbers and notes letters."""
    rows = {row["title"]: row for row in rows_in(draw(full_run(), look=Look())) if "sign" in row}

    assert rows["Huddle"]["wide"] != rows["Protected breaks"]["wide"]
    assert rows["Huddle"]["phone"] != rows["Protected breaks"]["phone"]
    assert [rows[title]["sign"] for title in ("Huddle", "Protected breaks", "New rota")] == ["1", "2", "a"]


def test_flag_titles_are_drawn_only_where_they_all_fit():
    """Titles appear beside flags from the width at which none touches the next, and never for flags on one day."""
    apart = run_of([0.5] * 20, flags=[(2, 1, "Huddle", "test"), (12, 2, "Breaks", "test")])

    def titles(run):
        return [one for one in layers_of(draw(run, look=Look()), "text") if one["encoding"]["text"]["field"] == "title"]

    assert "width >=" in titles(apart)[0]["transform"][0]["filter"]
    assert titles(full_run()) == []


def test_learning_sets_stand_on_the_time_axis():
    """Each learning set is a triangle with its own name, below the plot."""
    spec = draw(full_run(), look=Look())
    triangle = next(one for one in layers_of(spec, "point") if one["mark"].get("color") == LIGHT.accent)

    assert [row["text"] for row in triangle["data"]["values"]] == ["LS1", "LS2"]
    assert triangle["mark"]["shape"] == "triangle-up"
    assert triangle["encoding"]["y"]["value"] > spec["height"]


def test_the_first_month_and_each_january_carry_the_year():
    """Month names have the year under the first of them and under Januaries, and never crowd the axis."""
    axis = layers_of(draw(RECORDS["run of 200"], look=Look()), "line")[0]["encoding"]["x"]["axis"]

    assert "%Y" in axis["labelExpr"]
    assert "datum.index == 0" in axis["labelExpr"]
    assert 2 <= len(axis["values"]) <= 8


@pytest.mark.parametrize("name", ["hidden run", "empty run"])
def test_a_hidden_run_is_words_and_nothing_else(name):
    """Without released values the chart holds the verdict's words and no mark."""
    spec = draw(RECORDS[name], look=Look())

    assert [one["mark"]["type"] for one in spec["layer"]] == ["text"]
    assert rows_in(spec) == [{"words": WORDS[RECORDS[name].verdict]}]
