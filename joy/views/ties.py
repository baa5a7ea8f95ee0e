"""The difference between the two relationships over the learning sets, and how each goes with wellbeing over teams."""

from __future__ import annotations

import math
from collections.abc import Iterator

import pandas as pd

from joy.change import SCALE_MARGIN
from joy.definitions import Indicator
from joy.findings import WORDS, Likeness, Verdict
from joy.findings.heard import Spans
from joy.findings.records import TITLE_WORDS
from joy.frames import each
from joy.views import words
from joy.views.context import Context
from joy.views.figures import of_indicator
from joy.views.sentences import fitting
from joy.views.whose import Whose


COLUMNS = ["key", "label", "value", "low", "high", "says", "quiet", "verdict"]
ENDS = {"baseline": "First survey", "latest": "Latest survey"}  # the programme's two periods
LIKENESS = {
    Likeness.SIMILAR: "alike",
    Likeness.DIFFERENT: "different",
    Likeness.UNCLEAR: "cannot be told",
}
OPEN_BY = 5  # points; the axis ends on a multiple of it
LEAST_OPEN = 10  # points to either side, so that a small difference does not look large
WELLBEING = "wellbeing"  # as there
FEWEST_TEAMS = 10  # joy.release.over_teams; a test holds both together
CAUTION = (
    "Each team counts once. It says nothing of single people, and not what leads to what.",
    f"Shown from {FEWEST_TEAMS} teams whose two figures of the latest survey are both shown.",
    "A number near 0 means no tie, near 1 or −1 a strong one; the line is its 95% interval.",
)


def gap_over_sets(whose: Whose) -> Spans | None:
    """Service users less colleagues, within people, round by round; None where one of the two was never asked."""
    gap = next((i for i in whose.context.definitions.indicators.values() if i.measured.kind == "gap"), None)
    own = whose.figures[whose.figures["period_kind"].isin(["round", *ENDS])]
    if gap is None or (rounds := of_indicator(own, gap).sort_values("period_start")).empty:
        return None
    if (rounds["state"] == "not_asked").all():
        return None
    rows = pd.DataFrame([_gap_row(whose, gap, row) for row in each(rounds)], columns=COLUMNS)
    rows = rows.astype(dict.fromkeys(["value", "low", "high"], "float64"))
    reach = _reach(rows)
    title = _gap_title(gap, rows)
    return Spans(
        title=title,
        subtitle="Points of 100, within the same person; everybody who answered about both",
        verdict=Verdict.HIDDEN if rows["value"].isna().all() else Verdict.NO_CHANGE,
        alt=_alt(title, rows),
        why=(
            *([words.WHY_HIDDEN] if rows["value"].isna().any() else []),
            f"Alike means that the 90% interval lies within {SCALE_MARGIN:g} points (the shaded stretch).",
            "Neither side is the better one; the two relationships are never averaged.",
            "The line through a dot is the 95% interval; without one too few answered both to give it.",
        ),
        notes=gap.caveats,
        rows=rows,
        minimum=-reach,
        maximum=reach,
        margin=SCALE_MARGIN,
        left="◀ higher with colleagues",
        right="with service users ▶",
        heading="Service users less colleagues",
    )


def _gap_row(whose: Whose, gap: Indicator, row: pd.Series) -> tuple[object, ...]:
    label = ENDS.get(row.period_kind) or _round_name(whose.context, str(row.period_id))
    nothing = (math.nan,) * 3
    if row.state != "shown":
        verdict = Verdict.HIDDEN if row.state == "hidden" else Verdict.NOT_ASKED
        return (row.period_id, label, *nothing, WORDS[verdict], "", str(verdict))
    found = _scale_gap(whose.findings, gap, row)
    numbers = (float(row.value), math.nan, math.nan)
    likeness = Likeness.UNCLEAR
    if found is not None:
        numbers = (float(found["value"]), float(found["low"]), float(found["high"]))
        likeness = Likeness(found["conclusion"] or Likeness.UNCLEAR)
    verdict = Verdict.CHANGED if likeness is Likeness.DIFFERENT else Verdict.NO_CHANGE
    says = f"{words.points_text(gap, numbers[0])}: {LIKENESS[likeness]}"
    return (row.period_id, label, *numbers, says, words.counted(gap, row.n_band), str(verdict))


def _scale_gap(findings: pd.DataFrame, gap: Indicator, row: pd.Series) -> pd.Series | None:
    own = findings[
        (findings["kind"] == "scale_gap")
        & (findings["indicator_id"] == gap.id)
        & (findings["instrument"] == row.instrument)
        & (findings["from_period"] == row.period_id)
    ]
    return own.iloc[0] if len(own) else None


def _round_name(context: Context, round_id: str) -> str:
    for at in each(context.rounds[context.rounds["round_id"] == round_id]):
        place = at.name if pd.isna(at.learning_set) else f"Learning set {int(at.learning_set)}"
        return f"{place}, {words.month(at.opens_on)}"
    return round_id


def _reach(rows: pd.DataFrame) -> float:
    """How far the axis goes to either side: as far as any interval, in steps."""
    ends = [abs(float(end)) for name in ("value", "low", "high") for end in rows[name].dropna()]
    return float(max(LEAST_OPEN, math.ceil(max(ends, default=0.0) / OPEN_BY) * OPEN_BY))


def _gap_title(gap: Indicator, rows: pd.DataFrame) -> str:
    shown = rows[rows["value"].notna()]
    if shown.empty:
        return f"Difference between the two relationships: {WORDS[Verdict.HIDDEN].lower()}"
    latest = shown.iloc[-1]
    size = words.points_text(gap, latest["value"], signed=False)
    side = "service users" if latest["value"] > 0 else "colleagues"
    match latest["says"].partition(": ")[2]:
        case "alike":
            return "Latest survey: the two relationships are alike"
        case "different":
            return f"Latest survey: {size} higher with {side}"
    if latest["value"] == 0:
        return "Latest survey: no difference, but too few answers to call the two relationships alike"
    return f"Latest survey: {size} higher with {side}, which chance alone could do"


def ties_with_wellbeing(whose: Whose, relationships: list[Indicator]) -> Spans:
    """How each relationship goes with wellbeing over the teams of the whole programme, in the latest survey."""
    context = whose.context
    findings = context.release.ask("views/findings", group_kind="programme", group_id=context.programme_id)
    rows = pd.DataFrame([*_ties(findings, relationships)], columns=COLUMNS)
    rows = rows.astype(dict.fromkeys(["value", "low", "high"], "float64"))
    is_asked = bool((whose.figures["indicator_id"] == WELLBEING).any())
    silent = Verdict.HIDDEN if is_asked else Verdict.NOT_ASKED
    title = _tie_title(rows, silent)
    return Spans(
        title=title,
        subtitle="All cohorts together, latest survey, each team once; correlation from −1 to 1",
        verdict=Verdict.NO_CHANGE if len(rows) else silent,
        alt=_alt(title, rows),
        why=CAUTION if len(rows) else (words.WHY_HIDDEN, CAUTION[1]) if is_asked else CAUTION[1:2],
        rows=rows,
        left="◀ less wellbeing",
        right="more wellbeing ▶",
        heading="Correlation with wellbeing, over teams",
    )


def _ties(findings: pd.DataFrame, relationships: list[Indicator]) -> Iterator[tuple[object, ...]]:
    ties = findings[findings["kind"] == "correlation"]
    for indicator in relationships:
        for found in each(ties[ties["indicator_id"] == indicator.id]):
            is_told = not math.isnan(found.low) and not found.low <= 0 <= found.high
            says = f"{found.value:+.2f}".replace("-", words.MINUS)
            says += ", more than chance explains" if is_told else ", chance alone could do this"
            verdict = Verdict.CHANGED if is_told else Verdict.NO_CHANGE
            numbers = (found.value, found.low, found.high)
            yield (indicator.id, indicator.name, *numbers, says, found.n_band, str(verdict))


def _tie_title(rows: pd.DataFrame, silent: Verdict) -> str:
    if rows.empty:
        return f"Relationships and wellbeing, team by team: {WORDS[silent].lower()}"
    told = rows[rows["verdict"] == str(Verdict.CHANGED)]
    if told.empty:
        return "Relationships and wellbeing, team by team: no tie that we can tell from chance"
    named = words.listed([f"{row.label[:1].lower()}{row.label[1:]}" for row in each(told)])
    way = "higher" if (told["value"] > 0).all() else "lower" if (told["value"] < 0).all() else "other"
    line = f"Teams with higher {named} report {way} wellbeing: a tie, not a cause"
    return fitting(TITLE_WORDS, line, f"{len(told)} of {len(rows)} relationships go with wellbeing: a tie, not a cause")


def _alt(title: str, rows: pd.DataFrame) -> str:
    parts = [f"{row.label}: {row.says}" for row in each(rows)]
    return f"{title}. {'; '.join(parts)}." if parts else f"{title}."
