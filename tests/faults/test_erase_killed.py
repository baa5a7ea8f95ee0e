"""An erasure that is killed at any step is finished by the next start, or was never begun."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from contextlib import closing

import pytest

from joy import commands
from joy.settings import ROOT, Settings
from tests.erasure_house import CODE, fill, markers, opened, places_of
from tests.intake_house import ask, count


# Erases, and dies as if its power had been cut right before or after one of our own steps.
KILLED = """
import importlib, os, signal, sys
from pathlib import Path
from joy import commands
from joy.settings import Settings

home, where, name, when, what, which = sys.argv[1:]
module = importlib.import_module(where)
owner, _, leaf = name.rpartition(".")
holder = getattr(module, owner) if owner else module
step = getattr(holder, leaf)

def dying(*arguments, **named):
    if when == "before":
        os.kill(os.getpid(), signal.SIGKILL)
    done = step(*arguments, **named)
    if when == "after":
        os.kill(os.getpid(), signal.SIGKILL)
    return done

setattr(holder, leaf, dying)
commands.run("erase", {"what": what, "name": which, "sure": True}, Settings(home=Path(home), with_sample=False))
"""
# Where it dies, and whether anything had been done by then.
STEPS = [
    ("joy.erasing.requests", "note_unfinished", "after", False),  # everything removed, nothing committed
    ("joy.store.open", "_commit", "before", False),
    ("joy.store.open", "_commit", "after", True),
    ("joy.erasing.finish", "clean_copies", "before", True),
    ("joy.intake.kept_copies", "write_whole", "before", True),
    ("joy.intake.kept_copies", "write_whole", "after", True),
    ("joy.erasing.finish", "clean_copies", "after", True),
    ("joy.erasing.finish", "_publish", "after", True),
    ("joy.erasing.finish", "forget_withdrawn", "after", True),
    ("joy.store.rewrite", "_copy", "before", True),
    ("joy.store.rewrite", "_copy", "after", True),
    ("joy.store.open", "put_in_place", "before", True),
    ("joy.store.open", "put_in_place", "after", True),
    ("joy.erasing.finish", "rewrite_file", "after", True),
]


@pytest.fixture(scope="module")
def filled(tmp_path_factory) -> Settings:
    """A filled home, copied for every test; nobody has it open."""
    folder = tmp_path_factory.mktemp("filled")
    settings = Settings(home=folder / "home", with_sample=False)
    with opened(settings) as store:
        fill(store, folder / "files")
    return settings


@pytest.mark.parametrize(("where", "name", "when", "begun"), STEPS)
def test_killed_at_any_step_it_is_finished_or_was_not_begun(
    filled: Settings, tmp_path, where: str, name: str, when: str, begun: bool
) -> None:
    """After a kill and a start, the erased person is in no byte of the home, or everything is as it was."""
    settings = Settings(home=tmp_path / "home", with_sample=False)
    shutil.copytree(filled.home, settings.home)
    command = [sys.executable, "-c", KILLED, str(settings.home), where, name, when, "response", CODE]
    assert subprocess.run(command, cwd=ROOT, timeout=60, check=False).returncode == -signal.SIGKILL
    with closing(commands.start(settings)) as store:
        assert count(store, "vault.response", "link_key = '" + markers(settings)["response"].decode() + "'") == (
            0 if begun else 2
        )
        assert ask(store, "SELECT count(*) FROM programme.about WHERE key = 'erasure_unfinished'") == [(0,)]
    assert commands.run("doctor", {}, settings)
    assert bool(places_of(settings, markers(settings)["response"])) is not begun
    assert not list(settings.home.rglob("*.new*"))
