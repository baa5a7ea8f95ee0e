"""The run chart: one series over time, its median, its baseline, the learning sets and the tests."""

from __future__ import annotations

import altair as alt

from joy.charts import dodge
from joy.charts.flags import flags, learning_sets
from joy.charts.palette import colour_of, is_signal, shape_of
from joy.charts.run_frame import Frame, frame_of
from joy.charts.theme import Look, Spec, at, finish, layer, tooltip
from joy.charts.timeline import point_rows
from joy.charts.words import instant
from joy.findings.records import WORDS, Run


def run_chart(run: Run, look: Look, *, with_title: bool = False, width: int | None = None) -> Spec:
    """Draw one series as a run chart. Hidden and empty series become their words in an empty plot."""
    rows = point_rows(run)
    if not rows:
        return _words_only(run, look, with_title=with_title, width=width)
    frame = frame_of(run, look, rows)
    layers = [
        *_baseline(frame),
        *flags(frame),
        *_median(frame),
        *_line(frame),
        *learning_sets(frame),
        *_end_labels(frame),
    ]
    return finish(layers, run, look, height=frame.height, with_title=with_title, width=width)


def _words_only(run: Run, look: Look, *, with_title: bool, width: int | None) -> Spec:
    text = {"type": "text", "align": "center", "baseline": "middle", "color": look.palette.quiet}
    words = layer([{"words": WORDS[run.verdict]}], text | {"fontSize": look.sizes.strong}, text=alt.Text("words:N"))
    return finish([words], run, look, height=look.sizes.plot // 2, with_title=with_title, width=width)


def _line(frame: Frame) -> list[Spec]:
    sizes, palette, verdict = frame.sizes, frame.palette, frame.run.verdict
    common = [row for row in frame.rows if not (row["marked"] and is_signal(verdict))]
    signal = [row for row in frame.rows if row["marked"] and is_signal(verdict)]
    dot = sizes.dot if len(frame.rows) <= 60 else sizes.dot // 3  # noqa: PLR2004  beyond it dots would touch
    tips = tooltip(label="Period", shown="Value", n="Answers")
    line = {"type": "line", "color": palette.common, "strokeWidth": sizes.line, "strokeCap": "round"}
    layers = [layer(frame.rows, line, x=frame.x, y=frame.value_y, detail=alt.Detail("stretch:N"))]
    for rows, colour, shape, area in (
        (common, palette.common, "circle", dot),
        (signal, colour_of(verdict, palette), shape_of(verdict), dot * 2),
    ):
        mark = {"type": "point", "filled": True, "opacity": 1, "color": colour, "shape": shape, "size": area}
        layers += [layer(rows, mark, x=frame.x, y=frame.value_y, tooltip=tips)] if rows else []
    return layers


def _median(frame: Frame) -> list[Spec]:
    if frame.run.centre is None:
        return []
    row = {"moment": frame.rows[0]["moment"], "end": frame.rows[-1]["moment"], "value": frame.run.centre}
    mark = {"type": "rule", "color": _median_colour(frame), "strokeDash": [7, 5], "strokeWidth": frame.sizes.line * 0.8}
    return [layer([row], mark, x=frame.x, x2=alt.X2("end:Q"), y=frame.value_y)]


def _median_colour(frame: Frame) -> str:
    return colour_of(frame.run.verdict, frame.palette)


def _end_labels(frame: Frame) -> list[Spec]:
    """The last value and the median, named at the right end of their lines and kept apart."""
    last, sizes, signal = frame.rows[-1], frame.sizes, is_signal(frame.run.verdict)
    labels = [(frame.y(last["value"]), last["shown"], sizes.strong, frame.palette.ink, 700)]
    if frame.run.centre is not None:
        colour = _median_colour(frame) if signal else frame.palette.quiet
        labels += [(frame.y(frame.run.centre), f"median {frame.shown(frame.run.centre)}", sizes.label, colour, 400)]
    places = dodge.spread([label[0] for label in labels], sizes.strong * 1.25, 0, frame.height)
    return [
        layer(
            [{"moment": last["moment"], "text": text}],
            {"type": "text", "align": "left", "baseline": "middle", "dx": 12, "color": colour}
            | {"fontSize": size, "fontWeight": weight},
            x=frame.x,
            y=at(place),
            text=alt.Text("text:N"),
        )
        for place, (_, text, size, colour, weight) in zip(places, labels, strict=True)
    ]


def _baseline(frame: Frame) -> list[Spec]:
    run, palette = frame.run, frame.palette
    if not (run.baseline_start and run.baseline_end):
        return []
    words = "baseline" if run.baseline is None else f"baseline {frame.shown(run.baseline)}"
    first, last = instant(run.baseline_start), instant(run.baseline_end)
    window = {"moment": first, "end": last, "text": words, "value": run.baseline}
    x2 = alt.X2("end:Q")
    late = frame.span.fraction(first) > 0.7  # noqa: PLR2004  its label then grows to the left
    name = {"type": "text", "baseline": "bottom", "color": palette.quiet, "align": "right" if late else "left"}
    layers = [
        layer([window], {"type": "rect", "color": palette.band}, x=frame.x, x2=x2, y=at(0), y2=at(frame.height)),
        layer([window], name, x=frame.x | {"field": "end"} if late else frame.x, y=at(-5), text=alt.Text("text:N")),
    ]
    if run.baseline is not None:
        rule = {"type": "rule", "color": palette.quiet, "strokeWidth": 1.5}
        layers.append(layer([window], rule, x=frame.x, x2=x2, y=frame.value_y))
    return layers
