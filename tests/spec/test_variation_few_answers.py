"""Weekly shares of few answers tie with their median: the rules stay honest all the same."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from joy.variation import Rules, analyse, answers_changed, chance_of_as_much


SERIES = 1000
ERROR = float(np.sqrt(0.05 * 0.95 / SERIES))


def stable(answers: int, share: float, weeks: int) -> pd.DataFrame:
    """Shares of so many answers a week in which nothing changes, many series of them."""
    luck = np.random.default_rng([answers, weeks])
    values = luck.binomial(answers, share, (SERIES, weeks)) / answers
    days = pd.date_range("2024-01-01", periods=weeks, freq="7D")
    names = np.repeat([f"team {i}" for i in range(SERIES)], weeks)
    return pd.DataFrame({"series": names, "date": np.tile(days, SERIES), "value": values.ravel()})


def signals(points: pd.DataFrame, rules: Rules, baseline: int | None = None) -> float:
    found = analyse(points, chart="run", direction="higher_is_better", rules=rules, baseline=baseline)
    return float(found.summary["signal"].mean())


@pytest.mark.parametrize("weeks", [12, 24, 36, 52])
@pytest.mark.parametrize(("answers", "share"), [(5, 0.5), (5, 0.9), (10, 0.7), (25, 0.7)])
def test_few_answers_do_not_signal_by_themselves(answers: int, share: float, weeks: int) -> None:
    """At most 1 stable chart in 20 signals, however few answers a week rest on (three standard errors allowed)."""
    assert signals(stable(answers, share, weeks), Rules.joy()) <= 0.05 + 3 * ERROR


@pytest.mark.parametrize(("answers", "share"), [(5, 0.5), (5, 0.9), (10, 0.7)])
def test_a_coarse_baseline_does_not_fix_the_line(answers: int, share: float) -> None:
    """The same holds after a baseline of twelve weeks, which fixes the line only where its points differ enough."""
    assert signals(stable(answers, share, 52), Rules.joy(), baseline=12) <= 0.05 + 3 * ERROR


def test_others_signal_of_nothing() -> None:
    """Anhøj's limits as they are signal on most stable charts of five answers around 90 %: why ours differ."""
    assert signals(stable(5, 0.9, 52), Rules.joy(uneven="anhoej")) > 0.8


@pytest.mark.parametrize(
    ("values", "variation"),
    [
        ([1.0] * 14 + [0.4] * 12, "concern"),
        ([0.6] * 14 + [1.0] * 12, "improvement"),
        ([7.0] * 23 + [8.0], "common_cause"),
        ([1.0, 1.0, 0.8] * 12, "common_cause"),
    ],
)
def test_points_on_the_line_count_where_nothing_else_would(values: list[float], variation: str) -> None:
    """A collapse from a full house is found though every week off the median lies below it; one odd week is not."""
    weeks = pd.date_range("2024-01-01", periods=len(values), freq="7D")
    points = pd.DataFrame({"date": weeks, "value": values})
    found = analyse(points, chart="run", direction="higher_is_better", rules=Rules.joy()).summary

    assert found["variation"].tolist() == [variation]


@pytest.mark.parametrize(("share", "before", "after"), [(0.9, 4, 20), (0.7, 4, 20), (0.9, 20, 4)])
def test_more_answers_are_no_change(share: float, before: int, after: int) -> None:
    """Where the number of answers changed and the share did not, hardly 1 chart in 20 keeps its signal."""
    luck, weeks, charts = np.random.default_rng([before, after]), 36, 150
    asked = np.repeat([before, after], weeks // 2)
    step = np.where(asked >= 20, 0.01, 0.10)
    days = pd.date_range("2024-01-01", periods=weeks, freq="7D")
    signalled = kept = 0
    for _ in range(charts):
        values = np.round(luck.binomial(asked, share) / asked / step) * step
        points = pd.DataFrame({"date": days, "value": values})
        found = analyse(points, chart="run", direction="higher_is_better", rules=Rules.joy())
        if found.summary["signal"].any():
            signalled += 1
            kept += chance_of_as_much(found, asked, step) <= 0.05

    assert signalled >= 10  # without a second look many would be believed
    assert kept <= 14  # five per cent of 150 is 7.5; 15 or more come about in under 1 of 100 such tests


def test_a_real_change_outlives_more_answers() -> None:
    """A change from 30 to 90 % is kept although the answers went from 4 to 20 a week."""
    luck, asked = np.random.default_rng(8), np.repeat([4, 20], 13)
    values = luck.binomial(asked, np.repeat([0.3, 0.9], 13)) / asked
    points = pd.DataFrame({"date": pd.date_range("2024-01-01", periods=26, freq="7D"), "value": values})
    found = analyse(points, chart="run", direction="higher_is_better", rules=Rules.joy())

    assert found.summary["signal"].all()
    assert chance_of_as_much(found, asked, np.full(26, 0.01)) <= 0.05


def test_half_as_many_again_is_a_changed_number() -> None:
    """A number of answers has changed when one half has half as many again as the other."""
    assert answers_changed([10] * 6 + [14] * 6) is None
    assert answers_changed([10] * 6 + [np.nan] + [15] * 6) == (10, 15)
    assert answers_changed([20, 20, 5, 5]) == (20, 5)
    assert answers_changed([np.nan]) is None
