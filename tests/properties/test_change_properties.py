"""What holds for every scale, every pair of rounds and every margin; and alpha computed a second, slow way."""

from __future__ import annotations

from math import isclose, nan, sqrt

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from scipy import stats

from joy.change import (
    Conclusion,
    Interval,
    PublishedSpread,
    Sides,
    both_ways,
    compare_paired,
    compare_shares,
    effect_size_interval,
    hedges_factor,
    hedges_factor_exact,
    mirror,
    net_advocacy,
    paired,
    reliable_change,
    welch,
)
from joy.scoring import (
    Reliability,
    agreement_of_teams,
    floor_and_ceiling,
    icc_from_scores,
    reliability_from_answers,
    shrout_fleiss,
)


codes = st.sampled_from([0.0, 1.0, 2.0, 3.0, 4.0, 0.0, 1.0, 2.0, 3.0, 4.0, 2.0, nan])
shapes = st.tuples(st.integers(0, 20), st.integers(1, 5))
tables = shapes.flatmap(lambda shape: arrays.arrays(float, shape, elements=codes))
full = st.tuples(st.integers(3, 14), st.integers(3, 6)).flatmap(
    lambda shape: arrays.arrays(float, shape, elements=st.integers(0, 4).map(float))
)
words = st.sampled_from(["pairwise", "listwise"])
means = st.floats(-50, 50)
spreads = st.floats(0.5, 30)
calm = settings(derandomize=True, max_examples=80, deadline=None)


def near(one: float | None, other: float | None, within: float = 1e-7) -> bool:
    if one is None or other is None:
        return one is other
    return isclose(one, other, rel_tol=within, abs_tol=within)


def alike(one: Reliability, other: Reliability) -> bool:
    """The same figures, whatever the order of the items."""
    names = ("alpha", "low", "high", "standardised")
    return all(near(getattr(one, name), getattr(other, name)) for name in names) and one.reason == other.reason


def slow_covariance(one: list[float], other: list[float]) -> float | None:
    both = [(a, b) for a, b in zip(one, other, strict=True) if a == a and b == b]
    if len(both) < 3:
        return None
    middle = [sum(side) / len(both) for side in zip(*both, strict=True)]
    return sum((a - middle[0]) * (b - middle[1]) for a, b in both) / (len(both) - 1)


def slow_alpha(table: np.ndarray, missing: str) -> float | None:
    """Cronbach's alpha with loops over people and pairs of items; None where there is none."""
    people = [row for row in table.tolist() if sum(x == x for x in row) >= (len(row) if missing == "listwise" else 2)]
    items = [list(column) for column in zip(*people, strict=True)]
    k = len(items)
    if k < 2:
        return None
    cells = [[slow_covariance(one, other) for other in items] for one in items]
    if any(cell is None for row in cells for cell in row) or any(cells[i][i] < 1e-9 for i in range(k)):
        return None
    own, whole = sum(cells[i][i] for i in range(k)), sum(cell for row in cells for cell in row)
    return k / (k - 1) * (1 - own / whole) if whole > 1e-9 else None


@calm
@given(tables, words)
def test_alpha_twice(table: np.ndarray, missing: str) -> None:
    """Alpha of any answers with gaps equals the one computed person by person and pair by pair."""
    found = reliability_from_answers(table, missing=missing)

    assert near(found.alpha, slow_alpha(table, missing))
    assert (found.alpha is None) == bool(found.reason)


@calm
@given(full)
def test_the_interval_of_alpha_twice(table: np.ndarray) -> None:
    """Feldt's interval equals the one from scipy's F distribution, and holds alpha."""
    found = reliability_from_answers(table, missing="listwise")
    if found.alpha is None:
        assert found.low is None
        return
    n, k = table.shape
    ratio = stats.f(n - 1, (n - 1) * (k - 1))
    assert near(found.low, 1 - (1 - found.alpha) * ratio.ppf(0.975))
    assert near(found.high, 1 - (1 - found.alpha) * ratio.ppf(0.025))
    assert found.low <= found.alpha <= found.high


@calm
@given(full)
def test_questions_against_the_rest_twice(table: np.ndarray) -> None:
    """Item-rest correlations and alphas without an item equal those of the answers with the item taken out."""
    found = reliability_from_answers(table, missing="listwise")
    for item, told in enumerate(found.item_rest):
        rest = np.delete(table, item, axis=1)
        total = rest.sum(axis=1)
        if total.std() > 1e-9:
            assert near(told, float(np.corrcoef(table[:, item], total)[0, 1]), 1e-6)
        assert near(found.dropped[item], slow_alpha(rest, "listwise"))


@calm
@given(tables, words, st.randoms(use_true_random=False))
def test_the_order_of_people_and_questions_does_not_matter(table: np.ndarray, missing: str, random: object) -> None:
    """People or questions in another order give the same figures; omega too."""
    rows, columns = list(range(table.shape[0])), list(range(table.shape[1]))
    random.shuffle(rows)
    random.shuffle(columns)
    found = reliability_from_answers(table, missing=missing)
    turned = reliability_from_answers(table[rows][:, columns], missing=missing)

    assert alike(found, turned)
    assert near(found.omega, turned.omega, 1e-4)


@calm
@given(full, st.lists(st.floats(-1000, 1000), min_size=6, max_size=6), st.floats(0.1, 50))
def test_alpha_knows_no_unit(table: np.ndarray, shifts: list[float], factor: float) -> None:
    """A constant added to a question, or another unit for all, leaves alpha and omega as they are."""
    moved = reliability_from_answers(table * factor + shifts[: table.shape[1]], missing="listwise")

    assert alike(reliability_from_answers(table, missing="listwise"), moved)


@calm
@given(full)
def test_omega_lies_between_nought_and_one_or_says_why(table: np.ndarray) -> None:
    """Omega is a share, or missing with its reason; never anything else."""
    found = reliability_from_answers(table, missing="listwise")

    for omega in (found.omega, found.omega_standardised):
        assert (omega is None) == bool(found.omega_reason)
        assert omega is None or 0 <= omega <= 1


@calm
@given(full, st.floats(0.5, 0.9))
def test_a_surer_level_is_wider(table: np.ndarray, level: float) -> None:
    """An interval at a higher level holds the one at a lower."""
    narrow, wide = (reliability_from_answers(table, missing="listwise", level=one) for one in (level, level + 0.05))

    assert narrow.low is None or (wide.low < narrow.low < narrow.high < wide.high)


teams_of_people = st.lists(st.tuples(st.sampled_from("abcd"), st.integers(0, 10).map(float)), min_size=1, max_size=24)


@calm
@given(teams_of_people, st.floats(-100, 100), st.floats(0.5, 20))
def test_likeness_of_teams_knows_no_order_and_no_unit(
    people: list[tuple[str, float]], shift: float, factor: float
) -> None:
    """ICC(1) and ICC(2) stay as they are for people in another order and scores in another unit; ICC(2) tops ICC(1)."""
    teams, scores = zip(*people, strict=True)
    found = icc_from_scores(scores, teams)
    turned = icc_from_scores([score * factor + shift for score in scores[::-1]], teams[::-1])

    assert near(found.icc1, turned.icc1, 1e-6)
    assert near(found.icc2, turned.icc2, 1e-6)
    assert (found.icc1 is None) == bool(found.reason)
    assert found.icc1 is None or found.icc1 <= 1 + 1e-12
    if found.icc1 is not None and found.icc2 is not None and found.icc1 >= 0:
        assert found.icc2 >= found.icc1 - 1e-9


@calm
@given(full)
def test_raters_of_equal_spread_twice(table: np.ndarray) -> None:
    """The third coefficient for the mean of raters is Cronbach's alpha, as theory says."""
    alpha = reliability_from_answers(table, missing="listwise").alpha
    fixed = shrout_fleiss(table).fixed_mean

    assert alpha is None or near(alpha, fixed, 1e-6)


@calm
@given(tables.filter(lambda table: len(table) > 0), st.integers(0, 9))
def test_agreement_lies_between_nought_and_one(table: np.ndarray, seed: int) -> None:
    """Agreement is a share for every team of two, and the same for options counted from another number."""
    teams = np.random.default_rng(seed).choice(list("abc"), len(table)).tolist()
    found, moved = (agreement_of_teams(one, teams, options=5) for one in (table, table + 1))

    assert all(value is None or 0 <= value <= 1 for value in found.values)
    assert all(near(one, other) for one, other in zip(found.values, moved.values, strict=True))


@calm
@given(st.lists(st.integers(0, 10).map(float), max_size=40))
def test_ends_turn_with_the_scale(scores: list[float]) -> None:
    """Scores upside down have floor and ceiling swapped."""
    found, turned = floor_and_ceiling(scores, 0, 10), floor_and_ceiling([10 - score for score in scores], 0, 10)

    assert (found.floor, found.ceiling) == (turned.ceiling, turned.floor)


def mirrored(one: Interval, other: Interval) -> bool:
    if one.low is None or other.high is None or one.high is None or other.low is None:
        return one.low is other.low
    return isclose(one.low, -other.high, abs_tol=1e-9) and isclose(one.high, -other.low, abs_tol=1e-9)


rounds = st.lists(st.tuples(st.floats(0, 100), st.integers(0, 12)), min_size=0, max_size=14)


@calm
@given(rounds, rounds)
def test_rounds_swapped_turn_both_ways_round(before: list[tuple[float, int]], after: list[tuple[float, int]]) -> None:
    """Before and after swapped turn both intervals round and swap the match rates; nobody is matched twice."""
    (old, old_keys), (new, new_keys) = ([[s for s, _ in part], [k for _, k in part]] for part in (before, after))
    forth, back = both_ways(old, new, old_keys, new_keys), both_ways(new, old, new_keys, old_keys)

    assert mirrored(forth.paired, back.paired)
    assert mirrored(forth.unpaired, back.unpaired)
    assert (forth.match_rate_before, forth.match_rate_after) == (back.match_rate_after, back.match_rate_before)
    assert forth.n_matched <= min(len(set(old_keys)), len(set(new_keys)))
    assert forth.attrition.n_stayed + forth.attrition.n_lost == len(before)


@calm
@given(rounds, rounds, st.randoms(use_true_random=False))
def test_the_order_of_replies_does_not_matter(
    before: list[tuple[float, int]], after: list[tuple[float, int]], random: object
) -> None:
    """Replies in another order give the same two changes."""
    shuffled = [list(before), list(after)]
    for part in shuffled:
        random.shuffle(part)
    one, other = (
        both_ways(*([s for s, _ in part] for part in ends), *([k for _, k in part] for part in ends))
        for ends in ((before, after), shuffled)
    )
    for name in ("paired", "unpaired"):
        ends = [(getattr(x, name).low, getattr(x, name).high) for x in (one, other)]
        assert all(near(a, b, 1e-6) for a, b in zip(*ends, strict=True))


@calm
@given(means, spreads, st.integers(2, 200), st.floats(0.5, 20))
def test_a_margin_takes_no_side(mean: float, sd: float, n: int, margin: float) -> None:
    """A difference and its opposite get the same conclusion, in any unit; and never both similar and different."""
    one, other = compare_paired(mean, sd, n, margin=margin), compare_paired(-mean, sd, n, margin=margin)
    scaled = compare_paired(mean * 4, sd * 4, n, margin=margin * 4)

    assert one.conclusion is other.conclusion is scaled.conclusion
    assert mirrored(one.interval, other.interval)
    assert (one.conclusion is Conclusion.DIFFERENT) <= one.interval.is_beyond_chance


@calm
@given(means, spreads, st.integers(2, 200), st.floats(0.5, 20), st.floats(0.1, 20))
def test_a_wider_margin_never_unmakes_similar(mean: float, sd: float, n: int, margin: float, more: float) -> None:
    """What is similar within a margin is similar within a wider one."""
    narrow, wide = (compare_paired(mean, sd, n, margin=one).conclusion for one in (margin, margin + more))

    assert narrow is not Conclusion.SIMILAR or wide is Conclusion.SIMILAR


counts = st.integers(1, 300).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@calm
@given(counts, counts, st.floats(0.02, 0.5))
def test_shares_swapped_get_the_same_conclusion(before: tuple[int, int], after: tuple[int, int], margin: float) -> None:
    """Before and after swapped, or good and bad, change nothing in the conclusion about two shares."""
    forth, back = compare_shares(*before, *after, margin=margin), compare_shares(*after, *before, margin=margin)

    assert forth.conclusion is back.conclusion
    assert mirrored(forth.inner, back.inner)


@calm
@given(means, spreads, st.integers(2, 60), st.integers(2, 60), st.floats(0.5, 0.9))
def test_a_surer_level_is_wider_for_means(mean: float, sd: float, n: int, other_n: int, level: float) -> None:
    """Paired, Welch and effect intervals at a higher level hold those at a lower."""
    for found in (
        [paired(mean, sd, n, one) for one in (level, level + 0.05)],
        [welch(0, sd, n, mean, 2 * sd, other_n, one) for one in (level, level + 0.05)],
        [effect_size_interval(mean / 25, n, other_n, one) for one in (level, level + 0.05)],
        [net_advocacy(n, 1, n + other_n, one) for one in (level, level + 0.05)],
    ):
        narrow, wide = found
        assert wide.low is not None
        assert narrow.low is not None
        assert wide.low <= narrow.low < narrow.high <= wide.high


@calm
@given(st.floats(2.5, 500))
def test_hedges_factors_agree(df: float) -> None:
    """The exact factor and the approximation differ by less than a hundredth beyond two degrees of freedom."""
    assert abs(hedges_factor(df) - hedges_factor_exact(df)) < 0.01 * sqrt(2.5 / df)
    assert 0 < hedges_factor_exact(df) < 1


scores = st.lists(st.tuples(st.floats(0, 100), st.floats(0, 100)), max_size=30)


@calm
@given(scores, spreads, st.floats(0, 0.99))
def test_nobody_is_lost_in_reliable_change(people: list[tuple[float, float]], sd: float, reliability: float) -> None:
    """Everybody is better, the same or worse; time turned round swaps better and worse."""
    published = PublishedSpread(sd, reliability, "drawn by chance")
    before, after = [one for one, _ in people], [other for _, other in people]
    forth, back = reliable_change(before, after, published), reliable_change(after, before, published)

    assert forth.n == len(people)
    assert (forth.better, forth.same, forth.worse) == (back.worse, back.same, back.better)


two_sides = st.tuples(st.integers(0, 12), st.integers(1, 4)).flatmap(
    lambda shape: st.tuples(*(arrays.arrays(float, shape, elements=codes) for _ in range(2)))
)


@calm
@given(two_sides, st.integers(1, 3))
def test_the_mirror_turned_round(pair: tuple[np.ndarray, np.ndarray], min_answered: int) -> None:
    """Targets swapped swap the levels and turn every gap round; the gap is the difference of the two levels."""
    keys = [f"q{i}" for i in range(pair[0].shape[1])]
    forth = mirror(Sides(*pair), keys=keys, min_answered=min_answered)
    back = mirror(Sides(*pair[::-1]), keys=keys, min_answered=min_answered)
    for one, other in zip(forth, back, strict=True):
        assert one.n == other.n
        assert one.gap.conclusion is other.gap.conclusion
        assert mirrored(one.gap.interval, other.gap.interval)
        if one.n:
            assert one.colleagues == other.service_users
            assert isclose(one.gap.interval.estimate, one.service_users - one.colleagues, abs_tol=1e-9)
