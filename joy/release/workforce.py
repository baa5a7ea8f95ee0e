"""Absence, leavers and stability of a programme's units: what may be told of them, and on which sums it rests.

Absence is the sum of days lost over the sum of days available, re-summed for every unit and window and never averaged
(NHS England, github NHSDigital/absence-rates fb26c52). Leavers and stability are two measures, neither worked out from
the other (NHS Data Dictionary; NHS Digital's stability index). No row is ever about a single team.
"""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from joy.definitions import DisclosureClass, Policy
from joy.disclosure import (
    LEAVERS_LEAST,
    absence_visible,
    is_blank,
    leavers_visible,
    n_bands,
    round_half_away,
    rounded_magnitude,
)
from joy.release.workforce_sums import CELL, DAYS, PEOPLE, UNIT, workforce_of
from joy.release.workforce_totals import DUST_DIGITS, Decided, decided
from joy.store.reader import Asker


KEY = ["unit_kind", "unit_id", "unit_name", "measure", "basis", "period_kind", "period_start", "period_end"]
COLUMNS = [*KEY, "state", "value", "n_band"]
IN_THE_VAULT = {"lost": "fte_days_lost", "available": "fte_days_available"}
TOLD = [*CELL, "period_end", *IN_THE_VAULT.values(), *PEOPLE]
MONTH, WINDOW, YEAR, MONTHS = "month", "twelve_months", "year", 12
RATE_STEP, PEOPLE_STEP = 0.01, 0.1  # absence to two decimals as the official rate; leavers and stability to one
SHOWN, HIDDEN, BLANK = "shown", "hidden", "blank"


def workforce_rows(asker: Asker, programme_id: str, as_of: date, policy: Policy) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Give the rows of release.workforce of one programme, and the sums they rest on that were never told before.

    All programmes are looked at together, for they may share units; then the programme's own are kept. Periods that
    are not over by `as_of` are left out.
    """
    found = workforce_of(asker, as_of, policy)
    k = policy.classes[DisclosureClass.WORKFORCE].k_show
    months = decided(found, found.months, _absence_could(found.months, policy), found.months["people"], k)
    fewest = pd.concat([found.years["leavers"], _gone(found.years)], axis=1).min(axis=1)
    years = decided(found, found.years, _leavers_could(found.years, policy), fewest, LEAVERS_LEAST)
    absence, leaving = _own(months, found.places, programme_id), _own(years, found.places, programme_id)
    told = pd.concat([_absence(absence, policy), _leaving(leaving, policy)], ignore_index=True)
    told["unit_name"] = _names(asker, found.places, told)
    rows = told.sort_values(KEY, ignore_index=True)[COLUMNS]
    return rows, pd.concat([_new_sums(absence, found.told, DAYS), _new_sums(leaving, found.told, PEOPLE)])[TOLD]


def _absence_could(rows: pd.DataFrame, policy: Policy) -> np.ndarray:
    """Which units' months pass the rules for one figure alone; a single team's never do."""
    seen = absence_visible(rows["lost"], rows["available"], rows["days"], rows["people"], policy)
    return np.asarray(seen & rows["is_sound"] & (rows["unit_kind"] != "team"), dtype=bool)


def _leavers_could(rows: pd.DataFrame, policy: Policy) -> np.ndarray:
    """Which units' years do: enough people, enough who left, and enough who did not stay or did (R6)."""
    least = pd.concat([rows["leavers"], _gone(rows), rows["stayers"]], axis=1).min(axis=1, skipna=False).fillna(0)
    pairs = zip(least, rows["people"].fillna(0), strict=True)
    return np.array([leavers_visible(few, MONTHS, people, policy) for few, people in pairs], dtype=bool)


def _gone(rows: pd.DataFrame) -> pd.Series:
    """Those of the people at the start who did not stay."""
    gone: pd.Series = rows["headcount_start"] - rows["stayers"]
    return gone


def _own(found: Decided, places: pd.DataFrame, programme_id: str) -> pd.DataFrame:
    """The rows of one programme: its units, its cohorts and its total; never a team's."""
    rows = found.rows
    cohorts = set(places.loc[places["programme_id"] == programme_id, "cohort_id"])
    mine = found.places.programmes.get(programme_id, frozenset()) | {("programme", programme_id)}
    mine |= {("cohort", str(cohort)) for cohort in cohorts}
    is_mine = np.array([unit in mine for unit in zip(rows["unit_kind"], rows["unit_id"], strict=True)], dtype=bool)
    return rows[is_mine].reset_index(drop=True)


def _absence(rows: pd.DataFrame, policy: Policy) -> pd.DataFrame:
    """Absence by month and over twelve months; days of the latest twelve, to the figures of the policy."""
    blank = is_blank(rows["available"])
    months = rows.assign(
        measure="absence_rate",
        period_kind=MONTH,
        value=_rate(rows),
        state=np.where(rows["is_told"], SHOWN, np.where(blank, BLANK, HIDDEN)),
    )
    windows = _windows(rows)
    windows = windows.assign(
        measure="absence_rate",
        period_kind=WINDOW,
        value=_rate(windows),
        state=np.where(windows["is_told"], SHOWN, HIDDEN),
    )
    latest = windows.sort_values("period_end").drop_duplicates(UNIT, keep="last")
    days = [
        latest.assign(measure=f"days_{name}", value=[rounded_magnitude(one, policy) for one in latest[name]])
        for name in DAYS
    ]
    return _told(pd.concat([months, windows, *days]), policy)


def _rate(rows: pd.DataFrame) -> np.ndarray:
    """Days lost of a hundred days available; missing where none were."""
    available = rows["available"].to_numpy(dtype="float64")
    share = np.divide(rows["lost"], available, out=np.full(len(rows), np.nan), where=available > 0)
    return round_half_away(100 * share, RATE_STEP)


def _windows(rows: pd.DataFrame) -> pd.DataFrame:
    """Twelve months ending with each month, re-summed; told only where every single one of them is.

    A window of which one month is hidden would give it away beside the other eleven. None where a month has no row.
    """
    if rows.empty:
        return rows
    wide = rows.set_index(["period_start", *UNIT])[[*DAYS, "is_told"]].astype("float64").unstack(UNIT)
    every = pd.date_range(wide.index[0], wide.index[-1], freq="MS", name="period_start")
    sums = wide.reindex(every).rolling(MONTHS).sum().round(DUST_DIGITS)
    sums = sums.stack(UNIT, future_stack=True).dropna().reset_index()  # noqa: PD013  several columns at once
    last = rows[[*CELL, "period_end", "people"]].merge(sums, on=CELL)
    return last.assign(period_start=last["period_end"] - pd.DateOffset(years=1), is_told=last["is_told"] == MONTHS)


def _leaving(rows: pd.DataFrame, policy: Policy) -> pd.DataFrame:
    """Leavers of a year by the mean of both headcounts, stayers by that at the start, and the number of leavers."""
    mean = (rows["headcount_start"] + rows["headcount_end"]) / 2
    values = {
        "leaver_rate": round_half_away(100 * rows["leavers"] / mean, PEOPLE_STEP),
        "stability": round_half_away(100 * rows["stayers"] / rows["headcount_start"], PEOPLE_STEP),
        "leavers": np.array([rounded_magnitude(float(one), policy) for one in rows["leavers"]], dtype=float),
    }
    state = np.where(rows["is_told"], SHOWN, HIDDEN)
    frames = [rows.assign(measure=name, period_kind=YEAR, state=state, value=value) for name, value in values.items()]
    return _told(pd.concat(frames), policy)


def _told(rows: pd.DataFrame, policy: Policy) -> pd.DataFrame:
    """Take every number out of what is not shown."""
    is_shown = (rows["state"] == SHOWN).to_numpy() & np.isfinite(rows["value"].to_numpy(dtype="float64"))
    bands = n_bands(rows["people"], policy)[0]
    return rows.assign(
        state=np.where(is_shown | (rows["state"] != SHOWN), rows["state"], HIDDEN),
        value=np.where(is_shown, rows["value"], np.nan),
        n_band=pd.Series(bands, rows.index, dtype="object").where(is_shown, None),
    )[[name for name in COLUMNS if name != "unit_name"]]


def _names(asker: Asker, places: pd.DataFrame, rows: pd.DataFrame) -> pd.Series:
    programmes = asker.ask("release/programmes")
    named = {
        "programme": dict(zip(programmes["programme_id"], programmes["name"], strict=True)),
        "organisation": dict(zip(places["org_id"], places["org_name"], strict=True)),
        "cohort": dict(zip(places["cohort_id"], places["cohort_name"], strict=True)),
    }
    units = zip(rows["unit_kind"], rows["unit_id"], strict=True)
    return pd.Series([named.get(kind, {}).get(unit_id, unit_id) for kind, unit_id in units], rows.index, dtype="str")


def _new_sums(rows: pd.DataFrame, told: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    """What the told rows rest on, unless the very same was told before."""
    shown = rows[rows["is_told"]].reset_index(drop=True)
    before = told[[*CELL, *names]].dropna(subset=names).drop_duplicates()
    is_new = shown[[*CELL, *names]].merge(before, how="left", indicator=True)["_merge"] == "left_only"
    return shown[is_new.to_numpy()].rename(columns=IN_THE_VAULT).reindex(columns=TOLD)
