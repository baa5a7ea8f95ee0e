"""Words and numbers on a chart: wrapping, widths, values and dates as the reader writes them."""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import UTC, date, datetime
from textwrap import TextWrapper
from typing import Any

import pandas as pd


NARROW_LETTERS = frozenset(" .,:;'’|!()[]ijlftr-–")
WIDE_LETTERS = frozenset("mwMWÄÖÜ%@—")


def text_width(text: str, size: float) -> float:
    """Guess the width of a text in px, a little too wide rather than too narrow (Helvetica's proportions)."""
    return size * sum(_letter_width(letter) for letter in text)


def _letter_width(letter: str) -> float:
    if letter in NARROW_LETTERS:
        return 0.34
    if letter in WIDE_LETTERS:
        return 0.9
    return 0.7 if letter.isupper() else 0.57


def wrap(text: str, width: float, size: float) -> list[str]:
    """Break a text into lines that fit `width` px; a word longer than a line is broken too, never cut off."""
    mean = text_width(text, size) / max(len(text), 1)
    letters = max(6, int(width / mean)) if mean else 6
    return TextWrapper(width=letters, break_on_hyphens=True).wrap(text) or [""]


def value_text(value: float | None, *, is_share: bool, span: float = 1.0) -> str:
    """A value as the reader writes it: 62%, 6.4 or 71; more decimals where the scale is short."""
    if value is None or not math.isfinite(value):
        return ""
    if is_share:
        decimals = 0 if span > 0.25 else 1  # noqa: PLR2004  a quarter of the full scale
        return f"{value * 100 + 0.0:.{decimals}f}%"
    decimals = 0 if span > 25 else 1  # noqa: PLR2004  points on a 0 to 100 scale need no decimals
    return f"{value + 0.0:.{decimals}f}"


def ticks(minimum: float, maximum: float) -> list[float]:
    """About four round, evenly spaced values from minimum to maximum, both included."""
    span = maximum - minimum
    for parts in (4, 5, 3, 2, 6):
        if _is_round(span / parts):
            return [round(minimum + span * k / parts, 10) for k in range(parts + 1)]
    return [minimum, maximum]


def _is_round(step: float) -> bool:
    if step <= 0:
        return False
    lead = round(step / 10 ** math.floor(math.log10(step)), 6)
    return lead in {1.0, 2.0, 5.0} or (lead == 2.5 and not 2 <= step < 3)  # noqa: PLR2004  2.5, 5, 7.5 reads badly


def letter(number: int) -> str:
    """1 → a, 26 → z, 27 → aa: how notes are counted, so that they are not taken for tests."""
    name = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        name = chr(ord("a") + rest) + name
    return name


def iso(day: date | datetime | pd.Timestamp) -> str:
    """A day as 2026-11-22, which Vega reads as UTC."""
    return day.isoformat()[:10]


def instant(day: date | datetime | pd.Timestamp) -> int:
    """A day's midnight as milliseconds since 1970, UTC: what a scale's domain takes."""
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp() * 1000)


def number_or_none(value: Any) -> float | None:  # noqa: ANN401  whatever a frame's cell holds
    """A cell as a plain float; missing and infinite become None, so that a gap stays a gap."""
    if value is None or pd.isna(value):
        return None
    number = float(value)
    return number if math.isfinite(number) else None


def cells(column: Iterable[Any]) -> list[str]:
    """A text column as plain strings, missing as empty."""
    return ["" if cell is None or pd.isna(cell) else str(cell) for cell in column]
