"""Records for evaluators: one result reckoned in several ways side by side, and plain tables with their sentence."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from joy.findings.compare import ChangeByCohort
from joy.findings.records import Finding


@dataclass(frozen=True)
class SideBySide(ChangeByCohort):
    """One measure's change, a row for each way of reckoning it; drawn as cohorts are, by the same rows."""


@dataclass(frozen=True)
class Tabled(Finding):
    """A table that is read rather than drawn. `rows` has its columns named as the reader reads them, all text."""

    rows: pd.DataFrame = field(default_factory=pd.DataFrame)

    def table(self) -> pd.DataFrame:
        return self.rows
