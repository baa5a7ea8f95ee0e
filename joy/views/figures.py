"""Picking released figures: the latest instrument version, first and last survey round, a change with its interval."""

from __future__ import annotations

import math

import pandas as pd

from joy.change import newcombe_from_shares, pooled_spread_difference, welch
from joy.definitions import Indicator
from joy.findings import Change
from joy.views import words


def of_indicator(figures: pd.DataFrame, indicator: Indicator) -> pd.DataFrame:
    """Figures of one indicator in its newest instrument version: versions are never mixed."""
    mine = figures[figures["indicator_id"] == indicator.id]
    if mine.empty:
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


def change_between(
    indicator: Indicator, before: pd.Series, after: pd.Series, findings: pd.DataFrame, borrowed_spread: float = math.nan
) -> Change | None:
    """The change from one figure to another with the best interval there is; None unless both may be shown.

    A finding (the same people both times, or team by team) comes first, where it has an interval. Else the interval is
    computed from the released values and the lowest numbers their bands allow: Newcombe's for shares, Welch's for means
    whose spread is released, and for small teams one with the spread borrowed from their cohort.
    """
    if not (is_shown(before) and is_shown(after)):
        return None
    start, stop = float(before["value"]), float(after["value"])
    bands = str(before["n_band"]), str(after["n_band"])
    low, high = _interval(indicator, before, after, borrowed_spread)
    found = _finding(indicator, before, after, findings)
    if found is None:
        return Change(start, stop, stop - start, low, high, *bands, "all who answered")
    people = f"{found['n_band']}" if found["kind"] == "paired_change" else ""
    if math.isnan(found["low"]) and low is not None:
        also = f"The same people both times ({people}): {words.points_text(indicator, float(found['value']))}."
        return Change(start, stop, stop - start, low, high, *bands, "all who answered", also=also)
    low, high = (None if math.isnan(end) else float(end) for end in (found["low"], found["high"]))
    return Change(start, stop, float(found["value"]), low, high, *bands, str(found["detail"]), people)


def _finding(indicator: Indicator, before: pd.Series, after: pd.Series, findings: pd.DataFrame) -> pd.Series | None:
    matching = findings[
        (findings["group_id"] == before["group_id"])
        & (findings["indicator_id"] == indicator.id)
        & (findings["instrument"] == before["instrument"])
        & (findings["from_period"] == before["period_id"])
        & (findings["to_period"] == after["period_id"])
        & findings["kind"].isin(["paired_change", "clustered_change"])
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
