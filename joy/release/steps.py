"""How finely each team's tallies are published: by week, by fortnight or between learning sets, once and for good.

The same answers at two steps could be subtracted from each other, so a step that was published stays (rules R8, R13).
"""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from joy.disclosure import FEWEST_WEEKS, Step, choose_step, pulse_visible
from joy.frames import each
from joy.periods import week_of
from joy.release.policies import TALLIES, Policies, kept_under
from joy.release.spans import stretches_of


SERIES = ["indicator_id", "instrument"]
TEAM = [*SERIES, "enrolment_id"]
STEPS = [*TEAM, "step", "anchor", "is_new"]
SOME_MONDAY = pd.Timestamp(2001, 1, 1)  # fortnights of a cohort without a start are counted from it


def with_people(weeks: pd.DataFrame, enrolments: pd.DataFrame) -> pd.DataFrame:
    """Weekly tallies with the size of their team; 0 where it is not known, which hides them."""
    people = enrolments.set_index("enrolment_id")["people"].fillna(0).astype("int64")
    return weeks.assign(people=weeks["enrolment_id"].map(people).fillna(0), n=weeks["n"].astype("int64"))


def passes(frame: pd.DataFrame, policies: Policies) -> NDArray[np.bool_]:
    """Which rows of tallies pass the pulse rule that holds for their cohort, each by itself."""
    found = np.zeros(len(frame), dtype=bool)
    under = frame["cohort_id"].map(lambda cohort: kept_under(TALLIES, cohort))
    for policy, mine in policies.by_policy(under):
        n, busiest, people = (
            frame.loc[mine, name].to_numpy(dtype="float64") for name in ("n", "busiest_day", "people")
        )
        found[mine.to_numpy()] = pulse_visible(n, busiest, people, policy)
    return found


def fortnights_of(weeks: pd.DataFrame, closed_before: date) -> pd.DataFrame:
    """Pool weeks (with `anchor`) in pairs counted from their anchor; a pair counts once it is over."""
    pair = (weeks["week"] - weeks["anchor"]).dt.days // 14
    pooled = (
        weeks.assign(week=weeks["anchor"] + pd.to_timedelta(pair * 14, unit="D"))
        .groupby([*SERIES, "cohort_id", "enrolment_id", "people", "week"], as_index=False)
        .agg(n=("n", "sum"), good=("good", "sum"), busiest_day=("busiest_day", "max"))
    )
    over: pd.DataFrame = pooled[pooled["week"] + timedelta(days=14) <= pd.Timestamp(closed_before)]
    return over


def steps_of(
    weeks: pd.DataFrame,
    kept: pd.DataFrame,
    enrolments: pd.DataFrame,
    sets: pd.DataFrame,
    closed_before: date,
    policies: Policies,
) -> pd.DataFrame:
    """Give the step and anchor of every team series that has one, in the columns of STEPS.

    `weeks` are tallies of closed weeks, `kept` the steps already published. A new step is decided from four closed
    weeks on; that a series is too thin for fortnights, only once a stretch between learning sets that it has answers in
    is over. Then everything is decided, so that the answers of all teams enter the cohort's stretch together. A series
    without a step is in no figure yet. Fortnights are counted from the week in which the cohort started, whatever data
    arrive.
    """
    weeks = with_people(weeks, enrolments).merge(_anchors(enrolments), on="enrolment_id")
    fortnights = fortnights_of(weeks, closed_before)
    shown = [
        frame[passes(frame, policies)].groupby(TEAM).size().rename(name)
        for frame, name in ((weeks, "weeks"), (fortnights, "fortnights"))
    ]
    every = (
        weeks.groupby(TEAM)["week"]
        .agg(["min", "max"])
        .join(shown[0])
        .join(shown[1])
        .fillna({"weeks": 0, "fortnights": 0})
    )
    every["possible"] = (every["max"] - every["min"]).dt.days // 7 + 1
    every["step"] = [str(choose_step(int(row.weeks), int(row.fortnights), int(row.possible))) for row in each(every)]
    is_thin = every["step"] == Step.BETWEEN_SETS
    is_over = every.index.isin(_with_a_stretch_over(weeks, enrolments, sets, closed_before))
    decided = every[is_over | (~is_thin & (every["possible"] >= FEWEST_WEEKS))].reset_index()
    new = decided.merge(_anchors(enrolments), on="enrolment_id").assign(is_new=True)
    new = new[~pd.MultiIndex.from_frame(new[TEAM]).isin(pd.MultiIndex.from_frame(kept[TEAM]))]
    return pd.concat(
        [part[STEPS] for part in (kept.assign(is_new=False), new) if len(part)] or [new[STEPS]], ignore_index=True
    )


def _anchors(enrolments: pd.DataFrame) -> pd.DataFrame:
    known = enrolments["cohort_start"].fillna(SOME_MONDAY)
    starts = [pd.Timestamp(week_of(start.date())) for start in known]
    return pd.DataFrame({"enrolment_id": enrolments["enrolment_id"].to_numpy(), "anchor": starts})


def _with_a_stretch_over(
    weeks: pd.DataFrame, enrolments: pd.DataFrame, sets: pd.DataFrame, closed_before: date
) -> pd.MultiIndex:
    """Team series with answers in a stretch between learning sets that is over."""
    spans = stretches_of(enrolments, sets, closed_before)
    inside = weeks.merge(spans[spans["is_over"]], on="enrolment_id")
    inside = inside[(inside["week"] >= inside["period_start"]) & (inside["week"] < inside["period_end"])]
    return pd.MultiIndex.from_frame(inside[TEAM].drop_duplicates())
