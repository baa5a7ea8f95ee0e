"""Funnel limits after FunnelPlotR: transformed values, limits from the normal curve, overdispersion between teams.

An option for whoever must match that package; for shares of few answers the exact limits of `joy.variation.funnel` are
right where these are not (DEVIATIONS.md).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import partial

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri
from scipy.stats import chi2


Floats = NDArray[np.float64]
Pair = tuple[Floats, Floats]

Z = {0.95: 1.959964, 0.998: 3.090232}  # to the digits of FunnelPlotR 0.6.0; other levels are calculated
TRIM = 0.1  # share of z scores pulled in at each end: Spiegelhalter 2005, 10.1136/qshc.2005.013755
ZERO_CORRECTION = 0.5  # added to both counts of a ratio, so that zero has a logarithm


class Kind(StrEnum):
    """What is compared."""

    PROPORTION = "PR"
    RATIO_OF_COUNTS = "RC"
    STANDARDISED_SHMI = "SR-SHMI"  # observed over expected, log scale, extreme z scores left out
    STANDARDISED_CQC = "SR-CQC"  # the same, square-root scale, extreme z scores pulled in


@dataclass(frozen=True)
class Transformed:
    """Teams on the scale on which their spread is nearly normal; one entry per team.

    `y` and `target` are on that scale, `s` is the standard error that the limits use, `z` how many of its own
    standard errors a team lies from the target and `trimmed` the same with extremes pulled in (or missing, where they
    were left out). `phi`: mean square of those; `tau2`: variance between teams beyond chance, 0 if not adjusted.
    `centre` is the target as a share or ratio.
    """

    kind: Kind
    y: Floats
    target: float
    centre: float
    s: Floats
    z: Floats
    trimmed: Floats
    phi: float
    tau2: float

    def limits(self, n: ArrayLike, level: float, *, with_tau2: bool = True) -> Pair:
        """Give lower and upper limit for denominators `n`.

        With `with_tau2` the variance between teams widens them. Without, a standardised ratio has exact Poisson limits.
        """
        sizes = np.asarray(n, dtype=float)
        if not with_tau2 and self.kind in {Kind.STANDARDISED_SHMI, Kind.STANDARDISED_CQC}:
            return _poisson(sizes, (1 - level) / 2)
        z = Z.get(level) or float(ndtri((1 + level) / 2))
        reach = z * np.sqrt(_error_of_limits(self.kind, sizes) ** 2 + (self.tau2 if with_tau2 else 0.0))
        back = _BACK[self.kind]
        return back(self.target - reach), back(self.target + reach)


def adjusted(
    numerator: ArrayLike,
    denominator: ArrayLike,
    *,
    kind: Kind | str = Kind.PROPORTION,
    trim: float = TRIM,
    adjust: bool = True,
) -> Transformed:
    """Transform every team and estimate how much teams differ beyond chance.

    The denominator is answers for a proportion, exposure for a ratio of counts, the expected number for a standardised
    ratio; all above 0. `trim`: share of z scores treated as extreme at either end. With `adjust` false `phi` and
    `tau2` are 0. tau² = max(0, (kφ − (k − 1)) / (Σw − Σw²/Σw)) for k teams, w = 1/s².
    Source: Spiegelhalter 2005, doi 10.1136/qshc.2005.013755 (after DerSimonian & Laird); SHMI: NHS Digital's indicator
    specification. Checked against FunnelPlotR 0.6.0 in 15 cases.
    """
    this, x, n = Kind(kind), np.asarray(numerator, dtype=float), np.asarray(denominator, dtype=float)
    y, centre, errors = _transformed(this, x, n)
    target = float(_FORWARD[this](np.array(centre)))
    z = (y - target) / errors
    trimmed = _trimmed(this, z, trim)
    phi, tau2 = _overdispersion(trimmed, errors) if adjust else (0.0, 0.0)
    return Transformed(this, y, target, centre, _error_of_limits(this, n), z, trimmed, phi, tau2)


def _transformed(kind: Kind, x: Floats, n: Floats) -> tuple[Floats, float, Floats]:
    """Values on the scale, the centre on the old one, and each team's standard error."""
    if kind is Kind.RATIO_OF_COUNTS:
        up, down = x + ZERO_CORRECTION, n + ZERO_CORRECTION
        return np.log(up / down), float(x.sum() / n.sum()), np.sqrt(x / up**2 + n / down**2)
    centre = float(x.sum() / n.sum()) if kind is Kind.PROPORTION else 1.0
    return _FORWARD[kind](x / n), centre, _error_of_limits(kind, n)


def _error_of_limits(kind: Kind, n: Floats) -> Floats:
    """The standard error that limits are drawn with: the peer's, which for ratios of counts is far too small."""
    error: Floats = 1 / np.sqrt(n) / (1 if kind is Kind.STANDARDISED_SHMI else 2)
    return error


def _trimmed(kind: Kind, z: Floats, trim: float) -> Floats:
    low, high = np.quantile(z, [trim, 1 - trim])  # linear interpolation, type 7 of R
    if kind is Kind.STANDARDISED_SHMI:
        return np.where((z > low) & (z < high), z, np.nan)
    return np.clip(z, low, high)


def _overdispersion(trimmed: Floats, errors: Floats) -> tuple[float, float]:
    kept = ~np.isnan(trimmed)
    k, weights = np.count_nonzero(kept), 1 / errors[kept] ** 2
    if k < 2:  # noqa: PLR2004  one team alone differs from nobody
        return 0.0, 0.0
    phi = float(np.square(trimmed[kept]).mean())
    total = weights.sum()
    return phi, max(0.0, float((k * phi - (k - 1)) / (total - np.square(weights).sum() / total)))


def _poisson(expected: Floats, tail: float) -> Pair:
    """Exact limits of an observed count over its expected one, interpolated by the chi-square distribution."""
    return chi2.ppf(tail, 2 * expected) / 2 / expected, chi2.ppf(1 - tail, 2 * (expected + 1)) / 2 / expected


def _share(angle: Floats) -> Floats:
    """Back from the angle; beyond 0 and 90 degrees there are no shares."""
    return np.square(np.sin(np.clip(angle, 0, np.pi / 2)))


def _angle(share: Floats) -> Floats:
    return np.arcsin(np.sqrt(share))


def _unchanged(ratio: Floats) -> Floats:
    return ratio  # the peer draws square-root limits without squaring them back


Scale = Callable[[Floats], Floats]
_log: Scale = partial(np.log)
_exp: Scale = partial(np.exp)
_FORWARD: dict[Kind, Scale] = {
    Kind.PROPORTION: _angle,
    Kind.RATIO_OF_COUNTS: _log,
    Kind.STANDARDISED_SHMI: _log,
    Kind.STANDARDISED_CQC: partial(np.sqrt),
}
_BACK: dict[Kind, Scale] = {
    Kind.PROPORTION: _share,
    Kind.RATIO_OF_COUNTS: _exp,
    Kind.STANDARDISED_SHMI: _exp,
    Kind.STANDARDISED_CQC: _unchanged,
}
