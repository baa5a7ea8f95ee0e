"""A deliberately careless release of the same people: what many dashboards do.

A plain threshold, exact numbers of answers, two decimals, every statistic at once, rolling windows, rare options shown,
intervals for the smallest groups. Each attack must succeed here, or it proves nothing where it fails.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from joy.attack import Truth
from joy.definitions import Definitions, Indicator, Policy
from joy.definitions.policy import Tier
from joy.frames import each


DECIMALS = 2
COLUMNS = [
    "group_kind", "group_id", "indicator_id", "instrument", "period_kind", "period_id", "period_start", "period_end",
    "state", "value", "capped", "n_band", "n_low", "tier", "favourable_share", "spread",
]  # fmt: skip
SERIES = ["indicator_id", "instrument"]
ROLLING = 3  # weeks


def naive_policy(policy: Policy) -> Policy:
    """How a careless release is read: two decimals at any number of answers."""
    # Not validated: no policy file may say this.
    tier = Tier.model_construct(
        at_least=5, share_step=0.01, mean_steps=400, show_spread=True, show_split=False, show_distribution=True,
        n_step=None,
    )  # fmt: skip
    return policy.model_copy(update={"tiers": (tier,)})


def naive_release(truth: Truth, definitions: Definitions, k: int, programme_id: str) -> dict[str, pd.DataFrame]:
    """Publish everything of at least `k` answers, plainly."""
    surveys = list(_surveys(truth, definitions, programme_id))
    figures = pd.DataFrame([*surveys, *_tallies(truth)], columns=[*COLUMNS, "exact"])
    return {
        "release.figure": figures[figures["exact"] >= k].drop(columns="exact").reset_index(drop=True),
        "release.figure_option": _options(truth, k),
        "release.finding": _findings(figures, k),
    }


def _shown(
    key: tuple[object, ...], n: float, value: float, good: float = np.nan, spread: float = np.nan
) -> tuple[object, ...]:
    numbers = round(float(value), DECIMALS), None, str(int(n)), int(n), 5, round(float(good), DECIMALS)
    return (*key, "shown", *numbers, round(float(spread), DECIMALS), int(n))


def _surveys(truth: Truth, definitions: Definitions, programme_id: str) -> Iterator[tuple[object, ...]]:
    scores = truth.scores.merge(truth.rounds[["round_id", "ordinal", "opens_on", "closes_on"]], on="round_id")
    by = ["cohort_id", *SERIES]
    first, last = (scores.groupby(by)["ordinal"].transform(how) for how in ("min", "max"))
    scores["end"] = np.select(
        [first == last, scores["ordinal"] == first, scores["ordinal"] == last], ["", "baseline", "latest"], ""
    )
    circles = [
        ("team", scores, ["enrolment_id", *SERIES, "round_id"], "round"),
        ("cohort", scores, ["cohort_id", *SERIES, "round_id"], "round"),
        ("programme", scores[scores["end"] != ""].assign(all=programme_id), ["all", *SERIES, "end"], ""),
    ]
    for kind, frame, keys, period_kind in circles:
        for key, part in frame.groupby(keys):
            group, indicator_id, ref, period = key
            indicator = definitions.indicators[indicator_id]
            dates = part["opens_on"].min(), part["closes_on"].max()
            whose = (kind, group, indicator_id, ref, period_kind or period, period, *dates)
            yield _shown(whose, *_moments(part, indicator))


def _moments(part: pd.DataFrame, indicator: Indicator) -> tuple[float, float, float, float]:
    n, total, good = (float(part[name].sum()) for name in ("n", "total", "good"))
    if indicator.shows == "share":
        return n, good / n, np.nan, np.nan
    variance = (float(part["total_squares"].sum()) - total**2 / n) / (n - 1) if n > 1 else 0.0
    return n, total / n, good / n if indicator.favourable is not None else np.nan, np.sqrt(max(variance, 0.0))


def _tallies(truth: Truth) -> Iterator[tuple[object, ...]]:
    """Single weeks, three weeks rolling, and a baseline that ends in the middle of a week."""
    days = truth.days.assign(
        week=truth.days["on_date"] - pd.to_timedelta(truth.days["on_date"].dt.day_of_week, unit="D")
    )
    for key, own in days.groupby(["enrolment_id", *SERIES]):
        weeks = sorted(own["week"].unique())
        for start in pd.date_range(weeks[0], weeks[-1], freq="7D"):
            for kind, length in (("week", 1), ("rolling", ROLLING)):
                yield from _period(("team", *key), own, kind, start, start + pd.Timedelta(weeks=length))
        yield from _period(("team", *key), own, "baseline", weeks[0], weeks[0] + pd.Timedelta(days=24))
    for key, own in days.groupby(["cohort_id", *SERIES]):
        for start in sorted(own["week"].unique()):
            yield from _period(("cohort", *key), own, "week", start, start + pd.Timedelta(weeks=1))


def _period(
    whose: tuple[object, ...], days: pd.DataFrame, kind: str, start: pd.Timestamp, end: pd.Timestamp
) -> Iterator[tuple[object, ...]]:
    part = days[(days["on_date"] >= start) & (days["on_date"] < end)]
    n = int(part["n"].sum())
    if n:
        yield _shown((*whose, kind, f"{start:%Y-%m-%d}", start, end), n, part["good"].sum() / n)


def _options(truth: Truth, k: int) -> pd.DataFrame:
    rows = []
    for key, part in truth.options.groupby(["cohort_id", "instrument", "item_key", "round_id"]):
        n = int(part["n"].sum())
        if n >= k:
            rows += [("cohort", *key, str(r.code), int(r.code), r.n / n) for r in each(part)]
    names = ["group_kind", "group_id", "instrument", "item_key", "period_id", "label", "ordinal", "share"]
    return pd.DataFrame(rows, columns=names)


def _findings(figures: pd.DataFrame, k: int) -> pd.DataFrame:
    """An interval beside every mean, from the spread as it is."""
    means = figures[figures["spread"].notna() & (figures["exact"] >= k)]
    half = 1.96 * means["spread"] / np.sqrt(means["exact"])
    return pd.DataFrame(
        {
            "group_kind": means["group_kind"], "group_id": means["group_id"], "indicator_id": means["indicator_id"],
            "kind": "scale_gap", "instrument": means["instrument"], "from_period": means["period_id"],
            "to_period": means["period_id"], "value": means["value"], "low": means["value"] - half,
            "high": means["value"] + half, "n_band": means["n_band"],
        }
    )  # fmt: skip
