"""What the repository's own tests read: its tracked files, its Python as syntax trees, its definitions."""

from __future__ import annotations

import ast
import subprocess
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest


ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Module:
    """One Python file of the project."""

    path: Path
    text: str = field(repr=False)
    tree: ast.Module = field(repr=False)

    @property
    def name(self) -> str:
        return self.path.relative_to(ROOT).as_posix()


def project_files() -> list[Path]:
    """Every file that is tracked, or would be if it were added now."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],  # noqa: S607 - git is where git is
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    paths = [ROOT / name.decode() for name in listed.stdout.split(b"\0") if name]
    return sorted({path for path in paths if path.is_file()})


def parsed(*places: str) -> Iterator[Module]:
    """The Python files below `places`, each parsed."""
    for path in project_files():
        name = path.relative_to(ROOT).as_posix()
        if name.endswith(".py") and any(name == place or name.startswith(f"{place}/") for place in places):
            text = path.read_text(encoding="utf-8")
            yield Module(path, text, ast.parse(text))


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def files() -> list[Path]:
    return project_files()


@pytest.fixture(scope="session")
def texts(files) -> dict[str, str]:
    """The text of every project file that is text, by its name."""
    binary = {".png", ".xlsx", ".sav", ".dta", ".ico", ".gz", ".zip"}
    readable = [path for path in files if path.suffix not in binary and path.stat().st_size < 2_000_000]
    return {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8", errors="replace") for path in readable}


@pytest.fixture(scope="session")
def product() -> list[Module]:
    """What a reader's machine runs: joy, the pages and app.py."""
    return list(parsed("joy", "pages", "app.py"))


@pytest.fixture(scope="session")
def joy_modules() -> list[Module]:
    return list(parsed("joy"))


@pytest.fixture(scope="session")
def modules_of_tests() -> list[Module]:
    return list(parsed("tests"))


@pytest.fixture(scope="session")
def indicators() -> dict[str, dict[str, Any]]:
    return _toml_files("indicators")


@pytest.fixture(scope="session")
def instruments() -> dict[str, dict[str, Any]]:
    return _toml_files("instruments")


def _toml_files(folder: str) -> dict[str, dict[str, Any]]:
    return {
        path.name: tomllib.loads(path.read_text(encoding="utf-8"))
        for path in sorted((ROOT / "data" / folder).glob("*.toml"))
    }


@pytest.fixture(scope="session")
def shown_texts() -> list[tuple[str, str]]:
    """Every text of the pages and views that a reader may see, with its place."""
    return [text for module in parsed("pages", "joy/views") for text in read_texts(module.name, module.tree)]


@pytest.fixture(scope="session")
def texts_on_screen() -> Callable[[str, ast.Module], Iterator[tuple[str, str]]]:
    """The reading itself, so that it can be tried on a small page."""
    return read_texts


def read_texts(place: str, tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Strings that are meant to be read: those with a space or a capital, save docstrings and faults of ours."""
    passed_over = _docstrings(tree) | _our_faults(tree)
    inside_joined = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in ast.walk(node)}
    for node in ast.walk(tree):
        if id(node) in passed_over:
            continue
        if isinstance(node, ast.JoinedStr):
            text = "".join(str(part.value) if isinstance(part, ast.Constant) else "…" for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in inside_joined:
            text = node.value
        else:
            continue
        if " " in text.strip() or text[:1].isupper():
            yield f"{place}:{node.lineno}", text


def _docstrings(tree: ast.Module) -> set[int]:
    holders = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    bodies = [node.body for node in ast.walk(tree) if isinstance(node, holders) and node.body]
    return {id(body[0].value) for body in bodies if isinstance(body[0], ast.Expr)}


def _our_faults(tree: ast.Module) -> set[int]:
    """The texts of assertions, which no reader ever sees."""
    raised = [node.exc for node in ast.walk(tree) if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call)]
    ours = [call for call in raised if isinstance(call.func, ast.Name) and call.func.id == "AssertionError"]
    return {id(part) for call in ours for part in ast.walk(call)}
