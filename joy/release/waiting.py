"""What has arrived and cannot be shown yet: by team and period, without any number."""

from __future__ import annotations

from datetime import UTC, datetime

import pandas as pd

from joy.release.versions import Earlier
from joy.store.reader import Asker
from joy.store.writer import Writer


KEY = ["cohort_id", "enrolment_id", "kind", "period_id"]
COLUMNS = [*KEY, "why", "since"]
TAKEN_BACK = "taken_back"
OF_ROUNDS, OF_TALLIES = ["round"], ["week", "fortnight", "between_sets"]  # windows over these say nothing more


def waiting_rows(asker: Asker, programme_id: str, rows: pd.DataFrame, earlier: Earlier) -> pd.DataFrame:
    """Late answers that are held, and figures of teams that are hidden since something was taken back.

    These rows are for facilitators and the team itself; they stay in the database and are in no update's file.
    """
    about = {"programme_id": programme_id}
    late = asker.ask("release/waiting", **about).assign(why="late")
    back = _taken_back(rows, earlier, asker.ask("release/enrolments", **about))
    before = asker.ask("release/waiting_before", **about)
    known = back.merge(before[before["why"] == TAKEN_BACK], on=KEY, how="left")["since"]
    today = pd.Timestamp(datetime.now(UTC).date())
    back = back.assign(since=known.fillna(today).astype("datetime64[s]").to_numpy(), why=TAKEN_BACK)
    return pd.concat([part[COLUMNS] for part in (late, back) if len(part)] or [late[COLUMNS]], ignore_index=True)


def note_waiting(writer: Writer, programme_id: str, update: str, waiting: pd.DataFrame) -> None:
    """Write what waits beside the newest update, in place of what waited before."""
    writer.run("release/forget_waiting", programme_id=programme_id)
    if len(waiting):
        writer.append("release.waiting", waiting.assign(release_id=update))


def _taken_back(rows: pd.DataFrame, earlier: Earlier, enrolments: pd.DataFrame) -> pd.DataFrame:
    if rows.empty:
        return pd.DataFrame(columns=KEY)
    teams = rows[earlier.taken_back & (rows["group_kind"] == "team").to_numpy()]
    teams = teams[teams["period_kind"].isin(OF_ROUNDS + OF_TALLIES)]
    cohorts = enrolments.set_index("enrolment_id")["cohort_id"]
    is_survey = teams["period_kind"].isin(OF_ROUNDS)
    days = pd.to_datetime(teams["period_start"]).dt.strftime("%Y-%m-%d")
    named = teams.assign(
        enrolment_id=teams["group_id"],
        cohort_id=teams["group_id"].map(cohorts),
        kind=is_survey.map({True: "survey", False: "tally"}),
        period_id=teams["period_id"].where(is_survey, days),
    )
    return named[KEY].drop_duplicates().reset_index(drop=True)
