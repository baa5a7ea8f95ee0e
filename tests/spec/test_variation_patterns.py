"""What each point rule marks, drawn point by point; and the cases reckoned by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from joy.variation import Analysis, Rules, analyse
from tests.spc_oracle import all_series, frame, needs_oracle
from tests.tables import numbers, rows


def weekly(values: list[float]) -> pd.DataFrame:
    return pd.DataFrame({"date": pd.date_range("2026-01-05", periods=len(values), freq="7D"), "value": values})


def patterns(drawn: str, **changes: object) -> Analysis:
    """Our rules on a series with the line at 5 and limits that nothing reaches; no gates."""
    gates = {"fewest_for_limits": 1, "fewest_useful": 1, "suited_limits_only": False}
    switches = {**gates, "two_of_three": False, "outside": False, **changes}
    return analyse(
        weekly(numbers(drawn)), chart="xmr", direction="higher_is_better", rules=Rules.joy(**switches), centre=5
    )


def marks(flags: pd.Series) -> str:
    return "".join("x" if flag else "-" for flag in flags)


def test_shifts() -> None:
    """Seven in a row on one side are a shift; points on the line and gaps neither count nor break, unless asked to."""
    drawn = """
        | weeks                 | skip        | break       |
        | 4 6 6 6 6 6 6 4       | --------    | --------    |
        | 4 6 6 6 6 6 6 6 4     | -xxxxxxx-   | -xxxxxxx-   |
        | 6 6 6 5 6 6 6 6       | xxxxxxxx    | --------    |
        | 6 6 6 . 6 6 6 6       | xxx-xxxx    | --------    |
        | 6 6 6 6 6 6 6 5 4     | xxxxxxx--   | xxxxxxx--   |
        | 4 4 4 4 4 4 4 6       | xxxxxxx-    | xxxxxxx-    |
        | 6 6 6 4 6 6 6 6       | --------    | --------    |
    """
    for row in rows(drawn):
        for how in ("skip", "break"):
            found = patterns(row["weeks"], on_line=how, missing=how, trend=False).points
            assert marks(found["shift"]) == row[how], (row, how)


def test_trends() -> None:
    """Six points each higher than the one before are a trend; equal neighbours and gaps are skipped or break."""
    drawn = """
        | weeks             | skip      | break     |
        | 1 2 3 4 5         | -----     | -----     |
        | 1 2 3 4 5 6       | xxxxxx    | xxxxxx    |
        | 2 1 2 3 4 5 6 1   | -xxxxxx-  | -xxxxxx-  |
        | 1 2 3 3 4 5 6     | xxxxxxx   | -------   |
        | 1 2 3 . 4 5 6     | xxx-xxx   | -------   |
        | 1 1 2 3 4 5 6 6   | -xxxxxx-  | -xxxxxx-  |
        | 6 5 4 3 2 1       | xxxxxx    | xxxxxx    |
        | 1 2 3 4 4 3       | ------    | ------    |
    """
    for row in rows(drawn):
        for how in ("skip", "break"):
            found = patterns(row["weeks"], on_line=how, missing=how, shift=False).points
            assert marks(found["trend"]) == row[how], (row, how)


def test_a_trend_is_coloured_by_its_slope() -> None:
    """A fall that starts where a rise ends takes the turning point, and every point has the colour of its slope."""
    points = patterns("1 2 3 4 5 6 7 6 5 4 3 2 1", shift=False).points
    assert points["category"].tolist() == ["improvement"] * 6 + ["concern"] * 7


def hand(series_id: str, **changes: object) -> Analysis:
    return analyse(frame(series_id), chart="xmr", direction="higher_is_better", rules=Rules.joy(**changes))


def places(flags: pd.Series) -> list[int]:
    return [int(place) + 1 for place in flags[flags].index]


@pytest.mark.oracle
@needs_oracle
def test_two_of_three_reckoned_by_hand() -> None:
    """The outer points of three on one side are marked, those beyond the limits too, the inner one never."""
    by_hand = {"c30": [12, 14], "c31": [], "c32": [12, 13], "c33": [], "c34": [1, 2, 23, 24]}
    tried = 0
    for series_id in all_series():
        if series_id[:3] in by_hand:
            points = hand(series_id).points
            assert places(points["two_of_three"]) == by_hand[series_id[:3]], series_id
            tried += 1
            if series_id.startswith("c32"):
                assert 12 in places(points["outside"])
    assert tried >= 4


@pytest.mark.oracle
@needs_oracle
def test_trends_of_six_reckoned_by_hand() -> None:
    """Six rising points are a trend and five are not; a repeat inside is skipped and marked with it."""
    by_hand = {"c24": list(range(9, 15)), "c25": [], "c26": list(range(8, 16))}
    tried = 0
    for series_id in all_series():
        if series_id[:3] in by_hand:
            assert places(hand(series_id).points["trend"]) == by_hand[series_id[:3]], series_id
            tried += 1
    assert tried >= 2


def far(values: str, **changes: object) -> pd.DataFrame:
    """A baseline of 14 points, line 10 and limits 7.34 to 12.66 (two sigma: 8.23 to 11.77), and what follows."""
    base = [10.5, 9.5] * 7
    found = analyse(
        weekly(base + numbers(values)),
        chart="xmr",
        direction="higher_is_better",
        rules=Rules.joy(**changes),
        baseline=14,
    )
    assert found.points["upper"].iloc[0] == pytest.approx(12.66)
    return found.points.iloc[14:]


def test_two_of_three_after_a_baseline() -> None:
    """Two of three consecutive points beyond two sigma on one side are marked, if the third is on that side too."""
    drawn = """
        | weeks           | beyond | between | any side |
        | 12 11 12        | x-x    | x-x     | x-x      |
        | 12 12 9.9       | ---    | ---     | xx-      |
        | 10.1 12 12      | -xx    | -xx     | -xx      |
        | 12 9 12         | ---    | ---     | x-x      |
        | 13 12 11        | xx-    | ---     | xx-      |
        | 12 10 12 11     | x-x-   | x-x-    | x-x-     |
        | 8 . 8 9         | x-x-   | x-x-    | x-x-     |
        | 12 10.1 10.1 12 | ----   | ----    | ----     |
    """
    for row in rows(drawn):
        found = {
            "beyond": far(row["weeks"]),
            "between": far(row["weeks"], two_sigma="between"),
            "any side": far(row["weeks"], third_point="any_side"),
        }
        for name, points in found.items():
            assert marks(points["two_of_three"]) == row[name], (row, name)


def test_every_rule_that_fired_is_kept_and_one_is_shown() -> None:
    """A point outside the limits at the end of a long run keeps both columns; the reason is the first of the order."""
    points = far("11 11 11 11 11 11 13")
    last = points.iloc[-1]
    assert (last["outside"], last["shift"], last["reason"]) == (True, True, "outside")
    other = far("11 11 11 11 11 11 13", precedence=("shift", "outside", "trend", "two_of_three"))
    assert other["reason"].iloc[-1] == "shift"


def test_conflict_of_improvement_and_concern() -> None:
    """A point below the lower limit that ends a rise is a concern by precedence, and an improvement where that wins."""
    rising = "1 2 3 4 5 6"
    points = far(rising)
    assert points[["outside", "trend"]].all(axis=None)
    assert set(points["category"]) == {"concern"}
    assert set(far(rising, conflict="improvement_wins")["category"]) == {"improvement"}
    assert set(far(rising, conflict="improvement_wins")["reason"]) == {"trend"}


def test_on_the_limit_is_inside() -> None:
    """A point on a limit is not outside it, one beyond it is."""
    assert far("12.66 12.67 7.34 7.33")["outside"].tolist() == [False, True, False, True]


def test_a_run_does_not_reach_back_into_a_fixed_baseline() -> None:
    """Six points after the baseline and one before its end are no shift, except where the rules let them join."""
    assert not far("9.9 9.9 9.9 9.9 9.9 9.9", trend=False)["shift"].any()
    assert far("9.9 9.9 9.9 9.9 9.9 9.9", trend=False, joins_baseline=True)["shift"].all()
