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
from joy.disclosure.bounds import Room
from joy.frames import each
from joy.release.hemmed import counted, hemmed_in, of_series, pinned, rooms
from joy.release.parts import Cells, cells, cells_of, expanded
from joy.release.policies import Policies
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
Floats = NDArray[np.float64]


@dataclass
class Audit:
    """What the audit did: how often it looked, what it hid, and how it ended.

    `told`: between which sums of answers each row lies if its figure is shown; `bands`: between which numbers of them;
    `size`: people in the group, 0 if not known; `known`: figures that readers have from an earlier update, which hiding
    cannot take away.
    """

    told: Room
    bands: Room
    size: Floats
    known: Truths
    rounds: int = 0
    hidden: set[int] = field(default_factory=set)
    outcome: str = CLEAR


def audited(
    rows: pd.DataFrame,
    figures: pd.DataFrame,
    definitions: Definitions,
    policy: Policy | Policies,
    known: Truths | None = None,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Hide what can be worked out of guarded figures; returns the figures, and the record of the audit but its time.

    `rows` are the raw figures that `figures` were made from, hidden ones too. Runs at most 50 rounds in each series;
    where that is not enough only parents are published there, and nothing of the series if that is not safe either.
    `known` says which rows an earlier update showed with the same answers: they are looked at as shown, whether they
    are now or not, for readers have them; and never hidden in order to protect another.
    """
    rows = rows.reset_index(drop=True)
    policies = policy if isinstance(policy, Policies) else Policies(policy)
    policy = policies.together
    known = np.zeros(len(rows), dtype=bool) if known is None else known
    visible = _visible(rows, figures) | known
    size = rows["people"].to_numpy(dtype="float64") * (rows["group_kind"] == "team").to_numpy()
    audit = Audit(rooms(rows, figures, definitions, policies), counted(rows, policies), size, known)
    for indicator_id, own in rows.groupby("indicator_id"):
        indicator = definitions.indicators[str(indicator_id)]
        for _, series in own.groupby("instrument"):
            _make_safe(series, visible, indicator, indicator.disclosure_class, policy, audit)
    _hold_gaps(rows, visible, definitions, policy, audit)
    _hold_items(rows, visible, definitions, audit)
    return _told(rows, figures, visible, policy, audit)


def _visible(rows: pd.DataFrame, figures: pd.DataFrame) -> Truths:
    shown = pd.MultiIndex.from_frame(figures.loc[figures["state"] == "shown", KEY])
    return np.asarray(pd.MultiIndex.from_frame(rows[KEY]).isin(shown), dtype=bool)


def _make_safe(
    series: pd.DataFrame,
    visible: Truths,
    indicator: Indicator,
    disclosure_class: DisclosureClass,
    policy: Policy,
    audit: Audit,
) -> None:
    """Hide figures of one series until nothing hidden in it can be worked out."""
    cells, at = cells_of(series, disclosure_class, policy), series.index.to_numpy()
    also, k = np.ones(len(at), dtype=bool), policy.classes[disclosure_class].k_show
    told = of_series(audit.told, at, indicator)
    for kinds in ((), ("team",), ("team", "cohort", "programme")):  # as it is, parents only, nothing
        if kinds:
            audit.outcome = PARENTS_ONLY
            _hide(at[series["group_kind"].isin(kinds).to_numpy()], visible, audit)
        if _rounds(cells, at, also, visible, k, audit, told):
            return


def _rounds(cells: Cells, at: Integers, also: Truths, visible: Truths, k: int, audit: Audit, told: Room | None) -> bool:
    """Look and hide, at most 50 times; whether it is safe now.

    A cell is shown where its row `at` is (-1: none) and `also` says so; hiding it hides that row. Without `told`, which
    is what the figures of the cells say, only what fewer than `k` people are behind is protected, by the span alone.
    """
    for look in range(MOST_ROUNDS):
        if told is not None and not _opened(cells, at, also, visible, k, audit, told):
            return False
        found = involved(cells, cells.shown((at >= 0) & also & visible[at]), k, strict=told is not None)
        found = _that_can_be_hidden(found, at, audit)
        if not found:
            return True
        audit.rounds = max(audit.rounds, look + 1)
        _hide_smallest(found, cells, at, visible, audit)
    return False


def _opened(cells: Cells, at: Integers, also: Truths, visible: Truths, k: int, audit: Audit, told: Room) -> bool:
    """Hide until rounded figures leave everything hidden open, at most 50 times; whether they do now."""
    for look in range(MOST_ROUNDS):
        shown = cells.shown((at >= 0) & also & visible[at])
        found = hemmed_in(cells, shown, told, k)
        numbers = _pinned(cells, shown, at, audit, k) if told.of_people else []
        found, numbers = (_that_can_be_hidden(part, at, audit) for part in (found, numbers))
        if not found and not numbers:
            return True
        audit.rounds = max(audit.rounds, look + 1)
        _hide_smallest(found, cells, at, visible, audit)
        # Numbers are pinned where everybody answered; hiding parts one by one would end with the total all the same.
        _hide(at[np.array([one[np.argmax(cells.people[one])] for one in numbers], dtype=np.int64)], visible, audit)
    return False


def _pinned(cells: Cells, shown: Truths, at: Integers, audit: Audit, k: int) -> list[Integers]:
    bands = Room(audit.bands.low[at], audit.bands.high[at], audit.bands.n[at], is_count=True)
    return pinned(cells, shown, bands, audit.size[at], k)


def _that_can_be_hidden(found: list[Integers], at: Integers, audit: Audit) -> list[Integers]:
    """Of each set of figures those that readers do not know already; sets of which they know all are lost and left."""
    open_to_it = [one[(at[one] < 0) | ~audit.known[at[one]]] for one in found]
    return [one for one in open_to_it if len(one)]


def _hide_smallest(found: list[Integers], cells: Cells, at: Integers, visible: Truths, audit: Audit) -> None:
    """Of each set of figures that tell too much together, hide the one of fewest people."""
    smallest = np.array([one[np.argmin(cells.people[one])] for one in found], dtype=np.int64)
    _hide(at[np.unique(smallest)], visible, audit)


def involved(cells: Cells, shown: Truths, k: int, *, strict: bool = True) -> list[Integers]:
    """For each breach the shown cells it is worked out from."""
    published = expanded(cells, shown, strict=strict)
    return [
        np.unique(np.concatenate([published.cells_of_vector(vector) for vector in breach.vectors]))
        for breach in breaches(published.sums, k)
    ]


def _hide(positions: Integers, visible: Truths, audit: Audit) -> None:
    some = positions[visible[positions] & ~audit.known[positions]]
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
                _make_safe(series, visible, gap, strictest, policy, audit)
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
    if not _rounds(rests, gap_at, side_shown, visible, k, audit, None):
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
    after = withheld(figures, hide)
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


def withheld(figures: pd.DataFrame, hide: Truths | pd.Series) -> pd.DataFrame:
    """Hide these figures: of rounds the row stays without a number, other rows go."""
    after, hide = figures.copy(), np.asarray(hide, dtype=bool)
    after.loc[hide, "state"] = "hidden"
    for column, nothing in NOTHING.items():
        after.loc[hide, column] = nothing
    return after[~hide | (after["period_kind"] == "round").to_numpy()].reset_index(drop=True)


def _audit_id(figures: pd.DataFrame, policy: Policy) -> str:
    """Fingerprint of what passed: the same figures under the same policy have the same id."""
    digest = hashlib.sha256(policy.model_dump_json().encode())
    digest.update(pd.util.hash_pandas_object(figures, index=False).to_numpy().tobytes())
    return digest.hexdigest()[:16]
