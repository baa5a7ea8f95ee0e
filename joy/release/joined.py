"""The programme's first and last rounds against earlier updates: which cohorts they hold changes as cohorts join (R14).

A cohort joins once it was asked twice, and its last round becomes another one with every new round. Of tallies this
needs no rule, for whatever joins their windows passes the pulse rule by itself.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from joy.definitions import Definitions, Policy
from joy.frames import each


SERIES = ["indicator_id", "instrument"]
ENDS = ("baseline", "latest")


def told_by_joining(
    rows: pd.DataFrame, begun: NDArray[np.float64], shown: pd.DataFrame, definitions: Definitions, policy: Policy
) -> NDArray[np.bool_]:
    """Which raw rows of the programme differ from an update that showed them by cohorts of one to k-1 people in all.

    `begun` is the first update that held each row's period, `shown` every span of updates that showed a figure. Rounds
    of cohorts of k people and more may be taken away before, for they could be shown on their own.
    """
    found = np.zeros(len(rows), dtype=bool)
    cohorts = rows.assign(begun=begun)[((rows["group_kind"] == "cohort") & (rows["period_kind"] == "round")).to_numpy()]
    classes = {i.id: policy.classes[i.disclosure_class].k_show for i in definitions.indicators.values()}
    ends = shown[(shown["group_kind"] == "programme") & shown["period_kind"].isin(ENDS)]
    own = dict(iter(cohorts.groupby(SERIES)))
    place = {(row.indicator_id, row.instrument, row.period_kind): row.Index for row in each(_programme(rows))}
    for end in each(ends):
        series = (end.indicator_id, end.instrument)
        at = place.get((*series, end.period_kind))
        if at is None or series not in own:
            continue
        rounds = own[series]
        numbers = {end.first_number, *rounds["begun"][rounds["begun"].between(end.first_number, end.last_number)]}
        # An update that counted every round of now had the same ends, as nearly every one has.
        other = [rounds[rounds["begun"] <= number] for number in numbers if number < rounds["begun"].max()]
        now = _rounds_of(rounds, end.period_kind) if other else {}
        found[at] |= any(_is_few(now, _rounds_of(then, end.period_kind), classes[series[0]]) for then in other)
    return found


def _programme(rows: pd.DataFrame) -> pd.DataFrame:
    is_end = (rows["group_kind"] == "programme") & rows["period_kind"].isin(ENDS) & (rows["busiest_day"] == 0)
    return rows.reset_index(drop=True)[is_end.to_numpy()]


def _rounds_of(cohorts: pd.DataFrame, end: str) -> dict[int, float]:
    """People in the first or last round of each cohort that was asked twice, by row."""
    ordered = cohorts.sort_values("period_start").groupby("group_id")
    twice = ordered.filter(lambda own: len(own) > 1).sort_values("period_start")
    ends = twice.groupby("group_id").head(1) if end == "baseline" else twice.groupby("group_id").tail(1)
    return {int(at): float(n) for at, n in zip(ends.index, ends["n"], strict=True)}


def _is_few(now: dict[int, float], then: dict[int, float], k: int) -> bool:
    """Whether those in one only are one to k-1 people, once rounds of k people and more are taken away."""
    apart = [n for at, n in (now | then).items() if (at in now) != (at in then) and n < k]
    return 0 < sum(apart) < k
