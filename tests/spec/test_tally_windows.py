"""Windows of tallies are sums of whole periods that may be shown themselves, and a step once published stays.

What each figure should hold is added up here from the single days, with no part of the product's own summing.
"""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd

from joy.definitions import load_definitions, load_policy
from joy.release import make_release
from joy.release.raw import raw_figures
from joy.release.spans import ends_of, stretches_of
from joy.store import Store
from tests.small_world import SET_GAP, SETS, START, add_tallies, lay_out


POLICY = load_policy()
WEEK = timedelta(days=7)
TODAY = date(2024, 7, 1)
Day = tuple[str, date, int, int]


def passes(n: int, busiest: int, people: int) -> bool:
    """The pulse rule, written once more."""
    return n >= 5 and busiest >= 3 and people >= 5


def raw(store: Store, as_of: date = TODAY) -> pd.DataFrame:
    frame = raw_figures(store, "p", as_of, load_definitions(), POLICY)
    return frame[frame["indicator_id"] == "good_days"]


def cell(frame: pd.DataFrame, group: str, kind: str, period: str | None = None) -> pd.DataFrame:
    found = frame[(frame["group_id"] == group) & (frame["period_kind"] == kind)]
    return found if period is None else found[found["period_id"] == period]


def statistics(store: Store) -> None:
    make_release(store, "p", reason="by_hand")


def days_of(team: str, weeks: range, per_day: int, days: int = 3) -> list[Day]:
    return [
        (team, START + week * WEEK + timedelta(days=d), per_day, per_day // 2) for week in weeks for d in range(days)
    ]


def test_a_window_is_the_sum_of_shown_weeks(store: Store) -> None:
    """In a random programme every window of a weekly team is the sum of its weeks that pass; thin weeks are nowhere."""
    luck = np.random.default_rng(11)
    lay_out(store, {"a": [9, 9, 9, 9]})
    days = [
        (f"a-{team}", START + timedelta(days=int(d)), int(n), int(luck.integers(0, n + 1)))
        for team in range(1, 5) for d in range(7 * 24) if d % 7 < 5 and (n := luck.binomial(9, 0.13 + 0.05 * team)) > 0
    ]  # fmt: skip
    add_tallies(store, days)
    statistics(store)
    frame, thin = raw(store), 0
    weekly = frame[(frame["group_kind"] == "team") & (frame["period_kind"] == "week")]["group_id"].unique()

    assert len(weekly) >= 2
    for team in weekly:
        by_week: dict[date, list[int]] = {}
        for name, day, n, _ in days:
            if name == team:
                by_week.setdefault(day - timedelta(days=day.weekday()), []).append(n)
        good = {week: sum(ns) for week, ns in by_week.items() if passes(sum(ns), max(ns), 9)}
        thin += len(by_week) - len(good)
        for stretch in range(1, SETS + 1):
            start = START + SET_GAP * (stretch - 1)
            want = sum(n for week, n in good.items() if start <= week < start + SET_GAP)
            assert cell(frame, team, "between_sets", str(stretch))["n"].sum() == want
        ends = {
            "baseline": (START, START + SET_GAP),
            "latest": (START + SET_GAP * SETS - 8 * WEEK, START + SET_GAP * SETS),
        }
        for kind, (start, end) in ends.items():
            assert cell(frame, team, kind)["n"].sum() == sum(n for week, n in good.items() if start <= week < end)
    assert thin > 5  # the sample puts the rule to the test


def test_a_cohort_is_the_sum_of_what_its_teams_show(store: Store) -> None:
    """A cohort's weeks and windows hold what its teams' hold, so that nothing is left over by subtraction."""
    lay_out(store, {"a": [9, 9, 9]})
    thin_week = [("a-1", START + 9 * WEEK, 4, 1)]
    add_tallies(
        store,
        [*days_of("a-1", range(9), 3), *thin_week, *days_of("a-1", range(10, 24), 3), *days_of("a-2", range(24), 4)],
    )
    statistics(store)
    frame = raw(store)

    for kind in ("week", "baseline", "latest", "between_sets"):
        cohort = cell(frame, "a", kind)
        teams = frame[
            (frame["group_kind"] == "team") & (frame["period_kind"] == kind) & (frame["parent_kind"] == "cohort")
        ]
        assert cohort.set_index("period_id")["n"].to_dict() == teams.groupby("period_id")["n"].sum().to_dict()
    tenth = (START + 9 * WEEK).isoformat()
    assert cell(frame, "a", "week", tenth)["n"].item() == 12
    assert cell(frame, "a-1", "week", tenth)["parent_kind"].item() == ""


def test_windows_begin_and_end_on_mondays(store: Store) -> None:
    """With learning sets on Wednesdays, and a team that leaves on one, windows are whole weeks that share none."""
    wednesday = timedelta(days=2)
    lay_out(store, {"a": [9, 9]})
    enrolments = store.ask("release/enrolments", programme_id="p")
    sets = store.ask("release/learning_sets", programme_id="p")
    sets["starts_on"] += pd.Timedelta(wednesday)
    enrolments["left_on"] = pd.to_datetime([START + 15 * WEEK + wednesday, None]).astype("datetime64[s]")
    enrolments["baseline_start"] += pd.Timedelta(wednesday)
    spans = pd.concat([stretches_of(enrolments, sets, TODAY), ends_of(enrolments, TODAY)])

    assert set(spans["period_start"].dt.day_of_week) == set(spans["period_end"].dt.day_of_week) == {0}
    for team, weeks in (("a-1", 16), ("a-2", 24)):
        own = spans[(spans["enrolment_id"] == team) & (spans["period_kind"] == "between_sets")]
        assert own["period_start"].tolist()[1:] == own["period_end"].tolist()[:-1]
        assert own["period_end"].iloc[-1] == pd.Timestamp(START + weeks * WEEK)


def test_a_thin_team_has_its_stretches_once_they_are_over(store: Store) -> None:
    """A team too thin for fortnights has stretches only, none that still runs, and no baseline or latest weeks."""
    lay_out(store, {"a": [9, 9, 9]}, today=START + 15 * WEEK)
    thin = [("a-3", START + week * WEEK, 3 if week % 3 == 0 else 1, 1) for week in range(15)]
    add_tallies(store, [*days_of("a-1", range(15), 4), *thin])
    statistics(store)

    own = raw(store, START + 15 * WEEK)
    own = own[own["group_id"] == "a-3"]
    assert own[["period_kind", "period_id"]].to_numpy().tolist() == [["between_sets", "1"], ["between_sets", "2"]]
    assert own["n"].tolist() == [10, 10]


def test_lone_thin_teams_are_left_out_of_the_stretch(store: Store) -> None:
    """One hidden team is left out of its cohort's stretch; two with enough people on their busiest days are in it."""
    cohorts = {"c2": [9, 4], "c3": [9, 4, 4]}
    lay_out(store, cohorts)
    for name, people in cohorts.items():
        thin = [row for team in range(2, len(people) + 1) for row in days_of(f"{name}-{team}", range(24), 3)]
        add_tallies(store, [*days_of(f"{name}-1", range(24), 4), *thin])
    statistics(store)
    frame = raw(store)

    assert cell(frame, "c2", "between_sets", "2")["n"].item() == 6 * 12
    assert cell(frame, "c3", "between_sets", "2")["n"].item() == 6 * (12 + 9 + 9)
    assert set(cell(frame, "c2-2", "between_sets")["parent_kind"]) == {""}


def steps(store: Store) -> dict[str, str]:
    kept = store.ask("release/published_steps", programme_id="p")
    return dict(zip(kept["enrolment_id"], kept["step"], strict=True))


def set_today(store: Store, today: date) -> None:
    with store.writing() as writer:
        frame = pd.DataFrame({"programme_id": ["p"], "name": ["Small"], "is_invented": [True]})
        dates = {"start_date": pd.to_datetime([START]), "today": pd.to_datetime([today])}
        writer.clear("programme.programme")
        writer.append("programme.programme", frame.assign(**dates))


def test_a_published_step_stays(store: Store) -> None:
    """A team published by week stays weekly when its weeks grow thin, and a fortnightly one when they grow full."""
    lay_out(store, {"a": [9, 9]}, today=START + 6 * WEEK)
    full, thin = days_of("a-1", range(6), 4), days_of("a-2", range(6), 3, days=1)
    add_tallies(store, [*full, *thin])
    statistics(store)
    first = steps(store)
    add_tallies(store, [*days_of("a-1", range(6, 24), 3, days=1), *days_of("a-2", range(6, 24), 4)])
    set_today(store, TODAY)
    statistics(store)
    frame = raw(store)

    assert first == steps(store) == {"a-1": "week", "a-2": "fortnight"}
    assert set(frame.loc[frame["group_id"] == "a-1", "period_kind"]) >= {"week"}
    assert "fortnight" not in set(frame.loc[frame["group_id"] == "a-1", "period_kind"])
    assert "week" not in set(frame.loc[frame["group_id"] == "a-2", "period_kind"])


def test_no_step_from_less_than_four_weeks(store: Store) -> None:
    """In its first three weeks a team is in no figure; from four weeks on it is, with all of them."""
    lay_out(store, {"a": [9, 9]}, today=START + 3 * WEEK)
    add_tallies(store, days_of("a-1", range(4), 4))
    statistics(store)
    before, early = steps(store), raw(store, START + 3 * WEEK)
    set_today(store, START + 4 * WEEK)
    statistics(store)

    assert (before, len(early)) == ({}, 0)
    assert steps(store) == {"a-1": "week"}
    assert len(cell(raw(store, START + 4 * WEEK), "a-1", "week")) == 4


def test_fortnights_do_not_move_when_earlier_weeks_arrive(store: Store) -> None:
    """Fortnights are counted from the week the cohort started in, whatever arrives."""
    lay_out(store, {"a": [9, 9]})
    add_tallies(store, days_of("a-1", range(3, 23), 3, days=1))
    statistics(store)
    before = set(cell(raw(store), "a-1", "fortnight")["period_id"])
    add_tallies(store, days_of("a-1", range(-3, 0), 3, days=1))
    statistics(store)
    after = set(cell(raw(store), "a-1", "fortnight")["period_id"])

    assert before <= after
    assert {(date.fromisoformat(day) - START).days % 14 for day in after} == {0}


def test_no_window_is_told_of_a_team_of_four(store: Store) -> None:
    """However much a team of four tallies, none of its periods passes."""
    lay_out(store, {"a": [4, 9]})
    add_tallies(store, [*days_of("a-1", range(24), 4, days=5), *days_of("a-2", range(24), 4)])
    statistics(store)
    frame = raw(store)

    assert set(frame.loc[frame["group_id"] == "a-1", "period_kind"]) <= {"between_sets"}
