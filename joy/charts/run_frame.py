"""What all layers of one run chart share: its rows, its span of time, its scale and its measures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Generic, TypeVar

import altair as alt

from joy.charts.palette import Palette
from joy.charts.theme import Look, Sizes, Spec, plain, value_axis
from joy.charts.timeline import Timeline, moments_of, month_axis, time_x, timeline
from joy.charts.words import instant, ticks, value_text
from joy.findings import Control, Run, bound_at


Rows = list[dict[str, Any]]
Drawn = TypeVar("Drawn", bound=Run | Control, covariant=True)
Measured = TypeVar("Measured", bound=Run | Control)


@dataclass(frozen=True)
class Frame(Generic[Drawn]):
    """What every layer over time needs: the record, its rows, the span of time and the measures in px.

    `below` is the room between the plot and the time axis, `above` the room over the plot for words, on a wide page and
    on a phone.
    """

    run: Drawn
    look: Look
    rows: Rows
    span: Timeline
    height: int
    low: float
    high: float
    below: int = 0
    above: tuple[float, float] = (0, 0)

    @property
    def sizes(self) -> Sizes:
        return self.look.sizes

    @property
    def palette(self) -> Palette:
        return self.look.palette

    @property
    def rail(self) -> int:
        """Room under the plot in which learning sets stand on the time axis."""
        return self.below + (round(self.sizes.label * 1.9) if len(self.run.sets) else 8)

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
        """A value in words; where it is the place of a bound, as a median may be, the bound."""
        return bound_at(self.run.points, value) or value_text(
            value, is_share=self.run.is_share, span=self.high - self.low
        )

    @cached_property
    def x(self) -> Spec:
        """The horizontal channel, made once: all layers share it."""
        axis = month_axis(self.span, [row["moment"] for row in self.rows], offset=self.rail)
        return time_x("moment", self.span, axis)

    @cached_property
    def value_y(self) -> Spec:
        """The vertical channel of values, made once."""
        axis = value_axis(ticks(self.low, self.high), is_share=self.run.is_share)
        channel: Spec = plain(alt.Y("value:Q", scale={"domain": [self.low, self.high], "nice": False}, axis=axis))
        return channel


def frame_of(
    run: Measured,
    look: Look,
    rows: Rows,
    lines: Iterable[float | None],
    *,
    below: int = 0,
    above: tuple[float, float] = (0, 0),
) -> Frame[Measured]:
    """Measure a chart over time. The scale is the record's own, widened where a value or one of `lines` is out."""
    moments = [row["moment"] for row in rows]
    moments += moments_of(run.points, "start") + moments_of(run.sets, "on_date") + moments_of(run.flags, "on_date")
    moments += [instant(day) for day in (run.baseline_start, run.baseline_end) if day]
    values = [row["value"] for row in rows] + [value for value in lines if value is not None]
    low, high = min(run.minimum, *values), max(run.maximum, *values)
    high = high if high > low else low + 1.0
    return Frame(run, look, rows, timeline(moments), look.sizes.plot, low, high, below, above)
