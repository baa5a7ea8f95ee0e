"""The periods in which each team's tallies are told: what late or missing answers are judged by (rules R13 and R15).

A team is published by week, by fortnight or between learning sets, and no figure holds a part of such a period. So what
comes to it, or goes, is judged by the whole of it, not week by week.
"""

from __future__ import annotations

from datetime import date

import pandas as pd

from joy.disclosure import Step
from joy.release.spans import stretches_of
from joy.release.steps import TEAM
from joy.store.reader import Asker


ALWAYS = date(2262, 1, 1)  # stretches as they will be, whatever is over by now; the last whole year that pandas knows
LENGTHS = {Step.WEEK: 7, Step.FORTNIGHT: 14}


def with_leaves(asker: Asker, programme_id: str, weeks: pd.DataFrame, new_steps: pd.DataFrame) -> pd.DataFrame:
    """Give tallies by week (`period_id`, a Monday) the period they are told in: `step`, `leaf`, `leaf_end`, `days`.

    `leaf` is the first day of that period as text. A team without a step yet is judged by the time between learning
    sets, the coarsest; weeks outside any such time stay single. `new_steps` are those no update was made with yet.
    """
    about = {"programme_id": programme_id}
    steps = pd.concat([asker.ask("release/published_steps", **about), new_steps]).drop_duplicates(TEAM)
    own = weeks[[*TEAM, "period_id"]].merge(steps, on=TEAM, how="left").fillna({"step": str(Step.BETWEEN_SETS)})
    own = own.assign(week=pd.to_datetime(own["period_id"]).astype("datetime64[s]"), row=range(len(own)))
    days = own["step"].map(LENGTHS).fillna(LENGTHS[Step.WEEK])
    since = (own["week"] - own["anchor"].astype("datetime64[s]").fillna(own["week"])).dt.days
    start = own["week"] - pd.to_timedelta(since % days, unit="D")
    end = start + pd.to_timedelta(days, unit="D")
    around = _stretches(asker, about, own[own["step"] == Step.BETWEEN_SETS])
    start, end = (
        around[name].reindex(own["row"]).set_axis(own.index).fillna(usual)
        for name, usual in (("start", start), ("end", end))
    )
    return weeks.assign(
        step=own["step"].to_numpy(),
        leaf=start.dt.strftime("%Y-%m-%d").to_numpy(),
        leaf_end=end.to_numpy(),
        days=(end - start).dt.days.to_numpy(),
    )


def _stretches(asker: Asker, about: dict[str, str], thin: pd.DataFrame) -> pd.DataFrame:
    """Start and end of the time between learning sets around each of these weeks, by `row`."""
    enrolments, sets = (asker.ask(f"release/{name}", **about) for name in ("enrolments", "learning_sets"))
    inside = thin.merge(stretches_of(enrolments, sets, ALWAYS), on="enrolment_id")
    inside = inside[(inside["period_start"] <= inside["week"]) & (inside["week"] < inside["period_end"])]
    return inside.groupby("row").agg(start=("period_start", "first"), end=("period_end", "first"))
