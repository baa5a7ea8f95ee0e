"""What can be seen of a cohort as a quiet grid: teams down in the order given, periods across, one mark each."""

from __future__ import annotations

from typing import Any

import altair as alt

from joy.charts.theme import Look, Spec, finish, layer, tooltip, words_only
from joy.charts.words import wrap
from joy.findings.lens import FATES, Fate, Visibility


SHAPES = {  # each fate has a shape of its own: colour only helps
    Fate.STAYS: "square",
    Fate.COARSER: "square",
    Fate.APPEARS: "triangle-up",
    Fate.VANISHES_FEW: "circle",
    Fate.VANISHES_PROTECTS: "diamond",
    Fate.HIDDEN_FEW: "stroke",
    Fate.HIDDEN_PROTECTS: "cross",
}
LONGEST_LINE = 15  # heights of type that a line of a team's name may be wide
LINE = 1.2  # heights of type from one line of a name to the next


def visibility(record: Visibility, look: Look, *, with_title: bool = False, width: int | None = None) -> Spec:
    """Draw one mark per team and period; a cell without a mark was not asked."""
    if not len(record.rows) or not record.periods:
        return words_only(record, look, with_title=with_title, width=width)
    step = look.sizes.label * max(1.75, LINE * max(len(_lines(team, look)) for team in record.teams) + 0.5)
    layers = [_marks(record, look, [fate]) for fate in Fate if (record.rows["fate"] == fate).any()]
    return finish(layers, record, look, height=round(step * len(record.teams)), with_title=with_title, width=width)


def _marks(record: Visibility, look: Look, fates: list[Fate]) -> Spec:
    fate, palette = fates[0], look.palette
    fills = {Fate.STAYS: palette.accent, Fate.APPEARS: palette.improvement}
    strokes = {
        Fate.COARSER: palette.accent,
        Fate.VANISHES_FEW: palette.concern,
        Fate.VANISHES_PROTECTS: palette.concern,
    }
    area = look.sizes.dot * (0.7 if fate in {Fate.HIDDEN_FEW, Fate.HIDDEN_PROTECTS} else 1.6)
    mark: Spec = {
        "type": "point",
        "shape": SHAPES[fate],
        # On a narrow page many weeks stand close: marks shrink with their columns and never touch.
        "size": {"expr": f"min({area:g}, pow(0.75 * width / {len(record.periods)}, 2))"},
        "opacity": 1,
        "strokeWidth": 1.6,
        "stroke": strokes.get(fate, fills.get(fate, palette.common)),
        "fill": fills.get(fate, "transparent"),
    }
    own = record.rows[record.rows["fate"] == fate]
    rows = [
        {"row": "\n".join(_lines(team, look)), "team": team, "period": period, "told": FATES[fate].capitalize()}
        for team, period in zip(own["team"], own["period"], strict=True)
    ]
    tips = tooltip(team="Team", period="When", told="What becomes of it")
    return layer(rows, mark, x=_across(record), y=_down(record, look), tooltip=tips)


def _across(record: Visibility) -> alt.X:
    few = {"labelOverlap": "greedy", "labelAngle": 0, "labelBound": True, "domain": False, "labelSeparation": 12}
    return alt.X("period:N", sort=None, scale={"domain": list(record.periods)}, axis=few)


def _down(record: Visibility, look: Look) -> alt.Y:
    axis: dict[str, Any] = {
        "labelExpr": "split(datum.label, '\\n')",
        "labelLineHeight": look.sizes.label * LINE,
        "labelLimit": 0,
        "domain": False,
        "labelColor": look.palette.ink,
    }
    rows = ["\n".join(_lines(team, look)) for team in record.teams]
    return alt.Y("row:N", sort=None, scale={"domain": rows}, axis=axis)


def _lines(team: str, look: Look) -> list[str]:
    """A team's name, broken and never cut off."""
    return wrap(team, LONGEST_LINE * look.sizes.label, look.sizes.label)
