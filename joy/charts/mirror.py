"""The two relationships face to face: colleagues grow to the left, service users to the right, words between them."""

from __future__ import annotations

import altair as alt

from joy.charts.mirror_rows import Plan, Question, Rows, half_of, lane_of, n_of_most, plan_of, questions_of, row_at
from joy.charts.rows import phone_width
from joy.charts.theme import Look, Spec, finish, layer, tooltip, words_only
from joy.charts.words import wrap
from joy.findings import Likeness, Mirror


SIDES = (("colleagues", -1, "with colleagues"), ("users", 1, "with service users"))


def mirror(record: Mirror, look: Look, *, with_title: bool = False, width: int | None = None) -> Spec:
    """Draw both relationships row by row, an arrow from first (hollow) to latest (filled) on each side."""
    questions = questions_of(record)
    if not questions:
        return words_only(record, look, with_title=with_title, width=width)
    plan = plan_of(record, look, questions)
    layers = [*_ground(plan), *_arrows(plan), *_heads(plan), *_middle(plan)]
    return finish(layers, record, look, height=1, with_title=with_title, width=width, params=plan.params)


def _colour(plan: Plan, one: Question) -> str:
    return plan.palette.neither if one.likeness is Likeness.DIFFERENT else plan.palette.accent


def _ground(plan: Plan) -> list[Spec]:
    """A hairline along each side of a row, the ends of the scale named once above."""
    track = {"type": "rule", "color": plan.palette.hairline, "strokeWidth": 1}
    drawn = [
        (i, side)
        for i, one in enumerate(plan.questions)
        for k, (_, side, _) in enumerate(SIDES)
        if one.after[k] is not None
    ]
    rows = [row_at(plan, i, side=side, zero=0, one=1) for i, side in drawn]
    size = plan.size
    over = {"wide": size * 2.5, "narrow": size * 5.5}
    ends = [
        over | {"side": side, "u": u, "text": plan.shown(value)}
        for _, side, _ in SIDES
        for u, value in zip((0, 1), plan.ends, strict=True)
    ]
    number = {"type": "text", "align": "center", "baseline": "middle", "color": plan.palette.quiet}
    return [plan.draw(rows, track, "zero", "one"), plan.draw(ends, number, "u", text=alt.Text("text:N"))]


def _arrows(plan: Plan) -> list[Spec]:
    sizes, colour = plan.look.sizes, alt.Color("colour:N", scale=None)
    rows = [row for i in range(len(plan.questions)) for row in _side_rows(plan, i)]
    both = [row for row in rows if "u" in row and "u2" in row]
    first, last = [row for row in rows if "u" in row], [row for row in rows if "u2" in row]
    tips = tooltip(label="Question", who="Relationship", first="First", latest="Latest", gap="Gap (95%)", n="People")
    line = {"type": "rule", "strokeWidth": sizes.line * 1.5}
    hollow = {"type": "point", "shape": "circle", "opacity": 1, "size": sizes.dot * 1.5, "strokeWidth": 2}
    head = {"type": "point", "filled": True, "opacity": 1}
    area = alt.Size("area:Q", scale=None)
    layers = [plan.draw(both, line, "u", "u2", color=colour)] if both else []
    if first:
        coat = {"fill": plan.palette.surface}
        layers.append(plan.draw(first, hollow | coat, "u", stroke=alt.Stroke("colour:N", scale=None), tooltip=tips))
    if last:
        shape = alt.Shape("shape:N", scale=None)
        layers.append(plan.draw(last, head, "u2", color=colour, shape=shape, size=area, tooltip=tips))
    return [*layers, *_values(plan, rows)]


def _values(plan: Plan, rows: Rows) -> list[Spec]:
    """The latest value beyond each arrow's outer end, or that a side is not shown."""
    text: Spec = {"type": "text", "baseline": "middle"}
    layers = []
    for side, align in ((-1, "right"), (1, "left")):
        own = [row | {"dx": side * plan.size * 0.9} for row in rows if "u2" in row and row["side"] == side]
        for weight in (400, 700):
            mine = [row for row in own if row["weight"] == weight]
            mark = text | {"align": align, "fontWeight": weight}
            layers += [plan.draw(mine, mark, "outer", text=alt.Text("latest:N"))] if mine else []
        gone = [row | {"dx": side * plan.size * 0.5} for row in rows if "u2" not in row and row["side"] == side]
        mark = text | {"align": "left" if side > 0 else "right", "color": plan.palette.quiet}
        layers += [plan.draw(gone, mark, "zero", text=alt.Text("latest:N"))] if gone else []
    return layers


def _side_rows(plan: Plan, i: int) -> Rows:
    """What one row shows on each of its sides; a side that may not be shown says so."""
    one = plan.questions[i]
    rows = []
    for k, (_, side, who) in enumerate(SIDES):
        before, after = one.before[k], one.after[k]
        row = row_at(plan, i, side=side, label=one.label, who=who, gap=one.tip, n=one.n, zero=0)
        row |= {"colour": _colour(plan, one), "weight": 700 if one.is_scale else 400}
        if after is None:
            rows += [] if one.likeness is Likeness.HIDDEN else [row | {"latest": "not shown"}]
            continue
        row |= {"u2": plan.fraction(after), "latest": plan.shown(after), "shape": "circle"}
        row |= {"outer": plan.fraction(after), "area": plan.look.sizes.dot * (2.8 if one.is_scale else 1.9)}
        if before is not None:
            first = plan.fraction(before)
            row |= {"u": first, "first": plan.shown(before), "outer": max(first, row["outer"])}
            if first != row["u2"]:
                row["shape"] = "triangle-right" if (row["u2"] > first) == (side > 0) else "triangle-left"
                row["area"] *= 1.25
        rows.append(row)
    return rows


def _heads(plan: Plan) -> list[Spec]:
    """Who is on which side, and what hollow and filled mean."""
    size, palette, record = plan.size, plan.palette, plan.record
    over = {"wide": size * 0.8, "narrow": size * 3.9}  # on a phone under two lines that say what is drawn
    bold = {"type": "text", "baseline": "middle", "fontWeight": 700, "color": palette.ink, "fontSize": size * 1.05}
    layers = [
        plan.draw([over | {"side": side, "zero": 0, "text": who[:1].upper() + who[1:]}],
                  bold | {"align": "right" if side < 0 else "left"}, "zero", text=alt.Text("text:N"))
        for _, side, who in SIDES
    ]  # fmt: skip
    n = n_of_most(record)
    parts = [f"○ {record.before_label} ▶ {record.after_label}", *([f"n {n}"] if n else [])]
    text = {"type": "text", "align": "center", "baseline": "middle", "color": palette.quiet}
    lines = [line for part in parts for line in wrap(part, max(plan.middle - size, size * 15), size)]
    row = {"lines": lines, "text": wrap(" · ".join(parts), phone_width(plan.look), size), "narrow": size * 0.8}
    row["wide"] = size * 0.8
    return [*layers, _centred(plan, [row], text)]


def _centred(plan: Plan, rows: Rows, mark: Spec) -> Spec:
    """Words in the middle of the picture, broken as the page's width asks."""
    pick = [
        {"calculate": "width / 2", "as": "x"},
        {"calculate": "narrow ? datum.narrow : datum.wide", "as": "y"},
        {"calculate": "narrow ? datum.text : datum.lines", "as": "words"},
    ]
    spots = {"x": alt.X("x:Q", scale=None, axis=None), "y": alt.Y("y:Q", scale=None, axis=None)}
    mark = mark | {"lineHeight": plan.size * 1.35}
    return layer(rows, mark, **spots, text=alt.Text("words:N")) | {"transform": pick}


def _middle(plan: Plan) -> list[Spec]:
    """Each question's label and, under it, its likeness; on a phone above and below the drawing."""
    size, palette, line = plan.size, plan.palette, plan.size * 1.35
    across, wide = phone_width(plan.look), plan.middle - 2 * size
    labels, says = [], []
    for i, one in enumerate(plan.questions):
        label, words = wrap(one.label, wide, size), wrap(one.words, wide, size)
        tall, below = wrap(one.label, across, size), wrap(one.words, across, size)
        total, lane = len(label) + len(words), lane_of(plan, i)
        labels.append({
            "lines": label, "text": tall, "weight": 700 if one.is_scale else 400, "colour": palette.ink,
            "wide": plan.wide_y[i] - (total - 1) / 2 * line,
            "narrow": lane - half_of(one, size) - (len(tall) - 0.5) * line,
        })  # fmt: skip
        is_told = one.likeness is Likeness.DIFFERENT
        says.append({
            "lines": words, "text": below, "weight": 700 if is_told or one.is_scale else 400,
            "colour": palette.neither if is_told else palette.quiet,
            "wide": plan.wide_y[i] + (len(label) - (total - 1) / 2) * line,
            "narrow": lane + half_of(one, size) + 0.5 * line,
        })  # fmt: skip
    mark = {"type": "text", "align": "center", "baseline": "middle"}
    layers = []
    for weight in (400, 700):
        own = [row for row in (*labels, *says) if row["weight"] == weight]
        if own:
            one_layer = _centred(plan, own, mark | {"fontWeight": weight})
            one_layer["encoding"]["color"] = {"field": "colour", "type": "nominal", "scale": None}
            layers.append(one_layer)
    return layers
