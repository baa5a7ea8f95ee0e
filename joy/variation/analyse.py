"""Judge the variation of many series at once: the package's public face."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from joy.variation import checks, given, tidy
from joy.variation.checks import Findings
from joy.variation.given import Baseline, Day, Days
from joy.variation.judge import Phases, judge
from joy.variation.layout import Layout, lay_out
from joy.variation.limits import Grid, moving_ranges
from joy.variation.rules import Chart, Direction, Rules
from joy.variation.tidy import Points
from joy.variation.verdict import ASSURANCES, CATEGORIES, REASONS


Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Truths = NDArray[np.bool_]

NUMBERS = ("values", "numerators", "denominators")
POINTS = (
    "value",
    "phase",
    "centre",
    "lower",
    "upper",
    "side",
    "outside",
    "shift",
    "trend",
    "two_of_three",
    "reason",
    "category",
)
SUMMARY = (
    "series",
    "phase",
    "n",
    "n_useful",
    "longest_run",
    "longest_run_limit",
    "crossings",
    "crossings_limit",
    "signal",
    "variation",
    "assurance",
    "note",
)
BEHIND = ("is_fixed", "above", "below", "longest_side", "marked")
FEWEST_AFTER_REBASE = 8  # ours: fewer points cannot carry a line of their own


@dataclass(frozen=True, eq=False)
class Analysis:
    """What was found, as two frames that are the caller's own, and the rules it was found by.

    `points` has one row per point, by series in order of appearance and date: series, date, value (as plotted), phase
    (from 1), centre, lower, upper (missing where there is none), side (+1, 0, -1; 0 also for a missing value), outside,
    shift, trend, two_of_three (every rule that fired), reason (the one shown, or empty) and category.
    `summary` has one row per series and phase: series, phase, n (points, missing ones included, excluded ones not),
    n_useful (off the line that runs are counted about), longest_run and longest_run_limit (a signal when longer),
    crossings and crossings_limit (a signal when fewer), signal, variation, assurance (of the last phase) and note.
    Words are empty where nothing may be said. After a fixed baseline the run is counted behind it only, and crossings
    are not used. `behind` has a row for each of the summary's: is_fixed (whether that is so), above and below (how many
    of the judged points lie there), longest_side (where the longest run lies, +1 or -1) and marked (the length of the
    run that is pointed at).
    """

    points: pd.DataFrame
    summary: pd.DataFrame
    rules: Rules
    of_phase: Mapping[str, NDArray[Any]]

    @property
    def behind(self) -> pd.DataFrame:
        """What the verdicts rest on, made when it is asked for: it is seldom needed, and frames cost time."""
        return pd.DataFrame({name: self.of_phase[name] for name in BEHIND})


def analyse(
    points: pd.DataFrame,
    *,
    chart: Chart | str,
    direction: Direction | str,
    rules: Rules,
    phases: Days | Mapping[Any, Days] | None = None,
    baseline: Baseline | Mapping[Any, Baseline] | None = None,
    excluded: Days | Mapping[Any, Days] | ArrayLike | None = None,
    target: float | Mapping[Any, float] | None = None,
    centre: float | Mapping[Any, float] | None = None,
) -> Analysis:
    """Analyse the points of one or many series and say what varies by more than chance.

    `points` has columns date and value, or numerator and denominator (p, p_prime, u, u_prime, i_prime; value and
    denominator do as well), and series where there are several; other columns are left alone, rows may come in any
    order, and an empty value or 0 of 0 is a missing point. On run, xmr and mr charts numerator and denominator make a
    share (0 to 1); a rate there comes as value. Time zones are dropped, here and beside the frame: the clock as written
    counts. `chart`, `direction` and `rules` are as in `joy.variation.rules`.
    `phases`: the first day of each later phase; one said for all is ignored, and noted, in a series it lies outside of.
    `baseline`: so many first points of each phase, or a first day and the day after the last; lines are made from it
    alone. `excluded`: dates, or a truth for each row; such points take no part in lines, patterns or runs. `target` is
    held against the limits. `centre`: a line brought along, such as one agreed before; it replaces the one reckoned.
    All five may be mappings from a series' name.

    Raises `SeriesProblem` with everything that is wrong, naming series and row; `points` is never changed.
    Source: the rules and limits cite theirs. Checked against every case of NHSRplotthedots 0.2.2, qicharts2 0.8.1 and
    the PowerBI-SPC engine that we have, against plain loops, and by simulation.
    """
    findings = Findings()
    kind = checks.word(Chart, chart, "chart", findings)
    better = checks.word(Direction, direction, "direction", findings)
    if not isinstance(rules, Rules):
        findings.add(f"Rules came as {type(rules).__name__}.", "Give Rules.joy(), or another set of Rules.")
    if kind is None or better is None or findings.problems:
        raise checks.SeriesProblem(findings.problems)
    read = tidy.read(points, kind, findings)
    rows = given.known(list(read.names), read.codes, read.dates, read.order)
    number, ignored = given.phases(phases, rows, rules, findings)
    layout = lay_out(rows, number)
    inside, has_baseline = given.baseline(baseline, rows, layout.position, rules, findings)
    apart = given.excluded(excluded, rows, findings)
    goals, said = given.numbers(target, rows, "target", findings)
    checks.on_scale(kind, said, "target", findings, is_share=read.is_share)
    own, said = given.numbers(centre, rows, "centre line", findings)
    checks.on_scale(kind, said, "centre line", findings, is_share=read.is_share)
    _refuse_empty(read, rules, findings)
    findings.stop()
    usable = has_baseline[layout.series] & (layout.is_only | rules.freeze_with_phases)
    inside &= usable[layout.of_row]
    of_row: dict[str, NDArray[Any]] = {}
    of_phase: dict[str, NDArray[Any]] = {}
    notes: list[str] = []
    for rows_in, phases_in, part in layout.of_like_length():
        taken = replace(read, **{name: getattr(read, name)[rows_in] for name in NUMBERS})
        grid = _grid(taken, part, kind, inside[rows_in], apart[rows_in], own[part.series])
        is_last, was_ignored = layout.is_last[phases_in], ignored[part.series]
        judged = judge(grid, goals[part.series], is_last, was_ignored, kind, better, rules)
        _put(of_row, rows_in, len(layout.of_row), _of_points(judged, part))
        _put(of_phase, phases_in, len(layout.series), _of_phases(judged, len(notes)))
        notes += judged.notes[0]
    return Analysis(_points(read, layout, of_row), _summary(read, layout, of_phase, notes), rules, of_phase)


def rebase_refusal(analysis: Analysis, at: Day, *, reason: str, series: object = None) -> str:
    """Say in words why no new phase may start at a date; empty where one may.

    A person asks, with a reason; nothing here ever starts a phase. `analysis` is of the points as they are, made with
    `Rules.joy()` and the baseline if there is one; `series` may be left out where there is one only. Refused without a
    reason, without a signal in the last phase, or where fewer than 8 points with a value follow. After Wheeler's four
    questions before new limits, as the vignette of qicharts2 quotes them.
    """
    findings = Findings()
    day = given.day_of(at, "a new phase", findings)
    names = analysis.summary["series"].unique()
    if series is None and len(names) == 1:
        series = names[0]
    if series not in set(names):
        findings.add(f"There is no series “{series}”.", "Name one of the series that were analysed.")
    findings.stop()
    last = analysis.summary[analysis.summary["series"] == series].iloc[-1]
    mine = analysis.points[(analysis.points["series"] == series) & analysis.points["value"].notna()]
    after = int((mine["date"].to_numpy() >= day).sum()) if day is not None else 0
    if not reason.strip():
        return "Say first what changed on that day: a new phase needs a reason."
    if not last["signal"]:
        return (
            "There is no signal yet: the points so far vary as chance explains, so the old line still describes them."
        )
    if after < FEWEST_AFTER_REBASE:
        return f"{after} points follow that day; a line of their own needs {FEWEST_AFTER_REBASE}."
    return ""


def _refuse_empty(read: Points, rules: Rules, findings: Findings) -> None:
    if rules.all_missing == "keep":
        return
    present = np.bincount(read.codes[~np.isnan(read.values)], minlength=len(read.names))
    for which in np.flatnonzero(present == 0):
        findings.add(
            "No point has a value.", "Leave the series out, or give its values.", series=read.names[int(which)]
        )


def _grid(read: Points, layout: Layout, chart: Chart, inside: Truths, apart: Truths, own: Floats) -> Grid:
    """Lay the rows out; which points lines are made from is decided later."""
    rows = layout.spread(np.ones(len(read.values), dtype=bool), False)
    values, numerators, denominators = (
        layout.spread(column, np.nan) for column in (read.values, read.numerators, read.denominators)
    )
    if chart is Chart.MR:
        values = moving_ranges(values, rows)
    held = np.broadcast_to(own[:, None], values.shape)
    within, away = layout.spread(inside, False), layout.spread(apart, False)
    return Grid(values, numerators, denominators, rows, rows, within, away, held)


def _of_points(judged: Phases, part: Layout) -> dict[str, NDArray[Any]]:
    """What was found of each point, one entry per row."""
    lines, fired = judged.lines, judged.fired
    laid = {
        "value": judged.values,
        "centre": lines.centre,
        "lower": lines.lower,
        "upper": lines.upper,
        "side": judged.sides,
        "outside": fired.outside != 0,
        "shift": fired.shift != 0,
        "trend": fired.trend != 0,
        "two_of_three": fired.two_of_three != 0,
        "reason": judged.reason,
        "category": judged.category,
    }
    return {name: part.gather(values) for name, values in laid.items()}


def _of_phases(judged: Phases, notes_before: int) -> dict[str, NDArray[Any]]:
    """What was found of each phase, one entry per phase; words as numbers."""
    return {
        "n": judged.n,
        "n_useful": judged.runs.useful,
        "longest_run": judged.runs.found.longest_run,
        "longest_run_limit": judged.runs.longest_limit,
        "crossings": judged.runs.found.crossings,
        "crossings_limit": judged.runs.crossings_limit,
        "signal": judged.signal,
        "is_fixed": judged.runs.after,
        "above": judged.runs.above,
        "below": judged.runs.below,
        "longest_side": judged.runs.found.direction,
        "marked": judged.runs.found.in_moved_run.sum(axis=1),
        "variation": judged.variation,
        "assurance": judged.assurance,
        "note": judged.notes[1] + notes_before,
    }


def _put(whole: dict[str, NDArray[Any]], where: Integers, size: int, part: dict[str, NDArray[Any]]) -> None:
    """Put what was found of some rows or phases among all of them."""
    for name, values in part.items():
        if len(values) == size:
            whole[name] = values
        else:
            whole.setdefault(name, np.empty(size, dtype=values.dtype))[where] = values


def _points(read: Points, layout: Layout, found: dict[str, NDArray[Any]]) -> pd.DataFrame:
    told = {
        "phase": layout.number[layout.of_row],
        "side": found["side"].astype(np.int64),
        "reason": tidy.words(REASONS, found["reason"]),
        "category": tidy.words(CATEGORIES, found["category"]),
    }
    columns: dict[str, Any] = {**found, **told}
    return tidy.points_frame(read, {name: columns[name] for name in POINTS})


def _summary(read: Points, layout: Layout, found: dict[str, NDArray[Any]], notes: list[str]) -> pd.DataFrame:
    told = {
        "series": read.names.take(layout.series),
        "phase": layout.number,
        "variation": tidy.words(CATEGORIES, found["variation"]),
        "assurance": tidy.words(ASSURANCES, found["assurance"]),
        "note": tidy.words(notes, found["note"]),
    }
    columns = {**found, **told}
    return pd.DataFrame({name: columns[name] for name in SUMMARY})
