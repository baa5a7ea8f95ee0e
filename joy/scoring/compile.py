"""Turn instruments and indicators into two lookup tables: answer → points, and (answered, raw) → score."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from joy.definitions import Definitions, Indicator, Instrument
from joy.definitions.records import Favourable, Item, Scale


Scores = dict[tuple[int, int], float]


@dataclass(frozen=True)
class PointsRow:
    """What one option of one item earns, in whole points, reversed on the item's own range where the item is."""

    item_key: str
    code: int
    points: int


@dataclass(frozen=True)
class LookupRow:
    """The score of one combination of items answered and sum of points."""

    answered: int
    raw: int
    score: float
    is_favourable: bool


@dataclass(frozen=True)
class Series:
    """One indicator measured with one instrument version, ready to be applied."""

    indicator_id: str
    instrument: str
    points: tuple[PointsRow, ...]
    lookup: tuple[LookupRow, ...]


@dataclass(frozen=True)
class CompiledScale:
    """One scale as two tables: add up the points of the answers, then look up (how many, sum). No row: no score."""

    points: tuple[PointsRow, ...]
    scores: Mapping[tuple[int, int], float]


def compile_series(definitions: Definitions, *, licensed: frozenset[str] = frozenset()) -> tuple[Series, ...]:
    """Compile every indicator that is scored from answers, once per instrument version it may be measured with.

    Scores are in the indicator's unit. A combination absent from `lookup` (too few items answered, or an unknown code)
    is not scored: missing answers are never filled in, save by an instrument's own published rule. A value outside an
    item's options has no row in `points`. Instruments that need a licence of one's own are left out unless their
    id@version is in `licensed`. Formulae: joy.definitions.scales, each file's source; WHO-5 raw × 4, Topp et al. 2015,
    doi:10.1159/000376585. Checked against slow scorers that work response by response
    (tests/properties/test_scoring_properties.py and test_statistics_twice.py).
    """
    return tuple(
        _series(indicator, definitions.instruments[ref])
        for indicator in definitions.indicators.values()
        if indicator.measured.kind in {"scale", "item", "both"}
        for ref in indicator.measured.instruments
        if ref in licensed or not definitions.instruments[ref].needs_site_licence
    )


def compile_scale(scale: Scale, instrument: Instrument) -> CompiledScale:
    """Compile one scale of an instrument, with any of the seven transforms.

    Points are whole numbers, so sums of them are exact; every score is one correctly rounded division. Of a weighted
    mean of scales the points carry, beside the item's own, which part was answered (see `_packed`).
    """
    if scale.aggregate == "weighted_mean":
        return _packed(scale, instrument)
    points = tuple(row for key in scale.items for row in _points(scale, instrument.item(key), instrument))
    return CompiledScale(points, dict(_scores(scale, points)))


def _series(indicator: Indicator, instrument: Instrument) -> Series:
    if indicator.measured.kind == "both":
        return _both(indicator, instrument)
    scale = _scale_of(indicator, instrument)
    compiled = compile_scale(scale, instrument)
    good = _GoodScores(indicator.favourable, compiled.points, instrument)
    return Series(
        indicator_id=indicator.id,
        instrument=instrument.ref,
        points=compiled.points,
        lookup=tuple(
            LookupRow(answered, raw, score, good.holds(raw, score))
            for (answered, raw), score in compiled.scores.items()
        ),
    )


def _both(indicator: Indicator, instrument: Instrument) -> Series:
    """Both of two answers: each counts one where given, nothing otherwise; two of two is both."""
    wanted = indicator.measured.items
    points = tuple(
        PointsRow(key, option.code, int(option.code in codes))
        for key, codes in wanted.items()
        for option in instrument.options_of(key)
    )
    both = len(wanted)
    lookup = tuple(LookupRow(both, raw, float(raw == both), raw == both) for raw in range(both + 1))
    return Series(indicator.id, instrument.ref, points, lookup)


def _scale_of(indicator: Indicator, instrument: Instrument) -> Scale:
    """The indicator's scale; a single item is a scale of one."""
    measured = indicator.measured
    if measured.kind == "scale":
        return instrument.scale(str(measured.scale))
    key = measured.item or ""
    worths = [option.worth for option in instrument.options_of(key)]
    return Scale(id="single", items=(key,), aggregate="sum", minimum=min(worths), maximum=max(worths), min_answered=1)


def _points(scale: Scale, item: Item, instrument: Instrument) -> Iterator[PointsRow]:
    options = instrument.options_of(item.key)
    worths = [option.worth for option in options]
    is_turned = item.reverse if scale.reverse is None else item.key in scale.reverse
    for option in options:
        if scale.codes:
            points = int(option.code in scale.codes)
        else:
            points = min(worths) + max(worths) - option.worth if is_turned else option.worth
        yield PointsRow(item.key, option.code, points)


def _scores(scale: Scale, points: Sequence[PointsRow]) -> Iterator[tuple[tuple[int, int], float]]:
    for answered, raws in enumerate(_reachable({row.points for row in points}, len(scale.items))):
        if answered >= scale.min_answered:
            for raw in sorted(raws):
                score = _score(scale, answered, raw, points)
                if score is not None and (settled := _within(scale, score)) is not None:
                    yield (answered, raw), settled


def _reachable(points: set[int], items: int) -> Iterator[set[int]]:
    """The sums that 0, 1, 2 … answered items can have, if every item had every points value."""
    sums = {0}
    for _ in range(items + 1):
        yield sums
        sums = {total + more for total in sums for more in points}


def _score(scale: Scale, answered: int, raw: int, points: Sequence[PointsRow]) -> float | None:
    if scale.aggregate == "percent_in_set":
        return 100 * raw / answered
    if scale.table is not None:
        return scale.table.score(raw)
    if scale.transform == "pomp":
        low, high = min(row.points for row in points), max(row.points for row in points)
        return 100 * (raw - answered * low) / (answered * (high - low))
    if scale.aggregate == "mean":
        return scale.multiply * raw / (scale.divide * answered)
    # A sum: with every item answered the factor is one; else person_mean stands in for the missing ones.
    return scale.multiply * raw * len(scale.items) / (scale.divide * answered)


def _within(scale: Scale, score: float) -> float | None:
    """The score, free of binary dust at the ends of its range; None for a sum that no answers can have."""
    for end in (scale.minimum, scale.maximum):
        if math.isclose(score, end, rel_tol=1e-12, abs_tol=1e-12):
            return end
    return score if scale.minimum < score < scale.maximum else None


def _packed(scale: Scale, instrument: Instrument) -> CompiledScale:
    """A weighted mean of scales as one lookup.

    How many items of each part were answered matters, and (answered, raw) does not say it. So each answer earns
    1 + points × base, times base² for every part before its own: the sum then holds, digit by digit, the count and the
    sum of every part. Three parts of three items, two of them needed, make some ten thousand rows.
    """
    parts = [(part.weight, instrument.scale(part.scale)) for part in scale.parts]
    compiled = [compile_scale(part, instrument) for _, part in parts]
    base = 1 + max(
        row.points * len(part.items) for (_, part), c in zip(parts, compiled, strict=True) for row in c.points
    )
    base = max(base, 1 + max(len(part.items) for _, part in parts))
    place = base * base
    points = tuple(
        PointsRow(row.item_key, row.code, (1 + row.points * base) * place**position)
        for position, table in enumerate(compiled)
        for row in table.points
    )
    weights = [weight for weight, _ in parts]
    scores: Scores = {}
    for combination in product(*(table.scores.items() for table in compiled)):
        answered = sum(count for (count, _), _ in combination)
        raw = sum((count + total * base) * place**position for position, ((count, total), _) in enumerate(combination))
        total = sum(weight * score for weight, (_, score) in zip(weights, combination, strict=True))
        scores[answered, raw] = total / sum(weights)
    return CompiledScale(points, scores)


class _GoodScores:
    """The indicator's favourable rule, with option codes turned into the points they earn."""

    def __init__(self, rule: Favourable | None, points: Sequence[PointsRow], instrument: Instrument) -> None:
        self._rule = rule
        codes = rule.codes_for(instrument.ref) if rule else ()
        self._raws = {row.points for row in points if row.code in codes}

    def holds(self, raw: int, score: float) -> bool:
        rule = self._rule
        if rule is None:
            return False
        if rule.at_least is not None:
            return score >= rule.at_least
        if rule.at_most is not None:
            return score <= rule.at_most
        return raw in self._raws
