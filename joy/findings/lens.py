"""What the data lead's lens shows: which figures of teams can be seen and which would vanish, never a value or n."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

import pandas as pd

from joy.findings.records import Finding


class Seen(StrEnum):
    """Whether one figure can be seen, and if not, why. The reasons are for the data lead only."""

    SHOWN = "shown"
    COARSER = "coarser"
    TOO_FEW = "too_few"
    PROTECTS = "protects"
    NOT_ASKED = "not_asked"


class Fate(StrEnum):
    """What becomes of one figure under other thresholds."""

    STAYS = "stays"
    COARSER = "coarser"
    APPEARS = "appears"
    VANISHES_FEW = "vanishes_few"
    VANISHES_PROTECTS = "vanishes_protects"
    HIDDEN_FEW = "hidden_few"
    HIDDEN_PROTECTS = "hidden_protects"


FATES = {
    Fate.STAYS: "shown",
    Fate.COARSER: "shown, pooled or rounded more coarsely",
    Fate.APPEARS: "would appear",
    Fate.VANISHES_FEW: "would vanish: too few answers",
    Fate.VANISHES_PROTECTS: "would vanish: to protect another",
    Fate.HIDDEN_FEW: "not shown: too few answers",
    Fate.HIDDEN_PROTECTS: "not shown: to protect another",
}


SIGNS = {  # the marks of the chart, as text
    Fate.STAYS: "■",
    Fate.COARSER: "□",
    Fate.APPEARS: "▲",
    Fate.VANISHES_FEW: "○",
    Fate.VANISHES_PROTECTS: "◇",
    Fate.HIDDEN_FEW: "–",
    Fate.HIDDEN_PROTECTS: "+",
}
ALWAYS_TOLD = (Fate.STAYS, Fate.COARSER)  # also where no cell has them: what is looked for is whether they are there


@dataclass(frozen=True)
class Visibility(Finding):
    """One measure of one cohort as a quiet grid: teams down in order of enrolment, periods across.

    `rows`: team text, period text, position integer (of the period, from 0), fate text (a `Fate`); no row where a team
    was not asked. `teams` and `periods` give both orders whole, so that an empty row keeps its place.
    """

    rows: pd.DataFrame = field(default_factory=pd.DataFrame)
    teams: tuple[str, ...] = ()
    periods: tuple[str, ...] = ()

    def table(self) -> pd.DataFrame:
        return self.rows
