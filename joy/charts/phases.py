"""Where a new phase begins: a line, the step in words, and the reason that a person gave for it."""

from __future__ import annotations

from itertools import accumulate
from typing import Any

import altair as alt

from joy.charts.run_frame import Rows
from joy.charts.series import AnyFrame
from joy.charts.theme import NARROW, PHONE, Look, Spec, at, layer
from joy.charts.words import cells, instant, text_width, wrap
from joy.findings import Control, Run


WIDE_WORDS = 420  # px that a reason may take on a wide page before it breaks


def room_for_phases(record: Run | Control, look: Look) -> tuple[float, float]:
    """Px above the plot that the words of all phases take, on a wide page and on a phone."""
    blocks = _blocks(record, look)
    return _line(look) * sum(block["wide_lines"] for block in blocks), _line(look) * sum(
        block["phone_lines"] for block in blocks
    )


def phase_marks(frame: AnyFrame) -> list[Spec]:
    """A line down the plot at each phase's start and its words above, the latest phase lowest."""
    blocks = _placed(frame)
    if not blocks:
        return []
    rule = {"type": "rule", "color": frame.palette.ink, "strokeWidth": 1.2}
    y = alt.Y("y:Q", scale=None, axis=None)
    choose: list[Spec] = [
        {"calculate": f"width < {NARROW} ? datum.phone_y : datum.wide_y", "as": "y"},
        {"calculate": f"width < {NARROW} ? datum.phone_need : datum.wide_need", "as": "need"},
        {"calculate": "max(0, min(datum.place * width + 6, width + datum.beyond - datum.need))", "as": "x"},
    ]
    # On a phone the words may begin left of their line, which then stops short of them.
    start = {"calculate": f"width < {NARROW} ? -4 : datum.wide_y", "as": "y"}
    marks = layer(blocks, rule, x=frame.x, y=y, y2=at(frame.height)) | {"transform": [start]}
    return [marks, *(one | {"transform": [*choose, *one["transform"]]} for one in _words(frame, blocks))]


def _words(frame: AnyFrame, blocks: Rows) -> list[Spec]:
    """The step, and the reason under it, each on a rim of the page's colour that keeps the flags' lines off."""
    line, palette = _line(frame.look), frame.palette
    x, y = alt.X("x:Q", scale=None, axis=None), alt.Y("y:Q", scale=None)
    text = {"type": "text", "align": "left", "baseline": "middle", "lineHeight": line}
    rim = {"stroke": palette.surface, "strokeWidth": 5, "strokeJoin": "round"}
    step = text | {"fontWeight": 600, "dy": line / 2}
    reason = text | {"color": palette.quiet, "dy": line * 1.5}
    pick = {"calculate": f"width < {NARROW} ? datum.phone : datum.wide", "as": "reason"}
    reasons = [block for block in blocks if block["wide"]]
    return [
        layer(rows, mark, x=x, y=y, text=alt.Text(f"{name}:N")) | {"transform": [pick]}
        for name, rows, look in (("step", blocks, step), ("reason", reasons, reason))
        for mark in (look | rim, look)
        if rows
    ]


def _placed(frame: AnyFrame) -> Rows:
    """Each phase's words with the upper edge they take in both layouts."""
    blocks, line = _blocks(frame.run, frame.look), _line(frame.look)
    tops = {}
    for layout in ("wide", "phone"):
        heights = list(accumulate(block[f"{layout}_lines"] for block in reversed(blocks)))
        tops[layout] = [-frame.header - height * line for height in reversed(heights)]
    return [
        block | {"place": frame.span.fraction(block["moment"]), "wide_y": wide, "phone_y": phone}
        for block, wide, phone in zip(blocks, tops["wide"], tops["phone"], strict=True)
    ]


def _blocks(record: Run | Control, look: Look) -> Rows:
    if not len(record.phases):
        return []
    frame = record.phases.sort_values("start")
    return [
        _block(instant(day), step, reason, look)
        for day, step, reason in zip(frame["start"], cells(frame["label"]), cells(frame["reason"]), strict=True)
    ]


def _block(moment: int, step: str, reason: str, look: Look) -> dict[str, Any]:
    size = look.sizes.label
    block: dict[str, Any] = {"moment": moment, "step": step, "beyond": size * 4}
    for layout, width in (("wide", WIDE_WORDS * size // 13), ("phone", PHONE * size // 13)):
        lines = wrap(reason, width, size) if reason else []
        needs = [text_width(text, size) * 1.05 for text in (step, *lines)]
        block |= {layout: lines, f"{layout}_lines": 1 + len(lines), f"{layout}_need": round(max(needs))}
    return block


def _line(look: Look) -> float:
    return look.sizes.label * 1.35
