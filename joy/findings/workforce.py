"""Records of absence, leavers, stability and the cost what-if: system measures, never of a single team."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from joy.findings.records import Finding


@dataclass(frozen=True)
class Absence(Finding):
    """Absence of one unit by month: days lost of a hundred days available, as they were re-summed.

    `rows`: start date, label text, rate, rolling, year_before number in percent (missing where not shown; `rolling` is
    the twelve months ending with this one, `year_before` the same month a year earlier), n text.
    `sets`: start date, end date, label text: stretches between learning sets that are shaded for context only.
    `drawn_from` is the position of the first row that the chart draws; the table has them all.
    """

    rows: pd.DataFrame = field(default_factory=pd.DataFrame)
    sets: pd.DataFrame = field(default_factory=pd.DataFrame)
    shade: str = ""
    drawn_from: int = 0
    unit: str = "% of days lost"

    def table(self) -> pd.DataFrame:
        return self.rows


@dataclass(frozen=True)
class Yearly(Finding):
    """One measure of one unit by year: leavers as a rate, or stability; neither is worked out from the other.

    `rows`: start date, label text, value number in percent (missing where not shown), leavers text, n text.
    """

    rows: pd.DataFrame = field(default_factory=pd.DataFrame)
    unit: str = ""

    def table(self) -> pd.DataFrame:
        return self.rows


@dataclass(frozen=True)
class Cost(Finding):
    """A what-if: what days lost stand for in money under assumptions that anybody may change; never a saving.

    `rows`: what text, low, mid, high number in pounds. `assumptions`: label, low, mid, high, unit, source, year text.
    """

    rows: pd.DataFrame = field(default_factory=pd.DataFrame)
    assumptions: pd.DataFrame = field(default_factory=pd.DataFrame)

    def table(self) -> pd.DataFrame:
        return self.rows
