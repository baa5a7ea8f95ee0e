"""What the tests of the sample programme share: reading its files and its README the plain way."""

from __future__ import annotations

import pandas as pd

from joy.definitions import load_definitions
from joy.settings import ROOT
from joy.store import Store, open_release_file


SAMPLE = ROOT / "data" / "sample"
P6 = ("genuine", "seen", "understand", "differ", "repair", "energy")
WHO5 = ("cheerful", "calm", "active", "rested", "interested")
BLOCKS = {  # README column: file prefix, instrument, questions, points of 100 per step of the answer
    "colleagues": ("colleagues_", "p6_colleagues@1", P6, 25),
    "service_users": ("service_users_", "p6_service_users@1", P6, 25),
    "wellbeing": ("who5_", "who5@1998", WHO5, 20),
    "users_view": ("staff_", "p6_rating_staff@1", P6, 25),
}


def read(name: str) -> pd.DataFrame:
    return pd.read_csv(SAMPLE / f"{name}.csv", dtype=str, keep_default_na=False)


def tallies() -> pd.DataFrame:
    """Tallies with numbers as numbers and the enrolment they belong to, found by team name and date."""
    found = read("tally").assign(day=lambda t: pd.to_datetime(t.date))
    found[["answers", "good_answers"]] = found[["answers", "good_answers"]].astype(int)
    enrolled = read("enrolment").assign(day=lambda e: pd.to_datetime(e.joined_on))
    found["team_id"] = found.team.map(team_of_name())
    wanted = enrolled.sort_values("day")[["team_id", "day", "enrolment_id"]]
    return pd.merge_asof(found.sort_values("day"), wanted, on="day", by="team_id")


def truth_of_teams() -> pd.DataFrame:
    """The README's table of what is true of each team, as text, by enrolment."""
    return table_under("## Truth per team").set_index("enrolment_id")


def team_of_name() -> dict[str, str]:
    teams = read("team")[["team_id", "name"]]
    pairs = pd.concat([teams, read("team_name")[["team_id", "name"]]])
    assert pairs.name.is_unique
    return dict(zip(pairs.name, pairs.team_id, strict=True))


def table_under(heading: str) -> pd.DataFrame:
    """The Markdown table of README.md below `heading`, as text."""
    lines = SAMPLE.joinpath("README.md").read_text("utf-8").split(heading + "\n")[1].split("\n## ")[0].splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")]
    return pd.DataFrame(cells[2:], columns=cells[0])


def scores(frame: pd.DataFrame, rating: str) -> pd.DataFrame:
    """Points of 100 per question, by plain mapping of labels: missing where nothing was answered."""
    prefix, ref, keys, step = BLOCKS[rating]
    options = {o.label: o.code * step for o in load_definitions().instruments[ref].options_of(keys[0])}
    return frame[[prefix + key for key in keys]].apply(lambda column: column.map(options))


def staff() -> pd.DataFrame:
    return pd.concat([read("staff_survey_early"), read("staff_survey")], ignore_index=True)


INDICATORS = {
    "colleagues": "relationships_colleagues",
    "service_users": "relationships_service_users",
    "wellbeing": "wellbeing",
    "users_view": "service_users_rate_staff",
}
ROUNDS = read("survey_round").sort_values(["cohort_id", "ordinal"]).groupby("cohort_id")["round_id"].agg(list)


def in_update(store: Store, programme: str, table: str) -> pd.DataFrame:
    """A table of the newest published update, straight from its file."""
    update = store.ask("release/latest", programme_id=programme)["release_id"].iloc[0]
    reader = open_release_file(store.settings, str(update))
    with reader.cursor() as cursor:
        frame = cursor.table(table).df()
    reader.close()
    return frame
