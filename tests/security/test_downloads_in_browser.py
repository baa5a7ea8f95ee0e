"""Taking figures away with a real browser: the cells of the page, once, for that browser and that person."""

from __future__ import annotations

import csv
from contextlib import closing
from io import StringIO

import pytest
from harness import open_page, settle
from serving import ask


pytestmark = pytest.mark.browser


def link_of(page) -> str:
    """Press the quiet button; the address of the file that then waits."""
    page.get_by_role("button", name="Take these figures with you").click()
    link = page.get_by_role("link", name="Save the file")
    link.wait_for(timeout=20_000)
    return link.get_attribute("href")


@pytest.fixture
def visit(plain, browser):
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    open_page(page, f"{plain.url}/team?cohort=c6&team=c6-01")
    yield page
    context.close()


def test_the_file_holds_what_the_page_shows(plain, visit):
    """Each cell of the file's first table is one of the page's own table, and its end names update, rules and hash."""
    fetched = visit.request.get(plain.url + link_of(visit))
    assert fetched.status == 200
    assert fetched.headers["content-type"] == "text/csv; charset=utf-8"
    assert fetched.headers["content-disposition"].startswith("attachment; filename=")
    assert fetched.headers["cache-control"] == "no-store"
    rows = list(csv.reader(StringIO(fetched.body().decode("utf-8-sig"))))
    ends = [row[0] for row in rows[-4:]]
    assert ends == ["Published update", "Results up to", "Privacy rules, version", "Check code of the update"]
    assert all(row[1] for row in rows[-4:])
    assert ["Invented data: no real person or team."] in rows
    shown = visit.locator("h1").first.inner_text().replace("\u2060", "")
    assert rows[0] == [shown]
    titles = visit.locator("[data-testid=stMain] h3").all_inner_texts()
    assert [title.replace("\u2060", "") for title in titles if [title.replace("\u2060", "")] not in rows] == []


def test_a_file_is_fetched_once(plain, visit):
    """The same address a second time gives nothing, also to the browser that asked."""
    address = plain.url + link_of(visit)
    assert visit.request.get(address).status == 200
    assert visit.request.get(address).status == 404


def test_a_look_ahead_does_not_use_a_file_up(plain, visit):
    """A program that only asks whether the file is there does not take it from the reader."""
    address = plain.url + link_of(visit)
    assert visit.request.head(address).status == 405
    assert visit.request.get(address).status == 200


def test_another_browser_gets_nothing(plain, visit, browser):
    """An address that was passed on gives nothing, with another browser's cookie or with none."""
    with closing(browser.new_context()) as other:
        page = other.new_page()
        page.goto(plain.url)
        settle(page)
        assert page.request.get(plain.url + link_of(visit)).status == 404
    status, _, body = ask(plain.url + link_of(visit))
    assert status == 404
    assert b"good" not in body
