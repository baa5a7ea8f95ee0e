"""Charts of differences, ties and themes: what is drawn is what the record holds, and nothing that it withholds."""

from __future__ import annotations

from chart_records import layers_of, rows_in, spans_of, themes_of, words_in

from joy.charts import Look, draw
from joy.charts.palette import LIGHT


def test_nothing_lies_in_the_middle_of_the_axis() -> None:
    """A difference of nothing is drawn half-way, one at the axis' end at its end, and order is kept."""
    rows = (("a", "A", 0.0, None, None, "", "", "no_change"), ("b", "B", 15.0, None, None, "", "", "no_change"),
            ("c", "C", -7.5, None, None, "", "", "no_change"))  # fmt: skip
    points = [row for one in layers_of(draw(spans_of(*rows), look=Look()), "point") for row in one["data"]["values"]]

    assert [point["u"] for point in points] == [0.5, 1.0, 0.25]


def test_an_interval_is_drawn_only_where_there_is_one() -> None:
    """Rows without an interval have a dot alone; a hidden row has neither and says why."""
    spec = draw(spans_of(), look=Look())
    dots = [row for one in layers_of(spec, "point") for row in one["data"]["values"]]
    ranged = [row for row in dots if "low" in row]

    assert len(dots) == 3
    assert [row["interval"] for row in ranged] == ["−4 to 8", "−14 to −4"]
    assert "Not shown, to protect people’s answers" in words_in(spec)


def test_the_stretch_that_counts_as_alike_is_as_wide_as_the_margin() -> None:
    """The shaded stretch goes from minus to plus the margin; a record without a margin has none."""
    band = [row for row in rows_in(draw(spans_of(), look=Look())) if "from_" in row]

    assert {row["from_"] for row in band} == {0.3333}
    assert {row["to_"] for row in band} == {0.6667}
    assert not [row for row in rows_in(draw(spans_of(margin=0.0), look=Look())) if "from_" in row]


def test_only_what_differs_has_a_colour_and_a_shape() -> None:
    """A difference told from nothing is a diamond in its own colour, all else a grey dot."""
    dots = [row for one in layers_of(draw(spans_of(), look=Look()), "point") for row in one["data"]["values"]]

    assert [(row["shape"], row["colour"]) for row in dots] == [
        ("circle", LIGHT.common), ("diamond", LIGHT.neither), ("circle", LIGHT.common),
    ]  # fmt: skip


def test_a_themes_bar_is_full_to_the_fewest_and_light_to_the_most() -> None:
    """Lengths follow both ends of a band, measured against the most of all; the number itself is a band."""
    spec = draw(themes_of(), look=Look())
    light, full = layers_of(spec, "bar")

    assert [row["low_u"] for row in full["data"]["values"]] == [23 / 32, 3 / 32]
    assert [row["high_u"] for row in light["data"]["values"]] == [1.0, 4 / 32]
    assert "23–32 remarks" in words_in(spec)
