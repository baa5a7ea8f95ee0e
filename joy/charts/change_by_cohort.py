"""How far each cohort moved since its start: a dot with its interval around zero, cohorts in their order."""

from __future__ import annotations

from dataclasses import dataclass

import altair as alt

from joy.charts import differences
from joy.charts.palette import colour_of, is_signal, mark_of, shape_of
from joy.charts.rows import Layout, Words, lay_out, word_layers
from joy.charts.theme import Look, Spec, finish, tooltip, words_only
from joy.charts.words import cells, number_or_none
from joy.findings import Verdict
from joy.findings.compare import ChangeByCohort
from joy.findings.evaluation import SideBySide


NEEDS = 400  # px: short labels and short words leave room for a drawing in half a page


@dataclass(frozen=True)
class Row:
    """One cohort."""

    label: str
    value: float | None
    low: float | None
    high: float | None
    told: str
    n: str
    verdict: Verdict


def change_by_cohort(record: ChangeByCohort, look: Look, *, with_title: bool = False, width: int | None = None) -> Spec:
    """Draw a row for each cohort; one without a number says why instead."""
    rows = _rows(record)
    if not any(row.value is not None for row in rows):
        return words_only(record, look, with_title=with_title, width=width)
    size = look.sizes.label
    low, high, ticks = differences.domain(
        (end for row in rows for end in (row.value, row.low, row.high)), is_share=record.is_share
    )
    layout = lay_out([_words(row, look) for row in rows], look, mark=size * 1.3, first=size * 1.8, needs=NEEDS)
    layers = [
        *differences.scale(layout, (low, high), ticks, is_share=record.is_share),
        *_dots(layout, rows, (low, high), "Compared" if isinstance(record, SideBySide) else "Cohort"),
        *word_layers(layout),
    ]
    return finish(layers, record, look, height=1, with_title=with_title, width=width, params=layout.params)


def _rows(record: ChangeByCohort) -> list[Row]:
    if not len(record.rows):
        return []
    frame = record.rows
    numbers = [[number_or_none(cell) for cell in frame[name]] for name in ("value", "low", "high")]
    texts = [cells(frame[name]) for name in ("label", "told", "n", "verdict")]
    return [
        Row(label, value, low, high, told, n, Verdict(verdict))
        for value, low, high, label, told, n, verdict in zip(*numbers, *texts, strict=True)
    ]


def _words(row: Row, look: Look) -> Words:
    palette = look.palette
    if row.value is None:
        return Words(row.label, "", row.told, is_drawn=False)
    change, _, more = row.told.partition(", ")
    quiet = row.n if more == row.n or not more else f"{more[:1].upper()}{more[1:]}"
    if not is_signal(row.verdict):
        return Words(row.label, change, quiet, palette.quiet)
    return Words(row.label, f"{mark_of(row.verdict)} {change}", quiet, colour_of(row.verdict, palette))


def _dots(layout: Layout, rows: list[Row], ends: tuple[float, float], heading: str) -> list[Spec]:
    palette, sizes = layout.look.palette, layout.look.sizes
    drawn = [
        layout.place(
            i, u=differences.across(row.value, *ends), label=row.label, told=row.told, n=row.n,
            low=differences.across(row.value if row.low is None else row.low, *ends),
            high=differences.across(row.value if row.high is None else row.high, *ends),
            colour=colour_of(row.verdict, palette), shape=shape_of(row.verdict),
            fill=palette.surface if row.low is None else colour_of(row.verdict, palette),
        )
        for i, row in enumerate(rows) if row.value is not None
    ]  # fmt: skip
    tips = tooltip(label=heading, told="Change", n="Rests on")
    interval = {"type": "rule", "strokeWidth": sizes.line * 1.4, "strokeCap": "round"}
    dot = {"type": "point", "opacity": 1, "size": sizes.dot * 3, "strokeWidth": 2}
    colour, shape = alt.Color("colour:N", scale=None), alt.Shape("shape:N", scale=None)
    coat = {"stroke": alt.Stroke("colour:N", scale=None), "fill": alt.Fill("fill:N", scale=None)}
    return [
        layout.draw(drawn, interval, "low", "high", color=colour),
        layout.draw(drawn, dot, "u", shape=shape, tooltip=tips, **coat),
    ]
