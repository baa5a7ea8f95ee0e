"""Progress scores as people gave them: the team's own a ring, the faculty's a dot, on the scale from 0.5 to 5."""

from __future__ import annotations

from typing import Any

import altair as alt

from joy.charts.rows import Layout, Words, lay_out, word_layers
from joy.charts.theme import Look, Spec, finish, tooltip, words_only
from joy.charts.words import cells, number_or_none
from joy.findings.work import Progress


Rows = list[dict[str, Any]]

LOW, HIGH = 0.0, 5.0
TICKS = (1, 2, 3, 4, 5)


def progress(record: Progress, look: Look, *, with_title: bool = False, width: int | None = None) -> Spec:
    """Draw a row for each team in the order given; a score that nobody gave is left out."""
    rows = _rows(record)
    if not any(row["team"] is not None or row["faculty"] is not None for row in rows):
        return words_only(record, look, with_title=with_title, width=width)
    size = look.sizes.label
    words = [Words(row["label"], "", ", ".join(filter(None, (row["says"], row["quiet"])))) for row in rows]
    layout = lay_out(words, look, mark=size * 1.3, first=size * 3.6)
    layers = [*_scale(layout), *_scores(layout, rows), *_key(layout), *word_layers(layout)]
    return finish(layers, record, look, height=1, with_title=with_title, width=width, params=layout.params)


def _rows(record: Progress) -> Rows:
    if not len(record.rows):
        return []
    frame = record.rows
    numbers = [[number_or_none(cell) for cell in frame[name]] for name in ("team", "faculty")]
    texts = [cells(frame[name]) for name in ("label", "says", "quiet")]
    names = ("team", "faculty", "label", "says", "quiet")
    return [dict(zip(names, row, strict=True)) for row in zip(*numbers, *texts, strict=True)]


def _across(score: float) -> float:
    return round((score - LOW) / (HIGH - LOW), 4)


def _scale(layout: Layout) -> list[Spec]:
    palette, size = layout.look.palette, layout.look.sizes.label
    top = size * 1.9
    labels = [{"u": _across(tick), "text": str(tick), "wide": top, "narrow": top} for tick in TICKS]
    track = [layout.place(i, zero=0, one=1) for i in range(len(layout.words))]
    return [
        layout.draw(track, {"type": "rule", "color": palette.hairline, "strokeWidth": 1}, "zero", "one"),
        layout.draw(labels, {"type": "text", "baseline": "top", "color": palette.quiet}, "u", text=alt.Text("text:N")),
    ]


def _scores(layout: Layout, rows: Rows) -> list[Spec]:
    palette, sizes = layout.look.palette, layout.look.sizes
    tips = tooltip(label="Team", says="Scores", quiet="Gap")
    by: dict[str, Rows] = {"team": [], "faculty": []}
    for i, row in enumerate(rows):
        for scorer, own in by.items():
            if row[scorer] is not None:
                told = {name: row[name] for name in ("label", "says", "quiet")}
                own.append(layout.place(i, u=_across(row[scorer]), **told))
    both = [
        layout.place(i, u=_across(row["team"]), u2=_across(row["faculty"]))
        for i, row in enumerate(rows) if row["team"] is not None and row["faculty"] is not None
    ]  # fmt: skip
    line = {"type": "rule", "color": palette.common, "strokeWidth": sizes.line * 1.4}
    dot = {"type": "point", "filled": True, "opacity": 1, "color": palette.accent, "size": sizes.dot * 1.7}
    ring = {"type": "point", "filled": False, "opacity": 1, "stroke": palette.common, "size": sizes.dot * 4}
    return [
        *([layout.draw(both, line, "u", "u2")] if both else []),
        *([layout.draw(by["team"], ring | {"strokeWidth": 2}, "u", tooltip=tips)] if by["team"] else []),
        *([layout.draw(by["faculty"], dot, "u", tooltip=tips)] if by["faculty"] else []),
    ]


def _key(layout: Layout) -> list[Spec]:
    """What ring and dot stand for, once above the scale."""
    palette, sizes = layout.look.palette, layout.look.sizes
    size = sizes.label
    rows = [
        {"zero": 0, "wide": size * 0.7, "narrow": size * 0.7, "text": text, "dx": dx, "fill": fill, "area": area}
        for text, dx, fill, area in (
            ("the team's own score", 0.0, "transparent", sizes.dot * 3),
            ("the faculty's score", size * 13.5, palette.accent, sizes.dot * 1.7),
        )
    ]  # fmt: skip
    mark = {"type": "point", "opacity": 1, "strokeWidth": 2, "stroke": palette.common}
    coat = {"fill": alt.Fill("fill:N", scale=None), "size": alt.Size("area:Q", scale=None)}
    name = {"type": "text", "align": "left", "baseline": "middle", "color": palette.quiet}
    layers = [layout.draw(rows, mark, "zero", **coat), layout.draw(rows, name, "zero", text=alt.Text("text:N"))]
    for one, shift in zip(layers, (size * 0.5, size * 1.4), strict=True):
        one["transform"][0] = {"calculate": f"(narrow ? 0 : from) + datum.dx + {shift}", "as": "x_zero"}
    return layers
