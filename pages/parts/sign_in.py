"""Signing in and out through the organisation's own provider (OpenID Connect), and who that makes of the reader.

Streamlit leads the browser to the provider and keeps what the provider said in a signed cookie. Whom it stands for is
decided by `identity`, on every run of a page and on every download. No header of a request says who somebody is.
"""

from __future__ import annotations

import json
import threading
from collections import OrderedDict
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any, cast

import streamlit as st
from streamlit.web.server.starlette.starlette_auth_routes import _get_cookie_value_from_request
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from joy.settings import load_settings
from pages.parts import account, identity
from pages.parts.identity import Claims, Provider, Refusal, SignedIn
from pages.parts.text import plain


if TYPE_CHECKING:
    from starlette.requests import HTTPConnection

SESSIONS_KEPT = 10_000  # sign-ins remembered by this process; older ones are looked up again


class _Sessions:
    """Which sign-ins this process knows to have been noted or ended, so that not every run asks the database."""

    def __init__(self) -> None:
        self._gate = threading.Lock()
        self._ended: OrderedDict[str, bool] = OrderedDict()

    def is_ended(self, given: SignedIn) -> bool:
        """Whether it was signed out; the first time a sign-in is met, it is noted."""
        with self._gate:
            if given.session not in self._ended:
                self._remember(given.session, ended=self._meet(given))
            return self._ended[given.session]

    def end(self, given: SignedIn) -> None:
        """Let nobody use this sign-in again, whatever cookie was kept of it."""
        with self._gate:
            account.note(given.person, account.SIGNED_OUT, f"session {given.session}")
            self._remember(given.session, ended=True)

    def is_new_refusal(self, session: str) -> bool:
        """Whether this refused sign-in is met for the first time."""
        with self._gate:
            known = session in self._ended
            self._remember(session, ended=True)
            return not known

    def _meet(self, given: SignedIn) -> bool:
        told = account.of_session(given.session)
        if not told:
            account.note(given.person, account.SIGNED_IN, f"session {given.session}")
        return account.SIGNED_OUT in told

    def _remember(self, session: str, *, ended: bool) -> None:
        self._ended[session] = ended
        if len(self._ended) > SESSIONS_KEPT:
            self._ended.popitem(last=False)


_sessions = _Sessions()


@cache
def provider() -> Provider | None:
    """The provider that was configured when this process started; a file that changes later changes nothing."""
    auth = st.secrets.get("auth", {}) if st.secrets.load_if_toml_exists() else {}
    return identity.provider_of(cast("Claims", auth))


def is_configured() -> bool:
    """Whether readers have to sign in here."""
    return provider() is not None


def signed_in() -> str | None:
    """The person who reads this page: an e-mail address in lower case, or nobody."""
    given = _of_claims(st.user.to_dict())
    return given.person if isinstance(given, SignedIn) else None


def signed_in_by(connection: HTTPConnection) -> str | None:
    """The person whose browser sent this request, for routes beside Streamlit's pages."""
    kept = _get_cookie_value_from_request(cast("Any", connection), USER_COOKIE_NAME)
    given = _of_claims(json.loads(kept) if kept else {})
    return given.person if isinstance(given, SignedIn) else None


def ask_to_sign_in() -> None:
    """The page that a reader meets before anything else: why, and one button."""
    refused = _of_claims(st.user.to_dict())
    st.title("Joy in Work", anchor=False)
    if isinstance(refused, Refusal) and refused is not Refusal.NOT_SIGNED_IN:
        st.warning(plain(refused.value), icon=None)
    st.text("Sign in with your organisation's account. You will see what your role is for.")
    st.button("Sign in", on_click=st.login)


def way_out() -> None:
    """In the sidebar: who is signed in, and the button that ends it."""
    given = _of_claims(st.user.to_dict())
    if isinstance(given, SignedIn):
        st.caption(plain(given.person))
        st.button("Sign out", type="tertiary", key="sign_out", on_click=_sign_out)


def _sign_out() -> None:
    given = _of_claims(st.user.to_dict())
    if isinstance(given, SignedIn):
        _sessions.end(given)
    st.logout()


def _of_claims(claims: Claims) -> SignedIn | Refusal:
    trusted = provider()
    if trusted is None:
        return Refusal.NOT_SIGNED_IN
    lasts = timedelta(hours=load_settings().session_hours)
    given = identity.person_of(claims, trusted, lasts, datetime.now(UTC))
    if isinstance(given, SignedIn):
        return Refusal.ENDED if _sessions.is_ended(given) else given
    if given in {Refusal.OTHER_PROVIDER, Refusal.NOT_VOUCHED, Refusal.GUEST}:
        _note_refusal(given, claims)
    return given


def _note_refusal(refusal: Refusal, claims: Claims) -> None:
    """Once for each sign-in; who it claimed to be is not kept, for nobody vouched for it."""
    session = identity.session_name(claims)
    if _sessions.is_new_refusal(session):
        account.note("", account.REFUSED, f"sign-in: {refusal.name.lower()}")
