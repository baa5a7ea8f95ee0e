"""How the parts of PowerPoint's own charts look: lines, marks, bars, axes and the words beside points."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import pandas as pd
from pptx.chart.chart import Chart
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_LABEL_POSITION, XL_LEGEND_POSITION, XL_MARKER_STYLE
from pptx.enum.dml import MSO_LINE
from pptx.oxml.ns import qn
from pptx.util import Pt

from joy.charts.palette import LIGHT, colour_of
from joy.charts.words import value_text
from joy.findings import Run, Verdict


FONT = "Arial"  # on every machine, or in the same widths as Liberation Sans
MONTHS = "mmm yyyy"  # of a day on an axis; words are left as they are
SMALL = Pt(7)
TINY, USUAL = Pt(9), Pt(11)
MARKERS = {  # a verdict has a shape as well as a colour
    Verdict.IMPROVED: XL_MARKER_STYLE.TRIANGLE,
    Verdict.WORSENED: XL_MARKER_STYLE.SQUARE,
    Verdict.CHANGED: XL_MARKER_STYLE.DIAMOND,
}


def one_line(text: object) -> str:
    """A user's text as one line without control signs, which no chart part may hold."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in str(text)).split())


def rgb(colour: str) -> RGBColor:
    """A colour of the palette as python-pptx wants it."""
    parts = bytes.fromhex(colour.lstrip("#"))
    return RGBColor(*parts)  # type: ignore[no-untyped-call]  # theirs


def numbers_of(column: Iterable[Any]) -> list[float | None]:
    return [None if pd.isna(value) else float(value) for value in column]


def days_of(points: pd.DataFrame) -> list[date]:
    """The first day of each point: on an axis of days a week that is missing leaves its room."""
    return [pd.Timestamp(day).date() for day in points["start"]]


def set_scale(chart: Chart, low: float | None, high: float | None) -> None:
    if low is not None:
        chart.value_axis.minimum_scale = low
    if high is not None:
        chart.value_axis.maximum_scale = high


def set_legend(chart: Chart, wanted: bool, size: Pt) -> None:
    chart.has_legend = wanted and size != SMALL
    if chart.has_legend:
        chart.legend.position = XL_LEGEND_POSITION.TOP
        chart.legend.include_in_layout = False
        chart.legend.font.size = size


def by_month(chart: Chart, categories: Sequence[str] | Sequence[date]) -> None:
    """Ticks of whole months on an axis of days, about eight of them; python-pptx writes no such thing itself."""
    days = [day for day in categories if isinstance(day, date)]
    if not days:
        return
    step = max(1, round((days[-1] - days[0]).days / (8 * 30.4)))
    axis = chart.category_axis._element
    wanted = {"baseTimeUnit": "days", "majorUnit": str(step), "majorTimeUnit": "months"}  # in the schema's order
    for name, value in wanted.items():
        for old in axis.findall(qn(f"c:{name}")):
            axis.remove(old)
        axis.append(axis.makeelement(qn(f"c:{name}"), {"val": value}))


def paint(line: Any, colour: str, width: Pt, dot: int = 5) -> None:  # noqa: ANN401  a series of any plot
    line.format.line.color.rgb = rgb(colour)
    line.format.line.width = width
    line.marker.style = XL_MARKER_STYLE.CIRCLE
    line.marker.size = dot
    line.marker.format.fill.solid()
    line.marker.format.fill.fore_color.rgb = rgb(colour)
    line.marker.format.line.color.rgb = rgb(colour)


def thin(line: Any, colour: str, dash: MSO_LINE) -> None:  # noqa: ANN401  as above
    line.format.line.color.rgb = rgb(colour)
    line.format.line.width = Pt(1.25)
    line.format.line.dash_style = dash
    line.marker.style = XL_MARKER_STYLE.NONE


def marked_values(points: pd.DataFrame) -> list[float | None]:
    """The values of the points in which a signal was found."""
    return [
        value if marked else None for value, marked in zip(numbers_of(points["value"]), points["marked"], strict=True)
    ]


def mark(line: Any, verdict: Verdict, size: Pt) -> None:  # noqa: ANN401  a series
    """Show only the marks of a series, in the colour and shape of a verdict."""
    paint(line, colour_of(verdict, LIGHT), Pt(1))
    line.format.line.fill.background()
    line.marker.style = MARKERS[verdict]
    line.marker.size = 4 if size == SMALL else 9


def name_bounds(chart: Chart, points: pd.DataFrame) -> None:
    """The words of a bound beside its point, for the point's own number is no more than a place."""
    bounds = list(points["bound"]) if "bound" in points else []
    for number, words in enumerate(bounds):
        if words and words not in bounds[max(number - 3, 0) : number]:  # named once where several stand together
            put_words(chart.plots[0].series[0].points[number], words, TINY, XL_LABEL_POSITION.ABOVE)


def name_latest(chart: Chart, record: Run, size: Pt) -> None:
    """The latest value in words, as at the end of the line on the screen."""
    values = numbers_of(record.points["value"])
    place = max((number for number, value in enumerate(values) if value is not None), default=None)
    if place is None:
        return
    bound = record.points["bound"].iloc[place] if "bound" in record.points else ""
    if not bound:
        told = value_text(values[place], is_share=record.is_share, span=record.maximum - record.minimum)
        put_words(chart.plots[0].series[0].points[place], told, size, XL_LABEL_POSITION.RIGHT)


def name_last(line: Any, values: Sequence[float | None], name: str, size: Pt, bounds: list[str]) -> None:  # noqa: ANN401  a series
    shown = [number for number, value in enumerate(values) if value is not None]
    for number in shown:
        if bounds[number]:
            put_words(line.points[number], bounds[number], size, XL_LABEL_POSITION.ABOVE)
    if shown:
        told = f"{name}, {bounds[shown[-1]]}" if bounds[shown[-1]] else name
        put_words(line.points[shown[-1]], told, size, XL_LABEL_POSITION.RIGHT)


def put_words(point: Any, words: str, size: Pt, where: XL_LABEL_POSITION) -> None:  # noqa: ANN401  a point
    label = point.data_label
    label.position = where
    frame = label.text_frame
    frame.text = one_line(words)
    frame.paragraphs[0].runs[0].font.size = size


def paint_bars(chart: Chart, colours: Sequence[str]) -> None:
    for series, colour in zip(chart.plots[0].series, colours, strict=False):
        series.format.fill.solid()
        series.format.fill.fore_color.rgb = rgb(colour)


def label_bars(chart: Chart, form: str, size: Pt) -> None:
    plot = chart.plots[0]
    plot.has_data_labels = True
    plot.data_labels.number_format = form
    plot.data_labels.number_format_is_linked = False
    plot.data_labels.font.size = size
