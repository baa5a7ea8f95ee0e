"""A walk through the running dashboard as every role, on the wire: no marked word and no exact figure arrives."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from canary_crawl import COOKIE, ROLES, Found, Stop, crawl, crawl_as_agent, fetch, stops_of
from canary_home import Canaries, prepare
from canary_leaks import FAULTY, FAULTY_PAGE, LEAKS, LEAKY
from canary_sniff import MARK, Sniffer
from canary_wire import session
from streamlit.proto.BackMsg_pb2 import BackMsg


sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "browser"))  # the harness of the browser tests

from harness import ROOT, Server, dashboard, free_port, wait_until_healthy


pytestmark = pytest.mark.slow
WITH_AGENT = Path(__file__).with_name("canary_agent.py")
WORD = "CANARYcommentZZ"
STATES = 500  # page states per role
AT_A_TIME = 2  # sessions; the machine that this was made for has two cores
SHOWN_TO = {  # marks that each role must meet, or the walk was blind
    "leader": {"name", "said", "told"},
    "facilitator": {"name", "said", "room"},
    "team": {"name", "said", "told", "private", "room"},
    "data-lead": {"name", "grant"},
    "evaluator": {"name", "said"},
}


@dataclass(frozen=True)
class House:
    """A running dashboard full of canaries; `log` is what its process said."""

    server: Server
    hidden: Canaries
    home: Path


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory):
    home = tmp_path_factory.mktemp("canaries") / "home"
    hidden = prepare(home, tmp_path_factory.mktemp("files"))
    # The interface that the dashboard refuses to start with is on here alone: it is a second pair of eyes.
    with dashboard(home, program=[str(WITH_AGENT)], JOY_SAMPLE="no") as server:
        yield House(server, hidden, home)


@pytest.fixture(scope="module")
def walks(house: House) -> dict[str, Found]:
    """What each role met on its walk, over the websocket."""
    begun = time.perf_counter()
    with ThreadPoolExecutor(AT_A_TIME) as pool:
        found = dict(zip(ROLES, pool.map(lambda role: walk(house, role), ROLES), strict=True))
    say(f"{sum(one.states for one in found.values())} page states in {time.perf_counter() - begun:.0f} s")
    return found


def walk(house: House, role: str) -> Found:
    sniffer = Sniffer(house.hidden)
    with session(house.server.url, Cookie=COOKIE) as line:
        found = crawl(line, sniffer, house.server.url, role, stops_of(role, house.hidden))
    met = ", ".join(f"{n} {kind}" for kind, n in sorted(Counter(kind for kind, _ in found.met).items()))
    say(
        f"{role}: {found.states} page states at {found.addresses} addresses, {sniffer.bytes_read / 1e6:.0f} MB, "
        f"{len(found.media)} files, {len(found.leaks)} canaries; may see and saw: {met}"
    )
    return found


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


@pytest.mark.parametrize("role", ROLES)
def test_no_canary_reaches_a_role(walks, role):
    """No page, fold, table, option, file or forged address sends a role a word or a figure that is not its own."""
    found = walks[role]
    assert list(dict.fromkeys(found.leaks))[:20] == []
    assert found.states >= STATES
    assert {kind for kind, _ in found.met} >= SHOWN_TO[role], "the walk did not reach what this role may see"


def test_files_that_pages_name_hold_pictures_or_what_was_shown(walks, house):
    """Files without a guard are small pictures alone, and figures that are taken away come once."""
    kept = [(name, content) for found in walks.values() for name, content in found.media.items()]
    pictures = [content for name, content in kept if name.startswith("media/")]
    taken = [(name, content) for name, content in kept if name.startswith("download/")]
    assert pictures
    assert all(content[:8].startswith((b"\x89PNG", b"<svg", b"<?xml", b"\xff\xd8")) for content in pictures)
    assert any(b"," in content and b"\n" in content for _, content in taken), "nothing was ever taken away"
    for name, content in taken:
        assert fetch(f"{house.server.url}/{name}", Cookie=COOKIE) != content


@pytest.mark.parametrize("role", ROLES)
def test_nor_does_one_over_the_agent_interface(house, role):
    """Switched on for this test alone, the interface for programs tells a role nothing that its pages do not."""
    found = crawl_as_agent(Sniffer(house.hidden), house.server.url, role, stops_of(role, house.hidden, few=True))
    say(f"{role} over the agent interface: {found.states} page states, {len(found.leaks)} canaries")
    assert list(dict.fromkeys(found.leaks))[:20] == []
    assert found.states >= 10
    assert found.met


def test_nonsense_on_the_wire_tells_nothing(house):
    """Controls set to what they never offer, of the wrong kind or of another page, bring no canary and no traceback."""
    sniffer = Sniffer(house.hidden)
    with session(house.server.url) as line:
        offered = line.run("cohort", "as=leader&cohort=c3").steps
        for page in ("cohort", "team", "how-we-measure"):
            message = BackMsg()
            message.rerun_script.query_string = "as=leader&cohort=c3"
            message.rerun_script.page_name = page
            for number, step in enumerate(offered):
                widget = message.rerun_script.widget_states.widgets.add(id=step.control)
                if number % 3 == 0:
                    widget.string_value = "c1-01' OR 1=1 --"
                elif number % 3 == 1:
                    widget.int_value = -(2**40)
                else:
                    widget.json_value = '{"__proto__": 1'
            marks = {kind for piece in line.send(message).pieces for kind, _ in sniffer.marks(piece)}
            assert not marks - {"name", "said"}


def test_no_browser_closes_the_house_for_the_others(house):
    """Whoever asks the server to empty its caches, as any browser can, leaves the dashboard working for everybody."""
    with session(house.server.url) as line:
        line.run("cohort", "as=leader&cohort=c2")
        line.tell(BackMsg(clear_cache=True))
        emptied = line.run("cohort", "as=leader&cohort=c2")
    with session(house.server.url) as line:
        other = line.run("cohort", "as=leader&cohort=c2")
    for answer in (emptied, other):
        sent = b"".join(answer.pieces)
        assert b"Week by week" in sent
        assert b"already open" not in sent


def test_z_logs_hold_no_word_of_anybody(house, walks):
    """After all that, what the server wrote down holds no canary but the one that was put there."""
    said = Sniffer(house.hidden).marks((house.home / "server.log").read_bytes())
    assert {kind for kind, _ in said} <= {"error"}  # the nonsense sent above is noted, never what was in the house
    noted = (house.home / "joy.log").read_bytes()
    assert [kind for kind, _ in MARK.findall(noted)] == [b"log"]


@contextmanager
def careless(folder: Path, start: str, **environment: str) -> Iterator[str]:
    """A page of the tests' own, served by Streamlit as it comes; its log stands beside it."""
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", str(folder / start), "--server.port", str(port)]
    command += ["--server.headless", "true", "--browser.gatherUsageStats", "false", "--server.enableAgentApi", "true"]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, cwd=folder, env={**os.environ, **environment}, stdout=log, stderr=log)
        try:
            wait_until_healthy(process, f"http://127.0.0.1:{port}", folder / "log")
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(timeout=20)


@pytest.fixture(scope="module")
def leaky(tmp_path_factory: pytest.TempPathFactory, house: House):
    """A page that leaks in every way: the same eyes must see each of its leaks."""
    folder = tmp_path_factory.mktemp("leaky")
    value, count = max(house.hidden.values), max(house.hidden.counts)
    (folder / "leaky.py").write_text(LEAKY.format(word=WORD, value=value, count=count), encoding="utf-8")
    with careless(folder, "leaky.py") as url:
        yield url


@pytest.mark.parametrize("ours", [False, True])
def test_a_fault_of_ours_tells_no_value_to_anybody(tmp_path, ours):
    """The words of an error reach neither a reader nor a log, as they would without our settings and our handler."""
    (tmp_path / "page.py").write_text(FAULTY_PAGE.format(word=WORD), encoding="utf-8")
    (tmp_path / "faulty.py").write_text(FAULTY, encoding="utf-8")
    if ours:
        (tmp_path / ".streamlit").mkdir()
        (tmp_path / ".streamlit/config.toml").write_bytes((ROOT / ".streamlit/config.toml").read_bytes())
    surroundings = {"PYTHONPATH": str(ROOT), "JOY_HOME": str(tmp_path)}
    with careless(tmp_path, "faulty.py" if ours else "page.py", **surroundings) as url, session(url) as line:
        sent = b"".join(line.run("").pieces)
    assert b"Faulty" in sent
    for told in (sent, (tmp_path / "log").read_bytes()):
        assert bool(MARK.search(told)) is not ours
    if ours:
        noted = (tmp_path / "joy.log").read_bytes()
        assert b"ValueError" in noted
        assert not MARK.search(noted)


@pytest.mark.parametrize("leak", LEAKS)
def test_the_walk_sees_every_leak_of_a_careless_page(leaky, house, leak):
    """The same walk over a page that leaks in this one way reports it: the walk can fail."""
    with session(leaky, Cookie=COOKIE) as line:
        found = crawl(line, Sniffer(house.hidden), leaky, "leader", [Stop("", f"leak={leak}", 5)])
    assert found.leaks, leak


@pytest.mark.parametrize("leak", ["hidden_column", "filtered_rows", "filtered_values", "collapsed", "option"])
def test_the_walk_of_a_program_sees_leaks_too(leaky, house, leak):
    """So does the walk over the interface for programs."""
    found = crawl_as_agent(Sniffer(house.hidden), leaky, "leader", [Stop("", f"leak={leak}", 5)])
    assert found.leaks, leak


def test_a_name_beside_a_figure_of_another_team_is_a_leak(house):
    """Judged as another team, the very pages of a team count as leaks: the scopes are held against each other."""
    own = next(stop for stop in stops_of("team", house.hidden) if stop.page == "team" and stop.own)
    with session(house.server.url, Cookie=COOKIE) as line:
        right = crawl(line, Sniffer(house.hidden), house.server.url, "team", [own])
        other = Stop(own.page, own.query, 1, "t00", "c0")
        wrong = crawl(line, Sniffer(house.hidden), house.server.url, "team", [other])
        as_lead = crawl(line, Sniffer(house.hidden), house.server.url, "data-lead", [Stop("", "as=leader", 1)])
    assert right.leaks == []
    assert wrong.leaks
    assert any("metric" in leak for leak in as_lead.leaks)
