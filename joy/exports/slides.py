"""A pack as PowerPoint: charts that can be edited, titles that are the findings, notes for whoever presents.

Words of users are written as plain runs of text: PowerPoint runs nothing in them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pandas as pd
from pptx import Presentation
from pptx.enum.text import MSO_ANCHOR
from pptx.util import Emu, Inches, Pt

from joy.charts.palette import LIGHT, colour_of, mark_of
from joy.exports.native import Box, describe, native_chart
from joy.exports.native_looks import FONT, one_line, rgb
from joy.exports.pack import Chart, Headlines, Method, Opening, Pack, Panel, Slide, Tell, Wall
from joy.exports.readable import readable
from joy.findings import WORDS, Tile, Verdict


WIDTH, HEIGHT = Inches(13.333), Inches(7.5)  # 16 to 9
LEFT, FULL = Inches(0.55), Inches(12.2)
TOP, BODY = Inches(1.75), Inches(5.05)
TITLE_ONLY = 5  # of python-pptx's own template: a real title, which screen readers and outlines find
PER_ROW = 4  # small charts beside each other
NARROWEST, WIDEST = 12, 26  # letters of a table's column; longer words wrap
SIZES = (18, 16, 14, 12, 11)  # points of the letters on page one: the largest with which a column fits
SMALLEST = 10
LETTER, LEADING = 0.53, 1.2  # an Arial letter is about half as wide as high; from line to line
LONG_NAME = 33  # letters of a team's name that stand in one line above its chart
TABLE_ROWS = 14  # of a record that has no chart; the workbook has them all


@dataclass(frozen=True)
class Written:
    """One paragraph: its words, and how they look."""

    text: str
    size: float = 16
    is_bold: bool = False
    colour: str = LIGHT.ink
    above: float = 4  # points of space before it


def slides(pack: Pack, tell: Tell) -> bytes:
    """Write a pack as a PowerPoint file; `tell` hears which slide is being made."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = WIDTH, HEIGHT
    properties = deck.core_properties
    properties.title, properties.author, properties.subject = pack.name, "Joy in Work", pack.stamp.line
    properties.last_modified_by = properties.keywords = ""
    for number, each in enumerate(pack.slides, start=1):
        tell((number - 1) / len(pack.slides), f"Slide {number} of {len(pack.slides)}")
        _slide(deck, each, pack, number)
    file = BytesIO()
    deck.save(file)
    return file.getvalue()


def _slide(deck: Any, each: Slide, pack: Pack, number: int) -> None:  # noqa: ANN401  python-pptx has no public types
    slide = deck.slides.add_slide(deck.slide_layouts[TITLE_ONLY])
    _title(slide, each.title)
    about = each.about if not isinstance(each, Method) else pack.name
    _text(slide, [Written(about, 13, colour=LIGHT.quiet)], (LEFT, Inches(0.3), Inches(10.2), Inches(0.35)))
    if pack.stamp.is_invented:
        badge = (Inches(11.05), Inches(0.3), Inches(1.75), Inches(0.35))
        _text(slide, [Written("Invented data", 12, is_bold=True, colour=LIGHT.neither)], badge)
    BODIES[type(each)](slide, each)
    foot = (LEFT, Inches(6.98), FULL, Inches(0.42))
    _text(slide, [Written(f"{number} · {pack.stamp.line}", 9, colour=LIGHT.quiet)], foot)
    slide.notes_slide.notes_text_frame.text = "\n".join(
        one_line(line) for line in (*each.notes, "", *(f"{what}: {said}" for what, said in pack.stamp.told()))
    )


def _opening(slide: Any, each: Opening) -> None:  # noqa: ANN401  as above
    columns = (
        (("Since the last board", (each.news,)), ("What teams learned", each.learned),
         ("What we cannot say", each.cannot_say)),
        (("The verdict", each.verdict), ("Decisions asked of you", each.decisions)),
    )  # fmt: skip
    size = next((size for size in SIZES if all(_high(column, size) <= BODY.pt for column in columns)), SMALLEST)
    for place, column in enumerate(columns):
        told = [line for heading, lines in column for line in _under(heading, lines, size)]
        _text(slide, told, (Emu(LEFT + place * Inches(6.25)), TOP, Inches(5.95), BODY))


def _high(column: Sequence[tuple[str, Sequence[str]]], size: int) -> float:
    """About how many points high the parts of a column of page one are with letters of this size."""
    per_line = Inches(5.95).pt / (LETTER * size)
    lines = sum(-(-len(line) // per_line) for _, told in column for line in told)
    gaps = sum(len(told) for _, told in column) * size / 3
    return lines * LEADING * size + gaps + len(column) * (LEADING * (size + 2) + size)


def _under(heading: str, lines: Sequence[str], size: int) -> list[Written]:
    head = Written(heading, size + 2, is_bold=True, colour=LIGHT.accent, above=size)
    return [head, *(Written(line, size, above=size / 3) for line in lines)]


def _headlines(slide: Any, each: Headlines) -> None:  # noqa: ANN401  as above
    width = FULL // max(len(each.tiles), 1)
    for place, tile in enumerate(each.tiles):
        left = Emu(LEFT + place * width)
        _text(slide, _tile(tile), (left, TOP, Emu(width - Inches(0.2)), Inches(2.5)))
    _table(slide, each.cohorts, (LEFT, Inches(4.0), FULL, Inches(2.4)), each.title)


def _tile(tile: Tile) -> list[Written]:
    change = f"{mark_of(tile.verdict)} {tile.change_text}" if tile.change_text else ""
    return [
        Written(tile.label, 15, is_bold=True),
        Written(tile.value_text or "–", 30, is_bold=True, colour=LIGHT.accent),
        Written(tile.unit, 12, colour=LIGHT.quiet),
        Written(change, 13, is_bold=True, colour=_ink(tile.verdict)),
        Written(" · ".join(filter(None, (tile.counts, tile.period))), 10, colour=LIGHT.quiet),
    ]


def _chart(slide: Any, each: Chart) -> None:  # noqa: ANN401  as above
    wide = Inches(8.0) if each.lines else FULL
    _text(slide, [Written(each.record.subtitle, 13, colour=LIGHT.quiet)], (LEFT, Inches(1.6), FULL, Inches(0.4)))
    box: Box = (LEFT, Inches(2.05), wide, Inches(4.75))
    if native_chart(slide.shapes, each.record, box) is None:
        _table_or_words(slide, each, box)
    if each.lines:
        size = 12 if len(each.lines) > 8 else 14  # noqa: PLR2004  what fits beside a chart
        told = [Written(each.heading, 15, is_bold=True, colour=LIGHT.accent)]
        told += [Written(line, size) for line in each.lines]
        _text(slide, told, (Inches(8.75), Inches(2.05), Inches(4.1), Inches(4.75)))


def _table_or_words(slide: Any, each: Chart, box: Box) -> None:  # noqa: ANN401  as above
    figures = readable(each.record)
    if each.record.verdict in {Verdict.HIDDEN, Verdict.NOT_ASKED} or figures.empty:
        told = (WORDS[each.record.verdict], each.record.instead, *each.record.why)
        _text(slide, [Written(line, 16, colour=LIGHT.quiet) for line in told if line], box)
        return
    _table(slide, figures.head(TABLE_ROWS), box, each.record.alt)


def _table(slide: Any, figures: pd.DataFrame, box: Box, alt: str) -> None:  # noqa: ANN401  as above
    if figures.empty:
        return
    frame = slide.shapes.add_table(len(figures) + 1, len(figures.columns), *box)
    describe(frame, alt)
    _quiet(frame.table, figures, box)
    rows = [list(figures.columns), *figures.astype(object).to_numpy().tolist()]
    for down, cells in enumerate(rows):
        for across, cell in enumerate(cells):
            place = frame.table.cell(down, across)
            place.text = one_line("" if pd.isna(cell) else cell)
            font = place.text_frame.paragraphs[0].font
            font.name, font.size, font.bold, font.color.rgb = FONT, Pt(10), down == 0, rgb(LIGHT.ink)
            place.margin_top = place.margin_bottom = Pt(2)


def _quiet(table: Any, figures: pd.DataFrame, box: Box) -> None:  # noqa: ANN401  as above
    """No coloured bands; columns as wide as their longest words ask."""
    table.horz_banding = False
    for cell in table.rows[0].cells:
        cell.fill.solid()
        cell.fill.fore_color.rgb = rgb(LIGHT.band)
    for row in list(table.rows)[1:]:
        for cell in row.cells:
            cell.fill.background()
    need = [
        min(max(NARROWEST, *(len(str(cell)) for cell in (name, *figures[name]))), WIDEST) for name in figures.columns
    ]
    for column, letters in zip(table.columns, need, strict=True):
        column.width = Emu(int(box[2] * letters / sum(need)))
    for row in table.rows:
        row.height = Inches(0.3)


def _wall(slide: Any, each: Wall) -> None:  # noqa: ANN401  as above
    _text(slide, [Written(each.subtitle, 13, colour=LIGHT.quiet)], (LEFT, Inches(1.6), FULL, Inches(0.4)))
    rows = max(2, -(-len(each.panels) // PER_ROW))  # a lone row is no higher than two would be
    width, height = Emu(FULL // PER_ROW), Emu(Inches(4.8) // rows)
    for place, panel in enumerate(each.panels):
        left = Emu(LEFT + (place % PER_ROW) * width)
        top = Emu(Inches(2.05) + (place // PER_ROW) * height)
        _panel(slide, panel, (left, top, Emu(width - Inches(0.12)), height))


def _panel(slide: Any, panel: Panel, box: Box) -> None:  # noqa: ANN401  as above
    left, top, width, height = box
    said = [
        Written(panel.label, 9 if len(panel.label) > LONG_NAME else 11, is_bold=True, above=0),
        Written(f"{mark_of(panel.verdict)} {panel.told}", 10, colour=_ink(panel.verdict), above=0),
    ]
    _text(slide, said, (left, top, width, Inches(0.5)))
    under = (left, Emu(top + Inches(0.42)), width, Emu(height - Inches(0.5)))
    native_chart(slide.shapes, panel.run, under, is_small=True)


def _method(slide: Any, each: Method) -> None:  # noqa: ANN401  as above
    _text(slide, [Written(line, 14, above=7) for line in each.lines], (LEFT, TOP, FULL, BODY))


def _title(slide: Any, words: str) -> None:  # noqa: ANN401  as above
    title = slide.shapes.title
    title.left, title.top, title.width, title.height = LEFT, Inches(0.62), FULL, Inches(0.95)
    _fill(title.text_frame, [Written(words, 26, is_bold=True, above=0)], MSO_ANCHOR.MIDDLE)


def _text(slide: Any, lines: Sequence[Written], box: Box) -> None:  # noqa: ANN401  as above
    shape = slide.shapes.add_textbox(*box)
    _fill(shape.text_frame, [line for line in lines if line.text], MSO_ANCHOR.TOP)


def _fill(frame: Any, lines: Sequence[Written], anchor: MSO_ANCHOR) -> None:  # noqa: ANN401  a text frame
    frame.word_wrap, frame.vertical_anchor = True, anchor
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    for number, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        paragraph.alignment = 1  # left
        paragraph.space_before = Pt(line.above if number else 0)
        run = paragraph.add_run()
        run.text = one_line(line.text)
        run.font.name, run.font.size, run.font.bold = FONT, Pt(line.size), line.is_bold
        run.font.color.rgb = rgb(line.colour)


def _ink(verdict: Verdict) -> str:
    """The colour of a verdict's words: only a signal has one."""
    colour = colour_of(verdict, LIGHT)
    return LIGHT.quiet if colour == LIGHT.common else colour


BODIES: dict[type[Any], Callable[[Any, Any], None]] = {
    Opening: _opening,
    Headlines: _headlines,
    Chart: _chart,
    Wall: _wall,
    Method: _method,
}
