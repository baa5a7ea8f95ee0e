"""What the views hand to somebody of one team: itself and totals, and nothing of any other team, however asked."""

from __future__ import annotations

import dataclasses

import pandas as pd
import pytest
from sample_files import read

from joy.access import NotAllowed, Who
from joy.definitions import load_definitions
from joy.views import choices_of, cohort_closer, cohort_impact, programme_impact, team_limits, team_picture
from joy.views.measuring import measures
from joy.views.seen import Seen
from joy.views.team_rounds import team_rounds
from tests.whoever import DATA_LEAD, EVERYTHING, STRANGER, team


MINE, COHORT, PROGRAMME = "c3-05", "c3", "good_days_together"
FOREIGN = ("c3-06", "c1-01", "zzz", "", "c3-05 ", "C3-05", "%63%33-05", "c3-05' OR '1'='1", "c3-0_")


@pytest.fixture(scope="module")
def me() -> Who:
    return team(MINE, COHORT, PROGRAMME)


def texts(value: object) -> list[str]:
    """Every text in a record, in its frames too."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, pd.DataFrame):
        return [*map(str, value.columns), *map(str, value.to_numpy().ravel())]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return [text for field in dataclasses.fields(value) for text in texts(getattr(value, field.name))]
    return [text for one in value for text in texts(one)] if isinstance(value, tuple | list) else []


def others(teams: pd.DataFrame) -> set[str]:
    """Enrolment ids, and the names of teams that are not part of one's own name."""
    enrolments = read("enrolment").merge(teams, on="team_id")
    own = enrolments.loc[enrolments["enrolment_id"] == MINE, "name"].iloc[0]
    foreign = enrolments[enrolments["enrolment_id"] != MINE]
    return set(foreign["enrolment_id"]) | {name for name in foreign["name"] if name not in own}


@pytest.fixture(scope="module")
def foreign() -> set[str]:
    return others(read("team"))


def records(store, release, who: Who) -> list[object]:
    """Everything that a person who belongs to this team can open."""
    return [
        choices_of(store, who),
        programme_impact(store, release, who, PROGRAMME),
        cohort_impact(store, release, who, COHORT),
        cohort_closer(store, release, who, COHORT),
        team_picture(store, release, who, MINE),
        team_limits(store, release, who, MINE),
        *team_rounds(store, release, who, MINE),
        measures(store, release, who, PROGRAMME).used[0].asked,
    ]


def test_no_other_team_is_named_to_a_team(sample_store, release, me, foreign):
    """In everything a team can open, no other team of the programme is named, by name or id; leaders read of them."""
    mine = set(texts(records(sample_store, release, me)))
    assert not [name for name in foreign if any(name in text for text in mine)]
    theirs = set(texts(records(sample_store, release, EVERYTHING)))
    assert [name for name in foreign if any(name in text for text in theirs)]


def test_nothing_is_counted_over_teams_for_a_team(sample_store, release, me):
    """The cohort page of a team counts no teams by verdict and says nothing of chance among them."""
    impact = cohort_impact(sample_store, release, me, COHORT)
    assert [panel.key for panel in impact.teams.panels] == [MINE]
    said = " ".join([impact.headline.subtitle, *impact.headline.why, impact.teams.title, *impact.teams.why])
    assert not impact.is_whole
    assert "by chance" not in f"{said} {impact.teams.subtitle}"
    assert "Of " not in said
    assert cohort_closer(sample_store, release, me, COHORT).teams is None


def test_totals_are_those_that_leaders_see(sample_store, release, me):
    """The totals of cohort and programme that a team sees are the very ones that leaders see."""
    mine, theirs = (cohort_impact(sample_store, release, who, COHORT) for who in (me, EVERYTHING))
    pd.testing.assert_frame_equal(mine.run.points, theirs.run.points)
    assert mine.headline.title == theirs.headline.title
    ours, all_of_it = (programme_impact(sample_store, release, who, PROGRAMME) for who in (me, EVERYTHING))
    told = {tile.label: tile.value_text for tile in all_of_it.tiles if tile.label in {one.label for one in ours.tiles}}
    assert len(told) >= 4
    assert {tile.label: tile.value_text for tile in ours.tiles if tile.label in told} == told
    assert [tile.label for tile in ours.tiles if tile.label not in told] == ["People heard, Cohort 3"]
    assert (
        set(ours.participation.rows["cohort"]) == {"Cohort 3"} == {c for a in ours.aligned for c in a.lines["cohort"]}
    )


@pytest.mark.parametrize("wanted", FOREIGN)
@pytest.mark.parametrize("ask", [team_picture, team_limits])
def test_a_foreign_team_is_refused_whatever_it_is_called(sample_store, release, me, ask, wanted):
    """Another team, an unknown one and every odd way of writing one's own are refused in the same words (A14)."""
    with pytest.raises(NotAllowed, match=r"^Your role does not show the results of this team\. "):
        ask(sample_store, release, me, wanted)


@pytest.mark.parametrize("wanted", ["c1", "zzz", "", "c3 ", "C3"])
@pytest.mark.parametrize("ask", [cohort_impact, cohort_closer])
def test_a_foreign_cohort_is_refused(sample_store, release, me, ask, wanted):
    """Another cohort and an unknown one are refused in the same words."""
    with pytest.raises(NotAllowed, match="the results of this cohort"):
        ask(sample_store, release, me, wanted)


@pytest.mark.parametrize("who", [DATA_LEAD, STRANGER], ids=["data lead", "stranger"])
def test_who_sees_no_results_is_refused_every_one(sample_store, release, who):
    """A data lead and somebody without a role are refused every view of results, and are offered nothing to choose."""
    asks = [
        lambda: programme_impact(sample_store, release, who, PROGRAMME),
        lambda: cohort_impact(sample_store, release, who, COHORT),
        lambda: cohort_closer(sample_store, release, who, COHORT),
        lambda: team_picture(sample_store, release, who, MINE),
        lambda: team_limits(sample_store, release, who, MINE),
        lambda: measures(sample_store, release, who, PROGRAMME),
    ]
    for ask in asks:
        with pytest.raises(NotAllowed):
            ask()
    assert choices_of(sample_store, who).programmes == ()


@pytest.mark.parametrize("kind", ["team", "cohort", "programme"])
@pytest.mark.parametrize("query", ["views/figures", "views/findings"])
def test_the_read_itself_hands_on_no_foreign_row(release, me, kind, query):
    """Asked for all groups of a kind, an update seen as a team holds its own rows only, each as it was published."""
    rows = Seen(release, me).ask(query, group_kind=kind, group_id=None)
    own = {"team": {MINE}, "cohort": {COHORT}, "programme": {PROGRAMME}}[kind]
    every = release.ask(query, group_kind=kind, group_id=None)
    expected = every[every["group_id"].isin(own)].reset_index(drop=True)
    pd.testing.assert_frame_equal(rows, expected)
    assert Seen(release, STRANGER).ask(query, group_kind=kind, group_id=None).empty


def test_a_question_that_nobody_thought_of_is_refused(release, me):
    """What an update is asked that the wall does not know is refused, also to those who see everything."""
    for who in (me, EVERYTHING, DATA_LEAD, STRANGER):
        with pytest.raises(NotAllowed):
            Seen(release, who).ask("store/release_columns")


def test_somebody_without_a_role_reads_nothing_of_an_update(release):
    """Not even when an update was made, or who takes part, is read without a role."""
    for query in ("views/release_record", "views/participation"):
        with pytest.raises(NotAllowed):
            Seen(release, STRANGER).ask(query)


def test_rounds_together_are_told_where_no_single_one_is(sample_store, release):
    """Where several surveys of a team are published together, its page tells them in one line and no single one."""
    figures = release.ask("views/figures", group_kind="team", group_id=None)
    blocks = figures[(figures["period_kind"] == "pooled") & (figures["state"] == "shown")]
    assert len(blocks) > 0
    for block in blocks.itertuples():
        picture = team_picture(sample_store, release, EVERYTHING, block.group_id)
        own = figures[(figures["group_id"] == block.group_id) & (figures["indicator_id"] == block.indicator_id)]
        name = load_definitions().indicators[block.indicator_id].name
        (line,) = [line for line in picture.together if line.startswith(f"{name}, ")]
        assert "three surveys together (" in line
        assert line.endswith(f", {block.n_band} answers")
        assert f": {block.value:g} " in line or f": {block.value * 100:g}%, " in line
        assert not (own.loc[own["period_kind"] == "round", "state"] == "shown").any()
        assert name.lower() not in picture.not_shown
    without = next(team for team in figures["group_id"].unique() if team not in set(blocks["group_id"]))
    assert team_picture(sample_store, release, EVERYTHING, without).together == ()
