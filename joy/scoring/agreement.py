"""How alike the people of a team answer: ICC(1), ICC(2), r_wg(j), and the six coefficients of Shrout and Fleiss."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np
from numpy.typing import ArrayLike, NDArray


Numbers = NDArray[np.float64]

FEWEST_TEAMS = 2  # one team cannot differ from others
FEWEST_PEOPLE = 2  # one person cannot agree with anybody
FEWEST_OPTIONS = 2
DUST = 1e-12  # a sum of squares relative to its size, below which it only shows binary rounding


@dataclass(frozen=True)
class TeamLikeness:
    """How much of the difference between people is difference between their teams; None with the reason.

    `icc1`: of one person's answer (may be negative); `icc2`: of a team's mean. `teams` and `people` count whoever
    answered.
    """

    teams: int
    people: int
    icc1: float | None = None
    icc2: float | None = None
    reason: str = ""


@dataclass(frozen=True)
class TeamAgreement:
    """r_wg(j) of each team (0 to 1; None for fewer than two people), in the order given, and their median."""

    teams: tuple[Hashable, ...]
    sizes: tuple[int, ...]
    values: tuple[float | None, ...]
    median: float | None
    reason: str = ""


@dataclass(frozen=True)
class RaterAgreement:
    """The six intraclass correlations of Shrout and Fleiss: one rater or the mean of all; and their F ratios.

    `one_way`: each subject by other raters; `random`: raters drawn from many; `fixed`: these raters only.
    `f_one_way` and `f_two_way` compare subjects with the residual of either table. None where nothing varies.
    """

    one_way: float | None
    random: float | None
    fixed: float | None
    one_way_mean: float | None
    random_mean: float | None
    fixed_mean: float | None
    f_one_way: float | None
    f_two_way: float | None


def icc_from_scores(scores: ArrayLike, teams: Sequence[Hashable]) -> TeamLikeness:
    """Give ICC(1) and ICC(2) from one score per person and the team of each; missing scores (nan) do not count.

    Raises `ValueError` when there are not as many teams named as scores. Source and checks: `icc_from_sums`.
    """
    values = np.asarray(scores, dtype=float)
    if len(values) != len(teams):
        raise ValueError(f"{len(values)} scores and {len(teams)} team names: one name per score is wanted")
    kept = np.isfinite(values)
    number = {team: place for place, team in enumerate(dict.fromkeys(teams))}
    place = np.array([number[team] for team in teams], dtype=int)[kept]
    values = values[kept] - (values[kept].mean() if kept.any() else 0.0)  # keeps the digits of large scores
    sums = (np.bincount(place, weights=part, minlength=len(number)) for part in (None, values, values**2))
    return icc_from_sums(*sums)


def icc_from_sums(n: ArrayLike, total: ArrayLike, squares: ArrayLike) -> TeamLikeness:
    """Give ICC(1) and ICC(2) from each team's number of people, sum of scores and sum of squared scores.

    One-way analysis of variance; teams of unequal size enter with their mean size, as in R's multilevel. Teams without
    people do not count. None, with the reason, for fewer than two teams, when no team has two people and when nobody
    differs.
    Source: Bliese 2000, in Klein & Kozlowski, Multilevel Theory, chapter 8. Checked against lists of scores written
    out, and against the one-way coefficients of Shrout and Fleiss, to which it comes down with equal teams.
    """
    sizes, sums, squared = (np.asarray(part, dtype=float) for part in (n, total, squares))
    kept = sizes > 0
    sizes, sums, squared = sizes[kept], sums[kept], squared[kept]
    teams, people = len(sizes), int(sizes.sum())
    if teams < FEWEST_TEAMS or people <= teams:
        why = f"too few teams ({teams}) or people ({people}): two teams, and one of two people, are needed"
        return TeamLikeness(teams, people, reason=why)
    between, within = _mean_squares(sizes, sums, squared)
    if between + within <= DUST * squared.sum() / people:
        return TeamLikeness(teams, people, reason="everybody answered alike")
    size = people / teams
    icc1 = (between - within) / (between + (size - 1) * within)
    return TeamLikeness(teams, people, icc1, (between - within) / between if between > 0 else None)


def r_wg(mean_variance: float, items: int, options: int) -> float:
    """Give a team's agreement, 0 to 1, from the mean variance (divisor n - 1) of its answers to `items` items.

    Compared with answers spread evenly over `options` options one step apart; more spread than that gives 0.
    Raises `ValueError` for a negative or missing variance, no item, or fewer than two options.
    Source: James, Demaree & Wolf 1984, doi 10.1037/0021-9010.69.1.85. Checked against the cohesion data of R's
    multilevel.
    """
    if not (mean_variance >= 0 and items >= 1 and options >= FEWEST_OPTIONS):
        raise ValueError(f"a mean variance of {mean_variance}, {items} items and {options} options give no agreement")
    even = (options**2 - 1) / 12  # variance of answers spread evenly
    ratio = min(mean_variance / even, 1.0)
    return items * (1 - ratio) / (items * (1 - ratio) + ratio)


def agreement_of_teams(answers: ArrayLike, teams: Sequence[Hashable], options: int) -> TeamAgreement:
    """Give r_wg(j) of every team from people × items (nan where not answered) and the team of each person.

    Each item's variance is taken over whoever in the team answered it; an item that fewer than two answered is left
    out of that team's mean. Teams come in the order of first mention. Raises `ValueError` when there are not as many
    teams named as people, and as `r_wg` does.
    """
    table = np.asarray(answers, dtype=float)
    if len(table) != len(teams):
        raise ValueError(f"{len(table)} people and {len(teams)} team names: one name per person is wanted")
    names = tuple(dict.fromkeys(teams))
    parts = [table[[team == name for team in teams]] for name in names]
    sizes = [int((~np.isnan(part)).any(axis=1).sum()) for part in parts]
    return agreement_from_variances([_mean_variance(part) for part in parts], sizes, table.shape[1], options, names)


def agreement_from_variances(
    mean_variances: ArrayLike, sizes: Sequence[int], items: int, options: int, teams: Sequence[Hashable] = ()
) -> TeamAgreement:
    """Give the same from each team's mean item variance (nan where there is none) and number of people."""
    values = tuple(
        r_wg(float(variance), items, options) if size >= FEWEST_PEOPLE and np.isfinite(variance) else None
        for variance, size in zip(np.asarray(mean_variances, dtype=float), sizes, strict=True)
    )
    known = [value for value in values if value is not None]
    why = "" if known else "no team has two people who answered"
    names = tuple(teams) or tuple(range(len(values)))
    return TeamAgreement(names, tuple(sizes), values, median(known) if known else None, why)


def shrout_fleiss(ratings: ArrayLike) -> RaterAgreement:
    """Give the six intraclass correlations of subjects × raters without gaps; all None where nothing can be told.

    Raises `ValueError` for gaps and for fewer than two subjects or raters.
    Source: Shrout & Fleiss 1979, doi 10.1037/0033-2909.86.2.420. Checked against their own example.
    """
    table = np.asarray(ratings, dtype=float)
    if table.ndim != 2 or min(table.shape) < FEWEST_PEOPLE or not np.isfinite(table).all():  # noqa: PLR2004  a table
        raise ValueError("ratings with gaps or too few: at least two subjects and two raters without gaps are wanted")
    n, k = table.shape
    rows, columns, cells = _two_way(table)
    within = (columns * (k - 1) + cells * (n - 1) * (k - 1)) / (n * (k - 1))
    return RaterAgreement(
        _ratio(rows - within, rows + (k - 1) * within),
        _ratio(rows - cells, rows + (k - 1) * cells + k * (columns - cells) / n),
        _ratio(rows - cells, rows + (k - 1) * cells),
        _ratio(rows - within, rows),
        _ratio(rows - cells, rows + (columns - cells) / n),
        _ratio(rows - cells, rows),
        f_one_way=_ratio(rows, within),
        f_two_way=_ratio(rows, cells),
    )


def _mean_squares(sizes: Numbers, sums: Numbers, squared: Numbers) -> tuple[float, float]:
    people, teams = sizes.sum(), len(sizes)
    among = float((sums**2 / sizes).sum())
    between = max(among - float(sums.sum()) ** 2 / people, 0.0)
    within = max(float(squared.sum()) - among, 0.0)
    return float(between / (teams - 1)), float(within / (people - teams))


def _mean_variance(part: Numbers) -> float:
    """Mean over items of the variance among whoever answered; nan when no item has two answers."""
    present = (~np.isnan(part)).sum(axis=0)
    variances = [float(np.nanvar(part[:, item], ddof=1)) for item in np.flatnonzero(present >= FEWEST_PEOPLE)]
    return float(np.mean(variances)) if variances else float("nan")


def _two_way(table: Numbers) -> tuple[float, float, float]:
    """Mean squares of subjects, raters and what is left."""
    n, k = table.shape
    centred = table - table.mean()
    rows, columns = centred.mean(axis=1), centred.mean(axis=0)
    rest = centred - rows[:, None] - columns
    dust = DUST * float((table**2).mean())
    squares = (k * (rows**2).sum() / (n - 1), n * (columns**2).sum() / (k - 1), (rest**2).sum() / ((n - 1) * (k - 1)))
    of_rows, of_columns, of_rest = (float(part) if part > dust else 0.0 for part in squares)
    return of_rows, of_columns, of_rest


def _ratio(part: float, whole: float) -> float | None:
    return part / whole if whole > 0 else None
