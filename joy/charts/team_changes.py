"""How far the teams of each cohort moved: a dot for each, stacked where several moved as far; never ranked."""

from __future__ import annotations

from typing import Any

import altair as alt

from joy.charts import differences
from joy.charts.palette import colour_of, is_signal, shape_of
from joy.charts.rows import Layout, Words, lay_out, word_layers
from joy.charts.theme import Look, Spec, finish, tooltip, words_only
from joy.charts.words import cells, number_or_none
from joy.findings import Verdict
from joy.findings.compare import TeamChanges


Rows = list[dict[str, Any]]

NEEDS = 560  # px
SUPPOSED = 300  # px of plot that dots are kept apart for: a phone's; a wider page has more room than it needs
STACK = 0.82  # of a dot's width from one layer of a stack to the next


def team_changes(record: TeamChanges, look: Look, *, with_title: bool = False, width: int | None = None) -> Spec:
    """Draw a row of dots for each cohort on one scale around zero."""
    points = _points(record)
    if not points:
        return words_only(record, look, with_title=with_title, width=width)
    size, dot = look.sizes.label, _wide(look)
    low, high, ticks = differences.domain((point["value"] for point in points), is_share=record.is_share)
    for point in points:
        point["u"] = differences.across(point["value"], low, high)
    cohorts = cells(record.rows["cohort"])
    for cohort in cohorts:
        _stack([point for point in points if point["cohort"] == cohort], dot)
    tall = 2 * max(abs(point["level"]) for point in points) * dot * STACK + dot
    layout = lay_out(_words(record, points), look, mark=max(tall, size * 1.3), first=size * 1.8, needs=NEEDS)
    layers = [
        *differences.scale(layout, (low, high), ticks, is_share=record.is_share),
        *_middles(layout, record, (low, high), tall),
        *_dots(layout, points, cohorts, dot),
        *word_layers(layout),
    ]
    return finish(layers, record, look, height=1, with_title=with_title, width=width, params=layout.params)


def _wide(look: Look) -> float:
    return look.sizes.label * 0.85


def _points(record: TeamChanges) -> Rows:
    if not len(record.points):
        return []
    frame = record.points
    return [
        {"cohort": cohort, "label": label, "value": value, "told": told, "verdict": Verdict(verdict)}
        for cohort, label, value, told, verdict in zip(
            cells(frame["cohort"]), cells(frame["label"]), (number_or_none(cell) for cell in frame["value"]),
            cells(frame["told"]), cells(frame["verdict"]), strict=True,
        ) if value is not None
    ]  # fmt: skip


def _words(record: TeamChanges, points: Rows) -> list[Words]:
    drawn = {point["cohort"] for point in points}
    return [
        Words(cohort, "", told, is_drawn=cohort in drawn)
        for cohort, told in zip(cells(record.rows["cohort"]), cells(record.rows["told"]), strict=True)
    ]


def _stack(points: Rows, dot: float) -> None:
    """Give each dot of a row the layer nearest the middle in which it touches no other: 0, 1, −1, 2 …"""
    taken: list[tuple[int, float]] = []
    for point in points:
        levels = _from_the_middle(len(points))
        touching = {other for other, u in taken if abs(u - point["u"]) * SUPPOSED < dot}
        level = next(k for k in levels if k not in touching)
        taken.append((level, point["u"]))
        point["level"] = level


def _from_the_middle(count: int) -> list[int]:
    return [0, *(sign * k for k in range(1, count + 1) for sign in (1, -1))]


def _dots(layout: Layout, points: Rows, cohorts: list[str], dot: float) -> list[Spec]:
    palette = layout.look.palette
    rows = [
        layout.place(
            cohorts.index(point["cohort"]), u=point["u"], up=round(point["level"] * dot * STACK, 1),
            label=point["label"], cohort=point["cohort"], told=point["told"],
            colour=colour_of(point["verdict"], palette), shape=shape_of(point["verdict"]),
            size=dot * dot * (0.95 if is_signal(point["verdict"]) else 0.75),
        )
        for point in points
    ]  # fmt: skip
    mark = {"type": "point", "filled": True, "opacity": 1, "stroke": palette.surface, "strokeWidth": 1}
    tips = tooltip(label="Team", cohort="Cohort", told="Change")
    one = layout.draw(
        rows, mark, "u", color=alt.Color("colour:N", scale=None), shape=alt.Shape("shape:N", scale=None),
        size=alt.Size("size:Q", scale=None), tooltip=tips,
    )  # fmt: skip
    one["transform"][-1] = {"calculate": "(narrow ? datum.narrow : datum.wide) - datum.up", "as": "y"}
    return [one]


def _middles(layout: Layout, record: TeamChanges, ends: tuple[float, float], tall: float) -> list[Spec]:
    """An upright line at the middle team of each cohort."""
    middles = [number_or_none(cell) for cell in record.rows["middle"]]
    rows = [
        layout.place(i, u=differences.across(middle, *ends)) for i, middle in enumerate(middles) if middle is not None
    ]
    if not rows:
        return []
    half = max(tall / 2, layout.look.sizes.label * 0.9)
    one = layout.draw(rows, {"type": "rule", "color": layout.look.palette.accent, "strokeWidth": 2}, "u")
    one["transform"][-1] = {"calculate": f"(narrow ? datum.narrow : datum.wide) - {half:g}", "as": "y"}
    one["transform"].append({"calculate": f"datum.y + {2 * half:g}", "as": "y2"})
    one["encoding"]["y2"] = {"field": "y2"}
    return [one]
