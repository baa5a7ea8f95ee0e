"""Cohorts side by side: every number recounted the plain way, one version of a question only, and who sees what."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import numpy as np
import pandas as pd
import pytest
from sample_files import read
from scipy import stats

from joy.access import NotAllowed, Who
from joy.errors import NotFound
from joy.findings import Verdict
from joy.store import Reader, Store
from joy.views import CohortsCompared, cohorts_compared, teams_compared
from joy.views.compare import ALONE, ELSEWHERE, version_of
from joy.views.team_changes import UNSEEN
from tests.small_world import P6, START, add_responses, add_tallies, everybody, lay_out
from tests.whoever import DATA_LEAD, EVERYTHING, FACILITATOR, STRANGER, team


Publish = Callable[[], Reader]
DAILY = "good_day_yes_no@1"
OLDER = "good_day_agree@1"
TEAMS = ("a-1", "a-2", "a-3", "a-4")
ROUNDS = ((1, 2), (2, 3))  # a round, and the answer most give in it


@pytest.fixture(scope="module")
def compared(sample_store: Store, release: Reader, programme: str) -> CohortsCompared:
    return cohorts_compared(sample_store, release, EVERYTHING, programme)


@pytest.fixture(scope="module")
def figures(release: Reader) -> pd.DataFrame:
    return release.ask("views/figures", group_kind="cohort", group_id=None)


def weekly(enrolment: str, weeks: range, good: int, *, of: int = 10) -> list[tuple[str, object, int, int]]:
    """`of` answers on Monday and on Tuesday of each week, `good` of each day's good."""
    days = [START + timedelta(weeks=week, days=day) for week in weeks for day in (0, 1)]
    return [(enrolment, day, of, good) for day in days]


def test_each_change_is_the_difference_of_what_is_shown(compared: CohortsCompared, figures: pd.DataFrame) -> None:
    """The change in points of all who answered is latest less first figure; where nobody is paired, to the point."""
    checked = 0
    for measure in compared.measures.values():
        for row in measure.change.rows.itertuples():
            rounds = figures[
                (figures["indicator_id"] == measure.indicator_id)
                & (figures["group_id"] == row.key)
                & (figures["period_kind"] == "round")
            ].sort_values("period_start")
            if rounds.empty or "both times" in row.told or np.isnan(row.value) or "both times" in row.n:
                continue
            assert row.value == pytest.approx(rounds["value"].iloc[-1] - rounds["value"].iloc[0])
            checked += 1
    assert checked >= 4


def test_intervals_of_all_who_answered_are_those_of_scipy(
    compared: CohortsCompared, figures: pd.DataFrame, release: Reader
) -> None:
    """Two groups of people have the published interval, which is near scipy's, or else scipy's rounded outwards."""
    findings = release.ask("views/findings", group_kind="cohort", group_id=None)
    published = findings[(findings["kind"] == "unpaired_change") & findings["low"].notna()]
    checked = 0
    for name in ("relationships_colleagues", "relationships_service_users", "wellbeing"):
        for row in compared.measures[name].change.rows.itertuples():
            if np.isnan(row.low) or "both times" in row.told:
                continue
            rounds = figures[
                (figures["indicator_id"] == name)
                & (figures["group_id"] == row.key)
                & (figures["period_kind"] == "round")
            ].sort_values("period_start")
            first, last = rounds.iloc[0], rounds.iloc[-1]
            parts = [float(end["spread"]) ** 2 / int(end["n_low"]) for end in (first, last)]
            freedom = sum(parts) ** 2 / sum(
                part**2 / (int(end["n_low"]) - 1) for part, end in zip(parts, (first, last), strict=True)
            )
            middle, error = last["value"] - first["value"], np.sqrt(sum(parts))
            low, high = stats.t.interval(0.95, freedom, loc=middle, scale=error)
            own = published[
                (published["indicator_id"] == name)
                & (published["group_id"] == row.key)
                & (published["from_period"] == first["period_id"])
                & (published["to_period"] == last["period_id"])
            ]
            told = (own["low"].iloc[0], own["high"].iloc[0]) if len(own) else (np.floor(low), np.ceil(high))
            assert (row.low, row.high) == pytest.approx(told)
            assert (row.low, row.high) == pytest.approx((low, high), abs=2)  # the shown numbers are rounded too
            checked += 1
    assert checked >= 4


def test_another_question_is_neither_drawn_nor_compared(compared: CohortsCompared) -> None:
    """The first cohort was asked about good days in another way: it is in no line and no number, and named instead."""
    good = compared.measures["good_days"]
    row = good.change.rows.set_index("key").loc["c1"]
    assert row["told"] == ELSEWHERE
    assert np.isnan(row["value"])
    assert "Cohort 1 was asked in another way" in good.otherwise
    for record in good.lines.values():
        assert record is not None
        assert "Cohort 1" not in set(record.lines["cohort"])
        assert set(record.lines["cohort"]) == {f"Cohort {k}" for k in range(2, 7)}
    assert compared.measures["wellbeing"].otherwise == ""


def test_a_cohort_that_changed_its_question_is_broken_not_joined(store: Store, publish: Publish) -> None:
    """Of a cohort asked in two ways only the compared part is drawn, with a break where it begins and a word for it."""
    lay_out(store, {"a": [12, 12], "b": [12, 12], "c": [12, 12]})
    for name in ("a-1", "a-2", "b-1", "b-2"):
        add_tallies(store, weekly(name, range(24), 6), instrument=DAILY)
    add_tallies(store, weekly("c-1", range(6), 9) + weekly("c-2", range(6), 9), instrument=OLDER)
    add_tallies(store, weekly("c-1", range(6, 24), 5) + weekly("c-2", range(6, 24), 5), instrument=DAILY)
    good = cohorts_compared(store, publish(), EVERYTHING, "p").measures["good_days"]

    assert "Cohort c was asked in two ways" in good.otherwise
    lines = good.lines["sets"]
    assert lines is not None
    assert lines.reworded == ("Cohort c",)
    mine = lines.lines[lines.lines["cohort"] == "Cohort c"]
    assert mine["position"].tolist() == [2, 3, 4]
    assert mine["value"].tolist() == [0.5, 0.5, 0.5]


def test_the_version_is_the_one_most_cohorts_share() -> None:
    """The version that most cohorts were asked is compared, of equals the newest; a lone new one never drives it."""
    rows = [("a", "x@1", "2020-01-01"), ("b", "x@1", "2020-01-01"), ("c", "x@2", "2024-01-01")]
    asked = pd.DataFrame(rows, columns=["group_id", "instrument", "period_start"]).assign(state="shown")
    assert version_of(asked) == "x@1"
    assert version_of(asked.iloc[1:]) == "x@2"
    assert version_of(asked.iloc[:0]) == ""
    assert version_of(asked.assign(state="not_asked")) == ""


def test_weeks_are_counted_from_learning_set_one(compared: CohortsCompared, figures: pd.DataFrame) -> None:
    """A stretch stands at its middle, in weeks from the Monday of the week of learning set 1; by date, at that day."""
    events = read("learning_event").query("kind == 'learning_set' and ordinal == '1'")
    monday = {row.cohort_id: pd.Timestamp(row.starts_on) for row in events.itertuples()}
    monday = {name: day - pd.Timedelta(days=day.weekday()) for name, day in monday.items()}
    rows = figures[(figures["indicator_id"] == "good_days") & (figures["period_kind"] == "between_sets")]
    rows = rows[rows["instrument"] == DAILY].sort_values(["group_id", "period_start"])
    middles = rows["period_start"] + (rows["period_end"] - rows["period_start"]) / 2
    weeks = [(day - monday[name]).days / 7 for name, day in zip(rows["group_id"], middles, strict=True)]
    days = [(day - pd.Timestamp("1970-01-01")).days for day in middles]
    good = compared.measures["good_days"].lines
    assert good["weeks"] is not None
    assert good["calendar"] is not None
    assert good["weeks"].lines["position"].tolist() == pytest.approx(weeks)
    assert good["calendar"].lines["position"].tolist() == pytest.approx(days)
    assert good["weeks"].lines["value"].tolist() == rows["value"].tolist()


def test_sentences_count_what_the_rows_say(compared: CohortsCompared) -> None:
    """Each title counts the verdicts of its rows; nothing on the page ranks cohorts."""
    for measure in compared.measures.values():
        rows = measure.change.rows
        improved = int((rows["verdict"] == "improved").sum())
        early = rows["low"].notna() & (rows["verdict"] == "too_few")
        judged, told = int((rows["low"].notna() & ~early).sum()), int((rows["value"].notna() & ~early).sum())
        assert f"of {judged} cohorts" in measure.change.title or f"in {judged} cohorts" in measure.change.title
        assert (f"too few answers in {told - judged}" in measure.change.title) == (told > judged)
        assert (f"too early in {early.sum()}" in measure.change.title) == bool(early.sum())
        assert (f"improved in {improved} of" in measure.change.title) == (improved > 0)
        assert rows["key"].tolist() == ["c1", "c2", "c3", "c4", "c5", "c6"]
    assert compared.headline.title.startswith("Of 4 headline measures, 3 improved")


def test_team_changes_are_recounted(sample_store: Store, release: Reader) -> None:
    """Every dot is the latest share of a team less its baseline, of each team with both shown, in enrolment order."""
    record = teams_compared(sample_store, release, EVERYTHING, "good_days")
    own = release.ask("views/figures", group_kind="team", group_id=None)
    own = own[(own["indicator_id"] == "good_days") & (own["instrument"] == DAILY) & (own["state"] == "shown")]
    ends = {
        kind: own[(own["period_kind"] == kind) & own["capped"].isna()].set_index("group_id")["value"]
        for kind in ("baseline", "latest")
    }
    moved = (ends["latest"] - ends["baseline"]).dropna()
    enrolled = read("enrolment").merge(read("team")[["team_id", "name"]], on="team_id")
    order = [
        name for name in enrolled.sort_values(["cohort_id", "ordinal"], key=_number)["enrolment_id"] if name in moved
    ]
    names = enrolled.set_index("enrolment_id")["name"]
    assert record.points["label"].tolist() == [names[name] for name in order]
    assert record.points["value"].tolist() == pytest.approx([moved[name] for name in order])
    row = record.rows.set_index("cohort").loc["Cohort 2"]
    second = moved[[name.startswith("c2") for name in moved.index]]
    assert row["told"].startswith(
        f"{len(second)} teams: {int((second > 0).sum())} higher, {int((second < 0).sum())} lower"
    )
    assert row["middle"] == pytest.approx(np.median(second))


def _number(column: pd.Series) -> pd.Series:
    return column.str.extract(r"(\d+)")[0].astype(int)


def test_few_people_coming_or_going_leave_only_a_direction(store: Store, publish: Publish) -> None:
    """A team that two people joined between the rounds has no dot, only its direction in the count (R14)."""
    lay_out(store, {"a": [14, 14, 14, 14]})
    later = [(name, f"a-r{k}", None, everybody("p6_colleagues@1", P6, code)) for name in TEAMS for k, code in ROUNDS
             for _ in range(7)]  # fmt: skip
    spread = [(name, f"a-r{k}", None, everybody("p6_colleagues@1", P6, code - 1)) for name in TEAMS
              for k, code in ROUNDS for _ in range(7)]  # fmt: skip
    add_responses(store, later + spread)
    before = teams_compared(store, publish(), EVERYTHING, "relationships_colleagues")
    assert len(before.points) == 4
    joined = pd.DataFrame([{"team_id": "a-1", "valid_from": pd.Timestamp(START + timedelta(weeks=8)), "headcount": 16}])
    with store.writing() as writer:
        writer.append("programme.team_size", joined)
    after = teams_compared(store, publish(), EVERYTHING, "relationships_colleagues")
    assert after.points["label"].tolist() == ["Team a-2", "Team a-3", "Team a-4"]
    assert after.rows["told"].iloc[0] == "3 teams: 3 higher; 1 more without size: 1 higher"


def test_a_team_sees_its_cohort_and_no_other_team(sample_store: Store, release: Reader, programme: str) -> None:
    """Whoever sees one team only gets the total of its cohort and not one dot of any team."""
    me = team("c2-01", "c2", programme)
    found = cohorts_compared(sample_store, release, me, programme)
    assert found.headline.title == ALONE[1][True]
    assert {key for one in found.measures.values() for key in one.change.rows["key"]} == {"c2"}
    record = teams_compared(sample_store, release, me, "good_days")
    assert record.points.empty
    assert record.rows["told"].tolist() == [UNSEEN]
    assert record.title == "Good days: no team's change is shown to you"


@pytest.mark.parametrize("who", [STRANGER, DATA_LEAD])
def test_nobody_without_results_sees_any(sample_store: Store, release: Reader, programme: str, who: Who) -> None:
    """A stranger and the data lead are refused both views."""
    with pytest.raises(NotAllowed):
        cohorts_compared(sample_store, release, who, programme)
    with pytest.raises(NotAllowed):
        teams_compared(sample_store, release, who, "good_days")


def test_only_headline_measures_are_compared(sample_store: Store, release: Reader) -> None:
    """Another measure's name is refused in words."""
    with pytest.raises(NotFound, match="no such measure"):
        teams_compared(sample_store, release, FACILITATOR, "nonsense")


def test_cohorts_without_data_say_so(store: Store, publish: Publish) -> None:
    """Cohorts that nobody was asked in have rows in words, no line, and break nothing."""
    lay_out(store, {"a": [9], "b": [9]})
    release = publish()
    found = cohorts_compared(store, release, EVERYTHING, "p")
    assert found.headline.title == "No headline measure can be compared with its start yet"
    for one in found.measures.values():
        assert one.lines["sets"] is None
        assert one.change.verdict in {Verdict.NOT_ASKED, Verdict.HIDDEN}
    record = teams_compared(store, release, EVERYTHING, "good_days")
    assert record.points.empty
    assert set(record.rows["told"]) == {"No team's change can be shown"}
