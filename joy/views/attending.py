"""Who takes part in a cohort: enrolled, sending answers, testing ideas, coming to learning sets; and of whom."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from joy.access import Who, need_cohort, sees_whole_cohort
from joy.findings import Verdict
from joy.findings.records import TITLE_WORDS
from joy.findings.work import Filled
from joy.frames import Row, each
from joy.store.reader import Asker
from joy.views import words
from joy.views.context import Context
from joy.views.sentences import fitting
from joy.views.taking_part import HEARD
from joy.views.whose import whose_cohort


SECTORS = {  # programme.organisation.sector, as the reader says it
    "nhs_trust": "NHS",
    "social_care": "Social care",
    "commissioner": "Commissioners",
    "education": "Education",
    "emergency": "Emergency services",
    "voluntary": "Voluntary sector",
}
ALL_TEAMS = "Teams enrolled, sending answers, testing change ideas, and at the latest learning set"
NOT_NOTED = "Not noted"
NO_ZERO = "Where nobody noted who came to a learning set, a team is not counted as absent."
ROWS = ["label", "whole", "part", "says", "quiet"]


@dataclass(frozen=True)
class CohortTakingPart:
    """Teams as a whole, by organisation and by sector (for those who see every team), and each learning set."""

    turnout: tuple[Filled, ...]
    attendance: Filled


def cohort_taking_part(store: Asker, release: Asker, who: Who, cohort_id: str) -> CohortTakingPart:
    """Count who takes part in one cohort. Raises `NotAllowed`, and `NotFound` for an unknown cohort.

    By organisation only for those who see every team: an organisation may have one team here.
    """
    need_cohort(who, cohort_id)
    context = whose_cohort(store, release, who, cohort_id).context
    came = context.store.ask("views/attendance", cohort_id=cohort_id, until=context.as_of.date())
    sets = context.learning_sets(cohort_id)
    sets = sets[sets["starts_on"] <= context.as_of]
    teams = _teams(context, cohort_id, came, sets)
    latest = f"learning set {sets['ordinal'].iloc[-1]}" if len(sets) else ""
    parts = [_turnout(teams, "All teams", "", latest)]
    if sees_whole_cohort(who, cohort_id):
        parts += [_turnout(teams, f"By {column}", column, latest) for column in ("organisation", "sector")]
    return CohortTakingPart(turnout=tuple(parts), attendance=_attendance(teams, came, sets))


def _teams(context: Context, cohort_id: str, came: pd.DataFrame, sets: pd.DataFrame) -> pd.DataFrame:
    """One row per team: its organisation and sector, whether it is heard, tests, and came to the latest set."""
    teams = context.store.ask("views/enrolled", cohort_id=cohort_id)
    part = context.release.ask("views/participation")
    heard = set(part.loc[part["answers_band"].notna(), "enrolment_id"])
    noted = came[came["event_id"] == sets["event_id"].iloc[-1]] if len(sets) else came.iloc[0:0]
    attended = noted.set_index("enrolment_id")["attendees"] > 0
    return teams.assign(
        organisation=teams["organisation"].fillna(NOT_NOTED),
        sector=teams["sector"].map(SECTORS).fillna(NOT_NOTED),
        is_heard=teams["enrolment_id"].isin(heard),
        is_testing=teams["enrolment_id"].isin(set(context.tests["enrolment_id"])),
        attended=teams["enrolment_id"].map(attended).astype("boolean"),
        has_left=teams["left_on"].notna() & (teams["left_on"] <= context.as_of),
    )


def _turnout(teams: pd.DataFrame, name: str, column: str, latest: str) -> Filled:
    groups = list(teams.groupby(column, sort=False)) if column else [(name, teams)]
    rows = pd.DataFrame([_counts(str(label), own, latest) for label, own in groups], columns=ROWS)
    heard, testing = int(teams["is_heard"].sum()), int(teams["is_testing"].sum())
    whole = f"Of {words.several(len(teams), 'team', 'teams')}, {heard} sent answers and {testing} tested an idea"
    title = name if column else whole
    return Filled(
        title=title,
        subtitle=f"The same teams, {name[0].lower()}{name[1:]}" if column else ALL_TEAMS,
        verdict=Verdict.NO_CHANGE if len(teams) else Verdict.TOO_FEW,
        alt=_alt(title, rows),
        why=(HEARD, "Testing: at least one test of a change idea has started.", NO_ZERO),
        rows=rows,
        headings=("Teams", "Enrolled", "Sending answers"),
        whole_label="enrolled",
        part_label="sending answers",
    )


def _counts(label: str, own: pd.DataFrame, latest: str) -> tuple[object, ...]:
    left = int(own["has_left"].sum())
    says = words.several(len(own), "team", "teams") + (f", {left} left" if left else "")
    noted = own["attended"].dropna()
    told = [f"sending answers: {int(own['is_heard'].sum())}", f"testing ideas: {int(own['is_testing'].sum())}"]
    told += [f"at {latest}: {int(noted.sum())}"] if latest and len(noted) else []
    return label, len(own), int(own["is_heard"].sum()), says, ", ".join(told)


def _attendance(teams: pd.DataFrame, came: pd.DataFrame, sets: pd.DataFrame) -> Filled:
    """Each learning set held: how many of the teams enrolled that day came, and how many people."""
    rows = pd.DataFrame([_at_set(teams, came, one) for one in each(sets)], columns=ROWS)
    rows = rows.astype({"whole": "float64", "part": "float64"})
    noted = rows.dropna(subset=["part"])
    title = "No learning set has been noted yet"
    if len(noted):
        first, last = (f"{int(row['part'])} of {int(row['whole'])}" for _, row in noted.iloc[[0, -1]].iterrows())
        several = f"{first} teams came to the first learning set, {last} to the latest"
        title = fitting(TITLE_WORDS, several if len(noted) > 1 else f"{first} teams came to the learning set")
    return Filled(
        title=title,
        subtitle="Teams at each learning set, of those enrolled on the day, and the people who came",
        verdict=Verdict.NO_CHANGE if len(noted) else Verdict.TOO_FEW,
        alt=_alt(title, rows),
        why=(NO_ZERO, "People are counted at the door and hold nobody's answers."),
        rows=rows,
        headings=("Learning set", "Enrolled", "Came"),
        whole_label="enrolled",
        part_label="came",
    )


def _at_set(teams: pd.DataFrame, came: pd.DataFrame, one: Row) -> tuple[object, ...]:
    day, event = one.starts_on, one.event_id
    label = f"Learning set {one.ordinal}, {words.day(day)}"
    enrolled = teams[(teams["joined_on"] <= day) & (teams["left_on"].isna() | (teams["left_on"] > day))]
    noted = came[(came["event_id"] == event) & came["enrolment_id"].isin(enrolled["enrolment_id"])]
    if noted.empty:
        return label, len(enrolled), None, NOT_NOTED, ""
    present, people = int((noted["attendees"] > 0).sum()), int(noted["attendees"].fillna(0).sum())
    guests = int(noted["service_users"].fillna(0).sum())
    among = f", {words.several(guests, 'service user', 'service users')} among them" if guests else ""
    missing = len(enrolled) - len(noted)
    unknown = f"; not noted for {words.several(missing, 'team', 'teams')}" if missing else ""
    told = f"{words.several(people, 'person', 'people')}{among}{unknown}"
    return label, len(enrolled), present, f"{present} of {words.several(len(enrolled), 'team', 'teams')}", told


def _alt(title: str, rows: pd.DataFrame) -> str:
    parts: Iterable[str] = (", ".join(filter(None, (row.says, row.quiet))) for row in each(rows))
    told = "; ".join(f"{label}: {part}" for label, part in zip(rows["label"], parts, strict=True))
    return f"{title}. {told}." if told else f"{title}."
