"""Names, ideas and stories are shown letter by letter, whatever they look like."""

from __future__ import annotations

import csv
from contextlib import closing
from pathlib import Path

import pytest
from harness import FOREIGN_SCRIPT, ROOT, dashboard, open_page

from joy import commands
from joy.settings import Settings
from joy.store import open_store


pytestmark = pytest.mark.browser
TEAM = "Anchor Yard Physiotherapy Clinic"
NAME = "**Bold** [link](http://evil.example) <b>b</b> :material/home: $x$ www.evil.example"
IDEA = "<script>window.caught = 1</script> ![i](http://evil.example/i.png) :smile:"
WORDS = "# Not a heading\n- no list <img src=x onerror='window.caught=1'> http://evil.example"
JOINER = "\u2060"


def rewrite(path, change):
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(change(row) for row in rows)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory, browser):
    """The invented programme in which one team types Markdown, HTML and links everywhere it can."""
    folder, home = tmp_path_factory.mktemp("hostile"), tmp_path_factory.mktemp("home")
    for source in (ROOT / "data/sample").glob("*.csv"):
        target = folder / source.name
        target.write_bytes(source.read_bytes())
        rewrite(target, lambda row: {key: NAME if cell == TEAM else cell for key, cell in row.items()})
    rewrite(folder / "change_idea.csv", lambda row: row | ({"title": IDEA} if row["enrolment_id"] == "c6-01" else {}))
    rewrite(folder / "pdsa_test.csv", lambda row: row | {"prediction": WORDS})
    rewrite(folder / "story.csv", lambda row: row | ({"synopsis": WORDS} if row["enrolment_id"] == "c6-01" else {}))
    with closing(open_store(Settings(home=Path(home)))) as store:
        commands.load_sample(store, folder)
    with dashboard(Path(home), JOY_SAMPLE="no") as server:
        yield server


@pytest.mark.parametrize("path", ["/team?cohort=c6&team=c6-01", "/cohort?cohort=c6"])
def test_nothing_typed_becomes_markup(hostile, page, path):
    """No link, picture, formula, emphasis or script on a page comes from what a team typed."""
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    open_page(page, hostile.url + path)
    main = page.locator("[data-testid=stMain]")
    assert page.evaluate("window.caught") is None
    assert main.locator(f"a[href*=evil], img[src*=evil], .katex, {FOREIGN_SCRIPT}, img[src=x]").count() == 0
    assert not [url for url in asked if "evil" in url]


def test_a_name_a_title_and_long_words_stand_as_typed(hostile, page):
    """The heading is the team's name, and its tests and its story read exactly as they were written."""
    open_page(page, f"{hostile.url}/team?cohort=c6&team=c6-01")
    assert page.locator("h1").first.inner_text().replace(JOINER, "") == NAME
    shown = page.locator("[data-testid=stMain]").inner_text().replace(JOINER, "")
    assert IDEA in shown
    assert WORDS in shown
    assert page.get_by_role("combobox", name="Team").input_value() in {NAME, ""}
