"""Reliability and agreement against figures that others published."""

from __future__ import annotations

import csv
import importlib.util
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from joy.scoring import (
    agreement_from_variances,
    agreement_of_teams,
    floor_and_ceiling,
    icc_from_scores,
    icc_from_sums,
    r_wg,
    reliability_from_answers,
    reliability_from_covariance,
    shrout_fleiss,
)
from tests.tables import numbers, rows


# R datasets::attitude: rating, complaints, privileges, learning, raises, critical, advance (Chatterjee & Price 1977).
ATTITUDE = np.reshape(
    numbers("""
    43 51 30 39 61 92 45  63 64 51 54 63 73 47  71 70 68 69 76 86 48  61 63 45 47 54 84 35  81 78 56 66 71 83 47
    43 55 49 44 54 49 34  58 67 42 56 66 68 35  71 75 50 55 70 66 41  72 82 72 67 71 83 31  67 61 45 47 62 80 41
    64 53 53 58 58 67 34  67 60 47 39 59 74 41  69 62 57 42 55 63 25  68 83 83 45 59 77 35  77 77 54 72 79 77 46
    81 90 50 72 60 54 36  74 85 64 69 79 79 63  65 60 65 75 55 80 60  65 70 46 57 75 85 46  50 58 68 54 64 78 52
    50 40 33 34 43 64 33  64 61 52 62 66 80 41  53 66 52 50 63 80 37  40 37 42 58 50 57 49  63 54 42 48 66 75 33
    66 77 66 63 88 76 72  78 75 58 74 80 78 49  48 57 44 45 51 83 38  85 85 71 71 77 74 55  82 82 39 59 64 78 39
    """),
    (30, 7),
)

# Bliese's cohesion data: eleven soldiers of four platoons, five questions; one did not answer one.
COHESION = np.reshape(
    numbers("""
    4 5 5 5 5   3 . 5 5 5   2 3 3 3 3
    3 4 3 4 4   4 4 3 4 4   3 3 2 2 1
    3 3 3 3 3   3 1 4 3 4
    3 3 3 3 3   2 2 2 3 2   1 1 1 3 3
    """),
    (11, 5),
)
PLATOONS = [*"aaabbbccddd"]

SHROUT_FLEISS = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]


def test_alpha_of_attitude() -> None:
    """R's attitude has the alpha, standardised alpha and alphas without each question that psych prints."""
    found = reliability_from_answers(ATTITUDE, missing="listwise")
    dropped = [0.8097602, 0.7969175, 0.8278478, 0.8030310, 0.7953866, 0.8638723, 0.8404649]

    assert found.alpha == pytest.approx(0.8431427696, abs=5e-11)
    assert found.standardised == pytest.approx(0.8390838030, abs=5e-11)
    assert found.dropped == pytest.approx(dropped, abs=5e-8)
    assert found.omega == pytest.approx(0.856327, abs=5e-7)


def test_covariances_alone_give_what_answers_give() -> None:
    """From covariances and a number of people every figure is what it is from the answers."""
    by_answers = reliability_from_answers(ATTITUDE, missing="listwise")
    by_covariance = reliability_from_covariance(np.cov(ATTITUDE.T), 30, missing="listwise")

    for name in ("alpha", "low", "high", "standardised", "omega", "omega_standardised", "dropped", "item_rest"):
        assert getattr(by_covariance, name) == pytest.approx(getattr(by_answers, name), abs=1e-6), name


def employee_survey(prefix: str) -> np.ndarray:
    """Answers to one block of the employee survey, read where its package keeps it."""
    package = importlib.util.find_spec("peopleanalyticsdata")
    if package is None or package.origin is None:
        pytest.skip("the package peopleanalyticsdata (requirements-dev.txt) is not installed")
    with (Path(package.origin).parent / "data" / "employee_survey.csv").open(encoding="utf-8") as file:
        return np.array([[float(v) for k, v in row.items() if k.startswith(prefix)] for row in csv.DictReader(file)])


EMPLOYEES = rows("""
    | block | items | alpha        | low   | high  | omega   |
    | Ben   | 3     | 0.6730493200 | 0.652 | 0.693 | 0.695690 |
    | Work  | 3     | 0.8298697130 | 0.819 | 0.840 | 0.835870 |
    | Man   | 3     | 0.7373203046 | 0.720 | 0.754 | 0.743331 |
    | Car   | 4     | 0.7631536349 | 0.749 | 0.777 | 0.773190 |
""")


@pytest.mark.parametrize("row", EMPLOYEES, ids=lambda row: row["block"])
def test_employee_survey(row: dict[str, str]) -> None:
    """Four scales of 2,833 employees have the published alpha, interval and omega."""
    found = reliability_from_answers(employee_survey(row["block"]), missing="listwise")

    assert (found.items, found.n) == (int(row["items"]), 2833)
    assert found.alpha == pytest.approx(float(row["alpha"]), abs=5e-11)
    assert (found.low, found.high) == pytest.approx((float(row["low"]), float(row["high"])), abs=0.0005)
    assert found.omega == pytest.approx(float(row["omega"]), abs=5e-7)


def test_happiness_of_employees() -> None:
    """Most of the 2,833 employees are happy: mean 3.537593, SD .633417, and the top answer is crowded."""
    happy = employee_survey("Happiness").ravel()

    assert (happy.mean(), happy.std(ddof=1)) == pytest.approx((3.537593, 0.633417), abs=5e-7)
    assert int((happy >= 3).sum()) == 2635
    assert floor_and_ceiling(happy, 1, 4).has_ceiling
    assert not floor_and_ceiling(happy, 1, 4).has_floor


def pairwise_covariance(answers: np.ndarray) -> np.ndarray:
    """Each covariance over whoever answered both, one pair after another."""
    k = answers.shape[1]
    found = np.empty((k, k))
    for i in range(k):
        for j in range(k):
            both = answers[~np.isnan(answers[:, i]) & ~np.isnan(answers[:, j])]
            one, other = both[:, i], both[:, j]
            found[i, j] = ((one - one.mean()) * (other - other.mean())).sum() / (len(both) - 1)
    return found


def test_attitude_with_gaps_pair_by_pair() -> None:
    """With some answers of attitude taken out, pairwise alpha comes from each pair's own people and their own means."""
    gaps = ATTITUDE.copy()
    gaps[[0, 3, 8, 15, 21], [1, 1, 4, 6, 0]] = np.nan
    covariance = pairwise_covariance(gaps)
    alpha = 7 / 6 * (1 - np.trace(covariance) / covariance.sum())

    found = reliability_from_answers(gaps, missing="pairwise")

    assert found.alpha == pytest.approx(alpha, abs=1e-12)
    assert (found.n, found.fewest) == (30, 27)
    assert found.alpha != pytest.approx(0.8431427696, abs=1e-4)


def test_people_with_one_answer_count_pair_by_pair() -> None:
    """Whoever answered one question only is part of its variance, as in R's cov(use = "pairwise"), and of n."""
    once = np.full((4, 7), np.nan)
    once[[0, 1, 2, 3], [0, 0, 2, 6]] = [20, 95, 99, 90]
    answers = np.vstack([ATTITUDE, once, np.full((1, 7), np.nan)])
    covariance = pairwise_covariance(answers)
    assert np.diag(covariance)[0] == pytest.approx(np.var([*ATTITUDE[:, 0], 20, 95], ddof=1))
    alpha = 7 / 6 * (1 - np.trace(covariance) / covariance.sum())

    found = reliability_from_answers(answers, missing="pairwise")

    assert found.alpha == pytest.approx(alpha, abs=1e-12)
    assert (found.n, found.fewest) == (34, 30)
    by_covariance = reliability_from_covariance(covariance, 34, missing="pairwise", fewest=30)
    assert (found.low, found.high) == pytest.approx((by_covariance.low, by_covariance.high), abs=1e-12)
    assert found.dropped == pytest.approx(by_covariance.dropped, abs=1e-12)
    assert reliability_from_answers(answers, missing="listwise").alpha == pytest.approx(0.8431427696, abs=5e-11)


def test_alpha_of_cohesion() -> None:
    """Ten soldiers with complete answers have alpha .8847913, as R's multilevel gives it."""
    found = reliability_from_answers(COHESION, missing="listwise")

    assert (found.n, found.missing) == (10, "listwise")
    assert found.alpha == pytest.approx(0.8847913, abs=5e-8)


def test_agreement_of_platoons() -> None:
    """The four platoons have the r_wg(j) of R's multilevel, with one unanswered question left out of its item only."""
    found = agreement_of_teams(COHESION, PLATOONS, options=5)

    assert found.values == pytest.approx([0.6818182, 0.8139535, 0.9210526, 0.9090909], abs=5e-8)
    assert found.sizes == (3, 3, 2, 3)
    assert found.median == pytest.approx((0.8139535 + 0.9090909) / 2, abs=1e-7)


def test_agreement_from_variances_alone() -> None:
    """Mean variances and sizes of teams give what their answers give."""
    parts = [COHESION[[team == name for team in PLATOONS]] for name in "abcd"]
    variances = [float(np.nanvar(part, axis=0, ddof=1).mean()) for part in parts]

    found = agreement_from_variances(variances, [3, 3, 2, 3], 5, 5)

    assert found.values == pytest.approx(agreement_of_teams(COHESION, PLATOONS, 5).values)
    assert r_wg(variances[0], 5, 5) == found.values[0]


def test_six_coefficients_of_shrout_and_fleiss() -> None:
    """Their table of six subjects and four judges has the six coefficients and two ratios they printed."""
    found = shrout_fleiss(SHROUT_FLEISS)
    coefficients = (found.one_way, found.random, found.fixed)
    of_means = (found.one_way_mean, found.random_mean, found.fixed_mean)

    assert [round(x or 0, 2) for x in coefficients] == [0.17, 0.29, 0.71]
    assert [round(x or 0, 2) for x in of_means] == [0.44, 0.62, 0.91]
    assert [round(x or 0, 1) for x in (found.f_one_way, found.f_two_way)] == [1.8, 11.0]


def test_icc_of_equal_teams_is_shrout_and_fleiss() -> None:
    """With subjects as teams of four, ICC(1) and ICC(2) are their first and fourth coefficient, .17 and .44."""
    teams = [team for team in range(6) for _ in range(4)]
    found = icc_from_scores(np.ravel(SHROUT_FLEISS), teams)

    assert [round(x or 0, 2) for x in (found.icc1, found.icc2)] == [0.17, 0.44]


def deviations(scores: list[float]) -> Iterator[float]:
    middle = sum(scores) / len(scores)
    yield from ((score - middle) ** 2 for score in scores)


def test_icc_of_unequal_teams_by_hand() -> None:
    """Teams of two to five enter with their mean size, as in R's multilevel: written out by hand."""
    teams = {"a": [3.0, 4.0], "b": [5.0, 5.0, 4.0, 5.0, 3.0], "c": [1.0, 2.0, 2.0]}
    everyone = [score for scores in teams.values() for score in scores]
    within = sum(sum(deviations(scores)) for scores in teams.values()) / (10 - 3)
    between = (sum(deviations(everyone)) - within * 7) / 2

    found = icc_from_sums(
        [len(s) for s in teams.values()],
        [sum(s) for s in teams.values()],
        [sum(x * x for x in s) for s in teams.values()],
    )

    assert found.icc1 == pytest.approx((between - within) / (between + (10 / 3 - 1) * within))
    assert found.icc2 == pytest.approx((between - within) / between)
    assert (found.teams, found.people) == (3, 10)
