"""Results that need people or whole teams to compute, at cohort level and above."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import SimpleNamespace
from typing import Any, cast

import pandas as pd

from joy.change import Interval, clustered_difference, paired
from joy.definitions import Definitions, Indicator, Policy
from joy.disclosure import n_band, round_half_away
from joy.frames import Row, each


COLUMNS = [
    "group_kind",
    "group_id",
    "indicator_id",
    "kind",
    "instrument",
    "from_period",
    "to_period",
    "state",
    "value",
    "low",
    "high",
    "n_band",
    "detail",
]
SERIES = ["indicator_id", "instrument"]
INTERVAL_FROM = 20  # R5: an interval gives the spread away, and the spread may be shown from 20 people
SHARE_STEP = 0.01  # intervals of shares are given in whole points


@dataclass(frozen=True)
class Evidence:
    """What findings are computed from: sums of pairs, raw and guarded figures, rounds, and the rules."""

    pairs: pd.DataFrame
    rows: pd.DataFrame
    figures: pd.DataFrame
    rounds: pd.DataFrame
    definitions: Definitions
    programme_id: str
    policy: Policy

    def indicator(self, name: str) -> Indicator:
        return self.definitions.indicators[name]

    @cached_property
    def shown(self) -> set[tuple[str, ...]]:
        """Keys of the figures that may be seen."""
        figures = self.figures[self.figures["state"] == "shown"]
        names = ["group_kind", "group_id", *SERIES, "period_id"]
        return set(figures[names].itertuples(index=False, name=None))

    def is_shown(self, whose: tuple[str, str], series: tuple[str, str], *periods: str) -> bool:
        return all((*whose, *series, period) in self.shown for period in periods)


def finding_rows(evidence: Evidence) -> pd.DataFrame:
    """Paired change of surveys and team-by-team change of tallies.

    A result is shown only where both of its ends are shown and, for pairs, where those left unpaired are none or at
    least the threshold (R13).
    """
    return pd.DataFrame([*_paired(evidence), *_clustered(evidence)], columns=COLUMNS)


def _paired(evidence: Evidence) -> Iterator[tuple[object, ...]]:
    rows = evidence.rows
    ends = rows[(rows["group_kind"] == "cohort") & (rows["period_kind"] == "round")]
    asked = ends.set_index(["group_id", *SERIES, "period_id"])["n"].to_dict()
    kept = [row for row in each(evidence.pairs) if _may_be_paired(evidence, asked, row)]
    for row in kept:
        yield _paired_row(evidence, ("cohort", row.cohort_id), (row.from_round, row.to_round), row)
    whole = evidence.pairs.loc[[row.Index for row in kept]]
    whole = whole[_is_first_to_last(whole, ends, evidence.rounds.set_index("round_id")["ordinal"])]
    ours = ("programme", evidence.programme_id)
    for key, group in whole.groupby(SERIES):
        indicator_id, instrument = map(str, cast(tuple[str, str], key))
        sums = {str(name): float(amount) for name, amount in group.select_dtypes("number").sum().items()}
        total = SimpleNamespace(**sums, indicator_id=indicator_id, instrument=instrument)
        if evidence.is_shown(ours, (indicator_id, instrument), "baseline", "latest"):
            yield _paired_row(evidence, ours, ("baseline", "latest"), total)


def _may_be_paired(evidence: Evidence, asked: Mapping[Any, int], row: Row) -> bool:
    """Whether a pair of rounds may be told: means only, both rounds shown, enough pairs, and nobody left over alone."""
    indicator, series = evidence.indicator(row.indicator_id), (row.indicator_id, row.instrument)
    k = evidence.policy.classes[indicator.disclosure_class].k_show
    left = [asked.get((row.cohort_id, *series, name), 0) - row.n for name in (row.from_round, row.to_round)]
    return (
        indicator.shows == "mean"
        and row.n >= k
        and evidence.is_shown(("cohort", row.cohort_id), series, row.from_round, row.to_round)
        and all(rest == 0 or rest >= k for rest in left)
    )


def _is_first_to_last(pairs: pd.DataFrame, ends: pd.DataFrame, order: pd.Series) -> pd.Series:
    """Pairs that span the whole time in which a cohort was asked with one instrument version."""
    rounds = ends.assign(ordinal=ends["period_id"].map(order))
    span = rounds.groupby(["group_id", *SERIES])["ordinal"].agg(["min", "max"])
    own = pd.MultiIndex.from_frame(pairs[["cohort_id", *SERIES]])
    first, last = (span[side].reindex(own).to_numpy() for side in ("min", "max"))
    starts, stops = pairs["from_round"].map(order).to_numpy(), pairs["to_round"].map(order).to_numpy()
    return pd.Series((starts == first) & (stops == last), index=pairs.index)


def _paired_row(evidence: Evidence, whose: tuple[str, str], periods: tuple[str, str], sums: Row) -> tuple[object, ...]:
    indicator, policy = evidence.indicator(sums.indicator_id), evidence.policy
    n = int(sums.n)
    mean = float(sums.after_total - sums.before_total) / n
    variance = (float(sums.change_squares) - n * mean * mean) / (n - 1)
    interval = paired(mean, math.sqrt(max(variance, 0.0)), n)
    step = (indicator.maximum - indicator.minimum) / max(tier.mean_steps for tier in policy.tiers)
    numbers = _blurred(interval, step, with_interval=n >= INTERVAL_FROM)
    band, _ = n_band(n, policy)
    told = ("paired_change", sums.instrument, *periods, "shown", *numbers, band, "the same people both times")
    return (*whose, indicator.id, *told)


def _clustered(evidence: Evidence) -> Iterator[tuple[object, ...]]:
    """Baseline to latest of tallies, with teams as the unit: people answer often, so answers are not independent."""
    rows = evidence.rows
    tallies = [i.id for i in evidence.definitions.indicators.values() if i.measured.kind == "tally"]
    teams = rows[
        (rows["group_kind"] == "team") & (rows["parent_kind"] == "cohort") & rows["indicator_id"].isin(tallies)
    ]
    teams = teams[teams["period_kind"].isin(["baseline", "latest"])]
    owners = [("cohort", teams["parent_id"]), ("programme", teams["parent_id"].map(lambda _: evidence.programme_id))]
    for group_kind, owner in owners:
        for key, part in teams.groupby([owner.rename("owner"), *SERIES]):
            group_id, *series = map(str, cast(tuple[str, str, str], key))
            if evidence.is_shown((group_kind, group_id), (series[0], series[1]), "baseline", "latest"):
                yield _clustered_row((group_kind, group_id, *series), part)


def _clustered_row(key: tuple[str, ...], teams: pd.DataFrame) -> tuple[object, ...]:
    wide = (
        teams.assign(good=(teams["value"] * teams["n"]).round())
        .pivot(index="group_id", columns="period_kind", values=["good", "n"])
        .fillna(0)
        .astype("float64")
    )
    good0, n0, good1, n1 = (wide[name, end].to_numpy() for end in ("baseline", "latest") for name in ("good", "n"))
    numbers = _blurred(clustered_difference(good0, n0, good1, n1), SHARE_STEP, with_interval=True)
    group_kind, group_id, indicator_id, instrument = key
    told = (
        "clustered_change",
        instrument,
        "baseline",
        "latest",
        "shown",
        *numbers,
        f"{len(wide)} teams",
        "team by team",
    )
    return (group_kind, group_id, indicator_id, *told)


def _blurred(interval: Interval, step: float, *, with_interval: bool) -> tuple[float, float, float]:
    """Round to the display step; the interval outwards, so that rounding never makes a result look surer."""
    value = float(round_half_away(interval.estimate, step))
    if not with_interval or interval.low is None or interval.high is None:
        return round(value, 10), math.nan, math.nan
    low, high = math.floor(interval.low / step) * step, math.ceil(interval.high / step) * step
    return round(value, 10), round(low, 10), round(high, 10)
