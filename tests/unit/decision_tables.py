"""What tests of a programme's decisions share: how many rows each table of decisions has, and a refusal."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from joy.errors import ShownError
from joy.store import Store


TABLES = ("local_questionnaire", "questionnaire_use", "item_wording", "rebase")


def rows(store: Store) -> dict[str, int]:
    """How many rows each table of decisions has."""
    with store.cursor() as cursor:
        return {
            name: cursor.execute(f"SELECT count(*) FROM programme.{name}").fetchone()[0]  # noqa: S608 - names from above
            for name in TABLES
        }


def refused(store: Store, act: Callable[[], object], says: str) -> None:
    """The act is refused in words, and no table of decisions has changed."""
    before = rows(store)
    with pytest.raises(ShownError, match=says):
        act()
    assert rows(store) == before
