"""From a tidy frame to arrays, and back: with `analyse`, the only modules here that know frames."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pandas.api.extensions import ExtensionArray

from joy.variation import checks
from joy.variation.checks import Findings
from joy.variation.given import on_the_wall
from joy.variation.rules import Chart


Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Times = NDArray[np.datetime64]

ONE_SERIES = ""  # the name of the series of a frame that has no such column


@dataclass(frozen=True)
class Points:
    """The rows of a frame in the order of series (as they first appear) and date; all arrays have one entry per row.

    `order` says which row of the frame each was, `when` is the frame's date column, read. `codes` numbers the series,
    whose `names` are as the frame has them. `is_share`: the values lie between 0 and 1.
    """

    frame: pd.DataFrame
    when: Times
    names: pd.Index
    codes: Integers
    order: Integers
    dates: Times
    values: Floats
    numerators: Floats
    denominators: Floats
    is_share: bool


def read(frame: pd.DataFrame, chart: Chart, findings: Findings) -> Points:
    """Read the points; raises `SeriesProblem` with everything that is wrong with them. The frame is not changed."""
    if not isinstance(frame, pd.DataFrame):
        findings.add(f"Points came as {type(frame).__name__}.", "Give a pandas DataFrame with one row per point.")
        findings.stop()
    checks.needed_columns(chart, frame.columns, findings)
    if len(frame) == 0:
        findings.add("The frame has no rows.", "Give one row per point.")
    findings.stop()
    codes, names = _series(frame, findings)
    when = _dates(frame["date"], findings)
    dates = when.astype("datetime64[us]")
    value, numerators, denominators = _numbers(frame, findings)
    findings.stop()
    is_quotient = "numerator" in frame and (chart in checks.WEIGHTED or bool(np.isnan(value).all()))
    plotted = _quotient(numerators, denominators) if is_quotient else value
    checks.values(chart, plotted, numerators, denominators, findings, is_quotient=is_quotient)
    if chart in checks.WEIGHTED:
        plotted, numerators, denominators = _weighted(plotted, numerators, denominators, is_quotient=is_quotient)
    is_share = checks.is_share(chart, is_quotient=is_quotient)
    order = _in_order(codes, dates)
    codes, dates = codes[order], dates[order]
    again = np.zeros(len(order), dtype=bool)
    again[order[1:]] = (codes[1:] == codes[:-1]) & (dates[1:] == dates[:-1])
    findings.add_rows(
        again, "A second point of the same series on", "Add up what belongs together.", "date", frame["date"].to_numpy()
    )
    ordered = plotted[order], numerators[order], denominators[order]
    return Points(frame, when, names, codes, order, dates, *ordered, is_share)


def points_frame(points: Points, columns: dict[str, NDArray[np.generic] | ExtensionArray]) -> pd.DataFrame:
    """Give the rows back with what was found about each."""
    if "series" in points.frame:
        series = points.frame["series"].array.take(points.order)
    else:
        series = words([ONE_SERIES], np.zeros(len(points.order), dtype=np.int64))
    return pd.DataFrame({"series": series, "date": points.when[points.order], **columns}, copy=False)


def words(known: Sequence[str], codes: Integers) -> ExtensionArray:
    """Give a column of words from their numbers, without making each word anew."""
    return _made(tuple(known)).take(codes)


@lru_cache(maxsize=64)
def _made(known: tuple[str, ...]) -> ExtensionArray:
    return pd.array(list(known), dtype="str")


def _series(frame: pd.DataFrame, findings: Findings) -> tuple[Integers, pd.Index]:
    if "series" not in frame:
        return np.zeros(len(frame), dtype=np.int64), pd.Index([ONE_SERIES])
    codes, names = pd.factorize(frame["series"])
    findings.names = lambda row: str(frame["series"].iloc[row])
    findings.add_rows(codes < 0, "The point belongs to no series.", "Name its series.", "series")
    return codes.astype(np.int64), pd.Index(names)


def _parsed(column: pd.Series) -> pd.Series:
    """Dates as the reader wrote them: a time zone is dropped and the clock is kept."""
    if isinstance(column.dtype, np.dtype) and column.dtype.kind == "M":
        return column
    if column.dtype.kind != "M":
        plain = pd.Series([on_the_wall(value) for value in column], index=column.index, dtype=object)
        return pd.to_datetime(plain, errors="coerce", format="ISO8601")
    local: pd.Series = column.dt.tz_localize(None)
    return local.astype("datetime64[us]") if not isinstance(local.dtype, np.dtype) else local


def _dates(column: pd.Series, findings: Findings) -> Times:
    if pd.api.types.is_numeric_dtype(column.dtype):
        findings.add("Dates came as numbers.", "Give dates, or texts like 2026-03-25.", column="date")
        return np.full(len(column), "NaT", dtype="datetime64[us]")
    dates: Times = _parsed(column).to_numpy()
    absent = column.isna().to_numpy(dtype=bool)
    findings.add_rows(absent, "The point has no date.", "Give it one, or take the row out.", "date")
    unread = np.isnat(dates) & ~absent
    findings.add_rows(unread, "No date can be read", "Write dates like 2026-03-25.", "date", column.to_numpy())
    return dates


def _numbers(frame: pd.DataFrame, findings: Findings) -> tuple[Floats, Floats, Floats]:
    """Value, numerator and denominator as they came; missing where there is no such column."""
    nothing = np.full(len(frame), np.nan)
    value, numerators, denominators = (
        _floats(frame[name], name, findings) if name in frame else nothing
        for name in ("value", "numerator", "denominator")
    )
    return value, numerators, denominators


def _quotient(numerators: Floats, denominators: Floats) -> Floats:
    """What is plotted of numerators and denominators; missing where nobody was asked."""
    with np.errstate(over="ignore", invalid="ignore"):  # such numbers are refused
        found: Floats = numerators / np.where(denominators == 0, np.nan, denominators)
    return found


def _weighted(
    plotted: Floats, numerators: Floats, denominators: Floats, *, is_quotient: bool
) -> tuple[Floats, Floats, Floats]:
    """The same with all three missing where one is."""
    sizes = np.where(denominators == 0, np.nan, denominators)
    known = ~np.isnan(plotted) & ~np.isnan(sizes)
    with np.errstate(over="ignore", invalid="ignore"):  # such numbers are refused
        totals = numerators if is_quotient else plotted * sizes
    return np.where(known, plotted, np.nan), np.where(known, totals, np.nan), np.where(known, denominators, np.nan)


def _floats(column: pd.Series, name: str, findings: Findings) -> Floats:
    if column.dtype.kind in "fiub":
        return column.to_numpy(dtype=np.float64, na_value=np.nan)
    numbers = _read_numbers(column)
    if numbers is None or numbers.dtype.kind == "c" or column.dtype.kind in "mM":
        kind = "far too large" if numbers is None else column.dtype if column.dtype.kind in "mM" else "complex"
        findings.add(f"Numbers came as {kind}.", "Give real numbers, or leave them empty.", column=name)
        return np.full(len(column), np.nan)
    found = numbers.to_numpy(dtype=np.float64, na_value=np.nan)
    unread = np.isnan(found) & column.notna().to_numpy(dtype=bool)
    findings.add_rows(unread, "No number can be read", "Give a number, or leave it empty.", name, column.to_numpy())
    return found


def _read_numbers(column: pd.Series) -> pd.Series | None:
    try:
        return pd.to_numeric(column, errors="coerce")
    except OverflowError:  # a whole number of hundreds of digits
        return None


def _in_order(codes: Integers, dates: Times) -> Integers:
    """The rows by series and date; rows that are in order already are left alone."""
    later = (codes[1:] > codes[:-1]) | ((codes[1:] == codes[:-1]) & (dates[1:] >= dates[:-1]))
    if later.all():
        return np.arange(len(codes))
    return np.lexsort((dates, codes))
