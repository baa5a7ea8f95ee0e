"""How long a run after a fixed baseline must be before it is a signal."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray


Integers = NDArray[np.int64]

# Points in the baseline: {points in a row on one side: most points after the baseline for which they are a signal}.
# Our simulation: 60,000 stable series for each pair of baseline and 6 to 30, 36, 40, 48, 52, 60, 78, 104 or 156 points
# after it; the shortest run that at most 5.0 % of them reach. A number between two of these takes the next larger.
# The tests reckon the rates again without simulating runs.
MOST_AFTER: dict[int, dict[int, int]] = {
    8: {8: 8, 9: 11, 10: 15, 11: 19, 12: 25, 13: 30, 14: 40, 15: 52, 16: 60, 17: 78, 18: 104, 20: 156},  # as above
    10: {7: 7, 8: 9, 9: 13, 10: 17, 11: 22, 12: 30, 13: 40, 14: 52, 15: 60, 16: 78, 17: 104, 18: 156},  # as above
    12: {7: 7, 8: 10, 9: 13, 10: 18, 11: 25, 12: 30, 13: 48, 14: 60, 15: 78, 16: 104, 17: 156},  # as above
    14: {7: 7, 8: 10, 9: 14, 10: 20, 11: 28, 12: 36, 13: 52, 14: 78, 15: 104, 17: 156},  # as above
    16: {7: 7, 8: 11, 9: 15, 10: 22, 11: 30, 12: 40, 13: 60, 14: 78, 15: 104, 16: 156},  # as above
    18: {7: 8, 8: 11, 9: 16, 10: 23, 11: 30, 12: 48, 13: 60, 14: 78, 15: 104, 16: 156},  # as above
    20: {7: 8, 8: 12, 9: 17, 10: 24, 11: 36, 12: 52, 13: 78, 14: 104, 15: 156},  # as above
    24: {7: 8, 8: 12, 9: 18, 10: 27, 11: 40, 12: 60, 13: 78, 14: 104, 15: 156},  # as above
    30: {7: 9, 8: 13, 9: 19, 10: 30, 11: 40, 12: 60, 13: 104, 14: 156},  # as above
    36: {7: 9, 8: 13, 9: 21, 10: 30, 11: 48, 12: 78, 13: 104, 14: 156},  # as above
    52: {7: 9, 8: 15, 9: 23, 10: 36, 11: 60, 12: 78, 13: 156},  # as above
}
BASELINES = np.array(sorted(MOST_AFTER))
LONGEST = 156  # three years of weeks; beyond it no run length was simulated and no signal is given


def shortest_run(baseline: ArrayLike, after: ArrayLike) -> Integers:
    """Give the fewest useful points in a row, on one side of a fixed line, that are a signal; 0 where none can be.

    `baseline` counts the points that the line was made from, `after` the useful points behind it. At most 5 % of
    stable series reach that run. A baseline between two simulated ones counts as the smaller, under 8 as none.
    """
    before, behind = np.broadcast_arrays(np.asarray(baseline, dtype=np.int64), np.asarray(after, dtype=np.int64))
    row = np.searchsorted(BASELINES, before, side="right") - 1
    table = np.where(row >= 0, _TABLE[np.maximum(row, 0), np.clip(behind, 0, LONGEST)], 0)
    return np.where((table <= behind) & (behind <= LONGEST), table, 0)


def _written_out() -> Integers:
    """The table with one column for each number of points after the baseline."""
    written = np.zeros((len(BASELINES), LONGEST + 1), dtype=np.int64)
    for row, baseline in enumerate(BASELINES):
        for length, most in sorted(MOST_AFTER[int(baseline)].items(), reverse=True):
            written[row, : most + 1] = length
    return written


_TABLE = _written_out()
