"""What a reader should know about each phase, in plain words: what is not said yet, and what weakens what is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from joy.variation.choose import SMALLEST_MEAN_COUNT
from joy.variation.frozen import LONGEST
from joy.variation.limits import Lines
from joy.variation.rules import FEWEST_BASELINE, Chart, Rules


Integers = NDArray[np.int64]
Truths = NDArray[np.bool_]

MOST = 1_000_000  # ours: more points than a phase will have; two numbers share one key


@dataclass(frozen=True)
class Note:
    """A sentence with up to two numbers, and the phases that it is true of."""

    true: Truths
    words: Callable[[int, int], str]
    first: Integers | int = 0
    second: Integers | int = 0


def of_points(present: Integers, useful: Integers, *, has_runs: bool, has_limits: bool, rules: Rules) -> list[Note]:
    """What is still to come, and how many points it takes."""
    some, few = present > 0, present < rules.fewest_for_limits
    silent = some & (useful < rules.fewest_useful) & has_runs
    line = rules.runs_about
    wanted, limits = rules.fewest_useful, rules.fewest_for_limits
    return [
        Note(~some, lambda _a, _b: "No point has a value."),
        Note(silent, lambda n, _b: f"Signals start at {wanted} points off the {line}: {n} so far.", useful),
        Note(some & few & has_limits, lambda n, _b: f"Limits start at {limits} points: {n} so far.", present),
        Note(some & few & ~silent & (not has_limits), lambda n, _b: f"Provisional: {n} points so far.", present),
    ]


def of_limits(
    chart: Chart, found: Lines, present: Integers, suited: Truths, varies: Truths, rules: Rules
) -> list[Note]:
    """Why there are no limits, or how far they may be trusted."""
    none = np.isnan(found.upper).all(axis=1)
    enough = (present > 0) & (present >= rules.fewest_for_limits)
    trial, full = enough & ~none & (present < rules.fewest_for_assurance), rules.fewest_for_assurance
    unsuited = "No limits: neighbouring points are too often alike. Read the runs."
    if chart is Chart.P:
        unsuited = "No limits: most points rest on too few answers. Join neighbouring points, or read the runs."
    told = [
        Note(trial, lambda n, _b: f"Trial limits: they may still move until {full} points, {n} so far.", present),
        Note(
            enough & ~varies,
            lambda _a, _b: "No limits: nothing varies." if rules.screen_fallback else "Nothing varies.",
        ),
        Note(enough & varies & ~suited, lambda _a, _b: unsuited),
    ]
    if chart is Chart.C:
        low = ~none & (np.nan_to_num(found.centre[:, 0], nan=np.inf) < SMALLEST_MEAN_COUNT)
        told.append(Note(low, lambda _a, _b: "Counts this low have no lower limit: a fall cannot be seen."))
    return told


COARSE = "Too many baseline points lie on their own median for later points to be judged against it."


def of_baseline(
    is_idle: Truths,
    is_short: Truths,
    is_coarse: Truths,
    points: Integers,
    is_fixed: Truths,
    shortest: Integers,
    after: Integers,
) -> list[Note]:
    """What a baseline decides: nothing when it is short, else the run that is a signal after it."""
    short = f"under {FEWEST_BASELINE}: it is a reference only, and all points decide."
    can, long = is_fixed & (shortest > 0), after > LONGEST
    return [
        Note(is_idle, lambda _a, _b: "The baseline holds every point so far: it decides nothing yet."),
        Note(is_short, lambda n, _b: f"The baseline has {n} point{'' if n == 1 else 's'}, {short}", points),
        Note(is_coarse, lambda _a, _b: COARSE),
        Note(
            can,
            lambda run, m: f"After the baseline {run} points in a row on one side are a signal; {m} so far.",
            shortest,
            after,
        ),
        Note(
            is_fixed & ~can & ~long, lambda n, _b: f"Too few points after the baseline for a signal: {n} so far.", after
        ),
        Note(is_fixed & long, lambda _a, _b: "The baseline is too old to judge by: ask whether a new phase is due."),
    ]


def resembling(true: Truths) -> Note:
    """Neighbours that resemble each other weaken every signal."""
    return Note(true, lambda _a, _b: "Neighbouring points resemble each other: signals are weaker evidence.")


def ignored_date(true: Truths) -> Note:
    """Where rules ignore the date of a phase, the reader should know."""
    return Note(true, lambda _a, _b: "A phase date without a point was ignored.")


def written(notes: list[Note], phases: int) -> tuple[list[str], Integers]:
    """Write the notes of each phase: the different texts, and which one each phase has.

    Phases that share their notes and numbers are written once, so that many series cost little.
    """
    told = [note for note in notes if note.true.any()]
    which = np.zeros(phases, dtype=np.int64)
    for note in told:  # a column of numbers at a time: sorting whole rows takes ten times as long
        number = np.where(note.true, 1 + note.first * MOST + np.minimum(note.second, MOST - 1), 0)
        kinds, kind = np.unique(number, return_inverse=True)
        _, which = np.unique(which * len(kinds) + kind, return_inverse=True)
    _, example = np.unique(which, return_index=True)
    return [_text(told, int(phase)) for phase in example], which


def _text(notes: list[Note], phase: int) -> str:
    """Write the notes of one phase."""
    return " ".join(
        note.words(
            int(np.broadcast_to(note.first, note.true.shape)[phase]),
            int(np.broadcast_to(note.second, note.true.shape)[phase]),
        )
        for note in notes
        if note.true[phase]
    )
