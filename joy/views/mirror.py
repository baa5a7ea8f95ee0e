"""The two relationships held against each other: colleagues on the left, service users on the right."""

from __future__ import annotations

import math
from dataclasses import dataclass

import pandas as pd

from joy.change import ITEM_MARGIN, LEVEL, SCALE_MARGIN
from joy.definitions import Indicator, Instrument
from joy.findings import WORDS, Likeness, Mirror, Verdict
from joy.frames import each
from joy.views import words
from joy.views.context import Context
from joy.views.rules import one_chart_in
from joy.views.scale import axis


COLUMNS = [
    "key",
    "label",
    "is_scale",
    "colleagues_before",
    "colleagues_after",
    "users_before",
    "users_after",
    "gap",
    "gap_low",
    "gap_high",
    "likeness",
    "n",
]
LEVEL_COLUMNS = ["colleagues_before", "colleagues_after", "users_before", "users_after"]
WHOLE = "All questions together"
WITH = ("with colleagues", "with service users")
ONLY_BOTH = "The two sides are compared where the same people answer the same questions about both."
LEVELS, GAPS, WHOLE_GAP = "item_level", "item_gap", "scale_gap"
SAID = {
    Likeness.SIMILAR: ("is alike", "are alike"),
    Likeness.DIFFERENT: ("differs", "differ"),
    Likeness.UNCLEAR: ("cannot be told", "cannot be told"),
}


@dataclass(frozen=True)
class _Sides:
    """The two indicators of a gap, what is shown of them, and the survey rounds compared."""

    gap: Indicator
    colleagues: Indicator
    users: Indicator
    figures: pd.DataFrame
    findings: pd.DataFrame
    first: str | None
    latest: str

    def level(self, indicator: Indicator, period: str | None, part: str) -> float:
        """The mean of one question, or of the whole scale, on one side in one round; missing where not shown."""
        if period is None:
            return math.nan
        if part:
            rows = self.findings[(self.findings["kind"] == LEVELS) & (self.findings["part"] == part)]
            period_of = rows["from_period"]
        else:
            rows = self.figures[self.figures["state"] == "shown"]
            period_of = rows["period_id"]
        own = rows[(rows["indicator_id"] == indicator.id) & (period_of == period)]
        return float(own["value"].iloc[0]) if len(own) else math.nan

    def difference(self, part: str) -> pd.Series | None:
        """The finding on the difference within people in the latest round."""
        rows = self.findings[
            (self.findings["kind"] == (GAPS if part else WHOLE_GAP))
            & (self.findings["indicator_id"] == self.gap.id)
            & (self.findings["from_period"] == self.latest)
            & (self.findings["part"] == part)
        ]
        return rows.iloc[0] if len(rows) else None


def mirror(context: Context, figures: pd.DataFrame, findings: pd.DataFrame) -> Mirror | None:
    """The mirror of one cohort from its figures and findings; None where neither side was ever asked."""
    gap = next((i for i in context.definitions.indicators.values() if i.measured.kind == "gap"), None)
    if gap is None:
        return None
    asked = [_was_asked(figures, str(side)) for side in (gap.measured.minus, gap.measured.plus)]
    if not all(asked):
        return not_asked(colleagues=asked[0], service_users=asked[1]) if any(asked) else None
    sides = _sides(context, gap, figures, findings)
    if sides is None:
        return _not_shown() if _was_asked(figures, gap.id) else None
    instrument = context.definitions.instruments[sides.colleagues.measured.instruments[0]]
    rows = pd.DataFrame([_row(sides, key, label) for key, label in _parts(instrument, sides)], columns=COLUMNS)
    whole = rows.iloc[-1]
    title = _title(gap, whole)
    levels = pd.concat([rows[name] for name in LEVEL_COLUMNS])
    low, high = axis(levels, sides.colleagues.minimum, sides.colleagues.maximum)
    return Mirror(
        title=title,
        subtitle="; ".join(filter(None, (_sentence(sides.colleagues.unit), whole["n"], _apart(rows)))),
        verdict=Verdict.HIDDEN
        if rows[["colleagues_after", "users_after"]].isna().all(axis=None)
        else Verdict.NO_CHANGE,
        alt=_alt(title, rows),
        why=tuple(_why(sides, rows)),
        notes=tuple(dict.fromkeys((*gap.caveats, *sides.colleagues.caveats))),
        rows=rows,
        margin=SCALE_MARGIN,
        minimum=low,
        maximum=high,
        unit=sides.colleagues.unit,
    )


def _was_asked(figures: pd.DataFrame, indicator_id: str) -> bool:
    return bool(((figures["indicator_id"] == indicator_id) & (figures["state"] != "not_asked")).any())


def not_asked(*, colleagues: bool, service_users: bool) -> Mirror:
    """The mirror where a side was never asked: it says which. The two say whether that side was."""
    missing = [place for place, asked in zip(WITH, (colleagues, service_users), strict=True) if not asked]
    title = f"Relationships, side by side: {WORDS[Verdict.NOT_ASKED].lower()} {' or '.join(missing)}"
    rows = pd.DataFrame(columns=COLUMNS)
    return Mirror(title, "", Verdict.NOT_ASKED, alt=f"{title}.", why=(ONLY_BOTH,), rows=rows)


def _not_shown() -> Mirror:
    """The same words whichever rule hid the two sides."""
    title = f"Relationships, side by side: {WORDS[Verdict.HIDDEN].lower()}"
    rows = pd.DataFrame(columns=COLUMNS)
    return Mirror(title, "", Verdict.HIDDEN, alt=f"{title}.", why=(words.WHY_HIDDEN,), rows=rows)


def _sides(context: Context, gap: Indicator, figures: pd.DataFrame, findings: pd.DataFrame) -> _Sides | None:
    """Both sides in the first and the latest round in which the same people's answers may be compared."""
    asked = figures[(figures["indicator_id"] == gap.id) & (figures["state"] == "shown")].sort_values("period_start")
    if asked.empty:
        return None
    colleagues, users = (context.definitions.indicators[str(name)] for name in (gap.measured.minus, gap.measured.plus))
    rounds = list(dict.fromkeys(asked["period_id"]))
    first = rounds[0] if len(rounds) > 1 else None
    return _Sides(gap, colleagues, users, figures, findings, first, rounds[-1])


def _parts(instrument: Instrument, sides: _Sides) -> list[tuple[str, str]]:
    """The questions that may be shown in the latest round, and the whole last."""
    shown = sides.findings[(sides.findings["kind"] == LEVELS) & (sides.findings["from_period"] == sides.latest)]
    keys = set(shown["part"])
    return [(item.key, item.label) for item in instrument.items if item.key in keys] + [("", WHOLE)]


def _row(sides: _Sides, key: str, label: str) -> tuple[object, ...]:
    found = sides.difference(key)
    numbers = (math.nan,) * 3 if found is None else tuple(float(found[name]) for name in ("value", "low", "high"))
    likeness = Likeness.HIDDEN if found is None else Likeness(found["conclusion"] or Likeness.UNCLEAR)
    levels = [
        sides.level(side, period, key)
        for side in (sides.colleagues, sides.users)
        for period in (sides.first, sides.latest)
    ]
    n = "" if found is None else words.counted(sides.gap, found["n_band"])
    return (key, label, key == "", *levels, *numbers, str(likeness), n)


def _title(gap: Indicator, whole: pd.Series) -> str:
    match Likeness(whole["likeness"]):
        case Likeness.SIMILAR:
            return f"Relationships with colleagues and with service users are alike, within {SCALE_MARGIN:g} points"
        case Likeness.DIFFERENT:
            side = "service users" if whole["gap"] > 0 else "colleagues"
            return f"Relationships: {words.points_text(gap, whole['gap'], signed=False)} higher with {side}"
        case Likeness.UNCLEAR:
            return "Relationships: too few answers to say whether the two sides are alike"
    return f"Relationships, side by side: {WORDS[Verdict.HIDDEN].lower()}"


def _apart(rows: pd.DataFrame) -> str:
    """How many questions differ, and how often chance alone makes one differ."""
    items = rows[~rows["is_scale"]]
    apart = int((items["likeness"] == Likeness.DIFFERENT).sum())
    if not apart:
        return ""
    by_chance = one_chart_in(1 - LEVEL ** len(items)).replace("chart", "picture")
    verb = "differs" if apart == 1 else "differ"
    return f"{apart} of {len(items)} questions {verb}, which at most {by_chance} shows by chance"


def _why(sides: _Sides, rows: pd.DataFrame) -> list[str]:
    whole, items = rows.iloc[-1], rows[~rows["is_scale"]]
    told = []
    if not math.isnan(whole["gap"]):
        size = words.interval_text(sides.gap, whole["gap"], whole["gap_low"], whole["gap_high"])
        told.append(f"Service users less colleagues, for the same people: {size}; {whole['n']}.")
    counts = items["likeness"].value_counts()
    said = [words.several(int(counts[kind]), *forms) for kind, forms in SAID.items() if kind in counts]
    if said:
        told.append(f"Of {words.several(len(items), 'question', 'questions')}: {words.listed(said)}.")
    told.append(
        f"Alike means that the 90% interval lies within {SCALE_MARGIN:g} points for the whole and {ITEM_MARGIN:g} for "
        "one question: too close to matter. Cannot be told means that both alike and different are still possible."
    )
    tested = int((items["likeness"] != Likeness.HIDDEN).sum())
    if tested > 1:
        by_chance = one_chart_in(1 - LEVEL**tested)
        told.append(f"{tested} questions are tested: at most {by_chance} shows a difference by chance alone.")
    return told


def _alt(title: str, rows: pd.DataFrame) -> str:
    parts = [
        f"{row.label}: colleagues {_level(row.colleagues_after)}, service users {_level(row.users_after)}"
        for row in each(rows)
    ]
    return f"{title}. {'; '.join(parts)}."


def _level(value: float) -> str:
    return WORDS[Verdict.HIDDEN].lower() if math.isnan(value) else words.number(round(value))


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"
