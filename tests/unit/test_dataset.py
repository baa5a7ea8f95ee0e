"""The data set to publish: exactly the released figures that its reader may see, explained, and safe to open."""

from __future__ import annotations

import csv
import io
import shutil
import zipfile
from tempfile import TemporaryDirectory

import duckdb
import pandas as pd
import pytest

from joy.access import NotAllowed, Who
from joy.exports import stamp_of
from joy.exports.dataset import dataset, dataset_zip
from joy.exports.tables import STARTS_FORMULA
from joy.store import Reader, Store, open_release_file
from joy.store.published import release_path
from joy.views.team_changes import teams_compared
from tests.whoever import DATA_LEAD, EVERYTHING, STRANGER, team


TABLES = ("figures", "findings", "options", "team_changes", "workforce", "process")
FILES = {*(f"{name}.csv" for name in TABLES), "codebook.csv", "README.txt"}
MINE = team("c3-05", "c3", "good_days_together")


@pytest.fixture(scope="module")
def update(sample_store: Store, programme: str) -> Reader:
    newest = str(sample_store.ask("release/latest", programme_id=programme)["release_id"].iloc[0])
    return open_release_file(sample_store.settings, newest)


def rows_of(content: bytes, name: str) -> list[dict[str, str]]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return list(csv.DictReader(io.StringIO(archive.read(name).decode("utf-8-sig"))))


def packed(store: Store, update: Reader, who: Who, programme: str, cohort: str | None = None) -> bytes:
    return dataset_zip(store, update, who, programme, stamp_of(update), cohort)


def released(store: Store, programme: str, table: str) -> pd.DataFrame:
    """A table of the published file, read by another connection and without any of our own questions."""
    newest = str(store.ask("release/latest", programme_id=programme)["release_id"].iloc[0])
    with TemporaryDirectory() as folder:  # a copy: the file itself is open with the application's settings
        copied = shutil.copy(release_path(store.settings, newest), folder)
        with duckdb.connect(str(copied), read_only=True) as file:
            return file.sql(f"SELECT * FROM release.{table}").df()  # noqa: S608  a name of ours


def keys(rows: pd.DataFrame | list[dict[str, str]], columns: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Rows as texts that can be compared, numbers by nine digits, in an order of their own."""
    frame = pd.DataFrame(rows)

    def told(cell: object) -> str:
        if cell is None or cell is pd.NaT or cell != cell or cell == "":
            return ""
        try:
            return f"{float(str(cell)):.9g}"
        except ValueError:
            return " ".join(str(cell).removesuffix(" 00:00:00").lstrip("'").split())

    return sorted(tuple(told(cell) for cell in row) for row in frame[list(columns)].astype(object).to_numpy().tolist())


FIGURE = (
    "group_kind",
    "group_id",
    "indicator_id",
    "instrument",
    "period_kind",
    "period_id",
    "period_start",
    "period_end",
)
FIGURE += ("value", "capped", "n_band", "n_low", "favourable_share", "spread")
FINDING = ("group_kind", "group_id", "indicator_id", "kind", "from_period", "to_period", "part", "value", "low", "high")
FINDING += ("n_band", "conclusion")


def test_who_sees_everything_gets_every_released_row(sample_store: Store, update: Reader, programme: str) -> None:
    """Every shown figure, result and answer share of the published file stands in the data set once, as it is."""
    content = packed(sample_store, update, EVERYTHING, programme)
    figures, findings = (released(sample_store, programme, name) for name in ("figure", "finding"))
    assert keys(rows_of(content, "figures.csv"), FIGURE) == keys(figures[figures["state"] == "shown"], FIGURE)
    assert keys(rows_of(content, "findings.csv"), FINDING) == keys(findings[findings["state"] == "shown"], FINDING)
    options = released(sample_store, programme, "figure_option").query("group_kind == 'cohort'")
    columns = ("instrument", "item_key", "period_id", "label", "ordinal", "share")
    assert keys(rows_of(content, "options.csv"), columns) == keys(options, columns)


def test_a_team_gets_its_own_figures_and_the_totals(sample_store: Store, update: Reader, programme: str) -> None:
    """In a team's data set stand its own rows, its cohort's and the programme's, all of them and no others."""
    content = packed(sample_store, update, MINE, programme)
    figures = released(sample_store, programme, "figure").query("state == 'shown'")
    allowed = {("team", "c3-05"), ("cohort", "c3"), ("programme", programme)}
    mine = figures[[pair in allowed for pair in zip(figures["group_kind"], figures["group_id"], strict=True)]]
    rows = rows_of(content, "figures.csv")
    assert keys(rows, FIGURE) == keys(mine, FIGURE)
    assert {(row["group_kind"], row["group_id"]) for row in rows_of(content, "findings.csv")} <= allowed
    assert {row["cohort_id"] for row in rows_of(content, "options.csv")} <= {"c3"}
    names = sample_store.ask("views/teams", programme_id=programme)
    own = set(names.loc[names["enrolment_id"] == "c3-05", "name"])
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        text = "".join(archive.read(name).decode() for name in archive.namelist())
    assert not [name for name in set(names["name"]) - own if name in text]


@pytest.mark.parametrize("who", [STRANGER, DATA_LEAD], ids=["stranger", "data lead"])
def test_who_sees_no_results_gets_no_data_set(sample_store: Store, update: Reader, programme: str, who: Who) -> None:
    """Without a role that sees results nothing is written."""
    with pytest.raises(NotAllowed):
        packed(sample_store, update, who, programme)


def test_one_cohort_holds_that_cohort_only(sample_store: Store, update: Reader, programme: str) -> None:
    """The data set of a cohort has it and its teams, and no total from which others could be taken away."""
    content = packed(sample_store, update, EVERYTHING, programme, "c5")
    for name in set(TABLES) - {"workforce"}:
        assert {row["cohort_id"] for row in rows_of(content, f"{name}.csv")} == {"c5"}
    assert {row["cohort_id"] for row in rows_of(content, "workforce.csv")} <= {"c5"}


def test_everything_in_it_is_explained(sample_store: Store, update: Reader, programme: str) -> None:
    """Each column, measure, questionnaire, question, kind of result and kind of period has a row in the codebook."""
    content = packed(sample_store, update, EVERYTHING, programme)
    book = rows_of(content, "codebook.csv")
    known = {(row["what"], row["name"]) for row in book}
    assert all(row["meaning"] for row in book)
    tables = {name: rows_of(content, f"{name}.csv") for name in TABLES}
    for name, rows in tables.items():
        assert {("column", f"{name}.{column}") for column in rows[0]} <= known
    every = [row for rows in tables.values() for row in rows]
    assert {("measure", row["indicator_id"]) for row in every if row.get("indicator_id")} <= known
    assert {("questionnaire", row["instrument"]) for row in every if row.get("instrument")} <= known
    assert {("result", row["kind"]) for row in tables["findings"]} <= known
    assert {("period", row["period_kind"]) for row in (*tables["figures"], *tables["workforce"])} <= known
    assert {("rate", row["measure"]) for row in tables["workforce"]} <= known
    assert {("basis", row["basis"]) for row in tables["workforce"]} <= known
    assert {("result", row["verdict"]) for row in tables["team_changes"]} <= known
    assert {("question", f"{row['instrument']}/{row['item_key']}") for row in tables["options"]} <= known


def test_how_far_teams_moved_is_what_the_page_shows(sample_store: Store, update: Reader, programme: str) -> None:
    """Each dot of “Compare cohorts” is a row, with its number, words and verdict; a single team gets none of others."""
    rows = rows_of(packed(sample_store, update, EVERYTHING, programme), "team_changes.csv")
    for indicator in ("good_days", "relationships_colleagues"):
        dots = teams_compared(sample_store, update, EVERYTHING, indicator).points
        mine = [row for row in rows if row["indicator_id"] == indicator]
        assert len(dots) > 1
        assert [row["team"] for row in mine] == dots["label"].tolist()
        assert [float(row["change"]) for row in mine] == pytest.approx(dots["value"].tolist())
        assert [row["verdict"] for row in mine] == dots["verdict"].tolist()
    assert rows_of(packed(sample_store, update, MINE, programme), "team_changes.csv") == []


def test_absence_is_as_released_and_of_no_team(sample_store: Store, update: Reader, programme: str) -> None:
    """Every shown rate of the published file is there, of no single team; whoever has one team only gets none."""
    rows = rows_of(packed(sample_store, update, EVERYTHING, programme), "workforce.csv")
    known = released(sample_store, programme, "workforce").query("state == 'shown'")
    known = known[known["measure"].isin(["absence_rate", "leaver_rate", "stability", "leavers"])]
    columns = ("unit_kind", "unit_id", "measure", "basis", "period_kind", "period_start", "period_end", "value")

    assert rows
    assert keys(rows, columns) == keys(known, columns)
    assert "team" not in {row["unit_kind"] for row in rows}
    assert rows_of(packed(sample_store, update, MINE, programme), "workforce.csv") == []


def test_who_took_part_is_counted_as_in_the_programme_s_own_tables(
    sample_store: Store, update: Reader, programme: str
) -> None:
    """Teams and tests of each cohort are those of the programme's tables, counted another way."""
    rows = rows_of(packed(sample_store, update, EVERYTHING, programme), "process.csv")
    until = sample_store.ask("release/programmes")["today"].iloc[0]
    teams = sample_store.ask("views/teams", programme_id=programme)
    tests = sample_store.ask("views/tests", programme_id=programme, until=until.date())

    assert rows
    for row in rows:
        own = tests[tests["cohort_id"] == row["cohort_id"]]
        ended = own[own["ended_on"] <= until]
        assert int(row["teams_enrolled"]) == (teams["cohort_id"] == row["cohort_id"]).sum()
        assert int(row["teams_testing"]) == own["enrolment_id"].nunique()
        assert int(row["tests"]) == len(own)
        assert int(row["tests_adopted"]) == ended["decision"].isin(["adopt", "expand"]).sum()
        assert int(row["tests_running"]) == len(own) - len(ended)


def test_the_files_and_their_stamp(sample_store: Store, update: Reader, programme: str) -> None:
    """All files; the read-me says which update, under which rules, and the hash; made twice they are the same."""
    content = packed(sample_store, update, EVERYTHING, programme)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert set(archive.namelist()) == FILES
        readme = archive.read("README.txt").decode()
    stamp = stamp_of(update)
    for said in (stamp.update, stamp.policy_version, stamp.content_hash):
        assert str(said) in readme
    assert packed(sample_store, update, EVERYTHING, programme) == content


def test_no_cell_runs_in_a_spreadsheet(store: Store) -> None:
    """A team called like a formula stands there as text."""
    from joy.release import make_release
    from tests.small_world import START, add_tallies, lay_out

    lay_out(store, {"a": [9, 9]})
    enrolled = {"enrolment_id": "evil", "team_id": "evil", "cohort_id": "a", "ordinal": 3, "joined_on": START}
    named = {"team_id": "evil", "org_id": "o", "name": "=HYPERLINK(1)"}
    sized = {"team_id": "evil", "valid_from": START, "headcount": 9}
    with store.writing() as writer:
        for table, row in (("team", named), ("team_size", sized), ("enrolment", enrolled)):
            frame = pd.DataFrame([row])
            days = {name: pd.to_datetime(frame[name]) for name in frame if name in {"joined_on", "valid_from"}}
            writer.append(f"programme.{table}", frame.assign(**days))
    add_tallies(store, [(name, START, 9, 4) for name in ("a-1", "a-2", "evil")])
    release = open_release_file(store.settings, make_release(store, "p", reason="by_hand"))
    tables = dataset(store, release, EVERYTHING, "p")
    assert "=HYPERLINK(1)" in set(tables["figures"]["group_name"])
    content = packed(store, release, EVERYTHING, "p")
    for name in ("figures.csv", "findings.csv", "process.csv", "codebook.csv"):
        for row in rows_of(content, name):
            for cell in row.values():
                assert not cell.startswith(STARTS_FORMULA) or cell.lstrip("+-")[:1].isdigit()
