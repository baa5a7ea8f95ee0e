"""Questions left open by few (rule R10): two figures of the same people must not tell of those who skipped one."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from joy.definitions import Definitions, Indicator, Policy
from joy.definitions.records import Instrument


Truths = NDArray[np.bool_]
WHERE = ["group_kind", "group_id", "period_kind", "period_id"]


def told_apart(rows: pd.DataFrame, visible: Truths, definitions: Definitions, policy: Policy) -> Truths:
    """Mark visible figures whose n differs by fewer than k from that of a related one: they are shown more coarsely.

    Related are two figures of one group, period and instrument version that rest on single questions, or on a question
    and a scale it is part of; k is that of the stricter class. Both are marked.
    """
    marked = np.zeros(len(rows), dtype=bool)
    own = rows[visible & (rows["n"] > 0).to_numpy()]
    for ref, part in own.groupby("instrument"):
        instrument = definitions.instruments.get(str(ref))
        asked = [definitions.indicators[str(name)] for name in part["indicator_id"].unique()]
        pairs = list(_related(asked, instrument)) if instrument is not None else []
        if pairs:
            positions = rows.index.get_indexer(part.index)
            for one, other in pairs:
                k = max(policy.classes[indicator.disclosure_class].k_show for indicator in (one, other))
                marked[_few_apart(part, positions, one.id, other.id, k)] = True
    return marked


def _related(asked: list[Indicator], instrument: Instrument) -> Iterator[tuple[Indicator, Indicator]]:
    people = [indicator for indicator in asked if indicator.counts == "people"]
    for one, other in combinations(people, 2):
        is_of_scales = [indicator.measured.kind == "scale" for indicator in (one, other)]
        shared = set(one.measured.keys_in(instrument)) & set(other.measured.keys_in(instrument))
        if shared or not any(is_of_scales):
            yield one, other


def _few_apart(part: pd.DataFrame, positions: NDArray[np.int64], one: str, other: str, k: int) -> NDArray[np.int64]:
    """Positions of the rows of two indicators whose numbers of people differ by one to k - 1."""
    here = part.assign(position=positions)[["indicator_id", *WHERE, "n", "position"]]
    both = here[here["indicator_id"] == one].merge(here[here["indicator_id"] == other], on=WHERE)
    apart = (both["n_x"] - both["n_y"]).abs()
    few = both[(apart > 0) & (apart < k)]
    return few[["position_x", "position_y"]].to_numpy(dtype=np.int64).ravel()
