"""What charts with limits and the rows of replies under them say."""

from __future__ import annotations

from dataclasses import replace

import pytest
from chart_records import (
    LOOKS,
    RECORDS,
    SHARES,
    control_of,
    full_control,
    full_run,
    layers_of,
    replies_of,
    rows_in,
    rows_of,
    words_in,
)

from joy.charts import Look, draw
from joy.charts.palette import LIGHT
from joy.findings import WORDS, Control, Variation, Verdict


def marks_at_values(spec):
    """Colour, shape and count of every layer of dots that stand at values."""
    dots = [one for one in layers_of(spec, "point") if rows_of(one) and "reason" in rows_of(one)[0]]
    return [(one["mark"]["color"], one["mark"]["shape"], len(rows_of(one))) for one in dots]


def phases_of(spec):
    """For each line that is drawn phase by phase: the phases it is drawn in."""
    lines = [one for one in layers_of(spec, "line") if one["encoding"]["detail"]["field"] == "phase"]
    return [sorted({row["phase"] for row in rows_of(one)}) for one in lines]


@pytest.mark.parametrize(
    ("variation", "colour", "shape"),
    [
        (Variation.IMPROVEMENT, LIGHT.improvement, "triangle-up"),
        (Variation.CONCERN, LIGHT.concern, "triangle-down"),
        (Variation.NEUTRAL_HIGH, LIGHT.neither, "diamond"),
        (Variation.NEUTRAL_LOW, LIGHT.neither, "diamond"),
    ],
)
def test_only_points_with_a_signal_have_colour_and_shape(variation, colour, shape):
    """One point with a signal is coloured and shaped by what it means; all others stay grey and round."""
    spec = draw(control_of(categories={3: variation}), look=Look())

    assert marks_at_values(spec) == [(LIGHT.common, "circle", len(SHARES) - 2), (colour, shape, 1)]


def test_a_point_without_a_signal_stays_grey():
    """Common cause and too few points give no colour, whatever the record's verdict says."""
    spec = draw(control_of(categories={3: Variation.NONE}), look=Look())

    assert marks_at_values(spec) == [(LIGHT.common, "circle", len(SHARES) - 1)]


def test_limits_are_dashed_and_trial_limits_lighter_with_their_name():
    """Limits are dashed lines named at their end; with few points they are lighter and called trial limits."""
    settled, trial = (draw(full_control(is_trial=is_trial), look=Look()) for is_trial in (False, True))
    dashed = [
        [one["mark"] for one in layers_of(spec, "line") if "strokeDash" in one["mark"]] for spec in (settled, trial)
    ]

    assert [len(marks) for marks in dashed] == [2, 2]
    assert dashed[1][0]["opacity"] < dashed[0][0]["opacity"]
    assert "trial limit 32%" in words_in(trial)
    assert "limit 32%" in words_in(settled)
    assert "trial" not in words_in(settled)


def test_limits_that_may_not_be_drawn_are_not_drawn():
    """Where the record has no limits there is neither a line nor a name for one, and the line and its dots remain."""
    record = control_of(steps=())
    bare = replace(record, points=record.points.assign(centre=None, lower=None, upper=None))
    spec = draw(bare, look=Look())

    assert phases_of(spec) == []
    assert "limit" not in words_in(spec)
    assert "centre" not in words_in(spec)
    assert len(layers_of(spec, "line")) == 1


def test_a_new_phase_breaks_all_lines_and_prints_its_step_and_reason():
    """Line, centre and limits break where a phase begins; the step and the reason stand in words above."""
    spec = draw(full_control(), look=Look())
    main = next(one for one in layers_of(spec, "line") if one["encoding"]["detail"]["field"] == "stretch")
    told = [row for row in rows_in(spec) if "step" in row]

    assert phases_of(spec) == [[0, 1]] * 3
    assert len({row["stretch"] for row in rows_of(main)}) == 3  # two phases, and a week without a value in the second
    assert {row["step"] for row in told} == {"median 51% → 66%"}
    assert "New rota agreed by the team" in " ".join(told[0]["wide"])


def test_the_target_is_named_where_it_ends():
    """A target has a line and its value in words; without one there is none."""
    assert "aim 60%" in words_in(draw(full_control(), look=Look()))
    assert "target" not in words_in(draw(control_of(), look=Look()))


def test_sets_and_flags_are_those_of_the_run_chart():
    """Learning sets stand on the axis as triangles, tests are numbered and notes lettered."""
    spec = draw(full_control(), look=Look())

    assert [row["text"] for row in rows_in(spec) if "room" in row][:4] == ["LS1", "LS2", "LS3", "LS4"]
    assert sorted({row["sign"] for row in rows_in(spec) if "sign" in row}) == ["1", "2", "a"]


def test_hidden_points_are_words_and_nothing_else():
    """A chart with limits whose verdict is hidden sends no value to the reader's browser."""
    spec = draw(RECORDS["hidden control"], look=Look())

    assert rows_in(spec) == [{"words": WORDS[Verdict.HIDDEN]}]
    assert rows_in(draw(Control(title="t", subtitle="", verdict=Verdict.NOT_ASKED, alt="a"), look=Look())) == [
        {"words": WORDS[Verdict.NOT_ASKED]}
    ]


@pytest.mark.parametrize("record", [full_run(), full_control()], ids=["run", "control"])
def test_replies_stand_under_a_chart_on_its_own_time_axis(record):
    """Bars of replies share the chart's time scale, lie below its plot and above its month names."""
    alone, spec = (draw(record, look=Look(), replies=replies) for replies in (None, replies_of()))
    line = next(one for one in layers_of(spec, "line"))
    bars = next(one for one in layers_of(spec, "rule") if "answers" in rows_of(one)[0])

    assert bars["encoding"]["x"]["scale"] == line["encoding"]["x"]["scale"]
    assert min(row["y"] for row in rows_of(bars)) > spec["height"]
    assert bars["encoding"]["y2"]["value"] < spec["height"] + line["encoding"]["x"]["axis"]["offset"]
    assert alone["height"] == spec["height"]


def test_replies_that_are_hidden_have_a_mark_of_their_own_and_no_height():
    """A week that may not be shown is a ring called “not shown”; weeks with answers are bars in proportion to them."""
    spec = draw(replies_of(), look=Look())
    bars = rows_of(next(one for one in layers_of(spec, "rule") if "answers" in rows_of(one)[0]))
    floor = next(one for one in layers_of(spec, "rule") if "answers" in rows_of(one)[0])["encoding"]["y2"]["value"]
    rings = rows_of(layers_of(spec, "point")[0])

    assert (len(bars), len(rings)) == (10, 2)
    assert {row["n"] for row in rings} == {WORDS[Verdict.HIDDEN]}
    heights = {row["answers"]: floor - row["y"] for row in bars}
    assert heights[30.0] == pytest.approx(3 * heights[10.0])
    assert "not shown" in words_in(spec)
    assert "Answers a week, 35 possible" in words_in(spec)


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: f"{look.mode}-{look.size}")
def test_type_in_a_room_is_large(look):
    """Words have at least 20 px for a room, 12 px elsewhere."""
    spec = draw(full_control(), look=look, replies=replies_of())
    sizes = [one["mark"]["fontSize"] for one in layers_of(spec, "text") if "fontSize" in one["mark"]]

    assert min([*sizes, spec["config"]["text"]["fontSize"]]) >= (20 if look.size == "room" else 12)


def test_the_classic_palette_is_a_choice():
    """Those who know the colours of the NHS charts can have them; the shapes stay."""
    spec = draw(control_of(categories={3: Variation.CONCERN}), look=Look(colours="classic"))

    assert marks_at_values(spec) == [("#A6A6A6", "circle", len(SHARES) - 2), ("#E46C0A", "triangle-down", 1)]
