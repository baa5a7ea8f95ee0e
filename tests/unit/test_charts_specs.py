"""What holds for every chart: valid, plain, in our colours, readable, and with its alternative text."""

from __future__ import annotations

import json
import re
import time

import altair as alt
import jsonschema
import pytest
from chart_records import LOOKS, RECORDS, full_run, multiples_of, tile_of

from joy.charts import Look, draw
from joy.charts.palette import DARK, LIGHT
from joy.findings.records import Finding, StoryCard, Verdict


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


def test_titles_are_drawn_only_for_exports():
    """The page shows title and subtitle as text; only an export has them in the picture."""
    assert "title" not in draw(full_run(), look=Look())
    title = draw(full_run(), look=Look(), with_title=True, width=800)["title"]
    assert (title["text"], title["subtitle"]) == (["Good days rose"], ["Team Oak"])


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
