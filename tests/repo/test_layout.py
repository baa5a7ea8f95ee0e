"""The house keeps its shape: where pages live, how long things are, who is registered."""

from __future__ import annotations

import ast
import re
import statistics
import sys
import tomllib


LONGEST_MODULE = 400
LONGEST_FUNCTION = 60
MEDIAN_FUNCTION = 10
LONGEST_APP = 60
SAMPLE_BYTES = 4_000_000
PICTURE_BYTES = 250_000


def test_frame_is_the_only_script_directly_in_pages(root):
    """Streamlit finds no page beside the frame, so no deep link can run a page without it."""
    loose = sorted(path.name for path in (root / "pages").glob("*.py"))

    assert loose == ["frame.py"]


def test_every_page_is_registered_in_the_frame(root):
    """Every page file can be reached, and the frame names no page that is not there."""
    pages = root / "pages"
    on_disk = {
        path.relative_to(pages).as_posix()
        for path in pages.rglob("*.py")
        if path.parent != pages and path.relative_to(pages).parts[0] != "parts" and path.name != "__init__.py"
    }
    frame = ast.parse((pages / "frame.py").read_text(encoding="utf-8"))
    named = {
        node.value
        for node in ast.walk(frame)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.endswith(".py")
    }

    assert named == on_disk
    assert on_disk


def test_no_module_is_too_long_to_read(root, texts):
    """A module stays under 400 lines."""
    lengths = {name: text.count("\n") for name, text in texts.items() if name.endswith(".py")}
    long = {name: lines for name, lines in lengths.items() if lines > LONGEST_MODULE}

    assert long == {}


def test_functions_stay_short(product):
    """No function of the product is longer than 60 lines, and half of them fit in ten."""
    lengths = {
        f"{module.name}:{node.lineno} {node.name}": _lines(node)
        for module in product
        for node in _functions(module.tree)
    }
    median = statistics.median(lengths.values())
    sys.stdout.write(f"{len(lengths)} functions, median {median} lines, longest {max(lengths.values())}\n")

    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_FUNCTION} == {}
    assert median <= MEDIAN_FUNCTION


def test_app_only_wires_things_together(root):
    """app.py stays under 60 lines."""
    assert (root / "app.py").read_text(encoding="utf-8").count("\n") < LONGEST_APP


def test_sample_stays_small(root):
    """The invented programme stays under 4 MB, and says that it is invented."""
    sample = root / "data" / "sample"
    sizes = {path.name: path.stat().st_size for path in sample.glob("*.csv")}

    assert 0 < sum(sizes.values()) < SAMPLE_BYTES
    assert "invented" in (sample / "README.md").read_text(encoding="utf-8").casefold()


def test_pictures_stay_small(root):
    """Each picture of the README is there and under 250 kB."""
    readme = (root / "README.md").read_text(encoding="utf-8")
    wanted = set(re.findall(r"docs/screens/[a-z-]+\.png", readme))
    sizes = {name: (root / name).stat().st_size if (root / name).exists() else None for name in wanted}

    assert {name: size for name, size in sizes.items() if size is None or size >= PICTURE_BYTES} == {}


def test_no_folder_is_kept_for_later(root):
    """No package of joy holds nothing but its own __init__ without a word in it."""
    empty = [
        package.parent.name
        for package in (root / "joy").glob("*/__init__.py")
        if not package.read_text(encoding="utf-8").strip() and len(list(package.parent.rglob("*.py"))) == 1
    ]

    assert empty == []


def test_checks_are_the_same_everywhere(root):
    """`make check` and the continuous integration run the same checks."""
    makefile = (root / "Makefile").read_text(encoding="utf-8")
    pipeline = (root / ".ci" / "run").read_text(encoding="utf-8")
    steps = ["ruff check .", "ruff format --check .", "mypy", "lint-imports", "pytest"]

    assert [step for step in steps if f"'{step}'" not in makefile] == []
    assert [step for step in steps if step not in pipeline] == []


def test_types_are_checked_strictly(root):
    """mypy stays strict on joy and on the shared parts of the pages."""
    settings = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["mypy"]

    assert settings["strict"] is True
    assert set(settings["files"]) >= {"joy", "pages/parts"}


def _functions(tree: ast.Module) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def _lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function without its docstring."""
    documented = ast.get_docstring(node, clean=False) is not None
    first = node.body[0]
    inside = (first.end_lineno or first.lineno) - first.lineno + 1 if documented else 0
    return (node.end_lineno or node.lineno) - node.lineno + 1 - inside
