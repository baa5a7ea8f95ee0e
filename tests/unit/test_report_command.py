"""A report from the command line: whole or not at all, of what leaders see, also while the dashboard runs."""

from __future__ import annotations

from contextlib import closing
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner
from pptx import Presentation
from pypdf import PdfReader

from joy import commands
from joy.__main__ import main
from joy.errors import ShownError
from joy.exports import say_report
from joy.exports.report import BEING_MADE, NOT_OPEN, TAKEN_BACK, need_current
from joy.settings import Settings
from joy.store import Store, open_store
from joy.store.events import events
from joy.store.published import withdraw_counting
from tests.small_world import P6, START, add_responses, add_tallies, everybody, lay_out


@pytest.fixture
def small(store: Store) -> Store:
    """A programme of two cohorts of two teams, published and open to leaders."""
    lay_out(store, {"a": [9, 9], "b": [9, 9]})
    teams = ("a-1", "a-2", "b-1", "b-2")
    given = everybody("p6_colleagues@1", P6, 3)
    add_responses(store, [(team, f"{team[0]}-r1", None, given) for team in teams for _ in range(8)])
    add_tallies(store, [(team, START, 8, 4) for team in teams])
    commands.say_release(store)
    open_to_leaders(store)
    return store


def open_to_leaders(store: Store) -> None:
    with store.cursor() as cursor:
        cursor.execute("UPDATE release.release SET leaders_from = DATE '2024-01-01'")


@pytest.mark.parametrize("kind", ["pptx", "pdf", "xlsx"])
def test_each_kind_is_written_and_noted(small: Store, tmp_path: Path, kind: str) -> None:
    """The file is there, for its owner alone, nothing else beside it, and the export is in the account."""
    file = tmp_path / "out" / f"board.{kind}"
    file.parent.mkdir()
    steps: list[float] = []
    said = say_report(small, str(file), tell=lambda share, _what: steps.append(share))

    assert said.startswith(f"Wrote board.{kind}: ")
    assert "Invented data" in said
    assert [path.name for path in file.parent.iterdir()] == [file.name]
    assert file.stat().st_mode & 0o077 == 0
    assert len(steps) > 2
    assert events(small)["what"].iloc[0] == "export"
    assert f"report of p as {kind}" in events(small)["about"].iloc[0]


def test_a_cohort_is_found_by_its_name(small: Store, tmp_path: Path) -> None:
    """A report of one cohort is asked for by id or by name, and is about it."""
    file = tmp_path / "b.pptx"
    name = small.ask("store/cohort_names").set_index("cohort_id").loc["b", "name"]
    say_report(small, str(file), cohort=str(name))
    titles = [slide.shapes.title.text_frame.text for slide in Presentation(BytesIO(file.read_bytes())).slides]

    assert len(titles) > 3
    assert Presentation(BytesIO(file.read_bytes())).core_properties.title == f"Small, {name}"


@pytest.mark.parametrize(
    ("to", "cohort", "told"),
    [
        ("board.doc", "", "no ending that can be made"),
        ("board", "", "no ending that can be made"),
        ("board.pdf", "nowhere", "There is no cohort nowhere"),
        ("no/such/board.pdf", "", "There is no folder"),
        ("folder.pdf", "", "is a folder"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(
    small: Store, tmp_path: Path, to: str, cohort: str, told: str
) -> None:
    """An unknown ending, cohort or folder is named in words; no file and no note is left, nor is one that was there."""
    (tmp_path / "folder.pdf").mkdir()
    (tmp_path / "board.pdf").write_bytes(b"the last board's")
    noted = len(events(small))
    before = sorted(path.name for path in tmp_path.iterdir())

    with pytest.raises(ShownError, match=told):
        say_report(small, str(tmp_path / to), cohort=cohort)

    assert sorted(path.name for path in tmp_path.iterdir()) == before
    assert (tmp_path / "board.pdf").read_bytes() == b"the last board's"
    assert len(events(small)) == noted


def test_a_folder_that_cannot_be_written_leaves_no_half_file(small: Store, tmp_path: Path) -> None:
    """Where the file cannot be put in place, the old one stays and the unfinished one is gone."""
    place = tmp_path / ("x" * 300 + ".pdf")  # longer than a name may be
    with pytest.raises(ShownError, match="cannot be written"):
        say_report(small, str(place))

    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == []


def test_results_that_are_being_made_anew_are_not_reported(small: Store, tmp_path: Path) -> None:
    """After an import, until its results are published, a report is refused with what to do."""
    with small.cursor() as cursor:
        cursor.execute("DELETE FROM programme.about WHERE key = 'published_p'")

    with pytest.raises(ShownError, match="being made anew"):
        say_report(small, str(tmp_path / "board.pdf"))
    assert list(tmp_path.glob("*.pdf")) == []
    assert "python -m joy release" in BEING_MADE


def test_a_withdrawn_update_is_not_exported(small: Store) -> None:
    """An update that an undo took back is refused in words that say so."""
    update = str(small.ask("store/programmes")["release_id"].iloc[0])
    need_current(small, "p", update)
    with pytest.raises(ShownError, match=NOT_OPEN.split(",")[0]):
        need_current(small, "p", "")
    with pytest.raises(ShownError, match=TAKEN_BACK.split(":")[0]):
        need_current(small, "p", "0123456789abcdef")
    withdraw_counting(small, 1)
    with pytest.raises(ShownError):
        need_current(small, "p", update)


def test_what_leaders_do_not_see_yet_is_not_reported(store: Store, tmp_path: Path) -> None:
    """While an update is for teams and facilitators only, there is no report of it."""
    lay_out(store, {"a": [9, 9]})
    add_tallies(store, [(team, START, 8, 4) for team in ("a-1", "a-2")])
    commands.say_release(store)
    with store.cursor() as cursor:
        cursor.execute("UPDATE release.release SET leaders_from = DATE '2999-01-01'")

    with pytest.raises(ShownError, match="open to leaders"):
        say_report(store, str(tmp_path / "board.pdf"))


def test_a_report_is_made_by_the_running_dashboard(
    small: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While the dashboard has the database open, the command asks it, and the file is written all the same."""
    monkeypatch.setenv("JOY_HOME", str(small.settings.home))
    file = tmp_path / "board.pdf"
    server = commands.take_commands(small)
    try:
        done = CliRunner().invoke(main, ["report", "--to", str(file), "--since", "2024-01-15"])
    finally:
        server.close()

    assert done.exit_code == 0
    assert done.stderr.splitlines() == ["Opening the database …", "The running dashboard makes the report …"]
    assert len(PdfReader(file).pages) == 2


def test_a_report_says_what_it_is_doing(small: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each step is a line on stderr as it begins, without a terminal too; stdout has the one line that was there."""
    home = small.settings.home
    small.close()
    monkeypatch.setenv("JOY_HOME", str(home))
    done = CliRunner().invoke(main, ["report", "--to", str(tmp_path / "board.pptx")])
    steps = done.stderr.splitlines()

    assert done.exit_code == 0
    assert steps[:3] == ["Opening the database …", "Reading the programme …", "Reading what is new …"]
    assert any(step.startswith("Slide 1 of ") for step in steps)
    assert len(done.stdout.splitlines()) == 1


def test_a_refusal_ends_with_exit_code_1(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What cannot be understood or done is said on stderr, with exit code 1 and no traceback."""
    home = tmp_path / "home"
    with closing(open_store(Settings(home=home, with_sample=False))):
        pass
    monkeypatch.setenv("JOY_HOME", str(home))
    monkeypatch.setenv("JOY_SAMPLE", "no")
    for words, told in (
        (["report"], "--to"),
        (["report", "--to", str(tmp_path / "a.pdf")], "No programme is in yet"),
        (["report", "--to", str(tmp_path / "a.pdf"), "--since", "yesterday"], "is no day"),
    ):
        done = CliRunner().invoke(main, words)
        assert done.exit_code == 1
        assert told in done.stderr
        assert "Traceback" not in done.output + done.stderr
