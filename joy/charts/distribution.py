"""How answers spread over their options: diverging bars, the neutral answer centred on zero."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from typing import Any

import altair as alt

from joy.charts.palette import Palette
from joy.charts.rows import Layout, Words, lay_out, phone_width, word_layers
from joy.charts.theme import NARROW, Look, Spec, finish, tooltip, words_only
from joy.charts.timeline import SILENT
from joy.charts.words import cells, number_or_none, text_width, wrap
from joy.findings import Distribution


LEAST_LABELLED = 0.06  # of all answers; a smaller share has no room for its number
STEP = 0.25  # between the axis' values
ROUND = 0.05  # what the axis' ends are rounded out to
SIDES = ("negative", "neutral", "positive")


@dataclass(frozen=True)
class Bar:
    """One bar: its label with n, its shares in order with their colours and sides, or why there are none."""

    label: str
    options: tuple[str, ...]
    shares: tuple[float, ...]
    sides: tuple[str, ...]
    reason: str = ""

    @property
    def left(self) -> float:
        """How far the bar reaches to the left of zero: all negative answers and half of the neutral ones."""
        pairs = list(zip(self.shares, self.sides, strict=True))
        return sum(share for share, side in pairs if side == "negative") + sum(
            share / 2 for share, side in pairs if side == "neutral"
        )


def distribution(record: Distribution, look: Look, *, with_title: bool = False, width: int | None = None) -> Spec:
    """Draw one bar per round or question. A bar that may not be shown says why in its place."""
    bars = _bars(record)
    if not bars:
        return words_only(record, look, with_title=with_title, width=width)
    layout, key, tops = _lay_out(bars, look)
    shown = [bar for bar in bars if bar.shares]
    layers = [*_reasons(layout, bars), *word_layers(layout)]
    if shown:
        left = _out(max(bar.left for bar in shown))
        right = _out(max(sum(bar.shares) - bar.left for bar in shown))
        layers = [*key, *_axis(layout, tops, bars, left, right), *_segments(layout, bars, left, left + right), *layers]
    return finish(layers, record, look, height=1, with_title=with_title, width=width, params=layout.params)


def _out(extent: float) -> float:
    return max(STEP, math.ceil(round(extent / ROUND, 6)) * ROUND)


def _bars(record: Distribution) -> list[Bar]:
    if record.verdict in SILENT or not len(record.rows):
        return []
    frame = record.rows.assign(bar=cells(record.rows["bar"]), n=cells(record.rows["n"]))
    return [_bar(name, own.sort_values("ordinal")) for name, own in frame.groupby("bar", sort=False)]


def _bar(name: Any, own: Any) -> Bar:  # noqa: ANN401  pandas types neither groups nor their names
    n = own["n"].iloc[0]
    label = f"{name} (n {n})" if n else str(name)
    shares = [number_or_none(cell) for cell in own["share"]]
    options, sides = tuple(cells(own["option"])), tuple(cells(own["side"]))
    if any(share is None for share in shares):
        return Bar(label, (), (), (), reason=options[0])
    return Bar(label, options, tuple(share or 0.0 for share in shares), sides)


def _lay_out(bars: list[Bar], look: Look) -> tuple[Layout, list[Spec], tuple[float, float]]:
    """Rows under a key that takes more lines on a phone than on a wide page, and where the axis' values lie in both."""
    size = look.sizes.label
    options, sides = next(((bar.options, bar.sides) for bar in bars if bar.shares), ((), ()))
    wide, phone = (_flow(options, size, room) for room in (_least_across(look), phone_width(look)))
    words = [Words(bar.label, "", is_drawn=bool(bar.shares)) for bar in bars]
    stacked = [replace(word, quiet=bar.reason) for word, bar in zip(words, bars, strict=True)]

    def under(key: list[tuple[int, float]]) -> float:
        return size * (1.8 * (key[-1][0] + 1) + 1.9) if key else 0

    layout = lay_out(words, look, mark=size * 2.4, first=under(wide))
    narrow = lay_out(stacked, look, mark=size * 2.4, first=under(phone))
    layout = replace(layout, narrow_y=narrow.narrow_y)
    tops = (under(wide) - size * 1.15, under(phone) - size * 1.15)
    return layout, _key(layout, options, sides, wide, phone) if options else [], tops


def _least_across(look: Look) -> float:
    """Px that the drawing has at the least where words stand beside it."""
    return NARROW - 3 * look.sizes.label


def _flow(texts: tuple[str, ...], size: int, room: float) -> list[tuple[int, float]]:
    """Line and px from its start for each entry of a key, broken where the room ends."""
    places: list[tuple[int, float]] = []
    line, start = 0, 0.0
    for text in texts:
        need = text_width(text, size) + size * 2.2
        if start and start + need > room:
            line, start = line + 1, 0.0
        places.append((line, start))
        start += need
    return places


def _key(
    layout: Layout,
    options: tuple[str, ...],
    sides: tuple[str, ...],
    wide: list[tuple[int, float]],
    phone: list[tuple[int, float]],
) -> list[Spec]:
    """The options in their colours, in the order of the bar."""
    size, palette = layout.look.sizes.label, layout.look.palette
    rows = [
        {"text": text, "colour": colour, "zero": 0, "wide_x": here[1], "narrow_x": there[1]}
        | {"wide": size * (0.7 + 1.8 * here[0]), "narrow": size * (0.7 + 1.8 * there[0])}
        for text, (colour, _), here, there in zip(options, _coats(sides, palette), wide, phone, strict=True)
    ]
    square = {"type": "point", "shape": "square", "filled": True, "opacity": 1, "size": (size * 0.85) ** 2}
    name = {"type": "text", "align": "left", "baseline": "middle", "color": palette.quiet}
    layers = [
        layout.draw(rows, square, "zero", color=alt.Color("colour:N", scale=None)),
        layout.draw(rows, name, "zero", text=alt.Text("text:N")),
    ]
    for one, shift in zip(layers, (size * 0.45, size * 1.2), strict=True):
        place = f"(narrow ? datum.narrow_x : from + datum.wide_x) + {shift}"
        one["transform"][0] = {"calculate": place, "as": "x_zero"}
    return layers


def _coats(sides: tuple[str, ...], palette: Palette) -> list[tuple[str, str]]:
    """Fill and ink of each option: strong at the two ends of the scale, soft between, grey for the neutral answer."""
    strong = {"negative": palette.most_negative, "positive": palette.most_positive, "neutral": palette.neutral}
    soft = strong | {"negative": palette.negative, "positive": palette.positive}
    coats = []
    for i, side in enumerate(sides):
        is_end = i == (sides.index("negative") if side == "negative" else len(sides) - 1)
        ink = palette.on_neutral if side == "neutral" else palette.on_strong if is_end else palette.on_soft
        coats.append((strong[side] if is_end else soft[side], ink))
    return coats


def _segments(layout: Layout, bars: list[Bar], left: float, span: float) -> list[Spec]:
    rows = [row for i, bar in enumerate(bars) if bar.shares for row in _parts(layout, i, bar, left, span)]
    size, surface = layout.look.sizes.label, layout.look.palette.surface
    tips = tooltip(bar="Answers", option="Option", shown="Share")
    body = {"type": "bar", "orient": "horizontal", "size": size * 2.2, "stroke": surface, "strokeWidth": 1}
    name = {"type": "text", "align": "center", "baseline": "middle"}
    text = layout.draw(
        [row for row in rows if row["share"] >= LEAST_LABELLED], name, "middle",
        text=alt.Text("shown:N"), color=alt.Color("ink:N", scale=None),
    )  # fmt: skip
    text["transform"].append({"filter": "(datum.u2 - datum.u) * across >= datum.need"})
    return [layout.draw(rows, body, "u", "u2", color=alt.Color("colour:N", scale=None), tooltip=tips), text]


def _parts(layout: Layout, i: int, bar: Bar, left: float, span: float) -> list[dict[str, Any]]:
    edges = [(left - bar.left + so_far) / span for so_far in accumulate(bar.shares, initial=0.0)]
    rows = []
    for (start, end), option, share, (colour, ink) in zip(
        pairwise(edges), bar.options, bar.shares, _coats(bar.sides, layout.look.palette), strict=True
    ):
        shown = f"{share:.0%}"
        rows.append(
            layout.place(i, u=round(start, 5), u2=round(end, 5), middle=round((start + end) / 2, 5), share=share)
            | {"bar": bar.label, "option": option, "shown": shown, "colour": colour, "ink": ink}
            | {"need": text_width(shown, layout.look.sizes.label) + 4}
        )
    return rows


def _axis(layout: Layout, tops: tuple[float, float], bars: list[Bar], left: float, right: float) -> list[Spec]:
    """Shares to both sides of zero as whole numbers without a sign; zero marked above and below every bar."""
    size, palette, span = layout.look.sizes.label, layout.look.palette, left + right
    top = {"wide": tops[0], "narrow": tops[1]}
    values = [k * STEP for k in range(-int(left / STEP), int(right / STEP) + 1)]
    rows = [top | {"u": (value + left) / span, "text": f"{abs(value):.0%}"} for value in values]
    text = layout.draw(
        rows, {"type": "text", "baseline": "middle", "color": palette.quiet}, "u", text=alt.Text("text:N")
    )
    spots = [layout.place(i, u=left / span) for i, bar in enumerate(bars) if bar.shares]
    tick = layout.draw(spots, {"type": "rule", "color": palette.quiet, "strokeWidth": 1}, "u")
    tick["encoding"] |= {"y": tick["encoding"]["y"] | {"field": "above"}, "y2": {"field": "below"}}
    tick["transform"] += [
        {"calculate": f"datum.y {sign} {size * 1.5}", "as": name} for sign, name in (("-", "above"), ("+", "below"))
    ]
    return [tick, text]


def _reasons(layout: Layout, bars: list[Bar]) -> list[Spec]:
    """Why a bar is not there, where it would be."""
    size, palette = layout.look.sizes.label, layout.look.palette
    rows = []
    for i, bar in enumerate(bars):
        if bar.shares:
            continue
        lines = wrap(bar.reason, _least_across(layout.look) * 0.9, size)
        tall = wrap(bar.reason, phone_width(layout.look), size)
        up = (len(lines) - 1) / 2 * layout.line
        rows.append(
            {"zero": 0, "wide_text": lines, "narrow_text": tall, "wide": layout.wide_y[i] - up}
            | {"narrow": layout.narrow_y[i] + layout.line / 2}
        )
    if not rows:
        return []
    mark = {"type": "text", "align": "left", "baseline": "middle", "color": palette.quiet, "lineHeight": layout.line}
    text = layout.draw(rows, mark, "zero", text=alt.Text("text:N"))
    text["transform"][0] = {"calculate": "narrow ? 0 : from", "as": "x_zero"}
    text["transform"].append({"calculate": "narrow ? datum.narrow_text : datum.wide_text", "as": "text"})
    return [text]
