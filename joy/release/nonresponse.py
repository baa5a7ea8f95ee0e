"""Questions left open by few (rules R10 and R11): figures of the same people must not tell of those who skipped one."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from joy.definitions import Definitions, Indicator, Policy
from joy.definitions.records import Instrument


Truths = NDArray[np.bool_]
Integers = NDArray[np.int64]
WHERE = ["group_kind", "group_id", "period_kind", "period_id"]
NO_COARSER = (
    10  # R10: below ten answers there is no coarser tier to fall back to, nor for an index beside its items (R11)
)


def left_open_by_few(rows: pd.DataFrame, visible: Truths, definitions: Definitions, policy: Policy) -> Truths:
    """Mark visible figures of fewer than ten people that must give way to a related one with a few more (R10).

    There is no coarser tier below ten, and a still coarser share would say nothing. So of two related figures whose n
    differs by one to k - 1 the one with fewer people is hidden: what stays rests on everybody who answered either, so
    nothing is left to compare it with.
    """
    marked = np.zeros(len(rows), dtype=bool)
    n = rows["n"].to_numpy(dtype="float64")
    for apart in _apart(rows, visible, definitions, policy):
        fewer = apart[np.arange(len(apart)), np.argmin(n[apart], axis=1)]
        marked[fewer[n[fewer] < NO_COARSER]] = True
    return marked


def told_apart(rows: pd.DataFrame, visible: Truths, definitions: Definitions, policy: Policy) -> Truths:
    """Mark visible figures whose n differs by fewer than k from that of a related one: they are shown more coarsely.

    Related are two figures of one group, period and instrument version that rest on single questions, or on a question
    and a scale it is part of; k is that of the stricter class. Both are marked.
    """
    marked = np.zeros(len(rows), dtype=bool)
    for apart in _apart(rows, visible, definitions, policy):
        marked[apart.ravel()] = True
    return marked


def complete_indices(rows: pd.DataFrame, visible: Truths, definitions: Definitions) -> Truths:
    """Mark figures that, with an index of fewer than ten people, would show all it is made of (R11).

    Where a scale and each of its items are shown, the items are marked and the index stays. Where a share of people who
    gave certain answers to two questions stands beside both questions, the joint share is marked: the two questions are
    what people were asked, and with all three every pair of answers could be counted.
    """
    marked = np.zeros(len(rows), dtype=bool)
    few = rows[visible & rows["n"].between(1, NO_COARSER - 1).to_numpy()]
    singles = {i.measured.item: i.id for i in definitions.indicators.values() if i.measured.kind == "item"}
    for ref, part in few.groupby("instrument"):
        instrument = definitions.instruments.get(str(ref))
        for index in _indices(part, definitions):
            items = {singles.get(key, "") for key in index.measured.keys_in(instrument)} if instrument else {""}
            goes = items if index.measured.kind == "scale" else {index.id}
            asked = part[part["indicator_id"].isin({index.id, *items})]
            whole = asked.groupby(WHERE)["indicator_id"].transform("nunique") == len(items) + 1
            marked[rows.index.get_indexer(asked.index[whole & asked["indicator_id"].isin(goes)])] = True
    return marked


def _indices(part: pd.DataFrame, definitions: Definitions) -> Iterator[Indicator]:
    for name in part["indicator_id"].unique():
        indicator = definitions.indicators[str(name)]
        if indicator.measured.kind in {"scale", "both"}:
            yield indicator


def _apart(rows: pd.DataFrame, visible: Truths, definitions: Definitions, policy: Policy) -> Iterator[Integers]:
    """Pairs of positions of visible related figures whose numbers of people differ by one to k - 1."""
    own = rows[visible & (rows["n"] > 0).to_numpy()]
    for ref, part in own.groupby("instrument"):
        instrument = definitions.instruments.get(str(ref))
        asked = [definitions.indicators[str(name)] for name in part["indicator_id"].unique()]
        pairs = list(_related(asked, instrument)) if instrument is not None else []
        if pairs:
            positions = rows.index.get_indexer(part.index)
            for one, other in pairs:
                k = max(policy.classes[indicator.disclosure_class].k_show for indicator in (one, other))
                yield _few_apart(part, positions, one.id, other.id, k)


def _related(asked: list[Indicator], instrument: Instrument) -> Iterator[tuple[Indicator, Indicator]]:
    people = [indicator for indicator in asked if indicator.counts == "people"]
    for one, other in combinations(people, 2):
        is_of_scales = [indicator.measured.kind == "scale" for indicator in (one, other)]
        shared = set(one.measured.keys_in(instrument)) & set(other.measured.keys_in(instrument))
        if shared or not any(is_of_scales):
            yield one, other


def _few_apart(part: pd.DataFrame, positions: Integers, one: str, other: str, k: int) -> Integers:
    """Positions of the rows of two indicators whose numbers of people differ by one to k - 1, pair by pair."""
    here = part.assign(position=positions)[["indicator_id", *WHERE, "n", "position"]]
    both = here[here["indicator_id"] == one].merge(here[here["indicator_id"] == other], on=WHERE)
    apart = (both["n_x"] - both["n_y"]).abs()
    few = both[(apart > 0) & (apart < k)]
    return few[["position_x", "position_y"]].to_numpy(dtype=np.int64)
