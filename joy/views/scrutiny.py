"""How sure the surveys of one cohort are, for those who ask: reliability, agreement, who is compared, and a model."""

from __future__ import annotations

import math
from collections.abc import Callable

import pandas as pd

from joy.definitions import Indicator
from joy.findings import WORDS, Scrutiny, Verdict
from joy.findings.records import TITLE_WORDS
from joy.frames import Row, each
from joy.views import words
from joy.views.context import Context
from joy.views.sentences import fitting


COLUMNS = ["about", "what", "result", "means"]
WELL, ENOUGH = 0.8, 0.7  # Nunnally 1978, Psychometric Theory: 0.70 early on, 0.80 to compare groups
FEW_MATCHED = 0.6  # instruments.md 5c: under it both ways of comparing are to be read
KINDS = (  # in the order in which they are read
    "reliability",
    "omega",
    "floor",
    "ceiling",
    "match_rate",
    "attrition",
    "paired_change",
    "unpaired_change",
    "mixed_model",
    "agreement",
    "icc1",
    "icc2",
    "correlation",
)


def scrutiny(context: Context, findings: pd.DataFrame, whose: str) -> Scrutiny:
    """Everything that was reckoned from people about the measures of one group, the latest of each kind.

    `findings` are the group's own; `whose` names it. Nothing is there that may not be shown.
    """
    latest = latest_of(context, findings[findings["kind"].isin(KINDS)])
    rows = [
        (indicator.name, *TOLD[kind](indicator, latest[indicator.id, kind], context))
        for indicator in context.definitions.indicators.values()
        for kind in KINDS
        if (indicator.id, kind) in latest
    ]
    table = pd.DataFrame(rows, columns=COLUMNS)
    told = "what stands behind the surveys" if len(table) else WORDS[Verdict.HIDDEN].lower()
    title = fitting(TITLE_WORDS, f"{whose}: {told}", told)
    return Scrutiny(
        title=title,
        subtitle="Latest survey, or first against latest; only what enough people stand behind",
        verdict=Verdict.NO_CHANGE if len(table) else Verdict.HIDDEN,
        alt=f"{title}. {words.several(len(table), 'row', 'rows')}.",
        why=_assumptions(findings),
        rows=table,
    )


def _assumptions(findings: pd.DataFrame) -> tuple[str, ...]:
    """What the model takes for granted, once: its variants begin alike and the fullest says most."""
    told = findings.loc[findings["kind"] == "mixed_model", "detail"]
    return (max(told, key=len),) if len(told) else ()


def latest_of(context: Context, findings: pd.DataFrame) -> dict[tuple[str, str], Row]:
    """Of each indicator and kind the result that ends last and, of those, begins first."""
    order = context.rounds.set_index("round_id")["ordinal"].to_dict()
    ends = findings.assign(
        stop=[order.get(name, 0) for name in findings["to_period"]],
        begin=[-order.get(name, 0) for name in findings["from_period"]],
    ).sort_values(["stop", "begin"])
    return {(row.indicator_id, row.kind): row for row in each(ends)}


def coefficient(value: float) -> str:
    """A coefficient such as alpha or a correlation, with two decimals."""
    return f"{value:.2f}".replace("-", words.MINUS)


def with_interval(found: Row, form: Callable[[float], str]) -> str:
    """A result in words, with its 95 % interval where it has one."""
    if math.isnan(found.low):
        return form(found.value)
    return f"{form(found.value)} ({form(found.low)} to {form(found.high)})"


def _hangs_together(found: Row) -> str:
    if found.value >= WELL:
        return "The questions hang together well"
    if found.value >= ENOUGH:
        return "The questions hang together well enough for groups"
    return "The questions hang together poorly: read them one by one"


def _reliability(indicator: Indicator, found: Row, context: Context) -> tuple[str, str, str]:
    del indicator, context
    result = f"{with_interval(found, coefficient)}; {found.n_band} people"
    return "Do the questions hang together? (Cronbach’s alpha, all questions answered)", result, _hangs_together(found)


def _omega(indicator: Indicator, found: Row, context: Context) -> tuple[str, str, str]:
    del indicator, context
    return (
        "The same, allowing questions to weigh differently (omega)",
        coefficient(found.value),
        _hangs_together(found),
    )


def _end(side: str, room: str) -> Callable[[Indicator, Row, Context], tuple[str, str, str]]:
    def told(indicator: Indicator, found: Row, context: Context) -> tuple[str, str, str]:
        del indicator, context
        return f"People at the {side} possible score", words.percent(found.value), f"Little room to {room}"

    return told


def _match_rate(indicator: Indicator, found: Row, context: Context) -> tuple[str, str, str]:
    del indicator, context
    few = found.value < FEW_MATCHED
    means = "Few: read both ways of comparing" if few else "Enough to trust the same people both times"
    return "Of the first survey’s people, found again in the latest", words.percent(found.value), means


def _attrition(indicator: Indicator, found: Row, context: Context) -> tuple[str, str, str]:
    del context
    means = "No difference at first that we can tell from chance"
    if math.isnan(found.low):
        means = "Too few answers for an interval"
    elif not found.low <= 0 <= found.high:
        means = f"Those found again were {'higher' if found.value > 0 else 'lower'} at first: read with care"
    return "At first: people found again less the others", _points(indicator, found), means


def _change(what: str) -> Callable[[Indicator, Row, Context], tuple[str, str, str]]:
    def told(indicator: Indicator, found: Row, context: Context) -> tuple[str, str, str]:
        del context
        many = found.n_band if "teams" in found.n_band else f"{found.n_band} {indicator.counts}"
        return what, f"{_points(indicator, found)}; {many}", _beyond(found)

    return told


def _agreement(indicator: Indicator, found: Row, context: Context) -> tuple[str, str, str]:
    del indicator, context
    what = "Do people of one team answer alike? (median r_wg)"
    return what, f"{coefficient(found.value)}; {found.n_band}", f"{found.detail[:1].upper()}{found.detail[1:]}"


def _share_between(indicator: Indicator, found: Row, context: Context) -> tuple[str, str, str]:
    del indicator, context
    return "How much of one answer is the team’s (ICC1)", coefficient(found.value), "The rest differs within teams"


def _team_mean(indicator: Indicator, found: Row, context: Context) -> tuple[str, str, str]:
    del indicator, context
    means = (
        "Teams differ enough to be told apart" if found.value >= ENOUGH else "Teams differ too little to be told apart"
    )
    return "How dependable a team’s mean is (ICC2)", coefficient(found.value), means


def _correlation(indicator: Indicator, found: Row, context: Context) -> tuple[str, str, str]:
    other = context.definitions.indicators[found.part].name.lower() if found.part else "another measure"
    del indicator
    what = f"Do teams that are high here have a high {other}? (correlation over {found.n_band})"
    return what, with_interval(found, coefficient), "Of teams, not of people; and not what leads to what"


def _points(indicator: Indicator, found: Row) -> str:
    return words.interval_text(indicator, found.value, found.low, found.high)


def _beyond(found: Row) -> str:
    if math.isnan(found.low):
        return "Too few answers for an interval"
    return "Chance alone could do this" if found.low <= 0 <= found.high else "More than chance explains"


TOLD: dict[str, Callable[[Indicator, Row, Context], tuple[str, str, str]]] = {
    "reliability": _reliability,
    "omega": _omega,
    "floor": _end("lowest", "fall"),
    "ceiling": _end("highest", "rise"),
    "match_rate": _match_rate,
    "attrition": _attrition,
    "paired_change": _change("First against latest, the same people both times"),
    "unpaired_change": _change("First against latest, all who answered"),
    "mixed_model": _change("First against latest, modelled, each team with a level of its own"),
    "agreement": _agreement,
    "icc1": _share_between,
    "icc2": _team_mean,
    "correlation": _correlation,
}
