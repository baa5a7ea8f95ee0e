"""A page can be printed: its stamp stands at the end, the print view has a way in and back."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import streamlit

from pages.parts.printing import HIDDEN


def captions(page):
    return [caption.value.replace("\\", "") for caption in page.caption]


@pytest.mark.parametrize(("name", "address", "named"), [
    ("programme", {}, "Good Days Together"),
    ("cohort", {"cohort": "c2"}, "Good Days Together · Cohort 2"),
])  # fmt: skip
def test_a_page_ends_with_its_stamp(sample_pages, name, address, named):
    """What is chosen, the day, the update, the policy and the hash stand at the end, for paper."""
    last = [told for told in captions(sample_pages(name, **address)) if "published update" in told][-1]

    assert last.startswith(f"Invented data · {named} · results up to 19 March 2023 · made on")
    assert re.search(r"privacy rules \d+ · check code [0-9a-f]{12}$", last)


def test_the_print_view_hides_what_cannot_be_pressed_on_paper(sample_pages):
    """The rules for paper are there always; with print=yes in the address they hold on the screen too."""
    usual, asked = (sample_pages("cohort", cohort="c2", **more) for more in ({}, {"print": "yes"}))
    styles = ["".join(html.proto.body for html in page.get("html")) for page in (usual, asked)]

    assert all("@media print" in style for style in styles)
    assert [style.count("[data-testid=stSidebar]") for style in styles] == [1, 2]


def test_the_names_that_are_hidden_are_streamlit_s_own():
    """Every part that is hidden on paper is called so in the Streamlit that is installed."""
    scripts = (Path(streamlit.__file__).parent / "static" / "static" / "js").glob("*.js")
    every = "".join(script.read_text(encoding="utf-8") for script in scripts)

    assert [name for name in HIDDEN if name not in every] == []


def test_a_page_without_results_has_no_stamp(sample_pages):
    """The data lead's pages speak of no update and so carry no stamp."""
    assert not [told for told in captions(sample_pages("data")) if "published update" in told]
