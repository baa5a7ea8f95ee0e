"""Baseline to latest, row by row: hollow dot, line, filled dot, and a band for the interval of the change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import altair as alt

from joy.charts.palette import GLYPHS, colour_of, is_signal, shape_of
from joy.charts.rows import Layout, Words, lay_out, word_layers
from joy.charts.theme import Look, Spec, finish, tooltip
from joy.charts.timeline import SILENT
from joy.charts.words import cells, number_or_none, ticks, value_text
from joy.findings.records import WORDS, Comparison, Verdict


@dataclass(frozen=True)
class Row:
    """One row's numbers as plain floats; `before` and `after` both present or both missing."""

    label: str
    before: float | None
    after: float | None
    low: float | None
    high: float | None
    verdict: Verdict
    change: str
    n: str
    method: str


def comparison(record: Comparison, look: Look, *, with_title: bool = False, width: int | None = None) -> Spec:
    """Draw a dumbbell chart in the order of the rows. Rows without numbers say why instead."""
    rows = _rows(record)
    size = look.sizes.label
    layout = lay_out([_words(row, look) for row in rows], look, mark=size * 1.6, first=size * 2, named=size * 1.2)
    low, high = _domain(record, rows)
    layers = [
        *_scale(record, layout, low, high),
        *_dumbbells(record, layout, rows, (low, high)),
        *_ends_named(record, layout, rows, (low, high)),
        *word_layers(layout),
    ]
    return finish(layers, record, look, height=1, with_title=with_title, width=width, params=layout.params)


def _rows(record: Comparison) -> list[Row]:
    if not len(record.rows):
        return []
    frame = record.rows
    numbers = [[number_or_none(cell) for cell in frame[name]] for name in ("before", "after", "low", "high")]
    texts = [cells(frame[name]) for name in ("label", "verdict", "change_text", "n_before", "n_after", "method")]
    return [
        Row(label, before if shown else None, after if shown else None, low, high, Verdict(verdict), change,
            _n(change, n_before, n_after), method)
        for before, after, low, high, label, verdict, change, n_before, n_after, method
        in zip(*numbers, *texts, strict=True)
        for shown in [before is not None and after is not None and Verdict(verdict) not in SILENT]
    ]  # fmt: skip


def _n(change: str, before: str, after: str) -> str:
    """How many stand behind a change, unless its own words name a number of them already."""
    if not after or any(letter.isdigit() for letter in change.partition(", ")[2]):
        return ""
    return f"n {after}" if before in {after, ""} else f"n {before}, then {after}"


def _why_empty(row: Row) -> str:
    """What stands for a row without numbers; the words of a hidden change might give it away."""
    return row.change if row.change and row.verdict is not Verdict.HIDDEN else WORDS[row.verdict]


def _words(row: Row, look: Look) -> Words:
    palette = look.palette
    if row.before is None:
        return Words(row.label, "", _why_empty(row), is_drawn=False)
    change, _, people = row.change.partition(", ")
    quiet = " · ".join(part for part in (people[:1].upper() + people[1:], row.n) if part)
    if not is_signal(row.verdict):
        return Words(row.label, change, quiet, palette.quiet)
    glyph = GLYPHS[shape_of(row.verdict)]
    return Words(row.label, f"{glyph} {change}", quiet, colour_of(row.verdict, palette))


def _domain(record: Comparison, rows: list[Row]) -> tuple[float, float]:
    values = [value for row in rows for value in (row.before, row.after) if value is not None]
    low, high = min([record.minimum, *values]), max([record.maximum, *values])
    return low, high if high > low else low + 1.0


def _scale(record: Comparison, layout: Layout, low: float, high: float) -> list[Spec]:
    """The values along the top, and a hairline along each row that has numbers."""
    size, palette = layout.look.sizes.label, layout.look.palette
    rows = [
        {
            "u": (value - low) / (high - low),
            "text": value_text(value, is_share=record.is_share, span=high - low),
            "wide": 3,
            "narrow": 3,
        }
        for value in ticks(low, high)
    ]
    mark = {"type": "text", "baseline": "top", "color": palette.quiet, "fontSize": size}
    return [layout.draw(rows, mark, "u", text=alt.Text("text:N"))]


def _dumbbells(record: Comparison, layout: Layout, rows: list[Row], domain: tuple[float, float]) -> list[Spec]:
    sizes, palette = layout.look.sizes, layout.look.palette
    drawn = [_dumbbell(record, layout, i, row, domain) for i, row in enumerate(rows) if row.before is not None]
    if not drawn:
        return []
    colour = alt.Color("colour:N", scale=None)
    tips = tooltip(
        label="What", before="Before", after="After", change="Change", interval="95% interval", method="Compared"
    )
    banded = [row for row in drawn if "low" in row]
    track = {"type": "rule", "color": palette.hairline, "strokeWidth": 1}
    band = {"type": "rule", "strokeWidth": sizes.label * 0.95, "opacity": 0.22}
    line = {"type": "rule", "strokeWidth": sizes.line * 1.5}
    dot = {"type": "point", "filled": True, "opacity": 1, "size": sizes.dot * 3.2}
    hollow = {"type": "point", "shape": "circle", "opacity": 1, "size": sizes.dot * 2.6, "strokeWidth": 2.2}
    layers = [layout.draw(drawn, track, "zero", "one")]
    layers += [layout.draw(banded, band, "low", "high", color=colour)] if banded else []
    return [
        *layers,
        layout.draw(drawn, line, "u", "u2", color=colour),
        layout.draw(
            drawn, hollow | {"fill": palette.surface}, "u", stroke=alt.Stroke("colour:N", scale=None), tooltip=tips
        ),
        layout.draw(drawn, dot, "u2", color=colour, shape=alt.Shape("shape:N", scale=None), tooltip=tips),
    ]


def _dumbbell(record: Comparison, layout: Layout, i: int, row: Row, domain: tuple[float, float]) -> dict[str, Any]:
    low, high = domain
    before, after = row.before or 0.0, row.after or 0.0

    def across(value: float) -> float:
        return round(min(1.0, max(0.0, (value - low) / (high - low))), 4)

    def shown(value: float) -> str:
        return value_text(value, is_share=record.is_share, span=high - low)

    spot = layout.place(
        i, zero=0, one=1, u=across(before), u2=across(after), label=row.label, before=shown(before), after=shown(after),
        change=row.change, method=row.method, colour=colour_of(row.verdict, layout.look.palette),
        shape=shape_of(row.verdict),
    )  # fmt: skip
    if row.low is None or row.high is None:
        return spot
    times = 100 if record.is_share else 1
    interval = f"{row.low * times:+.0f} to {row.high * times:+.0f} points".replace("-", "−")
    return spot | {"low": across(before + row.low), "high": across(before + row.high), "interval": interval}


def _ends_named(record: Comparison, layout: Layout, rows: list[Row], domain: tuple[float, float]) -> list[Spec]:
    """The two dots named once, above the first row with numbers; each name grows away from the other dot."""
    first = next((i for i, row in enumerate(rows) if row.before is not None), None)
    if first is None:
        return []
    spot = _dumbbell(record, layout, first, rows[first], domain)
    size, rising = layout.look.sizes.label, spot["u"] <= spot["u2"]
    names = ((record.before_label, "u", rising), (record.after_label, "u2", not rising))
    return [
        layout.draw(
            [spot | {"text": text}],
            {"type": "text", "align": "right" if grows_left else "left", "baseline": "bottom", "dy": -size * 0.75}
            | {"dx": size * (-0.3 if grows_left else 0.3), "color": layout.look.palette.quiet},
            name,
            text=alt.Text("text:N"),
        )
        for text, name, grows_left in names
    ]
