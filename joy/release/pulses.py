"""Raw figures of daily tallies: by week or fortnight, between learning sets, at baseline and lately.

Structure comes before rules here (R8, R9, R13): every window is a sum of whole periods that pass the pulse rule by
themselves, and a cohort is a sum of its teams' windows, so none of them tells more than the periods do. Answers of a
week or fortnight that may not be shown are in no other figure. Teams too thin for fortnights have their stretches
between learning sets alone, and only once one is over.
"""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd

from joy.definitions import DisclosureClass
from joy.disclosure import Step
from joy.disclosure.complement import FEWEST_HIDDEN
from joy.frames import Column
from joy.release.policies import TALLIES, Policies, kept_under
from joy.release.rows import raw_rows
from joy.release.spans import ends_of, stretches_of
from joy.release.steps import SERIES, TEAM, fortnights_of, passes, with_people


BOTH_ENDS = 2  # baseline and latest
PERIOD = ["period_kind", "period_id"]
SUMMED = {"n": "sum", "good": "sum", "busiest_day": "max"}
LENGTHS = {"week": 7, "fortnight": 14}


def pulse_rows(
    weeks: pd.DataFrame,
    steps: pd.DataFrame,
    enrolments: pd.DataFrame,
    sets: pd.DataFrame,
    closed_before: date,
    programme_id: str,
    policies: Policies,
) -> pd.DataFrame:
    """Raw figures of every tally indicator for teams, cohorts and the programme.

    `weeks` are the tallies of closed weeks, `steps` how finely each team's are published (`steps_of`); a team without
    a step yet is in no figure. A cohort's weeks are those of its weekly teams that may be shown; its baseline and
    latest weeks are those of weekly and fortnightly teams; its stretches those of all teams, but for a few thin ones
    that would be left over too small.
    """
    own = with_people(weeks, enrolments).merge(steps, on=TEAM)
    periods = _periods(own, closed_before, policies)
    windows = _windows(own, periods, enrolments, sets, closed_before, policies)
    return pd.concat([_dated(periods), _window_rows(windows, programme_id)], ignore_index=True)


def _periods(weeks: pd.DataFrame, closed_before: date, policies: Policies) -> pd.DataFrame:
    """Weeks of weekly teams and fortnights of fortnightly ones, and whether each may be shown."""
    weekly = weeks[weeks["step"] == Step.WEEK]
    coarser = fortnights_of(weeks[weeks["step"] == Step.FORTNIGHT], closed_before)
    both = pd.concat(
        [frame.assign(period_kind=kind) for kind, frame in (("week", weekly), ("fortnight", coarser)) if len(frame)]
        or [weekly.assign(period_kind="week")],
        ignore_index=True,
    )
    length = pd.to_timedelta(both["period_kind"].map(LENGTHS), unit="D")
    return both.assign(period_start=both["week"], period_end=both["week"] + length, passes=passes(both, policies))


def _windows(
    weeks: pd.DataFrame,
    periods: pd.DataFrame,
    enrolments: pd.DataFrame,
    sets: pd.DataFrame,
    closed_before: date,
    policies: Policies,
) -> pd.DataFrame:
    """One row per team, indicator and window with any answer; `is_counted`: whether the cohort's figure holds it."""
    stretches = stretches_of(enrolments, sets, closed_before)
    thin = weeks[weeks["step"] == Step.BETWEEN_SETS]
    of_weeks = thin.assign(period_start=thin["week"], period_end=thin["week"] + timedelta(days=7))
    shown = periods[periods["passes"]]
    parts = [
        _summed(shown, ends_of(enrolments, closed_before), whole=True),
        _summed(shown, stretches, whole=False),
        _summed(of_weeks, stretches[stretches["is_over"]], whole=False),
    ]
    windows = pd.concat([part for part in parts if len(part)] or [parts[0]], ignore_index=True)
    windows = windows.assign(passes=passes(windows, policies))
    return windows.assign(is_counted=_compares_same_teams(windows) & _leaves_enough(windows, policies))


def _summed(periods: pd.DataFrame, spans: pd.DataFrame, *, whole: bool) -> pd.DataFrame:
    """Sums of the periods in each window: those that lie wholly in it, or those that begin in it.

    A fortnight across a learning set counts where it begins, so that stretches leave nothing out; the stretch then ends
    when it does. Baseline and latest weeks hold whole periods only, so that a baseline is one.
    """
    inside = periods.drop(columns=["period_kind"], errors="ignore").merge(
        spans, on="enrolment_id", suffixes=("_part", "")
    )
    starts = inside["period_start_part"]
    last = inside["period_end_part"] <= inside["period_end"] if whole else starts < inside["period_end"]
    inside = inside[(starts >= inside["period_start"]) & last]
    inside = inside.assign(period_end=inside[["period_end", "period_end_part"]].max(axis=1))
    by = [*SERIES, "cohort_id", "enrolment_id", "people", *PERIOD, "period_start"]
    sums = inside.groupby(by, as_index=False).agg({**SUMMED, "period_end": "max"})
    return sums[sums["n"] > 0]


def _compares_same_teams(windows: pd.DataFrame) -> pd.Series:
    """Of baseline and latest the cohort holds only teams that have both, so its change compares the same teams."""
    is_end = windows["period_kind"].isin(["baseline", "latest"])
    ends = windows["period_kind"].where(is_end)
    both = ends.groupby([windows[name] for name in TEAM]).transform("nunique") == BOTH_ENDS
    return ~is_end | both


def _leaves_enough(windows: pd.DataFrame, policies: Policies) -> pd.Series:
    """R7: hidden stretches are in the cohort's only where at least two, with enough people together, are left over.

    Otherwise they are left out, which costs a few answers; hiding the cohort's stretch or another team would cost more.
    People are at least as many as answered on each team's busiest day (R1).
    """
    hidden = windows[~windows["passes"]]
    where = [*SERIES, "cohort_id", *PERIOD]
    left = hidden.groupby(where)["busiest_day"].agg(["size", "sum"])
    k = policies.together.classes[DisclosureClass.PULSE].k_show
    enough = left.index[(left["size"] >= FEWEST_HIDDEN) & (left["sum"] >= k)]
    return windows["passes"] | pd.MultiIndex.from_frame(windows[where]).isin(enough)


def _dated(periods: pd.DataFrame) -> pd.DataFrame:
    """Rows of weeks and fortnights; a cohort's week is the sum of the teams' weeks that may be shown."""
    dated = periods.assign(period_id=periods["week"].dt.strftime("%Y-%m-%d"))
    is_part = dated["passes"] & (dated["period_kind"] == "week")
    by = [*SERIES, "cohort_id", *PERIOD, "period_start", "period_end"]
    cohorts = dated[is_part].groupby(by, as_index=False).agg({**SUMMED, "people": "sum"})
    parent = {"parent_kind": np.where(is_part, "cohort", ""), "parent_id": dated["cohort_id"]}
    return pd.concat(
        [_shared(dated, "team", dated["enrolment_id"], **parent), _shared(cohorts, "cohort", cohorts["cohort_id"])],
        ignore_index=True,
    )


def _window_rows(windows: pd.DataFrame, programme_id: str) -> pd.DataFrame:
    how = {**SUMMED, "people": "sum", "period_start": "min", "period_end": "max"}
    counted = windows[windows["is_counted"]]
    cohorts = counted.groupby([*SERIES, "cohort_id", *PERIOD], as_index=False).agg(how)
    programme = cohorts.groupby([*SERIES, *PERIOD], as_index=False).agg(how).assign(cohort_id="*")
    parent = {"parent_kind": np.where(windows["is_counted"], "cohort", ""), "parent_id": windows["cohort_id"]}
    rows = [
        _shared(windows, "team", windows["enrolment_id"], **parent),
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
        kept_under=[kept_under(TALLIES, cohort) for cohort in frame["cohort_id"]],
        **{"parent_period_kind": frame["period_kind"], "parent_period_id": frame["period_id"], **columns},
    )
