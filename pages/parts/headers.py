"""Security headers on every answer of the server, because Streamlit sends none of its own."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit


if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send


HASHED_ASSETS = "/static/"  # their names change with their content, so browsers may keep them
SIGN_OUT = "/auth/logout"  # Streamlit’s own; the browser then forgets what it was shown
A_YEAR = 31_536_000  # seconds; the usual length of an HSTS promise


def inline_script_hashes(page: str) -> list[str]:
    """The policy sources that allow exactly the inline scripts of an HTML page."""
    scripts = re.findall(r"<script>(.*?)</script>", page, flags=re.DOTALL)
    digests = [hashlib.sha256(script.encode()).digest() for script in scripts]
    return [f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests]


@cache
def content_security_policy() -> str:
    """Allow what Streamlit's own pages need, from this server only; scripts are never made from text."""
    page = Path(streamlit.__file__).with_name("static") / "index.html"
    scripts = " ".join(inline_script_hashes(page.read_text(encoding="utf-8")))
    rules = {
        "default-src": "'self'",
        "script-src": f"'self' 'wasm-unsafe-eval' {scripts}".strip(),
        "style-src": "'self' 'unsafe-inline'",  # Streamlit writes its styles into the page
        "img-src": "'self' data: blob:",
        "font-src": "'self' data:",
        "worker-src": "'self' blob:",
        "connect-src": "'self'",
        "object-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def security_headers(path: str, scheme: str) -> dict[str, str]:
    """The headers an answer for `path` gets; HSTS only where it means something, over https."""
    headers = {
        "content-security-policy": content_security_policy(),
        "x-frame-options": "DENY",
        "x-content-type-options": "nosniff",
        "referrer-policy": "no-referrer",
        "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
    }
    if not path.startswith(HASHED_ASSETS):
        headers["cache-control"] = "no-store"
    if path == SIGN_OUT:
        headers["clear-site-data"] = '"cache", "storage"'
    if scheme == "https":
        headers["strict-transport-security"] = f"max-age={A_YEAR}"
    return headers


def _over_https_only(cookie: bytes) -> bytes:
    """A cookie that its browser sends over https alone; Streamlit marks none of its own so."""
    flags = {part.strip().lower() for part in cookie.split(b";")[1:]}
    return cookie if b"secure" in flags else cookie + b"; Secure"


class SecurityHeaders:
    """ASGI middleware that sets them, replacing what the application set under the same names."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        ours = security_headers(scope["path"], scope["scheme"])

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                kept = [(k, v) for k, v in message.get("headers", []) if k.decode().lower() not in ours]
                if scope["scheme"] == "https":
                    kept = [(k, _over_https_only(v) if k.lower() == b"set-cookie" else v) for k, v in kept]
                message["headers"] = kept + [(k.encode(), v.encode()) for k, v in ours.items()]
            await send(message)

        await self._app(scope, receive, send_guarded)
