"""What is new since the reader last looked, or since the last learning set: how many points, tests and stories.

Never an old beside a new value. When somebody last looked is known to their browser alone, as a day (pages/parts/
looked.py); what they could see then is what the newest update of that day reached to. Without such a day, or where no
update stood open on it, the last learning set counts, which is what everybody in the room remembers.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from joy.access import Who, need_cohort, need_programme, need_team, sees_cohort
from joy.frames import only, row_of
from joy.store.reader import Asker
from joy.views import words
from joy.views.context import Context, context_of
from joy.views.stories import stories_for


STEPS = {"week": ("new week", "new weeks"), "fortnight": ("new fortnight", "new fortnights")}


@dataclass(frozen=True)
class Looked:
    """A day on which somebody looked, and the day up to which the update reached that they could see then."""

    on: date
    known: date


@dataclass(frozen=True)
class Since:
    """What came since `day`: what the reader knew, else the last learning set before the update's day, else the start.

    Of a cohort that ended, since its end: what was told or tallied while it ran is not new to anybody any more.
    """

    sentence: str
    day: pd.Timestamp
    points: int
    surveys: int
    tests: int
    stories: int


def last_look(store: Asker, who: Who, programme_id: str, on: date, *, sees_first: bool) -> Looked | None:
    """What a reader who looked on a day could see of a programme then; None where nothing stood open.

    `sees_first`: the reader sees a new update at once. Raises `NotAllowed`.
    """
    need_programme(who, programme_id)
    known = store.ask("views/known_on", programme_id=programme_id, day=on, sees_first=sees_first)["as_of"].iloc[0]
    return None if pd.isna(known) else Looked(on, known.date())


def programme_since(store: Asker, release: Asker, who: Who, programme_id: str, looked: Looked | None = None) -> Since:
    """What is new of a programme: weeks and surveys of any of its cohorts that `who` may see. Raises `NotAllowed`."""
    need_programme(who, programme_id)
    context = context_of(store, release, who)
    figures = context.release.ask("views/figures", group_kind="cohort", group_id=None)
    begun = context.cohorts[context.cohorts["start_date"] < context.as_of]
    latest = begun if len(begun) else context.cohorts
    if latest.empty:
        return Since("Nothing new yet.", context.as_of, 0, 0, 0, 0)
    mine = only(latest, (sees_cohort(who, str(name)) for name in latest["cohort_id"]))
    cohort_id = str((mine if len(mine) else latest)["cohort_id"].iloc[-1])
    seen = [name for name in context.cohorts["cohort_id"] if sees_cohort(who, str(name))]
    tests = context.tests[context.tests["cohort_id"].isin(seen)]
    stories = stories_for(store, who, programme_id)
    start = _start(context, cohort_id, looked, of=f" of {context.cohort_name(cohort_id)}")
    return _since(context, start, figures, tests, stories)


def cohort_since(store: Asker, release: Asker, who: Who, cohort_id: str, looked: Looked | None = None) -> Since:
    """What is new of a cohort. Raises `NotAllowed`."""
    need_cohort(who, cohort_id)
    context = context_of(store, release, who)
    figures = context.release.ask("views/figures", group_kind="cohort", group_id=cohort_id)
    told = stories_for(store, who, context.programme_id)
    tests, stories = (frame[frame["cohort_id"] == cohort_id] for frame in (context.tests, told))
    return _since(context, _start(context, cohort_id, looked), figures, tests, stories)


def team_since(store: Asker, release: Asker, who: Who, enrolment_id: str, looked: Looked | None = None) -> Since:
    """What is new of a team in its cohort. Raises `NotAllowed`."""
    need_team(who, enrolment_id)
    context = context_of(store, release, who)
    cohort_id = str(context.teams.set_index("enrolment_id").loc[enrolment_id, "cohort_id"])
    figures = context.release.ask("views/figures", group_kind="team", group_id=enrolment_id)
    told = stories_for(store, who, context.programme_id)
    tests, stories = (frame[frame["enrolment_id"] == enrolment_id] for frame in (context.tests, told))
    return _since(context, _start(context, cohort_id, looked), figures, tests, stories)


@dataclass(frozen=True)
class _Start:
    """From when on something is new: results that reach beyond `day`, stories told after `told`; and its words."""

    day: pd.Timestamp
    told: pd.Timestamp
    what: str


def _start(context: Context, cohort_id: str, looked: Looked | None, *, of: str = "") -> _Start:
    if looked is not None:
        return _Start(
            pd.Timestamp(looked.known),
            pd.Timestamp(looked.on),
            f"this browser was last here, on {words.day(looked.on)}",
        )
    day, what = _last_set(context, cohort_id, of)
    return _Start(day, day, what)


def _since(context: Context, start: _Start, figures: pd.DataFrame, tests: pd.DataFrame, stories: pd.DataFrame) -> Since:
    shown = figures[(figures["state"] == "shown") & (figures["period_end"] > start.day)]
    lines = shown[shown["indicator_id"] == context.good_days.id]
    step = next((kind for kind in STEPS if (lines["period_kind"] == kind).any()), "week")
    points = int(lines.loc[lines["period_kind"] == step, "period_start"].nunique())
    surveys = int(shown.loc[shown["period_kind"] == "round", "period_id"].nunique())
    finished = int(((tests["ended_on"] > start.day) & (tests["ended_on"] <= context.as_of)).sum())
    new_stories = int((stories["told_on"] > start.told).sum())
    counts = (
        (points, *STEPS[step]),
        (surveys, "survey", "surveys"),
        (finished, "test finished", "tests finished"),
        (new_stories, "story", "stories"),
    )
    news = words.listed([words.several(*count) for count in counts if count[0]]) or "nothing new that can be shown"
    return Since(f"Since {start.what}: {news}.", start.day, points, surveys, finished, new_stories)


def _last_set(context: Context, cohort_id: str, of: str) -> tuple[pd.Timestamp, str]:
    cohort = row_of(context.cohorts, "cohort_id", cohort_id)
    named = cohort["name"] if of else "the cohort"
    if cohort["end_date"] < context.as_of:  # not so where no end is known
        return cohort["end_date"], f"{named} ended on {words.day(cohort['end_date'])}"
    sets = context.learning_sets(cohort_id)
    past = sets[sets["starts_on"] < context.as_of]
    if past.empty:
        return cohort["start_date"], f"{named} began"
    last = past.sort_values("starts_on").iloc[-1]
    return last["starts_on"], f"learning set {last['ordinal']}{of} on {words.day(last['starts_on'])}"
