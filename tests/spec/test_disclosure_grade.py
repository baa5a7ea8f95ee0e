"""What may be seen of a figure, by how many answers it rests on."""

from __future__ import annotations

from math import nan

import numpy as np
import pytest

from joy.definitions.policy import load_policy
from joy.disclosure import Shown, grade, grade_many, merge_rare_options, n_band, n_bands, round_half_away, share_of_run
from tests.tables import numbers, rows


POLICY = load_policy()
SHARE = {"shows": "share", "minimum": 0.0, "maximum": 1.0, "disclosure_class": "survey", "policy": POLICY}
WELLBEING = {"shows": "mean", "minimum": 0.0, "maximum": 100.0, "disclosure_class": "survey", "policy": POLICY}
GAP = {"shows": "mean", "minimum": -100.0, "maximum": 100.0, "disclosure_class": "survey", "policy": POLICY}


def seen(shown: Shown | None) -> tuple[float | None, str]:
    return (None, "") if shown is None else (shown.value, shown.capped or "")


def test_how_many_answers_is_told_as_a_band() -> None:
    """Numbers of answers are told as bands, from 20 rounded to five, and intervals use the lowest the band allows."""
    drawn = """
        | answers | told      | at least |
        | 4       |           | 0        |
        | 5       | 5–9       | 5        |
        | 9       | 5–9       | 5        |
        | 10      | 10–14     | 10       |
        | 14      | 10–14     | 10       |
        | 19      | 15–19     | 15       |
        | 20      | about 20  | 20       |
        | 22      | about 20  | 20       |
        | 23      | about 25  | 23       |
        | 27      | about 25  | 23       |
        | 29      | about 30  | 28       |
        | 30      | about 30  | 30       |
        | 33      | about 35  | 33       |
        | 97      | about 95  | 93       |
        | 98      | about 100 | 98       |
        | 104     | about 100 | 98       |
        | 401     | about 400 | 395      |
        | 1040    | about 1,000 | 995    |
        | 8365    | about 8,400 | 8350   |
    """
    for row in rows(drawn):
        assert n_band(int(row["answers"]), POLICY) == (row["told"], int(row["at least"])), row


def test_bands_of_many_equal_bands_one_by_one() -> None:
    """Many numbers at once get the same bands, with none where nothing may be told."""
    texts, lows = n_bands(np.arange(200), POLICY)
    singly = [n_band(n, POLICY) for n in range(200)]
    assert [(text or "", low) for text, low in zip(texts, lows, strict=True)] == singly
    assert n_bands([nan, np.inf, -3], POLICY)[0].tolist() == [None, None, None]


def test_how_a_share_is_shown() -> None:
    """The fewer the answers the coarser the share; all or none, and from 20 on one to four people, are a bound."""
    drawn = """
        | good | answers | shown | bound | why                                  |
        | 3    | 4       |       |       | under five: nothing                  |
        | 3    | 5       | 0.6   |       | to the nearest ten                   |
        | 4    | 5       | 0.875 | over  | all but one: over 75 %               |
        | 5    | 8       | 0.6   |       | 62.5 %                               |
        | 6    | 8       | 0.8   |       | 75 %: a half goes up                 |
        | 7    | 8       | 0.875 | over  | all but one                          |
        | 6    | 6       | 0.875 | over  | everybody looks like all but one     |
        | 0    | 9       | 0.125 | under | nobody: under 25 %                   |
        | 1    | 9       | 0.125 | under | one person looks like nobody         |
        | 7    | 10      | 0.7   |       | to the nearest five                  |
        | 11   | 17      | 0.65  |       | 64.7 %                               |
        | 19   | 19      | 0.95  | over  | everybody: over 90 %                 |
        | 18   | 19      | 0.95  | over  | all but one                          |
        | 17   | 19      | 0.9   |       | all but two                          |
        | 0    | 12      | 0.075 | under | nobody: under 15 %                   |
        | 20   | 20      | 0.875 | over  | from twenty: over 75 %               |
        | 16   | 20      | 0.875 | over  | four left over look like nobody      |
        | 15   | 20      | 0.75  |       | five left over                       |
        | 0    | 26      | 0.1   | under | nobody: under 20 %                   |
        | 1    | 26      | 0.1   | under | one person looks like nobody         |
        | 4    | 23      | 0.1   | under | 17.4 %; "about 25" says 23 to 27     |
        | 5    | 26      | 0.19  |       | five people are told                 |
        | 4    | 30      | 0.075 | under | under 15 %                           |
        | 2    | 400     | 0.025 | under | under 5 %                            |
        | 397  | 400     | 0.975 | over  | over 95 %                            |
        | 25   | 40      | 0.63  |       | 62.5 %: a half always goes up        |
        | 33   | 40      | 0.83  |       | 82.5 %: up again, not to the even 82 |
    """
    for row in rows(drawn):
        good, answers = int(row["good"]), int(row["answers"])
        want = float(row["shown"]) if row["shown"] else None
        assert seen(grade(good / answers, answers, **SHARE)) == (want, row["bound"]), row


def test_shares_of_answers_are_told_as_they_are() -> None:
    """Where answers are counted, not people, four of thirty is 13 %; all of them look like all but one."""
    assert seen(grade(4 / 30, 30, **SHARE, counts="answers")) == (0.13, "")
    assert seen(grade(18 / 20, 20, **SHARE, counts="answers")) == (0.9, "")
    assert seen(grade(19 / 20, 20, **SHARE, counts="answers")) == (0.95, "over")
    assert seen(grade(1.0, 20, **SHARE, counts="answers")) == (0.95, "over")


@pytest.mark.parametrize("n", range(20, 220))
def test_nobody_and_four_people_look_alike(n: int) -> None:
    """Within a group all counts under five are told alike, by a bound that lies over each of them; five are not."""
    few = [grade(good / n, n, **SHARE) for good in range(5)]
    most = [grade((n - good) / n, n, **SHARE) for good in range(5)]

    assert len(set(few)) == len(set(most)) == 1
    assert few[0] is not None
    assert most[0] is not None
    assert (few[0].capped, most[0].capped) == ("under", "over")
    assert 2 * few[0].value > 4 / n
    assert few[0].value + most[0].value == pytest.approx(1)
    assert round(2 * few[0].value / 0.05, 9) % 1 == 0
    assert few[0] != grade(5 / n, n, **SHARE)


def test_the_bound_tells_nothing_of_the_number() -> None:
    """Groups in one band are told by one bound, so that it does not tell which number of the band theirs is (R5)."""
    for band in (range(23, 28), range(43, 48), range(63, 68)):
        told = {(shown.value, shown.n_band) for n in band if (shown := grade(2 / n, n, **SHARE)) is not None}
        assert len(told) == 1


def test_a_figure_held_back_by_one_tier_is_coarser() -> None:
    """A figure that is to be told more coarsely takes the next wider step, shows no more, and keeps its own number."""
    drawn = """
        | good | answers | shown | tier | told     |
        | 29   | 64      | 0.45  | 10   | about 65 |
        | 10   | 29      | 0.35  | 10   | about 30 |
        | 7    | 12      | 0.6   | 5    | 10–14    |
        | 3    | 7       | 0.4   | 5    | 5–9      |
        | 1    | 26      | 0.1   | 10   | about 25 |
    """
    for row in rows(drawn):
        good, n = int(row["good"]), int(row["answers"])
        shown = grade(good / n, n, **SHARE, is_coarser=True)
        assert shown is not None
        assert (shown.value, shown.tier, shown.n_band) == (float(row["shown"]), int(row["tier"]), row["told"]), row
        assert [shown.may_show_spread, shown.may_show_split, shown.may_show_distribution] == [False] * 3
    mean = grade(61.3, 40, **WELLBEING, is_coarser=True)
    assert seen(mean) == (60, "")
    assert grade(61.3, 4, **WELLBEING, is_coarser=True) is None


def test_how_a_mean_is_shown() -> None:
    """A mean is rounded to a twentieth of its scale, from 20 answers to a hundredth; an end is told as a bound."""
    drawn = """
        | mean   | answers | shown | bound | why                                         |
        | 61.3   | 4       |       |       | under five: nothing                         |
        | 61.3   | 7       | 60    |       | steps of 5 on 0 to 100                      |
        | 62.5   | 7       | 65    |       | a half goes up                              |
        | 61.2   | 19      | 60    |       |                                             |
        | 61.3   | 20      | 61    |       | steps of 1                                  |
        | 77     | 9       | 75    |       |                                             |
        | 77.5   | 9       | 87.5  | over  | one of five may have answered anything      |
        | 100    | 9       | 87.5  | over  | everybody at the top: over 75               |
        | 0      | 14      | 7.5   | under | everybody at the bottom: under 15           |
        | 0      | 19      | 7.5   | under | one in 15 is 10 at most, in steps: under 15 |
        | 100    | 20      | 97    | over  | one in 20 is 5: over 94                     |
        | 94     | 20      | 94    |       |                                             |
        | 100    | 400     | 99    | over  | at any number of people                     |
    """
    for row in rows(drawn):
        want = float(row["shown"]) if row["shown"] else None
        assert seen(grade(float(row["mean"]), int(row["answers"]), **WELLBEING)) == (want, row["bound"]), row


def test_gains_and_losses_round_alike() -> None:
    """On a scale through zero a half goes away from zero, so that +5 and -5 look alike."""
    for value, shown in [(5.0, 10.0), (-5.0, -10.0), (4.9, 0.0), (-4.9, 0.0), (-15.1, -20.0)]:
        assert seen(grade(value, 7, **GAP)) == (shown, "")


def test_what_else_may_be_shown() -> None:
    """Below ten answers one statistic only; spread, three-way split and the distribution from 30."""
    drawn = """
        | answers | tier | second | spread | split | distribution |
        | 9       | 5    |        |        |       |              |
        | 10      | 10   | yes    |        |       |              |
        | 19      | 10   | yes    |        |       |              |
        | 20      | 20   | yes    |        |       |              |
        | 29      | 20   | yes    |        |       |              |
        | 30      | 30   | yes    | yes    | yes   | yes          |
    """
    for row in rows(drawn):
        shown = grade(0.5, int(row["answers"]), **SHARE)
        assert shown is not None
        assert shown.tier == int(row["tier"]), row
        for name in ("second", "spread", "split", "distribution"):
            assert getattr(shown, f"may_show_{name}") == (row[name] == "yes"), (row, name)


def test_answers_people_fear_most_need_ten() -> None:
    """Burnout and workforce figures are hidden below ten."""
    drawn = """
        | class     | 9 answers | 10 answers |
        | pulse     | shown     | shown      |
        | survey    | shown     | shown      |
        | sensitive | hidden    | shown      |
        | workforce | hidden    | shown      |
    """
    for row in rows(drawn):
        for n in (9, 10):
            shown = grade(0.5, n, **{**SHARE, "disclosure_class": row["class"]})
            assert (shown is not None) == (row[f"{n} answers"] == "shown"), row


@pytest.mark.parametrize("n", [None, nan, np.inf, -np.inf, -12, 0, 12.5])
def test_an_odd_number_of_answers_hides_the_figure(n: float | None) -> None:
    """A number of answers that is missing, infinite, negative or broken shows nothing."""
    assert grade(0.5, n, **SHARE) is None


@pytest.mark.parametrize("value", [None, nan, np.inf, -np.inf, -0.01, 1.01])
def test_an_odd_value_hides_the_figure(value: float | None) -> None:
    """A share that is missing, infinite or outside 0 to 1 shows nothing."""
    assert grade(value, 50, **SHARE) is None


def test_a_mean_outside_its_scale_or_a_scale_upside_down_hides_the_figure() -> None:
    """A mean beyond its scale shows nothing, nor does a scale without room."""
    assert grade(100.5, 50, **WELLBEING) is None
    assert grade(50, 50, **{**WELLBEING, "minimum": 100.0, "maximum": 0.0}) is None
    assert grade(50, 50, **{**WELLBEING, "maximum": nan}) is None


def test_dust_on_the_last_digit_hides_nothing() -> None:
    """A share that computes to a hair over 1 is everybody."""
    assert seen(grade(1 + 1e-15, 7, **SHARE)) == (0.875, "over")


def test_an_unknown_way_of_showing_stops_the_release() -> None:
    """A misspelt way of showing or class raises an error, so that nothing is published."""
    with pytest.raises(ValueError, match="share or mean"):
        grade(0.5, 50, **{**SHARE, "shows": "median"})
    with pytest.raises(ValueError, match="secret"):
        grade(0.5, 50, **{**SHARE, "disclosure_class": "secret"})


def test_what_is_hidden_leaves_nothing_behind() -> None:
    """A hidden figure among many has no value, bound, band, number, tier or permission."""
    many = grade_many([0.75, 0.75], [4, 8], **SHARE)
    assert many.is_shown.tolist() == [False, True]
    assert np.isnan(many.value[0])
    assert (many.capped[0], many.n_band[0], many.n_low[0], many.tier[0]) == (None, None, 0, 0)
    flags = (many.may_show_second, many.may_show_spread, many.may_show_split, many.may_show_distribution)
    assert [flag[0] for flag in flags] == [False] * 4


def test_rare_options_are_merged_with_their_neighbours() -> None:
    """Options chosen by fewer than five people join a neighbour until nobody can be picked out."""
    drawn = """
        | chosen by     | shown as          | why                                    |
        | 6 9 5 10 12   | 0 1 2 3 4         | each has five                          |
        | 2 9 5 10 12   | 0+1 2 3 4         | the first joins its only neighbour     |
        | 6 9 5 10 3    | 0 1 2 3+4         | the last likewise                      |
        | 10 3 7 9 9    | 0 1+2 3 4         | joins the smaller neighbour            |
        | 9 3 9 9 9     | 0+1 2 3 4         | of equals the lower option             |
        | 1 1 1 1 40    | 0+1+2+3+4         | four people are too few beside forty   |
        | 1 2 2 20 20   | 0+1+2 3 4         | five together are enough               |
        | 0 0 0 0 35    | 0+1+2+3+4         | nobody tells on everybody              |
        | 0 0 0 0 4     |                   | all of them are too few                |
    """
    for row in rows(drawn):
        runs = merge_rare_options([int(n) for n in numbers(row["chosen by"])], POLICY.merge_options_below)
        assert " ".join("+".join(map(str, run.options)) for run in runs) == row["shown as"], row
        assert all(run.count >= 5 for run in runs), row


def test_shares_of_a_distribution_are_whole_percent() -> None:
    """Twelve of 32 people are 38 % and 21 of 200 are 11 %: a half goes up."""
    (first, _second) = merge_rare_options([12, 20], 5)
    assert share_of_run(first, 32) == 0.38
    assert share_of_run(merge_rare_options([21, 179], 5)[0], 200) == 0.11


def test_no_options_and_broken_counts() -> None:
    """A question without options has no distribution, and a negative count is a fault of ours."""
    assert merge_rare_options([], 5) == []
    with pytest.raises(ValueError, match="negative"):
        merge_rare_options([-1, 30], 5)


def test_halves_round_away_without_dust() -> None:
    """Halves that binary numbers cannot hold round as on paper."""
    drawn = """
        | value | step | rounded |
        | 0.15  | 0.1  | 0.2     |
        | 0.25  | 0.1  | 0.3     |
        | 0.35  | 0.1  | 0.4     |
        | -0.25 | 0.1  | -0.3    |
        | 0.575 | 0.05 | 0.6     |
        | 2.675 | 0.01 | 2.68    |
        | 3.05  | 0.1  | 3.1     |
    """
    for row in rows(drawn):
        assert round_half_away(float(row["value"]), float(row["step"])) == float(row["rounded"]), row
