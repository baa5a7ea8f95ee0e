"""What a published update tells of absence and leavers: recounted slowly, hidden safely, kept through corrections."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from joy.attack.workforce import attack_workforce, payroll_of
from joy.definitions import load_policy
from joy.release.workforce import workforce_rows
from joy.store import Store
from joy.store.tables import TABLES


POLICY = load_policy()
AS_OF = date(2024, 3, 15)
MONTHS = [date(2023, m, 1) for m in range(1, 13)] + [date(2024, m, 1) for m in (1, 2)]


def add_rows(store: Store, table: str, rows: list[dict[str, object]]) -> None:
    """Write rows that name only what matters here."""
    frame = pd.DataFrame(rows).reindex(columns=[*TABLES[table]])
    dates = [name for name, kind in TABLES[table].items() if kind == "DATE"]
    with store.writing() as writer:
        writer.append(table, frame.astype(dict.fromkeys(dates, "datetime64[s]")))


def days_in(month: date) -> int:
    return calendar.monthrange(month.year, month.month)[1]


def programme(store: Store, units: dict[str, int], *, teams: int = 1, cohorts: int = 1) -> None:
    """A programme whose cohorts have `teams` teams in each directorate of `units`, all of one organisation."""
    add_rows(store, "programme.programme", [{"programme_id": "p", "name": "P", "start_date": date(2023, 1, 1)}])
    add_rows(store, "programme.organisation", [{"org_id": "o", "name": "O"}])
    names = [f"c{number + 1}" for number in range(cohorts)]
    add_rows(
        store,
        "programme.cohort",
        [{"cohort_id": c, "programme_id": "p", "ordinal": i, "name": c} for i, c in enumerate(names)],
    )
    mine = [(unit, f"{unit}-t{number}") for unit in units for number in range(teams)]
    add_rows(
        store, "programme.team", [{"team_id": t, "org_id": "o", "directorate": unit, "name": t} for unit, t in mine]
    )
    add_rows(
        store,
        "programme.enrolment",
        [
            {"enrolment_id": f"{t}-{c}", "team_id": t, "cohort_id": c, "ordinal": i}
            for c in names
            for i, (_, t) in enumerate(mine)
        ],
    )
    add_rows(
        store,
        "programme.team_size",
        [{"team_id": t, "valid_from": date(2023, 1, 1), "headcount": 7} for _, t in mine],
    )


def months(store: Store, units: dict[str, int], level: str = "directorate", basis: str = "calendar_fte") -> None:
    """Rows of every month, at a rate that differs by unit and month."""
    rows = [
        {
            "unit_id": unit,
            "unit_level": level,
            "month": month,
            "fte_days_available": float(fte * days_in(month)),
            "fte_days_lost": round(fte * days_in(month) * (0.04 + 0.002 * i + 0.0007 * j), 1),
            "basis": basis,
        }
        for i, (unit, fte) in enumerate(units.items())
        for j, month in enumerate(MONTHS)
    ]
    add_rows(store, "vault.workforce_month", rows)


def told(store: Store) -> pd.DataFrame:
    return workforce_rows(store, "p", AS_OF, POLICY)[0]


def publish(store: Store) -> pd.DataFrame:
    """What an update would tell, with its sums kept as told."""
    rows, sums = workforce_rows(store, "p", AS_OF, POLICY)
    with store.writing() as writer:
        writer.append("vault.workforce_told", sums.assign(release_id="r"))
    return rows


def pick(rows: pd.DataFrame, kind: str, measure: str = "absence_rate", period: str = "month") -> pd.DataFrame:
    return rows[(rows["unit_kind"] == kind) & (rows["measure"] == measure) & (rows["period_kind"] == period)]


def test_every_shown_figure_of_the_sample_is_that_of_a_slow_recount(sample_store: Store) -> None:
    """Rates, windows, leavers and stability equal what plain sums over the sample's own files give."""
    update = sample_store.ask("store/programmes")["release_id"].iloc[0]
    rows = sample_store.ask("attack/workforce", release_id=update)
    payroll = pd.read_csv("data/sample/workforce_month.csv", parse_dates=["month"])
    years = pd.read_csv("data/sample/workforce_period.csv", parse_dates=["from_date"])
    checked = 0
    for row in rows[rows["state"] == "shown"].itertuples():
        is_all = row.unit_kind == "programme"
        if row.basis == "headcount":
            own = years[(is_all | (years["unit_id"] == row.unit_id)) & (years["from_date"] == row.period_start)]
            start, end, gone, stayed = (
                sum(own[name]) for name in ("headcount_start", "headcount_end", "leavers", "stayers")
            )
            expected = {
                "leaver_rate": 100 * gone / ((start + end) / 2),
                "stability": 100 * stayed / start,
                "leavers": float(f"{gone:.1e}"),
            }[row.measure]
            near = 0.05 if row.measure != "leavers" else 10.0 ** np.floor(np.log10(gone)) / 10
        else:
            inside = (payroll["month"] >= row.period_start) & (payroll["month"] < row.period_end)
            own = payroll[inside & (is_all | (payroll["unit_id"] == row.unit_id))]
            lost, available = sum(own["fte_days_lost"]), sum(own["fte_days_available"])
            expected = {"absence_rate": 100 * lost / available, "days_lost": lost, "days_available": available}[
                row.measure
            ]
            near = 0.005 if row.measure == "absence_rate" else 0.05 * expected
        assert row.value == pytest.approx(expected, abs=near + 1e-9), row
        checked += 1
    assert checked > 1_000


def test_units_of_different_bases_are_never_added(store: Store) -> None:
    """Each basis has a total of its own, over its own units only."""
    units = {"a": 100, "b": 200, "c": 300, "d": 50}
    programme(store, units)
    months(store, {"a": 100, "b": 200})
    months(store, {"c": 300, "d": 50}, basis="working_days")
    totals = pick(told(store), "programme").set_index(["basis", "period_start"])["value"]
    first = pd.Timestamp(2023, 1, 1)
    assert set(totals.index.get_level_values("basis")) == {"calendar_fte", "working_days"}
    assert totals["calendar_fte", first] == round(100 * (124.0 + 260.4) / (300 * 31), 2)


def test_a_hidden_unit_takes_another_with_it_and_neither_follows_from_anything(store: Store) -> None:
    """Where one unit is too small, the next smallest is hidden beside the total, and the solver recovers nothing."""
    units = {"a": 200, "b": 120, "c": 60, "tiny": 8}
    programme(store, units)
    months(store, units)
    rows = told(store)
    states = pick(rows, "directorate").groupby("unit_id")["state"].agg(set)
    assert states["tiny"] <= {"blank", "hidden"}
    assert states["c"] == {"hidden"}
    assert states["a"] == {"shown"}
    assert set(pick(rows, "programme")["state"]) == {"shown"}
    assert rows.loc[rows["state"] != "shown", ["value", "n_band"]].isna().all(axis=None)
    report = attack_workforce(rows, payroll_of(store), store.ask("release/workforce_told"), POLICY)
    assert report.hidden == 2 * len(MONTHS)
    assert report.recovered == 0


def test_twelve_months_with_one_hidden_month_are_hidden(store: Store) -> None:
    """A window would give its one hidden month away beside the other eleven, so it is not told."""
    programme(store, {"a": 11, "b": 200, "c": 220})
    months(store, {"b": 200, "c": 220})
    months(store, {"a": 11})  # 11 people have 308 days in February, 330 in months of 30 days
    rows = told(store)
    mine = pick(rows, "directorate", period="twelve_months")
    assert set(mine.loc[mine["unit_id"] == "a", "state"]) == {"hidden"}
    assert set(mine.loc[mine["unit_id"] == "c", "state"]) == {"shown"}


def test_a_month_that_is_not_over_and_a_gap_give_no_figure(store: Store) -> None:
    """March, still running, is not told; a month without a row leaves its windows and its total out."""
    programme(store, {"a": 100, "b": 200})
    months(store, {"a": 100, "b": 200})
    extra = {"unit_id": "a", "unit_level": "directorate", "basis": "calendar_fte", "month": date(2024, 3, 1)}
    add_rows(store, "vault.workforce_month", [extra | {"fte_days_lost": 50.0, "fte_days_available": 3_100.0}])
    assert told(store)["period_end"].max() == pd.Timestamp(2024, 3, 1)
    drop(store, "b", pd.Timestamp(2023, 10, 1))
    rows = told(store)
    windows = pick(rows, "directorate", period="twelve_months")
    assert set(windows["unit_id"]) == {"a"}
    assert pd.Timestamp(2023, 10, 1) not in set(pick(rows, "programme")["period_start"])


@pytest.mark.parametrize("teams", [5, 6])
def test_a_cohort_is_told_from_ten_teams_that_all_have_rows_and_no_team_ever(store: Store, teams: int) -> None:
    """Of two directorates with five teams each the cohort is told; with one team's rows missing it is not."""
    units = {"a": 1, "b": 1}
    programme(store, units, teams=teams)
    names = {f"{unit}-t{number}": 7 for unit in units for number in range(5)}
    months(store, names, level="team")
    rows = told(store)
    assert "team" not in set(rows["unit_kind"])
    cohort = pick(rows, "cohort")
    assert (set(cohort["state"]) == {"shown"}) if teams == 5 else cohort.empty
    if teams == 5:
        lost = [round(7 * 31 * (0.04 + 0.002 * i), 1) for i in range(10)]
        assert cohort["value"].iloc[0] == round(100 * sum(lost) / (70 * 31), 2)


def test_a_cohort_beside_its_directorate_never_gives_a_team(store: Store) -> None:
    """A cohort of all teams of a directorate but one small rest is not told beside that directorate."""
    programme(store, {"a": 75}, teams=10)
    months(store, {f"a-t{number}": 7 for number in range(10)}, level="team")
    months(store, {"a": 75})  # five people more than the ten teams have
    rows = told(store)
    for day in pick(rows, "cohort")["period_start"]:
        both = rows[
            (rows["period_start"] == day) & (rows["period_kind"] == "month") & (rows["measure"] == "absence_rate")
        ]
        assert (both.loc[both["unit_kind"].isin(["cohort", "directorate"]), "state"] == "shown").sum() <= 1


def test_a_small_correction_waits_and_a_large_one_is_told(store: Store) -> None:
    """Twenty days more change nothing that was told; three thousand do, and then ten fewer than first is as first."""
    units, day = {"a": 400, "b": 300}, pd.Timestamp(2023, 5, 1)
    programme(store, units)
    months(store, units)
    first = publish(store)
    correct(store, 20.0)
    pd.testing.assert_frame_equal(told(store), first)
    correct(store, 3_000.0)
    second = publish(store)
    correct(store, -3_030.0)
    third = told(store)
    values = [
        pick(rows, "directorate").set_index(["unit_id", "period_start"])["value"]["a", day]
        for rows in (first, second, third)
    ]
    assert values[1] - values[0] > 20
    assert values[2] == values[0]
    report = attack_workforce(second, payroll_of(store), store.ask("release/workforce_told"), POLICY)
    assert not report.gave_way


def correct(store: Store, days: float) -> None:
    """Add days lost to one month of one unit, as a later payroll file would."""
    rows = store.ask("release/workforce_months")
    is_it = (rows["unit_id"] == "a") & (rows["month"] == pd.Timestamp(2023, 5, 1))
    rows["lost"] += days * is_it
    rewrite(store, rows)


def drop(store: Store, unit: str, month: pd.Timestamp) -> None:
    """Leave one month of one unit out, as a file with a gap would."""
    rows = store.ask("release/workforce_months")
    rewrite(store, rows[(rows["unit_id"] != unit) | (rows["month"] != month)])


def rewrite(store: Store, rows: pd.DataFrame) -> None:
    names = {"unit_kind": "unit_level", "lost": "fte_days_lost", "available": "fte_days_available"}
    with store.writing() as writer:
        writer.clear("vault.workforce_month")
    add_rows(store, "vault.workforce_month", rows.rename(columns=names).to_dict("records"))


YEARS = {"headcount_start": 100, "headcount_end": 104, "leavers": 12, "stayers": 89}


def leavers(store: Store, **units: dict[str, object]) -> pd.DataFrame:
    whole = {"unit_level": "directorate", "from_date": date(2022, 1, 1), "to_date": date(2022, 12, 31)}
    add_rows(store, "vault.workforce_period", [whole | YEARS | own | {"unit_id": name} for name, own in units.items()])
    return told(store)


def test_leavers_are_told_for_whole_years_of_units_large_enough(store: Store) -> None:
    """Fewer than five leavers, fewer than ten people and half a year are not told, nor what would give them away."""
    programme(store, dict.fromkeys("abcd", 1))
    half = {"to_date": date(2022, 6, 30)}
    rows = leavers(store, a={}, b={}, c={"leavers": 3, "stayers": 97}, d=half)
    rates = pick(rows, "directorate", "leaver_rate", "year").set_index("unit_id")
    assert "d" not in rates.index
    assert rates.loc["c", "state"] == "hidden"
    assert (rates["state"] == "shown").sum() == 1  # the other one is hidden beside the total
    assert rates.loc[rates["state"] == "shown", "value"].tolist() == [round(100 * 12 / 102, 1)]


def test_years_that_overlap_are_not_told_beside_each_other(store: Store) -> None:
    """Of rolling years only those that follow one another are told: the others would tell of single leavers."""
    programme(store, dict.fromkeys("ab", 1))
    rolling = [
        {"from_date": date(2020, month, 1), "to_date": date(2021, month, 1) - timedelta(days=1)} for month in (1, 2, 3)
    ]
    later = {"from_date": date(2021, 1, 1), "to_date": date(2021, 12, 31)}
    own = {"unit_level": "directorate"} | YEARS
    add_rows(
        store,
        "vault.workforce_period",
        [own | years | {"unit_id": name} for name in "ab" for years in (*rolling, later)],
    )
    rates = pick(told(store), "directorate", "leaver_rate", "year")
    assert sorted(set(pd.to_datetime(rates["period_start"]).dt.date)) == [date(2020, 1, 1), date(2021, 1, 1)]


def test_without_any_rows_nothing_is_told(store: Store) -> None:
    """A programme without payroll files has no rows and no fault."""
    programme(store, {"a": 1})
    rows = told(store)
    assert rows.empty
