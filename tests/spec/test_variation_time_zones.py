"""Dates count as the reader wrote them: a time zone is dropped and the clock is kept, in and beside the frame."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from joy.variation import Analysis, Rules, analyse, rebase_refusal


ZONES = ["US/Pacific", "Europe/London", "Asia/Tokyo", "UTC"]


def weekly(zone: str) -> pd.DataFrame:
    """Forty Mondays, summer and winter, with a step after sixteen."""
    days = pd.date_range("2024-06-03", periods=40, freq="7D", tz=zone)
    return pd.DataFrame({"date": days, "value": np.r_[np.arange(16) % 3 + 1.0, np.arange(24) % 4 + 7.0]})


def analysed(points: pd.DataFrame, **said: Any) -> Analysis:
    return analyse(points, chart="xmr", direction="higher_is_better", rules=Rules.joy(), **said)


def ways(day: pd.Timestamp) -> list[Any]:
    """One midnight as people write it."""
    return [day, day.to_pydatetime(), day.isoformat(), str(day), pd.DatetimeIndex([day]), f"{day:%Y-%m-%d}", day.date()]


@pytest.mark.parametrize("zone", ZONES)
def test_a_phase_starts_on_the_day_written(zone: str) -> None:
    """A first day in the zone of the frame starts the phase at that day's point, not at the one before or after."""
    for day in ways(pd.Timestamp("2024-07-01", tz=zone)):
        points = analysed(weekly(zone), phases=day).points
        assert points.loc[points["phase"] == 2, "date"].min() == pd.Timestamp("2024-07-01"), repr(day)


@pytest.mark.parametrize("zone", ZONES)
def test_excluded_points_baseline_and_rebasing_find_their_day(zone: str) -> None:
    """A date taken from the frame is found in it, in summer and in winter."""
    points = weekly(zone)
    days = points["date"]
    plain = points.assign(date=days.dt.tz_localize(None))
    expected = analysed(plain, excluded=plain["date"].iloc[[4, 30]], baseline=(plain["date"][0], plain["date"][12]))
    for excluded in (days.iloc[[4, 30]], [days[4].isoformat(), days[30].to_pydatetime()], {"": [days[4], days[30]]}):
        found = analysed(points, excluded=excluded, baseline=(days[0], days[12]))
        pd.testing.assert_frame_equal(found.points, expected.points)
        pd.testing.assert_frame_equal(found.summary, expected.summary)
    found = analysed(points)
    assert "7 points follow" in rebase_refusal(found, days[33], reason="New rota")
    assert rebase_refusal(found, days[32], reason="New rota") == ""


@pytest.mark.parametrize("zone", ZONES)
def test_a_frame_may_hold_its_zones_in_any_form(zone: str) -> None:
    """Texts with an offset that changes with the clocks, Python datetimes, and some without a zone, are all read."""
    points = weekly(zone)
    days = points["date"]
    plain = days.dt.tz_localize(None)
    for column in (
        [day.isoformat() for day in days],
        [f"{day:%Y-%m-%d %H:%M:%S}Z" for day in days],
        [day.to_pydatetime() for day in days],
        [day if row % 2 else plain[row] for row, day in enumerate(days)],
    ):
        found = analysed(points.assign(date=pd.Series(column, dtype=object)), phases=days[16])
        assert found.points["date"].tolist() == plain.tolist()
        assert found.summary["n"].tolist() == [16, 24]


def test_a_date_alone_keeps_its_day() -> None:
    """What looks like an offset at the end of 2024-07-01 is its day."""
    points = weekly("UTC").assign(date=lambda frame: frame["date"].dt.strftime("%Y-%m-%d"))
    assert analysed(points, phases="2024-07-01").points["phase"].tolist() == [1] * 4 + [2] * 36
