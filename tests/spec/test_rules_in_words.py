"""Behind every verdict: the rule that fired with its numbers, how often chance alone fires it, and what comes next."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import combinations, groupby
from math import comb

import pandas as pd
import pytest

from joy.definitions import load_definitions
from joy.findings import Verdict
from joy.views.rules import NEXT_QUIET, NEXT_SIGNAL, NOT_SAID, one_chart_in
from joy.views.runs import Judged, judge
from tests.tables import rows


INDICATORS = load_definitions().indicators
MONDAY = pd.Timestamp("2024-01-01")
TWELVE_WEEKS = (MONDAY, MONDAY + pd.Timedelta(weeks=12))
SHARES = {"+": 0.6, "-": 0.4, "0": 0.5, ".": float("nan")}
CAUSES = re.compile(r"\b(because|caused?|thanks to|due to|led to|worked|helped)\b", re.IGNORECASE)
ONE_OF_MANY = re.compile(r"\b1 (weeks|fortnights|points|times|answers|teams)\b|\bthere are 1\b")

NINE_IN_A_ROW = "-+--+--+-----+++++++++--"
STEP = "-" * 12 + "+" * 12
BLOCKS = "------++++++" * 2
QUIET = "-+--++-+-+++--+-+--+-++-"

SAID = """
| what happened           | weeks                    | verdict   | sentence |
| a run of nine of 24     | -+--+--+-----+++++++++-- | improved  | 9 weeks in a row above the middle line; 9 or more happens by chance in |
| the same the other way  | +-++-++-+++++---------++ | worsened  | 9 weeks in a row below the middle line; 9 or more happens by chance in |
| few crossings           | ------++++++------++++++ | changed   | The middle line is crossed 3 times in 24 weeks; fewer than 8 happens by chance in |
| both                    | ------------++++++++++++ | improved  | 12 weeks in a row above the middle line; 9 or more happens by chance in |
| both                    | ------------++++++++++++ | improved  | The middle line is crossed once in 24 weeks; fewer than 8 happens by chance in |
| neither                 | -+--++-+-+++--+-+--+-++- | no_change | Longest stretch on one side of it: 3 weeks; up to 8 is usual in 24. |
| neither                 | -+--++-+-+++--+-+--+-++- | no_change | The line is crossed 16 times; 8 or more is usual. |
| weeks on the line       | -+-0-++-+-+0++--+-+--+-++- | no_change | Longest stretch on one side of it: 3 weeks; up to 8 is usual in 24. |
| weeks that are missing  | -+--++.-+-+++--+.-+--+-++- | no_change | Longest stretch on one side of it: 3 weeks; up to 8 is usual in 24. |
| few points              | --++--+-++--++           | no_change | Longest stretch on one side of it: 2 weeks; up to 7 is usual in 14. |
"""  # noqa: E501  a table is read along its rows

RATES = """
| rate   | said                         |
| 0      | hardly any chart             |
| 0.004  | fewer than 1 chart in 100    |
| 0.0099 | fewer than 1 chart in 100    |
| 0.01   | about 1 chart in 100         |
| 0.03   | about 1 chart in 35          |
| 0.05   | about 1 chart in 20          |
| 0.08   | about 1 chart in 10          |
| 0.14   | about 1 chart in 7           |
| 0.265  | about 1 chart in 4           |
| 0.5    | about 1 chart in 2           |
"""


def figures(drawn: str, step: str = "week") -> pd.DataFrame:
    """Released figures from a drawing: above, below and on 50 %, or not shown."""
    days = {"week": 7, "fortnight": 14}[step]
    starts = pd.date_range(MONDAY, periods=len(drawn), freq=f"{days}D")
    values = [SHARES[at] for at in drawn]
    shown = pd.DataFrame({"period_kind": step, "period_start": starts, "value": values})
    is_missing = shown["value"].isna()
    return shown.assign(
        period_end=starts + pd.Timedelta(days=days),
        capped=None,
        state=["suppressed" if is_so else "shown" for is_so in is_missing],
        n_band=[None if is_so else "about 25" for is_so in is_missing],
        n_low=pd.array([None if is_so else 23 for is_so in is_missing], dtype="Int64"),
    )


def judged(drawn: str, step: str = "week", **given: object) -> Judged:
    return judge(figures(drawn, step), INDICATORS["good_days"], **given)


@lru_cache(maxsize=16)
def by_chance(above: int, below: int, longest: int, fewest: int) -> float:
    """The share of all orders of so many points with a longer run or fewer crossings: every order written out."""
    n, found = above + below, 0
    for places in combinations(range(n), above):
        chosen = set(places)
        runs = [len(list(run)) for _, run in groupby(place in chosen for place in range(n))]
        found += max(runs) > longest or len(runs) - 1 < fewest
    return found / comb(n, above)


def as_people_say(rate: float) -> str:
    """One in so many: whole up to ten, then by fives."""
    many = 1 / rate
    if many > 100:
        return "fewer than 1 chart in 100"
    return f"about 1 chart in {round(many) if many <= 10 else 5 * round(many / 5)}"


@pytest.mark.parametrize("row", rows(SAID), ids=lambda row: f"{row['what happened']}: {row['sentence'][:20]}")
def test_the_rule_is_told_with_its_numbers(row: dict[str, str]) -> None:
    """What fired, or how far from firing the series is, stands behind the verdict in plain numbers."""
    found = judged(row["weeks"])

    assert found.verdict is Verdict(row["verdict"])
    assert any(line.startswith(row["sentence"]) for line in found.why), found.why


@pytest.mark.parametrize(
    ("drawn", "fired"),
    [(NINE_IN_A_ROW, {"row"}), (BLOCKS, {"crossed"}), (STEP, {"row", "crossed"}), (QUIET, set())],
)
def test_only_rules_that_fired_are_told(drawn: str, fired: set[str]) -> None:
    """A rule that did not fire is not said to have done so."""
    said = {word for word in ("row", "crossed") for line in judged(drawn).why if word in line and "by chance" in line}

    assert said == fired


@pytest.mark.parametrize(
    ("drawn", "longest", "fewest"),
    [  # limits as published for 10, 12, 14, 16 and 20 points: Anhøj and Olesen 2014, doi 10.1371/journal.pone.0113825
        ("-----+++++", 6, 2),
        ("------++++++", 7, 3),
        ("+++++++-------", 7, 4),
        ("--------++++++++", 7, 4),
        ("-+--------+++++++++-", 7, 6),
    ],
)
def test_chance_is_counted_over_every_order(drawn: str, longest: int, fewest: int) -> None:
    """“1 chart in so many” is the share of all orders of the same points in which the rule fires."""
    above, below, found = drawn.count("+"), drawn.count("-"), judged(drawn)
    told = " ".join(found.why)
    crossings, run = by_chance(above, below, above + below, fewest), by_chance(above, below, longest, 0)
    either = by_chance(above, below, longest, fewest)

    assert f"fewer than {fewest} happens by chance in {as_people_say(crossings)}." in told
    assert f"wrongly signal in {as_people_say(either)} that did not change" in told
    assert found.by_chance == pytest.approx(either, rel=1e-12)
    if "in a row" in told:
        assert f"{longest + 1} or more happens by chance in {as_people_say(run)}." in told


@pytest.mark.parametrize(
    ("drawn", "above", "below"),
    [  # where fewer than a third lie on one side, weeks on the line count there
        ("-+0-0-0+0-0-+0-0-+0", 4, 7),
        ("0--0-0+0-0--0-0-0+00", 12, 8),
        ("0+" * 7 + "0", 7, 8),
        ("+-" * 8, 8, 8),
    ],
)
def test_limits_that_are_told_hold_one_in_twenty(drawn: str, above: int, below: int) -> None:
    """However unevenly the points lie about the line, what is called usual is missed by at most 1 chart in 20."""
    found = judged(drawn)
    assert found.centre == pytest.approx(0.5)
    told = " ".join(found.why)
    usual, least = re.search(r"up to (\d+) is usual", told), re.search(r"; (\d+) or more is usual", told)
    longest, fewest = int(usual[1]) if usual else above + below, int(least[1]) if least else 0
    rate = by_chance(above, below, longest, fewest)

    assert found.by_chance == pytest.approx(rate, abs=1e-12)
    assert rate <= 0.05


@pytest.mark.parametrize("row", rows(RATES), ids=lambda row: row["rate"])
def test_a_chance_is_said_as_people_say_it(row: dict[str, str]) -> None:
    """A probability becomes one chart in a round number."""
    assert one_chart_in(float(row["rate"])) == row["said"]


AFTER_A_BASELINE = """
| after twelve baseline weeks | verdict   | sentence |
| ++++++++++++                | improved  | 12 weeks in a row above the baseline median; 9 or more happens by chance in at most 1 chart in 20. |
| ------------                | worsened  | 12 weeks in a row below the baseline median; 9 or more happens by chance in at most 1 chart in 20. |
| -++-+--+-+-+                | no_change | Longest stretch on one side of it since the baseline: 2 weeks; up to 8 is usual in 12. |
"""  # noqa: E501  a table is read along its rows


@pytest.mark.parametrize("row", rows(AFTER_A_BASELINE), ids=lambda row: row["verdict"])
def test_after_a_baseline_only_what_follows_is_told(row: dict[str, str]) -> None:
    """A baseline of twelve weeks fixes the line; the run is counted behind it, against the weeks behind it."""
    found = judged("-+" * 6 + row["after twelve baseline weeks"], baseline=TWELVE_WEEKS)

    assert found.verdict is Verdict(row["verdict"])
    assert found.why[0] == "The line is the median of the baseline, 50%."
    assert row["sentence"] in found.why, found.why
    assert not any("crossed" in line for line in found.why)


def test_three_weeks_after_a_baseline_have_no_verdict() -> None:
    """Where so few weeks follow a baseline that nothing could be a signal, no verdict and no chance are told."""
    found = judged("-+" * 6 + "+++", baseline=TWELVE_WEEKS)

    assert found.verdict is Verdict.TOO_FEW
    assert found.by_chance == 0


def test_a_short_baseline_decides_nothing() -> None:
    """A baseline of fewer than twelve points leaves the verdict to all points, and says so."""
    eight = (MONDAY, MONDAY + pd.Timedelta(weeks=8))
    found, plain = judged(STEP, baseline=eight), judged(STEP)

    assert found.verdict is plain.verdict
    assert found.centre == plain.centre
    assert "The baseline has 8 points, under 12: it is a reference only, and all points decide." in found.why


@pytest.mark.parametrize(("drawn", "is_told"), [("-+-++--++-+-", True), ("-+-++--++-+-+-", False)])
def test_provisional_is_said_once(drawn: str, is_told: bool) -> None:
    """Under thirteen points the verdict is called provisional, once."""
    assert sum(line.startswith("Provisional") for line in judged(drawn).why) == is_told


def test_resembling_weeks_weaken_a_signal() -> None:
    """Where neighbours resemble each other, the reader is told that the signal is weaker evidence."""
    resembling = "Neighbouring points resemble each other: signals are weaker evidence."

    assert any(resembling in line for line in judged(BLOCKS).why)
    assert not any(resembling in line for line in judged(NINE_IN_A_ROW).why)


@pytest.mark.parametrize(("drawn", "following"), [(STEP, NEXT_SIGNAL), (QUIET, NEXT_QUIET)])
def test_what_it_cannot_say_and_what_next(drawn: str, following: str) -> None:
    """Every verdict ends with what it cannot say, and then what to do next."""
    assert judged(drawn).why[-2:] == (NOT_SAID, following)


def test_too_few_points_say_from_when_on() -> None:
    """Under ten points the reader learns how many there are and from which day a verdict is possible."""
    found = judged("-+-++")  # five weeks from 1 January; the tenth closes on Sunday 10 March

    assert found.verdict is Verdict.TOO_FEW
    assert found.why[0].startswith("Signals start at 10 weeks; there are 5 so far.")
    assert found.why[0].endswith("At this pace a first verdict is possible from 11 March 2024.")


def test_a_new_phase_is_judged_from_its_own_weeks() -> None:
    """After a new phase the line, the numbers and the verdict are of the weeks since it began."""
    found = judged("-" * 12 + "+-" * 6, phases=[MONDAY + pd.Timedelta(weeks=12)])

    assert found.verdict is Verdict.NO_CHANGE
    assert found.why[0] == "The middle line (median) of all weeks since 25 March 2024 is 50%."
    assert any("usual in 12." in line for line in found.why)
    assert set(found.centres[:12]) == {0.4}
    assert set(found.centres[12:]) == {0.5}


def test_lower_can_be_better() -> None:
    """For a measure of which less is better, the same fall is an improvement and the same rise the opposite."""
    fewer = INDICATORS["exhaustion"]
    down, up = (judge(figures(drawn), fewer).verdict for drawn in (STEP[::-1], STEP))

    assert str(fewer.direction) == "lower_is_better"
    assert (down, up) == (Verdict.IMPROVED, Verdict.WORSENED)


EVERY_STATE = [
    "", "..", "+", "-+-++", "0" * 12, "0" * 12 + "+", "0+" * 10 + "0", "-+-++--++-+-", STEP, BLOCKS, QUIET, "-+" * 12,
    NINE_IN_A_ROW, "+" * 30, "-" * 12 + "." * 6 + "+" * 12,
]  # fmt: skip


@pytest.mark.parametrize("step", ["week", "fortnight"])
@pytest.mark.parametrize("drawn", EVERY_STATE, ids=lambda drawn: drawn[:14] or "none")
def test_reasons_are_fit_to_be_read(drawn: str, step: str) -> None:
    """No reason is empty, said twice, short of a number, a claim of a cause, or at odds with its numbers."""
    for given in ({}, {"baseline": TWELVE_WEEKS}):
        why = judged(drawn, step, **given).why

        assert why
        assert len(set(why)) == len(why)
        assert sum(line.startswith("Provisional") for line in why) <= 1
        for line in why:
            assert line.strip().endswith(".")
            assert "nan" not in line.lower().split()
            assert not CAUSES.search(line), line
            assert not ONE_OF_MANY.search(line), line


def test_fortnights_are_called_so() -> None:
    """A chart by fortnights speaks of fortnights, never of weeks."""
    why = " ".join(judged(STEP, "fortnight").why)

    assert "12 fortnights in a row" in why
    assert "week" not in why
