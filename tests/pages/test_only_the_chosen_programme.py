"""Two programmes in one database: every page shows the one that is chosen, and nothing of the other."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from joy import commands
from pages.parts import readers
from tests.small_world import START, add_tallies, lay_out


ROOT = Path(__file__).resolve().parents[2]
PAGES = tuple(
    str(path.relative_to(ROOT / "pages"))
    for folder in ("leaders", "teams", "everyone")
    for path in sorted((ROOT / "pages" / folder).glob("*.py"))
)
MARK = {"north": "Northlight", "south": "Southwind"}  # in every name of the programme
FIRST = {"north": "n", "south": "s"}  # its cohort


@pytest.fixture(scope="module", autouse=True)
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Two programmes with answers, ideas, tests and stories; every name says which it is of."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JOY_HOME", str(tmp_path_factory.mktemp("two") / "home"))
        patch.setenv("JOY_SAMPLE", "no")
        store = readers.open_house()
        lay_out(store, {"n": [9, 9, 9], "s": [9, 9, 9]})
        with store.cursor() as cursor:
            cursor.execute("UPDATE programme.programme SET programme_id = 'north', name = 'Northlight programme'")
            for name, mark in MARK.items():
                cohort = FIRST[name]
                cursor.execute(
                    "UPDATE programme.cohort SET programme_id = ?, name = ? WHERE cohort_id = ?",
                    [name, f"{mark} cohort", cohort],
                )
                cursor.execute(
                    "UPDATE programme.team SET name = ? || team_id WHERE starts_with(team_id, ?)",
                    [f"{mark} team ", cohort],
                )
        with store.writing() as writer:
            south = {"programme_id": "south", "name": "Southwind programme", "start_date": pd.Timestamp(START)}
            writer.append("programme.programme", pd.DataFrame([south | {"today": pd.Timestamp("2024-07-01")}]))
        for name, mark in MARK.items():
            fill(FIRST[name], mark)
        commands.publish(store, list(MARK), reason="by_hand")
        with store.cursor() as cursor:
            cursor.execute("UPDATE release.release SET leaders_from = DATE '2024-01-01'")
        readers.look_again()
        yield
        readers.open_house().close()


def fill(cohort: str, mark: str) -> None:
    """Answers, an idea that waits for a sponsor, a test and a story of one cohort."""
    store = readers.open_house()
    teams = [f"{cohort}-{n}" for n in (1, 2, 3)]
    days = [START + timedelta(weeks=week, days=day) for week in range(20) for day in (0, 1)]
    add_tallies(store, [(team, day, 8, 3 + day.day % 4) for team in teams for day in days])
    day, team = pd.Timestamp("2024-02-01"), teams[0]
    idea = {"idea_id": f"{cohort}-i", "enrolment_id": team, "title": f"{mark} breaks", "stage": "escalated"}
    test = {"pdsa_id": f"{cohort}-t", "idea_id": f"{cohort}-i", "started_on": day, "what_happened": f"{mark} lunch"}
    story = {
        "story_id": f"{cohort}-y", "enrolment_id": team, "cohort_id": cohort, "title": f"{mark} story", "told_on": day,
        "consent": True, "consent_scope": "programme", "consent_on": day, "synopsis": f"{mark} tale",
    }  # fmt: skip
    with store.writing() as writer:
        writer.append("programme.change_idea", pd.DataFrame([idea | {"raised_on": day, "needs_sponsor": True}]))
        writer.append("programme.pdsa_test", pd.DataFrame([test]))
        writer.append("programme.story", pd.DataFrame([story]))


def opened(page: str, programme: str, **address: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "pages/frame.py"), default_timeout=60)
    for key, value in ({"programme": programme, "cohort": FIRST[programme], "as": "leader"} | address).items():
        app.query_params[key] = value
    app.run()
    app.switch_page(page).run()
    assert not app.exception, [fault.value for fault in app.exception]
    return app


def sent(app: AppTest) -> str:
    """Everything that a page sends: words, links, tables and the data of charts; without the programme's own box."""
    kinds = (app.title, app.header, app.subheader, app.caption, app.markdown, app.text, app.error, app.info)
    told = [element.value for kind in kinds for element in kind]
    told += [option for box in app.selectbox if box.label != "Programme" for option in box.options]
    told += [option for box in app.multiselect for option in box.options]
    told += [element.value.to_csv() for element in (*app.dataframe, *app.table)]
    drawn = [*app.get("vega_lite_chart"), *app.get("page_link")]
    return "\n".join([*told, *(one.proto.SerializeToString().decode(errors="ignore") for one in drawn)])


@pytest.mark.parametrize("programme", MARK)
@pytest.mark.parametrize("page", PAGES)
def test_a_page_shows_the_chosen_programme_alone(page: str, programme: str) -> None:
    """Words, links, tables and charts are of the chosen programme; no name of the other is sent at all."""
    address = {"q": "breaks"} if page.endswith("find.py") else {"team": f"{FIRST[programme]}-1"}
    text = sent(opened(page, programme, **address))
    (other,) = set(MARK) - {programme}
    assert MARK[other] not in text
    if page != "everyone/how_we_measure.py":
        assert MARK[programme] in text


@pytest.mark.parametrize("programme", MARK)
def test_words_of_the_other_programme_find_nothing(programme: str) -> None:
    """Searching for the other programme's words, or words close to them, finds nothing of it."""
    (other,) = set(MARK) - {programme}
    for words in (MARK[other], f"{MARK[other]}s", "tale"):
        text = sent(opened("everyone/find.py", programme, q=words))
        assert MARK[other] not in text.replace(words, "")


def test_a_cohort_of_the_other_programme_opens_its_own(two: None) -> None:
    """An address with one programme and the other's team means the team, and shows nothing of the first."""
    text = sent(opened("teams/team.py", "north", cohort="s", team="s-1"))
    assert "Southwind team s-1" in text
    assert "Northlight" not in text
