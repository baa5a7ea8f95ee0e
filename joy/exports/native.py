"""Charts that PowerPoint itself draws, so that whoever gets the slides can edit them: one function per record.

A missing value stays a gap. A bound such as “over 75%” is no number: its point is drawn where the screen draws it, and
carries the bound as its label. Every chart holds exactly what the record's table holds.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import pandas as pd
from pptx.chart.chart import Chart
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_TICK_LABEL_POSITION,
    XL_TICK_MARK,
)
from pptx.enum.dml import MSO_LINE
from pptx.shapes.graphfrm import GraphicFrame
from pptx.util import Length, Pt

from joy.charts.palette import LIGHT, colour_of
from joy.charts.words import ticks
from joy.exports.native_looks import (
    FONT,
    MONTHS,
    SMALL,
    USUAL,
    by_month,
    days_of,
    label_bars,
    mark,
    marked_values,
    name_bounds,
    name_last,
    name_latest,
    numbers_of,
    one_line,
    paint,
    paint_bars,
    rgb,
    set_legend,
    set_scale,
    thin,
)
from joy.findings import (
    WORDS,
    Aligned,
    Comparison,
    Control,
    Distribution,
    Finding,
    Mirror,
    Participation,
    Run,
    Verdict,
)


Box = tuple[Length, Length, Length, Length]  # left, top, width, height
Series = tuple[str, Sequence[float | None]]
LINE, BARS = XL_CHART_TYPE.LINE_MARKERS, XL_CHART_TYPE.BAR_CLUSTERED


def native_chart(shapes: Any, record: Finding, box: Box, *, is_small: bool = False) -> GraphicFrame | None:  # noqa: ANN401  python-pptx has no public type of a slide's shapes
    """Draw a record as an editable chart; None where there is no such chart for it, or nothing to draw."""
    draw = DRAWN.get(type(record))
    if draw is None or record.verdict in {Verdict.HIDDEN, Verdict.NOT_ASKED} or record.table().empty:
        return None
    frame: GraphicFrame = draw(shapes, record, box, SMALL if is_small else USUAL)
    describe(frame, record.alt)
    return frame


def describe(frame: Any, alt: str) -> None:  # noqa: ANN401  any shape
    """Give a shape its alternative text."""
    frame._element.xpath(".//p:cNvPr")[0].set("descr", alt)  # python-pptx has no public way


def _run(shapes: Any, record: Run, box: Box, size: Pt) -> GraphicFrame:  # noqa: ANN401  as above
    points = record.points
    values = numbers_of(points["value"])
    series: list[Series] = [(record.unit or "Value", values)]
    if points["marked"].any():
        series.append((WORDS[record.verdict], marked_values(points)))
    if size == USUAL:
        series += _reference("Median", record.centre, record.centres, len(points))
        series += _baseline(record)
    frame = _lines(shapes, days_of(points), series, box, size, record)
    chart = frame.chart
    rest = list(chart.plots[0].series)[1:]
    if points["marked"].any():
        mark(rest.pop(0), record.verdict, size)
    elif size == SMALL:  # which points make the signal is not told in so small a chart: the whole line has its colour
        paint(chart.plots[0].series[0], colour_of(record.verdict, LIGHT), Pt(1.25), dot=3)
    for line, dash in zip(rest, (MSO_LINE.DASH, MSO_LINE.SOLID), strict=False):
        thin(line, LIGHT.quiet, dash)
    if size == USUAL:
        name_bounds(chart, points)
        name_latest(chart, record, size)
    return frame


def _control(shapes: Any, record: Control, box: Box, size: Pt) -> GraphicFrame:  # noqa: ANN401  as above
    points = record.points
    names = {"value": record.unit or "Value", "centre": "Centre", "lower": "Lower limit", "upper": "Upper limit"}
    series = [(name, numbers_of(points[column])) for column, name in names.items()]
    frame = _lines(shapes, days_of(points), series, box, size, record)
    for line in list(frame.chart.plots[0].series)[1:]:
        thin(line, LIGHT.quiet, MSO_LINE.DASH)
    name_bounds(frame.chart, points)
    return frame


def _aligned(shapes: Any, record: Aligned, box: Box, size: Pt) -> GraphicFrame:  # noqa: ANN401  as above
    lines = record.lines.sort_values(["ordinal", "position"])
    places = lines.drop_duplicates("position").set_index("position")["position_label"].sort_index()
    series, bounds = [], []
    for name in lines["cohort"].drop_duplicates():
        own = lines[lines["cohort"] == name].drop_duplicates("position").set_index("position")
        series.append((str(name), numbers_of(own["value"].reindex(places.index))))
        bounds.append(list(own["bound"].reindex(places.index).fillna("")))
    frame = _lines(shapes, list(places), series, box, size, record)
    greys = (LIGHT.accent, LIGHT.improvement, LIGHT.common, LIGHT.quiet, LIGHT.neither, LIGHT.concern)
    for number, line in enumerate(frame.chart.plots[0].series):
        paint(line, greys[number % len(greys)], Pt(2.25))
        name_last(line, series[number][1], series[number][0], size, bounds[number])
    return frame


def _participation(shapes: Any, record: Participation, box: Box, size: Pt) -> GraphicFrame:  # noqa: ANN401  as above
    rows = record.rows
    names = {"enrolled": "Teams enrolled", "sending": "Sending answers", "testing": "Testing a change idea"}
    series = [(name, numbers_of(rows[column])) for column, name in names.items()]
    frame = _bars(shapes, list(rows["cohort"]), series, box, size)
    paint_bars(frame.chart, (LIGHT.fill, LIGHT.common, LIGHT.accent))
    label_bars(frame.chart, "0", size)
    return frame


def _comparison(shapes: Any, record: Comparison, box: Box, size: Pt) -> GraphicFrame:  # noqa: ANN401  as above
    rows = record.rows
    series = [(record.before_label, numbers_of(rows["before"])), (record.after_label, numbers_of(rows["after"]))]
    frame = _bars(shapes, list(rows["label"]), series, box, size)
    paint_bars(frame.chart, (LIGHT.fill, LIGHT.accent))
    label_bars(frame.chart, "0%" if record.is_share else "0.#", size)
    set_scale(frame.chart, 0.0 if record.is_share else min(0.0, record.minimum), 1.0 if record.is_share else None)
    return frame


def _mirror(shapes: Any, record: Mirror, box: Box, size: Pt) -> GraphicFrame:  # noqa: ANN401  as above
    rows = record.rows
    names = {"colleagues_after": "With colleagues", "users_after": "With service users"}
    series = [(f"{name}, {record.after_label.lower()}", numbers_of(rows[column])) for column, name in names.items()]
    frame = _bars(shapes, list(rows["label"]), series, box, size)
    paint_bars(frame.chart, (LIGHT.accent, LIGHT.improvement))
    label_bars(frame.chart, "0.#", size)
    set_scale(frame.chart, record.minimum, record.maximum)
    return frame


def _distribution(shapes: Any, record: Distribution, box: Box, size: Pt) -> GraphicFrame:  # noqa: ANN401  as above
    rows = record.rows[record.rows["share"].notna()]
    bars = rows["bar"].drop_duplicates().tolist()
    options = rows.sort_values("ordinal")["option"].drop_duplicates().tolist()
    table = rows.pivot_table(index="bar", columns="option", values="share", sort=False)
    series = [(option, numbers_of(table[option].reindex(bars))) for option in options]
    frame = _bars(shapes, bars, series, box, size, kind=XL_CHART_TYPE.BAR_STACKED_100)
    scale = (LIGHT.most_negative, LIGHT.negative, LIGHT.neutral, LIGHT.positive, LIGHT.most_positive)
    paint_bars(frame.chart, [scale[round(k * 4 / max(len(options) - 1, 1))] for k in range(len(options))])
    label_bars(frame.chart, "0%", size)
    return frame


def _reference(name: str, centre: float | None, centres: Sequence[float], count: int) -> list[Series]:
    if centres:
        return [(name, [None if math.isnan(one) else one for one in centres])]
    return [] if centre is None else [(name, [centre] * count)]


def _baseline(record: Run) -> list[Series]:
    if record.baseline is None or record.baseline_start is None or record.baseline_end is None:
        return []
    first, last = pd.Timestamp(record.baseline_start), pd.Timestamp(record.baseline_end)
    inside = [first <= pd.Timestamp(day) <= last for day in record.points["start"]]
    return [("Baseline", [record.baseline if each else None for each in inside])]


def _lines(
    shapes: Any,  # noqa: ANN401  as above
    categories: Sequence[str] | Sequence[date],
    series: Sequence[Series],
    box: Box,
    size: Pt,
    record: Run | Control | Aligned,
) -> GraphicFrame:
    frame = _add(shapes, LINE, categories, series, box, size, is_share=record.is_share)
    chart: Chart = frame.chart
    set_scale(chart, record.minimum, record.maximum)
    steps = ticks(record.minimum, record.maximum)
    chart.value_axis.major_unit = (record.maximum - record.minimum) / 2 if size == SMALL else steps[1] - steps[0]
    for line in chart.plots[0].series:
        line.smooth = False
        paint(line, LIGHT.common, Pt(1 if size == SMALL else 2), dot=3 if size == SMALL else 5)
    by_month(chart, categories)
    if size == SMALL:
        chart.category_axis.tick_label_position = XL_TICK_LABEL_POSITION.NONE
    set_legend(chart, len(series) > 1 and not isinstance(record, Aligned), size)
    return frame


def _bars(
    shapes: Any,  # noqa: ANN401  as above
    categories: Sequence[str],
    series: Sequence[Series],
    box: Box,
    size: Pt,
    kind: XL_CHART_TYPE = BARS,
) -> GraphicFrame:
    frame = _add(shapes, kind, categories, series, box, size, is_share=kind != BARS)
    chart: Chart = frame.chart
    chart.category_axis.reverse_order = True  # the first row on top, as on the screen
    chart.value_axis.visible = False
    chart.plots[0].gap_width = 60
    set_legend(chart, len(series) > 1, size)
    return frame


def _add(
    shapes: Any,  # noqa: ANN401  as above
    kind: XL_CHART_TYPE,
    categories: Sequence[str] | Sequence[date],
    series: Sequence[Series],
    box: Box,
    size: Pt,
    *,
    is_share: bool,
) -> GraphicFrame:
    data = CategoryChartData(number_format="0%" if is_share else "General")  # type: ignore[no-untyped-call]  # theirs
    data.categories = [name if isinstance(name, date) else one_line(name) for name in categories]
    data.categories.number_format = MONTHS
    for name, values in series:
        data.add_series(one_line(name), values)  # type: ignore[no-untyped-call]  # theirs
    frame: GraphicFrame = shapes.add_chart(kind, *box, data)
    chart = frame.chart
    chart.has_title = False
    chart.font.name, chart.font.size = FONT, size
    chart.font.color.rgb = rgb(LIGHT.quiet)
    chart.category_axis.tick_labels.number_format = MONTHS
    chart.category_axis.tick_labels.number_format_is_linked = False
    value = chart.value_axis
    value.has_major_gridlines = False
    value.format.line.fill.background()
    value.tick_labels.number_format = "0%" if is_share else "General"
    value.tick_labels.number_format_is_linked = False
    chart.category_axis.format.line.color.rgb = rgb(LIGHT.hairline)
    chart.category_axis.major_tick_mark = chart.category_axis.minor_tick_mark = XL_TICK_MARK.NONE
    return frame


DRAWN: dict[type[Finding], Callable[..., GraphicFrame]] = {
    Run: _run,
    Control: _control,
    Aligned: _aligned,
    Participation: _participation,
    Comparison: _comparison,
    Mirror: _mirror,
    Distribution: _distribution,
}
