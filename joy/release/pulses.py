"""Raw figures of daily tallies: by week or fortnight, between learning sets, at baseline and lately."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from joy.definitions import Policy
from joy.disclosure import choose_step, pulse_visible
from joy.frames import Column, Row, each
from joy.periods import Span, action_periods
from joy.release.rows import raw_rows


LATEST_DAYS = (
    56  # "lately" is eight weeks: two action periods of the shortest spacing (domain: sets 4 to 8 weeks apart)
)
BOTH_ENDS = 2  # baseline and latest
SERIES = ["indicator_id", "instrument"]
Window = tuple[str, str, str, date | pd.Timestamp, date | pd.Timestamp]  # enrolment, kind, id, start, end


def pulse_rows(
    weeks: pd.DataFrame,
    days: pd.DataFrame,
    enrolments: pd.DataFrame,
    sets: pd.DataFrame,
    closed_before: date,
    programme_id: str,
    policy: Policy,
) -> pd.DataFrame:
    """Raw figures of every tally indicator for teams, cohorts and the programme.

    `weeks` and `days` are the tallies of closed weeks. A team's series is weekly; where too few of its weeks may be
    shown it is pooled to fortnights, or to the stretches between learning sets alone. A cohort's weeks are those of its
    weekly teams; its baseline, latest weeks and stretches are those of all its teams.
    """
    people = enrolments.set_index("enrolment_id")["people"].fillna(0).astype("int64")
    week_rows = _weekly(weeks, people, closed_before, policy)
    windows = _windows(days, enrolments, sets, closed_before)
    return pd.concat([week_rows, _window_rows(windows, people, programme_id)], ignore_index=True)


def _weekly(weeks: pd.DataFrame, people: pd.Series, closed_before: date, policy: Policy) -> pd.DataFrame:
    weeks = weeks.assign(people=weeks["enrolment_id"].map(people).fillna(0), n=weeks["n"].astype("int64"))
    fortnights = _fortnights(weeks, closed_before)
    steps = _steps(weeks, fortnights, policy)
    by_team = [*SERIES, "enrolment_id"]
    weeks = weeks.merge(steps, on=by_team)
    fortnights = fortnights.merge(steps, on=by_team)
    weekly = weeks[weeks["step"] == "week"]
    coarser = fortnights[fortnights["step"] == "fortnight"]
    # A cohort's week counts only teams that are published by week. Others could be had by subtracting the rest.
    cohort_weeks = weekly.groupby([*SERIES, "cohort_id", "week"], as_index=False).agg(
        n=("n", "sum"), good=("good", "sum"), busiest_day=("busiest_day", "max"), people=("people", "sum")
    )
    of_cohort = {"parent_kind": "cohort", "parent_id": weekly["cohort_id"], "parent_period_kind": "week"}
    of_cohort["parent_period_id"] = weekly["week"].dt.strftime("%Y-%m-%d")
    return pd.concat(
        [
            _dated(weekly, "week", 7, "team", weekly["enrolment_id"], **of_cohort),
            _dated(coarser, "fortnight", 14, "team", coarser["enrolment_id"]),
            _dated(cohort_weeks, "week", 7, "cohort", cohort_weeks["cohort_id"]),
        ],
        ignore_index=True,
    )


def _fortnights(weeks: pd.DataFrame, closed_before: date) -> pd.DataFrame:
    """Pairs of weeks, counted from the first week any team of the cohort tallied; a pair counts once it is over."""
    start = weeks.groupby("cohort_id")["week"].transform("min")
    pair = (weeks["week"] - start).dt.days // 14
    pooled = (
        weeks.assign(week=start + pd.to_timedelta(pair * 14, unit="D"))
        .groupby([*SERIES, "cohort_id", "enrolment_id", "people", "week"], as_index=False)
        .agg(n=("n", "sum"), good=("good", "sum"), busiest_day=("busiest_day", "max"))
    )
    over: pd.DataFrame = pooled[pooled["week"] + timedelta(days=14) <= pd.Timestamp(closed_before)]
    return over


def _steps(weeks: pd.DataFrame, fortnights: pd.DataFrame, policy: Policy) -> pd.DataFrame:
    """The finest step at which enough of a team's periods may be shown, of those from its first week to its last."""
    by_team = [*SERIES, "enrolment_id"]
    spans = weeks.groupby(by_team)["week"].agg(["min", "max"])
    shown = [
        frame.assign(is_visible=_visible(frame, policy)).groupby(by_team)["is_visible"].sum().rename(name)
        for frame, name in ((weeks, "weeks"), (fortnights, "fortnights"))
    ]
    both = spans.join(shown[0]).join(shown[1]).fillna({"weeks": 0, "fortnights": 0})
    both["possible"] = (both["max"] - both["min"]).dt.days // 7 + 1
    both["step"] = [choose_step(int(row.weeks), int(row.fortnights), int(row.possible)) for row in each(both)]
    return both["step"].reset_index()


def _visible(frame: pd.DataFrame, policy: Policy) -> NDArray[np.bool_]:
    n, busiest, people = (frame[name].to_numpy(dtype="float64") for name in ("n", "busiest_day", "people"))
    return pulse_visible(n, busiest, people, policy)


def _windows(days: pd.DataFrame, enrolments: pd.DataFrame, sets: pd.DataFrame, closed_before: date) -> pd.DataFrame:
    """One row per team, indicator and window: the sums of its days."""
    stretches = {str(cohort): _stretches(own) for cohort, own in sets.groupby("cohort_id")}
    spans = pd.DataFrame(
        [
            window
            for row in each(enrolments)
            for window in _team_windows(row, stretches.get(row.cohort_id, []), closed_before)
        ],
        columns=["enrolment_id", "period_kind", "period_id", "period_start", "period_end"],
    )
    spans[["period_start", "period_end"]] = spans[["period_start", "period_end"]].astype("datetime64[s]")
    inside = days.merge(spans, on="enrolment_id")
    inside = inside[(inside["on_date"] >= inside["period_start"]) & (inside["on_date"] < inside["period_end"])]
    by = [*SERIES, "cohort_id", "enrolment_id", "period_kind", "period_id", "period_start", "period_end"]
    sums = inside.groupby(by, as_index=False).agg(n=("n", "sum"), good=("good", "sum"), busiest_day=("n", "max"))
    return sums[sums["n"] > 0]


def _stretches(sets: pd.DataFrame) -> list[Span]:
    """The time between one cohort's learning sets."""
    return action_periods([moment.date() for moment in sets["starts_on"]], sets["cohort_end"].iloc[0].date())


def _team_windows(row: Row, stretches: list[Span], closed_before: date) -> list[Window]:
    """The baseline, the latest eight weeks and the stretches between learning sets of one enrolment."""
    limit = pd.Timestamp(closed_before)
    ends = [end for end in (limit, row.cohort_end, row.left_on) if not pd.isna(end)]
    end, name = min(ends), row.enrolment_id
    found: list[Window] = []
    if not pd.isna(row.baseline_start):
        start, stop = row.baseline_start, min(row.baseline_end, limit)
        found.append((name, "baseline", "baseline", start, stop))
        found.append((name, "latest", "latest", max(end - timedelta(days=LATEST_DAYS), stop), max(end, stop)))
    return found + [
        (name, "between_sets", str(number), pd.Timestamp(span.start), min(pd.Timestamp(span.end), end))
        for number, span in enumerate(stretches, start=1)
        if pd.Timestamp(span.start) < end
    ]


def is_pooled(windows: pd.DataFrame) -> pd.Series:
    """Which windows count towards the cohort: of baseline and latest only those of teams that have answers in both.

    So a cohort's change compares the same teams.
    """
    is_end = windows["period_kind"].isin(["baseline", "latest"])
    ends = windows["period_kind"].where(is_end)
    both = ends.groupby([windows[name] for name in (*SERIES, "enrolment_id")]).transform("nunique") == BOTH_ENDS
    return ~is_end | both


def _window_rows(windows: pd.DataFrame, people: pd.Series, programme_id: str) -> pd.DataFrame:
    windows = windows.assign(people=windows["enrolment_id"].map(people).fillna(0))
    pooled = is_pooled(windows)
    period = ["period_kind", "period_id"]
    how = {
        "n": "sum",
        "good": "sum",
        "busiest_day": "max",
        "people": "sum",
        "period_start": "min",
        "period_end": "max",
    }
    cohorts = windows[pooled].groupby([*SERIES, "cohort_id", *period], as_index=False).agg(how)
    programme = cohorts.groupby([*SERIES, *period], as_index=False).agg(how)
    rows = [
        _shared(
            windows,
            "team",
            windows["enrolment_id"],
            parent_kind=np.where(pooled, "cohort", ""),
            parent_id=windows["cohort_id"],
        ),
        _shared(cohorts, "cohort", cohorts["cohort_id"], parent_kind="programme", parent_id=programme_id),
        _shared(programme, "programme", programme_id),
    ]
    return pd.concat(rows, ignore_index=True)


def _shared(frame: pd.DataFrame, group_kind: str, group_id: Column, **columns: Column) -> pd.DataFrame:
    share = frame["good"].astype("float64") / frame["n"].astype("float64").where(frame["n"] > 0)
    return raw_rows(
        frame,
        group_kind=group_kind,
        group_id=group_id,
        value=share,
        **{"parent_period_kind": frame["period_kind"], "parent_period_id": frame["period_id"], **columns},
    )


def _dated(
    frame: pd.DataFrame, kind: str, length: int, group_kind: str, group_id: Column, **columns: Column
) -> pd.DataFrame:
    start = frame["week"]
    dated = frame.assign(
        period_kind=kind,
        period_id=start.dt.strftime("%Y-%m-%d"),
        period_start=start,
        period_end=start + timedelta(days=length),
    )
    share = dated["good"].astype("float64") / dated["n"].astype("float64").where(dated["n"] > 0)
    return raw_rows(dated, group_kind=group_kind, group_id=group_id, value=share, **columns)
