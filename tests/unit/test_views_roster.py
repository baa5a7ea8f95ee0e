"""The size of a small team's change is not told where a few people came or went (rule R14)."""

from __future__ import annotations

import pandas as pd
import pytest

from joy.definitions import load_definitions
from joy.findings import Change, Verdict
from joy.views.changes import Compared, comparison, sentence_of, why_of
from joy.views.roster import as_direction


START, END = pd.Timestamp("2024-01-01"), pd.Timestamp("2024-06-01")
SIZE = "12 points"


def compared(n_low: int) -> Compared:
    indicator = load_definitions().indicators["wellbeing"]
    before, after = (pd.Series({"period_start": day, "n_low": n_low, "n_band": "10–14"}) for day in (START, END))
    change = Change(50.0, 62.0, 12.0, 3.0, 21.0, "10–14", "10–14", "all who answered")
    return Compared(indicator, "Wellbeing", before, after, change, Verdict.IMPROVED)


def sizes(first: int, then: int) -> pd.DataFrame:
    days = [START - pd.Timedelta(days=30), END - pd.Timedelta(days=60)]
    return pd.DataFrame({"valid_from": days, "headcount": [first, then]})


def told(one: Compared) -> str:
    return " ".join(
        (sentence_of(one).page, sentence_of(one).room, why_of(one), comparison([one], title="t", subtitle="s").alt)
    )


@pytest.mark.parametrize(
    ("n_low", "first", "then", "has_size"),
    [(10, 12, 13, False), (10, 13, 9, False), (10, 12, 12, True), (10, 12, 17, True), (20, 25, 26, True)],
)
def test_a_joiner_takes_the_size_away(n_low: int, first: int, then: int, has_size: bool) -> None:
    """Under 20 people a roster changed by one to four leaves “higher” only; the same roster, or five new, the size."""
    [one] = as_direction([compared(n_low)], sizes(first, then))
    row = comparison([one], title="t", subtitle="s").rows.iloc[0]

    assert (SIZE in told(one)) == has_size
    assert "higher" in told(one)
    assert pd.notna(row["low"]) == has_size
    assert SIZE in told(compared(n_low))


def test_an_unknown_roster_has_not_changed() -> None:
    """Where no size of the team is known before the first survey, its change is told with its size."""
    [one] = as_direction([compared(10)], sizes(12, 13).iloc[1:])

    assert SIZE in told(one)
