"""Nothing is in the repository that should not be: secrets, people's machines, weak tests, loose colours."""

from __future__ import annotations

import ast
import re


SECRETS = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_[A-Za-z0-9]{30,}|\bxox[abp]-[0-9A-Za-z-]{10,}"
    r"|\b(?:password|passwd|secret|api_key|token)\s*[:=]\s*[\"'][^\"'\s{}<>]{8,}[\"']",
    re.IGNORECASE,
)
MACHINE_PATH = re.compile(r"(?<![\w.])/(?:root|home|Users|tmp|work|farm|mnt|srv|opt|private)/\w")
UNPUBLISHED = re.compile(r"\bdesign\.md\b|\breference/[a-z-]+\.md\b")  # papers that a reader of this repository lacks
NAMED_COLOURS = {"red", "green", "blue", "orange", "purple", "grey", "gray", "black", "white", "yellow"}
HEX_COLOUR = re.compile(r"^#(?:[0-9A-Fa-f]{3}|[0-9A-Fa-f]{6}|[0-9A-Fa-f]{8})$")
NEVER_TRACKED = re.compile(r"(^|/)secrets\.toml$|\.duckdb(\.wal)?$|\.env$|^data/local/|(^|/)__pycache__/|\.pyc$")

SWALLOWED = AssertionError.__name__


def test_no_secret_is_in_a_file(texts):
    """No file holds a key, a token or a password."""
    found = [f"{name}: {hit[0][:20]}…" for name, text in texts.items() if (hit := SECRETS.search(text))]

    assert found == []


def test_no_file_is_tracked_that_belongs_to_one_installation(root, files):
    """No database, secret or compiled file is in the repository."""
    names = [path.relative_to(root).as_posix() for path in files]

    assert [name for name in names if NEVER_TRACKED.search(name)] == []


def test_no_file_names_a_place_on_somebodys_machine(texts):
    """Nothing here depends on, or tells of, the machine it was written on."""
    found = [
        f"{name}:{number}: {line.strip()[:80]}"
        for name, text in texts.items()
        for number, line in enumerate(text.splitlines(), 1)
        if MACHINE_PATH.search(line)
    ]

    assert found == []


def test_no_file_sends_the_reader_to_papers_that_are_not_here(texts):
    """Every paper that a comment or document leans on is in the repository or publicly citable."""
    found = [
        name for name, text in texts.items() if name != "tests/repo/test_cleanliness.py" and UNPUBLISHED.search(text)
    ]

    assert found == []


def test_colours_come_from_the_palette(joy_modules, product):
    """Charts and pages take every colour from one list, so that a meaning never has two colours."""
    loose = [
        f"{module.name}:{node.lineno} {node.value}"
        for module in product
        if module.path.name != "palette.py" and module.name.startswith(("joy/charts/", "pages/"))
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and _is_colour(node.value, module.name)
    ]

    assert loose == []
    assert any(module.name == "joy/charts/palette.py" for module in joy_modules)


def test_no_test_passes_whatever_happens(modules_of_tests):
    """Every test asserts something that could be false, swallows no failure, and is not put aside for good."""
    faults = [
        f"{module.name}:{node.lineno} {reason}"
        for module in modules_of_tests
        for node in ast.walk(module.tree)
        if (reason := _cannot_fail(node))
    ]

    assert faults == []


def test_weak_tests_are_recognised():
    """The search for weak tests finds an empty one, a constant one and one that swallows its failure."""
    weak = [
        "def test_a():\n    pass",
        "def test_b():\n    compute()",
        "def test_c():\n    assert 1",
        "def test_d():\n    try:\n        assert f()\n    except Failed as e:\n        print(e)".replace(
            "Failed", SWALLOWED
        ),
    ]

    assert [any(_cannot_fail(node) for node in ast.walk(ast.parse(text))) for text in weak] == [True] * len(weak)


def test_every_test_states_its_promise(modules_of_tests):
    """Every test says in one sentence what the product promises."""
    silent = [
        f"{module.name}:{node.lineno} {node.name}"
        for module in modules_of_tests
        for node in ast.walk(module.tree)
        if _is_test(node) and not ast.get_docstring(node)
    ]

    assert silent == []


def test_test_files_have_names_of_their_own(modules_of_tests):
    """No two test files share a name, for test folders are not packages."""
    names = [module.path.name for module in modules_of_tests if module.path.name != "conftest.py"]

    assert sorted({name for name in names if names.count(name) > 1}) == []


def _is_colour(text: str, place: str) -> bool:
    return bool(HEX_COLOUR.match(text)) or (place.startswith("joy/charts/") and text in NAMED_COLOURS)


def _is_test(node: ast.AST) -> bool:
    return isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_")


def _cannot_fail(node: ast.AST) -> str:
    """Why a piece of a test could not fail; nothing when it could."""
    if isinstance(node, ast.Assert) and isinstance(node.test, ast.Constant) and node.test.value:
        return "asserts a constant"
    if isinstance(node, ast.ExceptHandler) and SWALLOWED in _names(node.type):
        return "swallows a failed assertion"
    if isinstance(node, ast.FunctionDef) and any(_is_skip_for_good(mark) for mark in node.decorator_list):
        return "is skipped for good"
    if _is_test(node) and not any(_can_fail(part) for part in ast.walk(node)):
        return "asserts nothing"
    return ""


def _can_fail(node: ast.AST) -> bool:
    """An assertion, an expected error, or a call of something whose name says that it checks."""
    if isinstance(node, ast.Assert | ast.Raise):
        return True
    if isinstance(node, ast.keyword) and node.arg == "validate":
        return True  # Altair raises where a chart is not Vega-Lite
    called = _names(node.func) if isinstance(node, ast.Call) else set()
    return bool(called & {"raises", "warns", "fail", "expect"}) or any(
        name.lstrip("_").startswith(("assert", "check", "must", "refused", "same")) for name in called
    )


def _is_skip_for_good(mark: ast.AST) -> bool:
    target = mark.func if isinstance(mark, ast.Call) else mark
    return isinstance(target, ast.Attribute) and target.attr == "skip"


def _names(node: ast.AST | None) -> set[str]:
    if node is None:
        return set()
    parts = list(ast.walk(node))
    return {p.id for p in parts if isinstance(p, ast.Name)} | {p.attr for p in parts if isinstance(p, ast.Attribute)}
