"""The People page and the days that a team has for itself, on a database of the test's own."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from joy import commands
from joy.store import events, roles
from pages.parts import house, readers
from tests.small_world import lay_out


@pytest.fixture
def own_pages(empty_pages):
    """One cohort of two teams, published; it is no sample, so leaders wait."""
    store = readers.open_house()
    lay_out(store, {"a": [9, 9]}, today=date(2024, 7, 1))
    commands.publish(store, ["p"], reason="by_hand")
    readers.look_again()
    return empty_pages


def test_a_role_is_given_handed_over_and_accounted_for(own_pages):
    """The data lead gives a role, hands it over, and both stand in the list and in the account of what was done."""
    page = own_pages("people")
    page.text_input(key="give_person").input("Ann@Example.org")
    page.selectbox(key="give_role").select("steward").run()
    page.button(key="give_go").click().run()
    assert "ann\\@" in page.success[0].value
    assert list(page.dataframe[0].value["Who"]) == ["ann@example.org"]
    page.selectbox(key="end_no").select(1).run()
    page.text_input(key="end_to").input("bob@example.org").run()
    page.button(key="end_go").click().run()
    assert list(page.dataframe[0].value["Who"]) == ["bob@example.org"]
    assert page.dataframe[-1].value["What"].tolist()[:2] == ["Handed a role over", "Gave a role"]


def test_the_first_role_is_a_data_leads(own_pages):
    """Where nobody has a role yet, Data lead is chosen already; later on it is not."""
    page = own_pages("people")
    assert page.selectbox(key="give_role").value == "steward"
    page.text_input(key="give_person").input("ann@example.org").run()
    page.button(key="give_go").click().run()
    assert page.success
    assert own_pages("people").selectbox(key="give_role").value == "leader"


def test_what_is_no_address_is_answered_kindly(own_pages):
    """A name instead of an address is told at once, with what is wanted, and the button waits; nothing is given."""
    page = own_pages("people")
    page.text_input(key="give_person").input("Ann Smith").run()
    assert "such as name" in page.warning[0].value
    assert page.button(key="give_go").disabled
    page.text_input(key="give_person").input("ann@example.org").run()
    assert not page.warning
    assert not page.button(key="give_go").disabled
    assert roles.grants(readers.open_house()).empty


def test_a_refusal_is_told_in_words_and_changes_nothing(own_pages):
    """The last data lead cannot be ended from the page either."""
    roles.grant(readers.open_house(), "ann@example.org", "steward", by="test")
    before = roles.grants(readers.open_house())
    page = own_pages("people")
    page.selectbox(key="end_no").select(1).run()
    page.button(key="end_go").click().run()
    assert "no data lead" in page.error[0].value
    pd.testing.assert_frame_equal(roles.grants(readers.open_house()), before)


def test_leaders_wait_until_the_team_lets_them_in(own_pages):
    """New results are the team's own until their day; the team's button opens its page, and no other, to leaders."""
    assert own_pages("team", team="a-1").title[0].value == "Results are not open yet"
    mine = own_pages("team", team="a-1", **{"as": "team"})
    assert any("yours alone until" in caption.value for caption in mine.caption)
    mine.button(key="open_early").click().run()
    assert mine.success
    assert own_pages("team", team="a-1").title[0].value == "Team a\\-1"
    assert own_pages("team", team="a-2").title[0].value == "Results are not open yet"
    assert own_pages("cohort", cohort="a").title[0].value == "Results are not open yet"
    assert "opened_early" in set(events.events(readers.open_house())["what"])


def test_a_withdrawn_update_stands_no_longer(own_pages):
    """What files are handed over by is asked of the database each time: a withdrawn update is over at once."""
    update = readers.published()["p"]
    assert house.stands(update)
    with readers.open_house().writing() as writer:
        writer.run("release/withdraw", release_id=update)
    assert not house.stands(update)
    assert not house.stands("")
