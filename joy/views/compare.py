"""How cohorts compare: each headline measure lined up, and how far each cohort moved since its start.

Only what was asked in the same words is compared: the version that most cohorts were asked. Cohorts stand in their
order and teams are never ranked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import pandas as pd

from joy.access import Who, need_programme, sees_cohort
from joy.definitions import Indicator
from joy.findings import WORDS, Aligned, Finding, Verdict
from joy.findings.compare import ChangeByCohort
from joy.findings.records import TITLE_WORDS
from joy.frames import Row, each, only
from joy.store.reader import Asker
from joy.views import words
from joy.views.aligned import aligned
from joy.views.changes import Compared, compare, is_early, numbers_of, too_early
from joy.views.context import Context, context_of
from joy.views.positions import WAYS, By
from joy.views.scale import axis
from joy.views.sentences import fitting
from joy.views.young import is_young


BEYOND_BY_CHANCE = 0.05  # of 95 % intervals around no change
ELSEWHERE = "Asked in another way, so not compared here"
OTHERS = "Only the cohorts that your role shows are counted and compared; the programme has others."
EARLY = "too early for a verdict"
ALONE = (  # with no cohort and with one to see: where there is no other, and where others are not the reader's to see
    ("There is no cohort to see yet", "No cohort of this programme is yours to see"),
    (
        "There is one cohort so far, so nothing to compare it with",
        "Only one of the programme’s cohorts is yours to see, so nothing to compare it with",
    ),
)


@dataclass(frozen=True)
class MeasureCompared:
    """One headline measure over all cohorts; `lines` by how they are lined up, missing where nothing can be drawn."""

    indicator_id: str
    name: str
    otherwise: str
    lines: Mapping[By, Aligned | None]
    change: ChangeByCohort


@dataclass(frozen=True)
class CohortsCompared:
    """Everything the page of cohorts side by side shows."""

    headline: Finding
    measures: Mapping[str, MeasureCompared]


def cohorts_compared(store: Asker, release: Asker, who: Who, programme_id: str) -> CohortsCompared:
    """Compare the cohorts of a programme that `who` may see, from one published update. Raises `NotAllowed`."""
    need_programme(who, programme_id)
    context = context_of(store, release, who)
    others, context = len(context.cohorts), replace(context, cohorts=seen_cohorts(context))
    others -= len(context.cohorts)
    figures = context.release.ask("views/figures", group_kind="cohort", group_id=None)
    findings = context.release.ask("views/findings", group_kind="cohort", group_id=None)
    measured = {i.id: _measure(context, i, figures, findings) for i in context.headline}
    return CohortsCompared(headline=_headline(context, measured, others), measures=measured)


def seen_cohorts(context: Context) -> pd.DataFrame:
    """The cohorts whose totals may be seen, in order."""
    return only(context.cohorts, (sees_cohort(context.who, name) for name in context.cohorts["cohort_id"]))


def version_of(figures: pd.DataFrame) -> str:
    """The version of the question that most cohorts were asked, of equals the newest; empty where nobody was."""
    asked = figures[figures["state"] != "not_asked"]
    if asked.empty:
        return ""
    rows = asked.groupby("instrument").agg(cohorts=("group_id", "nunique"), last=("period_start", "max"))
    return str(rows.sort_values(["cohorts", "last"]).index[-1])


def _measure(context: Context, indicator: Indicator, figures: pd.DataFrame, findings: pd.DataFrame) -> MeasureCompared:
    mine = figures[figures["indicator_id"] == indicator.id]
    version = version_of(mine)
    same = mine[mine["instrument"] == version]
    change = _changes(context, indicator, mine, same, findings)
    otherwise = _otherwise(context, mine, same)
    return MeasureCompared(
        indicator_id=indicator.id,
        name=indicator.name,
        otherwise=otherwise,
        lines={by: _lined_up(context, indicator, mine, same, by) for by in WAYS},
        change=change,
    )


def _lined_up(context: Context, indicator: Indicator, mine: pd.DataFrame, same: pd.DataFrame, by: By) -> Aligned | None:
    record = aligned(context, same, indicator, title=indicator.name, by=by)
    if record is None:
        return None
    low, high = axis(record.lines["value"], indicator.minimum, indicator.maximum)
    reworded = tuple(context.cohort_name(name) for name in _switched(mine, same))
    return replace(
        record,
        title=_ends_title(indicator, record.lines),
        why=(*record.why, *_middles(indicator, by), *_begun(reworded)),
        minimum=low,
        maximum=high,
        reworded=reworded,
    )


def _ends_title(indicator: Indicator, lines: pd.DataFrame) -> str:
    """Between which values the cohorts began, and between which they stand."""
    shown = lines.dropna(subset=["value"])
    ends = [shown.groupby("ordinal").nth(place) for place in (0, -1)]
    plain = f"{indicator.name}, cohort by cohort"
    if any((end["bound"] != "").any() for end in ends):
        return fitting(TITLE_WORDS, plain)
    began, stand = (
        [words.value_text(indicator, value) for value in sorted({end["value"].min(), end["value"].max()})]
        for end in ends
    )
    at = ["at", "between"]
    told = f"began {at[len(began) - 1]} {' and '.join(began)}, latest {at[len(stand) - 1]} {' and '.join(stand)}"
    return fitting(TITLE_WORDS, f"{indicator.name}: cohorts {told}", plain)


def _middles(indicator: Indicator, by: By) -> tuple[str, ...]:
    """What a dot stands for where the axis is time."""
    if by == "sets" or indicator.measured.kind != "tally":
        return ()
    return ("Each dot is the time between two learning sets, put at its middle.",)


def _begun(reworded: tuple[str, ...]) -> tuple[str, ...]:
    told = f"{words.listed(list(reworded))} began with another question: that part is not drawn and never joined on."
    return (told,) if reworded else ()


def _switched(mine: pd.DataFrame, same: pd.DataFrame) -> list[str]:
    """Cohorts that were asked this version and, at other times, another one."""
    other = mine[(mine["state"] != "not_asked") & ~mine["instrument"].isin(same["instrument"].unique())]
    return sorted(set(other["group_id"]) & set(same["group_id"]))


def _otherwise(context: Context, mine: pd.DataFrame, same: pd.DataFrame) -> str:
    """Where a cohort was asked in other words, said on the page itself."""
    never = sorted(set(mine.loc[mine["state"] != "not_asked", "group_id"]) - set(same["group_id"]))
    switched = _switched(mine, same)
    told = []
    if never:
        told.append(f"{_named(context, never)} asked in another way and cannot be compared.")
    if switched:
        told.append(f"{_named(context, switched)} asked in two ways; only this one is drawn.")
    return " ".join(told)


def _named(context: Context, names: list[str]) -> str:
    return f"{words.listed([context.cohort_name(name) for name in names])} {'was' if len(names) == 1 else 'were'}"


def _changes(
    context: Context, indicator: Indicator, mine: pd.DataFrame, same: pd.DataFrame, findings: pd.DataFrame
) -> ChangeByCohort:
    found = {
        cohort.cohort_id: _compared(context, indicator, same, findings, cohort) for cohort in each(context.cohorts)
    }
    asked = set(mine.loc[mine["state"] != "not_asked", "group_id"])
    rows = [
        _row(cohort, found[cohort.cohort_id], was_asked=cohort.cohort_id in asked) for cohort in each(context.cohorts)
    ]
    compared = [one for one in found.values() if one is not None and one.change is not None]
    title = _title(indicator, compared)
    return ChangeByCohort(
        title=title,
        subtitle=f"Points of change since the start, with a 95% interval; {indicator.unit}",
        verdict=Verdict.NO_CHANGE if compared else Verdict.HIDDEN if asked else Verdict.NOT_ASKED,
        alt=f"{title}. " + "; ".join(f"{row[1]}: {row[5]}" for row in rows) + ".",
        why=(*(numbers_of(one) for one in compared), *_by_chance(compared)),
        notes=indicator.caveats,
        rows=pd.DataFrame(rows, columns=["key", "label", "value", "low", "high", "told", "n", "verdict"]).astype(
            dict.fromkeys(["value", "low", "high"], "float64")
        ),
        is_share=indicator.shows == "share",
        unit=indicator.unit,
    )


def _compared(
    context: Context, indicator: Indicator, same: pd.DataFrame, findings: pd.DataFrame, cohort: Row
) -> Compared | None:
    """One cohort against its start; where its weeks are too few for a verdict on its own page, there is none here."""
    own = [frame[frame["group_id"] == cohort.cohort_id] for frame in (same, findings)]
    one = compare(indicator, *own, label=cohort.name)
    if one is None or indicator.id != context.good_days.id or not is_young(context, cohort, same):
        return one
    return too_early(one)


def _row(cohort: Row, one: Compared | None, *, was_asked: bool) -> tuple[object, ...]:
    key, name = cohort.cohort_id, cohort.name
    if one is None or one.change is None:
        verdict = Verdict.NOT_ASKED if one is None else one.verdict
        told = ELSEWHERE if one is None and was_asked else WORDS[verdict]
        if one is not None and one.verdict is Verdict.TOO_FEW:
            told = "Nothing to compare with yet"
        return key, name, None, None, None, told, "", str(verdict)
    change = one.change
    n = f"{change.n_before}, then {change.n_after} {one.indicator.counts}"
    told = words.change_text(one.indicator, change)
    return (
        key, name, change.difference, change.low, change.high, f"{told}, {EARLY}" if is_early(one) else told,
        f"{change.people} people both times" if change.people else n, str(one.verdict),
    )  # fmt: skip


def _title(indicator: Indicator, compared: list[Compared]) -> str:
    told = _counted(compared)
    return fitting(TITLE_WORDS, f"{indicator.name}: {told}", told)


def _counted(compared: list[Compared]) -> str:
    """How many cohorts moved which way, in words; those with too few answers for an interval are counted apart."""
    early = sum(is_early(one) for one in compared)
    judged = [one for one in compared if one.change is not None and one.change.low is not None and not is_early(one)]
    rest = len(compared) - len(judged) - early
    few = "; ".join([f"too few answers in {rest}"] * bool(rest) + [f"too early in {early}"] * bool(early))
    if not judged:
        return few or "no cohort can be compared with its start"
    return "; ".join(filter(None, (_moved(judged), few)))


def _moved(compared: list[Compared]) -> str:
    """How many of the cohorts that can be judged moved which way."""
    said = [
        f"{word} in {count}"
        for verdict, word in (
            (Verdict.IMPROVED, "improved"),
            (Verdict.WORSENED, "worsened"),
            (Verdict.CHANGED, "changed"),
        )
        if (count := sum(one.verdict is verdict for one in compared))
    ]
    of = words.several(len(compared), "cohort compared", "cohorts compared")
    return f"{words.listed(said)} of {of}" if said else f"no change we can tell from chance in {of}"


def _by_chance(compared: list[Compared]) -> tuple[str, ...]:
    """How many of these intervals would miss zero although nothing changed."""
    count = sum(one.change is not None and one.change.low is not None for one in compared)
    expected = round(count * BEYOND_BY_CHANCE)
    often = f"about {expected}" if expected else "hardly any"
    return (f"Of {count} intervals, {often} would miss zero by chance alone.",) if count > 1 else ()


def _headline(context: Context, measured: Mapping[str, MeasureCompared], others: int) -> Finding:
    """The first measure in one sentence, the others below it; `others` cohorts are not the reader's to see."""
    count = len(context.cohorts)
    if count < 2:  # noqa: PLR2004  one cohort is no comparison
        title = ALONE[count][bool(others)]
        return Finding(title=title, subtitle="", verdict=Verdict.TOO_FEW, alt=title)
    changes = [one.change for one in measured.values()]
    title = _over_measures(changes)
    return Finding(
        title=title,
        subtitle="; ".join(change.title for change in changes) + ".",
        verdict=Verdict.NO_CHANGE,
        alt=title,
        why=(
            "Each cohort is held against its own start. Cohorts stand in their order; none is ranked.",
            *([OTHERS] if others else []),
        ),
    )


def _over_measures(changes: list[ChangeByCohort]) -> str:
    """How many of the headline measures moved which way in any cohort at all."""
    told = [set(change.rows["verdict"]) for change in changes if change.rows["value"].notna().any()]
    up, down = (sum(str(verdict) in verdicts for verdicts in told) for verdict in (Verdict.IMPROVED, Verdict.WORSENED))
    if not told:
        return "No headline measure can be compared with its start yet"
    if not up and not down:
        return "No headline measure moved beyond chance in any cohort"
    of = words.several(len(told), "headline measure", "headline measures")
    fewer = f"{down or 'none'} worsened in any that can be judged"
    return f"Of {of}, {up or 'none'} improved in at least one cohort and {fewer}"
