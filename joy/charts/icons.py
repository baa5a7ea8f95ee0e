"""Our own icons for a series' latest point and for its target: told apart by shape first, colour second.

Drawn on a grid of 48 units with strokes of at least 4, so that they hold at 24 px. They are no copies of anybody's set.
"""

from __future__ import annotations

from joy.charts.palette import GLYPHS, HOLLOW, Palette, palette_of, shape_of, verdict_of
from joy.findings import Assurance, Variation


VARIATION_WORDS = {
    Variation.COMMON_CAUSE: "The latest point is within what is usual",
    Variation.IMPROVEMENT: "The latest point stands out, in the better direction",
    Variation.CONCERN: "The latest point stands out, in the worse direction",
    Variation.NEUTRAL_HIGH: "The latest point stands out, on the high side",
    Variation.NEUTRAL_LOW: "The latest point stands out, on the low side",
    Variation.NONE: "Too few points yet",
}
ASSURANCE_WORDS = {
    Assurance.PASS: "The aim is met but for rare chance, as things are",
    Assurance.FAIL: "The aim is missed but for rare chance, as things are",
    Assurance.HIT_OR_MISS: "The aim is met or missed by chance",
    Assurance.NONE: "No aim, or too few points yet",
}
ASSURANCE_GLYPHS = {Assurance.PASS: "✓", Assurance.FAIL: "✕", Assurance.HIT_OR_MISS: "?", Assurance.NONE: ""}

# Outlines, on the grid of 48. `{0}` is the icon's colour, `{1}` the ground's.
UP = '<path d="M24 4 45 42H3Z" fill="{0}" stroke="{0}" stroke-width="4" stroke-linejoin="round"/>'
DOWN = '<path d="M24 44 45 6H3Z" fill="{0}" stroke="{0}" stroke-width="4" stroke-linejoin="round"/>'
DIAMOND = '<path d="M24 3 45 24 24 45 3 24Z" fill="{0}" stroke="{0}" stroke-width="4" stroke-linejoin="round"/>'
RING = '<circle cx="24" cy="24" r="20" fill="none" stroke="{0}" stroke-width="4"/>'
DASHED = '<circle cx="24" cy="24" r="20" fill="none" stroke="{0}" stroke-width="4" stroke-dasharray="7 5.6"/>'
SQUARE = '<rect x="4" y="4" width="40" height="40" rx="4" fill="{0}" stroke="{0}" stroke-width="4"/>'
DISC = '<circle cx="24" cy="24" r="22" fill="{0}"/>'

ROUND = 'fill="none" stroke-linecap="round" stroke-linejoin="round"'


def _stroke(path: str, *, ink: int, wide: float = 5) -> str:
    return f'<path d="{path}" {ROUND} stroke="{{{ink}}}" stroke-width="{wide}"/>'


VARIATION_BODIES = {
    Variation.COMMON_CAUSE: RING + _stroke("M12 27 18 19 25 29 31 20 36 25", ink=0, wide=4.5),
    Variation.IMPROVEMENT: UP + _stroke("M24 20V36M16 28H32", ink=1),
    Variation.CONCERN: DOWN + _stroke("M24 12V24", ink=1) + _stroke("M24 32V32.2", ink=1, wide=6),
    Variation.NEUTRAL_HIGH: DIAMOND + _stroke("M24 34V14M15.5 22 24 13.5 32.5 22", ink=1),
    Variation.NEUTRAL_LOW: DIAMOND + _stroke("M24 14V34M15.5 26 24 34.5 32.5 26", ink=1),
    Variation.NONE: DASHED + _stroke("M15 24V24.2M24 24V24.2M33 24V24.2", ink=0, wide=5),
}
ASSURANCE_BODIES = {
    Assurance.PASS: DISC + _stroke("M13 25 21 33 35 16", ink=1, wide=6),
    Assurance.FAIL: SQUARE + _stroke("M15 15 33 33M33 15 15 33", ink=1, wide=6),
    Assurance.HIT_OR_MISS: RING
    + _stroke("M17.5 19A6.5 6.5 0 1 1 26 25Q24 26.5 24 29", ink=0)
    + _stroke("M24 35.5V35.7", ink=0, wide=6),
    Assurance.NONE: DASHED + _stroke("M17 24H31", ink=0, wide=5),
}


def variation_icon(state: Variation, *, mode: str = "light", size: int = 24, colours: str = "joy") -> str:
    """Draw the state of the latest point as SVG text, `size` px wide, with its meaning as title for screen readers."""
    palette = palette_of(mode, colours)
    colour = {
        Variation.IMPROVEMENT: palette.improvement,
        Variation.CONCERN: palette.concern,
        Variation.NEUTRAL_HIGH: palette.neither,
        Variation.NEUTRAL_LOW: palette.neither,
    }.get(state, palette.common)
    return _svg(VARIATION_BODIES[state].format(colour, palette.surface), VARIATION_WORDS[state], size)


def assurance_icon(state: Assurance, *, mode: str = "light", size: int = 24, colours: str = "joy") -> str:
    """Draw where the target lies against the limits as SVG text, `size` px wide, with its meaning as title."""
    palette: Palette = palette_of(mode, colours)
    colour = {Assurance.PASS: palette.improvement, Assurance.FAIL: palette.concern}.get(state, palette.common)
    return _svg(ASSURANCE_BODIES[state].format(colour, palette.surface), ASSURANCE_WORDS[state], size)


def variation_glyph(state: Variation) -> str:
    """The one letter that stands for a state where an icon has no room: ▲ ▼ ◆ ●, or ○ for too few points."""
    return HOLLOW if state is Variation.NONE else GLYPHS[shape_of(verdict_of(state))]


def assurance_glyph(state: Assurance) -> str:
    """The one letter for a target: ✓ ✕ ? or nothing."""
    return ASSURANCE_GLYPHS[state]


def _svg(body: str, title: str, size: int) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{size}" height="{size}" viewBox="0 0 48 48" role="img">'
        f"<title>{title}</title>{body}</svg>"
    )
