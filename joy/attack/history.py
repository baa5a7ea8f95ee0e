"""What every update ever shown counted: the people of each team and period by import, and the figures made of them.

Nobody's answers are read. Of two runs of updates that count one import differently the smaller is a part of the larger
(somebody was erased); answers that came again under another import are the same people where their mark is the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import pandas as pd

from joy.attack.known import answers_of
from joy.frames import Row, each


SERIES = ["indicator_id", "instrument"]
LEAF = ["enrolment_id", "period_id"]
JOINT = "+"  # between the rounds of a block, as periods of several rounds are named
ENDS = ("baseline", "latest")
OWN = ("week", "fortnight")
ENDLESS = 2**31
Atoms = frozenset[int]


@dataclass
class History:
    """One series: how many people each atom stands for, and the atoms of every different figure ever shown."""

    sizes: list[float] = field(default_factory=list)
    shown: set[Atoms] = field(default_factory=set)
    unread: int = 0

    def n(self, atoms: Atoms) -> float:
        """People in these atoms."""
        return sum(self.sizes[atom] for atom in atoms)


def histories(counted: pd.DataFrame, shown: pd.DataFrame) -> Iterator[tuple[str, History]]:
    """Yield the history of every series with its indicator; `counted` and `shown` as asked by attack/….sql."""
    kept = counted[counted["kind"] != "item"]
    for key, figures in shown.groupby(SERIES):
        own = kept[(kept["indicator_id"] == key[0]) & (kept["instrument"] == key[1])]
        if len(own):
            yield str(key[0]), _history(own, figures)


def _history(own: pd.DataFrame, figures: pd.DataFrame) -> History:
    found = History()
    rows = own.assign(atoms=_atoms(own, found), to_number=own["to_number"].fillna(ENDLESS).astype("int64"))
    rows = rows.assign(week=pd.to_datetime(rows["period_id"].where(rows["kind"] == "week")))
    for number, told in figures.groupby("number"):
        alive = rows[(rows["from_number"] <= number) & (rows["to_number"] >= number)]
        lines = _lines(told)
        for row in each(told):
            parts = _parts(alive, row, lines)
            atoms: Atoms = frozenset().union(*parts["atoms"]) if len(parts) else frozenset()
            if atoms and answers_of(row).holds(found.n(atoms)):
                found.shown.add(atoms)
            else:
                found.unread += 1
    return found


def _atoms(own: pd.DataFrame, found: History) -> pd.Series:
    """The atoms of each row: those of the next smaller count of the same import, and one for the difference."""
    known: dict[tuple[object, ...], Atoms] = {}
    made: dict[object, Atoms] = {}
    for key, rows in own.groupby([*LEAF, "came_with"], sort=True):
        inside: Atoms = frozenset()
        for row in each(rows.assign(place=rows.index).sort_values("n")):
            name = (*key[:2], row.mark, row.n)
            missing = float(row.n) - found.n(inside)
            if name in known and isinstance(row.mark, str):
                inside = known[name]
            elif missing > 0:
                found.sizes.append(missing)
                inside |= {len(found.sizes) - 1}
            known.setdefault(name, inside)
            made[row.place] = inside
    return own.index.to_series().map(made)


def _lines(told: pd.DataFrame) -> dict[str, list[tuple[pd.Timestamp, pd.Timestamp]]]:
    """The shown weeks and fortnights of each team: windows are made of these alone."""
    own = told[(told["group_kind"] == "team") & told["period_kind"].isin(OWN)]
    lines: dict[str, list[tuple[pd.Timestamp, pd.Timestamp]]] = {}
    for row in each(own):
        lines.setdefault(str(row.group_id), []).append((row.period_start, row.period_end))
    return lines


def _parts(alive: pd.DataFrame, row: Row, lines: dict[str, list[tuple[pd.Timestamp, pd.Timestamp]]]) -> pd.DataFrame:
    column = {"team": "enrolment_id", "cohort": "cohort_id"}.get(str(row.group_kind))
    mine = alive if column is None else alive[alive[column] == row.group_id]
    if (alive["kind"] == "week").any():
        return _weeks(mine, row, lines)
    if column is not None:
        return mine[mine["period_id"].isin(str(row.period_id).split(JOINT))]
    return _ends(mine[~(mine["closes_on"] > row.as_of)], str(row.period_id))


def _weeks(mine: pd.DataFrame, row: Row, lines: dict[str, list[tuple[pd.Timestamp, pd.Timestamp]]]) -> pd.DataFrame:
    inside = mine[(row.period_start <= mine["week"]) & (mine["week"] < row.period_end)]
    is_told = [
        team not in lines or any(start <= week < end for start, end in lines[team])
        for team, week in zip(inside["enrolment_id"], inside["week"], strict=True)
    ]
    own: pd.DataFrame = inside[pd.Series(is_told, index=inside.index, dtype=bool)]
    return own


def _ends(mine: pd.DataFrame, period: str) -> pd.DataFrame:
    """Each cohort's first or last round, of cohorts that were asked twice."""
    if period not in ENDS or mine.empty:
        return mine.head(0)
    by_cohort = mine.groupby("cohort_id")["ordinal"]
    first, last = by_cohort.transform("min"), by_cohort.transform("max")
    return mine[(first < last) & (mine["ordinal"] == (first if period == ENDS[0] else last))]
