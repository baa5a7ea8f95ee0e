"""Weekly shares of few answers tie with their median: the rules stay honest all the same."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from joy.variation import Rules, analyse


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


def test_points_on_one_side_only_say_nothing() -> None:
    """Where every point off the median lies on one side there is no other order they could have stood in."""
    weeks = pd.date_range("2024-01-01", periods=36, freq="7D")
    points = pd.DataFrame({"date": weeks, "value": [1.0, 0.8] * 12 + [1.0] * 12})

    assert not analyse(points, chart="run", direction="higher_is_better", rules=Rules.joy()).summary["signal"].any()
