"""A question that changed on the way breaks the line: the older weeks are drawn, but neither judged nor joined."""

from __future__ import annotations

import pandas as pd

from joy.charts import Look, draw
from joy.charts.timeline import point_rows
from joy.definitions import load_definitions
from joy.findings import Run
from joy.views.timeline import FLAG_COLUMNS, run_of


GOOD_DAYS = load_definitions().indicators["good_days"]
OLDER, NEWER = [0.2, 0.3, 0.2, 0.3, 0.2, 0.3], [0.6, 0.7, 0.65] * 4


def reworded() -> Run:
    """Six weeks of the older question and twelve of the newer, without a week between them."""
    starts = pd.date_range("2024-01-01", periods=len(OLDER) + len(NEWER), freq="7D")
    figures = pd.DataFrame(
        {
            "group_id": "t1",
            "indicator_id": "good_days",
            "instrument": ["good_day_agree@1"] * len(OLDER) + ["good_day_yes_no@1"] * len(NEWER),
            "period_kind": "week",
            "period_id": starts.strftime("%Y-%m-%d"),
            "period_start": starts,
            "period_end": starts + pd.Timedelta(days=7),
            "state": "shown",
            "value": OLDER + NEWER,
            "n_band": "about 25",
            "n_low": 23,
            "capped": None,
        }
    )
    none = pd.DataFrame(columns=FLAG_COLUMNS)
    sets = pd.DataFrame({"on_date": pd.Series(dtype="datetime64[s]"), "label": pd.Series(dtype="str")})
    return run_of(
        figures, GOOD_DAYS, label="Oak", key="t1", sets=sets, flags=none, baseline=None, change=None, where="Oak"
    )


def test_only_the_newer_question_is_judged() -> None:
    """The middle line is that of the newer weeks, the older ones are there unmarked, and “Why?” says so."""
    run = reworded()

    assert run.points["value"].tolist() == OLDER + NEWER
    assert run.centre == 0.65
    assert not run.points["marked"].iloc[: len(OLDER)].any()
    assert any("another question was asked" in reason for reason in run.why)


def test_no_line_joins_the_two_questions() -> None:
    """The older and the newer weeks are two stretches of line, and the chart names where the question changed."""
    run = reworded()
    stretches = [row["stretch"] for row in point_rows(run)]

    assert len(set(stretches[: len(OLDER)])) == len(set(stretches[len(OLDER) :])) == 1
    assert stretches[0] != stretches[-1]
    assert "another question before" in str(draw(run, look=Look()))
