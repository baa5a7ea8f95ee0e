"""Baseline to latest, one row per indicator or group, each with its verdict and what it rests on."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import pandas as pd

from joy.definitions import Indicator
from joy.findings import WORDS, Change, Comparison, Verdict
from joy.findings.records import ROOM_WORDS, TITLE_WORDS
from joy.views import words
from joy.views.figures import change_between, ends, is_shown, of_indicator
from joy.views.scale import axis
from joy.views.sentences import Sentence, fitting, of_change


COLUMNS = [
    "key",
    "label",
    "before",
    "after",
    "low",
    "high",
    "n_before",
    "n_after",
    "change_text",
    "verdict",
    "method",
]

DOTS = (
    "The dots are of all who answered each time; a change of the same people both times is of those alone. "
    "So the two may differ: other people came and went."
)
NO_RANGE = "No range is given: there are too few weeks at one of the two ends."
INTERVAL_SAYS = {
    Verdict.NO_CHANGE: "The interval holds zero, so chance alone could do this.",
    Verdict.TOO_FEW: "No interval can be given from so few answers.",
}
EARLY_SAYS = "The weeks are too few for a verdict, whatever the interval says."


@dataclass(frozen=True)
class Compared:
    """One indicator of one group at its two ends; `change` is missing when either end may not be shown."""

    indicator: Indicator
    label: str
    before: pd.Series | None
    after: pd.Series | None
    change: Change | None
    verdict: Verdict
    is_over: bool = False  # no more will be added to it


def compare(
    indicator: Indicator, figures: pd.DataFrame, findings: pd.DataFrame, *, label: str = "", spread: float = math.nan
) -> Compared | None:
    """Compare the two ends of one indicator of one group; None when it was never asked there."""
    mine = of_indicator(figures, indicator)
    name = label or indicator.name
    if mine.empty:
        return None
    latest = mine.sort_values("period_start").iloc[-1]
    if latest["state"] == "not_asked" and not (mine["state"] == "shown").any():
        return Compared(indicator, name, None, None, None, Verdict.NOT_ASKED)
    both = ends(figures, indicator)
    if both is None:
        return Compared(indicator, name, None, latest, None, Verdict.TOO_FEW if is_shown(latest) else Verdict.HIDDEN)
    change = change_between(indicator, both[0], both[1], findings, spread, mine)
    verdict = Verdict.HIDDEN if change is None else words.verdict_of(indicator, change)
    return Compared(indicator, name, both[0], both[1], change, verdict)


def too_early(one: Compared) -> Compared:
    """The same without a verdict where it has an interval: its weeks are too few for one, and every page says so."""
    return one if one.change is None or one.change.low is None else replace(one, verdict=Verdict.TOO_FEW)


def is_early(one: Compared) -> bool:
    """Whether a change has an interval, and no verdict because it is too early for one."""
    return one.verdict is Verdict.TOO_FEW and one.change is not None and one.change.low is not None


def comparison(compared: list[Compared], *, title: str, subtitle: str, notes: tuple[str, ...] = ()) -> Comparison:
    """Put compared indicators into one record; all must be shares, or means of one range."""
    rows = pd.DataFrame([_row(one) for one in compared], columns=COLUMNS).astype(
        dict.fromkeys(["before", "after", "low", "high"], "float64")
    )
    low, high = _range(rows, [one.indicator for one in compared])
    return Comparison(
        title=title,
        subtitle=f"{subtitle}; dots: all who answered" if _whose_dots(compared) else subtitle,
        verdict=_overall([Verdict.TOO_FEW if ends_told(one) else one.verdict for one in compared]),
        alt=_alt(title, compared),
        why=_whys(compared),
        notes=(*_whose_dots(compared), *notes),
        rows=rows,
        is_share=bool(compared) and compared[0].indicator.shows == "share",
        minimum=low,
        maximum=high,
        unit=compared[0].indicator.unit if compared else "",
        before_label="At first",
        after_label="Latest",
    )


def _whose_dots(compared: list[Compared]) -> tuple[str, ...]:
    """Which people the dots are of and which the changes, where those are not the same."""
    is_paired = any(one.change is not None and one.change.people for one in compared)
    return (DOTS,) if is_paired else ()


def _whys(compared: list[Compared]) -> tuple[str, ...]:
    """The numbers behind each change, and once why some are not shown."""
    hidden = any(one.verdict is Verdict.HIDDEN for one in compared)
    told = [why_of(one) for one in compared if one.change is not None]
    return (*told, *([f"{WORDS[Verdict.HIDDEN]}: {words.WHY_HIDDEN}"] if hidden else []))


def _range(rows: pd.DataFrame, indicators: list[Indicator]) -> tuple[float, float]:
    """The stretch of the axis that holds every dot and every interval."""
    if not indicators:
        return 0.0, 1.0
    ends = [rows["before"] + rows[end] for end in ("low", "high")]
    values = pd.concat([rows["before"], rows["after"], *ends]).clip(indicators[0].minimum, indicators[0].maximum)
    return axis(values, indicators[0].minimum, indicators[0].maximum)


def title_of(one: Compared) -> str:
    """One indicator's change in a sentence with one number."""
    return sentence_of(one).page


def sentence_of(one: Compared) -> Sentence:
    """The same for a page and for a room."""
    if told := ends_told(one):
        name, short = one.indicator.name, "the change cannot be told"
        return Sentence(fitting(TITLE_WORDS, f"{name}: {told}", told), fitting(ROOM_WORDS, f"{name}: {short}", short))
    only = one.after if one.change is None and one.after is not None and is_shown(one.after) else None
    latest = "" if only is None else words.value_text(one.indicator, only["value"], only["capped"])
    return of_change(one.indicator, one.verdict, one.change, latest, is_over=one.is_over)


def ends_told(one: Compared) -> str:
    """What is shown of two ends whose change cannot be told, for one is hidden or only a bound; empty where none is."""
    if one.change is not None or one.before is None or one.after is None:
        return ""
    first, latest = (
        words.value_text(one.indicator, end["value"], end["capped"]) if is_shown(end) else ""
        for end in (one.before, one.after)
    )
    hidden = f"{WORDS[Verdict.HIDDEN][:1].lower()}{WORDS[Verdict.HIDDEN][1:]}"
    if first and latest:
        return f"{first} at first, {latest} latest; no change can be told from bounds"
    if latest:
        return f"{latest} latest; at first {hidden}"
    return f"{first} at first; latest {hidden}" if first else ""


def _row(one: Compared) -> tuple[object, ...]:
    change = one.change
    if change is None:
        shown = one.after if one.after is not None and is_shown(one.after) else None
        n_after = "" if shown is None else words.counted(one.indicator, str(shown["n_band"]))
        # a bound is no number: it stands in the words of the row only
        after = math.nan if shown is None or pd.notna(shown["capped"]) else float(shown["value"])
        only = one.after if one.verdict is Verdict.TOO_FEW else None
        value = "" if only is None else words.value_text(one.indicator, only["value"], only["capped"])
        text = (ends_told(one) or WORDS[one.verdict]) if only is None else f"{value}{_alone(one)}"
        return (
            one.indicator.id,
            one.label,
            math.nan,
            after,
            math.nan,
            math.nan,
            "",
            n_after,
            text,
            str(one.verdict),
            "",
        )
    low, high = (math.nan if end is None else end for end in (change.low, change.high))
    return (
        one.indicator.id,
        one.label,
        change.before,
        change.after,
        low,
        high,
        words.counted(one.indicator, change.n_before),
        words.counted(one.indicator, change.n_after),
        words.change_text(one.indicator, change),
        str(one.verdict),
        change.method,
    )


def _alone(one: Compared) -> str:
    """Why a value stands alone: nothing to compare it with, and whether that may still come."""
    if one.indicator.measured.kind == "tally":
        return ", nothing to compare it with" if one.is_over else " so far, nothing to compare yet"
    return ", no second round" if one.is_over else " so far, no second round yet"


def why_of(one: Compared) -> str:
    """The numbers behind one change, and what its interval says; empty where there is no change to speak of."""
    if one.change is None:
        return ""
    if one.change.is_direction_only:
        return numbers_of(one)
    beyond = "The interval does not hold zero, so chance alone seldom does this."
    form = beyond if one.change.is_doubtful else INTERVAL_SAYS.get(one.verdict, beyond)
    form = EARLY_SAYS if is_early(one) else form
    return f"{numbers_of(one)} {form} {one.change.also}".strip()


def numbers_of(one: Compared) -> str:
    """The numbers behind one change: its size with its interval, how it was compared, and how many answered."""
    change = one.change
    if change is None:
        return ""
    if change.is_direction_only:
        return f"{one.label}: {words.change_text(one.indicator, change)}."
    if one.indicator.measured.kind == "tally" and change.low is None:
        size = words.points_text(one.indicator, change.difference)
        return f"From baseline to the latest weeks: {size}. {NO_RANGE}"
    numbers = f"{change.n_before} then {change.n_after} {one.indicator.counts}"
    ends = ", baseline against the latest weeks" if one.indicator.measured.kind == "tally" else ""
    method = f"{change.method}, {change.teams}" if change.teams else change.method
    told = f"{one.label}{ends}: {words.change_text(one.indicator, change)}; {method}; {numbers}"
    return f"{told} answered in all." if change.people else f"{told}."


def _overall(verdicts: list[Verdict]) -> Verdict:
    """The verdict of several rows: a shared one, else that there is no one answer; hidden where nothing may be seen."""
    if set(verdicts) <= {Verdict.HIDDEN, Verdict.NOT_ASKED}:
        return Verdict.HIDDEN if Verdict.HIDDEN in verdicts else Verdict.NOT_ASKED
    return verdicts[0] if len(set(verdicts)) == 1 else Verdict.NO_CHANGE


def _alt(title: str, compared: list[Compared]) -> str:
    parts = [
        f"{one.label}: {words.value_text(one.indicator, one.change.before)} then "
        f"{words.value_text(one.indicator, one.change.after)}{' of all who answered' if one.change.people else ''}, "
        f"{words.change_text(one.indicator, one.change)}"
        if one.change is not None
        else f"{one.label}: {ends_told(one) or WORDS[one.verdict].lower()}"
        for one in compared
    ]
    said = "; ".join(parts)
    return f"{title}." if said.lower() == title.lower() or not said else f"{title}. {said}."
