"""The README beside the sample files: what they hold, what is awkward in them, and what is true."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from joy.sample.plan import COHORTS, PROGRAMME_NAME, RATINGS, SEED, TODAY
from joy.sample.teams import TWICE_A_WEEK, Enrolment, enrolments


GRAIN = {
    "programme.csv": "one row per programme",
    "organisation.csv": "one row per employer",
    "cohort.csv": "one row per cohort",
    "learning_event.csv": "one row per learning set or workshop; minutes",
    "team.csv": "one row per team",
    "team_name.csv": "one row per former name of a team",
    "enrolment.csv": "one row per team and cohort; aim as a share",
    "team_size.csv": "one row per team; people and full-time equivalents",
    "role.csv": "one row per role held",
    "attendance.csv": "one row per event and team; people",
    "survey_round.csv": "one row per survey round",
    "invitation.csv": "one row per round, team and kind of respondent; people asked",
    "annotation.csv": "one row per dated note",
    "change_idea.csv": "one row per idea",
    "pdsa_test.csv": "one row per test",
    "progress_score.csv": "one row per team, month and scorer; 0.5 to 5 in halves",
    "story.csv": "one row per story",
    "workforce_month.csv": "one row per directorate and month; full-time-equivalent calendar days",
    "workforce_period.csv": "one row per directorate and year; people",
    "diagram_node.csv": "one row per node of the driver diagram",
    "cost_assumption.csv": "one row per assumption",
    "tally.csv": "one row per team and day with any answer; answers, not people",
    "staff_survey_early.csv": "one row per questionnaire of staff, the first two cohorts; labels",
    "staff_survey.csv": "one row per questionnaire of staff, later cohorts; labels",
    "service_user_survey.csv": "one row per questionnaire of a service user; labels",
    "comment.csv": "one row per remark, written on a slip at a learning set; no author",
}


def readme(sizes: dict[str, int]) -> str:
    """Return the text of README.md; `sizes` holds the rows of each file."""
    return "\n".join([*_opening(), *_files(sizes), *_awkward(), *_truth_of_teams(), *_truth_of_cohorts(), ""])


def _opening() -> list[str]:
    past = [e for e in enrolments() if not e.cohort.is_live]
    people = sum({e.team.team_id: e.team.headcount for e in past}.values())
    return [
        f"# {PROGRAMME_NAME}: the sample programme",
        "",
        "Everything here is invented: people, teams, places, organisations, answers, stories and results.",
        "",
        f"Five past cohorts with {len(past)} enrolments and {people} staff, and a sixth that is live.",
        f"The sample is seen on {TODAY.isoformat()}: nine weeks after learning set 1 of cohort 6.",
        "Its learning set 3 is next Tuesday.",
        f"To make it again, the same bytes every time: `python -m joy sample` (seed {SEED}).",
        "",
    ]


def _files(sizes: dict[str, int]) -> list[str]:
    """The files in the order they must be imported."""
    rows = [(name, str(count), GRAIN[name]) for name, count in sizes.items()]
    return [
        "## Files, in the order in which they are imported",
        "",
        *_table(("file", "rows", "grain and unit"), rows),
        "",
    ]


def _awkward() -> list[str]:
    cases = [f"- {text}" for text in awkward_cases()]
    return ["## Awkward on purpose", "", *cases, ""]


def awkward_cases() -> list[str]:
    """Return one sentence per awkward case, naming its enrolment."""
    everyone = enrolments()
    seen: dict[str, list[Enrolment]] = {}
    for e in everyone:
        seen.setdefault(e.team.team_id, []).append(e)
    twice = next(found for found in seen.values() if len(found) > 1)
    left = next(e for e in everyone if e.left_on)
    renamed = next(e for e in everyone if e.team.renamed_on)
    zero = next(e for e in everyone if e.zero_week)
    lead = next(e for e in everyone if e.lead_left_on)
    never = next(e for e in everyone if not e.tallies)
    silent = next(e for e in everyone if e.cohort.is_live and e.tallies_until < e.cohort.seen_until)
    before = f"{renamed.team.former_name} before {renamed.team.renamed_on}"
    return [
        f"A team that never tallied: {_who(never)}.",
        f"A live team that fell silent: {_who(silent)}, last tally by {silent.tallies_until}.",
        f"A team that left half-way: {_who(left)}, left on {left.left_on}.",
        f"A renamed team: {_who(renamed)}, {before}; early rows carry that name.",
        f"A team in two cohorts: {twice[0].team.name}, {twice[0].enrolment_id} and {twice[1].enrolment_id}.",
        f"A team that answers twice a week only: {_who(next(e for e in everyone if e.tally_days == TWICE_A_WEEK))}.",
        "A reworded question: look_forward@1 in staff_survey_early.csv, look_forward@2 in staff_survey.csv.",
        "A questionnaire that came later: balance@1 from cohort 4 on; in the earlier cohorts its columns are empty.",
        "Another question: good_day_agree@1 (four answers) in cohort 1, good_day_yes_no@1 later.",
        f"A week of zero answers: {_who(zero)}, the week of {zero.zero_week}; the form was open and nobody answered.",
        f"A team of four people: {_who(next(e for e in everyone if e.team.headcount == 4))}.",
        f"A team with no project lead now: {_who(lead)}, since {lead.lead_left_on}.",
        "Teams that joined a week late, teams that never changed their reminder, and teams that tallied on for months.",
        "“Not applicable” or nothing at all about service users in teams that have none.",
        "Stories: two without consent, one whose consent was withdrawn.",
        "Remarks: some not cleared, some without a theme, one theme of too few; none before cohort 3.",
    ]


def _who(e: Enrolment) -> str:
    return f"{e.team.name} ({e.enrolment_id})"


def _truth_of_teams() -> list[str]:
    head = (
        "enrolment_id",
        "team",
        "cohort",
        "good_days",
        "size",
        "from_week",
        "first_monday",
        "over_weeks",
        *RATINGS,
        "last_tally_day",
    )
    return [
        "## Truth per team",
        "",
        "What was put into the data. good_days: improved, none or worsened.",
        "size: points of 100, reached in a straight line over over_weeks, and kept for as long as the team tallied.",
        "from_week: weeks since the week of learning set 1, which is 0.",
        "The four ratings: change of the mean score in points of 100 by the last round, half of it by the middle one.",
        "",
        *_table(head, [_truth_row(e) for e in enrolments()]),
        "",
    ]


def _truth_row(e: Enrolment) -> Sequence[str]:
    first = e.truth.from_week
    week = ("", "", "") if first is None else (str(first), e.cohort.week(first).isoformat(), str(e.truth.over_weeks))
    ratings = [f"{value:+.1f}" for value in e.truth.ratings]
    if not e.team.is_clinical:
        ratings[3] = ""
    size = f"{100 * e.truth.size:+.0f}"
    name = e.team.name
    return (
        e.enrolment_id,
        name,
        e.cohort.cohort_id,
        e.truth.good_days,
        size,
        *week,
        *ratings,
        e.tallies_until.isoformat(),
    )


def _truth_of_cohorts() -> list[str]:
    rows = [(c.cohort_id, *(f"{value:+.0f}" for value in c.changes), *map(str, c.outcomes)) for c in COHORTS]
    return [
        "## Truth per cohort",
        "",
        "Change of the mean score from the first to the last round, in points of 100; teams by what is true of them.",
        "",
        *_table(("cohort", *RATINGS, "improved", "none", "worsened"), rows),
    ]


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    lines = [head, ["---"] * len(head), *rows]
    return [f"| {' | '.join(line)} |" for line in lines]
