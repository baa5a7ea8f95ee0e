"""A chart as a picture explains itself: title, notes and where it is from stand inside, and no network is asked."""

from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree as Xml

import pytest

from joy import views
from joy.exports import picture_file
from joy.exports.pictures import picture_svg
from joy.findings import Verdict
from joy.findings.records import NOT_SHOWN
from tests.export_house import HOSTILE, looker, pack_of_sample, release_of


SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def stamp(sample_store, programme):
    return pack_of_sample(sample_store, programme).stamp


@pytest.fixture(scope="module")
def cohort(sample_store, programme):
    return looker(sample_store, release_of(sample_store, programme))(views.cohort_impact, "c2")


def parsed(svg):
    return Xml.fromstring(svg)  # noqa: S314  our own drawing


def words_of(svg):
    drawn = parsed(svg)
    return " ".join("".join(text.itertext()) for text in drawn.iter(f"{SVG}text"))


def test_title_notes_and_stamp_stand_inside(cohort, stamp):
    """Title, subtitle, rule, caveat and stamp are words of the picture; its description is the alternative text."""
    svg = picture_svg(cohort.run, stamp, cohort.replies)
    words = "".join(words_of(svg).split())
    drawn = parsed(svg)

    for text in (cohort.run.title, cohort.run.subtitle, cohort.run.why[0], cohort.run.notes[0], stamp.line):
        assert "".join(text.split()) in words
    assert drawn.findtext(f"{SVG}title") == cohort.run.title
    assert drawn.findtext(f"{SVG}desc") == cohort.run.alt
    assert "Invented data" in words_of(svg)


def test_every_line_stands_within_the_picture(cohort, stamp):
    """No note falls below the edge."""
    drawn = parsed(picture_svg(cohort.run, stamp))
    below = [float(text.get("y")) for text in drawn.findall(f"{SVG}text")]

    assert below
    assert max(below) < float(drawn.get("height"))


def test_a_png_is_a_picture_of_twice_the_size(cohort, stamp):
    """PNG begins with its signature and has twice the pixels of the SVG."""
    svg = parsed(picture_svg(cohort.run, stamp))
    png = picture_file(cohort.run, stamp, is_svg=False)

    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    assert int.from_bytes(png[16:20], "big") == pytest.approx(2 * float(svg.get("width")), abs=2)


def test_a_hidden_record_draws_its_words(cohort, stamp):
    """Of a hidden record no point and no number is drawn, only that it is not shown."""
    hidden = replace(cohort.run, verdict=Verdict.HIDDEN, points=cohort.run.points.iloc[0:0], why=(), notes=())
    words = words_of(picture_svg(hidden, stamp))

    assert NOT_SHOWN in words
    unbroken = words.replace(" ", "")  # long lines are broken wherever they fit
    for heading in (cohort.run.subtitle, cohort.run.title):
        unbroken = unbroken.replace(heading.replace(" ", ""), "")
    assert "%" not in unbroken


def test_words_of_users_stay_words(cohort, stamp):
    """A team called like markup or code is text in the picture: no element and no link is made of it."""
    panels = (replace(cohort.teams.panels[0], label=HOSTILE), *cohort.teams.panels[1:])
    svg = picture_svg(replace(cohort.teams, panels=panels, alt=HOSTILE), stamp)
    drawn = parsed(svg)

    assert {element.tag for element in drawn.iter()} <= {
        f"{SVG}{name}" for name in ("svg", "g", "path", "text", "tspan", "rect", "line", "title", "desc", "defs",
                                    "clipPath", "circle", "image")
    }  # fmt: skip
    assert not list(drawn.iter(f"{SVG}image"))
    assert "HYPERLINK" in words_of(svg)


def test_svg_is_written_for_machines_too(cohort, stamp):
    """The bytes of the SVG file are the drawing, in UTF-8."""
    assert picture_file(cohort.run, stamp, is_svg=True).decode() == picture_svg(cohort.run, stamp)
