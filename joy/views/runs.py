"""Run charts from released figures: the points, the median, the verdict and the words for it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from joy.definitions import Indicator
from joy.findings import Run, Verdict
from joy.variation import FEWEST_USEFUL, Gate, analyse_runs, centre_of, gate, is_provisional
from joy.views import words
from joy.views.sentences import Sentence, of_series


Floats = NDArray[np.float64]
STEPS = {"week": (7, "week", "weeks"), "fortnight": (14, "fortnight", "fortnights")}
NO_POINTS = pd.DataFrame(
    {
        "start": pd.Series(dtype="datetime64[s]"),
        "label": pd.Series(dtype="str"),
        "value": pd.Series(dtype="float64"),
        "n": pd.Series(dtype="str"),
        "marked": pd.Series(dtype="bool"),
    }
)


@dataclass(frozen=True)
class Judged:
    """A series with its verdict: what every run chart, small or large, is made from."""

    points: pd.DataFrame
    step: str
    centre: float | None
    verdict: Verdict
    why: tuple[str, ...]
    count: int


def judge(figures: pd.DataFrame, indicator: Indicator) -> Judged:
    """Judge the weekly (or fortnightly) figures of one group by the runs rules; never fewer than ten useful points."""
    step = next((kind for kind in STEPS if (figures["period_kind"] == kind).any()), "")
    series = figures[figures["period_kind"] == step]
    points = _every_period(series, step) if step else NO_POINTS
    values = points["value"].to_numpy(dtype="float64")
    shown = int(np.isfinite(values).sum())
    if shown == 0:
        # One word for every reason: a team that nobody answered in looks like one with too few answers.
        return Judged(points.iloc[0:0], step, None, Verdict.HIDDEN, (words.WHY_HIDDEN,), 0)
    if gate(shown) is not Gate.RUN_CHART:
        why = f"Signals start at {FEWEST_USEFUL} points; there are {shown} so far."
        return Judged(points, step, None, Verdict.TOO_FEW, (why,), shown)
    return _analysed(points, step, values, indicator)


def _analysed(points: pd.DataFrame, step: str, values: Floats, indicator: Indicator) -> Judged:
    centre = centre_of(values[None, :])
    found = analyse_runs(values[None, :], centre)
    useful, shown, plural = int(found.n_useful[0]), int(np.isfinite(values).sum()), STEPS[step][2]
    line = words.value_text(indicator, float(centre[0]))
    if useful < FEWEST_USEFUL:
        why = f"Signals start at {FEWEST_USEFUL} points off the middle line; there are {useful} so far."
        return Judged(points, step, float(centre[0]), Verdict.TOO_FEW, (why,), shown)
    has_signal = bool(found.signal[0])
    verdict = words.moved(indicator, int(found.moved[0])) if has_signal else Verdict.NO_CHANGE
    reasons = [
        f"The middle line (median) of all {plural} is {line}.",
        f"Longest stretch on one side of it: {found.longest_run[0]} {plural}; up to {found.longest_run_limit[0]} is "
        f"usual in {useful}.",
        f"The line is crossed {found.crossings[0]} times; {found.crossings_limit[0]} or more is usual.",
        "Rules: Anhøj and Olesen 2014. They look at the whole series and wrongly signal in about 3 of 100 stable ones.",
    ]
    if is_provisional(useful):
        reasons.append("Provisional: there are fewer than 13 points.")
    marked = points.assign(marked=found.in_moved_run[0] & has_signal)
    return Judged(marked, step, float(centre[0]), verdict, tuple(reasons), shown)


def with_later(judged: Judged, figures: pd.DataFrame) -> Judged:
    """Draw the periods behind the judged ones too, unmarked: a team may go on counting when its cohort has ended."""
    series = figures[figures["period_kind"] == judged.step]
    if judged.points.empty or series["period_start"].max() <= judged.points["start"].iloc[-1]:
        return judged
    every = _every_period(series, judged.step)
    is_marked = every["start"].isin(judged.points.loc[judged.points["marked"], "start"])
    later = "Weeks beyond the end of the cohort are drawn but not judged."
    return replace(judged, points=every.assign(marked=is_marked), why=(*judged.why, later))


def _every_period(series: pd.DataFrame, step: str) -> pd.DataFrame:
    """One row per period from the first to the last, so that what is hidden or missing is a gap in the line."""
    days, word, _ = STEPS[step]
    starts = pd.date_range(series["period_start"].min(), series["period_start"].max(), freq=f"{days}D")
    own = series.set_index("period_start").reindex(starts)
    return pd.DataFrame(
        {
            "start": starts.astype("datetime64[s]"),
            "label": [f"{word.capitalize()} of {words.day(start)}" for start in starts],
            "value": own["value"].to_numpy(dtype="float64"),
            "n": own["n_band"].fillna("").to_numpy(),
            "marked": False,
        }
    )


def sentence_of(
    indicator: Indicator, judged: Judged, difference: float | None, baseline_until: date | None = None
) -> Sentence:
    """The finding in one sentence with one number."""
    return of_series(
        indicator,
        judged.verdict,
        points=judged.count,
        useful_from=FEWEST_USEFUL,
        step=STEPS[judged.step][1] if judged.step else "week",
        difference=difference,
        baseline_until=baseline_until,
    )


def alt_of(run: Run) -> str:
    """The picture in words, from the same numbers."""
    shown = run.points["value"].dropna()
    if shown.empty:
        return f"{run.title}. No points can be shown."
    form = words.percent if run.is_share else words.number
    first, last = form(float(shown.iloc[0])), form(float(shown.iloc[-1]))
    span = f"from {words.day(run.points['start'].iloc[0])} to {words.day(run.points['start'].iloc[-1])}"
    middle = f" The middle line is {form(run.centre)}." if run.centre is not None else ""
    tests = f" {len(run.flags)} tests and notes are marked." if len(run.flags) else ""
    return f"{run.title}. Run chart of {len(shown)} points {span}, first {first}, last {last}.{middle}{tests}"


def with_alt(run: Run) -> Run:
    """The same record with its alternative text written from itself."""
    return replace(run, alt=alt_of(run))
