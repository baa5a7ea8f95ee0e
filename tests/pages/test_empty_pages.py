"""A dashboard that holds nothing yet."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize("name", ["programme", "cohort", "team"])
def test_a_page_without_data_says_so_and_shows_the_way(empty_pages, name):
    """A page that has nothing to show says that there is no data yet and where to bring it in."""
    page = empty_pages(name)
    assert [title.value for title in page.title] == ["There is no data yet"]
    assert "Bring in" in page.text[0].value
    assert not page.get("vega_lite_chart")


def test_an_empty_dashboard_wears_no_banner(empty_pages):
    """The banner on invented data comes from the database, so an empty one has none."""
    assert not [words for words in empty_pages("programme").markdown if "Invented" in words.value]


def test_how_we_measure_needs_no_data(empty_pages):
    """Every indicator is explained before a single answer is in."""
    page = empty_pages("measure", about="Questions")
    assert page.title[0].value == "How we measure"
    assert len(page.expander) >= 10
