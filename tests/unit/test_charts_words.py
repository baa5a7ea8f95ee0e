"""Labels keep apart, words wrap without loss, and numbers read as a person writes them."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from joy.charts import dodge
from joy.charts.words import letter, text_width, ticks, value_text, wrap


@pytest.mark.parametrize(
    ("value", "is_share", "span", "text"),
    [
        (0.0, True, 1, "0%"),
        (1.0, True, 1, "100%"),
        (0.62, True, 1, "62%"),
        (0.0525, True, 0.2, "5.2%"),
        (6.42, False, 10, "6.4"),
        (71.4, False, 100, "71"),
        (-0.0, False, 10, "0.0"),
        (None, True, 1, ""),
        (math.nan, True, 1, ""),
    ],
)
def test_values_read_as_a_person_writes_them(value, is_share, span, text):
    """Shares are whole per cent on a full scale, means have the decimals their scale deserves, missing is empty."""
    assert value_text(value, is_share=is_share, span=span) == text


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (0, 1, [0, 0.25, 0.5, 0.75, 1]),
        (0, 100, [0, 25, 50, 75, 100]),
        (1, 5, [1, 2, 3, 4, 5]),
        (0, 10, [0, 2, 4, 6, 8, 10]),
        (1, 7, [1, 3, 5, 7]),
        (0, 0.2, [0, 0.05, 0.1, 0.15, 0.2]),
        (3, 3.7, [3, 3.7]),
    ],
)
def test_axes_are_divided_into_round_steps(low, high, expected):
    """A scale has about four steps that a person would choose, or only its ends."""
    assert ticks(low, high) == expected


@pytest.mark.parametrize(("number", "name"), [(1, "a"), (26, "z"), (27, "aa"), (52, "az"), (53, "ba")])
def test_notes_are_lettered_as_spreadsheet_columns(number, name):
    """Notes go on past z."""
    assert letter(number) == name


@given(st.text(alphabet="abcdefgh ÄWil-", min_size=1, max_size=120), st.integers(60, 400))
def test_wrapping_loses_no_letter(text, width):
    """However long a word is, every letter of the text is on some line."""
    assert "".join(wrap(text, width, 13)).replace(" ", "") == text.replace(" ", "")


def test_wrapped_lines_fit_their_width():
    """A German compound longer than the line is broken, not cut."""
    lines = wrap("Donaudampfschifffahrtsgesellschaftskapitänswitwenrente und Pflege", 160, 13)

    assert len(lines) > 1
    assert max(text_width(line, 13) for line in lines) <= 160 * 1.15


@given(st.lists(st.floats(0, 1), max_size=30), st.floats(0.01, 0.5))
def test_flags_in_one_row_never_touch(places, needed):
    """Within a row, neighbours keep the distance that was asked for."""
    ordered = sorted(places)
    rows = dodge.stagger(ordered, needed)

    for row in set(rows):
        own = [place for place, its in zip(ordered, rows, strict=True) if its == row]
        assert all(b - a >= needed for a, b in pairwise(own))


def test_flags_far_apart_share_the_lowest_row():
    """Flags with room stay in one row, and only the one that would touch goes up."""
    assert dodge.stagger([0.0, 0.5, 0.52, 1.0], 0.1) == [0, 0, 1, 0]


@given(st.lists(st.floats(0, 300), min_size=1, max_size=12))
def test_end_labels_keep_apart_in_order_and_inside(places):
    """Moved labels are a line apart, keep their order, and stay on the chart where they fit on it."""
    moved = dodge.spread(places, 18, 0, 300)
    ordered = [moved[k] for k in sorted(range(len(places)), key=places.__getitem__)]

    assert all(b - a >= 18 - 1e-6 for a, b in pairwise(ordered))
    assert min(ordered) >= -1e-6
    assert max(ordered) <= 300 + 1e-6


def test_labels_with_room_stay_where_they_belong():
    """Nothing moves that does not have to."""
    assert dodge.spread([10.0, 200.0, 100.0], 18, 0, 300) == [10.0, 200.0, 100.0]


def test_the_width_at_which_titles_fit_is_found():
    """Two titles of 100 px, half the plot apart, need 200 px; on one day they never fit."""
    assert dodge.least_width([0.0, 0.5], [100, 100], 1.0, 0) == 200
    assert dodge.least_width([0.5, 0.5], [100, 100], 1.0, 0) == math.inf
