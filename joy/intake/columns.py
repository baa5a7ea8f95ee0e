"""A file as columns of text, and which of its headers are the ones a profile asks for."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from joy.intake.problems import Problems, counted, listing, quoted, toml_text


FIRST_ROW = 2  # rows count as a spreadsheet does: the header is row 1
CHUNK = 4_096  # rows taken at once; small, so that the collector of garbage never walks millions of cells
MAX_ROWS = 2_000_000
MAX_COLUMNS = 2_000  # the widest real export at hand has 707
BOM = "\ufeff"
Codes = npt.NDArray[np.int32]


@dataclass(frozen=True)
class TextColumn:
    """One column: its distinct cell texts, and for every row which of them it holds."""

    header: str
    labels: tuple[str, ...]
    codes: Codes

    @cached_property
    def counts(self) -> npt.NDArray[np.int64]:
        return np.bincount(self.codes, minlength=len(self.labels)).astype(np.int64)

    @cached_property
    def first_rows(self) -> dict[int, int]:
        """The spreadsheet row in which each label first stands."""
        held, first = np.unique(self.codes, return_index=True)
        return {int(code): int(row) + FIRST_ROW for code, row in zip(held, first, strict=True)}

    def rows_of(self, code: int, most: int = 3) -> list[int]:
        return [int(row) + FIRST_ROW for row in np.flatnonzero(self.codes == code)[:most]]

    def text_of(self, row: int) -> str:
        return self.labels[int(self.codes[row])]


@dataclass(frozen=True)
class Wanted:
    """What a profile asks of a header: our key → how the file writes it."""

    required: Mapping[str, str]
    optional: Mapping[str, str]
    match: Literal["whole", "beginning"] = "whole"
    ignore: tuple[str, ...] = ()
    ignore_others: bool = False

    def score(self, headers: Sequence[str]) -> int:
        """How many of the wanted columns a header line offers."""
        return sum(bool(self.find(headers, header)) for header in {**self.optional, **self.required}.values())

    def find(self, headers: Sequence[str], wanted: str) -> list[int]:
        """Where the header stands: whole, or else by its beginning if the profile says so."""
        folded, name = [fold_header(header) for header in headers], fold_header(wanted)
        whole = [place for place, header in enumerate(folded) if header == name]
        if whole or self.match == "whole" or not name:
            return whole
        return [place for place, header in enumerate(folded) if _begins(header, name)]


@dataclass(frozen=True)
class Sheet:
    """The wanted columns of a file, by our key."""

    columns: Mapping[str, TextColumn]
    rows: int
    notes: tuple[str, ...] = ()  # what was passed over on the way


def clean(text: str) -> str:
    """A cell as it is compared: NFC, without byte order marks; nothing else is touched."""
    return unicodedata.normalize("NFC", text.replace(BOM, ""))


def fold_header(header: str) -> str:
    return clean(header).strip().casefold()


def place_headers(headers: Sequence[str], wanted: Wanted, problems: Problems) -> dict[str, int]:
    """Match headers one to one. Adds a problem for every missing, double or unlisted column.

    Returns our key → position in the file; incomplete when problems were added.
    """
    places: dict[str, int] = {}
    missing: list[str] = []
    for key, header in {**wanted.required, **wanted.optional}.items():
        found = wanted.find(headers, header)
        if len(found) > 1:
            _say_double(headers, found, problems)
        elif found:
            places[key] = found[0]
        elif key in wanted.required:
            missing.append(header)
    if missing:
        _say_missing(headers, missing, problems)
    _check_others(headers, set(places.values()), wanted, problems)
    return places


def read_columns(
    records: Iterator[list[str]],
    places: Mapping[str, int],
    headers: Sequence[str],
    problems: Problems,
    *,
    takes_nameless: bool = False,
) -> Sheet:
    """Read the body of a file into columns, in chunks so that memory holds each distinct text once.

    Adds a problem for every row with too many or too few cells and for empty rows; the columns are then incomplete.
    Empty rows at the end and empty columns without a name at the right are passed over, and noted.
    """
    makers = {key: _ColumnMaker(headers[place]) for key, place in places.items()}
    body, tail, row = _Body(records), _named_width(headers, places), FIRST_ROW
    while chunk := list(islice(body.rows, CHUNK)):
        _check_shape(chunk, row, len(headers), problems)
        if row + len(chunk) - FIRST_ROW > MAX_ROWS:
            problems.add(f"The file has more than {MAX_ROWS:,} rows.", "Split it and import the parts one by one.")
            break
        row += len(chunk)
        if not takes_nameless and tail < len(headers) and any(any(cells[tail:]) for cells in chunk):
            _say_nameless(list(range(tail, len(headers))), problems)
            tail = len(headers)
        if not len(problems):
            columns = list(zip(*chunk, strict=True))
            for key, maker in makers.items():
                maker.take(columns[places[key]])
    notes = (*_empty_rows_note(body.empty), *_empty_columns_note(0 if takes_nameless else len(headers) - tail))
    return Sheet({key: maker.column() for key, maker in makers.items()}, row - FIRST_ROW, notes)


class _Body:
    """The rows of a file but for empty ones at its end; `empty` counts those once all are read."""

    def __init__(self, records: Iterator[list[str]]) -> None:
        self._records, self.empty = records, 0
        self.rows = self._without_empty_end()

    def _without_empty_end(self) -> Iterator[list[str]]:
        for cells in self._records:
            if not any(cells):
                self.empty += 1
                continue
            if self.empty:
                yield from [[""]] * self.empty
                self.empty = 0
            yield cells


def _named_width(headers: Sequence[str], places: Mapping[str, int]) -> int:
    """How many columns there are up to the last that has a name or is asked for."""
    named = [place for place, header in enumerate(headers) if header.strip()]
    return max((*named, *places.values()), default=-1) + 1


def _empty_rows_note(number: int) -> tuple[str, ...]:
    if not number:
        return ()
    return (f"{counted(number, 'empty row')} at the end {'was' if number == 1 else 'were'} passed over.",)


def _empty_columns_note(number: int) -> tuple[str, ...]:
    if not number:
        return ()
    were = "was" if number == 1 else "were"
    return (f"{counted(number, 'empty column')} without a name at the right {were} passed over.",)


class _ColumnMaker:
    """Grows one column chunk by chunk."""

    def __init__(self, header: str) -> None:
        self._header, self._known = header, dict[str, int]()
        self._codes: list[Codes] = []

    def take(self, cells: Sequence[str]) -> None:
        codes, texts = pd.factorize(np.array(cells, dtype=object))
        numbers = [self._known.setdefault(clean(text), len(self._known)) for text in texts]
        self._codes.append(np.array(numbers, dtype=np.int32)[codes])

    def column(self) -> TextColumn:
        codes = np.concatenate(self._codes) if self._codes else np.zeros(0, dtype=np.int32)
        return TextColumn(self._header, tuple(self._known), codes)


def _begins(header: str, name: str) -> bool:
    """affSat1 begins “affSat1. I find …” and not “affSat11. …”."""
    return header.startswith(name) and not header[len(name) : len(name) + 1].isalnum()


def _check_shape(chunk: list[list[str]], first: int, width: int, problems: Problems) -> None:
    if all(len(cells) == width and any(cells) for cells in chunk):
        return
    for row, cells in enumerate(chunk, start=first):
        if not any(cells):
            problems.add("This row is empty.", "Delete it: an empty row may hide rows that were lost.", row=row)
        elif len(cells) != width:
            more = "many" if len(cells) > width else "few"
            problems.add(
                f"This row has too {more} cells: {len(cells)}, and the header has {width}.",
                "Look for a missing or extra comma, or a text with a comma that is not in quotation marks.",
                row=row,
            )


def _say_double(headers: Sequence[str], found: Sequence[int], problems: Problems) -> None:
    names = ", ".join(str(place + 1) for place in found)
    problems.add(
        f"{counted(len(found), 'column')} (number {names}) have headers that cannot be told apart.",
        "Rename or delete all but one.",
        row=1,
        column=headers[found[0]],
    )


def _say_missing(headers: Sequence[str], missing: Sequence[str], problems: Problems) -> None:
    had = listing(header for header in headers if header.strip())
    what = "The column {} is missing." if len(missing) == 1 else "The columns {} are missing."
    problems.add(
        f"{what.format(listing(missing, most=30))} The file has: {had}.",
        "Add what is missing, or say in the profile under which header it stands.",
        row=1,
    )


def _check_others(headers: Sequence[str], taken: set[int], wanted: Wanted, problems: Problems) -> None:
    """Columns nobody asked for are a problem unless the profile lists them: they may be wanted ones misspelt."""
    if wanted.ignore_others:
        return
    folded = [fold_header(header) for header in headers]
    ignored = {fold_header(header) for header in wanted.ignore}
    asked = {fold_header(h) for h in {**wanted.required, **wanted.optional}.values()}
    for place, name in enumerate(folded):
        if place in taken or name in ignored or name in asked or not name:
            continue
        if folded.index(name) != place:
            _say_double(headers, [folded.index(name), place], problems)
            continue
        problems.add(
            f"The column {quoted(headers[place])} is not in the profile.",
            f"Delete it from the file, or list it in the profile: ignore = [{toml_text(headers[place])}].",
            row=1,
        )
    last = max((place for place, name in enumerate(folded) if name or place in taken), default=-1)
    nameless = [place for place, name in enumerate(folded[:last]) if not name and place not in taken]
    if nameless and "" not in ignored:
        _say_nameless(nameless, problems)


def _say_nameless(places: Sequence[int], problems: Problems) -> None:
    numbers = ", ".join(str(place + 1) for place in places)
    problems.add(
        f"{counted(len(places), 'column')} without a name (number {numbers}) cannot be told from others.",
        'Name or delete what is there, or leave such columns out in the profile: ignore = [""].',
        row=1,
    )
