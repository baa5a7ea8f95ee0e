"""No page has a serious fault that axe, the accessibility checker, can find, light or dark, wide or narrow."""

from __future__ import annotations

from pathlib import Path

import axe_playwright_python
import pytest
from harness import PAGES, open_page, settle


pytestmark = pytest.mark.browser
AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Faults inside Streamlit that a page cannot mend, each with the element that has it.
NOT_OURS = {
    "presentation-role-conflict": "stFileUploader",  # the drop zone of st.file_uploader
    "target-size": 'role="spinbutton"',  # day, month and year of st.date_input; the whole box opens its calendar too
}
WIDTHS = (1440, 390)
WHITE = "rgb(255, 255, 255)"


def faults_of(page):
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(
        "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})", RULES
    )
    return [
        f"{fault['id']} ({fault['impact']}): {node['html'][:300]}"
        for fault in found["violations"]
        for node in fault["nodes"]
        if fault["impact"] in {"serious", "critical", "moderate"}
        and NOT_OURS.get(fault["id"], "\0") not in node["html"]
    ]


def turn_dark(page):
    """As a reader's device does in the evening: the open page follows."""
    page.emulate_media(color_scheme="dark")
    page.wait_for_function(
        "light => getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor !== light", arg=WHITE
    )
    settle(page)


def sticks_out(page):
    return page.evaluate(
        "() => ['html', '[data-testid=stMain]'].map(place => document.querySelector(place))"
        ".some(box => box.scrollWidth > box.clientWidth)"
    )


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_accessible(served, browser, name):
    """A page has no fault of moderate weight or more by WCAG 2.2 AA and axe, wide or narrow, light and then dark."""
    found = []
    context = browser.new_context(color_scheme="light")
    page = context.new_page()
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme="light")
        open_page(page, served.url + PAGES[name])
        found += [f"{width} px, light: {fault}" for fault in faults_of(page)]
        turn_dark(page)
        found += [f"{width} px, dark: {fault}" for fault in faults_of(page)]
        if width < 500 and sticks_out(page):
            found.append(f"{width} px: something sticks out at the side")
    context.close()
    assert not found, "\n".join(found)


@pytest.mark.parametrize("look", ["light", "dark"])
def test_a_refusal_is_accessible(served, browser, tmp_path, look):
    """The list of what is wrong with a file is as readable as the rest, light or dark."""
    broken = tmp_path / "broken.csv"
    broken.write_text(
        "date,team,question,answers,good_answers,channel\n2023-03-20,Nobody,good_day_yes_no@1,6,9,paper\n"
    )
    context = browser.new_context(viewport={"width": 1440, "height": 900}, color_scheme=look)
    page = context.new_page()
    open_page(page, f"{served.url}/bring-in-data?as=data-lead")
    page.get_by_role("combobox", name="Which kind").click()
    page.get_by_role("option", name="Daily tally of good days").click()
    page.set_input_files("input[type=file]", broken)
    page.wait_for_selector("[data-testid=stTable]")
    found = faults_of(page)
    context.close()
    assert not found, "\n".join(found)
