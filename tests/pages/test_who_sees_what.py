"""Every page as every role: what is listed, what is shown, and that nothing beyond the role is."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from pages.parts import readers


PAGES = {
    "programme": "leaders/programme.py",
    "cohort": "leaders/cohort.py",
    "team": "teams/team.py",
    "measure": "everyone/how_we_measure.py",
}
ROLES = {
    "leader": "leader",
    "facilitator": "facilitator",
    "team": "team",
    "data-lead": "steward",
    "evaluator": "evaluator",
}
RESULTS = ("programme", "cohort", "team", "measure")
STEWARD = ("questionnaires", "data", "people")
SEES = {"leader", "facilitator", "team", "evaluator"}
LISTED = {
    "overview": [
        *("Programme", "Cohort", "Compare cohorts", "Team", "Relationships", "Wellbeing and joy", "Absence and cost"),
        *("Where am I needed", "Find", "Evaluation", "Board pack", "How we measure"),
    ],
    "team": ["Programme", "Cohort", "Team", "Relationships", "Wellbeing and joy", "Find", "How we measure"],
    "steward": ["Questionnaires", "Privacy lens", "Bring in data", "People"],
}
MINE, FOREIGN = "c3-05", "c3-06"


def told(page: AppTest) -> str:
    """Everything on a page that can be read: words, tables, and what is sent for its charts."""
    kinds = (page.title, page.header, page.subheader, page.caption, page.markdown, page.text, page.error, page.success)
    words = [element.value for kind in kinds for element in kind]
    words += [box.label + "".join(box.options) for box in page.selectbox]
    words += [element.value.to_csv() for element in (*page.dataframe, *page.table)]
    words += [f"{chart.proto.spec} {chart.proto.alt}" for chart in page.get("vega_lite_chart")]
    words += [str(link.proto) for link in page.get("page_link")]
    return "\n".join(words)


def listed(page: AppTest) -> list[str]:
    return [link.proto.label for link in page.sidebar.get("page_link")]


def names_of_teams() -> dict[str, str]:
    """The name of every team by enrolment, read from the database itself."""
    store = readers.open_house()
    programme = str(store.ask("store/programmes")["programme_id"].iloc[0])
    teams = store.ask("views/teams", programme_id=programme)
    return dict(zip(teams["enrolment_id"], teams["name"], strict=True))


@pytest.mark.parametrize("role", ROLES)
def test_a_role_lists_its_own_pages_only(sample_pages, role):
    """The sidebar names the pages that a role has, and no others."""
    page = sample_pages("programme", **{"as": role})
    assert listed(page) == LISTED["team" if role == "team" else "overview" if role in SEES else "steward"]


@pytest.mark.parametrize("name", RESULTS)
@pytest.mark.parametrize("role", sorted(SEES))
def test_roles_that_see_results_open_their_pages(sample_pages, role, name):
    """Every page of results opens for every role that sees results, without a refusal."""
    page = sample_pages(name, **{"as": role})
    assert not page.error
    assert page.title


@pytest.mark.parametrize("name", RESULTS)
def test_a_data_lead_sees_no_results(sample_pages, name):
    """A page of results refuses a data lead in words and sends no chart, no table and no team."""
    page = sample_pages("data", **{"as": "data-lead"})
    page.switch_page(PAGES[name]).run()
    if name == "programme":
        assert page.title[0].value == "Questionnaires"  # the landing page leads on to the first page of the role
        return
    assert "not for your role" in page.error[0].value
    assert not page.get("vega_lite_chart")
    assert not page.dataframe
    assert not set(names_of_teams().values()) & set(told(page).splitlines())


@pytest.mark.parametrize("name", STEWARD)
@pytest.mark.parametrize("role", sorted(SEES))
def test_pages_of_the_data_lead_refuse_everybody_else(sample_pages, role, name):
    """What is for the data lead says so to others and shows nothing of it: no file, no person, no button."""
    page = sample_pages(name, **{"as": role})
    assert "not for your role" in page.error[0].value
    assert not page.dataframe
    assert not page.table
    assert not page.button
    assert not page.title


@pytest.mark.parametrize("name", ["programme", "cohort", "team"])
def test_a_team_reads_no_other_team(sample_pages, name):
    """As a team, neither words, nor tables, nor charts, nor their data name another team, on no page."""
    page = sample_pages(name, **{"as": "team", "team": MINE})
    names = names_of_teams()
    words = told(page)
    own = names.pop(MINE)
    boxes = "\n".join(box.label + "".join(box.options) for box in page.selectbox)
    shown = words.replace(boxes, "")
    for box in page.selectbox:  # on a machine the team's box says which team one is, so it names them all
        shown = shown.replace(box.label + "".join(box.options), "")
    if name != "programme":
        assert own in shown.replace("\\", "")
    others = {other for other in names.values() if other != own and other not in own}
    assert not [other for other in others if other in shown.replace("\\", "")]
