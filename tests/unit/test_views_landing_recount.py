"""What else the landing page says, recounted slowly: people heard, tests, the time after, a cohort's first weeks."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import date, timedelta

import pandas as pd
import pytest
from sample_files import read
from scipy import stats

from joy.access import owner_of_machine
from joy.store import Reader, Store
from joy.views import ProgrammeImpact, programme_impact, programme_story, stories_stamp, team_story
from tests.small_world import START, add_tallies, lay_out
from tests.whoever import EVERYTHING, team


Publish = Callable[[], Reader]
SURVEYS = ("relationships_colleagues", "relationships_service_users", "wellbeing")
TODAY = pd.Timestamp("2023-03-22")  # as data/sample/README.md says
TOLD = pd.Timestamp("2024-03-01")
SAID = {"adopt": "adopted", "expand": "adopted", "adapt": "adapted", "abandon": "abandoned"}


@pytest.fixture(scope="session")
def landing(sample_store: Store, release: Reader, programme: str) -> ProgrammeImpact:
    return programme_impact(sample_store, release, EVERYTHING, programme)


def good_weeks(release: Reader, enrolment_id: str) -> list[tuple[pd.Timestamp, pd.Timestamp, float]]:
    figures = release.ask("views/figures", group_kind="team", group_id=enrolment_id)
    return [
        (row.period_start, row.period_end, row.value)
        for row in figures.itertuples()
        if row.indicator_id == "good_days" and row.period_kind in {"week", "fortnight"} and row.state == "shown"
    ]


def test_people_heard_are_those_of_each_cohorts_latest_survey(landing: ProgrammeImpact, release: Reader) -> None:
    """The number is the sum over cohorts of people behind the latest shown survey, of all who were asked in it."""
    figures = release.ask("views/figures", group_kind="cohort", group_id=None)
    invitations, heard, asked = read("invitation"), 0, 0
    for cohort_id in sorted(set(figures["group_id"])):
        latest: tuple[pd.Timestamp, str] | None = None
        people: dict[str, int] = {}
        for row in figures.itertuples():
            mine = row.group_id == cohort_id and row.period_kind == "round" and row.state == "shown"
            if mine and row.indicator_id in SURVEYS:
                people[row.period_id] = max(people.get(row.period_id, 0), row.n_low)
                latest = max(latest or (row.period_start, row.period_id), (row.period_start, row.period_id))
        assert latest is not None
        heard += people[latest[1]]
        rows = invitations[(invitations.round_id == latest[1]) & (invitations.rater == "staff")]
        asked += int(rows.invited.astype(int).sum())
    tile = next(one for one in landing.tiles if one.indicator_id == "people")
    assert (tile.value_text, tile.unit) == (str(heard), f"people of {asked} asked, at the least")


def test_tests_are_counted_from_the_files(landing: ProgrammeImpact) -> None:
    """Tests that had started, teams and decisions by component, as a plain loop over the sample's files finds them."""
    ideas = {row.idea_id: row for row in read("change_idea").itertuples()}
    wanted: dict[int, dict[str, object]] = {}
    for test in read("pdsa_test").itertuples():
        if not test.started_on or pd.Timestamp(test.started_on) > TODAY:
            continue
        idea = ideas[test.idea_id]
        row = wanted.setdefault(int(idea.component), {"teams": set(), "tests": 0})
        is_over = bool(test.ended_on) and pd.Timestamp(test.ended_on) <= TODAY
        decision = SAID.get(test.decision, "running") if is_over else "running"
        row["tests"] += 1
        row["teams"].add(idea.enrolment_id)
        row[decision] = row.get(decision, 0) + 1
    assert len(landing.tried.rows) == 9
    for row in landing.tried.rows.itertuples():
        own = wanted.get(row.component, {"teams": set(), "tests": 0})
        assert (row.tests, row.teams) == (own["tests"], len(own["teams"]))
        assert [getattr(row, name) for name in ("adopted", "adapted", "abandoned", "running")] == [
            own.get(name, 0) for name in ("adopted", "adapted", "abandoned", "running")
        ]
    teams = set().union(*(row["teams"] for row in wanted.values()))
    assert landing.tried.title.startswith(
        f"{len(teams)} teams have run {sum(r['tests'] for r in wanted.values())} tests"
    )


@pytest.mark.parametrize(("start", "number"), [("baseline", 0), ("latest", 1)])
def test_the_time_after_is_recounted_team_by_team(
    landing: ProgrammeImpact, release: Reader, start: str, number: int
) -> None:
    """Six months after cohort 3: the same teams, their mean difference and scipy's own interval over teams."""
    end = pd.Timestamp("2020-03-31")
    around = end + pd.DateOffset(months=5), end + pd.DateOffset(months=7)
    differences = []
    for enrolment_id in (row.enrolment_id for row in read("enrolment").itertuples() if row.cohort_id == "c3"):
        weeks = [value for begin, stop, value in good_weeks(release, enrolment_id)
                 if begin >= around[0] and stop <= around[1]]  # fmt: skip
        figures = release.ask("views/figures", group_kind="team", group_id=enrolment_id)
        figures = figures[(figures["indicator_id"] == "good_days") & (figures["state"] == "shown")]
        ends = {kind: figures.loc[figures["period_kind"] == kind, "value"] for kind in ("baseline", "latest")}
        if len(weeks) >= 3 and all(len(one) for one in ends.values()):
            differences.append(sum(weeks) / len(weeks) - float(ends[start].iloc[0]))
    interval = stats.ttest_1samp(differences, 0).confidence_interval(0.95)

    assert landing.sustained is not None
    row = landing.sustained.compared[number].rows.iloc[0]
    assert row["label"] == "Cohort 3, 6 months after"
    assert row["n_after"] == f"{len(differences)} teams"
    assert math.isclose(row["after"] - row["before"], sum(differences) / len(differences), abs_tol=1e-12)
    assert (row["low"], row["high"]) == pytest.approx((interval.low, interval.high), abs=1e-9)


def test_a_year_after_nobody_counted_on(landing: ProgrammeImpact) -> None:
    """Where no team has weeks around the day it says “no data”, and names the cohorts."""
    assert landing.sustained is not None
    assert "12 months after: Cohort 1, Cohort 2, Cohort 3, Cohort 4 and Cohort 5" in landing.sustained.missing
    labels = [label for record in landing.sustained.compared for label in record.rows["label"]]
    assert not [label for label in labels if "12 months" in label]


def test_two_teams_are_too_few_for_a_range(landing: ProgrammeImpact) -> None:
    """Cohort 4 has two teams that counted on: their levels are told, and no verdict."""
    assert landing.sustained is not None
    row = landing.sustained.compared[0].rows.iloc[1]
    assert (row["label"], row["n_after"]) == ("Cohort 4, 6 months after", "2 teams")
    assert math.isnan(row["low"])
    assert row["verdict"] == "too_few"


def test_the_live_cohort_is_told_when_it_can_be_judged(landing: ProgrammeImpact, release: Reader) -> None:
    """Cohort 6 has nine weeks, so its tenth closes, and a verdict is possible, one week after the last."""
    figures = release.ask("views/figures", group_kind="cohort", group_id="c6")
    weeks = figures[(figures["indicator_id"] == "good_days") & (figures["period_kind"] == "week")]
    shown = weeks[weeks["state"] == "shown"]
    young = landing.young
    assert young is not None
    assert young.points == len(shown) < 10
    missing = 10 - len(shown)
    assert young.verdict_from == (shown["period_end"].max() + pd.Timedelta(weeks=missing)).date()
    assert young.title.endswith(f"first verdict likely in {young.verdict_from:%B %Y}")


def test_silent_teams_are_counted_from_what_is_shown(landing: ProgrammeImpact, release: Reader) -> None:
    """Of the live teams, those whose last shown week ended three weeks ago or earlier, recounted from the figures."""
    live = [row.enrolment_id for row in read("enrolment").itertuples() if row.cohort_id == "c6"]
    closed = TODAY - pd.Timedelta(days=TODAY.weekday())
    silent = sum(
        max((stop for _, stop, _ in good_weeks(release, enrolment_id)), default=pd.Timestamp(0))
        <= closed - pd.Timedelta(weeks=3)
        for enrolment_id in live
    )
    assert f"{silent} of {len(live)} live teams without a point to show for 3 weeks" in landing.quality
    assert silent >= 1


def test_how_much_is_not_shown_is_the_whole_programmes(landing: ProgrammeImpact, release: Reader) -> None:
    """The quality line gives the audit's totals to the nearest hundred, and nothing about any group."""
    audit = release.ask("views/not_shown").iloc[0]
    told = f"about {round(audit['hidden'] / 100) * 100:,} of {round(audit['figures'] / 100) * 100:,} figures not shown"
    assert any(note.startswith(told) for note in landing.quality)


@pytest.mark.parametrize(("weeks", "is_young"), [(5, True), (9, True), (10, False)])
def test_a_first_cohort_leads_with_when_it_can_be_judged(
    store: Store, publish: Publish, weeks: int, is_young: bool
) -> None:
    """Before ten points the page's sentence is when a verdict will be possible; from ten on it is what changed."""
    lay_out(store, {"a": [12, 12]}, today=START + timedelta(weeks=weeks))
    days = [START + timedelta(weeks=week, days=day) for week in range(weeks) for day in (0, 1)]
    add_tallies(store, [(name, day, 10, 5) for name in ("a-1", "a-2") for day in days])
    found = programme_impact(store, publish(), EVERYTHING, "p")
    assert (found.young is not None) == is_young
    tenth = START + timedelta(weeks=10)
    assert (
        found.headline.title == f"Cohort a is too young to judge: first verdict likely in {tenth:%B %Y}"
    ) == is_young
    if found.young is not None:
        assert dict(found.young.facts)["First verdict"].endswith(f"{weeks} weeks so far")
        assert dict(found.young.facts)["Tests started"] == "No test has started yet"


@pytest.mark.parametrize(
    ("change", "is_told"),
    [({}, True), ({"withdrawn_on": TOLD}, False), ({"consent": False}, False), ({"consent_scope": "cohort"}, False)],
)
def test_a_story_stands_on_the_landing_page_only_with_its_consent(
    store: Store, change: dict[str, object], is_told: bool
) -> None:
    """A leader reads what was agreed for the programme; withdrawn, refused or meant for the cohort it is not there."""
    lay_out(store, {"a": [8, 8]})
    leader = owner_of_machine("leader")
    before = stories_stamp(store, leader, "p")
    row = {
        "story_id": "s", "enrolment_id": "a-1", "cohort_id": "a", "title": "T", "synopsis": "S", "told_on": TOLD,
        "consent": True, "consent_scope": "programme", "consent_on": TOLD, "withdrawn_on": pd.NaT, "version": 1,
    }  # fmt: skip
    frame = pd.DataFrame([row | change]).astype({"consent": "boolean", "withdrawn_on": "datetime64[s]"})
    with store.writing() as writer:
        writer.append("programme.story", frame)
    assert (programme_story(store, store, leader, "p") is not None) == is_told
    assert stories_stamp(store, leader, "p") != before


def test_a_teams_own_secret_story_is_not_on_the_landing_page(store: Store) -> None:
    """What a team has agreed to share with nobody is on its own page only, for itself too."""
    lay_out(store, {"a": [8, 8]})
    row = {"story_id": "s", "enrolment_id": "a-1", "cohort_id": "a", "title": "T", "synopsis": "S", "told_on": TOLD}
    with store.writing() as writer:
        writer.append("programme.story", pd.DataFrame([row | {"version": 1}]))
    own = team("a-1", "a", "p")
    assert team_story(store, own, "a-1") is not None
    assert programme_story(store, store, own, "p") is None


def test_nothing_to_tell_reads_well(store: Store, publish: Publish) -> None:
    """Without answers, tests or stories every part says so in words, and nothing is drawn from nothing."""
    lay_out(store, {"a": [8, 8]}, today=date(2024, 7, 8))
    release = publish()
    found = programme_impact(store, release, EVERYTHING, "p")
    assert found.tried.title == "No test of a change idea has started yet"
    assert found.quilt.points.empty
    assert set(found.quilt.teams["told"]) == {"Not shown, to protect people’s answers"}
    assert programme_story(store, release, EVERYTHING, "p") is None
