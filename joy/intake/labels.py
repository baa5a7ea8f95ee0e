"""Matching the texts of a column to what they mean: exactly, never by guessing.

Texts that differ only by case, a space or a look-alike character are the commonest silent error of survey files:
two of them in one column stop the import until somebody has decided.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Collection, Mapping
from difflib import get_close_matches
from typing import TypeVar

from joy.intake.cells import say
from joy.intake.columns import TextColumn
from joy.intake.problems import Problems, quoted


T = TypeVar("T")
# Letters of other alphabets that look like Latin ones, and typographic signs that stand for plain ones (our own list,
# after Unicode Technical Standard 39, confusables).
LOOK_ALIKE = str.maketrans(
    "аеорсухіјѕԁһΑΒΕΖΗΙΚΜΝΟΡΤΥΧαονАВЕКМНОРСТУХІЈЅ’‘`´“”–—‐‑−",
    "aeopcyxijsdhABEZHIKMNOPTYXaovABEKMHOPCTYXIJS''''\"\"-----",
)
INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad"))


def fold(text: str) -> str:
    """What is left of a text when case, spacing and look-alikes are taken away: equal folds are near-duplicates."""
    plain = unicodedata.normalize("NFKC", text).translate(INVISIBLE).translate(LOOK_ALIKE)
    return " ".join(plain.split()).casefold()


def match_labels(
    column: TextColumn,
    known: Mapping[str, T],
    problems: Problems,
    *,
    blank: Collection[str] = (),
    lines: Callable[[Mapping[str, T | None]], str],
    unknown: Callable[[int, str], None],
) -> list[T | None]:
    """What each distinct text of a column means; None for blank texts and for those a problem was added for.

    `lines` writes the profile lines that would settle texts; `unknown` adds the problem of a text like no other.
    """
    open_codes = [code for code, text in enumerate(column.labels) if text not in known and text not in blank]
    present, listed = _by_fold(column.labels), _by_fold(tuple(known))
    told: set[str] = set()
    for code in open_codes:
        text, key = column.labels[code], fold(column.labels[code])
        if key in told:
            continue
        if len(present[key]) > 1:
            told.add(key)
            _say_twins(column, present[key], known, lines, problems)
        elif key in listed:
            _say_near(column, code, listed[key][0], known, lines, problems)
        else:
            unknown(code, text)
    return [None if text in blank else known.get(text) for text in column.labels]


def nearest(text: str, known: Collection[str], most: int = 3) -> str:
    """A hint naming the known texts that are most like this one."""
    by_fold = {fold(name): name for name in known}
    close = [by_fold[key] for key in get_close_matches(fold(text), by_fold, n=most, cutoff=0.6)]
    return f" Did you mean {' or '.join(quoted(name) for name in close)}?" if close else ""


def _by_fold(texts: tuple[str, ...]) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for text in texts:
        groups.setdefault(fold(text), []).append(text)
    return groups


def _say_twins(
    column: TextColumn,
    texts: list[str],
    known: Mapping[str, T],
    lines: Callable[[Mapping[str, T | None]], str],
    problems: Problems,
) -> None:
    codes = {text: column.labels.index(text) for text in texts}
    each = " and ".join(f"{quoted(text)} ({column.counts[code]:,})" for text, code in codes.items())
    meaning = next((known[text] for text in texts if text in known), None)
    unlisted: dict[str, T | None] = {text: meaning for text in texts if text not in known}
    last = max(codes.values(), key=lambda code: column.first_rows[code])
    problems.add(
        f"{each} differ only by {_difference(texts[0], texts[1])}: nobody has said whether they are the same.",
        f"Make them the same in the file, or decide in the profile:{lines(unlisted)}",
        row=column.first_rows[last],
        column=column.header,
    )


def _say_near(
    column: TextColumn,
    code: int,
    like: str,
    known: Mapping[str, T],
    lines: Callable[[Mapping[str, T | None]], str],
    problems: Problems,
) -> None:
    text = column.labels[code]
    say(
        column,
        code,
        f"{quoted(text)} is not known; {quoted(like)} is, and differs only by {_difference(text, like)}.",
        f"Correct the file, or decide in the profile:{lines({text: known[like]})}",
        problems,
    )


def _difference(one: str, other: str) -> str:
    """What tells two near-duplicates apart, in words."""
    if one.strip() == other.strip():
        return "a space at the beginning or end"
    if one.casefold() == other.casefold():
        return "capital letters"
    if " ".join(one.split()).casefold() == " ".join(other.split()).casefold():
        return "spaces"
    return "characters that look alike"
