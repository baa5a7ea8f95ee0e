"""Print how fast series are analysed on this machine: python tests/load/bench_variation.py

All rules on, from a tidy frame to the two frames; figures with their n, nothing asserted. Run with bench.py.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
import tracemalloc
from pathlib import Path

import click
import numpy as np
import pandas as pd


ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from joy.variation import Rules, analyse  # noqa: E402 - the project is run from its folder, not installed


GOALS = {1: 3, 100: 10, 1000: 50, 10_000: 1000}  # milliseconds: 60 times faster than the fastest R package, and a wall
RUNS = {1: 200, 100: 50, 1000: 20, 10_000: 3}
WEEKS = 26  # points of a team on a wall
CHARTS = ("run", "xmr", "p")


def main() -> None:
    """Time each number of series on each chart, then its memory."""
    click.echo(f"Machine: {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the start")
    for many, goal in GOALS.items():
        points = made(many)
        for chart in CHARTS:
            took = timed(points, chart, RUNS[many])
            click.echo(
                f"{many:>6,} series ({len(points):,} points), {chart:>3}: median {statistics.median(took):.1f} ms, "
                f"min {min(took):.1f} ms, peak {memory(points, chart):.0f} MB (n={len(took)}; goal ≤ {goal} ms)"
            )


def made(many: int) -> pd.DataFrame:
    """Series of 24 to 60 points, or of 26 for a wall; answers of 10 to 40, one week in twenty empty."""
    numbers = np.random.default_rng(3)
    lengths = np.full(many, WEEKS) if many > max(RUNS, default=0) // 2 else numbers.integers(24, 61, many)
    asked = numbers.integers(10, 41, lengths.sum()).astype(float)
    good = numbers.binomial(asked.astype(int), 0.6).astype(float)
    asked[numbers.random(len(asked)) < 0.05] = np.nan
    first = np.repeat(np.cumsum(lengths) - lengths, lengths)
    return pd.DataFrame(
        {
            "series": np.repeat([f"team {i}" for i in range(many)], lengths),
            "date": np.datetime64("2026-01-05", "s") + (np.arange(len(first)) - first) * np.timedelta64(7, "D"),
            "numerator": good,
            "denominator": asked,
            "value": good / asked,
        }
    )


def timed(points: pd.DataFrame, chart: str, runs: int) -> list[float]:
    """Milliseconds of each warm call."""
    took = []
    analysed(points, chart)
    for _ in range(runs):
        start = time.perf_counter()
        analysed(points, chart)
        took.append(1000 * (time.perf_counter() - start))
    return took


def memory(points: pd.DataFrame, chart: str) -> float:
    """The most megabytes held at once during a call, its results among them."""
    tracemalloc.start()
    analysed(points, chart)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak / 1e6


def analysed(points: pd.DataFrame, chart: str) -> None:
    analyse(points, chart=chart, direction="higher_is_better", rules=Rules.joy(), target=0.7)


if __name__ == "__main__":
    main()
