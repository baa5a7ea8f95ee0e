"""How many answered, as a low row of bars: under the chart of what they answered, on the same time axis, or alone."""

from __future__ import annotations

from typing import Any

import altair as alt

from joy.charts.theme import Look, Spec, at, finish, layer, tooltip, words_only
from joy.charts.timeline import DAY, SILENT, STEP_DAYS, moments_of, month_axis, time_x, timeline
from joy.charts.words import cells, instant, number_or_none
from joy.findings import WORDS, Replies, Verdict


Rows = list[dict[str, Any]]

BODY = 2.9  # height of the tallest bar, in heights of type: two labels find room beside it
OVER = 1.0  # room above the row's heading, in heights of type


def replies(record: Replies, look: Look, *, with_title: bool = False, width: int | None = None) -> Spec:
    """Draw the row alone, over its own span of time. `run_chart` draws it in line with the chart above it."""
    if not _rows(record):
        return words_only(record, look, with_title=with_title, width=width)
    starts = moments_of(record.rows, "start")
    span = timeline(starts)
    x = time_x("moment", span, month_axis(span, starts, offset=8))
    height = room_for_replies(record, look)
    layers = reply_rows(record, look, x, top=0)
    return finish(layers, record, look, height=height, with_title=with_title, width=width)


def room_for_replies(record: Replies | None, look: Look) -> int:
    """Px that the row takes; nothing without one."""
    return round(look.sizes.label * (OVER + 1.35 + BODY)) if record is not None and _rows(record) else 0


def reply_rows(record: Replies | None, look: Look, x: Spec, *, top: float) -> list[Spec]:
    """The row's layers: a heading, a bar per period, a small ring where the number is not shown, names at the end.

    `x` is the chart's own horizontal channel (field `moment`), `top` the row's upper edge in px.
    """
    if record is None or not (rows := _rows(record)):
        return []
    size, palette = look.sizes.label, look.palette
    floor, body = top + size * (OVER + 1.35 + BODY), size * BODY
    most = max([record.possible or 0, *(row["answers"] for row in rows if row["answers"] is not None)]) or 1
    shown = [row | {"y": floor - body * row["answers"] / most} for row in rows if row["answers"] is not None]
    hidden = [row for row in rows if row["answers"] is None]
    domain = x["scale"]["domain"]
    step = STEP_DAYS.get(record.step, 7) * DAY / (domain[1] - domain[0])
    thick = {"expr": f"max(1.5, min({size}, width * {step * 0.62:.5f}))"}
    bar = {"type": "rule", "color": palette.common, "strokeWidth": thick}
    ring = {"type": "point", "shape": "circle", "size": size * 1.6, "opacity": 1, "strokeWidth": 1.3}
    tips, y = tooltip(label="Period", n="Answers"), alt.Y("y:Q", scale=None, axis=None)
    layers = [layer(shown, bar, x=x, y=y, y2=at(floor), tooltip=tips)] if shown else []
    if hidden:
        coat = {"stroke": palette.quiet, "fill": palette.surface}
        layers.append(layer(hidden, ring | coat, x=x, y=at(floor - size * 0.35), tooltip=tips))
    return [*_possible(record, look, floor - body, most), *layers, *_words(record, look, rows, floor)]


def _rows(record: Replies) -> Rows:
    if record.verdict in SILENT or not len(record.rows):
        return []
    frame = record.rows
    return [
        {"moment": instant(day), "label": label, "answers": number_or_none(raw), "n": n or WORDS[Verdict.HIDDEN]}
        for day, label, raw, n in zip(
            frame["start"], cells(frame["label"]), frame["answers"], cells(frame["n"]), strict=True
        )
    ]


def _possible(record: Replies, look: Look, top: float, most: float) -> list[Spec]:
    """A thin line at the most answers there could be."""
    if record.possible is None or record.possible < most:
        return []
    mark = {"type": "rule", "color": look.palette.common, "strokeWidth": 1, "strokeDash": [2, 3]}
    return [layer([{}], mark, x=at(0), x2={"value": "width"}, y=at(top))]


def _words(record: Replies, look: Look, rows: Rows, floor: float) -> list[Spec]:
    size, palette, last = look.sizes.label, look.palette, rows[-1]
    possible = "" if record.possible is None else f", {record.possible:.0f} possible"
    heading = f"{record.unit[:1].upper()}{record.unit[1:]} a {record.step}{possible}"
    left = {"type": "text", "align": "left", "baseline": "middle"}
    over = floor - size * (BODY + 0.7)
    texts: list[tuple[Spec, float, float, str, str, int]] = [(at(0), 0, over, heading, palette.quiet, 400)]
    end, beside = {"value": "width"}, size * 0.95
    if last["answers"] is not None:
        texts.append((end, beside, floor - size * 2.1, last["n"], palette.ink, 600))
    if any(row["answers"] is None for row in rows):
        texts.append((end, beside, floor - size * 0.5, "○ not shown", palette.quiet, 400))
    return [
        layer(
            [{"text": text}],
            left | {"dx": dx, "color": colour, "fontWeight": weight},
            x=place,
            y=at(y),
            text=alt.Text("text:N"),
        )
        for place, dx, y, text, colour, weight in texts
    ]
