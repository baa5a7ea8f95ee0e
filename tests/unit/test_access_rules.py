"""Who may see what, as plain questions on ids: nothing without a role, several roles add up."""

from __future__ import annotations

import inspect
import pkgutil
import typing
from collections.abc import Hashable
from importlib import import_module

import pytest

from joy import access, views
from joy.access import EVERYBODY_ROLES, Held, NotAllowed, Who, owner_of_machine
from joy.store.open import Store
from joy.store.reader import Asker, Reader
from joy.views.context import Context
from tests.whoever import DATA_LEAD, EVERYTHING, FACILITATOR, STRANGER, team


# Hands what it read to functions of its own module only, each of which asks for whom; a test there says so.
KEEPS_FOR_OTHERS = {"lens.remembered"}
MINE = team("a-1", "a", "p")


def programme_leader(programme: str, cohort: str, *teams: str) -> Held:
    return Held(
        "leader",
        programmes=frozenset({programme}),
        cohorts=frozenset({cohort}),
        whole_cohorts=frozenset({cohort}),
        teams=frozenset(teams),
    )


def seen(who: Who) -> set[str]:
    """Every question that is answered yes, over two programmes of a cohort and two teams each."""
    asked = {
        "programme": (access.sees_programme, ("p", "q")),
        "cohort": (access.sees_cohort, ("a", "b")),
        "whole": (access.sees_whole_cohort, ("a", "b")),
        "team": (access.sees_team, ("a-1", "a-2", "b-1")),
        "waiting": (access.sees_waiting, ("a-1", "a-2", "b-1")),
        "opens": (access.opens_early, ("a-1", "a-2", "b-1")),
    }
    return {f"{name} {each}" for name, (question, ids) in asked.items() for each in ids if question(who, each)}


def test_somebody_unknown_sees_nothing():
    """Without a role every question is answered no."""
    assert not seen(STRANGER)
    assert not access.sees_results(STRANGER)
    assert not access.administers(STRANGER)
    assert not access.sees_first(STRANGER, programme_id="p")


def test_a_data_lead_administers_and_sees_no_result():
    """The data lead runs the data without seeing any of it."""
    assert access.administers(DATA_LEAD)
    assert not seen(DATA_LEAD)
    assert not access.sees_results(DATA_LEAD)


def test_a_team_sees_itself_and_the_totals_around_it():
    """A team sees itself, at once, and of its cohort and programme the totals; it alone opens its results early."""
    assert seen(MINE) == {"programme p", "cohort a", "team a-1", "waiting a-1", "opens a-1"}
    assert access.sees_first(MINE, cohort_id="a")
    assert not access.administers(MINE)


def test_only_facilitators_see_what_waits_of_other_teams():
    """Leaders see every figure and nothing that waits; facilitators see both, and neither opens anything early."""
    assert not [told for told in seen(EVERYTHING) if told.startswith(("waiting", "opens"))]
    assert {f"waiting {each}" for each in ("a-1", "a-2", "b-1")} <= seen(FACILITATOR)
    assert not [told for told in seen(FACILITATOR) if told.startswith("opens")]


def test_several_roles_add_up():
    """Somebody with two roles sees what either shows, and nothing that neither does."""
    both = Who("x@y.z", (*MINE.held, programme_leader("q", "b", "b-1")))
    alone = Who("x@y.z", (programme_leader("q", "b", "b-1"),))
    assert seen(both) == seen(MINE) | seen(alone)
    assert access.sees_first(both, enrolment_id="a-1")
    assert not access.sees_first(both, enrolment_id="b-1")
    assert both.roles == ("leader", "team")


def test_keys_are_equal_for_equal_reach_only():
    """What is kept for one person is handed to another only if both may see the same, whoever they are."""
    every = [owner_of_machine(role) for role in EVERYBODY_ROLES if role != "team"]
    every += [STRANGER, MINE, team("a-2", "a", "p"), team("a-1", "b", "p"), team("a-1", "a", "q")]
    assert len({who.key for who in every}) == len(every)
    turned = Who("other@y.z", tuple(reversed((*MINE.held, *EVERYTHING.held))))
    assert turned.key == Who("x@y.z", (*MINE.held, *EVERYTHING.held)).key


@pytest.mark.parametrize("need", [access.need_programme, access.need_cohort, access.need_team])
def test_an_id_that_does_not_exist_is_refused_like_a_foreign_one(need):
    """Nobody learns from a refusal whether something exists."""
    told = set()
    for wanted in ("a-2", "b", "zzz", "", "a-1' OR 1=1", "%61-1"):
        with pytest.raises(NotAllowed) as refusal:
            need(MINE if need is not access.need_programme else team("x", "y", "z"), wanted)
        told.add(str(refusal.value))
    assert len(told) == 1


def public_functions():
    """Every public function of every module of joy.views, by its full name."""
    for module in pkgutil.iter_modules(views.__path__):
        loaded = import_module(f"joy.views.{module.name}")
        for name, found in inspect.getmembers(loaded, inspect.isfunction):
            if found.__module__ == loaded.__name__ and not name.startswith("_"):
                yield f"{module.name}.{name}", found


def reads_as(function) -> set[object]:
    """What a function is handed to read from: a database, an update, or a context that was made for somebody."""
    kinds = typing.get_type_hints(function)
    kinds.pop("return", None)
    flat = {part for kind in kinds.values() for part in (kind, *typing.get_args(kind)) if isinstance(part, Hashable)}
    return flat & {Asker, Reader, Store, Context}


@pytest.mark.parametrize(("name", "function"), [pytest.param(*one, id=one[0]) for one in public_functions()])
def test_every_view_that_reads_asks_for_whom(name, function):
    """Whatever in joy.views reads the database or an update takes `who: Who`, or a context made for somebody."""
    found = reads_as(function)
    if found - {Context} and name not in KEEPS_FOR_OTHERS:
        assert typing.get_type_hints(function).get("who") is Who, f"{name} reads {found} without asking for whom"


def test_a_context_reads_only_as_somebody():
    """A context carries for whom it was made, and its update is looked at through that person's eyes."""
    assert typing.get_type_hints(Context)["who"] is Who
