"""How many answered, week by week: what every share stands on."""

from __future__ import annotations

import math

import pandas as pd

from joy.definitions import Indicator
from joy.findings import Replies, Run, Verdict
from joy.views import words


WORKING_DAYS = {"week": 5, "fortnight": 10}
SMALL_TEAM = 20  # R20: below twenty people a reply rate is told to the nearest ten percent


def replies_of(run: Run, indicator: Indicator, people: float = math.nan) -> Replies | None:
    """The number of answers behind each point of a run chart; None where the chart itself has no points.

    `people` is the size of the group, if known. Numbers are the lowest of the band that may be shown.
    """
    if run.points.empty:
        return None
    rows = pd.DataFrame(
        {
            "start": run.points["start"],
            "label": run.points["label"],
            "answers": run.points["answers"].to_numpy(dtype="float64"),
            "n": run.points["n"],
        }
    )
    possible = people * WORKING_DAYS[run.step] if people > 0 else None
    title = _title(rows, possible, run.step, indicator.counts, people)
    return Replies(
        title=title,
        subtitle=f"{indicator.counts.capitalize()} each {run.step}, as few as their band allows",
        verdict=Verdict.NO_CHANGE,
        alt=f"{title}.",
        why=(
            "A share from few answers swings more: read high and low points together with this row.",
            *(["The line is one answer from everybody on every working day."] if possible else []),
        ),
        rows=rows,
        possible=possible,
        unit=indicator.counts,
        step=run.step,
    )


def _title(rows: pd.DataFrame, possible: float | None, step: str, counts: str, people: float) -> str:
    shown = rows["answers"].dropna()
    if shown.empty:
        return f"No {step} has enough {counts} to show"
    usual = round(float(shown.median()))
    of_all = f", {_rate(usual / possible, people)} of what there could be" if possible and usual <= possible else ""
    return f"Usually {usual} {counts} or more a {step}{of_all}"


def _rate(share: float, people: float) -> str:
    """A reply rate in words: of a small team to the nearest ten percent, so that it does not tell of single people."""
    return f"about {words.percent(round(10 * share) / 10)}" if people < SMALL_TEAM else words.percent(share)
