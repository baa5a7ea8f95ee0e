"""Charts: from a record to a Vega-Lite spec. A chart shows nothing that its record's table does not hold.

`draw` takes any record; a page gives the answer to `st.vega_lite_chart(spec, theme=None, alt=record.alt)`.
"""

from __future__ import annotations

from collections.abc import Callable

from joy.charts.aligned import aligned
from joy.charts.change_by_cohort import change_by_cohort
from joy.charts.comparison import comparison
from joy.charts.control import control
from joy.charts.distribution import distribution
from joy.charts.filled import filled
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
from joy.charts.progress import progress
from joy.charts.quilt import SELECTION, quilt
from joy.charts.replies import replies as reply_row
from joy.charts.run_chart import run_chart
from joy.charts.spans import spans
from joy.charts.sparkline import sparkline
from joy.charts.team_changes import team_changes
from joy.charts.theme import Look, Spec
from joy.charts.themes import themes
from joy.charts.tried import tried
from joy.charts.visibility import visibility
from joy.charts.workforce import absence, cost, yearly
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
from joy.findings.compare import ChangeByCohort, TeamChanges
from joy.findings.evaluation import SideBySide
from joy.findings.heard import Spans, Themes
from joy.findings.lens import Visibility
from joy.findings.quilt import Quilt, Tried
from joy.findings.work import Filled, Progress
from joy.findings.workforce import Absence, Cost, Yearly


__all__ = [
    "ASSURANCE_WORDS",
    "SELECTION",
    "VARIATION_WORDS",
    "Look",
    "absence",
    "aligned",
    "assurance_glyph",
    "assurance_icon",
    "change_by_cohort",
    "comparison",
    "control",
    "cost",
    "distribution",
    "draw",
    "filled",
    "funnel",
    "mirror",
    "multiples",
    "panels",
    "participation",
    "progress",
    "quilt",
    "reply_row",
    "run_chart",
    "spans",
    "sparkline",
    "team_changes",
    "themes",
    "tried",
    "variation_glyph",
    "variation_icon",
    "visibility",
    "yearly",
]


def draw(
    record: Finding, *, look: Look, with_title: bool = False, width: int | None = None, replies: Replies | None = None
) -> Spec:
    """Draw any record as the chart of its kind, as plain data that JSON can hold.

    The title and subtitle stay with the page unless `with_title` (exports). The chart fills its container unless
    `width` gives px. `replies` go under a run chart or a chart with limits, on its time axis. Raises TypeError for a
    record that has no picture.
    """
    if isinstance(record, Run):
        return run_chart(record, look, with_title=with_title, width=width, replies=replies)
    if isinstance(record, Control):
        return control(record, look, with_title=with_title, width=width, replies=replies)
    if type(record) not in DRAWN:
        raise TypeError(f"no chart draws a {type(record).__name__}")
    return DRAWN[type(record)](record, look, with_title=with_title, width=width)


DRAWN: dict[type[Finding], Callable[..., Spec]] = {
    Visibility: visibility,
    Multiples: multiples,
    Comparison: comparison,
    Aligned: aligned,
    Quilt: quilt,
    Tried: tried,
    Participation: participation,
    Mirror: mirror,
    Distribution: distribution,
    Funnel: funnel,
    ChangeByCohort: change_by_cohort,
    SideBySide: change_by_cohort,
    Filled: filled,
    Progress: progress,
    TeamChanges: team_changes,
    Replies: reply_row,
    Spans: spans,
    Themes: themes,
    Absence: absence,
    Yearly: yearly,
    Cost: cost,
    Tile: sparkline,
}
