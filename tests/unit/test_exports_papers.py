"""Papers are read again: two pages for a board, one for a team, the figures of the views and nobody's markup."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pytest
from pypdf import PdfReader

from joy.exports import team_page_pdf
from joy.exports.pack import Opening
from joy.exports.papers import board_paper
from joy.findings import TestRow as Tried
from joy.findings import Verdict
from joy.findings.records import NOT_SHOWN
from tests.export_house import HOSTILE, pack_of_sample, quiet


@pytest.fixture(scope="module")
def pack(sample_store, programme):
    return pack_of_sample(sample_store, programme, teams=("c2-03", "c6-01"))


def read(content):
    return PdfReader(BytesIO(content))


def words_of(paper):
    """The text of all pages with single spaces; typst writes some letters joined, which are taken apart."""
    text = " ".join(page.extract_text() for page in paper.pages)
    for joined, apart in {"ﬁ": "fi", "ﬀ": "ff", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "\u00ad": ""}.items():
        text = text.replace(joined, apart)
    return " ".join(text.split())


def said(words, text):
    """Whether a text is there, wherever lines were broken."""
    return "".join(text.split()) in "".join(words.split())


def test_a_board_paper_has_two_pages_and_the_figures_of_the_landing_page(pack):
    """Verdict, every headline figure with its change and n, each cohort's line, and the stamp on both pages."""
    paper = read(board_paper(pack, quiet))
    words, programme = words_of(paper), pack.gathered.programme

    assert len(paper.pages) == 2
    assert said(words, programme.headline.title)
    for tile in programme.tiles:
        assert said(words, tile.label)
        assert said(words, tile.value_text)
        assert said(words, tile.change_text)
        assert said(words, tile.counts)
    for line in programme.quilt.cohorts["said"]:
        assert said(words, line)
    for page in paper.pages:
        own = "".join(page.extract_text().split())
        assert "".join(pack.stamp.line.split()) in own
        assert "Inventeddata" in own


def test_a_paper_of_one_cohort_has_two_pages_too(sample_store, programme):
    """Whatever the cohort's size, the paper has two pages, and all its teams with their words."""
    for cohort_id in ("c1", "c3"):
        pack = pack_of_sample(sample_store, programme, only_cohort=cohort_id)
        paper = read(board_paper(pack, quiet))
        words = words_of(paper)
        assert len(paper.pages) == 2
        assert [panel.label for panel in pack.gathered.alone.teams.panels if not said(words, panel.label)] == []


def test_a_paper_can_be_read_aloud(pack):
    """It has a title, a language, and tags; every picture has its alternative text."""
    paper = read(board_paper(pack, quiet))
    root = paper.trailer["/Root"]
    alts = [text for text in _alts(root["/StructTreeRoot"]) if text]

    assert paper.metadata.title == pack.gathered.programme.headline.title
    assert str(root["/Lang"]).startswith("en")
    assert pack.gathered.programme.aligned[0].alt in alts
    assert pack.gathered.programme.quilt.alt in alts


def _alts(node, depth=0):
    node = node.get_object() if hasattr(node, "get_object") else node
    if depth > 40 or not isinstance(node, dict | list):
        return
    if isinstance(node, dict):
        if "/Alt" in node:
            yield str(node["/Alt"])
        yield from _alts(node.get("/K", []), depth + 1)
        return
    for each in node:
        yield from _alts(each, depth + 1)


@pytest.mark.parametrize("team", ["c2-03", "c6-01"])
def test_a_team_s_page_is_one_page(pack, team):
    """You said, we tried, what happened: each test with prediction and result, the chart's sentence, the story."""
    picture = pack.gathered.teams[team]
    paper = read(team_page_pdf(picture, pack.stamp, said=("What helps: breaks",), next_step="Ask again in May"))
    words = words_of(paper)

    assert len(paper.pages) == 1
    for heading in ("You said", "We tried", "What happened", "What helps: breaks", "Ask again in May"):
        assert said(words, heading)
    assert said(words, picture.run.title)
    for test in picture.tests:
        assert said(words, test.title)
        assert said(words, test.prediction)
        assert said(words, test.result)
    assert (picture.story is None) or said(words, picture.story.synopsis)
    assert said(words, pack.stamp.line)


def test_a_long_story_still_makes_one_page(pack):
    """However much there is to say, a team's page stays one page, and a board paper two."""
    picture = pack.gathered.teams["c6-01"]
    test = Tried(1, "An idea " * 12, "1 May 2023", "We think " * 30, "It was " * 30, "", "Adopted")
    long = replace(picture, tests=(test,) * 12, aim="An aim " * 60)

    assert len(read(team_page_pdf(long, pack.stamp, said=("said " * 40,) * 20)).pages) == 1
    first = next(slide for slide in pack.slides if isinstance(slide, Opening))
    crowded = replace(first, decisions=("A decision " * 15,) * 30)
    assert len(read(board_paper(replace(pack, slides=(crowded, *pack.slides[1:])), quiet)).pages) == 2


def test_a_hidden_chart_is_not_drawn(pack):
    """Where a team's chart is hidden its page says so, and no figure of the record is in the file."""
    picture = pack.gathered.teams["c2-03"]
    run = replace(picture.run, verdict=Verdict.HIDDEN, title="Good days: not shown", points=picture.run.points)
    shown = words_of(read(team_page_pdf(replace(picture, run=run, outlook=""), pack.stamp)))
    before = words_of(read(team_page_pdf(picture, pack.stamp)))

    assert said(shown, NOT_SHOWN)
    assert said(before, "median")
    assert not said(shown, "median")


def test_words_of_users_stay_words(pack):
    """A team, an aim and a test called like code, a link or markup are printed as they stand; no link is made."""
    picture = pack.gathered.teams["c6-01"]
    test = Tried(1, HOSTILE, "1 May 2023", HOSTILE, HOSTILE, "", "Adopted")
    paper = read(team_page_pdf(replace(picture, name=HOSTILE, aim=HOSTILE, tests=(test,)), pack.stamp, said=(HOSTILE,)))
    words = words_of(paper)

    assert "".join(words.split()).count("".join(HOSTILE.split())) >= 6
    assert [page for page in paper.pages if "/Annots" in page] == []
