"""The rest of the team page: what comes next, what staff said, and each survey by its date with its tests."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pandas as pd
import pytest
from sample_files import read

from joy.access import NotAllowed
from joy.charts import Look, draw
from joy.errors import NotFound
from joy.findings import Run, Verdict
from joy.store import Reader, Store
from joy.views import TeamPicture, team_picture
from joy.views.team_rounds import team_rounds
from joy.views.team_work import CHOOSE
from tests.small_world import P6, SET_GAP, START, add_responses, everybody, lay_out
from tests.whoever import DATA_LEAD, EVERYTHING, team


Published = Callable[[], Reader]
PROGRAMME = "good_days_together"
PEOPLE = 9


@pytest.fixture(scope="module")
def by_date(sample_store: Store, release: Reader, pictures: dict[str, TeamPicture]) -> dict[str, tuple[Run, ...]]:
    return {name: team_rounds(sample_store, release, EVERYTHING, name) for name in pictures}


def started_tests(enrolment_id: str) -> list[dict[str, str]]:
    """A team's tests in the order in which they started, from the files."""
    ideas = {row["idea_id"]: row for row in read("change_idea").to_dict("records")}
    own = [row for row in read("pdsa_test").to_dict("records") if ideas[row["idea_id"]]["enrolment_id"] == enrolment_id]
    started = [row | {"title": ideas[row["idea_id"]]["title"]} for row in own if row["started_on"]]
    return sorted(started, key=lambda row: (row["started_on"], row["pdsa_id"]))


def test_every_survey_that_may_be_shown_stands_by_its_date(by_date, release):
    """Of every team and measure, the dots are exactly the rounds that were published, at their dates, with their n."""
    figures = release.ask("views/figures", group_kind="team", group_id=None)
    rounds = figures[(figures["period_kind"] == "round") & (figures["state"] == "shown")]
    drawn = {
        (name, run.key.removeprefix(f"{name}-"), point.start): (point.value, point.n)
        for name, runs in by_date.items()
        for run in runs
        for point in run.points[run.points["value"].notna()].itertuples()
    }
    newest = rounds[~rounds["instrument"].str.startswith("look_forward@1")]  # versions are never mixed
    expected = {(row.group_id, row.indicator_id, row.period_start): row for row in newest.itertuples()}
    assert set(expected) <= set(drawn)
    assert len(drawn) > 300
    for place, row in expected.items():
        assert drawn[place][0] == pytest.approx(row.value)
        assert drawn[place][1].startswith(row.n_band)


def test_no_survey_chart_has_a_line_a_middle_or_a_signal(by_date):
    """With three rounds at most, dots stand alone: no line joins them, no median, no mark, no limits."""
    for run in (run for runs in by_date.values() for run in runs):
        assert len(run.points) <= 3
        assert (run.centre, run.centres, run.is_joined) == (None, (), False)
        assert not run.points["marked"].any()
        marks = [part["mark"]["type"] for part in draw(run, look=Look("light", "small"))["layer"]]
        assert "line" not in marks


def test_tests_are_pinned_on_the_measure_they_were_meant_for(by_date):
    """A survey chart carries just the tests that were meant to move it, under the numbers of the list of tests."""
    pinned = 0
    for name, runs in by_date.items():
        numbered = dict(enumerate(started_tests(name), start=1))
        for run in runs:
            indicator = run.key.removeprefix(f"{name}-")
            near = [
                run.points["start"].min() - pd.Timedelta(weeks=2),
                run.points["start"].max() + pd.Timedelta(weeks=2),
            ]
            meant = [n for n, row in numbered.items() if row["indicator_id"] == indicator]
            inside = [n for n in meant if near[0] <= pd.Timestamp(numbered[n]["started_on"]) <= near[1]]
            assert run.flags["number"].tolist() == inside
            assert run.flags["title"].tolist() == [numbered[n]["title"] for n in inside]
            pinned += len(inside)
    assert pinned > 20


def test_the_list_says_what_each_test_was_meant_for(pictures, release):
    """Every test on a team's page stands with its number and with the measure that the files name."""
    names = {"good_days": "Good days", "relationships_colleagues": "Relationships with colleagues",
             "relationships_service_users": "Relationships with service users"}  # fmt: skip
    for name, picture in pictures.items():
        assert [(row.number, row.title, row.meant_for) for row in picture.tests] == [
            (number, row["title"], names[row["indicator_id"]])
            for number, row in enumerate(started_tests(name), start=1)
        ]


def test_the_next_step_is_what_was_noted(pictures):
    """Of every live team the latest running test is next, else a planned idea, its story, or choosing an idea."""
    ideas = read("change_idea").to_dict("records")
    for name in (name for name in pictures if name.startswith("c6")):
        told, tests = pictures[name].next_step, started_tests(name)
        runs = [n for n, row in enumerate(tests, start=1) if not row["ended_on"]]
        planned = [row["title"] for row in ideas if row["enrolment_id"] == name and row["stage"] == "planned"]
        story = pictures[name].story
        said = dict(story.parts).get("What next", "") if story else ""
        if runs:
            assert told.startswith(f"Test {runs[-1]} has been running since")
            assert tests[runs[-1] - 1]["title"] in told
        elif planned:
            assert told == f"Planned next: {planned[0]}"
        else:
            assert told == said or told.startswith(CHOOSE)


def test_of_an_ended_cohort_only_the_story_says_what_is_next(pictures):
    """A team whose cohort has ended is given no next step but the one of a story that it agreed to share."""
    stories = {row["enrolment_id"]: row for row in read("story").to_dict("records") if row["consent"] == "true"}
    told = {
        name: picture.next_step for name, picture in pictures.items() if not name.startswith("c6") and picture.next_step
    }
    assert told
    for name, step in told.items():
        assert step == stories[name]["next_step"]


def test_what_staff_said_is_the_cohorts_and_says_so(pictures, release):
    """The themes on a team's page are those published for its cohort, named as all teams’; else there are none."""
    for name, picture in pictures.items():
        published = release.ask("views/themes", group_kind="cohort", group_id=name[:2])
        asked = published[published["prompt"].isin(["helps", "gets_in_way"])]
        shown = [row for record in picture.said.themes for row in record.rows["label"]]
        assert sorted(shown) == sorted(asked["theme"])
        if len(asked):
            assert picture.said.whose == f"All teams of Cohort {name[1]}"
            assert all(record.subtitle.startswith(picture.said.whose) for record in picture.said.themes)
            assert all(line.endswith(f"(all teams of Cohort {name[1]})") for line in picture.said.lines)
        else:
            assert picture.said.lines == ()
    assert {bool(picture.said.lines) for picture in pictures.values()} == {True, False}


def test_nothing_is_called_hidden_that_is_shown(pictures, by_date):
    """A measure of which a survey is shown by its date is not listed as not shown; its change alone cannot be told."""
    told = 0
    for name, picture in pictures.items():
        for run in by_date[name]:
            measure = run.title.split(":")[0].lower()
            listed = picture.not_shown.split(". All teams")[0]
            assert not listed.endswith(f" {measure}"), name
            assert f" {measure}," not in listed, name
        told += bool(picture.by_date)
    assert told


@pytest.mark.parametrize("wanted", ["c1-99", ""])
def test_an_unknown_team_has_no_surveys(sample_store, release, wanted):
    """An unknown team is told in words to whoever sees all, and refused to others like somebody else's."""
    with pytest.raises(NotFound, match="Choose one from the list"):
        team_rounds(sample_store, release, EVERYTHING, wanted)
    for who in (team("c3-05", "c3", PROGRAMME), DATA_LEAD):
        with pytest.raises(NotAllowed, match="the results of this team"):
            team_rounds(sample_store, release, who, wanted)


def four_rounds(store: Store, rounds: int) -> None:
    """One team of nine that answers both relationship questionnaires at so many rounds, six weeks apart."""
    lay_out(store, {"a": [PEOPLE]}, today=date(2025, 1, 6))
    frame = pd.DataFrame(
        [
            {"round_id": f"a-r{n}", "cohort_id": "a", "ordinal": n, "name": f"Round {n}",
             "opens_on": START + SET_GAP * (n + 2), "closes_on": START + SET_GAP * (n + 2) + timedelta(days=14)}
            for n in range(3, rounds + 1)
        ]
    )  # fmt: skip
    with store.writing() as writer:
        if len(frame):
            dates = {name: pd.to_datetime(frame[name]) for name in ("opens_on", "closes_on")}
            writer.append("programme.survey_round", frame.assign(**dates))
    given = everybody("p6_colleagues@1", P6, 3) | everybody("p6_service_users@1", P6, 2)
    other = everybody("p6_colleagues@1", P6, 2) | everybody("p6_service_users@1", P6, 3)
    add_responses(
        store,
        [("a-1", f"a-r{n}", None, given if k % 2 else other) for n in range(1, rounds + 1) for k in range(PEOPLE)],
    )


@pytest.mark.parametrize(("rounds", "is_joined"), [(1, False), (2, False), (3, False), (4, True), (6, True)])
def test_survey_dots_are_joined_from_four_on(store: Store, publish: Published, rounds: int, is_joined: bool) -> None:
    """One survey is a dot with its value, four are joined by a line; six still have no middle line and no limits."""
    four_rounds(store, rounds)
    release = publish()
    runs = {run.key: run for run in team_rounds(store, release, EVERYTHING, "a-1")}
    run = runs["a-1-relationships_colleagues"]
    assert run.points["value"].notna().sum() == rounds
    assert (run.is_joined, run.centre) == (is_joined, None)
    marks = [part["mark"]["type"] for part in draw(run, look=Look("light", "page"))["layer"]]
    assert ("line" in marks) is is_joined
    assert "rule" not in marks
    assert team_picture(store, release, EVERYTHING, "a-1").name == "Team a-1"


def test_few_weeks_are_values_without_a_line(pictures: dict[str, TeamPicture]) -> None:
    """Up to three weeks of good days are drawn as dots, from four on a line joins them: in every team of the sample."""
    counted = {name: int(picture.run.points["value"].notna().sum()) for name, picture in pictures.items()}
    assert counted["c6-06"] in {1, 2, 3}  # the live team that fell silent
    for name, picture in pictures.items():
        if counted[name]:
            marks = [part["mark"]["type"] for part in draw(picture.run, look=Look("light", "page"))["layer"]]
            assert ("line" in marks) is (counted[name] >= 4), name


def test_a_team_without_data_has_a_page(store: Store, publish: Published) -> None:
    """A team that has nothing yet still has its name, a sentence, and that an idea is to be chosen."""
    lay_out(store, {"a": [PEOPLE]}, today=START + timedelta(weeks=4))
    release = publish()
    shown = team_picture(store, release, EVERYTHING, "a-1")
    assert shown.run.verdict is Verdict.HIDDEN
    assert shown.next_step == CHOOSE
    assert (shown.tests, shown.story, shown.said.themes) == ((), None, ())
    assert team_rounds(store, release, EVERYTHING, "a-1") == ()
