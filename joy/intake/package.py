"""The packed file that a workbook is: every part of it is looked at, and only what was looked at is handed on.

The reader that comes after lays a sheet out as one full rectangle, so how far each sheet reaches must be known before.
Where a part lies, how its name is written and which prefix its tags have is the file's own choice: nothing here rests
on that. Parts are read by expat, which is strict, and packed anew, so that two programs cannot read two things in them.
"""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import IO
from xml.parsers import expat

from joy.intake.problems import Problems, counted


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
READ = (".xml", ".rels")  # pictures, printers' settings and macros hold no cells, so they are not handed on
PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
MEND = "Save the sheet as a new workbook or as CSV UTF-8, and import that."
PASTE = "Copy the sheet and paste it as values, save, and import that."
DAMAGED = "The workbook is damaged and cannot be read."


def checked_package(content: bytes, problems: Problems) -> bytes:
    """The parts of a workbook that may be read, packed anew. Adds a problem for one that is not plain data."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            _check_entries(package.infolist(), problems)
            return b"" if len(problems) else _packed_anew(package, problems)
    except BROKEN_PACKAGE:
        problems.add("The file ends in .xlsx but is not a whole Excel workbook.", MEND)
    return b""


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


def _packed_anew(package: zipfile.ZipFile, problems: Problems) -> bytes:
    """Read every part once: that proves its checksum, its true size, and that it is plain data."""
    stream, taken = BytesIO(), set[str]()
    with zipfile.ZipFile(stream, "w") as anew:
        for entry in package.infolist():
            with package.open(entry) as part:
                read = b"".join(_pieces(part))
            name = entry.filename.casefold()
            if not name.endswith(READ):
                continue
            if name in taken:
                problems.add("The workbook holds two parts of one name.", MEND)
            taken.add(name)
            _check_part(read, problems)
            anew.writestr(entry.filename, read)
    return stream.getvalue()


def _pieces(part: IO[bytes]) -> Iterator[bytes]:
    while piece := part.read(PIECE):
        yield piece


def _check_part(content: bytes, problems: Problems) -> None:
    part = _Part()
    try:
        part.read(content)
    except _Declared:
        problems.add("The workbook carries declarations that no table needs (DOCTYPE).", MEND)
    except expat.ExpatError:
        problems.add(DAMAGED, MEND)
    else:
        if part.is_sheet:
            _check_sheet(part, problems)


def _check_sheet(sheet: _Part, problems: Problems) -> None:
    _hold_formulas(list(sheet.formulas), problems)
    if sheet.has_placeless:
        problems.add("The sheet has cells that do not say where they stand.", MEND)
    if sheet.last_row * sheet.last_column > MAX_CELLS:
        problems.add(
            f"The sheet reaches to row {sheet.last_row:,}, column {sheet.last_column:,}.",
            "Delete the stray cells at its end.",
        )


class _Declared(Exception):
    """A part declares a document type: whatever that defines stays unread."""


class _Part:
    """What the tags of one part say, whatever their prefixes and case: how far its cells reach and which compute."""

    def __init__(self) -> None:
        self.is_sheet = self.has_placeless = False
        self.last_row = self.last_column = 0
        self.formulas: dict[str, None] = {}
        self._cell = ""
        self._columns: dict[str, int] = {}

    def read(self, content: bytes) -> None:
        """Raises `ExpatError` for what is no XML in UTF-8 and `_Declared` for a document type.

        The reader goes by the bytes: a part in two-byte letters could show it tags that stand in plain text for expat.
        """
        if b"\0" in content or not _is_utf_8(content):
            raise expat.ExpatError
        parser = expat.ParserCreate(encoding="utf-8")  # whatever the part says
        parser.StartDoctypeDeclHandler = _refuse_declaration
        parser.StartElementHandler = self._tag
        parser.Parse(content, True)

    def _tag(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition(":")[2].lower()
        if tag == "c":
            self._place(attributes)
        elif tag == "f" and self._cell and len(self.formulas) < FORMULAS_COUNTED:
            self.formulas[self._cell] = None
        elif tag == "sheetdata":
            self.is_sheet = True

    def _place(self, attributes: dict[str, str]) -> None:
        """Take in where a cell stands; the reader takes lower-case letters too."""
        found = PLACE.fullmatch(attributes.get("r", "").upper())
        if found is None:
            self._cell, self.has_placeless = "", True
            return
        self._cell, letters = found[0], found[1]
        if letters not in self._columns:
            self._columns[letters] = _column_number(letters)
        self.last_row = max(self.last_row, int(found[2]))
        self.last_column = max(self.last_column, self._columns[letters])


def _is_utf_8(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _refuse_declaration(*_declared: object) -> None:
    raise _Declared


def _hold_formulas(cells: list[str], problems: Problems) -> None:
    """Name the cells that hold formulas, to be told with whatever else is wrong."""
    for cell in cells[:FORMULAS_LISTED]:
        letters = cell.rstrip("0123456789")
        reason = f"The cell {cell} holds a formula; what it last showed may be out of date."
        problems.hold(reason, PASTE, row=int(cell[len(letters) :]), column=letters)
    if (more := len(cells) - FORMULAS_LISTED) > 0:
        problems.hold(f"{counted(more, 'more cell')} of this sheet {'holds' if more == 1 else 'hold'} formulas.", PASTE)


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
