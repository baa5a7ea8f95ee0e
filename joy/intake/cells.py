"""Reading single cells: what no cell may hold, and whole numbers, numbers, days and yes or no without guessing.

Every check looks at each distinct text once; a problem names how many rows hold it and the first of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from datetime import date, datetime
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from joy.intake.columns import TextColumn
from joy.intake.problems import Problems, quoted, rows_in_words


MAX_CELL = 10_000
# Control characters, and characters that turn or hide text (Unicode 15.1, bidirectional and zero-width formats).
FORBIDDEN = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060\u2066-\u2069]"
)
FORMULA = re.compile(r"^[=+\-@\t\r]")  # OWASP, CSV injection
NUMBER = re.compile(r"^[+-]?[0-9]+([.,][0-9]+)?$")
WHOLE = re.compile(r"^[0-9]{1,9}$")
DECIMAL = re.compile(r"^-?[0-9]{1,12}(\.[0-9]{1,12})?$")
POWER = re.compile(r"^[0-9]+([.,][0-9]+)?[eE][+-]?[0-9]+$")
ISO = re.compile(r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")
SLASHED = re.compile(r"^([0-9]{1,2})[/.\-]([0-9]{1,2})[/.\-]([0-9]{4}|[0-9]{2})$")
DAY_NUMBER = re.compile(r"^[0-9]{5}$")  # days since 1900, as spreadsheets store them: five digits from 1927 to 2173
EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[a-zA-Z]{2,}")
TRUTH = {"true": True, "yes": True, "false": False, "no": False}
MONTHS = 12
T = TypeVar("T")


def check_texts(column: TextColumn, problems: Problems, listed: Collection[str] = ()) -> None:
    """Add a problem for over-long, control, text-turning and formula-like cells, except texts the profile lists."""
    for code, text in enumerate(column.labels):
        if text in listed:
            continue
        if len(text) > MAX_CELL:
            say(
                column,
                code,
                f"A cell holds {len(text):,} characters; at most {MAX_CELL:,} are read.",
                "Shorten it.",
                problems,
            )
        elif found := FORBIDDEN.search(text):
            name = f"U+{ord(found.group()):04X}"
            say(column, code, f"{quoted(text)} holds the invisible character {name}.", "Retype the cell.", problems)
        elif FORMULA.match(text) and not NUMBER.match(text):
            reason = f"{quoted(text)} begins like a formula, which a spreadsheet would run."
            say(column, code, reason, "Paste the sheet as values, or begin the cell with another character.", problems)


def say(column: TextColumn, code: int, reason: str, remedy: str, problems: Problems) -> None:
    """Add a problem about one text of a column: at its first row, with a count when there are more."""
    count, row = int(column.counts[code]), column.first_rows.get(code)
    if problems.has(row, column.header):
        return
    if count > 1:
        held = f"({rows_in_words(column.rows_of(code), count)})"
        reason = f"{reason[:-1]} {held}." if reason.endswith(".") else f"{reason} {held}"
    problems.add(reason, remedy, row=row, column=column.header)


def read_each(column: TextColumn, read: Callable[[int, str], T | None]) -> list[T | None]:
    """Read every distinct text once, in the order of the column's labels; empty texts become None."""
    return [read(code, text) if text else None for code, text in enumerate(column.labels)]


def whole_number(column: TextColumn, problems: Problems) -> Callable[[int, str], int | None]:
    """Read counts: digits 0 to 9 only, at most nine of them, no sign, no thousands mark."""

    def read(code: int, text: str) -> int | None:
        if WHOLE.match(text):
            return int(text)
        say(column, code, f"{quoted(text)} is not a whole number.", _number_remedy(text), problems)
        return None

    return read


def number(column: TextColumn, problems: Problems) -> Callable[[int, str], float | None]:
    """Read numbers with a decimal point."""

    def read(code: int, text: str) -> float | None:
        if DECIMAL.match(text):
            return float(text)
        say(column, code, f"{quoted(text)} is not a number.", _number_remedy(text), problems)
        return None

    return read


def truth(column: TextColumn, problems: Problems) -> Callable[[int, str], bool | None]:
    """Read true, false, yes or no."""

    def read(code: int, text: str) -> bool | None:
        if text.casefold() in TRUTH:
            return TRUTH[text.casefold()]
        say(column, code, f"{quoted(text)} is neither true nor false.", "Write true or false.", problems)
        return None

    return read


def read_days(column: TextColumn, date_format: str | None, problems: Problems) -> list[date | None]:
    """Read days written as 2024-03-31, or in the one format that the profile declares."""
    unread: list[int] = []

    def read(code: int, text: str) -> date | None:
        day = _day(text, date_format)
        if day is None:
            unread.append(code)
        return day

    days = read_each(column, read)
    slashed = [code for code in unread if SLASHED.match(column.labels[code]) and date_format is None]
    if slashed:
        _say_ambiguous(column, slashed, problems)
    for code in unread:
        if code not in slashed:
            _say_no_day(column, code, date_format, problems)
    return days


def spread(values: Iterable[T | None], column: TextColumn) -> npt.NDArray[np.object_]:
    """The value of every row, from the value of every distinct text."""
    each = np.empty(len(column.labels), dtype=object)
    each[:] = list(values)
    whole: npt.NDArray[np.object_] = each[column.codes]
    return whole


def _day(text: str, date_format: str | None) -> date | None:
    if not text.isascii():
        return None
    try:
        if ISO.match(text):
            return date.fromisoformat(text)
        return datetime.strptime(text, date_format).date() if date_format else None  # noqa: DTZ007 - a day has no zone
    except ValueError:
        return None


def _number_remedy(text: str) -> str:
    if POWER.match(text):
        return "A spreadsheet has turned it into a power of ten; type the figure again."
    if not text.isascii():
        return "Type it with the digits 0 to 9."
    if text.startswith("-"):
        return "Correct it: it cannot be below zero."
    return "Write digits only, with a point for decimals where they are allowed: no commas, spaces or signs."


def _say_no_day(column: TextColumn, code: int, date_format: str | None, problems: Problems) -> None:
    text = column.labels[code]
    if ISO.match(text):
        say(column, code, f"{quoted(text)} is not a day of the calendar.", "Correct the day.", problems)
        return
    wanted = f"{date_format}, as the profile says" if date_format else "2024-03-31"
    remedy = "Correct the cell, or declare the file's own way in the profile: date_format."
    if DAY_NUMBER.match(text):
        remedy = "It may be a spreadsheet's day number: format the column as a date such as 2024-03-31 and save again."
    say(column, code, f"{quoted(text)} is not a day written as {wanted}.", remedy, problems)


def _say_ambiguous(column: TextColumn, codes: list[int], problems: Problems) -> None:
    """Days such as 03/04/2024: say which rows prove the order of day and month, or that none does."""
    day_first = next((c for c in codes if _part(column.labels[c], 1) > MONTHS), None)
    month_first = next((c for c in codes if _part(column.labels[c], 2) > MONTHS), None)
    proofs = {"day first": day_first, "month first": month_first}
    proven = {
        order: f"row {column.first_rows[code]}, {quoted(column.labels[code])}, is {order}"
        for order, code in proofs.items()
        if code is not None
    }
    example = column.labels[codes[0]]
    told = "; ".join(proven.values()) or "no row proves whether day or month comes first"
    reason = f"Dates are written like {quoted(example)}; {told}."
    problems.add(reason, _order_remedy(set(proven), example), row=column.first_rows[codes[0]], column=column.header)


def _part(text: str, which: int) -> int:
    found = SLASHED.match(text)
    return int(found.group(which)) if found else 0


def _order_remedy(proven: set[str], example: str) -> str:
    mark = next(character for character in example if not character.isdigit())
    year = "%y" if len(example.rsplit(mark, 1)[1]) == len("24") else "%Y"
    ways = {"day first": mark.join(("%d", "%m", year)), "month first": mark.join(("%m", "%d", year))}
    if len(proven) > 1:
        return "Both orders are in one column: write the dates as 2024-03-31."
    lines = " or ".join(f'date_format = "{way}"' for order, way in ways.items() if not proven or order in proven)
    ask = "" if proven else "ask who made the file and "
    return f"Write the dates as 2024-03-31, or {ask}put into the profile: {lines}."
