"""What was published of the sample's cohorts, for tests that hold the views to it."""

from __future__ import annotations

import pandas as pd

from joy.store import Reader


COHORTS = ("c1", "c2", "c3", "c4", "c5", "c6")


def tables_of(release: Reader, cohort_id: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """What was published of one cohort: figures and findings."""
    about = {"group_kind": "cohort", "group_id": cohort_id}
    return release.ask("views/figures", **about), release.ask("views/findings", **about)
