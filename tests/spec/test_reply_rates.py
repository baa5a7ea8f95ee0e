"""How many answered is told in bands, never under the threshold and never as "x of y" (rule R20)."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd
import pytest

from joy.definitions import load_definitions, load_policy
from joy.findings import Run, Verdict
from joy.release.participation import participation_rows
from joy.views.replies import replies_of
from tests.tables import rows


POLICY = load_policy()
START = pd.Timestamp("2024-01-01")
GOOD_DAYS = load_definitions().indicators["good_days"]


def told(answers: int, weeks: int = 4) -> pd.Series:
    """What is published of how a team of nine takes part that gave so many answers in its first weeks."""
    enrolments = pd.DataFrame(
        {"enrolment_id": ["t"], "cohort_id": ["c"], "people": [9], "joined_on": [START], "left_on": [pd.NaT],
         "cohort_end": [START + timedelta(days=365)]}
    )  # fmt: skip
    counts = [answers // weeks + (week < answers % weeks) for week in range(weeks)]
    frame = pd.DataFrame(
        {"enrolment_id": "t", "week": [START + timedelta(days=7 * w) for w in range(weeks)], "n": counts}
    )
    return participation_rows(frame, enrolments, date(2024, 3, 4), POLICY).iloc[0]


def test_few_answers_look_like_none() -> None:
    """A team with one to four answers has the same row as one without any; from five on it has a band."""
    silent = told(0)
    for answers in range(1, 5):
        assert told(answers).equals(silent)
    assert pd.isna(silent["answers_band"])
    assert told(7)["answers_band"] == "5–9"
    assert told(61)["answers_band"] == "about 60"


def test_it_is_not_told_in_which_weeks_a_team_answered() -> None:
    """The same answers in one week or in four give the same row: else a hidden week could be told from an empty one."""
    assert told(8, weeks=1).equals(told(8, weeks=4))


@pytest.mark.parametrize("people", [9, 19, 20, 40])
def test_reply_rates_of_small_teams_are_in_tens(people: int) -> None:
    """Below twenty people the reply rate is told to the nearest ten percent, from twenty on to the nearest one."""
    weeks = [START + timedelta(days=7 * week) for week in range(3)]
    points = pd.DataFrame({"start": weeks, "label": "", "value": 0.5, "n": "15–19", "answers": 17.0, "marked": False})
    none = points.iloc[0:0]
    run = Run(
        title="t", subtitle="s", verdict=Verdict.TOO_FEW, alt="a", points=points, sets=none, flags=none, centre=None,
        baseline=None, baseline_start=None, baseline_end=None, label="", key="k", is_share=True, minimum=0, maximum=1,
        unit="%", step="week",
    )  # fmt: skip
    drawn = rows(
        """
        | people | told                       |
        | 9      | about 40% of what          |
        | 19     | about 20% of what          |
        | 20     | , 17% of what              |
        | 40     | , 8% of what               |
        """
    )
    want = {int(row["people"]): row["told"] for row in drawn}

    record = replies_of(run, GOOD_DAYS, people)

    assert record is not None
    assert want[people] in record.title
    assert " of 9" not in record.title
