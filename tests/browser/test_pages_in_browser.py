"""The dashboard in a real browser: it opens everywhere, asks nobody outside, and keeps what was chosen."""

from __future__ import annotations

import csv
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from harness import PAGES, open_page, settle

from joy.settings import ROOT


pytestmark = pytest.mark.browser
# Streamlit probes for its own address below a deep link first, gets 404 and finds it at the root.
OWN_PROBE = re.compile(r"/[\w-]+/_stcore/(health|host-config)$")
FIRST_WORDS = {
    "measure": "How we measure",
    "questionnaires": "Questionnaires",
    "data": "Bring in data",
    "people": "People",
    "find": "Find a team, an idea or a story",
    "pack": "Board pack",
}
TABS = FIRST_WORDS | {
    "programme": "Programme",
    "cohort": "Cohort",
    "team": "Team",
    "privacy": "Privacy lens",
    "compare": "Compare cohorts",
    "relationships": "Relationships",
    "wellbeing": "Wellbeing and joy",
    "absence": "Absence and cost",
    "needed": "Where am I needed",
    "find": "Find",
    "evaluation": "Evaluation",
}


def watch(page):
    """What goes wrong or out while a page is used: console errors and requests."""
    seen = {"errors": [], "asked": []}

    def note(message):
        if message.type == "error" and not OWN_PROBE.search(message.location.get("url", "")):
            seen["errors"].append(message.text)

    page.on("console", note)
    page.on("pageerror", lambda fault: seen["errors"].append(str(fault)))
    page.on("request", lambda request: seen["asked"].append(request.url))
    return seen


def choose(page, label, name):
    before = page.url
    page.get_by_role("combobox", name=label).click()
    page.get_by_role("option", name=name, exact=True).click()
    page.wait_for_url(lambda url: url != before)
    page.wait_for_timeout(300)
    settle(page)


def menu(page):
    """The list of pages; the way above a page has links of the same names."""
    return page.locator("[data-testid=stSidebar]")


def address(page):
    return {name: values[0] for name, values in parse_qs(urlsplit(page.url).query).items()}


@pytest.mark.parametrize("name", PAGES)
def test_a_cold_deep_link_opens_its_page(served, page, name):
    """Each address opens its own page in a fresh browser, with no error in the console, and asks this server alone."""
    seen = watch(page)
    open_page(page, served.url + PAGES[name])
    heading = page.locator("[data-testid=stMain] h1").first.inner_text()
    assert heading == FIRST_WORDS[name] if name in FIRST_WORDS else len(heading) > 3
    besides = "People" if "as=data-lead" in PAGES[name] else "How we measure"
    assert menu(page).get_by_role("link", name=besides).is_visible()
    assert page.get_by_text("Invented data", exact=True).is_visible()
    assert page.title() == f"{TABS[name.partition('-')[0]]} · Joy in Work"
    assert seen["errors"] == []
    asked = {urlsplit(url).netloc for url in seen["asked"] if not url.startswith(("data:", "blob:"))}
    assert asked == {urlsplit(served.url).netloc}


def test_the_page_icon_is_ours(served, page):
    """The icon of the browser tab comes from this server."""
    open_page(page, served.url)
    assert page.locator("link[rel*=icon]").first.evaluate("link => link.href").startswith(served.url)


def test_choices_survive_reload_and_a_new_visitor(served, page, browser):
    """What was chosen stands in the address: a reload and a colleague who gets the link see the same team."""
    open_page(page, f"{served.url}/team")
    choose(page, "Cohort", "Cohort 2")
    second = page.get_by_role("combobox", name="Team")
    second.click()
    name = page.get_by_role("option").nth(1).inner_text()
    page.keyboard.press("Escape")
    choose(page, "Team", name)
    assert page.locator("h1").first.inner_text() == name
    page.reload()
    page.wait_for_selector("h1")
    settle(page)
    assert page.locator("h1").first.inner_text() == name
    colleague = browser.new_page()
    open_page(colleague, page.url)
    assert colleague.locator("h1").first.inner_text() == name
    colleague.close()


def test_links_between_pages_carry_the_choice(served, page):
    """A cohort chosen on one page is the cohort of the next."""
    open_page(page, f"{served.url}/cohort?cohort=c2")
    menu(page).get_by_role("link", name="Team", exact=True).click()
    page.wait_for_url("**/team?*")
    settle(page)
    assert address(page)["cohort"] == "c2"
    menu(page).get_by_role("link", name="Programme", exact=True).click()
    page.wait_for_timeout(300)
    settle(page)
    menu(page).get_by_role("link", name="Cohort", exact=True).click()
    page.wait_for_url("**/cohort?*")
    settle(page)
    assert address(page) == {"cohort": "c2"}


def test_back_goes_back(served, page):
    """The browser's Back button leads to what was looked at before, one step at a time."""
    open_page(page, f"{served.url}/cohort?cohort=c2")
    before = page.locator("[data-testid=stMain]").inner_text()
    choose(page, "Cohort", "Cohort 3")
    assert address(page) == {"cohort": "c3"}
    page.go_back()
    page.wait_for_timeout(400)
    settle(page)
    assert address(page) == {"cohort": "c2"}
    assert page.locator("[data-testid=stMain]").inner_text() == before


def test_the_landing_page_leads_to_each_cohort(served, page):
    """One click on a cohort's name opens that cohort."""
    open_page(page, served.url)
    page.get_by_role("link", name="Cohort 2", exact=True).click()
    page.wait_for_url("**/cohort?cohort=c2")
    settle(page)
    assert "Cohort 2" in page.locator("[data-testid=stMain]").inner_text()


def test_a_phone_puts_the_list_of_pages_away(served, browser):
    """On a phone a tap on a page in the list opens that page, and the list no longer lies over it."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    open_page(page, f"{served.url}/")
    page.get_by_test_id("stExpandSidebarButton").click()
    page.get_by_test_id("stSidebar").get_by_role("link", name="Relationships").click()
    page.wait_for_url(re.compile("/relationships"))
    settle(page)
    page.get_by_role("button", name="Expand sidebar").wait_for()
    assert page.get_by_test_id("stSidebar").bounding_box()["width"] == 0
    context.close()


def test_a_table_is_one_click_away(served, page):
    """A click on “Table” shows the figures of a chart; before it they are not on the page."""
    open_page(page, f"{served.url}/team?cohort=c2")
    assert page.locator("[data-testid=stDataFrame]").count() == 0
    page.get_by_role("button", name="Table").first.click()
    page.wait_for_selector("[data-testid=stDataFrame]", timeout=5000)


def test_why_opens_at_once(served, page):
    """A click on “Why?” tells in words what a sentence rests on."""
    open_page(page, served.url)
    page.get_by_role("button", name="Why?").first.click()
    assert len(page.locator("[data-testid=stPopoverBody]").inner_text()) > 20


@pytest.mark.parametrize("address", ["/team?team=c2-03", "/team?cohort=c3&team=c2-03"])
def test_an_address_with_a_team_opens_that_team(served, page, address):
    """A shortened or mixed-up link never puts another team on the wall."""
    open_page(page, f"{served.url}{address}")
    with (ROOT / "data/sample/enrolment.csv").open(encoding="utf-8", newline="") as file:
        team = next(row["team_id"] for row in csv.DictReader(file) if row["enrolment_id"] == "c2-03")
    with (ROOT / "data/sample/team.csv").open(encoding="utf-8", newline="") as file:
        name = next(row["name"] for row in csv.DictReader(file) if row["team_id"] == team)
    assert page.locator("h1").first.inner_text().strip() == name
