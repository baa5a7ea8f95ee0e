"""What holds for every series, every comparison and every set of teams."""

from __future__ import annotations

from itertools import pairwise
from math import isclose
from typing import Literal

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from joy.change import clustered_difference, newcombe_difference, paired, sign_test, welch, wilson
from joy.definitions.policy import load_policy
from joy.disclosure import (
    complement,
    complement_forest,
    grade,
    grade_many,
    merge_rare_options,
    n_bands,
    pool,
    round_half_away,
)
from joy.disclosure.bands import n_room, tier_index
from joy.variation import analyse_runs, centre_of


POLICY = load_policy()
K = 5

counts = st.integers(1, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
points = st.lists(st.one_of(st.integers(0, 8).map(float), st.just(float("nan"))), min_size=1, max_size=40)


@given(counts)
def test_an_interval_of_a_share_holds_its_share(count: tuple[int, int]) -> None:
    """The interval of a share lies within 0 to 1, holds the share, and mirrors when good and bad are swapped."""
    good, n = count
    found, mirrored = wilson(good, n), wilson(n - good, n)
    assert found.low is not None
    assert found.high is not None
    assert 0 <= found.low <= found.estimate <= found.high <= 1
    assert mirrored.low is not None
    assert isclose(mirrored.low, 1 - found.high, abs_tol=1e-12)


@given(counts, counts)
def test_before_and_after_swapped_change_only_the_sign(before: tuple[int, int], after: tuple[int, int]) -> None:
    """A difference read backwards is the same with its sign turned, and stays within its possible range."""
    forth, back = newcombe_difference(*before, *after), newcombe_difference(*after, *before)
    assert forth.low is not None
    assert forth.high is not None
    assert back.high is not None
    assert isclose(forth.low, -back.high, abs_tol=1e-12)
    assert -1 - 1e-12 <= forth.low <= forth.estimate <= forth.high <= 1 + 1e-12


@given(counts, counts)
def test_more_answers_never_widen_an_interval(before: tuple[int, int], after: tuple[int, int]) -> None:
    """Four times the answers with the same shares give a narrower interval."""
    few = newcombe_difference(*before, *after)
    many = newcombe_difference(*(4 * number for number in (*before, *after)))
    assert few.low is not None
    assert few.high is not None
    assert many.low is not None
    assert many.high is not None
    assert many.high - many.low < few.high - few.low


@given(st.floats(-50, 50), st.floats(0.1, 30), st.integers(2, 40), st.floats(1, 9))
def test_a_change_of_unit_changes_only_the_unit(mean: float, sd: float, n: int, factor: float) -> None:
    """Means told in another unit give the same interval in that unit."""
    for plain, scaled in (
        (paired(mean, sd, n), paired(mean * factor, sd * factor, n)),
        (welch(0, sd, n, mean, 2 * sd, n), welch(0, sd * factor, n, mean * factor, 2 * sd * factor, n)),
    ):
        assert plain.low is not None
        assert scaled.low is not None
        assert isclose(plain.low * factor, scaled.low, rel_tol=1e-9, abs_tol=1e-9)


@given(st.lists(st.tuples(counts, counts), min_size=2, max_size=12))
def test_the_order_of_teams_does_not_matter(teams: list[tuple[tuple[int, int], tuple[int, int]]]) -> None:
    """A cohort's change and interval are the same whichever team comes first, with empty teams or without."""
    columns = np.array([[*before, *after] for before, after in teams]).T
    found = clustered_difference(*columns)
    turned = clustered_difference(*np.column_stack([columns[:, ::-1], np.zeros((4, 2), dtype=int)]))
    assert isclose(found.estimate, turned.estimate, abs_tol=1e-12)
    assert (found.low is None) == (turned.low is None)
    assert found.low is None or turned.low is None or isclose(found.low, turned.low, abs_tol=1e-9)


@given(st.integers(0, 80), st.integers(0, 80))
def test_a_sign_test_takes_no_side(up: int, down: int) -> None:
    """Up and down swapped give the same probability, between 0 and 1."""
    assert sign_test(up, down) == sign_test(down, up)
    assert 0 < sign_test(up, down) <= 1


@given(points)
def test_a_series_upside_down_has_the_same_runs_on_the_other_side(series: list[float]) -> None:
    """Turned upside down a series keeps its counts and its signal; side and way turn round."""
    values = np.array([series])
    found, turned = analyse_runs(values, centre_of(values)), analyse_runs(-values, centre_of(-values))
    assert (found.direction, found.moved) == (-turned.direction, -turned.moved)
    for name in ("n_useful", "longest_run", "crossings", "signal", "in_longest_run"):
        assert getattr(found, name).tolist() == getattr(turned, name).tolist(), name


@given(points)
def test_a_series_backwards_has_the_same_counts(series: list[float]) -> None:
    """Read backwards a series keeps its counts and its signal, and went the other way."""
    found, back = analyse_runs([series], [4.0]), analyse_runs([series[::-1]], [4.0])
    for name in ("n_useful", "longest_run", "crossings", "signal"):
        assert getattr(found, name).tolist() == getattr(back, name).tolist(), name
    assert found.moved == -back.moved


@given(points, st.integers(0, 40))
def test_a_missing_week_changes_nothing(series: list[float], place: int) -> None:
    """A missing point put in anywhere leaves every count as it was."""
    longer = [*series[:place], float("nan"), *series[place:]]
    found, more = analyse_runs([series], [4.0]), analyse_runs([longer], [4.0])
    for name in ("n_useful", "longest_run", "crossings", "signal", "direction", "moved"):
        assert getattr(found, name).tolist() == getattr(more, name).tolist(), name


@given(points)
def test_marked_points_are_one_run(series: list[float]) -> None:
    """The marked points are as many as the longest run, all on one side, with no point of the other between."""
    runs = analyse_runs([series], [4.0])
    marked = np.flatnonzero(runs.in_longest_run[0])
    assert len(marked) == runs.longest_run[0]
    within = [series[i] for i in range(marked[0], marked[-1] + 1)] if len(marked) else []
    assert {float(np.sign(v - 4)) for v in within if v == v and v != 4} <= {float(runs.direction[0])}


@given(st.floats(-1000, 1000), st.sampled_from([0.01, 0.05, 0.1, 0.25, 1.0, 2.5]))
def test_rounding_stays_within_half_a_step(value: float, step: float) -> None:
    """A rounded value is a whole number of steps, at most half a step away, and rounding again changes nothing."""
    rounded = float(round_half_away(value, step))
    assert abs(rounded - value) <= step / 2 + 1e-6
    assert isclose(rounded / step, round(rounded / step), abs_tol=1e-6)
    assert float(round_half_away(rounded, step)) == rounded


@given(
    counts,
    st.sampled_from(["pulse", "survey", "sensitive", "workforce"]),
    st.sampled_from(["answers", "people"]),
)
def test_what_is_shown_of_a_share_never_misleads_by_more_than_its_step(
    count: tuple[int, int], cls: str, counted: Literal["answers", "people"]
) -> None:
    """A share is hidden under its threshold, else within half a step or a true bound; its band holds n."""
    good, n = count
    how = {"shows": "share", "minimum": 0, "maximum": 1, "disclosure_class": cls, "policy": POLICY, "counts": counted}
    shown = grade(good / n, n, **how)
    tier = max((t for t in POLICY.tiers if t.at_least <= n), key=lambda t: t.at_least, default=None)
    if tier is None or n < POLICY.classes[cls].k_show:
        assert shown is None
        return
    assert shown is not None
    assert shown.n_low <= n <= shown.n_low + 4
    alike = 4 if n >= 20 and counted == "people" else 1  # so few left out look like nobody left out
    assert (shown.capped is not None) == (min(good, n - good) <= alike)
    if shown.capped is not None:
        bound = 2 * shown.value if shown.capped == "under" else 2 * (1 - shown.value)
        assert (min(good, n - good) + 0.0) / n < bound < 0.3
        return
    assert abs(shown.value - good / n) <= tier.share_step / 2 + 1e-9
    assert n >= 20 or 0 < shown.value < 1


@given(st.lists(st.tuples(st.floats(-20, 120), st.integers(0, 60)), min_size=1, max_size=20))
def test_many_figures_are_graded_as_each_by_itself(figures: list[tuple[float, int]]) -> None:
    """Grading many figures at once gives what grading each alone gives."""
    how = {"shows": "mean", "minimum": 0.0, "maximum": 100.0, "disclosure_class": "survey", "policy": POLICY}
    values, n = zip(*figures, strict=True)
    many = grade_many(values, n, **how)
    for place, (value, number) in enumerate(figures):
        alone = grade(value, number, **how)
        assert many.is_shown[place] == (alone is not None)
        if alone is not None:
            together = (many.value[place], many.capped[place], many.n_band[place], many.n_low[place], many.tier[place])
            assert together == (alone.value, alone.capped, alone.n_band, alone.n_low, alone.tier)


@given(st.lists(st.integers(0, 500), min_size=2, max_size=40))
def test_bands_follow_the_order_of_numbers(numbers: list[int]) -> None:
    """More answers never get a lower band, and a band never promises more answers than there are."""
    ordered = sorted(numbers)
    _, lows = n_bands(ordered, POLICY)
    assert all(a <= b for a, b in pairwise(lows.tolist()))
    assert all(low <= n for low, n in zip(lows.tolist(), ordered, strict=True))


def test_a_band_tells_the_same_of_all_its_numbers() -> None:
    """Numbers with one band in one display tier have the same ends, which hold the first and the last of them."""
    numbers = np.arange(5, 12_000)
    (bands, _), (low, high), tiers = n_bands(numbers, POLICY), n_room(numbers, POLICY), tier_index(numbers, POLICY)
    for band, tier in dict.fromkeys(zip(bands, tiers, strict=True)):
        mine = (bands == band) & (tiers == tier)
        assert set(low[mine]) == {numbers[mine][0]}
        assert len(set(high[mine])) == 1
        assert high[mine][0] >= numbers[mine][-1]


@given(st.lists(st.integers(0, 20), min_size=1, max_size=11))
def test_merged_options_lose_nobody(chosen: list[int]) -> None:
    """Merged options hold every option once and in order, every person once, and at least five people each."""
    runs = merge_rare_options(chosen, K)
    if sum(chosen) < K:
        assert runs == []
        return
    assert [option for run in runs for option in run.options] == list(range(len(chosen)))
    assert [run.count for run in runs] == [sum(chosen[option] for option in run.options) for run in runs]
    assert all(run.count >= K for run in runs)


@given(st.lists(st.integers(0, 30), min_size=0, max_size=30))
def test_fortnights_lose_nobody(weeks: list[int]) -> None:
    """Fortnights hold every answer of their weeks, and a busiest day at least as busy as either week's."""
    fortnights, whole = pool(weeks, weeks, weeks), len(weeks) // 2 * 2
    assert int(fortnights.n_total.sum()) == sum(weeks[:whole])
    assert fortnights.busiest_day.tolist() == [max(weeks[i : i + 2]) for i in range(0, whole, 2)]


@st.composite
def worlds(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Teams of a few cohorts, with people and what the threshold lets through; some hidden for other reasons."""
    teams = draw(st.integers(1, 14))
    cohort = np.array(draw(st.lists(st.integers(-1, 3), min_size=teams, max_size=teams)))
    people = np.array(draw(st.lists(st.integers(0, 12), min_size=teams, max_size=teams)))
    allowed = np.array(draw(st.lists(st.sampled_from([True, True, True, False]), min_size=teams, max_size=teams)))
    above = np.array(draw(st.lists(st.sampled_from([True, True, True, False]), min_size=4, max_size=4)))
    return cohort, people, (people >= K) & allowed, above


def assert_safe(people: np.ndarray) -> None:
    """What is hidden together is nobody, or at least five people of at least two teams."""
    hidden = people[people > 0]
    assert len(hidden) == 0 or (len(hidden) >= 2 and hidden.sum() >= K), hidden


@given(worlds())
def test_no_subtraction_finds_a_hidden_team(world: tuple[np.ndarray, ...]) -> None:
    """No shown cohort minus its shown teams leaves one to four people, or a single team."""
    cohort, people, visible, above = world
    child, parent = complement(cohort, people, visible, above, K)
    for place in np.flatnonzero(parent):
        assert_safe(people[(cohort == place) & ~child])


@given(worlds())
def test_protection_shows_nothing_and_settles_at_once(world: tuple[np.ndarray, ...]) -> None:
    """Protection never makes a figure visible, and a second pass changes nothing."""
    cohort, people, visible, above = world
    child, parent = complement(cohort, people, visible, above, K)
    assert not (child & ~visible).any()
    assert not (parent & ~above).any()
    again = complement(cohort, people, child, parent, K)
    assert (again[0].tolist(), again[1].tolist()) == (child.tolist(), parent.tolist())


@given(worlds())
def test_no_more_is_hidden_than_needed(world: tuple[np.ndarray, ...]) -> None:
    """In a cohort that stays shown, showing the largest team hidden for company again would give somebody away."""
    cohort, people, visible, above = world
    child, parent = complement(cohort, people, visible, above, K)
    for place in np.flatnonzero(parent):
        extra = np.flatnonzero((cohort == place) & visible & ~child)
        if len(extra):
            largest = extra[np.argmax(people[extra])]
            rest = people[(cohort == place) & ~child & (np.arange(len(people)) != largest) & (people > 0)]
            assert len(rest) < 2 or rest.sum() < K


@settings(max_examples=300)
@given(worlds(), st.booleans())
def test_no_subtraction_over_two_levels_finds_a_hidden_team(world: tuple[np.ndarray, ...], programme: bool) -> None:
    """Neither cohorts minus teams nor the programme minus cohorts minus teams leaves a small remainder."""
    cohort_of, people, visible, allowed = world
    assume((cohort_of >= 0).all())
    totals = np.bincount(cohort_of, weights=people, minlength=4)
    teams, top = len(people), len(people) + 4
    seen = complement_forest(
        np.concatenate([teams + cohort_of, [top] * 4, [-1]]),
        np.concatenate([people, totals, [totals.sum()]]),
        np.concatenate([visible, (totals >= K) & allowed, [programme]]),
        K,
    )
    team, cohort = seen[:teams], seen[teams:top]
    assert not (team & ~visible).any()
    for place in np.flatnonzero(cohort):
        assert_safe(people[(cohort_of == place) & ~team])
    if seen[top]:
        assert_safe(totals[~cohort])
        assert_safe(people[~cohort[cohort_of] & ~team])
