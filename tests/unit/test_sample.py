"""The invented programme: the same bytes every time, whole in itself, awkward where it says so."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pytest
from sample_files import SAMPLE, read, tallies

from joy.sample import LOADING_ORDER, write_sample
from joy.store.tables import TABLES


LIMIT = 4_000_000  # bytes, the whole folder
PROFILES = {"joy_table", "sample_tally", "sample_staff_early", "sample_staff", "sample_service_users"}
FOREIGN = (  # file, column, file it leads to, column there
    ("cohort", "programme_id", "programme", "programme_id"),
    ("learning_event", "cohort_id", "cohort", "cohort_id"),
    ("team", "org_id", "organisation", "org_id"),
    ("team_name", "team_id", "team", "team_id"),
    ("enrolment", "team_id", "team", "team_id"),
    ("enrolment", "cohort_id", "cohort", "cohort_id"),
    ("team_size", "team_id", "team", "team_id"),
    ("role", "team_id", "team", "team_id"),
    ("attendance", "event_id", "learning_event", "event_id"),
    ("attendance", "enrolment_id", "enrolment", "enrolment_id"),
    ("survey_round", "cohort_id", "cohort", "cohort_id"),
    ("survey_round", "event_id", "learning_event", "event_id"),
    ("invitation", "round_id", "survey_round", "round_id"),
    ("invitation", "enrolment_id", "enrolment", "enrolment_id"),
    ("annotation", "enrolment_id", "enrolment", "enrolment_id"),
    ("annotation", "cohort_id", "cohort", "cohort_id"),
    ("change_idea", "enrolment_id", "enrolment", "enrolment_id"),
    ("change_idea", "copied_from_idea_id", "change_idea", "idea_id"),
    ("pdsa_test", "idea_id", "change_idea", "idea_id"),
    ("progress_score", "enrolment_id", "enrolment", "enrolment_id"),
    ("story", "enrolment_id", "enrolment", "enrolment_id"),
    ("story", "cohort_id", "cohort", "cohort_id"),
    ("story", "idea_id", "change_idea", "idea_id"),
    ("diagram_node", "parent_id", "diagram_node", "node_id"),
    ("staff_survey", "round", "survey_round", "round_id"),
    ("staff_survey_early", "round", "survey_round", "round_id"),
    ("service_user_survey", "round", "survey_round", "round_id"),
    ("comment", "enrolment_id", "enrolment", "enrolment_id"),
)


@pytest.fixture(scope="module")
def tally() -> pd.DataFrame:
    return tallies()


def test_is_the_same_bytes_every_time(tmp_path: Path) -> None:
    """Written again elsewhere, every file is what lies in data/sample, and none is missing or left over."""
    write_sample(tmp_path)

    made = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert made == {path.name: path.read_bytes() for path in SAMPLE.iterdir()}
    assert set(made) == {name for name, _ in LOADING_ORDER} | {"README.md"}


def test_is_small_and_plain() -> None:
    """The folder stays under its limit, in UTF-8 without BOM and with LF only."""
    contents = [path.read_bytes() for path in SAMPLE.iterdir()]

    assert sum(map(len, contents)) < LIMIT
    assert not any(b"\r" in content or content.startswith(b"\xef\xbb\xbf") for content in contents)
    assert all(content.decode("utf-8").endswith("\n") for content in contents)


def test_structure_files_have_the_columns_of_their_tables() -> None:
    """A file read by joy_table has exactly the columns of the table of its name, and every profile is a known one."""
    of_table = {key.split(".")[1]: list(columns) for key, columns in TABLES.items() if not key.startswith("release.")}

    assert {profile for _, profile in LOADING_ORDER} == PROFILES
    for name, profile in LOADING_ORDER:
        if profile == "joy_table":
            stem = name.removesuffix(".csv")
            assert list(read(stem).columns) == [c for c in of_table[stem] if c != "batch_no"], name


@pytest.mark.parametrize(("file", "column", "target", "key"), FOREIGN)
def test_every_id_leads_somewhere(file: str, column: str, target: str, key: str) -> None:
    """An id that a row carries exists in the file it points to, and that file is loaded no later."""
    order = [name.removesuffix(".csv") for name, _ in LOADING_ORDER]

    used = set(read(file)[column]) - {""}
    assert used
    assert used <= set(read(target)[key])
    assert order.index(target) <= order.index(file)


@pytest.mark.parametrize(
    ("file", "key"),
    [
        ("cohort", ["cohort_id"]),
        ("team", ["team_id"]),
        ("team", ["name"]),
        ("enrolment", ["enrolment_id"]),
        ("enrolment", ["cohort_id", "ordinal"]),
        ("enrolment", ["cohort_id", "team_id"]),
        ("attendance", ["event_id", "enrolment_id"]),
        ("invitation", ["round_id", "enrolment_id", "rater"]),
        ("change_idea", ["idea_id"]),
        ("pdsa_test", ["idea_id", "cycle_no"]),
        ("progress_score", ["enrolment_id", "month", "scorer"]),
        ("workforce_month", ["unit_id", "month"]),
        ("tally", ["team", "date"]),
        ("comment", ["comment_id"]),
    ],
)
def test_rows_are_told_apart_by_their_key(file: str, key: list[str]) -> None:
    """No two rows of a file are about the same thing."""
    assert not read(file).duplicated(key).any()


def test_has_the_planned_shape() -> None:
    """Five ended cohorts of 5, 18, 32, 8 and 7 teams with over 500 staff, and a live one of 12."""
    enrolled = read("enrolment").merge(read("team_size"), on="team_id")
    heads = enrolled.headcount.astype(int)

    assert enrolled.groupby("cohort_id").size().tolist() == [5, 18, 32, 8, 7, 12]
    assert read("cohort").status.tolist() == ["ended"] * 5 + ["live"]
    assert enrolled[enrolled.cohort_id != "c6"].drop_duplicates("team_id").headcount.astype(int).sum() > 500
    assert (heads.min(), heads.max()) == (4, 14)
    assert 7 < heads.mean() < 8


def test_learning_sets_are_four_to_eight_weeks_apart() -> None:
    """Each cohort has 4 to 6 learning sets, 4 to 8 weeks apart, and the live one has set 3 next Tuesday."""
    events = read("learning_event").assign(day=lambda e: pd.to_datetime(e.starts_on))
    sets = events[events.kind == "learning_set"]
    gaps = sets.groupby("cohort_id").day.diff().dropna().dt.days
    today = date.fromisoformat(read("programme").today[0])

    assert sets.groupby("cohort_id").size().between(4, 6).all()
    assert gaps.between(28, 56).all()
    assert {"theatre_workshop", "theory_of_change"} <= set(events[events.cohort_id == "c4"].kind)
    assert set(sets[sets.cohort_id == "c5"]["mode"]) == {"virtual"}
    assert sets[sets.cohort_id == "c6"].starts_on.tolist()[:3] == ["2023-01-17", "2023-02-21", "2023-03-28"]
    assert today == date(2023, 3, 22)


def test_baseline_is_the_first_action_period() -> None:
    """The baseline runs from set 1 to set 2, and a week later for teams that joined a week late."""
    events = read("learning_event")
    sets = events[events.kind == "learning_set"].pivot(index="cohort_id", columns="ordinal", values="starts_on")
    enrolled = read("enrolment").join(sets[["1", "2"]], on="cohort_id")
    late = pd.to_datetime(enrolled.joined_on) - pd.to_datetime(enrolled["1"])

    assert set(late.dt.days) == {0, 7}
    assert (pd.to_datetime(enrolled.baseline_start) == pd.to_datetime(enrolled["1"]) + late).all()
    assert (pd.to_datetime(enrolled.baseline_end) == pd.to_datetime(enrolled["2"]) + late).all()


def test_nothing_is_known_of_the_future() -> None:
    """No tally, test, story, attendance or closed survey round lies on or after the sample's today."""
    today = read("programme").today[0]
    when = read("attendance").merge(read("learning_event"), on="event_id").starts_on
    days = [read("tally").date, read("comment").on_date, read("story").told_on, when]
    days += [read("pdsa_test").started_on, read("pdsa_test").ended_on]

    assert all(column.max() < today for column in [*days, read("survey_round").closes_on])


def test_readme_says_first_that_all_is_invented() -> None:
    """The first sentence of the README says so, and so does the programme's own row."""
    sentence = SAMPLE.joinpath("README.md").read_text("utf-8").splitlines()[2]

    assert sentence.startswith("Everything here is invented")
    assert read("programme").is_invented.tolist() == ["true"]


def test_one_team_left_half_way(tally: pd.DataFrame) -> None:
    """Exactly one team withdrew, it tallied until then, and it was not asked in later rounds."""
    gone = read("enrolment").query("outcome == 'withdrew'")
    rounds = read("survey_round").set_index("round_id").opens_on
    asked = read("invitation").query("enrolment_id == @gone.enrolment_id.iloc[0]").round_id.map(rounds)

    assert len(gone) == 1
    assert gone.left_on.iloc[0] > gone.joined_on.iloc[0]
    assert (tally[tally.enrolment_id == gone.enrolment_id.iloc[0]].date < gone.left_on.iloc[0]).all()
    assert (asked < gone.left_on.iloc[0]).all()


def test_one_team_was_renamed(tally: pd.DataFrame) -> None:
    """Until its last day the old name is used, from the next day on the new one."""
    old = read("team_name").iloc[0]
    rows = tally[tally.team_id == old.team_id]

    assert (rows[rows.team == old["name"]].date <= old.until).all()
    assert (rows[rows.team != old["name"]].date > old.until).all()
    assert len(set(rows.team)) == 2


def test_one_team_is_in_two_cohorts(tally: pd.DataFrame) -> None:
    """One team is enrolled twice, once in the live cohort, and tallies in both."""
    twice = read("enrolment").groupby("team_id").filter(lambda rows: len(rows) > 1)

    assert len(set(twice.team_id)) == 1
    assert twice.cohort_id.tolist() == ["c2", "c6"]
    assert set(twice.enrolment_id) <= set(tally.enrolment_id)


def test_one_team_answers_twice_a_week_only(tally: pd.DataFrame) -> None:
    """One team has answers on two days of the week and on no other."""
    days = tally.groupby("enrolment_id").day.agg(lambda d: len(set(d.dt.day_of_week)))

    assert (days == 2).sum() == 1
    assert days[days > 2].min() == 5


def test_a_week_of_zero_answers_is_there(tally: pd.DataFrame) -> None:
    """Zero answers occur only as one whole week of one team: five working days, one ISO week."""
    zero = tally[tally.answers == 0]

    assert len(zero) == 5
    assert len(set(zero.enrolment_id)) == 1
    assert sorted(zero.day.dt.day_of_week) == [0, 1, 2, 3, 4]
    assert len(set(zero.day.dt.isocalendar().week)) == 1


def test_one_team_has_no_lead_now() -> None:
    """In the live cohort one team's project lead has ended and nobody has followed."""
    live = read("enrolment").query("cohort_id == 'c6'")
    leads = read("role").query("role == 'project_lead'").merge(live, on="team_id")
    held = leads[leads.to_date == ""].team_id.nunique()

    assert held == len(live) - 1


def test_one_team_has_four_people_and_some_go_on_counting(tally: pd.DataFrame) -> None:
    """One team has four people, and teams of cohorts 3 and 4 tally for months after their cohort ended."""
    last = tally.groupby("enrolment_id").day.max()
    ended = pd.to_datetime(read("cohort").set_index("cohort_id").end_date)
    beyond = last[last > last.index.str[:2].map(ended) + timedelta(days=60)]

    assert (read("team_size").headcount == "4").sum() == 1
    assert beyond.index.str[:2].value_counts().to_dict() == {"c3": 6, "c4": 3}


def test_tests_follow_their_ideas() -> None:
    """A test starts after its idea was raised, has a prediction, and is decided exactly when it has ended."""
    tests = read("pdsa_test").merge(read("change_idea"), on="idea_id")
    ended = tests.ended_on != ""

    assert (tests.raised_on < tests.planned_on).all()
    assert (tests.planned_on < tests.started_on).all()
    assert (tests[ended].started_on < tests[ended].ended_on).all()
    assert (tests.prediction != "").all()
    assert ((tests.decision != "") == ended).all()
    assert ((tests.what_happened != "") == ended).all()
    assert set(tests[~ended].enrolment_id.str[:2]) == {"c6"}


def test_ideas_are_borrowed_from_earlier_ones_of_other_teams() -> None:
    """A borrowed idea has the same title as its source, which another team raised no later."""
    ideas = read("change_idea").set_index("idea_id")
    borrowed = ideas[ideas.copied_from_idea_id != ""]
    source = ideas.loc[borrowed.copied_from_idea_id]

    assert 0.2 < len(borrowed) / len(ideas) < 0.6
    assert (source.title.to_numpy() == borrowed.title.to_numpy()).all()
    assert (source.raised_on.to_numpy() <= borrowed.raised_on.to_numpy()).all()
    assert (source.enrolment_id.to_numpy() != borrowed.enrolment_id.to_numpy()).all()


def test_stories_carry_their_consent() -> None:
    """Eighteen stories: two without consent, one withdrawn, the others with scope and date, none with a name."""
    stories = read("story")
    agreed = stories.consent == "true"

    assert (len(stories), (~agreed).sum(), (stories.withdrawn_on != "").sum()) == (18, 2, 1)
    assert ((stories.consent_scope != "") == agreed).all()
    assert ((stories.consent_on != "") == agreed).all()
    assert stories.author_label.str.fullmatch(r"Team member, cohort [1-6]").all()


def test_remarks_are_awkward_on_purpose() -> None:
    """About 400 remarks of cohorts 3 to 6, no words twice: some not cleared, some uncoded, one theme of too few."""
    remarks = read("comment").assign(cohort=lambda r: r.enrolment_id.str[:2])
    there = remarks.merge(read("enrolment"), on="enrolment_id")

    assert 380 <= len(remarks) <= 420
    assert set(remarks.cohort) == {"c3", "c4", "c5", "c6"}
    assert 0.8 < (remarks.is_cleared == "true").mean() < 0.95
    assert 0 < (remarks.theme == "").sum() < 40
    assert ((remarks.theme == "") == (remarks.component == "")).all()
    assert 0 < (remarks.theme == "Parking").sum() < 6
    assert not remarks.duplicated(["cohort", "text"]).any()
    assert (there.on_date >= there.joined_on).all()
    assert ((there.left_on == "") | (there.on_date < there.left_on)).all()


def test_no_text_claims_a_cause() -> None:
    """What teams wrote says what was seen, never what caused it."""
    files = ("pdsa_test", "story", "annotation", "progress_score", "comment")
    text = " ".join(read(name).to_csv(index=False) for name in files)

    assert not re.search(r"\b(because|thanks to|due to|caused|led to|resulted in)\b", text, re.IGNORECASE)
