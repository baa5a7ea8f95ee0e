"""What every answer of the server carries, seen from a plain HTTP client inside the process."""

from __future__ import annotations

import asyncio
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import streamlit
from starlette.datastructures import Headers
from starlette.responses import HTMLResponse

from pages.parts.headers import SecurityHeaders, content_security_policy, inline_script_hashes


def answer(path: str, scheme: str = "http", cookie: str = "a=b") -> Headers:
    """The headers of an answer for `path`, as the server would send them."""
    hello = HTMLResponse(
        "hello", headers={"Cache-Control": "public, max-age=9", "X-Frame-Options": "SAMEORIGIN", "Set-Cookie": cookie}
    )
    sent = []

    async def send(message):
        sent.append(message)

    async def receive():
        return {"type": "http.request"}

    scope = {"type": "http", "method": "GET", "path": path, "scheme": scheme, "headers": []}
    with ThreadPoolExecutor(1) as own_loop:  # a browser test of the same process may keep this thread's loop busy
        own_loop.submit(asyncio.run, SecurityHeaders(hello)(scope, receive, send)).result()
    return Headers(raw=sent[0]["headers"])


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("x-frame-options", "DENY"),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
        ("cache-control", "no-store"),
    ],
)
def test_a_page_carries_each_header_once(name, value):
    """A page is not framed, sniffed, referred or kept; what the application set under the same name is replaced."""
    assert answer("/team").getlist(name) == [value]


def test_only_hashed_assets_may_be_kept():
    """Files whose name changes with their content keep their own caching rule; nothing else does."""
    assert answer("/static/js/index.abc.js")["cache-control"] == "public, max-age=9"
    assert answer("/media/abc.png")["cache-control"] == "no-store"


def test_https_is_promised_only_over_https():
    """The promise to stay on https is made only where the connection already is."""
    assert "strict-transport-security" not in answer("/")
    assert answer("/", "https")["strict-transport-security"] == "max-age=31536000"


def test_scripts_are_ours_or_streamlits_own():
    """No inline script runs but the one in the installed Streamlit's page, and no text becomes a script."""
    page = (Path(streamlit.__file__).parent / "static/index.html").read_text(encoding="utf-8")
    scripts = re.search(r"script-src ([^;]*)", content_security_policy())
    assert scripts is not None
    allowed = scripts[1].split()
    assert allowed == ["'self'", "'wasm-unsafe-eval'", *inline_script_hashes(page)]
    assert len(inline_script_hashes(page)) == page.count("<script>") >= 1


def test_the_fingerprint_is_the_one_browsers_compute():
    """The fingerprint of a script equals the example in the W3C's Content Security Policy Level 3."""
    known = "'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='"
    assert inline_script_hashes("<script>alert('Hello, world.');</script>") == [known]


@pytest.mark.parametrize(("scheme", "secure"), [("https", True), ("http", False)])
def test_a_cookie_travels_over_https_only_where_there_is_https(scheme, secure):
    """Over https every cookie is marked Secure, once, whoever set it; over http nothing is changed."""
    for cookie in ("_streamlit_user=x; HttpOnly; Path=/", "joy_browser=y; Path=/; SameSite=strict; Secure"):
        flags = [part.strip() for part in answer("/", scheme, cookie)["set-cookie"].split(";")]
        assert flags.count("Secure") == (1 if secure or "Secure" in cookie else 0)
        assert flags[0] == cookie.split(";")[0]


def test_signing_out_clears_the_browser():
    """The answer to a sign-out tells the browser to forget what it kept of this dashboard; no other answer does."""
    assert answer("/auth/logout")["clear-site-data"] == '"cache", "storage"'
    assert "clear-site-data" not in answer("/team")
