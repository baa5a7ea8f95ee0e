"""Nobody's answer is certain from what is shown: every set of answers of small groups is counted out.

The solver knows the rules and even the exact number of answers; it lists all sets of answers that would be shown alike.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations_with_replacement

import numpy as np
import pytest

from joy.definitions.policy import load_policy
from joy.disclosure import grade_many
from joy.disclosure.bands import n_band


POLICY = load_policy()
BANDS = [range(5, 10), range(10, 15), range(15, 20), range(20, 23), range(23, 28)]
ONE_TO_FIVE = np.arange(1, 6)
Sets = dict[tuple[object, ...], list[tuple[int, ...]]]


def shares_shown(n: int, counts: str) -> dict[int, tuple[object, ...]]:
    """What is shown of each possible number of good answers among `n`."""
    good = np.arange(n + 1)
    many = grade_many(
        good / n, np.full(n + 1, n), shows="share", minimum=0, maximum=1, disclosure_class="survey", policy=POLICY,
        counts=counts,
    )  # fmt: skip
    return {int(g): (many.value[g], many.capped[g], many.n_band[g]) for g in good}


def sets_shown(n: int) -> Sets:
    """Every set of answers of `n` people to a question from 1 to 5, by what is shown of it."""
    every = np.array(list(combinations_with_replacement(ONE_TO_FIVE, n)))
    means = every.mean(axis=1)
    many = grade_many(
        means, np.full(len(every), n), shows="mean", minimum=1, maximum=5, disclosure_class="survey", policy=POLICY
    )
    assert not many.may_show_spread.any()
    assert not many.may_show_split.any()
    found: Sets = defaultdict(list)
    for answers, value, capped, band in zip(every, many.value, many.capped, many.n_band, strict=True):
        found[value, capped, band].append(tuple(answers))
    return found


@pytest.mark.parametrize("counts", ["people", "answers"])
@pytest.mark.parametrize("n", range(5, 60))
def test_all_and_all_but_one_look_alike(n: int, counts: str) -> None:
    """At any number of answers all of them good looks like all but one, and nobody like one, and both are bounds."""
    shown = shares_shown(n, counts)

    assert shown[n] == shown[n - 1]
    assert shown[0] == shown[1]
    assert (shown[n][1], shown[0][1]) == ("over", "under")


@pytest.mark.parametrize("counts", ["people", "answers"])
@pytest.mark.parametrize("band", BANDS)
def test_a_shown_share_fits_several_counts(band: range, counts: str) -> None:
    """Whatever share is shown with a band, at least two different counts fit it, one of them of people who differ."""
    fits: dict[tuple[object, ...], set[tuple[int, int]]] = defaultdict(set)
    for n in band:
        assert n_band(n, POLICY)[0] == n_band(band[0], POLICY)[0]
        for good, shown in shares_shown(n, counts).items():
            fits[shown].add((good, n))

    for shown, found in fits.items():
        if shown[1] is not None or band[0] < 20:  # from 20 on single counts may be told where five or more differ
            assert len(found) >= 2, (shown, found)
        assert any(0 < good < n for good, n in found), shown


def test_a_bound_is_true_of_every_count() -> None:
    """“Over 75 %” is said only where more than 75 % is true, and "under" likewise."""
    for n in range(5, 300):
        for good, (value, capped, _) in shares_shown(n, "people").items():
            if capped == "over":
                assert good / n > 2 * float(str(value)) - 1 - 1e-9, (good, n, value)
            if capped == "under":
                assert good / n < 2 * float(str(value)) + 1e-9, (good, n, value)


@pytest.mark.parametrize("n", range(5, 21))
def test_no_set_of_answers_is_pinned_down(n: int) -> None:
    """From the shown mean of 5 to 20 people, their exact number known, at least six sets of answers fit.

    And for no answer is it certain that anybody gave it, unless so many did that they are no few.
    """
    for shown, sets in sets_shown(n).items():
        assert len(sets) >= 6, (shown, sets)
        assert any(len(set(answers)) > 1 for answers in sets), shown


@pytest.mark.parametrize("n", range(5, 21))
def test_near_an_end_one_person_may_have_answered_anything(n: int) -> None:
    """Where a mean is told as a bound, a set in which one person gave the opposite answer fits as well."""
    opposite = {"over": (1, *[5] * (n - 1)), "under": (*[1] * (n - 1), 5)}
    for (_, capped, _), sets in sets_shown(n).items():
        if capped is not None:
            assert opposite[str(capped)] in sets


def test_spread_and_split_of_a_bound_are_not_told() -> None:
    """Beside a mean that is told as a bound stands neither spread nor split, at any number of people."""
    for n in (30, 80, 400):
        many = grade_many(
            [5.0, 3.0], [n, n], shows="mean", minimum=1, maximum=5, disclosure_class="survey", policy=POLICY
        )
        assert many.capped.tolist() == ["over", None]
        assert many.may_show_spread.tolist() == many.may_show_split.tolist() == [False, True]
