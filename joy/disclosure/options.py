"""Distributions over the options of a question, with rare options merged (rule R3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from joy.disclosure.rounding import round_half_away


SHARE_STEP = 0.01  # R3: a distribution is shown from 30 answers, in whole percent


@dataclass(frozen=True)
class MergedRun:
    """Neighbouring options shown as one: their positions in the question, and how many people chose any of them."""

    options: tuple[int, ...]
    count: int


def merge_rare_options(counts: Sequence[int], below: int) -> list[MergedRun]:
    """Merge neighbouring options until each run was chosen by at least `below` people.

    `counts` in the order of the options; an option that nobody chose is rare too, because "nobody" tells on everybody.
    The rarest run (the first of equals) joins the smaller of its neighbours (the lower option of equals). Returns the
    runs in order, and none at all when even all options together have too few. Raises `ValueError` for a negative
    count.
    """
    if any(count < 0 for count in counts):
        raise ValueError("an option cannot be chosen by a negative number of people")
    runs = [MergedRun((position,), int(count)) for position, count in enumerate(counts)]
    while len(runs) > 1 and min(run.count for run in runs) < below:
        rarest = min(range(len(runs)), key=lambda i: runs[i].count)
        first = _first_of_pair(runs, rarest)
        runs[first : first + 2] = [_joined(runs[first], runs[first + 1])]
    return runs if runs and runs[0].count >= below else []


def share_of_run(run: MergedRun, n: int, step: float = SHARE_STEP) -> float:
    """Give the share of answers in a run, rounded to `step` (0 to 1)."""
    return float(round_half_away(run.count / n, step))


def _first_of_pair(runs: list[MergedRun], rarest: int) -> int:
    """The left place of the pair to be joined."""
    if rarest == 0:
        return 0
    if rarest == len(runs) - 1:
        return rarest - 1
    return rarest - 1 if runs[rarest - 1].count <= runs[rarest + 1].count else rarest


def _joined(left: MergedRun, right: MergedRun) -> MergedRun:
    return MergedRun(left.options + right.options, left.count + right.count)
