"""How every chart looks: sizes of type, quiet axes, no gridlines, transparent ground, titles at the left."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import altair as alt

from joy.charts.palette import Palette, palette_of
from joy.charts.words import wrap
from joy.findings import WORDS, Finding


Spec = dict[str, Any]

FONT = "'Segoe UI', 'Helvetica Neue', Helvetica, Arial, 'Liberation Sans', sans-serif"  # as .streamlit/config.toml
SCHEMA = f"https://vega.github.io/schema/vega-lite/{alt.SCHEMA_VERSION}.json"
NARROW = 620  # px of chart width under which words move from beside a mark to above and below it
PHONE = 300  # px left for the plot on the narrowest phone we draw for


@dataclass(frozen=True)
class Sizes:
    """Pixels of type and marks at one viewing distance."""

    label: int
    strong: int
    title: int
    plot: int  # height of a run chart's plotting area
    line: float
    dot: int  # area of a dot, px²


SIZES = {
    "page": Sizes(label=13, strong=15, title=20, plot=300, line=2.0, dot=46),
    "room": Sizes(label=20, strong=24, title=32, plot=470, line=3.0, dot=110),
    "small": Sizes(label=13, strong=14, title=17, plot=190, line=2.0, dot=34),
}


@dataclass(frozen=True)
class Look:
    """Where a chart will be seen: on a light or dark ground; on a page, across a room, or small; in which colours."""

    mode: Literal["light", "dark"] = "light"
    size: Literal["page", "room", "small"] = "page"
    colours: Literal["joy", "classic"] = "joy"

    @property
    def palette(self) -> Palette:
        return palette_of(self.mode, self.colours)

    @property
    def sizes(self) -> Sizes:
        return SIZES[self.size]


def layer(values: list[dict[str, Any]], mark: dict[str, Any], **channels: Any) -> Spec:  # noqa: ANN401  Altair's channels share no type
    """One layer of a chart from rows, a mark and explicit Altair channels (string shorthands are 25 times slower)."""
    encoding = {name: plain(channel) for name, channel in channels.items()}
    return {"data": {"values": values}, "mark": {"aria": False, **mark}, "encoding": encoding}


def plain(channel: Any) -> Any:  # noqa: ANN401  one channel or a list of them
    """A channel as the dictionary that Vega-Lite reads."""
    if isinstance(channel, list):
        return [plain(part) for part in channel]
    return channel if isinstance(channel, dict) else channel.to_dict(validate=False, context={})


def tooltip(**fields: str) -> list[alt.Tooltip]:
    """Tooltip lines: field name = heading on screen."""
    return [alt.Tooltip(f"{name}:N", title=heading) for name, heading in fields.items()]


def at(pixels: float) -> dict[str, float]:
    """A fixed place in pixels, outside any scale."""
    return {"value": pixels}


def value_axis(values: list[float], *, is_share: bool) -> Spec:
    """The vertical axis: these values, as whole numbers or per cent."""
    # An axis' own `format` is rounded to the ticks' magnitude (25 became 30): an expression formats as it is told.
    form = "~%" if is_share else "~f"
    return {"values": values, "labelExpr": f"format(datum.value, '{form}')", "domain": False, "labelFlush": False}


def finish(
    layers: list[Spec],
    record: Finding,
    look: Look,
    *,
    height: int,
    with_title: bool = False,
    width: int | None = None,
    params: list[Spec] | None = None,
) -> Spec:
    """Put layers together under one theme. The chart fills its container unless `width` gives pixels (exports)."""
    spec: Spec = {
        "$schema": SCHEMA,
        "description": record.alt,
        "width": width or "container",
        "height": height,
        "autosize": {"type": "fit-x", "contains": "padding"},
        # None at the sides, so that the width before and after fitting is one, and what hangs on it settles at once.
        # Some above and below: Vega counts a line of type as lower than browsers draw it.
        "padding": {"left": 0, "right": 0, "top": look.sizes.label // 3, "bottom": look.sizes.label // 4},
        "background": "transparent",
        "config": config(look),
        "layer": layers,
    }
    if params:
        spec["params"] = params
    if with_title:
        spec["title"] = _title(record, look, width or 900)
    return spec


def words_only(record: Finding, look: Look, *, with_title: bool = False, width: int | None = None) -> Spec:
    """The verdict's words where a chart would be that has nothing to draw."""
    text = {"type": "text", "align": "center", "baseline": "middle", "color": look.palette.quiet}
    words = layer([{"words": WORDS[record.verdict]}], text | {"fontSize": look.sizes.strong}, text=alt.Text("words:N"))
    return finish([words], record, look, height=look.sizes.plot // 2, with_title=with_title, width=width)


def _title(record: Finding, look: Look, width: int) -> Spec:
    return {
        "text": wrap(record.title, width, look.sizes.title),
        "subtitle": wrap(record.subtitle, width, look.sizes.strong) if record.subtitle else [],
    }


def config(look: Look) -> Spec:
    """Vega-Lite's configuration: everything that is the same in all charts."""
    sizes, palette = look.sizes, look.palette
    axis = {
        "aria": False,
        "grid": False,
        "ticks": False,
        "domainColor": palette.common,
        "labelColor": palette.quiet,
        "labelFontSize": sizes.label,
        "labelPadding": 8,
        "title": None,
    }
    title = {
        "anchor": "start",
        "frame": "bounds",
        "color": palette.ink,
        "fontSize": sizes.title,
        "fontWeight": 600,
        "offset": 18,
        "subtitleColor": palette.quiet,
        "subtitleFontSize": sizes.strong,
        "subtitlePadding": 6,
    }
    return {
        "font": FONT,
        "view": {"stroke": None},
        "axis": axis,
        "title": title,
        "text": {"color": palette.ink, "fontSize": sizes.label},
        "legend": {"disable": True},
    }
