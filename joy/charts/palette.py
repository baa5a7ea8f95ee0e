"""The one list of what each colour and shape means, for light and dark pages.

Colour never speaks alone: every verdict that has a colour has a shape as well. Never red against green.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from joy.findings import Variation, Verdict


@dataclass(frozen=True)
class Palette:
    """The colours of one mode, as hex text. `surface` is what they must be told from (WCAG 2.2, 1.4.11: 3 to 1)."""

    surface: str
    ink: str  # words that matter
    quiet: str  # words that help
    improvement: str
    concern: str
    common: str  # common cause: lines, dots and everything without a signal
    neither: str  # a signal in an indicator without a good direction
    accent: str  # structure: learning sets, the live cohort, bars
    fill: str  # the body of a bar, always with its number beside it
    band: str  # shading behind data; carries no meaning alone
    hairline: str  # axes and tracks; carries no meaning alone
    most_negative: str  # answers, from one end of the scale to the other, always with words or numbers beside them
    negative: str
    neutral: str
    positive: str
    most_positive: str
    on_strong: str  # words on the two ends of the scale
    on_soft: str  # words on the two colours between
    on_neutral: str


# The light signal colours are those of NHS England's Making Data Count icons, darkened where they fell under 3 to 1.
LIGHT = Palette(
    surface="#ffffff",
    ink="#1b1b1b",
    quiet="#4c5862",
    improvement="#0072C6",
    concern="#C75300",
    common="#768692",
    neither="#8000C0",
    accent="#1F3A5F",
    fill="#b9c3ca",
    band="#eceff1",
    hairline="#d5dbe1",
    most_negative="#B35806",  # orange to blue: told apart without red and green (ColorBrewer, NHS blue)
    negative="#F1A340",
    neutral="#D8D8D8",
    positive="#80B1D3",
    most_positive="#005EB8",
    on_strong="#ffffff",
    on_soft="#1b1b1b",
    on_neutral="#1b1b1b",
)

# The same hues, lighter, so that they keep their contrast on a dark page (.streamlit/config.toml has the same values).
DARK = Palette(
    surface="#14191e",
    ink="#f0f3f5",
    quiet="#c3ccd4",
    improvement="#4BA3E3",
    concern="#F08C43",
    common="#9aa8b3",
    neither="#C07BEA",
    accent="#B4CBE6",
    fill="#55616b",
    band="#232b33",
    hairline="#3a454f",
    most_negative="#D9741A",
    negative="#F5C07A",
    neutral="#5d6a75",
    positive="#B3D3EA",
    most_positive="#4593DE",
    on_strong="#14191e",
    on_soft="#14191e",
    on_neutral="#f0f3f5",
)

# The dots that users of the NHS charts know. Blue and grey fall under 3 to 1 on white: a choice, never the default.
CLASSIC = {"improvement": "#00B0F0", "concern": "#E46C0A", "common": "#A6A6A6"}  # NHSRplotthedots 0.2.2

SHAPES = {
    Verdict.IMPROVED: "triangle-up",
    Verdict.WORSENED: "triangle-down",
    Verdict.CHANGED: "diamond",
}

RING = 1.3  # px
HOLLOW = "○"  # no verdict: too few points, not finished, not shown, not asked
NO_VERDICT = frozenset({Verdict.HIDDEN, Verdict.NOT_ASKED, Verdict.TOO_FEW, Verdict.BASELINE})
GLYPHS = {"triangle-up": "▲", "triangle-down": "▼", "diamond": "◆", "circle": "●"}

VERDICTS = {
    Variation.IMPROVEMENT: Verdict.IMPROVED,
    Variation.CONCERN: Verdict.WORSENED,
    Variation.NEUTRAL_HIGH: Verdict.CHANGED,
    Variation.NEUTRAL_LOW: Verdict.CHANGED,
}


def palette_of(mode: str, colours: str = "joy") -> Palette:
    """The colours for mode "light" or "dark"; `colours` is "joy" or "classic" (those of the NHS charts)."""
    own = DARK if mode == "dark" else LIGHT
    return replace(own, **CLASSIC) if colours == "classic" else own


def verdict_of(variation: str) -> Verdict:
    """The verdict that has the colour and shape of a point's variation."""
    return VERDICTS.get(Variation(variation), Verdict.NO_CHANGE)


def colour_of(verdict: Verdict, palette: Palette) -> str:
    """The colour of a verdict: only a signal is coloured, all else is common cause."""
    signals = {
        Verdict.IMPROVED: palette.improvement,
        Verdict.WORSENED: palette.concern,
        Verdict.CHANGED: palette.neither,
    }
    return signals.get(verdict, palette.common)


def shape_of(verdict: Verdict) -> str:
    """The Vega shape of a verdict: a circle unless there is a signal."""
    return SHAPES.get(verdict, "circle")


def hollow(mark: dict[str, Any], palette: Palette) -> dict[str, Any]:
    """The same mark as a ring: for a bound, whose place is no value."""
    body = {name: part for name, part in mark.items() if name != "color"}
    return body | {"filled": True, "fill": palette.surface, "stroke": mark["color"], "strokeWidth": RING}


def mark_of(verdict: Verdict) -> str:
    """The letter that stands for a verdict in front of its words, wherever they stand."""
    return HOLLOW if verdict in NO_VERDICT else GLYPHS[shape_of(verdict)]


def is_signal(verdict: Verdict) -> bool:
    """Whether a verdict says that something changed."""
    return verdict in SHAPES
