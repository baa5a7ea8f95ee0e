"""The day on which a browser was here before: two days of the calendar in a cookie, and nothing else.

The page says what is new since then. No name, no number of a browser and no list of visits is kept, and the server
keeps nothing at all: whoever empties the browser starts anew. Somebody who shares a browser reads the other's day, so
the line speaks of the browser and names the day. The cookie is written while the page's first file is sent, because a
running page cannot write one.
"""

from __future__ import annotations

from datetime import UTC, date, datetime

import streamlit as st


COOKIE = "joy_looked"  # this day, and the last day before it: 2026-11-23.2026-11-20
KEPT = 31_536_000  # seconds: a year, the longest time over which “since” says anything
# Lax, not strict: a link in a mail must not look like a first visit, which would overwrite the day.
FORM = f"{COOKIE}={{days}}; Path=/; Max-Age={KEPT}; HttpOnly; SameSite=lax"


def mark(found: str, today: date) -> str:
    """The header that notes a look on `today`, given what the cookie says; empty where that is noted already."""
    days = _days(found)
    if days and days[0] == today:
        return ""
    return FORM.format(days=".".join(day.isoformat() for day in (today, *days[:1])))


def day() -> date | None:
    """The last day before today on which this browser was here; None on a first visit or after a strange cookie."""
    return before(str(st.context.cookies.get(COOKIE, "")), datetime.now(UTC).date())


def before(found: str, today: date) -> date | None:
    """The last day before `today` among those that the cookie names."""
    return next((one for one in _days(found) if one < today), None)


def _days(found: str) -> list[date]:
    """The days of a cookie, the newer first; none where anybody has written something else into it."""
    try:
        days = [date.fromisoformat(part) for part in found.split(".")[:2]]
    except ValueError:
        return []
    return days if days == sorted(days, reverse=True) else []
