"""Records on the work of a cohort: who takes part, what is covered, and the progress that people scored."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from joy.findings.records import Finding


@dataclass(frozen=True)
class Filled(Finding):
    """A part of a whole in each row: an outline, filled as far as the part goes.

    `rows`: label text, whole and part number (part missing where it is not known), says and quiet text (what stands
    beside it). `headings`: what label, whole and part are called in the table; an empty one leaves its column out.
    """

    rows: pd.DataFrame = field(default_factory=pd.DataFrame)
    headings: tuple[str, str, str] = ("", "", "")
    whole_label: str = ""
    part_label: str = ""

    def table(self) -> pd.DataFrame:
        return self.rows


@dataclass(frozen=True)
class Progress(Finding):
    """The latest progress score of each team as the team and as the faculty gave it, in order of enrolment.

    `rows`: label text, team and faculty number (0.5 to 5, missing where nobody scored), says and quiet text.
    """

    rows: pd.DataFrame = field(default_factory=pd.DataFrame)

    def table(self) -> pd.DataFrame:
        return self.rows
