"""Records of the landing page: every team at a glance, what teams tried, and who kept what they had."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from joy.findings.records import Finding


DECISIONS = ("adopted", "adapted", "abandoned", "running")  # of a test, as the reader says them


@dataclass(frozen=True)
class Quilt(Finding):
    """Every team of every cohort as a sparkline with what may be said of it, cohort by cohort, as teams enrolled.

    `cohorts`: cohort_id text, name text, said text (what its teams did, counted). `teams`: key text (the enrolment),
    label text, cohort_id text, verdict text (a `Verdict`), told text (the same in words), shown integer (weeks or
    fortnights), step text. `points`: key text, start date, value number (missing is a gap), is_bound truth (the value
    is only the place of a bound). One scale from `minimum` to `maximum` for all.
    """

    cohorts: pd.DataFrame = field(default_factory=pd.DataFrame)
    teams: pd.DataFrame = field(default_factory=pd.DataFrame)
    points: pd.DataFrame = field(default_factory=pd.DataFrame)
    is_share: bool = True
    minimum: float = 0.0
    maximum: float = 1.0

    def table(self) -> pd.DataFrame:
        names = dict(zip(self.cohorts["cohort_id"], self.cohorts["name"], strict=True))
        return pd.DataFrame(
            {
                "cohort": self.teams["cohort_id"].map(names),
                "team": self.teams["label"],
                "told": self.teams["told"],
                "shown": self.teams["shown"],
                "step": self.teams["step"],
            }
        )


@dataclass(frozen=True)
class Tried(Finding):
    """Tests of change ideas by component of joy and by what was decided.

    `rows`: component integer, label text, tests, teams, adopted, adapted, abandoned, running integers; one row per
    component in the order of the framework, also where nothing was tested. `teams`: how many teams tested anything.
    """

    rows: pd.DataFrame = field(default_factory=pd.DataFrame)
    teams: int = 0

    def table(self) -> pd.DataFrame:
        return self.rows
