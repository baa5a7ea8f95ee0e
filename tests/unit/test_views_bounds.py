"""Where only a bound may be told, every word says the bound: no tooltip, table or text gives its place as a number."""

from __future__ import annotations

import json
from datetime import timedelta

import pandas as pd
from chart_records import MONDAY, aligned_of

from joy.charts import Look
from joy.charts.aligned import aligned
from joy.charts.multiples import multiples
from joy.charts.run_chart import run_chart
from joy.definitions import load_definitions
from joy.findings import Multiples, Run, Verdict, bound_at
from joy.views.figures import change_between
from joy.views.limits import _points
from joy.views.timeline import FLAG_COLUMNS, run_of
from pages.parts.tables import readable


GOOD_DAYS = load_definitions().indicators["good_days"]
OVER, PLACE = "over 75%", 0.875  # from 5 to 9 answers (rule R3); its place is half-way to the end of the scale
WEEKS = 12


def weeks_of(values: list[float], capped: list[str | None]) -> pd.DataFrame:
    starts = pd.Series([pd.Timestamp(MONDAY) + timedelta(weeks=k) for k in range(len(values))])
    return pd.DataFrame(
        {
            "group_id": "t", "indicator_id": "good_days", "instrument": "good_day_yes_no@1", "period_kind": "week",
            "period_start": starts, "period_end": starts + timedelta(days=7), "state": "shown", "value": values,
            "capped": capped, "n_band": "5–9", "n_low": 5, "spread": float("nan"),
        }
    )  # fmt: skip


def mostly_over() -> Run:
    """Ten of twelve weeks at the bound, so that the middle line lies there too; two told to the nearest ten percent."""
    values = [0.6] + [PLACE] * (WEEKS - 2) + [0.7]
    capped = [None] + ["over"] * (WEEKS - 2) + [None]
    return run_of(
        weeks_of(values, capped), GOOD_DAYS, label="Team Oak", key="oak", where="Team Oak", baseline=None, change=None,
        sets=pd.DataFrame(columns=["on_date", "label"]), flags=pd.DataFrame(columns=FLAG_COLUMNS),
    )  # fmt: skip


def test_a_run_chart_says_the_bound_in_every_word() -> None:
    """Tooltip, median, table, alternative text and reasons say “over 75%”; the dot stands at the published place."""
    run = mostly_over()
    drawn = json.dumps(run_chart(run, Look("light", "page")), ensure_ascii=False)
    said = [*readable(run).astype("str").to_numpy().ravel(), run.title, run.alt, *run.why]

    assert run.points["bound"].tolist() == ["", *[OVER] * (WEEKS - 2), ""]
    assert run.centre == PLACE
    assert f"median {OVER}" in drawn
    assert drawn.count(f'"shown": "{OVER}"') >= WEEKS - 2
    assert f'"value": {PLACE}' in drawn
    assert f"The middle line is {OVER}" in run.alt
    assert readable(run).iloc[:, 1].tolist() == ["60%", *[OVER] * (WEEKS - 2), "70%"]
    assert not [text for text in (drawn, *said) if "88%" in text or "87%" in text]


def test_small_charts_say_it_too() -> None:
    """A team’s small chart on the wall names the bound in its tooltip and at its end."""
    run = mostly_over()
    ends_over = run_of(
        weeks_of([0.6, PLACE], [None, "over"]), GOOD_DAYS, label="Oak", key="oak", where="Oak", baseline=None,
        change=None, sets=pd.DataFrame(columns=["on_date", "label"]), flags=pd.DataFrame(columns=FLAG_COLUMNS),
    )  # fmt: skip
    wall = Multiples(title="t", subtitle="s", verdict=Verdict.NO_CHANGE, alt="a", panels=(run, ends_over))
    drawn = json.dumps(multiples(wall, Look("light", "page")), ensure_ascii=False)

    assert f'"text": "{OVER}"' in drawn
    assert "88%" not in drawn
    assert OVER in set(readable(wall).iloc[:, 2])


def test_a_line_by_learning_set_says_it_too() -> None:
    """A cohort’s line names the bound in its tooltip, at its end and in its table."""
    record = aligned_of()
    lines = record.lines.assign(bound=[OVER] * len(record.lines))
    record = type(record)(**{**vars(record), "lines": lines})

    shown = {row["shown"] for layer in aligned(record, Look("light", "page"))["layer"]
             for row in layer["data"]["values"] if "shown" in row}  # fmt: skip
    assert shown == {OVER}
    assert set(readable(record).iloc[:, 2]) == {OVER}


def test_no_change_is_told_between_bounds() -> None:
    """From 60% to “over 75%” is no number of points, so none is told; from 60% to 70% is ten."""
    figures = weeks_of([0.6, 0.7, PLACE], [None, None, "over"])
    first, second, third = (row for _, row in figures.iterrows())
    none = pd.DataFrame(columns=["group_id", "indicator_id", "instrument", "from_period", "to_period", "kind"])
    for row in (first, second, third):
        row["period_id"] = "p"

    assert change_between(GOOD_DAYS, first, third, none) is None
    told = change_between(GOOD_DAYS, first, second, none)
    assert told is not None
    assert round(told.difference, 6) == 0.1


def test_joined_points_with_a_bound_are_told_as_about() -> None:
    """Weeks joined for limits say “about” where one of them was but a bound."""
    run = mostly_over()
    asked = pd.Series([5.0] * WEEKS).to_numpy()

    joined = _points(run, asked, 2)

    assert joined["bound"].tolist() == ["about 74%", *["about 88%"] * 4, "about 79%"]


def test_a_plain_value_has_no_bound() -> None:
    """A value that is not the place of a bound is told as it is, also where the points have no bounds at all."""
    run = mostly_over()

    assert [bound_at(run.points, value) for value in (PLACE, 0.6, None)] == [OVER, "", ""]
    assert bound_at(run.points.drop(columns="bound"), PLACE) == ""
