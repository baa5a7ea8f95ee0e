"""What is said of a scale when it can be said, and the reason when it cannot."""

from __future__ import annotations

from math import nan

import numpy as np
import pytest

from joy.scoring import (
    FloorCeiling,
    Reliability,
    agreement_of_teams,
    floor_and_ceiling,
    floor_and_ceiling_from_counts,
    icc_from_scores,
    icc_from_sums,
    r_wg,
    reliability_from_answers,
    reliability_from_covariance,
    shrout_fleiss,
)
from tests.tables import numbers, rows


def answers(text: str) -> np.ndarray:
    """One line per person, one number per question, a dot where nothing was answered."""
    return np.array([numbers(line) for line in text.splitlines() if line.strip()])


FIVE = """
    1 2 1
    2 2 3
    3 4 3
    4 4 5
    5 4 4
"""


def told(found: Reliability) -> str:
    return found.reason or f"alpha {found.alpha:.3f}"


def test_the_reason_is_told_where_nothing_can_be() -> None:
    """Too few people, one question, a question all answered alike, or questions never answered together: no figure."""
    cases = {
        "1 2\n3 4": "too few people answered: 2, and at least 3 are needed",
        "1\n2\n3\n4": "a single question cannot be compared with others",
        "1 3\n2 3\n4 3": "everybody answered alike to at least one question",
        "0.1 3\n0.1 2\n0.1 1": "everybody answered alike to at least one question",
        "1 2\n2 1\n3 0": "the answers cancel each other out",
    }
    for text, reason in cases.items():
        found = reliability_from_answers(answers(text), missing="listwise")
        assert told(found) == reason, text
        assert (found.alpha, found.low, found.high, found.standardised, found.omega) == (None,) * 5
        assert (found.dropped, found.item_rest) == ((), ())
    never = reliability_from_answers(answers("1 2 .\n2 3 .\n3 5 .\n. 1 2\n. 2 1\n. 4 4"), missing="pairwise")
    assert never.reason == "too few people answered: 0, and at least 3 are needed"
    assert reliability_from_answers(np.empty((0, 3)), missing="listwise").alpha is None
    assert reliability_from_answers(np.full((5, 3), nan), missing="pairwise").alpha is None
    assert reliability_from_covariance([[1, nan], [nan, 1]], 9, missing="pairwise").reason.startswith("some questions")


def test_gaps_are_treated_as_named() -> None:
    """Of six people one answered one question only and one left one out: four are complete, all six answered some."""
    table = answers("1 2 1\n2 2 3\n3 4 3\n4 4 5\n5 . 4\n. . 3")
    complete, pairs = (reliability_from_answers(table, missing=word) for word in ("listwise", "pairwise"))

    assert (complete.missing, complete.n, complete.fewest) == ("listwise", 4, 4)
    assert (pairs.missing, pairs.n, pairs.fewest) == ("pairwise", 6, 4)
    assert complete.alpha != pairs.alpha


def test_two_questions_have_alpha_and_no_omega() -> None:
    """With two questions alpha can be had, omega cannot, and there is no alpha without one of them."""
    found = reliability_from_answers(answers(FIVE)[:, :2], missing="listwise")

    assert found.alpha is not None
    assert found.dropped == (None, None)
    assert (found.omega, found.omega_reason) == (None, "omega needs at least 3 questions")


def test_omega_says_why_it_is_missing() -> None:
    """A question asked twice, and one that is all common factor, leave no proper model; alpha is given all the same."""
    draw = np.random.default_rng(2)
    common = draw.normal(size=60)
    twice = np.column_stack([common + draw.normal(size=60), common + draw.normal(size=60)])
    repeated = reliability_from_answers(np.column_stack([twice, twice[:, 0]]), missing="listwise")
    heywood = [[1.0, 0.7, 0.7], [0.7, 1.0, 0.3], [0.7, 0.3, 1.0]]  # loadings would need 1.28 times the whole variance

    assert (repeated.omega, repeated.omega_reason[:26]) == (None, "the questions repeat one a")
    assert repeated.alpha is not None
    found = reliability_from_covariance(heywood, 100, missing="listwise")
    assert (found.omega, found.omega_standardised) == (None, None)
    assert found.omega_reason == "one question leaves nothing of its own beside the common factor"


def test_alpha_can_be_negative() -> None:
    """Questions that pull against each other have an alpha under zero, which is told and not hidden."""
    found = reliability_from_covariance([[1.0, -0.4], [-0.4, 1.0]], 30, missing="listwise")

    assert found.alpha == pytest.approx(2 * (1 - 2 / 1.2))


@pytest.mark.parametrize(
    ("wrong", "match"),
    [
        (lambda: reliability_from_answers([1.0, 2.0], missing="listwise"), "1 dimensions"),
        (lambda: reliability_from_answers([[1.0, np.inf]], missing="listwise"), "infinite"),
        (lambda: reliability_from_answers([[1.0, 1e200]], missing="listwise"), "over 1e150"),
        (lambda: reliability_from_answers([[1.0, 2j]], missing="listwise"), "complex"),
        (lambda: reliability_from_answers([[1.0, 2.0]], missing="both"), "“pairwise” or “listwise”"),
        (lambda: reliability_from_covariance([[1.0, 0.5]], 9, missing="listwise"), "items × items"),
        (lambda: reliability_from_covariance([[1.0, 0.5], [0.2, 1.0]], 9, missing="listwise"), "not symmetric"),
        (lambda: floor_and_ceiling([5.0], 4, 4), "lowest must be below"),
        (lambda: floor_and_ceiling([5.0], 0, 4), "scores from 5.0"),
        (lambda: floor_and_ceiling_from_counts(3, 3, 5), "cannot be"),
        (lambda: icc_from_scores([1.0], ["a", "b"]), "one name per score"),
        (lambda: agreement_of_teams([[1.0]], ["a", "b"], 5), "one name per person"),
        (lambda: r_wg(-1.0, 5, 5), "no agreement"),
        (lambda: r_wg(nan, 5, 5), "no agreement"),
        (lambda: shrout_fleiss([[1.0, nan], [2.0, 3.0]]), "without gaps"),
    ],
)
def test_what_is_no_data_is_refused(wrong, match) -> None:
    """Shapes, words and counts that cannot be are refused by name."""
    with pytest.raises(ValueError, match=match):
        wrong()


def test_ends_are_crowded_above_fifteen_in_a_hundred() -> None:
    """More than 15 % at an end are flagged, exactly 15 % are not; missing scores do not count."""
    drawn = rows("""
        | lowest | highest | of  | floor | ceiling |
        | 15     | 16      | 100 | no    | yes     |
        | 3      | 0       | 20  | no    | no      |
        | 4      | 0       | 20  | yes   | no      |
    """)
    for row in drawn:
        found = floor_and_ceiling_from_counts(int(row["lowest"]), int(row["highest"]), int(row["of"]))
        assert (found.has_floor, found.has_ceiling) == (row["floor"] == "yes", row["ceiling"] == "yes"), row
    assert floor_and_ceiling([0.0, 100.0, 100.0, 40.0, nan], 0, 100) == FloorCeiling(4, 0.25, 0.5)
    assert floor_and_ceiling([nan], 0, 100) == FloorCeiling(0, None, None)


def test_teams_need_people_to_be_compared() -> None:
    """One team, teams of one person each, or nobody differing give the reason in place of a coefficient."""
    one = icc_from_scores([1.0, 2.0, nan], ["a", "a", "b"])
    single = icc_from_scores([1.0, 2.0, 3.0], ["a", "b", "c"])
    alike = icc_from_scores([0.1] * 6, [*"aabbcc"])

    assert one.reason == "too few teams (1) or people (2): two teams, and one of two people, are needed"
    assert single.reason.startswith("too few teams (3) or people (3)")
    assert alike.reason == "everybody answered alike"
    assert {x for found in (one, single, alike) for x in (found.icc1, found.icc2)} == {None}
    assert icc_from_scores([1.0, 1.0, 5.0, 5.0], [*"aabb"]).icc1 == 1.0
    assert icc_from_sums([2, 0, 2], [2, 0, 10], [2, 0, 50]).teams == 2


def test_agreement_runs_from_none_to_all() -> None:
    """Everybody alike is 1; answers at both ends are further apart than chance: 0; one person is unknown."""
    found = agreement_of_teams([[3, 3], [3, 3], [1, 1], [5, 5], [2, 2]], [*"aabbc"], options=5)

    assert found.values == (1.0, 0.0, None)
    assert (found.teams, found.sizes, found.median) == (("a", "b", "c"), (2, 2, 1), 0.5)
    nobody = agreement_of_teams([[nan, nan], [2, 2]], [*"ab"], options=5)
    assert (nobody.median, nobody.reason) == (None, "no team has two people who answered")


def test_even_spread_over_the_options_is_no_agreement() -> None:
    """One person at each of five options differs as chance would, so agreement is 0 for one question."""
    assert r_wg(2.0, 1, 5) == 0.0  # the variance of 1 to 5 spread evenly is (25 - 1) / 12
    assert r_wg(1.0, 1, 5) == pytest.approx(0.5)


def test_nobody_differing_leaves_raters_without_a_coefficient() -> None:
    """Ratings that are all the same have no coefficient, and no warning."""
    found = shrout_fleiss([[0.1, 0.1], [0.1, 0.1], [0.1, 0.1]])

    assert (found.one_way, found.random, found.fixed, found.f_one_way) == (None,) * 4
