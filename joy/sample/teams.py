"""Teams and their enrolments, with the truth of each: who improved, who did not, who worsened, and from which week."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

import numpy as np

from joy.sample.names import SERVICES, WORDS
from joy.sample.plan import COHORTS, RATINGS, Cohort, stream


SIZES = (5, 6, 7, 8, 9, 10, 11, 12, 14)
SIZE_SHARES = (0.20, 0.22, 0.20, 0.14, 0.09, 0.06, 0.04, 0.03, 0.02)
SILENT_SINCE = date(2023, 2, 17)  # a Friday, more than four weeks before the day the sample is seen
WORKING_DAYS, EVERY_DAY, TWICE_A_WEEK = (0, 1, 2, 3, 4), (0, 1, 2, 3, 4, 5, 6), (1, 3)
LATE_SHARE, REMINDER_SHARE = 0.12, 0.9
LINK_TO_GOOD_DAYS = {"improved": 3.0, "none": 0.0, "worsened": -4.0}  # points of 100 before centring


@dataclass(frozen=True)
class Team:
    """One team. `renamed_on` is the first day of its present name."""

    team_id: str
    name: str
    directorate: str
    org_id: str
    setting: str
    is_clinical: bool
    headcount: int
    former_name: str = ""
    renamed_on: date | None = None

    def name_on(self, day: date) -> str:
        return self.former_name if self.renamed_on is not None and day < self.renamed_on else self.name


@dataclass(frozen=True)
class Truth:
    """What really changed in a team: good days as a share, the ratings (see RATINGS) in points of 100."""

    good_days: str
    size: float
    from_week: int | None
    over_weeks: int
    ratings: tuple[float, ...]


@dataclass(frozen=True)
class Enrolment:
    """One team in one cohort, with what steers its data."""

    enrolment_id: str
    ordinal: int
    team: Team
    cohort: Cohort
    joined_on: date
    truth: Truth
    reminder_on: date | None
    tallies_until: date
    left_on: date | None = None
    tally_days: tuple[int, ...] = WORKING_DAYS
    zero_week: date | None = None
    lead_left_on: date | None = None

    @property
    def is_late(self) -> bool:
        return self.joined_on > self.cohort.sets[0]

    @property
    def baseline(self) -> tuple[date, date]:
        """The first action period, a week later for a team that joined a week late."""
        late = self.joined_on - self.cohort.sets[0]
        return self.cohort.sets[0] + late, self.cohort.sets[1] + late

    @property
    def tallies(self) -> bool:
        """Whether the team ever tallied."""
        return self.tallies_until >= self.joined_on

    def present_on(self, day: date) -> bool:
        return self.joined_on <= day and (self.left_on is None or day < self.left_on)


@lru_cache(maxsize=1)
def enrolments() -> tuple[Enrolment, ...]:
    """Return every enrolment in order of cohort and ordinal, awkward cases included."""
    rng = stream("enrolments")
    teams = _teams(sum(cohort.size for cohort in COHORTS))
    made, used = [], 0
    for cohort in COHORTS:
        group = teams[used : used + cohort.size]
        used += cohort.size
        made += _cohort_enrolments(cohort, group, rng)
    return tuple(_with_awkward_cases(made))


def _teams(count: int) -> list[Team]:
    rng = stream("teams")
    places = rng.permutation(WORDS["places"])[:count]
    sizes = rng.choice(SIZES, size=count, p=SIZE_SHARES)
    kinds = [SERVICES[i] for start in range(0, count, len(SERVICES)) for i in rng.permutation(len(SERVICES))][:count]
    return [
        Team(
            f"t{n:02}",
            f"{place} {kind.words}",
            kind.directorate,
            kind.org_id,
            kind.setting,
            kind.is_clinical,
            int(size),
        )
        for n, (place, kind, size) in enumerate(zip(places, kinds, sizes, strict=True), start=1)
    ]


def _cohort_enrolments(cohort: Cohort, teams: Sequence[Team], rng: np.random.Generator) -> list[Enrolment]:
    truths = _truths(cohort, teams, rng)
    reminders = _reminders(cohort)
    return [
        Enrolment(
            enrolment_id=f"{cohort.cohort_id}-{n:02}",
            ordinal=n,
            team=team,
            cohort=cohort,
            joined_on=cohort.sets[0] + timedelta(days=7 * int(n > 1 and rng.random() < LATE_SHARE)),
            truth=truth,
            reminder_on=reminder,
            tallies_until=cohort.seen_until,
            tally_days=EVERY_DAY if team.setting == "mobile" else WORKING_DAYS,
        )
        for n, (team, truth, reminder) in enumerate(zip(teams, truths, reminders, strict=True), start=1)
    ]


def _truths(cohort: Cohort, teams: Sequence[Team], rng: np.random.Generator) -> list[Truth]:
    kinds = rng.permutation(np.repeat(("improved", "none", "worsened"), cohort.outcomes)).tolist()
    ratings = _ratings(cohort, teams, kinds, rng)
    return [Truth(kind, *_good_days(cohort, kind, rng), row) for kind, row in zip(kinds, ratings, strict=True)]


def _good_days(cohort: Cohort, kind: str, rng: np.random.Generator) -> tuple[float, int | None, int]:
    """Size of the change as a share, its first week and the weeks it takes; it begins in the middle third."""
    size = round(float(rng.uniform(0.15, 0.28) if kind == "improved" else -rng.uniform(0.15, 0.22)), 2)
    first = int(rng.integers(cohort.weeks // 3, 2 * cohort.weeks // 3))
    over = int(rng.integers(2, 7))
    if kind == "none":
        return 0.0, None, 0
    # The live cohort has few weeks yet: its changes begin right at the end of the baseline and are quick.
    return (size, 5, 2) if cohort.is_live else (size, first, over)


def _ratings(
    cohort: Cohort, teams: Sequence[Team], kinds: Sequence[str], rng: np.random.Generator
) -> list[tuple[float, ...]]:
    """Each team's change per rating, centred so that the cohort's own change is exactly the planned one."""
    columns = []
    for name, planned in zip(RATINGS, cohort.changes, strict=True):
        apart = rng.normal(0, 3, len(teams)) + [LINK_TO_GOOD_DAYS[kind] for kind in kinds]
        counted = np.array([team.is_clinical or name in {"colleagues", "wellbeing"} for team in teams])
        weights = np.array([team.headcount for team in teams]) * counted
        columns.append(planned + np.where(counted, apart - np.average(apart, weights=weights), 0.0))
    return [tuple(round(float(value), 1) for value in row) for row in np.array(columns).T]


def _reminders(cohort: Cohort) -> list[date | None]:
    """The Monday from which a team was reminded better; drawn apart from the truth, so that the two are unrelated."""
    rng = stream(f"reminders of {cohort.cohort_id}")
    first, last = cohort.reminder_weeks
    weeks = rng.integers(first, last + 1, cohort.size)
    reached = rng.random(cohort.size) < (1.0 if cohort.shared_reminder else REMINDER_SHARE)
    return [cohort.week(int(week)) if yes else None for week, yes in zip(weeks, reached, strict=True)]


def _with_awkward_cases(made: list[Enrolment]) -> list[Enrolment]:
    """Put the awkward cases in, each in the first enrolment that suits it, and let some teams go on tallying."""

    def change(cohort: str, suits: Callable[[Enrolment], bool], alter: Callable[[Enrolment], Enrolment]) -> None:
        at = next(
            i for i, e in enumerate(made) if e.cohort.cohort_id == cohort and e.ordinal > 3 and plain(e) and suits(e)
        )
        made[at] = alter(made[at])

    def plain(e: Enrolment) -> bool:
        ordinary = (WORKING_DAYS, EVERY_DAY)
        tallies_all = e.tally_days in ordinary and e.tallies_until == e.cohort.seen_until
        return e.left_on is e.zero_week is e.lead_left_on is e.team.renamed_on is None and tallies_all

    change(
        "c2", lambda e: e.truth.good_days == "improved" and e.team.setting != "mobile" and e.team.headcount > 6, _twice
    )
    change("c3", lambda e: e.truth.good_days == "none" and not e.is_late, _leaves)
    change("c3", lambda e: e.truth.good_days == "improved", _renamed)
    change("c3", lambda e: e.truth.good_days == "none", lambda e: replace(e, team=replace(e.team, headcount=4)))
    change("c3", lambda e: e.truth.good_days == "none", _never_tallies)
    change("c4", lambda e: e.team.setting != "mobile", lambda e: replace(e, zero_week=e.cohort.week(16)))
    change("c6", plain, lambda e: replace(e, lead_left_on=date(2023, 2, 28)))
    returning = next(e.team for e in made if e.cohort.cohort_id == "c2" and plain(e) and e.team.is_clinical)
    change("c6", lambda e: e.team.is_clinical, lambda e: replace(e, team=returning))
    change("c6", lambda e: e.truth.good_days == "none", lambda e: replace(e, tallies_until=SILENT_SINCE))
    return _sustained(made)


def _never_tallies(e: Enrolment) -> Enrolment:
    return replace(e, tallies_until=e.joined_on - timedelta(days=1))


def _twice(e: Enrolment) -> Enrolment:
    return replace(e, tally_days=TWICE_A_WEEK)


def _leaves(e: Enrolment) -> Enrolment:
    left = e.cohort.sets[2] + timedelta(days=20)
    return replace(e, left_on=left, tallies_until=left - timedelta(days=1))


def _renamed(e: Enrolment) -> Enrolment:
    day = e.cohort.week(14)
    return replace(e, team=replace(e.team, former_name=f"Old Dock {e.team.name.split()[-1]}", renamed_on=day))


def _sustained(made: list[Enrolment]) -> list[Enrolment]:
    rng = stream("sustaining")
    done = list(made)
    for cohort in COHORTS:
        mine = [i for i, e in enumerate(made) if e.cohort == cohort and e.left_on is None and e.tallies]
        for i in rng.permutation(mine)[: cohort.sustaining]:
            months = int(rng.integers(3, 10))
            done[i] = replace(done[i], tallies_until=cohort.end + timedelta(days=30 * months))
    return done
