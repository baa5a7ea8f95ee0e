"""Batches: once only, undone whole, kept without what names a person, and all or nothing under failure."""

from __future__ import annotations

import gzip
import hashlib
import re
import stat
from concurrent.futures import ThreadPoolExecutor

import pytest

from joy.errors import DataProblem, NotFound, ShownError
from joy.intake import import_file, load_profile, profile_ids, undo
from joy.intake.table_rules import RULES
from joy.store.checkup import check
from joy.store.reader import query_text
from joy.store.tables import SCHEMA, TABLES
from tests.intake_house import SMALL, ask, count, give, load_tables


TALLY = "date,team,question,answers,good_answers,channel\n2024-03-01,Harbour Ward,good_day_yes_no@1,4,3,paper\n"
STAFF = ",".join(["round", "team", "code", "role", *load_profile("sample_staff").items]) + "\n"
PERSON = "r1,Harbour Ward,plain-otter,clinical," + ",".join(
    ["Often"] * 12 + ["At no time"] * 5 + ["No symptoms", "Always"] + ["No"] * 4
)


@pytest.fixture
def small(store, tmp_path):
    load_tables(store, tmp_path)
    return store


def _rows_of(store) -> dict[str, int]:
    return {table: count(store, table) for table in TABLES if table not in ("programme.import_batch", "vault.item")}


def test_the_same_file_is_loaded_once(small, tmp_path):
    """A second import of the same bytes under the same profile returns the first batch and changes nothing."""
    first = give(small, tmp_path, "tally.csv", TALLY, "sample_tally")
    again = give(small, tmp_path, "other name.csv", TALLY, "sample_tally")
    assert (again.batch_no, again.already_loaded, again.rows) == (first.batch_no, True, 1)
    assert count(small, "vault.tally") == 1
    assert ask(small, "SELECT content_hash FROM programme.import_batch WHERE target = 'tally'") == [
        (hashlib.sha256(TALLY.encode()).hexdigest(),)
    ]


@pytest.mark.parametrize(
    ("name", "text", "profile"),
    [("tally.csv", TALLY, "sample_tally"), ("staff.csv", STAFF + PERSON + "\n", "sample_staff")],
)
def test_undo_takes_every_row_of_a_batch_and_nothing_else(small, tmp_path, name, text, profile):
    """After an undo every table has the rows it had before the import, and the file may be loaded again."""
    before = _rows_of(small)
    batch = give(small, tmp_path, name, text, profile)
    assert _rows_of(small) != before
    kept = list(small.settings.kept.glob(f"*-{batch.batch_no}.csv.gz"))
    assert len(kept) == 1
    undo(small, batch.batch_no)
    assert _rows_of(small) == before
    assert not kept[0].exists()
    assert count(small, "programme.import_batch", f"batch_no = {batch.batch_no} AND undone_at IS NOT NULL") == 1
    again = give(small, tmp_path, name, text, profile)
    assert not again.already_loaded
    assert again.batch_no > batch.batch_no


def test_a_cell_stays_while_another_batch_has_answers_in_it(small, tmp_path):
    """Undoing the import that first needed a cell leaves the answers of a later import whole."""
    first = give(small, tmp_path, "a.csv", STAFF + PERSON + "\n", "sample_staff")
    second = give(small, tmp_path, "b.csv", STAFF + PERSON.replace("otter", "stoat") + "\n", "sample_staff")
    undo(small, first.batch_no)
    assert count(small, "vault.answer JOIN vault.survey_cell USING (cell_no)") == second.rows == 23
    undo(small, second.batch_no)
    assert count(small, "vault.survey_cell") == 0


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_an_undo_that_another_import_outlives_raises_no_alarm(small, tmp_path, order):
    """Two imports for the same team and round: whichever is undone first, the check-up finds no row of it left."""
    texts = [STAFF + PERSON.replace("otter", name) + "\n" for name in ("otter", "stoat")]
    both = [give(small, tmp_path, f"{name}.csv", text, "sample_staff") for name, text in zip("ab", texts, strict=True)]
    for place in order:
        undo(small, both[place].batch_no)
        assert not [line for line in check(small, small.settings).lines if "was undone but" in line]
        assert both[place].batch_no not in set(small.ask("store/rows_by_batch")["batch_no"])


@pytest.mark.parametrize(("number", "words"), [(99, "There is no import 99"), (8, "Import 8 was undone before")])
def test_undo_refuses_what_it_cannot_undo(small, tmp_path, number, words):
    """An unknown import and one undone before are told, and nothing changes."""
    batch = give(small, tmp_path, "tally.csv", TALLY, "sample_tally")
    assert batch.batch_no == 8
    undo(small, batch.batch_no)
    before = _rows_of(small)
    with pytest.raises(ShownError, match=words):
        undo(small, number)
    assert _rows_of(small) == before


def test_undo_waits_for_what_stands_on_it(small, tmp_path):
    """Enrolments cannot be taken back while a tally names one; the refusal names the import to undo first."""
    batch = give(small, tmp_path, "tally.csv", TALLY, "sample_tally")
    [(enrolments,)] = ask(small, "SELECT batch_no FROM programme.import_batch WHERE target = 'programme.enrolment'")
    words = rf"1 row of other imports refer to it \(tally\)\. Undo these imports first: {batch.batch_no}\."
    with pytest.raises(ShownError, match=words):
        undo(small, enrolments)
    undo(small, batch.batch_no)
    undo(small, enrolments)
    assert count(small, "programme.enrolment") == 0


def test_kept_rows_name_nobody(small, tmp_path):
    """The kept copy holds ids, codes and hashed link keys; the code a person chose is nowhere in the home."""
    batch = give(small, tmp_path, "staff.csv", STAFF + PERSON + "\n", "sample_staff")
    kept = next(small.settings.kept.glob(f"*-{batch.batch_no}.csv.gz"))
    text = gzip.decompress(kept.read_bytes()).decode()
    [(link,)] = ask(small, "SELECT link_key FROM vault.response")
    assert re.fullmatch(r"[0-9a-f]{32}", link)
    assert text.splitlines()[1].startswith(f"e1,r1,clinical,staff,{link},3,3,")
    assert "otter" not in text
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    salt = small.settings.home / "link.salt"
    assert stat.S_IMODE(salt.stat().st_mode) == 0o600
    assert hashlib.blake2b(b"plain-otter", key=salt.read_bytes(), digest_size=16).hexdigest() == link
    [(checksum,)] = ask(small, "SELECT rows_checksum FROM programme.import_batch WHERE target = 'answers'")
    assert hashlib.blake2b(text.encode(), key=salt.read_bytes(), digest_size=16).hexdigest() == checksum


def test_an_email_column_never_reaches_the_kept_rows(small, tmp_path):
    """A column that the profile ignores is neither loaded nor kept."""
    path = tmp_path / "own.toml"
    path.write_text(
        'id = "own"\nname = "Own"\nkind = "responses"\nignore = ["Email address"]\n'
        '[items]\nb = "burnout_single@2004/burnout"\n',
        encoding="utf-8",
    )
    survey = tmp_path / "s.csv"
    survey.write_text("team,round,b,Email address\nt1,r1,No symptoms,ann@example.org\n", encoding="utf-8")
    batch = import_file(small, survey, load_profile(path))
    kept = gzip.decompress(next(small.settings.kept.glob(f"*-{batch.batch_no}.csv.gz")).read_bytes())
    assert b"ann@" not in kept
    assert b"e1,r1,,staff,,1" in kept


def test_a_failure_on_the_way_leaves_nothing(small, tmp_path, monkeypatch):
    """When the disk refuses the kept copy, neither rows nor ledger nor half a file are left."""
    before, files = _rows_of(small), sorted(small.settings.home.rglob("*"))

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space left"):
        give(small, tmp_path, "tally.csv", TALLY, "sample_tally")
    monkeypatch.undo()
    assert _rows_of(small) == before
    assert count(small, "programme.import_batch") == len(SMALL)
    assert sorted(small.settings.home.rglob("*")) == files
    assert give(small, tmp_path, "tally.csv", TALLY, "sample_tally").rows == 1


def test_a_damaged_secret_stops_the_import(small, tmp_path):
    """With a cut link.salt people could no longer be paired: the import stops and says to put it back."""
    (small.settings.home / "link.salt").write_bytes(b"short")
    with pytest.raises(ShownError, match=r"link\.salt is damaged.*Put it back from a backup"):
        give(small, tmp_path, "tally.csv", TALLY, "sample_tally")
    assert count(small, "vault.tally") == 0


def test_two_who_import_the_same_file_at_once_load_it_once(small, tmp_path):
    """Of two imports of one file at the same moment one loads it and the other is told that it is in."""
    path = tmp_path / "tally.csv"
    path.write_text(TALLY, encoding="utf-8")
    with ThreadPoolExecutor(4) as pool:
        batches = list(pool.map(lambda _: import_file(small, path, load_profile("sample_tally")), range(4)))
    assert sorted(batch.already_loaded for batch in batches) == [False, True, True, True]
    assert len({batch.batch_no for batch in batches}) == count(small, "vault.tally") == 1


def test_every_table_that_can_be_imported_has_its_questions():
    """Keys in the database, rows that stand on others, and the undo are asked for every table and reference."""
    keys, standing = query_text("intake/known_keys"), query_text("intake/standing_on")
    parts = standing.split("UNION ALL")
    for table, rule in RULES.items():
        assert f"'{table}' AS table_name" in keys, table
        assert f" {table} WHERE batch_no = $batch_no" in query_text(f"intake/undo_{table.split('.')[1]}")
        for column, target in rule.refers.items():
            words = (f"'{table}' AS", f" {column} IN ", f" {target} ")
            assert target == table or any(all(word in part for word in words) for part in parts), (table, column)


def test_words_of_tables_are_those_of_the_schema():
    """Every controlled word of a column is named in the schema's own comment on that column."""
    for table, rule in RULES.items():
        for column, words in rule.words.items():
            found = re.search(rf"COMMENT ON COLUMN {re.escape(table)}\.{column} IS '([^;\n]*?)[;']", SCHEMA)
            listed = re.sub(r" or |, ", " ", found.group(1)).split()
            assert set(words) <= set(listed), (table, column)
            assert {word for word in listed if "_" in word} <= set(words), (table, column)


def test_every_profile_that_comes_along_can_be_loaded():
    """Each profile in data/profiles is sound and carries the id of its file."""
    assert len(profile_ids()) >= 12
    assert [load_profile(name).id for name in profile_ids()] == profile_ids()


def test_an_unknown_profile_is_told_with_those_that_exist():
    """A profile that is not there is refused with the names of those that are."""
    with pytest.raises(NotFound, match=r"There is no profile “nobody”\. These exist: .*joy_table"):
        load_profile("nobody")


@pytest.mark.parametrize(
    ("table", "text", "words"),
    [
        ("team", "t9,o1,,A,community,true\nt9,o1,,B,community,true\n", r"“t9” stands twice: first in row 2"),
        ("team", "t9,o1,,,community,true\n", r"The cell is empty"),
        ("team", "t9,o1,,A,community,maybe\n", r"“maybe” is neither true nor false"),
        ("survey_round", "r9,c1,,4,R,2024-05-02,2024-05-01\n", r"2024-05-02 lies after closes_on, 2024-05-01"),
    ],
)
def test_a_table_is_held_to_its_rules(small, tmp_path, table, text, words):
    """Keys are unique, needed cells are filled, days are in order: or nothing is loaded."""
    before = _rows_of(small)
    header = SMALL[table].splitlines()[0] + "\n"
    with pytest.raises(DataProblem, match=words):
        give(small, tmp_path, f"{table}.csv", header + text, "joy_table")
    assert _rows_of(small) == before


def test_a_file_named_after_no_table_is_told_the_names(small, tmp_path):
    """A file for a table must be named after it, and the refusal lists the names there are."""
    with pytest.raises(ShownError, match=r"“people” is no table\. Name the file after the table it holds: programme"):
        give(small, tmp_path, "people.csv", "a,b\n1,2\n", "joy_table")
