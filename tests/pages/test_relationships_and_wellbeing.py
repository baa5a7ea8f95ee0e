"""The pages on relationships and on wellbeing: one sentence on top, then pictures, for a cohort or the programme."""

from __future__ import annotations

import json

import pytest
from streamlit.testing.v1 import AppTest

from pages.parts import readers


PEOPLE, JOY = "leaders/relationships.py", "leaders/wellbeing.py"
CHOICES = [{}, *({"of": "cohort", "cohort": f"c{n}"} for n in range(1, 7))]


def page_at(opened, path, **address):
    """One of the two pages, opened at an address; a fault of ours fails the test."""
    page = opened("programme", **address).switch_page(path).run()
    assert not page.exception, [fault.value for fault in page.exception]
    assert not page.error
    return page


def words_of(page):
    found = [*page.title, *page.header, *page.subheader, *page.caption, *page.markdown, *page.text]
    return "\n".join(element.value for element in found)


@pytest.mark.parametrize("path", [PEOPLE, JOY])
@pytest.mark.parametrize("address", CHOICES, ids=lambda one: one.get("cohort", "programme"))
def test_one_sentence_then_pictures(sample_pages, path, address):
    """Whatever is chosen, the page opens with one sentence of at most 20 words and draws at least one chart."""
    page = page_at(sample_pages, path, **address)
    assert len(page.title) == 1
    assert 3 <= len(page.title[0].value.split()) <= 20
    charts = page.get("vega_lite_chart")
    assert charts
    assert all(chart.proto.alt for chart in charts)


def test_the_buttons_choose_between_the_programme_and_a_cohort(sample_pages):
    """The page opens on the whole programme; a press shows the cohort that is chosen, and the address says so."""
    page = page_at(sample_pages, PEOPLE, cohort="c3")
    assert any(line.value.startswith("Whole programme") for line in page.caption)
    page.get("button_group")[0].set_value("cohort").run()
    assert any(line.value.startswith("Cohort 3") for line in page.caption)
    assert page.query_params["of"] in ("cohort", ["cohort"])


def test_an_unknown_choice_in_the_address_is_passed_over(sample_pages):
    """An address that asks for nobody's results shows the whole programme."""
    page = page_at(sample_pages, JOY, of="everybody' OR 1=1 --")
    assert any(line.value.startswith("Whole programme") for line in page.caption)


def test_both_pages_draw_their_own_charts(sample_pages):
    """What one page has drawn is never taken for a chart of the other, though both are about the same cohort."""
    address = {"of": "cohort", "cohort": "c3"}
    alts = {}
    for path in (PEOPLE, JOY, "leaders/cohort.py"):
        page = page_at(sample_pages, path, **address)
        for chart in page.get("vega_lite_chart"):
            spec, alt = json.loads(chart.proto.spec), chart.proto.alt
            key = json.dumps(spec, sort_keys=True)
            assert alts.setdefault(key, alt) == alt


def test_a_team_sees_no_other_teams_and_no_other_cohorts(sample_pages):
    """As a team the page shows its cohort's and its programme's totals and names no other team."""
    page = page_at(sample_pages, JOY, **{"as": "team", "team": "c3-01", "of": "cohort"})
    said = words_of(page)
    assert "Cohort 3" in said
    assert "Cohort 4" not in said
    others = [team.name for cohort in readers.offered().programmes[0].cohorts for team in cohort.teams]
    assert not [name for name in others if name in said]


def test_remarks_are_worked_out_only_when_asked_for(sample_pages):
    """Closed, the box of remarks holds none of them: nothing of it reaches the browser."""
    page = page_at(sample_pages, JOY, of="cohort", cohort="c3")
    assert "“" not in "".join(text.value for text in page.text)
    assert [box.label for box in page.expander] == ["In their own words"]


@pytest.mark.parametrize("path", [PEOPLE, JOY])
def test_an_empty_dashboard_says_what_to_do(empty_pages, path):
    """Without any data both pages say what to do next."""
    page: AppTest = empty_pages("programme").switch_page(path).run()
    assert not page.exception
    assert page.title[0].value == "There is no data yet"
