"""What shown survey figures and findings say of teams in rounds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations

import numpy as np
import pandas as pd

from joy.attack.equations import Equation, Leaves
from joy.attack.known import Between, answers_of, tier_of, value_of
from joy.attack.picture import Picture, Target, grouped
from joy.definitions import Definitions, Indicator, Policy
from joy.frames import Row, each


SERIES = ["indicator_id", "instrument"]
ENDS = ("baseline", "latest")
Key = tuple[str, ...]


def survey_leaves(picture: Picture, scores: pd.DataFrame, definitions: Definitions) -> pd.DataFrame:
    """Add a leaf for each team, round and series; returns the scores with the leaf's number."""
    kept = scores[scores["indicator_id"].isin(list(definitions.indicators))].reset_index(drop=True)
    leaves = []
    for row in each(kept):
        one = definitions.indicators[row.indicator_id]
        n = float(row.n)
        total = float(row.good) if one.shows == "share" else (float(row.total) - n * one.minimum) / _range(one)
        leaves.append(picture.leaf(n, total))
    return kept.assign(leaf=leaves)


def _range(one: Indicator) -> float:
    return 1.0 if one.shows == "share" else one.maximum - one.minimum


class SurveyMap:
    """Which leaves a group's figure is made of."""

    def __init__(self, leaves: pd.DataFrame, rounds: pd.DataFrame) -> None:
        spans = rounds[["round_id", "ordinal", "opens_on", "closes_on"]]
        self._known = leaves.merge(spans, on="round_id")
        self.teams = grouped(self._known, [*SERIES, "enrolment_id", "round_id"])
        self.cohorts = grouped(self._known, [*SERIES, "cohort_id", "round_id"])
        self.ends = self._ends()

    def of(self, row: Row) -> Leaves | None:
        """The leaves of a shown row, or None where the attacker cannot say."""
        series = (str(row.indicator_id), str(row.instrument))
        if row.period_kind == "round":
            held = self.teams if row.group_kind == "team" else self.cohorts
            found = held.get((*series, str(row.group_id), str(row.period_id)))
            return tuple(found) if found else None
        if row.group_kind == "programme":
            found = self.ends.get((*series, str(row.period_id)))
            return tuple(found) if found else None
        return self._by_dates(row)

    def _by_dates(self, row: Row) -> Leaves | None:
        """Rounds pooled: all that lie within the row's days."""
        column = {"team": "enrolment_id", "cohort": "cohort_id"}.get(row.group_kind)
        if column is None:
            return None
        known = self._known
        mine = known[
            (known["indicator_id"] == row.indicator_id)
            & (known["instrument"] == row.instrument)
            & (known[column] == row.group_id)
            & (known["opens_on"] >= row.period_start)
            & (known["closes_on"] <= row.period_end)
        ]
        return tuple(mine["leaf"]) or None

    def _ends(self) -> dict[Key, list[int]]:
        """The programme's two ends: each cohort's first and last round, where it was asked twice."""
        known = self._known
        by = ["cohort_id", *SERIES]
        first, last = (known.groupby(by)["ordinal"].transform(how) for how in ("min", "max"))
        twice = known.assign(first=first, last=last)
        twice = twice[twice["first"] < twice["last"]]
        found: dict[Key, list[int]] = {}
        for end, column in zip(ENDS, ("first", "last"), strict=True):
            part = twice[twice["ordinal"] == twice[column]]
            found |= {(*key, end): leaves for key, leaves in grouped(part, SERIES).items()}
        return found


def say_figures(
    picture: Picture, figures: pd.DataFrame, where: SurveyMap, definitions: Definitions, policy: Policy
) -> dict[Key, Leaves]:
    """Turn every shown survey figure into an equation; returns the leaves of each by its key."""
    shown: dict[Key, Leaves] = {}
    for row in each(figures[figures["state"] == "shown"]):
        indicator = definitions.indicators.get(str(row.indicator_id))
        if indicator is None or indicator.measured.kind in ("tally", "gap"):
            continue
        leaves = where.of(row)
        if leaves is None:
            picture.unread += 1
            continue
        n = picture.n(leaves)
        between = value_of(row, indicator, policy, n).scaled(n)
        picture.say(f"{row.group_kind}_{row.period_kind}", Equation.total(leaves, between.low, between.high))
        shown[row.group_kind, row.group_id, row.indicator_id, row.instrument, row.period_id] = leaves
    return shown


def say_differences(
    picture: Picture,
    findings: pd.DataFrame,
    shown: Mapping[Key, Leaves],
    steps: Mapping[Key, float],
    definitions: Definitions,
) -> None:
    """A difference between two shown figures is that of what is shown: off by half a step of each at most."""
    for row in each(findings[findings["kind"] == "unpaired_change"]):
        whose = (row.group_kind, row.group_id, row.indicator_id, row.instrument)
        keys = [(*whose, period) for period in (row.from_period, row.to_period)]
        if not all(key in shown for key in keys):
            picture.unread += 1
            continue
        before, after = (shown[key] for key in keys)
        n = [round(picture.n(leaves)) for leaves in (before, after)]
        indicator = definitions.indicators[row.indicator_id]
        half = sum(steps[key] for key in keys) / 2
        middle = row.value / _range(indicator)
        weights = (*(-n[1] for _ in before), *(n[0] for _ in after))
        scale = n[0] * n[1]
        equation = Equation((*before, *after), weights, (middle - half) * scale - 1e-6, (middle + half) * scale + 1e-6)
        picture.say("unpaired_change", equation)


def steps_of(figures: pd.DataFrame, definitions: Definitions, policy: Policy) -> dict[Key, float]:
    """The rounding step of each shown figure, as a part of its range."""
    found: dict[Key, float] = {}
    for row in each(figures[figures["state"] == "shown"]):
        tier = tier_of(row, policy)
        is_share = definitions.indicators[row.indicator_id].shows == "share"
        key = (row.group_kind, row.group_id, row.indicator_id, row.instrument, row.period_id)
        found[key] = tier.share_step if is_share else 1 / tier.mean_steps
    return found


def survey_targets(
    leaves: pd.DataFrame, shown: Mapping[Key, Leaves], definitions: Definitions, policy: Policy
) -> Iterator[Target]:
    """Every team and round that is hidden, and every two hidden ones of one round with fewer than k people together."""
    open_leaves = {group[0] for key, group in shown.items() if key[0] == "team" and len(group) == 1}
    hidden = leaves[~leaves["leaf"].isin(open_leaves) & (leaves["n"] > 0)]
    for leaf in hidden["leaf"]:
        yield Target("A2", (int(leaf),))
    for key, part in hidden.groupby(["cohort_id", "round_id", *SERIES]):
        k = policy.classes[definitions.indicators[str(key[2])].disclosure_class].k_show
        few = part[part["n"] < k]
        pairs = combinations(zip(few["leaf"], few["n"], strict=True), 2)
        yield from (Target("A2", (int(one[0]), int(other[0]))) for one, other in pairs if one[1] + other[1] < k)


def counts_pinned(
    figures: pd.DataFrame,
    where: SurveyMap,
    leaves: pd.DataFrame,
    people: Mapping[str, float],
    open_leaves: set[int],
    k_of: Mapping[str, int],
) -> tuple[int, int]:
    """How many hidden numbers of answers below k the bands pin down to one value; first those aimed at."""
    known = leaves.set_index("leaf")
    most = known["enrolment_id"].map(people).fillna(np.inf).to_numpy(dtype="float64")
    bands: list[tuple[Leaves, Between]] = []
    for row in each(figures[figures["state"] == "shown"]):
        group = where.of(row) if row.indicator_id in k_of else None
        if group:
            bands.append((group, answers_of(row)))
    low, high = propagate(len(known), bands, most, known["n"].to_numpy(dtype="float64"))
    small = [
        i
        for i, leaf in enumerate(known.index)
        if leaf not in open_leaves and 0 < known["n"].iloc[i] < k_of.get(str(known["indicator_id"].iloc[i]), 0)
    ]
    return len(small), sum(bool(np.ceil(low[i] - 1e-6) >= np.floor(high[i] + 1e-6)) for i in small)


def propagate(
    size: int, bands: list[tuple[Leaves, Between]], most: np.ndarray, truth: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Bounds of every leaf's number from bands of sums, by passing them on until nothing narrows any more.

    The stronger solver is not needed here: bands overlap so little that passing on finds what it would.
    """
    low, high = np.zeros(size), np.where(most >= truth, most, np.inf)
    high = np.minimum(high, 1e6)
    for _ in range(50):
        before = low.sum() - high.sum()
        for group, between in bands:
            own = list(group)
            rest_low, rest_high = low[own].sum() - low[own], high[own].sum() - high[own]
            low[own] = np.maximum(low[own], between.low - rest_high)
            high[own] = np.minimum(high[own], between.high - rest_low)
        if low.sum() - high.sum() == before:
            break
    return low, high
