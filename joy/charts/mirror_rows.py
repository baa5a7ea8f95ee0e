"""The rows of the relationships mirror: what each says, and where it lies on a wide page and on a phone."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

import altair as alt

from joy.charts.palette import Palette
from joy.charts.rows import phone_width
from joy.charts.theme import NARROW, Look, Spec, layer
from joy.charts.timeline import SILENT
from joy.charts.words import cells, number_or_none, text_width, value_text, wrap
from joy.findings import WORDS, Likeness, Mirror, Verdict


Rows = list[dict[str, Any]]

MIDDLE = 19  # widest the words between the sides may be, in heights of type
NUMBER = 2.8  # room for a number beyond the outer end, in heights of type
GAP = 2.4  # between the two sides on a phone, in heights of type


@dataclass(frozen=True)
class Question:
    """One row: its label, the numbers of both sides (missing where not shown) and what both say together."""

    label: str
    is_scale: bool
    before: tuple[float | None, float | None]
    after: tuple[float | None, float | None]
    likeness: Likeness
    words: str
    tip: str
    n: str


@dataclass(frozen=True)
class Plan:
    """Where rows lie: px from the top of each row's drawing and words, on a wide page and on a phone."""

    record: Mirror
    look: Look
    questions: tuple[Question, ...]
    middle: float
    wide_y: tuple[float, ...]
    narrow_y: tuple[float, ...]

    @property
    def size(self) -> int:
        return self.look.sizes.label

    @property
    def palette(self) -> Palette:
        return self.look.palette

    @property
    def params(self) -> list[Spec]:
        """Whether the page is narrow, how wide the middle is, and how long each side's scale."""
        size = self.size
        return [
            {"name": "narrow", "expr": f"width < {NARROW + self.middle / 2:g}"},
            {"name": "mid", "expr": f"narrow ? {size * GAP:g} : {self.middle:g}"},
            {"name": "side", "expr": f"(width - mid) / 2 - {size * NUMBER:g}"},
        ]

    def draw(self, rows: Rows, mark: Spec, *fractions: str, **channels: Any) -> Spec:  # noqa: ANN401  Altair's channels share no type
        """A layer whose marks lie at fractions of their side's scale, counted outwards from the middle."""
        spots: dict[str, Any] = {"x": alt.X(f"x_{fractions[0]}:Q", scale=None, axis=None)}
        if fractions[1:]:
            spots["x2"] = alt.X2(f"x_{fractions[1]}:Q")
        out = "width / 2 + datum.side * (mid / 2 + datum.{0} * side) + (datum.dx || 0)"
        across = [{"calculate": out.format(name), "as": f"x_{name}"} for name in fractions]
        down = {"calculate": "narrow ? datum.narrow : datum.wide", "as": "y"}
        return layer(rows, mark, **spots, y=alt.Y("y:Q", scale=None, axis=None), **channels) | {
            "transform": [*across, down]
        }

    def fraction(self, value: float) -> float:
        low, high = self.ends
        return round(min(1.0, max(0.0, (value - low) / (high - low))), 4)

    @property
    def ends(self) -> tuple[float, float]:
        """The scale of both sides: the record's own, widened where a value lies outside it."""
        values = [value for one in self.questions for value in (*one.before, *one.after) if value is not None]
        low, high = min([self.record.minimum, *values]), max([self.record.maximum, *values])
        return low, high if high > low else low + 1.0

    def shown(self, value: float) -> str:
        low, high = self.ends
        return value_text(value, is_share=False, span=high - low)


def questions_of(record: Mirror) -> tuple[Question, ...]:
    """Read a record's rows in their order; none where the whole is hidden or was not asked."""
    if record.verdict in SILENT or not len(record.rows):
        return ()
    frame = record.rows
    names = ("colleagues_before", "users_before", "colleagues_after", "users_after", "gap", "gap_low", "gap_high")
    numbers = zip(*([number_or_none(cell) for cell in frame[name]] for name in names), strict=True)
    span = record.maximum - record.minimum
    shared = n_of_most(record)
    texts = zip(*(cells(frame[name]) for name in ("label", "likeness", "n")), frame["is_scale"], strict=True)
    questions = []
    for (label, likely, n, is_scale), (cb, ub, ca, ua, gap, low, high) in zip(texts, numbers, strict=True):
        likeness = Likeness(likely)
        words = _likeness(likeness, gap, span) + (f" (n {n})" if n not in {"", shared} else "")
        before, after = ((None, None), (None, None)) if likeness is Likeness.HIDDEN else ((cb, ub), (ca, ua))
        tip = _interval(gap, low, high, span)
        questions.append(Question(label, bool(is_scale), before, after, likeness, words, tip, n))
    return tuple(questions)


def n_of_most(record: Mirror) -> str:
    """The n that most rows share: said once, over all of them."""
    counts = Counter(n for n in cells(record.rows["n"]) if n)
    return counts.most_common(1)[0][0] if counts else ""


def _likeness(likeness: Likeness, gap: float | None, span: float) -> str:
    """What a row says in words, with a sign before them that does without colour."""
    match likeness:
        case Likeness.SIMILAR:
            return "= alike"
        case Likeness.DIFFERENT if gap is not None:
            points = value_text(abs(gap), is_share=False, span=span)
            side = "service users" if gap > 0 else "colleagues"
            if float(points) == 0:
                return f"◆ slightly higher with {side}"
            return f"◆ {points} {'point' if points == '1' else 'points'} higher with {side}"
        case Likeness.HIDDEN:
            return WORDS[Verdict.HIDDEN]
    return "? cannot tell"


def _interval(gap: float | None, low: float | None, high: float | None, span: float) -> str:
    if gap is None or low is None or high is None:
        return ""
    decimals = 0 if len(value_text(1, is_share=False, span=span)) == 1 else 1
    return f"{gap:+.{decimals}f} ({low:+.{decimals}f} to {high:+.{decimals}f})".replace("-", "−")


def plan_of(record: Mirror, look: Look, questions: tuple[Question, ...]) -> Plan:
    """Lay the rows out for both widths: as high as their words need, words in the middle or above and below."""
    size = look.sizes.label
    line, across = size * 1.35, phone_width(look)
    widest = max(text_width(text, size * 1.05) for one in questions for text in (one.label, one.words))
    middle = max(MIDDLE * size * 0.8, min(MIDDLE * size, round(widest))) + 2 * size
    wide, narrow = [], []
    for one in questions:
        lines = len(wrap(one.label, middle - 2 * size, size)) + len(wrap(one.words, middle - 2 * size, size))
        wide.append(max(lines * line, size * 2) + size * 1.2)
        tall = len(wrap(one.label, across, size)) + len(wrap(one.words, across, size))
        narrow.append(tall * line + 2 * half_of(one, size) + size * 1.2)
    starts = [list(accumulate(heights, initial=size * over)) for heights, over in ((wide, 3.6), (narrow, 6.6))]
    tops = [
        tuple(begin + height / 2 for begin, height in zip(start, heights, strict=False))
        for start, heights in zip(starts, (wide, narrow), strict=True)
    ]
    return Plan(record, look, questions, middle, *tops)


def half_of(one: Question, size: int) -> float:
    """Give half the height of a row's drawing on a phone: none where nothing may be drawn."""
    return 0.0 if one.likeness is Likeness.HIDDEN else size * 1.1


def row_at(plan: Plan, i: int, **more: Any) -> dict[str, Any]:  # noqa: ANN401  fields of any type
    """A row of data that lies on row `i`."""
    return {"wide": plan.wide_y[i], "narrow": lane_of(plan, i), **more}


def lane_of(plan: Plan, i: int) -> float:
    """The middle of a row's drawing on a phone, where its label stands above and its words below."""
    one, across = plan.questions[i], phone_width(plan.look)
    over, under = len(wrap(one.label, across, plan.size)), len(wrap(one.words, across, plan.size))
    return plan.narrow_y[i] + (over - under) / 2 * plan.size * 1.35
