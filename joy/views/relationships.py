"""The relationships page's question: what moved between people, with colleagues and with service users?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import isnan

import pandas as pd

from joy.access import Who
from joy.change import Interval, welch
from joy.definitions import Indicator
from joy.findings import WORDS, Aligned, Comparison, Finding, Mirror, Scrutiny, Verdict
from joy.findings.heard import Spans
from joy.findings.records import TITLE_WORDS
from joy.store.reader import Asker
from joy.views import words
from joy.views.aligned import aligned, on_shared_axes
from joy.views.changes import Compared, compare, comparison, title_of, why_of
from joy.views.cohort import changes_by_scale
from joy.views.figures import is_shown
from joy.views.mirror import WITH, mirror
from joy.views.mirror import not_asked as no_mirror
from joy.views.scrutiny import scrutiny
from joy.views.sentences import fitting
from joy.views.ties import gap_over_sets, ties_with_wellbeing
from joy.views.whose import Whose, whose_cohort, whose_programme


BOTH = ("relationships_colleagues", "relationships_service_users")
SAME = (  # one relationship, asked of staff and of service users on one scale; the two are never averaged
    ("relationships_service_users", "service_users_rate_staff"),
    ("therapeutic_staff", "therapeutic_service_users"),
)
SEEN_BY = ("As staff see it", "As service users see it")
BEING_ONESELF = ("authenticity", "being_myself")
OTHERS = (
    "seen_by_colleagues",
    "seen_by_service_users",
    "closeness_colleagues",
    "closeness_service_users",
    "working_alliance",
    "empathy_patients",
    "inclusion",
    "civility",
    "relationship_manager",
)
FEWEST_ROUNDS = 3  # two rounds are no course: they stand under first against latest


@dataclass(frozen=True)
class Relationships:
    """Everything the relationships page shows; `not_asked` names what was never asked here, in one line each."""

    about: str
    headline: Finding
    mirror: Mirror
    gap: Spans | None
    sides: tuple[Comparison, ...]
    lines: tuple[Aligned, ...]
    oneself: tuple[Comparison, ...]
    others: tuple[Comparison, ...]
    ties: Spans
    how_sure: Scrutiny
    not_asked: str


def relationships_of_cohort(store: Asker, release: Asker, who: Who, cohort_id: str) -> Relationships:
    """Answer for one cohort. Raises `NotAllowed`, and `NotFound` for an unknown cohort."""
    return _relationships(whose_cohort(store, release, who, cohort_id))


def relationships_of_programme(store: Asker, release: Asker, who: Who, programme_id: str) -> Relationships:
    """Answer for the whole programme. Raises `NotAllowed`."""
    return _relationships(whose_programme(store, release, who, programme_id))


def _relationships(whose: Whose) -> Relationships:
    context, known = whose.context, whose.context.definitions.indicators
    both = [compare(known[name], whose.figures, whose.findings) for name in BOTH]
    lenses = [i for i in known.values() if i.lens != "none" and i.shows == "mean" and i.measured.kind == "scale"]
    about_people = {*BOTH, *BEING_ONESELF, *OTHERS, *(name for pair in SAME for name in pair), "relationships_gap"}
    own = whose.findings[whose.findings["indicator_id"].isin(about_people)]
    return Relationships(
        about=whose.about,
        headline=_headline(both),
        mirror=mirror(context, whose.figures, whose.findings) or no_mirror(colleagues=False, service_users=False),
        gap=gap_over_sets(whose),
        sides=tuple(_sides(whose)),
        lines=_lines(whose, [*BOTH, "service_users_rate_staff"]),
        oneself=_shown(whose, BEING_ONESELF),
        others=_shown(whose, OTHERS),
        ties=ties_with_wellbeing(whose, lenses),
        how_sure=scrutiny(context, own, whose.name),
        not_asked=not_asked(whose, (*BOTH, "service_users_rate_staff", *BEING_ONESELF)),
    )


def _headline(both: list[Compared | None]) -> Finding:
    """What moved, on either side, in one sentence; the numbers stand behind it."""
    told = [_moved(one) for one in both]
    title = _sentence(told)
    verdicts = {Verdict.NOT_ASKED if one is None else one.verdict for one in both}
    return Finding(
        title=title,
        subtitle="First against latest survey; the two relationships stand side by side and are never averaged.",
        verdict=verdicts.pop() if len(verdicts) == 1 else Verdict.NO_CHANGE,
        alt=f"{title}.",
        why=tuple(why for one in both if one is not None and (why := why_of(one))) or (words.WHY_HIDDEN,),
    )


def _sentence(told: list[str]) -> str:
    if told[0] == told[1]:
        return fitting(TITLE_WORDS, f"Relationships: {told[0]}, {WITH[0]} or {WITH[1]}", f"Relationships: {told[0]}")
    parts = "; ".join(f"{place} {said}" for place, said in zip(WITH, told, strict=True))
    short = "; ".join(f"{place[5:]} {said}" for place, said in zip(WITH, told, strict=True))
    return fitting(TITLE_WORDS, f"Relationships {parts}", short, f"Relationships {WITH[0]} {told[0]}")


def _moved(one: Compared | None) -> str:
    """How one side moved, in few words."""
    if one is None or one.change is None:
        verdict = Verdict.NOT_ASKED if one is None else one.verdict
        is_alone = verdict is Verdict.TOO_FEW
        return "asked once so far" if is_alone else WORDS[verdict][:1].lower() + WORDS[verdict][1:]
    if one.verdict is Verdict.TOO_FEW:
        return "too few answers to tell"
    if one.verdict is Verdict.NO_CHANGE:
        return "no change we can tell from chance"
    way = "higher" if one.change.difference > 0 else "lower"
    return f"{words.points_text(one.indicator, one.change.difference, signed=False)} {way}"


def _lines(whose: Whose, names: list[str]) -> tuple[Aligned, ...]:
    """The course over the learning sets of what was surveyed three times or more."""
    known = whose.context.definitions.indicators
    drawn = [aligned(whose.context, whose.lines, known[name], title=_line_title(whose, known[name])) for name in names]
    return on_shared_axes(record for record in drawn if record and record.lines["value"].notna().sum() >= FEWEST_ROUNDS)


def _line_title(whose: Whose, indicator: Indicator) -> str:
    one = compare(indicator, whose.figures, whose.findings)
    return indicator.name if one is None else title_of(one)


def _shown(whose: Whose, names: tuple[str, ...]) -> tuple[Comparison, ...]:
    """First against latest of what was asked here; nothing of what never was."""
    asked = [one for one in whose.compared(names) if one.verdict is not Verdict.NOT_ASKED]
    return changes_by_scale(asked) if asked else ()


def not_asked(whose: Whose, names: tuple[str, ...]) -> str:
    """One line that names what was never asked here; empty where all was."""
    asked = {one.indicator.id for one in whose.compared(names) if one.verdict is not Verdict.NOT_ASKED}
    known = whose.context.definitions.indicators
    missing = [known[name].name for name in names if name in known and name not in asked]
    lower = [name[:1].lower() + name[1:] for name in missing]
    return f"{WORDS[Verdict.NOT_ASKED]} here: {words.listed(lower)}." if lower else ""


def _sides(whose: Whose) -> Iterator[Comparison]:
    """One relationship as staff and as service users see it, for every pair of questionnaires that was used."""
    known = whose.context.definitions.indicators
    for names in SAME:
        pair = [compare(known[name], whose.figures, whose.findings, label=label)
                for name, label in zip(names, SEEN_BY, strict=True)]  # fmt: skip
        asked = [one for one in pair if one is not None and one.verdict is not Verdict.NOT_ASKED]
        if not asked:
            continue
        missing = [
            Compared(known[name], label, None, None, None, Verdict.NOT_ASKED)
            for name, label, one in zip(names, SEEN_BY, pair, strict=True)
            if one is None
        ]
        rows = [one for one in pair if one is not None] + missing
        rows.sort(key=lambda one: SEEN_BY.index(one.label))
        title, apart = _apart(rows)
        record = comparison(
            rows,
            title=title,
            subtitle=f"{rows[0].indicator.unit[:1].upper()}{rows[0].indicator.unit[1:]}: first against latest survey",
            notes=tuple(dict.fromkeys(note for one in rows for note in one.indicator.caveats)),
        )
        yield replace(record, why=(*apart, *record.why))


def _apart(rows: list[Compared]) -> tuple[str, tuple[str, ...]]:
    """How far the two views lie apart in the latest survey, and whether chance could do it."""
    ends = [one.after for one in rows]
    values = [end for end in ends if end is not None and is_shown(end) and pd.isna(end["capped"])]
    if len(values) < len(SEEN_BY):
        states = words.listed([f"{one.label[3:]}: {_state(one)}" for one in rows])
        return fitting(TITLE_WORDS, f"The relationship {states}", "The two views cannot be compared here"), ()
    staff, users = (words.value_text(one.indicator, end["value"]) for one, end in zip(rows, values, strict=True))
    said = f"Latest survey: staff say {staff}, service users {users}"
    found = _difference(*values)
    if found.low is None or found.high is None:
        return f"{said}; too few answers to compare", ()
    size = words.interval_text(rows[0].indicator, found.estimate, found.low, found.high)
    why = (f"Service users less staff: {size}. They are different people, so this is no gap within a person.",)
    rest = "further apart than chance explains" if found.is_beyond_chance else "chance alone could do this"
    return fitting(TITLE_WORDS, f"{said}: {rest}", said), why


def _state(one: Compared) -> str:
    is_seen = one.after is not None and is_shown(one.after)
    return "shown" if is_seen else WORDS[one.verdict].lower()


def _difference(staff: pd.Series, users: pd.Series) -> Interval:
    """Service users less staff with the interval for two groups of different people (Welch), from released numbers."""
    numbers = [float(end["spread"]) for end in (staff, users)]
    estimate = float(users["value"]) - float(staff["value"])
    if any(isnan(number) for number in numbers):
        return Interval(estimate, None, None)
    return welch(
        float(staff["value"]), numbers[0], int(staff["n_low"]), float(users["value"]), numbers[1], int(users["n_low"])
    )
