"""What charts of differences share: an axis around zero in points, with zero drawn as a line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

import altair as alt

from joy.charts.rows import Layout
from joy.charts.theme import Spec


HUNDRED = 100
STEPS = (1, 2, 5)
MOST_TICKS = 6


def domain(values: Iterable[float | None], *, is_share: bool) -> tuple[float, float, list[float]]:
    """The stretch around zero that holds all values, ending on round points, with its ticks; in the values' unit."""
    found = [value for value in values if value is not None] or [0.0]
    times = HUNDRED if is_share else 1
    low, high = min([0.0, *found]) * times, max([0.0, *found]) * times
    step = next(s for power in range(-2, 5) for lead in STEPS if (high - low) / (s := lead * 10.0**power) <= MOST_TICKS)
    first, last = int(low // step), int(-(-high // step))
    last = max(last, first + 1)
    ticks = [k * step / times for k in range(first, last + 1)]
    return ticks[0], ticks[-1], ticks


def signed(value: float, *, is_share: bool) -> str:
    """A difference in points with its sign: +5, −10, 0."""
    points = value * (HUNDRED if is_share else 1)
    return "0" if abs(points) < 1e-9 else f"{points:+g}".replace("-", "−")  # noqa: PLR2004  binary dust


def across(value: float, low: float, high: float) -> float:
    """Where a value lies between the ends, 0 to 1."""
    return round(min(1.0, max(0.0, (value - low) / (high - low))), 4)


def scale(layout: Layout, ends: tuple[float, float], ticks: Sequence[float], *, is_share: bool) -> list[Spec]:
    """The points along the top, and zero as an upright line: through all rows, or on a phone past the words of each."""
    palette, size = layout.look.palette, layout.look.sizes.label
    labels = [
        {"u": across(tick, *ends), "text": signed(tick, is_share=is_share), "wide": 3, "narrow": 3} for tick in ticks
    ]
    mark = {"type": "text", "baseline": "top", "color": palette.quiet, "fontSize": size}
    zero = [
        layout.place(i, u=across(0.0, *ends), over=up, under=down)
        for i, (up, down) in enumerate(_halves(layout)) if layout.words[i].is_drawn
    ]  # fmt: skip
    line = layout.draw(zero, {"type": "rule", "color": palette.common, "strokeWidth": 1.2}, "u")
    half = layout.mark * 0.7
    line["transform"][-1] = {"calculate": f"narrow ? datum.narrow - {half:g} : datum.wide - datum.over", "as": "y"}
    line["transform"].append({"calculate": f"narrow ? datum.narrow + {half:g} : datum.wide + datum.under", "as": "y2"})
    line["encoding"]["y2"] = {"field": "y2"}
    return [line, layout.draw(labels, mark, "u", text=alt.Text("text:N"))]


def _halves(layout: Layout) -> list[tuple[float, float]]:
    """How far zero reaches up and down in each row of the wide layout, so that the pieces meet."""
    places = layout.wide_y
    gaps = [(below - above) / 2 for above, below in pairwise(places)]
    end = layout.mark * 0.7
    top = min(end, places[0] - layout.look.sizes.label * 1.6)  # the numbers of the axis stand over the first row
    return list(zip([top, *gaps], [*gaps, end], strict=True))
