"""Survey rounds of a team too small for single ones, told together in one line (rules R1 and R13)."""

from __future__ import annotations

import pandas as pd

from joy.definitions import Indicator
from joy.views import words
from joy.views.context import Context
from joy.views.figures import of_indicator


POOLED, ROUND = "pooled", "round"
JOINT = "+"  # between the rounds of a block in its period_id
NUMBERS = {2: "two", 3: "three", 4: "four", 5: "five", 6: "six"}  # a policy pools two to six rounds
WHAT_TOGETHER_MEANS = (
    "Several surveys together, where no single one is shown, to protect people’s answers. It counts answers: whoever "
    "answered several times is in it as often. It shows no change over time."
)


def surveys_together(context: Context, figures: pd.DataFrame) -> dict[str, str]:
    """One line for each indicator of a team of which no single round is shown but rounds together are, by its id.

    `figures` are the team's released figures. The newest block is told, and never beside a single round.
    """
    told = {indicator.id: _line(indicator, figures) for indicator in context.measured_in(figures)}
    return {name: line for name, line in told.items() if line}


def _line(indicator: Indicator, figures: pd.DataFrame) -> str:
    own = of_indicator(figures, indicator)
    shown = own[own["state"] == "shown"]
    blocks = shown[shown["period_kind"] == POOLED].sort_values("period_start")
    if blocks.empty or (shown["period_kind"] == ROUND).any():
        return ""
    block = blocks.iloc[-1]
    count = len(str(block["period_id"]).split(JOINT))
    value = words.value_text(indicator, block["value"], block["capped"])
    span = f"{words.month(block['period_start'])} to {words.month(block['period_end'] - pd.Timedelta(days=1))}"
    unit = "" if indicator.shows == "share" else f" {indicator.unit}"
    return f"{indicator.name}, {NUMBERS[count]} surveys together ({span}): {value}{unit}, {block['n_band']} answers"
