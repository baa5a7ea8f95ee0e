"""Words that come close to one that was typed: another ending, one letter wrong, two words written as one.

Only looked for where nothing has the words as they were typed, so being a little too generous does no harm.
"""

from __future__ import annotations

import re
import unicodedata


MOST = 3  # words that are looked for like this: as many patterns as the queries take
LONGEST = 40  # letters of a word that are looked at
ENDINGS = ("ings", "ing", "ies", "ied", "es", "ed", "s")  # of English words, the longer first
SHORTEST = 4  # letters that must be left without the ending; shorter words are looked for as they are
SURE = 5  # letters from which on one may also be missing
VOWELS = "aeiou"


def close_to(text: str) -> tuple[str, ...]:
    """A pattern for each word of `text` (RE2, for text without capitals and accents); none where it has no letter.

    Of more than `MOST` words the longest count: they say most.
    """
    words = [folded for word in text.split() if (folded := _folded(word)[:LONGEST])]
    return tuple(pattern_of(word) for word in sorted(words, key=len, reverse=True)[:MOST])


def pattern_of(word: str) -> str:
    """The word without its ending anywhere, or at the beginning of a word with one letter other, more, less or swapped.

    `word` holds letters and digits only, so that nothing in it means anything in a pattern.
    """
    stem = _stem(word)
    return rf"{stem}|\b(?:{'|'.join(_slips(stem))})" if len(stem) >= SHORTEST else rf"\b{stem}"


def _slips(stem: str) -> list[str]:
    """One typing slip at each place; a blank or a hyphen between two parts is a letter more."""
    other = ".?" if len(stem) >= SURE else "."
    places = range(len(stem))
    return [
        *(f"{stem[:at]}{other}{stem[at + 1 :]}" for at in places),
        *(f"{stem[:at]}.{stem[at:]}" for at in places[1:]),
        *(f"{stem[:at]}{stem[at + 1]}{stem[at]}{stem[at + 2 :]}" for at in places[:-1]),
    ]


def _stem(word: str) -> str:
    ending = next((end for end in ENDINGS if word.endswith(end) and len(word) - len(end) >= SHORTEST), "")
    stem = word.removesuffix(ending)
    is_doubled = ending in {"ing", "ings", "ed"} and len(stem) > SHORTEST and stem[-1] == stem[-2] not in VOWELS
    return stem[:-1] if is_doubled else stem


def _folded(word: str) -> str:
    """Letters and digits only, without capitals and accents, as the queries fold what they look through."""
    apart = unicodedata.normalize("NFD", word.lower())
    return re.sub(r"[\W_]", "", "".join(sign for sign in apart if not unicodedata.combining(sign)))
