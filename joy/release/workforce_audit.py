"""Which units' sums may stand beside each other: nothing hidden, or about few people, may follow (R7 to R9).

Units lie inside each other: a team in its directorate, its organisation and its cohorts; a directorate in the
organisation that all its teams belong to. Every sum told is one over the smallest pieces of this. A window of twelve
months is told only where each of its months is, and a month's pieces are in no other month, so what follows from all of
them together follows within one month; there the span audit looks.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from joy.disclosure import breaches, sums
from joy.frames import each


Unit = tuple[str, str]  # kind and id
NAMELESS = {("directorate", ""), ("organisation", "")}
MOST_ROUNDS = 50  # R9; after that nothing of the period is told


@dataclass(frozen=True)
class Places:
    """Which teams lie in each directorate, organisation and cohort, and which units each programme adds up."""

    teams_of: Mapping[Unit, frozenset[str]]
    programmes: Mapping[str, frozenset[Unit]]

    def inside(self, small: Unit, large: Unit) -> bool:
        """Whether a directorate lies in an organisation: every team of it does."""
        own = self.teams_of.get(small, frozenset())
        return bool(own) and own <= self.teams_of.get(large, frozenset())


def places_of(places: pd.DataFrame) -> Places:
    """Read where teams belong; a programme adds up the units that have a team in it."""
    teams: dict[Unit, set[str]] = {}
    programmes: dict[str, set[Unit]] = {}
    for row in each(places.astype("str")):
        parts = {("directorate", row.directorate), ("organisation", row.org_id)} - NAMELESS
        for unit in (*parts, ("cohort", row.cohort_id)):
            teams.setdefault(unit, set()).add(row.team_id)
        programmes.setdefault(row.programme_id, set()).update(parts)
    return Places(
        {unit: frozenset(own) for unit, own in teams.items()},
        {name: frozenset(units) for name, units in programmes.items()},
    )


@dataclass
class Beside:
    """Decides for one period after another; what was decided for the same units of the same size is kept."""

    places: Places
    k: int
    decided: dict[object, frozenset[Unit]] = field(default_factory=dict)

    def may_stand(
        self,
        people: Mapping[Unit, float],
        shown: Iterable[Unit],
        totals: Mapping[str, frozenset[Unit]],
        known: frozenset[Unit],
    ) -> frozenset[Unit]:
        """Of the units whose sums could be shown for one period, and the totals of programmes, those that may be.

        `people` has every unit with sums, teams too, shown or not; `totals` the units each programme's total is over.
        Hides the smallest unit involved and looks again; a `known` one, which readers have, stays.
        """
        pieces, number = _pieces(self.places, people)
        over = pieces | {
            ("programme", name): _together(pieces[unit] for unit in units) for name, units in totals.items()
        }
        start = frozenset(shown) | {("programme", name) for name in totals}
        few = np.minimum(number, self.k)  # more makes no difference
        key = tuple(sorted(over.items(), key=lambda one: one[0])), few.tobytes(), start, known
        if key not in self.decided:
            self.decided[key] = _without_breaches(over, number, start, known & set(over), self.k)
        return self.decided[key]


def _without_breaches(
    over: Mapping[Unit, frozenset[int]],
    number: np.ndarray,
    shown: frozenset[Unit],
    known: frozenset[Unit],
    k: int,
) -> frozenset[Unit]:
    size = {unit: float(np.nansum(number[list(atoms)])) for unit, atoms in over.items()}
    for _ in range(MOST_ROUNDS):
        told = sorted(shown | known)
        hidden = [atoms for unit, atoms in over.items() if unit not in told and unit[0] != "programme"]
        found = breaches(sums([over[unit] for unit in told], number, groups=hidden), k)
        involved = [[told[i] for i in one.vectors if told[i] not in known] for one in found]
        if not any(involved):
            return shown
        shown -= {min(units, key=lambda unit: (size[unit], unit)) for units in involved if units}
    return frozenset()


def _together(pieces: Iterable[frozenset[int]]) -> frozenset[int]:
    return frozenset[int]().union(*pieces)


def _pieces(places: Places, people: Mapping[Unit, float]) -> tuple[dict[Unit, frozenset[int]], np.ndarray]:
    """Each unit as the pieces that it is the sum of, and how many people each piece has (missing counts as one)."""
    numbers: list[float] = []
    found: dict[Unit, frozenset[int]] = {}
    for kind in ("team", "directorate", "organisation"):
        for unit in sorted(name for name in people if name[0] == kind):
            inside = [other for other in found if _lies_in(places, other, unit)]
            atoms = _together(found[other] for other in inside)
            rest = people[unit] - sum(numbers[i] for i in atoms)
            numbers.append(rest if rest >= 0 else np.nan)
            found[unit] = atoms | {len(numbers) - 1}
    for unit in (name for name in people if name[0] == "cohort"):
        inside = [("team", team) for team in places.teams_of.get(unit, ()) if ("team", team) in found]
        found[unit] = _together(found[team] for team in inside)
    return found, np.array(numbers, dtype=float)


def _lies_in(places: Places, small: Unit, large: Unit) -> bool:
    if small[0] == "team":
        return small[1] in places.teams_of.get(large, frozenset())
    return small[0] != large[0] and places.inside(small, large)
