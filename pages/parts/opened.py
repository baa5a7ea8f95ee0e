"""Answers of the open database as it stands, and files of published updates; both kept as long as they hold."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from operator import attrgetter
from typing import Any, TypeVar, cast

import streamlit as st

from joy.access import Who
from joy.settings import load_settings
from joy.store import Reader, open_release_file
from pages.parts.choices import Choice
from pages.parts.house import home, open_house
from pages.parts.kept import Shelf


Record = TypeVar("Record")
VIEWS_KEPT = 300  # a cohort of 32 teams is about 200 kB
UPDATES_KEPT = 8  # open files; an older update is opened again when it is asked for
_ANSWERS: Shelf[Any] = Shelf(VIEWS_KEPT)
# Whoever may see the same shares what was worked out, and nobody else.
BY_REACH: dict[str | type[Any], Callable[[Any], Any]] = {Who: attrgetter("key")}


def as_written(asked: str, me: Who, about: tuple[str, ...], answer: Callable[[], Record]) -> Record:
    """What the database itself says of what was asked `about` these ids, for all who may see the same.

    This process alone writes to it, so an answer of today holds until somebody has written anything, and no longer.
    """
    at = home(), open_house().turn_to_write, datetime.now(UTC).date(), asked, about, me.key
    return cast(Record, _ANSWERS.get(at, answer))


def update_of(choice: Choice) -> Reader | None:
    return update_file(home(), choice.update_id) if choice.update_id else None


@st.cache_resource(show_spinner=False, max_entries=UPDATES_KEPT)
def update_file(home: str, update: str) -> Reader:  # noqa: ARG001  the home folder is part of the key
    return open_release_file(load_settings(), update)
