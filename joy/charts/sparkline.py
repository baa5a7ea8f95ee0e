"""The tiny line on a tile: its course, and the last dot in the verdict's colour and shape."""

from __future__ import annotations

from datetime import date
from typing import Any

import altair as alt

from joy.charts.palette import colour_of, is_signal, shape_of
from joy.charts.theme import Look, Spec, finish, layer
from joy.charts.timeline import time_x, timeline
from joy.charts.words import instant, number_or_none
from joy.findings.records import Tile


HEIGHT = 48  # px
WEEK = 7 * 86_400_000  # milliseconds; how far apart numbered starts are drawn
HEADROOM = 0.15  # of the range, so that dots at the edge are whole


def sparkline(tile: Tile, look: Look, *, with_title: bool = False, width: int | None = None) -> Spec:
    """Draw the line of a tile without axes. Missing values break it; nothing is drawn from none."""
    height = HEIGHT * look.sizes.label // 13
    layers = _layers(tile, look)
    return finish(layers, tile, look, height=height, with_title=with_title, width=width)


def _moment(start: Any) -> int:  # noqa: ANN401  a day, or the number of a learning set or round
    return instant(start) if isinstance(start, date) else int(start) * WEEK


def _ends(tile: Tile, values: list[float]) -> tuple[float, float]:
    """The ends of the axis: the tile's own where it names them, and always wide enough for every value."""
    low = min(values) if tile.minimum is None else min(tile.minimum, *values)
    high = max(values) if tile.maximum is None else max(tile.maximum, *values)
    return low, high


def _layers(tile: Tile, look: Look) -> list[Spec]:
    rows = []
    stretch = 0
    for day, raw in zip(tile.spark.get("start", []), tile.spark.get("value", []), strict=True):
        value = number_or_none(raw)
        stretch += int(value is None)
        if value is not None:
            rows.append({"moment": _moment(day), "value": value, "stretch": stretch})
    if not rows:
        return [layer([{}], {"type": "point", "opacity": 0})]
    values = [row["value"] for row in rows]
    low, high = _ends(tile, values)
    room = (high - low) * HEADROOM or abs(low) * HEADROOM or 1.0
    x = time_x("moment", timeline([_moment(day) for day in tile.spark["start"]]))
    y = alt.Y("value:Q", scale={"domain": [low - room, high + room], "nice": False}, axis=None)
    line = {"type": "line", "color": look.palette.common, "strokeWidth": look.sizes.line, "strokeCap": "round"}
    dot = {"type": "point", "filled": True, "opacity": 1, "color": colour_of(tile.verdict, look.palette)}
    area = look.sizes.dot * (2.6 if is_signal(tile.verdict) else 1.6)
    return [
        layer(rows, line, x=x, y=y, detail=alt.Detail("stretch:N")),
        layer(rows[-1:], dot | {"shape": shape_of(tile.verdict), "size": area}, x=x, y=y),
    ]
