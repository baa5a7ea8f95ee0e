"""Which weeks count, which break a run, and when a run chart speaks."""

from __future__ import annotations

import numpy as np
import pytest

from joy.variation import RunsAnalysis, analyse_runs, centre_of
from tests.tables import numbers, rows


def runs_of(drawn: str, centre: float = 5) -> RunsAnalysis:
    return analyse_runs([numbers(drawn)], [centre])


def test_which_points_count() -> None:
    """Missing weeks and weeks on the line neither count nor break a run."""
    drawn = """
        | weeks               | useful | longest run | crossings |
        | 6 6 6 4 4           | 5      | 3           | 1         |
        | 6 6 . 6 4 4         | 5      | 3           | 1         |
        | 6 6 5 6 4 4         | 5      | 3           | 1         |
        | . 5 6 5 . 6 4 . 6 5 | 4      | 2           | 2         |
        | 4 6 4 6             | 4      | 1           | 3         |
        | 5 5 . .             | 0      | 0           | 0         |
        | .                   | 0      | 0           | 0         |
    """
    for row in rows(drawn):
        runs = runs_of(row["weeks"])
        found = (runs.n_useful[0], runs.longest_run[0], runs.crossings[0])
        assert found == (int(row["useful"]), int(row["longest run"]), int(row["crossings"])), row


def test_when_a_run_chart_speaks() -> None:
    """A run longer than chance explains or too few crossings make a signal, and only from ten useful weeks."""
    drawn = """
        | weeks                   | signal | why                                       |
        | 4 4 4 4 4 6 6 6 6       | no     | nine weeks, however clear                 |
        | 4 4 4 4 4 6 6 6 6 6     | yes    | ten weeks and one crossing, fewest is 2   |
        | 4 4 4 4 4 6 6 6 6 5     | no     | ten weeks, but one lies on the line       |
        | 4 4 4 6 6 4 4 6 6 6     | no     | three crossings and no run above six      |
        | 4 6 6 6 6 6 6 4 6 4     | no     | a run of six, the longest chance explains |
        | 4 6 6 6 6 6 6 6 4 6     | yes    | a run of seven in ten weeks               |
    """
    for row in rows(drawn):
        assert bool(runs_of(row["weeks"]).signal[0]) == (row["signal"] == "yes"), row


def test_which_run_is_marked() -> None:
    """The points of the longest run are marked, the latest of equals, without gaps and points on the line."""
    drawn = """
        | weeks         | marked        | side of it |
        | 6 6 6 4 4     | x x x - -     | above      |
        | 6 6 4 4       | - - x x       | below      |
        | 4 6 . 6 5 6 4 | - x - x - x - | above      |
        | 4 6 . 5       | - x - -       | above      |
        | 5 . 5         | - - -         | none       |
    """
    side = {"above": 1, "below": -1, "none": 0}
    for row in rows(drawn):
        runs = runs_of(row["weeks"])
        assert runs.in_longest_run[0].tolist() == [mark == "x" for mark in row["marked"].split()], row
        assert runs.direction[0] == side[row["side of it"]], row


def test_which_way_a_series_went() -> None:
    """A long run below the line early on is a rise: the way a series went is not the side of its longest run."""
    drawn = """
        | weeks                       | longest run is | moved |
        | 4 4 4 4 4 4 6 6 4 6 6 6     | below          | up    |
        | 6 6 6 6 6 6 4 4 6 4 4 4     | above          | down  |
        | 4 4 4 6 4 4 6 6 6 6 6 6     | above          | up    |
        | 4 4 4 6 6 6 6 6 6 4 4 4     | above          | not   |
        | 4 6 4 6 4 6 4 6 4 6 4 6     | below or above | not   |
        | .                           | nowhere        | not   |
    """
    word = {1: "up", 0: "not", -1: "down"}
    side = {1: "above", 0: "nowhere", -1: "below"}
    for row in rows(drawn):
        runs = runs_of(row["weeks"])
        assert word[int(runs.moved[0])] == row["moved"], row
        assert side[int(runs.direction[0])] in row["longest run is"], row


def test_the_middle_of_a_series() -> None:
    """The centre is the median of the weeks there are; an even number takes the mean of the two in the middle."""
    drawn = """
        | weeks     | centre |
        | 3 1 2     | 2      |
        | 4 1 . 3 2 | 2.5    |
        | . 7 .     | 7      |
        | . .       | .      |
    """
    for row in rows(drawn):
        want = numbers(row["centre"])
        assert centre_of([numbers(row["weeks"])]) == pytest.approx(want, nan_ok=True), row


def test_series_without_any_week() -> None:
    """No series, and series of no weeks, give empty answers and no signal."""
    assert analyse_runs(np.empty((0, 5)), np.empty(0)).signal.tolist() == []
    assert analyse_runs(np.empty((2, 0)), centre_of(np.empty((2, 0)))).signal.tolist() == [False, False]


def test_a_series_without_a_centre_has_no_runs() -> None:
    """Where the centre is missing no point is on a side of it."""
    assert runs_of("1 2 3 4 5 6 7 8 9 10 11 12", float("nan")).n_useful.tolist() == [0]
