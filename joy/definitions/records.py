"""The frozen records that definition files become: instruments, indicators and what an indicator is made from.

A definition is checked once, here, at the door; everything behind it trusts what it is given.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from joy.definitions.base import Direction, DisclosureClass, Key, Record, Reviewed, Text
from joy.definitions.instruments import (
    Band,
    ChangeFigure,
    Instrument,
    Item,
    Licence,
    Norm,
    Option,
    ReliabilityFigure,
    Target,
)
from joy.definitions.scales import Part, Scale, ScoreTable


__all__ = [
    "Band",
    "ChangeFigure",
    "Definitions",
    "Direction",
    "DisclosureClass",
    "Favourable",
    "Indicator",
    "Instrument",
    "Item",
    "Key",
    "Licence",
    "Measured",
    "Norm",
    "Option",
    "Part",
    "Record",
    "ReliabilityFigure",
    "Reviewed",
    "Scale",
    "ScoreTable",
    "Target",
    "Text",
]


class Favourable(Record):
    """Which answers are counted: item codes, or scores from a cut upwards or downwards.

    They count as good where higher is better. Where lower is better, or neither, they are simply what is counted.
    """

    codes: tuple[int, ...] = ()
    codes_by_instrument: dict[str, tuple[int, ...]] = Field(default_factory=dict)
    at_least: float | None = None
    at_most: float | None = None

    def codes_for(self, instrument: str) -> tuple[int, ...]:
        """The codes that are counted in one instrument version."""
        return self.codes_by_instrument.get(instrument, self.codes)

    @model_validator(mode="after")
    def _one_rule(self) -> Favourable:
        if sum([bool(self.codes), self.at_least is not None, self.at_most is not None]) != 1:
            raise ValueError("give exactly one of codes, at_least, at_most")
        return self


NEEDS = {"tally": (), "scale": ("scale",), "item": ("item",), "gap": ("plus", "minus"), "both": ()}


class Measured(Record):
    """What an indicator is made from: a tally, a scale, one item, a gap of two indicators, or both of two answers.

    `kind = "both"` is the share of people who gave a certain answer to one item and a certain answer to another of the
    same questionnaire, as in `items = { hard_day = [1], worthwhile_day = [1] }`. Its n is the people who answered both
    items; those count whose two codes are both listed. It has no `favourable`, for `items` says what counts.
    """

    kind: Literal["tally", "scale", "item", "gap", "both"]
    instruments: tuple[Text, ...] = ()
    scale: Key | None = None
    item: Key | None = None
    items: dict[Key, tuple[int, ...]] = Field(default_factory=dict)
    minus: Key | None = None
    plus: Key | None = None

    @model_validator(mode="after")
    def _complete(self) -> Measured:
        missing = [name for name in NEEDS[self.kind] if getattr(self, name) is None]
        if missing:
            raise ValueError(f"a {self.kind} indicator needs {', '.join(missing)}")
        if self.kind != "gap" and not self.instruments:
            raise ValueError("name at least one instrument version, such as who5@1998")
        pair = [codes for codes in self.items.values() if codes]
        if (self.kind == "both") != (len(pair) == 2 == len(self.items)):  # noqa: PLR2004 - both means two
            raise ValueError("items holds two items with their codes, for kind both only")
        return self

    def keys_in(self, instrument: Instrument) -> tuple[str, ...]:
        """The items of one instrument version that the indicator rests on; none for a gap."""
        if self.kind == "scale":
            return instrument.scale(str(self.scale)).items
        if self.kind == "both":
            return tuple(self.items)
        return (self.item or instrument.items[0].key,) if self.instruments else ()


class Indicator(Reviewed):
    """A defined series: what is shown, in which unit and direction, how carefully, and in which role.

    `role`: an outcome is what the programme is for; a process measure shows whether the work towards it happens; a
    balancing measure shows what may be lost on the way. `lens` is set only for the parallel measures of the two
    relationships, which may stand on one axis; whom any other measure is about is its questionnaires' `target`.
    """

    id: Key
    name: Text
    question: Text
    role: Literal["outcome", "process", "balancing"] = "outcome"
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
        is_both = self.measured.kind == "both"
        if self.shows == "share" and (self.favourable is None) != is_both:
            raise ValueError("a share needs favourable: which answers count as good (kind both says it in items)")
        if is_both and self.shows != "share":
            raise ValueError("kind both is shown as a share")
        return self


class Definitions(Record):
    """Every instrument and indicator of the installation, loaded and checked together.

    `instruments` holds stubs too: they are listed, never asked.
    """

    instruments: dict[str, Instrument]
    indicators: dict[str, Indicator]

    @property
    def usable(self) -> dict[str, Instrument]:
        """The instruments that can be asked and scored; some need a licence of one's own first."""
        return {ref: instrument for ref, instrument in self.instruments.items() if instrument.usable}
