"""Without sign-in the dashboard is for its own computer: what is refused at the start, and at every connection."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from harness import ROOT, dashboard, free_port
from provider import CLIENT
from serving import ask, secrets_of
from starlette.responses import PlainTextResponse

from pages.parts.doorway import Doorway, is_loopback
from pages.parts.quota import BYTES_OF_ALL, BYTES_OF_SESSION, FILES_OF_SESSION, WHILE, Quota


MB = 1024**2
EVERYWHERE = "0.0.0.0"  # noqa: S104 - what must be refused


def start(folder, home, *flags, **environment):
    """What a start says that is expected to end by itself."""
    command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py"), "--server.headless", "true"]
    ended = subprocess.run(
        [*command, "--server.port", str(free_port()), *flags],
        cwd=folder,
        env={**os.environ, "JOY_HOME": str(home), "JOY_SAMPLE": "no", **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return ended.returncode, ended.stdout + ended.stderr


@pytest.mark.parametrize("address", [EVERYWHERE, "::"])
def test_another_address_needs_sign_in(tmp_path, address):
    """Without sign-in a start on an address that others can reach ends, with the ways out, and makes no database."""
    code, told = start(tmp_path, tmp_path / "home", "--server.address", address)
    assert code != 0
    assert "No sign-in is set up" in told
    assert "--server.address 127.0.0.1" in told
    assert "JOY_OPEN_WITHOUT_SIGN_IN=yes" in told
    assert "see and change everything" in told
    assert "Traceback" not in told
    assert not (tmp_path / "home" / "joy.duckdb").exists()


def test_the_address_from_the_environment_counts_too(tmp_path):
    """An address that comes from the environment is held against the same rule."""
    code, told = start(tmp_path, tmp_path / "home", STREAMLIT_SERVER_ADDRESS=EVERYWHERE)
    assert code != 0
    assert "listen on 0.0.0.0" in told


@pytest.mark.parametrize(
    ("secrets", "says"),
    [
        ("[auth\n", "cannot be read"),
        ("[auth]\n", ""),
        ('[auth]\nclient_id = "joy"\n', "redirect_uri is missing"),
    ],
)
def test_a_half_made_sign_in_is_refused(tmp_path, secrets, says):
    """A file of secrets that is broken or half filled ends the start; it never turns into “no sign-in”."""
    (tmp_path / ".streamlit").mkdir()
    (tmp_path / ".streamlit" / "secrets.toml").write_text(secrets, encoding="utf-8")
    code, told = start(tmp_path, tmp_path / "home", "--server.address", EVERYWHERE)
    assert code != 0
    assert says in told
    assert "Traceback" not in told


def test_a_redirect_to_an_unknown_host_is_refused(tmp_path, provider):
    """A sign-in that leads back to a name the server does not answer to is refused, with the flag to set."""
    (tmp_path / ".streamlit").mkdir()
    lines = secrets_of(provider, 1, redirect_uri="https://joy.example.org/oauth2callback")
    (tmp_path / ".streamlit" / "secrets.toml").write_text(lines, encoding="utf-8")
    code, told = start(tmp_path, tmp_path / "home")
    assert code != 0
    assert "--server.allowedHosts joy.example.org" in told
    assert CLIENT not in told


def test_names_in_headers_are_refused_at_the_start(tmp_path):
    """A setting that lets a header say who somebody is ends the start."""
    code, told = start(tmp_path, tmp_path / "home", "--server.trustedUserHeaders", '{"X-Forwarded-Email": "email"}')
    assert code != 0
    assert "trustedUserHeaders" in told


def test_the_interface_for_programs_is_refused_at_the_start(tmp_path):
    """A setting that hands whole pages to any program ends the start, and makes no database."""
    code, told = start(tmp_path, tmp_path / "home", "--server.enableAgentApi", "true")
    assert code != 0
    assert "server.enableAgentApi is set" in told
    assert "Traceback" not in told
    assert not (tmp_path / "home" / "joy.duckdb").exists()


def test_a_start_asks_nobody_on_the_internet(tmp_path):
    """Also on all addresses no request leaves the computer: nobody is asked under which address it is seen."""
    with socket.create_server(("127.0.0.1", 0)) as proxy:
        proxy.setblocking(False)
        way = f"http://127.0.0.1:{proxy.getsockname()[1]}"
        through = dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"), way)
        code, _ = start(tmp_path, tmp_path / "home", "--server.address", EVERYWHERE, **through, no_proxy="")
        with pytest.raises(BlockingIOError):
            proxy.accept()
    assert code != 0


@pytest.mark.parametrize(
    ("environment", "says"),
    [({}, "on this computer only"), ({"JOY_OPEN_WITHOUT_SIGN_IN": "yes"}, "everybody who can reach this computer")],
)
def test_the_terminal_says_how_it_stands(tmp_path, environment, says):
    """Each start without sign-in says on the terminal who can open the dashboard."""
    with dashboard(tmp_path / "home", JOY_SAMPLE="no", **environment) as server:
        assert ask(server.url)[0] == 200
    assert says in " ".join((tmp_path / "home" / "server.log").read_text(encoding="utf-8").split())


@pytest.mark.parametrize("address", ["127.0.0.1", "127.8.9.1", "::1", "localhost", "::ffff:127.0.0.1"])
def test_addresses_of_this_computer(address):
    """Every way to write an address that only this computer reaches is known."""
    assert is_loopback(address)


@pytest.mark.parametrize(
    "address", [EVERYWHERE, "::", "10.0.0.1", "192.168.1.2", "::ffff:10.0.0.1", "example.org", "", None, "unix:///x"]
)
def test_addresses_of_others(address):
    """Any other address, and whatever is none, counts as one that others reach."""
    assert not is_loopback(address)


def enter(monkeypatch, tmp_path, kind="http", **scope):
    """What a connection with this ASGI scope gets from the doorway."""
    monkeypatch.setenv("JOY_HOME", str(tmp_path))
    sent = []

    async def send(message):
        sent.append(message)

    async def receive():
        return {"type": "http.request"}

    scope = {
        "type": kind,
        "method": "GET",
        "path": "/",
        "scheme": "http",
        "query_string": b"",
        "headers": [(b"host", b"localhost")],
        "server": ("127.0.0.1", 8501),
        "client": ("127.0.0.1", 50000),
    } | scope
    door = Doorway(PlainTextResponse("come in"))
    with ThreadPoolExecutor(1) as own_loop:  # a browser test of the same process may keep this thread's loop busy
        own_loop.submit(asyncio.run, door(scope, receive, send)).result()
    return sent[0]


STRANGERS = [
    {"client": ("10.0.0.7", 50000)},  # also whom a proxy on this computer names
    {"server": ("10.0.0.1", 8501)},  # served by another program, on an address that others reach
    {"client": None},
    {"server": None},
]


@pytest.mark.parametrize("scope", STRANGERS)
@pytest.mark.parametrize(("kind", "refused"), [("http", ("status", 403)), ("websocket", ("code", 1008))])
def test_a_stranger_is_turned_away(monkeypatch, tmp_path, scope, kind, refused):
    """Whoever comes from elsewhere, however the program was started, gets neither a page nor a session."""
    monkeypatch.delenv("JOY_OPEN_WITHOUT_SIGN_IN", raising=False)
    assert enter(monkeypatch, tmp_path, kind, **scope)[refused[0]] == refused[1]


def test_somebody_at_this_computer_comes_in(monkeypatch, tmp_path):
    """The same connection from this computer is let in."""
    assert enter(monkeypatch, tmp_path)["status"] == 200


@pytest.mark.parametrize("scope", STRANGERS[:2])
def test_strangers_come_in_where_it_was_said(monkeypatch, tmp_path, scope):
    """Only the setting that says in words what it means lets others in without sign-in."""
    monkeypatch.setenv("JOY_OPEN_WITHOUT_SIGN_IN", "yes")
    assert enter(monkeypatch, tmp_path, **scope)["status"] == 200


def test_a_session_may_send_so_much(monkeypatch):
    """A session's uploads are counted together, by size and by number, and forgotten after ten minutes."""
    quota = Quota(10 * MB)
    taken = [quota.takes("a", 10 * MB, now=0) for _ in range(11)]
    assert taken == [True] * (BYTES_OF_SESSION // (10 * MB)) + [False]
    assert quota.takes("b", 10 * MB, now=1)
    assert quota.takes("a", 10 * MB, now=WHILE)
    small = Quota(10 * MB)
    assert [small.takes("a", 1, now=0) for _ in range(FILES_OF_SESSION + 1)].count(True) == FILES_OF_SESSION


def test_all_sessions_together_may_send_so_much():
    """Many sessions cannot fill the memory either; an upload that does not say how long it is counts as the largest."""
    quota = Quota(10 * MB)
    taken = [quota.takes(f"session {number}", None, now=0) for number in range(50)]
    assert taken.count(True) == BYTES_OF_ALL // (10 * MB)
