"""A dashboard with sign-in, and raw requests to it, for the security tests."""

from __future__ import annotations

import socket
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from harness import Server, dashboard, free_port
from provider import CLIENT, SECRET, Provider

from joy import commands
from joy.settings import Settings
from joy.store import open_store


COOKIE_SECRET = "0123456789abcdef" * 3  # of the tests only
GRANTED = "ada@example.org"  # a facilitator of everything in a prepared home
STEWARD = "grace@example.org"


def prepare(home: Path) -> None:
    """A home with the invented programme and two people who have roles."""
    from joy.store import roles

    with closing(open_store(Settings(home=home))) as store:
        commands.load_sample(store)
        roles.grant(store, STEWARD, "steward", by="the tests")
        roles.grant(store, GRANTED, "facilitator", by="the tests")  # who sees a new update at once


def secrets_of(provider: Provider, port: int, *, without: str = "", **changed: str) -> str:
    """The [auth] lines for a provider; `without` leaves one out, keywords change or add some."""
    lines = {
        "redirect_uri": f"http://127.0.0.1:{port}/oauth2callback",
        "cookie_secret": COOKIE_SECRET,
        "client_id": CLIENT,
        "client_secret": SECRET,
        "server_metadata_url": f"{provider.url}/.well-known/openid-configuration",
        **changed,
    }
    return "[auth]\n" + "".join(f'{name} = "{value}"\n' for name, value in lines.items() if name != without)


@contextmanager
def with_sign_in(folder: Path, home: Path, provider: Provider, **environment: str) -> Iterator[Server]:
    """The dashboard where readers sign in with `provider`; `folder` will hold its secrets."""
    port = free_port()
    secrets = folder / ".streamlit" / "secrets.toml"
    secrets.parent.mkdir(parents=True, exist_ok=True)
    secrets.write_text(secrets_of(provider, port), encoding="utf-8")
    with dashboard(home, folder=folder, port=port, **environment) as server:
        yield server


def ask(url: str, *, method: str = "GET", body: bytes | None = None, **headers: str):
    """Status, headers and body of an answer, whatever its status; `_` in a header's name stands for `-`."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(url, data=body, headers=named, method=method)  # noqa: S310  our own server
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310  our own server
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.headers, refused.read()


def raw(port: int, *lines: str, address: str = "127.0.0.1") -> int:
    """The status that exactly these request lines get: nothing is added, and paths stay as they are."""
    with socket.create_connection((address, port), timeout=20) as line:
        line.sendall("\r\n".join([*lines, "", ""]).encode("latin-1"))
        first = line.recv(4096)
    return int(first.split()[1])


def port_of(server: Server) -> int:
    return int(server.url.rpartition(":")[2])


UPGRADE = (
    "Upgrade: websocket",
    "Connection: Upgrade",
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
    "Sec-WebSocket-Version: 13",
)
