"""All teams at one time against what chance allows for their number of answers. No order, no ranks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import altair as alt

from joy.charts import dodge
from joy.charts.rows import phone_width
from joy.charts.theme import NARROW, Look, Spec, at, finish, layer, plain, tooltip, value_axis, words_only
from joy.charts.timeline import SILENT
from joy.charts.words import cells, number_or_none, text_width, ticks, value_text, wrap
from joy.findings import Funnel


Rows = list[dict[str, Any]]

LIMITS = ("low998", "low95", "high95", "high998")
MOST_STEPS = 6  # on an axis
NAME_WIDTH = 170  # px over which a team's name may run before it breaks
SHAPES = {"above": "triangle-up", "below": "triangle-down"}


@dataclass(frozen=True)
class Frame:
    """The dots, the limits and the scales of one funnel."""

    record: Funnel
    look: Look
    points: Rows
    limits: Rows
    low: float
    high: float
    most: float

    @property
    def height(self) -> int:
        return self.look.sizes.plot

    def y(self, value: float) -> float:
        return self.height * (1 - (value - self.low) / (self.high - self.low))

    def shown(self, value: float) -> str:
        return value_text(value, is_share=self.record.is_share, span=self.high - self.low)

    @cached_property
    def x(self) -> Spec:
        """The number of answers, from none to just beyond the most."""
        axis = {"values": ticks(*_round_out(0, self.most)), "labelFlush": False, "offset": 6, "labelOverlap": "greedy"}
        scale = {"domain": [0, self.most], "nice": False, "zero": False}
        channel: Spec = plain(alt.X("n:Q", scale=scale, axis=axis))
        return channel

    @cached_property
    def value_y(self) -> Spec:
        """The value, on a scale that holds every dot and every limit."""
        axis = value_axis(ticks(self.low, self.high), is_share=self.record.is_share)
        channel: Spec = plain(alt.Y("value:Q", scale={"domain": [self.low, self.high], "nice": False}, axis=axis))
        return channel


def funnel(record: Funnel, look: Look, *, with_title: bool = False, width: int | None = None) -> Spec:
    """Draw every team as a dot among the limits; only those beyond the outer ones have a name and a shape."""
    frame = _frame(record, look)
    if frame is None:
        return words_only(record, look, with_title=with_title, width=width)
    layers = [*_limits(frame), *_dots(frame), *_limit_names(frame), *_names(frame), *_foot(frame)]
    return finish(layers, record, look, height=frame.height, with_title=with_title, width=width)


def _frame(record: Funnel, look: Look) -> Frame | None:
    points = [] if record.verdict in SILENT else _points(record)
    if not points:
        return None
    limits = _limit_rows(record)
    values = [point["value"] for point in points] + [
        row[name] for row in limits for name in LIMITS if row[name] is not None
    ]
    low, high = (0.0, 1.0) if record.is_share else _round_out(min(values), max(values))
    most = max([point["n"] for point in points] + [row["n"] for row in limits])
    return Frame(record, look, points, limits, min(low, *values), max(high, *values), most)


def _round_out(low: float, high: float) -> tuple[float, float]:
    """The ends of an axis in round steps that hold both numbers."""
    span = (high - low) or 1.0
    steps = (lead * 10.0**power for power in range(-3, 7) for lead in (1, 2, 5))
    step = next(step for step in steps if span / step <= MOST_STEPS)
    return low // step * step, -(-high // step) * step


def _points(record: Funnel) -> Rows:
    if not len(record.points):
        return []
    frame = record.points
    numbers = zip(
        *([number_or_none(cell) for cell in frame[name]] for name in ("n", "value", "low", "high")), strict=True
    )
    told = frame if "bound" in frame else frame.assign(bound="")
    texts = zip(*(cells(told[name]) for name in ("label", "n_text", "flag", "bound")), strict=True)
    span = 1.0 if record.is_share else 100.0

    def shown(number: float | None) -> str:
        return value_text(number, is_share=record.is_share, span=span)

    return [
        {"n": n, "value": value, "label": label, "n_text": n_text or f"{n:.0f}", "flag": flag}
        | {"shown": bound or shown(value)}
        | {"interval": f"{shown(low)} to {shown(high)}" if low is not None and high is not None else ""}
        for (n, value, low, high), (label, n_text, flag, bound) in zip(numbers, texts, strict=True)
        if n is not None and value is not None
    ]


def _limit_rows(record: Funnel) -> Rows:
    if not len(record.limits):
        return []
    frame = record.limits.sort_values("n")
    columns = [[number_or_none(cell) for cell in frame[name]] for name in ("n", *LIMITS)]
    return [dict(zip(("n", *LIMITS), row, strict=True)) for row in zip(*columns, strict=True)]


def _limits(frame: Frame) -> list[Spec]:
    palette, sizes = frame.look.palette, frame.look.sizes
    layers = []
    for names, wide, dash in ((("low95", "high95"), 0.6, [4, 4]), (("low998", "high998"), 0.8, [1, 0])):
        for name in names:
            rows = [{"n": row["n"], "value": row[name]} for row in frame.limits if row[name] is not None]
            mark = {"type": "line", "color": palette.common, "strokeWidth": sizes.line * wide, "strokeDash": dash}
            layers += [layer(rows, mark, x=frame.x, y=frame.value_y)] if rows else []
    if frame.record.centre == frame.record.centre:  # a number
        centre = {"type": "rule", "color": palette.quiet, "strokeWidth": sizes.line * 0.75}
        layers.append(layer([{"value": frame.record.centre}], centre, x=at(0), x2={"value": "width"}, y=frame.value_y))
    return layers


def _dots(frame: Frame) -> list[Spec]:
    palette, area = frame.look.palette, frame.look.sizes.dot
    tips = tooltip(label="Team", n_text="Answers", shown="Value", interval="95% interval")
    layers = []
    for flag, colour, shape, times in (
        ("", palette.common, "circle", 1.4),
        ("above", palette.neither, "triangle-up", 3.0),
        ("below", palette.neither, "triangle-down", 3.0),
    ):
        own = [point for point in frame.points if point["flag"] == flag]
        mark = {"type": "point", "filled": True, "color": colour, "shape": shape, "size": area * times}
        mark |= {"opacity": 1 if flag else 0.85, "stroke": palette.surface, "strokeWidth": 0.8}
        layers += [layer(own, mark, x=frame.x, y=frame.value_y, tooltip=tips)] if own else []
    return layers


def _limit_names(frame: Frame) -> list[Spec]:
    """The upper limits and the middle, named at the right end and kept apart."""
    palette, size = frame.look.palette, frame.look.sizes.label
    last = frame.limits[-1] if frame.limits else {}
    named = [
        (last[name], f"{text} limit") for name, text in (("high998", "99.8%"), ("high95", "95%")) if last.get(name)
    ]
    if frame.record.centre == frame.record.centre:
        named.append((frame.record.centre, f"together {frame.shown(frame.record.centre)}"))
    places = dodge.spread([frame.y(value) for value, _ in named], size * 1.35, 0, frame.height)
    mark = {"type": "text", "align": "left", "baseline": "middle", "dx": 8, "color": palette.quiet}
    return [
        layer([{"text": text}], mark, x={"value": "width"}, y=at(place), text=alt.Text("text:N"))
        for place, (_, text) in zip(places, named, strict=True)
    ]


def _names(frame: Frame) -> list[Spec]:
    """The teams beyond the outer limits: named beside their dots, on a phone by a number explained below."""
    rows = _name_rows(frame)
    if not rows:
        return []
    size, palette = frame.look.sizes.label, frame.look.palette
    right = "datum.place * width + datum.need <= width"
    beside = [
        {"filter": f"width >= {NARROW * size // 13}"},
        {"calculate": f"datum.place * width + ({right} ? {size * 1.1} : -datum.need + 4)", "as": "x"},
        {"calculate": f"datum.place * width + ({right} ? {size} : {-size})", "as": "x2"},
        {"calculate": "datum.place * width", "as": "x1"},
    ]
    x = alt.X("x:Q", scale=None, axis=None)
    left = {"type": "text", "align": "left", "baseline": "middle", "lineHeight": size * 1.35, "color": palette.ink}
    moved = [row for row in rows if abs(row["to_y"] - row["from_y"]) > size]
    layers = [layer(rows, left, x=x, y=alt.Y("top:Q", scale=None), text=alt.Text("lines:N"))]
    if moved:
        rule = {"type": "rule", "color": palette.neither, "strokeWidth": 1}
        layers.append(
            layer(moved, rule, x=alt.X("x1:Q", scale=None), x2=alt.X2("x2:Q"), y=alt.Y("from_y:Q", scale=None),
                  y2=alt.Y2("to_y:Q"))
        )  # fmt: skip
    for one in layers:
        one["transform"] = list(beside)
    return [*layers, *_numbers(frame, rows)]


def _numbers(frame: Frame, rows: Rows) -> list[Spec]:
    size, palette = frame.look.sizes.label, frame.look.palette
    limit = NARROW * size // 13
    only = [{"filter": f"width < {limit}"}]
    mark = {"type": "text", "baseline": "middle", "fontWeight": 700, "color": palette.ink}
    beside = [*only, {"calculate": f"datum.place * width + (datum.place > 0.9 ? {-size} : {size})", "as": "x"}]
    left = {"type": "text", "align": "left", "baseline": "middle", "lineHeight": size * 1.35, "color": palette.ink}
    x = alt.X("x:Q", scale=None, axis=None)
    # Axis and names take px from the plot after the first measuring: an unseen dot keeps room for the list beforehand.
    foot = {"y": rows[-1]["below"] + len(rows[-1]["listed"]) * size * 1.35}
    strut = layer([foot], {"type": "point", "opacity": 0, "size": 1}, x=at(0), y=alt.Y("y:Q", scale=None))
    strut["transform"] = [{"filter": f"width < {limit + 14 * size}"}]
    return [
        strut,
        layer(rows, mark, x=x, y=alt.Y("spot:Q", scale=None), text=alt.Text("sign:N")) | {"transform": beside},
        layer(rows, left, x=at(0), y=alt.Y("below:Q", scale=None), text=alt.Text("listed:N")) | {"transform": only},
    ]


def _name_rows(frame: Frame) -> Rows:
    flagged = sorted(
        (point for point in frame.points if point["flag"]), key=lambda point: (point["n"], -point["value"])
    )
    size = frame.look.sizes.label
    line = size * 1.35
    names = [wrap(point["label"], NAME_WIDTH * size // 13, size) for point in flagged]
    tall = max((len(lines) for lines in names), default=1)
    spots = [frame.y(point["value"]) for point in flagged]
    # A name stands a little further out than its dot, clear of the limit that the dot has crossed.
    outward = [
        spot + size * (0.5 if point["flag"] == "below" else -0.5) for spot, point in zip(spots, flagged, strict=True)
    ]
    beside = dodge.spread(outward, tall * line, 0, frame.height)
    signs = dodge.spread(spots, line, 0, frame.height)
    below = frame.height + size * 5.2
    rows = []
    for i, (point, lines, spot, to_y, sign) in enumerate(zip(flagged, names, spots, beside, signs, strict=True), 1):
        listed = wrap(f"{i} {point['label']}", phone_width(frame.look), size)
        rows.append(
            {"place": point["n"] / frame.most, "lines": lines, "from_y": spot, "to_y": to_y, "sign": str(i)}
            | {"top": to_y - (len(lines) - 1) / 2 * line, "spot": sign, "listed": listed, "below": below}
            | {"need": max(text_width(text, size) for text in lines) + size * 1.1}
        )
        below += len(listed) * line
    return rows


def _foot(frame: Frame) -> list[Spec]:
    """What the horizontal axis counts."""
    size = frame.look.sizes.label
    mark = {"type": "text", "align": "left", "baseline": "middle", "color": frame.look.palette.quiet}
    return [
        layer([{"text": "Number of answers"}], mark, x=at(0), y=at(frame.height + size * 3.2), text=alt.Text("text:N"))
    ]
