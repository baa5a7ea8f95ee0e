"""No page has a serious fault that axe, the accessibility checker, can find, light or dark, wide or narrow."""

from __future__ import annotations

from pathlib import Path

import axe_playwright_python
import pytest
from harness import PAGES, open_page


pytestmark = pytest.mark.browser
AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Faults inside Streamlit that a page cannot mend, each with the element that has it.
NOT_OURS = {
    "presentation-role-conflict": "stFileUploader",  # the drop zone of st.file_uploader
    "target-size": 'role="spinbutton"',  # day, month and year of st.date_input; the whole box opens its calendar too
}
LOOKS = [(width, look) for width in (1440, 390) for look in ("light", "dark")]


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


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_accessible(served, browser, name):
    """A page has no fault of moderate weight or more, wide or narrow, light or dark, by WCAG 2.2 AA and axe."""
    found = []
    context = browser.new_context()
    page = context.new_page()
    for width, look in LOOKS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=look)
        open_page(page, served.url + PAGES[name])
        found += [f"{width} px, {look}: {fault}" for fault in faults_of(page)]
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
