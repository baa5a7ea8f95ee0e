"""The run chart: one series over time, its median, its baseline, the learning sets and the tests."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import altair as alt

from joy.charts import dodge
from joy.charts.palette import Palette, colour_of, is_signal, shape_of
from joy.charts.theme import NARROW, PHONE, Look, Sizes, Spec, at, finish, layer, plain, tooltip
from joy.charts.timeline import Timeline, moments_of, month_axis, point_rows, time_x, timeline
from joy.charts.words import cells, instant, iso, letter, text_width, ticks, value_text
from joy.findings.records import WORDS, Run


Rows = list[dict[str, Any]]

WIDE = 900  # px of plot for which flags are staggered on a screen that is no phone


@dataclass(frozen=True)
class Frame:
    """What every layer of one run chart needs: the record, its rows, the span of time and the measures in px."""

    run: Run
    look: Look
    rows: Rows
    span: Timeline
    height: int
    low: float
    high: float

    @property
    def sizes(self) -> Sizes:
        return self.look.sizes

    @property
    def palette(self) -> Palette:
        return self.look.palette

    @property
    def rail(self) -> int:
        """Room under the plot in which learning sets stand on the time axis."""
        return round(self.sizes.label * 1.9) if len(self.run.sets) else 8

    @property
    def flag(self) -> int:
        """Diameter of a flag."""
        return round(self.sizes.label * 1.7)

    @property
    def header(self) -> int:
        """Room above the plot that the baseline's label takes."""
        return round(self.sizes.label * 1.7) if self.run.baseline_start else 8

    def y(self, value: float) -> float:
        """Where a value lies, in px from the plot's top."""
        return self.height * (1 - (value - self.low) / (self.high - self.low))

    def shown(self, value: float) -> str:
        return value_text(value, is_share=self.run.is_share, span=self.high - self.low)

    @cached_property
    def x(self) -> Spec:
        """The horizontal channel, made once: all layers share it."""
        axis = month_axis(self.span, [row["moment"] for row in self.rows], offset=self.rail)
        return time_x("start", self.span, axis)

    @cached_property
    def value_y(self) -> Spec:
        """The vertical channel of values, made once."""
        form = "~%" if self.run.is_share else "~g"
        axis = {"values": ticks(self.low, self.high), "format": form, "domain": False, "labelFlush": False}
        return plain(alt.Y("value:Q", scale={"domain": [self.low, self.high], "nice": False}, axis=axis, title=None))


def run_chart(run: Run, look: Look, *, with_title: bool = False, width: int | None = None) -> Spec:
    """Draw one series as a run chart. Hidden and empty series become their words in an empty plot."""
    rows = point_rows(run)
    if not rows:
        return _words_only(run, look, with_title=with_title, width=width)
    frame = _frame(run, look, rows)
    layers = [
        *_baseline(frame),
        *_flags(frame),
        *_median(frame),
        *_line(frame),
        *_sets(frame),
        *_end_labels(frame),
    ]
    return finish(layers, run, look, height=frame.height, with_title=with_title, width=width)


def _frame(run: Run, look: Look, rows: Rows) -> Frame:
    moments = [row["moment"] for row in rows]
    moments += moments_of(run.points, "start") + moments_of(run.sets, "on_date") + moments_of(run.flags, "on_date")
    moments += [instant(day) for day in (run.baseline_start, run.baseline_end) if day]
    values = [row["value"] for row in rows] + [value for value in (run.centre, run.baseline) if value is not None]
    low, high = min(run.minimum, *values), max(run.maximum, *values)
    high = high if high > low else low + 1.0
    return Frame(run, look, rows, timeline(moments), look.sizes.plot, low, high)


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
    row = {"start": frame.rows[0]["start"], "end": frame.rows[-1]["start"], "value": frame.run.centre}
    mark = {"type": "rule", "color": _median_colour(frame), "strokeDash": [7, 5], "strokeWidth": frame.sizes.line * 0.8}
    return [layer([row], mark, x=frame.x, x2=alt.X2("end:T"), y=frame.value_y)]


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
            [{"start": last["start"], "text": text}],
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
    window = {"start": iso(run.baseline_start), "end": iso(run.baseline_end), "text": words, "value": run.baseline}
    x2 = alt.X2("end:T")
    late = frame.span.fraction(instant(run.baseline_start)) > 0.7  # noqa: PLR2004  its label then grows to the left
    name = {"type": "text", "baseline": "bottom", "color": palette.quiet, "align": "right" if late else "left"}
    layers = [
        layer([window], {"type": "rect", "color": palette.band}, x=frame.x, x2=x2, y=at(0), y2=at(frame.height)),
        layer([window], name, x=frame.x | {"field": "end"} if late else frame.x, y=at(-5), text=alt.Text("text:N")),
    ]
    if run.baseline is not None:
        rule = {"type": "rule", "color": palette.quiet, "strokeWidth": 1.5}
        layers.append(layer([window], rule, x=frame.x, x2=x2, y=frame.value_y))
    return layers


def _sets(frame: Frame) -> list[Spec]:
    """Learning sets: triangles that stand on the time axis, named beside where the name has room."""
    if not len(frame.run.sets):
        return []
    rows = _set_rows(frame)
    floor, mark = frame.height + frame.rail, frame.sizes.label * 0.8
    colour = frame.palette.accent
    triangle = {"type": "point", "shape": "triangle-up", "filled": True, "opacity": 1, "color": colour}
    name = {"type": "text", "align": "left", "baseline": "middle", "dx": mark * 0.9, "color": colour}
    tips = tooltip(text="Learning set", day="Date")
    names = layer(rows, name, x=frame.x, y=at(floor - mark * 0.75), text=alt.Text("text:N"))
    names["transform"] = [{"filter": "datum.room * width >= datum.need"}]
    return [layer(rows, triangle | {"size": mark**2}, x=frame.x, y=at(floor - mark * 0.55), tooltip=tips), names]


def _set_rows(frame: Frame) -> Rows:
    ordered = frame.run.sets.sort_values("on_date")
    places = [frame.span.fraction(moment) for moment in moments_of(ordered, "on_date")]
    after = [right - left for left, right in zip(places, places[1:], strict=False)] + [1.0]
    return [
        {"start": iso(day), "day": f"{day:%-d %B %Y}", "text": text, "room": room}
        | {"need": text_width(text, frame.sizes.label) + 2 * frame.sizes.label}
        for day, text, room in zip(ordered["on_date"], cells(ordered["label"]), after, strict=True)
    ]


def _flags(frame: Frame) -> list[Spec]:
    """Tests (numbers) and notes (letters) above the plot, each with a dotted line down; neighbours take two rows."""
    if not len(frame.run.flags):
        return []
    rows = _flag_rows(frame)
    palette, size = frame.palette, frame.sizes.label
    choose = [{"calculate": f"width < {NARROW} ? datum.phone : datum.wide", "as": "y"}]
    y, tips = alt.Y("y:Q", scale=None), tooltip(title="What", day="Started")
    dotted = {"type": "rule", "color": palette.common, "strokeDash": [1, 4], "strokeCap": "round", "strokeWidth": 1.2}
    ring = {"type": "point", "shape": "circle", "opacity": 1, "size": frame.flag**2 * 0.8, "strokeWidth": 1.5}
    centre = {"type": "text", "align": "center", "baseline": "middle", "fontSize": size * 0.95, "fontWeight": 600}
    layers = [layer(rows, dotted, x=frame.x, y=y, y2=at(frame.height))]
    for kind, fill, ink in (("test", palette.ink, palette.surface), ("note", palette.surface, palette.ink)):
        own = [row for row in rows if row["kind"] == kind]
        coat = {"fill": fill, "stroke": palette.ink}
        layers += [layer(own, ring | coat, x=frame.x, y=y, tooltip=tips)] if own else []
        layers += [layer(own, centre | {"color": ink}, x=frame.x, y=y, text=alt.Text("sign:N"))] if own else []
    for one in layers:
        one["transform"] = choose
    # An unseen dot at the highest place keeps the picture's height the same whichever rows are used.
    top = min(row[layout] for row in rows for layout in ("phone", "wide")) - frame.flag / 2
    strut = layer([{}], {"type": "point", "opacity": 0, "size": 1}, x=at(0), y=at(top))
    return [strut, *layers, *_flag_titles(frame, rows)]


def _flag_rows(frame: Frame) -> Rows:
    ordered = frame.run.flags.sort_values(["on_date", "number"])
    places = [frame.span.fraction(moment) for moment in moments_of(ordered, "on_date")]
    step, base = frame.flag + 4, -frame.header - frame.flag / 2
    phone, wide = (dodge.stagger(places, (frame.flag + 4) / width) for width in (PHONE, WIDE))
    return [
        {"start": iso(day), "day": f"{day:%-d %B %Y}", "title": title, "kind": "note" if kind == "note" else "test"}
        | {"sign": letter(int(number)) if kind == "note" else str(int(number)), "place": place}
        | {"phone": base - step * low, "wide": base - step * high}
        for day, title, kind, number, place, low, high in zip(
            ordered["on_date"], cells(ordered["title"]), cells(ordered["kind"]), ordered["number"], places, phone, wide,
            strict=True,
        )
    ]  # fmt: skip


def _flag_titles(frame: Frame, rows: Rows) -> list[Spec]:
    """Short titles beside the flags where all of them have room at the width of the moment; else numbers only."""
    size = frame.sizes.label
    needs = [text_width(row["title"], size) + frame.flag for row in rows]
    enough = dodge.least_width([row["place"] for row in rows], needs, 1.0, frame.sizes.label * 5)
    if enough > 2 * WIDE:
        return []
    mark = {"type": "text", "align": "left", "baseline": "middle", "dx": frame.flag * 0.65, "color": frame.palette.ink}
    titles = layer(rows, mark, x=frame.x, y=alt.Y("wide:Q", scale=None), text=alt.Text("title:N"))
    titles["transform"] = [{"filter": f"width >= {max(enough, NARROW):.0f}"}]
    return [titles]


