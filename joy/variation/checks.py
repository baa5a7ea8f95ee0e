"""What is wrong with series of points, told all at once and with the place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from joy.errors import Problem, ProblemListError
from joy.variation.rules import Chart


Truths = NDArray[np.bool_]
Floats = NDArray[np.float64]
Word = TypeVar("Word", bound=StrEnum)

MOST_PLACES = 5  # ours: of one kind of problem in one series; a wrong column would fill the screen
SHARES = frozenset({Chart.P, Chart.P_PRIME})
RATES = frozenset({Chart.U, Chart.U_PRIME})
WEIGHTED = SHARES | RATES | {Chart.I_PRIME}
SHARES_UNLESS_VALUES = frozenset({Chart.RUN, Chart.XMR, Chart.MR})  # ours: a rate comes as value, or as a u chart
NAMED = ("series", "date", "value", "numerator", "denominator")
LARGEST = 1e150  # ours: squares and products of such numbers, and of one over them, still fit into 64 bits
ROUNDING = 1e-12  # relative: a whole number that was calculated differs from itself in the last binary digit
MEND = "Mend the row, or leave it empty if it is not known."
NEVER_NEGATIVE = SHARES | RATES | {Chart.C, Chart.G, Chart.T}


class SeriesProblem(ProblemListError):
    """Points that cannot be analysed; nothing was changed. Rows are counted from 1 in the frame as it was given."""

    heading = "These points cannot be analysed (rows are counted from 1, without the header):"


@dataclass
class Findings:
    """Collects problems; `names` gives the series of each row, and is None where the frame has no series."""

    names: Callable[[int], str] | None = None
    problems: list[Problem] = field(default_factory=list)

    def add(self, reason: str, remedy: str, *, series: object = None, row: int | None = None, column: str = "") -> None:
        """Add one problem; `row` counts from 0."""
        where = "" if series is None or series == "" else f"series “{series}”"
        if row is not None and self.names is not None:
            where = f"series “{self.names(row)}”"
        place = None if row is None else row + 1
        self.problems.append(Problem(reason, remedy, where=where, row=place, column=column or None))

    def add_rows(self, wrong: Truths, reason: str, remedy: str, column: str, shown: Any = None) -> None:  # noqa: ANN401 - an array or a column of any kind
        """Add a problem for each row that is wrong, with what it holds; after five say how many more there are."""
        rows = np.flatnonzero(wrong)
        for row in rows[:MOST_PLACES]:
            came = "" if shown is None else f" ({shown[row]})"
            self.add(f"{reason}{came}.", remedy, row=int(row), column=column)
        if len(rows) > MOST_PLACES:
            self.add(f"{len(rows) - MOST_PLACES} more rows have the same problem.", "", column=column)

    def stop(self) -> None:
        """Raise everything found so far, if anything was."""
        if self.problems:
            raise SeriesProblem(self.problems)


def word(kind: type[Word], given: object, what: str, findings: Findings) -> Word | None:
    """Read one of a list of words; an unknown one is a problem that names the list."""
    try:
        return kind(str(given))
    except ValueError:
        findings.add(f"There is no {what} “{given}”.", f"Choose one of: {', '.join(kind)}.")
        return None


def needed_columns(chart: Chart, columns: Iterable[object], findings: Findings) -> None:
    """Check that the frame has what the chart needs, once: a date, and a value or what it is a quotient of."""
    named = [name for name in columns if isinstance(name, str) and name in NAMED]
    for name in sorted({name for name in named if named.count(name) > 1}):
        findings.add(f"{named.count(name)} columns have this name.", "Keep one, or rename the others.", column=name)
    there = set(named)
    if "date" not in there:
        findings.add("The frame has no such column.", "Give each point a date.", column="date")
    quotient = {"numerator", "denominator"} <= there
    if chart in WEIGHTED:
        if not quotient and not {"value", "denominator"} <= there:
            findings.add(
                f"A {chart} chart needs numerator and denominator, or value and denominator.",
                f"The frame has: {', '.join(map(str, columns)) or 'nothing'}.",
            )
    elif "value" not in there and not quotient:
        findings.add(
            "The frame has neither value nor numerator and denominator.",
            f"It has: {', '.join(map(str, columns)) or 'nothing'}.",
        )


def values(
    chart: Chart, plotted: Floats, numerators: Floats, denominators: Floats, findings: Findings, *, is_quotient: bool
) -> None:
    """Check the numbers of every row against what the chart can draw; missing ones are no problem.

    Numerators and denominators as they came; `is_quotient` says that their quotient is what is plotted.
    """
    usable = _usable(numerators, "numerator", findings) & _usable(denominators, "denominator", findings)
    _usable(np.where(usable, plotted, np.nan), "value", findings)
    findings.add_rows(denominators < 0, "The denominator is below zero", MEND, "denominator", denominators)
    findings.add_rows(numerators < 0, "The numerator is below zero", MEND, "numerator", numerators)
    if is_quotient:
        _quotients(numerators, denominators, findings, is_share=is_share(chart, is_quotient=True))
    elif chart in SHARES:
        above = np.isfinite(plotted) & (plotted > 1 + ROUNDING)
        findings.add_rows(above, f"A {chart} chart has no values above 1", MEND, "value", plotted)
    if chart in NEVER_NEGATIVE and not is_quotient:
        below = np.isfinite(plotted) & (plotted < 0)
        findings.add_rows(below, f"A {chart} chart has no values below zero", MEND, "value", plotted)
    if chart is Chart.T:
        remedy = "Give finer times, or draw a count chart."
        findings.add_rows(plotted == 0, "Two events have no time between them", remedy, "value")


def is_share(chart: Chart, *, is_quotient: bool) -> bool:
    """Say whether what is plotted is a share, from 0 to 1."""
    return chart in SHARES or (is_quotient and chart in SHARES_UNLESS_VALUES)


def on_scale(
    chart: Chart, given: Sequence[tuple[str | None, float]], what: str, findings: Findings, *, is_share: bool
) -> None:
    """Check that each number given beside the points lies on the chart's scale."""
    highest = 1.0 if is_share else np.inf
    lowest = 0.0 if is_share or chart in NEVER_NEGATIVE or chart is Chart.MR else -np.inf
    for series, number in given:
        if not lowest <= number <= highest:
            scale = f"0 to {highest:g}" if np.isfinite(highest) else "0 and more"
            reason = f"The {what} {number:g} is outside the scale ({scale})."
            findings.add(reason, f"Mend the {what}.", series=series)


def _usable(numbers: Floats, column: str, findings: Findings) -> Truths:
    """Say which numbers can be calculated with; the others become problems."""
    size = np.abs(numbers)
    findings.add_rows(np.isinf(numbers), "The number is infinite", "Give a number, or leave it empty.", column)
    far = np.isfinite(numbers) & ((size > LARGEST) | ((size < 1 / LARGEST) & (size > 0)))
    findings.add_rows(far, "The number is too large or too small", "Measure in another unit.", column, numbers)
    usable: Truths = ~np.isinf(numbers) & ~far
    return usable


def _quotients(numerators: Floats, denominators: Floats, findings: Findings, *, is_share: bool) -> None:
    """Check each pair: nothing comes from nobody, and a share is no more than the whole."""
    nobody = (denominators == 0) & (numerators > 0)
    findings.add_rows(nobody, "The denominator is 0 and the numerator is not", MEND, "denominator")
    if is_share:
        both = np.isfinite(numerators) & np.isfinite(denominators) & (denominators > 0)
        more = both & (numerators > denominators * (1 + ROUNDING))
        remedy = "Mend the row. A rate comes as value, or on a u chart."
        findings.add_rows(more, "The numerator exceeds the denominator", remedy, "numerator", numerators)
