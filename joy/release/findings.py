"""Results that need people or whole teams to compute, at cohort level and above."""

from __future__ import annotations

import math
from collections.abc import Iterator
from types import SimpleNamespace
from typing import cast

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


def finding_rows(
    pairs: pd.DataFrame,
    rows: pd.DataFrame,
    figures: pd.DataFrame,
    rounds: pd.DataFrame,
    definitions: Definitions,
    programme_id: str,
    policy: Policy,
) -> pd.DataFrame:
    """Paired change of surveys and team-by-team change of tallies.

    `pairs` sums the same people in two rounds, `rows` holds raw and `figures` guarded figures. A result is shown only
    where both of its ends are shown and, for pairs, where those left unpaired are none or at least the threshold (R13).
    """
    found = [
        *_paired(pairs, rows, figures, rounds, definitions, programme_id, policy),
        *_clustered(rows, figures, definitions),
    ]
    return pd.DataFrame(found, columns=COLUMNS)


def _paired(
    pairs: pd.DataFrame,
    rows: pd.DataFrame,
    figures: pd.DataFrame,
    rounds: pd.DataFrame,
    definitions: Definitions,
    programme_id: str,
    policy: Policy,
) -> Iterator[tuple[object, ...]]:
    ends = rows[(rows["group_kind"] == "cohort") & (rows["period_kind"] == "round")]
    asked = ends.set_index(["group_id", *SERIES, "period_id"])["n"]
    shown = _shown_keys(figures)
    order = rounds.set_index("round_id")["ordinal"]
    kept = []
    for row in each(pairs):
        indicator = definitions.indicators[row.indicator_id]
        if indicator.shows != "mean" or not {row.from_round, row.to_round} <= set(order.index):
            continue
        keys = [("cohort", row.cohort_id, row.indicator_id, row.instrument, r) for r in (row.from_round, row.to_round)]
        left = [
            asked.get((row.cohort_id, row.indicator_id, row.instrument, r), 0) - row.n
            for r in (row.from_round, row.to_round)
        ]
        k = policy.classes[indicator.disclosure_class].k_show
        if all(key in shown for key in keys) and row.n >= k and all(rest == 0 or rest >= k for rest in left):
            kept.append(row.Index)
            yield _paired_row("cohort", row.cohort_id, row.from_round, row.to_round, row, indicator, policy)
    whole = pairs.loc[kept]
    whole = whole[_is_first_to_last(whole, ends, order)]
    for key, group in whole.groupby(SERIES):
        indicator_id, instrument = map(str, cast(tuple[str, str], key))
        sums = {str(name): float(amount) for name, amount in group.select_dtypes("number").sum().items()}
        total = SimpleNamespace(**sums, instrument=instrument)
        keys = [("programme", programme_id, indicator_id, instrument, end) for end in ("baseline", "latest")]
        if all(key in shown for key in keys):
            yield _paired_row(
                "programme", programme_id, "baseline", "latest", total, definitions.indicators[indicator_id], policy
            )


def _is_first_to_last(pairs: pd.DataFrame, ends: pd.DataFrame, order: pd.Series) -> pd.Series:
    """Pairs that span the whole time in which a cohort was asked with one instrument version."""
    rounds = ends.assign(ordinal=ends["period_id"].map(order))
    span = rounds.groupby(["group_id", *SERIES])["ordinal"].agg(["min", "max"])
    own = pd.MultiIndex.from_frame(pairs[["cohort_id", *SERIES]])
    first, last = (span[side].reindex(own).to_numpy() for side in ("min", "max"))
    starts, stops = pairs["from_round"].map(order).to_numpy(), pairs["to_round"].map(order).to_numpy()
    return pd.Series((starts == first) & (stops == last), index=pairs.index)


def _paired_row(
    group_kind: str, group_id: str, start: str, stop: str, sums: Row, indicator: Indicator, policy: Policy
) -> tuple[object, ...]:
    n = int(sums.n)
    mean = float(sums.after_total - sums.before_total) / n
    variance = (float(sums.change_squares) - n * mean * mean) / (n - 1)
    interval = paired(mean, math.sqrt(max(variance, 0.0)), n)
    step = (indicator.maximum - indicator.minimum) / max(tier.mean_steps for tier in policy.tiers)
    value, low, high = _blurred(interval, step, with_interval=n >= INTERVAL_FROM)
    band, _ = n_band(n, policy)
    return (
        group_kind,
        group_id,
        indicator.id,
        "paired_change",
        sums.instrument,
        start,
        stop,
        "shown",
        value,
        low,
        high,
        band,
        "the same people both times",
    )


def _clustered(rows: pd.DataFrame, figures: pd.DataFrame, definitions: Definitions) -> Iterator[tuple[object, ...]]:
    """Baseline to latest of tallies, with teams as the unit: people answer often, so answers are not independent."""
    shown = _shown_keys(figures)
    tallies = [i.id for i in definitions.indicators.values() if i.measured.kind == "tally"]
    teams = rows[
        (rows["group_kind"] == "team") & (rows["parent_kind"] == "cohort") & rows["indicator_id"].isin(tallies)
    ]
    teams = teams[teams["period_kind"].isin(["baseline", "latest"])]
    cohort_of = rows[rows["group_kind"] == "cohort"].set_index("group_id")["parent_id"].to_dict()
    groups = [("cohort", teams["parent_id"]), ("programme", teams["parent_id"].map(cohort_of))]
    for group_kind, owner in groups:
        for (group_id, indicator_id, instrument), part in teams.groupby([owner, "indicator_id", "instrument"]):
            ends = [(group_kind, group_id, indicator_id, instrument, end) for end in ("baseline", "latest")]
            if all(end in shown for end in ends):
                yield _clustered_row(group_kind, str(group_id), str(indicator_id), str(instrument), part)


def _clustered_row(
    group_kind: str, group_id: str, indicator_id: str, instrument: str, teams: pd.DataFrame
) -> tuple[object, ...]:
    wide = (
        teams.assign(good=(teams["value"] * teams["n"]).round())
        .pivot(index="group_id", columns="period_kind", values=["good", "n"])
        .fillna(0)
        .astype("float64")
    )
    good0, n0, good1, n1 = (wide[name, end].to_numpy() for end in ("baseline", "latest") for name in ("good", "n"))
    interval = clustered_difference(good0, n0, good1, n1)
    value, low, high = _blurred(interval, SHARE_STEP, with_interval=True)
    return (
        group_kind,
        group_id,
        indicator_id,
        "clustered_change",
        instrument,
        "baseline",
        "latest",
        "shown",
        value,
        low,
        high,
        f"{len(wide)} teams",
        "team by team",
    )


def _shown_keys(figures: pd.DataFrame) -> set[tuple[str, str, str, str, str]]:
    shown = figures[figures["state"] == "shown"]
    names = ["group_kind", "group_id", "indicator_id", "instrument", "period_id"]
    return set(shown[names].itertuples(index=False, name=None))


def _blurred(interval: Interval, step: float, *, with_interval: bool) -> tuple[float, float, float]:
    """Round to the display step; the interval outwards, so that rounding never makes a result look surer."""
    value = float(round_half_away(interval.estimate, step))
    if not with_interval or interval.low is None or interval.high is None:
        return round(value, 10), math.nan, math.nan
    low, high = math.floor(interval.low / step) * step, math.ceil(interval.high / step) * step
    return round(value, 10), round(low, 10), round(high, 10)
