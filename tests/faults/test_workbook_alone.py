"""A workbook is read in a process of its own: whatever becomes of that, the dashboard goes on."""

from __future__ import annotations

import io
import time
import zipfile

import pytest
from bad_workbooks import WORKBOOK, far_cell_at, with_part, workbook

from joy.intake.package import checked_package
from joy.intake.problems import Problems
from joy.intake.workbook import read_alone, workbook_records


def test_a_reader_without_memory_costs_one_import_and_no_dashboard():
    """A sheet that no memory holds, past every check, ends the reader's process; here it is one refusal in words."""
    problems = Problems("t.xlsx")
    assert read_alone(far_cell_at(), None, problems) == []
    assert len(problems) == 1
    with pytest.raises(Exception, match="takes more memory or time to read than a table needs"):
        problems.stop_if_any()


def test_a_small_workbook_costs_little_time():
    """Reading a small workbook, with the process it takes, needs far less than a second."""
    workbook_records(workbook(*WORKBOOK), None, Problems("t.xlsx"))
    begun = time.perf_counter()
    rows = list(workbook_records(workbook(*WORKBOOK), None, Problems("t.xlsx")))
    assert len(rows) == len(WORKBOOK)
    assert time.perf_counter() - begun < 3  # 0.1 s on an idle machine


@pytest.mark.parametrize("name", ["xl/media/image1.png", "xl/printerSettings/printerSettings1.bin", "mimetype"])
def test_only_parts_that_were_looked_at_are_handed_on(name):
    """Pictures and the like are let through the door, and the reader never gets them."""
    problems = Problems("t.xlsx")
    package = checked_package(with_part(name, b"\x00<c r='XFD1048576'/>"), problems)
    assert len(problems) == 0
    with zipfile.ZipFile(io.BytesIO(package)) as anew:
        assert name not in anew.namelist()
        assert "xl/workbook.xml" in anew.namelist()


def test_two_parts_of_one_name_are_refused():
    """Of two parts whose names differ by case only, nobody could say which one is read."""
    problems = Problems("t.xlsx")
    checked_package(with_part("xl/worksheets/SHEET1.xml", b"<worksheet/>"), problems)
    assert len(problems) == 1


@pytest.mark.parametrize("text", ["<a/>".encode("utf-16"), "<a/>".encode("utf-16-le"), b"<a><b></a>", b"\xff", b""])
def test_a_part_that_is_no_plain_xml_is_refused(text):
    """A part that calls itself XML and is none, or is in another encoding, is refused before any reader sees it."""
    problems = Problems("t.xlsx")
    assert list(workbook_records(with_part("xl/more.XML", text), None, problems)) == []
    assert len(problems) == 1
