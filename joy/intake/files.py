"""From a file on disk to a sheet of text columns, refusing what cannot be read without guessing."""

from __future__ import annotations

import codecs
import csv
import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING

from joy.errors import NotFound
from joy.intake.columns import MAX_COLUMNS, Sheet, Wanted, place_headers, read_columns
from joy.intake.problems import Problems, counted, quoted
from joy.intake.workbook import workbook_records


if TYPE_CHECKING:
    from joy.intake.profile import Profile

MAX_BYTES = 64 * 1024 * 1024  # the largest file read at all; no profile can raise it
PAGE_BYTES = 10 * 1024 * 1024  # the largest upload on a page
DELIMITERS = (",", ";", "\t")
SUFFIXES = {".csv", ".txt", ".tsv", ".xlsx"}
# First bytes that give a file away whatever it is called (each format's own specification).
MAGIC = {
    b"MZ": "a Windows program",
    b"\x7fELF": "a Linux program",
    b"%PDF": "a PDF document",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook (.xls) or one with a password",
    b"\x1f\x8b": "a compressed file",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"SQLite format 3": "a database",
    b"{\\rtf": "a word processor's document",
}
ZIP = b"PK\x03\x04"
SEPARATOR = re.compile(rb'^(?:\xef\xbb\xbf)?"?sep=([,;\t])"?(?:\r\n|\r|\n)', re.IGNORECASE)


@dataclass(frozen=True)
class SourceFile:
    """The bytes of a file and what is known of them before they are understood."""

    label: str
    suffix: str
    content: bytes

    @property
    def content_hash(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def take_file(path: Path, file_label: str | None, max_bytes: int = MAX_BYTES) -> SourceFile:
    """Read a file's bytes. Raises `NotFound`, or `DataProblem` when it is too large, empty or of a wrong kind."""
    label = file_label or path.name
    problems = Problems(label)
    try:
        size = path.stat().st_size
    except OSError as fault:
        raise NotFound(f"The file {label} cannot be opened. Check its name and folder.") from fault
    limit = min(max_bytes, MAX_BYTES)
    if size > limit:
        problems.add(
            f"The file is too large: {size / 1024**2:,.0f} MB; at most {limit // 1024**2} MB are read.",
            "Look for a cell that holds a whole document, or split the file and import the parts one by one.",
        )
        problems.stop_if_any()
    taken = SourceFile(label, Path(label).suffix.casefold() or path.suffix.casefold(), path.read_bytes())
    _check_kind(taken, problems)
    problems.stop_if_any()
    return taken


def read_sheet(source: SourceFile, profile: Profile, wanted: Wanted, problems: Problems) -> Sheet:
    """Read the wanted columns as text. Raises `DataProblem` listing every fault of the file's shape.

    Formulas are only held as problems, so that the faults of the cells are told with them.
    """
    source, notes = _without_separator(source)
    if source.suffix == ".xlsx":
        records = workbook_records(source.content, profile.sheet, problems)
    else:
        records = _csv_records(source, profile, wanted, problems)
    problems.stop_if_any()
    headers = next(records, [])
    _check_header(headers, problems)
    places = place_headers(headers, wanted, problems)
    if len(problems):
        _look_for_later_header(records, wanted, source.label)
    problems.stop_if_any()
    takes_nameless = wanted.ignore_others or "" in wanted.ignore
    sheet = read_columns(records, places, headers, problems, takes_nameless=takes_nameless)
    if not sheet.rows and not len(problems):
        problems.add("The file has a header and no rows.", "Export it again, with its data.")
    problems.stop_if_any()
    return replace(sheet, notes=(*notes, *sheet.notes))


def _without_separator(source: SourceFile) -> tuple[SourceFile, tuple[str, ...]]:
    """A CSV file without the line sep=; that tells Excel its delimiter, which Excel does not count as a row either."""
    found = None if source.suffix == ".xlsx" else SEPARATOR.match(source.content)
    if found is None:
        return source, ()
    told = f"The first line, sep={found.group(1).decode()}, was passed over: it only tells Excel the delimiter."
    return replace(source, content=source.content[found.end() :]), (told.replace("\t", "tab"),)


def _check_kind(source: SourceFile, problems: Problems) -> None:
    head = source.content[:16]
    wanted = "Give a CSV file (UTF-8) or an Excel workbook (.xlsx)."
    kind = next((name for magic, name in MAGIC.items() if head.startswith(magic)), None)
    if not source.content.strip():
        problems.add("The file is empty.", "Export it again, with its data.")
    elif source.suffix not in SUFFIXES:
        problems.add(f"A file ending in {quoted(source.suffix)} cannot be read.", wanted)
    elif kind:
        problems.add(f"The file is called {source.suffix} but is {kind}, by its first bytes.", wanted)
    elif head.startswith(ZIP) and source.suffix != ".xlsx":
        problems.add(
            "The file is a packed file or a workbook, not CSV.", "If it is a workbook, let its name end in .xlsx."
        )
    elif source.suffix == ".xlsx" and not head.startswith(ZIP):
        problems.add("The file ends in .xlsx but is not an Excel workbook, by its first bytes.", wanted)


def _check_header(headers: Sequence[str], problems: Problems) -> None:
    if not any(header.strip() for header in headers):
        problems.add("The first row has no column names.", "Put the names of the columns into row 1.", row=1)
    if len(headers) > MAX_COLUMNS:
        problems.add(
            f"The file has {len(headers):,} columns; at most {MAX_COLUMNS:,} are read.",
            "Export only the columns you need. Rows and columns may have been swapped.",
            row=1,
        )
    problems.stop_if_any()


def _look_for_later_header(records: Iterator[list[str]], wanted: Wanted, label: str) -> None:
    """People put a title above the header: when one of the next rows is the header, say that and nothing else."""
    problems = Problems(label)
    for row, cells in zip(range(2, 6), records, strict=False):
        if wanted.required and wanted.score(cells) >= len(wanted.required):
            problems.add(f"The column names stand in row {row}, not in row 1.", "Delete the rows above them.", row=row)
            problems.stop_if_any()


def _csv_records(source: SourceFile, profile: Profile, wanted: Wanted, problems: Problems) -> Iterator[list[str]]:
    encoding = _check_encoding(source.content, profile.encoding, problems)
    problems.stop_if_any()
    delimiter = _find_delimiter(source.content, encoding, wanted)
    return _records(source.content, encoding, delimiter, problems)


def _check_encoding(content: bytes, declared: str, problems: Problems) -> str:
    """The codec to read with. Adds a problem where the bytes are not what the profile declares."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        problems.add("The file is written in UTF-16.", "Save it as CSV UTF-8.")
    elif (zero := content.find(b"\0")) >= 0:
        row, column = _where(content[:zero], "latin-1")
        problems.add("There is a NUL byte, which no text has.", "Export the file again.", row=row, column=column)
    elif declared == "cp1252":
        _check_cp1252(content, problems)
        return "cp1252"
    else:
        _check_utf8(content, problems)
    return "utf-8-sig"


def _check_utf8(content: bytes, problems: Problems) -> None:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as fault:
        row, column = _where(content[: fault.start], "utf-8")
        problems.add(
            f"The byte 0x{content[fault.start]:02X} is not UTF-8.",
            'Save the file as CSV UTF-8; or, if it comes from an older Windows program, put encoding = "cp1252" '
            "into the profile and look at the names again.",
            row=row,
            column=column,
        )


def _check_cp1252(content: bytes, problems: Problems) -> None:
    try:
        content.decode("cp1252")
    except UnicodeDecodeError as fault:
        row, column = _where(content[: fault.start], "cp1252")
        problems.add(
            f"The byte 0x{content[fault.start]:02X} does not exist in cp1252.",
            "Save the file as CSV UTF-8 and take the encoding out of the profile.",
            row=row,
            column=column,
        )
    if not content.isascii() and _is_utf8(content):
        problems.add(
            "The profile says cp1252, but the file is UTF-8: names with accents would come out wrong.",
            'Take encoding = "cp1252" out of the profile.',
        )


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _where(before: bytes, encoding: str) -> tuple[int, str | None]:
    """Row and column header of the place just after `before`, reading it as comma-separated text."""
    text = before.decode(encoding, errors="replace").removeprefix("\ufeff")
    header = text.splitlines()[0] if text else ""
    delimiter = max(DELIMITERS, key=header.count)
    try:
        records = list(csv.reader(_lines(text.encode(), "utf-8"), delimiter=delimiter))
    except csv.Error:
        return text.count("\n") + 1, None
    if not records or text.endswith("\n"):
        records.append([""])
    place = len(records[-1]) - 1
    is_known = len(records) > 1 and place < len(records[0])
    return len(records), records[0][place] if is_known else None


def _find_delimiter(content: bytes, encoding: str, wanted: Wanted) -> str:
    """The delimiter under which the header line offers most of the wanted columns, then most cells."""

    def offers(delimiter: str) -> tuple[int, int]:
        try:
            header = next(csv.reader(_lines(content, encoding), delimiter=delimiter), [])
        except csv.Error:
            return (0, 0)
        return (wanted.score(header[:MAX_COLUMNS]), len(header))

    return max(DELIMITERS, key=offers)


def _lines(content: bytes, encoding: str) -> TextIOWrapper:
    return TextIOWrapper(BytesIO(content), encoding=encoding, newline="")


def _records(content: bytes, encoding: str, delimiter: str, problems: Problems) -> Iterator[list[str]]:
    """Rows of a CSV file; blank lines at its end are dropped, a blank line elsewhere is an empty row."""
    row, blank = 0, 0
    reader = csv.reader(_lines(content, encoding), delimiter=delimiter, strict=True)
    try:
        for cells in reader:
            row += 1
            if not cells:
                blank += 1
                continue
            if blank:
                yield from [[""]] * blank
                blank = 0
            yield cells
    except csv.Error as fault:
        _say_broken(str(fault), row + 1, problems)
        problems.stop_if_any()


def _say_broken(fault: str, row: int, problems: Problems) -> None:
    """Turn the csv module's own words into the reader's."""
    if "unexpected end" in fault:
        problems.add(
            "A quotation mark opens in this row and is never closed.", "Close it, or double it if it is text.", row=row
        )
    elif "field larger" in fault:
        problems.add(
            f"A cell that starts in this row is longer than {counted(csv.field_size_limit(), 'character')}.",
            "Look for a quotation mark that is never closed, or shorten the cell.",
            row=row,
        )
    else:
        problems.add(
            "There is a quotation mark inside a text that is itself in quotation marks.",
            'Double it: "" stands for one.',
            row=row,
        )
