"""Pages without a browser: Streamlit's own AppTest on the frame, with a real database in a folder of its own."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pages.parts import readers


ROOT = Path(__file__).resolve().parents[2]
PAGES = {
    "programme": "leaders/programme.py",
    "cohort": "leaders/cohort.py",
    "compare": "leaders/compare.py",
    "team": "teams/team.py",
    "measure": "everyone/how_we_measure.py",
    "questionnaires": "stewards/questionnaires.py",
    "data": "stewards/import.py",
    "privacy": "stewards/privacy.py",
    "people": "stewards/people.py",
}
Opener = Callable[..., AppTest]


@pytest.fixture(scope="session")
def sample_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("sample_home")


@pytest.fixture
def sample_pages(sample_home: Path, monkeypatch: pytest.MonkeyPatch) -> Opener:
    """Opens a page of the dashboard with the invented programme; keyword arguments go into the address."""
    monkeypatch.setenv("JOY_HOME", str(sample_home))
    monkeypatch.setenv("JOY_SAMPLE", "yes")
    return open_page


@pytest.fixture
def own_pages(
    sample_home: Path, sample_pages: Opener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Opener]:
    """The dashboard with a copy of the invented programme that a test may change."""
    sample_pages("programme")
    readers.open_house().checkpoint()
    home = tmp_path / "own"
    shutil.copytree(sample_home, home, ignore=shutil.ignore_patterns("*.lock", "*.sock", "*.wal", "tmp"))
    monkeypatch.setenv("JOY_HOME", str(home))
    yield sample_pages
    readers.open_house().close()


@pytest.fixture
def empty_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Opener]:
    """Opens a page of a dashboard that holds nothing yet."""
    monkeypatch.setenv("JOY_HOME", str(tmp_path / "empty"))
    monkeypatch.setenv("JOY_SAMPLE", "no")
    yield open_page
    readers.open_house().close()


def open_page(name: str, **address: str) -> AppTest:
    """One page as a reader sees it; a fault of ours fails the test."""
    app = AppTest.from_file(str(ROOT / "pages/frame.py"), default_timeout=60)
    if PAGES[name].startswith("stewards/"):
        address = {"as": "data-lead"} | address
    for key, value in address.items():
        app.query_params[key] = value
    app.run()
    if name != "programme":
        app.switch_page(PAGES[name]).run()
    assert not app.exception, [fault.value for fault in app.exception]
    return app
