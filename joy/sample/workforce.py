"""Absence months and leavers by directorate: peaks in winter, more of it in the years of the pandemic."""

from __future__ import annotations

import calendar
from datetime import date

import numpy as np

from joy.sample.names import DIRECTORATES
from joy.sample.plan import TODAY, stream


Row = dict[str, object]
FTE = (210.0, 260.0, 180.0, 120.0, 90.0, 75.0)  # invented sizes of the directorates, in full-time equivalents
USUAL_RATE = (0.043, 0.052, 0.047, 0.040, 0.050, 0.033)  # invented share of days lost
WINTER = 0.22  # how far January lies above the year's mean, and July below it
FIRST_YEAR = 2016
PANDEMIC = {(2020, 4): 1.6, (2020, 5): 1.25, (2021, 1): 1.4, (2022, 1): 1.45, (2022, 3): 1.2, (2022, 7): 1.3}
SINCE_2021 = 1.15


def month_rows() -> list[Row]:
    """Return one row per directorate and closed month: FTE days lost and available, on calendar days."""
    rng = stream("absence")
    months = [
        date(y, m, 1)
        for y in range(FIRST_YEAR, TODAY.year + 1)
        for m in range(1, 13)
        if (y, m) < (TODAY.year, TODAY.month)
    ]
    return [
        _month(unit, month, fte, usual, rng)
        for month in months
        for unit, fte, usual in zip(DIRECTORATES, FTE, USUAL_RATE, strict=True)
    ]


def _month(unit: str, month: date, fte: float, usual: float, rng: np.random.Generator) -> Row:
    days = calendar.monthrange(month.year, month.month)[1]
    available = round(fte * (1 + 0.01 * (month.year - FIRST_YEAR)) * days * float(rng.uniform(0.99, 1.01)), 1)
    season = 1 + WINTER * np.cos(2 * np.pi * (month.month - 1) / 12)
    years = SINCE_2021 if month.year >= 2021 else 1.0
    rate = usual * season * years * PANDEMIC.get((month.year, month.month), 1.0) * rng.normal(1, 0.05)
    return {
        "unit_id": unit,
        "unit_level": "directorate",
        "month": month,
        "fte_days_lost": round(available * float(rate), 1),
        "fte_days_available": available,
        "basis": "calendar_fte",
        "staff_group": "",
    }


def period_rows() -> list[Row]:
    """Return one row per directorate and calendar year: headcount, leavers and stayers."""
    rng = stream("leavers")
    return [row for unit, fte in zip(DIRECTORATES, FTE, strict=True) for row in _years(unit, round(fte * 1.15), rng)]


def _years(unit: str, people: int, rng: np.random.Generator) -> list[Row]:
    rows: list[Row] = []
    for year in range(FIRST_YEAR, TODAY.year):
        gone = int(rng.binomial(people, 0.125 if year >= 2021 else 0.105))
        new_and_gone = int(
            rng.binomial(gone, 0.1)
        )  # joined and left within the year: why stability is not 100 − turnover
        after = people + int(rng.integers(-3, 6))
        rows.append(
            {
                "unit_id": unit,
                "unit_level": "directorate",
                "from_date": date(year, 1, 1),
                "to_date": date(year, 12, 31),
                "headcount_start": people,
                "headcount_end": after,
                "leavers": gone + new_and_gone,
                "stayers": people - gone,
            }
        )
        people = after
    return rows
