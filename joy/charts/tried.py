"""What teams tried: one row per component of joy, its tests side by side by what was decided."""

from __future__ import annotations

from itertools import accumulate
from typing import Any

import altair as alt

from joy.charts.palette import Palette
from joy.charts.rows import Layout, Words, lay_out, word_layers
from joy.charts.theme import Look, Spec, finish, layer, tooltip
from joy.charts.words import text_width
from joy.findings.quilt import DECISIONS, Tried
from joy.frames import Row, each


def tried(record: Tried, look: Look, *, with_title: bool = False, width: int | None = None) -> Spec:
    """Draw a bar per component, in the framework's order, split by decision; its numbers stand beside it in words."""
    rows, size = list(each(record.rows)), look.sizes.label
    layout = lay_out([_words(row) for row in rows], look, mark=size * 1.3, first=size * 2.2)
    layers = [*_bars(layout, rows), *_key(layout), *word_layers(layout)] if rows else []
    return finish(layers, record, look, height=1, with_title=with_title, width=width, params=layout.params)


def _words(row: Row) -> Words:
    if not row.tests:
        return Words(row.label, "Nothing tried yet", is_drawn=False)
    tests, teams = (f"{n} {one}{'s' * (n != 1)}" for n, one in ((row.tests, "test"), (row.teams, "team")))
    said = [f"{count} {name}" for name in DECISIONS if (count := getattr(row, name))]
    return Words(row.label, f"{tests} by {teams}", ", ".join(said))


def _looks(palette: Palette) -> dict[str, tuple[str, str]]:
    """Fill and outline by decision: dark what was kept, empty what still runs. No decision is good or bad."""
    fills = (palette.accent, palette.common, palette.fill, palette.surface)
    lines = (palette.accent, palette.common, palette.fill, palette.common)
    return dict(zip(DECISIONS, zip(fills, lines, strict=True), strict=True))


def _bars(layout: Layout, rows: list[Row]) -> list[Spec]:
    most = max(1, *(row.tests for row in rows))  # places are rounded: a share of tests could look like one of people
    looks, bars = _looks(layout.look.palette), []
    for i, row in enumerate(rows):
        counts = [getattr(row, name) for name in DECISIONS]
        ends = list(accumulate(counts, initial=0))
        for name, count, start, end in zip(DECISIONS, counts, ends[:-1], ends[1:], strict=True):
            fill, line = looks[name]
            place = layout.place(i, label=row.label, decision=name, count=count, fill=fill, line=line)
            bars += [place | {"start": round(start / most, 3), "end": round(end / most, 3)}] if count else []
    tips = tooltip(label="Component", decision="Decision", count="Tests")
    mark = {"type": "bar", "orient": "horizontal", "size": layout.look.sizes.label * 1.2, "strokeWidth": 1.2}
    return [layout.draw(bars, mark, "start", "end", tooltip=tips, **_coat())] if bars else []


def _coat() -> dict[str, Any]:
    return {"fill": alt.Fill("fill:N", scale=None), "stroke": alt.Stroke("line:N", scale=None)}


def _key(layout: Layout) -> list[Spec]:
    """What each fill stands for, once above the first row."""
    size, looks = layout.look.sizes.label, _looks(layout.look.palette)
    rows, dx = [], 0.0
    for name in DECISIONS:
        fill, line = looks[name]
        rows.append({"text": name, "fill": fill, "line": line, "dx": dx})
        dx += text_width(name, size) + size * 2.2
    from_left = "(narrow ? 0 : from) + datum.dx"
    spot = {"x": alt.X("x:Q", scale=None, axis=None), "y": {"value": size * 0.7}}
    square = {"type": "point", "shape": "square", "size": (size * 0.75) ** 2, "opacity": 1, "strokeWidth": 1.2}
    words = {"type": "text", "align": "left", "baseline": "middle", "color": layout.look.palette.quiet}
    squares = layer(rows, square, **spot, **_coat())
    names = layer(rows, words, **spot, text=alt.Text("text:N"))
    for one, shift in ((squares, size * 0.4), (names, size * 1.2)):
        one["transform"] = [{"calculate": f"{from_left} + {shift}", "as": "x"}]
    return [squares, names]
