"""The rule that fired, in words with its numbers, how often chance alone fires it, and what to do next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from joy.variation import rate_of


HUNDRED = 100
EXACT_TO = 10  # a chance of 1 in 7 is told as it is, one of 1 in 33 as 1 in 35
STEP = 5
FIXED_RATE = 0.05  # joy.variation.frozen: the shortest run that at most 5 % of charts reach
SOURCE = "Rules: Anhøj and Olesen 2014."
NEXT_SIGNAL = "Next: look at what was tried before the run begins, and count on to see whether it lasts."
NEXT_QUIET = "Next: count on. More answers a day make a change easier to see."
NOT_SAID = "It cannot say why. A line that moved after a test has moved after a test."


@dataclass(frozen=True)
class Fired:
    """What was found of the last phase of a series: its rows of `Analysis.summary` and `.behind`, the word for points.

    `since`: from when on, where a person has started a new phase.
    """

    summary: pd.Series
    behind: pd.Series
    plural: str
    since: str = ""

    @property
    def useful(self) -> int:
        return int(self.summary["n_useful"])

    @property
    def is_fixed(self) -> bool:
        """Whether the line is that of a baseline, and only what came after it was judged."""
        return bool(self.behind["is_fixed"])

    @property
    def split(self) -> tuple[int, int]:
        """How many of the judged points lie above and below the line."""
        return int(self.behind["above"]), int(self.behind["below"])

    @property
    def by_chance(self) -> float:
        """How often such a chart signals although nothing changed, with as many points on either side."""
        if self.is_fixed:
            return FIXED_RATE if self.can_signal else 0.0
        longest, fewest = (int(self.summary[name]) for name in ("longest_run_limit", "crossings_limit"))
        return rate_of(*self.split, longest, fewest)

    @property
    def can_signal(self) -> bool:
        """Whether enough points follow a fixed baseline; without one there are enough from ten on."""
        return not self.is_fixed or self.summary["longest_run_limit"] < sum(self.split)

    @property
    def is_run(self) -> bool:
        """Whether the longest run is longer than usual."""
        return bool(self.summary["longest_run"] > self.summary["longest_run_limit"])

    @property
    def is_crossings(self) -> bool:
        """Whether the line is crossed less often than usual."""
        return bool(self.summary["crossings"] < self.summary["crossings_limit"])


def told(found: Fired, line: str, doubt: str = "") -> Iterator[str]:
    """Everything behind one verdict: the rule and its numbers, how sure, what it cannot say, what next.

    `line` is the value of the centre line as the reader sees it; `doubt` why a signal is not believed.
    """
    summary, plural = found.summary, found.plural
    yield (f"The line is the median of the baseline, {line}." if found.is_fixed else
           f"The middle line (median) of all {plural}{found.since} is {line}.")  # fmt: skip
    if summary["signal"]:
        yield from _signals(found)
    else:
        yield from _usual(found)
    if doubt:
        yield doubt
    yield SOURCE + _how_sure(found)
    if summary["note"]:
        yield str(summary["note"])
    yield NOT_SAID
    yield NEXT_SIGNAL if summary["signal"] and not doubt else NEXT_QUIET


def _signals(found: Fired) -> Iterator[str]:
    summary, plural = found.summary, found.plural
    longest, limit = int(summary["longest_run"]), int(summary["longest_run_limit"])
    if found.is_run:
        where = "above" if found.behind["longest_side"] > 0 else "below"
        line = "the baseline median" if found.is_fixed else "the middle line"
        chance = f"{limit + 1} or more happens by chance in {_run_chance(found)}"
        yield f"{longest} {plural} in a row {where} {line}; {chance}."
        if (marked := int(found.behind["marked"])) != longest:
            yield f"Marked is the longest stretch on the side to which the line moved: {marked} {plural}."
    if found.is_crossings:
        fewest, crossed = int(summary["crossings_limit"]), int(summary["crossings"])
        chance = one_chart_in(rate_of(*found.split, found.useful, fewest))
        yield (f"The middle line is crossed {_times(crossed)} in {found.useful} {plural}; "
               f"fewer than {fewest} happens by chance in {chance}.")  # fmt: skip


def _run_chance(found: Fired) -> str:
    if found.is_fixed:
        return "at most 1 chart in 20"
    return one_chart_in(rate_of(*found.split, int(found.summary["longest_run_limit"]), 0))


def _usual(found: Fired) -> Iterator[str]:
    summary, plural = found.summary, found.plural
    since = " since the baseline" if found.is_fixed else ""
    longest, limit = int(summary["longest_run"]), int(summary["longest_run_limit"])
    judged = sum(found.split)
    usual = f"; up to {limit} is usual in {judged}" if limit < judged else ""
    yield f"Longest stretch on one side of it{since}: {_many(longest, plural)}{usual}."
    if summary["crossings_limit"] > 0:
        crossed, fewest = int(summary["crossings"]), int(summary["crossings_limit"])
        yield f"The line is crossed {_times(crossed)}; {fewest} or more is usual."


def _many(count: int, plural: str) -> str:
    return f"{count} {plural.removesuffix('s') if count == 1 else plural}"


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def _how_sure(found: Fired) -> str:
    if found.is_fixed:
        return " The line is fixed, so only a long run after the baseline counts; at most 1 stable chart in 20 has one."
    often = one_chart_in(found.by_chance)
    return f" They look at the whole series and wrongly signal in {often} that did not change."


def one_chart_in(rate: float) -> str:
    """A probability as people say it: “about 1 chart in 20”."""
    if rate <= 0:
        return "hardly any chart"
    many = 1 / rate
    if many > HUNDRED:
        return "fewer than 1 chart in 100"
    rounded = round(many) if many <= EXACT_TO else STEP * round(many / STEP)
    return f"about 1 chart in {rounded}"
