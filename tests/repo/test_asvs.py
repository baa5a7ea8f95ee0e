"""The table of security requirements is whole, and every test it names is there."""

from __future__ import annotations

import ast
import re

import pytest


# Level 1 of OWASP ASVS 5.0.0, from its published list: 70 requirements.
PUBLISHED = """
1.2.1 1.2.2 1.2.3 1.2.4 1.2.5 1.3.1 1.3.2 1.5.1 2.1.1 2.2.1 2.2.2 2.3.1 3.2.1 3.2.2 3.3.1 3.4.1 3.4.2 3.5.1 3.5.2 3.5.3
4.1.1 4.4.1 5.2.1 5.2.2 5.3.1 5.3.2 6.1.1 6.2.1 6.2.2 6.2.3 6.2.4 6.2.5 6.2.6 6.2.7 6.2.8 6.3.1 6.3.2 6.4.1 6.4.2
7.2.1 7.2.2 7.2.3 7.2.4 7.4.1 7.4.2 8.1.1 8.2.1 8.2.2 8.3.1 9.1.1 9.1.2 9.1.3 9.2.1 10.4.1 10.4.2 10.4.3 10.4.4 10.4.5
11.3.1 11.3.2 11.4.1 12.1.1 12.2.1 12.2.2 13.4.1 14.2.1 14.3.1 15.1.1 15.2.1 15.3.1
"""
LEVEL_1 = set(PUBLISHED.split())
ROW = re.compile(r"^\| (\d+\.\d+\.\d+) \| ([^|]+) \| (.+) \|$", re.MULTILINE)
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")
EXCUSES = ("Not applicable", "With the provider", "With the proxy", "Exception", "Held in part", "`README.md`")


@pytest.fixture
def rows(root):
    return ROW.findall((root / "docs" / "asvs.md").read_text(encoding="utf-8"))


def test_every_requirement_of_level_1_is_answered(rows):
    """Each of the 70 requirements of level 1 has one row, and no row is double."""
    numbers = [number for number, _, _ in rows]
    assert len(LEVEL_1) == 70
    assert LEVEL_1 - set(numbers) == set()
    assert len(numbers) == len(set(numbers))


def test_every_answer_is_a_test_or_an_exception(rows):
    """A row names a test, or says in words why there is none."""
    assert [number for number, _, how in rows if not NAMED.search(how) and not how.startswith(EXCUSES)] == []


def test_every_named_test_is_there(root, rows):
    """Each test that the table names is in the file that it names."""
    named = {found for _, _, how in rows for found in NAMED.findall(how)}
    there = {file: names_in(root / file) for file, _ in named}
    assert sorted(f"{file}::{test}" for file, test in named if test not in there[file]) == []
    assert len(named) > 50


def names_in(path) -> set[str]:
    if not path.exists():
        return set()
    return {
        node.name for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.FunctionDef)
    }
