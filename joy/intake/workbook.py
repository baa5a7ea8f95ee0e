"""Excel workbooks: looked at as the packed file they are before anything unpacks them, then read as text."""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from io import BytesIO
from typing import IO

import python_calamine

from joy.intake.problems import Problems, counted, listing


# Bounds on what a workbook may unpack to, so that a small file cannot fill the machine
# (a 290 KB bomb unpacked to 74 MB of XML in a trial; OWASP ASVS 5.2.3).
MAX_ENTRIES = 50
MAX_UNPACKED = 50 * 1024 * 1024
MAX_RATIO = 100
RATIO_FROM = 1024 * 1024  # tiny parts pack well and harm nobody
MAX_CELLS = 20_000_000  # the reader lays a sheet out as one full rectangle
PIECE = 1 << 20
FORMULAS_LISTED = 20
FORMULAS_COUNTED = 100_000  # a sheet of formulas must not fill the memory with their names
OVERLAP = 256  # a tag that is cut by the end of a piece is seen whole in the next
# What the standard library raises for damaged packages, as found by feeding it thousands of damaged ones.
BROKEN_PACKAGE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    ValueError,
    OSError,
    EOFError,
    LookupError,
    NotImplementedError,
    RuntimeError,
)
CELL = re.compile(rb"""<(?:\w+:)?c\s[^>]*?\br=["']([A-Z]{1,3})([0-9]{1,7})["']""")
PLACELESS = re.compile(rb"<(?:\w+:)?c(?=[\s>/])(?![^>]*\sr=)[^>]*>")
FORMULA = re.compile(rb"""<(?:\w+:)?c\s[^>]*?\br=["']([A-Z]{1,3}[0-9]{1,7})["'][^>]*>\s*<(?:\w+:)?f[\s>/]""")
PASTE = "Copy the sheet and paste it as values, save, and import that."
MEND = "Save the sheet as a new workbook or as CSV UTF-8, and import that."


def workbook_records(content: bytes, sheet: str | None, problems: Problems) -> Iterator[list[str]]:
    """The rows of one sheet as text. Adds a problem, and gives no rows, for a workbook that is not plain data."""
    _check_package(content, problems)
    if len(problems):
        return iter(())
    try:
        workbook = python_calamine.CalamineWorkbook.from_filelike(BytesIO(content))
        name = _pick_sheet(workbook.sheet_names, sheet, problems)
        rows = [] if name is None else workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
    except python_calamine.CalamineError:
        problems.add("The workbook is damaged and cannot be read.", MEND)
        return iter(())
    return _records(rows)


def _check_package(content: bytes, problems: Problems) -> None:
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            _check_entries(package.infolist(), problems)
            if not len(problems):
                _check_parts(package, problems)
    except BROKEN_PACKAGE:
        problems.add("The file ends in .xlsx but is not a whole Excel workbook.", MEND)


def _check_entries(entries: list[zipfile.ZipInfo], problems: Problems) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > MAX_ENTRIES:
        problems.add(f"The workbook has {len(entries)} parts; at most {MAX_ENTRIES} are read.", MEND)
    if unpacked > MAX_UNPACKED or any(_is_bomb(entry) for entry in entries):
        problems.add(
            f"The workbook unpacks to {unpacked / 1024**2:,.0f} MB, far more than a table needs.",
            "Delete empty formatted rows and columns, save it as a new workbook, and import that.",
        )
    if any("externallinks/" in entry.filename.casefold() for entry in entries):
        problems.add("The workbook draws on other files (external links).", MEND)
    if "xl/workbook.xml" not in {entry.filename for entry in entries}:
        problems.add("The file ends in .xlsx but holds no workbook.", MEND)


def _is_bomb(entry: zipfile.ZipInfo) -> bool:
    return entry.file_size > RATIO_FROM and entry.file_size > MAX_RATIO * max(entry.compress_size, 1)


def _check_parts(package: zipfile.ZipFile, problems: Problems) -> None:
    """Read every part once: that proves its checksum, its true size, and that it is plain data."""
    for entry in package.infolist():
        is_sheet = entry.filename.startswith("xl/worksheets/") and entry.filename.endswith(".xml")
        with package.open(entry) as part:
            _check_part(part, is_sheet, problems)


def _check_part(part: IO[bytes], is_sheet: bool, problems: Problems) -> None:
    last_row, last_column, formulas = 0, 0, dict[str, None]()  # a cell at the seam of two pieces is seen twice
    for piece in _pieces(part):
        if b"<!DOCTYPE" in piece:
            problems.add("The workbook carries declarations that no table needs (DOCTYPE).", MEND)
            return
        if not is_sheet:
            continue
        if len(formulas) < FORMULAS_COUNTED:
            formulas.update(dict.fromkeys(found.decode() for found in FORMULA.findall(piece)))
        if PLACELESS.search(piece):
            problems.add("The sheet has cells that do not say where they stand.", MEND)
            return
        for column, row in CELL.findall(piece):
            last_row, last_column = max(last_row, int(row)), max(last_column, _column_number(column))
    _hold_formulas(list(formulas), problems)
    if last_row * last_column > MAX_CELLS:
        problems.add(
            f"The sheet reaches to row {last_row:,}, column {last_column:,}.", "Delete the stray cells at its end."
        )


def _pieces(part: IO[bytes]) -> Iterator[bytes]:
    before = b""
    while piece := part.read(PIECE):
        yield before + piece
        before = piece[-OVERLAP:]


def _hold_formulas(cells: list[str], problems: Problems) -> None:
    """Name the cells that hold formulas, to be told with whatever else is wrong."""
    for cell in cells[:FORMULAS_LISTED]:
        letters = cell.rstrip("0123456789")
        reason = f"The cell {cell} holds a formula; what it last showed may be out of date."
        problems.hold(reason, PASTE, row=int(cell[len(letters) :]), column=letters)
    if (more := len(cells) - FORMULAS_LISTED) > 0:
        problems.hold(f"{counted(more, 'more cell')} of this sheet {'holds' if more == 1 else 'hold'} formulas.", PASTE)


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


def _pick_sheet(names: list[str], wanted: str | None, problems: Problems) -> str | None:
    if wanted is None and len(names) == 1:
        return names[0]
    if wanted is None:
        problems.add(
            f"The workbook has {len(names)} sheets: {listing(names)}.",
            'Delete all but one, or name it in the profile: sheet = "…".',
        )
        return None
    if wanted not in names:
        problems.add(
            f"The workbook has no sheet “{wanted}”; it has {listing(names)}.", "Rename it, or change the profile."
        )
        return None
    return wanted


def _records(rows: Sequence[Sequence[object]]) -> Iterator[list[str]]:
    """Cells as text, without the empty columns at the right and the empty rows at the end."""
    texts = [[_text(cell) for cell in row] for row in rows]
    while texts and not any(texts[-1]):
        texts.pop()
    width = max((_filled(row) for row in texts), default=0)
    return (row[:width] for row in texts)


def _filled(row: list[str]) -> int:
    return next((place for place in range(len(row), 0, -1) if row[place - 1]), 0)


def _text(cell: object) -> str:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(sep=" ")
    return cell.isoformat() if isinstance(cell, date | time) else str(cell)
