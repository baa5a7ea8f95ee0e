"""The chart with limits: which chart is drawn from how many answers, where its limits lie, and what an aim is told."""

from __future__ import annotations

from itertools import pairwise
from math import sqrt

import numpy as np
import pandas as pd
import pytest

from joy.definitions import Indicator, load_definitions
from joy.findings import Assurance, Control, Run, Variation, Verdict
from joy.views.limits import with_limits
from tests.tables import rows


GOOD_DAYS = load_definitions().indicators["good_days"]
MONDAY = pd.Timestamp("2024-01-01")
NONE = pd.DataFrame({"from_date": pd.Series(dtype="datetime64[s]"), "reason": pd.Series(dtype="str")})
MISSING = float("nan")
STEADY = [0.60, 0.62, 0.58, 0.63, 0.57, 0.61, 0.59, 0.64] * 3  # inside every limit of 60 % from 100 answers
RULES = "out by the rules of NHS Making Data Count."

AIMS = """
| aim  | weeks | says        | subtitle                                                                             |
| 0.35 | 24    | pass        | as things are the aim of 35% is met by all but rare weeks                |
| 0.85 | 24    | fail        | as things are the aim of 85% is met by rare weeks only               |
| 0.60 | 24    | hit_or_miss | some weeks meet the aim of 60% and some miss it, by chance |
| 0.85 | 16    |             |                                                                                      |
"""


def run(values: list[float], *, verdict: Verdict = Verdict.NO_CHANGE) -> Run:
    starts = pd.date_range(MONDAY, periods=len(values), freq="7D").astype("datetime64[s]")
    points = pd.DataFrame(
        {"start": starts, "label": "Week", "value": values, "n": "about", "marked": False, "bound": ""}
    )
    return Run(title="Good days", subtitle="", verdict=verdict, alt="Good days", points=points, step="week")


def figures(values: list[float], asked: list[int] | int, indicator: Indicator = GOOD_DAYS) -> pd.DataFrame:
    starts = pd.date_range(MONDAY, periods=len(values), freq="7D")
    many = [asked] * len(values) if isinstance(asked, int) else asked
    shown = [value == value for value in values]
    table = {
        "indicator_id": indicator.id, "instrument": indicator.measured.instruments[0], "period_kind": "week",
        "period_start": starts, "value": values, "state": ["shown" if is_so else "suppressed" for is_so in shown],
        "n_low": pd.array([n if is_so else None for n, is_so in zip(many, shown, strict=True)], dtype="Int64"),
    }  # fmt: skip
    return pd.DataFrame(table)


def drawn(
    values: list[float],
    asked: list[int] | int,
    *,
    aim: float | None = None,
    phases: pd.DataFrame = NONE,
    verdict: Verdict = Verdict.NO_CHANGE,
) -> Control:
    return with_limits(run(values, verdict=verdict), figures(values, asked), GOOD_DAYS, aim=aim, phases=phases)


def begun(*started: tuple[int, str]) -> pd.DataFrame:
    """New phases from a week on, each with its reason."""
    days = [MONDAY + pd.Timedelta(weeks=week) for week, _ in started]
    return pd.DataFrame({"from_date": days, "reason": [reason for _, reason in started]})


def three_sigma(share: float, asked: float, wider: float = 1.0) -> tuple[float, float]:
    """The limits of one point by the textbook, cut to what a share can be."""
    half = 3 * wider * sqrt(share * (1 - share) / asked)
    return max(share - half, 0), min(share + half, 1)


def test_a_p_chart_has_the_textbook_limits() -> None:
    """From enough answers the limits lie three standard deviations of a share about the pooled share at each point."""
    asked = [90, 110, 100, 95, 105, 120] * 4
    found = drawn(STEADY, asked)
    share = sum(v * n for v, n in zip(STEADY, asked, strict=True)) / sum(asked)
    low, high = zip(*(three_sigma(share, n) for n in asked), strict=True)

    assert found.chart == "p chart"
    assert found.points["centre"].tolist() == pytest.approx([share] * 24)
    assert found.points["lower"].tolist() == pytest.approx(low)
    assert found.points["upper"].tolist() == pytest.approx(high)
    assert found.points["value"].tolist() == pytest.approx(STEADY)


def test_more_spread_than_counting_explains_widens_the_limits() -> None:
    """Where weeks differ more than their answers explain, limits are Laney's: wider by the spread of the scores."""
    values, asked = [0.45, 0.62, 0.51, 0.70, 0.48, 0.66, 0.55, 0.71] * 3, 120
    found = drawn(values, asked)
    share = float(np.mean(values))
    scores = [(v - share) / sqrt(share * (1 - share) / asked) for v in values]
    steps = [abs(b - a) for a, b in pairwise(scores)]
    wider = sum(steps) / len(steps) / 1.128  # d2 of two values; no step is beyond 3.267 times the mean
    low, high = three_sigma(share, asked, wider)

    assert max(steps) < 3.267 * sum(steps) / len(steps)
    assert wider > 1.2
    assert found.chart == "p′ chart"
    assert found.points["lower"].tolist() == pytest.approx([low] * 24)
    assert found.points["upper"].tolist() == pytest.approx([high] * 24)
    assert f"The points spread {wider:.1f} times as much as chance in the answers explains." in found.why


def test_two_weeks_are_joined_where_one_has_too_few_answers() -> None:
    """With 8 answers a week around 50 % two weeks are one point: all answers of both, and limits from all of them."""
    values = [0.5, 0.625, 0.375, 0.5] * 7
    found = drawn(values, 8)
    joined = [(a + b) / 2 for a, b in zip(values[::2], values[1::2], strict=True)]
    low, high = three_sigma(0.5, 16)

    assert found.points["value"].tolist() == pytest.approx(joined)
    assert found.points["label"].tolist()[:2] == ["2 weeks from 1 January 2024", "2 weeks from 15 January 2024"]
    assert found.points["n"].tolist() == ["16 or more answers"] * 14
    assert found.points["lower"].tolist() == pytest.approx([low] * 14)
    assert found.points["upper"].tolist() == pytest.approx([high] * 14)
    assert "the latest 2 weeks are" in found.title
    assert found.subtitle.startswith("p chart: % of answers, every 2 weeks")


def test_an_unfinished_pair_waits() -> None:
    """The odd last week is not drawn as if it were two."""
    found = drawn([0.5, 0.625, 0.375, 0.5] * 7 + [0.5], 8)

    assert len(found.points) == 14
    assert found.points["start"].iloc[-1] == MONDAY + pd.Timedelta(weeks=26)


def test_a_missing_week_of_a_pair_is_no_answer() -> None:
    """A pair with one week that is not shown is drawn from the other, and a pair without any has no value."""
    values = [0.5, 0.625, 0.375, 0.5] * 8
    values[3] = values[8] = values[9] = MISSING
    found = drawn(values, 8)

    assert found.points["value"].iloc[1] == pytest.approx(values[2])
    assert np.isnan(found.points["value"].iloc[4])
    assert found.points["value"].notna().sum() == 15


@pytest.mark.parametrize(
    ("values", "asked", "reason"),
    [
        ([0.6] * 6 + [0.5] * 6, 100, "Limits start at 13 points: 12 so far."),
        ([], 100, "Limits start at 13 points: 0 so far."),
        ([MISSING] * 20 + [0.5] * 5, 100, "Limits start at 13 points: 5 so far."),
        ([0.8, 1.0] * 10, 5, "At 90%, limits need more than 81 answers a point; 0 of 20 have them, and joining"),
        ([1.0] * 20, 100, "Every answer is the same, so there is nothing to draw limits around."),
    ],
)
def test_too_few_answers_give_a_reason_and_no_chart(values: list[float], asked: int, reason: str) -> None:
    """Where limits would say nothing, the reader gets the reason in words and no picture."""
    found = drawn(values, asked, aim=0.7)

    assert found.points.empty
    assert found.chart == ""
    assert found.verdict is Verdict.TOO_FEW
    assert found.variation is Variation.NONE
    assert found.assurance is Assurance.NONE
    assert found.subtitle.startswith(reason)


def test_a_chart_with_limits_has_limits() -> None:
    """Where even joined weeks rest on too few answers, because every other week is missing, no limits are promised."""
    found = drawn([0.5, MISSING, 0.625, MISSING, 0.375, MISSING] * 10, 8)

    assert found.points.empty or found.points["upper"].notna().any()
    assert found.points.empty == (found.chart == "")


@pytest.mark.parametrize("row", rows(AIMS), ids=lambda row: row["says"] or "too few")
def test_what_is_said_of_an_aim(row: dict[str, str]) -> None:
    """An aim beyond the limits is met or missed by all but rare weeks, one within by chance; none under 20 points."""
    found = drawn(STEADY[: int(row["weeks"])], 100, aim=float(row["aim"]))

    assert found.assurance is Assurance(row["says"])
    assert found.target == float(row["aim"])
    told = found.subtitle.split("; ")[1:-1]
    assert told == ([row["subtitle"]] if row["subtitle"] else [])


def test_without_an_aim_nothing_is_said_of_one() -> None:
    """A chart without an aim has no assurance, and its subtitle speaks of none."""
    found = drawn(STEADY, 100)

    assert found.assurance is Assurance.NONE
    assert found.target is None
    assert "aim" not in found.subtitle


def test_an_aim_of_joined_weeks_speaks_of_joined_weeks() -> None:
    """Where two weeks are one point, it is two weeks that meet the aim or miss it."""
    found = drawn([0.5, 0.625, 0.375, 0.5] * 12, 8, aim=0.5)

    assert found.assurance is Assurance.HIT_OR_MISS
    assert "some weeks meet it" not in found.subtitle


def test_a_phase_is_a_step_with_its_reason() -> None:
    """A new phase has a line and limits of its own, a step in words, and the reason that was given for it."""
    low, high = [v - 0.2 for v in STEADY[:12]], STEADY[:12]
    found = drawn(low + high, 100, phases=begun((12, "A second room")))
    shares = sum(low) / 12, sum(high) / 12

    assert found.points["phase"].tolist() == [1] * 12 + [2] * 12
    assert found.points["centre"].tolist() == pytest.approx([shares[0]] * 12 + [shares[1]] * 12)
    assert found.phases["label"].tolist() == [f"centre {shares[0]:.0%} → {shares[1]:.0%}"]
    assert found.phases["reason"].tolist() == ["A second room"]
    assert found.phases["start"].tolist() == [MONDAY + pd.Timedelta(weeks=12)]


@pytest.mark.parametrize("away", [0, -3, 24, 60])
def test_a_phase_beyond_the_drawn_weeks_is_left_out(away: int) -> None:
    """A phase before the second or after the last drawn week makes no step, and lends its reason to no other."""
    values = [v - 0.2 for v in STEADY[:12]] + STEADY[:12]
    found = drawn(values, 100, phases=begun((12, "A second room"), (away, "Another time")))

    assert found.phases["reason"].tolist() == ["A second room"]


def test_points_of_an_earlier_wording_leave_no_gap() -> None:
    """Where a question was reworded only the newest wording is held against limits, each value beside its own week."""
    older, newer = [0.9] * 5, STEADY
    whole = run(older + newer)
    points = whole.points.assign(part=[0] * 5 + [1] * 24)
    own = figures(older + newer, 100)
    found = with_limits(
        Run(title="Good days", subtitle="", verdict=Verdict.NO_CHANGE, alt="Good days", points=points),
        own[own["period_start"] >= MONDAY + pd.Timedelta(weeks=5)],
        GOOD_DAYS,
        aim=None,
        phases=NONE,
    )

    assert found.points["value"].tolist() == pytest.approx(newer)
    assert found.points["start"].tolist() == whole.points["start"].tolist()[5:]


@pytest.mark.parametrize(("last", "state", "says"), [
    (0.90, Variation.IMPROVEMENT, "stands out, in the better direction"),
    (0.30, Variation.CONCERN, "stands out, in the worse direction"),
    (0.60, Variation.COMMON_CAUSE, "is within what is usual"),
])  # fmt: skip
def test_the_title_tells_the_latest_week(last: float, state: Variation, says: str) -> None:
    """The title says whether the latest week stands out, and which way."""
    found = drawn([*STEADY, last], 100)

    assert found.variation is state
    assert found.title == f"Good days: the latest week {says}"


def test_marked_points_are_counted_and_named() -> None:
    """The points that stand out are counted, and each says every rule that it broke."""
    found = drawn([*STEADY[:10], 0.95, *STEADY[10:]], 100)
    marked = found.points[found.points["reason"] != ""]

    assert marked["reason"].tolist() == ["outside the limits"]
    assert marked["value"].tolist() == [0.95]
    assert found.why[0] == f"1 point stands {RULES}"
    assert drawn(STEADY, 100).why[0] == f"0 points stand {RULES}"


@pytest.mark.parametrize("verdict", [Verdict.NO_CHANGE, Verdict.IMPROVED, Verdict.TOO_FEW])
def test_the_verdict_stays_that_of_the_run_chart(verdict: Verdict) -> None:
    """A marked dot changes no verdict, and where the run chart is quiet the reader is told that this is the verdict."""
    found = drawn([*STEADY[:10], 0.95, *STEADY[10:]], 100, verdict=verdict)
    told = any("and that is the verdict" in line for line in found.why)

    assert found.verdict is verdict
    assert told == (verdict is Verdict.NO_CHANGE)


@pytest.mark.parametrize(("weeks", "is_trial"), [(13, True), (19, True), (20, False)])
def test_limits_are_on_trial_under_twenty_points(weeks: int, is_trial: bool) -> None:
    """Limits from 13 to 19 points are called trial limits, which will still move."""
    found = drawn(STEADY[:weeks], 100)

    assert found.is_trial == is_trial
    assert any(line.startswith("Trial limits") for line in found.why) == is_trial


def test_no_reason_is_said_twice() -> None:
    """Behind a chart with limits no reason is empty, repeated, or short of a number."""
    for values, asked in ((STEADY, 100), ([0.5, 0.625] * 14, 8), ([0.8, 1.0] * 10, 5), (STEADY[:13], 100)):
        found = drawn(values, asked, aim=0.7)

        assert len(set(found.why)) == len(found.why)
        assert all(line.strip() and "nan" not in line.lower().split() for line in (*found.why, found.subtitle))
