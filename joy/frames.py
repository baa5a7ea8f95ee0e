"""Walking over frames row by row, where a frame is small and words are made from it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, TypeAlias

import numpy as np
import pandas as pd


Row: TypeAlias = Any  # a row as a named tuple: pandas' types cannot know its fields
Column: TypeAlias = Any  # a column or one value for all of it


def each(frame: pd.DataFrame) -> Iterator[Row]:
    """Yield the rows as named tuples."""
    yield from frame.itertuples()


def row_of(frame: pd.DataFrame, column: str, key: str) -> pd.Series:
    """The one row whose `column` is `key`."""
    return frame[frame[column] == key].iloc[0]


def only(frame: pd.DataFrame, wanted: Iterable[object]) -> pd.DataFrame:
    """The rows for which `wanted`, one truth per row, holds.

    Also of a frame without rows, where pandas would take a bare list for names of columns.
    """
    return frame.loc[np.fromiter((bool(one) for one in wanted), dtype=bool, count=len(frame))]
