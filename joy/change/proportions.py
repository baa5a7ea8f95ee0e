"""Intervals for shares and for the difference of two shares."""

from __future__ import annotations

from math import asin, isfinite, nan, sqrt

from scipy.special import ndtri

from joy.change.interval import LEVEL, Interval


DUST = 1e-15  # binary rounding of a variance that is zero on paper


def wilson(successes: float, n: float, level: float = LEVEL) -> Interval:
    """Give the score interval of one share, between 0 and 1.

    `successes` of `n` answers; successes may be fractional, because released shares are rounded. With no answers
    there is no estimate (nan) and no interval. Raises `ValueError` when successes lie outside 0..n.
    Source: Wilson 1927, doi 10.1080/01621459.1927.10502953. Checked against Newcombe 1998, doi
    10.1002/(SICI)1097-0258(19980430)17:8<857::AID-SIM777>3.0.CO;2-E, table I.
    """
    if not isfinite(n) or n <= 0:
        return Interval(nan, None, None)
    if not 0 <= successes <= n:
        raise ValueError(f"{successes} successes of {n} answers: successes must lie between 0 and the answers")
    share, z = successes / n, float(ndtri((1 + level) / 2))
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z * sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    low = 0.0 if successes == 0 else max(0.0, middle - half)
    high = 1.0 if successes == n else min(1.0, middle + half)
    return Interval(share, low, high)


def newcombe_difference(
    x_before: float, n_before: float, x_after: float, n_after: float, level: float = LEVEL
) -> Interval:
    """Give the hybrid score interval of the difference of two independent shares, after minus before.

    Counts of successes and answers; the difference lies between -1 and 1. Without answers in either period there is
    no estimate (nan) and no interval. Raises `ValueError` as `wilson` does.
    Source: Newcombe 1998, doi 10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I, method 10, and
    checked against its table II.
    """
    before, after = wilson(x_before, n_before, level), wilson(x_after, n_after, level)
    difference = after.estimate - before.estimate
    if before.low is None or before.high is None or after.low is None or after.high is None:
        return Interval(difference, None, None)
    below = sqrt((after.estimate - after.low) ** 2 + (before.high - before.estimate) ** 2)
    above = sqrt((after.high - after.estimate) ** 2 + (before.estimate - before.low) ** 2)
    return Interval(difference, difference - below, difference + above)


def newcombe_from_shares(
    p_before: float, n_before: float, p_after: float, n_after: float, level: float = LEVEL
) -> Interval:
    """Give the same interval from released shares (0 to 1) and the lowest number of answers their bands allow.

    A missing share or number gives no estimate and no interval. Raises `ValueError` for a share outside 0..1.
    """
    if not all(isfinite(number) for number in (p_before, n_before, p_after, n_after)):
        return Interval(nan, None, None)
    return newcombe_difference(p_before * n_before, n_before, p_after * n_after, n_after, level)


def cohens_h(p_before: float, p_after: float) -> float:
    """Give the change of a share on the arcsine scale, -π to π: second to the difference in points, never instead.

    Shares from 0 to 1; a missing share gives none (nan). Raises `ValueError` for a share outside 0..1.
    Source: Cohen 1988, Statistical Power Analysis, 2nd edition, chapter 6: 2 asin √p after less before.
    """
    if any(not 0 <= share <= 1 for share in (p_before, p_after) if isfinite(share)):
        raise ValueError(f"shares of {p_before} and {p_after}: they must lie between 0 and 1")
    if not (isfinite(p_before) and isfinite(p_after)):
        return nan
    return 2 * (asin(sqrt(p_after)) - asin(sqrt(p_before)))


def net_advocacy(promoters: float, detractors: float, n: float, level: float = LEVEL) -> Interval:
    """Give the share who would recommend less the share who would not, in points from -100 to 100, with its interval.

    Counts of answers 9 or 10 and of 0 to 6 on a scale of 0 to 10, out of `n`. Without answers there is no estimate
    (nan); when all answer on one side there is no interval. Raises `ValueError` when the counts do not fit into n.
    Source: variance of a difference of two shares of one sample, (p + d - (p - d)²) / n, as for any multinomial.
    """
    if not isfinite(n) or n <= 0:
        return Interval(nan, None, None)
    if min(promoters, detractors) < 0 or promoters + detractors > n:
        raise ValueError(f"{promoters} for and {detractors} against of {n} answers cannot be")
    share, both = (promoters - detractors) / n, (promoters + detractors) / n
    variance = (both - share * share) / n
    if variance <= DUST:
        return Interval(100 * share, None, None)
    half = float(ndtri((1 + level) / 2)) * sqrt(variance)
    return Interval(100 * share, max(-100.0, 100 * (share - half)), min(100.0, 100 * (share + half)))
