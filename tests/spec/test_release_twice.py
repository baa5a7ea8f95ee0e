"""A team enrolled twice in one cohort is never shown under both enrolments at once (rule R14)."""

from __future__ import annotations

import pandas as pd
import pytest

from joy.release import make_release
from joy.store import Store, open_release_file
from tests.small_world import P6, add_responses, everybody, lay_out


@pytest.mark.parametrize("is_same_team", [True, False])
def test_old_and_new_are_never_published_for_one_round(store: Store, is_same_team: bool) -> None:
    """Both enrolments of one team are hidden for the round in which both have answers; two teams are both shown."""
    lay_out(store, {"a": [20, 20, 20]})
    if is_same_team:
        with store.cursor() as cursor:
            cursor.execute("UPDATE programme.enrolment SET team_id = 'a-1' WHERE enrolment_id = 'a-2'")
    people = [("a-1", "a-r1"), ("a-2", "a-r1"), ("a-3", "a-r1"), ("a-2", "a-r2"), ("a-3", "a-r2")]
    answers = everybody("p6_colleagues@1", P6, 3)
    add_responses(store, [(team, name, None, answers) for team, name in people for _ in range(9)])
    reader = open_release_file(store.settings, make_release(store, "p", reason="by_hand"))
    figures: pd.DataFrame = reader.ask("views/figures", group_kind="team", group_id=None)
    reader.close()
    shown = figures[figures["state"] == "shown"]

    both = {("a-1", "a-r1"), ("a-2", "a-r1")} & set(zip(shown["group_id"], shown["period_id"], strict=True))
    assert len(both) == (0 if is_same_team else 2)
    assert ("a-2", "a-r2") in set(zip(shown["group_id"], shown["period_id"], strict=True))
