"""The landing page counts teams as their own pages and their cohorts' walls do, and nobody else's way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from published_tables import COHORTS

from joy.findings import Verdict
from joy.findings.quilt import Quilt
from joy.store import Reader, Store
from joy.store.rebases import add_rebase, owner_of
from joy.views import CohortImpact, ProgrammeImpact, TeamPicture, cohort_impact, of_cohort, programme_impact
from tests.small_world import START, add_tallies, lay_out
from tests.whoever import EVERYTHING, team


JUDGED = {Verdict.IMPROVED, Verdict.WORSENED, Verdict.CHANGED, Verdict.NO_CHANGE}
LOW, HIGH = 3, 8  # good answers of ten


@pytest.fixture(scope="session")
def landing(sample_store: Store, release: Reader, programme: str) -> ProgrammeImpact:
    return programme_impact(sample_store, release, EVERYTHING, programme)


def verdicts(quilt: Quilt) -> dict[str, Verdict]:
    return {str(key): Verdict(v) for key, v in zip(quilt.teams["key"], quilt.teams["verdict"], strict=True)}


@pytest.mark.parametrize("cohort_id", COHORTS)
def test_the_quilt_says_of_each_team_what_its_cohorts_wall_says(
    landing: ProgrammeImpact, impacts: dict[str, CohortImpact], cohort_id: str
) -> None:
    """The teams of a cohort stand in the quilt as on its wall: the same ones, in that order, with the same verdicts."""
    own = of_cohort(landing.quilt, cohort_id)
    wall = {panel.key: panel.verdict for panel in impacts[cohort_id].teams.panels}
    assert list(verdicts(own).items()) == list(wall.items())


def test_the_quilt_says_of_each_team_what_its_own_page_says(
    landing: ProgrammeImpact, pictures: dict[str, TeamPicture]
) -> None:
    """A team's verdict on the landing page is the one on its own page, for every team of the sample."""
    found = verdicts(landing.quilt)
    assert found.keys() == pictures.keys()
    assert {key: verdict for key, verdict in found.items() if pictures[key].run.verdict is not verdict} == {}


def test_teams_with_a_clear_change_are_counted_from_their_own_pages(
    landing: ProgrammeImpact, pictures: dict[str, TeamPicture]
) -> None:
    """The tile's two numbers, its words and what chance would do are a recount over all teams' own charts."""
    said = Counter(picture.run.verdict for picture in pictures.values())
    judged = sum(said[verdict] for verdict in JUDGED)
    by_chance = sum(p.run.by_chance for p in pictures.values() if p.run.verdict in JUDGED)
    tile = next(one for one in landing.tiles if one.indicator_id == "signals")

    assert tile.value_text == f"{judged - said[Verdict.NO_CHANGE]} of {judged}"
    assert tile.counts.startswith(f"{said[Verdict.IMPROVED]} improved and {said[Verdict.WORSENED]} worsened")
    assert f"about {round(by_chance)} " in tile.counts
    assert landing.quilt.title == (
        f"Of {judged} teams with enough weeks, {said[Verdict.IMPROVED]} improved and {said[Verdict.WORSENED]} worsened"
    )


def test_the_small_lines_are_the_published_weeks(landing: ProgrammeImpact, release: Reader) -> None:
    """Every value drawn is the released figure of that team and week, and a team's weeks are as many as it says."""
    figures = release.ask("views/figures", group_kind="team", group_id=None)
    weeks = figures[
        (figures["indicator_id"] == "good_days")
        & figures["period_kind"].isin(["week", "fortnight"])
        & (figures["state"] == "shown")
    ]
    there = {(row.group_id, row.period_start): row.value for row in weeks.itertuples()}
    points = landing.quilt.points.dropna()
    drawn = {(row.key, row.start): row.value for row in points.itertuples()}
    assert drawn == {place: there[place] for place in drawn}
    per_team = Counter(key for key, _ in drawn)
    assert per_team == {row.key: row.shown for row in landing.quilt.teams.itertuples() if row.shown}


def test_a_team_sees_itself_only(sample_store: Store, release: Reader, programme: str) -> None:
    """To a team the quilt is its own line; nothing is counted over teams, nor told of the time after."""
    seen = programme_impact(sample_store, release, team("c3-05", "c3", programme), programme)
    assert list(seen.quilt.teams["key"]) == ["c3-05"]
    assert set(seen.quilt.points["key"]) == {"c3-05"}
    assert [one.indicator_id for one in seen.tiles if one.indicator_id == "signals"] == []
    assert seen.sustained is None
    assert not any("live team" in note for note in seen.quality)


def test_marking_a_change_takes_no_team_out_of_the_count(store: Store, publish: Callable[[], Reader]) -> None:
    """A team that improved still counts when somebody starts a new phase on its chart, here and on the wall."""
    lay_out(store, {"a": [12, 12]}, today=date(2024, 7, 8))
    add_tallies(
        store,
        [
            (team, START + timedelta(weeks=week, days=day), 10, (HIGH if week >= 12 and team == "a-1" else LOW))
            for team in ("a-1", "a-2")
            for week in range(24)
            for day in (0, 2)
        ],
    )
    before = publish()
    improved = verdicts(programme_impact(store, before, EVERYTHING, "p").quilt)["a-1"]
    assert improved is Verdict.IMPROVED

    begun = START + timedelta(weeks=12)
    add_rebase(store, owner_of(store, "a-1"), "good_days", begun, reason="New rota", role="QI coach")
    after = programme_impact(store, before, EVERYTHING, "p")
    wall = {panel.key: panel.verdict for panel in cohort_impact(store, before, EVERYTHING, "a").teams.panels}
    assert verdicts(after.quilt)["a-1"] is Verdict.IMPROVED
    assert verdicts(after.quilt) == wall
