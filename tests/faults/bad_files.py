"""Files as they must not be: each with where the refusal points and the words that say why and what to do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from bad_workbooks import (
    HEADER,
    WORKBOOK,
    far_cell,
    far_cell_at,
    formulas_and_more,
    many_parts,
    placeless_cell,
    with_part,
    workbook,
    zip_bomb,
)


GOOD = "2024-03-01,Harbour Ward,good_day_yes_no@1,4,3,paper"
SURVEY = "round,team,staff_genuine,staff_seen,staff_understand,staff_differ,staff_repair,staff_energy"
NAMES = "team_id,name,until"


@dataclass(frozen=True)
class BadFile:
    """One malformed file. `words` are regular expressions that the refusal must hold."""

    id: str
    content: bytes | Callable[[], bytes]
    words: tuple[str, ...]
    row: int | None = None
    column: str | None = None
    name: str = "tally.csv"
    profile: str = "sample_tally"

    def bytes(self) -> bytes:
        return self.content() if callable(self.content) else self.content


def tally(*rows: str) -> bytes:
    return "\n".join([HEADER, GOOD, *rows, ""]).encode()


def survey(*rows: str) -> bytes:
    return "\n".join([SURVEY, "r1,Harbour Ward,Often,Often,Often,Often,Often,Often", *rows, ""]).encode()


def on(day: str) -> str:
    return f"{day},Mill Street Team,good_day_yes_no@1,2,1,paper"


def on_t1(day: str) -> str:
    return f"{day},Harbour Ward,good_day_yes_no@1,2,1,paper"


def by(team: str) -> str:
    return f"2024-03-02,{team},good_day_yes_no@1,2,1,paper"


def counts(answers: str, good: str) -> str:
    return f"2024-03-02,Harbour Ward,good_day_yes_no@1,{answers},{good},paper"


def giant_cell() -> bytes:
    return (HEADER + "\n2024-03-01,").encode() + b"x" * 100_000_000 + b",good_day_yes_no@1,4,3,paper\n"


def too_many_rows() -> bytes:
    return (HEADER + "\n").encode() + b"2024-03-01,a,b,1,1,c\n" * 2_000_001


LATIN = tally(by("Café Team")).decode().encode("cp1252")

FILES: tuple[BadFile, ...] = (
    # How the text is written
    BadFile("wrong_encoding", LATIN, (r"byte 0xE9 is not UTF-8", r'encoding = "cp1252"'), 3, "team"),
    BadFile("utf_16", tally().decode().encode("utf-16"), (r"UTF-16", r"Save it as CSV UTF-8")),
    BadFile("nul", tally(by("Har\0bour")), (r"NUL byte", r"Export the file again"), 3, "team"),
    BadFile("control", tally(by("Harbour\x07Ward")), (r"invisible character U\+0007", "Retype"), 3, "team"),
    BadFile("bidi", tally(by("Ward‮ Harbour")), (r"<U\+202E>", r"invisible character U\+202E"), 3, "team"),
    BadFile("unclosed_quote", tally('2024-03-02,"Harbour Ward,x,2,1,paper'), (r"never closed", r"Close it"), 3),
    BadFile("stray_quote", tally(by('"Harbour" Ward"')), (r"quotation mark inside", r"Double it"), 3),
    BadFile("long_cell", tally(by("x" * 10_001)), (r"10,001 characters; at most 10,000", "Shorten it"), 3, "team"),
    BadFile("very_long_cell", tally(by("x" * 200_000)), (r"longer than 131,072 characters", r"shorten"), 3),
    BadFile("giant_cell", giant_cell, (r"too large: 95 MB; at most 64 MB", r"split the file")),
    BadFile("too_many_rows", too_many_rows, (r"more than 2,000,000 rows", r"Split it")),
    # What the file is
    BadFile("empty", b"", (r"file is empty", r"Export it again, with its data")),
    BadFile("only_spaces", b" \n\n ", (r"file is empty",)),
    BadFile("header_only", (HEADER + "\n").encode(), (r"a header and no rows",)),
    BadFile("renamed_exe", b"MZ\x90\x00" + b"\x00" * 90, (r"is a Windows program", r"Give a CSV file")),
    BadFile("renamed_pdf", b"%PDF-1.7\n", (r"is a PDF document",)),
    BadFile("old_excel", b"\xd0\xcf\x11\xe0" + b"\x00" * 90, (r"old Excel workbook", r"\.xlsx"), name="tally.xlsx"),
    BadFile("other_suffix", tally(), (r"ending in “\.docx” cannot be read",), name="tally.docx"),
    BadFile("packed_csv", workbook(*WORKBOOK), (r"not CSV", r"end in \.xlsx")),
    # Workbooks
    BadFile("not_a_zip", tally(), (r"ends in \.xlsx but is not an Excel workbook",), name="tally.xlsx"),
    BadFile("cut_zip", workbook(*WORKBOOK)[:900], (r"not a whole Excel workbook", r"Save the sheet"), name="t.xlsx"),
    BadFile("zip_bomb", zip_bomb, (r"unpacks to 76 MB", r"Delete empty formatted rows"), name="t.xlsx"),
    BadFile("far_cell", far_cell, (r"row 1,048,576, column 16,384", r"stray cells"), name="t.xlsx"),
    *(
        BadFile(f"far_cell_{name}", partial(far_cell_at, *how), (r"row 1,048,576, column 16,384",), name="t.xlsx")
        for name, how in {
            "elsewhere": ("foo/sheet1.xml",),
            "upper_case": ("worksheets/sheet1.XML",),
            "lower_case": ("worksheets/sheet1.xml", "c", "xfd1048576"),
            "hyphen": ("worksheets/sheet1.xml", "a-b:c"),
        }.items()
    ),
    BadFile("sheet_as_picture", partial(far_cell_at, "media/image1.png"), (r"is damaged",), name="t.xlsx"),
    BadFile("placeless_cell", placeless_cell, (r"do not say where they stand", r"Save the sheet"), name="t.xlsx"),
    BadFile("many_parts", many_parts, (r"60 parts; at most 50", r"holds no workbook"), name="t.xlsx"),
    BadFile(
        "formula_xlsx", lambda: workbook(*WORKBOOK, formula="=1+1"), (r"D3 holds a formula", "values"), 3, "D", "t.xlsx"
    ),
    BadFile(
        "formulas_and_more",
        formulas_and_more,
        (
            r"D2 holds a formula",
            r"D21 holds a formula",
            r"5 more cells of this sheet hold formulas",
            r"“Nobody” is no team",
        ),
        26,
        "team",
        "t.xlsx",
    ),
    BadFile(
        "two_sheets",
        lambda: workbook(*WORKBOOK, sheets=2),
        (r"2 sheets: “Sheet1” and “Sheet2”", "sheet ="),
        name="t.xlsx",
    ),
    BadFile(
        "external_links",
        lambda: with_part("xl/externalLinks/externalLink1.xml", b"<x/>"),
        (r"draws on other files",),
        name="t.xlsx",
    ),
    BadFile("damaged_xlsx", lambda: with_part("xl/workbook.xml", b"<wor"), (r"is damaged",), name="t.xlsx"),
    BadFile("doctype", lambda: with_part("xl/more.xml", b"<!DOCTYPE a><a/>"), (r"DOCTYPE",), name="t.xlsx"),
    BadFile("same_row_twice_xlsx", lambda: workbook(*WORKBOOK), (r"stands twice in the file",), 3, "team", "t.xlsx"),
    # The header
    BadFile(
        "double_header",
        b"date,team,Team,question,answers,good_answers,channel\n",
        (r"cannot be told apart",),
        1,
        "team",
    ),
    BadFile(
        "missing_column",
        b"date,team,question,answers,channel\n2024-03-01,Harbour Ward,x,4,paper\n",
        (r"“good_answers” is missing", r"The file has: “date”, “team”", r"say in the profile"),
        1,
    ),
    BadFile(
        "extra_column",
        (HEADER + ",remarks\n" + GOOD + ",x\n").encode(),
        (r"“remarks” is not in the profile", r'ignore = \["remarks"\]'),
        1,
    ),
    BadFile(
        "nameless_column", (HEADER + ",\n" + GOOD + ",x\n").encode(), (r"1 column without a name \(number 7\)",), 1
    ),
    BadFile(
        "header_second",
        ("Good days 2024,,,,,\n" + HEADER + "\n" + GOOD).encode(),
        (r"stand in row 2, not in row 1",),
        2,
    ),
    BadFile("no_header", (",,,,,\n" + GOOD).encode(), (r"no column names",), 1),
    BadFile("many_columns", ",".join(f"c{n}" for n in range(20_000)).encode(), (r"20,000 columns; at most 2,000",), 1),
    BadFile("spaces_for_commas", HEADER.replace(",", "  ").encode() + b"\nx\n", (r"“date”, .* are missing",), 1),
    # Rows
    BadFile("ragged_long", tally(GOOD + ",more"), (r"too many cells: 7, and the header has 6", r"extra comma"), 3),
    BadFile("ragged_short", tally("2024-03-02,Harbour Ward"), (r"too few cells: 2, and the header has 6",), 3),
    BadFile("only_delimiters", tally(",,,,,", by("Harbour Ward")), (r"This row is empty", r"Delete it"), 3),
    BadFile("blank_line", tally("", by("Harbour Ward")), (r"This row is empty",), 3),
    BadFile("after_line_break", tally(by('"Har\nbour"'), ",,,,,", GOOD), (r"This row is empty",), 4),
    BadFile("double_row", tally(GOOD), (r"“Harbour Ward” on 2024-03-01 stands twice", r"Keep one"), 3, "team"),
    BadFile("totals", tally(by("Grand total")), (r"a row of totals, not a team", r"Delete the row"), 3, "team"),
    # Teams
    BadFile(
        "unknown_team", tally(by("Harbor Ward")), (r"no team of this programme", r"mean “Harbour Ward”"), 3, "team"
    ),
    BadFile("team_1e5", tally(by("1E5")), (r"turned into a number", r"Format the column as text"), 3, "team"),
    BadFile("team_zeros_lost", tally(by("7")), (r"“7” is no team", r"zeros at the front were lost"), 3, "team"),
    BadFile("team_na", tally(by("NA")), (r"“NA” names no team", r"delete the row"), 3, "team"),
    BadFile("team_missing", tally(by("")), (r"No team is named",), 3, "team"),
    BadFile(
        "team_other_case",
        tally(by("harbour ward")),
        (r"“Harbour Ward” \(1\) and “harbour ward” \(1\) differ",),
        3,
        "team",
    ),
    BadFile(
        "team_look_alike", tally(by("Mill Street Tеam")), (r"differs only by characters that look alike",), 3, "team"
    ),
    BadFile("team_closed", tally(on("2024-07-01")), (r"in no cohort on 2024-07-01", r"until 2024-07-01"), 3, "date"),
    BadFile("team_not_yet", tally(on("2023-12-31")), (r"in no cohort on 2023-12-31",), 3, "date"),
    # Days
    BadFile(
        "day_first", tally(on("25/04/2024")), (r"“25/04/2024”, is day first", r'date_format = "%d/%m/%Y"\.'), 3, "date"
    ),
    BadFile("month_first", tally(on("04/25/2024")), (r"is month first", r'date_format = "%m/%d/%Y"\.'), 3, "date"),
    BadFile("day_or_month", tally(on("03/04/2024")), (r"no row proves", r"ask who made the file"), 3, "date"),
    BadFile("both_orders", tally(on("25/04/2024"), on("04/25/2024")), (r"Both orders are in one column",), 3, "date"),
    BadFile("impossible_day", tally(on("2024-02-30")), (r"“2024-02-30” is not a day of the calendar",), 3, "date"),
    BadFile(
        "day_number", tally(on("45352")), (r"“45352” is not a day written as 2024-03-31", r"day number"), 3, "date"
    ),
    BadFile("day_missing", tally(on("")), (r"The day is missing",), 3, "date"),
    # Counts
    BadFile(
        "good_above_total", tally(counts("2", "3")), (r"3 good answers out of 2 answers cannot be",), 3, "good_answers"
    ),
    BadFile("negative", tally(counts("-2", "0")), (r"“-2” is not a whole number", r"below zero"), 3, "answers"),
    BadFile("full_width", tally(counts("５", "1")), (r"“５” is not a whole number", r"digits 0 to 9"), 3, "answers"),
    BadFile("underscore", tally(counts("1_0", "1")), (r"“1_0” is not a whole number",), 3, "answers"),
    BadFile("power", tally(counts("1E5", "1")), (r"“1E5” is not a whole number", r"power of ten"), 3, "answers"),
    BadFile("formula", tally(counts("=2+2", "1")), (r"“=2\+2” begins like a formula", r"as values"), 3, "answers"),
    BadFile(
        "count_missing", tally(counts("", "0")), (r"The count is missing", r"Write 0 if nobody answered"), 3, "answers"
    ),
    BadFile(
        "decimal_commas",
        (HEADER + "\n" + GOOD).replace(",", ";").replace(";4;", ";4,0;").encode(),
        (r"“4,0” is not a whole number", r"no commas"),
        2,
        "answers",
    ),
    BadFile(
        "impossible_count",
        tally(counts("99999999", "3")),
        (
            r"99,999,999 answers of “Harbour Ward” on 2024-03-02 cannot be: no size of the team is known",
            r"at most 500",
            r"bring in the team's size first",
        ),
        3,
        "answers",
    ),
    BadFile(
        "day_to_come", tally(on_t1("2025-01-01")), (r"“2025-01-01” lies in the future: today is 2024-12-31",), 3, "date"
    ),
    BadFile(
        "other_question",
        tally(by("Harbour Ward"), by("Harbour Ward").replace("03-02", "03-03").replace("yes_no", "agree")),
        (
            r"“Harbour Ward” has tallied good_day_yes_no@1 so far, since 2024-03-01",
            r"here it is good_day_agree@1 \(row 4\)",
            r'question_changed = "why"',
        ),
        4,
        "question",
    ),
    BadFile(
        "unknown_question", tally(GOOD.replace("no@1", "no@9")), (r"no question that is tallied", r"@1”"), 3, "question"
    ),
    BadFile(
        "unknown_channel", tally(GOOD.replace("paper", "papers")), (r"no way of answering", r"“paper”"), 3, "channel"
    ),
    # Survey answers
    BadFile(
        "round_to_come",
        survey("r4,Harbour Ward,Often,Often,Often,Often,Often,Often"),
        (r"survey round r4 opens on 2025-02-01, and today is 2024-12-31", r"nobody can have answered yet"),
        3,
        "round",
        "survey.csv",
        "sample_service_users",
    ),
    BadFile(
        "all_unanswered",
        (SURVEY + "\nr1,Harbour Ward,,,,,,\nr1,Harbour Ward,,,,Not applicable,,\n").encode(),
        (r"no answers in it", r"Export it again with its answers"),
        name="survey.csv",
        profile="sample_service_users",
    ),
    BadFile(
        "unmapped_label",
        survey("r1,Harbour Ward,Blue,Often,Often,Often,Often,Often"),
        (r"“Blue” is no answer to this question", r"Never = 0, Rarely = 1", r"\[\[also\]\]"),
        3,
        "staff_genuine",
        "survey.csv",
        "sample_service_users",
    ),
    BadFile(
        "near_label",
        survey("r1,Harbour Ward,Often ,Often,Often,Often,Often,Often"),
        (r"“Often” \(1\) and “Often ” \(1\) differ only by a space", r'labels = \{ "Often " = 3 \}'),
        3,
        "staff_genuine",
        "survey.csv",
        "sample_service_users",
    ),
    BadFile(
        "near_label_alone",
        survey("r1,Harbour Ward,RARELY,Often,Often,Often,Often,Often"),
        (r"“RARELY” is not known; “Rarely” is, and differs only by capital letters", r'"RARELY" = 1'),
        3,
        "staff_genuine",
        "survey.csv",
        "sample_service_users",
    ),
    BadFile(
        "unknown_round",
        survey("r9,Harbour Ward,Often,Often,Often,Often,Often,Often"),
        (r"“r9” is no survey round", r"The rounds are: r1, r2, r3"),
        3,
        "round",
        "survey.csv",
        "sample_service_users",
    ),
    BadFile(
        "team_gone_in_round",
        survey("r2,Mill Street Team,Often,Often,Often,Often,Often,Often"),
        (r"not in cohort c1 while round r2 was open \(2024-08-01 to 2024-08-31\); its cohorts: c1",),
        3,
        "team",
        "survey.csv",
        "sample_service_users",
    ),
    # Our own tables
    BadFile(
        "unknown_reference",
        b"team_id,name,until\nt9,Old,\n",
        (r"no team “t9”", r"Import the team first"),
        2,
        "team_id",
        "team_name.csv",
        "joy_table",
    ),
    BadFile(
        "already_there",
        b"team_id,name,until\nt2,Old Mill Team,\n",
        (r"“t2, Old Mill Team” is in the database already",),
        2,
        "team_id, name",
        "team_name.csv",
        "joy_table",
    ),
    BadFile(
        "no_such_word",
        b"org_id,name,sector,ods_code\no2,Other Trust,nhs trust,\n",
        (r"“nhs trust” is not one of the words", r"mean “nhs_trust”", r"Use one of: nhs_trust, social_care"),
        2,
        "sector",
        "organisation.csv",
        "joy_table",
    ),
    BadFile(
        "email",
        b"team_id,person_label,role,from_date,to_date\nt1,ann@example.org,sponsor,,\n",
        (r"holds an e-mail address", r"none is ever kept"),
        2,
        "person_label",
        "role.csv",
        "joy_table",
    ),
    BadFile(
        "out_of_range",
        b"enrolment_id,month,scorer,score,why\ne1,2024-03-01,team,7.5,\n",
        (r"“7\.5” is out of range", r"Give 0\.5 to 5"),
        2,
        "score",
        "progress_score.csv",
        "joy_table",
    ),
)
