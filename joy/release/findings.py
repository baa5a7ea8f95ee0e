"""Results that need people or whole teams to compute, at cohort level and above."""

from __future__ import annotations

import pandas as pd

from joy.release.evidence import COLUMNS, Evidence
from joy.release.linked import linked_findings
from joy.release.mirror import mirror_findings
from joy.release.over_teams import over_teams_findings
from joy.release.scales import scale_findings
from joy.release.stretches import stretch_findings


def finding_rows(evidence: Evidence) -> pd.DataFrame:
    """Every finding that may be shown, in the columns of `release.finding`; GLOSSARY.md says what each kind means.

    A finding rests on figures that are shown; whatever rule stands against it leaves no row at all (R22).
    """
    parts = (linked_findings, stretch_findings, scale_findings, mirror_findings, over_teams_findings)
    return pd.DataFrame([row for part in parts for row in part(evidence)], columns=COLUMNS)
