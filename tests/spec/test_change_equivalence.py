"""When two things are similar, when they are different, and when nobody can tell."""

from __future__ import annotations

from math import inf, nan

import pytest

from joy.change import (
    Conclusion,
    Interval,
    PublishedSpread,
    ReliableChange,
    cohens_h,
    compare_means,
    compare_paired,
    compare_shares,
    conclude,
    consistency,
    criterion_c,
    d_of_mean_spread,
    d_pooled,
    effect_size_interval,
    glass_delta,
    hedges_factor_exact,
    may_speak_for_teams,
    net_advocacy,
    reliable_change,
    reliable_change_index,
)
from tests.tables import rows


SPREAD = PublishedSpread(20.0, 0.84, "WHO-5, Topp et al. 2015")


def test_similar_is_found_and_not_missed() -> None:
    """Held against 5 points: narrow around zero is similar, far off is different, wide is unclear."""
    drawn = """
        | mean gap | spread | people | told      | small difference |
        | 0        | 12     | 100    | similar   | no               |
        | 3        | 8      | 200    | similar   | yes              |
        | 12       | 15     | 60     | different | no               |
        | -12      | 15     | 60     | different | no               |
        | 0        | 20     | 12     | unclear   | no               |
        | 4        | 12     | 30     | unclear   | no               |
        | 2        | 0      | 30     | unclear   | no               |
        | 2        | 8      | 1      | unclear   | no               |
    """
    for row in rows(drawn):
        found = compare_paired(float(row["mean gap"]), float(row["spread"]), int(row["people"]), margin=5)
        assert found.conclusion == row["told"], row
        assert found.is_small_difference == (row["small difference"] == "yes"), row


def test_touching_the_margin_is_not_within_it() -> None:
    """An interval that ends exactly at the margin does not show that two things are similar."""
    assert conclude(Interval(0, -6, 6), Interval(0, -5, 5), 5).conclusion is Conclusion.UNCLEAR
    assert conclude(Interval(0, -6, 6), Interval(0, -4.9, 4.9), 5).conclusion is Conclusion.SIMILAR


def test_shares_and_means_are_judged_alike() -> None:
    """Shares within 10 points and means within 5 are similar with many answers and unclear with few."""
    assert compare_shares(500, 1000, 505, 1000, margin=0.1).conclusion is Conclusion.SIMILAR
    assert compare_shares(5, 10, 5, 10, margin=0.1).conclusion is Conclusion.UNCLEAR
    assert compare_shares(0, 0, 5, 10, margin=0.1).conclusion is Conclusion.UNCLEAR
    assert compare_shares(20, 100, 60, 100, margin=0.1).conclusion is Conclusion.DIFFERENT
    assert compare_means(60, 20, 400, 61, 20, 400, margin=5).conclusion is Conclusion.SIMILAR
    assert compare_means(60, 20, 9, 61, 20, 9, margin=5).conclusion is Conclusion.UNCLEAR
    assert compare_means(60, nan, 9, 61, 20, 9, margin=5).conclusion is Conclusion.UNCLEAR


@pytest.mark.parametrize("margin", [0.0, -1.0, nan, inf])
def test_a_margin_must_be_a_distance(margin: float) -> None:
    """Without a margin above zero nothing can be called similar, so it is refused."""
    with pytest.raises(ValueError, match="margin"):
        compare_paired(0, 10, 50, margin=margin)


def test_reliable_change_counts_people() -> None:
    """Of WHO-5 scores, only changes beyond 22.2 points count; missing scores do not; fewer may be better."""
    before, after = [40, 40, 40, 60, nan, 50], [64, 60, 40, 36, 80, nan]

    assert reliable_change(before, after, SPREAD) == ReliableChange(better=1, same=2, worse=1, published=SPREAD)
    assert reliable_change(before, after, SPREAD, higher_is_better=False).worse == 1
    assert reliable_change(before, after, SPREAD).n == 4
    exact = PublishedSpread(10.0, 0.5, "a change of exactly 1.96 × 10")
    assert reliable_change([0.0, 0.0], [exact.smallest, exact.smallest + 0.1], exact).better == 1


def test_without_measurement_error_every_change_is_reliable() -> None:
    """A reliability of 1 leaves no error: any change counts, and none is none."""
    perfect = PublishedSpread(10.0, 1.0, "a ruler")

    assert [reliable_change_index(change, perfect) for change in (-1.0, 0.0, 2.0)] == [-inf, 0.0, inf]
    assert reliable_change([1.0, 1.0], [1.5, 1.0], perfect).better == 1


@pytest.mark.parametrize(
    ("wrong", "match"),
    [
        (lambda: PublishedSpread(0.0, 0.8, "x"), "above zero"),
        (lambda: PublishedSpread(nan, 0.8, "x"), "above zero"),
        (lambda: PublishedSpread(10.0, 1.2, "x"), "between 0 and 1"),
        (lambda: PublishedSpread(10.0, 0.8, " "), "without its source"),
        (lambda: reliable_change([1.0], [1.0, 2.0], SPREAD), "one pair per person"),
        (lambda: criterion_c(40, 0, 60, 0), "separate nothing"),
        (lambda: cohens_h(1.2, 0.5), "between 0 and 1"),
        (lambda: net_advocacy(8, 5, 10), "cannot be"),
    ],
)
def test_figures_that_cannot_be_are_refused(wrong, match) -> None:
    """A spread nobody published, shares above one and counts above n are refused by name."""
    with pytest.raises(ValueError, match=match):
        wrong()


def test_effects_without_variation_are_missing() -> None:
    """No effect size is made up where nothing varies or too few answered; no interval either."""
    missing = [
        d_pooled(1, 0, 5, 2, 0, 5),
        d_pooled(1, 1, 1, 2, 1, 1),
        d_of_mean_spread(1, 0, 2, 0),
        glass_delta(1, 2, 0),
        consistency(1, 0),
        hedges_factor_exact(1),
        cohens_h(nan, 0.5),
        net_advocacy(0, 0, 0).estimate,
    ]

    assert all(x != x for x in missing)
    assert effect_size_interval(0.5, 1, 9) == Interval(0.5, None, None)
    assert effect_size_interval(nan, 9, 9).low is None
    assert net_advocacy(10, 0, 10) == Interval(100.0, None, None)


def test_net_advocacy_stays_on_its_scale() -> None:
    """Nine of ten for and none against reach from below 100 to exactly 100 points."""
    found = net_advocacy(9, 0, 10)

    assert (found.estimate, found.high) == (90.0, 100.0)


def test_a_team_speaks_when_its_people_agree() -> None:
    """Median agreement of .70 in at least two teams of five, and teams that differ, justify a team mean; else not."""
    drawn = """
        | agreement         | people   | icc1 | justified | reason                       |
        | 0.80 0.75 0.60    | 6 7 8    | 0.12 | yes       | agree enough: median r_wg(j) 0.75 |
        | 0.70 0.70         | 5 5      | 0.01 | yes       | 1 % of the difference        |
        | 0.80 0.60 0.60    | 6 7 8    | 0.12 | no        | do not agree enough          |
        | 0.95 0.95 0.60    | 4 4 8    | 0.12 | no        | at least 2 are needed        |
        | 0.80 0.80 0.80    | 6 7 8    | -.02 | no        | no more than people do       |
    """
    for row in rows(drawn):
        agreement, sizes = [float(x) for x in row["agreement"].split()], [int(x) for x in row["people"].split()]
        found = may_speak_for_teams(agreement, sizes, float(row["icc1"]), 0.5)
        assert found.is_justified == (row["justified"] == "yes"), row
        assert row["reason"] in "; ".join(found.reasons), row


def test_what_is_not_known_does_not_justify() -> None:
    """Unknown agreement or unknown differences between teams never justify a team mean; left-out teams are counted."""
    nothing = may_speak_for_teams([None, None], [6, 7], None, None)
    some = may_speak_for_teams([0.9, 0.9, 0.9, None], [6, 7, 4, 5], 0.2, 0.81)

    assert (nothing.is_justified, nothing.median, nothing.teams) == (False, None, 0)
    assert (some.is_justified, some.left_out) == (True, 2)
    assert some.notes == (
        "teams left out because fewer than 5 answered: 2",
        "one team's mean is steady enough to stand alone: ICC(2) 0.81, 0.70 is wanted",
    )
    with pytest.raises(ValueError, match="zip"):
        may_speak_for_teams([0.9], [5, 5], 0.1, 0.5)
