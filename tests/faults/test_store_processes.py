"""Real processes that hold the database, are killed, and race."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from joy.errors import ShownError, StoreProblem
from joy.settings import ROOT, Settings
from joy.store import AlreadyOwned, Store, open_store, socket


# A process that opens the database, serves commands and says so; then it waits to be told to stop.
HOLDER = """
import sys, time
from pathlib import Path
from joy.errors import NotFound
from joy.settings import Settings
from joy.store import open_store
from joy.store.socket import serve

settings = Settings(home=Path(sys.argv[1]), with_sample=False)
store = open_store(settings)

def note(key):
    with store.writing() as writer:
        writer.run("store/add_about", key=key, value="yes")
    return f"noted {key} \\u2713"

def refuse():
    raise NotFound("There is no team “Elm”.")

def break_down():
    raise KeyError("Jo Bloggs, jo@example.org")

def dawdle(seconds):
    time.sleep(seconds)
    return "done at last"

served = serve(settings, {"note": note, "refuse": refuse, "break_down": break_down, "dawdle": dawdle})
print("ready", flush=True)
sys.stdin.readline()
served.close()
store.close()
"""
STARTER = """
import sys
from pathlib import Path
from joy.settings import Settings
from joy.store import AlreadyOwned, open_store

print("up", flush=True)
sys.stdin.readline()
try:
    store = open_store(Settings(home=Path(sys.argv[1]), with_sample=False))
except AlreadyOwned:
    print("lost", flush=True)
else:
    print("won", flush=True)
    sys.stdin.readline()
    store.close()
"""


def process(code: str, settings: Settings, says: str) -> subprocess.Popen[str]:
    started = subprocess.Popen(
        [sys.executable, "-c", code, str(settings.home)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert started.stdout.readline().strip() == says
    return started


def finish(*processes: subprocess.Popen[str]) -> None:
    for one in processes:
        one.communicate("stop\n", timeout=20)


def kill(one: subprocess.Popen[str]) -> None:
    os.kill(one.pid, signal.SIGKILL)
    one.communicate(timeout=20)


@pytest.fixture(params=["short", "long" * 45])
def settings(tmp_path: Path, request: pytest.FixtureRequest) -> Settings:
    """A home with a short path, and one whose path is longer than a socket's address may be."""
    return Settings(home=tmp_path / request.param, with_sample=False)


def test_commands_reach_the_process_that_holds_the_database(settings: Settings) -> None:
    """A command is carried out by the holder, with its words back; the database cannot be opened beside it."""
    holder = process(HOLDER, settings, "ready")
    with pytest.raises(AlreadyOwned, match=str(holder.pid)):
        open_store(settings)
    assert socket.call(settings, "note", {"key": "naïve “key”"}) == "noted naïve “key” ✓"
    assert settings.socket.stat().st_mode & 0o777 == 0o600
    finish(holder)
    assert holder.returncode == 0
    assert not settings.socket.exists()
    store = open_store(settings)
    assert "naïve “key”" in set(store.ask("store/facts")["key"])
    store.close()


def test_refusals_travel_and_faults_do_not_leak(settings: Settings) -> None:
    """A refusal arrives as its own text; a fault arrives without data, and joy.log says where but quotes nothing."""
    holder = process(HOLDER, settings, "ready")
    with pytest.raises(ShownError, match="There is no team “Elm”"):
        socket.call(settings, "refuse", {})
    with pytest.raises(ShownError, match="knows no command"):
        socket.call(settings, "dance", {})
    with pytest.raises(socket.RemoteError) as fault:
        socket.call(settings, "break_down", {})
    log = (settings.home / "joy.log").read_text()
    assert "break_down" in log
    assert "KeyError" in log
    assert "Bloggs" not in log + str(fault.value)
    assert (settings.home / "joy.log").stat().st_mode & 0o777 == 0o600
    finish(holder)


def test_a_slow_answer_is_given_up_in_words_and_does_not_block_others(settings: Settings) -> None:
    """A caller stops waiting after its time; another caller is answered meanwhile."""
    holder = process(HOLDER, settings, "ready")
    began = time.monotonic()
    with pytest.raises(StoreProblem, match="joy status"):
        socket.call(settings, "dawdle", {"seconds": 3}, timeout=0.3)
    assert socket.call(settings, "note", {"key": "meanwhile"}).startswith("noted")
    assert time.monotonic() - began < 2
    kill(holder)


def test_a_killed_holder_frees_the_database_and_its_socket_is_replaced(settings: Settings) -> None:
    """After kill -9 the database opens at once with all it acknowledged, and the stale socket is no hindrance."""
    holder = process(HOLDER, settings, "ready")
    for n in range(20):
        socket.call(settings, "note", {"key": f"k{n}"})
    kill(holder)
    assert settings.socket.exists()
    with pytest.raises(socket.NobodyAnswers):
        socket.call(settings, "note", {"key": "late"})
    second = process(HOLDER, settings, "ready")
    assert socket.call(settings, "note", {"key": "k20"}) == "noted k20 ✓"
    finish(second)
    store = open_store(settings)
    assert {f"k{n}" for n in range(21)} <= set(store.ask("store/facts")["key"])
    store.close()


def test_nonsense_on_the_socket_does_no_harm(store: Store) -> None:
    """Lines that are no command, and callers that hang up, leave the server serving."""
    import socket as plain

    served = socket.serve(store.settings, {"hello": lambda: "hello"})
    for line in (b"\n", b"{}\n", b"[1]\n", b"\xff\xfe\n", b'{"command": "hello", "arguments": 3}\n', b"no end"):
        with plain.socket(plain.AF_UNIX) as caller, socket._short(store.settings.socket) as address:
            caller.connect(address)
            caller.sendall(line)
    assert socket.call(store.settings, "hello", {}) == "hello"
    served.close()


def test_a_file_in_the_sockets_place_is_not_deleted(store: Store) -> None:
    """Something that is not a socket is left alone and named."""
    store.settings.socket.write_text("mine")
    with pytest.raises(StoreProblem, match=r"joy\.sock"):
        socket.serve(store.settings, {})
    assert store.settings.socket.read_text() == "mine"


def test_of_two_starters_exactly_one_wins(tmp_path: Path) -> None:
    """Two processes that start in the same empty home at the same moment: one makes the database, one is refused."""
    for attempt in range(5):
        settings = Settings(home=tmp_path / f"race {attempt}", with_sample=False)
        racers = [process(STARTER, settings, "up") for _ in range(2)]
        for racer in racers:
            racer.stdin.write("go\n")
            racer.stdin.flush()
        assert sorted(racer.stdout.readline().strip() for racer in racers) == ["lost", "won"]
        for racer in racers:
            racer.communicate("stop\n" if racer.poll() is None else None, timeout=20)
        store = open_store(settings)
        assert store.ask("store/batches").empty
        store.close()


WRITER = """
import sys
from pathlib import Path
import pandas as pd
from joy.settings import Settings
from joy.store import open_store

store = open_store(Settings(home=Path(sys.argv[1]), with_sample=False))
start = int(store.ask("store/batches")["batch_no"].max()) + 1 if len(store.ask("store/batches")) else 1
print("writing", flush=True)
for batch in range(start, start + 10_000):
    with store.writing() as writer:
        writer.append("vault.response", pd.DataFrame({"response_no": range(2000), "batch_no": batch}))
        row = {"batch_no": [batch], "target": ["answers"], "row_count": [2000]}
        writer.append("programme.import_batch", pd.DataFrame(row))
    print(batch, flush=True)
    if batch % 5 == 0:
        store.checkpoint()
"""


@pytest.mark.slow
def test_kill_at_any_moment_loses_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    """Ten kills at different moments: every acknowledged batch is whole, none is half there."""
    settings = Settings(home=tmp_path / "home", with_sample=False)
    acknowledged = 0
    for attempt in range(10):
        writing = process(WRITER, settings, "writing")
        time.sleep(0.05 + 0.07 * attempt)
        os.kill(writing.pid, signal.SIGKILL)
        out = writing.communicate(timeout=20)[0].split()
        acknowledged = int(out[-1]) if out else acknowledged
        store = open_store(settings)
        batches, counts = store.ask("store/batches"), store.ask("store/rows_by_batch")
        store.close()
        assert batches["batch_no"].max() >= acknowledged or acknowledged == 0
        assert list(counts["n"]) == [2000] * len(batches)
    assert acknowledged > 10
