"""Change of a pooled share or mean when the answers come in teams."""

from __future__ import annotations

from math import nan, sqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray

from joy.change.interval import LEVEL, Interval
from joy.change.means import t_interval


DUST = 1e-12  # binary rounding of equal ratios; far below any spread of real answers
FEWEST_TEAMS = 2  # one team says nothing about how teams differ


def clustered_difference(
    good_before: ArrayLike, n_before: ArrayLike, good_after: ArrayLike, n_after: ArrayLike, level: float = LEVEL
) -> Interval:
    """Compare two pooled ratios, after minus before, with teams as clusters.

    One number per team: `good` counts good answers (or sums scores, for a mean), `n` counts answers. A team without
    answers in a period, zero or missing, contributes nothing to it. People of a team resemble each other and answer in
    both periods, so the teams and not the answers say how sure we are: t with teams - 1 degrees of freedom.
    Without answers in a period there is no estimate (nan); with fewer than two teams in either there is no interval,
    because a single team's residual is zero by construction.
    Source: the linearised ratio estimator of Cochran, Sampling Techniques, 3rd edition 1977, sections 6.3 and 9A.2.
    Checked against a cluster-robust regression written out and against leaving one team out at a time.
    """
    x0, n0 = _answers(good_before, n_before)
    x1, n1 = _answers(good_after, n_after)
    total0, total1 = n0.sum(), n1.sum()
    if total0 == 0 or total1 == 0:
        return Interval(nan, None, None)
    share0, share1 = x0.sum() / total0, x1.sum() / total1
    estimate = float(share1 - share0)
    if min(np.count_nonzero(n0), np.count_nonzero(n1)) < FEWEST_TEAMS:
        return Interval(estimate, None, None)
    residual = ((x1 - share1 * n1) / total1 - (x0 - share0 * n0) / total0)[(n0 > 0) | (n1 > 0)]
    return t_interval(estimate, _error(residual), len(residual) - 1, level)


def _answers(good: ArrayLike, n: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Both as floats, with zero for a team that has no usable pair of numbers."""
    good_, n_ = np.asarray(good, dtype=float), np.asarray(n, dtype=float)
    usable = np.isfinite(good_) & (n_ > 0)
    return np.where(usable, good_, 0.0), np.where(usable, n_, 0.0)


def _error(residual: NDArray[np.float64]) -> float:
    teams = len(residual)
    error = sqrt(teams / (teams - 1) * float(np.square(residual - residual.mean()).sum()))
    return error if error > DUST else 0.0
