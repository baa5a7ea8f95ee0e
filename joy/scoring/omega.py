"""Omega total: one common factor fitted to the items of a scale by maximum likelihood."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, OptimizeResult, minimize


Numbers = NDArray[np.float64]

FEWEST_ITEMS = 3  # two items have one correlation for two loadings: no single answer
LEAST_OWN = 0.005  # share of an item's variance that is its own, below which the fit is improper: R's factanal
NEAR = 1e-6  # how near to that bound counts as on it
SINGULAR = 1e-8  # smallest eigenvalue of correlations that can still be inverted
SETTLED = 1e-5  # steepest slope left at the end: omega is then right to more digits than anybody prints


@dataclass(frozen=True)
class Omega:
    """Omega total of the scores as they are (`raw`) and of standardised ones, or None with the reason."""

    raw: float | None = None
    standardised: float | None = None
    reason: str = ""


def omega_total(correlation: Numbers, spreads: Numbers) -> Omega:
    """Give omega total with one common factor: the factor's share of the variance of the sum.

    `correlation` is items × items, `spreads` the standard deviation of each item. Missing with a reason for fewer than
    three items, correlations that no people could give (possible when pairs come from different people), a fit that
    does not settle, and one that leaves an item no variance of its own (a Heywood case).
    Source: McDonald 1999, Test Theory, chapter 6; likelihood of Lawley & Maxwell 1971, Factor Analysis as a Statistical
    Method, section 4.2. Checked against lavaan and psych figures and a plain search in the tests.
    """
    if len(correlation) < FEWEST_ITEMS:
        return Omega(reason=f"omega needs at least {FEWEST_ITEMS} questions")
    if np.linalg.eigvalsh(correlation)[0] < SINGULAR:
        return Omega(reason="the questions repeat one another, or their gaps do not fit together")
    fit = _fit(correlation)
    own = np.asarray(fit.x, dtype=float)
    if own.min() < LEAST_OWN + NEAR:
        return Omega(reason="one question leaves nothing of its own beside the common factor")
    if not np.abs(_misfit(own, correlation)[1]).max() < SETTLED:
        return Omega(reason="the model of one common factor did not settle")
    loading = _loadings(own, correlation)
    return Omega(_share(loading * spreads, own * spreads**2), _share(loading, own))


def _fit(correlation: Numbers) -> OptimizeResult:
    """The items' own variances that make the correlations likeliest."""
    k = len(correlation)
    start = (1 - 0.5 / k) / np.diag(np.linalg.inv(correlation))  # Jöreskog 1963, as factanal starts
    return minimize(
        _misfit,
        np.clip(start, LEAST_OWN, 1.0),
        args=(correlation,),
        jac=True,
        method="L-BFGS-B",
        bounds=Bounds(np.full(k, LEAST_OWN), np.ones(k)),
        options={"ftol": 0.0, "gtol": 1e-9, "maxiter": 2000},  # stop by slope; the caller looks at it too
    )


def _misfit(own: Numbers, correlation: Numbers) -> tuple[float, Numbers]:
    """Minus the log-likelihood with the best loadings for these own variances, up to constants; and its slope."""
    scale = 1 / np.sqrt(own)
    rest = np.linalg.eigvalsh(correlation * np.outer(scale, scale))[:-1]
    loading = _loadings(own, correlation)
    slope = (loading**2 + own - np.diag(correlation)) / own**2
    return float((rest - np.log(rest) - 1).sum()), slope


def _loadings(own: Numbers, correlation: Numbers) -> Numbers:
    scale = np.sqrt(own)
    values, vectors = np.linalg.eigh(correlation / np.outer(scale, scale))
    return np.asarray(scale * vectors[:, -1] * np.sqrt(max(values[-1] - 1, 0.0)))


def _share(loading: Numbers, own: Numbers) -> float:
    common = float(loading.sum()) ** 2
    return common / (common + float(own.sum()))
