"""The engine behind PowerBI-SPC: its lines and patterns come out with the switches named here."""

from __future__ import annotations

import json

import pytest

from joy.variation import Analysis, Rules, analyse
from tests.spc_oracle import by_case, differing, frame, needs_oracle, read


pytestmark = [pytest.mark.oracle, needs_oracle]

CHARTS = {"i": "xmr", "run": "run", "p": "p", "pp": "p_prime"}
ON_THE_LINE = {"c12_constant24__i_mdc776", "p02_allyes__pp_776"}  # nothing varies: it draws limits on the line, we none
GROUPED = {"c42__i_group12": 13}  # cut into groups in the drawing: its settings do not say so; a phase from point 13


def ours(case: dict[str, str]) -> Analysis:
    """The case in our words; the engine drops rows without a value, and so do we."""
    settings = json.loads(case["settings"])
    columns = ("numerator", "denominator") if case["chart"] in {"p", "pp"} else ("value",)
    points = frame(case["series_id"], *columns)
    there = points[list(columns)].notna().all(axis=1)
    if "denominator" in columns:
        there &= points["denominator"] > 0
    rules = Rules.qicharts2(
        on_run_chart=True,
        shift=True,
        trend=True,
        two_of_three=True,
        third_point="any_side",
        shift_n=settings["shift_n"],
        trend_n=settings["trend_n"],
        screen=not settings["outliers_in_limits"],
        joins_baseline=True,
    )
    return analyse(
        points[there],
        chart=CHARTS[case["chart"]],
        direction="higher_is_better",
        rules=rules,
        baseline=settings.get("num_points_subset"),
        phases=points["date"].iloc[GROUPED[case["case_id"]] - 1] if case["case_id"] in GROUPED else None,
    )


def wrong(case: dict[str, str]) -> list[str]:
    points, theirs = ours(case).points, by_case("pbi_points.csv")[case["case_id"]]
    if len(points) != len(theirs):
        return [f"{len(points)} rows for {len(theirs)}"]
    checks = {}
    for mine, name in (("value", "value"), ("centre", "target"), ("lower", "ll99"), ("upper", "ul99")):
        checks[mine] = bool(differing(points[mine], [row[name] for row in theirs]))
    for mine, name in (
        ("outside", "astpoint"),
        ("shift", "shift"),
        ("trend", "trend"),
        ("two_of_three", "two_in_three"),
    ):
        fired = points[mine].tolist()
        checks[mine] = fired != [row[name] != "none" for row in theirs]
    return [name for name, differs in checks.items() if differs]


def test_every_case_of_the_power_bi_engine_comes_out() -> None:
    """Lines to 1e-9 and all four patterns are the engine's, with skipping and any third point, for every case."""
    cases = read("pbi_cases.csv")
    differ = {case["case_id"]: found for case in cases if (found := wrong(case))}
    assert differ == {case_id: ["lower", "upper"] for case_id in ON_THE_LINE}
    assert len(cases) > 150


def test_where_nothing_varies_the_engine_draws_limits_on_the_line() -> None:
    """Its limits of a constant series equal the line; ours are missing, and no point differs for it."""
    for case in read("pbi_cases.csv"):
        if case["case_id"] in ON_THE_LINE:
            found = ours(case).points
            theirs = by_case("pbi_points.csv")[case["case_id"]]
            assert {(row["ll99"], row["ul99"]) for row in theirs} == {(theirs[0]["target"], theirs[0]["target"])}
            assert found[["lower", "upper"]].isna().all(axis=None)
            assert set(found["category"]) == {"common_cause"}
