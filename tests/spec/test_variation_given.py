"""Phases, baselines, excluded points and gates: however they are said, what they do."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest

from joy.periods import Span
from joy.variation import Analysis, Chart, Direction, Rules, analyse, rebase_refusal


def weekly(values: list[float], name: str = "A") -> pd.DataFrame:
    days = pd.date_range("2026-01-05", periods=len(values), freq="7D")
    return pd.DataFrame({"series": name, "date": days, "value": np.array(values, dtype=float)})


LOW, HIGH = [4.0, 5.0, 6.0, 5.5, 4.5, 5.0], [8.0, 9.0, 7.5, 8.5, 9.5, 8.0]
STEP = weekly(LOW * 2 + HIGH * 2)
WEEK_13 = STEP["date"].iloc[12]


def xmr(points: pd.DataFrame = STEP, **said: Any) -> Analysis:
    arguments = {"chart": "xmr", "direction": "higher_is_better", "rules": Rules.joy(), **said}
    return analyse(points, **arguments)


@pytest.mark.parametrize(
    "phases",
    [
        WEEK_13,
        [WEEK_13],
        "2026-03-30",
        ["2026-03-26"],
        date(2026, 3, 30),
        np.datetime64("2026-03-30"),
        {"A": "2026-03-30"},
        {"A": [date(2026, 3, 27)]},
        pd.DatetimeIndex([WEEK_13]),
    ],
)
def test_a_phase_starts_at_the_first_point_from_its_date_on(phases: Any) -> None:
    """However the date is written, and also between two points, twelve points fall on either side."""
    found = xmr(phases=phases)
    assert found.points["phase"].tolist() == [1] * 12 + [2] * 12
    assert found.points.groupby("phase")["centre"].first().tolist() == pytest.approx([5.0, 505 / 60])
    assert found.summary["phase"].tolist() == [1, 2]


@pytest.mark.parametrize(
    "baseline",
    [
        12,
        ("2026-01-05", "2026-03-30"),
        Span(date(2026, 1, 1), date(2026, 3, 30)),
        {"A": 12},
        {"A": ["2026-01-05", WEEK_13]},
    ],
)
def test_a_baseline_fixes_the_lines_of_all_points(baseline: Any) -> None:
    """A number of points and a half-open pair of dates give the same lines, made from the first twelve."""
    found = xmr(baseline=baseline)
    assert found.points["centre"].unique() == pytest.approx([5.0])
    assert found.summary["signal"].item()
    assert "After the baseline 10 points in a row" in found.summary["note"].item()
    assert (found.summary["longest_run"].item(), found.summary["longest_run_limit"].item()) == (12, 9)


def test_a_baseline_holds_within_each_phase() -> None:
    """The first points of every phase make its own lines; qicharts2 drops the baseline where there are phases."""
    points = weekly([*LOW * 2, 20, *HIGH * 2, 30])
    ours = xmr(points, phases="2026-04-06", baseline=12).points.groupby("phase")["centre"].first().tolist()
    theirs = xmr(points, phases="2026-04-06", baseline=12, rules=Rules.qicharts2()).points
    assert ours == pytest.approx([5.0, 505 / 60])
    assert theirs.groupby("phase")["centre"].first().tolist() == pytest.approx([80 / 13, (101 + 30) / 13])


@pytest.mark.parametrize(
    "excluded",
    [
        "2026-01-19",
        ["2026-01-19"],
        {"A": "2026-01-19"},
        np.arange(24) == 2,
        pd.Series(np.arange(24) == 2),
        [False, False, True] + [False] * 21,
    ],
)
def test_an_excluded_point_takes_no_part(excluded: Any) -> None:
    """It is in no line, pattern or run, and it is not marked however far out it lies."""
    points = STEP.assign(value=STEP["value"].where(STEP.index != 2, 400.0))
    found = xmr(points, excluded=excluded)
    assert found.points["centre"].iloc[0] == pytest.approx(STEP["value"].drop(2).mean())
    assert found.points.loc[2, "category"] == "common_cause"
    assert found.summary["n"].item() == 23


def test_truths_for_excluded_points_follow_the_rows_of_the_frame() -> None:
    """A truth per row belongs to the row as given, whatever order the rows are in."""
    shuffled = STEP.sample(frac=1, random_state=3)
    flags = (shuffled["date"] == WEEK_13).to_numpy()
    pd.testing.assert_frame_equal(xmr(shuffled, excluded=flags).points, xmr(excluded=WEEK_13).points)


def test_words_may_be_enumerations_and_series_may_be_left_out() -> None:
    """Chart and direction as words or not, dates as texts or not, a series named or not: the result is the same."""
    plain = xmr()
    other = analyse(
        STEP.drop(columns="series").assign(date=STEP["date"].dt.strftime("%Y-%m-%d"), more="left alone"),
        chart=Chart.XMR,
        direction=Direction.HIGHER,
        rules=Rules.joy(),
    )
    assert other.points["series"].unique().tolist() == [""]
    pd.testing.assert_frame_equal(other.points.drop(columns="series"), plain.points.drop(columns="series"))
    dates = analyse(
        STEP.assign(date=[day.date() for day in STEP["date"]]), chart="xmr", direction="neutral", rules=Rules.joy()
    )
    assert dates.points["date"].tolist() == plain.points["date"].tolist()


def test_columns_are_the_ones_promised() -> None:
    """The names of both frames are the package's public face."""
    found = xmr()
    assert " ".join(found.points) == (
        "series date value phase centre lower upper side outside shift trend two_of_three reason category"
    )
    assert " ".join(found.summary) == (
        "series phase n n_useful longest_run longest_run_limit crossings crossings_limit "
        "signal variation assurance note"
    )


@pytest.mark.parametrize(
    ("weeks", "limits", "variation", "assurance", "note"),
    [
        (8, False, "", "", "Signals start at 10 points off the median: 8 so far. Limits start at 13 points: 8"),
        (12, False, "", "", "Limits start at 13 points: 12 so far."),
        (13, True, "common_cause", "", "Trial limits: they may still move until 20 points, 13 so far."),
        (19, True, "common_cause", "", "Trial limits"),
        (20, True, "common_cause", "hit_or_miss", ""),
    ],
)
def test_what_may_be_said_from_how_many_points(
    weeks: int, limits: bool, variation: str, assurance: str, note: str
) -> None:
    """Signals from 10 points, limits and variation from 13, assurance from 20, and the note says what is to come."""
    found = xmr(weekly([4.1, 6.2, 5.3, 4.4, 6.5, 4.6, 5.7, 6.8, 4.9, 5.25] * 2).iloc[:weeks], target=5.4)
    assert found.points["upper"].notna().all() == limits
    assert found.points["upper"].notna().any() == limits
    row = found.summary.iloc[0]
    assert (row["variation"], row["assurance"]) == (variation, assurance)
    assert row["note"].startswith(note)
    assert bool(row["note"]) == bool(note)


def test_a_run_chart_is_judged_from_ten_points() -> None:
    """Nine points say nothing; with ten the direction of a signal is the variation, and its run is marked."""
    values = [4.0, 4.1, 4.2, 4.0, 4.1, 6.0, 6.1, 6.2, 6.0, 6.3]
    short, full = (xmr(weekly(values[:n]), chart="run") for n in (9, 10))
    assert (short.summary["variation"].item(), short.summary["signal"].item()) == ("", False)
    assert (full.summary["variation"].item(), full.summary["signal"].item()) == ("improvement", True)
    assert full.points["shift"].tolist() == [False] * 5 + [True] * 5
    assert xmr(weekly(values), chart="run", direction="lower_is_better").summary["variation"].item() == "concern"
    assert xmr(weekly(values), chart="run", direction="neutral").summary["variation"].item() == "neutral_high"


def test_assurance_holds_the_target_against_the_limits() -> None:
    """A target below the limits is passed and above them failed; the other way round if lower is better."""
    steady = weekly([5.0, 6.0] * 12)  # limits 5.5 ± 2.66
    for target, higher, lower in ((2.0, "pass", "fail"), (5.0, "hit_or_miss", "hit_or_miss"), (9.0, "fail", "pass")):
        assert xmr(steady, target=target).summary["assurance"].item() == higher
        assert xmr(steady, target=target, direction="lower_is_better").summary["assurance"].item() == lower
        assert xmr(steady, target={"A": target}, direction="neutral").summary["assurance"].item() == ""


def test_no_assurance_from_old_limits_while_something_has_changed() -> None:
    """Limits of a fixed baseline say nothing about a target after a signal; the peer fails a met target there."""
    points = weekly(LOW * 2 + HIGH * 3)
    assert xmr(points, baseline=12, target=8.0).summary["assurance"].item() == ""
    assert xmr(points, baseline=12, target=8.0, rules=Rules.plot_the_dots()).summary["assurance"].item() == "fail"


def test_where_nothing_varies_there_are_no_limits_and_no_marks() -> None:
    """A constant series has no limits; nor do 23 weeks of seven and one of eight mark any point."""
    constant = xmr(weekly([7.0] * 24), target=8.0)
    assert constant.points["upper"].isna().all()
    assert constant.summary["assurance"].item() == ""
    assert "nothing varies" in constant.summary["note"].item()
    one_more = xmr(weekly([7.0] * 23 + [8.0]))
    assert one_more.points["category"].eq("common_cause").all()
    assert "too often alike" in one_more.summary["note"].item()
    theirs = xmr(weekly([7.0] * 23 + [8.0]), rules=Rules.plot_the_dots()).points
    assert theirs["category"].ne("common_cause").all()  # the peer marks every point of it


def test_a_p_chart_of_few_answers_is_read_as_a_run_chart() -> None:
    """With 8 answers a week there are no limits; runs still give signal, variation and the points to look at."""
    numbers = np.random.default_rng(4)
    points = (
        weekly([0.0] * 26)
        .assign(numerator=numbers.binomial(8, np.repeat([0.3, 0.9], 13)), denominator=8)
        .drop(columns="value")
    )
    found = xmr(points, chart="p")
    assert found.points["upper"].isna().all()
    assert (found.summary["signal"].item(), found.summary["variation"].item()) == (True, "improvement")
    assert "too few answers" in found.summary["note"].item()
    assert xmr(points, chart="p", rules=Rules.joy(suited_limits_only=False)).points["upper"].notna().all()


def test_points_that_resemble_their_neighbours_are_said_to() -> None:
    """A slow wave has the warning; noise and a single step do not."""
    numbers = np.random.default_rng(6)
    wave = np.sin(np.arange(40) / 4) + numbers.normal(0, 0.2, 40)
    step = numbers.normal(0, 1, 40) + np.repeat([0.0, 4.0], 20)
    words = "resemble each other"
    assert words in xmr(weekly(wave.tolist())).summary["note"].item()
    assert words not in xmr(weekly(numbers.normal(size=40).tolist())).summary["note"].item()
    assert words not in xmr(weekly(step.tolist())).summary["note"].item()


def test_a_new_phase_needs_a_reason_a_signal_and_eight_points() -> None:
    """Each missing piece is said in words; with all of them nothing is said, and nothing happens by itself."""
    found = xmr(chart="run")
    assert rebase_refusal(found, WEEK_13, reason="New rota since April", series="A") == ""
    assert "needs a reason" in rebase_refusal(found, WEEK_13, reason=" ")
    assert "7 points follow" in rebase_refusal(found, "2026-05-04", reason="New rota")
    steady = xmr(weekly([5.0, 6.0] * 12), chart="run")
    assert "no signal yet" in rebase_refusal(steady, WEEK_13, reason="New rota")
    assert found.points["phase"].unique().tolist() == [1]


def test_a_line_brought_along_replaces_the_one_reckoned() -> None:
    """Sides, runs and limits are then about that line, for all series or for the one named."""
    found = xmr(centre=6.0)
    assert found.points["centre"].unique().tolist() == [6.0]
    assert found.points["side"].tolist() == [int(np.sign(value - 6)) for value in STEP["value"]]
    two = pd.concat([STEP, STEP.assign(series="B")], ignore_index=True)
    centres = xmr(two, centre={"B": 6.0}).points.groupby("series")["centre"].first()
    assert centres.tolist() == pytest.approx([STEP["value"].mean(), 6.0])


def test_one_long_series_among_short_ones_changes_nothing() -> None:
    """Two thousand days of one team beside weeks of others give what each gives alone, and little memory is spent."""
    numbers = np.random.default_rng(8)
    long = pd.DataFrame(
        {"series": "long", "date": pd.date_range("2020-01-01", periods=2000), "value": numbers.normal(size=2000)}
    )
    short = [weekly(numbers.normal(size=20 + i).tolist(), f"team {i}") for i in range(5)]
    together = pd.concat([*short[:2], long, *short[2:]], ignore_index=True)
    found = xmr(together, phases={"long": "2021-01-01"}, target=0.5)
    alone = [xmr(long, phases="2021-01-01", target=0.5), *(xmr(frame, target=0.5) for frame in short)]
    for one in alone:
        for name in ("points", "summary"):
            mine = getattr(found, name)
            mine = mine[mine["series"] == getattr(one, name)["series"].iloc[0]].reset_index(drop=True)
            pd.testing.assert_frame_equal(mine, getattr(one, name))
