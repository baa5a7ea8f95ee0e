"""Records for cohorts side by side: how far each has moved, and how far its teams have."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from joy.findings.records import Finding


@dataclass(frozen=True)
class ChangeByCohort(Finding):
    """One measure's change since the start, a row for each cohort in order: a dot with its interval.

    `rows`: key and label text, value, low, high number (a difference: shares as −1 to 1, else in the unit; missing
    where it may not be told), told text (the change, or why there is none), n text, verdict text (a `Verdict`).
    """

    rows: pd.DataFrame = field(default_factory=pd.DataFrame)
    is_share: bool = False
    unit: str = ""

    def table(self) -> pd.DataFrame:
        return self.rows


@dataclass(frozen=True)
class TeamChanges(Finding):
    """How far the teams of each cohort moved: a dot for each team that can be shown. No order among teams.

    `points`: cohort text, label text (the team), value number (a difference, as above), told text, verdict text (a
    `Verdict`), in order of enrolment. `rows`: cohort text, told text (how many moved which way), middle number (the
    median of the teams, missing under five), one for each cohort in order.
    """

    points: pd.DataFrame = field(default_factory=pd.DataFrame)
    rows: pd.DataFrame = field(default_factory=pd.DataFrame)
    is_share: bool = False
    unit: str = ""

    def table(self) -> pd.DataFrame:
        return self.points
