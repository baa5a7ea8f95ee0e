"""The one list of what each colour and shape means, for light and dark pages.

Colour never speaks alone: every verdict that has a colour has a shape as well. Never red against green.
"""

from __future__ import annotations

from dataclasses import dataclass

from joy.findings.records import Verdict


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
)

SHAPES = {
    Verdict.IMPROVED: "triangle-up",
    Verdict.WORSENED: "triangle-down",
    Verdict.CHANGED: "diamond",
}

GLYPHS = {"triangle-up": "▲", "triangle-down": "▼", "diamond": "◆", "circle": "●"}


def palette_of(mode: str) -> Palette:
    """The colours for mode "light" or "dark"."""
    return DARK if mode == "dark" else LIGHT


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


def is_signal(verdict: Verdict) -> bool:
    """Whether a verdict says that something changed."""
    return verdict in SHAPES
