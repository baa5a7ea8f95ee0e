"""The horizontal axis of cohorts lined up: learning sets by name, weeks since the first one, or years."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, datetime
from typing import Any

from joy.charts.words import cells
from joy.findings import Aligned


DAY = 86_400  # seconds
WEEKS_APART = (4, 8, 12, 26, 52, 104)
MOST_TICKS = 9
QUIET: dict[str, Any] = {"offset": 8, "labelFlush": False, "labelOverlap": "greedy", "labelSeparation": 10}


def axis_of(record: Aligned) -> tuple[dict[str, Any], tuple[float, float]]:
    """The axis and the stretch that it covers, from the positions of the record's lines."""
    places = [float(place) for place in record.lines["position"]]
    ends = min(places), max(places)
    if record.by == "weeks":
        return _weeks(ends)
    return _years(ends) if record.by == "calendar" else _sets(record, ends)


def _sets(record: Aligned, ends: tuple[float, float]) -> tuple[dict[str, Any], tuple[float, float]]:
    lines = record.lines
    told: dict[str, Counter[str]] = {}
    for place, name in zip(lines["position"], cells(lines["position_label"]), strict=True):
        told.setdefault(str(int(place)), Counter())[name] += 1
    names = {place: names.most_common(1)[0][0] for place, names in told.items()}  # of equals the first cohort's
    first, last = int(ends[0]), max(int(ends[1]), int(ends[0]) + 1)
    values = [place for place in range(first, last + 1) if str(place) in names]
    return QUIET | {"values": values, "labelExpr": f"({json.dumps(names)})[toString(datum.value)]"}, (first, last)


def _weeks(ends: tuple[float, float]) -> tuple[dict[str, Any], tuple[float, float]]:
    first, last = min(0.0, ends[0]), max(ends[1], ends[0] + 1)
    step = next((s for s in WEEKS_APART if (last - first) / s <= MOST_TICKS), WEEKS_APART[-1])
    values = [k * step for k in range(int(first // step), int(last // step) + 1) if k * step >= first]
    words = "datum.value == 0 ? 'LS1' : (datum.value == 1 ? '1 week' : datum.value + ' weeks')"
    return QUIET | {"values": values, "labelExpr": words}, (first, last)


def _years(ends: tuple[float, float]) -> tuple[dict[str, Any], tuple[float, float]]:
    first, last = ends[0], max(ends[1], ends[0] + 1)
    years = [datetime.fromtimestamp(end * DAY, tz=UTC).year for end in (first, last)]
    days = {int(datetime(year, 1, 1, tzinfo=UTC).timestamp() // DAY): year for year in range(years[0], years[1] + 1)}
    inside = {str(day): str(year) for day, year in days.items() if first <= day <= last}
    if not inside:  # all within one year
        inside = {str(round(first)): str(years[0])}
    labels = f"({json.dumps(inside)})[toString(datum.value)]"
    return QUIET | {"values": [int(day) for day in inside], "labelExpr": labels, "ticks": True, "tickSize": 5}, (
        first,
        last,
    )
