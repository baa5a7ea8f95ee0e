"""Picking released figures: the latest instrument version, first and last survey round, a change with its interval."""

from __future__ import annotations

import math
from dataclasses import replace

import pandas as pd

from joy.change import newcombe_from_shares, pooled_spread_difference, welch
from joy.definitions import Indicator
from joy.findings import Change
from joy.views import words


HALF = 0.5
KINDS_OF = {  # findings that a change is told from; of means that of all who answered only where there is no other
    "mean": ("paired_change", "clustered_change"),
    "share": ("clustered_change", "unpaired_change"),
}
FEWEST_WEEKS = 3  # ours: the spread of two weekly shares says next to nothing


def of_indicator(figures: pd.DataFrame, indicator: Indicator) -> pd.DataFrame:
    """Figures of one indicator in its newest instrument version: versions are never mixed."""
    mine = figures[figures["indicator_id"] == indicator.id]
    if mine.empty:
        return mine
    if (mine["instrument"] == mine["instrument"].iloc[0]).all():
        return mine
    asked = mine[mine["state"] != "not_asked"]
    rows = (
        (asked if len(asked) else mine)
        .groupby("instrument")["period_start"]
        .agg(["max", "size"])
        .sort_values(["max", "size"])
    )
    newest = rows.index[-1]
    same: pd.DataFrame = mine[mine["instrument"] == newest]
    return same


def asked_otherwise(figures: pd.DataFrame, indicator: Indicator) -> list[str]:
    """The groups that were asked in another instrument version only, and so are in no figure that is shown."""
    mine = figures[figures["indicator_id"] == indicator.id]
    return sorted(set(mine["group_id"]) - set(of_indicator(figures, indicator)["group_id"]))


def ends(figures: pd.DataFrame, indicator: Indicator) -> tuple[pd.Series, pd.Series] | None:
    """The two figures to compare: baseline and latest, or first and last round; None if there is but one."""
    mine = of_indicator(figures, indicator)
    before, after = (mine[mine["period_kind"] == kind] for kind in ("baseline", "latest"))
    if len(before) and len(after):
        return before.iloc[0], after.iloc[0]
    rounds = mine[mine["period_kind"] == "round"].sort_values("period_start")
    asked = rounds[rounds["state"] != "not_asked"]
    return (asked.iloc[0], asked.iloc[-1]) if len(asked) > 1 else None


def is_shown(row: pd.Series) -> bool:
    return bool(row["state"] == "shown")


def between_weeks(figures: pd.DataFrame, before: pd.Series, after: pd.Series) -> tuple[float | None, float | None]:
    """The interval of a tally's change with weeks (or fortnights) as the unit; none under three in either window.

    The same people answer many times, so answers are not independent; the shares of whole weeks are more nearly so.
    Welch's interval of the weekly shares, put around the shown difference. It takes weeks as unrelated to each other:
    where they are not, the run chart beside it says so.
    """
    step = next((kind for kind in ("week", "fortnight") if (figures["period_kind"] == kind).any()), "")
    weeks = figures[(figures["period_kind"] == step) & (figures["state"] == "shown")]
    ends = [
        weeks.loc[(weeks["period_start"] >= end["period_start"]) & (weeks["period_end"] <= end["period_end"]), "value"]
        for end in (before, after)
    ]
    if min(len(end) for end in ends) < FEWEST_WEEKS:
        return None, None
    (m0, s0, n0), (m1, s1, n1) = ((float(end.mean()), float(end.std()), len(end)) for end in ends)
    found = welch(m0, s0, n0, m1, s1, n1)
    if found.low is None or found.high is None:
        return None, None
    shift = float(after["value"]) - float(before["value"]) - found.estimate
    return max(found.low + shift, -1.0), min(found.high + shift, 1.0)


def change_between(
    indicator: Indicator,
    before: pd.Series,
    after: pd.Series,
    findings: pd.DataFrame,
    borrowed_spread: float = math.nan,
    figures: pd.DataFrame | None = None,
) -> Change | None:
    """The change from one figure to another with the best interval there is; None unless both may be shown.

    None between bounds too: “under 15 %” less “under 20 %” is no number, nor is “over 88” less 60.
    A finding (the same people both times, or team by team) comes first, where it has an interval, then the published
    interval of all who answered. Else the interval is computed from the released values and the lowest numbers their
    bands allow: Newcombe's for shares, Welch's for means whose spread is released, for small teams one with the spread
    borrowed from their cohort, and for a team's tallies one from the weeks among its `figures`. Whichever it is, it is
    told as it is judged: rounded outwards (`words.outwards`).
    """
    if not (is_shown(before) and is_shown(after)) or pd.notna(before["capped"]) or pd.notna(after["capped"]):
        return None
    start, stop = float(before["value"]), float(after["value"])
    bands = str(before["n_band"]), str(after["n_band"])
    low, high = words.outwards(indicator, *_interval(indicator, before, after, borrowed_spread))
    found = _finding(indicator, before, after, findings, KINDS_OF[indicator.shows])
    if indicator.shows == "share" and indicator.counts == "people":
        return _of_people(before, after, (start, stop, low, high), found)
    if found is None and indicator.measured.kind == "tally" and figures is not None:
        low, high = words.outwards(indicator, *between_weeks(figures, before, after))
        return Change(start, stop, stop - start, low, high, *bands, "week by week" if low is not None else "all weeks")
    if indicator.shows == "mean":
        low, high = _published(indicator, before, after, findings) or (low, high)
    if found is None:
        return Change(start, stop, stop - start, low, high, *bands, "all who answered")
    people = f"{found['n_band']}" if found["kind"] == "paired_change" else ""
    if math.isnan(found["low"]) and low is not None:
        return _beside(indicator, Change(start, stop, stop - start, low, high, *bands, "all who answered"), found)
    low, high = (None if math.isnan(end) else float(end) for end in (found["low"], found["high"]))
    teams = "" if people else str(found["n_band"])
    return Change(start, stop, float(found["value"]), low, high, *bands, str(found["detail"]), people, teams=teams)


def _published(
    indicator: Indicator, before: pd.Series, after: pd.Series, findings: pd.DataFrame
) -> tuple[float, float] | None:
    """The published interval of all who answered, so that no page reckons another one; None where there is none."""
    found = _finding(indicator, before, after, findings, ("unpaired_change",))
    return None if found is None or math.isnan(found["low"]) else (float(found["low"]), float(found["high"]))


def _of_people(
    before: pd.Series,
    after: pd.Series,
    numbers: tuple[float, float, float | None, float | None],
    found: pd.Series | None,
) -> Change:
    """The change of a share of people: as it was published, or from what is shown."""
    start, stop, low, high = numbers
    bands = str(before["n_band"]), str(after["n_band"])
    if found is not None:
        low, high = (None if math.isnan(end) else float(end) for end in (found["low"], found["high"]))
        return Change(start, stop, float(found["value"]), low, high, *bands, "all who answered")
    return Change(start, stop, stop - start, low, high, *bands, "all who answered")


def _beside(indicator: Indicator, change: Change, pairs: pd.Series) -> Change:
    """A change of all who answered beside that of the few who could be paired, which has no interval of its own.

    Where the same people moved less than half as far, or the other way, other people may have answered: no change is
    claimed. Half is ours.
    """
    same = float(pairs["value"])
    is_doubtful = change.is_beyond_chance and same / change.difference < HALF
    also = f"The same people both times ({pairs['n_band']}): {words.points_text(indicator, same)}."
    doubt = " They moved much less, so other people may have answered: no change is claimed." if is_doubtful else ""
    return replace(change, also=also + doubt, is_doubtful=is_doubtful)


def _finding(
    indicator: Indicator, before: pd.Series, after: pd.Series, findings: pd.DataFrame, kinds: tuple[str, ...]
) -> pd.Series | None:
    matching = findings[
        (findings["group_id"] == before["group_id"])
        & (findings["indicator_id"] == indicator.id)
        & (findings["instrument"] == before["instrument"])
        & (findings["from_period"] == before["period_id"])
        & (findings["to_period"] == after["period_id"])
        & findings["kind"].isin(kinds)
    ]
    return None if matching.empty else matching.iloc[0]


def _interval(
    indicator: Indicator, before: pd.Series, after: pd.Series, borrowed_spread: float
) -> tuple[float | None, float | None]:
    n0, n1 = int(before["n_low"]), int(after["n_low"])
    start, stop = float(before["value"]), float(after["value"])
    if indicator.measured.kind == "tally":
        return None, None  # the same people answer many times, so intervals for separate answers would be too narrow
    if indicator.shows == "share":
        found = newcombe_from_shares(start, n0, stop, n1)
    elif not (math.isnan(before["spread"]) or math.isnan(after["spread"])):
        found = welch(start, float(before["spread"]), n0, stop, float(after["spread"]), n1)
    elif not math.isnan(borrowed_spread):
        found = pooled_spread_difference(start, n0, stop, n1, borrowed_spread)
    else:
        return None, None
    return found.low, found.high
