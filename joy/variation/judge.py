"""Lines, patterns, runs and what may be said, for every phase at once."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from joy.variation import notes, verdict
from joy.variation.gates import is_autocorrelated
from joy.variation.limits import NOTHING, Grid, Lines, lines
from joy.variation.point_rules import Fired, find, sides_of
from joy.variation.rules import FEWEST_BASELINE, Chart, Direction, Rules
from joy.variation.runs import centre_of
from joy.variation.verdict import Runs


Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Signs = NDArray[np.int8]
Truths = NDArray[np.bool_]

HAS_NO_LIMITS = frozenset({Chart.RUN})


@dataclass(frozen=True)
class Phases:
    """What was found about each point (phases × points) and each phase."""

    values: Floats
    lines: Lines
    sides: Signs
    fired: Fired
    reason: Integers
    category: Integers
    n: Integers
    runs: Runs
    signal: Truths
    variation: Integers
    assurance: Integers
    notes: tuple[list[str], Integers]


@dataclass(frozen=True)
class Baselines:
    """Which phases have a baseline that fixes their lines, which one too short or too coarse for it, and its points."""

    is_fixed: Truths
    is_idle: Truths
    is_short: Truths
    is_coarse: Truths
    points: Integers


def judge(
    grid: Grid, target: Floats, is_last: Truths, ignored: Truths, chart: Chart, direction: Direction, rules: Rules
) -> Phases:
    """Judge every phase; `grid.inside` marks the baseline where one was given, `grid.base` is made here.

    `target` has one number per phase, missing where there is none; `ignored` says where a phase's date was.
    """
    there = grid.rows & ~np.isnan(grid.values)
    counted = there & ~grid.excluded
    baselines, grid = _baselines(grid, counted, chart, rules)
    present = counted.sum(axis=1)
    found = lines(chart, grid, rules)
    suited = verdict.is_suited(chart, grid, found) | (not rules.suited_limits_only)
    few = present < rules.fewest_for_limits
    found = found.without_limits(few | ~suited)
    sides = np.where(there, sides_of(grid.values, found.centre, rules.tolerance), 0).astype(np.int8)
    fixed = grid.inside & baselines.is_fixed[:, None]
    about = sides_of(grid.values, _runs_line(grid, found, rules), rules.tolerance)
    is_given: Truths = np.asarray(~np.isnan(grid.given).all(axis=1))
    of_line = baselines.is_fixed, is_given, baselines.is_coarse
    runs = verdict.runs(about, counted, fixed, *of_line, chart, rules)
    by_runs = ~suited | (chart in HAS_NO_LIMITS and not rules.on_run_chart)
    fired = _patterns(grid, counted, fixed, found, by_runs, few, runs, about, rules)
    reason, category = verdict.reasons(fired, direction, rules)
    marked = (category != verdict.COMMON).any(axis=1)
    signal = runs.signal if rules.signal == "runs" else marked
    spoken = np.where(by_runs, _speaks(runs, rules), ~few) & (present > 0)
    state = verdict.variation(category, grid, runs, by_runs, spoken, direction, rules)
    held = _may_assure(found, present, is_last, baselines.is_fixed & (signal | marked), rules)
    assured = np.where(held, verdict.assurance(found, target, direction), verdict.NONE)
    note = _notes(grid, found, runs, baselines, present, suited, ignored, chart, rules)
    n = np.count_nonzero(grid.rows & ~grid.excluded, axis=1)
    return Phases(grid.values, found, sides, fired, reason, category, n, runs, signal, state, assured, note)


def _baselines(grid: Grid, counted: Truths, chart: Chart, rules: Rules) -> tuple[Baselines, Grid]:
    """Find out which baselines fix the lines, and from which points the lines are made."""
    points = np.count_nonzero(counted & grid.inside, axis=1)
    has_one = (points > 0) & (grid.rows & ~grid.inside).any(axis=1)
    is_short = has_one & (points < FEWEST_BASELINE) & (rules.short_baseline == "reference")
    is_coarse = has_one & ~is_short & _is_coarse(grid, counted & grid.inside, rules)
    is_fixed = has_one & ~is_short & ~(is_coarse & (chart in HAS_NO_LIMITS))
    is_idle = (points > 0) & ~has_one
    return Baselines(is_fixed, is_idle, is_short, is_coarse, points), replace(
        grid, base=counted & (grid.inside | ~is_fixed[:, None]), inside=grid.inside | ~is_fixed[:, None]
    )


def _is_coarse(grid: Grid, baseline: Truths, rules: Rules) -> Truths:
    """Say where so many baseline points lie on their median that later ones fall to one side of it by themselves."""
    if rules.uneven != "fair":
        return np.zeros(len(grid.values), dtype=bool)
    values = np.where(baseline, grid.values, np.nan)
    about = sides_of(values, centre_of(values)[:, None], rules.tolerance)
    lesser = np.minimum((about > 0).sum(axis=1), (about < 0).sum(axis=1))
    coarse: Truths = np.isnan(grid.given).all(axis=1) & (lesser < baseline.sum(axis=1) * verdict.LEAST_ON_A_SIDE)
    return coarse


def _runs_line(grid: Grid, found: Lines, rules: Rules) -> Floats:
    """The line that runs are counted about: a line brought along counts as it is."""
    if rules.runs_about == "centre":
        return found.centre
    median = centre_of(np.where(grid.base, grid.values, np.nan))
    return np.where(np.isnan(grid.given), median[:, None], grid.given)


def _patterns(
    grid: Grid,
    counted: Truths,
    fixed: Truths,
    found: Lines,
    by_runs: Truths,
    few: Truths,
    runs: Runs,
    about: Signs,
    rules: Rules,
) -> Fired:
    """Points that fired a rule; where runs alone judge, those of the run behind a signal count as its shift."""
    quiet = (by_runs | few)[:, None]
    fired = find(grid.values, grid.rows, counted, fixed, found, rules)
    fired = Fired(*(np.where(quiet, 0, each).astype(np.int8) for each in vars(fired).values()))
    pointed = runs.found.in_moved_run & (by_runs & runs.signal & rules.shift)[:, None]
    return replace(fired, shift=np.where(pointed, about, fired.shift))


def _speaks(runs: Runs, rules: Rules) -> Truths:
    """Say where there are enough points off the line for runs to find, or not to find, anything."""
    return (runs.useful >= max(rules.fewest_useful, 1)) & (~runs.after | (runs.shortest > 0))


def _may_assure(found: Lines, present: Integers, is_last: Truths, has_moved: Truths, rules: Rules) -> Truths:
    has_limits = (~np.isnan(found.upper)).any(axis=1) | rules.assure_without_limits
    enough = present >= rules.fewest_for_assurance
    return is_last & has_limits & enough & (~has_moved | rules.assure_despite_signal)


def _stretches(runs: Runs, values: Floats) -> Truths:
    """Points before and after the step of a signal, so that a step is not taken for points that resemble each other."""
    marked = runs.found.in_moved_run & runs.signal[:, None]
    position = np.arange(marked.shape[1])
    start = np.argmax(marked, axis=1)
    end = np.where(marked, position, -1).max(axis=1, initial=-1)
    length = np.where(~np.isnan(values), position + 1, 0).max(axis=1, initial=0)
    is_early = (start < length // 2)[:, None]
    later: Truths = np.where(is_early, position > end[:, None], position >= start[:, None])
    return later & runs.signal[:, None]


def _notes(
    grid: Grid,
    found: Lines,
    runs: Runs,
    baselines: Baselines,
    present: Integers,
    suited: Truths,
    ignored: Truths,
    chart: Chart,
    rules: Rules,
) -> tuple[list[str], Integers]:
    """What a reader of each phase should know."""
    has_runs = rules.anhoej and (chart is not Chart.MR or rules.runs_on_mr)
    has_limits = chart not in HAS_NO_LIMITS
    values = np.where(grid.rows & ~grid.excluded, grid.values, np.nan)
    told = notes.of_points(present, runs.useful, has_runs=has_runs, has_limits=has_limits, rules=rules)
    if has_limits:
        told += notes.of_limits(chart, found, present, suited, _varies(values), rules)
    told += notes.of_baseline(
        baselines.is_idle,
        baselines.is_short,
        baselines.is_coarse,
        baselines.points,
        runs.after,
        runs.shortest,
        runs.found.n_useful,
    )
    if has_runs:
        told.append(notes.resembling(is_autocorrelated(values, _stretches(runs, values))))
    told.append(notes.ignored_date(ignored))
    return notes.written(told, len(present))


def _varies(values: Floats) -> Truths:
    """Say where any two values differ."""
    there = ~np.isnan(values)
    highest = np.where(there, values, -np.inf).max(axis=1, initial=-np.inf)
    lowest = np.where(there, values, np.inf).min(axis=1, initial=np.inf)
    varied: Truths = highest - lowest > NOTHING * np.maximum(np.abs(highest), np.abs(lowest))
    return varied
