"""The reader of pipe-drawn tables."""

from __future__ import annotations

import math

import pytest

from tests.tables import numbers, rows


def test_rows_come_out_as_dictionaries_under_the_header() -> None:
    """Each row is read under the names of the header, trimmed, with an empty cell as an empty text."""
    drawn = """
        | team  | n | note       |
        |-------|---|------------|
        | Heron | 7 | two words  |
        | Wren  |   |            |
    """
    assert rows(drawn) == [
        {"team": "Heron", "n": "7", "note": "two words"},
        {"team": "Wren", "n": "", "note": ""},
    ]


def test_outer_pipes_may_be_left_out() -> None:
    """A table without outer pipes reads the same."""
    assert rows("a | b\n1 | 2") == rows("| a | b |\n| 1 | 2 |") == [{"a": "1", "b": "2"}]


def test_a_header_alone_has_no_rows() -> None:
    """A header without rows gives no rows."""
    assert rows("| a | b |") == []


def test_a_row_of_negative_numbers_is_no_rule() -> None:
    """Only a line of dashes is skipped, never a negative number."""
    assert rows("| a | b |\n|---|---|\n| -1 | - 2 |") == [{"a": "-1", "b": "- 2"}]


@pytest.mark.parametrize(
    ("drawn", "reason"),
    [("", "empty"), ("| a | b |\n| 1 |", "1 cells under 2"), ("| a | a |\n| 1 | 2 |", "twice")],
)
def test_a_table_that_cannot_be_read_is_refused(drawn: str, reason: str) -> None:
    """An empty or ragged table, or one with a doubled name, is refused with its reason."""
    with pytest.raises(ValueError, match=reason):
        rows(drawn)


def test_numbers_read_a_dot_as_missing() -> None:
    """A dot alone is a missing number."""
    first, gap, last = numbers("1.5 . -2")
    assert (first, last) == (1.5, -2.0)
    assert math.isnan(gap)
