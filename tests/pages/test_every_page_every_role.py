"""Every page as every role on a programme with holes: no traceback, and always a sentence to read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pandas as pd
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from joy import commands
from pages.parts import readers
from pages.parts.states import OUR_FAULT
from tests.small_world import P6, START, add_responses, add_tallies, everybody, lay_out


ROOT = Path(__file__).resolve().parents[2]
PAGES = tuple(sorted(str(path.relative_to(ROOT / "pages")) for path in (ROOT / "pages").glob("*/*.py")))
PAGES = tuple(page for page in PAGES if not page.startswith("parts/"))
# What would be shown is reckoned as at a release, which needs the first day that every import asks for.
RECKONS_ANEW = "stewards/privacy.py"
ROLES = ("leader", "facilitator", "team", "evaluator", "data-lead")
# Told to who looks as a team of a cohort: another programme's cohort is nobody's.
PLACES = (
    {"programme": "p", "cohort": "a", "team": "a-1"},
    {"programme": "p", "cohort": "b", "team": "b-1"},  # no dates, and nothing was ever sent
    {"programme": "p", "cohort": "c"},  # no team, no event, no date
    {"programme": "q"},  # nothing at all
    {"programme": "nowhere", "cohort": "no", "team": "none"},
)
NO_WORDS = {"nan", "NaT", "None", "<NA>", "nan%"}
COOKIES = ("", "2024-01-02", "2026-11-20.2026-11-01", "%%;\x00 🦆", "9999-99-99.", "2099-01-01.2098-01-01")


@pytest.fixture(scope="module")
def patched() -> Iterator[pytest.MonkeyPatch]:
    with pytest.MonkeyPatch.context() as patch:
        yield patch


@pytest.fixture(scope="module", autouse=True)
def holes(tmp_path_factory: pytest.TempPathFactory, patched: pytest.MonkeyPatch) -> Iterator[None]:
    """A programme that does not say whether it is invented: one cohort as usual, one without dates, one empty."""
    patched.setenv("JOY_HOME", str(tmp_path_factory.mktemp("holes") / "home"))
    patched.setenv("JOY_SAMPLE", "no")
    store = readers.open_house()
    lay_out(store, {"a": [9, 9, 9], "b": [9]})
    with store.cursor() as cursor:
        cursor.execute("UPDATE programme.programme SET is_invented = NULL")
        cursor.execute("DELETE FROM programme.learning_event WHERE cohort_id = 'b'")
        cursor.execute("DELETE FROM programme.survey_round WHERE cohort_id = 'b'")
    with store.writing() as writer:
        empty = {"cohort_id": "c", "programme_id": "p", "ordinal": 3, "name": "Cohort c"}
        writer.append("programme.cohort", pd.DataFrame([empty]))
        writer.append("programme.programme", pd.DataFrame([{"programme_id": "q", "name": "Bare"}]))
    days = [START + timedelta(weeks=week, days=day) for week in range(16) for day in (0, 1)]
    add_tallies(store, [(f"a-{n}", day, 8, 3 + day.day % 4) for n in (1, 2, 3) for day in days])
    answers = [
        (f"a-{team}", f"a-r{k}", f"a{team}{n}", everybody("p6_colleagues@1", P6, (n + k) % 5))
        for k in (1, 2)
        for team in (1, 2, 3)
        for n in range(8)
    ]
    add_responses(store, answers)
    commands.publish(store, ["p", "q"], reason="by_hand")
    with store.cursor() as cursor:
        cursor.execute("UPDATE release.release SET leaders_from = DATE '2024-01-01'")
        cursor.execute("UPDATE programme.cohort SET start_date = NULL, end_date = NULL WHERE cohort_id = 'b'")
        for column in ("joined_on", "baseline_start", "baseline_end", "outcome"):
            cursor.execute(f"UPDATE programme.enrolment SET {column} = NULL WHERE cohort_id = 'b'")  # noqa: S608  ours
    readers.look_again()
    yield
    readers.open_house().close()


def opened(page: str, role: str, **address: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "pages/frame.py"), default_timeout=60)
    for key, value in (address | {"as": role}).items():
        app.query_params[key] = value
    app.run()
    return app.switch_page(page).run()


def faults_of(app: AppTest) -> list[str]:
    """Faults of ours, a page on which nothing can be read, and words that are no words."""
    faults = [fault.value for fault in app.exception]
    ours = OUR_FAULT.split(".")[0]
    faults += [error.value for error in app.error if ours in error.value.replace("\\", "")]
    said = [element.value for element in (*app.title, *app.error, *app.header)]
    if not any(len(words.split()) > 1 for words in said):
        faults.append(f"nothing to read: {said}")
    everything = [element.value for element in (*app.title, *app.text, *app.caption, *app.markdown, *app.error)]
    return faults + [words for words in everything if set(words.replace(",", " ").split()) & NO_WORDS]


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("page", PAGES)
def test_a_page_opens_wherever_it_is_pointed(page: str, role: str) -> None:
    """A cohort without dates, one without anything, a bare programme and an unknown one are told in plain words."""
    for place in PLACES[3:] if page == RECKONS_ANEW else PLACES:
        assert faults_of(opened(page, role, **place)) == []


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("cookie", COOKIES)
def test_a_strange_last_look_does_no_harm(role: str, cookie: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the browser says of its last look, the pages that tell what is new open."""
    monkeypatch.setattr(type(st.context), "cookies", {"joy_looked": cookie})
    for page in ("leaders/programme.py", "leaders/cohort.py", "teams/team.py"):
        assert faults_of(opened(page, role, **PLACES[0])) == []


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("page", PAGES)
def test_a_page_opens_while_results_are_made_anew(page: str, role: str) -> None:
    """After an import, before its results are published, every page shows the last ones or says so."""
    store = readers.open_house()
    with store.cursor() as cursor:
        kept = cursor.execute("SELECT key, value FROM programme.about WHERE key LIKE 'published_%'").fetchall()
        cursor.execute("DELETE FROM programme.about WHERE key LIKE 'published_%'")
    readers.look_again()
    try:
        assert faults_of(opened(page, role, **PLACES[3 if page == RECKONS_ANEW else 0])) == []
    finally:
        with store.cursor() as cursor:
            cursor.executemany("INSERT INTO programme.about VALUES (?, ?)", kept)
        readers.look_again()
