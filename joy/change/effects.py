"""Sizes of a change, and the sign test over teams."""

from __future__ import annotations

from math import nan, sqrt

from scipy.special import bdtr


def sign_test(up: int, down: int) -> float:
    """Give the exact two-sided probability of at least so one-sided a split if up and down were equally likely.

    Teams without change are left out by the caller; no team at all gives 1. Raises `ValueError` for negative counts.
    Source: the binomial distribution. Checked against 11 of 14 (0.057) and 12 of 14 (0.013) and against scipy's exact
    binomial test of every split up to 20.
    """
    if min(up, down) < 0:
        raise ValueError(f"{up} up and {down} down: counts cannot be negative")
    return min(1.0, 2 * float(bdtr(min(up, down), up + down, 0.5)))


def cohens_d_av(mean_before: float, sd_before: float, mean_after: float, sd_after: float) -> float:
    """Give the change in units of the average spread of the two periods, for linked and unlinked people alike.

    Both designs share this scale, which the spread of differences would not allow. Missing (nan) where nothing
    varies. Source: Cumming 2012, Understanding the New Statistics, chapter 11. Checked against Student's sleep data
    and R's univbct.
    """
    spread = sqrt((sd_before**2 + sd_after**2) / 2)
    return (mean_after - mean_before) / spread if spread > 0 else nan


def hedges_factor(df: float) -> float:
    """Give the factor that takes the small-sample bias out of a standardised difference; between 0 and 1.

    `df` is n_before + n_after - 2 for different people and pairs - 1 for the same people; missing (nan) below 2,
    where the approximation breaks down.
    Source: Hedges 1981, doi 10.3102/10769986006002107, the approximation 1 - 3 / (4 df - 1).
    """
    smallest = 2  # at 1 the factor would be 0 and the effect would vanish
    return 1 - 3 / (4 * df - 1) if df >= smallest else nan
