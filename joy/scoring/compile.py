"""Turn instruments and indicators into two lookup tables: answer → points, and (answered, raw) → score."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from joy.definitions import Definitions, Indicator, Instrument
from joy.definitions.records import Favourable, Item, Scale


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


def compile_series(definitions: Definitions) -> tuple[Series, ...]:
    """Compile every indicator that is scored from answers, once per instrument version it may be measured with.

    Scores are in the indicator's unit. A combination absent from `lookup` (too few items answered, or an unknown code)
    is not scored: missing answers are never imputed. A value outside an item's options has no row in `points`.
    Formulae: WHO-5 raw × 4, Topp et al. 2015, doi:10.1159/000376585; mean-scored sets as mean × multiply.
    Checked against a slow scorer that works response by response (tests/properties/test_scoring.py).
    """
    return tuple(
        _series(indicator, definitions.instruments[ref])
        for indicator in definitions.indicators.values()
        if indicator.measured.kind in {"scale", "item"}
        for ref in indicator.measured.instruments
    )


def _series(indicator: Indicator, instrument: Instrument) -> Series:
    scale = _scale_of(indicator, instrument)
    items = [instrument.item(key) for key in scale.items]
    return Series(
        indicator_id=indicator.id,
        instrument=instrument.ref,
        points=tuple(row for item in items for row in _points(item, instrument)),
        lookup=tuple(_lookup(scale, items, instrument, _GoodScores(indicator.favourable, items, instrument))),
    )


def _scale_of(indicator: Indicator, instrument: Instrument) -> Scale:
    """The indicator's scale; a single item is a scale of one."""
    measured = indicator.measured
    if measured.kind == "scale":
        return next(scale for scale in instrument.scales if scale.id == measured.scale)
    key = measured.item or ""
    worths = [option.worth for option in instrument.options_of(key)]
    return Scale(id="single", items=(key,), aggregate="sum", minimum=min(worths), maximum=max(worths), min_answered=1)


def _points(item: Item, instrument: Instrument) -> Iterator[PointsRow]:
    options = instrument.options_of(item.key)
    worths = [option.worth for option in options]
    for option in options:
        points = min(worths) + max(worths) - option.worth if item.reverse else option.worth
        yield PointsRow(item.key, option.code, points)


def _lookup(scale: Scale, items: list[Item], instrument: Instrument, good: _GoodScores) -> Iterator[LookupRow]:
    ranges = [[option.worth for option in instrument.options_of(item.key)] for item in items]
    low, high = min(min(r) for r in ranges), max(max(r) for r in ranges)
    for answered in range(scale.min_answered, len(items) + 1):
        for raw in range(answered * low, answered * high + 1):
            score = scale.multiply * (raw if scale.aggregate == "sum" else raw / answered)
            if scale.minimum <= score <= scale.maximum:
                yield LookupRow(answered, raw, score, good.holds(raw, score))


class _GoodScores:
    """The indicator's favourable rule, with option codes turned into the points they earn."""

    def __init__(self, rule: Favourable | None, items: list[Item], instrument: Instrument) -> None:
        self._rule = rule
        codes = rule.codes_for(instrument.ref) if rule else ()
        self._raws = {row.points for item in items for row in _points(item, instrument) if row.code in codes}

    def holds(self, raw: int, score: float) -> bool:
        rule = self._rule
        if rule is None:
            return False
        if rule.at_least is not None:
            return score >= rule.at_least
        if rule.at_most is not None:
            return score <= rule.at_most
        return raw in self._raws
