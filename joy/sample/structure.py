"""The structure of the programme as rows: cohorts, events, teams, roles, rounds and who was asked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from joy.sample.names import ORGANISATIONS
from joy.sample.plan import COHORTS, PROGRAMME_ID, PROGRAMME_NAME, TODAY, Cohort, stream
from joy.sample.rounds import rounds, users_invited
from joy.sample.teams import Enrolment, Team, enrolments


Row = dict[str, object]
AIM_TARGET_SHARE = 0.75
POSTS = (
    "Team manager",
    "Senior nurse",
    "Administrator",
    "Deputy manager",
    "Support worker",
    "Clinical lead",
    "Team secretary",
)
COACHES, SPONSORS = (
    ("QI coach A", "QI coach B", "QI coach C"),
    ("Director of people", "Chief nurse", "Director of operations"),
)
WORKSHOPS = (
    ("c4-toc1", "theory_of_change", 1, date(2020, 11, 3), "Theory of Change day", 300, "virtual"),
    ("c4-theatre1", "theatre_workshop", 1, date(2020, 12, 8), "Theatre workshop: meeting each other", 180, "room"),
    ("c4-theatre2", "theatre_workshop", 2, date(2021, 2, 2), "Theatre workshop: trying it out", 180, "room"),
)
SET_TITLES = (
    "What matters to you",
    "From ideas to tests",
    "Learning from our tests",
    "Borrowing from each other",
    "Making it stay",
    "Telling our stories",
)


def programme_rows() -> list[Row]:
    """Return the one row of the programme, marked as invented and with its own today."""
    aim = "More good days at work, and better relationships with colleagues and with the people who use our services"
    method = "Teams meet at learning sets and test their own change ideas in between"
    return [
        {
            "programme_id": PROGRAMME_ID,
            "name": PROGRAMME_NAME,
            "aim_text": aim,
            "method": method,
            "start_date": COHORTS[0].sets[0],
            "end_date": "",
            "is_invented": True,
            "today": TODAY,
        }
    ]


def organisation_rows() -> list[Row]:
    """Return the invented employers."""
    return [{"org_id": org, "name": name, "sector": sector, "ods_code": ""} for org, name, sector in ORGANISATIONS]


def cohort_rows() -> list[Row]:
    """Return the cohorts in order."""
    return [
        {
            "cohort_id": c.cohort_id,
            "programme_id": PROGRAMME_ID,
            "ordinal": c.ordinal,
            "name": f"Cohort {c.ordinal}",
            "start_date": c.sets[0],
            "end_date": c.end,
            "lead_in_start": c.sets[0] - timedelta(weeks=6),
            "status": "live" if c.is_live else "ended",
        }
        for c in COHORTS
    ]


def event_rows() -> list[Row]:
    """Return learning sets and workshops by cohort, planned ones of the live cohort included."""
    return [row for cohort in COHORTS for row in _events(cohort)]


def _events(cohort: Cohort) -> Iterator[Row]:
    for n, day in enumerate(cohort.sets, start=1):
        last = n == len(cohort.sets)
        title = f"Learning set {n}: {SET_TITLES[-1] if last else SET_TITLES[n - 1]}"
        homework = "" if last else "Keep counting good days; test one idea; write down what you expect first."
        yield _event(cohort, f"{cohort.cohort_id}-ls{n}", n, "learning_set", title, day, 180, cohort.mode, homework)
    for event_id, kind, n, day, title, minutes, mode in WORKSHOPS:
        if event_id.startswith(f"{cohort.cohort_id}-"):
            yield _event(cohort, event_id, n, kind, title, day, minutes, mode, "")


def _event(
    cohort: Cohort, event_id: str, n: int, kind: str, title: str, day: date, minutes: int, mode: str, homework: str
) -> Row:
    agenda = "Welcome; what made a good day lately; a look at our charts; what we tested; what we try next."
    return {
        "event_id": event_id,
        "cohort_id": cohort.cohort_id,
        "ordinal": n,
        "kind": kind,
        "title": title,
        "starts_on": day,
        "duration_min": minutes,
        "mode": mode,
        "agenda": agenda if kind == "learning_set" else "",
        "homework": homework,
    }


def teams() -> list[Team]:
    """Return each team once, in order of first enrolment."""
    return list({e.team.team_id: e.team for e in enrolments()}.values())


def team_rows() -> list[Row]:
    """Return one row per team."""
    wanted = ("team_id", "org_id", "directorate", "name", "setting", "is_clinical")
    return [{name: getattr(team, name) for name in wanted} for team in teams()]


def team_name_rows() -> list[Row]:
    """Return former names of teams."""
    renamed = [(team, team.renamed_on) for team in teams() if team.renamed_on is not None]
    return [{"team_id": t.team_id, "name": t.former_name, "until": day - timedelta(days=1)} for t, day in renamed]


def enrolment_rows() -> list[Row]:
    """Return one row per team and cohort, with its aim and baseline window."""
    rng = stream("aims")
    return [_enrolment(e, rng.random() < AIM_TARGET_SHARE, rng.random() < 0.6) for e in enrolments()]


def _enrolment(e: Enrolment, has_target: bool, public: bool) -> Row:
    start, end = e.baseline
    by = e.cohort.end
    target = (
        f"Seven good days in ten by {by:%B %Y}"
        if has_target
        else "More good days than now; too few answers yet to name a number"
    )
    outcome = "withdrew" if e.left_on else "active" if e.cohort.is_live else "completed"
    return {
        "enrolment_id": e.enrolment_id,
        "team_id": e.team.team_id,
        "cohort_id": e.cohort.cohort_id,
        "ordinal": e.ordinal,
        "joined_on": e.joined_on,
        "left_on": e.left_on or "",
        "outcome": outcome,
        "aim_text": target,
        "aim_indicator_id": "good_days",
        "aim_target": 0.7 if has_target else "",
        "aim_by": by,
        "baseline_start": start,
        "baseline_end": end,
        "share_publicly": public,
    }


def team_size_rows() -> list[Row]:
    """One row per team, valid from learning set 1 of its first cohort: no team of the sample changes its size."""
    first = {e.team.team_id: e for e in reversed(enrolments())}
    return [
        {
            "team_id": t.team_id,
            "valid_from": first[t.team_id].cohort.sets[0],
            "headcount": t.headcount,
            "fte": round(t.headcount * 0.86, 1),
        }
        for t in teams()
    ]


def role_rows() -> list[Row]:
    """Return lead, champion, sponsor and coach of every enrolment; past ones ended with it."""
    rng = stream("roles")
    rows: list[Row] = []
    for e in enrolments():
        lead, champion = rng.choice(POSTS, 2, replace=False)
        held = (
            ("project_lead", lead),
            ("data_champion", champion),
            ("sponsor", rng.choice(SPONSORS)),
            ("qi_coach", rng.choice(COACHES)),
        )
        rows += [_role(e, role, str(label)) for role, label in held]
    return rows


def _role(e: Enrolment, role: str, label: str) -> Row:
    ended = "" if e.cohort.is_live else min(e.left_on or e.cohort.end, e.cohort.end)
    until = e.lead_left_on if role == "project_lead" and e.lead_left_on else ended
    return {"team_id": e.team.team_id, "person_label": label, "role": role, "from_date": e.joined_on, "to_date": until}


def attendance_rows() -> list[Row]:
    """Return who came to events before today; about one in seventeen was not noted."""
    rng = stream("attendance")
    rows: list[Row] = []
    for event in event_rows():
        day = event["starts_on"]
        for e in (e for e in enrolments() if e.cohort.cohort_id == event["cohort_id"]):
            users = int(e.team.is_clinical and rng.random() < 0.15)
            came = int(rng.integers(1, min(6, e.team.headcount))) + users
            noted = rng.random() > 0.06
            if noted and isinstance(day, date) and day < TODAY and e.present_on(day):
                rows.append(
                    {
                        "event_id": event["event_id"],
                        "enrolment_id": e.enrolment_id,
                        "attendees": came,
                        "of_which_service_users": users,
                    }
                )
    return rows


def round_rows() -> list[Row]:
    """Return the survey rounds."""
    return [
        {
            "round_id": r.round_id,
            "cohort_id": r.cohort.cohort_id,
            "event_id": f"{r.cohort.cohort_id}-ls{r.set_ordinal}",
            "ordinal": r.ordinal,
            "name": f"Round {r.ordinal}, at learning set {r.set_ordinal}",
            "opens_on": r.opens_on,
            "closes_on": r.closes_on,
        }
        for r in rounds()
    ]


def invitation_rows() -> list[Row]:
    """Return how many staff and service users each team asked in each round."""
    rows: list[Row] = []
    for r in rounds():
        for e in r.enrolled:
            asked = {"staff": e.team.headcount, "service_user": users_invited(r, e)}
            rows += [
                {"round_id": r.round_id, "enrolment_id": e.enrolment_id, "rater": who, "invited": n}
                for who, n in asked.items()
                if n
            ]
    return rows
