"""Workbooks are opened again: the cells of the pages' tables, definitions, and not one formula or link."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO

import openpyxl
import pandas as pd
import pytest

from joy.definitions import load_definitions
from joy.exports.readable import readable
from joy.exports.tables import safe
from joy.exports.workbook import _written, sheet_name, workbook
from joy.findings import Verdict
from tests.export_house import CELLS, HOSTILE, pack_of_sample, quiet


KNOWN = load_definitions()


def opened(pack):
    return openpyxl.load_workbook(BytesIO(workbook(pack, KNOWN, quiet)))


@pytest.fixture(scope="module")
def pack(sample_store, programme):
    return pack_of_sample(sample_store, programme, cohorts=("c2", "c5"), teams=("c2-03",))


@pytest.fixture(scope="module")
def book(pack):
    return opened(pack)


def table_of(sheet, head):
    """The rows under the row that begins with `head`, as a person sees them."""
    rows = [list(row) for row in sheet.iter_rows()]
    top = next(number for number, row in enumerate(rows) if row[0].value == head)
    below = []
    for row in rows[top + 1 :]:
        if all(cell.value is None for cell in row):
            break
        below.append([seen(cell) for cell in row])
    return below


def seen(cell):
    """A cell as its number form shows it."""
    if isinstance(cell.value, int | float):
        percent, decimals = cell.number_format.endswith("%"), len(cell.number_format.rstrip("%").partition(".")[2])
        return f"{cell.value * (100 if percent else 1):.{decimals}f}{'%' * percent}"
    return "" if cell.value is None else cell.value


@pytest.mark.parametrize(("name", "cohort"), [("Cohort 2 weeks", "c2"), ("Cohort 5 weeks", "c5")])
def test_a_sheet_holds_the_table_of_the_page(book, pack, name, cohort):
    """Week by week the sheet shows what the page's table shows: value, decimals and how many."""
    record = pack.gathered.cohorts[cohort].run
    figures = readable(record)

    assert book[name]["A1"].value == record.title
    assert table_of(book[name], "When") == [[str(cell) for cell in row] for row in figures.astype(object).to_numpy()]


def test_numbers_are_numbers(book):
    """Shares can be counted with: they are numbers in a percent form, with the decimals of the screen."""
    rows = [row for row in book["Cohort 2 weeks"].iter_rows() if isinstance(row[1].value, int | float)]

    assert len(rows) > 20
    assert all(0 <= row[1].value <= 1 and row[1].number_format == "0%" for row in rows)


def test_every_record_of_what_was_chosen_has_a_sheet(book):
    """Programme, both cohorts and the team are there, with what came since the board met and where all is from."""
    names = book.sheetnames

    assert names[:3] == ["Contents", "About", "Since the last board"]
    assert names[-1] == "Definitions"
    for wanted in ("Summary", "All teams", "Who takes part", "Cohort 2 teams", "Cohort 5 two relationships"):
        assert wanted in names
    assert [name for name in names if len(name) > 31] == []
    assert [sheet.title for sheet in book if sheet.sheet_state != "visible"] == []


def test_the_contents_lead_everywhere_by_whole_names(book, pack):
    """The first sheet names every other one in full, with what stands there, and each link leads where that is."""
    links = [row for row in book["Contents"].iter_rows(min_row=2) if row[0].hyperlink]
    places = [row[0].hyperlink.location.rsplit("!", 1) for row in links]

    assert {place[0].strip("'") for place in places} == set(book.sheetnames) - {"Contents"}
    assert f"{pack.gathered.teams['c2-03'].name} surveys" in {row[0].value for row in links}
    for row, (sheet, cell) in zip(links, places, strict=True):
        assert book[sheet.strip("'")][cell].value == row[1].value


def test_what_belongs_together_stands_on_one_sheet(book, pack):
    """No sheet is numbered because its name was taken: all measures of one kind stand one below the other."""
    titles = [record.title for record in pack.gathered.cohorts["c2"].aligned]
    lines = [cell.value for cell in book["Cohort 2 over the sets"]["A"]]

    assert [title for title in titles if title not in lines] == []
    assert [name for name in book.sheetnames if name[:-2] in book.sheetnames] == []


def test_the_definitions_explain_every_measure(book):
    """Each measure has its question, unit, direction, what n counts, the questionnaire's version and its source."""
    head = [cell.value for cell in book["Definitions"][3]]
    rows = list(book["Definitions"].iter_rows(min_row=4, values_only=True))
    by_name = {row[0]: dict(zip(head, row, strict=True)) for row in rows}

    assert {one.name for one in KNOWN.indicators.values()} <= set(by_name)
    wellbeing = by_name["Wellbeing"]
    assert wellbeing["Questionnaire and version"] == "who5@1998"
    assert wellbeing["Direction"] == "higher is better"
    assert wellbeing["How many counts"] == "people"
    assert wellbeing["Source"] == safe(KNOWN.instruments["who5@1998"].source)


def test_every_sheet_says_where_it_is_from(book, pack):
    """The last line of each sheet is the stamp; the first sheet spells it out."""
    for sheet in book:
        lines = [row[0] for row in sheet.iter_rows(values_only=True) if row[0] is not None]
        assert lines[-1] == pack.stamp.line
    told = {row[0]: row[1] for row in book["About"].iter_rows(values_only=True) if row[0]}
    assert told["Check code of the update"] == pack.stamp.content_hash
    assert told["Data"] == "Invented data: no real person or team"
    assert book.properties.creator == "Joy in Work"


def test_a_hidden_record_is_its_words_only(pack):
    """Whatever the frame of a hidden record holds, its sheet has no number and no table."""
    cohort = pack.gathered.cohorts["c2"]
    run = replace(cohort.run, verdict=Verdict.HIDDEN, points=cohort.run.points.assign(value=0.4242, n="secret"))
    gathered = replace(pack.gathered, cohorts={"c2": replace(cohort, run=run)})
    sheet = opened(replace(pack, gathered=gathered, slides=()))["Cohort 2 weeks"]
    cells = [cell for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None]

    assert cells[0] == run.title
    assert [cell for cell in cells if isinstance(cell, int | float)] == []
    assert "secret" not in cells


def test_words_of_users_stay_words(pack):
    """A team called like a formula or a link is text, in the cells and in the names of sheets."""
    team = pack.gathered.teams["c2-03"]
    points = team.run.points.assign(n=CELLS)
    gathered = replace(pack.gathered, teams={"x": replace(team, name=HOSTILE, run=replace(team.run, points=points))})
    book = opened(replace(pack, gathered=gathered))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]

    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []
    assert [cell.coordinate for cell in cells if cell.hyperlink and cell.hyperlink.target] == []
    assert any(cell.value == f"'{CELLS}" for cell in cells)
    risky = [cell.value for cell in cells if isinstance(cell.value, str) and cell.value.startswith(("=", "@", "+"))]
    assert risky
    assert all(re.fullmatch(r"\+\d+ points?( \(.*\))?", value) for value in risky), "more than our own words for a rise"


def test_names_of_sheets_are_what_excel_takes():
    """No sign that Excel refuses, at most 31 letters, none twice whatever the case."""
    taken = set()
    names = [sheet_name(name, taken) for name in ("a/b:c", "A b C", "x" * 50, "x" * 60, "'", "History")]

    assert names[0] == "a b c"
    assert len({name.casefold() for name in names}) == len(names)
    assert all(0 < len(name) <= 31 and not set(name) & set("[]:*?/\\'") for name in names)


def test_gaps_stay_gaps(book):
    """Where a page's table shows a dash for a missing figure, the cell is that dash and no zero."""
    cells = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row]

    assert "–" in cells
    assert not any(isinstance(cell, float) and pd.isna(cell) for cell in cells)


@pytest.mark.parametrize(
    ("cell", "written"),
    [("+9 points (4 to 15)", "+9 points (4 to 15)"), ("+1 point", "+1 point"), ("+9 points", "+9 points")],
)
def test_a_rise_is_written_as_it_is_shown(cell: str, written: str) -> None:
    """The words of a rise carry no apostrophe; whatever else begins like a formula does."""
    assert _written(cell) == written
    assert _written(f"{cell}+HYPERLINK(A1)") == f"'{cell}+HYPERLINK(A1)"
