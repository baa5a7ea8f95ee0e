"""One chart as a picture that explains itself: title, subtitle, and below it n, what is hidden and where it is from.

A drawing that is pasted somewhere loses the page around it, so everything it needs to be read stands inside.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from typing import Any

import vl_convert

from joy import charts
from joy.charts.palette import LIGHT
from joy.charts.theme import FONT
from joy.charts.words import wrap
from joy.exports.tables import Stamp
from joy.findings import Finding, Replies


VEGA_LITE = "6.1"  # the version that Altair 6.3 writes its charts for
WIDTH = 900  # px of the chart
MARGIN = 24.0  # px around everything
NOTE, LINE = 12, 17.0  # px of a note's letters, and from one line to the next
SCALE = 2.0  # so that letters stay sharp on a slide
SVG = "http://www.w3.org/2000/svg"
UNPRINTABLE = re.compile("[\x00-\x1f\x7f]")  # XML holds no such signs


def picture_svg(record: Finding, stamp: Stamp, replies: Replies | None = None) -> str:
    """Draw a record on white as SVG, with its notes and its stamp inside. Raises TypeError where nothing draws it."""
    look = charts.Look("light", "page")
    spec = charts.draw(record, look=look, with_title=True, width=WIDTH, replies=replies)
    return _framed(as_svg(spec), record, notes_inside(record, stamp))


def picture_png(record: Finding, stamp: Stamp, replies: Replies | None = None) -> bytes:
    """The same as PNG, at twice the size."""
    return bytes(vl_convert.svg_to_png(picture_svg(record, stamp, replies), scale=SCALE))


def as_svg(spec: dict[str, Any]) -> str:
    """Turn a chart's spec into SVG without asking any network."""
    return str(vl_convert.vegalite_to_svg(spec, vl_version=VEGA_LITE, allowed_base_urls=[]))


def notes_inside(record: Finding, stamp: Stamp) -> tuple[str, ...]:
    """What stands under a picture: the rule and n behind the finding, its caveats, the stamp."""
    return tuple(dict.fromkeys((*record.why[:2], *record.notes[:1], stamp.line)))


def size_of(drawn: str) -> tuple[float, float]:
    """Width and height of a drawing in px, as its first tag says."""
    first = drawn[: drawn.index(">")]
    wide, high = (re.search(rf' {side}="([0-9.]+)"', first) for side in ("width", "height"))
    if wide is None or high is None:
        raise AssertionError("a drawing without its size")
    return float(wide[1]), float(high[1])


def _framed(drawn: str, record: Finding, notes: Sequence[str]) -> str:
    """A drawing with a margin on white, a title for machines, and the notes below it."""
    wide, high = size_of(drawn)
    lines = [line for note in notes for line in wrap(note, wide, NOTE)]
    whole = high + LINE * (len(lines) + 1) + 2 * MARGIN
    below = "".join(_line(line, MARGIN + high + LINE * (number + 1.5)) for number, line in enumerate(lines))
    placed = drawn.replace("<svg ", f'<svg x="{MARGIN}" y="{MARGIN}" ', 1)
    return (
        f'<svg xmlns="{SVG}" width="{wide + 2 * MARGIN:.0f}" height="{whole:.0f}" role="img">'
        f"<title>{_plain(record.title)}</title><desc>{_plain(record.alt)}</desc>"
        f'<rect width="100%" height="100%" fill="{LIGHT.surface}"/>{placed}{below}</svg>'
    )


def _line(text: str, down: float) -> str:
    letters = f'font-family="{escape(FONT)}" font-size="{NOTE}" fill="{LIGHT.quiet}"'
    return f'<text x="{MARGIN}" y="{down:.1f}" {letters}>{_plain(text)}</text>'


def _plain(text: str) -> str:
    """A text as XML holds it: nothing in it is read as markup."""
    return escape(UNPRINTABLE.sub(" ", text))
