"""Runs analysis against the R package qicharts2, against its published rule reckoned slowly, and by simulation."""

from __future__ import annotations

import csv
import time
from collections import defaultdict
from fractions import Fraction
from itertools import groupby
from math import comb, log2
from pathlib import Path

import numpy as np
import pytest
from scipy import stats

from joy.variation import FEWEST_USEFUL, analyse_runs, anhoej_limits, centre_of, expected_signals, side


ORACLE = Path(__file__).resolve().parents[2].parent / "shared" / "oracles" / "spc"
needs_oracle = pytest.mark.skipif(not ORACLE.is_dir(), reason="the outputs of qicharts2 are not beside the project")

FIELDS = {  # ours: theirs
    "n_useful": "n.useful",
    "longest_run": "longest.run",
    "longest_run_limit": "longest.run.max",
    "crossings": "n.crossings",
    "crossings_limit": "n.crossings.min",
}


def read(name: str) -> list[dict[str, str]]:
    with (ORACLE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def charts() -> dict[tuple[str, str], list[dict[str, str]]]:
    """The plotted points of each part of each chart, in order."""
    found: dict[tuple[str, str], list[dict[str, str]]] = defaultdict(list)
    for point in read("qic_points.csv"):
        found[point["case_id"], point["part"]].append(point)
    return found


def number(text: str) -> float:
    return float(text) if text not in ("", "NaN") else float("nan")


@pytest.mark.oracle
@needs_oracle
def test_every_runs_analysis_of_qicharts2_comes_out() -> None:
    """All its runs analyses agree, except that below ten useful points it may signal and we never do.

    Moving-range charts are left out: neighbouring ranges share a point, so runs mean nothing there, here or in R.
    """
    points, differing, short = charts(), [], 0
    ranges = {case["case_id"] for case in read("qic_cases.csv") if case["chart"] == "mr"}
    summaries = [summary for summary in read("qic_summary.csv") if summary["case_id"] not in ranges]
    for summary in summaries:
        chart = points[summary["case_id"], summary["part"]]
        values = [number(p["y"]) if p["include"] == "TRUE" else float("nan") for p in chart]
        runs = analyse_runs([values], [number(chart[0]["cl"])])
        for ours, theirs in FIELDS.items():
            if int(getattr(runs, ours)[0]) != int(summary[theirs] or 0):
                differing.append((summary["case_id"], ours))
        few = runs.n_useful[0] < FEWEST_USEFUL
        short += few and summary["runs.signal"] == "TRUE"
        if runs.signal[0] != (summary["runs.signal"] == "TRUE" and not few):
            differing.append((summary["case_id"], "signal"))
    assert differing == []
    assert len(summaries) > 200
    assert short == 1  # the one short chart on which we differ on purpose


@pytest.mark.oracle
@needs_oracle
def test_limits_of_qicharts2_come_out_for_1_to_300_points() -> None:
    """Both limits equal those of the R package at every number of useful points."""
    table = read("anhoej_limits.csv")
    longest, fewest = anhoej_limits([int(row["n_useful"]) for row in table])
    assert longest.tolist() == [int(row["longest_run_max"]) for row in table]
    assert fewest.tolist() == [int(row["n_crossings_min"]) for row in table]


def test_limits_equal_the_rule_reckoned_slowly() -> None:
    """Both limits follow from the published rule with whole-number arithmetic, for 1 to 300 points."""
    longest, fewest = anhoej_limits(np.arange(1, 301))
    for n in range(1, 301):
        reached, k = Fraction(0), -1
        while reached < Fraction(1, 20):
            k += 1
            reached += Fraction(comb(n - 1, k), 2 ** (n - 1))
        assert (longest[n - 1], fewest[n - 1]) == (round(log2(n)) + 3, k), n


def slowly(values: list[float], centre: float) -> tuple[int, int, int]:
    """Useful points, longest run and crossings, counted with plain loops."""
    useful = [v > centre for v in values if v == v and v != centre]
    runs = [len(list(run)) for _, run in groupby(useful)]
    return len(useful), max(runs, default=0), max(len(runs) - 1, 0)


def test_many_series_at_once_equal_one_after_the_other() -> None:
    """Three hundred series with gaps and ties give the counts of a plain loop over each."""
    numbers = np.random.default_rng(9)
    values = numbers.integers(0, 7, (300, 40)).astype(float)
    values[numbers.random((300, 40)) < 0.2] = np.nan
    centre = np.array([float(np.median(row[~np.isnan(row)])) for row in values])
    runs = analyse_runs(values, centre)
    want = [slowly(row, line) for row, line in zip(values.tolist(), centre.tolist(), strict=True)]
    assert list(zip(runs.n_useful, runs.longest_run, runs.crossings, strict=True)) == want
    assert centre_of(values).tolist() == centre.tolist()


def test_stable_series_signal_as_often_as_expected() -> None:
    """Of 4,000 simulated stable charts about as many signal as the number printed on a wall of charts says."""
    numbers = np.random.default_rng(24)
    for n in (12, 24, 52):
        values = numbers.normal(size=(4000, n))
        found = int(analyse_runs(values, centre_of(values)).signal.sum())
        expected = expected_signals(np.full(4000, n))
        # the table is rounded to whole percent: half a percent of 4,000 is 20, and chance adds its own spread
        assert abs(found - expected) < 20 + 4 * np.sqrt(expected), (n, found, expected)


def test_limits_hold_about_one_in_twenty() -> None:
    """Crossings below the limit are rarer than 5 %, and the limit itself is not."""
    n = np.arange(10, 301)
    _, fewest = anhoej_limits(n)
    assert (stats.binom.cdf(fewest - 1, n - 1, 0.5) < 0.05).all()
    assert (stats.binom.cdf(fewest, n - 1, 0.5) >= 0.05).all()


def test_a_wall_of_a_thousand_charts_is_analysed_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    """A thousand series of 60 weeks are analysed in one call; its time is printed, not judged."""
    values = np.random.default_rng(1).normal(size=(1000, 60))
    start = time.perf_counter()
    runs = analyse_runs(values, centre_of(values))
    with capsys.disabled():
        print(f"\n1000 series of 60 points: {1000 * (time.perf_counter() - start):.1f} ms")  # noqa: T201 - asked for
    assert runs.in_longest_run.sum(axis=1).tolist() == runs.longest_run.tolist()


def test_a_point_that_equals_its_centre_but_for_the_last_bit_is_on_the_line() -> None:
    """Three times 0.1 lies on a centre of 0.3, and 10.78 on the mean of numbers that make 10.78."""
    assert side([0.1 + 0.1 + 0.1, 0.3001, 0.2999], 0.3).tolist() == [0, 1, -1]
    assert side([[1e6 + 1e-4, 1e6 + 1e-2]], [1e6]).tolist() == [[0, 1]]
