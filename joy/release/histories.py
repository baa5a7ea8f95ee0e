"""Every survey figure of every update, held together (rules R9 and R15): nobody is told by a sum over several updates.

`versions` holds each figure against itself as it was. That is not enough: three people who were hidden in their team,
and stay hidden in the cohort's total, are told once six more join the team and the team may be shown, for the total
grew by those six. Nor need anybody's answers change: the programme's first and last rounds become others as cohorts
are asked again. So what was ever shown and what is to be shown are looked at as one set of sums. Its atoms are the
people who came with one import to one team and round; where some of them were erased, those and the rest; in cohorts of
which nothing ever changed the hidden teams of a round together. Tallies need no such look: their totals hold only weeks
that are shown themselves.
Checked against a count of ranks over single people in random histories (tests/properties/test_rereleases.py), and over
teams as rounds come in (test_rereleases_as_rounds_come.py).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import cast

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from joy.definitions import Definitions, Policy
from joy.disclosure import breaches, sums
from joy.frames import Row, each
from joy.release.pooled import JOINT, POOLED
from joy.store.reader import Asker


SERIES = ["indicator_id", "instrument"]
FIGURE = ["group_kind", "group_id", "period_kind", "period_id"]
OF_ROUNDS = ("round", POOLED, "baseline", "latest")
NOW = np.iinfo(np.int64).max  # after every update
MOST_LOOKS = 50  # as in R9; then nothing that is new is shown in the series
TEAM_FIRST = {"team": 0, "cohort": 1, "programme": 2}  # the smallest group is hidden first
Leaf = tuple[str, str, str]  # cohort, team (empty for a whole cohort that never changed), round
Atoms = frozenset[int]


@dataclass(frozen=True)
class _Version:
    """Whom a leaf held from one update to another."""

    leaf: Leaf
    ordinal: int
    atoms: Atoms
    first: int
    last: int


@dataclass(frozen=True)
class _Series:
    """One indicator in one instrument version: people of each atom, and what every leaf held when."""

    people: NDArray[np.float64]
    versions: tuple[_Version, ...]

    @property
    def turns(self) -> list[int]:
        """The updates from which some leaf held something else."""
        return sorted(
            {1, *(one.first for one in self.versions), *(one.last + 1 for one in self.versions if one.last < NOW)}
        )

    def at(self, number: int) -> list[_Version]:
        return [one for one in self.versions if one.first <= number <= one.last]


def without_told_over_time(
    asker: Asker, programme_id: str, figures: pd.DataFrame, definitions: Definitions, policy: Policy
) -> pd.Series:
    """Mark the shown figures of this update that would, with those of all updates before, tell of fewer than k people.

    `vault.counted` must be up to date. What cannot be helped any more, because earlier updates alone tell it, is left.
    Teams are hidden before cohorts. Returns a truth for each row of `figures`.
    """
    hide = pd.Series(False, index=figures.index)
    shown = asker.ask("release/shown_rounds", programme_id=programme_id)
    if shown.empty:
        return hide
    counted = asker.ask("release/counted_rounds", programme_id=programme_id)
    mine = figures[(figures["state"] == "shown") & figures["period_kind"].isin(OF_ROUNDS)]
    for (indicator_id, instrument), own in counted.groupby(SERIES):
        indicator = definitions.indicators.get(str(indicator_id))
        if indicator is not None:
            then, now = (
                f[(f["indicator_id"] == indicator_id) & (f["instrument"] == instrument)] for f in (shown, mine)
            )
            if _is_as_before(own, then, now):
                continue
            k = policy.classes[indicator.disclosure_class].k_show
            hide[_to_hide(_series(_without_shown_teams(own, then, now)), then, now, k)] = True
    return hide


def _is_as_before(counted: pd.DataFrame, then: pd.DataFrame, now: pd.DataFrame) -> bool:
    """Whether each figure stands in an update that counted everybody as this one does; so it is nearly every night."""
    turn = max(int(counted["from_number"].max()), int(counted["to_number"].fillna(0).max()) + 1)
    same = pd.MultiIndex.from_frame(then.loc[then["number"] >= turn, FIGURE])
    return bool(pd.MultiIndex.from_frame(now[FIGURE]).isin(same).all())


def _without_shown_teams(counted: pd.DataFrame, *shown: pd.DataFrame) -> pd.DataFrame:
    """Where nothing ever changed: nobody in the teams that any update shows, for readers can take them away."""
    teams = [figures.loc[figures["group_kind"] == "team", ["group_id", "period_id"]] for figures in shown]
    is_shown = pd.MultiIndex.from_frame(counted[["enrolment_id", "period_id"]]).isin(
        pd.MultiIndex.from_frame(pd.concat(teams))
    )
    return counted.assign(n=counted["n"].where(counted["is_changed"].astype(bool) | ~is_shown, 0))


def _series(counted: pd.DataFrame) -> _Series:
    people: list[float] = []
    versions: list[_Version] = []
    counted = counted.assign(to_number=counted["to_number"].fillna(NOW).astype("int64"))
    names = counted["enrolment_id"].where(counted["is_changed"].astype(bool), "")
    for key, own in counted.groupby([counted["cohort_id"], names, counted["period_id"]]):
        leaf = cast(Leaf, key)
        versions += _versions(leaf, own, people) if leaf[1] else [_whole(leaf, own, people)]
    return _Series(np.array(people), tuple(versions))


def _whole(leaf: Leaf, own: pd.DataFrame, people: list[float]) -> _Version:
    """What hidden teams hold of a cohort's round that no update ever saw otherwise: one atom."""
    people.append(float(own["n"].sum()))
    return _Version(leaf, int(own["ordinal"].iloc[0]), frozenset({len(people) - 1}), int(own["from_number"].min()), NOW)


def _versions(leaf: Leaf, own: pd.DataFrame, people: list[float]) -> Iterator[_Version]:
    """What a leaf held, by import: the same answers in another import are the same people, fewer some of them."""
    chain: dict[object, int] = {}
    rows = [*each(own.sort_values(["from_number", "came_with"]))]
    for row in rows:
        known = chain.get(_mark(row), chain.get(row.came_with, row.came_with))
        chain[row.came_with] = chain[_mark(row)] = known
    for name in dict.fromkeys(chain[row.came_with] for row in rows):
        mine = [row for row in rows if chain[row.came_with] == name]
        inside: dict[int, Atoms] = {}
        below, atoms = 0, frozenset[int]()
        for n in sorted({int(row.n) for row in mine if row.n > 0}):
            people.append(float(n - below))
            below, atoms = n, atoms | {len(people) - 1}
            inside[n] = atoms
        for row in mine:
            if row.n > 0:
                yield _Version(leaf, int(row.ordinal), inside[int(row.n)], int(row.from_number), int(row.to_number))


def _mark(row: Row) -> object:
    """By what the same answers are known again; an import alone where their mark is gone."""
    return (row.mark, int(row.n)) if isinstance(row.mark, str) and row.mark else ("import", row.came_with)


def _to_hide(series: _Series, shown: pd.DataFrame, figures: pd.DataFrame, k: int) -> list[int]:
    """Rows of `figures` to hide, looked for again until nothing that is new tells of fewer than k people."""
    known, now = _shown_before(series, shown), _Held(series.at(NOW))
    fresh = {int(at): now.whom(row) for at, row in zip(figures.index, each(figures), strict=True)}
    fresh = {at: atoms for at, atoms in fresh.items() if atoms and atoms not in known}
    size = {at: (TEAM_FIRST[str(kind)], len(fresh[at])) for at, kind in figures["group_kind"].items() if at in fresh}
    before, hidden = list(known), set[int]()
    for _ in range(MOST_LOOKS):
        left = [at for at in fresh if at not in hidden]
        found = breaches(sums([*before, *(fresh[at] for at in left)], series.people), k)
        involved = [[left[at - len(before)] for at in one.vectors if at >= len(before)] for one in found]
        chosen = {min(one, key=size.__getitem__) for one in involved if one}
        if not chosen:
            return sorted(hidden)
        hidden |= chosen
    return [*fresh]


def _shown_before(series: _Series, shown: pd.DataFrame) -> set[Atoms]:
    """Whom each figure of each update was about, once each."""
    turns = series.turns
    place = np.searchsorted(turns, shown["number"].to_numpy(dtype="int64"), side="right") - 1
    return {
        atoms
        for turn, own in shown.drop(columns="number").assign(turn=place).drop_duplicates().groupby("turn")
        for held in [_Held(series.at(turns[int(str(turn))]))]
        for row in each(own)
        if (atoms := held.whom(row))
    }


class _Held:
    """Whom figures are about while leaves hold these versions."""

    def __init__(self, versions: list[_Version]) -> None:
        self._of_round: defaultdict[tuple[str, str, str], Atoms] = defaultdict(frozenset)
        self._of_cohort: defaultdict[str, defaultdict[int, Atoms]] = defaultdict(lambda: defaultdict(frozenset))
        for one in versions:
            cohort, team, survey_round = one.leaf
            self._of_round["cohort", cohort, survey_round] |= one.atoms
            self._of_round["team", team, survey_round] |= one.atoms
            self._of_cohort[cohort][one.ordinal] |= one.atoms

    def whom(self, row: Row) -> Atoms:
        """The atoms of one figure; none where its parts are not looked at one by one."""
        kind, group_id = str(row.group_kind), str(row.group_id)
        if kind == "programme":
            return _union(self._ends(str(row.period_kind)))
        return _union(self._of_round.get((kind, group_id, part), Atoms()) for part in str(row.period_id).split(JOINT))

    def _ends(self, period: str) -> Iterator[Atoms]:
        """The first or the last round of every cohort that was asked at least twice."""
        for asked in self._of_cohort.values():
            if len(asked) > 1:
                yield asked[min(asked) if period == "baseline" else max(asked)]


def _union(atoms: Iterable[Atoms]) -> Atoms:
    return frozenset().union(*atoms)
