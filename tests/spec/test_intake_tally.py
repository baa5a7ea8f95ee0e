"""What a tally file becomes: answers and good answers by team and day."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from joy.errors import DataProblem, DefinitionProblem
from joy.intake import Also, Profile, check_file, import_file, load_profile
from tests.intake_house import SMALL, ask, count, give, load_tables
from tests.tables import rows


@pytest.fixture
def small(store, tmp_path):
    load_tables(store, tmp_path)
    return store


def _csv(table: str, delimiter: str = ",") -> str:
    drawn = rows(table)
    return "\n".join(delimiter.join(cells) for cells in [list(drawn[0]), *(row.values() for row in drawn)]) + "\n"


def _profile(**fields) -> Profile:
    return Profile(id="own", name="Own", kind="tally", fixed={"question": "good_day_yes_no@1"}, **fields)


def _tallied(store) -> list[tuple]:
    return ask(store, "SELECT enrolment_id, on_date, n_total, n_favourable, channel FROM vault.tally ORDER BY ALL")


def test_a_row_belongs_to_the_enrolment_that_was_open_that_day(small, tmp_path):
    """A team in two cohorts tallies for the one it joined last; a former name and an id mean the same team."""
    text = _csv("""
        | date       | team          | question          | answers | good_answers | channel |
        | 2024-08-31 | Harbour Ward  | good_day_yes_no@1 | 4       | 3            | paper   |
        | 2024-09-01 | Harbour Ward  | good_day_yes_no@1 | 5       | 5            | app     |
        | 2024-06-30 | Old Mill Team | good_day_agree@1  | 2       | 0            | form    |
        | 2024-06-30 | t007          | good_day_yes_no@1 | 0       | 0            | tokens  |
        | 2024-07-01 | 007           | good_day_yes_no@1 | 1       | 1            | tokens  |
    """)
    batch = give(small, tmp_path, "tally.csv", text, "sample_tally")
    assert (batch.target, batch.rows, batch.already_loaded) == ("tally", 5, False)
    assert _tallied(small) == [
        ("e1", date(2024, 8, 31), 4, 3, "paper"),
        ("e2", date(2024, 6, 30), 2, 0, "form"),
        ("e3", date(2024, 6, 30), 0, 0, "tokens"),
        ("e3", date(2024, 7, 1), 1, 1, "tokens"),
        ("e4", date(2024, 9, 1), 5, 5, "app"),
    ]
    assert ask(small, "SELECT DISTINCT indicator_id FROM vault.tally") == [("good_days",)]


@pytest.mark.parametrize(
    ("question", "answers", "total", "good"),
    [
        ("good_day_yes_no@1", ("Yes", "No", "Yes", ""), 3, 2),
        ("good_day_agree@1", ("Strongly agree", "Agree", "Disagree", "Strongly disagree"), 4, 2),
    ],
)
def test_single_answers_are_counted_by_day(small, tmp_path, question, answers, total, good):
    """One row per answer becomes one row per day; the indicator says which answers count as good."""
    path = tmp_path / "answers.csv"
    path.write_text("date,team,answer\n" + "".join(f"2024-03-01,Harbour Ward,{a}\n" for a in answers), encoding="utf-8")
    profile = Profile(id="single", name="Single", kind="tally", layout="long", fixed={"question": question})
    import_file(small, path, profile)
    assert _tallied(small) == [("e1", date(2024, 3, 1), total, good, "import")]


@pytest.mark.parametrize(
    ("written", "date_format"), [("03/04/2024", "%d/%m/%Y"), ("04/03/2024", "%m/%d/%Y"), ("2024-04-03", None)]
)
def test_days_are_read_in_the_one_declared_way(small, tmp_path, written, date_format):
    """The same day, written as the profile says, is the same day."""
    path = tmp_path / "tally.csv"
    path.write_text(f"date,team,answers,good_answers\n{written},Harbour Ward,4,3\n", encoding="utf-8")
    import_file(small, path, _profile(date_format=date_format))
    assert _tallied(small) == [("e1", date(2024, 4, 3), 4, 3, "import")]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("start", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_delimiter_byte_order_mark_and_line_ends_do_not_matter(small, tmp_path, delimiter, start, end):
    """Comma, semicolon or tab, with a byte order mark or without, from any system: the same rows."""
    cells = [(" Date", "TEAM", "answers", "good_answers"), ("2024-03-01", "Harbour Ward", "4", "3")]
    path = tmp_path / "tally.csv"
    path.write_bytes((start + end.join(delimiter.join(row) for row in cells) + end).encode())
    import_file(small, path, _profile())
    assert _tallied(small) == [("e1", date(2024, 3, 1), 4, 3, "import")]


def test_cp1252_is_read_where_the_profile_says_so(small, tmp_path):
    """A file of an older Windows program goes in when the profile names its encoding, and not before."""
    path = tmp_path / "tally.csv"
    path.write_bytes("date,team,answers,good_answers\n2024-03-01,Équipe,4,3\n".encode("cp1252"))
    with pytest.raises(DataProblem, match="byte 0xC9 is not UTF-8"):
        import_file(small, path, _profile(teams={"Équipe": "Harbour Ward"}))
    import_file(small, path, _profile(teams={"Équipe": "Harbour Ward"}, encoding="cp1252"))
    assert count(small, "vault.tally") == 1
    path.write_text("date,team,answers,good_answers\n2024-03-02,Équipe,4,3\n", encoding="utf-8")
    with pytest.raises(DataProblem, match="but the file is UTF-8"):
        import_file(small, path, _profile(teams={"Équipe": "Harbour Ward"}, encoding="cp1252"))


def test_rows_are_left_out_only_as_listed(small, tmp_path):
    """Teams under leave_out are passed over and counted in a note; without it they stop the import."""
    path = tmp_path / "tally.csv"
    lines = ["2024-03-01,Harbour Ward,4,3", "2024-03-01,Total,9,7", "2024-03-02,Total,1,1"]
    path.write_text("\n".join(["date,team,answers,good_answers", *lines, ""]), encoding="utf-8")
    batch = import_file(small, path, _profile(leave_out={"team": ("Total",)}))
    assert batch.rows == 1
    assert batch.notes == ("2 rows were left out because the profile says so, by team: “Total” (2).",)


def test_a_longer_export_of_the_same_sheet_is_not_counted_twice(small, tmp_path):
    """Last month's rows that come again in a longer file are named with the import that brought them."""
    head, first = "date,team,question,answers,good_answers,channel\n", "2024-03-01,t1,good_day_yes_no@1,4,3,paper\n"
    batch = give(small, tmp_path, "march.csv", head + first, "sample_tally")
    again = head + first + first.replace("03-01", "04-01")
    with pytest.raises(DataProblem, match=f"has come from import {batch.batch_no} already"):
        give(small, tmp_path, "april.csv", again, "sample_tally")
    assert count(small, "vault.tally") == 1


def test_a_preview_tells_what_every_text_is_read_as(small, tmp_path):
    """Checking a file loads nothing and lists each team and answer with its meaning and its rows."""
    path = tmp_path / "answers.csv"
    path.write_text("date,team,answer\n2024-03-01,Harbour Ward,Yes\n2024-03-01,t1,yes please\n", encoding="utf-8")
    profile = Profile(id="single", name="Single", kind="tally", layout="long", fixed={"question": "good_day_yes_no@1"})
    decided = [Also(column="answer", labels={"yes please": 1}, reason="asked the team")]
    preview = check_file(small, path, profile, decided=decided)
    told = {(label.column, label.label, label.read_as, label.rows) for label in preview.labels}
    assert told == {
        ("team", "Harbour Ward", "t1", 1),
        ("team", "t1", "t1", 1),
        ("answer", "Yes", "1", 1),
        ("answer", "yes please", "1", 1),
    }
    assert (preview.rows, preview.already_loaded) == (1, False)
    assert count(small, "vault.tally") == 0


def test_a_profile_is_told_all_its_faults_at_once(tmp_path):
    """A profile with several faults is refused with each of them, by file and field."""
    path = tmp_path / "own.toml"
    path.write_text('id = "own"\nname = ""\nkind = "telly"\nencoding = "latin"\n', encoding="utf-8")
    with pytest.raises(DefinitionProblem) as refused:
        load_profile(path)
    said = str(refused.value)
    assert all(f"own.toml: {field}: " in said for field in ("name", "kind", "encoding"))


def test_a_workbook_reads_as_its_csv_does(small, tmp_path):
    """Dates, whole numbers and texts of an Excel sheet are read as they are shown."""
    import xlsxwriter

    path = tmp_path / "tally.xlsx"
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["date", "team", "answers", "good_answers"])
        sheet.write_datetime(1, 0, date(2024, 3, 1))
        sheet.write_row(1, 1, ["Harbour Ward", 4, 3.0])
        sheet.write_row(2, 0, ["2024-03-02", "007", "5", "0"])
        sheet.write_blank(9, 7, None, book.add_format({"bold": True}))
    import_file(small, path, _profile())
    assert _tallied(small) == [
        ("e1", date(2024, 3, 1), 4, 3, "import"),
        ("e3", date(2024, 3, 2), 5, 0, "import"),
    ]


HEAD = "date,team,question,answers,good_answers,channel\n"
SIZES = "team_id,valid_from,headcount,fte\nt1,2024-03-01,6,\nt1,2024-06-01,10,\n"


@pytest.mark.parametrize(
    ("day", "answers", "known"),
    [
        ("2024-03-01", (12,), None),
        ("2024-03-01", (13,), "the team had 6 people then"),
        ("2024-03-01", (7, 6), "the team had 6 people then"),
        ("2024-06-01", (20,), None),
        ("2024-06-01", (21,), "the team had 10 people then"),
        ("2024-02-29", (500,), None),
        ("2024-02-29", (501,), "no size of the team is known for that day, and without one at most 500"),
    ],
)
def test_a_team_cannot_answer_more_than_twice_its_number_in_a_day(small, tmp_path, day, answers, known):
    """All answers of a day together are held against the size of the team on that day, or against 500."""
    give(small, tmp_path, "team_size.csv", SIZES, "joy_table")
    channels = ("paper", "app")
    lines = [f"{day},t1,good_day_yes_no@1,{n},0,{c}\n" for n, c in zip(answers, channels, strict=False)]
    if known is None:
        assert give(small, tmp_path, "tally.csv", HEAD + "".join(lines), "sample_tally").rows == len(lines)
        return
    with pytest.raises(DataProblem, match=f"{sum(answers)} answers of “t1” on {day} cannot be: {known}") as refused:
        give(small, tmp_path, "tally.csv", HEAD + "".join(lines), "sample_tally")
    assert [(problem.row, problem.column) for problem in refused.value.problems] == [(2, "answers")]
    assert "bring in the team's size first" in str(refused.value)
    assert count(small, "vault.tally") == 0


def test_without_a_day_of_its_own_a_programme_goes_by_the_calendar(store, tmp_path):
    """Real programmes have no day of their own: tomorrow in UTC is refused, and yesterday goes in."""
    texts = {**SMALL, "programme": SMALL["programme"].replace(",2024-12-31", ",")}
    load_tables(store, tmp_path, texts)
    today = datetime.now(UTC).date()
    early, late = today - timedelta(days=1), today + timedelta(days=2)
    line = ",t1,good_day_yes_no@1,4,3,paper\n"
    with pytest.raises(DataProblem, match=f"“{late}” lies in the future: today is ") as refused:
        give(store, tmp_path, "tally.csv", f"{HEAD}{early}{line}{late}{line}", "sample_tally")
    assert [(problem.row, problem.column) for problem in refused.value.problems] == [(3, "date")]
    assert count(store, "vault.tally") == 0
    assert give(store, tmp_path, "tally.csv", f"{HEAD}{early}{line}", "sample_tally").rows == 1


def _asked(*rows: tuple[str, str]) -> str:
    return HEAD + "".join(f"2024-{day},t1,good_day_{question}@1,4,3,paper\n" for day, question in rows)


def test_a_running_question_changes_only_with_a_reason_and_cleanly(small, tmp_path):
    """Another question than a team's own is refused; with a reason it may begin on a later day, and not in between."""
    give(small, tmp_path, "a.csv", _asked(("03-01", "yes_no"), ("03-20", "yes_no")), "sample_tally")
    reasoned = load_profile("sample_tally").model_copy(update={"question_changed": "The teams asked for four answers"})
    change = tmp_path / "b.csv"
    change.write_text(_asked(("04-01", "agree"), ("04-02", "agree")), encoding="utf-8")
    words = r"“t1” has tallied good_day_yes_no@1 so far, since 2024-03-01; here it is good_day_agree@1 \(rows 2 and 3\)"
    with pytest.raises(DataProblem, match=words) as refused:
        import_file(small, change, load_profile("sample_tally"))
    assert [(problem.row, problem.column) for problem in refused.value.problems] == [(2, "question")]
    mixed = tmp_path / "c.csv"
    for unclean in (
        (("03-10", "agree"),),
        (("04-01", "agree"), ("04-02", "yes_no"), ("04-03", "agree")),
        (("04-01", "agree"), ("04-01", "yes_no")),
    ):
        mixed.write_text(_asked(*unclean), encoding="utf-8")
        with pytest.raises(DataProblem, match="a changed question has a first day"):
            import_file(small, mixed, reasoned)
    assert count(small, "vault.tally") == 2
    assert import_file(small, change, reasoned).rows == 2
    assert give(small, tmp_path, "d.csv", _asked(("04-03", "agree")), "sample_tally").rows == 1


def test_a_question_may_change_with_the_enrolment(small, tmp_path):
    """A team that joins the next cohort may tally another question there without giving a reason."""
    text = _asked(("08-31", "agree"), ("09-01", "yes_no"))
    assert give(small, tmp_path, "tally.csv", text, "sample_tally").rows == 2


def test_what_spreadsheets_leave_behind_is_passed_over_and_told(small, tmp_path):
    """A first line sep=;, empty rows at the end and empty columns at the right do no harm; row numbers stay Excel's."""
    line = "2024-03-01;t1;good_day_yes_no@1;4;3;paper;;\n"
    text = "sep=;\n" + HEAD.replace(",", ";").replace("\n", ";;\n") + line
    batch = give(small, tmp_path, "tally.csv", text + ";;;;;;;\n;;;;;;;\n", "sample_tally")
    assert batch.rows == 1
    assert batch.notes == (
        "The first line, sep=;, was passed over: it only tells Excel the delimiter.",
        "2 empty rows at the end were passed over.",
        "2 empty columns without a name at the right were passed over.",
    )
    with pytest.raises(DataProblem, match=r"2 columns without a name \(number 7, 8\)"):
        give(small, tmp_path, "b.csv", text + line.replace(";;\n", ";;x\n"), "sample_tally")
    with pytest.raises(DataProblem, match="is no team") as refused:
        give(small, tmp_path, "c.csv", text + line.replace(";t1;", ";Nobody;"), "sample_tally")
    assert [problem.row for problem in refused.value.problems] == [3]
    assert count(small, "vault.tally") == 1
