"""The change from one learning set to the next, in words: what stands behind a line over the learning sets."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pandas as pd

from joy.definitions import Indicator
from joy.frames import each
from joy.views import words
from joy.views.context import Context


WAYS = {  # kinds of findings in the order of trust, and how each compared
    "clustered_change": "team by team",
    "paired_change": "the same people both times",
    "unpaired_change": "all who answered",
}


def steps_told(context: Context, cohort_id: str, findings: pd.DataFrame, indicator: Indicator) -> tuple[str, ...]:
    """One sentence per pair of neighbouring learning sets and way of comparing, points first and with its interval.

    Linked and unlinked people stand side by side, never mixed. `findings` are the cohort's own.
    """
    places = _places(context, cohort_id, indicator)
    mine = findings[(findings["indicator_id"] == indicator.id) & findings["kind"].isin(WAYS) & (findings["part"] == "")]
    return tuple(_told(mine, places, indicator))


def _told(findings: pd.DataFrame, places: dict[str, str], indicator: Indicator) -> Iterator[str]:
    order = list(places)
    for start, stop in pairwise(order):
        step = findings[(findings["from_period"] == start) & (findings["to_period"] == stop)]
        for found in each(step.assign(trust=step["kind"].map(list(WAYS).index)).sort_values("trust")):
            size = words.interval_text(indicator, found.value, found.low, found.high)
            many = found.n_band if "teams" in found.n_band else words.counted(indicator, found.n_band)
            yield f"{places[start]} to {places[stop]}: {size}; {WAYS[found.kind]}, {many}."


def _places(context: Context, cohort_id: str, indicator: Indicator) -> dict[str, str]:
    """Every period of the cohort by its id, in order, as the reader knows it."""
    if indicator.measured.kind == "tally":
        ordinals = context.learning_sets(cohort_id)["ordinal"].tolist()
        last = len(ordinals)
        return {str(k): f"LS{k}–{k + 1}" if k < last else f"LS{k} on" for k in ordinals}
    rounds = context.rounds[context.rounds["cohort_id"] == cohort_id].sort_values("ordinal")
    return {
        row.round_id: row.name if pd.isna(row.learning_set) else f"LS{int(row.learning_set)}" for row in each(rounds)
    }
