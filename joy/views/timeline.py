"""One group's run chart with everything pinned on it: baseline, learning sets, tests and notes."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd

from joy.definitions import DisclosureClass, Indicator, load_policy
from joy.disclosure import bound_in_words
from joy.findings import Run, Verdict
from joy.frames import Row, each
from joy.variation import Gate, gate
from joy.views import words
from joy.views.changes import Compared, numbers_of
from joy.views.context import Context
from joy.views.figures import of_indicator
from joy.views.runs import (
    RINGS,
    STEPS,
    Judged,
    Window,
    bounds_of,
    judge,
    said,
    sentence_of,
    with_alt,
    with_earlier,
    with_later,
)
from joy.views.sentences import of_phase


FEWEST_FOR_BASELINE = 3  # a middle of fewer points is a point
FLAG_COLUMNS = ["on_date", "number", "title", "kind"]


NO_PHASES = pd.DataFrame({"from_date": pd.Series(dtype="datetime64[s]"), "reason": pd.Series(dtype="str")})
REWORDED = "another question before"
BESIDE = {  # whether the line is quiet, whether its two ends differ by more than chance: what the ends add
    (True, True): "The ends differ, but the line as a whole shows no signal, so no change is claimed. A change right "
    "after the baseline is hard to see in the whole line.",
    (True, False): "The weeks swing too much, or are too few, to claim it.",
    (False, True): "The ends differ by more than chance explains, as the line does.",
    (False, False): "The ends alone say less than the line: its verdict comes from all points.",
}


def run_of(
    figures: pd.DataFrame,
    indicator: Indicator,
    *,
    label: str,
    key: str,
    sets: pd.DataFrame,
    flags: pd.DataFrame,
    baseline: Window,
    change: Compared | None,
    where: str,
    until: pd.Timestamp | None = None,
    today: pd.Timestamp | None = None,
    phases: pd.DataFrame = NO_PHASES,
    is_over: bool = False,
) -> Run:
    """The run chart of one group and indicator, judged, with its words.

    `figures` are the group's released figures; `sets` has on_date and label, `flags` on_date, number, title, kind;
    `baseline` is the window drawn as a reference; `change` its two ends compared, if known; `until` ends what is
    judged, later points are drawn only; before `today` reaches the end of the baseline nothing can be compared;
    `phases` has from_date and reason of new phases that a person started; `is_over` where no more points will come.
    """
    own = of_indicator(figures, indicator)
    ours = own if until is None else own[own["period_end"] <= until]
    judged = judge(ours, indicator, baseline=baseline, phases=phases["from_date"].tolist(), is_over=is_over)
    within = judged.points["start"].max() if len(judged.points) else None
    judged = awaiting(with_later(judged, own), baseline, today)
    middle, start, end = _reference(judged, baseline)
    last = (baseline[1] - pd.Timedelta(days=1)).date() if baseline else None
    sentence = sentence_of(indicator, judged, _told_difference(change), last, is_over=is_over)
    begun = steps_of(judged, phases, indicator)
    if len(begun):
        sentence = of_phase(indicator.name, judged.verdict, begun["label"].iloc[-1], begun["start"].iloc[-1])
    first = judged.points["start"].iloc[:1]
    judged = with_earlier(judged, figures[figures["indicator_id"] == indicator.id])
    begun = _with_rewording(begun, judged, first)
    return with_alt(
        Run(
            title=sentence.page,
            room=sentence.room,
            subtitle=_subtitle(indicator, judged, where, within),
            verdict=judged.verdict,
            alt="written below",
            why=(*judged.why, *_ends_told(judged, change)),
            notes=(*indicator.caveats, *_bound_told(indicator, judged.step), *_rings(judged)),
            points=judged.points.assign(bound=bounds_of(judged.points, indicator)),
            sets=_inside(sets, judged, baseline),
            flags=_inside(flags, judged, baseline),
            centre=judged.centre,
            baseline=middle,
            baseline_start=start,
            baseline_end=end,
            label=label,
            key=key,
            is_share=indicator.shows == "share",
            minimum=indicator.minimum,
            maximum=indicator.maximum,
            unit=indicator.unit,
            step=judged.step or "week",
            by_chance=judged.by_chance,
            phases=begun,
            centres=judged.centres,
            is_over=is_over,
            is_joined=gate(judged.count) is not Gate.VALUES_ONLY,
        )
    )


def _with_rewording(begun: pd.DataFrame, judged: Judged, first: pd.Series) -> pd.DataFrame:
    """New phases, and first the point from which the question is asked as now, where it was asked otherwise before."""
    if "part" not in judged.points:
        return begun
    return pd.concat([pd.DataFrame({"start": first, "label": REWORDED, "reason": ""}), begun], ignore_index=True)


def _bound_told(indicator: Indicator, step: str) -> tuple[str, ...]:
    """What a point of tallies counts, what it takes to be shown, and that thin weeks are pooled."""
    if indicator.disclosure_class is not DisclosureClass.PULSE or not step:
        return ()
    pooled = ("Weeks hold too few answers to show one by one, so two are pooled into each point.",)
    return (bound_in_words(load_policy()), *(pooled if step == "fortnight" else ()))


def _rings(judged: Judged) -> tuple[str, ...]:
    return (RINGS,) if len(judged.points) and (judged.points["capped"] != "").any() else ()


def steps_of(judged: Judged, phases: pd.DataFrame, indicator: Indicator) -> pd.DataFrame:
    """Each new phase with the step of the median in words, and the reason that a person gave for it."""
    starts, rows = judged.points["start"], []
    for phase in each(phases.sort_values("from_date")):
        later = np.flatnonzero(starts >= phase.from_date)
        if len(judged.centres) and len(later) and later[0] > 0:
            step = [said(judged.points, indicator, judged.centres[place]) for place in (later[0] - 1, later[0])]
            rows.append((starts.iloc[later[0]], f"median {step[0]} → {step[1]}", str(phase.reason)))
    return pd.DataFrame(rows, columns=["start", "label", "reason"])


def awaiting(judged: Judged, baseline: Window, today: pd.Timestamp | None) -> Judged:
    """Say that the baseline has not ended, rather than that points are few: more of them would not help yet."""
    if baseline is None or today is None or today >= baseline[1] or judged.verdict is not Verdict.TOO_FEW:
        return judged
    return replace(judged, verdict=Verdict.BASELINE)


def _ends_told(judged: Judged, change: Compared | None) -> tuple[str, ...]:
    """The change from baseline to lately: never beside a hidden line, and no claim that the line does not bear."""
    if change is None or change.change is None or judged.verdict is Verdict.HIDDEN:
        return ()
    is_quiet = judged.verdict in {Verdict.NO_CHANGE, Verdict.TOO_FEW, Verdict.BASELINE}
    return (f"{numbers_of(change)} {BESIDE[is_quiet, change.change.is_beyond_chance]}",)


def difference_of(change: Compared | None) -> float | None:
    """The difference from baseline to lately, where both may be shown."""
    return change.change.difference if change is not None and change.change is not None else None


def _told_difference(change: Compared | None) -> float | None:
    """The same where it has an interval: a size that may be chance alone does not belong into a title."""
    has_interval = change is not None and change.change is not None and change.change.low is not None
    return difference_of(change) if has_interval else None


def sets_of(context: Context, cohort_id: str) -> pd.DataFrame:
    """The cohort's learning sets as marks on a time axis."""
    events = context.learning_sets(cohort_id)
    return pd.DataFrame({"on_date": events["starts_on"].to_numpy(), "label": [f"LS{k}" for k in events["ordinal"]]})


def baseline_of(team: Row) -> Window:
    """A team's baseline window, where both its ends are known."""
    if pd.isna(team.baseline_start) or pd.isna(team.baseline_end):
        return None
    return team.baseline_start, team.baseline_end


def phases_of(context: Context, group_kind: str, group_id: str) -> pd.DataFrame:
    """The new phases that people started on the good-day chart of one group: from_date and reason."""
    every = context.phases
    own: pd.DataFrame = every[
        (every["group_kind"] == group_kind)
        & (every["group_id"] == group_id)
        & (every["indicator_id"] == context.good_days.id)
    ]
    return own


def flags_of(context: Context, enrolment_id: str | None, cohort_id: str) -> pd.DataFrame:
    """A team's tests, numbered in the order they started, and the dated notes about it and its cohort."""
    tests = context.tests[context.tests["enrolment_id"] == enrolment_id]
    numbered = pd.DataFrame(
        {
            "on_date": tests["started_on"].to_numpy(),
            "number": np.arange(1, len(tests) + 1),
            "title": tests["title"].to_numpy(),
            "kind": "test",
        },
        columns=FLAG_COLUMNS,
    )
    notes = context.store.ask("views/notes", programme_id=context.programme_id)
    own = notes[
        (notes["cohort_id"] == cohort_id) & (notes["enrolment_id"].isna() | (notes["enrolment_id"] == enrolment_id))
    ]
    noted = pd.DataFrame(
        {
            "on_date": own["on_date"].to_numpy(),
            "number": np.arange(1, len(own) + 1),
            "title": own["text"].to_numpy(),
            "kind": "note",
        },
        columns=FLAG_COLUMNS,
    )
    return pd.concat([part for part in (numbered, noted) if len(part)] or [numbered], ignore_index=True)


def _subtitle(indicator: Indicator, judged: Judged, where: str, within: pd.Timestamp | None) -> str:
    """What is measured, of how many weeks that could be shown; those later than `within` are told apart."""
    shown = judged.points[judged.points["value"].notna()]
    if shown.empty or within is None:
        return where
    _, per, plural = STEPS[judged.step]
    ours, later = shown[shown["start"] <= within], int((shown["start"] > within).sum())
    length = words.several(len(ours), per, plural)
    span = f"{length} shown from {words.month(ours['start'].iloc[0])} to {words.month(ours['start'].iloc[-1])}"
    more = f"; {words.several(later, per, plural)} more since the cohort ended, not judged" if later else ""
    latest = f"{ours['n'].iloc[-1]} {indicator.counts} in the latest{' of them' if later else ''}"
    return f"{where}: {indicator.unit}, by {per}, {span}; {latest}{more}"


def _reference(judged: Judged, baseline: Window) -> tuple[float | None, date | None, date | None]:
    """The median of the points inside the baseline window, drawn as a reference and never frozen."""
    if baseline is None or judged.points.empty:
        return None, None, None
    start, end = baseline
    inside = judged.points.loc[
        (judged.points["start"] >= start - pd.Timedelta(days=6)) & (judged.points["start"] < end), "value"
    ]
    middle = float(inside.median()) if inside.notna().sum() >= FEWEST_FOR_BASELINE else math.nan
    return (None if math.isnan(middle) else middle), start.date(), end.date()


def _inside(marks: pd.DataFrame, judged: Judged, baseline: Window) -> pd.DataFrame:
    """Marks within the drawn time, so that a far event does not squeeze the line.

    The time begins with the baseline even where its first weeks are not shown.
    """
    if judged.points.empty or marks.empty:
        return marks.iloc[0:0]
    week = pd.Timedelta(days=STEPS[judged.step][0])
    start = judged.points["start"].iloc[0] - week
    first = start if baseline is None else min(start, baseline[0])
    last = judged.points["start"].iloc[-1] + 2 * week
    inside: pd.DataFrame = marks[(marks["on_date"] >= first) & (marks["on_date"] <= last)]
    return inside.reset_index(drop=True)
