"""The self-attack on absence and leavers finds what a careless update gives away, and nothing in ours."""

from __future__ import annotations

import pandas as pd
import pytest

from joy.attack.workforce import Payroll, attack_workforce
from joy.definitions import load_policy
from joy.store import Store


POLICY = load_policy()
MONTHS = pd.date_range("2023-01-01", periods=14, freq="MS")
UNITS = ("a", "b", "tiny")
NO_SUMS = pd.DataFrame(columns=["unit_kind", "unit_id", "basis", "period_start", "period_end", "lost", "available"])
PAYROLL = Payroll(
    frozenset(("directorate", unit, "calendar_fte", day) for unit in UNITS for day in MONTHS),
    {},
    {"p": frozenset(("directorate", unit) for unit in UNITS)},
)


def line(kind: str, unit: str, day: pd.Timestamp, *, period: str = "month", state: str = "shown") -> dict[str, object]:
    value = 5.25 if state == "shown" else None
    return {
        "unit_kind": kind, "unit_id": unit, "unit_name": unit, "measure": "absence_rate", "basis": "calendar_fte",
        "period_kind": period, "period_start": day, "period_end": day, "state": state, "value": value, "n_band": None,
    }  # fmt: skip


def attack(rows: list[dict[str, object]]) -> tuple[int, int]:
    report = attack_workforce(pd.DataFrame(rows), PAYROLL, NO_SUMS, POLICY)
    return report.hidden, report.recovered


def test_a_hidden_unit_under_a_total_with_all_others_is_found() -> None:
    """A careless update shows the total and every unit but one: the attack recovers that one in every month."""
    rows = [line("directorate", unit, day) for unit in "ab" for day in MONTHS]
    rows += [line("directorate", "tiny", day, state="hidden") for day in MONTHS]
    rows += [line("programme", "p", day) for day in MONTHS]
    assert attack(rows) == (14, 14)


def test_one_hidden_month_under_twelve_is_found() -> None:
    """A careless update shows twelve months and eleven of them: the attack recovers the twelfth."""
    rows = [line("directorate", "a", day, state="hidden" if i == 3 else "shown") for i, day in enumerate(MONTHS)]
    assert attack(rows) == (1, 0)
    assert attack([*rows, line("directorate", "a", MONTHS[0], period="twelve_months")]) == (1, 1)


def test_overlapping_windows_alone_give_no_month() -> None:
    """Twelve-month sums that overlap differ by two months, so they tell of no single one."""
    rows = [line("directorate", "a", day, state="hidden") for day in MONTHS]
    rows += [line("directorate", "a", day, period="twelve_months") for day in MONTHS[:3]]
    assert attack(rows) == (14, 0)


def test_too_many_decimals_and_a_team_are_found() -> None:
    """A rate with three decimals and a row about a team are told of."""
    rows = [line("directorate", "a", MONTHS[0]) | {"value": 5.255}, line("team", "t", MONTHS[0])]
    report = attack_workforce(pd.DataFrame(rows), PAYROLL, NO_SUMS, POLICY)
    assert {one.attack: one.recovered for one in report.tried} == {"A3": 0, "A4": 1, "A13": 1, "A23": 0}


@pytest.mark.parametrize(("days", "found"), [(1.0, 1), (400.0, 0), (0.0, 0)])
def test_a_small_correction_that_was_told_is_found(days: float, found: int) -> None:
    """Two told sums of one unit and month that differ by a day are told of; by 400 days, or by none, they are not."""
    one = {"unit_kind": "directorate", "unit_id": "a", "basis": "calendar_fte", "lost": 500.0, "available": 9_000.0}
    one |= {"period_start": MONTHS[0], "period_end": MONTHS[1]}
    told = pd.DataFrame([one, one | {"lost": 500.0 + days}])
    report = attack_workforce(pd.DataFrame([line("directorate", "a", MONTHS[0])]), PAYROLL, told, POLICY)
    assert report.tried[-1].recovered == found


def test_the_sample_gives_nothing_away(sample_store: Store) -> None:
    """The invented programme's own update is attacked whole, some of its leavers hidden, and nothing follows."""
    from joy.attack.workforce import payroll_of

    update = sample_store.ask("store/programmes")["release_id"].iloc[0]
    rows = sample_store.ask("attack/workforce", release_id=update)
    report = attack_workforce(rows, payroll_of(sample_store), sample_store.ask("release/workforce_told"), POLICY)
    assert report.hidden >= 2
    assert report.read > 1_000
    assert not report.gave_way
