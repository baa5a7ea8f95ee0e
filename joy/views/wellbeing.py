"""The wellbeing page's question: how are people, what helps, what gets in the way, and what did teams try?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from joy.access import Who, need_cohort, need_programme
from joy.findings import WORDS, Aligned, Comparison, Finding, Verdict
from joy.findings.heard import ComponentCard, Components, Themes
from joy.findings.records import TITLE_WORDS
from joy.frames import each
from joy.store.reader import Asker
from joy.views import words
from joy.views.aligned import aligned, on_shared_axes
from joy.views.changes import Compared, title_of, why_of
from joy.views.cohort import changes_by_scale
from joy.views.components import COMPONENTS
from joy.views.relationships import not_asked
from joy.views.sentences import fitting
from joy.views.voices import PROMPTS, themes_of
from joy.views.whose import Whose, whose_cohort, whose_programme


WELL = (
    "wellbeing",
    "not_burned_out",
    "look_forward",
    "engagement",
    "work_engagement",
    "work_engagement_three",
    "job_satisfaction",
    "job_satisfaction_one",
    "staff_experience",
    "net_advocacy",
    "compassion_satisfaction",
    "intention_to_leave",
    "intention_to_leave_ten",
    "wellbeing_short_scale",
    "wellbeing_long_scale",
)
LED = (
    "recognition",
    "relationship_manager",
    "psychological_safety",
    "psychological_safety_five",
    "inclusion",
    "civility",
    "team_climate",
)
USUAL = ("wellbeing", "not_burned_out", "engagement", "look_forward")  # named where they were never asked
USUAL_LED = ("recognition", "relationship_manager", "psychological_safety")
# Which component of joy a measure speaks to: ours, after the framework's own descriptions.
MEASURES = {
    1: ("psychological_safety", "psychological_safety_five", "civility"),
    2: ("worthwhile_days", "compassion_satisfaction"),
    4: ("recognition",),
    5: ("relationship_manager", "engagement"),
    6: ("relationships_colleagues", "closeness_colleagues", "team_climate", "inclusion"),
    7: ("work_done",),
    8: ("wellbeing", "not_burned_out"),
    9: ("good_days",),
}
FEWEST_ROUNDS = 3  # two rounds are no course: they stand under first against latest
STILL = {
    Verdict.NO_CHANGE: "no change we can tell from chance",
    Verdict.TOO_FEW: "too few answers to tell",
}


@dataclass(frozen=True)
class Wellbeing:
    """Everything the page on wellbeing and joy shows; `balancing` is read beside, `not_asked` names what never was."""

    about: str
    headline: Finding
    changes: tuple[Comparison, ...]
    lines: tuple[Aligned, ...]
    helps: Themes
    in_the_way: Themes
    components: Components
    led: tuple[Comparison, ...]
    balancing: tuple[Comparison, ...]
    not_asked: str
    led_not_asked: str


def wellbeing_of_cohort(store: Asker, release: Asker, who: Who, cohort_id: str) -> Wellbeing:
    """Answer for one cohort. Raises `NotAllowed`, and `NotFound` for an unknown cohort."""
    need_cohort(who, cohort_id)
    return _wellbeing(whose_cohort(store, release, who, cohort_id))


def wellbeing_of_programme(store: Asker, release: Asker, who: Who, programme_id: str) -> Wellbeing:
    """Answer for the whole programme. Raises `NotAllowed`."""
    need_programme(who, programme_id)
    return _wellbeing(whose_programme(store, release, who, programme_id))


def _wellbeing(whose: Whose) -> Wellbeing:
    well = _asked(whose, WELL)
    said = whose.context.release.ask("views/themes", group_kind=whose.kind, group_id=whose.id)
    beside = tuple(i.id for i in whose.measured() if i.role == "balancing")
    return Wellbeing(
        about=whose.about,
        headline=_headline(well),
        changes=changes_by_scale(well) if well else (),
        lines=_lines(whose, well),
        helps=themes_of(said, "helps"),
        in_the_way=themes_of(said, "gets_in_way"),
        components=_components(whose, said),
        led=changes_by_scale(led) if (led := _asked(whose, LED)) else (),
        balancing=changes_by_scale(own) if (own := _asked(whose, beside)) else (),
        not_asked=not_asked(whose, USUAL),
        led_not_asked=not_asked(whose, USUAL_LED),
    )


def _asked(whose: Whose, names: tuple[str, ...]) -> list[Compared]:
    return [one for one in whose.compared(names) if one.verdict is not Verdict.NOT_ASKED]


def _headline(well: list[Compared]) -> Finding:
    """What moved of how people are, in one sentence; the rest stands behind it."""
    title = _sentence(well)
    verdicts = {one.verdict for one in well} or {Verdict.NOT_ASKED}
    return Finding(
        title=title,
        subtitle="First against latest survey; what moved is told, and what did not.",
        verdict=verdicts.pop() if len(verdicts) == 1 else Verdict.NO_CHANGE,
        alt=f"{title}.",
        why=tuple(why for one in well if (why := why_of(one))) or (words.WHY_HIDDEN,),
    )


def _sentence(well: list[Compared]) -> str:
    compared = [one for one in well if one.change is not None]
    if not well:
        return f"Wellbeing: {WORDS[Verdict.NOT_ASKED].lower()} here"
    if not compared:
        return title_of(well[0])
    moved = [one for one in compared if one.verdict not in STILL]
    quiet = [_quiet(verdict, compared) for verdict in STILL]
    if not moved:
        said = "; ".join(filter(None, quiet))
        short = "How people are: no change, or too few answers to tell one from chance"
        return fitting(TITLE_WORDS, said, short)
    told = "; ".join(_told(one) for one in moved)
    rest = [_low(part) for part in quiet if part]
    return fitting(TITLE_WORDS, "; ".join([told, *rest]), told, title_of(moved[0]))


def _quiet(verdict: Verdict, compared: list[Compared]) -> str:
    """The measures of which no change is told, and why not; empty where there are none."""
    names = words.listed([_low(one.label) for one in compared if one.verdict is verdict])
    return f"{names[:1].upper()}{names[1:]}: {STILL[verdict]}" if names else ""


def _told(one: Compared) -> str:
    assert one.change is not None  # noqa: S101  only what was compared comes here
    way = "higher" if one.change.difference > 0 else "lower"
    return f"{one.label} {words.points_text(one.indicator, one.change.difference, signed=False)} {way}"


def _low(name: str) -> str:
    return f"{name[:1].lower()}{name[1:]}"


def _lines(whose: Whose, well: list[Compared]) -> tuple[Aligned, ...]:
    """The course over the learning sets of what was surveyed three times or more."""
    drawn = [aligned(whose.context, whose.lines, one.indicator, title=title_of(one)) for one in well]
    return on_shared_axes(record for record in drawn if record and record.lines["value"].notna().sum() >= FEWEST_ROUNDS)


def _components(whose: Whose, said: pd.DataFrame) -> Components:
    """For each component: what was measured, what teams tried and what people said."""
    tried = _tried(whose)
    cards = tuple(
        ComponentCard(
            number=number,
            name=name,
            measured=tuple(_measured(whose, number)),
            tried=tried.get(number, "No idea tagged so"),
            said=tuple(_said(said, number)),
        )
        for number, name in COMPONENTS.items()
    )
    touched = sum(number in tried for number in COMPONENTS)
    many = "all nine" if touched == len(COMPONENTS) else f"{touched} of the nine"
    title = f"Teams tried something in {many} components of joy in work"
    parts = [f"{card.name}: {card.tried}" for card in cards]
    return Components(
        title=title,
        subtitle="What was measured, what teams tried and what staff said, component by component",
        verdict=Verdict.NO_CHANGE,
        alt=f"{title}. {'; '.join(parts)}.",
        why=(
            "The nine components come from the Institute for Healthcare Improvement’s framework for joy in work.",
            "Which measure speaks to which component is our own reading. Ideas and remarks were tagged by people.",
            "What stands side by side here speaks to one component, and no more is said by that.",
        ),
        cards=cards,
    )


def _tried(whose: Whose) -> dict[int, str]:
    """How many ideas were raised, tested and kept, by component."""
    context = whose.context
    counts = context.store.ask(
        "views/ideas_by_component", programme_id=context.programme_id, until=context.as_of.date()
    )
    own = counts[counts["cohort_id"].isin(whose.cohort_ids)].groupby("component")[["ideas", "tested", "adopted"]].sum()
    return {
        int(row.Index): f"{words.several(row.ideas, 'idea', 'ideas')}, {row.tested} tested, {row.adopted} kept"
        for row in each(own)
    }


def _measured(whose: Whose, number: int) -> Iterator[str]:
    asked = _asked(whose, MEASURES.get(number, ()))
    for one in asked:
        yield title_of(one)
    if not asked:
        yield WORDS[Verdict.NOT_ASKED]


def _said(said: pd.DataFrame, number: int) -> Iterator[str]:
    """The themes of the component, what helps first."""
    own = said[said["component"] == number]
    for prompt, name in PROMPTS.items():
        for row in each(own[own["prompt"] == prompt]):
            yield f"{name}: {_low(row.theme)} ({row.n_band} remarks)"
