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
    """Check that the frame has what the chart needs: a date, and a value or what it is a quotient of."""
    there = set(columns)
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


def values(chart: Chart, plotted: Floats, numerators: Floats, denominators: Floats, findings: Findings) -> None:
    """Check the numbers of every row against what the chart can draw; missing ones are no problem."""
    direct = np.where(np.isinf(numerators) | np.isinf(denominators), np.nan, plotted)
    for column, numbers in (("value", direct), ("numerator", numerators), ("denominator", denominators)):
        findings.add_rows(np.isinf(numbers), "The number is infinite", "Give a number, or leave it empty.", column)
    remedy = "Mend the row, or leave it empty if it is not known."
    findings.add_rows(denominators < 0, "The denominator is below zero", remedy, "denominator", denominators)
    below = numerators < 0
    if chart in NEVER_NEGATIVE:
        findings.add_rows(below, "The numerator is below zero", remedy, "numerator", numerators)
        finite = np.isfinite(plotted) & ~below & ~(denominators < 0)
        findings.add_rows(finite & (plotted < 0), f"A {chart} chart has no values below zero", remedy, "value", plotted)
    if chart in SHARES:
        more = np.isfinite(numerators) & np.isfinite(denominators) & (numerators > denominators * (1 + 1e-12))
        findings.add_rows(more & (denominators >= 0), "The numerator exceeds the denominator", remedy, "numerator")
    if chart is Chart.T:
        findings.add_rows(
            plotted == 0,
            "Two events have no time between them",
            "Give finer times, or draw a count chart.",
            "value",
        )


def targets(chart: Chart, given: Sequence[tuple[str | None, float]], findings: Findings) -> None:
    """Check that each target lies on the chart's scale."""
    highest = 1.0 if chart in SHARES else np.inf
    lowest = 0.0 if chart in NEVER_NEGATIVE or chart is Chart.MR else -np.inf
    for series, target in given:
        if not np.isfinite(target):
            findings.add(f"The target {target} is not a number.", "Give a number, or none.", series=series)
        elif not lowest <= target <= highest:
            scale = f"0 to {highest:g}" if np.isfinite(highest) else "0 and more"
            findings.add(f"The target {target:g} is outside the scale ({scale}).", "Mend the target.", series=series)
