"""Attacks on absence and leavers: hidden units from totals and overlapping windows, single teams, small corrections.

The attacker knows of every figure which units and months it is the sum of, and takes each as if told exactly. Nothing
here uses what decides in joy.release; only the payroll's own rows say what is really there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import numpy as np
import pandas as pd

from joy.attack.equations import echelon, reduced
from joy.attack.report import AttackLine, AttackReport
from joy.definitions import DisclosureClass, Policy
from joy.frames import Row, each
from joy.store.reader import Asker


WORKFORCE, SHOWN = "release.workforce", "shown"
LEVELS = ("directorate", "organisation")
WHAT = "a hidden unit or team from totals and overlapping months"
FINE = "absence or leavers finer than their rounding"
DUST = 1e-6
Unit = tuple[str, str]
Leaf = tuple[str, str, str, pd.Timestamp]  # kind, id, basis, first day of the month or year
Sum = frozenset[Leaf]


@dataclass(frozen=True)
class Payroll:
    """What is really there: one leaf per unit and period, the teams of each cohort, the units of each programme."""

    leaves: frozenset[Leaf]
    inside: Mapping[Unit, frozenset[str]]
    added_up: Mapping[str, frozenset[Unit]]

    @cached_property
    def by_period(self) -> dict[tuple[str, pd.Timestamp], set[Unit]]:
        """The units that have rows, by basis and period."""
        found: dict[tuple[str, pd.Timestamp], set[Unit]] = {}
        for kind, unit, basis, day in self.leaves:
            found.setdefault((basis, day), set()).add((kind, unit))
        return found


def payroll_of(asker: Asker) -> Payroll:
    """Ask the vault which units have rows, and where teams belong."""
    months, years = asker.ask("release/workforce_months"), asker.ask("release/workforce_years")
    leaves = {(row.unit_kind, row.unit_id, row.basis, row.month) for row in each(months)}
    leaves |= {(row.unit_kind, row.unit_id, "headcount", row.period_start) for row in each(years)}
    inside: dict[Unit, set[str]] = {}
    added_up: dict[str, set[Unit]] = {}
    for row in each(asker.ask("release/workforce_places")):
        inside.setdefault(("cohort", row.cohort_id), set()).add(row.team_id)
        units = {("directorate", row.directorate), ("organisation", row.org_id)}
        added_up.setdefault(row.programme_id, set()).update(units)
    return Payroll(
        frozenset(leaves),
        {unit: frozenset(teams) for unit, teams in inside.items()},
        {name: frozenset(units) for name, units in added_up.items()},
    )


def attack_workforce(shown: pd.DataFrame, payroll: Payroll, told: pd.DataFrame, policy: Policy) -> AttackReport:
    """Attack the rows of release.workforce of one update; `told` are the sums that updates ever rested on."""
    rates = shown[shown["measure"].isin(["absence_rate", "leaver_rate"])]
    told_rows = rates[rates["state"] == SHOWN]
    sums = {leaves for row in each(told_rows) if (leaves := _leaves(row, payroll))}
    known = {next(iter(one)) for one in sums if len(one) == 1}
    targets = _targets(rates, payroll, known)
    given = _recovered([one - known for one in sums], targets)
    plain = shown[shown["state"] == SHOWN]
    teams = shown[(shown["unit_kind"] == "team")]
    lines = (
        AttackLine("A3", WHAT, len(targets), given),
        AttackLine("A4", "a row about a single team", len(shown), len(teams)),
        AttackLine("A13", FINE, len(plain), sum(_is_fine(row) for row in each(plain))),
        _corrections(told, policy),
    )
    return AttackReport(lines, len(targets), given, read=len(told_rows))


def _leaves(row: Row, payroll: Payroll) -> Sum:
    """What a shown figure is the sum of."""
    kind, unit, basis = (str(getattr(row, name)) for name in ("unit_kind", "unit_id", "basis"))
    if row.period_kind == "twelve_months":
        days = list(pd.date_range(row.period_start, periods=12, freq="MS"))
    else:
        days = [row.period_start]
    return frozenset(leaf for day in days for leaf in _in_period(kind, unit, basis, day, payroll))


def _in_period(kind: str, unit: str, basis: str, day: pd.Timestamp, payroll: Payroll) -> Iterator[Leaf]:
    if kind == "cohort":
        units: Iterable[Unit] = {("team", team) for team in payroll.inside.get((kind, unit), ())}
    elif kind == "programme":
        present = payroll.by_period.get((basis, day), set()) & payroll.added_up.get(unit, frozenset())
        level = next((name for name in LEVELS if any(one[0] == name for one in present)), "")
        units = {one for one in present if one[0] == level}
    else:
        units = {(kind, unit)}
    yield from ((*one, basis, day) for one in units if (*one, basis, day) in payroll.leaves)


def _targets(rates: pd.DataFrame, payroll: Payroll, known: set[Leaf]) -> list[Leaf]:
    """Every unit and period that is not shown, and every team with rows of its own."""
    hidden = rates[(rates["state"] != SHOWN) & rates["period_kind"].isin(["month", "year"])]
    named = {(row.unit_kind, row.unit_id, row.basis, row.period_start) for row in each(hidden)}
    teams = {leaf for leaf in payroll.leaves if leaf[0] == "team"}
    return sorted(((named & payroll.leaves) | teams) - known)


def _recovered(sums: list[Sum], targets: list[Leaf]) -> int:
    """How many targets are a combination of the shown sums, exactly; what is known is taken out before."""
    left = [one for one in sums if one]
    leaves = sorted({leaf for one in left for leaf in one})
    at = {leaf: i for i, leaf in enumerate(leaves)}
    if not left:
        return 0
    matrix = np.zeros((len(left), len(leaves)), dtype=np.int64)
    for i, one in enumerate(left):
        matrix[i, [at[leaf] for leaf in one]] = 1
    rows = echelon(matrix)
    wanted = [np.eye(1, len(leaves), at[leaf], dtype=np.int64)[0] for leaf in targets if leaf in at]
    return sum(not reduced(vector, rows).any() for vector in wanted)


def _is_fine(row: Row) -> bool:
    """Whether a rate has more decimals, or an amount more figures, than it may be told with."""
    value, measure = float(row.value), str(row.measure)
    if measure.startswith("days_") or measure == "leavers":
        step = 10.0 ** (np.floor(np.log10(abs(value))) - 1) if value else 1.0
    else:
        step = 0.01 if measure == "absence_rate" else 0.1
    return bool(abs(value / step - np.rint(value / step)) > DUST)


def _corrections(told: pd.DataFrame, policy: Policy) -> AttackLine:
    """A23: two sums told of one unit and month that differ, but by no more than fewer than k people can make."""
    k = policy.classes[DisclosureClass.WORKFORCE].k_show
    own = told[told["unit_kind"].isin(LEVELS) & told["lost"].notna()]
    tried = found = 0
    for _, rows in own.groupby(["unit_kind", "unit_id", "basis", "period_start"]):
        for one, other in combinations(each(rows), 2):
            apart = max(abs(one.lost - other.lost), abs(one.available - other.available))
            most = k * (one.period_end - one.period_start).days
            tried, found = tried + 1, found + int(DUST < apart < most)
    return AttackLine("A23", "a small correction of absence between updates", tried, found)
