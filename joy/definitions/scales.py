"""How the items of a questionnaire become a score, as data: seven transforms cover every instrument we know."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Literal

from pydantic import Field, model_validator

from joy.definitions.base import Direction, Key, Record


class ScoreTable(Record):
    """A published table from raw sums to scores: `values[0]` belongs to the raw sum `first`, and so on by ones."""

    first: int
    values: tuple[float, ...] = Field(min_length=2)

    @model_validator(mode="after")
    def _rising(self) -> ScoreTable:
        if any(after <= before for before, after in pairwise(self.values)):
            raise ValueError("the values of a score table must rise")
        return self

    def score(self, raw: int) -> float | None:
        """The score of a raw sum; None outside the table."""
        place = raw - self.first
        return self.values[place] if 0 <= place < len(self.values) else None


class Part(Record):
    """One scale inside a weighted mean of scales."""

    scale: Key
    weight: float = Field(default=1.0, gt=0)


class Scale(Record):
    """Items scored together, one score per person within `minimum`..`maximum`.

    The seven transforms: `aggregate` mean; sum; sum or mean with `multiply` and `divide`; `transform = "pomp"`, the
    percent of the possible range, 100 × (score − lowest) / (highest − lowest); `transform = "lookup"` with `table`,
    complete answers only; `aggregate = "weighted_mean"` of the scales in `parts`, each with its own `min_answered`;
    `aggregate = "percent_in_set"`, the percent of the answered items whose code is in `codes`.

    `reverse` names the items to be turned in this scale; without it the items' own flags hold. An item is turned on its
    own range. With fewer than `min_answered` items there is no score. Missing answers are never filled in, save where
    the source says so: `missing_rule = "person_mean"` gives a sum the mean of the person's other answers.
    `verified = false` marks a scale whose items were not checked against the published form: no indicator uses it.
    """

    id: Key
    name: str = ""
    items: tuple[Key, ...] = Field(min_length=1)
    aggregate: Literal["sum", "mean", "percent_in_set", "weighted_mean"]
    transform: Literal["none", "pomp", "lookup"] = "none"
    multiply: float = Field(default=1.0, gt=0)
    divide: float = Field(default=1.0, gt=0)
    minimum: float
    maximum: float
    min_answered: int = Field(ge=1)
    missing_rule: Literal["none", "person_mean"] = "none"
    reverse: tuple[Key, ...] | None = None
    codes: tuple[int, ...] = ()
    table: ScoreTable | None = None
    parts: tuple[Part, ...] = ()
    direction: Direction = Direction.HIGHER_IS_BETTER
    verified: bool = True

    @model_validator(mode="after")
    def _sensible(self) -> Scale:
        faults = list(self._faults())
        if faults:
            raise ValueError("; ".join(faults))
        return self

    def _faults(self) -> Iterator[str]:
        if self.min_answered > len(self.items):
            yield f"min_answered {self.min_answered} exceeds its {len(self.items)} items"
        is_partial = self.min_answered < len(self.items)
        if self.aggregate == "sum" and is_partial and self.missing_rule == "none":
            yield "a sum needs every item answered; use mean, min_answered = all items, or the source's missing_rule"
        if self.missing_rule == "person_mean" and self.aggregate != "sum":
            yield "missing_rule person_mean is for sums; a mean is over the items answered anyway"
        if self.minimum >= self.maximum:
            yield "minimum must lie below maximum"
        if len(set(self.items)) < len(self.items):
            yield "an item is listed twice"
        if set(self.reverse or ()) - set(self.items):
            yield "reverse names an item that is not in the scale"
        yield from self._mismatches(is_partial)

    def _mismatches(self, is_partial: bool) -> Iterator[str]:
        """Fields that must come together, or not at all."""
        if (self.transform == "lookup") != (self.table is not None):
            yield "a lookup needs its table, and nothing else has one"
        if self.transform == "lookup" and (self.aggregate != "sum" or is_partial):
            yield "a lookup takes a sum of complete answers only"
        if (self.aggregate == "percent_in_set") != bool(self.codes):
            yield "percent_in_set needs codes, and nothing else has them"
        if (self.aggregate == "weighted_mean") != bool(self.parts):
            yield "a weighted mean needs parts, and nothing else has them"
        has_factor = self.multiply != 1 or self.divide != 1
        if has_factor and (self.transform != "none" or self.aggregate in {"percent_in_set", "weighted_mean"}):
            yield "multiply and divide belong to plain sums and means only"
        if self.transform != "none" and self.aggregate in {"percent_in_set", "weighted_mean"}:
            yield f"a {self.aggregate} takes no transform"
