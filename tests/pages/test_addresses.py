"""Every view's address can be shared: opened afresh it shows the same; what it cannot show it says."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from pages.parts.text import plain


RESULTS = {  # page, what its address may say, and what to open to know it again
    "leaders/programme.py": {},
    "leaders/cohort.py": {"cohort": "c3"},
    "leaders/compare.py": {"measure": "wellbeing", "by": "weeks"},
    "teams/team.py": {"cohort": "c3", "team": "c3-05"},
    "leaders/relationships.py": {"of": "cohort", "cohort": "c3"},
    "leaders/wellbeing.py": {"of": "cohort", "cohort": "c2"},
    "leaders/workforce.py": {},
    "leaders/needed.py": {},
    "everyone/find.py": {"q": "quiet room"},
    "leaders/evaluation.py": {"of": "cohort", "cohort": "c3"},
    "leaders/take_out.py": {},
    "everyone/how_we_measure.py": {"about": "Privacy"},
}
OVERVIEW = {"leaders/compare.py", "leaders/workforce.py", "leaders/needed.py", "leaders/evaluation.py"}
OVERVIEW |= {"leaders/take_out.py"}
NONSENSE = {"cohort": "c99", "team": "zzz", "of": "nobody", "measure": "' OR 1=1", "by": "x", "unit": "y", "about": "?"}
INSTEAD = "cannot be found here. This is"


def at(opened, path: str, **address: str) -> AppTest:
    """A page, opened at an address that Streamlit's test runner keeps while it switches there."""
    page = opened("programme", **address).switch_page(path)
    for name, value in address.items():
        page.query_params[name] = value
    page.run()
    assert not page.exception, [fault.value for fault in page.exception]
    return page


def seen(page: AppTest) -> tuple[list[str], list[str]]:
    """The words of a page and the alternative texts of its charts."""
    kinds = (page.title, page.header, page.subheader, page.caption, page.text, page.markdown)
    words = [element.value for kind in kinds for element in kind]
    return words, [chart.proto.alt for chart in page.get("vega_lite_chart")]


def address_of(page: AppTest) -> dict[str, str]:
    return {name: value[0] if isinstance(value, list) else value for name, value in dict(page.query_params).items()}


@pytest.mark.parametrize("path", RESULTS)
def test_an_address_opens_the_same_page_again(sample_pages, path):
    """What a page's address says once it is chosen opens the same words and charts for a fresh visitor."""
    first = at(sample_pages, path, **RESULTS[path])
    again = at(sample_pages, path, **address_of(first))
    assert seen(again) == seen(first)
    assert not any(INSTEAD in word.replace("\\", "") for word in seen(first)[0])


@pytest.mark.parametrize("path", RESULTS)
@pytest.mark.parametrize("role", ["leader", "team"])
def test_an_address_of_nothing_is_answered_with_a_page(sample_pages, path, role):
    """Ids that nothing has lead to a page all the same, without a fault and without an error for who may open it."""
    page = at(sample_pages, path, **NONSENSE, **{"as": role})
    if role == "leader" or path not in OVERVIEW:
        assert not page.error
        assert page.title


@pytest.mark.parametrize(
    ("path", "address", "told"),
    [
        ("leaders/cohort.py", {"cohort": "c99"}, "The cohort “c99” cannot be found here. This is Cohort 6."),
        ("teams/team.py", {"cohort": "c3", "team": "no"}, "The team “no” cannot be found here. This is "),
        ("leaders/relationships.py", {"of": "all"}, "Whose results: “all” cannot be found here. This is “Whole"),
        ("leaders/evaluation.py", {"of": "x" * 90}, f"Whose results: “{'x' * 40}…” cannot be found here."),
    ],
)
def test_what_cannot_be_found_is_said_once(sample_pages, path, address, told):
    """One quiet line says what the address asked for and what is shown instead; the address then says the latter."""
    page = at(sample_pages, path, **address)
    lines = [caption.value.replace("\\", "") for caption in page.caption]
    assert len([line for line in lines if told in line]) == 1
    assert not set(address.values()) & set(address_of(page).values()) - {"c3"}
    page.run()
    assert not any(INSTEAD in caption.value.replace("\\", "") for caption in page.caption)


def test_user_text_in_an_address_is_shown_as_it_stands(sample_pages):
    """Markdown in an address is not read as Markdown."""
    page = at(sample_pages, "leaders/cohort.py", cohort="**b** [x](http://y)")
    line = next(caption.value for caption in page.caption if INSTEAD in caption.value.replace("\\", ""))
    assert r"\*\*b\*\*" in line
    assert r"\[x\]" in line


# --- In at most three clicks from the landing page ------------------------------------------------------------------


def links(page: AppTest) -> dict[str, str]:
    """Every link in the page itself: what it says, and the page and the address it leads to."""
    return {
        link.proto.label.replace("\\", ""): f"{link.proto.page}?{link.proto.query_string}"
        for link in page.main.get("page_link")
    }


def open_popover(page: AppTest, label: str) -> AppTest:
    """Press a button that opens links; Streamlit's test runner has no press for it, so its state is set."""
    page.session_state[label] = True
    return page.run()


def test_from_the_programme_to_a_question_in_three_clicks(sample_pages):
    """Programme → cohort (1) with each measure's chart; its fold (2) shows a question; another is picked (3)."""
    start = sample_pages("programme")
    assert links(start)["Cohort 3"] == "cohort?cohort=c3"  # 1
    page = at(sample_pages, "leaders/cohort.py", cohort="c3")
    assert any("Relationships with colleagues" in alt for alt in seen(page)[1])
    folds = {box.label for box in page.expander}
    assert plain("How the answers spread, question by question") in folds  # 2
    page.session_state["closer_c3-answers"] = True
    page.run()
    box = next(one for one in page.selectbox if one.label == "Question")
    assert len(box.options) > 6  # 3
    before = seen(page)[1]
    box.select_index(3).run()
    assert seen(page)[1] != before


def test_from_the_programme_to_a_team_in_two_clicks(sample_pages):
    """Programme → the cohort's list of teams (1) → the team (2), whose page shows every measure at once."""
    start = open_popover(sample_pages("programme"), "quilt_c3")  # 1
    assert "team=c3-05" in " ".join(links(start).values())  # 2
    page = at(sample_pages, "teams/team.py", cohort="c3", team="c3-05")
    assert len(seen(page)[1]) > 2


# --- The way back -----------------------------------------------------------------------------------------------------


def test_the_way_back_carries_the_choice(sample_pages):
    """A team's page leads to its cohort and to the programme, as whom and in which programme the reader looks."""
    page = at(sample_pages, "teams/team.py", **{"team": "c3-05", "as": "facilitator"})
    found = links(page)
    assert found["Programme"] == "?as=facilitator"
    assert found["Cohort 3"] == "cohort?as=facilitator&cohort=c3"


@pytest.mark.parametrize("path", sorted(set(RESULTS) - {"leaders/programme.py"}))
def test_every_page_of_results_leads_back_to_the_programme(sample_pages, path):
    """Above every page of results stands a link to the landing page; the landing page needs none."""
    assert "Programme" in links(at(sample_pages, path, **RESULTS[path]))
    assert "Programme" not in links(sample_pages("programme"))


# --- What is new ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["leaders/programme.py", "leaders/cohort.py", "teams/team.py"])
def test_what_is_new_stands_above_the_figures(sample_pages, path):
    """Leaders read what came since the last learning set on a first visit: counts, never two values."""
    page = at(sample_pages, path)
    new = [caption.value for caption in page.caption if caption.value.startswith("Since ")]
    assert len(new) == 1
    assert "%" not in new[0]


def test_find_opens_what_stands_for_a_hit(sample_pages):
    """A found idea leads to its team, and the words stand in the address."""
    page = at(sample_pages, "everyone/find.py", q="handover")
    assert any(target.startswith("team?cohort=") for target in links(page).values())
    page.text_input[0].set_value("quiet").run()
    assert address_of(page)["q"] == "quiet"
    page.text_input[0].set_value("").run()
    assert "q" not in address_of(page)


def test_a_page_without_data_says_so_everywhere(empty_pages):
    """Before anything is brought in every page of results says what to do, without a fault."""
    for path in set(RESULTS) - {"everyone/how_we_measure.py"}:
        page = empty_pages("programme").switch_page(path).run()
        assert not page.exception
        assert page.title[0].value == "There is no data yet"
