"""A gap against its two sides (rule R8): who is in a side but not in the gap must not be had by subtraction.

Mean and number of a side less those of the gap give the people who answered about one side only. They are a group of
their own, the rest, and a rest is as protected as a team is.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from joy.definitions import Definitions, Indicator, Policy
from joy.release.forest import NO_PARENT, protected
from joy.release.rows import is_safe_rest, parent_index


Truths = NDArray[np.bool_]
Floats = NDArray[np.float64]
WHERE = ["group_kind", "group_id", "period_kind", "period_id"]


def without_unsafe_gaps(rows: pd.DataFrame, visible: Truths, definitions: Definitions, policy: Policy) -> Truths:
    """Hide gaps until no rest of fewer than k people can be worked out, k being that of the strictest class of three.

    A gap is shown only beside both of its sides (with one of them it would give the hidden other), where the rest of
    each is nobody or at least k people; and what the shown parts of a shown total leave of the rests is nobody or at
    least k as well. The sides stay as they are: hiding a gap tells nothing of them.
    """
    visible = visible.copy()
    for gap in definitions.indicators.values():
        mine = (rows["indicator_id"] == gap.id).to_numpy()
        if gap.measured.kind == "gap" and (visible & mine).any():
            sides = [definitions.indicators[str(name)] for name in (gap.measured.plus, gap.measured.minus)]
            k = max(policy.classes[one.disclosure_class].k_show for one in (gap, *sides))
            own = rows[mine].reset_index(drop=True)
            rests = list(_rests(rows[visible], own, sides))
            visible[mine] = _safe(own, visible[mine], rests, k)
    return visible


def _rests(shown: pd.DataFrame, gaps: pd.DataFrame, sides: list[Indicator]) -> Iterator[Floats]:
    """For each side the people in it but not in the gap; missing where the side is not shown."""
    for side in sides:
        counts = shown[shown["indicator_id"] == side.id].groupby(WHERE)["n"].sum().rename("of_side")
        joined = gaps[[*WHERE, "n"]].join(counts, on=WHERE)
        yield (joined["of_side"] - joined["n"]).to_numpy(dtype="float64")


def _safe(gaps: pd.DataFrame, visible: Truths, rests: list[Floats], k: int) -> Truths:
    parent = parent_index(gaps)
    for rest in rests:
        visible = visible & is_safe_rest(rest, k)
    while True:
        before = int(visible.sum())
        visible = protected(parent, gaps["n"].to_numpy(dtype="float64"), visible, k)
        for rest in rests:
            visible = _rest_protected(parent, rest, visible, k)
        if int(visible.sum()) == before:
            return visible


def _rest_protected(parent: NDArray[np.int64], rest: Floats, visible: Truths, k: int) -> Truths:
    """R7 for the rests of one side, as if each were a group; a rest of nobody, or of a hidden side, is no group."""
    some = np.flatnonzero(~(rest <= 0))
    place = np.full(len(rest) + 1, NO_PARENT)
    place[some] = np.arange(len(some))
    safe = visible.copy()
    safe[some] = protected(place[parent[some]], rest[some], visible[some], k)
    return safe
