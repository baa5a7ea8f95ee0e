"""“Where am I needed”: each kind recounted the slow way from the sample's files, and its rules on a small programme."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pandas as pd
import pytest
from sample_files import read, tallies

from joy.access import Held, NotAllowed, Who
from joy.findings.needed import Needed
from joy.store import Reader, Store
from joy.views import programme_impact
from joy.views.needed import NO_COHORT, NOBODY, needed
from joy.views.needed_rules import is_past, planned_for, stuck_since
from tests.small_world import START, add_tallies, lay_out
from tests.whoever import DATA_LEAD, EVALUATOR, EVERYTHING, FACILITATOR, STRANGER, team


Published = Callable[[], Reader]
PROGRAMME, TODAY = "good_days_together", date(2023, 3, 22)
LENGTHS = {  # how long the sample's words for the size of a test mean, read by a person
    "one shift, then one week": 7, "one week": 7, "two weeks": 14, "three Wednesdays": 21, "four weeks": 28,
    "four Fridays": 28, "one month": 31, "one month of rota": 31, "one evening": 1, "one afternoon": 1,
    "one away day": None, "whole team": None, "three meetings": None, "four huddles": None, "two visits": None,
    "three people": None, "next two starters": None, "ten referrals": None, "one vote": None,
}  # fmt: skip


def found(shown: Needed, kind: str) -> list[tuple[str, str]]:
    """Team and what is told of it, of one kind."""
    return [(need.enrolment_id, need.told) for group in shown.groups if group.kind == kind for need in group.needs]


@pytest.fixture(scope="module")
def leaders(sample_store: Store, release: Reader) -> Needed:
    return needed(sample_store, release, EVERYTHING, PROGRAMME)


@pytest.fixture(scope="module")
def facilitators(sample_store: Store, release: Reader) -> Needed:
    return needed(sample_store, release, FACILITATOR, PROGRAMME)


@pytest.fixture(scope="module")
def live() -> list[dict[str, str]]:
    """The enrolments of cohorts that run on the sample's day, in order, with nobody who has left."""
    runs = {c["cohort_id"] for c in read("cohort").to_dict("records") if c["start_date"] <= str(TODAY) < c["end_date"]}
    rows = [e for e in read("enrolment").to_dict("records") if e["cohort_id"] in runs]
    here = [e for e in rows if not e["left_on"] or e["left_on"] > str(TODAY)]
    assert len(here) >= 10
    return sorted(here, key=lambda e: int(e["ordinal"]))


def test_teams_without_a_lead_are_those_of_the_files(leaders, live):
    """A live team is listed exactly when no row of the roles has a lead for today, with the last one’s last day."""
    roles = [row for row in read("role").to_dict("records") if row["role"] == "project_lead"]
    expected = []
    for one in live:
        own = [row for row in roles if row["team_id"] == one["team_id"] and row["from_date"] <= str(TODAY)]
        if not [row for row in own if not row["to_date"] or row["to_date"] >= str(TODAY)]:
            expected.append((one["enrolment_id"], max(row["to_date"] for row in own)))
    assert [name for name, _ in expected] == ["c6-04"]  # as the sample's README says
    assert found(leaders, "lead") == [("c6-04", "no project lead since 28 February 2023")]


def test_scores_that_stand_still_are_those_of_the_files(leaders, live):
    """Walking every score back month by month finds the same teams as the page."""
    rows = sorted(read("progress_score").to_dict("records"), key=lambda row: row["month"])
    expected = []
    for one in live:
        starts = []
        for scorer in ("team", "faculty"):
            own = [row for row in rows if row["enrolment_id"] == one["enrolment_id"] and row["scorer"] == scorer]
            while len(own) > 1 and own[-2]["score"] == own[-1]["score"]:
                own.pop()
            starts += [own[-1]["month"]] if own else []
        if starts and max(starts) <= "2023-01-31":
            expected.append(one["enrolment_id"])
    assert expected
    assert [name for name, _ in found(leaders, "progress")] == expected


def test_ideas_for_a_sponsor_are_those_of_the_files(leaders, live):
    """Open ideas that need a sponsor and those handed over are listed with their age; none of ended cohorts."""
    here = {one["enrolment_id"] for one in live}
    ideas = [row for row in read("change_idea").to_dict("records") if row["enrolment_id"] in here]
    handed = [row for row in ideas if row["stage"] == "escalated"]
    stages = ("suggested", "planned", "testing", "adapted")
    open_ = [row for row in ideas if row["needs_sponsor"] == "true" and row["stage"] in stages]
    assert len(found(leaders, "escalated")) == len(handed)
    assert [name for name, _ in found(leaders, "awaiting")] == [row["enrolment_id"] for row in open_] != []
    for row, (_, told) in zip(open_, found(leaders, "awaiting"), strict=True):
        assert f"“{row['title']}”" in told
        assert f"raised {(TODAY - date.fromisoformat(row['raised_on'])).days} days ago" in told
    assert [row for row in read("change_idea")["stage"] if row == "escalated"]  # there are some, of ended cohorts


def test_long_tests_are_those_of_the_files(leaders, live):
    """Tests that run on the sample's day are held against the length that a person reads in their words."""
    ideas = {row["idea_id"]: row["enrolment_id"] for row in read("change_idea").to_dict("records")}
    here = {one["enrolment_id"] for one in live}
    tests = [row for row in read("pdsa_test").to_dict("records") if ideas[row["idea_id"]] in here]
    runs = [row for row in tests if not row["ended_on"] or row["ended_on"] > str(TODAY)]
    assert len(runs) >= 5
    late = []
    for row in runs:
        length = LENGTHS[row["scale"]]
        most = 56 if length is None else length + 14
        late += [ideas[row["idea_id"]]] if (TODAY - date.fromisoformat(row["started_on"])).days > most else []
    assert [name for name, _ in found(leaders, "tests")] == late


def test_the_length_of_every_test_is_read_as_a_person_reads_it():
    """For every size that the sample's tests have, the planned length is what a person makes of it."""
    for scale in set(read("pdsa_test")["scale"]) - {"one away day"}:
        meant = planned_for(scale)
        assert (None if meant is None else meant.days) == LENGTHS[scale], scale


def test_silent_teams_are_told_to_facilitators_only(facilitators, leaders, live):
    """A team that tallied nothing for three closed weeks is named to facilitators; leaders read how many."""
    closed = pd.Timestamp(TODAY - timedelta(days=TODAY.weekday()))
    days = tallies()
    recent = days[(days["day"] < closed) & (days["day"] >= closed - pd.Timedelta(weeks=3))]
    nothing = [e["enrolment_id"] for e in live if not (recent["enrolment_id"] == e["enrolment_id"]).any()]
    weeks = recent.assign(week=recent["day"].dt.to_period("W-SUN"))
    sums = weeks.groupby(["enrolment_id", "week"])["answers"].agg(["sum", "max"]).reset_index()
    plenty = set(sums.loc[(sums["sum"] >= 5) & (sums["max"] >= 3), "enrolment_id"])
    named = [name for name, _ in found(facilitators, "silent")]
    assert nothing == ["c6-06"]  # as the sample's README says
    assert set(nothing) <= set(named)
    assert not set(named) & plenty
    assert facilitators.silent == ""
    assert found(leaders, "silent") == []
    assert leaders.silent.startswith(f"{len(named)} of {len(live)} live teams")


def test_leaders_read_of_silence_what_the_landing_page_says(sample_store, release, leaders):
    """The number of silent teams is the landing page's own, in its words, and no team is named with it."""
    landing = programme_impact(sample_store, release, EVERYTHING, PROGRAMME)
    assert leaders.silent.split(";")[0] in landing.quality
    evaluators = needed(sample_store, release, EVALUATOR, PROGRAMME)
    assert evaluators == leaders


def test_teams_stand_in_the_order_of_enrolment(facilitators, live):
    """Within a kind teams stand as they enrolled; the page's sentence counts the lines and the teams."""
    order = [one["enrolment_id"] for one in live]
    for group in facilitators.groups:
        places = [order.index(need.enrolment_id) for need in group.needs]
        assert places == sorted(places)
    teams = {need.enrolment_id for group in facilitators.groups for need in group.needs}
    assert facilitators.headline.title.startswith(
        f"{facilitators.count} things somebody could do now, for {len(teams)} of"
    )


@pytest.mark.parametrize(
    "who", [team("c6-04", "c6", PROGRAMME), DATA_LEAD, STRANGER], ids=["team", "data lead", "nobody"]
)
def test_who_does_not_look_over_teams_is_refused(sample_store, release, who):
    """A team, a data lead and somebody without a role are refused, and nothing is listed for them."""
    with pytest.raises(NotAllowed):
        needed(sample_store, release, who, PROGRAMME)


def test_a_facilitator_reads_of_the_own_cohorts_only(sample_store, release, facilitators):
    """A facilitator of an ended cohort reads that nobody waits; one of the live cohort reads its teams."""
    everybody = read("enrolment")
    for cohort_id in ("c5", "c6"):
        teams = frozenset(everybody.loc[everybody["cohort_id"] == cohort_id, "enrolment_id"])
        whole = frozenset({cohort_id})
        held = Held("facilitator", programmes=frozenset({PROGRAMME}), cohorts=whole, whole_cohorts=whole, teams=teams)
        mine = needed(sample_store, release, Who("f@example.org", (held,)), PROGRAMME)
        assert mine.groups == (facilitators.groups if cohort_id == "c6" else ())
        assert mine.silent == ""
    assert mine.headline.title == facilitators.headline.title


def test_a_team_role_adds_nothing_to_another(sample_store, release):
    """Whoever facilitates one cohort and belongs to a team of another reads nothing of that team here."""
    whole = frozenset({"c5"})
    held = Held("facilitator", programmes=frozenset({PROGRAMME}), cohorts=whole, whole_cohorts=whole)
    both = Who("f@example.org", (held, *team("c6-04", "c6", PROGRAMME).held))
    assert needed(sample_store, release, both, PROGRAMME).groups == ()


def rows_of(**columns: object) -> pd.DataFrame:
    frame = pd.DataFrame([columns])
    return frame.assign(**{c: pd.to_datetime(frame[c]) for c in frame if isinstance(columns[c], date)})


def small(store: Store, *, weeks: int, extra: dict[str, list[pd.DataFrame]]) -> None:
    """Two teams with plenty of answers, each with a lead and a sponsor, seen so many weeks after learning set 1."""
    lay_out(store, {"a": [9, 9]}, today=START + timedelta(weeks=weeks))
    days = [START + timedelta(weeks=week, days=day) for week in range(weeks) for day in (0, 1)]
    add_tallies(store, [(name, day, 8, 4) for name in ("a-1", "a-2") for day in days])
    held = [(name, role) for name in ("a-1", "a-2") for role in ("project_lead", "sponsor")]
    roles = [rows_of(team_id=name, role=role, person_label="Post", from_date=START) for name, role in held]
    with store.writing() as writer:
        for frame in (*roles, *extra.pop("programme.role", [])):
            writer.append("programme.role", frame)
        for table, frames in extra.items():
            for frame in frames:
                writer.append(table, frame)


def idea(number: int, stage: str, *, needs_sponsor: bool, name: str = "a-1") -> pd.DataFrame:
    return rows_of(
        idea_id=f"i{number}", enrolment_id=name, title=f"Idea {number}", stage=stage, raised_on=START,
        needs_sponsor=needs_sponsor, version=1,
    )  # fmt: skip


def test_nothing_needed_is_said_kindly(store: Store, publish: Published) -> None:
    """Where nothing waits the page says so in a kind sentence, and what it looked for."""
    small(store, weeks=20, extra={})
    shown = needed(store, publish(), FACILITATOR, "p")
    assert shown.headline.title == NOBODY
    assert shown.groups == ()
    assert shown.none.startswith("Looked for, and none found: teams without a project lead")


def test_an_ended_cohort_needs_nobody(store: Store, publish: Published) -> None:
    """When every cohort has ended nothing is listed, whatever is still open in it."""
    small(store, weeks=26, extra={"programme.change_idea": [idea(1, "escalated", needs_sponsor=True)]})
    shown = needed(store, publish(), FACILITATOR, "p")
    assert shown.headline.title == NO_COHORT
    assert (shown.groups, shown.none, shown.silent) == ((), "", "")


def test_a_team_that_has_left_needs_nobody(store: Store, publish: Published) -> None:
    """A team is listed up to the day before it leaves, and not from that day on."""
    small(store, weeks=20, extra={"programme.change_idea": [idea(1, "escalated", needs_sponsor=False)]})
    assert [name for name, _ in found(needed(store, publish(), EVERYTHING, "p"), "escalated")] == ["a-1"]
    with store.writing() as writer:
        writer.append(
            "programme.enrolment",
            rows_of(team_id="a-1", cohort_id="a", enrolment_id="gone", ordinal=9, joined_on=START,
                    left_on=START + timedelta(weeks=20)),
        )  # fmt: skip
        writer.append("programme.change_idea", idea(2, "escalated", needs_sponsor=False, name="gone"))
    assert [name for name, _ in found(needed(store, publish(), EVERYTHING, "p"), "escalated")] == ["a-1"]


@pytest.mark.parametrize(
    ("stage", "needs_sponsor", "kind"),
    [
        ("escalated", False, "escalated"),
        ("escalated", True, "escalated"),
        ("suggested", True, "awaiting"),
        ("planned", True, "awaiting"),
        ("testing", True, "awaiting"),
        ("suggested", False, ""),
        ("adopted", True, ""),
        ("abandoned", True, ""),
        ("implemented", True, ""),
    ],
)
def test_which_ideas_wait_for_a_sponsor(
    store: Store, publish: Published, stage: str, needs_sponsor: bool, kind: str
) -> None:
    """An idea handed over waits for a decision, an open one that needs a sponsor for an answer; settled ones do not."""
    small(store, weeks=20, extra={"programme.change_idea": [idea(1, stage, needs_sponsor=needs_sponsor)]})
    shown = needed(store, publish(), EVERYTHING, "p")
    assert [group.kind for group in shown.groups] == ([kind] if kind else [])
    if kind:
        assert "raised 140 days ago, on 1 January 2024" in found(shown, kind)[0][1]


@pytest.mark.parametrize(("last", "is_listed"), [(7, False), (0, False), (None, False), (-7, True)])
def test_a_lead_is_held_to_its_last_day(store: Store, publish: Published, last: int | None, is_listed: bool) -> None:
    """A role is held through its last day; without one it goes on. A team that never had a lead is told so."""
    today = START + timedelta(weeks=20)
    ends = None if last is None else today + timedelta(days=last)
    lay_out(store, {"a": [9]}, today=today)
    with store.writing() as writer:
        columns = {"to_date": ends} if ends else {}
        writer.append("programme.role", rows_of(team_id="a-1", role="project_lead", from_date=START, **columns))
    told = found(needed(store, publish(), EVERYTHING, "p"), "lead")
    assert told == ([("a-1", "no project lead since 13 May 2024")] if is_listed else [])


def test_a_team_that_never_had_a_lead_is_told_so(store: Store, publish: Published) -> None:
    """Where nobody was ever named, or only before the team joined, no day is given."""
    lay_out(store, {"a": [9, 9]}, today=START + timedelta(weeks=20))
    with store.writing() as writer:
        before = {"from_date": START - timedelta(days=90), "to_date": START - timedelta(days=30)}
        writer.append("programme.role", rows_of(team_id="a-2", role="project_lead", **before))
    told = found(needed(store, publish(), EVERYTHING, "p"), "lead")
    assert told == [("a-1", "no project lead named yet"), ("a-2", "no project lead named yet")]


@pytest.mark.parametrize(
    ("scale", "days", "late"),
    [("four weeks", 42, False), ("four weeks", 43, True), ("whole team", 56, False), ("whole team", 57, True),
     ("3 Fridays", 36, True), ("one shift, then one week", 22, True), (None, 57, True), ("", 10, False)],
)  # fmt: skip
def test_when_a_test_is_long_past_its_plan(scale: str | None, days: int, late: bool) -> None:
    """Two weeks beyond the planned length, or eight weeks where none is told, and never a day sooner."""
    today = pd.Timestamp(2024, 6, 1)
    assert is_past(scale, today - pd.Timedelta(days=days), today) is late


def test_a_long_test_is_listed_until_it_ends(store: Store, publish: Published) -> None:
    """A test that still runs is listed with its days; one that has ended is not."""
    tests = [
        rows_of(pdsa_id=f"p{n}", idea_id=f"i{n}", started_on=START, scale="two weeks", version=1, **ends)
        for n, ends in ((1, {}), (2, {"ended_on": START + timedelta(days=90)}))
    ]
    ideas = [idea(n, "testing", needs_sponsor=False) for n in (1, 2)]
    small(store, weeks=20, extra={"programme.change_idea": ideas, "programme.pdsa_test": tests})
    told = found(needed(store, publish(), EVERYTHING, "p"), "tests")
    assert told == [("a-1", "“Idea 1” is still being tested, planned for two weeks, 140 days after it began")]


def scores(*given: tuple[str, str, float]) -> pd.DataFrame:
    frame = pd.DataFrame(given, columns=["scorer", "month", "score"])
    return frame.assign(month=pd.to_datetime(frame["month"]))


@pytest.mark.parametrize(
    ("given", "since"),
    [
        ([("team", "2024-01-01", 2.0), ("team", "2024-02-01", 2.0)], "2024-01-01"),
        ([("team", "2024-01-01", 1.5), ("team", "2024-02-01", 2.0)], None),
        ([("team", "2024-01-01", 2.0)], "2024-01-01"),
        ([("team", "2023-11-01", 2.0), ("faculty", "2024-02-01", 2.0)], None),
        ([("team", "2023-11-01", 1.0), ("team", "2023-12-01", 2.0), ("faculty", "2023-10-01", 2.0)], "2023-12-01"),
        ([("team", "2024-01-01", 2.0), ("team", "2024-02-01", 1.5)], None),
    ],
)
def test_when_a_score_stands_still(given: list[tuple[str, str, float]], since: str | None) -> None:
    """A score stands still when no scorer has given another for two months; a fall is a change too."""
    wanted = None if since is None else pd.Timestamp(since)
    assert stuck_since(scores(*given), pd.Timestamp(2024, 3, 20), 2) == wanted


def test_a_team_at_the_top_is_not_said_to_stand_still(store: Store, publish: Published) -> None:
    """A score of 5 of 5 for months needs nobody; one of 2 does, and is told with its month."""
    given = [
        rows_of(enrolment_id=name, month=START, scorer="team", score=score)
        for name, score in (("a-1", 5.0), ("a-2", 2.0))
    ]
    small(store, weeks=20, extra={"programme.progress_score": given})
    told = found(needed(store, publish(), EVERYTHING, "p"), "progress")
    assert told == [("a-2", "progress score at 2 of 5 since January 2024")]


@pytest.mark.parametrize(("weeks", "named"), [(2, []), (3, ["a-1", "a-2"]), (8, ["a-1", "a-2"])])
def test_a_young_cohort_is_not_silent_yet(store: Store, publish: Published, weeks: int, named: list[str]) -> None:
    """Before three weeks no team is named; then each without a week to show is, with nothing made up about a day."""
    lay_out(store, {"a": [9, 9]}, today=START + timedelta(weeks=weeks))
    told = found(needed(store, publish(), FACILITATOR, "p"), "silent")
    assert told == [(name, "no week to show yet") for name in named]
