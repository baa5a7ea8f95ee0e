"""Attacks on parts of the release, each shown to work on a careless way of doing the same."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from naive import naive_policy

from joy.attack import AttackLine, AttackReport
from joy.attack.equations import Equation, System, echelon, reduced
from joy.attack.known import Between, value_of
from joy.attack.single import Behind, is_one_set, is_unanimous, spreads_from_limits, squares_from
from joy.definitions import DisclosureClass, load_definitions, load_policy
from joy.disclosure import grade, merge_rare_options, round_half_away


POLICY = load_policy()
DEFINITIONS = load_definitions()
FIVE = (1.0, 2.0, 3.0, 4.0, 5.0)
LEAVE = DEFINITIONS.indicators["intention_to_leave_ten"]
HARD = DEFINITIONS.indicators["hard_days"]


def system(people, *sums):
    """A system of plain sums: (leaves, low, high)."""
    return System(np.array(people, dtype=float), tuple(Equation.total(*one) for one in sums))


def test_the_solver_finds_what_subtraction_finds():
    """A total less its parts gives the hidden part, exactly and within the bounds that rounding leaves."""
    found = system([10, 8, 3], ((0, 1, 2), 12.9, 13.1), ((0,), 5.9, 6.1), ((1,), 4.9, 5.1))
    assert found.follows([2])
    assert not system([10, 8, 3], ((0, 1, 2), 12.9, 13.1), ((0,), 5.9, 6.1)).follows([2])
    low, high = found.bounds([2])
    assert (low, high) == (pytest.approx(1.7, abs=1e-5), pytest.approx(2.3, abs=1e-5))


def test_the_span_is_exact_over_random_systems():
    """The elimination over a prime field agrees with numpy's rank on random systems of sums."""
    rng = np.random.default_rng(7)
    for _ in range(200):
        rows = rng.integers(0, 2, (int(rng.integers(1, 6)), 6))
        target = rng.integers(0, 2, 6)
        is_inside = np.linalg.matrix_rank(np.vstack([rows, target])) == np.linalg.matrix_rank(rows)
        assert (not reduced(target, echelon(rows)).any()) == is_inside


def test_bounds_agree_with_counting_every_possibility():
    """What linear programming allows holds every whole-number possibility and is no wider than rounding makes it."""
    rng = np.random.default_rng(11)
    for _ in range(50):
        people = rng.integers(1, 4, 3)
        truth = rng.integers(0, people + 1)
        parts = (
            ((0, 1, 2), truth.sum() - 0.4, truth.sum() + 0.4),
            ((0, 1), truth[:2].sum() - 0.4, truth[:2].sum() + 0.4),
        )
        low, high = system(people, *parts).bounds([2])
        grid = np.stack(np.meshgrid(*(np.arange(n + 1) for n in people), indexing="ij"), axis=-1).reshape(-1, 3)
        fits = [g[2] for g in grid if all(a <= g[list(leaves)].sum() <= b for leaves, a, b in parts)]
        assert low - 1e-6 <= min(fits) <= max(fits) <= high + 1e-6
        assert high - low <= 0.8 * 2 + 1e-6


def test_a4_a_cut_by_role_gives_a_hidden_team_away_and_none_is_published():
    """A4: a cohort by role less the shown teams by role gives the hidden one; without the cut nothing follows."""
    leaves = [4, 3, 6, 2]  # nurses and others of a shown team, nurses and others of a hidden one
    total, shown = ((0, 1, 2, 3), 9.9, 10.1), ((0, 1), 3.9, 4.1)
    cut = ((0, 2), 6.9, 7.1)
    careless = system(leaves, total, shown, cut, ((0,), 2.9, 3.1))
    assert careless.follows([3])
    assert not system(leaves, total, shown).follows([3])


def shown_mean(values):
    """A mean of one-to-ten answers as ours is shown, or None."""
    return grade(
        float(np.mean(values)), len(values), shows="mean", minimum=1.0, maximum=10.0,
        disclosure_class=DisclosureClass.SURVEY, policy=POLICY,
    )  # fmt: skip


def test_a5_a_joiner_cannot_be_had_from_two_waves():
    """A5: if nobody else changed, two decimals give a joiner's answer away; two graded means hardly ever do.

    Never is more than rounding can promise: an answer at the end of its scale is what remains when all others are ruled
    out. So hardly ever, of whoever knows the exact numbers of people and that all others answered as before.
    """
    rng = np.random.default_rng(5)
    careless = ours = aimed = 0
    for _ in range(300):
        before = rng.integers(1, 11, int(rng.integers(5, 15)))
        after = np.append(before, rng.integers(1, 11))
        possible = [
            x for x in range(1, 11)
            if round(float(np.mean(np.append(before, x))), 2) == round(float(np.mean(after)), 2)
        ]  # fmt: skip
        careless += possible == [after[-1]]
        one, two = shown_mean(before), shown_mean(after)
        aimed += 1
        ours += len(_joiners(one, two, len(before))) == 1
    assert careless > aimed / 2
    assert ours <= aimed / 20, f"{ours} of {aimed} joiners were recovered"


def _joiners(one, two, n):
    """Every answer of a joiner that both shown means allow, if the others kept their answers."""
    low, high = (_ends(shown) for shown in (one, two))
    sums = [s for s in range(n, 10 * n + 1) if low[0] - 1e-9 <= s / n <= low[1] + 1e-9]
    return {x for s in sums for x in range(1, 11) if high[0] - 1e-9 <= (s + x) / (n + 1) <= high[1] + 1e-9}


def _ends(shown):
    row = type("Row", (), {"value": shown.value, "capped": shown.capped, "tier": shown.tier, "n_band": shown.n_band,
                           "n_low": shown.n_low})  # fmt: skip
    between = value_of(row, LEAVE, POLICY)
    return 1 + 9 * between.low, 1 + 9 * between.high


@pytest.mark.parametrize("attack", ["A7", "A8"])
def test_a7_a8_several_statistics_do_not_add_up_to_everybodys_answers(attack):
    """A7 and A8: mean with spread, or with the share that counts as good, never pins a group's answers down here."""
    rng = np.random.default_rng(8)
    careless = ours = told = 0
    for _ in range(150):
        n = int(rng.integers(5, 40))
        answers = rng.choice(FIVE, n, p=rng.dirichlet(np.ones(5)))
        careless += is_one_set(_two_decimals(answers, attack)) if n < 12 else False
        shown = grade(
            float(answers.mean()), n, shows="mean", minimum=1.0, maximum=5.0,
            disclosure_class=DisclosureClass.SURVEY, policy=POLICY,
        )  # fmt: skip
        may = shown.may_show_spread if attack == "A7" else shown.may_show_split
        if may:
            told += 1
            ours += is_one_set(_as_ours(answers, shown, attack))
    assert careless > 0
    assert told > 0
    assert ours == 0


def _two_decimals(answers, attack):
    n, mean = len(answers), round(float(answers.mean()), 2)
    between = Between(mean - 0.005, mean + 0.005)
    if attack == "A7":
        spread = round(float(answers.std(ddof=1)), 2)
        return Behind(FIVE, n, between.scaled(n), squares_from(n, between, Between(spread - 0.005, spread + 0.005)))
    good = round(float((answers >= 4).mean()), 2)
    share = Between((good - 0.005) * n, (good + 0.005) * n)
    return Behind(FIVE, n, between.scaled(n), good=share, is_good=(False, False, False, True, True))


def _as_ours(answers, shown, attack):
    n, step = len(answers), 4 / max(tier.mean_steps for tier in POLICY.tiers)
    between = Between(shown.value - step / 2, shown.value + step / 2)
    if attack == "A7":
        spread = float(round_half_away(answers.std(ddof=1), step))
        return Behind(
            FIVE, n, between.scaled(n), squares_from(n, between, Between(spread - step / 2, spread + step / 2))
        )
    good = float(round_half_away((answers >= 4).mean(), 0.05))
    share = Between((good - 0.025) * n, (good + 0.025) * n)
    return Behind(FIVE, n, between.scaled(n), good=share, is_good=(False, False, False, True, True))


@pytest.mark.parametrize(
    ("kind", "indicator", "band", "gives_way"),
    [
        ("paired_change", LEAVE, "about 25", 1),
        ("paired_change", LEAVE, "15–19", 1),
        ("paired_change", LEAVE, "about 30", 0),
        ("unpaired_change", HARD, "about 25", 0),
        ("unpaired_change", HARD, "15–19", 1),
        ("reliability", LEAVE, "15–19", 0),
    ],
)
def test_a9_an_interval_of_few_people_is_a_find(kind, indicator, band, gives_way):
    """A9: an interval of a mean of fewer than thirty people, or of a share of fewer than twenty, is told as a find."""
    told = {"kind": [kind], "indicator_id": [indicator.id], "n_band": [band], "low": [-1.0], "high": [1.0]}
    line = spreads_from_limits(pd.DataFrame(told), DEFINITIONS)
    assert line.recovered == gives_way


@pytest.mark.parametrize("indicator", [HARD, LEAVE, DEFINITIONS.indicators["good_days"]], ids=lambda one: one.id)
def test_a21_a_unanimous_group_is_never_certain(indicator):
    """A21: whoever knows n cannot tell from any shown figure that everybody gave the same extreme answer."""
    careless = ours = 0
    for n in range(5, 200):
        for part in (0.0, 1.0):
            value = indicator.minimum + part * (indicator.maximum - indicator.minimum)
            shown = grade(
                value, n, shows=indicator.shows, minimum=indicator.minimum, maximum=indicator.maximum,
                disclosure_class=DisclosureClass.SURVEY, counts=indicator.counts, policy=POLICY,
            )  # fmt: skip
            row = type("Row", (), {"value": shown.value, "capped": shown.capped, "tier": shown.tier,
                                   "n_band": shown.n_band, "n_low": shown.n_low})  # fmt: skip
            ours += is_unanimous(value_of(row, indicator, POLICY, n), n, indicator)
            plain = type("Row", (), {"value": value, "capped": None, "tier": 5, "n_band": str(n), "n_low": n})
            careless += is_unanimous(value_of(plain, indicator, naive_policy(POLICY), n), n, indicator)
    assert careless > 0
    assert ours == 0


def test_a37_an_other_category_is_never_one_person():
    """A37: an option that one person chose is shown only together with its neighbours, in any spread of answers."""
    rng = np.random.default_rng(37)
    careless = ours = 0
    for _ in range(500):
        counts = rng.multinomial(int(rng.integers(30, 80)), rng.dirichlet(np.ones(6) / 2)).tolist()
        careless += sum(0 < count < 3 for count in counts)
        ours += sum(
            run.count < POLICY.merge_options_below for run in merge_rare_options(counts, POLICY.merge_options_below)
        )
    assert careless > 0
    assert ours == 0


def test_a36_a_benchmark_of_two_is_the_other_one():
    """A36: whoever knows their own team reads the other one from a total of two; from three nothing follows."""
    assert system([8, 4], ((0, 1), 5.9, 6.1), ((0,), 3.9, 4.1)).follows([1])
    assert not system([8, 4, 3], ((0, 1, 2), 5.9, 6.1), ((0,), 3.9, 4.1)).follows([1])


def test_a_report_says_what_it_found_and_holds_no_value():
    """A report counts tries and successes; one success makes it unsafe, whatever the hidden figures say."""
    line = AttackLine("A2", "a team", 312, 0)
    assert AttackReport((line,), 312, 0).is_safe
    assert AttackReport((line,), 312, 0).sentence == "0 of 312 hidden figures recoverable"
    assert not AttackReport((AttackLine("A21", "alike", 3, 1),), 312, 0).is_safe
    with pytest.raises(AssertionError, match="recovered"):
        AttackLine("A2", "a team", 1, 2)


def test_a_group_in_no_shown_sum_may_be_anything():
    """A group that nothing shown is made of keeps its whole range, and follows from nothing."""
    nothing = System(np.array([3.0, 2.0]), ())
    assert nothing.bounds([0]) == (0.0, 3.0)
    assert not nothing.follows([0])
