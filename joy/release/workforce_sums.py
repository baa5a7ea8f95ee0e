"""Absence and leavers as payroll files give them: sums by unit and closed period, people, what was told before.

A unit is a directorate or an organisation with rows of its own, or a cohort whose teams all have some. Rates are never
averaged and units of different bases never added.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from joy.definitions import DisclosureClass, Policy
from joy.disclosure import is_same_or_far, magnitude_visible
from joy.frames import each
from joy.store.reader import Asker


UNIT = ["unit_kind", "unit_id", "basis"]
CELL = [*UNIT, "period_start"]
TOLD = [*CELL, "period_end", "lost", "available", "headcount_start", "headcount_end", "leavers", "stayers"]
DAYS, PEOPLE = ["lost", "available"], ["headcount_start", "headcount_end", "leavers", "stayers"]
HEADCOUNT = "headcount"
PARTS = ("directorate", "organisation")
# Days one full-time person can have available in a month, at most: FTE, and so people, are at least days over this.
# None for hours: a full week's hours differ by contract, so only a known headcount counts people there.
MOST_DAYS = {"calendar_fte": None, "working_days": 23.0, "hours_scotland": np.inf}


@dataclass(frozen=True)
class Workforce:
    """What payroll files say of all programmes, and which team belongs where."""

    months: pd.DataFrame
    years: pd.DataFrame
    places: pd.DataFrame
    told: pd.DataFrame


def workforce_of(asker: Asker, as_of: date, policy: Policy) -> Workforce:
    """Ask for the sums of every closed month and year, with people and the days of the period.

    Where a sum was told before and differs from it by what fewer people than the threshold could account for, the told
    one stays (R15).
    """
    places, told = asker.ask("release/workforce_places"), asker.ask("release/workforce_told")
    years = _years(asker.ask("release/workforce_years"), as_of)
    months = _months(asker.ask("release/workforce_months"), as_of)
    k = policy.classes[DisclosureClass.WORKFORCE].k_show
    months = as_told(months, told, DAYS, apart=months["days"].to_numpy(dtype="float64") * k)
    months = pd.concat([months, _cohorts(months, places, policy)], ignore_index=True)
    # Whose teams came or went since cannot be known from a sum, so one over hidden teams that changed is told no more.
    is_otherwise = (months["unit_kind"] == "cohort") & told_otherwise(months, told)
    months = months.assign(people=_people(months, years, places), is_sound=months["is_sound"] & ~is_otherwise)
    years = as_told(years, told, PEOPLE, apart=np.full(len(years), float(k)))
    return Workforce(months, years, places, told)


def _months(rows: pd.DataFrame, as_of: date) -> pd.DataFrame:
    ends = rows["month"] + pd.offsets.MonthBegin(1) if len(rows) else rows["month"]
    frame = rows.rename(columns={"month": "period_start"}).assign(
        period_end=ends, days=(ends - rows["month"]).dt.days.astype("float64"), is_sound=True
    )
    return frame[frame["period_end"] <= pd.Timestamp(as_of)].reset_index(drop=True)


def _years(rows: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Periods of exactly one year: of shorter ones a single leaver could be told, and longer ones differ by those."""
    ends = rows["last_day"] + pd.Timedelta(days=1)
    is_year = (rows["period_start"] + pd.DateOffset(years=1) == ends) if len(rows) else rows["unit_id"] == ""
    is_part = rows["unit_kind"].isin(PARTS)
    frame = rows.assign(basis=HEADCOUNT, period_end=ends, people=rows[PEOPLE[:2]].min(axis=1)).drop(columns="last_day")
    return _apart(frame[is_year & is_part & (ends <= pd.Timestamp(as_of))]).reset_index(drop=True)


def _apart(years: pd.DataFrame) -> pd.DataFrame:
    """The years of each unit that do not overlap, from the earliest on: two a month apart tell of one leaver."""
    kept = []
    for _, own in years.sort_values("period_start").groupby(["unit_kind", "unit_id"]):
        start = until = pd.Timestamp.min
        for row in each(own):
            if row.period_start >= until or row.period_start == start:
                kept.append(row.Index)
                start, until = row.period_start, row.period_end
    return years.loc[sorted(kept)]


def _cohorts(months: pd.DataFrame, places: pd.DataFrame, policy: Policy) -> pd.DataFrame:
    """The sums of each cohort whose teams all have rows, where no team makes up too much of them (R6)."""
    mine = months[months["unit_kind"] == "team"].merge(
        places[["cohort_id", "team_id"]], left_on="unit_id", right_on="team_id"
    )
    if mine.empty:
        return months.head(0)
    size = places.groupby("cohort_id")["team_id"].nunique()
    found = []
    for key, rows in mine.groupby(["cohort_id", "basis", "period_start"]):
        cohort_id, basis, start = (one for one in key)
        if rows["team_id"].nunique() == size[str(cohort_id)]:
            sound = all(magnitude_visible(rows[name], policy) for name in DAYS)
            one = {"unit_kind": "cohort", "unit_id": cohort_id, "basis": basis, "period_start": start}
            one |= {name: rows[name].iloc[0] for name in ("period_end", "days")}
            found.append(one | {name: rows[name].sum() for name in DAYS} | {"is_sound": sound})
    return pd.DataFrame(found, columns=months.columns).astype(months.dtypes.to_dict()) if found else months.head(0)


def _people(months: pd.DataFrame, years: pd.DataFrame, places: pd.DataFrame) -> np.ndarray:
    """How many people each unit has at least: its newest headcount by then, else its full-time equivalents."""
    most = months["basis"].map(MOST_DAYS).astype("float64").fillna(months["days"])
    fte = np.floor(months["available"] / most).to_numpy(dtype="float64")
    sizes = places.drop_duplicates("team_id").set_index("team_id")["people"]
    by_cohort = places.drop_duplicates(["cohort_id", "team_id"]).groupby("cohort_id")["people"].sum(min_count=1)
    known = np.where(
        months["unit_kind"] == "team", months["unit_id"].map(sizes), months["unit_id"].map(by_cohort)
    ).astype("float64")
    is_part = months["unit_kind"].isin(PARTS).to_numpy()
    known[is_part] = _headcounts(months[is_part], years)
    return np.where(np.isnan(known), np.nan_to_num(fte), known)


def _headcounts(months: pd.DataFrame, years: pd.DataFrame) -> np.ndarray:
    """The headcount of the newest year that had begun by each month; missing where there is none."""
    keys = ["unit_kind", "unit_id"]
    right = years[[*keys, "period_start", "people"]].sort_values("period_start")
    left = months[[*keys, "period_start"]].reset_index(names="row").sort_values("period_start")
    found = pd.merge_asof(left, right, on="period_start", by=keys)
    return np.asarray(found.set_index("row")["people"].reindex(months.index), dtype=np.float64)


def as_told(rows: pd.DataFrame, told: pd.DataFrame, names: list[str], *, apart: np.ndarray) -> pd.DataFrame:
    """Put back what was told of the same unit and period where too few people can account for the difference.

    Every sum that was ever told counts: a number may not come back near an earlier one either. Then the nearest told
    one stays. `apart`: how far each row must lie from what was told to be the work of enough people.
    """
    before = rows[CELL].assign(row=rows.index).merge(told[[*CELL, *names]].dropna(subset=names), on=CELL)
    if before.empty:
        return rows
    now, then = (one.to_numpy(dtype="float64") for one in (rows.loc[before["row"], names], before[names]))
    far = apart[before["row"]][:, None]
    # People who came or went change both sums of days, so one large enough will do; people are counted in each number.
    moved = is_same_or_far(now, then, far).all(axis=1) if names == PEOPLE else (np.abs(now - then) >= far).any(axis=1)
    allowed = moved | is_same_or_far(now, then, np.inf).all(axis=1)
    gap = np.abs(now - then).sum(axis=1)
    before = before.assign(allowed=np.asarray(allowed, dtype=bool), gap=gap).sort_values("gap", kind="stable")
    held = before[~before.groupby("row")["allowed"].transform("all")].drop_duplicates("row").set_index("row")
    rows.loc[held.index, names] = held[names].astype("float64")
    return rows


def told_otherwise(rows: pd.DataFrame, told: pd.DataFrame) -> np.ndarray:
    """Say which sums of days were told before as something else."""
    then = told[[*CELL, *DAYS]].dropna()
    before = rows[[*CELL, *DAYS]].assign(row=rows.index).merge(then, on=CELL, suffixes=("", "_"))
    same = is_same_or_far(before[DAYS], before[[f"{name}_" for name in DAYS]], np.inf).all(axis=1)
    changed = before["row"][~np.asarray(same, dtype=bool)]
    return np.asarray(rows.index.isin(changed), dtype=bool)
