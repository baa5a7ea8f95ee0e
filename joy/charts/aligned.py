"""Cohorts side by side, aligned at their first learning set; the live one stands out."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import altair as alt

from joy.charts import dodge
from joy.charts.theme import Look, Spec, finish, layer, plain, tooltip, value_axis, words_only
from joy.charts.words import cells, number_or_none, ticks, value_text
from joy.findings import Aligned


Rows = list[dict[str, Any]]

MOST_LABELS = 8  # cohorts named at their lines' ends; with more only the live ones are


@dataclass(frozen=True)
class Frame:
    """The points of all lines and the scale they share."""

    record: Aligned
    look: Look
    points: Rows
    low: float
    high: float

    @property
    def height(self) -> int:
        return self.look.sizes.plot

    @property
    def last(self) -> int:
        return max(int(point["position"]) for point in self.points)

    def y(self, value: float) -> float:
        return self.height * (1 - (value - self.low) / (self.high - self.low))


def aligned(record: Aligned, look: Look, *, with_title: bool = False, width: int | None = None) -> Spec:
    """Draw one line per cohort over its learning sets; a missing value breaks the line."""
    points = _points(record)
    if not points:
        return words_only(record, look, with_title=with_title, width=width)
    values = [point["value"] for point in points]
    low, high = min([record.minimum, *values]), max([record.maximum, *values])
    frame = Frame(record, look, points, low, high if high > low else low + 1.0)
    layers = [*_lines(frame, live=False), *_lines(frame, live=True), *_names(frame)]
    return finish(layers, record, look, height=frame.height, with_title=with_title, width=width)


def _points(record: Aligned) -> Rows:
    if not len(record.lines):
        return []
    lines = record.lines.sort_values(["ordinal", "position"])
    points: Rows = []
    before: str | None = None
    stretch = 0
    for cohort, position, where, raw, n, live, bound in zip(
        cells(lines["cohort"]), lines["position"], cells(lines["position_label"]), lines["value"], cells(lines["n"]),
        lines["is_live"], cells(lines["bound"]) if "bound" in lines else [""] * len(lines), strict=True,
    ):  # fmt: skip
        value = number_or_none(raw)
        stretch += int(value is None or cohort != before)
        before = cohort
        if value is None:
            continue
        shown = bound or value_text(value, is_share=record.is_share, span=record.maximum - record.minimum)
        points.append({"cohort": cohort, "position": int(position), "where": where, "value": value, "shown": shown}
                      | {"n": n, "live": bool(live), "stretch": stretch})  # fmt: skip
    return points


def _x(frame: Frame) -> Spec:
    lines = frame.record.lines
    names = {
        str(int(place)): name for place, name in zip(lines["position"], cells(lines["position_label"]), strict=True)
    }
    first = min(int(place) for place in names)
    last = max(frame.last, first + 1)
    axis = {
        "values": [place for place in range(first, last + 1) if str(place) in names],
        "labelExpr": f"({json.dumps(names)})[toString(datum.value)]",
        "offset": 8,
        "labelFlush": False,
        "labelOverlap": "greedy",
        "labelSeparation": 10,
    }
    scale = {"domain": [first, last], "nice": False, "zero": False}
    channel: Spec = plain(alt.X("position:Q", scale=scale, axis=axis))
    return channel


def _y(frame: Frame) -> Spec:
    axis = value_axis(ticks(frame.low, frame.high), is_share=frame.record.is_share)
    channel: Spec = plain(alt.Y("value:Q", scale={"domain": [frame.low, frame.high], "nice": False}, axis=axis))
    return channel


def _lines(frame: Frame, *, live: bool) -> list[Spec]:
    points = [point for point in frame.points if point["live"] == live]
    if not points:
        return []
    palette, sizes = frame.look.palette, frame.look.sizes
    colour, wide, dot = (palette.accent, 2.2, 2.2) if live else (palette.common, 0.75, 0.8)
    line = {"type": "line", "color": colour, "strokeWidth": sizes.line * wide, "strokeCap": "round"}
    mark = {"type": "point", "filled": True, "opacity": 1, "color": colour, "size": sizes.dot * dot}
    tips = tooltip(cohort="Cohort", where="When", shown="Value", n="n")
    x, y = _x(frame), _y(frame)
    return [
        layer(points, line, x=x, y=y, detail=alt.Detail("stretch:N")),
        layer(points, mark, x=x, y=y, tooltip=tips),
    ]


def _names(frame: Frame) -> list[Spec]:
    """Name each line at the right edge, at the height of its end, kept apart.

    Nothing is drawn on from a line that ends early: it would be read as a forecast.
    """
    ends = list({point["cohort"]: point for point in frame.points}.values())
    named = ends if len(ends) <= MOST_LABELS else [end for end in ends if end["live"]]
    sizes, palette, x = frame.look.sizes, frame.look.palette, _x(frame)
    places = dodge.spread([frame.y(end["value"]) for end in named], sizes.label * 1.35, 0, frame.height)
    at_edge = {"edge": x["scale"]["domain"][1]}
    rows = [
        end | at_edge | {"text": f"{end['cohort']}: {end['shown']}", "to_y": place}
        for end, place in zip(named, places, strict=True)
    ]
    layers = []
    for live, colour, weight in ((False, palette.quiet, 400), (True, palette.accent, 700)):
        own = [row for row in rows if row["live"] == live]
        mark = {"type": "text", "align": "left", "baseline": "middle", "dx": sizes.label, "color": colour}
        to_y = alt.Y("to_y:Q", scale=None, axis=None)
        edge = x | {"field": "edge"}
        layers += [layer(own, mark | {"fontWeight": weight}, x=edge, y=to_y, text=alt.Text("text:N"))] if own else []
    return layers
