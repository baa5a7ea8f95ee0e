"""Handing over a file once, to the browser that asked for it, within a minute.

Streamlit serves the files of its own download button to anybody who knows their address. Here the address holds a token
that works once; the browser's cookie must be the one that asked, the person must still be signed in, and what that
person may see must still be what it was, in an update that was not withdrawn since.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from joy.errors import ShownError
from pages.parts import account, sign_in


if TYPE_CHECKING:
    from starlette.requests import Request

BROWSER = "joy_browser"  # the cookie that pages.parts.doorway gives to a browser
KEPT = 60.0  # seconds from asking for a file to fetching it
MOST = 200  # files that may wait at a time; the oldest gives way
GONE = "This file is no longer here. It can be fetched once, within a minute, by the browser that asked for it."
TAKEN_BACK = "These figures may not be shown any more: something was taken back since. Open the page again."


@dataclass(frozen=True)
class Offer:
    """A file that waits: who asked in which browser, what it will be called, and how it is made and noted.

    `reach` is what the person could see when asking (`Who.key`); it is looked at again by `reach_now`, and whether the
    published update that the figures are of may still be shown by `still_stands`.
    """

    person: str
    browser: str
    reach: str
    reach_now: Callable[[], str]
    still_stands: Callable[[], bool]
    name: str
    make: Callable[[], bytes]
    about: str
    media_type: str = "text/csv; charset=utf-8"


class Offers:
    """Files that wait to be fetched, by token; a token is used up by whoever touches it first."""

    def __init__(self) -> None:
        self._gate = threading.Lock()
        self._waiting: dict[str, tuple[float, Offer]] = {}

    def add(self, offer: Offer) -> str:
        """Let a file wait; returns the token that fetches it."""
        token = secrets.token_urlsafe(32)
        with self._gate:
            self._drop_old()
            while len(self._waiting) >= MOST:
                del self._waiting[next(iter(self._waiting))]
            self._waiting[token] = (time.monotonic() + KEPT, offer)
        return token

    def take(self, token: str, browser: str) -> Offer | None:
        """The file of a token, for its browser, once."""
        with self._gate:
            self._drop_old()
            _, offer = self._waiting.pop(token, (0.0, None))
        is_its_own = offer is not None and offer.browser and secrets.compare_digest(offer.browser, browser)
        return offer if is_its_own else None

    def _drop_old(self) -> None:
        now = time.monotonic()
        for token in [token for token, (until, _) in self._waiting.items() if until <= now]:
            del self._waiting[token]


OFFERS = Offers()


async def fetch(request: Request) -> Response:
    """Answer `/download/<token>`."""
    if request.method != "GET":  # a look ahead must not use the token up
        return PlainTextResponse("Method not allowed", status_code=405, headers={"Allow": "GET"})
    offer = OFFERS.take(request.path_params["token"], request.cookies.get(BROWSER, ""))
    if offer is None:
        return PlainTextResponse(GONE, status_code=404)
    return await run_in_threadpool(_hand_over, offer, request)


def _hand_over(offer: Offer, request: Request) -> Response:
    if sign_in.is_configured() and sign_in.signed_in_by(request) != offer.person:
        return PlainTextResponse("Sign in first.", status_code=403)
    if offer.reach_now() != offer.reach:
        return PlainTextResponse("What you may see has changed. Open the page again.", status_code=403)
    if not offer.still_stands():
        return PlainTextResponse(TAKEN_BACK, status_code=410)
    try:
        content = offer.make()
    except ShownError as refusal:
        return PlainTextResponse(str(refusal), status_code=403)
    account.note(offer.person, account.EXPORTED, offer.about)
    headers = {"Content-Disposition": disposition(offer.name), "Cache-Control": "no-store"}
    return Response(content, media_type=offer.media_type, headers=headers)


def disposition(name: str) -> str:
    """The header that makes a browser save a file under a name (RFC 6266: in ASCII for old ones, in UTF-8)."""
    harmless = "".join(sign if sign.isalnum() or sign in " .-_()" else "_" for sign in name).strip(" .") or "figures"
    plain = harmless.encode("ascii", "replace").decode().replace("?", "_")
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(harmless, safe='')}"


ROUTE = Route("/download/{token}", fetch, methods=["GET"])
