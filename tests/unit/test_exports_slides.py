"""Slides are opened again: their charts hold the figures of the views, their notes the rule, and nothing hidden."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO

import pandas as pd
import pytest
from pptx import Presentation

from joy import views
from joy.definitions import load_definitions
from joy.exports import pack_file
from joy.exports.pack import Chart, Pack, Wall
from joy.exports.slides import slides
from joy.findings import Run, Verdict
from joy.findings.records import NOT_SHOWN
from tests.export_house import BOARD_MET, HOSTILE, LEADER, looker, pack_of_sample, quiet, release_of


EXCEL_BEGINS = date(1899, 12, 30)  # day 0 of a date in a chart part (ECMA-376, 18.17.4.1)


@pytest.fixture(scope="module")
def pack(sample_store, programme) -> Pack:
    return pack_of_sample(sample_store, programme, cohorts=("c2",), teams=("c2-03",))


@pytest.fixture(scope="module")
def deck(pack):
    return Presentation(BytesIO(slides(pack, quiet)))


def charts_of(slide):
    return [shape.chart for shape in slide.shapes if shape.has_chart]


def values_of(chart, number=0):
    return [None if value is None else round(value, 9) for value in chart.plots[0].series[number].values]


def known(column):
    return [None if pd.isna(value) else round(float(value), 9) for value in column]


def words_of(slide):
    return "\n".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)


def slide_with(deck, title):
    return next(slide for slide in deck.slides if slide.shapes.title.text_frame.text == title)


def test_a_pack_opens_with_what_a_board_asks_first(deck, pack):
    """Page one has the verdict as its title, what is new, what cannot be said, and what to decide."""
    first = deck.slides[0]
    said = words_of(first)

    assert first.shapes.title.text_frame.text == pack.gathered.programme.headline.title
    for heading in ("Since the last board", "The verdict", "What we cannot say", "Decisions asked of you"):
        assert heading in said
    assert "Since 10 January 2023:" in said


def test_news_are_counted_and_hold_no_old_value(sample_store, programme, pack):
    """Tests that ended since the board met are counted as in the programme's own tables."""
    until = sample_store.ask("release/programmes")["today"].iloc[0]
    ended = sample_store.ask("views/tests", programme_id=programme, until=until.date())["ended_on"]
    since = (ended > pd.Timestamp(BOARD_MET)) & (ended <= until)
    news = pack.gathered.news.since(BOARD_MET)

    assert since.sum() > 1
    assert f"{since.sum()} tests finished" in news
    assert "%" not in news
    assert "points" not in news


def test_the_chart_of_a_cohort_holds_the_points_of_its_page(sample_store, programme, deck):
    """A native chart's numbers are those of the view, week by week, and the days beside them."""
    run = looker(sample_store, release_of(sample_store, programme))(views.cohort_impact, "c2").run
    chart = charts_of(slide_with(deck, run.title))[0]

    assert values_of(chart) == known(run.points["value"])
    days = [EXCEL_BEGINS + timedelta(days=float(day)) for day in chart.plots[0].categories]
    assert days == [day.date() for day in run.points["start"]]
    assert chart.plots[0].series[1].name in {"Improved", "Worsened", "Median"}


def test_the_lines_of_cohorts_hold_the_values_of_the_landing_page(deck, pack):
    """Each cohort's line over the learning sets has the values that the landing page draws, and its gaps."""
    record = pack.gathered.programme.aligned[0]
    chart = charts_of(slide_with(deck, record.title))[0]
    for number, (name, own) in enumerate(record.lines.groupby("cohort", sort=False)):
        assert chart.plots[0].series[number].name == name
        assert [value for value in values_of(chart, number) if value is not None] == known(own["value"].dropna())


def test_who_takes_part_is_the_landing_page_s_table(deck, pack):
    """Teams enrolled, sending and testing stand in the chart as in the record."""
    record = pack.gathered.programme.participation
    chart = charts_of(slide_with(deck, record.title))[0]

    assert [values_of(chart, number) for number in range(3)] == [
        known(record.rows[name]) for name in ("enrolled", "sending", "testing")
    ]


def test_every_team_stands_in_order_of_enrolment_with_its_words(deck, pack):
    """All teams of the landing page are there once, in its order, each with its verdict in words."""
    teams = pack.gathered.programme.quilt.teams
    panels = [panel for slide in pack.slides if isinstance(slide, Wall) for panel in slide.panels]
    said = "\n".join(words_of(slide) for slide in deck.slides)

    assert [panel.label for panel in panels] == teams["label"].tolist()
    assert [panel.told for panel in panels] == teams["told"].tolist()
    assert [label for label in teams["label"] if label not in said] == []


def test_a_hidden_team_has_no_chart(deck, pack):
    """Where a team is hidden the slide says so in the one label, and there is no chart of it."""
    quilt = pack.gathered.programme.quilt
    hidden = set(quilt.teams.loc[quilt.teams["verdict"] == Verdict.HIDDEN, "label"])
    walls = [slide for slide in pack.slides if isinstance(slide, Wall)]
    drawn = sum(len(charts_of(slide_with(deck, wall.title))) for wall in walls if wall.about.endswith("enrolment"))
    panels = [panel for wall in walls if wall.about.endswith("enrolment") for panel in wall.panels]

    assert hidden
    assert drawn == sum(panel.verdict is not Verdict.HIDDEN and len(panel.run.points) > 0 for panel in panels)
    assert NOT_SHOWN in "\n".join(words_of(slide) for slide in deck.slides)


def test_figures_of_a_hidden_record_reach_no_file(pack):
    """A record that is hidden is written in words only, whatever its frame holds: no part of the files has a number."""
    secret = 0.4242424
    run = pack.gathered.cohorts["c2"].run
    hidden = replace(run, verdict=Verdict.HIDDEN, points=run.points.assign(value=secret))
    content = slides(replace(pack, slides=(Chart("Hidden", "", hidden),)), quiet)

    with zipfile.ZipFile(BytesIO(content)) as parts:
        assert [name for name in parts.namelist() if b"42424" in parts.read(name)] == []
        assert not [name for name in parts.namelist() if "embeddings" in name]


def test_every_slide_says_where_it_is_from(deck, pack):
    """Slide and notes carry update, day, policy, hash, what was chosen and that the data are invented."""
    stamp = pack.stamp
    for slide in deck.slides:
        said, notes = words_of(slide), slide.notes_slide.notes_text_frame.text
        assert stamp.line in said
        assert stamp.content_hash in notes
        assert f"Privacy rules, version: {stamp.policy_version}" in notes
        assert "Invented data" in said
    assert "Cohort 2" in stamp.line


def test_notes_tell_the_rule_and_the_caveats(deck, pack):
    """The notes of a chart hold all that stands behind “Why?”, and that figures are hidden."""
    run = pack.gathered.cohorts["c2"].run
    notes = slide_with(deck, run.title).notes_slide.notes_text_frame.text

    for line in (run.subtitle, *run.why, *run.notes):
        assert " ".join(line.split()) in notes
    assert "not shown, to protect people’s answers" in notes


def test_charts_and_tables_have_alternative_texts(deck):
    """Every chart and table has words for those who do not see it."""
    graphics = [shape for slide in deck.slides for shape in slide.shapes if shape.has_chart or shape.has_table]

    assert len(graphics) > 60
    assert [shape.name for shape in graphics if not shape._element.xpath(".//p:cNvPr")[0].get("descr")] == []


def test_a_bound_is_told_as_a_bound(pack):
    """A point that is only known to lie over a bound carries its words, and the notes list every one."""
    team = pack.gathered.teams["c2-03"].run
    assert (team.points["bound"] != "").any()
    notes = next(slide.notes for slide in pack.slides if isinstance(slide, Chart) and slide.record is team)
    bounds = next(line for line in notes if line.startswith("Points that are bounds"))

    for bound in set(team.points["bound"]) - {""}:
        assert bound in bounds


def test_words_of_users_stay_words(pack):
    """A team called like a formula, markup or code is written as it stands, in titles, labels and notes."""
    team = pack.gathered.teams["c2-03"]
    run: Run = replace(team.run, label=HOSTILE)
    hostile = Chart(HOSTILE, HOSTILE, run, (HOSTILE,), HOSTILE)
    deck = Presentation(BytesIO(slides(replace(pack, slides=(hostile,)), quiet)))

    assert deck.slides[0].shapes.title.text_frame.text == HOSTILE
    assert words_of(deck.slides[0]).count(HOSTILE) == 4
    assert not [rel for rel in deck.slides[0].part.rels.values() if rel.is_external]


def test_a_deck_of_one_cohort_is_about_that_cohort_only(sample_store, programme):
    """With one cohort asked for, no other cohort's name or team is in the file."""
    own = pack_of_sample(sample_store, programme, only_cohort="c5")
    deck = Presentation(BytesIO(pack_file(own, "pptx", load_definitions(), quiet)))
    said = "\n".join(words_of(slide) + slide.notes_slide.notes_text_frame.text for slide in deck.slides)

    assert "Cohort 5" in said
    assert [name for name in ("Cohort 1", "Cohort 2", "Cohort 3", "Cohort 6") if name in said] == []
    assert LEADER.person not in said
