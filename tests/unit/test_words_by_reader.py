"""What stands on the pages is true of whoever reads it: a leader has no “your team”, a part is not called the whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from datetime import date, timedelta

import pandas as pd
import pytest

from joy import views
from joy.access import Held, Who
from joy.release import make_release
from joy.store import Reader, Store, open_release_file
from joy.store.roles import held_for
from joy.views.compare import ALONE, OTHERS
from joy.views.context import context_of
from joy.views.evaluation import ALIKE, evaluation_of_cohort, evaluation_of_programme
from joy.views.needed import NO_COHORT, NONE_OF_YOURS, needed
from joy.views.progress import cohort_progress
from joy.views.team_changes import UNSEEN
from joy.views.workforce import workforce
from tests.small_world import START, add_tallies, lay_out
from tests.whoever import EVERYTHING, team


OWN = ("your team", "your own team", "your teams", "your cohort")


def given(store: Store, role: str, kind: str, scope: str) -> Who:
    held = held_for(store, role, kind, scope)
    assert held is not None
    return Who(f"{role}@x.org", (held,))


@pytest.fixture
def update(store: Store) -> Reader:
    """Two cohorts of two teams of two organisations, ten weeks of answers each."""
    lay_out(store, {"a": [9, 9], "b": [9, 9]})
    with store.cursor() as cursor:
        cursor.execute("INSERT INTO programme.organisation (org_id, name, sector) VALUES ('o2', 'Org 2', 'nhs_trust')")
        cursor.execute("UPDATE programme.team SET org_id = 'o2' WHERE team_id = 'a-2'")
    days = [(w, d) for w in range(10) for d in (0, 1)]
    enrolled = ("a-1", "a-2", "b-1", "b-2")
    add_tallies(store, [(name, START + timedelta(weeks=w, days=d), 8, 4) for name in enrolled for w, d in days])
    return open_release_file(store.settings, make_release(store, "p", reason="by_hand"))


def texts(record: object) -> Iterator[str]:
    """Every word that a record holds, also in its tables."""
    if isinstance(record, str):
        yield record
    elif isinstance(record, pd.DataFrame):
        yield from (str(cell) for column in record for cell in record[column])
    elif isinstance(record, dict):
        yield from (text for value in record.values() for text in texts(value))
    elif isinstance(record, list | tuple):
        yield from (text for value in record for text in texts(value))
    elif is_dataclass(record):
        yield from (text for one in fields(record) for text in texts(getattr(record, one.name)))


VIEWS: tuple[tuple[Callable[..., object], str], ...] = (
    (views.programme_impact, "p"),
    (views.cohort_impact, "a"),
    (views.cohorts_compared, "p"),
    (views.teams_compared, "good_days"),
    (cohort_progress, "a"),
    (needed, "p"),
    (evaluation_of_programme, "p"),
    (evaluation_of_cohort, "a"),
    (workforce, "p"),
)


@pytest.mark.parametrize("role", ["leader", "facilitator", "evaluator"])
@pytest.mark.parametrize("scope", [("organisation", "o"), ("organisation", "o2"), ("team", "a-2")])
def test_nobody_who_looks_at_teams_reads_of_their_own(
    store: Store, update: Reader, role: str, scope: tuple[str, str]
) -> None:
    """A leader, facilitator or evaluator of an organisation or a team reads nowhere “your team”."""
    who = given(store, role, *scope)
    for view, about in VIEWS:
        said = "\n".join(texts(view(store, update, who, about))).lower()
        assert not [words for words in OWN if words in said], view


def test_what_the_teams_are_called(store: Store, update: Reader) -> None:
    """All teams are “every team”, one's own “your team”, and those that a role takes in are called so."""
    part, one = given(store, "leader", "organisation", "o"), given(store, "leader", "organisation", "o2")
    called = {
        "Every team": EVERYTHING,
        "Your team": team("a-1", "a", "p"),
        "The teams your role shows": part,
        "The team your role shows": one,
    }
    for wanted, who in called.items():
        assert views.programme_impact(store, update, who, "p").teams_called == wanted
    assert views.cohort_impact(store, update, EVERYTHING, "a").teams_called == "Team by team"
    assert views.cohort_impact(store, update, part, "a").teams_called == "The team your role shows"
    assert views.programme_impact(store, update, part, "p").quilt.title == "The teams your role shows, week by week"


def test_no_team_is_told_as_none_to_see(store: Store, update: Reader) -> None:
    """Who sees the totals of a programme and none of its teams is not told that no team is enrolled."""
    who = Who("x", (Held("leader", programmes=frozenset({"p"}), cohorts=frozenset({"a"})),))
    wall = views.cohort_impact(store, update, who, "a").teams
    assert wall.title == "No team is shown to you here"
    assert "enrolled" not in wall.alt


def test_one_cohort_of_several_is_not_called_the_only_one(store: Store, update: Reader) -> None:
    """Who sees one cohort of two reads that only one is theirs; who sees all of several reads no such thing."""
    who = given(store, "leader", "cohort", "a")
    assert views.cohorts_compared(store, update, who, "p").headline.title == ALONE[1][True]
    assert OTHERS not in views.cohorts_compared(store, update, EVERYTHING, "p").headline.why
    lone = Who("x", (Held("leader", programmes=frozenset({"p"})),))
    assert views.cohorts_compared(store, update, lone, "p").headline.title == ALONE[0][True]


def test_the_only_cohort_is_called_the_only_one(store: Store) -> None:
    """Where a programme has one cohort nothing is hidden, and the sentence says so."""
    lay_out(store, {"a": [9]})
    release = open_release_file(store.settings, make_release(store, "p", reason="by_hand"))
    assert views.cohorts_compared(store, release, EVERYTHING, "p").headline.title == ALONE[1][False]


def test_changes_of_teams_that_others_see_are_not_denied(store: Store, update: Reader) -> None:
    """To who sees one team of each cohort it is not said that none can be shown, only that none is shown to them."""
    record = views.teams_compared(store, update, given(store, "leader", "organisation", "o"), "good_days")
    assert set(record.rows["told"]) == {UNSEEN}
    assert record.title.endswith("no team's change is shown to you")
    everybody = views.teams_compared(store, update, EVERYTHING, "good_days")
    assert "shown to you" not in everybody.title


def test_only_cohorts_that_are_seen_are_offered_for_shading(store: Store, update: Reader) -> None:
    """The chart of absence offers the time of the reader's cohorts and of no other."""
    shown = workforce(store, update, given(store, "leader", "cohort", "a"), "p")
    assert set(shown.cohorts) == set(shown.sets) == {"a"}
    assert set(workforce(store, update, EVERYTHING, "p").cohorts) == {"a", "b"}


def test_a_running_cohort_of_others_is_not_denied(store: Store) -> None:
    """A leader of an ended cohort is not told that none is running while another one is."""
    lay_out(store, {"a": [9], "b": [9]}, today=date(2024, 3, 1))
    with store.cursor() as cursor:
        cursor.execute("UPDATE programme.cohort SET end_date = DATE '2024-02-01' WHERE cohort_id = 'a'")
    add_tallies(store, [("b-1", START + timedelta(weeks=w), 8, 4) for w in range(8)])
    release = open_release_file(store.settings, make_release(store, "p", reason="by_hand"))
    title = needed(store, release, given(store, "leader", "cohort", "a"), "p").headline.title
    assert title == NONE_OF_YOURS
    assert needed(store, release, EVERYTHING, "p").headline.title != NO_COHORT


def test_those_lost_are_never_called_alike(sample_store: Store, release: Reader, programme: str) -> None:
    """A difference whose interval holds zero is one that chance can do; nobody is called like another."""
    said = []
    for name in context_of(sample_store, release, EVERYTHING).cohorts["cohort_id"]:
        found = evaluation_of_cohort(sample_store, release, EVERYTHING, name)
        said += [*texts(found.lost), *texts(found.how_sure)]
    assert any(ALIKE in text for text in said)
    assert not [text for text in said if "alike" in text.lower() and "team" not in text.lower()]
    assert not [text for text in said if "as far as we can tell" in text]
