"""The audit of one candidate update (rules R8, R9, R11 and R22): what is shown is held against itself.

Every figure is an atom, the smallest group there is, or the sum of other figures: a window of its weeks, a cohort of
its teams, the programme of its cohorts. What is hidden and could be worked out from what is shown is protected by
hiding the smallest figure involved, and looking again. Teams see an update first and leaders the one before, and every
role sees a part of one update: the audit covers the union, for it looks at all figures of the update together, and
what differs between updates is nobody or enough people, team by team (R15).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from joy.definitions import Definitions, DisclosureClass, Indicator, Policy
from joy.disclosure import NO_PARENT, breaches
from joy.frames import each
from joy.release.parts import Cells, cells, cells_of, expanded
from joy.release.rows import KEY, parent_index


MOST_ROUNDS = 50  # R9: not safe by then, so parents only
FEW = 10  # R11: below ten people an index and all its items can be solved for single answers
CLEAR, PARENTS_ONLY = "clear", "parents_only"
NOTHING = {
    "value": np.nan,
    "capped": None,
    "n_band": None,
    "n_low": 0,
    "tier": 0,
    "favourable_share": np.nan,
    "spread": np.nan,
}
PLACE = ["group_kind", "group_id", "period_kind", "period_id"]
WHERE = [*PLACE, "instrument"]
Truths = NDArray[np.bool_]
Integers = NDArray[np.int64]


@dataclass
class Audit:
    """What the audit did: how often it looked, what it hid, and how it ended."""

    rounds: int = 0
    hidden: set[int] = field(default_factory=set)
    outcome: str = CLEAR


def audited(
    rows: pd.DataFrame, figures: pd.DataFrame, definitions: Definitions, policy: Policy
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Hide what can be worked out of guarded figures; returns the figures, and the record of the audit but its time.

    `rows` are the raw figures that `figures` were made from, hidden ones too. Runs at most 50 rounds in each series;
    where that is not enough only parents are published there, and nothing of the series if that is not safe either.
    """
    rows = rows.reset_index(drop=True)
    visible = _visible(rows, figures)
    audit = Audit()
    for indicator_id, own in rows.groupby("indicator_id"):
        indicator = definitions.indicators[str(indicator_id)]
        for _, series in own.groupby("instrument"):
            _make_safe(series, visible, indicator.disclosure_class, policy, audit)
    _hold_gaps(rows, visible, definitions, policy, audit)
    _hold_items(rows, visible, definitions, audit)
    return _told(rows, figures, visible, policy, audit)


def _visible(rows: pd.DataFrame, figures: pd.DataFrame) -> Truths:
    shown = pd.MultiIndex.from_frame(figures.loc[figures["state"] == "shown", KEY])
    return np.asarray(pd.MultiIndex.from_frame(rows[KEY]).isin(shown), dtype=bool)


def _make_safe(
    series: pd.DataFrame, visible: Truths, disclosure_class: DisclosureClass, policy: Policy, audit: Audit
) -> None:
    """Hide figures of one series until nothing hidden in it can be worked out."""
    cells, at = cells_of(series, disclosure_class, policy), series.index.to_numpy()
    also, k = np.ones(len(at), dtype=bool), policy.classes[disclosure_class].k_show
    for kinds in ((), ("team",), ("team", "cohort", "programme")):  # as it is, parents only, nothing
        if kinds:
            audit.outcome = PARENTS_ONLY
            _hide(at[series["group_kind"].isin(kinds).to_numpy()], visible, audit)
        if _rounds(cells, at, also, visible, k, audit):
            return


def _rounds(
    cells: Cells, at: Integers, also: Truths, visible: Truths, k: int, audit: Audit, *, strict: bool = True
) -> bool:
    """Look and hide, at most 50 times; whether it is safe now.

    A cell is shown where its row `at` is (-1: none) and `also` says so; hiding it hides that row.
    """
    for look in range(MOST_ROUNDS):
        shown = cells.shown((at >= 0) & also & visible[at])
        found = involved(cells, shown, k, strict=strict)
        if not found:
            return True
        audit.rounds = max(audit.rounds, look + 1)
        _hide(at[np.unique([one[np.argmin(cells.people[one])] for one in found])], visible, audit)
    return False


def involved(cells: Cells, shown: Truths, k: int, *, strict: bool = True) -> list[Integers]:
    """For each breach the shown cells it is worked out from."""
    published = expanded(cells, shown, strict=strict)
    return [
        np.unique(np.concatenate([published.cells_of_vector(vector) for vector in breach.vectors]))
        for breach in breaches(published.sums, k)
    ]


def _hide(positions: Integers, visible: Truths, audit: Audit) -> None:
    some = positions[visible[positions]]
    audit.hidden.update(int(position) for position in some)
    visible[some] = False


def _hold_gaps(rows: pd.DataFrame, visible: Truths, definitions: Definitions, policy: Policy, audit: Audit) -> None:
    """R8: a gap beside its two sides, until neither it nor who is in one side only can be worked out."""
    for gap in definitions.indicators.values():
        own = rows[(rows["indicator_id"] == gap.id).to_numpy()]
        if gap.measured.kind != "gap" or not visible[own.index].any():
            continue
        sides = [definitions.indicators[str(name)] for name in (gap.measured.plus, gap.measured.minus)]
        strictest = max((one.disclosure_class for one in (gap, *sides)), key=lambda name: policy.classes[name].k_show)
        for _ in range(MOST_ROUNDS):
            before = len(audit.hidden)
            for side in sides:
                _hold_beside(rows, own, side, visible, policy.classes[strictest].k_show, audit)
            for _, series in own.groupby("instrument"):
                _make_safe(series, visible, strictest, policy, audit)
            if len(audit.hidden) == before:
                break


def _hold_beside(
    rows: pd.DataFrame, gaps: pd.DataFrame, side: Indicator, visible: Truths, k: int, audit: Audit
) -> None:
    """Hide gaps without this side beside them, and those that tell of few who are in the side only."""
    own = rows[((rows["indicator_id"] == side.id) & (rows["n"] > 0)).to_numpy()]
    found = pd.MultiIndex.from_frame(gaps[PLACE]).get_indexer(pd.MultiIndex.from_frame(own[PLACE]))
    gap_at = np.where(found >= 0, gaps.index.to_numpy()[found], NO_PARENT)
    side_shown = visible[own.index]
    _hide(np.setdiff1d(gaps.index.to_numpy(), gap_at[side_shown]), visible, audit)  # it would give the hidden other
    _hide(np.setdiff1d(gap_at[~side_shown], [NO_PARENT]), visible, audit)
    in_gap = np.where(gap_at >= 0, rows["n"].to_numpy(dtype="float64")[gap_at], 0.0)
    people = own["n"].to_numpy(dtype="float64") - in_gap
    parent = parent_index(own.reset_index(drop=True))
    child = np.flatnonzero(parent >= 0)
    owner = np.unique(own["group_id"], return_inverse=True)[1]
    rests = cells(people, people, owner, parent[child], child, np.array([], dtype=np.int64), is_pulse=False)
    some = np.flatnonzero((people > 0) & (people < k) & (gap_at >= 0))
    _hide(gap_at[some], visible, audit)
    if not _rounds(rests, gap_at, side_shown, visible, k, audit, strict=False):
        audit.outcome = PARENTS_ONLY
        _hide(gaps.index.to_numpy(), visible, audit)


def _hold_items(rows: pd.DataFrame, visible: Truths, definitions: Definitions, audit: Audit) -> None:
    """R11: of an index and all its items of fewer than ten people the items are hidden.

    All but one are as good as all, for the index gives the last.
    """
    few = rows[visible & (rows["n"] < FEW).to_numpy()]
    measured = {name: one.measured for name, one in definitions.indicators.items()}
    kinds = few["indicator_id"].map({name: one.kind for name, one in measured.items()})
    items, scales = few[kinds == "item"], few[kinds == "scale"]
    both = scales.merge(items.assign(at=items.index), on=WHERE, suffixes=("", "_item"))
    keys = [measured[row.indicator_id].keys_in(definitions.instruments[row.instrument]) for row in each(both)]
    is_part = [measured[row.indicator_id_item].item in own for row, own in zip(each(both), keys, strict=True)]
    parts = both.assign(size=[len(own) for own in keys])[np.array(is_part, dtype=bool)]
    counted = parts.groupby([*WHERE, "indicator_id"])["at"].transform("size")
    _hide(np.unique(parts.loc[counted >= parts["size"] - 1, "at"].to_numpy(dtype=np.int64)), visible, audit)


def _told(
    rows: pd.DataFrame, figures: pd.DataFrame, visible: Truths, policy: Policy, audit: Audit
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The figures without what the audit hid, and its record."""
    gone = pd.MultiIndex.from_frame(rows.loc[sorted(audit.hidden), KEY])
    hide = np.asarray(pd.MultiIndex.from_frame(figures[KEY]).isin(gone), dtype=bool)
    after = figures.copy()
    after.loc[hide, "state"] = "hidden"
    for column, nothing in NOTHING.items():
        after.loc[hide, column] = nothing
    after = after[~hide | (after["period_kind"] == "round")].reset_index(drop=True)
    counted = (rows["n"] > 0).to_numpy()
    record = pd.DataFrame(
        {
            "audit_id": [_audit_id(after, policy)],
            "policy_version": [policy.version],
            "figures": [int(counted.sum())],
            "hidden": [int((counted & ~visible).sum())],
            "hidden_by_audit": [len(audit.hidden)],
            "rounds": [audit.rounds],
            "outcome": [audit.outcome],
        }
    )
    return after, record


def _audit_id(figures: pd.DataFrame, policy: Policy) -> str:
    """Fingerprint of what passed: the same figures under the same policy have the same id."""
    digest = hashlib.sha256(policy.model_dump_json().encode())
    digest.update(pd.util.hash_pandas_object(figures, index=False).to_numpy().tobytes())
    return digest.hexdigest()[:16]
