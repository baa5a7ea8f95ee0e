"""Making a board pack from what somebody chose: slides, a paper or a workbook, with how far along it is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any, TypeVar, cast

import streamlit as st

from joy import exports, views
from joy.access import Who
from joy.errors import ShownError
from joy.exports.pack import View
from pages.parts import choices, chosen, house, readers, take_away
from pages.parts.choices import Choice
from pages.parts.text import plain


Record = TypeVar("Record")
MOST_TEAMS = 20  # a slide each; a longer pack is read by nobody
QUARTER = timedelta(weeks=13)  # boards mostly meet four times a year
FILES = {"pptx": "PowerPoint", "pdf": "PDF paper", "xlsx": "Excel"}  # short: three stand in one row of a phone
INSIDE = (
    "Page one says what came since the board last met, the verdict, what we cannot say and what to decide. Then the "
    "summary, all teams, what you choose here, and how to read it. Charts in the slides can be edited."
)
CHANGED = "A story, or somebody’s consent to one, or the data changed since this pack was made. Make the pack anew."


def page(choice: Choice) -> None:
    """Everything below the title. The button stands above the lists of names: an open list would cover it."""
    up_to = readers.stamp(choice).as_of
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        since = chosen.day("Day of the last board meeting", "since", up_to - QUARTER, latest=up_to)
        kind = cast(exports.Kind, choices.pick("File", "file", FILES))
        is_pressed = st.button("Make the pack", key="make_pack")
    made = st.container()
    cohorts = choices.current_cohorts()
    picked = chosen.several("A slide for these cohorts", "cohorts", cohorts)
    teams = chosen.several("A slide for these teams", "teams", choices.all_teams(), most=MOST_TEAMS)
    asked = exports.Asked(choice.programme_id, "", picked, teams, since)
    if is_pressed:
        with made:
            make(choice, exports.with_all_cohorts(asked, kind, cohorts), kind)


def make(choice: Choice, asked: exports.Asked, kind: exports.Kind) -> None:
    """Make the file, showing how far along it is, and offer it once. Raises `ShownError` where results change now."""
    exports.need_current(house.open_house(), choice.programme_id, choice.update_id)
    if not take_away.browser_key():
        return
    bar = st.progress(0.0, "Reading")
    now = partial(_as_agreed, house.who_reads(choice), choice.programme_id)
    agreed = now()
    pack = exports.read_pack(
        house.open_house(),
        house.who_reads(choice),
        cast(exports.See, partial(_see, choice)),
        asked,
        readers.stamp(choice),
        lambda share, what: _show(bar, share / 2, what),
    )
    told = readers.definitions()
    content = exports.pack_file(pack, kind, told, lambda share, what: _show(bar, (1 + share) / 2, what))
    bar.empty()
    words, media = exports.KINDS[kind]
    file = take_away.File(f"{pack.name}.{kind}", partial(_unless_changed, content, now, agreed), media)
    st.success(f"{words}: ready.")
    take_away.hand_over([("Save the file", file)], about=f"board pack of {choice.programme_id} as {kind}")


def _as_agreed(who: Who, programme_id: str) -> str:
    """What was brought in and taken back, and what the stories and their tellers' consents are, as things are now."""
    return f"{house.as_it_stands()} {views.stories_stamp(house.open_house(), who, programme_id)}"


def _unless_changed(content: bytes, now: Callable[[], str], agreed: str) -> bytes:
    """The file, if nothing that it was made from has changed since. Raises `ShownError`."""
    if now() != agreed:
        raise ShownError(CHANGED)
    return content


def _see(choice: Choice, view: View[Record], about: str, /) -> Record:
    """Ask a view as the page would; what holds stories is kept no longer than their tellers agree."""
    return readers.seen(view, choice, about, stamp=_stories_of(choice, view, about))


def _stories_of(choice: Choice, view: View[Any], about: str) -> str:
    asked = house.open_house(), house.who_reads(choice), about
    if view is views.team_picture:
        return views.story_stamp(*asked)
    return views.stories_stamp(*asked) if view is views.board_news else ""


def _show(bar: Any, share: float, what: str) -> None:  # noqa: ANN401  Streamlit's own placeholder
    bar.progress(min(share, 1.0), plain(what))
