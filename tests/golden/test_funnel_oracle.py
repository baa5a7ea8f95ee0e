"""Funnel limits after FunnelPlotR 0.6.0: every case of its outputs, every column, to one part in a thousand million."""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

import numpy as np
import pytest

from joy.variation.overdispersion import Transformed, adjusted


ORACLE = Path(__file__).resolve().parents[2].parent / "shared" / "oracles" / "spc"
pytestmark = [
    pytest.mark.oracle,
    pytest.mark.skipif(not ORACLE.is_dir(), reason="the outputs of FunnelPlotR are not beside the project"),
]

Rows = list[dict[str, str]]
FOLDED = {  # where the peer's sine folds back: a lower limit of 3 answers below no share at all, drawn above 0
    ("pr_70teams_trim05", "odll998"),
    ("pr_ae_july2018", "ll95"),
}
CLOSE = {"rtol": 1e-9, "atol": 1e-13}  # the absolute part is for limits of exactly 0


def read(name: str) -> Rows:
    with (ORACLE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def by_case(name: str) -> dict[str, Rows]:
    found: dict[str, Rows] = defaultdict(list)
    for row in read(name):
        found[row["case_id"]].append(row)
    return found


def column(rows: Rows, name: str) -> np.ndarray:
    return np.array([float(row[name]) if row[name] not in {"", "NaN"} else np.nan for row in rows])


def ours(case: dict[str, str], rows: Rows) -> Transformed:
    kind = f"SR-{case['sr_method']}" if case["data_type"] == "SR" else case["data_type"]
    return adjusted(
        column(rows, "numerator"),
        column(rows, "denominator"),
        kind=kind,
        trim=float(case["trim_by"]),
        adjust=case["draw_adjusted"] == "TRUE",
    )


def test_transformed_values_and_overdispersion_come_out() -> None:
    """Value, target, standard error, both z scores, phi and tau² equal the peer's in all fifteen cases."""
    groups, cases = by_case("funnel_groups.csv"), read("funnel_cases.csv")
    for case in cases:
        rows = groups[case["case_id"]]
        found = ours(case, rows)
        for mine, theirs in ((found.y, "Y"), (found.s, "s"), (found.z, "Uzscore"), (found.trimmed, "Wuzscore")):
            np.testing.assert_allclose(mine, column(rows, theirs), **CLOSE, err_msg=f"{case['case_id']} {theirs}")
        np.testing.assert_allclose(found.target, column(rows, "target_transformed"), **CLOSE)
        np.testing.assert_allclose((found.phi, found.tau2), (float(case["phi"]), float(case["tau2"])), **CLOSE)
    assert len(cases) == 15


def test_limits_of_every_team_and_of_the_curve_come_out() -> None:
    """Limits with and without overdispersion equal the peer's at every team and along the curve it draws."""
    groups, curves = by_case("funnel_groups.csv"), by_case("funnel_limits_sample.csv")
    at_teams = {
        (0.95, False): ("LCL95", "UCL95"),
        (0.998, False): ("LCL99", "UCL99"),
        (0.95, True): ("OD95LCL", "OD95UCL"),
        (0.998, True): ("OD99LCL", "OD99UCL"),
    }
    on_curve = {
        (0.95, False): ("ll95", "ul95"),
        (0.998, False): ("ll998", "ul998"),
        (0.95, True): ("odll95", "odul95"),
        (0.998, True): ("odll998", "odul998"),
    }
    compared = 0
    for case in read("funnel_cases.csv"):
        rows, curve = groups[case["case_id"]], curves[case["case_id"]]
        found, times = ours(case, rows), float(case["multiplier"])
        for table, at, names in ((rows, "denominator", at_teams), (curve, "number_seq", on_curve)):
            for (level, with_tau2), columns in names.items():
                pair = found.limits(column(table, at), level, with_tau2=with_tau2)
                for mine, theirs in zip(pair, columns, strict=True):
                    wanted = column(table, theirs)
                    if (case["case_id"], theirs) in FOLDED:
                        assert wanted[0] > 0
                        wanted[0] = 0
                    np.testing.assert_allclose(mine * times, wanted, **CLOSE, err_msg=f"{case['case_id']} {theirs}")
                    compared += len(table)
    assert compared > 5000


def test_the_peers_outliers_come_out() -> None:
    """The teams outside the limits that the peer was asked to use are those it calls outliers."""
    groups = by_case("funnel_groups.csv")
    for case in read("funnel_cases.csv"):
        rows = groups[case["case_id"]]
        level = 0.95 if case["limit"] == "95" else 0.998
        low, high = ours(case, rows).limits(
            column(rows, "denominator"), level, with_tau2=case["draw_adjusted"] == "TRUE"
        )
        ratio = column(rows, "rr")
        outside = (ratio < low) | (ratio > high)
        assert outside.tolist() == [row["outlier"] == "1" for row in rows], case["case_id"]
        assert outside.sum() == int(case["n_outliers"])
