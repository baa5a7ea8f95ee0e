"""The landing page in its parts: sentence, figures, every team, what was tried and a story."""

from __future__ import annotations

import json

from joy.charts import SELECTION
from pages.parts import readers
from pages.parts.choices import Choice


def quilts_of(page):
    """The chart that answers to clicks, as its message."""
    return [chart.proto for chart in page.get("vega_lite_chart") if list(chart.proto.selection_mode) == [SELECTION]]


def rows_of(proto):
    """The rows of a packed chart by the names of their data."""
    import pyarrow as pa

    return {data.name: pa.ipc.open_stream(data.data.data).read_all().to_pylist() for data in proto.datasets}


def texts_of(page):
    found = [*page.title, *page.header, *page.subheader, *page.caption, *page.markdown, *page.text]
    return [element.value for element in found]


def test_the_page_reads_from_the_sentence_down(sample_pages):
    """Sentence first, then every team, what was tried, cohorts, who takes part, the time after; quality last."""
    page = sample_pages("programme")
    assert [header.value for header in page.header] == [
        "Every team at a glance",
        "What teams tried",
        "Cohorts side by side",
        "Who is taking part",
        "Was it kept?",
    ]
    assert any(caption.value.startswith("Results up to 19 March 2023") for caption in page.main.caption)
    assert any("figures not shown" in caption.value for caption in page.caption)


def test_a_leader_sees_every_team_in_one_picture(sample_pages):
    """One chart holds each team of the six cohorts once, and tells a click by the team's id."""
    page = sample_pages("programme")
    (quilt,) = quilts_of(page)
    spec = json.loads(quilt.spec)
    clicked = next(layer for layer in spec["layer"] if "params" in layer)
    rows = rows_of(quilt)[clicked["data"]["name"]]
    assert len(rows) == len({row["key"] for row in rows}) == 82


def test_a_team_sees_its_own_line_and_nobody_elses(sample_pages):
    """Looked at as a team the picture holds that team, and the page names no other."""
    page = sample_pages("programme", **{"as": "team", "team": "c3-02"})
    (quilt,) = quilts_of(page)
    clicked = next(layer for layer in json.loads(quilt.spec)["layer"] if "params" in layer)
    assert [row["key"] for row in clicked["data"]["values"]] == ["c3-02"]
    assert "Your team at a glance" in texts_of(page)


def test_the_live_cohort_leads_with_its_first_weeks(sample_pages):
    """Under the sentence stands when the young cohort can be judged, who takes part, what staff said, tests started."""
    said = texts_of(sample_pages("programme"))
    assert any("first verdict likely in March 2023" in text for text in said)
    for label in ("Who takes part", "What staff said", "Tests started", "First verdict"):
        assert label in said


def test_one_story_that_was_shared_stands_beside_the_numbers(sample_pages):
    """The story shown is the newest of those shared with the programme, in its teller's words."""
    page = sample_pages("programme")
    programme = readers.offered().programmes[0].programme_id
    choice = Choice(programme, update_id=readers.published()[programme], is_open_to_all=True)
    story = readers.programme_story(choice)
    assert story is not None
    assert story.synopsis in [text.value for text in page.text]
