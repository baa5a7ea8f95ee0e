"""Words: the reader's on screen, the field's in the code, and no bare word that means nothing."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator


# What the code says, and what the screen says instead (GLOSSARY.md).
JARGON = {
    "steward": "data lead",
    "stewards": "data leads",
    "release": "published update",
    "releases": "published updates",
    "released": "published",
    "finding": "result",
    "findings": "results",
    "audit": "check",
    "action period": "between sets",
    "action periods": "between sets",
    "favourable": "counts as good",
    "suppressed": "not shown",
    "suppression": "not shown",
    "disclosure": "keeping figures safe",
    "sufficient statistics": "sums",
    "special cause": "a signal",
}
JARGON_PATTERN = re.compile(rf"\b({'|'.join(sorted(JARGON, key=len, reverse=True))})\b", re.IGNORECASE)
COMMAND = re.compile(r"python -m joy [a-z-]+")  # commands keep their names on screen: they are to be typed
CAUSE = re.compile(r"\b(because of|caused by|thanks to|led to|due to)\b", re.IGNORECASE)

BARE = {
    *("session", "set", "test", "measure", "metric", "sample", "group", "data", "df", "info", "result"),
    *("utils", "helpers", "helper", "manager", "process"),
}
BARE_ALLOWED = (  # where, which names ("*" for any), why
    ("joy/sample", "*", "the folder of the invented programme, named after the command that writes it"),
    ("joy/__main__.py", "*", "commands are the words that people type"),
    ("joy/commands.py", "*", "the same commands, asked over the socket"),
    ("joy/change/", "df", "degrees of freedom, as scipy and every textbook call them"),
    ("joy/definitions/load.py", "DATA", "the folder of that name"),
)


def test_screens_speak_the_readers_words(shown_texts):
    """No text on screen uses a word of the trade that GLOSSARY.md gives a plainer one for."""
    faults = [
        f"{place}: “{word}” in “{text}”; say “{JARGON[word.casefold()]}”"
        for place, text in shown_texts
        for word in JARGON_PATTERN.findall(COMMAND.sub("", text))
    ]

    assert faults == []


def test_screens_claim_no_cause(shown_texts):
    """No text on screen says that one thing brought about another."""
    faults = [f"{place}: {text}" for place, text in shown_texts if CAUSE.search(text)]

    assert faults == []


def test_definitions_speak_the_readers_words(indicators):
    """What an indicator shows of itself on screen is in the reader's words too."""
    shown = ("name", "question", "unit", "why", "caveats")
    faults = [
        f"{name} {field}: {word}"
        for name, indicator in indicators.items()
        for field in shown
        for word in JARGON_PATTERN.findall(str(indicator.get(field, "")))
    ]

    assert faults == []


def test_screen_text_is_told_from_code(texts_on_screen):
    """The reading of texts sees sentences, also inside f-strings, and leaves docstrings, names and queries alone."""
    source = '''"""A finding."""
def page(n):
    """Show a finding."""
    ask("release/figures", kind="finding")
    if n < 0:
        raise AssertionError("a release of ours is broken")
    st.write(f"This release has {n} answers")
    st.button("Steward")
'''

    assert [text for _, text in texts_on_screen("page.py", ast.parse(source))] == [
        "This release has … answers",
        "Steward",
    ]


def test_names_say_what_they_hold(joy_modules):
    """No public name of joy is a bare word that could hold anything."""
    faults = [
        f"{module.name}:{line} {name}"
        for module in joy_modules
        for line, name in [(1, module.path.stem), *_public_names(module.tree)]
        if name.casefold() in BARE and not _is_allowed(module.name, name)
    ]

    assert faults == []


def test_glossary_terms_are_in_use(root, texts):
    """Every code name in the glossary is really a name in the code, the schema or the definitions."""
    rows = re.findall(r"^\| `([a-z_]+)` \|", (root / "GLOSSARY.md").read_text(encoding="utf-8"), flags=re.MULTILINE)
    code = "\n".join(text for name, text in texts.items() if name.startswith(("joy/", "data/", "pages/")))
    words = set(re.findall(r"[a-z]+", code.casefold().replace("_", " "))) | set(re.findall(r"[a-z_]+", code.casefold()))
    unused = [term for term in rows if not _in_use(term, words, code)]

    assert len(rows) > 30
    assert unused == []


def _is_allowed(place: str, name: str) -> bool:
    return any(place.startswith(where) and which in {"*", name} for where, which, _ in BARE_ALLOWED)


def _in_use(term: str, words: set[str], code: str) -> bool:
    """A term is in use as a name, as part of one, or as a class (survey_round as SurveyRound)."""
    camel = "".join(part.capitalize() for part in term.split("_"))
    return term in words or re.search(rf"(?<![a-z]){term}s?(?![a-z])", code) is not None or camel in code


def _public_names(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Functions, classes, their arguments, and what the module names at its top."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            yield node.lineno, node.name
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not node.name.startswith("_"):
            given = node.args
            yield from ((arg.lineno, arg.arg) for arg in [*given.posonlyargs, *given.args, *given.kwonlyargs])
    for statement in tree.body:
        targets = statement.targets if isinstance(statement, ast.Assign) else [getattr(statement, "target", None)]
        yield from ((target.lineno, target.id) for target in targets if isinstance(target, ast.Name))
