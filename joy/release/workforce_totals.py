"""The totals of programmes over their units, and which units and totals may be told beside each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import cast

import numpy as np
import pandas as pd

from joy.release.workforce_audit import Beside, Places, Unit, places_of
from joy.release.workforce_sums import CELL, DAYS, PARTS, PEOPLE, Workforce, told_otherwise


LATE = pd.DateOffset(months=3)  # a payroll file may lag so long before a unit without rows counts as closed
DUST_DIGITS = 6  # files give days to a tenth; the rest is what binary sums leave
SUMMED = [*DAYS, *PEOPLE, "people"]
When = tuple[str, pd.Timestamp]  # basis and first day
Members = Mapping[str, frozenset[Unit]]  # of each programme's total


@dataclass(frozen=True)
class Decided:
    """Rows of one kind of period with the programmes' totals added; `is_told` says which may be told."""

    rows: pd.DataFrame
    places: Places


def decided(found: Workforce, rows: pd.DataFrame, could: np.ndarray, counted: pd.Series, k: int) -> Decided:
    """Decide for each basis and period which of the rows that `could` be told alone may be told together.

    `counted` are those whom the span audit protects: people, or those who left; fewer than `k` of them are never told.
    """
    places = places_of(found.places)
    beside, known = Beside(places, k), _known(found.told)
    whole = _Whole(rows, places)
    sizes, units = counted.to_numpy(dtype="float64"), [*zip(rows["unit_kind"], rows["unit_id"], strict=True)]
    is_told, totals = np.zeros(len(rows), dtype=bool), list[_Total]()
    periods = cast("dict[When, np.ndarray]", rows.groupby(["basis", "period_start"]).indices)
    for (basis, start), places_in in periods.items():
        at = {units[i]: i for i in places_in}
        over = whole(basis, start, frozenset(at))
        people = {unit: float(sizes[i]) for unit, i in at.items()}
        shown = {unit for unit, i in at.items() if could[i]}
        may = beside.may_stand(people, shown, over, known.get((basis, start), frozenset()))
        is_told[places_in] = [units[i] in may for i in places_in]
        totals += [
            _Total(name, [at[unit] for unit in members], ("programme", name) in may, members <= may)
            for name, members in over.items()
        ]
    rows = rows.assign(is_told=is_told)
    return Decided(pd.concat([rows, *_added(rows, totals, found.told)], ignore_index=True), places)


@dataclass(frozen=True)
class _Total:
    """One programme's total: the rows it is over, whether it may be told, and whether all of those are told too."""

    programme_id: str
    over: list[int]
    is_told: bool
    is_open: bool


def _added(rows: pd.DataFrame, totals: list[_Total], told: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """The rows of the totals; one over a unit that is hidden is told no more once it was told as something else."""
    if not totals:
        return
    first = rows.loc[[one.over[0] for one in totals]].reset_index(drop=True)
    names = [name for name in SUMMED if name in rows]
    numbers = rows[names].to_numpy(dtype="float64")
    sums = np.array([numbers[sorted(one.over)].sum(axis=0) for one in totals]).round(DUST_DIGITS)
    added = first.assign(
        unit_kind="programme",
        unit_id=[one.programme_id for one in totals],
        is_told=[one.is_told for one in totals],
        **{name: sums[:, i] for i, name in enumerate(names)},
    )
    if DAYS[0] in names:
        added["is_told"] &= np.array([one.is_open for one in totals]) | ~told_otherwise(added, told)
    yield added


def _known(told: pd.DataFrame) -> dict[When, frozenset[Unit]]:
    """The units of which readers have the sum, by basis and period."""
    found: dict[When, set[Unit]] = {}
    for kind, unit_id, basis, start in told[CELL].drop_duplicates().itertuples(index=False):
        found.setdefault((str(basis), start), set()).add((str(kind), str(unit_id)))
    return {when: frozenset(units) for when, units in found.items()}


class _Whole:
    """Which units each programme's total is over: its directorates, or its organisations where it has none of those.

    Never both, for people would count twice. A unit is expected from its first to its last row, and on to the newest
    month where its last is not long ago; while an expected one has no row there is no total.
    """

    def __init__(self, rows: pd.DataFrame, places: Places) -> None:
        parts = rows[rows["unit_kind"].isin(PARTS)]
        span = parts.groupby(["basis", "unit_kind", "unit_id"])["period_start"].agg(["min", "max"])
        newest = parts.groupby("basis")["period_start"].max()
        self._spans: dict[str, list[tuple[Unit, pd.Timestamp, pd.Timestamp]]] = {}
        for (basis, kind, unit_id), first, last in span.itertuples():
            until = newest[basis] if last + LATE >= newest[basis] else last
            self._spans.setdefault(str(basis), []).append(((str(kind), str(unit_id)), first, until))
        self._places = places

    def __call__(self, basis: str, start: pd.Timestamp, present: frozenset[Unit]) -> Members:
        spans = self._spans.get(basis, [])
        expected = {unit for unit, first, until in spans if first <= start <= until}
        found = {}
        for programme_id, units in self._places.programmes.items():
            kinds = {kind for (kind, unit_id), _, _ in spans if (kind, unit_id) in units}
            level = next((kind for kind in PARTS if kind in kinds), "")
            members = frozenset(unit for unit in expected & units if unit[0] == level)
            if members and members <= present:
                found[programme_id] = members
        return found
