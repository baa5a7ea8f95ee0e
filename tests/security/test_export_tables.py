"""Figures that are taken away: the cells of the screen, safe in a spreadsheet, with where they come from."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date
from io import StringIO

import pandas as pd
import pytest
from starlette.requests import Request

from joy.exports import Part, Stamp, figures_csv
from joy.exports.tables import safe
from joy.findings import Run, Verdict
from pages.parts.downloads import MOST, Offer, Offers, _hand_over, disposition
from pages.parts.tables import readable


STAMP = Stamp(update="7", as_of=date(2026, 3, 2), policy_version="2", content_hash="abc123")
FORMULAS = [  # the first signs of OWASP ASVS 5.0, 1.2.10, and what spreadsheets fold into them
    "=1+1",
    "=cmd|' /C calc'!A0",
    "+1 + cmd",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    " =1+1",
    "\0=1+1",
    "\u202e=1+1",
    "＝1+1",
    "＋1+1",
    "－1+1",
    "＠SUM(A1)",
    '=HYPERLINK("http://evil.example","x")',
    "-",
    "=",
]


def record(label: str = "Anchor", verdict: Verdict = Verdict.NO_CHANGE) -> Run:
    points = pd.DataFrame(
        {
            "start": [pd.Timestamp(2026, 1, 5), pd.Timestamp(2026, 1, 12)],
            "label": ["week of 5 January", label],
            "value": [0.6512345, float("nan")],
            "n": ["15–19", "5–9"],
        }
    )
    return Run("A sentence", "What is measured", verdict, "words", points=points, label=label, unit="% good days")


def cells(content: bytes) -> list[list[str]]:
    return list(csv.reader(StringIO(content.decode("utf-8-sig"))))


def written(found: Run) -> list[list[str]]:
    return cells(figures_csv("Cohort 6", [Part(found, readable(found))], STAMP))


@pytest.mark.parametrize("text", FORMULAS)
def test_no_text_becomes_a_formula(text):
    """Whatever a name begins with, a spreadsheet takes it for text."""
    cell = safe(text)
    assert cell.startswith("'")
    assert not set(cell) & set("\t\r\n\0\u202e")
    inside = [line for row in written(record(text)) for line in row]
    assert not [line for line in inside if line.startswith(tuple("=+-@＝＋－＠\t\r\n\0"))]


@pytest.mark.parametrize("number", ["-3", "+4", "-0.5", "12", "3.25", "-12%", "65%", 7, 0.5, -3])
def test_a_number_stays_a_number(number):
    """A plain number, also a negative one, is written as it is."""
    assert safe(number) == str(number)


@pytest.mark.parametrize("number", ["-1+2", "+44 20 7946 0000", "-3e5", "--1", "+", "-١"])
def test_what_only_resembles_a_number_is_text(number):
    """A sum, a telephone number or digits of another script are no plain number."""
    assert safe(number) == f"'{number}"


def test_missing_cells_are_empty():
    """A missing value is an empty cell, never zero and never a word."""
    assert [safe(None), safe(float("nan")), safe(pd.NA), safe(pd.NaT)] == ["", "", "", ""]


def test_a_file_has_the_cells_of_the_screen_and_no_more():
    """Every cell of a table in the file is one of the page's own table, with its rounding and its band."""
    found = record()
    on_screen = readable(found)
    rows = written(found)
    at = rows.index(list(on_screen.columns))
    assert rows[at + 1 : at + 3] == on_screen.to_numpy().tolist()
    assert "0.65" not in str(rows)
    assert "65%" in rows[at + 1]


@pytest.mark.parametrize("verdict", [Verdict.HIDDEN, Verdict.NOT_ASKED])
def test_what_is_hidden_is_not_in_the_file(verdict):
    """Of a finding that is hidden on the page the file holds its sentence and not one figure."""
    rows = written(record(verdict=verdict))
    assert ["A sentence"] in rows
    assert "65%" not in str(rows)
    assert "week of" not in str(rows)


def test_the_end_says_where_the_figures_come_from():
    """The update, the day, the rules and the hash stand at the end, and what n counts."""
    rows = written(record())
    assert rows[-4:] == [
        ["Published update", "7"],
        ["Results up to", "2026-03-02"],
        ["Privacy rules, version", "2"],
        ["Check code of the update", "abc123"],
    ]
    assert "How many" in rows[-5][0]


def offer(browser: str = "mine") -> Offer:
    return Offer("ada", browser, "k", lambda: "k", lambda: True, "x.csv", lambda: b"x", "figures")


def test_a_token_works_once():
    """A file is handed over once: the second time its token is worth nothing."""
    offers = Offers()
    token = offers.add(offer())
    assert offers.take(token, "mine") is not None
    assert offers.take(token, "mine") is None


def test_a_file_of_a_withdrawn_update_is_handed_to_nobody():
    """Where the update was withdrawn between the offer and the fetching, no file is made, and words say why."""
    offers, made = Offers(), []
    token = offers.add(replace(offer(), still_stands=lambda: False, make=lambda: made.append(1) or b"x"))
    waiting = offers.take(token, "mine")
    assert waiting is not None
    answer = _hand_over(waiting, Request({"type": "http", "headers": []}))
    assert answer.status_code == 410
    assert b"taken back" in answer.body
    assert made == []


@pytest.mark.parametrize("browser", ["another", "", "mine "])
def test_a_token_works_in_its_own_browser_only(browser):
    """Another browser gets nothing, and the token is used up by the attempt."""
    offers = Offers()
    token = offers.add(offer())
    assert offers.take(token, browser) is None
    assert offers.take(token, "mine") is None


def test_a_browser_without_a_key_is_no_browser():
    """An offer that was made without a cookie is handed to nobody, also not to those without one."""
    offers = Offers()
    assert offers.take(offers.add(offer("")), "") is None


def test_a_token_lives_a_minute(monkeypatch):
    """After sixty seconds a file is no longer there."""
    offers = Offers()
    now = [1000.0]
    monkeypatch.setattr("pages.parts.downloads.time.monotonic", lambda: now[0])
    token, late = offers.add(offer()), offers.add(offer())
    now[0] += 59.9
    assert offers.take(token, "mine") is not None
    now[0] += 0.1
    assert offers.take(late, "mine") is None


def test_waiting_files_do_not_pile_up():
    """However many files are asked for, only so many wait; the oldest gives way."""
    offers = Offers()
    tokens = [offers.add(offer()) for _ in range(MOST + 1)]
    assert len(set(tokens)) == MOST + 1
    assert offers.take(tokens[0], "mine") is None
    assert offers.take(tokens[-1], "mine") is not None


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("Cohort 6 figures.csv", "Cohort 6 figures.csv"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ('a"; filename="evil.exe', "a__ filename__evil.exe"),
        ("Équipe\r\nSet-Cookie: x=1.csv", "_quipe__Set-Cookie_ x_1.csv"),
        ("", "figures"),
    ],
)
def test_a_file_name_cannot_break_out(name, plain):
    """A team's name in a file's name ends no header, names no folder and no other file (RFC 6266)."""
    header = disposition(name)
    assert header.startswith(f"attachment; filename=\"{plain}\"; filename*=UTF-8''")
    assert header.count('"') == 2
    assert not set(header) & set("\r\n\\/")
    assert header.isascii()
