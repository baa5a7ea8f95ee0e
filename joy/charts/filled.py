"""A part of a whole, row by row: an outline filled as far as the part goes; what is empty stays visibly empty."""

from __future__ import annotations

from typing import Any

import altair as alt

from joy.charts.rows import Layout, Words, lay_out, word_layers
from joy.charts.theme import Look, Spec, finish, tooltip, words_only
from joy.charts.words import cells, number_or_none, text_width
from joy.findings.work import Filled


Rows = list[dict[str, Any]]


def filled(record: Filled, look: Look, *, with_title: bool = False, width: int | None = None) -> Spec:
    """Draw a bar for each row; one without anything is a dashed line, for it is a gap and no missing row."""
    rows = _rows(record)
    if not rows:
        return words_only(record, look, with_title=with_title, width=width)
    size = look.sizes.label
    words = [Words(row["label"], row["says"], row["quiet"], "" if row["whole"] else look.palette.quiet) for row in rows]
    layout = lay_out(words, look, mark=size * 1.5, first=size * 2.2)
    layers = [*_bars(layout, rows), *_key(layout, record), *word_layers(layout)]
    return finish(layers, record, look, height=1, with_title=with_title, width=width, params=layout.params)


def _rows(record: Filled) -> Rows:
    if not len(record.rows):
        return []
    frame = record.rows
    return [
        {"label": label, "whole": whole or 0.0, "part": part, "says": says, "quiet": quiet}
        for label, whole, part, says, quiet in zip(
            cells(frame["label"]), (number_or_none(cell) for cell in frame["whole"]),
            (number_or_none(cell) for cell in frame["part"]), cells(frame["says"]), cells(frame["quiet"]), strict=True,
        )
    ]  # fmt: skip


def _bars(layout: Layout, rows: Rows) -> list[Spec]:
    palette, size = layout.look.palette, layout.look.sizes.label
    most = max([1.0, *(row["whole"] for row in rows)]) if any(row["whole"] for row in rows) else 1.0
    placed = [
        layout.place(i, zero=0, one=1, whole=row["whole"] / most, part=(row["part"] or 0) / most, label=row["label"],
                     says=", ".join(filter(None, (row["says"], row["quiet"]))))
        for i, row in enumerate(rows)
    ]  # fmt: skip
    tips = tooltip(label="Row", says="Says")
    bar = {"type": "bar", "orient": "horizontal"}
    outline = bar | {"size": size * 1.3, "stroke": palette.common, "strokeWidth": 1.2, "fill": palette.surface}
    part = bar | {"size": size * 1.3 - 5, "color": palette.accent}
    gap = {"type": "rule", "color": palette.common, "strokeWidth": 1.5, "strokeDash": [3, 4]}
    gaps = [row for row in placed if not row["whole"]]
    some = [row for row in placed if row["whole"]]
    done = [row for row in some if row["part"]]
    return [
        *([layout.draw(gaps, gap, "zero", "one")] if gaps else []),
        *([layout.draw(some, outline, "zero", "whole", tooltip=tips)] if some else []),
        *([layout.draw(done, part, "zero", "part", tooltip=tips)] if done else []),
    ]


def _key(layout: Layout, record: Filled) -> list[Spec]:
    """What outline and fill stand for, once above the first row."""
    palette, size = layout.look.palette, layout.look.sizes.label
    rows, dx = [], 0.0
    for text, fill, stroke in ((record.whole_label, palette.surface, palette.common),
                               (record.part_label, palette.accent, palette.accent)):  # fmt: skip
        rows.append({"zero": 0, "wide": size * 0.7, "narrow": size * 0.7, "text": text, "dx": dx}
                    | {"fill": fill, "stroke": stroke})  # fmt: skip
        dx += text_width(text, size) + size * 1.9
    square = {"type": "point", "shape": "square", "size": (size * 0.75) ** 2, "opacity": 1, "strokeWidth": 1.2}
    name = {"type": "text", "align": "left", "baseline": "middle", "color": palette.quiet}
    coat = {"fill": alt.Fill("fill:N", scale=None), "stroke": alt.Stroke("stroke:N", scale=None)}
    layers = [layout.draw(rows, square, "zero", **coat), layout.draw(rows, name, "zero", text=alt.Text("text:N"))]
    for one, shift in zip(layers, (size * 0.4, size * 1.1), strict=True):
        one["transform"][0] = {"calculate": f"(narrow ? 0 : from) + datum.dx + {shift}", "as": "x_zero"}
    return layers
