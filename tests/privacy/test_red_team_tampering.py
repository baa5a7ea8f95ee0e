"""The self-attack is not talked into a nought: it reads what pages read, and says so when it could not try."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest

from joy.attack.command import as_json, attack_everything, exit_code, in_words
from joy.attack.report import AttackLine, AttackReport
from joy.release import make_release
from joy.store.checkup import check
from tests.small_world import add_responses, everybody, lay_out


WHO5 = ("cheerful", "calm", "active", "rested", "interested")


@pytest.fixture
def told(store):
    """One published update: teams of seven, eight and two people, of which the last is hidden."""
    lay_out(store, {"a": [8, 8, 3]})
    given = [
        (f"a-{t}", "a-r1", None, everybody("who5@1998", WHO5, n % 5))
        for t, k in ((1, 7), (2, 8), (3, 2))
        for n in range(k)
    ]
    add_responses(store, given)
    make_release(store, "p", reason="by_hand")
    return store


def attacked(store):
    text = as_json(attack_everything(store))
    return exit_code(text), in_words(text)


def in_the_file(store, *statements):
    (path,) = Path(store.settings.releases).glob("*.duckdb")
    copy = path.with_suffix(".copy")
    shutil.copy(path, copy)
    copy.chmod(0o600)
    with duckdb.connect(str(copy)) as file:
        for statement in statements:
            file.execute(statement)
    path.unlink()
    copy.rename(path)


def in_the_database(store, *statements):
    with store.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def test_an_untouched_update_is_safe(told):
    """What was published and not changed gives 0 and ends with 0; the check-up finds nothing wrong with its file."""
    code, words = attacked(told)
    assert code == 0, words
    assert words.splitlines()[-1].startswith("0 of ")
    assert "does not hold what was published" not in str(check(told, told.settings))


UNHIDE = "UPDATE release.figure SET state='shown', value=3.14159, n_band='3', n_low=3, tier=5 WHERE state='hidden'"
EXACT = "UPDATE release.figure SET value = value + 0.123456, n_band = '7' WHERE state = 'shown'"
ANOTHER = "INSERT INTO release.figure SELECT * REPLACE ('another' AS release_id) FROM release.figure"
PEOPLE = "UPDATE release.participation SET answers_band = '1'"


@pytest.mark.parametrize("change", [UNHIDE, EXACT, ANOTHER, PEOPLE])
def test_a_changed_release_file_is_found(told, change):
    """Whatever is changed in the file that pages read is told, ends with 1, and the check-up tells it too."""
    in_the_file(told, change)
    code, words = attacked(told)
    assert code == 1
    assert "does not hold what was published" in words
    assert not words.splitlines()[-1].startswith("0")
    assert "does not hold what was published" in str(check(told, told.settings))


@pytest.mark.parametrize("change", [EXACT, PEOPLE])
def test_exact_numbers_are_found_where_file_and_database_agree(told, change):
    """Numbers told as they are give way by themselves, also when nothing says that the file was changed."""
    in_the_file(told, change)
    in_the_database(told, change)
    code, words = attacked(told)
    assert code == 1
    assert "does not hold what was published" not in words
    assert not words.splitlines()[-1].startswith("0")


@pytest.mark.parametrize(
    "change", ["UPDATE release.release SET is_withdrawn = true", "UPDATE release.figure SET state = 'hidden'"]
)
def test_where_nothing_can_be_attacked_it_says_so(told, change):
    """No standing update, or none of which anything can be read, is not called safe."""
    if "figure" in change:
        in_the_file(told, change)
    in_the_database(told, change)
    code, words = attacked(told)
    assert code == 2
    assert words.splitlines()[-1].startswith("Nothing could be attacked")


def test_an_update_without_its_audit_is_not_safe(told):
    """An update whose file tells of no audit is shown to nobody, and the attack says that it could not try it."""
    strip = ("UPDATE release.release SET audit_id = NULL", "DELETE FROM release.audit")
    in_the_file(told, *strip)
    in_the_database(told, *strip)
    code, words = attacked(told)
    assert code == 2
    assert "checked against each other" in words


@pytest.mark.parametrize("attack", ["A1", "A7", "A10", "A23", "A37"])
def test_the_last_line_is_never_a_nought_where_a_line_is_not(attack):
    """The sentence and the exit code come from everything that gave way, not from hidden figures alone."""
    text = as_json(AttackReport((AttackLine(attack, "something", 9, 2),), 312, 0))
    assert exit_code(text) == 1
    assert in_words(text).splitlines()[-1] == "2 found out in other ways"
