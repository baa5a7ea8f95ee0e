"""How we measure: what is asked where, the rules of a chart with their chance, and where we differ from others."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from joy.access import Who, need_results, sees_cohort
from joy.change.mirror import ITEM_MARGIN, SCALE_MARGIN
from joy.definitions import Definitions, Indicator, Policy
from joy.frames import each
from joy.settings import ROOT
from joy.store.definitions import definitions_of
from joy.store.reader import Asker
from joy.variation import FEWEST_USEFUL, expected_signals, fair_limits, rate_of
from joy.variation.frozen import shortest_run
from joy.variation.power import DAYS_A_WEEK, how_often, power
from joy.variation.rules import FEWEST_BASELINE, Rules
from joy.views import rules
from joy.views.seen import Seen


DEVIATIONS = ROOT / "DEVIATIONS.md"
LENGTHS = (12, 20, 26, 36, 52)  # weeks: the first charts, half a year (a usual cohort), a year
START_SHARE = 0.5  # of days that are good before the rise
# Stable charts of 25 answers a week, looked at every week since the tenth, that have spoken at least once by week 24,
# 36 and 52: make simulate, “looked at every week”.
LOOKED_AT_WEEKLY = ((24, 7), (36, 11), (52, 15))
STATES = ("asked", "waiting", "no_longer")
DAILY, RISES = (2, 5, 10), (10, 20, 30)  # answers a day in small and larger teams; points
PARTS = {"Others": "others", "Here": "here", "Why": "why", "To get theirs": "theirs"}
# What a section is about, by the words of its title; the first that fits.
SUBJECTS = (
    ("Change, and how sure we are", r"intervals?|sure|change|similar|paired|effect|n counts|model"),
    (
        "Questionnaires",
        r"WHO-5|questionnaires?|validated|good day is|scor\w+|scales?|alpha|omega|reliability|manuals?|sum|wording"
        r"|SWEMWBS|items?|iMatter|answers of different length|no longer asked",
    ),
    ("What is shown, and how coarsely", r"shown|threshold|hidden|small groups"),
    (
        "Charts and signals",
        r"charts?|line|median|baseline|signals?|limits?|points?|rules?|phases?|icons?|shifts?|trend|values",
    ),
)
ELSE = "Data and commands"


@dataclass(frozen=True)
class AskedMeasure:
    """One indicator and the cohorts, by name: asked it, switched on but without answers, or no longer asked it."""

    indicator: Indicator
    asked: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()
    no_longer: tuple[str, ...] = ()

    @property
    def is_used(self) -> bool:
        return bool(self.asked or self.waiting or self.no_longer)


@dataclass(frozen=True)
class RunRule:
    """What makes a run chart of so many useful points speak, and in how many charts chance alone does it.

    `in_a_row` is None where so few points lie on one side that no run can be so long.
    """

    points: int
    in_a_row: int | None
    crossings_below: int
    chance: str


@dataclass(frozen=True)
class Spotted:
    """A team with so many answers a day, and of 100 such teams how many would see a rise of so many points."""

    daily: int
    rises: tuple[tuple[int, float], ...]


@dataclass(frozen=True)
class PointRule:
    """A rule of charts with limits, in words, and at how many points in a stable series chance alone fires it."""

    told: str
    one_point_in: int


@dataclass(frozen=True)
class Difference:
    """One section of DEVIATIONS.md: what others do, what happens here, why, and how to get theirs (Markdown, ours)."""

    title: str
    subject: str
    others: str
    here: str
    why: str
    theirs: str


@dataclass(frozen=True)
class Measures:
    """The measures that the programme uses, and those it could use."""

    used: tuple[AskedMeasure, ...]
    available: tuple[AskedMeasure, ...]
    definitions: Definitions


def measures(store: Asker, update: Asker | None, who: Who, programme_id: str) -> Measures:
    """Say which measures a programme uses, in their own order.

    A questionnaire counts as asked in a cohort as soon as answers to it are published; switched on before that, it
    waits for them. Switched off, it is no longer asked, and its figures stay. Cohorts that `who` may not see are not
    named. Raises `NotAllowed` where no results may be seen.
    """
    need_results(who)
    definitions = definitions_of(store)
    cohorts = _cohorts_asked(store, update, who, programme_id, definitions)
    found = [
        AskedMeasure(indicator, *(tuple(cohorts[state, indicator.id]) for state in STATES))
        for indicator in definitions.indicators.values()
    ]
    return Measures(
        tuple(one for one in found if one.is_used), tuple(one for one in found if not one.is_used), definitions
    )


def run_rules(lengths: Iterable[int] = LENGTHS) -> tuple[RunRule, ...]:
    """The two rules of a run chart as numbers, with half of the points on either side; each chance is exact."""
    every = []
    for points in lengths:
        above, below = points // 2, points - points // 2
        longest, fewest = fair_limits(above, below)
        chance = rules.one_chart_in(rate_of(above, below, longest, fewest))
        is_possible = longest < max(above, below)
        every.append(RunRule(points, longest + 1 if is_possible else None, fewest, chance))
    return tuple(every)


def run_after_baseline(baseline: int, after: int) -> int:
    """How many points in a row make a signal behind a baseline that fixed the line."""
    return int(shortest_run(baseline, after))


def point_rules() -> tuple[PointRule, ...]:
    """The rules of charts with limits as we set them; chances hold for points that vary evenly and independently."""
    ours = Rules.joy()
    beyond_two, beyond_three = _tail(2), _tail(3)
    in_three = 3 * beyond_two**2 * (1 - beyond_two) + beyond_two**3
    found = [
        (ours.outside, "A point outside the limits", 2 * beyond_three),
        (ours.shift, f"{ours.shift_n} points in a row on one side of the average", 2 * 0.5**ours.shift_n),
        (
            ours.trend,
            f"{ours.trend_n} points in a row, each higher (or each lower) than the last",
            _in_order(ours.trend_n),
        ),
        (ours.two_of_three, "Two of three points in a row near the same limit, in the outer third", 2 * in_three),
    ]
    return tuple(PointRule(told, round(1 / chance)) for is_on, told, chance in found if is_on)


def what_a_team_can_spot(policy: Policy) -> tuple[Spotted, ...]:
    """How often a lasting rise in good days would be seen on one team's chart of 26 weeks, from simulation.

    The rise comes in the middle, from `START_SHARE` of the days being good, and shares are rounded as that many answers
    are.
    """
    return tuple(Spotted(daily, tuple((rise, 100 * _seen(daily, rise, policy)) for rise in RISES)) for daily in DAILY)


def seen_after(weeks: int, daily: int, rise: int, policy: Policy) -> float:
    """Of 100 such teams, how many would see the rise if it came after so many of the 26 weeks."""
    return 100 * _seen(daily, rise, policy, weeks)


def in_hundred(seen: float) -> str:
    """A share of 100 to the nearest five, for a simulation knows no better: “about 40 in 100”."""
    nearest = 5 * round(seen / 5)
    if nearest < 5:  # noqa: PLR2004 - the step
        return "under 5 in 100"
    return "over 95 in 100" if nearest > 95 else f"about {nearest} in 100"  # noqa: PLR2004 - the last step


def in_words(seen: float) -> str:
    """The same in words, as a team's own page says it."""
    return how_often(seen / 100)


def _seen(daily: int, rise: int, policy: Policy, before: int | None = None) -> float:
    weekly = daily * DAYS_A_WEEK
    steps = [tier.share_step for tier in policy.tiers if tier.at_least <= weekly]
    blur = steps[-1] if steps else 0.0
    return power(daily, share=START_SHARE, rise=rise / 100, baseline_weeks=before, rounded_to=blur)


def similar_margins() -> tuple[float, float]:
    """How small a difference of 100 points must surely be to be called similar: for a score, and for one question."""
    return SCALE_MARGIN, ITEM_MARGIN


def by_chance(charts: int, points: int) -> float:
    """How many of so many charts of so many useful points speak though nothing changed."""
    return expected_signals([points] * charts)


def _tail(sigmas: float) -> float:
    """The share of an even (normal) spread that lies beyond so many standard deviations on one side."""
    return math.erfc(sigmas / math.sqrt(2)) / 2


def _in_order(points: int) -> float:
    """The chance that so many points come sorted, up or down: two of all their orders."""
    return 2 / math.factorial(points)


def enough_baseline() -> int:
    """How many useful points a baseline needs to fix the line of a chart."""
    return FEWEST_BASELINE


def fewest_points() -> int:
    """From how many useful points a chart may speak at all."""
    return FEWEST_USEFUL


@lru_cache(maxsize=4)
def differences(path: Path = DEVIATIONS) -> tuple[Difference, ...]:
    """Read where we differ from others, section by section; empty where the file is not installed."""
    if not path.is_file():
        return ()
    sections = re.split(r"^## ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    return tuple(_difference(section) for section in sections)


def _difference(section: str) -> Difference:
    title, _, body = section.partition("\n")
    pieces = re.split(r"^\*\*([^*]+)\*\*:?\s*", body, flags=re.MULTILINE)
    told = {PARTS[name]: text.strip() for name, text in zip(pieces[1::2], pieces[2::2], strict=True) if name in PARTS}
    return Difference(title.strip(), _subject(title), **{field: told.get(field, "") for field in PARTS.values()})


def subject_order(subject: str) -> int:
    """Where a subject stands on the page: charts first, commands last."""
    names = ("Charts and signals", *(name for name, _ in SUBJECTS if name != "Charts and signals"), ELSE)
    return names.index(subject)


def _subject(title: str) -> str:
    found = (name for name, words in SUBJECTS if re.search(rf"\b(?:{words})\b", title, re.IGNORECASE))
    return next(found, ELSE)


def _cohorts_asked(
    store: Asker, update: Asker | None, who: Who, programme_id: str, definitions: Definitions
) -> dict[tuple[str, str], list[str]]:
    """The names of cohorts, in cohort order, by state and indicator."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    rows = [] if update is None else each(Seen(update, who).ask("views/answered"))
    answered = {(row.cohort_id, row.indicator_id, str(row.instrument)) for row in rows}
    decided = _decided(store)
    cohorts = store.ask("views/cohorts", programme_id=programme_id)
    for cohort in (one for one in each(cohorts) if sees_cohort(who, one.cohort_id)):
        for indicator in definitions.indicators.values():
            state = _state(cohort.cohort_id, indicator, answered, decided)
            if state is not None:
                found[state, indicator.id].append(cohort.name)
    return found


def _state(
    cohort_id: str,
    indicator: Indicator,
    answered: set[tuple[str, str, str]],
    decided: dict[tuple[str, str], bool],
) -> str | None:
    """Whether a cohort is asked for one indicator: yes, not answered yet, no longer, or None where it never was."""
    mine = {ref for cohort, name, ref in answered if (cohort, name) == (cohort_id, indicator.id)}
    if any(decided.get((cohort_id, ref), True) for ref in mine):
        return "asked"
    if any(decided.get((cohort_id, ref)) for ref in indicator.measured.instruments):
        return "waiting"
    return "no_longer" if mine else None


def _decided(store: Asker) -> dict[tuple[str, str], bool]:
    uses = store.ask("store/questionnaire_uses")
    return {(row.cohort_id, row.instrument): bool(row.is_on) for row in each(uses)}
