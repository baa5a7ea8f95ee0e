"""The grid of small multiples: how many columns fit, how tall a name is, where a panel's marks lie.

Vega-Lite's own facets cannot fill a container or change their number of columns, so panels are placed by expressions.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from joy.charts.theme import Look, Spec
from joy.charts.timeline import SILENT, Timeline, moments_of, timeline
from joy.charts.words import number_or_none, wrap
from joy.findings.records import Multiples, Run


MOST_COLUMNS = 4
MANY_PANELS = 12  # from more than these, six may stand side by side where the page has room
GUTTER = 32  # px between panels


@dataclass(frozen=True)
class Grid:
    """The measures of one panel in px, and the scale that all panels share."""

    look: Look
    span: Timeline
    low: float
    high: float
    tight: int  # lines that the longest name takes in the narrowest panel
    roomy: int  # and in a panel of at least `wide` px
    most: int = MOST_COLUMNS

    @property
    def size(self) -> int:
        return self.look.sizes.label

    @property
    def narrowest(self) -> int:
        return self.size * 12

    @property
    def wide(self) -> int:
        return self.size * 17

    @property
    def line(self) -> float:
        return self.size * 1.35

    @property
    def plot(self) -> float:
        return self.size * 6.2

    @property
    def right(self) -> float:
        """Room for the last value at the right of its dot."""
        return self.size * 3.4

    def params(self, columns: int | None) -> list[Spec]:
        """How many columns fit, how wide a panel then is, and how tall its name."""
        fit = f"max(1, min({self.most}, floor((width + {GUTTER}) / {self.narrowest + GUTTER})))"
        return [
            {"name": "cols", "expr": str(columns) if columns else fit},
            {"name": "panel", "expr": f"(width + {GUTTER}) / cols - {GUTTER}"},
            {
                "name": "head",
                "expr": f"(panel < {self.wide} ? {self.tight + 2.5} : {self.roomy + 1.5}) * {self.line:g}",
            },
        ]

    def place(self) -> list[Spec]:
        """Turn panel number, fraction across and px from the plot's top into px of the whole picture."""
        below = self.plot + self.size * 3.2
        return [
            {"calculate": f"(datum.i % cols) * (panel + {GUTTER}) + datum.u * (panel - {self.right:g})", "as": "px"},
            {"calculate": f"floor(datum.i / cols) * (head + {below:g}) + head + datum.v", "as": "py"},
        ]

    def height_of(self, value: float) -> float:
        """Px from a plot's top for a value."""
        return round(self.plot * (1 - (value - self.low) / (self.high - self.low)), 2)


def grid_of(record: Multiples, look: Look) -> Grid:
    """Measure a grid: one span of time and one scale for all panels that show values."""
    runs = record.panels
    drawn = [run for run in runs if run.verdict not in SILENT]
    moments = [moment for run in drawn for moment in moments_of(run.points, "start")]
    cells = [cell for run in drawn if len(run.points) for cell in run.points["value"]]
    values = [value for value in map(number_or_none, cells) if value is not None]
    low = min([*values, *(run.minimum for run in drawn)], default=0.0)
    high = max([*values, *(run.maximum for run in drawn)], default=1.0)
    most = 6 if len(runs) > MANY_PANELS else MOST_COLUMNS
    grid = Grid(look, timeline(moments), low, high if high > low else low + 1.0, 1, 1, most)
    tight, roomy = (
        max((len(name_lines(run, grid, width)) for run in runs), default=1) for width in (grid.narrowest, grid.wide)
    )
    return replace(grid, tight=tight, roomy=roomy)


def name_lines(run: Run, grid: Grid, width: int) -> list[str]:
    """A panel's name, broken to fit `width` px."""
    return wrap(run.label, width, grid.size * 1.05)
