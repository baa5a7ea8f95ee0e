"""Write the invented programme as CSV files, in the order in which they must be imported."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from joy.sample import notes, remarks, structure, surveys, system, tallies, work, workforce
from joy.sample.readme import readme


Row = dict[str, object]
MAKERS: dict[str, tuple[str, Callable[[], list[Row]]]] = {
    "programme.csv": ("joy_table", structure.programme_rows),
    "organisation.csv": ("joy_table", structure.organisation_rows),
    "cohort.csv": ("joy_table", structure.cohort_rows),
    "learning_event.csv": ("joy_table", structure.event_rows),
    "team.csv": ("joy_table", structure.team_rows),
    "team_name.csv": ("joy_table", structure.team_name_rows),
    "enrolment.csv": ("joy_table", structure.enrolment_rows),
    "team_size.csv": ("joy_table", structure.team_size_rows),
    "role.csv": ("joy_table", structure.role_rows),
    "attendance.csv": ("joy_table", structure.attendance_rows),
    "survey_round.csv": ("joy_table", structure.round_rows),
    "invitation.csv": ("joy_table", structure.invitation_rows),
    "annotation.csv": ("joy_table", notes.annotation_rows),
    "change_idea.csv": ("joy_table", lambda: work.ideas_and_tests()[0]),
    "pdsa_test.csv": ("joy_table", lambda: work.ideas_and_tests()[1]),
    "progress_score.csv": ("joy_table", work.progress_rows),
    "story.csv": ("joy_table", work.story_rows),
    "workforce_month.csv": ("joy_table", workforce.month_rows),
    "workforce_period.csv": ("joy_table", workforce.period_rows),
    "diagram_node.csv": ("joy_table", system.node_rows),
    "cost_assumption.csv": ("joy_table", system.assumption_rows),
    "tally.csv": ("sample_tally", tallies.tally_rows),
    "staff_survey_early.csv": ("sample_staff_early", lambda: surveys.staff_rows(early=True)),
    "staff_survey.csv": ("sample_staff", lambda: surveys.staff_rows(early=False)),
    "service_user_survey.csv": ("sample_service_users", surveys.service_user_rows),
    "comment.csv": ("joy_table", remarks.remark_rows),
}
LOADING_ORDER: tuple[tuple[str, str], ...] = tuple((name, profile) for name, (profile, _) in MAKERS.items())


def write_sample(folder: Path) -> None:
    """Write every file of the sample programme and its README.md into `folder`, the same bytes on every run.

    CSV in UTF-8 with LF, a header row and ISO dates; true and false for booleans; an empty cell is missing.
    Files of the same name are replaced; nothing else in `folder` is touched.
    """
    folder.mkdir(parents=True, exist_ok=True)
    sizes = {name: _write(folder / name, make()) for name, (_, make) in MAKERS.items()}
    (folder / "README.md").write_text(readme(sizes), encoding="utf-8", newline="\n")


def _write(path: Path, rows: Sequence[Row]) -> int:
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(rows[0])
        writer.writerows([_cell(value) for value in row.values()] for row in rows)
    return len(rows)


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return value.isoformat() if isinstance(value, date) else str(value)
