"""Who takes part, how many reply, what ideas are about and what progress was scored: all recounted the plain way."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import numpy as np
import pandas as pd
import pytest
from sample_files import read

from joy.access import NotAllowed, Who
from joy.errors import NotFound
from joy.store import Reader, Store
from joy.views import cohort_coverage, cohort_progress, cohort_response, cohort_taking_part
from joy.views.components import COMPONENTS
from tests.small_world import START, add_tallies, lay_out
from tests.whoever import EVERYTHING, STRANGER, team


COHORTS = ("c1", "c2", "c3", "c4", "c5", "c6")
VIEWS = (cohort_taking_part, cohort_response, cohort_coverage, cohort_progress)
TODAY = pd.Timestamp(read("programme")["today"].iloc[0])


@pytest.mark.parametrize("cohort", COHORTS)
def test_ideas_and_tests_are_recounted(sample_store: Store, release: Reader, cohort: str) -> None:
    """Ideas, tested ideas and tests of each component are those in the sample's files, and what has none is a gap."""
    record = cohort_coverage(sample_store, release, EVERYTHING, cohort)
    ideas = read("change_idea")
    ideas = ideas[ideas["enrolment_id"].str.startswith(f"{cohort}-") & (pd.to_datetime(ideas["raised_on"]) <= TODAY)]
    tests = read("pdsa_test")
    tests = tests[(tests["started_on"] != "") & (pd.to_datetime(tests["started_on"]) <= TODAY)]
    for number, label in COMPONENTS.items():
        own = ideas[ideas["component"] == str(number)]
        run = tests[tests["idea_id"].isin(own["idea_id"])]
        row = record.rows.set_index("label").loc[label]
        assert row["whole"] == len(own)
        assert row["part"] == run["idea_id"].nunique()
        if len(own):
            assert row["says"] == f"{len(own)} idea{'s' * (len(own) != 1)}, {len(run)} test{'s' * (len(run) != 1)}"
        else:
            assert row["says"].startswith("No idea")
    gaps = int((record.rows["whole"] == 0).sum())
    assert (f"{9 - gaps} of the 9 components" in record.title) == (gaps > 0)


@pytest.mark.parametrize("cohort", COHORTS)
def test_progress_is_what_people_gave(sample_store: Store, release: Reader, cohort: str) -> None:
    """Each team's latest two scores and the gap between them are those in the file, in order of enrolment."""
    record = cohort_progress(sample_store, release, EVERYTHING, cohort).teams
    scores = read("progress_score").assign(score=lambda s: s["score"].astype(float))
    enrolled = read("enrolment").query("cohort_id == @cohort").merge(read("team")[["team_id", "name"]], on="team_id")
    enrolled = enrolled.sort_values("ordinal", key=lambda column: column.astype(int))
    assert record.rows["label"].tolist() == enrolled["name"].tolist()
    apart = both = 0
    for row, name in zip(record.rows.itertuples(), enrolled["enrolment_id"], strict=True):
        last = scores[scores["enrolment_id"] == name].sort_values("month").groupby("scorer")["score"].last()
        for scorer in ("team", "faculty"):
            given = getattr(row, scorer)
            assert given == last[scorer] if scorer in last else np.isnan(given)
        if len(last) == 2:
            both, gap = both + 1, last["team"] - last["faculty"]
            apart += gap != 0
            said = "no gap" if gap == 0 else f"the {'team' if gap > 0 else 'faculty'} scores {abs(gap):g} higher"
            assert row.quiet.startswith(said)
    assert record.title.startswith(f"Team and faculty differ on {apart} of {both} team")


@pytest.mark.parametrize("cohort", COHORTS)
def test_the_middle_score_is_a_median_of_five_or_more(sample_store: Store, release: Reader, cohort: str) -> None:
    """The path is the median of the teams scored in a month; months with under five are left out."""
    path = cohort_progress(sample_store, release, EVERYTHING, cohort).path
    scores = read("progress_score").assign(score=lambda s: s["score"].astype(float))
    scores = scores[scores["enrolment_id"].str.startswith(f"{cohort}-")]
    expected = {
        (scorer, f"{pd.Timestamp(month):%b %Y}"): float(np.median(own["score"]))
        for (scorer, month), own in scores.groupby(["scorer", "month"])
        if len(own) >= 5
    }
    names = {"Teams": "team", "Faculty": "faculty"}
    found = {} if path is None else {
        (names[row.cohort], row.position_label): row.value for row in path.lines.itertuples()
    }  # fmt: skip
    assert found == expected


@pytest.mark.parametrize("cohort", COHORTS)
def test_attendance_is_recounted(sample_store: Store, release: Reader, cohort: str) -> None:
    """Teams and people at each learning set are those in the file; a team that nobody noted is not absent."""
    record = cohort_taking_part(sample_store, release, EVERYTHING, cohort).attendance
    events = read("learning_event").query("cohort_id == @cohort and kind == 'learning_set'")
    events = events[pd.to_datetime(events["starts_on"]) <= TODAY].sort_values("starts_on")
    came = read("attendance").assign(attendees=lambda a: a["attendees"].astype(int))
    enrolled = read("enrolment").query("cohort_id == @cohort")
    assert len(record.rows) == len(events)
    for row, event in zip(record.rows.itertuples(), events.itertuples(), strict=True):
        day = event.starts_on
        inside = enrolled[(enrolled["joined_on"] <= day) & ((enrolled["left_on"] == "") | (enrolled["left_on"] > day))]
        own = came[(came["event_id"] == event.event_id) & came["enrolment_id"].isin(inside["enrolment_id"])]
        assert row.whole == len(inside)
        assert row.part == (own["attendees"] > 0).sum()
        assert row.quiet.startswith(f"{own['attendees'].sum()} people")


@pytest.mark.parametrize("cohort", COHORTS)
def test_parts_of_a_cohort_add_up(sample_store: Store, release: Reader, cohort: str) -> None:
    """Teams by organisation and by sector are together those of the cohort, each counted as its files say."""
    every, organisations, sectors = cohort_taking_part(sample_store, release, EVERYTHING, cohort).turnout
    for parts in (organisations, sectors):
        assert parts.rows["whole"].sum() == every.rows["whole"].iloc[0]
        assert parts.rows["part"].sum() == every.rows["part"].iloc[0]
    enrolled = read("enrolment").query("cohort_id == @cohort").merge(read("team")[["team_id", "org_id"]], on="team_id")
    names = read("organisation").set_index("org_id")["name"]
    expected = enrolled["org_id"].map(names).value_counts()
    assert organisations.rows.set_index("label")["whole"].to_dict() == expected.to_dict()


@pytest.mark.parametrize("cohort", COHORTS)
def test_reply_rates_are_recounted(sample_store: Store, release: Reader, cohort: str) -> None:
    """A week's rate is the lowest number its band allows over five answers from everybody enrolled that week."""
    weekly = cohort_response(sample_store, release, EVERYTHING, cohort).weekly
    assert weekly is not None
    figures = release.ask("views/figures", group_kind="cohort", group_id=cohort)
    weeks = figures[(figures["indicator_id"] == "good_days") & (figures["period_kind"] == "week")]
    shown = weeks.set_index("period_start")["n_low"]
    sizes = read("team_size").merge(read("enrolment").query("cohort_id == @cohort"), on="team_id")
    for row in weekly.points.dropna(subset=["value"]).itertuples():
        ends = f"{row.start + timedelta(days=7):%Y-%m-%d}"
        own = sizes[(sizes["valid_from"] < ends) & (sizes["joined_on"] < ends)]
        own = own[(own["left_on"] == "") | (own["left_on"] > f"{row.start:%Y-%m-%d}")]
        people = own.sort_values("valid_from").groupby("enrolment_id")["headcount"].last().astype(int).sum()
        assert row.value == pytest.approx(min(1.0, shown[row.start] / (5 * people)), abs=0.0051)


def test_a_missing_team_size_leaves_no_rate(store: Store, publish: Callable[[], Reader]) -> None:
    """Where the size of a team is not known, no rate is made up and the page says why."""
    lay_out(store, {"a": [9, 9]})
    add_tallies(store, [("a-1", START + timedelta(weeks=w, days=d), 6, 3) for w in range(12) for d in (0, 1)])
    with_size = cohort_response(store, publish(), EVERYTHING, "a")
    assert with_size.weekly is not None
    frame = pd.DataFrame([{"enrolment_id": "a-9", "team_id": "t-9", "cohort_id": "a", "ordinal": 9}])
    day = pd.Timestamp(START)
    with store.writing() as writer:
        writer.append("programme.team", pd.DataFrame([{"team_id": "t-9", "org_id": "o", "name": "No size"}]))
        writer.append("programme.enrolment", frame.assign(joined_on=day, baseline_start=day, baseline_end=day))
    without = cohort_response(store, publish(), EVERYTHING, "a")
    assert without.weekly is None
    assert "size of a team is missing" in without.why_not


def test_a_team_sees_totals_and_its_own_score_only(sample_store: Store, release: Reader, programme: str) -> None:
    """Whoever sees one team gets no counts by organisation and no other team's score."""
    me = team("c2-01", "c2", programme)
    assert len(cohort_taking_part(sample_store, release, me, "c2").turnout) == 1
    own = cohort_progress(sample_store, release, me, "c2")
    assert len(own.teams.rows) == 1
    assert own.teams.title == "Your team: latest progress score"
    assert own.path is not None


@pytest.mark.parametrize("view", VIEWS)
def test_strangers_and_unknown_cohorts_are_refused(
    sample_store: Store, release: Reader, programme: str, view: Callable[[Store, Reader, Who, str], object]
) -> None:
    """A stranger, a team of another cohort and an unknown cohort are refused in words."""
    for who in (STRANGER, team("c3-01", "c3", programme)):
        with pytest.raises(NotAllowed):
            view(sample_store, release, who, "c2")
    with pytest.raises(NotFound, match="no such cohort"):
        view(sample_store, release, EVERYTHING, "nonsense")
