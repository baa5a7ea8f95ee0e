"""Whether a chart allows a person to start a new phase; the program never starts one itself."""

from __future__ import annotations

from datetime import date
from typing import Literal, cast

import pandas as pd

from joy.access import Who, administers, need, sees_cohort, sees_team
from joy.store import names
from joy.store.definitions import definitions_of
from joy.store.reader import Asker
from joy.variation import rebase_refusal
from joy.views import words
from joy.views.runs import Window, analysis, points_of


def refusal(
    store: Asker,
    update: Asker,
    who: Who,
    owner: tuple[Literal["team", "cohort"], str],
    indicator_id: str,
    from_date: date,
    reason: str,
) -> str:
    """Say in words why no new phase may start on the chart of a team or cohort on a day; empty where one may.

    Judged from the published points, with the baseline and the phases that are there, as the chart itself is. Raises
    `NotFound` for an unknown measure, with the nearest, and `NotAllowed` for whom the chart is not.
    """
    sees = sees_team if owner[0] == "team" else sees_cohort
    need(administers(who) or sees(who, owner[1]), "this chart")
    indicator_id = names.measure_id(store, indicator_id)
    indicator = definitions_of(store).indicators[indicator_id]
    kind, group_id = owner
    figures = update.ask("views/figures", group_kind=kind, group_id=group_id)
    points, _ = points_of(figures[figures["indicator_id"] == indicator_id])
    if points["value"].notna().sum() == 0:
        return f"{indicator.name} has no weekly points to show there, so its chart has no phases."
    first, last, day = points["start"].iloc[0], points["start"].iloc[-1], pd.Timestamp(from_date)
    if not first < day <= last:
        return f"That day is not on the chart. It must lie after {words.day(first)} and up to {words.day(last)}."
    there = store.ask("views/rebases", group_kind=kind, group_id=group_id)
    earlier = there.loc[there["indicator_id"] == indicator_id, "from_date"].tolist()
    found = analysis(points, indicator, baseline=_baseline(store, update, kind, group_id), phases=earlier)
    return rebase_refusal(found, day, reason=reason)


def _baseline(store: Asker, update: Asker, kind: str, group_id: str) -> Window:
    """The team's own baseline, or the one that most teams of the cohort have."""
    about = update.ask("views/release_record").iloc[0]
    teams = store.ask("views/teams", programme_id=str(about["programme_id"]))
    mine = teams[teams["enrolment_id" if kind == "team" else "cohort_id"] == group_id]
    mine = mine[mine["baseline_start"].notna() & mine["baseline_end"].notna()]
    if mine.empty:
        return None
    return cast(Window, mine.groupby(["baseline_start", "baseline_end"]).size().idxmax())
