"""With or without the invented programme: what was chosen when a home was begun, and what a setting may say."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from joy import commands
from joy.__main__ import main
from joy.errors import ShownError
from joy.settings import Settings, load_settings


@pytest.fixture(autouse=True)
def one_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """The invented programme's first file stands for all of it."""
    monkeypatch.setattr(commands.sample, "LOADING_ORDER", commands.sample.LOADING_ORDER[:1])


def has_sample(home: Path, with_sample: bool | None) -> bool:
    with closing(commands.start(Settings(home=home, with_sample=with_sample))) as store:
        return not store.ask("store/batches").empty


@pytest.mark.parametrize(
    ("starts", "expected"),
    [
        ([None], [True]),
        ([False, None, None], [False, False, False]),
        ([False, True, None], [False, True, True]),
        ([True, False, None], [True, True, True]),
    ],
)
def test_a_home_keeps_to_what_it_was_begun_with(
    tmp_path: Path, starts: list[bool | None], expected: list[bool]
) -> None:
    """A home begun without the sample gets it only when somebody asks for it; one that has it keeps it."""
    assert [has_sample(tmp_path / "home", choice) for choice in starts] == expected


def test_a_command_without_the_sample_also_begins_a_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the first thing done under JOY_SAMPLE=no was another command, a later start brings no sample either."""
    monkeypatch.setenv("JOY_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("JOY_SAMPLE", "no")
    assert CliRunner().invoke(main, ["status"]).exit_code == 0
    monkeypatch.delenv("JOY_SAMPLE")
    assert "No programme is in yet" in CliRunner().invoke(main, ["start"]).output


@pytest.mark.parametrize(
    ("said", "meant"), [("yes", True), (" No ", False), ("0", False), ("TRUE", True), ("", None), (None, None)]
)
def test_the_sample_setting_is_read_as_said(
    monkeypatch: pytest.MonkeyPatch, said: str | None, meant: bool | None
) -> None:
    """JOY_SAMPLE says yes or no in a few spellings; nothing said leaves the home as it was begun."""
    monkeypatch.delenv("JOY_SAMPLE", raising=False)
    if said is not None:
        monkeypatch.setenv("JOY_SAMPLE", said)
    assert load_settings().with_sample is meant


@pytest.mark.parametrize(
    ("name", "said", "allowed"),
    [("JOY_SAMPLE", "maybe", "yes or no"), ("JOY_THREADS", "two", "a whole number"), ("JOY_THREADS", "0", "from 1")],
)
def test_a_setting_that_cannot_be_is_refused_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, said: str, allowed: str
) -> None:
    """A value that a setting cannot have is named with what it may be, exit code 1, and nothing is made."""
    monkeypatch.setenv("JOY_HOME", str(tmp_path / "home"))
    monkeypatch.setenv(name, said)
    with pytest.raises(ShownError, match=allowed):
        load_settings()
    result = CliRunner().invoke(main, ["start"])
    assert (result.exit_code, result.stdout) == (1, "")
    assert f"{name} is “{said}”" in result.stderr
    assert not (tmp_path / "home").exists()
