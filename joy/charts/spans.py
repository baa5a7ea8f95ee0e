"""Numbers with their intervals around nothing, row by row: how far two sides differ, or how two things go together."""

from __future__ import annotations

from typing import Any

import altair as alt

from joy.charts.palette import GLYPHS, colour_of, is_signal, shape_of
from joy.charts.rows import Layout, Words, lay_out, word_layers
from joy.charts.theme import Look, Spec, finish, tooltip, words_only
from joy.charts.timeline import SILENT
from joy.charts.words import cells, number_or_none, ticks
from joy.findings.heard import Spans
from joy.findings.records import Verdict


Row = dict[str, Any]
TEXTS = ("label", "says", "quiet", "verdict")
NUMBERS = ("value", "low", "high")


def spans(record: Spans, look: Look, *, with_title: bool = False, width: int | None = None) -> Spec:
    """Draw a dot with its interval per row, and the stretch around nothing that counts as alike."""
    rows = _rows(record)
    if not rows:
        return words_only(record, look, with_title=with_title, width=width)
    size = look.sizes.label
    layout = lay_out([_words(row, look) for row in rows], look, mark=size * 1.9, first=size * 3.6)
    layers = [*_ground(record, layout, rows), *_marks(record, layout, rows), *word_layers(layout)]
    return finish(layers, record, look, height=1, with_title=with_title, width=width, params=layout.params)


def _rows(record: Spans) -> list[Row]:
    if record.verdict in SILENT or not len(record.rows):
        return []
    texts = zip(*(cells(record.rows[name]) for name in TEXTS), strict=True)
    numbers = zip(*([number_or_none(cell) for cell in record.rows[name]] for name in NUMBERS), strict=True)
    return [
        dict(zip((*TEXTS, *NUMBERS), (*told, *values), strict=True))
        for told, values in zip(texts, numbers, strict=True)
    ]


def _words(row: Row, look: Look) -> Words:
    if row["value"] is None:
        return Words(row["label"], "", row["says"], is_drawn=False)
    verdict = Verdict(row["verdict"])
    glyph = f"{GLYPHS[shape_of(verdict)]} " if is_signal(verdict) else ""
    colour = colour_of(verdict, look.palette) if is_signal(verdict) else look.palette.quiet
    return Words(row["label"], f"{glyph}{row['says']}", row["quiet"], colour)


def _across(record: Spans, value: float) -> float:
    return round(min(1.0, max(0.0, (value - record.minimum) / (record.maximum - record.minimum))), 4)


def _number(value: float) -> str:
    return f"{round(value, 2):g}".replace("-", "−")


def _ground(record: Spans, layout: Layout, rows: list[Row]) -> list[Spec]:
    """The axis along the top, what its sides mean, nothing as a line, and the stretch that counts as alike."""
    size, palette = layout.look.sizes.label, layout.look.palette
    top = {"wide": size * 2.4, "narrow": size * 2.4}
    axis = [
        top | {"u": _across(record, value), "text": _number(value)} for value in ticks(record.minimum, record.maximum)
    ]
    quiet = {"type": "text", "baseline": "middle", "color": palette.quiet}
    over = {"wide": size * 0.7, "narrow": size * 0.7}
    layers = [layout.draw(axis, quiet, "u", text=alt.Text("text:N"))]
    for text, place, align in ((record.left, 0, "left"), (record.right, 1, "right")):
        if text:
            layers.append(layout.draw([over | {"u": place, "text": text}], quiet | {"align": align, "fontWeight": 600},
                                      "u", text=alt.Text("text:N")))  # fmt: skip
    drawn = [i for i, row in enumerate(rows) if row["value"] is not None]
    track = [layout.place(i, zero=0, one=1, nought=_across(record, 0.0)) for i in drawn]
    if not track:
        return layers
    layers.append(layout.draw(track, {"type": "rule", "color": palette.hairline, "strokeWidth": 1}, "zero", "one"))
    if record.margin:
        ends = {"from_": _across(record, -record.margin), "to_": _across(record, record.margin)}
        band = {"type": "rule", "color": palette.fill, "opacity": 0.5, "strokeWidth": size * 1.9}
        layers.append(layout.draw([row | ends for row in track], band, "from_", "to_"))
    tick = {"type": "tick", "orient": "vertical", "size": size * 1.9, "thickness": 1.5, "color": palette.common}
    return [*layers, layout.draw(track, tick, "nought")]


def _marks(record: Spans, layout: Layout, rows: list[Row]) -> list[Spec]:
    sizes, palette = layout.look.sizes, layout.look.palette
    drawn = [_mark(record, layout, i, row) for i, row in enumerate(rows) if row["value"] is not None]
    if not drawn:
        return []
    colour = alt.Color("colour:N", scale=None)
    tips = tooltip(label="What", shown="Value", interval="95% interval", quiet="Rests on")
    ranged = [row for row in drawn if "low" in row]
    line = {"type": "rule", "strokeWidth": sizes.line * 1.7, "opacity": 0.75}
    dot = {"type": "point", "filled": True, "opacity": 1, "size": sizes.dot * 3.2, "stroke": palette.surface}
    return [
        *([layout.draw(ranged, line, "low", "high", color=colour)] if ranged else []),
        layout.draw(drawn, dot, "u", color=colour, shape=alt.Shape("shape:N", scale=None), tooltip=tips),
    ]


def _mark(record: Spans, layout: Layout, i: int, row: Row) -> Row:
    verdict = Verdict(row["verdict"])
    spot = layout.place(
        i, u=_across(record, row["value"]), label=row["label"], shown=_number(row["value"]),
        quiet=row["quiet"], colour=colour_of(verdict, layout.look.palette), shape=shape_of(verdict),
    )  # fmt: skip
    if row["low"] is None or row["high"] is None:
        return spot
    ends = {name: _across(record, row[name]) for name in ("low", "high")}
    return spot | ends | {"interval": f"{_number(row['low'])} to {_number(row['high'])}"}
