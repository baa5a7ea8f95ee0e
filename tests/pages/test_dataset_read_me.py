"""The read-me of a data set that is taken from a page says what was chosen there, and nothing that was not."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest

from pages.parts import downloads, take_away


@pytest.fixture
def read_me(sample_pages, monkeypatch):
    """The read-me of the data set that the evaluation page offers at an address."""
    offered = []
    monkeypatch.setattr(take_away, "browser_key", lambda: "a key")
    monkeypatch.setattr(downloads.OFFERS, "add", lambda offer: offered.append(offer) or "token")

    def at(**address) -> str:
        page = sample_pages("programme", **address).switch_page("leaders/evaluation.py").run()
        page.button(key="dataset").click().run(timeout=120)
        with zipfile.ZipFile(BytesIO(offered[-1].make())) as archive:
            return archive.read("README.txt").decode()

    return at


def test_a_whole_programme_names_no_cohort(read_me):
    """Of the whole programme the read-me names the programme and no cohort, whichever the page's box stands on."""
    text = read_me(cohort="c6")

    assert "What was chosen: Good Days Together; every cohort that you may see" in text
    assert "Cohort 6" not in text


def test_one_cohort_is_named(read_me):
    """Of one cohort the read-me names the programme and that cohort."""
    assert "What was chosen: Good Days Together; Cohort 2" in read_me(cohort="c2", of="cohort")
