"""Collecting everything that is wrong with a file before saying so, once."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from joy.errors import DataProblem, Problem


LISTED = 200  # more problems than this in one message help nobody
SHOWN_CHARACTERS = 60


class Problems:
    """The problems of one file, in the order in which they were found."""

    def __init__(self, file_label: str) -> None:
        self.file_label = file_label
        self._found: list[Problem] = []
        self._held: list[Problem] = []
        self._cells: set[tuple[int | None, str | None]] = set()

    def has(self, row: int | None, column: str) -> bool:
        """Whether something was said of this very cell: its first fault is enough."""
        return (row, column) in self._cells

    def __len__(self) -> int:
        return len(self._found)

    def add(self, reason: str, remedy: str, *, row: int | None = None, column: str | None = None) -> None:
        self._cells.add((row, column))
        named = None if column is None else column or "(no name)"
        self._found.append(Problem(reason, remedy, where=self.file_label, row=row, column=named and shown(named)))

    def hold(self, reason: str, remedy: str, *, row: int | None = None, column: str | None = None) -> None:
        """Keep a problem that need not stop the reading, to tell it together with what is found later."""
        self._held.append(Problem(reason, remedy, where=self.file_label, row=row, column=column))

    def stop_if_any(self, *, held: bool = False) -> None:
        """Raise `DataProblem` with what was found, at most `LISTED` of them and a count of the rest.

        Problems that were held are told first; by themselves they stop only where `held` says so.
        """
        if not self._found and not (held and self._held):
            return
        every = [*self._held, *self._found]
        listed, more = every[:LISTED], len(every) - LISTED
        if more > 0:
            listed.append(Problem(f"… and {more:,} more problems.", "Mend the ones above first, then try again."))
        raise DataProblem(listed)


def shown(text: str) -> str:
    """A cell's text as it may be quoted to a reader: invisible characters named, long ones cut."""
    cut = text if len(text) <= SHOWN_CHARACTERS else text[:SHOWN_CHARACTERS] + "…"
    return "".join(_visible(character) for character in cut)


def quoted(text: str) -> str:
    return f"“{shown(text)}”"


def listing(texts: Iterable[str], most: int = 8) -> str:
    """A short list in words: “a”, “b” and 3 more."""
    every = [quoted(text) for text in texts]
    if len(every) > most:
        return f"{', '.join(every[:most])} and {len(every) - most} more"
    return " and ".join(filter(None, [", ".join(every[:-1]), every[-1]])) if every else "none"


def counted(number: int, one: str, many: str | None = None) -> str:
    """1 row, 2 rows."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def rows_in_words(rows: Iterable[int], count: int) -> str:
    """rows 3, 9 and 14, or: 27 rows, first 3, 9 and 14."""
    first = [str(row) for row in rows]
    together = " and ".join(filter(None, [", ".join(first[:-1]), first[-1]]))
    if count <= len(first):
        return f"row {together}" if count == 1 else f"rows {together}"
    return f"{count:,} rows, first {together}"


def toml_text(text: str) -> str:
    """A text as it must be written in a profile."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + re.sub(r"[\x00-\x1f\x7f]", lambda found: f"\\u{ord(found.group()):04x}", escaped) + '"'


def _visible(character: str) -> str:
    if character == " " or unicodedata.category(character)[0] not in "CZ":
        return character
    return f"<U+{ord(character):04X}>"
