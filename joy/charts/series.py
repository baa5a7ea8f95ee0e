"""What run charts and charts with limits have in common: the line, its dots, its baseline window, names at its end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt

from joy.charts import dodge
from joy.charts.palette import colour_of, hollow, is_signal, shape_of
from joy.charts.run_frame import Frame, Rows
from joy.charts.theme import Spec, at, layer, tooltip
from joy.charts.words import instant
from joy.findings import Control, Run, Verdict


AnyFrame = Frame[Run | Control]

MANY = 60  # points, beyond which dots would touch
LATE = 0.7  # of the time shown, after which a label grows to the left


@dataclass(frozen=True)
class EndLabel:
    """Words at the right end of a line: its value, the words, their colour, and whether they weigh more."""

    value: float
    text: str
    colour: str
    is_strong: bool = False


def line(frame: AnyFrame) -> Spec:
    """The line through the points, broken where a period is missing."""
    mark = {"type": "line", "color": frame.palette.common, "strokeWidth": frame.sizes.line, "strokeCap": "round"}
    return layer(frame.rows, mark, x=frame.x, y=frame.value_y, detail=alt.Detail("stretch:N"))


def joined(frame: AnyFrame) -> list[Spec]:
    """The same where the record joins its points: a line through two or three suggests a trend that is not there."""
    return [line(frame)] if not isinstance(frame.run, Run) or frame.run.is_joined else []


def dots(frame: AnyFrame, rows: Rows, verdict: Verdict, **more: str) -> list[Spec]:
    """Dots of one kind: grey and round without a signal, else in the verdict's colour and shape and larger."""
    if not rows:
        return []
    area = frame.sizes.dot if len(frame.rows) <= MANY else frame.sizes.dot // 3
    mark = {"type": "point", "filled": True, "opacity": 1, "color": colour_of(verdict, frame.palette)}
    mark |= {"shape": shape_of(verdict), "size": area * (2 if is_signal(verdict) else 1)}
    tips = tooltip(label="Period", shown="Value", n="Answers", **more)
    exact, bounds = ([row for row in rows if row["is_bound"] == is_so] for is_so in (False, True))
    both = (exact, mark), (bounds, hollow(mark, frame.palette))
    return [layer(some, how, x=frame.x, y=frame.value_y, tooltip=tips) for some, how in both if some]


def end_labels(frame: AnyFrame, labels: Sequence[EndLabel]) -> list[Spec]:
    """Names at the right end of the lines, at the height of each and kept apart."""
    sizes, moment = frame.sizes, frame.rows[-1]["moment"]
    places = dodge.spread([frame.y(label.value) for label in labels], sizes.strong * 1.25, 0, frame.height)
    return [
        layer(
            [{"moment": moment, "text": label.text}],
            {"type": "text", "align": "left", "baseline": "middle", "dx": 12, "color": label.colour}
            | {"fontSize": sizes.strong if label.is_strong else sizes.label}
            | {"fontWeight": 700 if label.is_strong else 400},
            x=frame.x,
            y=at(place),
            text=alt.Text("text:N"),
        )
        for place, label in zip(places, labels, strict=True)
    ]


def last_value(frame: AnyFrame) -> EndLabel:
    """The latest value, the one number that everybody looks for."""
    last = frame.rows[-1]
    return EndLabel(last["value"], last["shown"], frame.palette.ink, is_strong=True)


def baseline(frame: AnyFrame, value: float | None = None) -> list[Spec]:
    """The baseline window as a shade, with its median where there is one."""
    run, palette = frame.run, frame.palette
    if not (run.baseline_start and run.baseline_end):
        return []
    words = "baseline" if value is None else f"baseline {frame.shown(value)}"
    first, last = instant(run.baseline_start), instant(run.baseline_end)
    window = {"moment": first, "end": last, "text": words, "value": value}
    x2 = alt.X2("end:Q")
    late = frame.span.fraction(first) > LATE
    name = {"type": "text", "baseline": "bottom", "color": palette.quiet, "align": "right" if late else "left"}
    layers = [
        layer([window], {"type": "rect", "color": palette.band}, x=frame.x, x2=x2, y=at(0), y2=at(frame.height)),
        layer([window], name, x=frame.x | {"field": "end"} if late else frame.x, y=at(-5), text=alt.Text("text:N")),
    ]
    if value is not None:
        rule = {"type": "rule", "color": palette.quiet, "strokeWidth": 1.5}
        layers.append(layer([window], rule, x=frame.x, x2=x2, y=frame.value_y))
    return layers
