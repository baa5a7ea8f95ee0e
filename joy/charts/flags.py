"""What happened on a run chart: learning sets on the time axis, tests and notes as flags above the plot."""

from __future__ import annotations

from itertools import pairwise

import altair as alt

from joy.charts import dodge
from joy.charts.run_frame import Frame, Rows
from joy.charts.theme import NARROW, PHONE, Spec, at, layer, tooltip
from joy.charts.timeline import moments_of
from joy.charts.words import cells, instant, letter, number_or_none, text_width
from joy.findings import Control, Run


AnyFrame = Frame[Run | Control]

WIDE = 900  # px of plot for which flags are staggered on a screen that is no phone


def learning_sets(frame: AnyFrame) -> list[Spec]:
    """Learning sets: triangles that stand on the time axis, named beside where the name has room."""
    if not len(frame.run.sets):
        return []
    rows = _set_rows(frame)
    floor, mark = frame.height + frame.rail, frame.sizes.label * 0.8
    colour = frame.palette.accent
    triangle = {"type": "point", "shape": "triangle-up", "filled": True, "opacity": 1, "color": colour}
    name = {"type": "text", "align": "left", "baseline": "middle", "dx": mark * 0.9, "color": colour}
    tips = tooltip(text="Learning set", day="Date")
    names = layer(rows, name, x=frame.x, y=at(floor - mark * 0.75), text=alt.Text("text:N"))
    names["transform"] = [{"filter": "datum.room * width >= datum.need"}]
    return [layer(rows, triangle | {"size": mark**2}, x=frame.x, y=at(floor - mark * 0.55), tooltip=tips), names]


def _set_rows(frame: AnyFrame) -> Rows:
    ordered = frame.run.sets.sort_values("on_date")
    places = [frame.span.fraction(moment) for moment in moments_of(ordered, "on_date")]
    after = [right - left for left, right in pairwise(places)] + [1.0]
    return [
        {"moment": instant(day), "day": f"{day:%-d %B %Y}", "text": text, "room": room}
        | {"need": text_width(text, frame.sizes.label) + 2 * frame.sizes.label}
        for day, text, room in zip(ordered["on_date"], cells(ordered["label"]), after, strict=True)
    ]


def flags(frame: AnyFrame) -> list[Spec]:
    """Tests (numbers) and notes (letters) above the plot, each with a dotted line down; neighbours take two rows."""
    if not len(frame.run.flags):
        return []
    rows = _flag_rows(frame)
    palette, size = frame.palette, frame.sizes.label
    choose = [{"calculate": f"width < {NARROW} ? datum.phone : datum.wide", "as": "y"}]
    y, tips = alt.Y("y:Q", scale=None), tooltip(title="What", day="Started")
    dotted = {"type": "rule", "color": palette.common, "strokeDash": [1, 4], "strokeCap": "round", "strokeWidth": 1.2}
    ring = {"type": "point", "shape": "circle", "opacity": 1, "size": frame.flag**2 * 0.8, "strokeWidth": 1.5}
    centre = {"type": "text", "align": "center", "baseline": "middle", "fontSize": size, "fontWeight": 600}
    layers = [layer(rows, dotted, x=frame.x, y=y, y2=at(frame.height))]
    for kind, fill, ink in (("test", palette.ink, palette.surface), ("note", palette.surface, palette.ink)):
        own = [row for row in rows if row["kind"] == kind]
        coat = {"fill": fill, "stroke": palette.ink}
        layers += [layer(own, ring | coat, x=frame.x, y=y, tooltip=tips)] if own else []
        layers += [layer(own, centre | {"color": ink}, x=frame.x, y=y, text=alt.Text("sign:N"))] if own else []
    for one in layers:
        one["transform"] = choose
    # An unseen dot at the highest place keeps the picture's height the same whichever rows are used.
    top = min(row[layout] for row in rows for layout in ("phone", "wide")) - frame.flag / 2
    strut = layer([{}], {"type": "point", "opacity": 0, "size": 1}, x=at(0), y=at(top))
    return [strut, *layers, *_flag_titles(frame, rows)]


def _flag_rows(frame: AnyFrame) -> Rows:
    ordered = frame.run.flags.sort_values(["on_date", "number"])
    places = [frame.span.fraction(moment) for moment in moments_of(ordered, "on_date")]
    counts = [int(number_or_none(number) or 0) for number in ordered["number"]]
    step, base = frame.flag + 4, -frame.header - frame.flag / 2
    wide_base, phone_base = (base - room for room in frame.above)
    phone, wide = (dodge.stagger(places, (frame.flag + 4) / width) for width in (PHONE, WIDE))
    return [
        {"moment": instant(day), "day": f"{day:%-d %B %Y}", "title": title, "place": place}
        | {"kind": "note" if kind == "note" else "test", "sign": letter(count) if kind == "note" else str(count)}
        | {"phone": phone_base - step * low, "wide": wide_base - step * high}
        for day, title, kind, count, place, low, high in zip(
            ordered["on_date"], cells(ordered["title"]), cells(ordered["kind"]), counts, places, phone, wide,
            strict=True,
        )
    ]  # fmt: skip


def _flag_titles(frame: AnyFrame, rows: Rows) -> list[Spec]:
    """Short titles beside the flags where all of them have room at the width of the moment; else numbers only."""
    size = frame.sizes.label
    needs = [text_width(row["title"], size) + frame.flag for row in rows]
    enough = dodge.least_width([row["place"] for row in rows], needs, 1.0, frame.sizes.label * 5)
    if enough > 2 * WIDE:
        return []
    mark = {"type": "text", "align": "left", "baseline": "middle", "dx": frame.flag * 0.65, "color": frame.palette.ink}
    titles = layer(rows, mark, x=frame.x, y=alt.Y("wide:Q", scale=None), text=alt.Text("title:N"))
    titles["transform"] = [{"filter": f"width >= {max(enough, NARROW):.0f}"}]
    return [titles]
