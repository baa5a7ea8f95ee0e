"""Many small run charts in one picture, on one scale, in the order given.

Vega-Lite's own facets cannot fill a container or change their number of columns, so the grid is laid out here: one view
whose panels are placed by two expressions. It is also by far the quickest to draw (one view instead of one per team).
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import altair as alt

from joy.charts.grid import Grid, grid_of, name_lines
from joy.charts.palette import colour_of, hollow, is_signal, mark_of, shape_of
from joy.charts.run_chart import run_chart
from joy.charts.theme import Look, Spec, finish, layer, tooltip
from joy.charts.timeline import SILENT, point_rows
from joy.charts.words import value_text, wrap
from joy.findings.records import WORDS, Multiples, Run, Verdict


Rows = list[dict[str, Any]]

SHORT_WORDS = {Verdict.NO_CHANGE: "No clear change"}  # a panel is narrow; its tooltip has the full words


def multiples(
    record: Multiples, look: Look, *, columns: int | None = None, with_title: bool = False, width: int | None = None
) -> Spec:
    """Draw all panels in one picture, in their order, in `columns` or as many as fit: up to four, of many six."""
    grid = grid_of(record, look)
    rows = [point_rows(panel) for panel in record.panels]
    layers = [
        *_ground(grid, record.panels),
        *_medians(grid, record.panels, rows),
        *_lines(grid, record.panels, rows),
        *_words(grid, record.panels, rows),
    ]
    for one in layers:
        one["transform"] = [*grid.place(), *one.get("transform", [])]
    # Fewer columns make more rows: marks then reach below this height, and fit-x lets the picture grow with them.
    return finish(layers, record, look, height=1, with_title=with_title, width=width, params=grid.params(columns))


def panels(record: Multiples, look: Look) -> list[Spec]:
    """Draw each panel as a run chart of its own, for a page that lays them out itself."""
    return [run_chart(panel, look) for panel in record.panels]


def _row(i: int, u: float, v: float, **more: Any) -> dict[str, Any]:  # noqa: ANN401  fields of any type
    return {"i": i, "u": round(u, 4), "v": round(v, 2), **more}


def _xy() -> dict[str, Any]:
    return {"x": alt.X("px:Q", scale=None, axis=None), "y": alt.Y("py:Q", scale=None, axis=None)}


def _ground(grid: Grid, runs: tuple[Run, ...]) -> list[Spec]:
    """A hairline at the foot and top of each panel, the scale named in the first."""
    edges = [(number, value) for number in range(len(runs)) for value in (grid.low, grid.high)]
    rows = [_row(number, u, grid.height_of(value), edge=f"{number} {value}") for number, value in edges for u in (0, 1)]
    line = {"type": "line", "color": grid.look.palette.hairline, "strokeWidth": 1}
    layers = [layer(rows, line, **_xy(), detail=alt.Detail("edge:N"))]
    shown = next((number for number, run in enumerate(runs) if run.verdict not in SILENT), None)
    if shown is None:
        return layers
    return [*layers, *_scale(grid, shown, is_share=runs[shown].is_share)]


def _scale(grid: Grid, number: int, *, is_share: bool) -> list[Spec]:
    """Name both ends of both scales, once, at the first panel with a line."""
    ends = [
        _row(number, 1, grid.height_of(value), text=value_text(value, is_share=is_share, span=grid.high - grid.low))
        for value in (grid.low, grid.high)
    ]
    days = [datetime.fromtimestamp(moment / 1000, tz=UTC) for moment in (grid.span.first, grid.span.last)]
    start, end = (_row(number, u, grid.plot, text=f"{day:%b %Y}") for u, day in zip((0, 1), days, strict=True))
    mark = {"type": "text", "color": grid.look.palette.quiet, "fontSize": grid.size}
    beside = {"align": "left", "baseline": "middle", "dx": grid.size * 0.75}
    below = {"baseline": "top", "dy": grid.size * 0.5}
    text = alt.Text("text:N")
    return [
        layer(ends, mark | beside, **_xy(), text=text),
        layer([start], mark | below | {"align": "left"}, **_xy(), text=text),
        layer([end], mark | below | {"align": "right"}, **_xy(), text=text),
    ]


def _lines(grid: Grid, runs: tuple[Run, ...], rows: list[Rows]) -> list[Spec]:
    palette, sizes = grid.look.palette, grid.look.sizes
    dots = [
        _row(number, grid.span.fraction(row["moment"]), grid.height_of(row["value"]),
             stretch=f"{number} {row['stretch']}", team=run.label,
             verdict=run.told, label=row["label"], shown=row["shown"], n=row["n"], is_bound=row["is_bound"])
        for number, (run, own) in enumerate(zip(runs, rows, strict=True)) for row in own
    ]  # fmt: skip
    line = {"type": "line", "color": palette.common, "strokeWidth": sizes.line * 0.9, "strokeCap": "round"}
    tips = tooltip(team="Team", label="Period", shown="Value", n="Answers", verdict="Result")
    small = {"type": "point", "filled": True, "opacity": 1, "color": palette.common, "size": sizes.dot / 4}
    ring = hollow(small, palette) | {"size": sizes.dot / 2}
    exact, bounds = ([dot for dot in dots if dot["is_bound"] == is_so] for is_so in (False, True))
    return [
        layer(dots, line, **_xy(), detail=alt.Detail("stretch:N")),
        *[layer(some, mark, **_xy(), tooltip=tips) for some, mark in ((exact, small), (bounds, ring)) if some],
        *_ends(grid, runs, rows),
    ]


def _ends(grid: Grid, runs: tuple[Run, ...], rows: list[Rows]) -> list[Spec]:
    """The last dot of each panel in the verdict's colour and shape, and its value beside it."""
    ends = [
        _row(number, grid.span.fraction(own[-1]["moment"]), grid.height_of(own[-1]["value"]), text=own[-1]["shown"],
             colour=colour_of(run.verdict, grid.look.palette), shape=shape_of(run.verdict),
             fill=colour_of(run.verdict, grid.look.palette) if not own[-1]["is_bound"] else grid.look.palette.surface)
        for number, (run, own) in enumerate(zip(runs, rows, strict=True)) if own
    ]  # fmt: skip
    dot = {"type": "point", "filled": True, "opacity": 1, "size": grid.look.sizes.dot * 1.8}
    text = {"type": "text", "align": "left", "baseline": "middle", "dx": grid.size * 0.75, "fontWeight": 600}
    shape = alt.Shape("shape:N", scale=None)
    fills = {"fill": alt.Fill("fill:N", scale=None), "stroke": alt.Stroke("colour:N", scale=None)}
    return [
        layer(ends, dot, **_xy(), **fills, shape=shape),
        layer(ends, text, **_xy(), text=alt.Text("text:N")),
    ]


def _medians(grid: Grid, runs: tuple[Run, ...], rows: list[Rows]) -> list[Spec]:
    """The median, drawn only where there is a signal against it."""
    found = [
        _row(number, grid.span.fraction(own[end]["moment"]), grid.height_of(run.centre), team=number,
             colour=colour_of(run.verdict, grid.look.palette))
        for number, (run, own) in enumerate(zip(runs, rows, strict=True))
        if own and run.centre is not None and is_signal(run.verdict) for end in (0, -1)
    ]  # fmt: skip
    mark = {"type": "line", "strokeDash": [5, 4], "strokeWidth": grid.look.sizes.line * 0.7}
    detail, colour = alt.Detail("team:N"), alt.Color("colour:N", scale=None)
    return [layer(found, mark, **_xy(), detail=detail, color=colour)] if found else []


def _words(grid: Grid, runs: tuple[Run, ...], rows: list[Rows]) -> list[Spec]:
    """Each panel's name, its verdict in mark and word, how many weeks it rests on, or the words of a hidden line."""
    size, look = grid.size, grid.look
    names = [
        _row(i, 0, 0, tight=name_lines(run, grid, grid.narrowest), roomy=name_lines(run, grid, grid.wide))
        for i, run in enumerate(runs)
    ]
    pairs = list(enumerate(zip(runs, rows, strict=True)))
    says = [
        _row(i, 0, 0, tight=words, roomy=[" · ".join(words)], colour=_word_colour(run, look))
        for i, (run, own) in pairs if own for words in [_verdict_words(run, own)]
    ]  # fmt: skip
    silent = [
        _row(i, 0, grid.plot / 2, text=wrap(_silence(run), grid.narrowest, size)) for i, (run, own) in pairs if not own
    ]
    left, text = {"type": "text", "align": "left"}, alt.Text("text:N")
    bold = {"fontWeight": 600, "fontSize": size * 1.05}
    layers = [_lifted(grid, layer(names, left | bold, **_xy(), text=text), tight=2.9, roomy=1.9)]
    if says:
        colour = alt.Color("colour:N", scale=None)
        layers.append(_lifted(grid, layer(says, left, **_xy(), text=text, color=colour), tight=0.8, roomy=0.8))
    quiet = left | {"baseline": "middle", "color": look.palette.quiet, "lineHeight": grid.line}
    return layers + ([layer(silent, quiet, **_xy(), text=text)] if silent else [])


def _lifted(grid: Grid, text: Spec, *, tight: float, roomy: float) -> Spec:
    """Let lines of text end a number of lines above the plot, broken as the panel's width allows."""
    # A new field for each step: overwriting one would move the text again whenever the width changes.
    is_tight = f"panel < {grid.wide}"
    up = f"(length(datum.text) - 1 + ({is_tight} ? {tight} : {roomy})) * {grid.line:g}"
    text["mark"] |= {"baseline": "alphabetic", "lineHeight": grid.line}
    text["encoding"]["y"] = text["encoding"]["y"] | {"field": "lifted"}
    text["transform"] = [
        {"calculate": f"{is_tight} ? datum.tight : datum.roomy", "as": "text"},
        {"calculate": f"datum.py - {up}", "as": "lifted"},
    ]
    return text


def _silence(run: Run) -> str:
    return WORDS[run.verdict] if run.verdict in SILENT else "No answers yet"


def _verdict_words(run: Run, own: Rows) -> list[str]:
    glyph = mark_of(run.verdict)
    told = SHORT_WORDS.get(run.verdict, run.told)
    return [f"{glyph} {told}", f"from {len(own)} {run.step}{'s' * (len(own) > 1)}"]


def _word_colour(run: Run, look: Look) -> str:
    return colour_of(run.verdict, look.palette) if is_signal(run.verdict) else look.palette.quiet
