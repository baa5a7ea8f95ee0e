"""A second programme brings a box to choose between them; a lone one needs none."""

from __future__ import annotations

import pandas as pd
import pytest

from joy import commands
from pages.parts import readers


@pytest.fixture
def two_programmes(empty_pages):
    """Two programmes without a single answer, published."""
    store = readers.open_house()
    names = ["North", "South"]
    programmes = pd.DataFrame({"programme_id": ["north", "south"], "name": names, "is_invented": [False, False]})
    cohorts = pd.DataFrame(
        {
            "cohort_id": ["n1", "s1"],
            "programme_id": ["north", "south"],
            "ordinal": [1, 1],
            "name": ["N1", "S1"],
            "start_date": pd.to_datetime(["2025-01-01"] * 2),
            "end_date": pd.to_datetime(["2025-12-31"] * 2),
            "status": "live",
        }
    )
    with store.writing() as writer:
        writer.append("programme.programme", programmes)
        writer.append("programme.cohort", cohorts)
    commands.publish(store, ["north", "south"], reason="by_hand")
    with store.cursor() as cursor:  # the days that teams have for themselves are over
        cursor.execute("UPDATE release.release SET leaders_from = DATE '2025-01-01'")
    readers.look_again()
    return empty_pages


def test_a_lone_programme_needs_no_box(sample_pages):
    """With one programme there is nothing to choose."""
    assert "Programme" not in [box.label for box in sample_pages("cohort").selectbox]


def test_the_box_leads_to_the_other_programme_and_its_cohorts(two_programmes):
    """Choosing the other programme shows its name and offers its cohorts only."""
    page = two_programmes("cohort")
    page.selectbox(key="box_programme").select("south").run()
    assert not page.exception
    assert page.session_state["choice"].programme_id == "south"
    assert page.selectbox(key="box_cohort").options == ["S1"]


def test_a_programme_without_answers_says_so(two_programmes):
    """Before the first answer the landing page says that it cannot tell yet, instead of failing."""
    page = two_programmes("programme", programme="south", **{"as": "facilitator"})  # leaders see it later
    assert page.session_state["choice"].programme_id == "south"
    assert "South" in "\n".join(caption.value for caption in page.caption)
    assert len(page.title) == 1
