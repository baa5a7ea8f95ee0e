"""Rule R17: a story is read only as far as its tellers agreed, and no longer than they do."""

from __future__ import annotations

import pandas as pd
import pytest

from joy.access import NOBODY, Held, NotAllowed, Who, owner_of_machine, team_member
from joy.settings import Settings
from joy.store import Store
from joy.views import team_story
from joy.views.stories import stories_for, story_stamp
from tests.small_world import lay_out
from tests.whoever import EVERYTHING


LEADER, FACILITATOR = owner_of_machine("leader"), owner_of_machine("facilitator")
OWN = Who("own", (team_member("p", "a", "a-1"),))
BESIDE = Who("beside", (team_member("p", "a", "a-2"),))
ELSEWHERE = Who("elsewhere", (team_member("p", "b", "b-1"),))
EVERYBODY = {"leader": LEADER, "facilitator": FACILITATOR, "own": OWN, "beside": BESIDE, "elsewhere": ELSEWHERE}
TOLD = pd.Timestamp("2024-03-01")


@pytest.fixture
def small(store: Store) -> Store:
    lay_out(store, {"a": [8, 8], "b": [8]})
    return store


def tell(store: Store, **more: object) -> None:
    row = {
        "story_id": "s", "enrolment_id": "a-1", "cohort_id": "a", "title": "T", "synopsis": "S", "told_on": TOLD,
        "consent": True, "consent_scope": "programme", "consent_on": TOLD, "version": 1,
    } | more  # fmt: skip
    frame = pd.DataFrame([row])
    for column in ("consent_on", "withdrawn_on"):
        frame[column] = pd.to_datetime(frame.get(column, pd.NaT))
    with store.writing() as writer:
        writer.append("programme.story", frame.astype({"consent": "boolean"}))


def readers(store: Store) -> set[str]:
    return {name for name, who in EVERYBODY.items() if len(stories_for(store, who, "p"))}


@pytest.mark.parametrize(
    ("scope", "who"),
    [
        ("public", set(EVERYBODY)),
        ("programme", set(EVERYBODY)),
        ("cohort", {"facilitator", "own", "beside"}),
        (None, {"own"}),
        ("everyone", {"own"}),
    ],
)
def test_a_story_goes_as_far_as_its_consent(small: Store, scope: str | None, who: set[str]) -> None:
    """Programme and public consent reach the programme, cohort consent its teams and facilitators, others the team."""
    tell(small, consent_scope=scope)
    assert readers(small) == who


@pytest.mark.parametrize(
    "missing", [{"consent": False}, {"consent": None}, {"consent_on": None}, {"consent_on": "2030-01-01"}]
)
def test_without_a_dated_consent_it_stays_in_its_team(small: Store, missing: dict[str, object]) -> None:
    """No yes, no day of it, or a day to come: its own team only."""
    tell(small, **missing)
    assert readers(small) == {"own"}


@pytest.mark.parametrize("when", ["2024-04-01", "2030-01-01"])
def test_a_withdrawn_story_is_nobodys(small: Store, when: str) -> None:
    """A withdrawal hides a story from everybody, its own team too, at once and whatever day it names."""
    tell(small, withdrawn_on=when)
    assert readers(small) == set()


def test_a_story_that_is_not_told_yet_waits(small: Store) -> None:
    """A story of a day to come is read by nobody; the small programme's today is 1 July 2024."""
    tell(small, told_on=pd.Timestamp("2024-07-02"), consent_on="2024-06-30")
    assert readers(small) == set()


def test_who_sees_no_results_reads_no_story(small: Store) -> None:
    """A data lead, an unknown person and a leader of another programme read none; refused or empty."""
    tell(small, consent_scope="public")
    strangers = (NOBODY, owner_of_machine("steward"), Who("x", (Held("leader", programmes=frozenset({"q"})),)))
    for stranger in strangers:
        assert stories_for(small, stranger, "p").empty
        with pytest.raises(NotAllowed):
            team_story(small, stranger, "a-1")


def test_a_story_is_attributed_to_a_team_member_unless_it_says_otherwise(small: Store) -> None:
    """Without a label a story is a team member's of its cohort; the words are given unchanged."""
    tell(small, title="<b>*Bold*</b>")
    card = team_story(small, LEADER, "a-1")
    assert (card.attribution, card.title) == ("Team member, cohort 1", "<b>*Bold*</b>")


def test_withdrawing_takes_effect_at_the_next_look(small: Store, settings: Settings) -> None:
    """Nothing is published in between: the next look after a withdrawal finds no story."""
    tell(small)
    assert team_story(small, LEADER, "a-1") is not None
    with small.cursor() as cursor:
        cursor.execute("UPDATE programme.story SET withdrawn_on = DATE '2024-06-30'")
    assert team_story(small, LEADER, "a-1") is None


@pytest.mark.parametrize(
    "change", ["consent = false", "withdrawn_on = DATE '2024-06-30'", "consent_scope = 'cohort'", "title = 'New'"]
)
def test_whatever_changes_about_a_story_changes_what_it_is_kept_under(small: Store, change: str) -> None:
    """A page keeps a team's story under its stamp: that stays while nothing changes, and is another one with each
    change of the story, its consent or its being there at all; other teams' stamps stay."""
    tell(small)
    before, beside = story_stamp(small, EVERYTHING, "a-1"), story_stamp(small, EVERYTHING, "a-2")
    assert story_stamp(small, EVERYTHING, "a-1") == before
    with small.cursor() as cursor:
        cursor.execute(f"UPDATE programme.story SET {change}")  # noqa: S608 - from this list
    changed = story_stamp(small, EVERYTHING, "a-1")
    with small.cursor() as cursor:
        cursor.execute("DELETE FROM programme.story")

    assert len({before, changed, story_stamp(small, EVERYTHING, "a-1")}) == 3
    assert story_stamp(small, EVERYTHING, "a-2") == beside
