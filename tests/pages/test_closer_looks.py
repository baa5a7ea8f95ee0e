"""Looking closer: each fold opens on its own picture or table, and nothing of it is there before it is opened."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from joy import views
from joy.findings import Verdict
from joy.views import NONE_FOR_TEAMS
from pages.parts import readers
from pages.parts.choices import Choice
from pages.parts.looks import CHANGED, JOINED, NO_FUNNEL


ROOT = Path(__file__).resolve().parents[2]
LIMITS, FUNNEL, ANSWERS, SURE = "limits", "funnel", "answers", "how-sure"
BEHIND = ("part", "response", "coverage", "progress")


def charts_of(page):
    return {chart.proto.alt: json.loads(chart.proto.spec) for chart in page.get("vega_lite_chart")}


def opened(page, at, *folds):
    """The page with these folds open, as if somebody had clicked them; a fault of ours fails the test."""
    for fold in folds:
        page.session_state[f"closer_{at}-{fold}"] = True
    page.run()
    assert not page.exception, [fault.value for fault in page.exception]
    return page


def fold_of(page, words):
    return next(fold for fold in page.expander if words in fold.label)


def teams_of(cohort):
    with (ROOT / "data/sample/enrolment.csv").open(encoding="utf-8", newline="") as file:
        return [row["enrolment_id"] for row in csv.DictReader(file) if row["cohort_id"] == cohort]


def pictured(team):
    """What the reader of a team's page gets, from the same published update."""
    updates = readers.published()
    programme = readers.offered().programmes[0]
    update = updates[programme.programme_id]
    choice = Choice(programme.programme_id, team.split("-")[0], team, update, is_open_to_all=True)
    return readers.team_picture(choice), readers.seen(views.team_limits, choice, choice.enrolment_id)


@pytest.mark.parametrize(
    ("fold", "words", "picture"),
    [
        (LIMITS, "With limits", "Good days: the latest"),
        (FUNNEL, "against chance", "The average of the teams shown is"),
        (ANSWERS, "How the answers spread", "First survey: "),
    ],
)
def test_a_fold_draws_its_picture_only_when_it_is_opened(sample_pages, fold, words, picture):
    """A closed fold of the cohort page is empty; opened, it holds its own chart with words and data, and one only."""
    page = sample_pages("cohort", cohort="c3")
    before = set(charts_of(page))
    assert not [alt for alt in before if picture in alt]
    assert not fold_of(page, words).get("vega_lite_chart")

    page = opened(page, "c3", fold)
    inside = fold_of(page, words).get("vega_lite_chart")
    assert len(inside) == 1
    assert picture in inside[0].proto.alt
    assert set(charts_of(page)) - before == {inside[0].proto.alt}
    drawing = inside[0].proto.spec
    assert '"values": [{' in drawing or '"values":[{' in drawing


def test_how_sure_is_a_table(sample_pages):
    """What stands behind the surveys is a table of measures with what each result means."""
    page = sample_pages("cohort", cohort="c3")
    assert not page.table
    page = opened(page, "c3", SURE)
    table = fold_of(page, "How sure").table[0].value

    assert len(table) >= 10
    assert {"Measure", "Looked at", "Result", "What it means"} <= set(table.columns)
    assert table.notna().all(axis=None)


@pytest.mark.parametrize("cohort", ["c1", "c2", "c3", "c4", "c5", "c6"])
def test_every_fold_of_every_cohort_opens(sample_pages, cohort):
    """All folds of a cohort may stand open at once; where there is no picture the reader is told so in words."""
    page = opened(sample_pages("cohort", cohort=cohort), cohort, LIMITS, FUNNEL, ANSWERS, SURE, *BEHIND)

    assert len(page.expander) == 8
    for fold in page.expander:
        held = [*fold.get("vega_lite_chart"), *fold.table, *fold.text]
        assert held, fold.label
    if cohort == "c5":
        assert NO_FUNNEL in [text.value for text in fold_of(page, "against chance").text]


def test_the_reader_picks_the_question(sample_pages):
    """Another question in the box changes the distribution to that question's, and offers each question once."""
    page = opened(sample_pages("cohort", cohort="c3"), "c3", ANSWERS)
    box = fold_of(page, "How the answers spread").selectbox[0]
    first = fold_of(page, "How the answers spread").get("vega_lite_chart")[0].proto
    other = next(option for option in box.options if option.startswith("Repair (Six questions on relationships"))
    assert len(set(box.options)) == len(box.options)
    assert first.alt.split(".")[0] == box.options[0].split(" (")[0]

    box.select_index(box.options.index(other))
    page.run()
    assert not page.exception
    second = fold_of(page, "How the answers spread").get("vega_lite_chart")[0].proto
    assert second.alt.startswith("Repair.")
    assert second.spec != first.spec


def verdicts_in(alt):
    """Team and verdict as a picture tells them to somebody who cannot see it; what follows explains its marks."""
    return dict(part.split(": ") for part in alt.partition(". ")[0].split("; "))


def test_what_changed_first_keeps_every_panel(sample_pages):
    """Grouping the wall moves panels and loses none: the same teams with the same points, those that changed first."""
    page = sample_pages("cohort", cohort="c3")
    order = page.button_group(key="order_c3")
    assert list(order.options) == [JOINED, CHANGED]
    assert order.value == JOINED
    joined, first = wall_of(page), figures_of(page, "table_c3-teams")

    page.button_group(key="order_c3").set_value(CHANGED).run()
    assert not page.exception
    grouped, second = wall_of(page), figures_of(page, "table_c3-teams-grouped")
    verdicts = verdicts_in(joined.alt)
    assert len(verdicts) == len(teams_of("c3"))
    assert verdicts_in(grouped.alt) == verdicts
    assert grouped.spec != joined.spec
    assert sorted(map(tuple, first.to_numpy())) == sorted(map(tuple, second.to_numpy()))
    said = [verdicts[team] for team in second["Team"].unique()]
    assert said == sorted(said, key=list(dict.fromkeys(said)).index)  # each verdict in one stretch
    assert said[0] == "improved"
    assert [verdicts[team] for team in first["Team"].unique()] != said


def wall_of(page):
    return next(c.proto for c in page.get("vega_lite_chart") if c.proto.alt.count("; ") == len(teams_of("c3")) - 1)


def figures_of(page, button):
    """The table below a chart, opened by its button."""
    page.button(key=button).click().run()
    assert not page.exception
    return page.dataframe[-1].value


def test_a_team_has_no_distribution_and_its_page_says_why(sample_pages):
    """A team page spreads out no answers, says from how many people that is done, and points to the cohort."""
    page = sample_pages("team", cohort="c3", team="c3-05")

    assert NONE_FOR_TEAMS in [caption.value for caption in page.caption]
    assert not [fold.label for fold in page.expander if "answers spread" in fold.label]
    assert not page.selectbox or all("Question" not in box.label for box in page.selectbox)


@pytest.mark.parametrize("wanted", [Verdict.IMPROVED, Verdict.NO_CHANGE, Verdict.TOO_FEW, Verdict.HIDDEN])
def test_a_team_s_limits_open_in_every_state(sample_pages, wanted):
    """The fold with limits shows a chart where there is one, and otherwise the reason it has none, never both."""
    sample_pages("programme")
    team = next(t for c in ("c3", "c2", "c6") for t in teams_of(c) if pictured(t)[0].run.verdict is wanted)
    limits = pictured(team)[1]
    page = opened(sample_pages("team", cohort=team.split("-")[0], team=team), team, LIMITS)
    fold = fold_of(page, "With limits")
    drawn, told = fold.get("vega_lite_chart"), "\n".join(text.value for text in fold.text)

    assert bool(drawn) == (not limits.points.empty)
    assert (limits.subtitle in told) or drawn
    if wanted is Verdict.HIDDEN:
        assert not drawn
