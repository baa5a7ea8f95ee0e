"""Picking rows of frames, also of frames without rows."""

from __future__ import annotations

import pandas as pd

from joy.frames import only


def test_rows_are_picked_by_their_truths() -> None:
    """One truth per row picks the rows; a frame without rows keeps its columns."""
    frame = pd.DataFrame({"name": ["a", "b"], "n": [1, 2]})
    assert only(frame, [False, True])["name"].tolist() == ["b"]
    empty = only(frame.head(0), [])
    assert empty.empty
    assert list(empty.columns) == ["name", "n"]
