"""Every team of every cohort as a tiny line with its shape: the whole programme on one screen.

A team is one mark per kind (its line is one path), so a thousand teams are a thousand rows and not thirty thousand.
Patches are placed by expressions, so that as many stand in a row as the page has room for.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan
from typing import Any

import altair as alt
import pandas as pd

from joy.charts.palette import NO_VERDICT, Palette, colour_of, is_signal, shape_of
from joy.charts.theme import Look, Spec, finish, layer, tooltip
from joy.charts.words import instant
from joy.findings.quilt import Quilt
from joy.findings.records import Verdict
from joy.frames import Row, each


SELECTION = "team"  # the name under which a click on a patch is told
NO_LINE = frozenset({Verdict.HIDDEN, Verdict.NOT_ASKED})
DASH = 0.05  # how wide a lone point is drawn, in units of the path
TINT = 0.14  # how much of a signal's colour its patch takes
SMALLEST = 1e-9  # a scale of no height


@dataclass(frozen=True)
class Patch:
    """One team's place: the number of its cohort, its number there, and what may be said of it."""

    cohort: int
    number: int
    key: str
    verdict: Verdict

    def at(self, u: float = 0, v: float = 0, **more: Any) -> dict[str, Any]:  # noqa: ANN401  fields of any type
        """A row of data at px `u` and `v` within the patch."""
        return {"g": self.cohort, "i": self.number, "u": u, "v": v, **more}


@dataclass(frozen=True)
class Measures:
    """The measures of a patch in px."""

    look: Look

    @property
    def size(self) -> int:
        return self.look.sizes.label

    @property
    def width(self) -> int:
        return round(self.size * 6.2)

    @property
    def height(self) -> int:
        return round(self.size * 3.1)

    @property
    def gap(self) -> int:
        return round(self.size * 0.55)

    @property
    def head(self) -> int:
        """A cohort's name and what is said of it."""
        return round(self.size * 3.1)

    @property
    def line(self) -> int:
        """How wide a path is drawn; it lies in a square of two units each way."""
        return self.width - 2 * self.size

    @property
    def tall(self) -> float:
        """Half the height that lines use, in the units of their paths."""
        return (self.height - self.size) / self.line


def quilt(record: Quilt, look: Look, *, with_title: bool = False, width: int | None = None) -> Spec:
    """Draw every team in the order given, cohort by cohort; one transparent patch per team can be clicked.

    A click is told as the selection `team` with the fields `key` and `cohort`.
    """
    measures = Measures(look)
    patches = _patches(record)
    layers = [
        _grounds(measures, patches),
        *_lines(record, measures, patches),
        *_bounds(record, measures, patches),
        *_shapes(measures, patches),
        *_heads(record, measures),
        _clickable(record, patches),
    ]
    place = _place(record, measures)
    for one in layers:
        one["transform"] = place
    params = _params(record, measures)
    return finish(layers, record, look, height=1, with_title=with_title, width=width, params=params)


def _params(record: Quilt, measures: Measures) -> list[Spec]:
    """How many patches fit beside each other, and where each cohort begins."""
    across = measures.width + measures.gap
    params = [{"name": "cols", "expr": f"max(1, floor((width + {measures.gap}) / {across}))"}]
    counts, above = record.teams.groupby("cohort_id").size(), "0"
    for number, cohort_id in enumerate(record.cohorts["cohort_id"]):
        params.append({"name": f"top{number}", "expr": above})
        rows = f"ceil({int(counts.get(cohort_id, 0))} / cols)"
        above = f"top{number} + {measures.head} + {rows} * {measures.height + measures.gap} + {measures.size}"
    return params


def _place(record: Quilt, measures: Measures) -> list[Spec]:
    """Turn cohort `g`, number in it `i` and px within the patch (`u`, `v`) into px of the whole picture.

    A name over a cohort has no number: `i` is -1.
    """
    across, down = measures.width + measures.gap, measures.height + measures.gap
    tops = f"[{','.join(f'top{number}' for number in range(len(record.cohorts)))}]"
    below = f"(datum.i < 0 ? 0 : {measures.head} + floor(datum.i / cols) * {down})"
    return [
        {"calculate": f"(datum.i < 0 ? 0 : (datum.i % cols) * {across}) + datum.u", "as": "x"},
        {"calculate": f"{tops}[datum.g] + {below} + datum.v", "as": "y"},
        {"calculate": f"datum.x + {measures.width}", "as": "right"},
        {"calculate": f"datum.y + {measures.height}", "as": "foot"},
    ]


def _patches(record: Quilt) -> list[Patch]:
    """Where each team lies and what it is."""
    order = {cohort_id: number for number, cohort_id in enumerate(record.cohorts["cohort_id"])}
    placed = dict.fromkeys(order, 0)
    patches = []
    for team in each(record.teams):
        patches.append(Patch(order[team.cohort_id], placed[team.cohort_id], str(team.key), Verdict(team.verdict)))
        placed[team.cohort_id] += 1
    return patches


def _grounds(measures: Measures, patches: list[Patch]) -> Spec:
    """The patches themselves: tinted where there is a signal, an empty outline where nothing is shown."""
    palette = measures.look.palette
    rows = []
    for patch in patches:
        is_found, is_empty = is_signal(patch.verdict), patch.verdict in NO_LINE
        fill = colour_of(patch.verdict, palette) if is_found else palette.band
        tint = TINT if is_found else 0.0 if is_empty else 1.0
        stroke = colour_of(patch.verdict, palette) if is_found else palette.hairline
        rows.append(patch.at(fill=fill, tint=tint, stroke=stroke))
    coat = {
        "fill": alt.Fill("fill:N", scale=None),
        "fillOpacity": alt.FillOpacity("tint:Q", scale=None),
        "stroke": alt.Stroke("stroke:N", scale=None),
    }
    return layer(rows, {"type": "rect", "cornerRadius": 3, "strokeWidth": 1}, **_box(), **coat)


def _lines(record: Quilt, measures: Measures, patches: list[Patch]) -> list[Spec]:
    """Each team's weeks as one path, coloured only where there is a signal."""
    paths, palette = _paths(record, measures), measures.look.palette
    middle = {"u": measures.size / 2 + measures.line / 2, "v": measures.height / 2}
    rows = [
        patch.at(**middle, path=paths[patch.key], colour=_colour(patch, palette))
        for patch in patches
        if paths.get(patch.key)
    ]
    mark = {
        "type": "point", "filled": False, "size": measures.line**2, "opacity": 1,
        "strokeWidth": measures.look.sizes.line * 0.8, "strokeCap": "round", "strokeJoin": "round",
    }  # fmt: skip
    shape = alt.Shape("path:N", scale=None)
    return [layer(rows, mark, **_xy(), shape=shape, stroke=alt.Stroke("colour:N", scale=None))] if rows else []


def _bounds(record: Quilt, measures: Measures, patches: list[Patch]) -> list[Spec]:
    """A small ring where a point is but a bound, so that nobody reads its place as a value."""
    if "is_bound" not in record.points or not record.points["is_bound"].any():
        return []
    bounded = _placed(record, measures)[record.points["is_bound"].to_numpy(dtype="bool")].dropna(subset=["y"])
    of, palette, half = {patch.key: patch for patch in patches}, measures.look.palette, measures.line / 2
    middle = measures.size / 2 + half, measures.height / 2
    rows = [
        of[row.key].at(u=round(middle[0] + row.x * half, 1), v=round(middle[1] + row.y * half, 1),
                       colour=_colour(of[row.key], palette))
        for row in each(bounded)
    ]  # fmt: skip
    mark = {
        "type": "point", "shape": "circle", "filled": True, "size": (measures.size * 0.34) ** 2, "opacity": 1,
        "fill": palette.surface, "strokeWidth": measures.look.sizes.line * 0.6,
    }  # fmt: skip
    return [layer(rows, mark, **_xy(), stroke=alt.Stroke("colour:N", scale=None))] if rows else []


def _shapes(measures: Measures, patches: list[Patch]) -> list[Spec]:
    """The shape of each verdict at the right of its line: full where it can be judged, a ring where it cannot."""
    palette, size = measures.look.palette, measures.size
    spot = {"u": measures.width - size * 0.85, "v": measures.height / 2}
    full = [patch for patch in patches if patch.verdict not in NO_VERDICT]
    rings = [patch for patch in patches if patch.verdict in NO_VERDICT]
    mark = {"type": "point", "size": (size * 0.72) ** 2, "opacity": 1}
    layers = []
    if full:
        rows = [patch.at(**spot, shape=shape_of(patch.verdict), colour=_colour(patch, palette)) for patch in full]
        coat = {"shape": alt.Shape("shape:N", scale=None), "color": alt.Color("colour:N", scale=None)}
        layers.append(layer(rows, mark | {"filled": True}, **_xy(), **coat))
    if rings:
        ring = mark | {"filled": False, "stroke": palette.common, "strokeWidth": 1.4, "shape": "circle"}
        layers.append(layer([patch.at(**spot) for patch in rings], ring, **_xy()))
    return layers


def _heads(record: Quilt, measures: Measures) -> list[Spec]:
    """Each cohort's name, and under it what its teams did, counted."""
    palette, size = measures.look.palette, measures.size
    names = [
        {"g": number, "i": -1, "u": 0, "v": size * 0.6, "text": name}
        for number, name in enumerate(record.cohorts["name"])
    ]
    said = [row | {"v": size * 1.95, "text": text} for row, text in zip(names, record.cohorts["said"], strict=True)]
    mark = {"type": "text", "align": "left", "baseline": "middle"}
    text = alt.Text("text:N")
    return [
        layer(names, mark | {"fontWeight": 600}, **_xy(), text=text),
        layer(said, mark | {"color": palette.quiet}, **_xy(), text=text),
    ]


def _clickable(record: Quilt, patches: list[Patch]) -> Spec:
    """What answers to pointing and clicking: on top of everything, and unseen."""
    names = dict(zip(record.cohorts["cohort_id"], record.cohorts["name"], strict=True))
    rows = [
        patch.at(
            key=patch.key, cohort=team.cohort_id, team=team.label, of=names[team.cohort_id],
            verdict=team.told, weeks=_weeks(team),
        )
        for patch, team in zip(patches, each(record.teams), strict=True)
    ]  # fmt: skip
    tips = tooltip(team="Team", of="Cohort", verdict="Good days", weeks="Points")
    mark = {"type": "rect", "fillOpacity": 0, "strokeOpacity": 0, "opacity": 0, "cursor": "pointer"}
    one = layer(rows, mark, **_box(), tooltip=tips)
    select = {"type": "point", "fields": ["key", "cohort"], "on": "click", "toggle": False}
    return one | {"params": [{"name": SELECTION, "select": select}]}


def _weeks(team: Row) -> str:
    return f"{team.shown} {team.step}{'s' * (team.shown != 1)}" if team.shown else ""


def _colour(patch: Patch, palette: Palette) -> str:
    return colour_of(patch.verdict, palette)


def _xy() -> Spec:
    return {"x": alt.X("x:Q", scale=None, axis=None), "y": alt.Y("y:Q", scale=None, axis=None)}


def _box() -> Spec:
    return _xy() | {"x2": alt.X2("right:Q"), "y2": alt.Y2("foot:Q")}


def _paths(record: Quilt, measures: Measures) -> dict[str, str]:
    """Each team's line as an SVG path: across as its cohort's time goes, up as the one scale of all goes."""
    if record.points.empty:
        return {}
    placed = _placed(record, measures)
    return {str(key): path_of(own["x"].tolist(), own["y"].tolist()) for key, own in placed.groupby("key", sort=False)}


def _placed(record: Quilt, measures: Measures) -> pd.DataFrame:
    """Each point in the units of its team's path: key, x, y (missing where nothing is shown)."""
    points = record.points
    cohort = points["key"].map(dict(zip(record.teams["key"], record.teams["cohort_id"], strict=True)))
    moments = points["start"].map(instant)
    first, last = (moments.groupby(cohort).transform(end) for end in ("min", "max"))
    span = max(record.maximum - record.minimum, SMALLEST)
    return pd.DataFrame(
        {
            "key": points["key"],
            "x": 2 * (moments - first) / (last - first).clip(lower=1) - 1,
            "y": measures.tall * (1 - 2 * (points["value"] - record.minimum) / span),
        }
    )


def path_of(across: list[float], down: list[float]) -> str:
    """Points joined in order as an SVG path; a missing one (nan) breaks the line, a lone one is a dash."""
    there = [not isnan(y) for y in down]
    parts = []
    for number, (x, y) in enumerate(zip(across, down, strict=True)):
        if not there[number]:
            continue
        is_joined = number > 0 and there[number - 1]
        is_lone = not is_joined and not any(there[number + 1 : number + 2])
        parts.append(f"{'L' if is_joined else 'M'}{x:.2f},{y:.2f}{f'h{DASH}' if is_lone else ''}")
    return "".join(parts)
