"""The board pack page: what can be chosen, that it is made and handed over once, and when it is refused."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
import streamlit as st
from pptx import Presentation
from streamlit.testing.v1 import AppTest

from joy.errors import ShownError
from joy.exports.report import BEING_MADE
from pages.parts import board_pack, downloads, house, readers, take_away


PAGE = "leaders/take_out.py"


@pytest.fixture
def opened(sample_pages, monkeypatch):
    """The page, in a browser that has its key, and every file it offers."""
    offered = []
    monkeypatch.setattr(take_away, "browser_key", lambda: "a key")
    monkeypatch.setattr(downloads.OFFERS, "add", lambda offer: offered.append(offer) or "token")

    def at(**address) -> tuple[AppTest, list[downloads.Offer]]:
        return sample_pages("programme", **address).switch_page(PAGE).run(), offered

    return at


def press(page):
    return page.button(key="make_pack").click().run(timeout=120)


def test_the_pack_is_made_of_what_was_chosen(opened):
    """The press offers one file to this browser: slides with the chosen cohort and team, and it says what was made."""
    page, offered = opened()
    page.multiselect[0].set_value(["c5"])
    page.multiselect[1].set_value(["c6-01"])
    page = press(page)

    assert [notice.value for notice in page.success] == ["PowerPoint slides: ready."]
    assert not page.exception
    [offer] = offered
    assert (offer.browser, offer.name) == ("a key", "Good Days Together.pptx")
    assert offer.about.startswith("board pack of good_days_together as pptx, update ")
    assert offer.still_stands()
    assert offer.reach_now() == offer.reach
    deck = Presentation(BytesIO(offer.make()))
    said = " ".join(shape.text_frame.text for slide in deck.slides for shape in slide.shapes if shape.has_text_frame)
    assert "Cohort 5 · " in said
    assert "What the team tried" in said


def test_the_other_kinds_are_made_too(opened):
    """A board paper and a workbook are offered under their own endings and media types."""
    for kind, begins in (("pdf", b"%PDF"), ("xlsx", b"PK")):
        page, offered = opened()
        page.button_group(key="box_file").set_value(kind)
        press(page)
        assert offered[-1].name.endswith(f".{kind}")
        assert offered[-1].make().startswith(begins)


def test_a_story_that_is_withdrawn_within_the_minute_does_not_go_out(own_pages, monkeypatch):
    """Between making and fetching a teller withdraws: the link gives no file, and says what to do."""
    offered = []
    monkeypatch.setattr(take_away, "browser_key", lambda: "a key")
    monkeypatch.setattr(downloads.OFFERS, "add", lambda offer: offered.append(offer) or "token")
    press(own_pages("programme").switch_page(PAGE).run())
    assert offered[0].make().startswith(b"PK")

    with readers.open_house().cursor() as cursor:
        cursor.execute("UPDATE programme.story SET withdrawn_on = DATE '2023-03-19'")
    with pytest.raises(ShownError, match="Make the pack anew"):
        offered[0].make()


def test_what_was_chosen_stands_in_the_address(opened):
    """Day, kind, cohorts and teams are in the address, and whoever opens that address finds them chosen."""
    page, _ = opened()
    page.multiselect[0].set_value(["c5", "c2"])
    page.multiselect[1].set_value(["c6-01"])
    page.date_input[0].set_value(date(2023, 1, 10))
    page.button_group(key="box_file").set_value("pdf")
    page = page.run()
    said = {name: page.query_params[name] for name in ("cohorts", "teams", "since", "file")}
    assert said == {"cohorts": "c2,c5", "teams": "c6-01", "since": "2023-01-10", "file": "pdf"}

    again, _ = opened(cohorts="c2,c5", teams="c6-01", since="2023-01-10", file="pdf")
    assert again.multiselect[0].value == ["c2", "c5"]
    assert again.multiselect[1].value == ["c6-01"]
    assert again.date_input[0].value == date(2023, 1, 10)
    assert again.button_group(key="box_file").value == "pdf"


def test_what_cannot_be_chosen_is_passed_over(opened):
    """Cohorts that do not exist and days that are none leave the usual choice, and it is said."""
    page, _ = opened(cohorts="c2,nowhere", since="yesterday", teams="")

    assert page.multiselect[0].value == ["c2"]
    assert any("“nowhere” cannot be found here" in caption.value for caption in page.caption)
    assert not page.exception


def test_it_is_refused_while_results_are_made_anew(opened, monkeypatch):
    """While new data wait to be published the page says so and what to do, and offers nothing."""
    store = readers.open_house()
    with store.cursor() as cursor:
        kept = cursor.execute("SELECT value FROM programme.about WHERE key = 'published_good_days_together'").fetchone()
        cursor.execute("DELETE FROM programme.about WHERE key = 'published_good_days_together'")
    try:
        page, offered = opened()
        page = press(page)
    finally:
        with store.cursor() as cursor:
            cursor.execute("INSERT INTO programme.about VALUES ('published_good_days_together', ?)", kept)

    assert offered == []
    assert BEING_MADE.split(".")[0] in page.error[0].value.replace("\\", "")
    assert not page.exception


def test_a_team_does_not_have_the_page(sample_pages):
    """Whoever looks as a team is told that the page is not for them."""
    page = sample_pages("programme", **{"as": "team"}).switch_page(PAGE).run()

    assert any("not for your role" in error.value for error in page.error)
    assert not page.multiselect


def test_nothing_is_made_for_a_browser_without_its_key(sample_pages, monkeypatch):
    """A browser that has no key yet is asked to reload, before anything is made."""
    monkeypatch.setattr(type(st.context), "cookies", {})
    page = press(sample_pages("programme").switch_page(PAGE).run())

    assert take_away.RELOAD in [text.value for text in page.text]
    assert not page.success


def test_an_empty_dashboard_has_nothing_to_take(empty_pages):
    """Without data the page shows the way forward."""
    page = empty_pages("programme").switch_page(PAGE).run()

    assert page.title[0].value == "There is no data yet"


def test_every_figure_is_read_with_the_reader_s_own_rights(opened, monkeypatch):
    """The pack asks each view as whoever looks, in the update that this reader sees."""
    asked = []
    real = readers.seen

    def noting(view, choice, about, *, stamp=""):
        asked.append((view.__name__, choice.update_id, house.who_reads(choice).key))
        return real(view, choice, about, stamp=stamp)

    monkeypatch.setattr(board_pack.readers, "seen", noting)
    page, offered = opened(**{"as": "facilitator"})
    press(page)

    assert offered
    keys = {key for name, _, key in asked}
    assert len({update for _, update, _ in asked}) == 1
    assert keys == {offered[0].reach}
