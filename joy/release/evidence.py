"""What findings are computed from, and the shape in which they are told."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import pandas as pd

from joy.change import Interval
from joy.definitions import Definitions, Indicator, Policy
from joy.disclosure import n_band, round_half_away
from joy.frames import Row, each
from joy.store.reader import Asker


COLUMNS = [
    "group_kind",
    "group_id",
    "indicator_id",
    "kind",
    "instrument",
    "from_period",
    "to_period",
    "part",
    "state",
    "value",
    "low",
    "high",
    "n_band",
    "conclusion",
    "detail",
]
SERIES = ["indicator_id", "instrument"]
FEWEST_HIDDEN_TEAMS = 3  # R9: two could be solved from a total and one more result
SHARE_STEP = 0.01  # intervals of shares are given in whole points
NEVER = math.inf  # people from whom something may be told that the policy tells of nobody
Whose = tuple[str, str]  # kind and id
Key = tuple[str, str]  # indicator and instrument version
Numbers = tuple[float, float, float]  # value, low, high
Finding = tuple[object, ...]


@dataclass(frozen=True)
class Sums:
    """Sums of people from the vault, asked once: they are exact and never leave this package.

    `pairs`: linked people by cohort and two rounds; `together`: by all the rounds they answered. `item_pairs`: products
    of two items of a scale by cohort and round. `items`: each item by team and round. `parallel`: the items two
    indicators share, by cohort and round, for each gap indicator. `scores`: scores by team and round.
    """

    pairs: pd.DataFrame
    together: pd.DataFrame
    item_pairs: pd.DataFrame
    items: pd.DataFrame
    parallel: Mapping[str, pd.DataFrame]
    scores: pd.DataFrame


def ask_sums(asker: Asker, definitions: Definitions, programme_id: str) -> Sums:
    """Ask the vault for everything that findings need."""
    about = {"programme_id": programme_id}
    gaps = [indicator for indicator in definitions.indicators.values() if indicator.measured.kind == "gap"]
    return Sums(
        pairs=asker.ask("release/paired", **about),
        together=asker.ask("release/linked_rounds", **about),
        item_pairs=asker.ask("release/item_pairs", **about),
        items=asker.ask("release/item_sums", **about),
        parallel={
            gap.id: asker.ask("release/parallel_items", **about, plus_id=gap.measured.plus, minus_id=gap.measured.minus)
            for gap in gaps
        },
        scores=asker.ask("release/scores", **about),
    )


@dataclass(frozen=True)
class Evidence:
    """What findings are computed from: sums of people, raw and guarded figures, rounds, and the rules."""

    sums: Sums
    rows: pd.DataFrame
    figures: pd.DataFrame
    rounds: pd.DataFrame
    definitions: Definitions
    programme_id: str
    policy: Policy

    def indicator(self, name: str) -> Indicator:
        return self.definitions.indicators[name]

    def k_of(self, indicator: Indicator) -> int:
        """R2: the fewest people of the indicator's class."""
        return self.policy.classes[indicator.disclosure_class].k_show

    @cached_property
    def interval_from(self) -> float:
        """R5: an interval gives the spread away, so it may be told from as many people as the spread may be shown."""
        return min((tier.at_least for tier in self.policy.tiers if tier.show_spread), default=NEVER)

    @cached_property
    def share_interval_from(self) -> float:
        """A share has no spread but its own, so its interval may be told where it is told in whole points itself."""
        return min((tier.at_least for tier in self.policy.tiers if tier.share_step <= SHARE_STEP), default=NEVER)

    @cached_property
    def shown(self) -> dict[tuple[str, ...], Row]:
        """The figures that may be seen, as they are shown, by group, series and period."""
        figures = self.figures[self.figures["state"] == "shown"]
        return {(r.group_kind, r.group_id, r.indicator_id, r.instrument, r.period_id): r for r in each(figures)}

    def is_shown(self, whose: Whose, series: Key, *periods: str) -> bool:
        return all((*whose, *series, period) in self.shown for period in periods)

    def is_plain(self, whose: Whose, series: Key, *periods: str) -> bool:
        """R5: whether figures may be seen, none only as a bound: a result that rests on one would tell the figure."""
        figures = [self.shown.get((*whose, *series, period)) for period in periods]
        return all(figure is not None and not isinstance(figure.capped, str) for figure in figures)

    def as_shown(self, whose: Whose, series: Key, *periods: str) -> list[Row]:
        """Figures that may be seen, as they are shown; all of them must be (`is_shown`)."""
        return [self.shown[(*whose, *series, period)] for period in periods]

    @cached_property
    def raw(self) -> dict[tuple[str, ...], Row]:
        """The exact figure of each group, series and period; only of survey rounds and the programme's two ends."""
        mine = self.rows[self.rows["period_kind"].isin(["round", "baseline", "latest"]) & (self.rows["n"] > 0)]
        return {(r.group_kind, r.group_id, r.indicator_id, r.instrument, r.period_id): r for r in each(mine)}

    def figure(self, whose: Whose, series: Key, period: str) -> Row | None:
        """The exact figure, or None where there is none."""
        return self.raw.get((*whose, *series, period))

    @cached_property
    def spans(self) -> dict[tuple[str, str, str], list[str]]:
        """The closed rounds in which each cohort was asked with each series, in their order."""
        order = self.rounds.set_index("round_id")["ordinal"].to_dict()
        asked: dict[tuple[str, str, str], list[str]] = {}
        for kind, group_id, indicator_id, instrument, period in self.raw:
            if kind == "cohort" and period in order:
                asked.setdefault((group_id, indicator_id, instrument), []).append(period)
        return {key: sorted(periods, key=lambda period: order[period]) for key, periods in asked.items()}

    @cached_property
    def answered(self) -> dict[tuple[str, ...], float]:
        """How many answered each question, by cohort, round, series and item, whatever else they left open."""
        by = ["cohort_id", "round_id", *SERIES, "item_key"]
        counts = self.sums.items.groupby(by)["n"].sum().reset_index()
        return {(r.cohort_id, r.round_id, r.indicator_id, r.instrument, r.item_key): float(r.n) for r in each(counts)}

    def may_rest_on(self, kind: str, teams: pd.DataFrame) -> bool:
        """R9: whether a result over these teams (raw figures with their `cohort_id`) leaves each hidden one unknown.

        Beside the total of all teams it is one more equation about the hidden ones. So in each period a cohort has none
        of them, or at least three; and the programme, whose cohorts may each have a result of their own, has hidden
        teams in no cohort and period, or in at least two.
        """
        own = teams[(teams["n"] > 0).to_numpy()]
        keys = zip(own["group_id"], own["indicator_id"], own["instrument"], own["period_id"], strict=True)
        hidden = own[[("team", *key) not in self.shown for key in keys]].groupby(["cohort_id", "period_id"]).size()
        return len(hidden) != 1 if kind == "programme" else not (hidden < FEWEST_HIDDEN_TEAMS).any()

    def comparisons(self, cohort_id: str, series: Key) -> list[tuple[str, str]]:
        """Each round with the next, and the first with the last."""
        rounds = self.spans.get((cohort_id, *series), [])
        return [*pairwise(rounds)] + ([(rounds[0], rounds[-1])] if len(rounds) > 2 else [])  # noqa: PLR2004 - two have one step


def told(
    whose: Whose,
    series: Key,
    kind: str,
    periods: tuple[str, str],
    numbers: Numbers,
    band: str,
    detail: str,
    *,
    part: str = "",
    conclusion: str = "",
) -> Finding:
    """One finding as a row of COLUMNS; what may not be shown is not told at all."""
    indicator_id, instrument = series
    return (*whose, indicator_id, kind, instrument, *periods, part, "shown", *numbers, band, conclusion, detail)


def alone(value: float, step: float) -> Numbers:
    """A value rounded to its step, without an interval."""
    return round(float(round_half_away(value, step)), 10), math.nan, math.nan


def step_of(indicator: Indicator, n: float, policy: Policy) -> float:
    """R3: a difference is rounded as coarsely as the coarser of its ends; `n` is the smaller number of people."""
    tier = max((tier for tier in policy.tiers if tier.at_least <= n), key=lambda tier: tier.at_least)
    return tier.share_step if indicator.shows == "share" else (indicator.maximum - indicator.minimum) / tier.mean_steps


def band_of(n: float, policy: Policy) -> str:
    return n_band(int(n), policy)[0]


def blurred(interval: Interval, step: float, *, with_interval: bool) -> Numbers:
    """Round to the display step; the interval outwards, so that rounding never makes a result look surer."""
    if not with_interval or interval.low is None or interval.high is None:
        return alone(interval.estimate, step)
    low, high = outwards(interval, step)
    return alone(interval.estimate, step)[0], low, high


def outwards(interval: Interval, step: float) -> tuple[float, float]:
    """Both ends of an interval that exists, rounded away from its middle."""
    low, high = float(interval.low or 0), float(interval.high or 0)
    return round(math.floor(low / step) * step, 10), round(math.ceil(high / step) * step, 10)


def is_safe_rest(rest: float, k: int) -> bool:
    """R7, R8, R10 and R13: who is in one figure but not in the other must be nobody, or at least `k` people."""
    return rest == 0 or rest >= k
