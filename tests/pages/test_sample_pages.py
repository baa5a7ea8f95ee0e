"""Every page of the invented programme says something: a sentence, a number that is in the data, a picture."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest

from joy.findings import Verdict
from pages.parts import readers
from pages.parts.choices import Choice


ROOT = Path(__file__).resolve().parents[2]


def sample_rows(table):
    with (ROOT / "data/sample" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def charts_of(page):
    return [(json.loads(chart.proto.spec), chart.proto.alt) for chart in page.get("vega_lite_chart")]


def words_of(page):
    found = [*page.title, *page.header, *page.subheader, *page.caption, *page.markdown, *page.text]
    return "\n".join(element.value for element in found)


def team_with(verdict):
    """The first team whose run chart of good days got this verdict."""
    updates = readers.published()
    programme = readers.offered().programmes[0]
    update = updates[programme.programme_id]
    for cohort in programme.cohorts:
        for team in cohort.teams:
            choice = Choice(programme.programme_id, cohort.cohort_id, team.enrolment_id, update, is_open_to_all=True)
            if readers.team_picture(choice).run.verdict is verdict:
                return choice
    raise AssertionError(f"the invented programme has no team whose run chart says {verdict}")


def test_the_banner_says_that_the_data_are_invented(sample_pages):
    """Every page of the invented programme says so before anything else."""
    for name in ("programme", "cohort", "team", "measure", "data"):
        page = sample_pages(name)
        assert "Invented data" in page.markdown[0].value


def test_the_landing_page_is_one_sentence_and_a_few_figures(sample_pages):
    """The programme page opens with a sentence of at most 20 words and shows how many teams take part."""
    page = sample_pages("programme")
    assert 3 <= len(page.title[0].value.split()) <= 20
    assert f"of {len(sample_rows('team'))}" in words_of(page) + " ".join(m.value for m in page.metric)
    assert len(page.metric) == 6


def test_the_cohort_page_draws_every_team_in_order_of_enrolment(sample_pages):
    """The wall of small charts names every team of the cohort, in the order in which they enrolled."""
    names = {team["team_id"]: team["name"] for team in sample_rows("team")}
    enrolled = sorted(
        (int(e["ordinal"]), names[e["team_id"]]) for e in sample_rows("enrolment") if e["cohort_id"] == "c2"
    )
    page = sample_pages("cohort", cohort="c2")
    walls = [alt for _, alt in charts_of(page) if enrolled[0][1] in alt and enrolled[-1][1] in alt]
    places = [walls[0].index(name) for _, name in enrolled]
    assert places == sorted(places)


def test_the_team_page_lists_each_test_with_its_prediction(sample_pages):
    """Every test that a team has started stands on its page with what was predicted."""
    ideas = {idea["idea_id"]: idea["enrolment_id"] for idea in sample_rows("change_idea")}
    choice = team_with(Verdict.IMPROVED)
    predicted = {
        row["prediction"]
        for row in sample_rows("pdsa_test")
        if ideas[row["idea_id"]] == choice.enrolment_id and row["started_on"]
    }
    page = sample_pages("team", cohort=choice.cohort_id, team=choice.enrolment_id)
    assert predicted
    assert predicted <= {text.value for text in page.text}


@pytest.mark.parametrize("name", ["programme", "cohort", "team"])
def test_every_chart_has_words_and_no_picture_stands_without_data(sample_pages, name):
    """Each chart carries its alternative text, and its drawing holds at least one row."""
    charts = charts_of(sample_pages(name))
    assert charts
    for spec, alt in charts:
        assert len(alt.split()) >= 3
        assert any(layer.get("data", {}).get("values") for layer in spec["layer"])


def test_a_hidden_series_is_told_in_words_and_draws_nothing(sample_pages):
    """A team whose line is hidden reads one line with its cohort’s figure; no value of its weeks is sent."""
    choice = team_with(Verdict.HIDDEN)
    page = sample_pages("team", cohort=choice.cohort_id, team=choice.enrolment_id)
    folded = [text.value for text in page.text if text.value.startswith("Good days: not shown")]
    assert len(folded) == 1
    assert re.fullmatch(
        r"Good days: not shown, to protect people’s answers\. All teams of [\w ]+: \d+% good days", folded[0]
    )
    assert not [alt for _, alt in charts_of(page) if alt.startswith("Good days: not shown")]


def test_a_short_series_shows_its_points_and_no_verdict(sample_pages):
    """Under ten points the line is drawn, and the title says how many there are instead of a verdict."""
    choice = team_with(Verdict.TOO_FEW)
    page = sample_pages("team", cohort=choice.cohort_id, team=choice.enrolment_id)
    assert "points so far" in page.subheader[0].value


def test_an_unknown_team_in_the_address_falls_back_to_one_that_exists(sample_pages):
    """A link to a team that is gone opens the first team of the cohort, not an error."""
    page = sample_pages("team", cohort="c2", team="nonsense")
    first = next(e["enrolment_id"] for e in sample_rows("enrolment") if e["cohort_id"] == "c2" and e["ordinal"] == "1")
    assert page.session_state["choice"].enrolment_id == first


def test_a_table_is_fetched_only_when_it_is_opened(sample_pages):
    """No page sends tables that nobody opened."""
    assert not sample_pages("programme").dataframe
