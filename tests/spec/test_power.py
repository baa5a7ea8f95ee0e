"""How often a team's run chart would show a rise, against plain loops and published power, and from when on."""

from __future__ import annotations

import random
from datetime import date
from itertools import groupby, pairwise
from math import comb, log2, sqrt
from statistics import median

import pytest

from joy.variation import first_verdict, how_often, power
from tests.tables import rows


TRIES = 1500


def seen(shares: list[float]) -> bool:
    """Whether plain loops over one series find a rise by Anhøj's rules about its own median."""
    line = median(shares)
    useful = [share > line for share in shares if abs(share - line) > 1e-9]
    n, half = len(useful), len(useful) // 2
    if n < 10:
        return False
    runs = [len(list(run)) for _, run in groupby(useful)]
    fewest = next(k for k in range(n) if sum(comb(n - 1, i) for i in range(k + 1)) >= 2 ** (n - 1) / 20)
    signal = max(runs) > round(log2(n)) + 3 or len(runs) - 1 < fewest
    return signal and (sum(useful[n - half :]) - sum(useful[:half])) / half >= 1 / 3 - 1e-9


def slowly(answers: int, share: float, rise: float, weeks: int, before: int, seed: int) -> float:
    """The power by series drawn answer by answer."""
    luck = random.Random(seed)  # noqa: S311  a seeded generator is wanted here
    found = 0
    for _ in range(TRIES):
        levels = [share] * before + [share + rise] * (weeks - before)
        shares = [sum(luck.random() < level for _ in range(answers)) / answers for level in levels]
        found += seen(shares)
    return found / TRIES


@pytest.mark.slow
@pytest.mark.parametrize(
    ("replies", "share", "rise", "weeks", "before"),
    [(2, 0.5, 0.2, 26, 13), (5, 0.6, 0.2, 26, 13), (3, 0.4, 0.3, 24, 6), (2, 0.7, 0.15, 36, 18)],
)
def test_power_equals_that_of_plain_loops(replies: int, share: float, rise: float, weeks: int, before: int) -> None:
    """Simulated series drawn and judged by plain loops with other random numbers give the same power."""
    ours = power(replies, share=share, rise=rise, weeks=weeks, baseline_weeks=before)
    theirs = slowly(replies * 5, share, rise, weeks, before, seed=weeks)
    assert abs(ours - theirs) < 4 * sqrt(0.25 / TRIES + 0.25 / 2000)


def test_many_answers_give_the_published_power() -> None:
    """With 2,500 answers a week a step in the middle is seen as often as in normal series with the same shift.

    The wanted figures are 6,000 simulated normal series each, Anhøj's rules about the median of all points.
    """
    table = """
        | weeks | SD  | seen |
        | 12    | 2   | 0.32 |
        | 24    | 1   | 0.16 |
        | 24    | 1.5 | 0.37 |
        | 24    | 2   | 0.64 |
    """
    for row in rows(table):
        rise = float(row["SD"]) * sqrt(0.25 / 2500)
        found = power(500, share=0.5 - rise / 2, rise=rise, weeks=int(row["weeks"]))
        assert found == pytest.approx(float(row["seen"]), abs=0.04), row


def test_more_replies_and_larger_rises_are_seen_more_often() -> None:
    """Power grows with replies a day, with the rise and with the number of weeks."""
    by_replies = [power(replies, share=0.5, rise=0.2) for replies in (1, 2, 4, 8, 16)]
    by_rise = [power(5, share=0.4, rise=rise) for rise in (0.05, 0.1, 0.2, 0.3, 0.4)]
    by_weeks = [power(5, share=0.5, rise=0.2, weeks=weeks) for weeks in (9, 12, 18, 26)]
    for growing in (by_replies, by_rise, by_weeks):
        assert all(more > less for less, more in pairwise(growing)), growing
    assert by_weeks[0] == 0


def test_a_fall_is_seen_as_often_as_a_rise() -> None:
    """A fall from 60 % is seen as often as the mirrored rise from 40 %, within simulation error."""
    assert abs(power(5, share=0.6, rise=-0.2) - power(5, share=0.4, rise=0.2)) < 0.05


@pytest.mark.parametrize("weeks", [12, 24, 26, 36, 52])
@pytest.mark.parametrize("share", [0.4, 0.5, 0.6])
def test_without_a_rise_hardly_anything_is_seen(weeks: int, share: float) -> None:
    """With many answers and no change at most one chart in twenty signals, but for simulation error."""
    assert power(40, share=share, rise=0, weeks=weeks) <= 0.05 + 3 * sqrt(0.05 * 0.95 / 2000)


def test_an_early_change_hides_in_the_median_of_all_weeks() -> None:
    """The same rise after 6 of 26 weeks is seen far more rarely than after 13: most of the weeks make the median."""
    assert power(10, share=0.5, rise=0.2, baseline_weeks=6) < 0.3
    assert power(10, share=0.5, rise=0.2, baseline_weeks=13) > 0.9


def test_shares_are_judged_as_they_are_shown() -> None:
    """Rounding to whole tenths changes what is seen; the same question always has the same answer."""
    shown = power(3, share=0.55, rise=0.2, rounded_to=0.1)
    assert shown != power(3, share=0.55, rise=0.2)
    assert shown == power(3, share=0.55, rise=0.2, rounded_to=0.1)


def test_impossible_weeks_are_refused() -> None:
    """Negative replies, a share above 1 and more baseline than weeks are refused; no answers see nothing."""
    for wrong in ({"replies_a_day": -1}, {"share": 1.2}, {"baseline_weeks": 30}):
        with pytest.raises(ValueError, match="not a team's weeks"):
            power(**{"replies_a_day": 2, "share": 0.5, "rise": 0.2, **wrong})
    assert power(0, share=0.5, rise=0.2) == 0
    assert power(20, share=0.9, rise=0.5) == power(20, share=0.9, rise=0.1)  # no share is above 1


def test_a_share_of_tries_in_words() -> None:
    """Half the time, nine times in ten, hardly ever: every share has its words."""
    table = """
        | seen  | words                     |
        | 0     | hardly ever               |
        | 0.05  | hardly ever               |
        | 0.1   | about one time in ten     |
        | 0.2   | about one time in five    |
        | 0.33  | about one time in three   |
        | 0.47  | about half the time       |
        | 0.66  | about two times in three  |
        | 0.8   | about four times in five  |
        | 0.91  | about nine times in ten   |
        | 0.97  | nearly always             |
        | 1     | nearly always             |
    """
    for row in rows(table):
        assert how_often(float(row["seen"])) == row["words"], row


def test_when_a_first_verdict_becomes_possible() -> None:
    """The tenth point at the present pace: six of six weeks need four more, six of twelve need eight more."""
    latest = date(2026, 3, 2)  # a Monday
    assert first_verdict(6, 7, latest) == date(2026, 4, 6)  # four more weeks, the last of which closes on a Sunday
    assert first_verdict(6, 7, latest, steps_so_far=12) == date(2026, 5, 4)
    assert first_verdict(7, 14, latest, steps_so_far=8) == date(2026, 5, 11)  # three points in four fortnights
    assert first_verdict(10, 7, latest) == date(2026, 3, 9)
    assert first_verdict(0, 7, latest) is None
