"""What may be drawn from how many points, which chart suits, and whether neighbours resemble each other."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from joy.variation import (
    Allowed,
    Measured,
    allowed,
    autocorrelation,
    chart_for,
    gate,
    is_autocorrelated,
    is_provisional,
)
from joy.variation.choose import excess_spread
from tests.tables import rows


def test_what_may_be_drawn_from_how_many_points() -> None:
    """One to three points are values, four to nine a line, ten and more a run chart; survey rounds stay a line."""
    drawn = """
        | points | weekly      | provisional | survey rounds |
        | 0      | none        |             | none          |
        | 1      | values_only |             | values_only   |
        | 3      | values_only |             | values_only   |
        | 4      | line_only   |             | line_only     |
        | 9      | line_only   |             | line_only     |
        | 10     | run_chart   | yes         | line_only     |
        | 12     | run_chart   | yes         | line_only     |
        | 13     | run_chart   |             | line_only     |
        | 60     | run_chart   |             | line_only     |
    """
    for row in rows(drawn):
        points = int(row["points"])
        assert gate(points) == row["weekly"], row
        assert is_provisional(points) == (row["provisional"] == "yes"), row
        assert gate(points, is_survey_round=True) == row["survey rounds"], row


def test_what_may_be_shown_from_how_many_points() -> None:
    """Values from 1, a line from 4, signals from 10, limits on trial from 13, all with assurance from 20."""
    drawn = """
        | points | values | line | signals | limits | assurance | is_provisional | is_trial |
        | 0      |        |      |         |        |           |                |          |
        | 1      | yes    |      |         |        |           |                |          |
        | 3      | yes    |      |         |        |           |                |          |
        | 4      | yes    | yes  |         |        |           |                |          |
        | 9      | yes    | yes  |         |        |           |                |          |
        | 10     | yes    | yes  | yes     |        |           | yes            |          |
        | 12     | yes    | yes  | yes     |        |           | yes            |          |
        | 13     | yes    | yes  | yes     | yes    |           |                | yes      |
        | 19     | yes    | yes  | yes     | yes    |           |                | yes      |
        | 20     | yes    | yes  | yes     | yes    | yes       |                |          |
    """
    for row in rows(drawn):
        shown = allowed(int(row.pop("points")))
        assert {name: getattr(shown, name) for name in row} == {name: text == "yes" for name, text in row.items()}


@pytest.mark.parametrize("n", [4, 8, 13, 30])
def test_survey_rounds_never_get_signals(n: int) -> None:
    """However many survey rounds there are, they get a line and no median, limits, icon or assurance."""
    shown = allowed(n, is_survey_round=True)
    assert shown == Allowed(n, True, True, True, False, False, False, False, False)


def test_what_is_still_to_come_is_said() -> None:
    """Below every bound the words say the bound and how many points there are; above the last they say nothing."""
    assert allowed(0).words == "No answers yet."
    assert allowed(6).words == "Signals start at 10 points: 6 so far."
    assert "13 points, 11 so far" in allowed(11).words
    assert "20 points, 15 so far" in allowed(15).words
    assert allowed(20).words == ""
    assert "two at a time" in allowed(6, is_survey_round=True).words


def test_when_a_p_chart_is_legitimate() -> None:
    """At 50 % it takes more than 9 answers a week, at 62 % more than 15 and at 80 % more than 36, in 75 % of weeks."""
    drawn = """
        | share | answers | weeks with fewer | chart |
        | 0.5   | 10      | 0                | p     |
        | 0.5   | 10      | 5                | p     |
        | 0.5   | 10      | 6                | run   |
        | 0.5   | 8       | 0                | run   |
        | 0.625 | 16      | 0                | p     |
        | 0.6   | 10      | 0                | run   |
        | 0.8   | 40      | 0                | p     |
        | 0.8   | 35      | 0                | run   |
        | 0.2   | 40      | 0                | p     |
        | 0.2   | 35      | 0                | run   |
    """
    for row in rows(drawn):
        answers = np.full(20, int(row["answers"]))
        answers[: int(row["weeks with fewer"])] = 4
        assert chart_for(Measured.SHARE, answers * float(row["share"]), answers).chart == row["chart"], row


def test_few_answers_are_pooled_where_that_gives_limits() -> None:
    """Twenty-six weeks of 6 answers at one half: joining two gives 13 points of 12 answers, and the advice says so."""
    advice = chart_for("share", np.full(26, 3), np.full(26, 6))
    assert (advice.chart, advice.pool) == ("run", 2)
    assert "more than 9 answers a point; 0 of 26 have them" in advice.why
    assert "Joining 2 points" in advice.why
    assert chart_for("share", np.full(24, 3), np.full(24, 6)).pool == 1  # 12 points are too few for limits


def test_more_spread_than_counting_explains_gets_prime_limits() -> None:
    """Shares and rates whose weeks spread more than chance, and shares of very many answers, get p′ or u′."""
    numbers = np.random.default_rng(3)
    answers = np.full(24, 200)
    calm = numbers.binomial(200, 0.5, 24)
    wild = numbers.binomial(200, np.clip(numbers.normal(0.5, 0.1, 24), 0, 1))
    assert chart_for("share", calm, answers).chart == "p"
    assert chart_for("share", wild, answers).chart == "p_prime"
    assert chart_for("share", numbers.binomial(5000, 0.5, 24), np.full(24, 5000)).chart == "p_prime"
    assert chart_for("rate", numbers.poisson(40, 24), answers).chart == "u"
    assert chart_for("rate", numbers.poisson(numbers.gamma(4, 10, 24)), answers).chart == "u_prime"


def test_spread_beyond_counting_is_reckoned_as_laney_does() -> None:
    """Weeks of 5 and 15 good of 25 alternately: z changes by 4 each week, so σ_z is 4 over 1.128."""
    good, asked = np.array([5.0, 15.0] * 10), np.full(20, 25.0)
    assert excess_spread(good, asked, 0.4 * 0.6) == pytest.approx(0.4 / np.sqrt(0.24 / 25) / 1.128)


def test_which_chart_counts_get() -> None:
    """Counts get limits from a mean of nine, a g chart under one, and a run chart between."""
    numbers = np.random.default_rng(5)
    for mean, chart in ((0.3, "g"), (4, "run"), (30, "c")):
        advice = chart_for("count", numbers.poisson(mean, 30))
        assert advice.chart == chart
        assert advice.why.endswith(".")


def test_rounded_medians_never_get_xmr_limits() -> None:
    """Constant, tied or coarsely rounded points keep the run chart; means with their n get I′, plain numbers XmR."""
    numbers = np.random.default_rng(6)
    assert chart_for("number", np.full(24, 7.0)).chart == "run"
    assert chart_for("number", [7.0] * 23 + [8.0]).chart == "run"
    assert chart_for("number", np.round(numbers.normal(7, 0.5, 24))).chart == "run"
    assert chart_for("number", numbers.normal(7, 1, 24)).chart == "xmr"
    assert chart_for("mean", numbers.normal(7, 1, 24), numbers.integers(3, 15, 24)).chart == "i_prime"


def test_under_thirteen_points_every_series_is_a_run_chart() -> None:
    """Whatever is measured, twelve points present get no limits, and points without answers are not counted."""
    sizes = np.array([50.0] * 12 + [0.0, np.nan])
    for kind in Measured:
        advice = chart_for(kind, np.arange(14.0) + 10, sizes)
        assert (advice.chart, advice.why) == ("run", "Limits start at 13 points: 12 so far.")


def test_a_share_needs_its_denominators() -> None:
    """A share or a rate without denominators is refused, and everybody saying the same has no limits."""
    with pytest.raises(ValueError, match="denominators"):
        chart_for("share", [1, 2, 3])
    assert "nothing to draw limits around" in chart_for("share", np.full(20, 30), np.full(20, 30)).why


def resemblance(values: list[float]) -> float:
    """Lag-1 autocorrelation with plain loops; pairs with a missing point are left out."""
    present = [v for v in values if v == v]
    mean = sum(present) / len(present)
    pairs = [(a - mean) * (b - mean) for a, b in pairwise(values) if a == a and b == b]
    return sum(pairs) / sum((v - mean) ** 2 for v in present)


def test_how_much_neighbours_resemble_each_other() -> None:
    """The autocorrelation of many series with gaps equals that of plain loops, and that of statsmodels."""
    numbers = np.random.default_rng(7)
    values = numbers.normal(size=(40, 60)).cumsum(axis=1) * 0.3 + numbers.normal(size=(40, 60))
    values[numbers.random(values.shape) < 0.1] = np.nan
    found = autocorrelation(values)
    assert found == pytest.approx([resemblance(row) for row in values.tolist()])
    tools = pytest.importorskip("statsmodels.tsa.stattools", reason="statsmodels is not installed")
    theirs = [tools.acf(row, nlags=1, fft=False, missing="conservative")[1] for row in values]
    assert found == pytest.approx(theirs)


def test_neighbours_are_judged_from_24_points_that_vary() -> None:
    """Under 24 points, and where nothing varies, there is no figure and no note."""
    rising = np.linspace(0, 1, 24)
    assert is_autocorrelated(rising).tolist() == [True]
    assert np.isnan(autocorrelation(rising[:23])).all()
    assert np.isnan(autocorrelation([np.full(30, 0.1), np.full(30, np.nan)])).all()
    assert is_autocorrelated([np.full(30, 0.1)]).tolist() == [False]


def test_one_step_is_not_taken_for_resemblance() -> None:
    """A series that improves once resembles itself as a whole and not within the stretches before and after."""
    values = np.random.default_rng(8).normal(size=30) + np.repeat([0.0, 4.0], 15)
    assert is_autocorrelated(values).tolist() == [True]
    assert is_autocorrelated(values, np.repeat([0, 1], 15)).tolist() == [False]
