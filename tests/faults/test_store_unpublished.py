"""A process that is killed between an import and its publishing leaves no old results behind unnoticed."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing

import pytest
from click.testing import CliRunner, Result

from joy import commands, intake
from joy.__main__ import main
from joy.errors import StoreProblem
from joy.settings import ROOT, Settings
from joy.store import open_store


SAMPLE = ROOT / "data" / "sample"
STRUCTURE = ("programme", "organisation", "cohort", "learning_event", "team", "team_name", "enrolment")
# Changes the database, tells nobody to publish, and dies as if its power had been cut.
KILLED = """
import os, signal, sys
from pathlib import Path
from joy import intake
from joy.settings import Settings
from joy.store import open_store

store = open_store(Settings(home=Path(sys.argv[1]), with_sample=False))
if sys.argv[2] == "undo":
    intake.undo(store, 8)
else:
    intake.import_file(store, sys.argv[2], intake.load_profile("sample_tally"))
os.kill(os.getpid(), signal.SIGKILL)
"""
# A running dashboard that dies over the command it was given.
DIES = """
import os, signal, sys
from pathlib import Path
from joy.settings import Settings
from joy.store import open_store
from joy.store.socket import serve

settings = Settings(home=Path(sys.argv[1]), with_sample=False)
store = open_store(settings)
served = serve(settings, dict.fromkeys(("import", "status"), lambda **_: os.kill(os.getpid(), signal.SIGKILL)))
print("ready", flush=True)
sys.stdin.readline()
"""
Told = Callable[..., Result]


@pytest.fixture
def told(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Told:
    """Run the command line in this home."""
    monkeypatch.setenv("JOY_HOME", str(settings.home))
    monkeypatch.setenv("JOY_SAMPLE", "no")
    return lambda *words: CliRunner().invoke(main, [str(word) for word in words])


@pytest.fixture
def home(settings: Settings) -> Settings:
    """A home whose published update knows the structure of the invented programme and nobody's answers."""
    with closing(open_store(settings)) as store:
        for name in STRUCTURE:
            intake.import_file(store, SAMPLE / f"{name}.csv", intake.load_profile("joy_table"))
        commands.publish(store, ["good_days_together"], reason="by_hand")
    return settings


def killed_after(settings: Settings, change: str) -> None:
    """Let a process change the database and die before it publishes."""
    command = [sys.executable, "-c", KILLED, str(settings.home), change]
    assert subprocess.run(command, cwd=ROOT, timeout=60, check=False).returncode == -signal.SIGKILL


def published_hash(settings: Settings) -> str:
    """What the newest published update adds up to."""
    with closing(open_store(settings)) as store, store.cursor() as cursor:
        newest = "SELECT arg_max(content_hash, number) FROM release.release WHERE NOT is_withdrawn"
        ((found,),) = cursor.execute(newest).fetchall()
        return str(found)


def assert_is_noticed(told: Told) -> None:
    doctor, status = told("doctor"), told("status")
    assert (doctor.exit_code, status.exit_code) == (1, 0)
    for said in (doctor.output, status.output):
        assert "older than the newest import or undo. Run: python -m joy release" in said


def assert_is_mended(told: Told) -> None:
    assert told("doctor").exit_code == 0
    assert "older" not in told("status").output


def test_a_kill_before_publishing_is_noticed_and_the_next_start_publishes(told: Told, home: Settings) -> None:
    """After kill -9 between commit and publishing, doctor and status say so, and a start publishes what an undisturbed
    import would have published; taking the import back under the same kill ends where the home began."""
    empty = published_hash(home)
    killed_after(home, str(SAMPLE / "tally.csv"))
    assert published_hash(home) == empty
    assert_is_noticed(told)
    assert told("start").exit_code == 0
    assert_is_mended(told)
    mended = published_hash(home)

    killed_after(home, "undo")
    assert_is_noticed(told)
    assert told("start").exit_code == 0
    assert_is_mended(told)
    assert published_hash(home) == empty

    assert "Results published anew" in told("import", SAMPLE / "tally.csv", "-p", "sample_tally").output
    assert published_hash(home) == mended != empty


def test_importing_the_same_file_again_publishes_what_a_kill_left(told: Told, home: Settings) -> None:
    """After such a kill, offering the file again says that it is in and publishes; a third time there is nothing."""
    empty = published_hash(home)
    killed_after(home, str(SAMPLE / "tally.csv"))
    again = told("import", SAMPLE / "tally.csv", "-p", "sample_tally").output
    assert "already in, as import 8" in again
    assert "The results were older than the newest import. Results published anew: good_days_together" in again
    assert published_hash(home) != empty
    assert_is_mended(told)
    assert "published" not in told("import", SAMPLE / "tally.csv", "-p", "sample_tally").output


@pytest.mark.parametrize("path", ["release", "start"])
def test_a_clock_set_back_hides_nothing(told: Told, home: Settings, path: str) -> None:
    """An import that the clock dates before the published update is noticed all the same, and mended."""
    with closing(open_store(home)) as store:
        intake.import_file(store, SAMPLE / "tally.csv", intake.load_profile("sample_tally"))
        with store.cursor() as cursor:
            cursor.execute("UPDATE programme.import_batch SET loaded_at = TIMESTAMP '2001-01-01'")
    assert_is_noticed(told)
    assert told(path).exit_code == 0
    assert_is_mended(told)


def test_a_publishing_that_fails_says_that_the_file_is_in(home: Settings) -> None:
    """If only publishing fails, the reader hears that the import is in and what to run; nothing stays unnoticed."""
    with closing(open_store(home)) as store:
        shelf = home.releases.rename(home.home / "aside")
        home.releases.write_text("a file in the way of the folder")
        with pytest.raises(StoreProblem, match="Import 8 is in, but the results could not be published: File exists"):
            commands.import_file(store, SAMPLE / "tally.csv", "sample_tally")
        home.releases.unlink()
        shelf.rename(home.releases)
        with pytest.raises(StoreProblem, match="older than the newest import"):
            commands.say_doctor(store)


@pytest.mark.parametrize(
    ("words", "adds"), [(("import", SAMPLE / "team.csv", "-p", "joy_table"), True), (("status",), False)]
)
def test_a_dashboard_that_dies_over_a_command(told: Told, settings: Settings, words: tuple, adds: bool) -> None:
    """The caller hears that no answer came; after an import also that it may be in, and what publishes it."""
    holder = subprocess.Popen(
        [sys.executable, "-c", DIES, str(settings.home)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert holder.stdout.readline().strip() == "ready"
    result = told(*words)
    holder.communicate(timeout=20)
    assert (holder.returncode, result.exit_code, result.stdout) == (-signal.SIGKILL, 1, "")
    assert "gave no answer" in result.stderr
    assert ("may be in but not yet published" in result.stderr) is adds
    assert ("starting it publishes the results" in result.stderr) is adds
