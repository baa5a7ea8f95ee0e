"""Who takes part: teams enrolled, sending answers and testing ideas, one row per cohort in enrolment order."""

from __future__ import annotations

from typing import Any

import altair as alt

from joy.charts.rows import Layout, Words, lay_out, word_layers
from joy.charts.theme import Look, Spec, finish, tooltip
from joy.charts.words import cells, number_or_none, text_width
from joy.findings.records import Participation


def participation(record: Participation, look: Look, *, with_title: bool = False, width: int | None = None) -> Spec:
    """Draw an outline for the teams enrolled, filled by those sending answers, and a bar for those testing ideas."""
    rows = _rows(record)
    size = look.sizes.label
    layout = lay_out([_words(row) for row in rows], look, mark=size * 1.9, first=size * 2.2)
    layers = [*_bars(layout, rows), *word_layers(layout)] if rows else []
    return finish(layers, record, look, height=1, with_title=with_title, width=width, params=layout.params)


def _rows(record: Participation) -> list[dict[str, Any]]:
    if not len(record.rows):
        return []
    names = ("enrolled", "sending", "testing", "left", "people")
    columns = [[int(number_or_none(cell) or 0) for cell in record.rows[name]] for name in names]
    return [
        {"cohort": cohort, **dict(zip(names, numbers, strict=True))}
        for cohort, numbers in zip(cells(record.rows["cohort"]), zip(*columns, strict=True), strict=True)
    ]


def _words(row: dict[str, Any]) -> Words:
    left = f", {row['left']} left" if row["left"] else ""
    people = f", {row['people']} people" if row["people"] else ""
    teams = "team" if row["enrolled"] == 1 else "teams"
    return Words(
        row["cohort"],
        f"{row['enrolled']} {teams}{people}{left}",
        f"{row['sending']} sending answers, {row['testing']} testing ideas",
    )


def _bars(layout: Layout, rows: list[dict[str, Any]]) -> list[Spec]:
    palette, size = layout.look.palette, layout.look.sizes.label
    most = max(1, *(row["enrolled"] for row in rows))
    bars = [
        layout.place(i, **row, zero=0)
        | {f"{name}_u": min(1.0, row[name] / most) for name in ("enrolled", "sending", "testing")}
        for i, row in enumerate(rows)
    ]
    tips = tooltip(cohort="Cohort", enrolled="Teams", sending="Sending answers", testing="Testing ideas", left="Left")
    # Round numbers of px and of nesting: an outline, a fill within it, and a slim bar at its heart.
    outline = {"type": "bar", "size": size * 1.7, "stroke": palette.common, "strokeWidth": 1.2, "fill": palette.surface}
    fill = {"type": "bar", "size": size * 1.7 - 6, "color": palette.fill}
    heart = {"type": "bar", "size": size * 0.55, "color": palette.accent}
    return [
        layout.draw(bars, {**outline, "orient": "horizontal"}, "zero", "enrolled_u", tooltip=tips),
        layout.draw(bars, {**fill, "orient": "horizontal"}, "zero", "sending_u", tooltip=tips),
        layout.draw(bars, {**heart, "orient": "horizontal"}, "zero", "testing_u", tooltip=tips),
        *_key(layout),
    ]


def _key(layout: Layout) -> list[Spec]:
    """What outline, fill and bar stand for, said once above the first row in the marks' own colours."""
    palette, size = layout.look.palette, layout.look.sizes.label
    parts = (("enrolled", palette.surface, palette.common), ("sending answers", palette.fill, palette.fill),
             ("testing ideas", palette.accent, palette.accent))  # fmt: skip
    rows, dx = [], 0.0
    for text, fill, stroke in parts:
        rows.append(
            {
                "zero": 0,
                "wide": size * 0.7,
                "narrow": size * 0.7,
                "text": text,
                "fill": fill,
                "stroke": stroke,
                "dx": dx,
            }
        )
        dx += text_width(text, size) + size * 1.9
    square = {"type": "point", "shape": "square", "size": (size * 0.75) ** 2, "opacity": 1, "strokeWidth": 1.2}
    name = {"type": "text", "align": "left", "baseline": "middle", "color": palette.quiet}
    coat = {"fill": alt.Fill("fill:N", scale=None), "stroke": alt.Stroke("stroke:N", scale=None)}
    layers = [
        layout.draw(rows, square, "zero", **coat),
        layout.draw(rows, name, "zero", text=alt.Text("text:N")),
    ]
    for one, shift in zip(layers, (size * 0.4, size * 1.1), strict=True):
        one["transform"][0] = {"calculate": f"(narrow ? 0 : from) + datum.dx + {shift}", "as": "x_zero"}
    return layers
