"""“Where am I needed” and the whole team page as a reader opens them, by role and with odd addresses."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from joy.definitions import load_definitions


ROOT = Path(__file__).resolve().parents[2]
NEEDED, TEAM = "leaders/needed.py", "teams/team.py"
LEADLESS, SILENT = "Juniper Green Speech and Language Team", "Brackenmoor Physiotherapy Clinic"


def opened(path: str, **address: str) -> AppTest:
    """A page of the sample as its address opens it; a fault of ours fails the test."""
    page = AppTest.from_file(str(ROOT / "pages/frame.py"), default_timeout=60)
    for key, value in address.items():
        page.query_params[key] = value
    page.run()
    page.switch_page(path).run()
    assert not page.exception, [fault.value for fault in page.exception]
    return page


def told(page: AppTest) -> str:
    kinds = (page.title, page.header, page.subheader, page.caption, page.markdown, page.text, page.error)
    return "\n".join(element.value for kind in kinds for element in kind)


def links(page: AppTest) -> list[tuple[str, str]]:
    """Labels and addresses of the links in the page itself."""
    found = [link.proto for link in page.main.get("page_link")]
    return [(one.label, one.query_string) for one in found]


@pytest.fixture
def sample(sample_pages: object) -> None:
    """The invented programme in this process's home."""


def test_a_leader_reads_what_waits_and_who_could_help(sample):
    """The page opens with one sentence; each line names a team, links to it, and says who could do what."""
    page = opened(NEEDED, **{"as": "leader"})
    assert 3 <= len(page.title[0].value.split()) <= 20
    assert "No project lead since 28 February 2023" in told(page)
    assert any("Ask the sponsor" in text.value for text in page.text)
    ours = [address for label, address in links(page) if LEADLESS in label]
    assert ours
    assert all("team=c6-04" in address and "cohort=c6" in address for address in ours)


def test_silence_is_named_to_facilitators_and_counted_for_leaders(sample):
    """A facilitator reads which team has nothing to show; a leader and an evaluator read only how many."""
    header = "Nothing to show for 3 weeks"
    assert header in [one.value for one in opened(NEEDED, **{"as": "facilitator"}).header]
    for role in ("leader", "evaluator"):
        page = opened(NEEDED, **{"as": role})
        assert header not in [one.value for one in page.header]
        assert "without a point to show for 3 weeks; facilitators see which" in told(page)
        assert "no week to show" not in told(page).lower()


@pytest.mark.parametrize("address", [{"as": "team", "team": "c6-04"}, {"as": "data-lead"}], ids=["team", "data lead"])
def test_others_are_refused_in_words(sample, address):
    """A team and a data lead read that the page is not for them, and nothing of it."""
    page = opened(NEEDED, **address)
    assert "not for your role" in page.error[0].value
    assert not page.title
    assert LEADLESS not in told(page)


def test_a_programme_without_data_has_no_list(empty_pages):
    """In an empty house the page says so and what to do next."""
    page = opened(NEEDED)
    assert page.title[0].value == "There is no data yet"


def test_the_team_page_is_name_sentence_chart_then_the_rest(sample):
    """The name comes first, then the sentence of good days, then what was said and tried, then files to take away."""
    page = opened(TEAM, cohort="c3", team="c3-05")
    assert page.title[0].value == "Marigold Street Speech and Language Team"
    assert page.subheader[0].value.startswith("Good days")
    assert [one.value for one in page.header] == ["Week by week", "You said", "The team tried", "Its story"]
    assert "Next step" in [one.value for one in page.caption]
    assert "all teams of Cohort 3" in told(page)
    assert "take_page" in [button.key for button in page.button]


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ({"cohort": "c3", "team": "c3-06"}, "Inkwell Street Supported Living Team"),  # never tallied
        ({"cohort": "c6", "team": "c6-06"}, SILENT),  # two points
        ({"cohort": "c3", "team": "c3-04"}, "Teasel Field Estates Team"),  # left half-way
        ({"cohort": "nonsense", "team": "nonsense"}, ""),
        ({"team": "c5-03"}, "Fernlea Park Recovery Team"),
    ],
)
def test_a_team_with_little_or_none_still_has_a_page(sample, address, says):
    """Without data, with two points, after leaving, or from an address that means nothing, a whole page opens."""
    page = opened(TEAM, **address)
    assert page.title[0].value.startswith(says)
    assert not page.error
    assert len(page.header) >= 2


def test_surveys_by_date_are_worked_out_when_they_are_opened(sample):
    """The fold with each survey by its date is closed at first; open, it draws each measure and names its tests."""
    page = opened(TEAM, cohort="c3", team="c3-05")
    before = len(page.get("vega_lite_chart"))
    page.session_state["closer_c3-05-rounds"] = True
    page.run()
    assert not page.exception
    alts = [chart.proto.alt for chart in page.get("vega_lite_chart")]
    assert len(alts) > before
    names = {indicator.name for indicator in load_definitions().indicators.values()}
    assert all(len(alt.split()) > 3 for alt in alts)
    assert {name for name in names if any(alt.startswith(name) for alt in alts)} >= {
        "Relationships with colleagues",
        "Good days",
    }
    assert "1 What went wrong today, told without names" in told(page).replace("\\", "")
