"""One chart as a picture that explains itself: title, subtitle, and below it n, what is hidden and where it is from.

A drawing that is pasted somewhere loses the page around it, so everything it needs to be read stands inside.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from xml.etree import ElementTree as Xml

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
NO_PICTURE = "This is a table; there is no picture of it."


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


def _framed(drawn: str, record: Finding, notes: Sequence[str]) -> str:
    """A drawing with a margin on white, a title for machines, and the notes below it."""
    Xml.register_namespace("", SVG)
    chart = Xml.fromstring(drawn)  # noqa: S314  our own drawing, made a moment ago
    wide, high = (float(chart.attrib[side]) for side in ("width", "height"))
    lines = [line for note in notes for line in wrap(note, wide, NOTE)]
    whole = high + LINE * (len(lines) + 1) + 2 * MARGIN
    size = {"width": f"{wide + 2 * MARGIN:.0f}", "height": f"{whole:.0f}", "role": "img"}
    framed = Xml.Element(f"{{{SVG}}}svg", size)
    _put(framed, "title", {}, record.title)
    _put(framed, "desc", {}, record.alt)
    _put(framed, "rect", {"width": "100%", "height": "100%", "fill": LIGHT.surface})
    chart.set("x", str(MARGIN))
    chart.set("y", str(MARGIN))
    framed.append(chart)
    letters = {"font-family": FONT, "font-size": str(NOTE), "fill": LIGHT.quiet, "x": str(MARGIN)}
    for number, line in enumerate(lines, start=1):
        _put(framed, "text", letters | {"y": f"{MARGIN + high + LINE * (number + 0.5):.1f}"}, line)
    return Xml.tostring(framed, encoding="unicode")


def _put(parent: Xml.Element, name: str, attributes: dict[str, str], text: str = "") -> None:
    Xml.SubElement(parent, f"{{{SVG}}}{name}", attributes).text = text
