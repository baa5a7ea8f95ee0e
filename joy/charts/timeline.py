"""The time axis and the line of a run chart: where periods lie, where the line breaks, which months are named."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import altair as alt
import pandas as pd

from joy.charts.theme import plain
from joy.charts.words import cells, instant, iso, number_or_none, value_text
from joy.findings import Control, Run, Verdict


DAY = 86_400_000  # milliseconds
STEP_DAYS = {"day": 1, "week": 7, "fortnight": 14, "month": 31, "quarter": 92, "year": 366}
SILENT = frozenset({Verdict.HIDDEN, Verdict.NOT_ASKED})  # their words stand where the line would be
HALF_MONTH = 16 * DAY  # a first month shorter than this goes unnamed, its name would touch the next
MOST_MONTHS = 7  # month names that fit side by side on a phone


@dataclass(frozen=True)
class Timeline:
    """First and last moment that a chart shows, in milliseconds since 1970."""

    first: int
    last: int

    def fraction(self, moment: int) -> float:
        """Where a moment lies between first (0) and last (1)."""
        return (moment - self.first) / (self.last - self.first)


def timeline(moments: list[int]) -> Timeline:
    """Span all moments, and a week around them where they are all one."""
    first, last = (min(moments), max(moments)) if moments else (0, 0)
    return Timeline(first, last) if last > first else Timeline(first - 7 * DAY, last + 7 * DAY)


def moments_of(frame: pd.DataFrame, column: str) -> list[int]:
    """A date column as milliseconds; none where the frame is empty."""
    return [instant(day) for day in frame[column]] if len(frame) else []


def point_rows(run: Run | Control) -> list[dict[str, Any]]:
    """One row per period that has a value, by unbroken stretch: no line crosses a gap or a changed question."""
    if run.verdict in SILENT or not len(run.points):
        return []
    points = run.points
    span = run.maximum - run.minimum
    marked = points["marked"] if "marked" in points else [False] * len(points)
    parts = points["part"] if "part" in points else [0] * len(points)
    bounds = cells(points["bound"]) if "bound" in points else [""] * len(points)
    rows: list[dict[str, Any]] = []
    stretch, before, of = 0, None, None
    for day, label, raw, n, mark, part, bound in zip(
        points["start"], cells(points["label"]), points["value"], cells(points["n"]), marked, parts, bounds, strict=True
    ):
        value = number_or_none(raw)
        if value is None:
            before = None
            continue
        moment = instant(day)
        stretch += int(part != of or not _follows(before, moment, run.step))
        before, of = moment, part
        shown = bound or value_text(value, is_share=run.is_share, span=span)
        rows.append(
            {"start": iso(day), "label": label, "value": value, "shown": shown, "n": n, "marked": bool(mark)}
            | {"stretch": stretch, "moment": moment, "is_bound": bool(bound)}
        )
    return rows


def _follows(before: int | None, moment: int, step: str) -> bool:
    """Whether a period is the next one after `before`; unknown steps trust the frame's own missing rows."""
    if before is None:
        return False
    return step not in STEP_DAYS or moment - before < 1.6 * STEP_DAYS[step] * DAY


def month_axis(span: Timeline, starts: list[int], *, offset: int) -> dict[str, Any]:
    """An axis of month names with the year under the first and under each January; days where months are too few."""
    months = _month_starts(span)
    values, form = (months, "%b") if len(months) > 1 else (_some(starts), "%-d %b")
    year = "datum.index == 0 || (utcmonth(datum.value) == 0 && utcdate(datum.value) < 8)"
    label = f"utcFormat(datum.value, '{form}')"
    return {
        "values": values,
        "labelExpr": f"{year} ? [{label}, utcFormat(datum.value, '%Y')] : {label}",
        "labelOverlap": "greedy",
        "labelSeparation": 6,
        "labelFlush": False,
        "offset": offset,
        "ticks": True,
        "tickSize": 5,
        "labelPadding": 5,
    }


def _month_starts(span: Timeline) -> list[int]:
    first, last = (datetime.fromtimestamp(moment / 1000, tz=UTC) for moment in (span.first, span.last))
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    numbers = [first.year * 12 + first.month - 1 + k for k in range(count)]
    starts = [(number, instant(datetime(number // 12, number % 12 + 1, 1, tzinfo=UTC))) for number in numbers]
    inside = [(number, moment) for number, moment in starts if span.first <= moment <= span.last]
    every = next((step for step in (1, 2, 3, 6, 12, 24) if len(inside) <= MOST_MONTHS * step), 60)
    named = [moment for number, moment in inside if number % every == 0 or every == 1]
    is_far = named and every == 1 and named[0] - span.first >= HALF_MONTH
    return [span.first, *named] if is_far else named


def _some(starts: list[int]) -> list[int]:
    step = max(1, -(-len(starts) // 4))
    return sorted(starts)[::step]


def time_x(field: str, span: Timeline, axis: dict[str, Any] | None = None) -> dict[str, Any]:
    """The horizontal channel, over milliseconds of UTC on a plain number scale.

    Vega's time scales move days with the reader's time zone, and its safe interpreter, which Streamlit uses, cannot
    read the dates that Vega-Lite writes for them.
    """
    scale = {"domain": [span.first, span.last], "nice": False, "zero": False}
    channel: dict[str, Any] = plain(alt.X(f"{field}:Q", scale=scale, axis=axis, title=None))
    return channel
