"""What an evaluator asks of a cohort or the whole programme: process, outcome in several ways, who was lost, how sure.

Everything was reckoned from people when the update was made; here it is only set side by side.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from joy.access import Who, sees_cohort
from joy.definitions import Indicator
from joy.findings import WORDS, Finding, Scrutiny, Verdict
from joy.findings.evaluation import SideBySide, Tabled
from joy.findings.records import TITLE_WORDS
from joy.frames import Row, each, only
from joy.store.reader import Asker
from joy.views import words
from joy.views.scrutiny import ENOUGH, coefficient, latest_of, scrutiny, with_interval
from joy.views.sentences import fitting
from joy.views.taking_part import by_cohort
from joy.views.whose import Whose, whose_cohort, whose_programme


WAYS = {  # in the order in which they are read
    "paired_change": "The same people both times",
    "unpaired_change": "All who answered",
    "mixed_model": "Modelled, each team with a level of its own",
    "clustered_change": "Team by team, daily answers",
}
SURE = {
    "reliability": "Alpha (95% interval)",
    "omega": "Omega",
    "agreement": "Agreement in teams (r_wg)",
    "icc1": "ICC1",
}
SURE |= {"icc2": "ICC2"}
SIDE_BY_SIDE = (
    "The same people both times compares each person with themselves, and leaves out whoever could not be followed.",
    "All who answered keeps everybody, and other people may have answered the second time.",
    "The model keeps everybody and lets teams differ; its assumptions stand below.",
    "Where the ways agree, a change does not hang on the way it was worked out. Where they differ, read both.",
)
NO_MODEL = "The model needs enough teams with enough answers at both ends; here it could not be told."
ALIKE = "no difference we can tell from chance"
SENTENCES = ". "


@dataclass(frozen=True)
class Evaluation:
    """One cohort or the whole programme. `assumptions` of the model, a sentence each; `how_sure` has all."""

    headline: Finding
    about: str
    process: Tabled
    outcome: tuple[SideBySide, ...]
    single: Tabled
    assumptions: tuple[str, ...]
    lost: Tabled
    reliability: Tabled
    how_sure: Scrutiny


def evaluation_of_cohort(store: Asker, release: Asker, who: Who, cohort_id: str) -> Evaluation:
    """Set side by side what was found of one cohort. Raises `NotAllowed`, and `NotFound` for an unknown cohort."""
    return _evaluation(whose_cohort(store, release, who, cohort_id))


def evaluation_of_programme(store: Asker, release: Asker, who: Who, programme_id: str) -> Evaluation:
    """The same of a whole programme; reliability is that of each cohort's rounds. Raises `NotAllowed`."""
    return _evaluation(whose_programme(store, release, who, programme_id))


def _evaluation(whose: Whose) -> Evaluation:
    findings = whose.findings
    latest = latest_of(whose.context, findings[findings["kind"].isin([*WAYS, "match_rate", "attrition"])])
    measures = whose.context.definitions.indicators.values()
    found = {one.id: {kind: latest[one.id, kind] for kind in WAYS if (one.id, kind) in latest} for one in measures}
    outcome = tuple(_side_by_side(one, found[one.id]) for one in measures if found[one.id])
    how_sure = scrutiny(whose.context, findings, whose.name)
    return Evaluation(
        headline=_headline(whose, outcome),
        about=whose.about,
        process=_process(whose),
        outcome=tuple(record for record in outcome if len(record.rows) > 1),
        single=_single([(one, next(iter(found[one.id].items()))) for one in measures if len(found[one.id]) == 1]),
        assumptions=_sentences(how_sure.why),
        lost=_lost(whose, latest),
        reliability=_reliability(whose),
        how_sure=how_sure,
    )


def _moved(outcome: tuple[SideBySide, ...]) -> Iterator[str]:
    """How many measures moved whichever way they are compared, and how many of those with one way only."""
    several, single = ([one for one in outcome if (len(one.rows) > 1) is many] for many in (True, False))
    for records, how in (
        (several, "measures moved whichever way they are compared"),
        (single, "that can be compared one way"),
    ):
        if records:
            moved = sum(record.verdict not in {Verdict.NO_CHANGE, Verdict.TOO_FEW} for record in records)
            yield f"{moved} of {len(records)} {how}"


def _headline(whose: Whose, outcome: tuple[SideBySide, ...]) -> Finding:
    title = "; ".join(_moved(outcome)).capitalize() or "No measure can be compared with its start yet"
    return Finding(
        title=title,
        subtitle="First against latest, each way of comparing side by side",
        verdict=Verdict.NO_CHANGE if outcome else Verdict.TOO_FEW,
        alt=f"{whose.name}: {title}.",
        why=(
            "A measure counts as moved where no way of comparing it holds zero in its 95% interval.",
            "Nothing corrects for looking at several measures: of twenty without a change, one would seem to move.",
            "Before and after without a control group: other things changed meanwhile, and no cause is claimed.",
        ),
    )


def _side_by_side(indicator: Indicator, found: dict[str, Row]) -> SideBySide:
    rows = [_way(indicator, kind, row) for kind, row in found.items()]
    verdict = _shared([Verdict(str(row[6])) for row in rows])
    said = {Verdict.NO_CHANGE: "no change that every way tells from chance", Verdict.TOO_FEW: "too few answers to tell"}
    told = said.get(verdict) or f"{WORDS[verdict].lower()}, whichever way it is worked out"
    title = fitting(TITLE_WORDS, f"{indicator.name}: {told}", told)
    columns = ["key", "label", "value", "low", "high", "told", "verdict", "n"]
    return SideBySide(
        title=title,
        subtitle=f"First against latest, in points: {indicator.unit}",
        verdict=verdict,
        alt=f"{title}. " + "; ".join(f"{row[1]}: {row[5]}, {row[7]}" for row in rows) + ".",
        why=SIDE_BY_SIDE,
        rows=pd.DataFrame(rows, columns=columns),
        is_share=indicator.shows == "share",
        unit=indicator.unit,
    )


def _single(found: list[tuple[Indicator, tuple[str, Row]]]) -> Tabled:
    """Measures that could be compared in one way only, a row each."""
    rows = []
    for indicator, (kind, row) in found:
        _, label, _, _, _, told, verdict, many = _way(indicator, kind, row)
        means = WORDS[Verdict(str(verdict))]
        rows.append({"Measure": indicator.name, "Compared": label, "Change (95% interval)": told, "How many": many})
        rows[-1]["What it means"] = "Too few answers to tell" if verdict == Verdict.TOO_FEW else means
    title = "Measures that can be compared in one way only"
    why = ("Nobody could be followed on these, or too few: other people may have answered the second time.",)
    return _tabled(title, "First against latest, in points", pd.DataFrame(rows), why)


def _way(indicator: Indicator, kind: str, found: Row) -> tuple[object, ...]:
    many = found.n_band if "teams" in found.n_band else f"{found.n_band} {indicator.counts}"
    told = words.interval_text(indicator, found.value, found.low, found.high)
    return kind, WAYS[kind], found.value, found.low, found.high, told, str(_verdict(indicator, found)), many


def _verdict(indicator: Indicator, found: Row) -> Verdict:
    if math.isnan(found.low):
        return Verdict.TOO_FEW
    if found.low <= 0 <= found.high:
        return Verdict.NO_CHANGE
    return words.moved(indicator, 1 if found.value > 0 else -1)


def _shared(verdicts: list[Verdict]) -> Verdict:
    """What every way that has an interval says; no change where they differ, too few where none has one."""
    told = set(verdicts) - {Verdict.TOO_FEW}
    return (told.pop() if len(told) == 1 else Verdict.NO_CHANGE) if told else Verdict.TOO_FEW


def _process(whose: Whose) -> Tabled:
    """Teams enrolled, sending, testing and leaving, and how often they were at learning sets, cohort by cohort."""
    context = whose.context
    rows = by_cohort(context, context.release.ask("views/participation"))
    seen = [name in whose.cohort_ids and sees_cohort(context.who, name) for name in rows["cohort_id"]]
    table = pd.DataFrame([_of_cohort(whose, row) for row in each(only(rows, seen))])
    title = "Who took part: teams, tests and learning sets"
    return _tabled(
        title,
        "Counts of teams and of tests, not ideas: one idea may be tested several times; no answer stands behind them",
        table,
    )


def _of_cohort(whose: Whose, row: Row) -> dict[str, str]:
    context, cohort_id = whose.context, row.cohort_id
    tests = context.tests[context.tests["cohort_id"] == cohort_id]
    ended = int((tests["ended_on"] <= context.as_of).sum())
    return {
        "Cohort": row.cohort,
        "Teams enrolled": str(row.enrolled),
        "Sending answers": str(row.sending),
        "Testing": str(row.testing),
        "Left": str(row.left),
        "Tests begun": str(len(tests)),
        "Tests finished": str(ended),
        "At learning sets": _came(whose, cohort_id),
    }


def _came(whose: Whose, cohort_id: str) -> str:
    """How many of the noted visits of teams to learning sets took place; what nobody noted is not counted."""
    context = whose.context
    noted = context.store.ask("views/attendance", cohort_id=cohort_id, until=context.as_of.date())
    if noted.empty:
        return "not noted"
    came, sets = int((noted["attendees"] > 0).sum()), noted["event_id"].nunique()
    return f"{came} of {len(noted)} noted visits, {words.several(sets, 'set', 'sets')}"


def _lost(whose: Whose, latest: dict[tuple[str, str], Row]) -> Tabled:
    """How many of the first survey's people were found again, and how those differed at first from the others."""
    indicators = whose.context.definitions.indicators
    rows = [
        {
            "Measure": indicator.name,
            "Answered at first": f"{found.n_band} people",
            "Found again": words.percent(found.value),
            "At first: found again less lost": _differed(indicator, latest.get((indicator.id, "attrition"))),
        }
        for indicator in indicators.values()
        if (found := latest.get((indicator.id, "match_rate"))) is not None
    ]
    shares = [latest[name, "match_rate"].value for name in indicators if (name, "match_rate") in latest]
    ends = " to ".join(dict.fromkeys(words.percent(share) for share in _ends(shares)))
    title = f"{ends} of the first survey’s people were found again" if shares else "Nobody can be followed yet"
    why = (
        "People are followed by a code they chose; whoever gave none counts as lost.",
        "If those found again were higher or lower at first, a change among them may not hold for the others.",
    )
    return _tabled(
        title, "First against latest survey, people who gave the same code both times", pd.DataFrame(rows), why
    )


def _ends(shares: list[float]) -> list[float]:
    return [min(shares), max(shares)] if shares else []


def _differed(indicator: Indicator, found: Row | None) -> str:
    if found is None:
        return WORDS[Verdict.HIDDEN]
    told = words.interval_text(indicator, found.value, found.low, found.high)
    if math.isnan(found.low):
        return f"{told}; too few for an interval"
    return f"{told}; {ALIKE if found.low <= 0 <= found.high else 'they differed: read with care'}"


def _reliability(whose: Whose) -> Tabled:
    """Every score at every round: how well its questions hang together and how alike people of one team answer."""
    context = whose.context
    findings = whose.findings
    if whose.kind == "programme":
        findings = context.release.ask("views/findings", group_kind="cohort", group_id=None)
    by_round = findings[findings["kind"].isin(SURE) & (findings["from_period"] == findings["to_period"])]
    rounds = {str(row.round_id): row for row in each(context.rounds)}
    order, when = list(context.definitions.indicators), list(rounds)
    found: dict[tuple[str, str, str], dict[str, Row]] = {}
    for row in each(by_round):
        if row.to_period in rounds and row.indicator_id in order:
            found.setdefault((row.indicator_id, row.to_period, row.instrument), {})[row.kind] = row
    known = sorted(found, key=lambda key: (order.index(key[0]), when.index(key[1])))
    rows = [_sure(whose, key[0], rounds[key[1]], found[key]) for key in known]
    enough = sum(row.value >= ENOUGH for of in found.values() for kind, row in of.items() if kind == "reliability")
    scored = sum("reliability" in of for of in found.values())
    title = (
        f"The questions hang together well enough in {enough} of {scored} scores"
        if scored
        else "No reliability can be told"
    )
    why = (
        "Well enough for groups: alpha of 0.70 or more (Nunnally 1978).",
        "Alpha is told with its 95% interval (Feldt); people who answered every question.",
        "Agreement, ICC1 and ICC2 say whether a team’s mean is the team’s own.",
    )
    return _tabled(title, "Each score at each survey round", pd.DataFrame(rows), why)


def _sure(whose: Whose, measure: str, one: Row, of: dict[str, Row]) -> dict[str, str]:
    told = {label: with_interval(of[kind], coefficient) if kind in of else "–" for kind, label in SURE.items()}
    many = next((of[kind].n_band for kind in ("reliability", "omega") if kind in of), "")
    name = whose.context.definitions.indicators[measure].name
    return {"Measure": name, "Cohort": whose.context.cohort_name(one.cohort_id), "Round": one.name} | (
        told | {"People": many}
    )


def _tabled(title: str, subtitle: str, rows: pd.DataFrame, why: tuple[str, ...] = ()) -> Tabled:
    return Tabled(
        title=fitting(TITLE_WORDS, title),
        subtitle=subtitle,
        verdict=Verdict.NO_CHANGE if len(rows) else Verdict.HIDDEN,
        alt=f"{title}. {words.several(len(rows), 'row', 'rows')}.",
        why=why,
        rows=rows,
    )


def _sentences(assumptions: tuple[str, ...]) -> tuple[str, ...]:
    told = [part.rstrip(".") for text in assumptions for part in text.split(SENTENCES) if part]
    return tuple(f"{part}." for part in told) or (NO_MODEL,)
