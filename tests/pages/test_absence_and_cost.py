"""The page of absence and cost as readers use it: a unit, a cohort's shade, assumptions of their own, bad ones too."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest


ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def opened(sample_pages):
    """Opens the page with an address; a fault of ours fails the test."""

    def open_it(**address):
        app = AppTest.from_file(str(ROOT / "pages/frame.py"), default_timeout=60)
        for key, value in address.items():
            app.query_params[key] = value
        app.run()
        app.switch_page("leaders/workforce.py").run()
        return without_faults(app)

    return open_it


def without_faults(app):
    assert not app.exception, [fault.value for fault in app.exception]
    return app


def words_of(page):
    found = [*page.title, *page.header, *page.subheader, *page.caption, *page.markdown, *page.text]
    return "\n".join(element.value.replace("\\", "") for element in found)


def box(page, key, end):
    return next(one for one in page.text_input if one.key == f"assumed_{key}_{end}")


def test_the_page_opens_with_one_sentence_and_its_caution(opened):
    """Twelve months against the twelve before, in at most 20 words, and that absence moves for many reasons."""
    page = opened()
    assert page.title[0].value.startswith("Absence was 5")
    assert len(page.title[0].value.split()) <= 20
    said = words_of(page)
    assert "absence moves for many reasons" in said
    assert "In February 2023 absence was" in said
    assert "saved" in said
    assert "we saved" not in said.lower()
    assert len(page.get("vega_lite_chart")) == 4


def test_a_unit_and_a_shade_are_kept_in_the_address(opened):
    """A directorate and a cohort that are chosen stand in the address, and an address opens them again."""
    page = opened()
    next(one for one in page.selectbox if one.label == "Part of the organisation").select("Community health").run()
    assert page.query_params["unit"] == "Community health"
    again = opened(unit="Community health", shade="c3")
    assert "Community health" in words_of(again)
    assert "Cohort 3" in json.dumps([json.loads(one.proto.spec) for one in again.get("vega_lite_chart")])
    assert "for all units together" in words_of(again)  # no money for one part


def test_an_unknown_unit_in_the_address_opens_the_usual_one(opened):
    """Words in the address that name no unit, no cohort and no number are passed over or said, never a fault."""
    page = opened(unit="nowhere", shade="c99", annual_employment_cost="a~b")
    assert "All units together" in words_of(page)
    assert not page.warning


def test_an_assumption_of_ones_own_changes_the_range_and_reset_brings_it_back(opened):
    """What is written in a box moves the amount and the address; Reset does both back; nothing is saved."""
    page = opened()
    before = [one.value for one in page.subheader]
    box(page, "annual_employment_cost", "High").set_value("90,000").run()
    without_faults(page)
    assert [one.value for one in page.subheader] != before
    assert page.query_params["annual_employment_cost"] == "38,000~45,000~90,000"
    assert "Your own, for this look only" not in before
    next(one for one in page.button if one.label.startswith("Reset")).click().run()
    assert [one.value for one in page.subheader] == before
    assert "annual_employment_cost" not in page.query_params


@pytest.mark.parametrize(
    ("end", "text", "said"),
    [("Low", "-5", "out of range"), ("Low", "60000", "must rise"), ("Middle", "lots", "number")],
)
def test_a_bad_assumption_is_answered_kindly(opened, end, text, said):
    """A negative amount, low above high, and words are each answered in words, and nothing is worked out meanwhile."""
    page = opened()
    box(page, "annual_employment_cost", end).set_value(text).run()
    without_faults(page)
    assert said in page.warning[0].value.replace("\\", "")
    assert "Nothing is worked out" in words_of(page)
    assert "£" not in " ".join(one.value for one in page.subheader)


def test_bad_numbers_in_the_address_are_answered_kindly(opened):
    """An address with 260 days a year is told why it is refused."""
    page = opened(days_in_year="260~260~260")
    assert "calendar days" in page.warning[0].value.replace("\\", "")


def test_a_team_and_the_data_lead_do_not_see_it(opened):
    """Directorates are none of a team's results, and a data lead sees no results at all."""
    for role in ("team", "data-lead"):
        page = opened(**{"as": role})
        assert "days lost" not in words_of(page)
        assert any("not for your role" in one.value for one in page.error)
