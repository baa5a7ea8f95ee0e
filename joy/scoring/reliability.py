"""How well the questions of a scale hang together, from raw answers or from their covariances alone."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import fdtri

from joy.scoring.omega import omega_total


Missing = Literal["pairwise", "listwise"]
Numbers = NDArray[np.float64]

LEVEL = 0.95  # the level shown everywhere, as in joy.change
FEWEST_PEOPLE = 3  # ours: with two people every item correlates perfectly or not at all
FEWEST_ITEMS = 2  # one question cannot hang together with itself
CROWDED_END = 0.15  # share at one end that counts as crowded: Terwee 2007, doi 10.1016/j.jclinepi.2006.03.012
LARGEST = 1e150  # ours: squares of larger answers do not fit into 64 bits
DUST = 1e-12  # variance of an item relative to the largest, below which it only shows binary rounding


@dataclass(frozen=True)
class Reliability:
    """How well the items of a scale hang together; whatever could not be computed is None, with its reason.

    `missing` names how gaps were treated. `n` counts people: with every item (listwise), or with any (pairwise:
    R's psych counts them so too, and empty rows with them). `fewest` counts the people behind the thinnest pair of
    items. `alpha` is Cronbach's, raw, with its interval `low` to `high`; `standardised` is alpha of the correlations;
    `omega` and `omega_standardised` are omega total. `dropped` is alpha without each item and `item_rest` each item's
    correlation with the sum of the others, both in the order of the items. `reason` says why nothing, `omega_reason`
    why no omega was computed.
    """

    items: int
    n: int
    missing: Missing
    fewest: int
    alpha: float | None = None
    low: float | None = None
    high: float | None = None
    standardised: float | None = None
    omega: float | None = None
    omega_standardised: float | None = None
    dropped: tuple[float | None, ...] = ()
    item_rest: tuple[float | None, ...] = ()
    reason: str = ""
    omega_reason: str = ""


@dataclass(frozen=True)
class FloorCeiling:
    """Shares (0 to 1) of the scores at the lowest and highest possible value; None without scores."""

    n: int
    floor: float | None
    ceiling: float | None

    @property
    def has_floor(self) -> bool:
        """True when more than 15 % are at the lowest value, so that a fall could not be seen."""
        return self.floor is not None and self.floor > CROWDED_END

    @property
    def has_ceiling(self) -> bool:
        """True when more than 15 % are at the highest value, so that a rise could not be seen."""
        return self.ceiling is not None and self.ceiling > CROWDED_END


def reliability_from_answers(answers: ArrayLike, *, missing: Missing, level: float = LEVEL) -> Reliability:
    """Judge a scale from its answers: people × items, reversed already, nan where nothing was answered.

    `missing="listwise"` keeps people with every item answered; `"pairwise"` takes each covariance from whoever answered
    both items and each variance from whoever answered the item, as `cov(use = "pairwise")` in R. The two differ in the
    third decimal, so the record always names which. Raises `ValueError` for anything but a table of real numbers, for
    infinite answers or such over 1e150, and for another word in `missing`.
    Checked against psych 2.x, pingouin and lavaan figures (R's attitude, Bliese's cohesion, employee_survey).
    """
    table = _real(answers)
    if table.ndim != 2:  # noqa: PLR2004  people and items are two dimensions
        raise ValueError(f"answers with {table.ndim} dimensions: people in rows and items in columns are wanted")
    if (np.abs(table) > LARGEST).any():
        raise ValueError("infinite answers, or some over 1e150: finite numbers or nan are wanted")
    _check_word(missing)
    gaps = np.isnan(table)
    table = table[~(gaps.any(axis=1) if missing == "listwise" else gaps.all(axis=1))]
    covariance, fewest = _covariances(table)
    return reliability_from_covariance(covariance, len(table), missing=missing, level=level, fewest=fewest)


def reliability_from_covariance(
    covariance: ArrayLike, n: int, *, missing: Missing, level: float = LEVEL, fewest: int | None = None
) -> Reliability:
    """Judge a scale from the covariances of its items (items × items, divisor n - 1) and the number of people.

    `missing` names how the caller treated gaps; `fewest` is the number of people behind the thinnest pair, if it is not
    `n`. With fewer than three people, fewer than two items, an item that everybody answered alike or a covariance
    missing, everything is None and `reason` says why. Alpha may be negative. Raises `ValueError` for a matrix that is
    not square or not symmetric, and for another word in `missing`.
    Source: Cronbach 1951, doi 10.1007/BF02310555; interval of Feldt 1965, doi 10.1007/BF02289499; omega total of
    McDonald 1999, Test Theory, with one factor by maximum likelihood. Checked as `reliability_from_answers`.
    """
    matrix = _real(covariance)
    _check_word(missing)
    _check_matrix(matrix)
    k, fewest = len(matrix), n if fewest is None else fewest
    reason = _why_not(matrix, fewest)
    if reason:
        return Reliability(k, n, missing, fewest, reason=reason, omega_reason=reason)
    correlation = _correlations(matrix)
    alpha, omega = _alpha(matrix), omega_total(correlation, np.sqrt(np.diag(matrix)))
    low, high = _feldt(alpha, n, k, level)
    return Reliability(
        *(k, n, missing, fewest, alpha, low, high, _alpha(correlation)),
        omega=omega.raw,
        omega_standardised=omega.standardised,
        dropped=tuple(_alpha_without(matrix, item) for item in range(k)),
        item_rest=tuple(_item_rest(matrix, item) for item in range(k)),
        omega_reason=omega.reason,
    )


def floor_and_ceiling(scores: ArrayLike, minimum: float, maximum: float) -> FloorCeiling:
    """Count the scores at either end of their range; missing scores (nan) do not count.

    Raises `ValueError` for a range that is none and for scores outside it. Source and threshold: Terwee 2007, doi
    10.1016/j.jclinepi.2006.03.012.
    """
    kept = _real(scores)
    kept = kept[~np.isnan(kept)]
    if not minimum < maximum:
        raise ValueError(f"a range from {minimum} to {maximum}: the lowest must be below the highest")
    if kept.size and not minimum <= kept.min() <= kept.max() <= maximum:
        raise ValueError(f"scores from {kept.min()} to {kept.max()} in a range from {minimum} to {maximum}")
    return floor_and_ceiling_from_counts(int((kept == minimum).sum()), int((kept == maximum).sum()), kept.size)


def floor_and_ceiling_from_counts(at_floor: int, at_ceiling: int, n: int) -> FloorCeiling:
    """Give the same shares from counts. Raises `ValueError` for counts that do not fit into n."""
    if min(at_floor, at_ceiling) < 0 or at_floor + at_ceiling > n:
        raise ValueError(f"{at_floor} at the floor and {at_ceiling} at the ceiling of {n} scores cannot be")
    return FloorCeiling(n, at_floor / n, at_ceiling / n) if n else FloorCeiling(0, None, None)


def _real(numbers: ArrayLike) -> Numbers:
    """The numbers as an array; an imaginary part would be lost without a word."""
    if np.iscomplexobj(numbers):
        raise ValueError("complex numbers: real ones are wanted")
    return np.asarray(numbers, dtype=float)


def _check_word(missing: str) -> None:
    if missing not in {"pairwise", "listwise"}:
        raise ValueError(f"missing={missing!r}: “pairwise” or “listwise” is wanted")


def _check_matrix(matrix: Numbers) -> None:
    if matrix.ndim != 2 or matrix.shape[0] != matrix.shape[1]:  # noqa: PLR2004  a matrix has two dimensions
        raise ValueError(f"covariances of shape {matrix.shape}: items × items are wanted")
    if not np.allclose(matrix, matrix.T, rtol=1e-9, equal_nan=True):
        raise ValueError("covariances that are not symmetric")


def _why_not(matrix: Numbers, n: int) -> str:
    """Why nothing can be said; empty when it can."""
    if len(matrix) < FEWEST_ITEMS:
        return "a single question cannot be compared with others"
    if n < FEWEST_PEOPLE:
        return f"too few people answered: {n}, and at least {FEWEST_PEOPLE} are needed"
    if not np.isfinite(matrix).all():
        return "some questions were never answered together"
    variances = np.diag(matrix)
    if variances.min() <= DUST * max(variances.max(), 1.0):
        return "everybody answered alike to at least one question"
    return "" if _alpha(matrix) is not None else "the answers cancel each other out"


def _covariances(table: Numbers) -> tuple[Numbers, int]:
    """Covariance of each pair of items over whoever answered both, and the people behind the thinnest pair."""
    present = ~np.isnan(table)
    pairs = (present.T.astype(float)) @ present.astype(float)
    centred = np.where(present, table - _means(table, present), 0.0)
    sums = centred.T @ present  # of each item's deviations, over those who answered the other too
    with np.errstate(invalid="ignore", divide="ignore"):
        covariance = (centred.T @ centred - sums * sums.T / pairs) / (pairs - 1)
    return np.where(pairs > 1, covariance, np.nan), int(pairs.min()) if pairs.size else 0


def _means(table: Numbers, present: NDArray[np.bool_]) -> Numbers:
    """Mean of each item, zero for an item nobody answered; taken off first so that large numbers keep their digits."""
    sums = np.where(present, table, 0.0).sum(axis=0)
    return np.asarray(sums / np.maximum(present.sum(axis=0), 1))


def _correlations(matrix: Numbers) -> Numbers:
    spread = np.sqrt(np.diag(matrix))
    return np.asarray(matrix / np.outer(spread, spread))


def _alpha(matrix: Numbers) -> float | None:
    k, parts, whole = len(matrix), float(np.trace(matrix)), float(matrix.sum())
    return k / (k - 1) * (1 - parts / whole) if k >= FEWEST_ITEMS and whole > DUST * parts else None


def _alpha_without(matrix: Numbers, item: int) -> float | None:
    return _alpha(np.delete(np.delete(matrix, item, axis=0), item, axis=1))


def _item_rest(matrix: Numbers, item: int) -> float | None:
    own, row = matrix[item, item], matrix[item].sum()
    rest = matrix.sum() - 2 * row + own
    return float((row - own) / sqrt(own * rest)) if rest > DUST * np.trace(matrix) else None


def _feldt(alpha: float | None, n: int, k: int, level: float) -> tuple[float | None, float | None]:
    if alpha is None:
        return None, None
    people, cells = n - 1, (n - 1) * (k - 1)
    tail = (1 - level) / 2
    low, high = (float(fdtri(people, cells, share)) for share in (1 - tail, tail))
    return 1 - (1 - alpha) * low, 1 - (1 - alpha) * high
