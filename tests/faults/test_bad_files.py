"""Malformed files are refused with row, column, reason and remedy, and the database stays as it was, byte for byte."""

from __future__ import annotations

import hashlib
import re
import resource
import time
from pathlib import Path

import pytest
from bad_files import FILES, BadFile

from joy.errors import DataProblem
from joy.intake import check_file, import_file, load_profile
from joy.settings import Settings
from joy.store import open_store
from tests.intake_house import SMALL, load_tables


LEAST = 36  # malformed files promised


@pytest.fixture(scope="module")
def closed_home(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A small programme in a database that nobody has open."""
    folder = tmp_path_factory.mktemp("bad")
    settings = Settings(home=folder / "home", with_sample=False)
    store = open_store(settings)
    load_tables(store, folder, SMALL)
    store.checkpoint()
    store.close()
    return settings


def _state(settings: Settings) -> dict[str, str]:
    """A hash of every file of a home whose database is closed, the lock file aside."""
    files = [path for path in settings.home.rglob("*") if path.is_file() and path != settings.lock]
    return {str(path.relative_to(settings.home)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.mark.parametrize("bad", FILES, ids=lambda bad: bad.id)
def test_a_bad_file_is_refused_and_nothing_changes(closed_home, tmp_path, bad: BadFile):
    """The refusal points at the place, gives the reason and the remedy, and leaves every byte of the home as it was."""
    path = tmp_path / bad.name
    path.write_bytes(bad.bytes())
    before = _state(closed_home)
    store = open_store(closed_home)
    try:
        with pytest.raises(DataProblem) as refused:
            import_file(store, path, load_profile(bad.profile))
        with pytest.raises(DataProblem) as previewed:
            check_file(store, path, load_profile(bad.profile))
    finally:
        store.close()
    said = str(refused.value)
    assert said.startswith("Nothing was loaded."), said
    assert said == str(previewed.value)
    for words in bad.words:
        assert re.search(words, said), said
    assert (bad.row, bad.column) in {(problem.row, problem.column) for problem in refused.value.problems}, said
    assert all(problem.reason and problem.remedy for problem in refused.value.problems)
    assert _state(closed_home) == before


def test_enough_kinds_of_bad_file_are_tried():
    """At least as many malformed files as promised are tried, each of its own kind."""
    assert len({bad.id for bad in FILES}) == len(FILES) >= LEAST


def test_a_giant_cell_costs_neither_time_nor_memory(closed_home, tmp_path):
    """A file with one cell of 100 MB is refused in under a second without being read into memory."""
    path = tmp_path / "tally.csv"
    path.write_bytes(next(bad for bad in FILES if bad.id == "giant_cell").bytes())
    store = open_store(closed_home)
    peak, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.perf_counter()
    try:
        with pytest.raises(DataProblem, match="too large"):
            import_file(store, path, load_profile("sample_tally"))
    finally:
        store.close()
    assert time.perf_counter() - start < 1
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - peak < 20_000  # kilobytes


def test_at_most_two_hundred_problems_are_listed(closed_home, tmp_path):
    """A file that is wrong in every row is told so with two hundred examples and the number of the rest."""
    path = tmp_path / "tally.csv"
    path.write_text("date,team,question,answers,good_answers,channel\n" + "2024-03-01,x\n" * 500, encoding="utf-8")
    store = open_store(closed_home)
    try:
        with pytest.raises(DataProblem, match=r"… and 300 more problems\. Mend the ones above first") as refused:
            import_file(store, path, load_profile("sample_tally"))
    finally:
        store.close()
    assert len(refused.value.problems) == 201
    assert refused.value.problems[0].where == "tally.csv"


def test_every_problem_is_told_at_once(closed_home, tmp_path):
    """Problems of different kinds and columns come in one message, so that nobody mends a file line by line."""
    path: Path = tmp_path / "tally.csv"
    path.write_text(
        "date,team,question,answers,good_answers,channel\n"
        "2024-02-30,Harbour Ward,good_day_yes_no@1,4,3,paper\n"
        "2024-03-01,Nobody,good_day_yes_no@1,4,3,paper\n"
        "2024-03-02,Harbour Ward,good_day_yes_no@1,four,3,pigeon\n",
        encoding="utf-8",
    )
    store = open_store(closed_home)
    try:
        with pytest.raises(DataProblem) as refused:
            import_file(store, path, load_profile("sample_tally"))
    finally:
        store.close()
    places = {(problem.row, problem.column) for problem in refused.value.problems}
    assert places >= {(2, "date"), (3, "team"), (4, "answers"), (4, "channel")}
