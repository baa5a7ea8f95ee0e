"""Whom the server lets in at all: the rule at the start, and what every connection has to pass before anything else.

Without sign-in the dashboard is for whoever sits at the machine. The address it listens on is checked at the start;
each connection is checked too, for other programs can serve the same application on an address of their own.
"""

from __future__ import annotations

import ipaddress
import secrets
import sys
from datetime import UTC, datetime
from http.cookies import CookieError, SimpleCookie
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import streamlit as st
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from streamlit import config
from streamlit.web.server.starlette.starlette_websocket import is_host_allowed

from joy.errors import ShownError
from joy.settings import load_settings
from pages.parts import looked, sign_in
from pages.parts.downloads import BROWSER
from pages.parts.headers import SecurityHeaders
from pages.parts.quota import Quota


if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

CLOSED = frozenset({"/_stcore/metrics", "/_stcore/script-health-check"})  # nobody here reads them
UPLOADS = "/_stcore/upload_file/"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
POLICY_VIOLATION = 1008  # RFC 6455 7.4.1
OPEN = (
    "No sign-in is set up and JOY_OPEN_WITHOUT_SIGN_IN is yes: everybody who can reach this computer sees and changes "
    "everything."
)
ALONE = "No sign-in is set up, so this dashboard can be opened on this computer only. See docs/sign-in.md."
REFUSED = "No sign-in is set up here, so this dashboard can be opened on its own computer only."


def check_start() -> None:
    """Hold the rules of the start, and say on the terminal when there is no sign-in.

    Raises `ShownError`: a sign-in that is set up wrongly, or none and an address that others can reach.
    """
    _need_readable_secrets()
    if config.get_option("server.trustedUserHeaders"):
        raise ShownError(
            "server.trustedUserHeaders is set. Here no header says who somebody is. Take the setting out, and set up "
            "sign-in (docs/sign-in.md)."
        )
    if config.get_option("server.enableAgentApi"):
        raise ShownError(
            "server.enableAgentApi is set. It would hand whole pages, with their figures, to any program that asks. "
            "Take the setting out."
        )
    trusted = sign_in.provider()
    if trusted is None:
        _need_loopback(config.get_option("server.address") or "0.0.0.0")  # noqa: S104 - Streamlit's own default
        sys.stdout.write(f"\n  {standing_words()}\n")
    elif not is_host_allowed(urlsplit(trusted.own_origin).netloc):
        name = urlsplit(trusted.own_origin).hostname
        raise ShownError(
            f"The redirect_uri of the sign-in leads to {name}, which is not among server.allowedHosts. Start with "
            f"--server.allowedHosts {name}."
        )


def standing_words() -> str:
    """What holds for a dashboard without sign-in; empty where readers sign in."""
    if sign_in.is_configured():
        return ""
    return OPEN if load_settings().open_without_sign_in else ALONE


def is_loopback(address: str | None) -> bool:
    """Whether an address can be reached from this computer only."""
    if address == "localhost":
        return True
    try:
        found = ipaddress.ip_address(address or "")
    except ValueError:
        return False
    mapped = found.ipv4_mapped if isinstance(found, ipaddress.IPv6Address) else None
    return (mapped or found).is_loopback


def _need_loopback(address: str) -> None:
    if is_loopback(address) or load_settings().open_without_sign_in:
        return
    raise ShownError(
        f"No sign-in is set up, and the dashboard was asked to listen on {address}, where others can reach it. Set up "
        "sign-in (docs/sign-in.md), or start with --server.address 127.0.0.1.\nIf everybody who can reach this "
        "computer may see and change everything without signing in, say so: JOY_OPEN_WITHOUT_SIGN_IN=yes"
    )


def _need_readable_secrets() -> None:
    """A file of secrets that is there and cannot be read must not turn into “no sign-in is set up”."""
    there = [path for path in config.get_option("secrets.files") if Path(path).exists()]
    if there and not st.secrets.load_if_toml_exists():
        raise ShownError(f"{' or '.join(there)} cannot be read. Mend it (it is TOML), or take it away.")


class Doorway:
    """ASGI middleware: refuses foreign hosts, foreign origins, strangers, closed paths and floods of uploads."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._quota = Quota(config.get_option("server.maxUploadSize") * 1024**2)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
            return
        refusal = self._refusal(HTTPConnection(scope))
        if refusal is None:
            await self._app(scope, receive, _marking(scope, send))
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": POLICY_VIOLATION})
        else:
            await PlainTextResponse(refusal[1], status_code=refusal[0])(scope, receive, send)

    def _refusal(self, asked: HTTPConnection) -> tuple[int, str] | None:
        """The status and the words with which a connection is turned away, if it is."""
        if not is_host_allowed(asked.headers.get("host")):
            return 400, "This dashboard is not known under that name. Its owner can add it to server.allowedHosts."
        if _is_stranger(asked.scope):
            return 403, REFUSED
        if _is_foreign(asked):
            return 403, "This was asked for by a page of another site."
        if asked.scope["path"].rstrip("/") in CLOSED:
            return 404, "Not found"
        if asked.scope.get("method") == "PUT" and UPLOADS in asked.scope["path"]:
            return self._refused_upload(asked)
        return None

    def _refused_upload(self, asked: HTTPConnection) -> tuple[int, str] | None:
        if sign_in.is_configured() and sign_in.signed_in_by(asked) is None:
            return 403, "Sign in first."
        session = asked.scope["path"].partition(UPLOADS)[2].partition("/")[0]
        declared = asked.headers.get("content-length", "")
        if not self._quota.takes(session, int(declared) if declared.isascii() and declared.isdigit() else None):
            return 429, "Too many files in a short time. Wait ten minutes."
        return None


def _is_stranger(scope: Scope) -> bool:
    """Whether somebody comes from beyond this computer although no sign-in would ask who it is."""
    if sign_in.is_configured() or load_settings().open_without_sign_in:
        return False
    ends = [scope.get("server"), scope.get("client")]  # for a proxy on this computer, client is whom it names
    return not all(end is not None and is_loopback(end[0]) for end in ends)


def _is_foreign(asked: HTTPConnection) -> bool:
    """Whether a page of another site opens a websocket or sends something.

    Streamlit would let every page of this computer in, whatever its port, and look up its own address on the internet.
    """
    origin = asked.headers.get("origin")
    if origin is None or asked.scope.get("method", "") in SAFE:
        return False
    trusted = sign_in.provider()
    own = {asked.headers.get("host")} | ({urlsplit(trusted.own_origin).netloc} if trusted else set())
    return urlsplit(origin).netloc not in own


def _marking(scope: Scope, send: Send) -> Send:
    """Give a browser that opens a page its cookies: its key, unless it has one, and the day on which it was here."""
    headers = Headers(scope=scope)
    is_page = scope["type"] == "http" and "text/html" in headers.get("accept", "")
    marks = _marks(_cookies(headers.get("cookie", ""))) if is_page else []
    if not marks:
        return send

    async def send_marked(message: Message) -> None:
        if message["type"] == "http.response.start":
            for mark in marks:
                MutableHeaders(scope=message).append("set-cookie", mark)
        await send(message)

    return send_marked


def _marks(cookies: SimpleCookie) -> list[str]:
    key = f"{BROWSER}={secrets.token_urlsafe(32)}; Path=/; HttpOnly; SameSite=strict"
    found = cookies[looked.COOKIE].value if looked.COOKIE in cookies else ""
    today = looked.mark(found, datetime.now(UTC).date())
    return [*([] if BROWSER in cookies else [key]), *filter(None, [today])]


def _cookies(header: str) -> SimpleCookie:
    try:
        return SimpleCookie(header)
    except CookieError:
        return SimpleCookie()


GUARDS = [Middleware(SecurityHeaders), Middleware(Doorway)]  # in this order: a refusal carries the headers too
