"""Words on charts never collide, never leave the picture and are never too small: measured in a real browser.

The specs are drawn by Vega as the dashboard draws them (SVG, expressions interpreted, the width of the container).
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import combinations

import pytest
import vl_convert
from harness import ROOT
from playwright.sync_api import Browser, Page

from joy.charts import Look, draw
from joy.findings import Verdict


sys.path.append(str(ROOT / "tests" / "unit"))  # the records that the other chart tests draw
import chart_records as records


pytestmark = pytest.mark.browser

VIEWS = {  # where: look, width of the chart in px, smallest type in px
    "phone": (Look(), 358, 11),
    "laptop": (Look(), 1060, 11),
    "column": (Look("dark", "small"), 500, 11),
    "room": (Look("light", "room"), 1840, 20),
    "dark room": (Look("dark", "room"), 1240, 20),
}
TOUCH = 1.0  # px by which two boxes may overlap before a reader would see it

DRAW = """
async ([spec, width]) => {
  document.body.innerHTML = `<div id="chart" style="width:${width}px"></div>`;
  await vegaEmbed('#chart', spec, {renderer: 'svg', actions: false, ast: true});
  await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
  const isSeen = one => {
    for (let up = one; up && up.tagName !== 'DIV'; up = up.parentElement) {
      const style = getComputedStyle(up);
      if (style.opacity === '0' || style.visibility === 'hidden' || style.display === 'none') return false;
    }
    return one.textContent.trim() !== '';
  };
  const box = one => {
    const {left, top, right, bottom} = one.getBoundingClientRect();
    return [left, top, right, bottom];
  };
  const size = one => parseFloat(getComputedStyle(one).fontSize);
  const lines = [...document.querySelectorAll('#chart svg text')].filter(isSeen)
    .flatMap(text => text.querySelector('tspan') ? [...text.querySelectorAll('tspan')].filter(isSeen) : [text]);
  return {
    picture: box(document.querySelector('#chart svg')),
    texts: lines.map(one => ({words: one.textContent, box: box(one), size: size(one)})),
  };
}
"""


def crowded_run():
    """Twenty tests within ten weeks, learning sets side by side, the baseline at the end."""
    flags = [
        (5 + k // 2, k + 1, f"Idea {k} with a name that is long", "note" if k % 4 == 3 else "test") for k in range(20)
    ]
    return records.run_of(
        [0.5, 1.0] * 15, Verdict.NO_CHANGE, centre=1.0,
        flags=[*flags, (0, 30, records.LONG, "test"), (29, 31, "Last", "note")],
        sets=[(0, "LS1"), (1, "Theory of Change day"), (2, "LS2"), (28, "LS3"), (29, "Celebration")], baseline=0.9,
        baseline_start=records.MONDAY + timedelta(weeks=26), baseline_end=records.MONDAY + timedelta(weeks=29),
    )  # fmt: skip


def crowded_control():
    """Every line of a chart with limits at nearly one height, three phases, flags on the days they begin."""
    steps = [(week, f"median {week}% → {week + 1}%", records.LONG) for week in (2, 4, 27)]
    flat = records.control_of([0.5] * 30, steps=steps, categories={},
                              flags=[(2, 1, "Huddle", "test"), (4, 2, "Rota", "note")],
                              target=0.5, is_trial=True, baseline_start=records.MONDAY,
                              baseline_end=records.MONDAY + timedelta(weeks=2))  # fmt: skip
    return replace(flat, points=flat.points.assign(lower=0.49, upper=0.51))


def named_long(wall):
    panels = [replace(panel, label=f"{records.LONG} {panel.label}") for panel in wall.panels]
    return replace(wall, panels=tuple(panels))


CROWDED = {
    "crowded run": crowded_run(),
    "crowded control": crowded_control(),
    "long names on a wall": named_long(records.multiples_of(40)),
    "six panels": records.multiples_of(6),
    "funnel, many named": records.funnel_of(flagged=[(k, "above" if k % 2 else "below") for k in range(0, 24, 2)]),
    "funnel, long names": records.funnel_of(flagged=[(0, "above"), (22, "above"), (23, "below")], name=records.LONG),
    "distribution, long names": records.distribution_of(
        (records.LONG, "45–49", (0.06, 0.06, 0.06, 0.06, 0.76)), (f"{records.LONG} 2", "", None),
        options=(*records.AGREEMENT[:2], "Neither agree nor disagree", *records.AGREEMENT[3:]),
    ),
    "mirror at both ends": records.mirror_of(
        [("a", "Trust", True, 0.0, 100.0, 100.0, 0.0, -100.0, -100.0, -99.0, "different", "about 60"),
         ("b", records.LONG, False, 100.0, 100.0, None, 0.0, None, None, None, "unclear", "5–9")]
    ),
    "replies at both ends": records.replies_of((None, 100, 100, None), 100.0),
}  # fmt: skip
DRAWN = records.RECORDS | CROWDED
WITH_REPLIES = {"run over replies": records.full_run(), "control over replies": records.full_control()}


@pytest.fixture(scope="module")
def canvas(browser: Browser) -> Iterator[Page]:
    """A bare page that can draw Vega-Lite, with nothing fetched from anywhere."""
    context = browser.new_context(viewport={"width": 1920, "height": 1080})
    page = context.new_page()
    page.set_content("<!doctype html><html lang='en'><body style='margin:20px'></body></html>")
    page.add_script_tag(content=vl_convert.javascript_bundle(vl_version="6.4"))
    yield page
    context.close()


def faults(page: Page, spec: dict, width: int, smallest: float) -> list[str]:
    """Everything that is wrong with the words of a drawn chart."""
    drawn = page.evaluate(DRAW, [spec, width])
    texts = list({(text["words"], *map(round, text["box"])): text for text in drawn["texts"]}.values())
    small = [f"“{text['words']}” is {text['size']} px" for text in texts if text["size"] < smallest]
    left, top, right, bottom = drawn["picture"]
    outside = [
        f"“{text['words']}” leaves the picture"
        for text in texts
        for a, b, c, d in [text["box"]]
        if a < left - TOUCH or b < top - TOUCH or c > right + TOUCH or d > bottom + TOUCH
    ]
    return (
        small
        + outside
        + [
            f"“{one['words']}” touches “{other['words']}”"
            for one, other in combinations(texts, 2)
            if overlap(one, other)
        ]
    )


def overlap(one: dict, other: dict) -> bool:
    (a, b, c, d), (e, f, g, h) = one["box"], other["box"]
    return min(c, g) - max(a, e) > TOUCH and min(d, h) - max(b, f) > TOUCH


@pytest.mark.parametrize("where", VIEWS)
@pytest.mark.parametrize("name", DRAWN)
def test_words_on_charts_keep_apart(canvas, name, where):
    """On a phone, a laptop, in a column and across a room no words touch, leave the picture or are too small."""
    look, width, smallest = VIEWS[where]

    assert faults(canvas, draw(DRAWN[name], look=look), width, smallest) == []


@pytest.mark.parametrize("where", VIEWS)
@pytest.mark.parametrize("name", WITH_REPLIES)
def test_words_keep_apart_with_replies_under_a_chart(canvas, name, where):
    """The row of replies finds its place between the line and the time axis."""
    look, width, smallest = VIEWS[where]
    spec = draw(WITH_REPLIES[name], look=look, replies=records.replies_of())

    assert faults(canvas, spec, width, smallest) == []


def test_badly_placed_words_are_found(canvas):
    """The search above sees words that touch, words outside the picture, and words too small to read."""
    spec = draw(records.full_run(), look=Look())
    texts = [one for one in spec["layer"] if one["mark"]["type"] == "text" and "value" in one["encoding"]["y"]]
    last, median = texts[-2:]
    assert faults(canvas, spec, 1060, 11) == []

    median["encoding"]["y"] = dict(last["encoding"]["y"])
    assert "“73%” touches “median 70%”" in faults(canvas, spec, 1060, 11)

    last["mark"]["fontSize"] = 9
    assert "“73%” is 9 px" in faults(canvas, spec, 1060, 11)

    median["encoding"]["y"] = {"value": -400}
    spec["autosize"] = {"type": "none"}
    assert "“median 70%” leaves the picture" in faults(canvas, spec, 1060, 11)
