"""How often themes come up in remarks: a bar to the fewest its band allows, a lighter one on to the most."""

from __future__ import annotations

from typing import Any

from joy.charts.rows import Layout, Words, lay_out, word_layers
from joy.charts.theme import Look, Spec, finish, tooltip, words_only
from joy.charts.timeline import SILENT
from joy.charts.words import cells
from joy.findings.heard import Themes


Rows = list[dict[str, Any]]
SIDE = 330  # px under which a theme's words go above and below its bar: two of these charts stand side by side


def themes(record: Themes, look: Look, *, with_title: bool = False, width: int | None = None) -> Spec:
    """Draw one bar per theme in the order of the rows."""
    if record.verdict in SILENT or not len(record.rows):
        return words_only(record, look, with_title=with_title, width=width)
    names = ("label", "component", "n")
    texts = zip(*(cells(record.rows[name]) for name in names), strict=True)
    ends = zip(record.rows["low"], record.rows["high"], strict=True)
    rows = [
        dict(zip(names, told, strict=True)) | {"low": int(low), "high": int(high)}
        for told, (low, high) in zip(texts, ends, strict=True)
    ]
    size = look.sizes.label
    words = [Words(row["label"], f"{row['n']} remarks", row["component"]) for row in rows]
    layout = lay_out(words, look, mark=size * 1.4, needs=SIDE)
    layers = [*_bars(layout, rows), *word_layers(layout)]
    return finish(layers, record, look, height=1, with_title=with_title, width=width, params=layout.params)


def _bars(layout: Layout, rows: Rows) -> list[Spec]:
    palette, size = layout.look.palette, layout.look.sizes.label
    most = max(row["high"] for row in rows)
    bars = [
        layout.place(i, **row, zero=0) | {"low_u": row["low"] / most, "high_u": row["high"] / most}
        for i, row in enumerate(rows)
    ]
    tips = tooltip(label="Theme", n="Remarks", component="Component of joy")
    body = {"type": "bar", "orient": "horizontal", "size": size * 1.1}
    return [
        layout.draw(bars, body | {"color": palette.fill, "opacity": 0.6}, "zero", "high_u", tooltip=tips),
        layout.draw(bars, body | {"color": palette.accent}, "zero", "low_u", tooltip=tips),
    ]
