"""The two relationships side by side: level and gap of each shared question, and of the whole."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from joy.change import paired
from joy.change.equivalence import TWO_ONE_SIDED, conclude
from joy.change.interval import Interval
from joy.change.mirror import ITEM_MARGIN, SCALE_MARGIN
from joy.definitions import Indicator
from joy.frames import Row, each
from joy.release.evidence import (
    Evidence,
    Finding,
    Key,
    Whose,
    alone,
    band_of,
    blurred,
    is_safe_rest,
    step_of,
    told,
)
from joy.release.statistics import gap_instrument


ITEMS_FROM = 10  # R11: with fewer, an index and all its items together could be solved for single answers
ALL_ANSWERED = "people who answered every question about both"
BOTH_SCORES = "people with both scores"


@dataclass(frozen=True)
class Mirror:
    """A gap indicator and its two sides, each with the instrument version it is told under."""

    gap: Indicator
    plus: Indicator
    minus: Indicator
    instrument: str

    @property
    def series(self) -> list[Key]:
        """The gap's series, then those of its two sides."""
        sides = [(side.id, side.measured.instruments[0]) for side in (self.plus, self.minus)]
        return [(self.gap.id, self.instrument), *sides]


@dataclass(frozen=True)
class Ends:
    """The points of an item's lowest and highest option, by which its mean is put on the scale of its indicator."""

    low: float
    high: float
    indicator: Indicator

    @property
    def factor(self) -> float:
        return (self.indicator.maximum - self.indicator.minimum) / (self.high - self.low)

    def mean(self, points: float) -> float:
        return self.indicator.minimum + (points - self.low) * self.factor


def mirror_findings(evidence: Evidence) -> Iterator[Finding]:
    """Findings of every gap between two indicators; items belong together where their keys are the same."""
    for gap in evidence.definitions.indicators.values():
        if gap.measured.kind == "gap":
            plus, minus = (evidence.indicator(str(name)) for name in (gap.measured.plus, gap.measured.minus))
            mirror = Mirror(gap, plus, minus, gap_instrument(evidence.definitions, plus.id, minus.id))
            yield from _wholes(evidence, mirror)
            yield from _items(evidence, mirror)


def _wholes(evidence: Evidence, mirror: Mirror) -> Iterator[Finding]:
    """The gap of the scales within people who have both scores; shown where the gap's own figure is."""
    series = mirror.series[0]
    for (kind, group, *own, period), row in evidence.raw.items():
        if kind != "team" and (*own,) == series and evidence.is_plain((kind, group), series, period):
            sums = (float(row.n), float(row.value), float(row.spread))
            yield _gap(evidence, mirror, (kind, group), period, "", sums, SCALE_MARGIN, BOTH_SCORES)


def _items(evidence: Evidence, mirror: Mirror) -> Iterator[Finding]:
    ends = {side.id: _ends(evidence, side) for side in (mirror.plus, mirror.minus)}
    for row in each(evidence.sums.parallel[mirror.gap.id]):
        whose: Whose = ("cohort", row.cohort_id)
        pair = ends[mirror.plus.id].get(row.item_key), ends[mirror.minus.id].get(row.item_key)
        if pair[0] is None or pair[1] is None or not _may_show_items(evidence, mirror, whose, row):
            continue
        if all(_is_safe_question(evidence, side, whose, row) for side in (mirror.plus, mirror.minus)):
            yield from _item(evidence, mirror, whose, row, (pair[0], pair[1]))


def _may_show_items(evidence: Evidence, mirror: Mirror, whose: Whose, row: Row) -> bool:
    """Whether the items of one cohort and round may be told.

    R2: enough people of every class; R11: at least ten; the gap and both scales are shown; R8 and R10: whoever is in
    one of those figures but left a question open is nobody or at least k people. All items rest on the same people, so
    no two of them differ by anybody.
    """
    k = max(evidence.k_of(indicator) for indicator in (mirror.gap, mirror.plus, mirror.minus))
    figures = [evidence.figure(whose, series, row.round_id) for series in mirror.series]
    return (
        row.n >= max(k, ITEMS_FROM)
        and all(evidence.is_plain(whose, series, row.round_id) for series in mirror.series)
        and all(figure is not None and is_safe_rest(figure.n - row.n, k) for figure in figures)
    )


def _is_safe_question(evidence: Evidence, side: Indicator, whose: Whose, row: Row) -> bool:
    """R8 and R10: how a question's answers spread over its options may be shown beside its mean.

    So whoever answered this question but left another open is nobody, or at least k people.
    """
    series = side.id, side.measured.instruments[0]
    answered = evidence.answered.get((whose[1], row.round_id, *series, row.item_key))
    return answered is not None and is_safe_rest(answered - row.n, evidence.k_of(side))


def _ends(evidence: Evidence, side: Indicator) -> dict[str, Ends]:
    """The lowest and highest points of each item of a scale that is a mean or sum of its items."""
    instrument = evidence.definitions.instruments[side.measured.instruments[0]]
    worths = {key: [o.worth for o in instrument.options_of(key)] for key in side.measured.keys_in(instrument)}
    return {key: Ends(min(own), max(own), side) for key, own in worths.items()}


def _item(evidence: Evidence, mirror: Mirror, whose: Whose, row: Row, ends: tuple[Ends, Ends]) -> Iterator[Finding]:
    n, (plus, minus), periods = float(row.n), ends, (row.round_id, row.round_id)
    means = plus.mean(row.plus_total / n), minus.mean(row.minus_total / n)
    for indicator, series, mean in zip((mirror.plus, mirror.minus), mirror.series[1:], means, strict=True):
        numbers = alone(mean, step_of(indicator, n, evidence.policy))
        band = band_of(n, evidence.policy)
        yield told(whose, series, "item_level", periods, numbers, band, ALL_ANSWERED, part=row.item_key)
    sums = n, means[0] - means[1], _spread(row, n, plus.factor, minus.factor)
    yield _gap(evidence, mirror, whose, row.round_id, row.item_key, sums, ITEM_MARGIN, ALL_ANSWERED)


def _spread(row: Row, n: float, plus: float, minus: float) -> float:
    """The standard deviation of the difference within people, from sums of squares and products."""
    total = plus * row.plus_total - minus * row.minus_total
    squares = plus**2 * row.plus_squares + minus**2 * row.minus_squares - 2 * plus * minus * row.products
    return math.sqrt(max((squares - total * total / n) / (n - 1), 0.0))


def _gap(
    evidence: Evidence,
    mirror: Mirror,
    whose: Whose,
    period: str,
    part: str,
    sums: tuple[float, float, float],
    margin: float,
    who: str,
) -> Finding:
    """A gap, its interval where so many people allow one (R5), and whether the two are alike.

    The gap of the whole is a figure too, so it is told as the figure is: one quantity, one number. Different is judged
    by the interval as it is shown, so that the word and the numbers never disagree.
    """
    n, mean, spread = sums
    width = mirror.plus.maximum - mirror.plus.minimum
    step = step_of(mirror.plus if part else mirror.gap, n, evidence.policy)
    numbers = blurred(paired(mean, spread, n), step, with_interval=n >= evidence.interval_from)
    if not part:
        numbers = float(evidence.as_shown(whose, mirror.series[0], period)[0].value), *numbers[1:]
    conclusion, detail = "", who
    if n >= evidence.interval_from:
        of_margin = margin * width / 100
        seen = Interval(mean, *(None if math.isnan(end) else end for end in numbers[1:]))
        conclusion = str(conclude(seen, paired(mean, spread, n, TWO_ONE_SIDED), of_margin).conclusion)
        detail = f"{who}; alike means within {of_margin:g} points"
    band = band_of(n, evidence.policy)
    return told(
        *(whose, mirror.series[0], "item_gap" if part else "scale_gap", (period, period), numbers, band, detail),
        part=part,
        conclusion=conclusion,
    )
