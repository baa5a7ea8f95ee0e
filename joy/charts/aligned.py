"""Cohorts side by side, lined up at their first learning set or by date; the live one stands out."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter
from typing import Any

import altair as alt

from joy.charts import dodge
from joy.charts.aligned_axis import axis_of
from joy.charts.palette import hollow
from joy.charts.theme import NARROW, Look, Spec, finish, layer, plain, tooltip, value_axis, words_only
from joy.charts.words import cells, number_or_none, ticks, value_text
from joy.findings import Aligned


Rows = list[dict[str, Any]]

MOST_LABELS = 8  # cohorts named at their lines' ends; with more only the live ones are
APART = 1.35  # heights of type from one word to the next one below, so that their boxes do not touch
BESIDE = 0.1  # of the width: two digits on the narrowest phone, where about 200 px are left for the lines


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

    @cached_property
    def x(self) -> Spec:
        axis, ends = axis_of(self.record)
        scale = {"domain": list(ends), "nice": False, "zero": False}
        channel: Spec = plain(alt.X("position:Q", scale=scale, axis=axis))
        return channel

    @cached_property
    def value_y(self) -> Spec:
        axis = value_axis(ticks(self.low, self.high), is_share=self.record.is_share)
        channel: Spec = plain(alt.Y("value:Q", scale={"domain": [self.low, self.high], "nice": False}, axis=axis))
        return channel

    @cached_property
    def ends(self) -> Rows:
        """The last point of each cohort."""
        return list({point["cohort"]: point for point in self.points}.values())

    @cached_property
    def named(self) -> Rows:
        """The last points of the cohorts whose names and numbers stand on the picture."""
        return self.ends if len(self.ends) <= MOST_LABELS else [end for end in self.ends if end["live"]]

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
    layers = [*_lines(frame, live=False), *_lines(frame, live=True), *_breaks(frame), *_named(frame)]
    return finish(layers, record, look, height=frame.height, with_title=with_title, width=width)


def _points(record: Aligned) -> Rows:
    if not len(record.lines):
        return []
    lines = record.lines.sort_values(["ordinal", "position"])
    is_alone = lines["cohort"].nunique() == 1
    points: Rows = []
    before: str | None = None
    stretch = 0
    for cohort, number, position, where, raw, n, live, bound in zip(
        cells(lines["cohort"]), lines["ordinal"], lines["position"], cells(lines["position_label"]), lines["value"],
        cells(lines["n"]), lines["is_live"], cells(lines["bound"]) if "bound" in lines else [""] * len(lines),
        strict=True,
    ):  # fmt: skip
        value = number_or_none(raw)
        stretch += int(value is None or cohort != before)
        before = cohort
        if value is None:
            continue
        shown = bound or value_text(value, is_share=record.is_share, span=record.maximum - record.minimum)
        points.append({"cohort": cohort, "number": str(number), "position": round(float(position), 2), "where": where}
                      | {"value": value, "shown": shown, "n": n, "is_bound": bool(bound)}
                      | {"live": bool(live) or is_alone, "stretch": stretch})  # fmt: skip
    return points


def _lines(frame: Frame, *, live: bool) -> list[Spec]:
    points = [point for point in frame.points if point["live"] == live]
    if not points:
        return []
    palette, sizes = frame.look.palette, frame.look.sizes
    colour, wide, dot = (palette.accent, 1.8, 2.2) if live else (palette.common, 0.75, 0.8)
    line = {"type": "line", "color": colour, "strokeWidth": sizes.line * wide, "strokeCap": "round"}
    mark = {"type": "point", "filled": True, "opacity": 1, "color": colour, "size": sizes.dot * dot}
    tips = tooltip(cohort="Cohort", where="When", shown="Value", n="n")
    exact, bounds = ([point for point in points if point["is_bound"] == is_so] for is_so in (False, True))
    both = (exact, mark), (bounds, hollow(mark, palette))
    return [
        layer(points, line, x=frame.x, y=frame.value_y, detail=alt.Detail("stretch:N")),
        *[layer(some, how, x=frame.x, y=frame.value_y, tooltip=tips) for some, how in both if some],
    ]


def _breaks(frame: Frame) -> list[Spec]:
    """An upright stroke before the first point of a line that began with another question."""
    firsts: dict[str, dict[str, Any]] = {}
    for point in frame.points:
        firsts.setdefault(point["cohort"], point)
    rows = [
        point | {"why": "Another question before"} for name, point in firsts.items() if name in frame.record.reworded
    ]
    if not rows:
        return []
    size = frame.look.sizes.label
    mark = {"type": "tick", "orient": "vertical", "color": frame.look.palette.quiet, "thickness": 2}
    mark |= {"size": size * 2.2, "xOffset": -size * 0.6}
    return [layer(rows, mark, x=frame.x, y=frame.value_y, tooltip=tooltip(cohort="Cohort", why="Break"))]


def _named(frame: Frame) -> list[Spec]:
    if len(frame.ends) == 1:
        return _names(frame, [frame.ends[0] | {"name": frame.ends[0]["shown"]}])
    if frame.record.by == "calendar":
        return _names_over(frame)
    if not frame.record.is_numbered:
        return _names(frame, [end | {"name": f"{end['cohort']}: {end['shown']}"} for end in frame.named])
    rows = [end | {"name": f"{_called(end)}: {end['shown']}"} for end in frame.named]
    return [*_numbers(frame), *_names(frame, rows)]


def _called(end: dict[str, Any]) -> str:
    """A cohort by its name, with its number in front where the name does not hold it."""
    return str(end["cohort"]) if end["number"] in end["cohort"] else f"{end['number']} {end['cohort']}"


def _numbers(frame: Frame) -> list[Spec]:
    """The cohort's number beside the end of each line, so that a line is known where its name stands elsewhere."""
    size, palette = frame.look.sizes.label, frame.look.palette
    rows: Rows = []
    for here in _side_by_side(frame):
        spots = dodge.spread([frame.y(end["value"]) for end in here], size * APART, 0, frame.height)
        rows += [end | {"to_y": round(spot, 1)} for end, spot in zip(here, spots, strict=True)]
    mark = {"type": "text", "align": "left", "baseline": "middle", "dx": size * 0.7}
    to_y, text = alt.Y("to_y:Q", scale=None, axis=None), alt.Text("number:N")
    return [
        layer(own, mark | {"color": colour, "fontWeight": 600}, x=frame.x, y=to_y, text=text)
        for live, colour in ((False, palette.quiet), (True, palette.accent))
        if (own := [row for row in rows if row["live"] == live])
    ]


def _side_by_side(frame: Frame) -> list[Rows]:
    """The named ends in groups whose numbers would stand in each other's way at the same height."""
    first, last = frame.x["scale"]["domain"]
    groups: list[Rows] = []
    for end in sorted(frame.named, key=itemgetter("position")):
        is_near = bool(groups) and end["position"] - groups[-1][-1]["position"] <= BESIDE * (last - first)
        groups[-1:] = [[*groups[-1], end]] if is_near else [*groups[-1:], [end]]
    return groups


def _names(frame: Frame, rows: Rows) -> list[Spec]:
    """Name each line at the right edge, at the height of its end, kept apart.

    Nothing is drawn on from a line that ends early: it would be read as a forecast.
    """
    sizes, palette, x = frame.look.sizes, frame.look.palette, frame.x
    places = dodge.spread([frame.y(row["value"]) for row in rows], sizes.label * APART, 0, frame.height)
    edge = {"edge": x["scale"]["domain"][1]}
    placed = [row | edge | {"to_y": round(place, 1)} for row, place in zip(rows, places, strict=True)]
    dx = sizes.label * (1 if len(frame.ends) == 1 else 2)  # two: a number stands between
    layers = []
    for live, colour, weight in ((False, palette.quiet, 400), (True, palette.accent, 700)):
        own = [row for row in placed if row["live"] == live]
        mark = {"type": "text", "align": "left", "baseline": "middle", "dx": dx, "color": colour}
        to_y = alt.Y("to_y:Q", scale=None, axis=None)
        spots = {"x": x | {"field": "edge"}, "y": to_y, "text": alt.Text("name:N")}
        layers += [layer(own, mark | {"fontWeight": weight}, **spots)] if own else []
    return layers


def _names_over(frame: Frame) -> list[Spec]:
    """Along the calendar cohorts follow each other: each is named over its own line, on a phone by its number."""
    sizes, palette = frame.look.sizes, frame.look.palette
    rows = []
    for end in frame.ends:
        own = [point for point in frame.points if point["cohort"] == end["cohort"]]
        middle = (own[0]["position"] + own[-1]["position"]) / 2
        top = max(point["value"] for point in own)
        rows.append(end | {"position": middle, "to_y": round(frame.y(top), 1), "name": _called(end)})
    layers = []
    for live, colour, weight in ((False, palette.quiet, 400), (True, palette.accent, 700)):
        own = [row for row in rows if row["live"] == live]
        mark = {"type": "text", "align": "center", "baseline": "bottom", "dy": -sizes.label * 0.7, "color": colour}
        spots = {"x": frame.x, "y": alt.Y("to_y:Q", scale=None, axis=None), "text": alt.Text("told:N")}
        one = layer(own, mark | {"fontWeight": weight}, **spots)
        one["transform"] = [{"calculate": f"width < {NARROW} ? datum.number : datum.name", "as": "told"}]
        layers += [one] if own else []
    return layers
