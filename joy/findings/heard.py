"""Records of what people said and how things go together: themes, components of joy, differences and ties."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from joy.findings.records import Finding


@dataclass(frozen=True)
class Spans(Finding):
    """One number per row with its interval, all on one axis around nothing: differences, or correlations.

    `rows`: key text, label text, value, low, high number (missing where there is none), says text (in a few words),
    quiet text (what it rests on), verdict text (a `Verdict`: changed where it is told from nothing). `left` and `right`
    say what lies on either side of nothing. Within `margin` of it counts as alike; 0 draws no such band.
    """

    rows: pd.DataFrame = field(default_factory=pd.DataFrame)
    minimum: float = -1.0
    maximum: float = 1.0
    margin: float = 0.0
    left: str = ""
    right: str = ""
    heading: str = ""  # over the numbers in a table

    def table(self) -> pd.DataFrame:
        return self.rows


@dataclass(frozen=True)
class Themes(Finding):
    """How often each theme comes up in the remarks to one prompt, most often first.

    `rows`: label text (the theme), component text, low and high integer (the ends of its band), n text (the band).
    """

    rows: pd.DataFrame = field(default_factory=pd.DataFrame)

    def table(self) -> pd.DataFrame:
        return self.rows


@dataclass(frozen=True)
class ComponentCard:
    """One of the nine components of joy in work: what was measured, what teams tried, what people said."""

    number: int
    name: str
    measured: tuple[str, ...]
    tried: str
    said: tuple[str, ...]


@dataclass(frozen=True)
class Components(Finding):
    """The nine components in their order."""

    cards: tuple[ComponentCard, ...] = ()

    def table(self) -> pd.DataFrame:
        return pd.DataFrame(
            {
                "name": [card.name for card in self.cards],
                "measured": ["; ".join(card.measured) for card in self.cards],
                "tried": [card.tried for card in self.cards],
                "said": ["; ".join(card.said) for card in self.cards],
            }
        )
