"""Run charts from released figures: the points, the median, the verdict and the words for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import nan

import pandas as pd

from joy.definitions import Indicator
from joy.findings import Run, Verdict, bound_at
from joy.variation import (
    FEWEST_USEFUL,
    MOST_FALSE,
    Analysis,
    Gate,
    Rules,
    analyse,
    answers_changed,
    chance_of_as_much,
    first_verdict,
    gate,
)
from joy.views import rules, words
from joy.views.rules import Fired
from joy.views.scale import shown_steps
from joy.views.sentences import Sentence, of_series


STEPS = {"week": (7, "week", "weeks"), "fortnight": (14, "fortnight", "fortnights")}
RINGS = "A small ring stands for a bound, such as “over 85%”: no more may be told of that point."
NO_POINTS = pd.DataFrame(
    {
        "start": pd.Series(dtype="datetime64[s]"),
        "label": pd.Series(dtype="str"),
        "value": pd.Series(dtype="float64"),
        "n": pd.Series(dtype="str"),
        "capped": pd.Series(dtype="str"),
        "answers": pd.Series(dtype="float64"),
        "marked": pd.Series(dtype="bool"),
    }
)


Window = tuple[pd.Timestamp, pd.Timestamp] | None
BY_VARIATION = {
    "improvement": Verdict.IMPROVED,
    "concern": Verdict.WORSENED,
    "neutral_high": Verdict.CHANGED,
    "neutral_low": Verdict.CHANGED,
    "": Verdict.CHANGED,  # a signal without a way
}


@dataclass(frozen=True)
class Judged:
    """A series with its verdict: what every run chart, small or large, is made from.

    `centre` is the line of the last phase, `centres` that of every point; `by_chance`: how often such a chart signals
    although nothing changed.
    """

    points: pd.DataFrame
    step: str
    centre: float | None
    verdict: Verdict
    why: tuple[str, ...]
    count: int
    centres: tuple[float, ...] = ()
    by_chance: float = 0.0


def judge(
    figures: pd.DataFrame,
    indicator: Indicator,
    *,
    baseline: Window = None,
    phases: Sequence[pd.Timestamp] = (),
    is_over: bool = False,
) -> Judged:
    """Judge the weekly (or fortnightly) figures of one group by our rules; never fewer than ten useful points.

    `baseline` fixes the line where it has twelve useful points or more; with fewer it decides nothing. `phases` are the
    first days of new phases that a person has started; `is_over` where no more points will come.
    """
    points, step = points_of(figures)
    shown = int(points["value"].notna().sum())
    if shown == 0:
        # One word for every reason: a team that nobody answered in looks like one with too few answers.
        return Judged(points.iloc[0:0], step, None, Verdict.HIDDEN, (words.WHY_HIDDEN,), 0)
    if gate(shown) is not Gate.RUN_CHART:
        told = _no_more(step, shown) if is_over else _too_few(points, step, shown)
        return Judged(points, step, None, Verdict.TOO_FEW, told, shown)
    return _analysed(points, step, indicator, baseline, phases)


def points_of(figures: pd.DataFrame) -> tuple[pd.DataFrame, str]:
    """The weekly points of one group and measure, or else the fortnightly ones, and which they are; none and ""."""
    step = next((kind for kind in STEPS if (figures["period_kind"] == kind).any()), "")
    return (_every_period(figures[figures["period_kind"] == step], step), step) if step else (NO_POINTS, "")


def _too_few(points: pd.DataFrame, step: str, shown: int) -> tuple[str, ...]:
    """How many points there are, how many it takes, and from when on a verdict is possible at this pace."""
    days, _, plural = STEPS[step]
    last = points["start"].iloc[-1].date()
    possible = first_verdict(shown, days, last, steps_so_far=len(points))
    at = f" At this pace a first verdict is possible from {words.day(possible)}." if possible else ""
    return (
        f"Signals start at {FEWEST_USEFUL} {plural}; there {'is one' if shown == 1 else f'are {shown}'} so far.{at}",
        rules.NOT_SAID,
    )


def _no_more(step: str, shown: int) -> tuple[str, ...]:
    """The same of a series that has ended: nothing is promised."""
    plural = STEPS[step][2]
    return (f"Signals start at {FEWEST_USEFUL} {plural}; {shown} could be shown. No more will come.", rules.NOT_SAID)


def _analysed(
    points: pd.DataFrame, step: str, indicator: Indicator, baseline: Window, phases: Sequence[pd.Timestamp]
) -> Judged:
    found = analysis(points, indicator, baseline=baseline, phases=phases)
    summary, shown = found.summary.iloc[-1], int(points["value"].notna().sum())
    inside = found.points["phase"].to_numpy() == summary["phase"]
    centres = tuple(found.points["centre"])
    since = f" since {words.day(points.loc[inside, 'start'].min())}" if len(found.summary) > 1 else ""
    told = Fired(summary, found.behind.iloc[-1], STEPS[step][2], since)
    if summary["n_useful"] < FEWEST_USEFUL or not told.can_signal:
        so_far = "is one" if told.useful == 1 else f"are {told.useful}"
        few = f"Signals start at {FEWEST_USEFUL} points off the middle line; there {so_far} so far{since}."
        why: tuple[str, ...] = (few if told.can_signal else str(summary["note"]), rules.NOT_SAID)
        return Judged(points, step, centres[-1], Verdict.TOO_FEW, why, shown, centres)
    doubt = _doubt(found, points, step, baseline, phases) if summary["signal"] and indicator.shows == "share" else ""
    is_signal = bool(summary["signal"]) and not doubt
    verdict = BY_VARIATION[summary["variation"]] if is_signal else Verdict.NO_CHANGE
    marked = points.assign(marked=found.points["shift"].to_numpy() & inside & is_signal)
    why = tuple(rules.told(told, said(points, indicator, centres[-1]), doubt))
    return Judged(marked, step, centres[-1], verdict, why, shown, centres, told.by_chance)


def _doubt(found: Analysis, points: pd.DataFrame, step: str, baseline: Window, phases: Sequence[pd.Timestamp]) -> str:
    """Why a signal is not believed: the number of answers changed, and that alone would often do as much."""
    changed = answers_changed(points["answers"])
    if changed is None:
        return ""
    asked = points["answers"].to_numpy(dtype="float64")
    rate = chance_of_as_much(
        found, asked, shown_steps(asked), phases=_reached(points, phases), baseline=_inside(points, baseline)
    )
    if rate <= MOST_FALSE:
        return ""
    before, after = (f"{number:.0f}" for number in changed)
    return (
        f"The number of answers changed on the way: usually {before} a {step} at first, {after} later. Of stable "
        f"charts with such {STEPS[step][2]}, {rules.one_chart_in(rate)} looks as far off, so no change is claimed."
    )


def analysis(
    points: pd.DataFrame, indicator: Indicator, *, baseline: Window, phases: Sequence[pd.Timestamp]
) -> Analysis:
    """Judge the points of a run chart (start, value); a baseline or a phase beyond them is left out."""
    return analyse(
        pd.DataFrame({"date": points["start"], "value": points["value"]}),
        chart="run",
        direction=indicator.direction.value,
        rules=Rules.joy(),
        phases=_reached(points, phases),
        baseline=_inside(points, baseline),
    )


def _reached(points: pd.DataFrame, phases: Sequence[pd.Timestamp]) -> list[pd.Timestamp] | None:
    """New phases that have a point before and after their first day; others do not show yet."""
    first, last = points["start"].iloc[0], points["start"].iloc[-1]
    return [day for day in phases if first < day <= last] or None


def _inside(points: pd.DataFrame, baseline: Window) -> Window:
    """The baseline where any shown point lies in it."""
    if baseline is None or not points.loc[points["start"].between(*baseline, inclusive="left"), "value"].notna().any():
        return None
    return baseline


def with_later(judged: Judged, figures: pd.DataFrame) -> Judged:
    """Draw the periods behind the judged ones too, unmarked: a team may go on counting when its cohort has ended."""
    series = figures[figures["period_kind"] == judged.step]
    if judged.points.empty or series["period_start"].max() <= judged.points["start"].iloc[-1]:
        return judged
    every = _every_period(series, judged.step)
    is_marked = every["start"].isin(judged.points.loc[judged.points["marked"], "start"])
    later = "Weeks beyond the end of the cohort are drawn but not judged."
    centres = judged.centres + judged.centres[-1:] * (len(every) - len(judged.points))
    return replace(judged, points=every.assign(marked=is_marked), why=(*judged.why, later), centres=centres)


def with_earlier(judged: Judged, figures: pd.DataFrame) -> Judged:
    """Draw what an earlier version of the question gave before the judged points: a line of its own, never compared.

    `figures` of the same group and measure, all versions.
    """
    if judged.points.empty:
        return judged
    begins = judged.points["start"].iloc[0]
    before = figures[(figures["period_kind"] == judged.step) & (figures["period_start"] < begins)]
    if not (before["state"] == "shown").any():
        return judged
    earlier = _every_period(before.sort_values("instrument").drop_duplicates("period_start", keep="last"), judged.step)
    points = pd.concat([earlier.assign(part=0), judged.points.assign(part=1)], ignore_index=True)
    told = f"Before {words.day(begins)} another question was asked: those weeks are drawn, not judged or compared."
    return replace(judged, points=points, why=(*judged.why, told), centres=(nan,) * len(earlier) + judged.centres)


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
            "capped": own["capped"].fillna("").astype("str").to_numpy(),
            "answers": own["n_low"].to_numpy(dtype="float64"),
            "marked": False,
        }
    )


def bounds_of(points: pd.DataFrame, indicator: Indicator) -> list[str]:
    """Each point's bound in words, such as “over 75%”, where no more than that may be told; empty for the others."""
    return [
        words.value_text(indicator, value, capped) if capped else ""
        for value, capped in zip(points["value"], points["capped"], strict=True)
    ]


def said(points: pd.DataFrame, indicator: Indicator, value: float) -> str:
    """A value of a series, or of its middle line, in words; where it is the place of a bound, the bound."""
    bounds = points.assign(bound=bounds_of(points, indicator))
    return bound_at(bounds, value) or words.value_text(indicator, value)


def sentence_of(
    indicator: Indicator,
    judged: Judged,
    difference: float | None,
    baseline_until: date | None = None,
    *,
    is_over: bool = False,
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
        is_over=is_over,
    )


def alt_of(run: Run) -> str:
    """The picture in words, from the same numbers."""
    shown = run.points["value"].dropna()
    if shown.empty:
        return f"{run.title}. No points can be shown."

    def form(value: float) -> str:
        return bound_at(run.points, value) or (words.percent if run.is_share else words.number)(value)

    first, last = form(float(shown.iloc[0])), form(float(shown.iloc[-1]))
    span = f"from {words.day(run.points['start'].iloc[0])} to {words.day(run.points['start'].iloc[-1])}"
    middle = f" The middle line is {form(run.centre)}." if run.centre is not None else ""
    marks = words.several(len(run.flags), "test or note is marked", "tests and notes are marked")
    tests = f" {marks}." if len(run.flags) else ""
    return f"{run.title}. Run chart of {len(shown)} points {span}, first {first}, last {last}.{middle}{tests}"


def with_alt(run: Run) -> Run:
    """The same record with its alternative text written from itself."""
    return replace(run, alt=alt_of(run))
