"""The shape in which raw figures wait for the disclosure rules: one row per group, indicator, version and period.

Raw rows hold exact numbers and never leave this package.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from joy.frames import Column


KEY = ["group_kind", "group_id", "indicator_id", "instrument", "period_kind", "period_id"]
RAW = [
    *KEY,
    "period_start",
    "period_end",
    "n",
    "value",
    "good_share",
    "spread",
    "busiest_day",
    "people",
    "parent_kind",
    "parent_id",
    "parent_period_kind",
    "parent_period_id",
    "is_asked",
    "kept_under",
]
DEFAULTS: dict[str, Any] = {
    "good_share": np.nan,
    "spread": np.nan,
    "busiest_day": 0,
    "people": 0,
    "parent_kind": "",
    "parent_id": "",
    "parent_period_kind": "",
    "parent_period_id": "",
    "is_asked": True,
    "kept_under": "",  # whose policy holds (joy.release.policies); none: today's
}


def raw_rows(frame: pd.DataFrame, **columns: Column) -> pd.DataFrame:
    """Give a frame every raw column: those it has, those named here, defaults for the rest."""
    complete = frame.assign(**columns)
    missing = {name: value for name, value in DEFAULTS.items() if name not in complete}
    return complete.assign(**missing)[RAW]


def no_rows() -> pd.DataFrame:
    """A frame of raw rows without any row."""
    return pd.DataFrame(columns=RAW)


def parent_index(rows: pd.DataFrame) -> np.ndarray:
    """For each row the position of the row it is a part of, or -1. Keys must be unique."""
    own = pd.MultiIndex.from_frame(rows[KEY])
    if not own.is_unique:
        raise AssertionError("two raw figures share one key")
    wanted = pd.MultiIndex.from_arrays(
        [
            rows["parent_kind"],
            rows["parent_id"],
            rows["indicator_id"],
            rows["instrument"],
            rows["parent_period_kind"],
            rows["parent_period_id"],
        ]
    )
    return np.asarray(own.get_indexer(wanted), dtype=np.int64)
