"""The official examples for absence, leavers and cost, and the rules that decide what may be told of them."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from joy.definitions import load_policy
from joy.disclosure import absence_visible, is_blank, is_same_or_far
from joy.errors import ShownError
from joy.release.workforce import _leaving, _rate
from joy.views.cost import ANNUAL, COVER, LEAVER, YEAR_DAYS, Assumption, Days, between, changed, cost_of_days, what_if


POLICY = load_policy()
PAY = Assumption(ANNUAL, 45_000.0, 38_000.0, 52_000.0, "Ours", "2022")
YEAR = Assumption(YEAR_DAYS, 365.0, 365.0, 365.0)


def year(**numbers: float) -> pd.DataFrame:
    return pd.DataFrame(
        {"unit_kind": ["directorate"], "unit_id": ["a"], "basis": ["headcount"], "people": [120.0], "is_told": [True]}
        | {"period_start": [pd.Timestamp(2021, 1, 1)], "period_end": [pd.Timestamp(2022, 1, 1)]}
        | {name: [value] for name, value in numbers.items()}
    )


def told(rows: pd.DataFrame) -> dict[str, float]:
    found = _leaving(rows, POLICY)
    return dict(zip(found["measure"], found["value"], strict=True))


def test_two_units_pool_their_days_and_their_rates_are_not_averaged() -> None:
    """A unit with 10 of 1,000 days lost and one with 90 of 3,000 have 2.5 % together, not the mean of 1 % and 3 %."""
    both = pd.DataFrame({"lost": [10.0 + 90.0], "available": [1_000.0 + 3_000.0]})
    assert _rate(both)[0] == 2.5


def test_a_rate_has_two_decimals_and_four_per_cent_are_nearly_fifteen_days() -> None:
    """4.06 % of a calendar year is 14.82 days (Personnel Today on the NHS)."""
    assert _rate(pd.DataFrame({"lost": [14.82], "available": [365.0]}))[0] == 4.06
    assert round(365 * 4.06 / 100, 2) == 14.82


def test_leavers_are_held_against_the_mean_of_both_headcounts() -> None:
    """With 150 people at the start and 120 at the end the mean is 135 (NHS Data Dictionary), so 27 leavers are 20 %."""
    assert told(year(headcount_start=150, headcount_end=120, leavers=27, stayers=110))["leaver_rate"] == 20.0


def test_leavers_and_stability_need_not_add_up_to_100() -> None:
    """6.3 % leavers and 93.6 % stability are both kept (doctors, September 2021): neither is 100 less the other."""
    found = told(year(headcount_start=1_000, headcount_end=1_000, leavers=63, stayers=936))
    assert (found["leaver_rate"], found["stability"]) == (6.3, 93.6)


@pytest.mark.parametrize(("available", "blank"), [(329.9, True), (330.0, True), (330.1, False), (np.nan, True)])
def test_a_month_of_330_days_available_or_fewer_is_blank(available: float, blank: bool) -> None:
    """The official rule blanks at 330 full-time-equivalent days, and a missing number is blank too."""
    assert bool(is_blank(available)) is blank


def may(lost: float, available: float, people: float) -> bool:
    return bool(absence_visible(lost, available, 31, people, POLICY))


def test_absence_of_fewer_than_ten_people_is_never_told() -> None:
    """Ten people may be told, nine may not, and of a unit of ten two may not make up nearly all the days."""
    assert may(150, 400, 10)
    assert not may(150, 400, 9)
    assert not may(60, 400, 10)  # two people away all month lose 62 days
    assert may(60, 1_200, 40)  # from 30 on, as the policy shows whole distributions from there


@pytest.mark.parametrize(("lost", "available"), [(-1, 900), (901, 900), (np.nan, 900), (5, np.nan), (5, np.inf)])
def test_numbers_that_cannot_be_are_hidden(lost: float, available: float) -> None:
    """Negative days, more days lost than available, and missing ones are hidden rather than told."""
    assert not may(lost, available, 50)


def test_a_sum_is_told_anew_only_where_it_is_the_same_or_far_from_what_was_told() -> None:
    """A change of one day waits; no change and a change of 310 days do not."""
    assert is_same_or_far([100.0, 101.0, 410.0], [100.0] * 3, 310.0).tolist() == [True, False, True]


def test_the_cost_of_days_lost_is_reckoned_on_calendar_days() -> None:
    """Twelve people at £45,000 who are away 5.6 % of days cost £30,240; over 260 days it would be £42,452."""
    days = 12 * 365 * 0.056
    assert round(cost_of_days(days, 45_000, 365)) == 30_240 == round(12 * 45_000 * 0.056)
    assert round(cost_of_days(days, 45_000, 260)) == 42_452


def test_the_what_if_shows_a_range_and_never_speaks_of_savings() -> None:
    """Low, middle and high follow from the assumptions; leavers cost nothing unless the programme says so."""
    found = what_if(Days(365.0, 7_300.0, "March 2022", 20.0, "2021"), {ANNUAL: PAY, YEAR_DAYS: YEAR}, "All")
    first = found.rows.iloc[0]
    assert (round(first["low"]), round(first["mid"]), round(first["high"])) == (38_000, 45_000, 52_000)
    assert found.title.startswith("What if")
    assert not found.rows["what"].str.contains("eavers").any()
    assert "we saved" not in " ".join((found.title, found.subtitle, *found.why)).lower()
    leaver = Assumption(LEAVER, 9_000.0, 4_000.0, 15_000.0, "Ours", "2022")
    found = what_if(Days(365.0, 7_300.0, "March 2022", 20.0, "2021"), {ANNUAL: PAY, LEAVER: leaver}, "All")
    assert found.rows.iloc[-1]["mid"] == 180_000
    assert "weak" in found.rows.iloc[-1]["what"]


def test_ranges_are_told_to_two_figures() -> None:
    """Amounts read as people say them."""
    assert between(2_082_192, 2_849_315) == "£2.1 to £2.8 million"
    assert between(208_219, 1_709_589) == "£210,000 to £1.7 million"
    assert between(30_240, 30_240) == "£30,000"
    assert between(0, 0) == "£0"


BAD = [
    (("abc", "45000", "52000"), "is not a number"),
    (("", "45000", "52000"), "a number is missing"),
    (("-1", "45000", "52000"), "out of range"),
    (("nan", "45000", "52000"), "is not a number"),
    (("1e9", "1e9", "1e9"), "out of range"),
    (("60,000", "45,000", "52,000"), "must rise"),
]


@pytest.mark.parametrize(("texts", "said"), BAD)
def test_a_bad_assumption_is_answered_in_words(texts: tuple[str, str, str], said: str) -> None:
    """Whatever is wrong is said with the name of the assumption."""
    with pytest.raises(ShownError, match=said) as error:
        changed(PAY, texts)
    assert "Cost of employing" in str(error.value)


def test_a_year_of_260_working_days_is_refused_with_the_reason() -> None:
    """Calendar days over a year of working days would overstate the cost by 40 %."""
    with pytest.raises(ShownError, match="calendar days"):
        changed(YEAR, ("260", "260", "260"))


def test_an_assumption_of_ones_own_says_so_and_the_same_keeps_its_source() -> None:
    """Pounds, commas and per cent are read; unchanged numbers keep where they come from."""
    assert changed(PAY, ("£38,000", "45 000", "52000")).source == "Ours"
    share = changed(Assumption(COVER, 0.3, 0.1, 0.6, "Ours"), ("20%", "30", "60"))
    assert (share.low, share.source) == (0.2, "Your own, for this look only")
