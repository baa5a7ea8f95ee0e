"""One honest sentence for every state a finding can be in: what is said first, aloud, and on the wall of a room.

A sentence has at most 20 words, for a room at most 12; how sure, what cannot be said and what next stand behind “Why?”.
It never says why a line moved. Every `Verdict` has one (tests/spec/test_sentences.py holds them to it).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from joy.definitions import Indicator
from joy.findings import WORDS, Change, Verdict
from joy.findings.records import ROOM_WORDS, TITLE_WORDS
from joy.views import words


NO_CHANGE = "no change we can tell from chance"
MOVED = ("changed", "moved up", "moved down")  # by the way the line went: neither, up, down


SINCE = {  # what has come since a new phase began
    Verdict.IMPROVED: "since then it improved",
    Verdict.WORSENED: "since then it worsened",
    Verdict.CHANGED: "since then it changed",
    Verdict.NO_CHANGE: "since then no change we can tell from chance",
    Verdict.TOO_FEW: "too few points since to say more",
    Verdict.BASELINE: "the baseline has not ended",
    Verdict.HIDDEN: "later points not shown, to protect people’s answers",
    Verdict.NOT_ASKED: "not asked since",
}


@dataclass(frozen=True)
class Sentence:
    """The same finding for a page and, in fewer words, for a room."""

    page: str
    room: str


def of_series(
    indicator: Indicator,
    verdict: Verdict,
    *,
    points: int = 0,
    useful_from: int = 0,
    step: str = "week",
    difference: float | None = None,
    baseline_until: date | None = None,
    is_over: bool = False,
) -> Sentence:
    """The sentence of a run chart.

    `points` that are shown, `useful_from` how many are needed, `difference` from baseline to lately where it is known,
    `baseline_until` the last day of the baseline where that has not ended; `is_over` where no more points will come.
    """
    name = indicator.name
    match verdict:
        case Verdict.HIDDEN:
            return _same(name, WORDS[verdict].lower())
        case Verdict.NOT_ASKED:
            return _same(name, "not asked here")
        case Verdict.BASELINE:
            until = f" until {words.day(baseline_until)}" if baseline_until else ""
            return _two(name, f"the baseline runs{until}, so there is nothing to compare yet", "baseline not finished")
        case Verdict.TOO_FEW if points >= useful_from:
            told = "too many points on the middle line to tell a change from chance"
            return _two(name, told, "too early to tell a change from chance")
        case Verdict.TOO_FEW if is_over:
            count = words.several(points, step, f"{step}s")
            told = f"only {count} could be shown, too few to tell"
            return _two(name, f"{told} a change from chance", told)
        case Verdict.TOO_FEW:
            count = words.several(points, f"{step}ly point", f"{step}ly points")
            told = f"{count} so far, too few to tell a change from chance"
            return _two(name, told, f"{count} so far, too few to tell")
        case Verdict.NO_CHANGE:
            return _same(name, NO_CHANGE)
    return _moved(indicator, verdict, difference)


def of_phase(name: str, verdict: Verdict, step: str, since: date) -> Sentence:
    """The sentence of a chart on which a person started a new phase: the step first, then what has come of it since.

    `step` such as “median 52% → 65%”: without it what had been found would vanish from the picture.
    """
    begun = f"{step} since {words.day(since)}"
    return _two(name, f"{begun}; {SINCE[verdict]}", step)


def _moved(indicator: Indicator, verdict: Verdict, difference: float | None) -> Sentence:
    way = words.way_of(indicator, verdict)
    told = f"{MOVED[way]} more than chance explains"
    line = f"{indicator.name} {told}"
    if difference and way and (difference > 0) == (way > 0):
        size = words.points_text(indicator, difference, signed=False)
        beside = f", {size} {'above' if way > 0 else 'below'} baseline"
        return Sentence(fitting(TITLE_WORDS, line + beside, told + beside), fitting(ROOM_WORDS, line, told))
    return Sentence(fitting(TITLE_WORDS, line, told), fitting(ROOM_WORDS, line, told))


def of_change(
    indicator: Indicator, verdict: Verdict, change: Change | None, latest: str = "", *, is_over: bool = False
) -> Sentence:
    """The sentence of a change between two ends.

    `latest` is the one value there is where nothing can be compared; `is_over` where none will be added to it.
    """
    name = indicator.name
    if change is None and latest and is_over:
        return _two(name, f"{latest}, with nothing to compare it with", latest)
    if change is None and latest:
        return _two(name, f"{latest} so far, nothing to compare yet", f"{latest} so far")
    if change is None:
        return _same(name, WORDS[verdict].lower())
    if verdict is Verdict.TOO_FEW:  # with an interval it is its weeks that are too few
        few = "too few answers" if change.low is None else "too early"
        return _same(name, f"{few} to tell a change from chance")
    if verdict is Verdict.NO_CHANGE:
        return _same(name, NO_CHANGE)
    more = "higher" if change.difference > 0 else "lower"
    if change.is_direction_only:
        return _same(name, f"{more} than at the start")
    size = words.points_text(indicator, change.difference, signed=False)
    return _two(name, f"{size} {more} than at the start", f"{size} {more} than at the start")


def _same(name: str, told: str) -> Sentence:
    return _two(name, told, told)


def _two(name: str, page: str, room: str) -> Sentence:
    return Sentence(fitting(TITLE_WORDS, f"{name}: {page}", page), fitting(ROOM_WORDS, f"{name}: {room}", room))


def fitting(most: int, *told: str) -> str:
    """The first wording that is short enough; a measure with a long name is named by its chart alone."""
    chosen = next((text for text in told if len(text.split()) <= most), told[-1])
    return f"{chosen[0].upper()}{chosen[1:]}"
