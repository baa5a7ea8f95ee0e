"""Charts: from a record to a Vega-Lite spec. A chart shows nothing that its record's table does not hold.

`draw` takes any record; a page gives the answer to `st.vega_lite_chart(spec, theme=None, alt=record.alt)`.
"""

from __future__ import annotations

from joy.charts.aligned import aligned
from joy.charts.comparison import comparison
from joy.charts.control import control
from joy.charts.distribution import distribution
from joy.charts.funnel import funnel
from joy.charts.icons import (
    ASSURANCE_WORDS,
    VARIATION_WORDS,
    assurance_glyph,
    assurance_icon,
    variation_glyph,
    variation_icon,
)
from joy.charts.mirror import mirror
from joy.charts.multiples import multiples, panels
from joy.charts.participation import participation
from joy.charts.replies import replies as reply_row
from joy.charts.run_chart import run_chart
from joy.charts.sparkline import sparkline
from joy.charts.theme import Look, Spec
from joy.charts.visibility import visibility
from joy.findings import (
    Aligned,
    Comparison,
    Control,
    Distribution,
    Finding,
    Funnel,
    Mirror,
    Multiples,
    Participation,
    Replies,
    Run,
    Tile,
)
from joy.findings.lens import Visibility


__all__ = [
    "ASSURANCE_WORDS",
    "VARIATION_WORDS",
    "Look",
    "aligned",
    "assurance_glyph",
    "assurance_icon",
    "comparison",
    "control",
    "distribution",
    "draw",
    "funnel",
    "mirror",
    "multiples",
    "panels",
    "participation",
    "reply_row",
    "run_chart",
    "sparkline",
    "variation_glyph",
    "variation_icon",
    "visibility",
]


def draw(
    record: Finding, *, look: Look, with_title: bool = False, width: int | None = None, replies: Replies | None = None
) -> Spec:
    """Draw any record as the chart of its kind, as plain data that JSON can hold.

    The title and subtitle stay with the page unless `with_title` (exports). The chart fills its container unless
    `width` gives px. `replies` go under a run chart or a chart with limits, on its time axis. Raises TypeError for a
    record that has no picture.
    """
    match record:
        case Run():
            return run_chart(record, look, with_title=with_title, width=width, replies=replies)
        case Control():
            return control(record, look, with_title=with_title, width=width, replies=replies)
        case Visibility():
            return visibility(record, look, with_title=with_title, width=width)
    return _drawn_alone(record, look, with_title=with_title, width=width)


def _drawn_alone(record: Finding, look: Look, *, with_title: bool, width: int | None) -> Spec:
    match record:
        case Multiples():
            return multiples(record, look, with_title=with_title, width=width)
        case Comparison():
            return comparison(record, look, with_title=with_title, width=width)
        case Aligned():
            return aligned(record, look, with_title=with_title, width=width)
        case Participation():
            return participation(record, look, with_title=with_title, width=width)
        case Mirror():
            return mirror(record, look, with_title=with_title, width=width)
        case Distribution():
            return distribution(record, look, with_title=with_title, width=width)
        case Funnel():
            return funnel(record, look, with_title=with_title, width=width)
        case Replies():
            return reply_row(record, look, with_title=with_title, width=width)
        case Tile():
            return sparkline(record, look, with_title=with_title, width=width)
    raise TypeError(f"no chart draws a {type(record).__name__}")
