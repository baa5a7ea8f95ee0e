"""What the code itself may not do: make code or commands of text, hash weakly, or write while it reads."""

from __future__ import annotations

import ast
from contextlib import closing
from pathlib import Path

import duckdb
import pytest

from joy.settings import Settings
from joy.store import open_store, reader


ROOT = Path(__file__).resolve().parents[2]
FORBIDDEN_CALLS = {"eval", "exec", "compile", "__import__"}
FORBIDDEN_MODULES = {
    "pickle",
    "shelve",
    "marshal",
    "subprocess",
    "pty",
    "commands",
    "xml",
    "lxml",
    "telnetlib",
    "ftplib",
}
# Each with its reason: expat reads a workbook's parts and refuses every declaration of a type, so no entity is ever
# defined; the reader of workbooks runs as a program of its own, by a list of arguments and through no shell.
ALLOWED = {"joy/intake/package.py xml.parsers", "joy/intake/workbook.py subprocess"}
SHELLS = {"system", "popen", "execv", "execve", "execl", "spawnl", "spawnv", "startfile"}
PICKLES = {"read_pickle", "to_pickle"}
WEAK = {"md5", "sha1", "new"}


def product():
    for place in ("joy", "pages"):
        for path in sorted((ROOT / place).rglob("*.py")):
            yield path.relative_to(ROOT).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def calls(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield node.lineno, node.func


def test_no_text_becomes_code_or_a_command():
    """Nothing of the product evaluates text, unpickles, starts another program or reads XML by itself."""
    found = []
    for name, tree in product():
        for line, func in calls(tree):
            called = func.id if isinstance(func, ast.Name) else ""
            owner = func.value.id if isinstance(func, ast.Attribute) and isinstance(func.value, ast.Name) else ""
            method = func.attr if isinstance(func, ast.Attribute) else ""
            if called in FORBIDDEN_CALLS or (owner == "os" and method in SHELLS) or method in PICKLES:
                found.append(f"{name}:{line} {called or method}")
        imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
        imported |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        found += [f"{name} {module}" for module in imported if module.split(".")[0] in FORBIDDEN_MODULES]
    assert set(found) == ALLOWED


def test_only_sound_hashes_are_used():
    """Every hash of the product is of the SHA-2 or BLAKE2 family, and secrets never come from `random`."""
    found = []
    for name, tree in product():
        for line, func in calls(tree):
            if isinstance(func, ast.Attribute) and isinstance(func.value, ast.Name) and func.value.id == "hashlib":
                found += [f"{name}:{line} {func.attr}"] if func.attr in WEAK else []
        imports = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
        found += [f"{name} random"] if "random" in imports else []
    assert found == []


WRITING = {
    "an insert that returns rows": "INSERT INTO programme.about VALUES ('x', 'y') RETURNING key",
    "a delete that returns rows": "DELETE FROM programme.about RETURNING key",
    "an update that returns rows": "UPDATE programme.about SET value = 'y' RETURNING key",
    "a table made of a question": "CREATE TABLE programme.stolen AS SELECT 'x' AS key",
    "a way out of the transaction": "COMMIT; DELETE FROM programme.about; SELECT 'x' AS key",
}


@pytest.mark.parametrize("sql", list(WRITING.values())[:4], ids=list(WRITING)[:4])
def test_a_question_cannot_write(tmp_path, monkeypatch, sql):
    """Whatever a question says, the engine refuses to write while it is asked, and nothing has changed."""
    header = "-- Question: x\n-- Grain: x\n-- Missing row: x\n-- Parameters: none\n-- Returns: key text\n"
    written = tmp_path / "queries" / "store"
    written.mkdir(parents=True)
    name = f"store/stray_{abs(hash(sql))}"
    (tmp_path / "queries" / f"{name}.sql").write_text(header + sql, encoding="utf-8")
    with closing(open_store(Settings(home=tmp_path / "home"))) as store:
        before = store.ask("store/facts")
        monkeypatch.setattr(reader, "QUERIES", tmp_path / "queries")  # only where files are looked for
        with pytest.raises(duckdb.Error, match="read-only"):
            store.ask(name)
        monkeypatch.undo()
        assert store.ask("store/facts").equals(before)


def test_every_query_file_is_one_statement():
    """No file of SQL holds a second statement that could end the transaction it is asked in."""
    files = sorted((ROOT / "joy/store/queries").rglob("*.sql"))
    several = [path.name for path in files if len(duckdb.extract_statements(path.read_text(encoding="utf-8"))) != 1]
    assert several == []
    assert len(duckdb.extract_statements(WRITING["a way out of the transaction"])) == 3
    assert len(files) > 50


def test_questions_come_from_files_only():
    """Outside the store nobody gives the engine text: a question is the name of a file, written out."""
    loose = []
    for name, tree in product():
        if name.startswith("joy/store/"):
            continue
        loose += [
            f"{name}:{line}" for line, f in calls(tree) if isinstance(f, ast.Attribute) and f.attr in {"execute", "sql"}
        ]
    assert loose == []
