"""What a team's run chart can find: how often a rise of so many points would be seen, and from when on."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from math import ceil

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binom

from joy.variation.chance import fairly
from joy.variation.runs import FEWEST_USEFUL, analyse_runs, centre_of, side


SERIES = 2000  # ours: a share of 50 % then carries a simulation error of about one point
SEED = 20140  # any; fixed, so that the same team reads the same words tomorrow
DAYS_A_WEEK = 5  # ours: working days on which a team is asked
WEEKS = 26  # six months of weekly points, the usual programme (ELFT, Enjoying Work)

OFTEN = (  # up to which share which words: halfway to the next, in round fractions that can be said aloud; ours
    (0.07, "hardly ever"),
    (0.15, "about one time in ten"),
    (0.27, "about one time in five"),
    (0.42, "about one time in three"),
    (0.58, "about half the time"),
    (0.73, "about two times in three"),
    (0.85, "about four times in five"),
    (0.95, "about nine times in ten"),
    (1.0, "nearly always"),
)


def power(
    replies_a_day: float,
    *,
    share: float,
    rise: float,
    weeks: int = WEEKS,
    baseline_weeks: int | None = None,
    days_a_week: int = DAYS_A_WEEK,
    rounded_to: float = 0.0,
) -> float:
    """Give how often a change of `rise` would be seen on the run chart of a weekly share, from 0 to 1.

    Every week has `replies_a_day` × `days_a_week` answers (rounded); `share` of them count as good for
    `baseline_weeks` weeks (by default half of them) and `share` + `rise` (cut at 0 and 1; negative for a fall) in the
    others up to `weeks`. A median of the whole series finds a change in the middle best: one after 6 of 26 weeks is
    seen in about one of five tries at most, however many answer.
    `rounded_to`: shares are shown to the nearest 0.05 or 0.1, and judged as shown. Seen means a signal of the fair
    rules (`joy.variation.chance`) against the median of the whole series that moved the right way; without a rise, any
    signal. Without answers, and under ten weeks, nothing is seen: 0. Chance is seeded, so the same question has the
    same answer.
    Raises `ValueError` for negative replies or weeks, or a share outside 0..1.
    Checked against plain loops with other random numbers, and against the published power of the same rules.
    """
    before = weeks // 2 if baseline_weeks is None else baseline_weeks
    if replies_a_day < 0 or not 0 <= share <= 1 or not 0 <= before <= weeks:
        raise ValueError(f"{replies_a_day} replies, share {share}, {before} of {weeks} weeks: not a team's weeks")
    answers = round(replies_a_day * days_a_week)
    if answers < 1 or weeks < FEWEST_USEFUL:
        return 0.0
    return _power(answers, round(share, 4), round(rise, 4), weeks, before, round(rounded_to, 4))


def how_often(seen: float) -> str:
    """Say a share of tries in words, such as “about nine times in ten”; below 7 % (about chance) “hardly ever”."""
    return next(words for most, words in OFTEN if seen <= most)


def first_verdict(
    points_so_far: int, step_days: int, last_date: date, *, steps_so_far: int | None = None
) -> date | None:
    """Give the day from which a verdict is possible: when the tenth useful point is complete, at the present pace.

    `last_date`: first day of the latest step (week, fortnight) of the series, `steps_so_far` how many steps there have
    been since the first point (by default every one gave a useful point). The day returned is the one after the step
    has closed. With ten points already, that of the latest step; None where no point has come yet.
    """
    if points_so_far >= FEWEST_USEFUL:
        return last_date + timedelta(days=step_days)
    if points_so_far < 1:
        return None
    steps_a_point = max(steps_so_far or points_so_far, points_so_far) / points_so_far
    wait = ceil((FEWEST_USEFUL - points_so_far) * steps_a_point)
    return last_date + timedelta(days=step_days * (wait + 1))


@lru_cache(maxsize=1024)
def _power(answers: int, share: float, rise: float, weeks: int, baseline_weeks: int, rounded_to: float) -> float:
    shares = np.empty((SERIES, weeks))
    luck = _luck(weeks)
    for these, level in ((slice(None, baseline_weeks), share), (slice(baseline_weeks, None), share + rise)):
        shares[:, these] = _drawn(luck[:, these], answers, min(max(level, 0.0), 1.0))
    if rounded_to:
        shares = np.round(shares / rounded_to) * rounded_to
    centre = centre_of(shares)
    runs = fairly(analyse_runs(shares, centre), side(shares, centre))
    seen = runs.signal if rise == 0 else runs.signal & (runs.moved == np.sign(rise))
    return float(seen.mean())


def _drawn(luck: NDArray[np.float64], answers: int, share: float) -> NDArray[np.float64]:
    """Binomial shares from numbers between 0 and 1: the same luck gives more with a higher share."""
    reached = np.asarray(binom.cdf(np.arange(answers), answers, share))
    return np.searchsorted(reached, luck, side="right") / answers


@lru_cache(maxsize=64)
def _luck(weeks: int) -> NDArray[np.float64]:
    return np.random.default_rng(SEED).random((SERIES, weeks))
