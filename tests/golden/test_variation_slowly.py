"""Lines and patterns once more, with plain loops over one series at a time, against the arrays."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest

from joy.variation import Rules, analyse


Numbers = list[float | None]
Lines = list[tuple[float, float | None, float | None]]  # centre, lower and upper limit of each point


def made(seed: int, *, ties: bool = False, gaps: float = 0.1) -> pd.DataFrame:
    """Thirty series of 14 to 40 points: shares, what they rest on, and gaps."""
    numbers, frames = np.random.default_rng(seed), []
    for name in range(30):
        n = int(numbers.integers(14, 41))
        asked = numbers.integers(5, 12 if ties else 60, n).astype(float)
        good = numbers.binomial(asked.astype(int), numbers.uniform(0.2, 0.9)).astype(float)
        good[numbers.random(n) < gaps] = np.nan
        days = pd.date_range("2026-01-05", periods=n, freq="7D")
        frames.append(pd.DataFrame({"series": f"s{name}", "date": days, "numerator": good, "denominator": asked}))
    return pd.concat(frames, ignore_index=True)


def present(values: Numbers) -> list[float]:
    return [value for value in values if value is not None]


def mean(values: list[float]) -> float:
    return math.fsum(values) / len(values)


def mean_step(values: Numbers, bound: float = 3.267) -> float:
    """The mean of the steps between neighbours that are both there, large ones left out once."""
    steps = [abs(b - a) for a, b in pairwise(values) if a is not None and b is not None]
    first = mean(steps)
    kept = [step for step in steps if step < bound * first]
    return mean(kept) if kept and mean(kept) > 0 else first


def limits_slowly(chart: str, y: Numbers, x: Numbers, n: Numbers) -> Lines:
    """Centre, lower and upper limit of each point."""
    values = present(y)
    pairs = [(a, b) for a, b in zip(x, n, strict=True) if a is not None and b is not None]
    pooled = math.fsum(a for a, _ in pairs) / math.fsum(b for _, b in pairs)
    if chart == "run":
        ordered = sorted(values)
        return [((ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2, None, None)] * len(y)
    if chart == "xmr":
        centre, width = mean(values), 2.66 * mean_step(y)
        return [(centre, centre - width, centre + width)] * len(y)
    if chart == "mr":
        steps = [None] + [None if a is None or b is None else abs(b - a) for a, b in pairwise(y)]
        centre = mean(present(steps))
        return [(centre, 0.0, 3.267 * centre)] * len(y)
    if chart == "c":
        centre = mean(values)
        return [(centre, max(centre - 3 * math.sqrt(centre), 0), centre + 3 * math.sqrt(centre))] * len(y)
    if chart == "i_prime":
        return weighted_slowly(pooled, y, n)
    return counted_slowly(chart, pooled, y, n)


def weighted_slowly(pooled: float, y: Numbers, n: Numbers) -> Lines:
    """Limits of means that rest on different numbers of answers."""
    steps = [
        math.sqrt(math.pi / 2) * abs(b - a) / math.sqrt(1 / m + 1 / k)
        for (a, m), (b, k) in pairwise(zip(y, n, strict=True))
        if a is not None and b is not None
    ]
    spread = mean([step for step in steps if step < 3.2665 * mean(steps)])
    widths = [None if value is None else 3 * spread / math.sqrt(size) for value, size in zip(y, n, strict=True)]
    return [(pooled, None, None) if w is None else (pooled, pooled - w, pooled + w) for w in widths]


def counted_slowly(chart: str, pooled: float, y: Numbers, n: Numbers) -> Lines:
    """Limits of shares and rates, with or without the excess spread of Laney."""
    variance = pooled * (1 - pooled) if chart.startswith("p") else pooled
    highest = 1 if chart.startswith("p") else math.inf
    excess, found = 1.0, []
    if chart.endswith("prime"):
        scores = [None if v is None else (v - pooled) / math.sqrt(variance / s) for v, s in zip(y, n, strict=True)]
        excess = mean_step(scores) / 1.128
    for value, size in zip(y, n, strict=True):
        width = math.nan if value is None else 3 * excess * math.sqrt(variance / size)
        none = value is None
        found.append((pooled, None if none else max(pooled - width, 0), None if none else min(pooled + width, highest)))
    return found


def columns(rows: pd.DataFrame, chart: str) -> tuple[Numbers, Numbers, Numbers]:
    x: Numbers = [None if math.isnan(v) else v for v in rows["numerator"]]
    n: Numbers = [float(v) for v in rows["denominator"]]
    y: Numbers = [None if a is None else (a if chart == "c" else a / b) for a, b in zip(x, n, strict=True)]
    return y, x, n


@pytest.mark.parametrize("chart", ["run", "xmr", "mr", "p", "p_prime", "u", "u_prime", "c", "i_prime"])
def test_lines_of_every_chart_reckoned_slowly(chart: str) -> None:
    """Centre and limits of thirty series with gaps equal those of plain loops to 1e-9."""
    points = made(1)
    given = points.rename(columns={"numerator": "value"}).drop(columns="denominator") if chart == "c" else points
    rules = Rules.joy(suited_limits_only=False, fewest_for_limits=1)
    found = analyse(given, chart=chart, direction="neutral", rules=rules).points
    for name, rows in points.groupby("series", sort=False):
        want = limits_slowly(chart, *columns(rows, chart))
        ours = found[found["series"] == name][["centre", "lower", "upper"]].to_numpy()
        theirs = np.array([[math.nan if v is None else v for v in row] for row in want])
        np.testing.assert_allclose(ours, theirs, rtol=1e-9, atol=1e-12)


def sign(value: float) -> int:
    return (value > 1e-9) - (value < -1e-9)


def runs_slowly(signs: list[tuple[int, int]], fewest: int) -> list[tuple[int, int, int]]:
    """First and last place and sign of every run of that many or more, from places and signs without zeros."""
    found: list[tuple[int, int, int]] = []
    start = 0
    for i in range(1, len(signs) + 1):
        if i == len(signs) or signs[i][1] != signs[start][1]:
            if i - start >= fewest:
                found.append((signs[start][0], signs[i - 1][0], signs[start][1]))
            start = i
    return found


def patterns_slowly(y: Numbers, centre: float, lower: float, upper: float) -> dict[str, list[bool]]:
    """The four rules, skipping gaps, points on the line and equal neighbours."""
    there = [(i, v) for i, v in enumerate(y) if v is not None]
    marked = {name: [False] * len(y) for name in ("outside", "shift", "trend", "two_of_three")}
    for i, v in there:
        marked["outside"][i] = v > upper + 1e-9 or v < lower - 1e-9
    sides = [(i, sign(v - centre)) for i, v in there if sign(v - centre)]
    for first, last, _ in runs_slowly(sides, 7):
        for i, _v in there:
            marked["shift"][i] |= first <= i <= last
    steps = [((a[0], b[0]), sign(b[1] - a[1])) for a, b in pairwise(there) if sign(b[1] - a[1])]
    numbered = [(place, step[1]) for place, step in enumerate(steps)]
    for first, last, _ in runs_slowly(numbered, 5):
        begins, ends = steps[first][0][0], steps[last][0][1]
        for i, _v in there:
            marked["trend"][i] |= begins <= i <= ends
    useful = [(i, v) for i, v in there if sign(v - centre)]
    for window in zip(useful, useful[1:], useful[2:], strict=False):
        if len({sign(v - centre) for _, v in window}) == 1:
            far = [i for i, v in window if abs(v - centre) > 2 / 3 * (upper - centre) + 1e-9]
            if len(far) >= 2:
                for i in far:
                    marked["two_of_three"][i] = True
    return marked


@pytest.mark.parametrize("seed", range(6))
def test_patterns_reckoned_slowly(seed: int) -> None:
    """Every mark of the four rules equals that of plain loops, on series with gaps and many ties."""
    points = made(seed, ties=True, gaps=0.15)
    found = analyse(points, chart="xmr", direction="neutral", rules=Rules.joy(fewest_for_limits=1)).points
    fired = 0
    for name, rows in points.groupby("series", sort=False):
        y, x, n = columns(rows, "xmr")
        want = patterns_slowly(y, *limits_slowly("xmr", y, x, n)[0])
        ours = found[found["series"] == name]
        for rule, marks in want.items():
            assert ours[rule].tolist() == marks, (name, rule)
            fired += sum(marks)
    assert fired > 10
