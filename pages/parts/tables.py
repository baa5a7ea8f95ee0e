"""The figures behind a chart as a table in the reader's words: what the chart shows, and nothing more."""

from __future__ import annotations

from functools import partial

import pandas as pd

from joy.findings import Aligned, Comparison, Finding, Multiples, Participation, Run


NOT_SHOWN = "–"


def readable(record: Finding) -> pd.DataFrame:
    """One row per figure, headed as the reader would say it; empty when there is nothing to show."""
    match record:
        case Run():
            return _run(record)
        case Multiples():
            frames = [_run(panel).assign(Team=panel.label) for panel in record.panels if len(panel.points)]
            together = pd.concat(frames, ignore_index=True) if frames else pd.DataFrame({"Team": []})
            return together[["Team", *together.columns.drop("Team")]]
        case Aligned():
            return _aligned(record)
        case Comparison():
            return _comparison(record)
        case Participation():
            names = {"cohort": "Cohort", "enrolled": "Teams", "sending": "Sending answers", "testing": "Testing ideas"}
            return record.rows.rename(columns=names | {"left": "Left", "people": "People"})
    return pd.DataFrame()


def _run(record: Run) -> pd.DataFrame:
    shown = partial(_value, is_share=record.is_share)
    points = record.points
    return pd.DataFrame(
        {"When": points["label"], _heading(record.unit): points["value"].map(shown), "How many": points["n"]}
    )


def _aligned(record: Aligned) -> pd.DataFrame:
    lines, shown = record.lines, partial(_value, is_share=record.is_share)
    return pd.DataFrame(
        {
            "Cohort": lines["cohort"],
            "When": lines["position_label"],
            _heading(record.unit): lines["value"].map(shown),
            "How many": lines["n"],
        }
    )


def _comparison(record: Comparison) -> pd.DataFrame:
    rows, shown = record.rows, partial(_value, is_share=record.is_share)
    return pd.DataFrame(
        {
            _heading(record.unit): rows["label"],
            record.before_label: rows["before"].map(shown),
            record.after_label: rows["after"].map(shown),
            "Change (95% interval)": rows["change_text"],
            "How many first": rows["n_before"],
            "How many latest": rows["n_after"],
            "Compared": rows["method"],
        }
    )


def _heading(unit: str) -> str:
    return f"{unit[:1].upper()}{unit[1:]}" or "Value"


def _value(value: float, *, is_share: bool) -> str:
    if pd.isna(value):
        return NOT_SHOWN
    return f"{value:.0%}" if is_share else f"{round(value, 1):g}"
