"""What every chart says in its spec: right marks, right numbers, right words, and nothing beyond its record."""

from __future__ import annotations

import json
import re
import time
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import altair as alt
import jsonschema
import pandas as pd
import pytest

from joy.charts import Look, draw, multiples, panels
from joy.charts.palette import DARK, LIGHT
from joy.findings.records import (
    WORDS,
    Aligned,
    Comparison,
    Finding,
    Multiples,
    Participation,
    Run,
    StoryCard,
    Tile,
    Verdict,
)


MONDAY = date(2026, 1, 5)
LONG = "Kinder- und Jugendpsychiatrische Institutsambulanz Nordwest, evening service"
LOOKS = [Look(mode, size) for mode in ("light", "dark") for size in ("page", "room", "small")]


def run_of(values, verdict=Verdict.IMPROVED, *, marked=(), flags=(), sets=(), **more):
    """A run of weekly values; `flags` as (week, number, title, kind), `sets` as (week, label)."""
    days = [MONDAY + timedelta(weeks=k) for k in range(len(values))]
    points = pd.DataFrame({"start": days, "value": values})
    points["label"] = [f"Week of {day:%-d %B}" for day in days]
    points["n"] = "about 25"
    points["marked"] = [k in marked for k in range(len(values))]
    flag_rows = [(MONDAY + timedelta(weeks=week), number, title, kind) for week, number, title, kind in flags]
    set_rows = [(MONDAY + timedelta(weeks=week), label) for week, label in sets]
    return Run(
        title="Good days rose", subtitle="Team Oak", verdict=verdict, alt="Good days by week, Team Oak.",
        points=points, flags=pd.DataFrame(flag_rows, columns=["on_date", "number", "title", "kind"]),
        sets=pd.DataFrame(set_rows, columns=["on_date", "label"]), label="Team Oak", key="oak", **more,
    )  # fmt: skip


def full_run(verdict=Verdict.IMPROVED):
    values = [0.5, 0.52, None, 0.48, 0.51, 0.7, 0.72, 0.71, 0.75, 0.69, 0.74, 0.73]
    return run_of(
        values, verdict, marked=range(5, 12), centre=0.7, baseline=0.5, baseline_start=MONDAY,
        baseline_end=MONDAY + timedelta(weeks=4), sets=[(0, "LS1"), (6, "LS2")],
        flags=[(5, 1, "Huddle", "test"), (5, 2, "Protected breaks", "test"), (9, 1, "New rota", "note")],
    )  # fmt: skip


def comparison_of(*rows, **more):
    names = [
        "key",
        "label",
        "before",
        "after",
        "low",
        "high",
        "n_before",
        "n_after",
        "change_text",
        "verdict",
        "method",
    ]
    frame = pd.DataFrame(rows, columns=names)
    return Comparison(title="t", subtitle="s", verdict=Verdict.IMPROVED, alt="Baseline to latest.", rows=frame, **more)


IMPROVED_ROW = ("a", "Good days", 62.0, 71.0, 3.0, 15.0, "75", "75", "+9 points, 75 people both times", "improved", "x")
STEADY_ROW = ("b", "Recognition", 60.0, 61.0, -4.0, 6.0, "20", "20", "+1 point, all who answered", "no_change", "x")
HIDDEN_ROW = ("c", LONG, None, None, None, None, "", "", "", "hidden", "")


def aligned_of(cohorts=3):
    rows = [(f"Cohort {c}", c, p, f"LS{p}–{p + 1}", 0.5 + p / 20, "about 50", c == cohorts)
            for c in range(1, cohorts + 1) for p in range(1, 5)]  # fmt: skip
    lines = pd.DataFrame(rows, columns=["cohort", "ordinal", "position", "position_label", "value", "n", "is_live"])
    return Aligned(title="t", subtitle="s", verdict=Verdict.NO_CHANGE, alt="Cohorts over learning sets.", lines=lines)


def participation_of():
    rows = pd.DataFrame([("Cohort 2", 12, 9, 6, 1, 80), ("Cohort 1", 20, 15, 5, 0, 140)],
                        columns=["cohort", "enrolled", "sending", "testing", "left", "people"])  # fmt: skip
    return Participation(title="t", subtitle="s", verdict=Verdict.NO_CHANGE, alt="Who takes part.", rows=rows)


def tile_of(verdict=Verdict.IMPROVED):
    return Tile(title="t", subtitle="s", verdict=verdict, alt="Good days, sparkline.",
                spark=full_run().points[["start", "value"]])  # fmt: skip


def multiples_of(count=8):
    kinds = [Verdict.IMPROVED, Verdict.NO_CHANGE, Verdict.HIDDEN, Verdict.TOO_FEW]
    runs = [replace(full_run(kinds[k % 4]), label=f"Team {k}", key=str(k)) for k in range(count)]
    blank = full_run().points.iloc[:0]
    kept = [replace(run, points=blank, centre=None) if run.verdict == Verdict.HIDDEN else run for run in runs]
    return Multiples(title="t", subtitle="s", verdict=Verdict.NO_CHANGE, alt="Eight teams.", panels=tuple(kept))


def every_record():
    empty = pd.DataFrame()
    return {
        "run": full_run(),
        "run worsened": full_run(Verdict.WORSENED),
        "run changed": full_run(Verdict.CHANGED),
        "run of one": run_of([0.4], Verdict.TOO_FEW),
        "run of three": run_of([0.4, 0.5, 0.6], Verdict.TOO_FEW),
        "run of 200": run_of([0.4, 0.6] * 100, Verdict.NO_CHANGE, centre=0.5),
        "run at one": run_of([1.0] * 12, Verdict.NO_CHANGE, centre=1.0),
        "run at zero": run_of([0.0] * 12, Verdict.NO_CHANGE, centre=0.0),
        "run of means": run_of([3.1, 3.4, 3.3], Verdict.TOO_FEW, is_share=False, minimum=1, maximum=5),
        "run on no scale": run_of([3.0, 3.0], Verdict.TOO_FEW, is_share=False, minimum=3, maximum=3),
        "hidden run": run_of([None] * 5, Verdict.HIDDEN),
        "empty run": Run(title="t", subtitle="", verdict=Verdict.NOT_ASKED, alt="Not asked.", points=empty),
        "comparison": comparison_of(IMPROVED_ROW, STEADY_ROW, HIDDEN_ROW),
        "hidden comparison": comparison_of(HIDDEN_ROW),
        "empty comparison": comparison_of(),
        "aligned": aligned_of(),
        "aligned, many": aligned_of(20),
        "empty aligned": Aligned(title="t", subtitle="", verdict=Verdict.TOO_FEW, alt="None yet."),
        "participation": participation_of(),
        "empty participation": Participation(title="t", subtitle="", verdict=Verdict.TOO_FEW, alt="None yet."),
        "tile": tile_of(),
        "empty tile": Tile(title="t", subtitle="", verdict=Verdict.TOO_FEW, alt="None yet."),
        "multiples": multiples_of(),
        "no panels": Multiples(title="t", subtitle="", verdict=Verdict.TOO_FEW, alt="None yet."),
    }


RECORDS = every_record()


def rows_in(spec):
    """Every row of data in a spec."""
    return [row for one in spec["layer"] for row in rows_of(one)]


def rows_of(one):
    """The rows of data in one layer."""
    return one["data"]["values"]


def layers_of(spec, mark):
    return [one for one in spec["layer"] if one["mark"]["type"] == mark]


def words_in(spec):
    """All text that a reader sees in a spec, as one string."""
    texts = [row.get(key, "") for row in rows_in(spec) for key in ("text", "words", "sign", "wide_text", "roomy")]
    return " | ".join(" ".join(text) if isinstance(text, list) else str(text) for text in texts)


@pytest.mark.parametrize("name", RECORDS)
def test_every_chart_is_valid_vega_lite(name):
    """Any record, full or empty, becomes a spec that Vega-Lite's own schema accepts."""
    alt.LayerChart.from_dict(draw(RECORDS[name], look=Look()), validate=True)


def test_the_schema_refuses_what_is_not_vega_lite():
    """The check above can fail: a mark that does not exist is refused."""
    spec = draw(tile_of(), look=Look())
    spec["layer"][0]["mark"]["type"] = "squiggle"

    with pytest.raises(jsonschema.ValidationError):
        alt.LayerChart.from_dict(spec, validate=True)


@pytest.mark.parametrize("name", RECORDS)
@pytest.mark.parametrize("look", LOOKS, ids=lambda look: f"{look.mode}-{look.size}")
def test_every_chart_is_plain_data_with_its_alternative_text(name, look):
    """A spec survives JSON without a change, fills its container and carries the record's alternative text."""
    spec = draw(RECORDS[name], look=look)

    assert json.loads(json.dumps(spec, allow_nan=False)) == spec
    assert spec["description"] == RECORDS[name].alt
    assert spec["width"] == "container"
    assert "datasets" not in spec


@pytest.mark.parametrize("name", RECORDS)
@pytest.mark.parametrize(("mode", "palette"), [("light", LIGHT), ("dark", DARK)])
def test_every_colour_comes_from_the_palette(name, mode, palette):
    """No chart holds a colour that the palette does not list."""
    found = set(re.findall(r"#[0-9A-Fa-f]{6}\b", json.dumps(draw(RECORDS[name], look=Look(mode)))))

    assert found <= set(vars(palette).values())


@pytest.mark.parametrize("name", RECORDS)
def test_type_on_a_page_is_large_enough_to_read(name):
    """On a page no words are smaller than 12 px, and axis labels are at least 13 px."""
    spec = draw(RECORDS[name], look=Look())
    sizes = [float(size) for size in re.findall(r'"fontSize": ([0-9.]+)', json.dumps(spec))]

    assert min(sizes) >= 12
    assert spec["config"]["axis"]["labelFontSize"] >= 13
    assert spec["config"]["axis"]["grid"] is False


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


def test_titles_are_drawn_only_for_exports():
    """The page shows title and subtitle as text; only an export has them in the picture."""
    assert "title" not in draw(full_run(), look=Look())
    title = draw(full_run(), look=Look(), with_title=True, width=800)["title"]
    assert (title["text"], title["subtitle"]) == (["Good days rose"], ["Team Oak"])


def test_all_teams_appear_in_the_order_given_hidden_ones_in_words():
    """Every panel has its name in its place; a hidden one has its words and no mark."""
    spec = draw(multiples_of(), look=Look())
    names = [(row["i"], row["roomy"][0]) for row in rows_in(spec) if row.get("roomy", [""])[0].startswith("Team")]

    assert names == [(k, f"Team {k}") for k in range(8)]
    silent = [row for row in rows_in(spec) if "Not shown" in " ".join(row.get("text", []))]
    assert [row["i"] for row in silent] == [2, 6]
    assert not [row for row in rows_in(spec) if row["i"] in {2, 6} and "stretch" in row]


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


def test_the_live_cohort_stands_out_and_end_labels_keep_apart():
    """The live cohort's line is thicker and in another colour; names at the line ends are a line of type apart."""
    spec = draw(aligned_of(5), look=Look())
    lines = {one["mark"]["color"]: one["mark"]["strokeWidth"] for one in layers_of(spec, "line")}
    places = sorted(row["to_y"] for one in layers_of(spec, "text") for row in rows_of(one))

    assert lines[LIGHT.accent] > 2 * lines[LIGHT.common]
    assert len(places) == 5
    assert min(b - a for a, b in pairwise(places)) >= 13


def test_with_many_cohorts_only_the_live_one_is_named():
    """Twenty names would be a thicket: the live cohort keeps its name, the others their tooltips."""
    texts = [row["text"] for one in layers_of(draw(aligned_of(20), look=Look()), "text") for row in rows_of(one)]

    assert texts == ["Cohort 20: 70%"]


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


def test_a_record_without_a_picture_is_refused():
    """Asking for a chart of something that is none of the chart records is a fault that names it."""
    with pytest.raises(TypeError, match="Finding"):
        draw(Finding(title="t", subtitle="", verdict=Verdict.TOO_FEW, alt="a"), look=Look())
    with pytest.raises(TypeError, match="StoryCard"):
        draw(StoryCard("t", "s", "a", "told"), look=Look())


def test_building_is_quick_enough_to_be_done_on_every_rerun(capsys):
    """A run chart and 32 panels are built; their times are printed for the reader of the test's output."""
    wall = multiples_of(32)
    jobs = {"run chart": lambda: draw(full_run(), look=Look()), "32 multiples": lambda: draw(wall, look=Look())}
    for name, job in jobs.items():
        job()
        began = time.perf_counter()
        spec = job()
        with capsys.disabled():
            print(f"\n{name}: {(time.perf_counter() - began) * 1000:.1f} ms")  # noqa: T201  the figure is the point
        assert spec["layer"]
