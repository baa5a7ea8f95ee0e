"""The run chart: one series over time, its median, its baseline, the learning sets and the tests."""

from __future__ import annotations

from math import isnan
from typing import Any

import altair as alt

from joy.charts import series
from joy.charts.flags import flags, learning_sets
from joy.charts.palette import colour_of, is_signal
from joy.charts.phases import phase_marks, room_for_phases
from joy.charts.replies import reply_rows, room_for_replies
from joy.charts.rounds import SURVEY, rounds
from joy.charts.run_frame import Frame, Rows, frame_of
from joy.charts.theme import Look, Spec, finish, layer, words_only
from joy.charts.timeline import point_rows
from joy.charts.words import instant
from joy.findings import Replies, Run, Verdict


def run_chart(
    run: Run, look: Look, *, with_title: bool = False, width: int | None = None, replies: Replies | None = None
) -> Spec:
    """Draw one series as a run chart, with how many answered under it. Hidden and empty series become their words."""
    rows = point_rows(run)
    if not rows:
        return words_only(run, look, with_title=with_title, width=width)
    lines = (run.centre, run.baseline, *(centre for centre in run.centres if not isnan(centre)))
    below, above = room_for_replies(replies, look), room_for_phases(run, look)
    frame = frame_of(run, look, rows, lines, below=below, above=above)
    layers = [
        *series.baseline(frame, run.baseline),
        *flags(frame),
        *phase_marks(frame),
        *_median(frame),
        *(rounds(frame) if run.step == SURVEY else _line(frame)),
        *reply_rows(replies, look, frame.x, top=frame.height),
        *learning_sets(frame),
        *([] if run.step == SURVEY else _end_labels(frame)),
    ]
    return finish(layers, run, look, height=frame.height, with_title=with_title, width=width)


def _line(frame: Frame[Run]) -> list[Spec]:
    verdict = frame.run.verdict
    common = [row for row in frame.rows if not (row["marked"] and is_signal(verdict))]
    signal = [row for row in frame.rows if row["marked"] and is_signal(verdict)]
    return [*series.joined(frame), *series.dots(frame, common, Verdict.NO_CHANGE), *series.dots(frame, signal, verdict)]


def _median(frame: Frame[Run]) -> list[Spec]:
    if frame.run.centre is None:
        return []
    mark = {"type": "rule", "color": _median_colour(frame), "strokeDash": [7, 5], "strokeWidth": frame.sizes.line * 0.8}
    return [layer(_stretches(frame.run, frame.rows), mark, x=frame.x, x2=alt.X2("end:Q"), y=frame.value_y)]


def _stretches(run: Run, rows: Rows) -> Rows:
    """Where the median lies from when to when: one stretch, or one for each phase."""
    if not len(run.phases):
        return [{"moment": rows[0]["moment"], "end": rows[-1]["moment"], "value": run.centre}]
    starts = [instant(day) for day in run.phases["start"]]
    by_moment = {instant(day): centre for day, centre in zip(run.points["start"], run.centres, strict=True)}
    stretches: dict[int, dict[str, Any]] = {}
    for row in rows:
        if isnan(by_moment[row["moment"]]):  # an earlier version of the question has no line
            continue
        phase = sum(row["moment"] >= start for start in starts)
        at = stretches.setdefault(phase, {"moment": row["moment"], "value": by_moment[row["moment"]]})
        at["end"] = row["moment"]
    return list(stretches.values())


def _median_colour(frame: Frame[Run]) -> str:
    return colour_of(frame.run.verdict, frame.palette)


def _end_labels(frame: Frame[Run]) -> list[Spec]:
    """The last value and the median, named at the right end of their lines."""
    labels = [series.last_value(frame)]
    if frame.run.centre is not None:
        colour = _median_colour(frame) if is_signal(frame.run.verdict) else frame.palette.quiet
        text = f"median {frame.shown(frame.run.centre)}"
        labels.append(series.EndLabel(frame.run.centre, text, colour))
    return series.end_labels(frame, labels)
