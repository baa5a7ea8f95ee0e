"""One click on a team in the quilt opens it, with the pointer and without."""

from __future__ import annotations

import csv

import pytest
from harness import open_page, settle

from joy.settings import ROOT


pytestmark = pytest.mark.browser
MEGABYTE = 1_000_000  # issue 5
QUILT = "[data-testid=stVegaLiteChart]"


def name_of(enrolment_id):
    """The name of a team of the sample."""
    with (ROOT / "data/sample/enrolment.csv").open(encoding="utf-8", newline="") as file:
        team = next(row["team_id"] for row in csv.DictReader(file) if row["enrolment_id"] == enrolment_id)
    with (ROOT / "data/sample/team.csv").open(encoding="utf-8", newline="") as file:
        return next(row["name"] for row in csv.DictReader(file) if row["team_id"] == team)


def quilt_of(page):
    """The chart under the first heading of the page."""
    charts = page.locator(QUILT)
    heights = [charts.nth(number).bounding_box()["height"] for number in range(charts.count())]
    chart = charts.nth(heights.index(max(heights)))
    chart.scroll_into_view_if_needed()
    return chart


def patches_of(chart):
    """The clickable patches, in the order they are drawn."""
    return chart.locator("svg .mark-rect").last.locator("path")


@pytest.mark.parametrize(("number", "enrolment_id"), [(1, "c1-02"), (5, "c2-01"), (81, "c6-12")])
def test_a_click_on_a_patch_opens_that_team(served, page, number, enrolment_id):
    """A click on a team's patch opens its page, whichever cohort it is of; Back leads to the landing page again."""
    open_page(page, served.url)
    chart = quilt_of(page)
    assert patches_of(chart).count() == 82
    patches_of(chart).nth(number).click()
    page.wait_for_url(f"**/team?*team={enrolment_id}*")
    settle(page)
    assert page.locator("h1").first.inner_text().strip() == name_of(enrolment_id)
    page.go_back()
    page.wait_for_timeout(500)
    settle(page)
    assert page.locator("[data-testid=stMain] h1").first.inner_text().startswith("Good days")


def test_the_keyboard_opens_a_team_too(served, page):
    """Without a pointer: the cohort's list opens with Enter, and a link in it leads to the team."""
    open_page(page, served.url)
    button = page.get_by_role("button", name="Cohort 2", exact=True)
    button.focus()
    page.keyboard.press("Enter")
    link = page.get_by_role("link", name=name_of("c2-03"))
    link.wait_for(timeout=10_000)
    link.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/team?*team=c2-03*")
    settle(page)
    assert page.locator("h1").first.inner_text().strip() == name_of("c2-03")


def test_the_landing_page_is_light(served, page):
    """Everything the server sends to show the landing page of 82 teams is under 1 MB."""
    received = []
    page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: received.append(len(frame))))
    open_page(page, served.url)
    assert 50_000 < sum(received) < MEGABYTE
