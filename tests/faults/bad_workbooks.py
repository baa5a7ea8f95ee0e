"""Excel workbooks as they must not be, made on the spot."""

from __future__ import annotations

import io
import zipfile

import xlsxwriter


HEADER = "date,team,question,answers,good_answers,channel"


def workbook(*rows: tuple[object, ...], sheets: int = 1, formula: str | None = None) -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        for _ in range(sheets):
            sheet = book.add_worksheet()
            for place, row in enumerate(rows):
                sheet.write_row(place, 0, row)
            if formula:
                sheet.write_formula("D3", formula)
    return stream.getvalue()


ROW = ("2024-03-01", "Harbour Ward", "good_day_yes_no@1", 4, 3, "paper")
WORKBOOK = (tuple(HEADER.split(",")), ROW, ROW)


def with_part(name: str, content: bytes) -> bytes:
    """A good workbook with one more part, or with a part replaced."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook(*WORKBOOK))) as good,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as bad,
    ):
        for entry in good.namelist():
            if entry != name:
                bad.writestr(entry, good.read(entry))
        bad.writestr(name, content)
    return stream.getvalue()


def zip_bomb() -> bytes:
    return with_part("xl/worksheets/sheet1.xml", b"<worksheet>" + b" " * 80_000_000 + b"</worksheet>")


def far_cell() -> bytes:
    """Two cells, the second in the last corner of the sheet: laid out whole it would be 17 thousand million cells."""
    cells = b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    space = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    return with_part(
        "xl/worksheets/sheet1.xml", b"<worksheet " + space + b"><sheetData>" + cells + b"</sheetData></worksheet>"
    )


SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def far_cell_at(target: str = "worksheets/sheet1.xml", tag: str = "c", last: str = "XFD1048576") -> bytes:
    """A workbook of its own make, whose only sheet lies at `target` and ends in a cell written as `tag` and `last`."""
    sheet = (
        f'<worksheet xmlns="{SPACE}" xmlns:a-b="{SPACE}"><sheetData><row r="1"><c r="A1"><v>1</v></c></row>'
        f'<row r="1048576"><{tag} r="{last}"><v>1</v></{tag}></row></sheetData></worksheet>'
    )
    package = "http://schemas.openxmlformats.org/package/2006/"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}content-types"><Default Extension="xml" '
        'ContentType="application/xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}relationships"><Relationship Id="r1" '
        f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{SPACE}" xmlns:r="{OFFICE}"><sheets>'
        '<sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}relationships"><Relationship Id="r1" '
        f'Type="{OFFICE}/worksheet" Target="{target}"/></Relationships>',
        f"xl/{target}": sheet,
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as written:
        for name, text in parts.items():
            written.writestr(name, f'<?xml version="1.0"?>{text}')
    return stream.getvalue()


def placeless_cell() -> bytes:
    """Cells that take their place from their order: how wide the sheet is cannot be known before it is laid out."""
    space = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    cells = b'<row r="1048576"><c><v>1</v></c><c t="n"><v>1</v></c></row>'
    return with_part(
        "xl/worksheets/sheet1.xml", b"<worksheet " + space + b"><sheetData>" + cells + b"</sheetData></worksheet>"
    )


def formulas_and_more() -> bytes:
    """Twenty-five formulas in a column, and a team that does not exist."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADER.split(","))
        for row in range(1, 26):
            team = "Nobody" if row == 25 else "Harbour Ward"
            sheet.write_row(row, 0, (f"2024-03-{row:02}", team, "good_day_yes_no@1", 4, 3, "paper"))
            sheet.write_formula(row, 3, "=2+2", value=4)
    return stream.getvalue()


def many_parts() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for number in range(60):
            package.writestr(f"xl/part{number}.xml", b"<x/>")
    return stream.getvalue()
