"""The one sentence of every state, as a table: what a page says, and what a room reads."""

from __future__ import annotations

from datetime import date

import pytest

from joy.definitions import load_definitions
from joy.findings import Change, Verdict
from joy.findings.records import ROOM_WORDS, TITLE_WORDS
from joy.views.sentences import of_change, of_series
from tests.tables import rows


INDICATORS = load_definitions().indicators
CAUSES = {"because", "caused", "led", "thanks", "due", "effect", "worked", "helped"}

SERIES = """
| verdict   | points | difference | page | room |
| improved  | 24     | 0.12       | Good days moved up more than chance explains, 12 points above baseline | Good days moved up more than chance explains |
| improved  | 24     | -0.02      | Good days moved up more than chance explains | Good days moved up more than chance explains |
| worsened  | 24     | -0.12      | Good days moved down more than chance explains, 12 points below baseline | Good days moved down more than chance explains |
| changed   | 24     |            | Good days changed more than chance explains | Good days changed more than chance explains |
| no_change | 24     | 0.12       | Good days: no change we can tell from chance | Good days: no change we can tell from chance |
| too_few   | 1      |            | Good days: 1 weekly point so far, too few to tell a change from chance | Good days: 1 weekly point so far, too few to tell |
| too_few   | 12     |            | Good days: too many points on the middle line to tell a change from chance | Good days: too early to tell a change from chance |
| baseline  | 3      |            | Good days: the baseline runs until 20 February 2023, so there is nothing to compare yet | Good days: baseline not finished |
| hidden    | 0      |            | Good days: not shown, to protect people’s answers | Good days: not shown, to protect people’s answers |
| not_asked | 0      |            | Good days: not asked here | Good days: not asked here |
"""  # noqa: E501  a table is read along its rows

CHANGES = """
| verdict   | difference | interval | latest | page | room |
| improved  | 8          | yes      |        | Wellbeing: 8 points higher than at the start | Wellbeing: 8 points higher than at the start |
| worsened  | -8         | yes      |        | Wellbeing: 8 points lower than at the start | Wellbeing: 8 points lower than at the start |
| no_change | 2          | yes      |        | Wellbeing: no change we can tell from chance | Wellbeing: no change we can tell from chance |
| too_few   | 2          | no       |        | Wellbeing: too few answers to tell a change from chance | Wellbeing: too few answers to tell a change from chance |
| too_few   | 8          | yes      |        | Wellbeing: too early to tell a change from chance | Wellbeing: too early to tell a change from chance |
| too_few   |            |      | 62     | Wellbeing: 62 so far, nothing to compare yet | Wellbeing: 62 so far |
| hidden    |            |      |        | Wellbeing: not shown, to protect people’s answers | Wellbeing: not shown, to protect people’s answers |
| not_asked |            |      |        | Wellbeing: not asked | Wellbeing: not asked |
"""  # noqa: E501  a table is read along its rows


def named(row: dict[str, str]) -> str:
    return f"{row['verdict']} {row['difference']}"


@pytest.mark.parametrize("row", rows(SERIES), ids=named)
def test_of_series(row: dict[str, str]) -> None:
    """A run chart is summed up in one sentence with at most one number."""
    told = of_series(
        INDICATORS["good_days"],
        Verdict(row["verdict"]),
        points=int(row["points"]),
        useful_from=10,
        difference=float(row["difference"]) if row["difference"] else None,
        baseline_until=date(2023, 2, 20),
    )

    assert (told.page, told.room) == (row["page"], row["room"])


@pytest.mark.parametrize("row", rows(CHANGES), ids=named)
def test_of_change(row: dict[str, str]) -> None:
    """A change between two ends is summed up in one sentence, points before anything else."""
    change = None
    if row["difference"]:
        size = float(row["difference"])
        low, high = (size - 1, size + 1) if row["interval"] == "yes" else (None, None)
        change = Change(50, 50 + size, size, low, high, "about 20", "about 20", "all who answered")
    told = of_change(INDICATORS["wellbeing"], Verdict(row["verdict"]), change, row["latest"])

    assert (told.page, told.room) == (row["page"], row["room"])


def test_every_state_has_a_sentence() -> None:
    """There is no verdict without a sentence in the table above."""
    assert {row["verdict"] for row in rows(SERIES)} == {str(verdict) for verdict in Verdict}


@pytest.mark.parametrize("verdict", Verdict)
def test_no_name_is_too_long(verdict: Verdict) -> None:
    """However long the name of a local measure, a page reads at most 20 words and a room 12, and never a cause."""
    long = INDICATORS["good_days"].model_copy(update={"name": " ".join(["Whether"] * 15)})
    both = [
        of_series(long, verdict, points=5, useful_from=10, difference=0.2, baseline_until=date(2023, 2, 20)),
        of_change(long, verdict, None),
    ]

    for told in both:
        assert len(told.page.split()) <= TITLE_WORDS
        assert len(told.room.split()) <= ROOM_WORDS
        assert not CAUSES & set(told.page.lower().split())
