"""Making a board pack from what somebody chose: slides, a paper or a workbook, with how far along it is."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import Any, TypeVar, cast

import streamlit as st

from joy import exports, views
from joy.exports.pack import View
from pages.parts import choices, house, readers, take_away
from pages.parts.choices import Choice, Names
from pages.parts.text import plain


Record = TypeVar("Record")
MOST_TEAMS = 20  # a slide each; a longer pack is read by nobody
QUARTER = timedelta(weeks=13)  # boards mostly meet four times a year
INSIDE = (
    "Page one says what came since the board last met, the verdict, what we cannot say and what to decide. Then the "
    "summary, all teams, what you choose here, and how to read it. Charts in the slides can be edited."
)


def ask(choice: Choice) -> tuple[exports.Asked, exports.Kind]:
    """Let the reader choose: since when, which cohorts and teams get a slide, and which kind of file."""
    up_to = readers.stamp(choice).as_of
    cohorts, teams = choices.current_cohorts(), choices.all_teams()
    since = st.date_input(
        "Day of the last board meeting", up_to - QUARTER, max_value=up_to, format="DD/MM/YYYY", width=240
    )
    kind = st.radio("File", list(exports.KINDS), format_func=lambda one: exports.KINDS[one][0], horizontal=True)
    chosen = st.multiselect("A slide for these cohorts", list(cohorts), format_func=cohorts.__getitem__)
    named = st.multiselect(
        "A slide for these teams", list(teams), format_func=teams.__getitem__, max_selections=MOST_TEAMS
    )
    day = since if isinstance(since, date) else None
    asked = exports.Asked(choice.programme_id, "", _in_order(cohorts, chosen), _in_order(teams, named), day)
    return exports.with_all_cohorts(asked, kind, cohorts), kind


def make(choice: Choice, asked: exports.Asked, kind: exports.Kind) -> None:
    """Make the file, showing how far along it is, and offer it once. Raises `ShownError` where results change now."""
    exports.need_current(house.open_house(), choice.programme_id, choice.update_id)
    if not take_away.browser_key():
        return
    bar = st.progress(0.0, "Reading")
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
    file = take_away.File(f"{pack.name}.{kind}", partial(bytes, content), media)
    st.success(f"{words}: ready.")
    take_away.hand_over([("Save the file", file)], about=f"board pack of {choice.programme_id} as {kind}")


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


def _in_order(names: Names, chosen: list[str]) -> tuple[str, ...]:
    return tuple(id_ for id_ in names if id_ in chosen)
