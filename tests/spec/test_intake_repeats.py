"""Questionnaires that come a second time in another file are refused, and new ones are not."""

from __future__ import annotations

from itertools import product

import pytest

from joy.errors import DataProblem
from joy.intake import Profile, check_file, import_file, undo
from tests.intake_house import SMALL, count, give, load_tables


MOODS = ("At no time", "Some of the time", "More than half of the time", "Most of the time")
STRAIN = ("No symptoms", "Completely burned out")
ANSWERS = list(product(MOODS, STRAIN))  # eight different questionnaires
ITEMS = {"calm": "who5@1998/calm", "b": "burnout_single@2004/burnout"}
TABLES = ("vault.response", "vault.answer", "vault.survey_cell", "programme.import_batch")


@pytest.fixture
def small(store, tmp_path):
    load_tables(store, tmp_path)
    return store


def _profile(**fields) -> Profile:
    return Profile.model_validate({"id": "own", "name": "Own", "kind": "responses", "items": ITEMS} | fields)


CODED = _profile(columns={"link": "code"})


def _bring(store, folder, name: str, lines: list[str], profile: Profile, end: str = "\n"):
    header = "team,round,calm,b" + (",code" if "link" in profile.columns else "")
    path = folder / name
    path.write_bytes((end.join([header, *lines]) + end).encode())
    return import_file(store, path, profile)


def _uncoded(number: int, team: str = "t1", round_id: str = "r1") -> list[str]:
    return [f"{team},{round_id},{calm},{b}" for calm, b in ANSWERS[:number]]


def _held(store) -> list[int]:
    return [count(store, table) for table in TABLES]


def _refused(store, folder, lines: list[str], profile: Profile, words: str) -> DataProblem:
    """Try to bring in a file; it must be refused with these words and leave every table as it was."""
    before, files = _held(store), sorted(store.settings.home.rglob("*"))
    with pytest.raises(DataProblem, match=words) as refused:
        _bring(store, folder, "later.csv", lines, profile)
    with pytest.raises(DataProblem, match=words):
        check_file(store, folder / "later.csv", profile)
    assert _held(store) == before
    assert sorted(store.settings.home.rglob("*")) == files
    return refused.value


@pytest.mark.parametrize("profile", [_profile(), CODED], ids=["uncoded", "coded"])
def test_the_same_rows_with_other_line_ends_are_loaded_once(small, tmp_path, profile):
    """A file whose line ends changed returns the first import, marked as loaded already, and adds nothing."""
    code = ",cat" if profile is CODED else ""
    lines = [line + code for line in _uncoded(3)]
    first = _bring(small, tmp_path, "a.csv", lines, profile)
    before = _held(small)
    again = _bring(small, tmp_path, "b.csv", lines, profile, end="\r\n")
    assert (again.batch_no, again.already_loaded, again.rows) == (first.batch_no, True, first.rows)
    assert check_file(small, tmp_path / "b.csv", profile).already_loaded
    assert _held(small) == before
    undo(small, first.batch_no)
    assert not _bring(small, tmp_path, "b.csv", lines, profile, end="\r\n").already_loaded


def test_a_tally_with_other_line_ends_is_loaded_once(small, tmp_path):
    """Daily answers whose file was saved with other line ends are recognised by their rows."""
    text = "date,team,question,answers,good_answers,channel\n2024-03-01,Harbour Ward,good_day_yes_no@1,4,3,paper\n"
    first = give(small, tmp_path, "a.csv", text, "sample_tally")
    again = give(small, tmp_path, "b.csv", text.replace("\n", "\r\n"), "sample_tally")
    assert (again.batch_no, again.already_loaded) == (first.batch_no, True)
    assert count(small, "vault.tally") == 1


def test_a_code_counts_once_in_a_round_and_team(small, tmp_path):
    """A later export is refused for the codes it repeats, even with other answers; only its new rows go in."""
    first = _bring(small, tmp_path, "a.csv", ["t1,r1,At no time,No symptoms,cat", "t1,r1,,No symptoms,dog"], CODED)
    later = ["t1,r1,At no time,No symptoms,owl", "t1,r1,Most of the time,,cat", "t1,r1,,No symptoms,dog"]
    words = f"2 questionnaires of round r1 carry codes .* from import {first.batch_no}: .*joy undo {first.batch_no}"
    refused = _refused(small, tmp_path, later, CODED, words)
    assert [problem.row for problem in refused.problems] == [3]
    assert _bring(small, tmp_path, "new.csv", later[:1], CODED).rows == 2


def test_a_code_may_stand_in_another_round_or_team(small, tmp_path):
    """The same code in the next round is the same person again, and in another team another person: both go in."""
    _bring(small, tmp_path, "a.csv", ["t1,r1,At no time,No symptoms,cat"], CODED)
    batch = _bring(small, tmp_path, "b.csv", ["t1,r2,At no time,No symptoms,cat", "t2,r1,,No symptoms,cat"], CODED)
    assert batch.rows == 3
    assert count(small, "vault.response") == 3


def test_a_longer_export_without_codes_is_refused(small, tmp_path):
    """Five questionnaires that come again with one more are recognised by their answers, whatever their order."""
    first = _bring(small, tmp_path, "a.csv", _uncoded(5), _profile())
    words = f"5 of 6 questionnaires of round r1 have the very answers .* from import {first.batch_no}: .*joy undo"
    refused = _refused(small, tmp_path, _uncoded(6)[::-1], _profile(), words)
    assert 'same_answers_are_new_people = "why"' in str(refused)
    assert _bring(small, tmp_path, "new.csv", _uncoded(6)[5:], _profile()).rows == 2


def test_a_longer_export_under_another_profile_is_refused(small, tmp_path):
    """Taking the codes out, putting them in or asking one question less does not make questionnaires new."""
    coded = [f"{line},c{n}" for n, line in enumerate(_uncoded(6))]
    first = _bring(small, tmp_path, "a.csv", coded, CODED)
    _refused(small, tmp_path, _uncoded(6), _profile(id="two"), "6 of 6 questionnaires")
    undo(small, first.batch_no)
    _bring(small, tmp_path, "a.csv", _uncoded(6), _profile())
    _refused(small, tmp_path, coded, CODED, "6 of 6 questionnaires")
    calm_only = _profile(id="three", items={"calm": ITEMS["calm"]}, ignore=("b",))
    _refused(small, tmp_path, _uncoded(6), calm_only, "6 of 6 questionnaires")


@pytest.mark.parametrize(
    "lines",
    [
        _uncoded(4),
        [*_uncoded(5), *(["t1,r1,All of the time,No symptoms"] * 6)],
        _uncoded(5, round_id="r2"),
        _uncoded(5, team="t2"),
        [_uncoded(1)[0]] * 8,
    ],
    ids=["four", "under_half", "other_round", "other_team", "one_twin_only"],
)
def test_chance_twins_go_in(small, tmp_path, lines):
    """Fewer than five twins, less than half of a round, another round or team, or one twin of many: all are taken."""
    _bring(small, tmp_path, "a.csv", _uncoded(5), _profile())
    _bring(small, tmp_path, "b.csv", lines, _profile())
    assert count(small, "vault.response") == 5 + len(lines)


def test_a_reason_lets_the_same_answers_in(small, tmp_path):
    """Where a profile says why equal answers are other people's, they are counted; codes are still compared."""
    reason = {"same_answers_are_new_people": "Two questions only; the second half of the ward"}
    _bring(small, tmp_path, "a.csv", _uncoded(5), _profile())
    assert _bring(small, tmp_path, "b.csv", _uncoded(6), _profile(**reason)).rows == 12
    _bring(small, tmp_path, "c.csv", [f"{_uncoded(1)[0]},cat"], CODED)
    again = [f"{_uncoded(2)[1]},cat"]
    _refused(small, tmp_path, again, CODED.model_copy(update=reason), "1 questionnaire of round r1 carries a code")
    with pytest.raises(ValueError, match="only a responses file can need it"):
        Profile(id="own", name="Own", kind="table", **reason)


def test_the_first_import_that_is_refused_leaves_no_secret(store, tmp_path):
    """A home in which nothing was ever loaded is as bare after a refusal as before."""
    files = sorted(store.settings.home.rglob("*"))
    with pytest.raises(DataProblem):
        give(store, tmp_path, "team.csv", SMALL["team"], "joy_table")
    assert sorted(store.settings.home.rglob("*")) == files
