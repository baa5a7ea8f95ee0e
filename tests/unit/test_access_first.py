"""Somebody with two roles: a role that sees a new update first never carries one that waits along."""

from __future__ import annotations

from joy import access
from joy.access import Held, Who
from tests.whoever import DATA_LEAD, EVERYTHING, FACILITATOR, team


MEMBER = team("a-1", "a", "p").held[0]
COHORTS = {name: frozenset({name}) for name in ("a", "b")}
LEADS_A = Held("leader", False, frozenset({"p"}), COHORTS["a"], COHORTS["a"], frozenset({"a-1", "a-2"}))
HELPS_A = Held("facilitator", False, frozenset({"p"}), COHORTS["a"], COHORTS["a"], frozenset({"a-1", "a-2"}))


def test_the_reach_of_a_role_that_waits_is_left_out():
    """With a new update a leader who is in a team reaches that team and no other; a data lead keeps the running."""
    both = Who("boss", (LEADS_A, MEMBER, *DATA_LEAD.held))
    assert access.sees_whole_cohort(both, "a")
    first = access.first_only(both)
    assert not access.sees_whole_cohort(first, "a")
    assert [name for name in ("a-1", "a-2") if access.sees_team(first, name)] == ["a-1"]
    assert access.administers(first)
    assert first.key != both.key


def test_who_does_not_wait_keeps_everything():
    """A facilitator or a team member loses nothing; a leader alone reads nothing of an update that is not open."""
    assert access.first_only(FACILITATOR) == FACILITATOR
    assert access.first_only(Who("a", (MEMBER,))).held == (MEMBER,)
    assert not access.sees_results(access.first_only(EVERYTHING))


def test_a_page_is_covered_only_where_no_waiting_role_adds_to_it():
    """A facilitator of a cohort who leads everything sees that cohort as first, and not the whole programme."""
    helper = Who("helper", (HELPS_A, *EVERYTHING.held))
    assert access.first_shows_all(helper, ["a"], ["a-1", "a-2"])
    assert not access.first_shows_all(helper, ["a", "b"], ["a-1", "a-2", "b-1"])
    assert not access.first_shows_all(Who("boss", (LEADS_A, MEMBER)), ["a"], ["a-1", "a-2"])
    assert not access.first_shows_all(Who("x", (MEMBER, Held("leader", teams=frozenset({"a-2"})))), ["a"], ["a-2"])
