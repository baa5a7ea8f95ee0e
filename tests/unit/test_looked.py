"""The cookie of the last look: two days, nothing else, and nothing strange in it does harm."""

from __future__ import annotations

from datetime import date, timedelta
from http.cookies import SimpleCookie

from hypothesis import given
from hypothesis import strategies as st

from pages.parts import looked


TODAY = date(2026, 11, 23)


def value_of(header: str) -> str:
    return SimpleCookie(header)[looked.COOKIE].value


def test_the_day_before_today_is_remembered() -> None:
    """Visits on 20, 21 and 23 November: on the 23rd the last look was on the 21st, all day long."""
    cookie = ""
    for day in (date(2026, 11, 20), date(2026, 11, 21), TODAY):
        cookie = value_of(looked.mark(cookie, day)) or cookie
    assert looked.mark(cookie, TODAY) == ""
    assert looked.before(cookie, TODAY) == date(2026, 11, 21)
    assert looked.before(cookie, TODAY + timedelta(days=1)) == TODAY


def test_a_first_visit_has_no_day() -> None:
    """On a first visit nothing is known, not even that day itself."""
    assert looked.before(value_of(looked.mark("", TODAY)), TODAY) is None


def test_the_cookie_holds_days_only_and_no_script_reads_it() -> None:
    """It is for this site's server alone, and says two days at most."""
    header = looked.mark("2026-11-21.2026-11-20", TODAY)
    assert header.startswith("joy_looked=2026-11-23.2026-11-21; Path=/; Max-Age=31536000; HttpOnly; SameSite=")


@given(st.text(max_size=60))
def test_a_strange_cookie_is_no_day(found: str) -> None:
    """Whatever somebody writes into it is either days in order or nothing; a new one is always well formed."""
    days = looked.before(found, TODAY)
    assert days is None or days < TODAY
    assert len(value_of(looked.mark(found, date(2030, 1, 1)))) in (10, 21)


def test_days_of_the_future_are_not_taken() -> None:
    """A clock that was set back, or a made-up cookie, does not make everything old."""
    assert looked.before("2099-01-01.2098-01-01", TODAY) is None
    assert looked.before("2099-01-01.2026-11-01", TODAY) == date(2026, 11, 1)
