"""Sizes of a change in units of a spread, each under its own name, and the sign test over teams.

The headline is always `cohens_d_av`, for linked and unlinked people alike, times a Hedges factor. The other variants
are here because publications use them without saying which: on the same data they differ by half.
"""

from __future__ import annotations

from math import exp, isfinite, nan, sqrt

from scipy.special import bdtr, gammaln, nctdtrinc

from joy.change.interval import LEVEL, Interval


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


def hedges_factor_exact(df: float) -> float:
    """Give the same factor exactly, as statistics programs use it; missing (nan) at one degree of freedom and below.

    Source: Hedges 1981, doi 10.3102/10769986006002107: Γ(df / 2) / (√(df / 2) Γ((df - 1) / 2)). Checked against
    Student's sleep data (0.957646 at 18).
    """
    if not df > 1:
        return nan
    return exp(float(gammaln(df / 2) - gammaln((df - 1) / 2))) / sqrt(df / 2)


def d_pooled(
    mean_before: float, sd_before: float, n_before: float, mean_after: float, sd_after: float, n_after: float
) -> float:
    """Give the change in units of the pooled spread of two unlinked sets of people (Cohen's d of most programs).

    Missing (nan) where nothing varies or there are not three people in all. Source: Cohen 1988, chapter 2. Checked
    against Student's sleep data.
    """
    df = n_before + n_after - 2
    if not df > 0:
        return nan
    spread = sqrt(((n_before - 1) * sd_before**2 + (n_after - 1) * sd_after**2) / df)
    return _in_units(mean_after - mean_before, spread)


def d_of_mean_spread(mean_before: float, sd_before: float, mean_after: float, sd_after: float) -> float:
    """Give the change in units of the plain mean of the two standard deviations; missing (nan) where nothing varies.

    Some programs call this d_av too; ours takes the mean of the variances.
    """
    return _in_units(mean_after - mean_before, (sd_before + sd_after) / 2)


def glass_delta(mean_before: float, mean_after: float, sd_reference: float) -> float:
    """Give the change in units of one reference spread: of the baseline, or of a published population.

    With the baseline's spread it is the "effect size" of evaluations of wellbeing. Missing (nan) where it is zero.
    Source: Glass 1976, doi 10.3102/0013189X005010003. Checked against Student's sleep data and SWEMWBS figures of
    doi 10.1186/s12955-018-1060-2.
    """
    return _in_units(mean_after - mean_before, sd_reference)


def consistency(mean_change: float, sd_change: float) -> float:
    """Give d_z, the mean change in units of the spread of the changes: how alike people changed, not how much.

    Never a headline: on Student's sleep data it is 1.28 where the size of the change is 0.83. Missing (nan) where all
    changed alike.
    """
    return _in_units(mean_change, sd_change)


def effect_size_interval(effect: float, n_before: float, n_after: float, level: float = LEVEL) -> Interval:
    """Put the exact interval around `d_pooled` of two unlinked sets of people of so many each.

    Fewer than two people in either give none. Source: the noncentral t distribution, as in Steiger & Fouladi 1997,
    What If There Were No Significance Tests, chapter 9. Checked against a published trial (d 1.15, .47 to 1.82).
    """
    smallest = 2
    if not (isfinite(effect) and min(n_before, n_after) >= smallest):
        return Interval(effect, None, None)
    unit, df = sqrt(1 / n_before + 1 / n_after), n_before + n_after - 2
    low, high = (unit * float(nctdtrinc(df, (1 + side * level) / 2, effect / unit)) for side in (1, -1))
    return Interval(effect, low, high) if isfinite(low) and isfinite(high) else Interval(effect, None, None)


def _in_units(change: float, spread: float) -> float:
    return change / spread if spread > 0 else nan
