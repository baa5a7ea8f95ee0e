"""What we promise and check: the sentences of the tests themselves, so that a promise without a test cannot be told."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from joy.settings import ROOT


SPEC = ROOT / "tests" / "spec"
# The reader's word for each topic, by the first word of a file's name behind test_; in the order of the page.
TOPICS = {
    "variation": "When a chart speaks",
    "chance": "When a chart speaks",
    "funnel": "When a chart speaks",
    "power": "When a chart speaks",
    "change": "How change is judged",
    "mirror": "How change is judged",
    "reliability": "How questionnaires are scored",
    "scoring": "How questionnaires are scored",
    "instruments": "How questionnaires are scored",
    "disclosure": "What is never shown",
    "release": "What is never shown",
    "sentences": "How it is said",
    "words": "How it is said",
    "intake": "How files are read",
}
ELSE = "What else is checked"
# Words of the trade in a test's sentence, and what the screen says instead.
PLAINER = {
    "findings": "results",
    "finding": "result",
    "releases": "published updates",
    "release": "published update",
    "released": "published",
    "stewards": "data leads",
    "steward": "data lead",
    "favourable": "good",
}
TRADE = re.compile(rf"\b({'|'.join(PLAINER)})\b", re.IGNORECASE)


@dataclass(frozen=True)
class Chapter:
    """The promises of one file of tests: what they are about, and each in a sentence or two."""

    about: str
    promises: tuple[str, ...]


@dataclass(frozen=True)
class Topic:
    """Chapters that belong together for a reader."""

    name: str
    chapters: tuple[Chapter, ...]

    @property
    def count(self) -> int:
        return sum(len(chapter.promises) for chapter in self.chapters)


@lru_cache(maxsize=4)
def promises(folder: Path = SPEC) -> tuple[Topic, ...]:
    """Read the promises from the tests, without running any; empty where the tests are not installed."""
    found: dict[str, list[Chapter]] = {name: [] for name in [*TOPICS.values(), ELSE]}
    for path in sorted(folder.glob("test_*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        told = tuple(_promises(tree))
        if told:
            found[_topic(path)].append(Chapter(_first_paragraph(ast.get_docstring(tree) or ""), told))
    return tuple(Topic(name, tuple(chapters)) for name, chapters in found.items() if chapters)


def _promises(tree: ast.Module) -> Iterator[str]:
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            yield from filter(None, [_first_paragraph(ast.get_docstring(node) or "")])


def _topic(path: Path) -> str:
    return TOPICS.get(path.stem.removeprefix("test_").partition("_")[0], ELSE)


def _first_paragraph(text: str) -> str:
    return TRADE.sub(_plainer, " ".join(text.partition("\n\n")[0].split()))


def _plainer(found: re.Match[str]) -> str:
    word = PLAINER[found[0].casefold()]
    return f"{word[0].upper()}{word[1:]}" if found[0][0].isupper() else word
