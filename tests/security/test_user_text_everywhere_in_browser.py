"""Whatever people typed, on every page and for every role: it is text, and it asks nobody for anything."""

from __future__ import annotations

import csv
from contextlib import closing
from pathlib import Path

import pytest
from harness import FOREIGN_SCRIPT, ROOT, dashboard, settle

from joy import commands
from joy.settings import Settings
from joy.store import open_store


pytestmark = pytest.mark.browser
NASTY = (
    "<img src=x onerror='window.caught=1'> ![i](http://evil.example/i.png) [l](http://evil.example) $$x^2$$ "
    ":material/home: :red[r] :smile: **b** `c` www.evil.example <script>window.caught=2</script>"
)
FIELDS = {  # every column of the sample that people type and pages show
    "programme.csv": ("name",),
    "organisation.csv": ("name",),
    "cohort.csv": ("name",),
    "enrolment.csv": ("aim_text",),
    "change_idea.csv": ("title",),
    "pdsa_test.csv": ("prediction", "what_happened", "learned"),
    "story.csv": ("title", "synopsis", "author_label"),
    "annotation.csv": ("title", "text"),
}
ADDRESSES = [
    ("leader", "/"),
    ("leader", "/cohort?cohort=c6"),
    ("leader", "/team?cohort=c6&team=c6-01"),
    ("facilitator", "/cohort?cohort=c6"),
    ("team", "/team?cohort=c6&team=c6-01"),
    ("leader", "/compare"),
    ("leader", "/relationships?cohort=c6&of=cohort"),
    ("leader", "/wellbeing?cohort=c6&of=cohort"),
    ("leader", "/absence"),
    ("leader", "/needed"),
    ("leader", "/find?q=onerror"),
    ("leader", "/evaluation?cohort=c6&of=cohort"),
    ("leader", "/board-pack"),
    ("leader", "/how-we-measure"),
    ("data-lead", "/questionnaires"),
    ("data-lead", "/privacy-lens"),
    ("data-lead", "/bring-in-data"),
    ("data-lead", "/people"),
]
NAME = "-<img src=x onerror='window.caught=1'> [l](http://evil.example) $x$.csv"


def spoil(path: Path, columns: tuple[str, ...]) -> None:
    """Put the text before the first words of every cell of these columns, so that names stay apart."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]))
        writer.writeheader()
        for row in rows:
            writer.writerow(row | {name: f"{row[name]} {NASTY}" for name in columns if row.get(name)})


@pytest.fixture(scope="module")
def nasty(tmp_path_factory):
    """The invented programme in which everybody typed Markdown, HTML, formulas and addresses into everything."""
    folder, home = tmp_path_factory.mktemp("files"), tmp_path_factory.mktemp("nasty")
    for source in (ROOT / "data/sample").glob("*.csv"):
        (folder / source.name).write_bytes(source.read_bytes())
    for file, columns in FIELDS.items():
        spoil(folder / file, columns)
    with closing(open_store(Settings(home=home))) as store:
        commands.load_sample(store, folder)
    with dashboard(home, JOY_SAMPLE="no") as server:
        yield server


@pytest.fixture
def watched(nasty, browser):
    """A page, and every address that it asked for."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    yield page, asked
    context.close()


def assert_only_text(page, asked) -> None:
    body = page.locator("[data-testid=stApp]")
    assert page.evaluate("window.caught") is None
    assert body.locator(f"a[href*=evil], img[src*=evil], img[src=x], .katex, {FOREIGN_SCRIPT}, [onerror]").count() == 0
    assert [url for url in asked if "evil" in url] == []


@pytest.mark.parametrize(("role", "address"), ADDRESSES)
def test_nothing_that_was_typed_does_anything(nasty, watched, role, address):
    """On every page, with its tables and boxes open, nothing typed is a link, a picture, a formula or a script."""
    page, asked = watched
    page.goto(f"{nasty.url}{address}{'&' if '?' in address else '?'}as={role}")
    page.wait_for_selector("[data-testid=stMain] h1", timeout=20_000)
    settle(page)
    assert_only_text(page, asked)
    for opener in page.get_by_role("button", name="Table").all()[:3]:
        opener.click()
        settle(page)
    for box in page.get_by_role("combobox").all()[:3]:
        box.click()
        page.keyboard.press("Escape")
    chart = page.locator("[data-testid=stVegaLiteChart]").first
    if chart.count():
        chart.hover()
    assert_only_text(page, asked)


def test_the_name_of_a_file_is_text(nasty, watched):
    """A file may be called anything: on the page that reads it its name is text."""
    page, asked = watched
    page.goto(f"{nasty.url}/bring-in-data?as=data-lead")
    chooser = page.locator("input[type=file]")
    chooser.wait_for(state="attached", timeout=20_000)
    chooser.set_input_files({"name": NAME, "mimeType": "text/csv", "buffer": b"nothing,of,ours\n1,2,3\n"})
    page.get_by_text("Nothing was loaded").first.wait_for(timeout=20_000)
    settle(page)
    assert_only_text(page, asked)
