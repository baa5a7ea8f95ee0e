"""Every case of qicharts2 0.8.1: with its preset its lines, runs figures and signals come out."""

from __future__ import annotations

import pandas as pd
import pytest

from joy.variation import Analysis, Rules, analyse
from tests.spc_oracle import by_case, differing, frame, needs_oracle, read


pytestmark = [pytest.mark.oracle, needs_oracle]

CHARTS = {
    "run": "run",
    "i": "xmr",
    "mr": "mr",
    "p": "p",
    "pp": "p_prime",
    "u": "u",
    "up": "u_prime",
    "c": "c",
    "g": "g",
    "t": "t",
    "ip": "i_prime",
}
FIGURES = {  # ours: theirs
    "n": "n.obs",
    "n_useful": "n.useful",
    "longest_run": "longest.run",
    "longest_run_limit": "longest.run.max",
    "crossings": "n.crossings",
    "crossings_limit": "n.crossings.min",
}
OTHER_METHODS = {"bestbox", "cutbox"}  # experimental boxes of the peer for runs and crossings, not offered here


def whole(text: str) -> list[int]:
    return [int(item) for item in text.split(";")] if text else []


def dates_at(points: pd.DataFrame, places: list[int]) -> list[str]:
    """The dates of points counted from 1 in date order."""
    return [sorted(points["date"])[place - 1] for place in places]


def ours(case: dict[str, str]) -> Analysis:
    """The case in our words: parts become dates, excluded points too."""
    columns = ["value"] if case["y_col"] == "value" and not case["n_col"] else []
    if case["n_col"]:
        columns = [f"numerator={case['y_col']}", f"denominator={case['n_col']}"]
    elif not columns:
        columns = [f"value={case['y_col']}"]
    points = frame(case["series_id"], *columns)
    rules = Rules.qicharts2(screen=case["screened_mr"] == "TRUE", floor_at_zero=case["y_neg"] == "FALSE")
    return analyse(
        points,
        chart=CHARTS[case["chart"]],
        direction="neutral",
        rules=rules,
        phases=dates_at(points, [part + 1 for part in whole(case["part"])]) or None,
        baseline=int(float(case["freeze"])) if case["freeze"] else None,
        excluded=dates_at(points, whole(case["exclude"])) or None,
        centre=float(case["cl"]) if case["cl"] else None,
    )


def wrong(found: Analysis, case: dict[str, str]) -> list[str]:
    """Which columns differ."""
    theirs, times = by_case("qic_points.csv")[case["case_id"]], float(case["multiply"] or 1)
    points = found.points
    checks = {
        "dates": points["date"].dt.strftime("%Y-%m-%d").tolist() != [row["date"] for row in theirs],
        "phase": points["phase"].tolist() != [int(row["part"]) for row in theirs],
        "outside": points["outside"].tolist() != [row["sigma.signal"] == "TRUE" for row in theirs],
    }
    for mine, name in (("value", "y"), ("centre", "cl"), ("lower", "lcl"), ("upper", "ucl")):
        checks[mine] = bool(differing(points[mine] * times, [row[name] for row in theirs]))
    summary = by_case("qic_summary.csv")[case["case_id"]]
    for mine, name in FIGURES.items():
        checks[mine] = found.summary[mine].tolist() != [int(row[name] or 0) for row in summary]
    if case["method"] not in OTHER_METHODS:
        checks["signal"] = found.summary["signal"].tolist() != [row["runs.signal"] == "TRUE" for row in summary]
    counts = points.groupby("phase")["outside"].sum().tolist()
    checks["outside counts"] = counts != [int(row["sigma.signal"] or 0) for row in summary]
    return [name for name, differs in checks.items() if differs]


def test_other_methods_are_only_boxes_for_the_same_figures() -> None:
    """The peer's bestbox and cutbox cases have the same runs figures; only their signal may differ."""
    cases = [case for case in read("qic_cases.csv") if case["method"] in OTHER_METHODS]
    assert cases
    for case in cases:
        assert wrong(ours(case), case) == []


def test_every_case_of_qicharts2_comes_out() -> None:
    """Centre and limits to 1e-9, runs figures and signals exactly, with parts, freeze and exclusion."""
    cases = [case for case in read("qic_cases.csv") if case["status"] == "ok"]
    differ = [(case["case_id"], name) for case in cases for name in wrong(ours(case), case)]
    assert differ == []
    assert len(cases) > 200
