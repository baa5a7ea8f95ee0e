"""Whoever holds two roles: a new update is read by the roles that see it first, and by no other."""

from __future__ import annotations

import pandas as pd
import pytest

from joy import views
from joy.errors import ShownError
from joy.release import make_release
from joy.store import roles
from pages.parts import house, readers, sign_in
from pages.parts.choices import Choice
from tests.small_world import P6, add_responses, everybody, lay_out


PAGE_OF = {"programme": ("programme",), "cohort": ("programme", "cohort"), "team": ("programme", "cohort", "team")}


@pytest.fixture
def two_updates(empty_pages, monkeypatch):
    """The first update is open to all; a newer one, with six more of a-1, is the teams' alone."""
    store = readers.open_house()
    lay_out(store, {"a": [20, 20, 20, 20], "b": [20, 20, 20]})
    rounds = [("a", "a-r1", 4), ("a", "a-r2", 4), ("b", "b-r1", 3), ("b", "b-r2", 3)]
    answers = [
        (f"{c}-{t}", r, f"{c}{t}{n}", everybody("p6_colleagues@1", P6, n % 5))
        for c, r, teams in rounds
        for t in range(1, teams + 1)
        for n in range(8)
    ]
    add_responses(store, answers)
    old = make_release(store, "p", reason="by_hand")
    with store.cursor() as cursor:
        cursor.execute("UPDATE release.release SET leaders_from = DATE '2024-01-01'")
    with store.writing() as writer:
        cells = writer.ask("intake/cells")
        cell = int(cells[(cells["enrolment_id"] == "a-1") & (cells["round_id"] == "a-r1")]["cell_no"].iloc[0])
        numbers = list(range(2000, 2006))
        people = pd.DataFrame({"response_no": numbers, "cell_no": cell, "link_key": "late", "batch_no": 2})
        writer.append("vault.response", people.assign(link_key=[f"late{n}" for n in numbers]))
        rows = [(n, cell, item, 0, 2) for n in numbers for item in range(1, len(P6) + 1)]
        columns = ["response_no", "cell_no", "item_no", "code", "batch_no"]
        writer.append("vault.answer", pd.DataFrame(rows, columns=columns))
    new = make_release(store, "p", reason="import")
    assert new != old
    readers.look_again()
    roles.grant(store, "lead@x.org", "steward", by="shell")
    # Who signed in is the provider's word, from outside; everything that follows from it is ours and real.
    monkeypatch.setattr(sign_in, "is_configured", lambda: True)

    def looks(person: str, page: str, *, cohort: str = "a", team: str = "a-1") -> Choice:
        monkeypatch.setattr(sign_in, "signed_in", lambda: person)
        return house.seen_in(Choice("p", cohort, team), PAGE_OF[page])

    return store, old, new, looks


def give(store, person, *given):
    for role, scope in given:
        roles.grant(store, person, role, scope, by="shell")


def test_a_leader_in_one_team_keeps_the_leaders_update_on_the_cohort_page(two_updates):
    """Leader of a cohort and member of a-1: all teams as leaders see them, and a-1's own new results on its page."""
    store, old, new, looks = two_updates
    give(store, "boss@x.org", ("leader", ("cohort", "a")), ("team", ("team", "a-1")))
    give(store, "only@x.org", ("leader", ("cohort", "a")))
    cohort = looks("boss@x.org", "cohort")
    assert cohort.update_id == old
    assert len(readers.seen(views.cohort_impact, cohort, "a").teams.panels) == 4
    assert looks("boss@x.org", "team").update_id == new
    assert looks("boss@x.org", "team", team="a-2").update_id == old
    assert looks("only@x.org", "cohort").update_id == old


def test_where_leaders_see_nothing_yet_the_new_update_is_read_as_the_team(two_updates):
    """With no update open to leaders the same person reads the new one as far as the team reaches, and no further."""
    store, _, new, looks = two_updates
    with store.cursor() as cursor:
        cursor.execute("UPDATE release.release SET leaders_from = DATE '2999-01-01'")
    readers.look_again()
    give(store, "boss@x.org", ("leader", ("cohort", "a")), ("team", ("team", "a-1")))
    cohort = looks("boss@x.org", "cohort")
    assert cohort.update_id == new
    shown = readers.seen(views.cohort_impact, cohort, "a")
    assert not shown.is_whole
    assert len(shown.teams.panels) <= 1
    other = Choice("p", "a", "a-2", new)
    with pytest.raises(ShownError):
        readers.team_picture(other)


def test_a_facilitator_of_one_cohort_who_leads_everything(two_updates):
    """The cohort one helps is seen as new; the programme page, which needs the leader's role, as leaders see it."""
    store, old, new, looks = two_updates
    give(store, "help@x.org", ("facilitator", ("cohort", "a")), ("leader", ("everything", "")))
    assert looks("help@x.org", "programme").update_id == old
    assert looks("help@x.org", "cohort").update_id == new
    assert looks("help@x.org", "cohort", cohort="b", team="b-1").update_id == old
    cohort = looks("help@x.org", "cohort")
    assert readers.seen(views.cohort_impact, cohort, "a").is_whole
    assert house.who_reads(cohort).key != house.who().key


def test_a_data_lead_who_becomes_a_team_reads_that_team_only(two_updates):
    """A data lead who leads a cohort and gives himself a team gets no other team's new results."""
    store, old, _, looks = two_updates
    give(store, "lead@x.org", ("leader", ("cohort", "a")), ("team", ("team", "a-1")))
    assert looks("lead@x.org", "cohort").update_id == old
    sees_it = house.seen_in(Choice("p", "a", "a-1"), ("programme", "cohort"), to_administer=True)
    assert set(house.who_reads(sees_it).roles) == {"team", "steward"}


def test_from_the_leaders_day_on_all_roles_count(two_updates):
    """Once an update is open to leaders nothing is left out, and what was kept for fewer roles is not handed on."""
    store, _, new, looks = two_updates
    give(store, "boss@x.org", ("leader", ("cohort", "a")), ("team", ("team", "a-1")))
    before = (
        readers.seen(views.cohort_impact, Choice("p", "a", "a-1", new), "a") if looks("boss@x.org", "cohort") else None
    )
    with store.cursor() as cursor:
        cursor.execute("UPDATE release.release SET leaders_from = DATE '2024-01-01'")
    readers.look_again()
    after = readers.seen(views.cohort_impact, looks("boss@x.org", "cohort"), "a")
    assert before is not None
    assert not before.is_whole
    assert after.is_whole
