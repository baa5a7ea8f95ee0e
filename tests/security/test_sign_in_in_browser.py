"""Signing in with a real provider, a real browser and the real server: who gets in, who does not, and how it ends."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

import duckdb
import pytest
from harness import open_page, settle
from joserfc.jwk import RSAKey
from playwright.sync_api import BrowserContext, Page, expect
from provider import CLIENT
from serving import GRANTED, ask


pytestmark = pytest.mark.browser
COOKIE = "_streamlit_user"
ADA = {"email": GRANTED.title(), "email_verified": True, "sub": "ada"}
HOUR = 3600
JOINER = "\u2060"  # stands where a sign would otherwise be read as Markdown
SOON = 30  # seconds; a page may take a few on a busy machine


@pytest.fixture
def visit(browser, provider) -> Iterator[Page]:
    """A new browser profile, and a provider that tells the truth again."""
    provider.person, provider.spoil, provider.published, provider.algorithm = ADA, {}, None, "RS256"
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


def meet(page: Page, url: str) -> None:
    """Open an address and wait for the page that asks to sign in."""
    page.goto(url)
    expect(page.get_by_role("button", name="Sign in")).to_be_visible(timeout=20_000)
    settle(page)


def sign_in(page: Page, url: str) -> None:
    """Press the button; whatever comes of it, the browser is back at the dashboard."""
    meet(page, url)
    with page.expect_response(lambda answer: "/oauth2callback?" in answer.url, timeout=20_000):
        page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{url}/", timeout=20_000)
    page.wait_for_load_state("load")
    page.wait_for_selector("[data-testid=stMain] h1", timeout=20_000)
    settle(page)


def is_in(page: Page) -> bool:
    return page.get_by_role("button", name="Sign out").count() == 1


def cookies(context: BrowserContext) -> dict:
    return {cookie["name"]: cookie for cookie in context.cookies()}


def shown(page: Page) -> str:
    return page.locator("body").inner_text().replace(JOINER, "")


@pytest.mark.parametrize("path", ["/", "/cohort", "/team?cohort=c6&team=c6-01", "/bring-in-data", "/nowhere"])
def test_nothing_is_shown_before_the_sign_in(guarded, visit, path):
    """Whatever address is opened, a reader who has not signed in meets one button and no name, figure or choice."""
    meet(visit, guarded.url + path)
    assert "Sign in with your organisation's account" in shown(visit)
    assert visit.get_by_role("combobox").count() == 0
    assert visit.locator("[data-testid=stVegaLiteChart], [data-testid=stSidebar] a").count() == 0
    assert not [word for word in ("Harbour", "Anchor", "Cohort", "Invented") if word in shown(visit)]


def test_a_person_with_a_role_signs_in_and_out(guarded, visit):
    """A facilitator signs in, sees the programme, signs out, and sees nothing again, also with the old cookie."""
    sign_in(visit, guarded.url)
    assert is_in(visit)
    assert GRANTED in shown(visit)
    assert visit.locator("[data-testid=stVegaLiteChart]").count() > 0
    kept = visit.context.cookies()

    with visit.expect_response(lambda answer: "/auth/logout" in answer.url, timeout=20_000):
        visit.get_by_role("button", name="Sign out").click()
    visit.wait_for_url(f"{guarded.url}/", timeout=20_000)  # the button to sign in is there already before it
    expect(visit.get_by_role("button", name="Sign in")).to_be_visible(timeout=20_000)
    assert COOKIE not in cookies(visit.context)

    visit.context.add_cookies(kept)
    meet(visit, guarded.url)
    assert "Your sign-in has ended" in shown(visit)


def test_the_cookie_is_out_of_reach_of_scripts(guarded, visit):
    """The cookie that says who is signed in is HttpOnly and not sent along from other sites; our own is strict."""
    sign_in(visit, guarded.url)
    kept = cookies(visit.context)
    assert kept[COOKIE]["httpOnly"] is True
    assert kept[COOKIE]["sameSite"] == "Lax"
    assert kept["joy_browser"]["httpOnly"] is True
    assert kept["joy_browser"]["sameSite"] == "Strict"


def test_the_provider_is_asked_for_proof(guarded, visit, provider):
    """The sign-in uses a code with PKCE, a state and a nonce, and asks for no more than who somebody is."""
    sign_in(visit, guarded.url)
    asked = provider.visits[-1]
    assert asked["response_type"] == "code"
    assert asked["code_challenge_method"] == "S256"
    assert asked["scope"] == "openid email profile"
    assert len(asked["state"]) > 20
    assert len(asked["nonce"]) >= 20


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        ({"iss": "http://127.0.0.1:9/evil"}, ""),
        ({"aud": "another"}, ""),
        ({"aud": ["another"], "azp": CLIENT}, "another provider"),
        ({"exp": int(time.time()) - HOUR, "iat": int(time.time()) - 2 * HOUR}, ""),
        ({"nonce": "not the one that was asked"}, ""),
        ({"email_verified": False}, "does not confirm your e-mail address"),
        ({"email_verified": None}, "does not confirm your e-mail address"),
        ({"email": None}, "does not confirm your e-mail address"),
        ({"iat": int(time.time()) - 11 * HOUR}, "Your sign-in has ended"),
    ],
)
def test_a_token_that_cannot_be_trusted_lets_nobody_in(guarded, visit, provider, spoil, told):
    """Another issuer, audience or nonce, an expired token, an unverified address or an old sign-in: nobody."""
    provider.spoil = spoil
    sign_in(visit, guarded.url)
    assert not is_in(visit)
    assert told in shown(visit)
    assert GRANTED not in shown(visit)


def test_a_forged_token_lets_nobody_in(guarded, visit, provider):
    """A token signed with a key that the provider does not publish is refused."""
    provider.published = RSAKey.generate_key(2048, {"kid": "one"})
    sign_in(visit, guarded.url)
    assert not is_in(visit)
    assert COOKIE not in cookies(visit.context)


def test_another_way_of_signing_lets_nobody_in(guarded, visit, provider):
    """A token without a signature, or signed with the client's own secret, is refused: RS256 alone is taken."""
    for algorithm in ("none", "HS256"):
        provider.algorithm = algorithm
        sign_in(visit, guarded.url)
        assert not is_in(visit)


def test_what_was_done_is_noted(guarded, guarded_home, visit, provider):
    """Sign-ins, sign-outs and refusals are in the account of what was done, without a claim that nobody vouched for."""
    sign_in(visit, guarded.url)
    visit.get_by_role("button", name="Sign out").click()
    expect(visit.get_by_role("button", name="Sign in")).to_be_visible(timeout=20_000)
    provider.spoil = {"email": "mallory@example.org", "email_verified": False}
    sign_in(visit, guarded.url)
    copy = guarded_home.parent / "copy"
    copy.mkdir(exist_ok=True)
    for name in ("joy.duckdb", "joy.duckdb.wal"):  # a copy: the file itself belongs to the running dashboard
        if (guarded_home / name).exists():
            shutil.copy(guarded_home / name, copy / name)
    with duckdb.connect(str(copy / "joy.duckdb"), read_only=False) as looked:
        rows = looked.execute("SELECT person, what, about FROM access.event ORDER BY event_no").fetchall()
    mine = [(what, about.split()[0]) for person, what, about in rows if person == GRANTED]
    assert mine[-2:] == [("sign_in", "session"), ("sign_out", "session")]
    assert ("", "refused", "sign-in: not_vouched") in rows
    assert "mallory" not in str(rows[-1])


def test_a_forged_cookie_lets_nobody_in(guarded, visit):
    """A cookie that was changed by a letter is worth nothing."""
    sign_in(visit, guarded.url)
    assert is_in(visit)
    mine = cookies(visit.context)[COOKIE]
    changed = mine["value"][:10] + ("A" if mine["value"][10] != "A" else "B") + mine["value"][11:]
    visit.context.add_cookies([{**mine, "value": changed}])
    meet(visit, guarded.url)
    assert not is_in(visit)


def test_a_person_without_a_role_sees_nothing(guarded, visit, provider):
    """Somebody the provider knows and the data lead does not is signed in and is shown no figure, name or choice."""
    provider.person = ADA | {"email": "mallory@example.org", "sub": "mallory"}
    sign_in(visit, guarded.url)
    assert is_in(visit)
    for path in ("/", "/cohort", "/team?cohort=c6&team=c6-01", "/bring-in-data", "/people"):
        open_page(visit, guarded.url + path)
        assert visit.get_by_role("combobox").count() == 0
        assert visit.locator("[data-testid=stVegaLiteChart], [data-testid=stDataFrame]").count() == 0
        assert not [word for word in ("Harbour", "Anchor", "Cohort 6") if word in shown(visit)]


@pytest.mark.parametrize(
    "header",
    ["X-Forwarded-User", "X-Forwarded-Email", "X-Remote-User", "Remote-User", "X-Auth-Request-Email", "Authorization"],
)
def test_no_header_says_who_somebody_is(guarded, visit, header):
    """A header that some proxies put a name into lets nobody in."""
    visit.set_extra_http_headers({header: GRANTED})
    meet(visit, guarded.url)
    assert not is_in(visit)


def test_a_sign_in_ends_by_itself(guarded, visit, provider):
    """Ten hours after the sign-in, however busy the reader is, the next thing asked for is to sign in again."""
    ends = int(time.time()) + SOON
    provider.spoil = {"iat": ends - 10 * HOUR}
    sign_in(visit, guarded.url)
    assert is_in(visit)
    visit.wait_for_timeout(1000 * (ends + 1 - time.time()))
    visit.get_by_role("link", name="Cohort", exact=True).click()
    expect(visit.get_by_role("button", name="Sign in")).to_be_visible(timeout=20_000)
    assert "Your sign-in has ended" in shown(visit)
    assert visit.locator("[data-testid=stVegaLiteChart]").count() == 0


def test_a_callback_that_nobody_asked_for_is_refused(guarded, visit):
    """A code and a state from elsewhere (a forged sign-in) give no cookie and no error page with details."""
    answer = visit.request.get(f"{guarded.url}/oauth2callback?code=abc&state=def", max_redirects=0)
    assert answer.status == 302
    assert urlsplit(answer.headers["location"]).path == "/"
    assert COOKIE not in cookies(visit.context)
    status, headers, body = ask(f"{guarded.url}/auth/login?provider=forged")
    assert status == 200  # sent back to the page that asks
    assert b"Traceback" not in body
    assert "Set-Cookie" not in headers or COOKIE not in headers["Set-Cookie"]
