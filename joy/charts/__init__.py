"""Charts: from a record to a Vega-Lite spec. A chart shows nothing that its record's table does not hold.

`draw` takes any record; a page gives the answer to `st.vega_lite_chart(spec, theme=None, alt=record.alt)`.
"""

from __future__ import annotations

from joy.charts.aligned import aligned
from joy.charts.comparison import comparison
from joy.charts.multiples import multiples, panels
from joy.charts.participation import participation
from joy.charts.run_chart import run_chart
from joy.charts.sparkline import sparkline
from joy.charts.theme import Look, Spec
from joy.findings.records import Aligned, Comparison, Finding, Multiples, Participation, Run, Tile


__all__ = ["Look", "aligned", "comparison", "draw", "multiples", "panels", "participation", "run_chart", "sparkline"]


def draw(record: Finding, *, look: Look, with_title: bool = False, width: int | None = None) -> Spec:
    """Draw any record as the chart of its kind, as plain data that JSON can hold.

    The title and subtitle stay with the page unless `with_title` (exports). The chart fills its container unless
    `width` gives px. Raises TypeError for a record that has no picture.
    """
    match record:
        case Run():
            return run_chart(record, look, with_title=with_title, width=width)
        case Multiples():
            return multiples(record, look, with_title=with_title, width=width)
        case Comparison():
            return comparison(record, look, with_title=with_title, width=width)
        case Aligned():
            return aligned(record, look, with_title=with_title, width=width)
        case Participation():
            return participation(record, look, with_title=with_title, width=width)
        case Tile():
            return sparkline(record, look, with_title=with_title, width=width)
    raise TypeError(f"no chart draws a {type(record).__name__}")
