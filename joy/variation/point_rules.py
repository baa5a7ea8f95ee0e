"""The four point rules of NHS Making Data Count, over many series at once.

Arrays are series × points in time order, filled up at the end. Each rule first sets aside the points that it skips,
looks for its pattern among the rest, and carries what it found back to where the points stand.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from joy.variation.limits import Lines
from joy.variation.packing import pack, unpack
from joy.variation.rules import Rules
from joy.variation.runs import nearness


Floats = NDArray[np.float64]
Signs = NDArray[np.int8]
Integers = NDArray[np.integer[Any]]
Truths = NDArray[np.bool_]

TWO, THREE = 2, 3  # two of three, Western Electric 1956 as taken over by Making Data Count


@dataclass(frozen=True)
class Fired:
    """What each rule found at each point: +1 up or above, -1 down or below, 0 nothing."""

    outside: Signs
    shift: Signs
    trend: Signs
    two_of_three: Signs


def find(values: Floats, rows: Truths, taken: Truths, fixed: Truths, lines: Lines, rules: Rules) -> Fired:
    """Look for all four patterns.

    `rows` are the points there are (missing ones too), `taken` those that may be part of a pattern (present and not
    excluded), `fixed` the points of a fixed baseline; `lines` the centre and limits of each point. A rule that is
    switched off, or whose lines are missing, finds nothing.
    """
    nothing = np.zeros(values.shape, dtype=np.int8)
    missing = rows & np.isnan(values) if rules.missing == "break" else np.zeros(rows.shape, dtype=bool)
    beyond = _beyond(values, lines.lower, lines.upper, rules.tolerance)
    sides = sides_of(values, lines.centre, rules.tolerance)
    useful = taken & (sides != 0) if rules.on_line == "skip" else taken & ~np.isnan(lines.centre)
    shift = nothing
    if rules.shift:
        shift = _shifts(sides, useful | missing, taken, fixed & (not rules.joins_baseline), rules.shift_n)
    trend = _trends(values, taken, missing, rules) if rules.trend else nothing
    two = nothing
    if rules.two_of_three:
        far = _beyond(values, lines.inner_lower, lines.inner_upper, rules.tolerance)
        far = np.where((far == sides) & ((rules.two_sigma == "beyond") | (beyond == 0)), far, 0).astype(np.int8)
        two = _two_of_three(far, sides, useful | missing, alike=rules.third_point == "same_side")
    judged = rows & ~np.isnan(values) if rules.excluded_outside else taken
    outside = np.where(judged, beyond, nothing) if rules.outside else nothing
    return Fired(
        outside, np.where(taken, shift, nothing), np.where(taken, trend, nothing), np.where(taken, two, nothing)
    )


def sides_of(values: Floats, centre: Floats, tolerance: float) -> Signs:
    """Say on which side of its centre each point lies; 0 on the line, or where either is missing."""
    distance = values - centre
    apart = np.abs(distance) > nearness(values, centre, tolerance)  # a missing point compares as False
    return (apart & (distance > 0)).astype(np.int8) - (apart & (distance < 0)).astype(np.int8)


def _beyond(values: Floats, lower: Floats, upper: Floats, tolerance: float) -> Signs:
    """Say which points lie strictly beyond their limits: on a limit is inside."""
    above = values - upper > nearness(values, upper, tolerance)
    below = lower - values > nearness(values, lower, tolerance)
    return above.astype(np.int8) - below.astype(np.int8)


def _shifts(sides: Signs, kept: Truths, taken: Truths, fixed: Truths, fewest: int) -> Signs:
    """Mark runs on one side; what is skipped inside a run is marked with it."""
    packed, there, place = pack(sides, kept)
    starts_anew = pack(fixed, kept)[0] if fixed.any() else None
    length, run = _runs(packed, there, starts_anew)
    found = np.where(length >= fewest, packed, 0).astype(np.int8)
    return _unpacked(found, run, kept, taken, place)


def _trends(values: Floats, taken: Truths, missing: Truths, rules: Rules) -> Signs:
    """Mark points of a steady rise or fall, by its slope; a point that ends one and begins another takes the next."""
    points, there, _ = pack(values, taken | missing)
    apart = np.diff(points, axis=1, append=np.nan)
    steps = np.where(np.abs(apart) > nearness(points, points, rules.tolerance), np.sign(apart), 0)
    steps = np.where(np.isnan(apart), 0, steps).astype(np.int8)
    is_step = np.zeros(there.shape, dtype=bool)
    is_step[:, :-1] = there[:, 1:]
    kept = is_step & ((steps != 0) | np.isnan(apart)) if rules.on_line == "skip" else is_step
    packed, packed_there, step_place = pack(steps, kept)
    length, run = _runs(packed, packed_there)
    found = np.where(length >= rules.trend_n - 1, packed, 0).astype(np.int8)
    rising = _unpacked(found, run, kept, is_step, step_place)
    marked = rising.copy()
    marked[:, 1:] = np.where(rising[:, 1:] != 0, rising[:, 1:], rising[:, :-1])
    return unpack(marked, taken | missing)


def _two_of_three(far: Signs, sides: Signs, kept: Truths, *, alike: bool) -> Signs:
    """Mark the outer points of any three in a row of which two or more lie far out on one side."""
    out, side = pack(far, kept)[0], pack(sides, kept)[0]
    found = np.zeros(out.shape, dtype=np.int8)
    if out.shape[1] >= THREE:
        for sign in (1, -1):
            outer, same = out == sign, side == sign
            fits = outer[:, :-2].astype(np.int8) + outer[:, 1:-1] + outer[:, 2:] >= TWO
            if alike:
                fits &= same[:, :-2] & same[:, 1:-1] & same[:, 2:]
            inside = np.zeros(out.shape, dtype=bool)
            for shift in range(THREE):
                inside[:, shift : shift + fits.shape[1]] |= fits
            found[outer & inside] = sign
    return unpack(found, kept)


def _runs(packed: Signs, there: Truths, fixed: Truths | None = None) -> tuple[Integers, Integers]:
    """Give the length of the run that each packed point belongs to, and where that run starts; length 0 for no sign."""
    position = np.broadcast_to(np.arange(packed.shape[1], dtype=np.int32), packed.shape)
    begins = np.ones(packed.shape, dtype=bool)
    begins[:, 1:] = (packed[:, 1:] != packed[:, :-1]) | (there[:, 1:] != there[:, :-1])
    if fixed is not None:  # no run reaches from a fixed baseline into what comes after it
        begins[:, 1:] |= fixed[:, 1:] != fixed[:, :-1]
    start = np.maximum.accumulate(np.where(begins, position, 0), axis=1)
    ends = np.ones(packed.shape, dtype=bool)
    ends[:, :-1] = begins[:, 1:]
    end = np.minimum.accumulate(np.where(ends, position, packed.shape[1])[:, ::-1], axis=1)[:, ::-1]
    return np.where(there & (packed != 0), end - start + 1, 0), start


def _unpacked(found: Signs, run: Integers, kept: Truths, also: Truths, place: Integers | None) -> Signs:
    """Carry marks of runs back, and mark what was skipped between two points of one marked run."""
    marks = unpack(found, kept)
    if place is None or found.shape[1] == 0:
        return marks
    before = np.clip(place, 0, None)
    after = np.minimum(before + 1, found.shape[1] - 1)
    earlier, later = np.take_along_axis(found, before, 1), np.take_along_axis(found, after, 1)
    one_run = np.take_along_axis(run, before, 1) == np.take_along_axis(run, after, 1)
    last = np.count_nonzero(kept, axis=1)[:, None] - 1
    inside = also & ~kept & (place >= 0) & (place < last) & one_run & (earlier == later)
    return np.where(inside, earlier, marks)
