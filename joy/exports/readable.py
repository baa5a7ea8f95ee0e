"""The figures behind a chart as a table in the reader's words: what the chart shows, and nothing more."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pandas as pd

from joy.exports.readable_cohorts import COHORT_TABLES
from joy.exports.readable_heard import HEARD_TABLES
from joy.exports.readable_workforce import WORKFORCE_TABLES
from joy.findings import (
    Aligned,
    Comparison,
    Control,
    Distribution,
    Finding,
    Funnel,
    Mirror,
    Multiples,
    Participation,
    Replies,
    Run,
    Scrutiny,
)
from joy.findings.evaluation import SideBySide, Tabled
from joy.findings.lens import FATES, Visibility
from joy.findings.quilt import DECISIONS, Quilt, Tried


NOT_SHOWN = "–"


def readable(record: Finding) -> pd.DataFrame:
    """One row per figure, headed as the reader would say it; empty when there is nothing to show."""
    written = AS_TABLE.get(type(record))
    return pd.DataFrame() if written is None else written(record)


def _side_by_side(record: SideBySide) -> pd.DataFrame:
    rows = record.rows
    return pd.DataFrame({"Compared": rows["label"], "Change (95% interval)": rows["told"], "How many": rows["n"]})


def _multiples(record: Multiples) -> pd.DataFrame:
    frames = [_run(panel).assign(Team=panel.label) for panel in record.panels if len(panel.points)]
    together = pd.concat(frames, ignore_index=True) if frames else pd.DataFrame({"Team": []})
    return together[["Team", *together.columns.drop("Team")]]


def _participation(record: Participation) -> pd.DataFrame:
    names = {"cohort": "Cohort", "enrolled": "Teams", "sending": "Sending answers", "testing": "Testing ideas"}
    return record.rows.rename(columns=names | {"left": "Left", "people": "People"})


def _quilt(record: Quilt) -> pd.DataFrame:
    table = record.table()
    points = [f"{shown} {step}{'s' * (shown != 1)}" for shown, step in zip(table["shown"], table["step"], strict=True)]
    return pd.DataFrame(
        {"Cohort": table["cohort"], "Team": table["team"], "Good days": table["told"], "Points shown": points}
    )


def _tried(record: Tried) -> pd.DataFrame:
    names = {name: name.capitalize() for name in ("tests", "teams", *DECISIONS)}
    return record.rows.drop(columns="component").rename(columns={"label": "Component of joy"} | names)


def _replies(record: Replies) -> pd.DataFrame:
    return pd.DataFrame({"When": record.rows["label"], "How many": record.rows["n"]})


def _scrutiny(record: Scrutiny) -> pd.DataFrame:
    names = {"about": "Measure", "what": "Looked at", "result": "Result", "means": "What it means"}
    return record.rows.rename(columns=names)


def _run(record: Run) -> pd.DataFrame:
    shown = partial(_value, is_share=record.is_share)
    points = record.points
    return pd.DataFrame({"When": points["label"], _heading(record.unit): _told(points, shown), "How many": points["n"]})


def _told(points: pd.DataFrame, shown: Callable[[float], str]) -> pd.Series:
    """Values in words; where only a bound may be told, the bound."""
    plain = points["value"].map(shown)
    return points["bound"].where(points["bound"] != "", plain) if "bound" in points else plain


def _aligned(record: Aligned) -> pd.DataFrame:
    lines, shown = record.lines, partial(_value, is_share=record.is_share)
    return pd.DataFrame(
        {
            "Cohort": lines["cohort"],
            "When": lines["position_label"],
            _heading(record.unit): _told(lines, shown),
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


def _control(record: Control) -> pd.DataFrame:
    points, shown = record.points, partial(_value, is_share=record.is_share)
    return pd.DataFrame(
        {
            "When": points["label"],
            _heading(record.unit): _told(points, shown),
            "Lower limit": points["lower"].map(shown),
            "Centre": points["centre"].map(shown),
            "Upper limit": points["upper"].map(shown),
            "Stands out": points["reason"],
            "How many": points["n"],
        }
    )


def _mirror(record: Mirror) -> pd.DataFrame:
    rows, shown = record.rows, partial(_value, is_share=False)
    gap = [
        NOT_SHOWN if pd.isna(middle) else f"{_signed(middle)} ({_signed(low)} to {_signed(high)})"
        for middle, low, high in zip(rows["gap"], rows["gap_low"], rows["gap_high"], strict=True)
    ]
    names = {"similar": "Alike", "different": "Different", "unclear": "Cannot tell", "hidden": NOT_SHOWN}
    return pd.DataFrame(
        {
            "Question": rows["label"],
            "Colleagues, first": rows["colleagues_before"].map(shown),
            "Colleagues, latest": rows["colleagues_after"].map(shown),
            "Service users, first": rows["users_before"].map(shown),
            "Service users, latest": rows["users_after"].map(shown),
            "Service users less colleagues, same people (95% interval)": gap,
            "Alike?": rows["likeness"].map(names),
            "How many": rows["n"],
        }
    )


def _visibility(record: Visibility) -> pd.DataFrame:
    told = {str(fate): words.capitalize() for fate, words in FATES.items()}
    rows = record.rows
    return pd.DataFrame({"Team": rows["team"], "When": rows["period"], "What becomes of it": rows["fate"].map(told)})


def _distribution(record: Distribution) -> pd.DataFrame:
    rows, shown = record.rows, partial(_value, is_share=True)
    return pd.DataFrame(
        {
            "When": rows["bar"],
            "Answer": rows["option"],
            "% of people": rows["share"].map(shown),
            "How many in all": rows["n"],
        }
    )


def _funnel(record: Funnel) -> pd.DataFrame:
    points, shown = record.points, partial(_value, is_share=record.is_share)
    said = {"": "Within chance", "above": "Above what chance allows", "below": "Below what chance allows"}
    return pd.DataFrame(
        {
            "Team": points["label"],
            _heading(record.unit): _told(points, shown),
            "95% interval": [
                NOT_SHOWN if pd.isna(low) else f"{shown(low)} to {shown(high)}"
                for low, high in zip(points["low"], points["high"], strict=True)
            ],
            "Against chance": points["flag"].map(said),
            "How many": points["n_text"],
        }
    )


def _signed(value: float) -> str:
    return "0" if round(value, 1) == 0 else f"{value:+.1f}".replace("-", "−")


def _heading(unit: str) -> str:
    return f"{unit[:1].upper()}{unit[1:]}" or "Value"


def _value(value: float, *, is_share: bool) -> str:
    if pd.isna(value):
        return NOT_SHOWN
    return f"{value:.0%}" if is_share else f"{round(value, 1):g}"


AS_TABLE: dict[type[Finding], Callable[[Any], pd.DataFrame]] = {
    Run: _run,
    Multiples: _multiples,
    Aligned: _aligned,
    Comparison: _comparison,
    Participation: _participation,
    Quilt: _quilt,
    Tried: _tried,
    Control: _control,
    Mirror: _mirror,
    Distribution: _distribution,
    Funnel: _funnel,
    Replies: _replies,
    Scrutiny: _scrutiny,
    Visibility: _visibility,
    Tabled: Tabled.table,
    SideBySide: _side_by_side,
    **COHORT_TABLES,
    **HEARD_TABLES,
    **WORKFORCE_TABLES,
}
