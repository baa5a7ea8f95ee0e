"""The tables behind absence, leavers, stability and the cost what-if, in the reader's words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd

from joy.findings import Finding
from joy.findings.workforce import Absence, Cost, Yearly


NOT_SHOWN = "–"


def _percent(value: float, decimals: int) -> str:
    return NOT_SHOWN if pd.isna(value) else f"{value:.{decimals}f}%"


def _absence(record: Absence) -> pd.DataFrame:
    rows = record.rows
    names = {"rate": "Absence", "year_before": "Same month a year earlier", "rolling": "Twelve months to this one"}
    columns = {heading: [_percent(one, 2) for one in rows[name]] for name, heading in names.items()}
    return pd.DataFrame({"Month": rows["label"], **columns, "People": rows["n"]})


def _yearly(record: Yearly) -> pd.DataFrame:
    rows = record.rows
    told = {record.unit: [_percent(one, 1) for one in rows["value"]], "Leavers": rows["leavers"], "People": rows["n"]}
    return pd.DataFrame({"Year": rows["label"], **told})


def _cost(record: Cost) -> pd.DataFrame:
    rows = record.rows
    told = {f"{name.capitalize()} (£)": [f"{one:,.0f}" for one in rows[name]] for name in ("low", "mid", "high")}
    return pd.DataFrame({"What if": rows["what"], **told})


WORKFORCE_TABLES: dict[type[Finding], Callable[[Any], pd.DataFrame]] = {
    Absence: _absence,
    Yearly: _yearly,
    Cost: _cost,
}
