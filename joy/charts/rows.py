"""Rows of a chart with words left and right of a drawing, or above and below it where the page is narrow.

Vega cannot wrap words nor change a layout, so both layouts are worked out here and the width of the moment chooses.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Any

import altair as alt

from joy.charts.theme import NARROW, PHONE, SIZES, Look, Spec, layer
from joy.charts.words import text_width, wrap


@dataclass(frozen=True)
class Words:
    """What stands beside one row: its label, what it says, and a quieter line."""

    label: str
    says: str
    quiet: str = ""
    colour: str = ""
    is_drawn: bool = True  # whether marks stand beside the words


@dataclass(frozen=True)
class Layout:
    """Where rows lie. Numbers are px; expressions named here are what layers may use."""

    look: Look
    left: int
    right: int
    mark: float  # height that a row's drawing needs
    named: float  # room over the first drawing
    words: tuple[Words, ...]
    wide_y: tuple[float, ...]
    narrow_y: tuple[float, ...]
    needs: int = NARROW  # px that the drawing with the words at its right needs; with less they go below it

    @property
    def line(self) -> float:
        return self.look.sizes.label * 1.35

    def names_over(self, i: int) -> float:
        """Room over row `i` for the names of its marks: only the first row that is drawn has some."""
        return self.named if i == next((k for k, word in enumerate(self.words) if word.is_drawn), None) else 0

    @property
    def params(self) -> list[Spec]:
        """Whether the page is narrow, and where the drawing begins and how wide it is."""
        inset = self.look.sizes.label  # half a tick's number at either end
        return [
            {"name": "narrow", "expr": f"width < {self.needs + self.left}"},
            {"name": "from", "expr": f"narrow ? {inset} : {self.left}"},
            {"name": "across", "expr": f"width - (narrow ? {2 * inset} : {self.left + self.right})"},
        ]

    def place(self, i: int, **more: Any) -> dict[str, Any]:  # noqa: ANN401  fields of any type
        """A row of data at row `i`."""
        return {"wide": self.wide_y[i], "narrow": self.narrow_y[i], **more}

    def transform(self, *fractions: str) -> list[Spec]:
        """Turn row and fractions across (fields u, u2 …) into px (x, x2 … and y)."""
        across = [{"calculate": f"from + datum.{name} * across", "as": f"x_{name}"} for name in fractions]
        return [*across, {"calculate": "narrow ? datum.narrow : datum.wide", "as": "y"}]

    def draw(self, values: list[dict[str, Any]], mark: Spec, *fractions: str, **channels: Any) -> Spec:  # noqa: ANN401  Altair's channels share no type
        """A layer whose marks lie at `fractions` across (one, or two for a stretch) in their rows."""
        spots: dict[str, Any] = {"y": alt.Y("y:Q", scale=None, axis=None)}
        spots["x"] = alt.X(f"x_{fractions[0]}:Q", scale=None, axis=None)
        if fractions[1:]:
            spots["x2"] = alt.X2(f"x_{fractions[1]}:Q")
        return layer(values, mark, **spots, **channels) | {"transform": self.transform(*fractions)}


def lay_out(
    words: Sequence[Words], look: Look, *, mark: float, first: float = 0, named: float = 0, needs: int = NARROW
) -> Layout:
    """Find the columns' widths and each row's middle for both layouts. Labels wrap and are never cut off.

    `mark` is the height of a row's drawing, `first` the room above all rows, `named` the room over the first drawing
    for the names of its marks, `needs` the px under which words go below the drawing.
    """
    size = look.sizes.label
    left = _column([word.label for word in words], size, most=20 * size)
    right = _column([text for word in words for text in (word.says, word.quiet)], size, most=19 * size)
    line = size * 1.35
    tall = [
        max(len(wrap(word.label, left, size)), _count(word.says, right, size) + _count(word.quiet, right, size))
        for word in words
    ]
    wide = _middles([max(lines * line, mark) + size * 1.1 for lines in tall], first + named)
    return Layout(
        look,
        left + size,
        right + 2 * size,
        mark,
        named,
        tuple(words),
        tuple(wide),
        tuple(_stacked(words, look, mark, first, named)),
        needs,
    )


def _stacked(words: Sequence[Words], look: Look, mark: float, first: float, named: float) -> list[float]:
    """The middle of each row's drawing where the label stands above it and the words below."""
    size, across = look.sizes.label, phone_width(look)
    line, top, drawn = size * 1.35, first, 0
    middles = []
    for word in words:
        over = len(wrap(word.label, across, size)) * line
        under = (_count(word.says, across, size) + _count(word.quiet, across, size)) * line
        drawn += word.is_drawn
        names = named if word.is_drawn and drawn == 1 else 0
        height = mark * 1.4 if word.is_drawn else 0
        middles.append(top + over + names + height / 2)
        top += over + names + height + under + size * 1.6
    return middles


def phone_width(look: Look) -> int:
    """Px of the narrowest page that words are wrapped for, in step with the size of type."""
    return PHONE * look.sizes.label // SIZES["page"].label


def _column(texts: Sequence[str], size: int, *, most: int) -> int:
    return min(most, round(max((text_width(text, size) for text in texts), default=0)) + size)


def _count(text: str, width: int, size: int) -> int:
    return len(wrap(text, width, size)) if text else 0


def _middles(heights: Sequence[float], first: float) -> list[float]:
    ends = list(accumulate(heights, initial=first))
    return [(top + bottom) / 2 for top, bottom in pairwise(ends)]


def word_layers(layout: Layout) -> list[Spec]:
    """The labels and the words of every row, in both layouts."""
    size, across = layout.look.sizes.label, phone_width(layout.look)
    wide_left, wide_right = layout.left - size, layout.right - 2 * size
    rows: list[dict[str, Any]] = []
    for i, word in enumerate(layout.words):
        colour = word.colour or layout.look.palette.ink
        says = _block(layout, i, word, wide_right, across)
        rows += [
            _label(layout, i, word, wide_left, across),
            *(text | {"colour": text["colour"] or colour} for text in says),
        ]
    mark = {"type": "text", "align": "left", "baseline": "middle", "lineHeight": layout.line}
    choose = [
        {"calculate": "narrow ? datum.narrow_text : datum.wide_text", "as": "text"},
        {"calculate": "narrow ? 0 : datum.right ? from + across + datum.right : 0", "as": "x"},
        {"calculate": "narrow ? datum.narrow : datum.wide", "as": "y"},
    ]
    spots = {"x": alt.X("x:Q", scale=None, axis=None), "y": alt.Y("y:Q", scale=None, axis=None)}
    channels = {"text": alt.Text("text:N"), "color": alt.Color("colour:N", scale=None)}
    return [
        layer(own, mark | {"fontWeight": weight}, **spots, **channels) | {"transform": choose}
        for weight in (400, 600) if (own := [row for row in rows if row["weight"] == weight])
    ]  # fmt: skip


def _half(layout: Layout, word: Words) -> float:
    return layout.mark * 0.7 if word.is_drawn else 0


def _label(layout: Layout, i: int, word: Words, wide: int, across: int) -> dict[str, Any]:
    size = layout.look.sizes.label
    lines, tall = wrap(word.label, wide, size), wrap(word.label, across, size)
    up = _half(layout, word) + (len(tall) - 0.5) * layout.line + layout.names_over(i)
    return {
        "wide_text": lines, "narrow_text": tall, "right": 0, "colour": layout.look.palette.ink, "weight": 600,
        "wide": layout.wide_y[i] - (len(lines) - 1) / 2 * layout.line, "narrow": layout.narrow_y[i] - up,
    }  # fmt: skip


def _block(layout: Layout, i: int, word: Words, wide: int, across: int) -> list[dict[str, Any]]:
    """What a row says, and its quieter line under it."""
    size, line = layout.look.sizes.label, layout.line
    parts = [(word.says, "", 600), (word.quiet, layout.look.palette.quiet, 400)]
    texts = [
        (wrap(text, wide, size), wrap(text, across, size), colour, weight) for text, colour, weight in parts if text
    ]
    total, rows, before, under = sum(len(text[0]) for text in texts), [], 0, 0
    for lines, tall, colour, weight in texts:
        rows.append({
            "wide_text": lines, "narrow_text": tall, "right": 1.6 * size, "colour": colour, "weight": weight,
            "wide": layout.wide_y[i] + (before - (total - 1) / 2) * line,
            "narrow": layout.narrow_y[i] + _half(layout, word) + (under + 0.5) * line,
        })  # fmt: skip
        before, under = before + len(lines), under + len(tall)
    return rows
