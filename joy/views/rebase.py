"""Whether a chart allows a person to start a new phase; the program never starts one itself."""

from __future__ import annotations

from datetime import date
from typing import Literal, cast

import pandas as pd

from joy.definitions import Indicator
from joy.errors import NotFound
from joy.store.definitions import definitions_of
from joy.store.reader import Asker
from joy.variation import Rules, analyse, rebase_refusal
from joy.views import words


STEPS = {"week": 7, "fortnight": 14}  # days; what a run chart is drawn from
Window = tuple[pd.Timestamp, pd.Timestamp]


def refusal(
    store: Asker,
    update: Asker,
    owner: tuple[Literal["team", "cohort"], str],
    indicator_id: str,
    from_date: date,
    reason: str,
) -> str:
    """Say in words why no new phase may start on the chart of a team or cohort on a day; empty where one may.

    Judged from the published points, with the baseline and the phases that are there, as the chart itself is. Raises
    `NotFound` for an unknown measure.
    """
    indicator = definitions_of(store).indicators.get(indicator_id)
    if indicator is None:
        known = ", ".join(definitions_of(store).indicators)
        raise NotFound(f"There is no measure “{indicator_id}”. These exist: {known}. Nothing was changed.")
    kind, group_id = owner
    points = _points(update.ask("views/figures", group_kind=kind, group_id=group_id), indicator)
    if points["value"].notna().sum() == 0:
        return f"{indicator.name} has no weekly points to show there, so its chart has no phases."
    first, last, day = points["date"].iloc[0], points["date"].iloc[-1], pd.Timestamp(from_date)
    if not first < day <= last:
        return f"That day is not on the chart. It must lie after {words.day(first)} and up to {words.day(last)}."
    there = store.ask("views/rebases", group_kind=kind, group_id=group_id)
    earlier = [
        start for start in there.loc[there["indicator_id"] == indicator_id, "from_date"] if first < start <= last
    ]
    found = analyse(
        points,
        chart="run",
        direction=indicator.direction.value,
        rules=Rules.joy(),
        phases=earlier or None,
        baseline=_inside(points, _baseline(store, update, kind, group_id)),
    )
    return rebase_refusal(found, day, reason=reason)


def _points(figures: pd.DataFrame, indicator: Indicator) -> pd.DataFrame:
    """The weekly points of one measure, or else the fortnightly ones; what is hidden or missing has no value."""
    mine = figures[figures["indicator_id"] == indicator.id]
    step = next((kind for kind in STEPS if (mine["period_kind"] == kind).any()), "")
    series = mine[mine["period_kind"] == step].set_index("period_start")
    if series.empty:
        return pd.DataFrame({"date": pd.Series(dtype="datetime64[s]"), "value": pd.Series(dtype="float64")})
    starts = pd.date_range(series.index.min(), series.index.max(), freq=f"{STEPS[step]}D")
    return pd.DataFrame({"date": starts, "value": series["value"].reindex(starts).to_numpy(dtype="float64")})


def _baseline(store: Asker, update: Asker, kind: str, group_id: str) -> Window | None:
    """The team's own baseline, or the one that most teams of the cohort have."""
    about = update.ask("views/release_record").iloc[0]
    teams = store.ask("views/teams", programme_id=str(about["programme_id"]))
    mine = teams[teams["enrolment_id" if kind == "team" else "cohort_id"] == group_id]
    mine = mine[mine["baseline_start"].notna() & mine["baseline_end"].notna()]
    if mine.empty:
        return None
    return cast(Window, mine.groupby(["baseline_start", "baseline_end"]).size().idxmax())


def _inside(points: pd.DataFrame, baseline: Window | None) -> Window | None:
    """The baseline where any shown point lies in it."""
    if baseline is None:
        return None
    within = points["date"].between(*baseline, inclusive="left")
    return baseline if points.loc[within, "value"].notna().any() else None
