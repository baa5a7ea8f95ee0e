"""A gap against its two sides (rule R8): who is in a side but not in the gap must not be had by subtraction.

Mean and number of a side less those of the gap give the people who answered about one side only. They are a group of
their own, the rest, and a rest is protected as a team is.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from joy.definitions import Definitions, Policy
from joy.disclosure import NO_PARENT, complement_forest
from joy.release.evidence import is_safe_rest
from joy.release.rows import parent_index


Truths = NDArray[np.bool_]
Integers = NDArray[np.int64]
Floats = NDArray[np.float64]
WHERE = ["group_kind", "group_id", "period_kind", "period_id"]


@dataclass(frozen=True)
class _Rests:
    """The rests of one side, one entry per figure of it that anybody answered.

    `gap_at`: the place of the gap of the same group and period, -1 where there is none; `people`: in the side but not
    in that gap; `parent`: the entry it is a part of, or -1.
    """

    gap_at: Integers
    people: Floats
    parent: Integers
    side_shown: Truths


def without_unsafe_gaps(rows: pd.DataFrame, visible: Truths, definitions: Definitions, policy: Policy) -> Truths:
    """Hide gaps until no rest of fewer than k people can be worked out, k being that of the strictest class of three.

    A gap is shown only beside both of its sides (with one of them it would give the hidden other), where the rest of
    each is nobody or at least k people. What the shown parts of a shown total leave of the rests is protected as
    hidden teams are (R7). The sides stay as they are: hiding a gap tells nothing of them.
    """
    visible = visible.copy()
    for gap in definitions.indicators.values():
        mine = (rows["indicator_id"] == gap.id).to_numpy()
        if gap.measured.kind == "gap" and (visible & mine).any():
            sides = [definitions.indicators[str(name)] for name in (gap.measured.plus, gap.measured.minus)]
            k = max(policy.classes[one.disclosure_class].k_show for one in (gap, *sides))
            gaps = rows[mine].reset_index(drop=True)
            rests = [_rests(rows, visible, gaps, side.id) for side in sides]
            visible[mine] = _safe(gaps, visible[mine], rests, k)
    return visible


def _rests(rows: pd.DataFrame, visible: Truths, gaps: pd.DataFrame, side: str) -> _Rests:
    is_side = (rows["indicator_id"] == side).to_numpy() & (rows["n"] > 0).to_numpy()
    own = rows[is_side].reset_index(drop=True)
    gap_at = pd.MultiIndex.from_frame(gaps[WHERE]).get_indexer(pd.MultiIndex.from_frame(own[WHERE]))
    in_gap = np.append(gaps["n"].to_numpy(dtype="float64"), 0.0)[gap_at]
    people = own["n"].to_numpy(dtype="float64") - in_gap
    return _Rests(np.asarray(gap_at, dtype=np.int64), people, parent_index(own), visible[is_side])


def _safe(gaps: pd.DataFrame, visible: Truths, rests: list[_Rests], k: int) -> Truths:
    for rest in rests:
        visible = visible & _beside_a_safe_rest(rest, len(gaps), k)
    parent, people = parent_index(gaps), gaps["n"].to_numpy(dtype="float64")
    while True:
        before = int(visible.sum())
        visible = complement_forest(parent, people, visible, k)
        for rest in rests:
            visible = _without_leftovers(rest, visible, k)
        if int(visible.sum()) == before:
            return visible


def _beside_a_safe_rest(rest: _Rests, gaps: int, k: int) -> Truths:
    """Whether each gap has this side beside it, and shown, and every rest is safe (one per version of the side)."""
    safe = rest.side_shown & np.array([is_safe_rest(people, k) for people in rest.people], dtype=bool)
    has_side = rest.gap_at >= 0
    beside = np.bincount(rest.gap_at[has_side], minlength=gaps)
    return np.asarray((beside > 0) & (beside == np.bincount(rest.gap_at[has_side & safe], minlength=gaps)), dtype=bool)


def _without_leftovers(rest: _Rests, visible: Truths, k: int) -> Truths:
    """R7 over the rests that hold anybody: hide gaps until what shown totals leave of them is nobody or enough."""
    some = np.flatnonzero(rest.people > 0)
    place = np.full(len(rest.people) + 1, NO_PARENT)  # the last place is for those without a parent
    place[some] = np.arange(len(some))
    gap_at = rest.gap_at[some]
    before = np.append(visible, False)[gap_at]
    after = complement_forest(place[rest.parent[some]], rest.people[some], before, k)
    kept = visible.copy()
    kept[gap_at[before & ~after]] = False
    return kept
