"""What shown figures of daily tallies say of a team's single weeks and of parts of weeks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from itertools import pairwise, product

import pandas as pd

from joy.attack.equations import Equation, Leaves
from joy.attack.known import answers_of, value_of
from joy.attack.picture import Picture, Target
from joy.definitions import Definitions, Policy
from joy.frames import Row, each


SERIES = ["indicator_id", "instrument"]
OWN = ("week", "fortnight")  # periods of a team's own line; the rest are windows over several of them
ENDS = ("baseline", "latest")
Stretch = tuple[pd.Timestamp, pd.Timestamp]
Held = tuple[str, ...]


class TallyMap:
    """Each team's days cut wherever a shown period begins or ends, and at Mondays; one leaf for each piece."""

    def __init__(
        self, picture: Picture, days: pd.DataFrame, figures: pd.DataFrame, exact: Mapping[Held, float] | None = None
    ) -> None:
        self.picture = picture
        self.exact = exact or {}
        self.shown = figures[(figures["state"] == "shown") & figures["period_start"].notna()]
        cohorts = days.drop_duplicates("enrolment_id").set_index("enrolment_id")["cohort_id"].to_dict()
        self.cohort_of: dict[str, str] = {str(team): str(cohort) for team, cohort in cohorts.items()}
        self.pieces: dict[Held, list[tuple[pd.Timestamp, int]]] = {}
        self.busiest: dict[int, int] = {}
        self._cuts = self._all_cuts()
        for key, own in days.groupby([*SERIES, "enrolment_id"]):
            self._add(tuple(map(str, key)), own)
        self.lines = self._lines()
        self._windows = self._team_windows()
        self._read: dict[Held, Leaves | None] = {}

    def _all_cuts(self) -> dict[str, set[pd.Timestamp]]:
        """Days on which any shown period of a group begins or ends."""
        cuts: dict[str, set[pd.Timestamp]] = {}
        for row in each(self.shown):
            cuts.setdefault(str(row.group_id), set()).update((row.period_start, row.period_end))
        return cuts

    def _add(self, key: Held, own: pd.DataFrame) -> None:
        team = key[2]
        others = {one for name, moments in self._cuts.items() if name not in self.cohort_of for one in moments}
        cuts = sorted(self._cuts.get(team, set()) | others)
        monday = own["on_date"] - pd.to_timedelta(own["on_date"].dt.day_of_week, unit="D")
        piece = pd.Series(pd.Index(cuts).searchsorted(own["on_date"], side="right"), index=own.index)
        for (start, _), part in own.groupby([monday, piece]):
            leaf = self.picture.leaf(float(part["n"].sum()), float(part["good"].sum()))
            self.busiest[leaf] = int(part["n"].max())
            self.pieces.setdefault(key, []).append((max(start, part["on_date"].min()), leaf))

    def _lines(self) -> dict[Held, list[Stretch]]:
        """For each team the shown periods of its own line."""
        teams = self.shown[(self.shown["group_kind"] == "team") & self.shown["period_kind"].isin(OWN)]
        found: dict[Held, list[Stretch]] = {}
        for row in each(teams):
            key = (*_series(row), str(row.group_id))
            found.setdefault(key, []).append((row.period_start, row.period_end))
        return found

    def within(self, key: Held, stretch: Stretch, *, only_shown: bool) -> list[int]:
        """A team's leaves in a stretch of days; or only those in shown periods of its own line."""
        start, end = stretch
        own = [(day, leaf) for day, leaf in self.pieces.get(key, []) if start <= day < end]
        if not only_shown or key not in self.lines:
            return [leaf for _, leaf in own]
        return [leaf for day, leaf in own if any(a <= day < b for a, b in self.lines[key])]

    def of(self, row: Row, definitions: Definitions, policy: Policy) -> Leaves | None:
        """The leaves of a shown row: of all readings of the method, the first that the truth does not contradict."""
        key = tuple(map(str, (row.group_kind, row.group_id, *_series(row), row.period_kind, row.period_id)))
        if key not in self._read:
            self._read[key] = self._first_fitting(row, definitions, policy)
        return self._read[key]

    def _first_fitting(self, row: Row, definitions: Definitions, policy: Policy) -> Leaves | None:
        indicator = definitions.indicators[str(row.indicator_id)]
        exact = self.exact.get(
            (str(row.group_kind), str(row.group_id), *_series(row), str(row.period_kind), str(row.period_id))
        )
        for leaves in self._readings(row):
            n = self.picture.n(leaves)
            if not leaves or not answers_of(row).holds(n) or (exact is not None and exact != n):
                continue
            total = sum(self.picture.truth[leaf] for leaf in leaves)
            if value_of(row, indicator, policy, n).holds(total / n):
                return leaves
        return None

    def _readings(self, row: Row) -> Iterator[Leaves]:
        series = _series(row)
        stretch = (row.period_start, row.period_end)
        if row.group_kind == "team":
            for only_shown in (True, False):
                yield tuple(self.within((*series, str(row.group_id)), stretch, only_shown=only_shown))
            return
        is_cohort = row.group_kind == "cohort"
        teams = [t for t, cohort in self.cohort_of.items() if not is_cohort or cohort == row.group_id]
        for only_shown, some in product((True, False), self._circles(series, teams, row)):
            keys = [(*series, team) for team in some]
            yield tuple(leaf for key in keys for leaf in self.within(key, self._own(key, row), only_shown=only_shown))

    def _circles(self, series: Held, teams: list[str], row: Row) -> Iterator[list[str]]:
        """Which teams a total may count: those shown there, those with a weekly line, with both ends, or all."""
        if row.period_kind in OWN:
            yield [team for team in teams if (row.period_start, row.period_end) in self.lines.get((*series, team), ())]
            yield [team for team in teams if (*series, team) in self.lines]
        else:
            named = (str(row.period_kind), str(row.period_id))
            yield [team for team in teams if (*series, team, *named) in self._windows]
        yield teams
        if row.period_kind in ENDS:
            yield [team for team in teams if self._has_both_ends(series, team)]

    def _team_windows(self) -> dict[Held, Stretch]:
        teams = self.shown[(self.shown["group_kind"] == "team") & ~self.shown["period_kind"].isin(OWN)]
        return {
            (*_series(row), str(row.group_id), str(row.period_kind), str(row.period_id)): (
                row.period_start,
                row.period_end,
            )
            for row in each(teams)
        }

    def _has_both_ends(self, series: Held, team: str) -> bool:
        return all((*series, team, end, end) in self._windows for end in ENDS)

    def _own(self, key: Held, row: Row) -> Stretch:
        """A team's own days of a total's window, where they are shown; else the total's."""
        named = (*key, str(row.period_kind), str(row.period_id))
        return self._windows.get(named, (row.period_start, row.period_end))


def _series(row: Row) -> Held:
    return str(row.indicator_id), str(row.instrument)


def say_tallies(picture: Picture, where: TallyMap, definitions: Definitions, policy: Policy) -> set[Leaves]:
    """Turn every shown tally figure into an equation; returns which groups of leaves are shown themselves."""
    shown: set[Leaves] = set()
    for row in each(where.shown):
        indicator = definitions.indicators.get(str(row.indicator_id))
        if indicator is None or indicator.measured.kind != "tally":
            continue
        leaves = where.of(row, definitions, policy)
        if leaves is None:
            picture.unread += 1
            continue
        n = picture.n(leaves)
        between = value_of(row, indicator, policy, n).scaled(n)
        picture.say(f"{row.group_kind}_{row.period_kind}", Equation.total(leaves, between.low, between.high))
        shown.add(tuple(sorted(leaves)))
    return shown


def tally_targets(where: TallyMap, shown: set[Leaves], policy: Policy) -> Iterator[Target]:
    """Every piece of a team's days that is not shown itself and fails the rule for weeks."""
    rule = policy.pulse
    for pieces in where.pieces.values():
        for _, leaf in pieces:
            if not where.picture.people[leaf]:
                continue
            is_thin = where.picture.people[leaf] < rule.answers or where.busiest[leaf] < rule.on_one_day
            if is_thin and (leaf,) not in shown:
                yield Target("A6", (leaf,))
        for (day, one), (next_day, other) in pairwise(sorted(pieces)):
            n = where.picture.people[one] + where.picture.people[other]
            together = tuple(sorted((one, other)))
            if n < rule.answers and next_day - day < timedelta(days=7) and together not in shown:
                yield Target("A6", (one, other))


def certain_weeks(
    figures: pd.DataFrame, where: TallyMap, definitions: Definitions, policy: Policy
) -> Mapping[str, int]:
    """Shown periods of teams from which it follows that every answer was alike; and how many such were aimed at."""
    aimed = certain = 0
    for row in each(figures[(figures["state"] == "shown") & (figures["group_kind"] == "team")]):
        indicator = definitions.indicators.get(str(row.indicator_id))
        if indicator is None or indicator.measured.kind != "tally":
            continue
        leaves = where.of(row, definitions, policy)
        if leaves is None:
            continue
        aimed += 1
        n = round(where.picture.n(leaves))
        between = value_of(row, indicator, policy, n)
        possible = [good for good in range(n + 1) if between.holds(good / n)]
        certain += possible in ([0], [n])
    return {"aimed": aimed, "certain": certain}
