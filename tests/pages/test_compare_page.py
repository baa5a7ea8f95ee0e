"""The page of cohorts side by side, and the folds of the cohort page: addresses, bad ones too, and each role."""

from __future__ import annotations

import json

import pytest

from pages.parts import who as looking


MEASURES = ("good_days", "relationships_colleagues", "relationships_service_users", "wellbeing")
FOLDS = ("part", "response", "coverage", "progress", "how-sure")


def charts(page):
    return [json.loads(chart.proto.spec) for chart in page.get("vega_lite_chart")]


def picked(page, name):
    return page.button_group(key=f"box_{name}").value


def words_of(page):
    return "\n".join(
        element.value for kind in (page.title, page.subheader, page.caption, page.text) for element in kind
    )


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("by", ["sets", "weeks", "calendar"])
def test_every_view_has_its_address(sample_pages, measure, by):
    """Each measure and way of lining up is reopened from its address, with three pictures."""
    page = sample_pages("compare", measure=measure, by=by)
    assert (picked(page, "measure"), picked(page, "by")) == (measure, by)
    assert len(charts(page)) == 3
    assert len({json.dumps(chart["data"] if "data" in chart else chart["layer"][0]) for chart in charts(page)}) == 3


def test_one_click_from_sets_to_calendar(sample_pages):
    """One press lines cohorts up by date, and the address says so."""
    page = sample_pages("compare")
    assert picked(page, "by") == "sets"
    page.button_group(key="box_by").set_value("calendar").run()
    assert not page.exception
    assert picked(page, "by") == "calendar"
    assert page.query_params["by"] in ("calendar", ["calendar"])
    assert any("by date" in caption.value for caption in page.caption)


@pytest.mark.parametrize(
    "address", [{"by": "nonsense"}, {"measure": "nonsense"}, {"by": "", "measure": "<script>"}, {"cohort": "c99"}]
)
def test_bad_addresses_open_the_usual_view(sample_pages, address):
    """Unknown words in the address are passed over: the usual measure and way are shown, and no fault."""
    page = sample_pages("compare", **address)
    assert (picked(page, "measure"), picked(page, "by")) == ("good_days", "sets")
    assert len(charts(page)) == 3
    assert not page.error


def test_where_another_question_was_asked_is_said_on_the_page(sample_pages):
    """That the first cohort was asked in another way stands on the page itself, not behind a press."""
    assert "Cohort 1 was asked in another way" in words_of(sample_pages("compare"))
    assert "asked in another way" not in words_of(sample_pages("compare", measure="wellbeing"))


def test_a_team_is_not_led_to_other_cohorts(sample_pages):
    """Looked at as a team the page refuses in words and shows no figure."""
    page = sample_pages("compare", **{"as": "team"})
    assert [error.value.replace("\\", "") for error in page.error] == [looking.ELSEWHERE]
    assert charts(page) == []


def test_folds_of_a_cohort_are_empty_until_opened(sample_pages):
    """Closed, the folds hold nothing; open, each holds its pictures."""
    page = sample_pages("cohort", cohort="c2")
    before = len(charts(page))
    for name in FOLDS:
        page.session_state[f"closer_c2-{name}"] = True
    page.run()
    assert not page.exception, [fault.value for fault in page.exception]
    assert len(charts(page)) - before == 4 + 2 + 1 + 2
    assert "Team and faculty differ on" in words_of(page)


@pytest.mark.parametrize("cohort", ["c1", "c5", "c6"])
def test_folds_open_for_a_team_too(sample_pages, cohort):
    """Looked at as a team the folds open on the cohort's totals and the team's own score alone."""
    page = sample_pages("cohort", cohort=cohort, team=f"{cohort}-01", **{"as": "team"})
    for name in FOLDS:
        page.session_state[f"closer_{cohort}-{name}"] = True
    page.run()
    assert not page.exception, [fault.value for fault in page.exception]
    said = words_of(page)
    assert "By organisation" not in said
    assert "Team and faculty differ on" not in said


def test_an_empty_dashboard_compares_nothing(empty_pages):
    """Without data the page says how to bring some."""
    page = empty_pages("compare")
    assert "There is no data yet" in words_of(page)
    assert charts(page) == []
