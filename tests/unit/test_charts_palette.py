"""Colours can be told from the page and words can be read, by the WCAG 2.2 formula; signals are never red or green."""

from __future__ import annotations

import colorsys

import pytest

from joy.charts.palette import DARK, LIGHT, SHAPES, palette_of
from joy.findings.records import Verdict


GRAPHICS = ["improvement", "concern", "common", "neither", "accent"]
PALETTES = {"light": LIGHT, "dark": DARK}


def channels(colour):
    return [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]


def luminance(colour):
    """Relative luminance as WCAG 2.2 defines it."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels(colour)]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_formula_gives_the_published_contrasts():
    """The formula in this file gives 21 for black on white and 4.48 for #777777 on white, as WCAG's examples do."""
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize("mode", PALETTES)
@pytest.mark.parametrize("name", GRAPHICS)
def test_marks_can_be_told_from_the_page_and_from_the_baseline_band(mode, name):
    """Every colour with a meaning has 3 to 1 against the page and against the shaded baseline."""
    palette = PALETTES[mode]

    assert contrast(getattr(palette, name), palette.surface) >= 3
    assert contrast(getattr(palette, name), palette.band) >= 3


@pytest.mark.parametrize("mode", PALETTES)
@pytest.mark.parametrize("name", ["ink", "quiet", "improvement", "concern", "neither", "accent"])
def test_words_can_be_read(mode, name):
    """Every colour that words are set in has 4.5 to 1 against the page."""
    palette = PALETTES[mode]

    assert contrast(getattr(palette, name), palette.surface) >= 4.5


@pytest.mark.parametrize("mode", PALETTES)
@pytest.mark.parametrize("name", ["improvement", "concern", "neither"])
def test_no_signal_is_red_or_green(mode, name):
    """Signal colours lie outside the hues of red (within 15 degrees) and green (75 to 165 degrees)."""
    hue = colorsys.rgb_to_hsv(*channels(getattr(PALETTES[mode], name)))[0] * 360

    assert 15 < hue < 345
    assert not 75 <= hue <= 165


def test_every_signal_has_a_shape_of_its_own():
    """Colour is never alone: improvement, concern and neither differ in shape from each other and from a dot."""
    assert set(SHAPES) == {Verdict.IMPROVED, Verdict.WORSENED, Verdict.CHANGED}
    assert len({*SHAPES.values(), "circle"}) == 4


@pytest.mark.parametrize("mode", PALETTES)
def test_numbers_on_bars_can_be_read(mode):
    """Words on every colour of an answer have 4.5 to 1 against it."""
    palette = PALETTES[mode]
    pairs = [
        (palette.most_negative, palette.on_strong),
        (palette.negative, palette.on_soft),
        (palette.neutral, palette.on_neutral),
        (palette.positive, palette.on_soft),
        (palette.most_positive, palette.on_strong),
    ]

    assert min(contrast(*pair) for pair in pairs) >= 4.5


@pytest.mark.parametrize("mode", PALETTES)
def test_ends_of_the_answer_scale_can_be_told_from_the_page(mode):
    """Both ends of the scale have 3 to 1 against the page, and neighbours on a side 1.5 to 1 against each other."""
    palette = PALETTES[mode]

    assert contrast(palette.most_negative, palette.surface) >= 3
    assert contrast(palette.most_positive, palette.surface) >= 3
    assert contrast(palette.most_negative, palette.negative) >= 1.5
    assert contrast(palette.most_positive, palette.positive) >= 1.5


def test_classic_colours_are_a_choice_and_never_the_default():
    """Without asking, charts have our colours; asking changes the three of the NHS charts and nothing else."""
    classic = palette_of("light", "classic")

    assert palette_of("light") == LIGHT
    assert (classic.improvement, classic.concern, classic.common) == ("#00B0F0", "#E46C0A", "#A6A6A6")
    assert classic.ink == LIGHT.ink
