"""The tables behind themes, components of joy, differences and ties, in the reader's words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd

from joy.findings import Finding
from joy.findings.heard import Components, Spans, Themes


NOT_SHOWN = "–"


def _spans(record: Spans) -> pd.DataFrame:
    rows = record.rows
    told = [_span(*numbers) for numbers in zip(rows["value"], rows["low"], rows["high"], strict=True)]
    return pd.DataFrame(
        {
            "What": rows["label"],
            f"{record.heading} (95% interval)": told,
            "In words": rows["says"],
            "How many": rows["quiet"],
        }
    )


def _span(value: float, low: float, high: float) -> str:
    if pd.isna(value):
        return NOT_SHOWN
    return _signed(value) if pd.isna(low) else f"{_signed(value)} ({_signed(low)} to {_signed(high)})"


def _signed(value: float) -> str:
    return "0" if round(value, 2) == 0 else f"{round(value, 2):+g}".replace("-", "−")


def _themes(record: Themes) -> pd.DataFrame:
    rows = record.rows
    return pd.DataFrame({"Theme": rows["label"], "Component of joy": rows["component"], "Remarks": rows["n"]})


def _components(record: Components) -> pd.DataFrame:
    names = {"name": "Component of joy", "measured": "Measured", "tried": "What teams tried", "said": "What staff said"}
    return record.table().rename(columns=names)


HEARD_TABLES: dict[type[Finding], Callable[[Any], pd.DataFrame]] = {
    Spans: _spans,
    Themes: _themes,
    Components: _components,
}
