"""What is new since the last learning set: how many points, tests and stories; never an old beside a new value.

The last learning set is what everybody in the room remembers. When a reader last looked is not kept anywhere: a browser
forgets, several people share a machine, and it would be one more thing known about somebody.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from joy.access import Who, need_cohort, need_team
from joy.frames import row_of
from joy.store.reader import Asker
from joy.views import words
from joy.views.context import Context, context_of
from joy.views.stories import stories_for


STEPS = {"week": ("new week", "new weeks"), "fortnight": ("new fortnight", "new fortnights")}


@dataclass(frozen=True)
class Since:
    """What came since `day`: the last learning set before the update's day, else the cohort's first day.

    Of a cohort that ended, since its end: what was told or tallied while it ran is not new to anybody any more.
    """

    sentence: str
    day: pd.Timestamp
    points: int
    surveys: int
    tests: int
    stories: int


def cohort_since(store: Asker, release: Asker, who: Who, cohort_id: str) -> Since:
    """What is new of a cohort. Raises `NotAllowed`."""
    need_cohort(who, cohort_id)
    context = context_of(store, release, who)
    figures = context.release.ask("views/figures", group_kind="cohort", group_id=cohort_id)
    return _since(context, cohort_id, figures, None)


def team_since(store: Asker, release: Asker, who: Who, enrolment_id: str) -> Since:
    """What is new of a team in its cohort. Raises `NotAllowed`."""
    need_team(who, enrolment_id)
    context = context_of(store, release, who)
    cohort_id = str(context.teams.set_index("enrolment_id").loc[enrolment_id, "cohort_id"])
    figures = context.release.ask("views/figures", group_kind="team", group_id=enrolment_id)
    return _since(context, cohort_id, figures, enrolment_id)


def _since(context: Context, cohort_id: str, figures: pd.DataFrame, enrolment_id: str | None) -> Since:
    day, what = _last_set(context, cohort_id)
    shown = figures[(figures["state"] == "shown") & (figures["period_end"] > day)]
    lines = shown[shown["indicator_id"] == context.good_days.id]
    step = next((kind for kind in STEPS if (lines["period_kind"] == kind).any()), "week")
    points = int(lines.loc[lines["period_kind"] == step, "period_start"].nunique())
    surveys = int(shown.loc[shown["period_kind"] == "round", "period_id"].nunique())
    told = stories_for(context.store, context.who, context.programme_id)
    tests, stories = (_own(frame, cohort_id, enrolment_id) for frame in (context.tests, told))
    finished = int(((tests["ended_on"] > day) & (tests["ended_on"] <= context.as_of)).sum())
    new_stories = int((stories["told_on"] > day).sum())
    counts = (
        (points, *STEPS[step]),
        (surveys, "survey", "surveys"),
        (finished, "test finished", "tests finished"),
        (new_stories, "story", "stories"),
    )
    news = words.listed([words.several(*count) for count in counts if count[0]]) or "nothing new that can be shown"
    return Since(f"Since {what}: {news}.", day, points, surveys, finished, new_stories)


def _own(frame: pd.DataFrame, cohort_id: str, enrolment_id: str | None) -> pd.DataFrame:
    mine = frame["cohort_id"] == cohort_id if enrolment_id is None else frame["enrolment_id"] == enrolment_id
    return frame[mine]


def _last_set(context: Context, cohort_id: str) -> tuple[pd.Timestamp, str]:
    cohort = row_of(context.cohorts, "cohort_id", cohort_id)
    if cohort["end_date"] < context.as_of:  # not so where no end is known
        return cohort["end_date"], f"the cohort ended on {words.day(cohort['end_date'])}"
    sets = context.learning_sets(cohort_id)
    past = sets[sets["starts_on"] < context.as_of]
    if past.empty:
        return cohort["start_date"], "the cohort began"
    last = past.sort_values("starts_on").iloc[-1]
    return last["starts_on"], f"learning set {last['ordinal']} on {words.day(last['starts_on'])}"
