"""Whether a signal stands where the number of answers changed on the way: the same weeks lived again, unchanged."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from joy.variation.analyse import Analysis, analyse
from joy.variation.rules import Direction


Floats = NDArray[np.float64]

LIVES = 1000  # ours: a rate of 5 % then carries an error of 0.7 points
SEED = 20140  # any; fixed, so that the same chart reads the same words tomorrow
CHANGED_BY = 1.5  # ours: with less the same share falls as often above its median in either half, within 1 or 2 in 100


def answers_changed(answers: ArrayLike) -> tuple[float, float] | None:
    """Give the usual number of answers in the earlier and the later half where they differ by half or more, else None.

    Missing points as nan. Where the numbers differ, shares differ in how they fall about one median: with 4 answers
    around 90 % most weeks lie at 100 %, with 20 most lie under it, and the chart signals although nothing changed.
    """
    asked = np.asarray(answers, dtype=float)
    asked = asked[~np.isnan(asked)]
    half = len(asked) // 2
    if half == 0:
        return None
    before, after = float(np.median(asked[:half])), float(np.median(asked[half:]))
    return (before, after) if max(before, after) >= CHANGED_BY * min(before, after) else None


def chance_of_as_much(
    found: Analysis,
    answers: ArrayLike,
    rounded_to: ArrayLike,
    *,
    phases: list[pd.Timestamp] | None = None,
    baseline: tuple[pd.Timestamp, pd.Timestamp] | None = None,
) -> float:
    """Give how often a share that never changes, from these numbers of answers, lies as far from chance as was found.

    `found` is the analysis of one run chart of shares, `answers` and `rounded_to` (the step in which each share is
    shown) have one entry per point; `phases` and `baseline` are those of the analysis. Shares are drawn about the
    pooled one and judged by the same rules; as far means by as many points beyond the limit of a rule. From 0 to 1.
    Ours. Checked against stable shares of changing numbers of answers (tests/spec/test_variation_few_answers.py).
    """
    values = found.points["value"].to_numpy(dtype=float)
    asked = np.asarray(answers, dtype=float)
    there = ~np.isnan(values) & (asked > 0)
    share = float((values[there] * asked[there]).sum() / asked[there].sum())
    drawn = _lives(asked, there, share, np.asarray(rounded_to, dtype=float))
    again = analyse(
        pd.DataFrame(
            {
                "series": np.repeat(np.arange(LIVES), len(values)),
                "date": np.tile(found.points["date"], LIVES),
                "value": drawn.ravel(),
            }
        ),
        chart="run",
        direction=Direction.NEUTRAL,
        rules=found.rules,
        phases=phases,
        baseline=baseline,
    )
    last = again.summary.drop_duplicates("series", keep="last")
    as_far = last["signal"].to_numpy() & (_beyond(last) >= _beyond(found.summary.tail(1))[0])
    return float(as_far.mean())


def _lives(
    asked: NDArray[np.float64], there: NDArray[np.bool_], share: float, step: NDArray[np.float64]
) -> NDArray[np.float64]:
    """The same weeks drawn anew, rounded as they are shown; missing weeks stay missing."""
    n = np.where(there, asked, 1).astype(np.int64)
    drawn = np.random.default_rng(SEED).binomial(n, share, (LIVES, len(n))) / n
    return np.where(there, np.round(drawn / step) * step, np.nan)


def _beyond(summary: pd.DataFrame) -> Floats:
    """By how many points a run is too long or crossings are too few, whichever is more."""
    run = summary["longest_run"].to_numpy(dtype=float) - summary["longest_run_limit"].to_numpy(dtype=float)
    crossings = summary["crossings_limit"].to_numpy(dtype=float) - summary["crossings"].to_numpy(dtype=float)
    more: Floats = np.maximum(run, crossings)
    return more
