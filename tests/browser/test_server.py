"""The server itself: from any folder, once per home, hardened on every answer, and tidy when it stops."""

from __future__ import annotations

import gzip
import os
import re
import socket
import subprocess
import sys
import urllib.request

import pytest
from harness import ROOT, dashboard, free_port


pytestmark = pytest.mark.browser


def ask(url, **headers):
    request = urllib.request.Request(url, headers=headers)  # noqa: S310  our own server
    with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310  our own server
        return answer.status, answer.headers, answer.read()


def test_every_answer_is_guarded(served):
    """Pages, health and files all carry the security headers; only assets with a hash in their name may be kept."""
    _, _, page = ask(served.url)
    asset = re.search(r"static/js/[\w.-]+\.js", page.decode())[0]
    for path in ("/", "/team", "/_stcore/health", f"/{asset}"):
        _, headers, _ = ask(f"{served.url}/{path.lstrip('/')}")
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert "camera=()" in headers["Permissions-Policy"]
        assert ("no-store" in headers["Cache-Control"]) == (path != f"/{asset}")


def test_large_files_travel_packed(served):
    """A script is sent compressed to a browser that can unpack it."""
    _, _, page = ask(served.url)
    asset = re.search(r"static/js/index[\w.-]+\.js", page.decode())[0]
    _, headers, body = ask(f"{served.url}/{asset}", **{"Accept-Encoding": "gzip"})
    assert headers["Content-Encoding"] == "gzip"
    assert len(gzip.decompress(body)) > 2 * len(body)


def upgrade_status(port, host):
    """The status line a websocket request with this host name gets."""
    request = (
        f"GET /_stcore/stream HTTP/1.1\r\nHost: {host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", port), timeout=10) as line:
        line.sendall(request.encode())
        return int(line.recv(1024).split()[1])


def test_a_foreign_host_name_cannot_open_a_session(served):
    """A page elsewhere that points its own name at this machine is refused at the websocket (DNS rebinding)."""
    port = int(served.url.rpartition(":")[2])
    assert upgrade_status(port, f"127.0.0.1:{port}") == 101
    assert upgrade_status(port, f"localhost:{port}") == 101
    assert upgrade_status(port, "evil.example") == 403


def test_it_starts_from_any_folder_and_leaves_nothing_running(tmp_path):
    """Started from elsewhere it answers; when it stops, its socket is gone and the database can be opened again."""
    home = tmp_path / "home"
    for _ in range(2):
        with dashboard(home, folder=tmp_path, JOY_SAMPLE="no") as server:
            assert ask(server.url)[0] == 200
            assert (home / "joy.sock").is_socket()
        assert not (home / "joy.sock").exists()


def test_a_second_dashboard_on_the_same_data_is_told_so(tmp_path):
    """A second start on the same home says in one sentence that the first has the database, and ends."""
    home = tmp_path / "home"
    with dashboard(home, JOY_SAMPLE="no"):
        second = subprocess.run(
            [sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py"), "--server.port", str(free_port())],
            cwd=tmp_path,
            env={**os.environ, "JOY_HOME": str(home)},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    told = second.stdout + second.stderr
    assert second.returncode != 0
    assert "already open" in told
    assert "Traceback" not in told


def test_a_command_reaches_the_running_dashboard(tmp_path):
    """While the dashboard has the database open, commands are carried out by it."""
    home = tmp_path / "home"
    with dashboard(home, JOY_SAMPLE="no"):
        asked = subprocess.run(
            [
                sys.executable,
                "-c",
                "from joy import commands, settings; print(commands.run('status', {}, settings.load_settings()))",
            ],
            cwd=ROOT,
            env={**os.environ, "JOY_HOME": str(home)},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    assert "No programme is in yet" in asked.stdout
