"""The frozen records that definition files become: instruments, indicators and the policy.

A definition is checked once, here, at the door; everything behind it trusts what it is given.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator


Text = Annotated[str, Field(min_length=1)]
Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]


class Record(BaseModel):
    """A frozen record that refuses fields it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Direction(StrEnum):
    """Which way an indicator should move; neutral is a first-class answer."""

    HIGHER_IS_BETTER = "higher_is_better"
    LOWER_IS_BETTER = "lower_is_better"
    NEUTRAL = "neutral"


class DisclosureClass(StrEnum):
    """How carefully an indicator's figures must be shown (data/policy.toml has the numbers)."""

    PULSE = "pulse"
    SURVEY = "survey"
    SENSITIVE = "sensitive"
    WORKFORCE = "workforce"


class Option(Record):
    """One allowed reply: its code, our label, and the points it earns (the code unless said)."""

    code: int
    label: Text
    points: int | None = None

    @property
    def worth(self) -> int:
        return self.code if self.points is None else self.points


class Licence(Record):
    """On what terms an instrument may be used, and whether its wording may be shipped."""

    status: Literal["ours", "open", "non_commercial", "ask", "paid"]
    ship_wording: bool
    attribution: Text
    checked: date


class Item(Record):
    """One question: its key, our short label, its options; wording only where we may ship it."""

    key: Key
    label: Text
    options: Key
    reverse: bool = False
    text: str | None = None


class Scale(Record):
    """Items scored together. score = multiply × (sum or mean of points), within minimum..maximum."""

    id: Key
    items: tuple[Key, ...] = Field(min_length=1)
    aggregate: Literal["sum", "mean"]
    multiply: float = 1.0
    minimum: float
    maximum: float
    min_answered: int = Field(ge=1)

    @model_validator(mode="after")
    def _sensible(self) -> Scale:
        if self.min_answered > len(self.items):
            raise ValueError(f"min_answered {self.min_answered} exceeds its {len(self.items)} items")
        if self.aggregate == "sum" and self.min_answered < len(self.items):
            raise ValueError("a sum needs every item answered; use mean or min_answered = all items")
        if self.minimum >= self.maximum:
            raise ValueError("minimum must lie below maximum")
        return self


class Reviewed(Record):
    """What every definition owes its reader: where it comes from and who looks after it."""

    source: Text
    owner: Text
    next_review: date


class Instrument(Reviewed):
    """A questionnaire as published: items, response options, scoring, licence and source."""

    id: Key
    version: Text
    name: Text
    target: Literal["self", "colleagues", "service_users", "staff"]
    rater: Literal["staff", "service_user"]
    recall_days: int | None = None
    licence: Licence
    options: dict[Key, tuple[Option, ...]]
    items: tuple[Item, ...] = Field(min_length=1)
    scales: tuple[Scale, ...] = ()
    note: str = ""

    @property
    def ref(self) -> str:
        """The name that answers carry: instrument@version."""
        return f"{self.id}@{self.version}"

    @model_validator(mode="after")
    def _joined_up(self) -> Instrument:
        keys = [item.key for item in self.items]
        faults = [f"item {key} appears twice" for key in {k for k in keys if keys.count(k) > 1}]
        faults += [
            f"item {i.key} uses unknown options {i.options}" for i in self.items if i.options not in self.options
        ]
        faults += [f"scale {s.id} uses unknown item {k}" for s in self.scales for k in s.items if k not in keys]
        if not self.licence.ship_wording:
            faults += [f"item {i.key} carries wording its licence does not let us ship" for i in self.items if i.text]
        if faults:
            raise ValueError("; ".join(faults))
        return self

    def item(self, key: str) -> Item:
        return next(item for item in self.items if item.key == key)

    def options_of(self, key: str) -> tuple[Option, ...]:
        return self.options[self.item(key).options]


class Favourable(Record):
    """Which answers count as good: item codes, or scores from a cut upwards or downwards."""

    codes: tuple[int, ...] = ()
    codes_by_instrument: dict[str, tuple[int, ...]] = Field(default_factory=dict)
    at_least: float | None = None
    at_most: float | None = None

    def codes_for(self, instrument: str) -> tuple[int, ...]:
        """The codes that count as good in one instrument version."""
        return self.codes_by_instrument.get(instrument, self.codes)

    @model_validator(mode="after")
    def _one_rule(self) -> Favourable:
        if sum([bool(self.codes), self.at_least is not None, self.at_most is not None]) != 1:
            raise ValueError("give exactly one of codes, at_least, at_most")
        return self


class Measured(Record):
    """What an indicator is made from: a tally, a scale, one item, or a gap of two indicators."""

    kind: Literal["tally", "scale", "item", "gap"]
    instruments: tuple[Text, ...] = ()
    scale: Key | None = None
    item: Key | None = None
    minus: Key | None = None
    plus: Key | None = None

    @model_validator(mode="after")
    def _complete(self) -> Measured:
        needed = {"tally": (), "scale": ("scale",), "item": ("item",), "gap": ("plus", "minus")}[self.kind]
        missing = [name for name in needed if getattr(self, name) is None]
        if missing:
            raise ValueError(f"a {self.kind} indicator needs {', '.join(missing)}")
        if self.kind != "gap" and not self.instruments:
            raise ValueError("name at least one instrument version, such as who5@1998")
        return self


class Indicator(Reviewed):
    """A defined series: what is shown, in which unit and direction, and how carefully."""

    id: Key
    name: Text
    question: Text
    shows: Literal["share", "mean"]
    unit: Text
    direction: Direction
    measured: Measured
    favourable: Favourable | None = None
    disclosure_class: DisclosureClass
    counts: Literal["answers", "people"]
    lens: Literal["colleagues", "service_users", "none"] = "none"
    minimum: float
    maximum: float
    order: int = 100
    headline: bool = False
    why: Text
    caveats: tuple[Text, ...] = ()
    checked_by: Text

    @model_validator(mode="after")
    def _cut_known(self) -> Indicator:
        if self.shows == "share" and self.favourable is None:
            raise ValueError("a share needs favourable: which answers count as good")
        return self


class Definitions(Record):
    """Every instrument and indicator of the installation, loaded and checked together."""

    instruments: dict[str, Instrument]
    indicators: dict[str, Indicator]
