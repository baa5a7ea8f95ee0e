"""What a survey file becomes: one response per questionnaire, one answer per answered question."""

from __future__ import annotations

import pytest

from joy.errors import DataProblem, DefinitionProblem
from joy.intake import Also, Profile, import_file, load_profile
from tests.intake_house import ask, count, give, load_tables
from tests.tables import rows


ANSWERS = """SELECT enrolment_id, round_id, rater, role_group, item_key, code, response_no
FROM vault.answer JOIN vault.item USING (item_no) JOIN vault.survey_cell USING (cell_no) ORDER BY ALL"""


@pytest.fixture
def small(store, tmp_path):
    load_tables(store, tmp_path)
    return store


def _file(tmp_path, table: str):
    drawn = rows(table)
    path = tmp_path / "survey.csv"
    lines = [list(drawn[0]), *(list(row.values()) for row in drawn)]
    path.write_text("\n".join(",".join(cells) for cells in lines) + "\n", encoding="utf-8")
    return path


def _profile(**fields) -> Profile:
    items = {"calm": "who5@1998/calm", "b": "burnout_single@2004/burnout"}
    return Profile.model_validate({"id": "own", "name": "Own", "kind": "responses", "items": items} | fields)


def test_each_questionnaire_counts_in_its_team_round_and_role(small, tmp_path):
    """Answers carry their cell; blank texts are no answers; a questionnaire without any is not loaded, and told."""
    path = _file(
        tmp_path,
        """
        | team         | round | job | calm             | b              |
        | Harbour Ward | r1    | boss | Most of the time | No symptoms    |
        | Harbour Ward | r1    | boss | At no time       | Not applicable |
        | Harbour Ward | r3    |     |                  | No symptoms    |
        | t2           | r1    |     |                  | Not applicable |
        """,
    )
    batch = import_file(
        small, path, _profile(columns={"role": "job"}, roles={"boss": "manager"}, blank=("", "Not applicable"))
    )
    assert (batch.target, batch.rows) == ("answers", 4)
    assert batch.notes[0] == "1 questionnaire without any answer was not loaded."
    assert ask(small, ANSWERS) == [
        ("e1", "r1", "staff", "manager", "burnout", 1, 1),
        ("e1", "r1", "staff", "manager", "calm", 0, 2),
        ("e1", "r1", "staff", "manager", "calm", 4, 1),
        ("e4", "r3", "staff", None, "burnout", 1, 3),
    ]
    assert count(small, "vault.response") == 3
    assert count(small, "vault.survey_cell") == 2


def test_one_row_per_answer_gives_the_same_as_one_row_per_questionnaire(small, tmp_path):
    """The long form of a file loads the same answers as its wide form."""
    wide = _file(
        tmp_path,
        """
        | response | team         | round | calm             | b           |
        | a        | Harbour Ward | r1    | Most of the time | No symptoms |
        | b        | Harbour Ward | r1    | At no time       |             |
        | c        | t2           | r1    |                  | No symptoms |
        """,
    )
    first = import_file(small, wide, _profile(columns={"response": "response"}))
    from_wide = ask(small, ANSWERS)
    small_again = _file(
        tmp_path,
        """
        | response | team         | round | item | answer           |
        | a        | Harbour Ward | r1    | calm | Most of the time |
        | b        | Harbour Ward | r1    | calm | At no time       |
        | c        | t2           | r1    | b    | No symptoms      |
        | a        | Harbour Ward | r1    | b    | No symptoms      |
        | b        | Harbour Ward | r1    | b    |                  |
        """,
    )
    from joy.intake import undo

    undo(small, first.batch_no)
    import_file(small, small_again, _profile(layout="long"))
    assert ask(small, ANSWERS) == from_wide
    assert len(from_wide) == 4


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("a,Harbour Ward,r1,b,No symptoms", r"answers “b” a second time"),
        ("a,t2,r1,calm,At no time", r"names another team, round or role here than above"),
        ("x,Harbour Ward,r1,mood,At no time", r"“mood” is no question of the profile"),
        ("x,Harbour Ward,r1,calm,No symptoms", r"“No symptoms” is no answer to this question"),
    ],
)
def test_a_long_file_is_refused_where_it_contradicts_itself(small, tmp_path, row, words):
    """A second answer, another team under the same id, an unknown question and an answer to another one are refused."""
    path = tmp_path / "survey.csv"
    lines = ["response,team,round,item,answer", "a,Harbour Ward,r1,b,No symptoms", row]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    with pytest.raises(DataProblem, match=words) as refused:
        import_file(small, path, _profile(layout="long"))
    assert [problem.row for problem in refused.value.problems] == [3]
    assert count(small, "vault.response") == 0


@pytest.mark.parametrize(
    ("cell", "words"),
    [("6", "“6” is out of range: this question takes 1 to 5"), ("-1", "is out of range"), ("2.0", "is not a code")],
)
def test_codes_must_be_codes_of_the_question(small, tmp_path, cell, words):
    """A file that holds codes is read by the codes of its questions, and no other number passes."""
    path = _file(
        tmp_path,
        f"""
        | team | round | calm | b      |
        | t1   | r1    | 3    | 2      |
        | t1   | r1    | 0    | {cell} |
        """,
    )
    with pytest.raises(DataProblem, match=words):
        import_file(small, path, _profile(answers="codes"))
    path.write_text(path.read_text(encoding="utf-8").replace(cell, "5"), encoding="utf-8")
    assert import_file(small, path, _profile(answers="codes")).rows == 4


def test_the_same_response_id_twice_is_refused_and_the_same_answers_are_not(small, tmp_path):
    """Two people may answer alike; one questionnaire may not come twice."""
    path = _file(
        tmp_path,
        """
        | n | team | round | calm       | b           |
        | 1 | t1   | r1    | At no time | No symptoms |
        | 2 | t1   | r1    | At no time | No symptoms |
        """,
    )
    assert import_file(small, path, _profile(columns={"response": "n"})).rows == 4
    path.write_text(path.read_text(encoding="utf-8").replace("2,t1", "1,t1"), encoding="utf-8")
    with pytest.raises(DataProblem, match=r"response id “1” stands in 2 rows, first in row 2"):
        import_file(small, path, _profile(columns={"response": "n"}))


def test_a_decision_needs_a_reason_and_settles_a_spelling(small, tmp_path):
    """A spelling that somebody decided on, with a reason, counts as the code given; without it the import stops."""
    path = _file(
        tmp_path,
        """
        | team | round | calm       | b           |
        | t1   | r1    | At no time | No symptoms |
        | t1   | r1    | at no time | No symptoms |
        """,
    )
    with pytest.raises(DataProblem, match=r"“At no time” \(1\) and “at no time” \(1\) differ only by capital letters"):
        import_file(small, path, _profile())
    decided = [Also(column="calm", labels={"at no time": 0}, reason="typed by hand")]
    assert import_file(small, path, _profile(), decided=decided).rows == 4
    with pytest.raises(ValueError, match="reason"):
        Also(column="calm", labels={"at no time": 0}, reason="")


def test_two_codes_alike_in_one_round_are_told(small, tmp_path):
    """A code that two people of a team chose in one round cannot be paired, and a note says so."""
    path = _file(
        tmp_path,
        """
        | team | round | code | calm       | b           |
        | t1   | r1    | cat  | At no time | No symptoms |
        | t1   | r1    | cat  | At no time | No symptoms |
        | t1   | r2    | cat  | At no time | No symptoms |
        """,
    )
    batch = import_file(small, path, _profile(columns={"link": "code"}))
    assert "2 questionnaires share their code with another of the same team and round" in batch.notes[0]
    keys = ask(small, "SELECT link_key FROM vault.response")
    assert len(set(keys)) == 1
    assert "cat" not in keys[0][0]


def test_new_files_go_on_numbering_where_the_last_one_stopped(small, tmp_path):
    """A second file uses the cells and questions that are there, and numbers its responses onward."""
    for mood in ("At no time", "Most of the time"):
        path = _file(tmp_path, f"| team | round | calm | b |\n| t1 | r1 | {mood} | No symptoms |")
        import_file(small, path, _profile())
    assert ask(small, "SELECT response_no FROM vault.response ORDER BY 1") == [(1,), (2,)]
    assert count(small, "vault.survey_cell") == 1
    assert count(small, "vault.item") == 2


def test_a_profile_cannot_mix_those_who_answer_or_name_what_is_not_there(tmp_path):
    """Staff and service users, an unknown question and an unknown code are all told when the profile is loaded."""
    path = tmp_path / "own.toml"
    path.write_text(
        'id = "own"\nname = "Own"\nkind = "responses"\n[labels.often]\n"Never" = 9\n[items]\n'
        'a = { item = "p6_colleagues@1/seen", labels = "often" }\nb = "p6_rating_staff@1/seen"\nc = "who5@1998/mood"\n',
        encoding="utf-8",
    )
    with pytest.raises(DefinitionProblem) as refused:
        load_profile(path)
    said = str(refused.value)
    assert "own.toml: items.c: no question who5@1998/mood." in said
    assert "“Never” = 9, which p6_colleagues@1/seen does not offer" in said
    assert "staff and service users in one profile" in said


def test_a_sample_file_goes_in_under_its_profile(small, tmp_path):
    """A service users' form is stored as rated by service users."""
    text = "round,team,staff_genuine,staff_seen,staff_understand,staff_differ,staff_repair,staff_energy\n"
    give(small, tmp_path, "forms.csv", text + "r1,t1,Often,,,,,Not applicable\n", "sample_service_users")
    assert ask(small, ANSWERS) == [("e1", "r1", "service_user", None, "genuine", 3, 1)]
