"""The chart with limits: the line, its centre and its limits in each phase, and the target where there is one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import altair as alt

from joy.charts import series
from joy.charts.flags import flags, learning_sets
from joy.charts.palette import verdict_of
from joy.charts.phases import phase_marks, room_for_phases
from joy.charts.replies import reply_rows, room_for_replies
from joy.charts.run_frame import Frame, Rows, frame_of
from joy.charts.theme import Look, Spec, finish, layer, words_only
from joy.charts.timeline import point_rows
from joy.charts.words import cells, iso, number_or_none
from joy.findings import Control, Replies, Verdict


LINES = ("centre", "lower", "upper")


def control(
    record: Control, look: Look, *, with_title: bool = False, width: int | None = None, replies: Replies | None = None
) -> Spec:
    """Draw a series with its limits. Hidden and empty series become their words."""
    rows = _rows(record)
    if not rows:
        return words_only(record, look, with_title=with_title, width=width)
    limits = [row[name] for row in rows for name in LINES] + [record.target]
    below, above = room_for_replies(replies, look), room_for_phases(record, look)
    frame = frame_of(record, look, rows, limits, below=below, above=above)
    layers = [
        *series.baseline(frame),
        *flags(frame),
        *phase_marks(frame),
        *_target(frame),
        *_limits(frame),
        series.line(frame),
        *_dots(frame),
        *reply_rows(replies, look, frame.x, top=frame.height),
        *learning_sets(frame),
        *series.end_labels(frame, list(_names(frame))),
    ]
    return finish(layers, record, look, height=frame.height, with_title=with_title, width=width)


def _rows(record: Control) -> Rows:
    """The points that have a value, each with its phase's lines, its category and the rules that fired."""
    rows = point_rows(record)
    if not rows:
        return []
    points = record.points
    numbers = [[number_or_none(cell) for cell in points[name]] for name in LINES]
    texts = (cells(points["category"]), cells(points["reason"]))
    more = {
        iso(day): {"phase": int(phase), "category": category, "reason": reason, **dict(zip(LINES, values, strict=True))}
        for day, phase, category, reason, *values in zip(
            points["start"], points["phase"], *texts, *numbers, strict=True
        )
    }
    joined = [row | more[row["start"]] for row in rows]
    return [row | {"stretch": f"{row['phase']} {row['stretch']}"} for row in joined]


def _dots(frame: Frame[Control]) -> list[Spec]:
    """Every point, the signals among them in the colour and shape of what they mean."""
    kinds: dict[Verdict, Rows] = {Verdict.NO_CHANGE: []}
    for row in frame.rows:
        kinds.setdefault(verdict_of(row["category"]), []).append(row)
    return [one for verdict, rows in kinds.items() for one in series.dots(frame, rows, verdict, reason="Signal")]


def _limits(frame: Frame[Control]) -> list[Spec]:
    """Centre and limits, phase by phase; limits step from point to point and are lighter while they are on trial."""
    palette, sizes, is_trial = frame.palette, frame.sizes, frame.run.is_trial
    centre = {"type": "line", "color": palette.quiet, "strokeWidth": sizes.line * 0.75}
    limit: Spec = {"type": "line", "interpolate": "step", "strokeDash": [3, 5] if is_trial else [7, 5]}
    limit |= {"color": palette.common, "strokeWidth": sizes.line * 0.6, "opacity": 0.75 if is_trial else 1}
    return [one for name in LINES for one in _phase_lines(frame, name, centre if name == "centre" else limit)]


def _phase_lines(frame: Frame[Control], name: str, mark: dict[str, Any]) -> list[Spec]:
    rows = [
        {"moment": row["moment"], "value": row[name], "phase": row["phase"]}
        for row in frame.rows
        if row[name] is not None
    ]
    return [layer(rows, mark, x=frame.x, y=frame.value_y, detail=alt.Detail("phase:N"))] if rows else []


def _target(frame: Frame[Control]) -> list[Spec]:
    if frame.run.target is None:
        return []
    row = {"moment": frame.span.first, "end": frame.span.last, "value": frame.run.target}
    mark = {"type": "rule", "color": frame.palette.accent, "strokeWidth": frame.sizes.line * 0.8}
    mark |= {"strokeDash": [1, 4], "strokeCap": "round"}
    return [layer([row], mark, x=frame.x, x2=alt.X2("end:Q"), y=frame.value_y)]


def _names(frame: Frame[Control]) -> Iterator[series.EndLabel]:
    """The last value, then each line by its name and its value at the end."""
    last, palette, record = frame.rows[-1], frame.palette, frame.run
    yield series.last_value(frame)
    word = "trial limit" if record.is_trial else "limit"
    for name, text in (("upper", word), ("centre", "centre"), ("lower", word)):
        if last[name] is not None:
            yield series.EndLabel(last[name], f"{text} {frame.shown(last[name])}", palette.quiet)
    if record.target is not None:
        yield series.EndLabel(record.target, f"aim {frame.shown(record.target)}", palette.accent)
