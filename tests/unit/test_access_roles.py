"""Giving, ending and handing over roles, what a scope takes in, and the account of what was done."""

from __future__ import annotations

import re
from contextlib import closing
from datetime import date, timedelta

import pandas as pd
import pytest

from joy import commands
from joy.access import NOBODY, NotAllowed, owner_of_machine
from joy.errors import NotFound, ShownError
from joy.store import Store, events, open_store, roles
from joy.store.roles import SHELL, NotGiven
from joy.views import people
from tests.small_world import lay_out
from tests.whoever import DATA_LEAD, EVERYTHING, team


TODAY = roles.today()
ANN, BOB, CY = "ann@example.org", "bob@example.org", "cy@example.org"


@pytest.fixture
def house(store: Store) -> Store:
    """Two cohorts of two teams, a second organisation that has one team in each, and a data lead."""
    lay_out(store, {"a": [7, 7], "b": [7, 7]})
    with store.writing() as writer:
        writer.append("programme.organisation", pd.DataFrame({"org_id": ["care"], "name": ["Care"]}))
        writer.append("programme.programme", pd.DataFrame({"programme_id": ["q"], "name": ["Other"]}))
        for number in ("a", "b"):
            writer.append(
                "programme.team", pd.DataFrame({"team_id": [f"{number}-9"], "org_id": ["care"], "name": ["Care team"]})
            )
            enrolled = {
                "enrolment_id": [f"{number}-9"],
                "team_id": [f"{number}-9"],
                "cohort_id": [number],
                "ordinal": [9],
            }
            writer.append("programme.enrolment", pd.DataFrame(enrolled))
    roles.grant(store, ANN, "steward", by=SHELL)
    return store


def held(store: Store, person: str, on: date = TODAY):
    return roles.who_is(store, person, on).held


def refused(store: Store, act, says: str, kind=NotGiven) -> None:
    """The act is refused in these words, and neither roles nor the account of what was done have changed."""
    before = (roles.grants(store), events.events(store))
    with pytest.raises(kind, match=says):
        act()
    pd.testing.assert_frame_equal(roles.grants(store), before[0])
    pd.testing.assert_frame_equal(events.events(store), before[1])


def test_an_unknown_person_holds_nothing(house):
    """Somebody whom nobody gave a role, or nobody at all, holds nothing."""
    assert held(house, "stranger@example.org") == ()
    assert roles.who_is(house, "  ") == NOBODY


@pytest.mark.parametrize(
    ("scope", "programmes", "cohorts", "whole", "teams"),
    [
        (("programme", "p"), {"p"}, {"a", "b"}, {"a", "b"}, {"a-1", "a-2", "a-9", "b-1", "b-2", "b-9"}),
        (("programme", "q"), {"q"}, set(), set(), set()),
        (("cohort", "a"), {"p"}, {"a"}, {"a"}, {"a-1", "a-2", "a-9"}),
        (("organisation", "care"), {"p"}, {"a", "b"}, set(), {"a-9", "b-9"}),
        (("team", "a-1"), {"p"}, {"a"}, set(), {"a-1"}),
    ],
)
def test_what_a_scope_takes_in(house, scope, programmes, cohorts, whole, teams):
    """A scope takes in its teams, whole cohorts only where all of it is meant, and the totals above."""
    roles.grant(house, BOB, "leader", scope, by=SHELL)
    (one,) = held(house, BOB)
    assert (one.programmes, one.cohorts, one.whole_cohorts, one.teams) == (programmes, cohorts, whole, teams)
    assert not one.everything


def test_a_team_of_the_machine_sees_what_a_signed_in_one_sees(house):
    """Looking as a team without sign-in has the same reach as the role of that team."""
    roles.grant(house, BOB, "team", ("team", "a-1"), by=SHELL)
    assert roles.who_is(house, BOB).key == team("a-1", "a", "p").key


def test_roles_hold_on_their_days_only(house):
    """A role holds from its first day on and no longer on its last."""
    begins, ends = TODAY + timedelta(days=3), TODAY + timedelta(days=5)
    roles.grant(house, BOB, "leader", by=SHELL, from_date=begins, to_date=ends)
    days = [bool(held(house, BOB, TODAY + timedelta(days=n))) for n in range(7)]
    assert days == [False, False, False, True, True, False, False]


def test_addresses_are_compared_in_lower_case(house):
    """The same address in other letters is the same person."""
    roles.grant(house, " Bob@Example.ORG ", "leader", by=SHELL)
    assert held(house, "BOB@example.org") == held(house, BOB) != ()


def test_a_role_that_ends_today_holds_no_longer(house):
    """Ending a role takes effect on the same day, and its row stays with who ended it."""
    number = roles.grant(house, BOB, "leader", by=SHELL)
    roles.end(house, number, by=ANN)
    assert held(house, BOB) == ()
    row = roles.grants(house).set_index("grant_no").loc[number]
    assert (row["person"], row["ended_by"]) == (BOB, ANN)


def test_handing_over_ends_one_and_gives_the_same_to_another(house):
    """A hand-over is one step: nobody and never both of them hold the role, and its end is kept."""
    last = TODAY + timedelta(days=30)
    number = roles.grant(house, BOB, "facilitator", ("cohort", "a"), by=SHELL, to_date=last)
    roles.hand_over(house, number, CY, by=ANN)
    assert held(house, BOB) == ()
    (one,) = held(house, CY)
    assert (one.role, one.cohorts) == ("facilitator", {"a"})
    assert held(house, CY, last) == ()


def test_the_last_data_lead_cannot_go(house):
    """Ending, limiting or shifting the only data lead is refused; handing it over, or a second one, frees the first."""
    refused(house, lambda: roles.end(house, 1, by=ANN), "no data lead")
    roles.grant(house, BOB, "steward", by=SHELL, to_date=TODAY + timedelta(days=9))
    refused(house, lambda: roles.end(house, 1, by=ANN), "no data lead from")
    second = roles.hand_over(house, 1, CY, by=ANN)
    refused(house, lambda: roles.end(house, second, by=CY), "no data lead from")


def test_the_first_role_is_a_data_lead(store):
    """Before there is somebody who can give roles, no other role is given."""
    refused(store, lambda: roles.grant(store, BOB, "leader", by=SHELL), "no data lead")
    later = TODAY + timedelta(days=1)
    refused(store, lambda: roles.grant(store, BOB, "steward", by=SHELL, from_date=later), "no data lead")


@pytest.mark.parametrize(
    ("given", "says", "kind"),
    [
        ({"person": "bob"}, "no e-mail address", NotGiven),
        ({"person": "bob@exаmple.org"}, "no e-mail address", NotGiven),  # a Cyrillic а
        ({"role": "king"}, "no role “king”", NotGiven),
        ({"role": "team"}, "given for team", NotGiven),
        ({"role": "steward", "scope": ("cohort", "a")}, "given for everything", NotGiven),
        ({"scope": ("planet", "a")}, "not for “planet”", NotGiven),
        ({"scope": ("cohort", "zzz")}, "no cohort", NotFound),
        ({"scope": ("team", "a")}, "no team", NotFound),
        ({"scope": ("everything", "a")}, "no name to it", NotGiven),
        ({"to_date": TODAY}, "ends after it begins", NotGiven),
    ],
)
def test_what_cannot_be_given_is_refused(house, given, says, kind):
    """An address, role, scope or day that cannot be is refused, and nothing has changed."""
    values = {"person": BOB, "role": "leader", "by": SHELL} | given
    refused(house, lambda: roles.grant(house, **values), says, kind)


def test_the_same_role_twice_at_a_time_is_refused(house):
    """The same role for the same cannot overlap with itself; before, behind, and for something else it can."""
    first, last = TODAY + timedelta(days=10), TODAY + timedelta(days=20)
    roles.grant(house, BOB, "leader", ("cohort", "a"), by=SHELL, from_date=first, to_date=last)
    twice = {"by": SHELL, "from_date": last - timedelta(days=1)}
    refused(house, lambda: roles.grant(house, BOB, "leader", ("cohort", "a"), **twice), "already")
    refused(house, lambda: roles.grant(house, BOB, "leader", ("cohort", "a"), by=SHELL), "already")
    roles.grant(house, BOB, "leader", ("cohort", "a"), by=SHELL, to_date=first)
    roles.grant(house, BOB, "leader", ("cohort", "a"), by=SHELL, from_date=last)
    roles.grant(house, BOB, "leader", ("cohort", "b"), by=SHELL)


@pytest.mark.parametrize("act", [roles.end, lambda store, number, by: roles.hand_over(store, number, CY, by=by)])
def test_what_is_not_there_or_over_cannot_be_ended(house, act):
    """An unknown number, and one that has ended, is refused."""
    number = roles.grant(house, BOB, "leader", by=SHELL)
    roles.end(house, number, by=SHELL)
    refused(house, lambda: act(house, number, by=SHELL), "already")
    refused(house, lambda: act(house, 99, by=SHELL), "no role given under number", NotFound)


@pytest.mark.parametrize("read", [people.people, people.scopes, people.what_was_done])
def test_only_the_data_lead_reads_roles_and_what_was_done(house, read):
    """Nobody else reads who has which role, or what was done."""
    assert len(read(house, DATA_LEAD))
    for who in (EVERYTHING, owner_of_machine("facilitator"), team("a-1", "a", "p"), NOBODY):
        with pytest.raises(NotAllowed, match="for the data lead"):
            read(house, who)


def test_what_is_done_with_roles_is_accounted_for(house):
    """Each role given, ended and handed over is noted with who did it, for whom and for what."""
    number = roles.grant(house, BOB, "leader", ("cohort", "a"), by=ANN)
    other = roles.hand_over(house, number, CY, by=ANN)
    roles.end(house, other, by=ANN)
    done = events.events(house).iloc[::-1]
    assert done["what"].tolist() == ["role_given", "role_given", "role_handed_over", "role_ended"]
    assert done["person"].tolist() == [SHELL, ANN, ANN, ANN]
    assert done["about"].tolist()[1:] == [
        f"leader for cohort a: {BOB}",
        f"leader for cohort a: {BOB} to {CY}",
        f"leader for cohort a: {CY}",
    ]


def test_questionnaires_and_wording_are_accounted_for_without_the_words(house):
    """A questionnaire that is switched and wording that is added are noted; the wording itself is not."""
    commands.switch_questionnaire(house, "a", "who5@1998", is_on=True, by=ANN)
    commands.add_wording(house, "psychological_safety@1999", "mistakes_held", "Secret words", "Leave of 2024", by=ANN)
    done = events.events(house)
    assert done["what"].tolist()[:2] == ["wording", "questionnaire"]
    assert "who5@1998 in a: on" in done["about"].tolist()
    assert not done["about"].str.contains("Secret").any()


def test_an_event_is_one_line_without_signs_that_could_pretend_another(store):
    """Line breaks, control signs and signs that turn the direction of writing become spaces; a long text is cut."""
    events.note_event(store, "x@y.z\n2024 · nobody", "import", "a\u202eb\x00c\u2028d" + "e" * 500)
    row = events.events(store).iloc[0]
    assert row["person"] == "x@y.z 2024 · nobody"
    assert row["about"].startswith("a b c deee")
    assert len(row["about"]) == events.LONGEST


def test_an_unknown_kind_of_event_is_a_fault_of_ours(store):
    """Only kinds that the reader has words for are noted."""
    with pytest.raises(AssertionError, match="no kind of event"):
        events.note_event(store, "x@y.z", "answered", "4")
    assert events.events(store).empty


def test_the_commands_give_and_list_and_end(settings):
    """On the command line the first data lead is made, roles are listed, and a refusal changes nothing."""
    with pytest.raises(ShownError, match="no data lead"):
        commands.run("grant", {"person": BOB, "role": "leader"}, settings)
    assert "Data lead for everything" in commands.run("grant", {"person": ANN, "role": "data-lead"}, settings)
    assert f"1 · {ANN} · Data lead · everything" in commands.run("people", {}, settings)
    assert f"{BOB} has the role Leader" in commands.run("grant", {"person": BOB, "role": "leader"}, settings)
    assert "no longer from that day" in commands.run("revoke", {"number": 2}, settings)
    assert f"{CY} now has the role Data lead" in commands.run("hand-over", {"number": 1, "to": CY}, settings)
    assert "(ended)" in commands.run("people", {}, settings)
    assert commands.run("events", {}, settings).count("Gave a role") == 2


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("cohort", "Cohort z"), r"no cohort “Cohort z”.* b \(Cohort b, Small\) or a \(Cohort a, Small\)"),
        (("programme", "X"), r"no programme “X”\. These exist: p \(Small\), q \(Other\)"),
        (("organisation", "Y"), r"no organisation “Y”\. These exist: care \(Care\), o \(Org\)"),
        (("team", "a"), r"no team “a”.* a-1 \("),
        (("Cohort z",), r"“Cohort z” is nothing a role can be for\. There are a \(Cohort a, cohort\),.* and teams\."),
        (("planet", "a"), "not for “planet”"),
        (("cohort",), "“cohort” is nothing a role can be for"),
        ((), "Something has to follow --for"),
    ],
)
def test_what_a_role_cannot_be_for_is_answered_with_the_ids_there_are(house, settings, told, words, says):
    """A name that is none, with or without its kind, is refused with the ids there are, and no role is given."""
    house.close()
    done = told("grant", BOB, "leader", "--for", *words)
    assert (done.exit_code, done.stdout) == (1, "")
    assert re.search(says, done.stderr), done.stderr
    with closing(open_store(settings)) as store:
        assert len(roles.grants(store)) == 1


@pytest.mark.parametrize("words", [("cohort", "a"), ("cohort", "cohort A"), ("a",), ("Cohort a",)])
@pytest.mark.parametrize("rest", [(), ("--to", "2999-01-01")])
def test_what_a_role_is_for_is_found_by_id_or_name(house, settings, told, words, rest):
    """A cohort is meant by its id or its name on screen, and its kind can be left out."""
    house.close()
    done = told("grant", BOB, "leader", "--for", *words, *rest)
    assert "Leader for Cohort a" in done.stdout, done.stderr
    with closing(open_store(settings)) as store:
        given = roles.grants(store).set_index("grant_no").loc[2]
    assert (given["scope_kind"], given["scope_id"]) == ("cohort", "a")
