"""What a caller says about series beside their points: phases, baseline, excluded points, targets, centre lines.

Everything may be said once for all series, or as a mapping from a series' name; dates in any usual form.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from joy.periods import Span
from joy.variation.checks import LARGEST, Findings
from joy.variation.rules import FEWEST_BASELINE, Rules


Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Truths = NDArray[np.bool_]
Times = NDArray[np.datetime64]

Day: TypeAlias = date | np.datetime64 | str
Days: TypeAlias = Day | Iterable[Day]
Baseline: TypeAlias = int | Span | tuple[Day, Day]
NO_DAY = np.datetime64("NaT", "us")
ZONE = re.compile(r"^(\S+[T ]\d\d[\d:.,]*)\s*(?:Z|[+-]\d\d(?::?\d\d)?)$", re.ASCII)  # ISO 8601: behind a time only
ENDS = 2  # a pair of dates: first day, and first day after


@dataclass(frozen=True)
class Known:
    """The rows there are, by series and date: series' names, the number of each row's series, its date, its frame row.

    `first` and `last` are the dates of each series' first and last point.
    """

    names: Sequence[Any]
    codes: Integers
    dates: Times
    order: Integers
    first: Times
    last: Times


def known(names: Sequence[Any], codes: Integers, dates: Times, order: Integers) -> Known:
    """Note where each series begins and ends."""
    numbers = np.arange(len(names))
    begins = np.searchsorted(codes, numbers)
    ends = np.searchsorted(codes, numbers, side="right") - 1
    return Known(names, codes, dates, order, dates[begins], dates[ends])


def phases(given: object, rows: Known, rules: Rules, findings: Findings) -> tuple[Integers, Truths]:
    """Number the phase of each row from 1, and say for each series whether a date was ignored.

    A date starts a phase at the first point from it on. Problems: a date after the last point or before the first of a
    series named; a date for all series that lies in none of them. Where a date for all lies in some, the others ignore
    it.
    """
    number = np.ones(len(rows.codes), dtype=np.int64)
    ignored = np.zeros(len(rows.names), dtype=bool)
    for which, value in _by_series(given, rows, "phase", findings):
        starts = sorted({day for item in _several(value) if (day := day_of(item, "phase", findings)) is not None})
        named = slice(None) if which is None else slice(which, which + 1)
        for start in starts:
            if rules.phase_dates == "exact":
                has_point = np.zeros(len(rows.names), dtype=bool)
                has_point[rows.codes[rows.dates == start]] = True
            else:
                has_point = (start >= rows.first) & (start <= rows.last)
                if not has_point[named].any():
                    findings.add(
                        f"A phase starts on {_text(start)}, which is outside the points.",
                        "Choose a day from the first point to the last.",
                        series=None if which is None else rows.names[which],
                    )
            ignored[named] |= ~has_point[named]
            mine = np.ones(len(rows.codes), dtype=bool) if which is None else rows.codes == which
            number += mine & has_point[rows.codes] & (rows.dates >= start)
    return number, ignored


def baseline(given: object, rows: Known, position: Integers, rules: Rules, findings: Findings) -> tuple[Truths, Truths]:
    """Say which rows lie in a baseline, and for which series one was given; `position` counts rows within a phase.

    Problems: a span without points; a number of points that leaves none after it, in the series named or in all. A span
    may hold every point so far: its end is a plan.
    """
    inside, has_one = np.zeros(len(rows.codes), dtype=bool), np.zeros(len(rows.names), dtype=bool)
    for which, value in _by_series(given, rows, "baseline", findings):
        mine = np.ones(len(rows.codes), dtype=bool) if which is None else rows.codes == which
        series = None if which is None else rows.names[which]
        if isinstance(value, int | np.integer) and not isinstance(value, bool):
            if value < 1:
                findings.add(f"A baseline of {value} points holds none.", "Give 1 or more.", series=series)
            elif rules.short_baseline == "refuse" and value < FEWEST_BASELINE:
                _too_short(int(value), series, findings)
            found = mine & (position < value)
            if not (mine & (position >= value)).any():
                _too_long(int(value), int(position[mine].max()) + 1, series, rows, findings)
        elif (span := _span(value, series, findings)) is not None:
            found = mine & (rows.dates >= span[0]) & (rows.dates < span[1])
            if not found.any():
                findings.add("The baseline holds no point.", "Choose other dates.", series=series)
            elif rules.short_baseline == "refuse":
                _refuse_short(found, rows, findings)
        else:
            continue
        inside |= found
        has_one[slice(None) if which is None else which] = True
    return inside, has_one


def excluded(given: object, rows: Known, findings: Findings) -> Truths:
    """Say which rows the caller set aside: dates, dates of each series, or a truth for each row of the frame."""
    none = np.zeros(len(rows.codes), dtype=bool)
    if given is None:
        return none
    if not isinstance(given, Mapping | str) and (flags := np.asarray(given)).dtype == bool and flags.ndim:
        if len(flags) == len(none):
            return np.asarray(flags[rows.order], dtype=bool)
        findings.add(f"Excluded has {len(flags)} truths for {len(none)} rows.", "Give one for each row.")
        return none
    for which, value in _by_series(given, rows, "excluded", findings):
        mine = ~none if which is None else rows.codes == which
        for day in (day_of(item, "excluded", findings) for item in _several(value)):
            found = mine & (rows.dates == day) if day is not None else none
            if day is not None and not found.any():
                series = None if which is None else rows.names[which]
                findings.add(f"No point lies on the excluded {_text(day)}.", "Give the date of a point.", series=series)
            none = none | found
    return none


def numbers(given: object, rows: Known, what: str, findings: Findings) -> tuple[Floats, list[tuple[str | None, float]]]:
    """Read one number for each series, missing where none was given; and what was given, for checks."""
    found = np.full(len(rows.names), np.nan)
    said: list[tuple[str | None, float]] = []
    for which, value in _by_series(given, rows, what, findings):
        name = None if which is None else str(rows.names[which])
        try:
            number = float(value)
        except (TypeError, ValueError):
            findings.add(f"The {what} {value!r} is not a number.", "Give a number, or none.", series=name)
            continue
        if not abs(number) <= LARGEST:
            findings.add(f"The {what} {number} is not a number that can be used.", "Give one, or none.", series=name)
            continue
        found[slice(None) if which is None else which] = number
        said.append((name, number))
    return found, said


def _by_series(given: object, rows: Known, what: str, findings: Findings) -> Iterator[tuple[int | None, Any]]:
    """Yield what was given with the number of its series, or None for all; a name that is not there is a problem."""
    if given is None:
        return
    if not isinstance(given, Mapping):
        yield None, given
        return
    numbers = {name: number for number, name in enumerate(rows.names)}
    for name, value in given.items():
        if name in numbers:
            if value is not None:
                yield numbers[name], value
        else:
            findings.add(f"There is no series “{name}” to give a {what}.", "Use a name from the frame.", series=name)


def _several(value: object) -> list[Any]:
    if isinstance(value, str | date | np.datetime64) or not isinstance(value, Iterable):
        return [value]
    return list(value)


def day_of(value: object, what: str, findings: Findings) -> np.datetime64 | None:
    """Read a date, a point in time or an ISO text, as written: a time zone is dropped and the clock is kept."""
    try:
        day = np.datetime64(on_the_wall(value), "us")  # whatever it cannot read raises
    except (TypeError, ValueError):
        day = NO_DAY
    if np.isnat(day):
        findings.add(f"“{value}” is no date for {what}.", "Write dates like 2026-03-25.")
        return None
    return np.datetime64(day)


def on_the_wall(value: Any) -> Any:  # noqa: ANN401 - whatever came, for the caller to judge
    """Take the time zone off a point in time or an ISO text; anything else stays as it is."""
    if isinstance(value, datetime):
        return value.replace(tzinfo=None)
    return ZONE.sub(r"\1", value) if isinstance(value, str) else value


def _span(value: object, series: object, findings: Findings) -> tuple[np.datetime64, np.datetime64] | None:
    """Read a half-open pair of dates."""
    pair = [value.start, value.end] if isinstance(value, Span) else _several(value)
    if len(pair) != ENDS:
        findings.add(
            f"“{value}” is no baseline.",
            "Give a number of points, or its first day and the day after it.",
            series=series,
        )
        return None
    start, end = (day_of(item, "baseline", findings) for item in pair)
    if start is None or end is None:
        return None
    if end <= start:
        findings.add("The baseline ends before it starts.", "Give its first day and the day after it.", series=series)
        return None
    return start, end


def _refuse_short(inside: Truths, rows: Known, findings: Findings) -> None:
    counts = np.bincount(rows.codes[inside], minlength=len(rows.names))
    for which in np.flatnonzero((counts > 0) & (counts < FEWEST_BASELINE)):
        _too_short(int(counts[which]), rows.names[int(which)], findings)


def _too_short(points: int, series: object, findings: Findings) -> None:
    findings.add(
        f"A baseline of {points} points is too short to be fixed under these rules.",
        f"Give {FEWEST_BASELINE} or more, or use other rules.",
        series=series,
    )


def _too_long(points: int, most: int, series: object, rows: Known, findings: Findings) -> None:
    is_one = series is not None or len(rows.names) == 1
    findings.add(
        f"A baseline of {points} points leaves none after it{'' if is_one else ' in any series'}: there are {most}.",
        "Give fewer, or none until there are more points.",
        series=rows.names[0] if is_one and series is None else series,
    )


def _text(day: np.datetime64) -> str:
    return str(day.astype("datetime64[D]"))
