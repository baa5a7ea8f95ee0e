"""An ordinary programme: 26 weeks, a baseline of six, and a change that is there or is not."""

from __future__ import annotations

from itertools import groupby
from math import comb, log2

import numpy as np
import pandas as pd
import pytest

from joy.variation import Analysis, Rules, analyse


WEEKS, BASELINE, TEAMS = 26, 6, 1500
BEFORE, AFTER = 0.5, 0.7  # share of good days; a change of 20 points
FALSE_AT_MOST = 0.05


def programme(seed: int, after: float, *, weeks: int = WEEKS, starts: int = 13) -> pd.DataFrame:
    """Good days of many teams, 20 to 30 answers a week; from week `starts` on the share is `after`."""
    numbers = np.random.default_rng(seed)
    asked = numbers.integers(20, 31, (TEAMS, weeks))
    share = np.where(np.arange(weeks) < starts, BEFORE, after)
    return pd.DataFrame(
        {
            "series": np.repeat([f"team {i}" for i in range(TEAMS)], weeks),
            "date": np.tile(pd.date_range("2026-01-05", periods=weeks, freq="7D"), TEAMS),
            "numerator": numbers.binomial(asked, share).ravel(),
            "denominator": asked.ravel(),
        }
    )


def judged(points: pd.DataFrame, baseline: int | None, chart: str = "run") -> Analysis:
    return analyse(points, chart=chart, direction="higher_is_better", rules=Rules.joy(), baseline=baseline)


def signals_slowly(values: list[float]) -> bool:
    """Anhøj's two tests about the median of the whole series, one point after the other."""
    ordered = sorted(values)
    middle = (ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2
    above = [value > middle for value in values if abs(value - middle) > 1e-9]
    runs = [len(list(run)) for _, run in groupby(above)]
    n, reached, fewest = len(above), 0.0, -1
    while reached < 0.05 - 1e-12:
        fewest += 1
        reached += comb(n - 1, fewest) / 2 ** (n - 1)
    return n >= 10 and (max(runs) > round(log2(n)) + 3 or len(runs) - 1 < fewest)


def slowly(points: pd.DataFrame) -> list[bool]:
    shares = (points["numerator"] / points["denominator"]).to_numpy().reshape(TEAMS, -1)
    return [signals_slowly(row) for row in shares.tolist()]


def test_a_true_change_is_found_as_often_as_theory_allows() -> None:
    """A rise of 20 points is found exactly where a slow implementation finds it, and as often as its size promises.

    20 points are about twice the standard deviation of a share of 25 answers: the tests' power for 24 stable weeks
    with such a step half way was simulated as 0.64.
    """
    points = programme(1, AFTER)
    summary = judged(points, BASELINE).summary
    found = summary["signal"].tolist()
    assert found == slowly(points)
    assert 0.58 < np.mean(found) < 0.80
    assert (summary.loc[summary["signal"], "variation"] == "improvement").mean() > 0.99


def test_no_change_is_hardly_ever_signalled() -> None:
    """At most one stable team in twenty signals."""
    points = programme(2, BEFORE)
    found = judged(points, BASELINE).summary["signal"].tolist()
    assert found == slowly(points)
    assert np.mean(found) < FALSE_AT_MOST


def test_a_short_baseline_decides_nothing() -> None:
    """With six weeks of baseline line, signal and direction are those of the whole series, and the note says so."""
    points = programme(3, AFTER)
    with_baseline, without = judged(points, BASELINE), judged(points, None)
    assert with_baseline.points.equals(without.points)
    assert with_baseline.summary.drop(columns="note").equals(without.summary.drop(columns="note"))
    assert with_baseline.summary["note"].str.contains("The baseline has 6 points").all()


@pytest.mark.parametrize("chart", ["run", "xmr", "p"])
@pytest.mark.parametrize(
    ("weeks", "baseline"), [(12, None), (24, None), (36, None), (52, None), (24, 12), (36, 12), (52, 16)]
)
def test_stable_teams_hardly_ever_signal(chart: str, weeks: int, baseline: int | None) -> None:
    """At most 5 % of stable charts signal, whole or after a fixed baseline, give or take three standard errors."""
    points = programme(4, BEFORE, weeks=weeks)
    rate = judged(points, baseline, chart).summary["signal"].mean()
    assert rate <= FALSE_AT_MOST + 3 * np.sqrt(FALSE_AT_MOST * (1 - FALSE_AT_MOST) / TEAMS)


def test_a_fixed_baseline_finds_more_than_the_whole_series() -> None:
    """After twelve weeks of baseline twelve weeks of a 20-point rise are found more often than by the whole series."""
    points = programme(5, AFTER, weeks=24)
    fixed, whole = judged(points, 12).summary["signal"].mean(), judged(points, None).summary["signal"].mean()
    assert fixed > whole
