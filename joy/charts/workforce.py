"""Absence by month with its twelve-month line, leavers and stability by year, and the ranges of a cost what-if."""

from __future__ import annotations

import math
from typing import Any

import altair as alt

from joy.charts import dodge
from joy.charts.rows import Layout, Words, lay_out, word_layers
from joy.charts.theme import Look, Spec, at, finish, layer, plain, tooltip, value_axis, words_only
from joy.charts.timeline import SILENT, Timeline, month_axis, time_x, timeline
from joy.charts.words import cells, instant, number_or_none, ticks
from joy.findings.workforce import Absence, Cost, Yearly


Rows = list[dict[str, Any]]
DASHED = [2, 4]
LINES = ("rate", "rolling", "year_before")


def absence(record: Absence, look: Look, *, with_title: bool = False, width: int | None = None) -> Spec:
    """Draw months as dots, the twelve months as the strong line, the year before dashed; cohort stretches shaded."""
    rows = _months(record)
    if record.verdict in SILENT or not any(row[name] is not None for row in rows for name in LINES):
        return words_only(record, look, with_title=with_title, width=width)
    span = timeline([row["moment"] for row in rows])
    top = 2.0 * math.ceil(max(row[name] for row in rows for name in LINES if row[name] is not None) / 2)
    x = time_x("moment", span, month_axis(span, [row["moment"] for row in rows], offset=8))
    axis = value_axis(ticks(0, top), is_share=False) | {"labelExpr": "datum.value + '%'"}
    y: Spec = plain(alt.Y("value:Q", scale={"domain": [0, top], "nice": False}, axis=axis))
    layers = [*_shades(record, look, span, x), *_lines(rows, look, x, y), *_names(rows, look, x, top)]
    return finish(layers, record, look, height=look.sizes.plot, with_title=with_title, width=width)


def _months(record: Absence) -> Rows:
    frame = record.rows.iloc[record.drawn_from :]
    numbers = {name: [number_or_none(cell) for cell in frame[name]] for name in LINES} if len(frame) else {}
    told = zip(frame["start"], cells(frame["label"]), cells(frame["n"]), strict=True) if len(frame) else ()
    return [
        {"moment": instant(day), "label": label, "n": n} | {name: values[i] for name, values in numbers.items()}
        for i, (day, label, n) in enumerate(told)
    ]


def _series(rows: Rows, name: str) -> Rows:
    """The values of one line by unbroken stretch: nothing is drawn across a month that is not shown."""
    found: Rows = []
    stretch = 0
    for row in rows:
        stretch += int(row[name] is None)
        if row[name] is not None:
            told = {key: row[key] for key in ("moment", "label", "n")}
            found.append(told | {"value": row[name], "shown": f"{row[name]:.2f}%", "stretch": stretch})
    return found


def _lines(rows: Rows, look: Look, x: Spec, y: Spec) -> list[Spec]:
    palette, sizes = look.palette, look.sizes
    looks = {
        "year_before": {"color": palette.common, "strokeWidth": 1.5, "strokeDash": DASHED},
        "rate": {"color": palette.common, "strokeWidth": sizes.line * 0.6},
        "rolling": {"color": palette.accent, "strokeWidth": sizes.line * 1.8, "strokeCap": "round"},
    }
    layers = []
    for name, mark in looks.items():
        values = _series(rows, name)
        if values:
            layers.append(layer(values, {"type": "line", **mark}, x=x, y=y, detail=alt.Detail("stretch:N")))
    dot = {"type": "point", "filled": True, "opacity": 1, "color": palette.common, "size": sizes.dot}
    tips = tooltip(label="Month", shown="Days lost of 100", n="People")
    months, rolling = _series(rows, "rate"), _series(rows, "rolling")
    hover = {"type": "point", "filled": True, "opacity": 0, "size": sizes.dot * 2}
    whole = tooltip(label="Twelve months to", shown="Days lost of 100", n="People")
    layers += [layer(months, dot, x=x, y=y, tooltip=tips)] if months else []
    layers += [layer(rolling, hover, x=x, y=y, tooltip=whole)] if rolling else []
    return layers


def _names(rows: Rows, look: Look, x: Spec, top: float) -> list[Spec]:
    """The name and last value of each line, at its end and kept apart."""
    sizes, palette = look.sizes, look.palette
    named = (("rolling", "12 months", palette.accent, 700), ("rate", "month", palette.quiet, 400),
             ("year_before", "a year earlier", palette.quiet, 400))  # fmt: skip
    ends: list[tuple[dict[str, Any], str, str, int]] = [
        (values[-1], words, colour, weight) for name, words, colour, weight in named if (values := _series(rows, name))
    ]
    heights = [look.sizes.plot * (1 - end["value"] / top) for end, *_ in ends]
    places = dodge.spread(heights, sizes.strong * 1.25, 0, look.sizes.plot)
    text = {"type": "text", "align": "left", "baseline": "middle", "dx": 12}
    return [
        layer(
            [{"moment": rows[-1]["moment"], "text": f"{end['shown']} {words}"}],
            text | {"color": colour, "fontWeight": weight},
            x=x,
            y=at(place),
            text=alt.Text("text:N"),
        )
        for (end, words, colour, weight), place in zip(ends, places, strict=True)
    ]


def _shades(record: Absence, look: Look, span: Timeline, x: Spec) -> list[Spec]:
    """The stretches between learning sets as shades with a gap at each set; they mean nothing by themselves."""
    if not len(record.sets):
        return []
    spans = [
        {"moment": max(instant(first), span.first), "end": min(instant(last), span.last)}
        for first, last in zip(record.sets["start"], record.sets["end"], strict=True)
    ]
    spans = [one for one in spans if one["end"] > one["moment"]]
    if not spans:
        return []
    palette, height = look.palette, look.sizes.plot
    rect = {"type": "rect", "color": palette.band, "stroke": palette.surface, "strokeWidth": 3}
    late = span.fraction(spans[0]["moment"]) > 0.6  # noqa: PLR2004  of the time shown: the words then grow to the left
    words = {"type": "text", "baseline": "bottom", "align": "right" if late else "left", "color": palette.quiet}
    edge = {"moment": spans[-1]["end"] if late else spans[0]["moment"], "text": record.shade}
    return [
        layer(spans, rect, x=x, x2=alt.X2("end:Q"), y=at(0), y2=at(height)),
        layer([edge], words, x=x, y=at(-5), text=alt.Text("text:N")),
    ]


def yearly(record: Yearly, look: Look, *, with_title: bool = False, width: int | None = None) -> Spec:
    """Draw one value a year, each with its number; a year that is not shown says so and breaks the line."""
    rows = _years(record)
    values = [row["value"] for row in rows if row["value"] is not None]
    if record.verdict in SILENT or not values:
        return words_only(record, look, with_title=with_title, width=width)
    room = max(2.0, max(values) - min(values)) * 0.6
    low, high = max(0.0, min(values) - room), min(100.0, max(values) + room)
    y: Spec = plain(alt.Y("value:Q", scale={"domain": [low, high], "nice": False, "zero": False}, axis=None))
    axis = {"labelAngle": 0, "labelOverlap": "greedy", "offset": 8}
    x: Spec = plain(alt.X("label:N", sort=None, axis=axis, scale={"domain": [row["label"] for row in rows]}))
    layers = [*_year_marks(rows, look, x, y), *_silent_years(rows, look, x)]
    return finish(layers, record, look, height=look.sizes.plot // 2, with_title=with_title, width=width)


def _years(record: Yearly) -> Rows:
    if not len(record.rows):
        return []
    frame, rows, stretch = record.rows, [], 0
    told = zip(frame["value"], *(cells(frame[name]) for name in ("label", "leavers", "n")), strict=True)
    for raw, label, leavers, n in told:
        value = number_or_none(raw)
        stretch += int(value is None)
        shown = "" if value is None else f"{value:.1f}%"
        rows.append({"label": label, "value": value, "shown": shown, "leavers": leavers, "n": n, "stretch": stretch})
    return rows


def _year_marks(rows: Rows, look: Look, x: Spec, y: Spec) -> list[Spec]:
    palette, sizes = look.palette, look.sizes
    shown = [row for row in rows if row["value"] is not None]
    tips = tooltip(label="Year", shown="Value", n="People")
    line = {"type": "line", "color": palette.common, "strokeWidth": sizes.line}
    dot = {"type": "point", "filled": True, "opacity": 1, "color": palette.accent, "size": sizes.dot * 1.4}
    text = {"type": "text", "dy": -sizes.label, "fontWeight": 600}
    return [
        layer(shown, line, x=x, y=y, detail=alt.Detail("stretch:N")),
        layer(shown, dot, x=x, y=y, tooltip=tips),
        layer(shown, text, x=x, y=y, text=alt.Text("shown:N")),
    ]


def _silent_years(rows: Rows, look: Look, x: Spec) -> list[Spec]:
    silent = [{"label": row["label"], "text": ["not", "shown"]} for row in rows if row["value"] is None]
    mark = {"type": "text", "color": look.palette.quiet, "baseline": "bottom", "lineHeight": look.sizes.label * 1.3}
    low = at(look.sizes.plot // 2 - look.sizes.label * 1.3)
    return [layer(silent, mark, x=x, y=low, text=alt.Text("text:N"))] if silent else []


def cost(record: Cost, look: Look, *, with_title: bool = False, width: int | None = None) -> Spec:
    """Draw each part of the what-if as a range from low to high with a tick in the middle, on one scale from 0."""
    frame = record.rows
    if record.verdict in SILENT or not len(frame):
        return words_only(record, look, with_title=with_title, width=width)
    most = max(float(frame["high"].max()), 1.0)
    told = zip(*(cells(frame[name]) for name in ("what", "mid_text", "range_text")), strict=True)
    words = [Words(what, middle, between) for what, middle, between in told]
    layout = lay_out(words, look, mark=look.sizes.label * 1.4)
    numbers = zip(*(frame[name].astype("float64") for name in ("low", "mid", "high")), strict=True)
    rows = [
        layout.place(i, zero=0, low=low / most, mid=mid / most, high=high / most)
        for i, (low, mid, high) in enumerate(numbers)
    ]
    layers = [*_ranges(layout, rows), *word_layers(layout)]
    return finish(layers, record, look, height=1, with_title=with_title, width=width, params=layout.params)


def _ranges(layout: Layout, rows: Rows) -> list[Spec]:
    palette, size = layout.look.palette, layout.look.sizes.label
    track = {"type": "rule", "color": palette.hairline, "strokeWidth": 1}
    bar = {"type": "rule", "color": palette.fill, "strokeWidth": size}
    tick = {"type": "tick", "color": palette.accent, "thickness": 3, "size": size * 1.4, "orient": "vertical"}
    return [
        layout.draw(rows, track, "zero", "high"),
        layout.draw(rows, bar, "low", "high"),
        layout.draw(rows, tick, "mid"),
    ]
