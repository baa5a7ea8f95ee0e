"""Survey rounds over time: a dot with its value for each, no middle line and no signal, however many there are."""

from __future__ import annotations

import altair as alt

from joy.charts import series
from joy.charts.palette import shape_of
from joy.charts.run_frame import Frame, Rows
from joy.charts.theme import Spec, layer, tooltip
from joy.findings import Run, Verdict


SURVEY = "survey"  # the step of a record over survey rounds
EDGE = 0.12  # of the time shown: nearer to an end a value is named towards the middle


def rounds(frame: Frame[Run]) -> list[Spec]:
    """The dots, each named above itself, joined where there are enough of them."""
    size = frame.sizes.dot * 2.5
    mark = {"type": "point", "filled": True, "opacity": 1, "color": frame.palette.accent, "size": size}
    mark |= {"shape": shape_of(Verdict.NO_CHANGE)}
    tips = tooltip(label="Survey", shown="Value", n="How many")
    dots = layer(frame.rows, mark, x=frame.x, y=frame.value_y, tooltip=tips)
    return [*series.joined(frame), dots, *_names(frame)]


def _names(frame: Frame[Run]) -> list[Spec]:
    """The value of each round above its dot, grown inwards at either end of the time shown."""
    by_side: dict[str, Rows] = {"left": [], "center": [], "right": []}
    for row in frame.rows:
        place = frame.span.fraction(row["moment"])
        side = "left" if place < EDGE else "right" if place > 1 - EDGE else "center"
        by_side[side].append(row | {"named": row["shown"].replace("-", "−")})
    look = {"type": "text", "baseline": "bottom", "dy": -frame.sizes.label * 0.7, "color": frame.palette.ink}
    look |= {"fontSize": frame.sizes.strong, "fontWeight": 700}
    return [
        layer(rows, look | {"align": side}, x=frame.x, y=frame.value_y, text=alt.Text("named:N"))
        for side, rows in by_side.items()
        if rows
    ]
