"""Free text: how many people are behind remarks at least, what may stand beside them, and in which order (rule R16).

Remarks carry no author, so the number of people behind them is not known. The bound used: as many people as remarks to
one prompt on the one day with most of them, for a form asks each prompt once. It errs on the low side wherever people
write on several days, and it fails only if one person sends several forms on one day.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt


Texts = Sequence[str]
Truths = npt.NDArray[np.bool_]
MISSING = frozenset({"NaT", "nan", "None", "<NA>", ""})
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")  # letters of any script, joined by apostrophes and hyphens


def people_at_least(days: Sequence[object], prompts: Texts) -> int:
    """Give the number of different people that surely wrote these remarks; 0 where a day or prompt is missing."""
    if len(days) != len(prompts) or any(day is None or str(day) in MISSING for day in days) or not all(prompts):
        return 0
    return max(Counter(zip(days, prompts, strict=True)).values(), default=0)


def may_be_added(shown: Truths, days: Sequence[object], prompts: Texts, k: int) -> Truths:
    """Say which remarks may be read now: those read before, and new ones only if `k` people or more wrote them.

    So two updates never differ by the words of a few. `shown` says which were in an earlier update.
    """
    new = ~shown
    enough = people_at_least(_pick(days, new), _pick(prompts, new)) >= k
    before = shown & (people_at_least(days, prompts) >= k)
    return before | (new & enough)


def may_stand_beside(days: Sequence[object], prompts: Texts, labels: Texts, k: int) -> bool:
    """Say whether remarks may carry these labels: only if every label in use, the missing one too, has `k` people."""
    every = np.array(labels, dtype=object)
    return bool(len(every)) and all(
        people_at_least(_pick(days, every == label), _pick(prompts, every == label)) >= k for label in set(labels)
    )


def shuffled(texts: Texts, salt: bytes) -> list[int]:
    """Give an order of remarks that says nothing of who wrote when: by a keyed hash of the words and of all of them.

    The same remarks keep their order, so that an update in which nothing changed is the same; one more or one fewer
    and all are shuffled anew.
    """
    together = hashlib.blake2b(key=salt)
    for text in sorted(texts):
        together.update(hashlib.blake2b(text.encode()).digest())
    key = together.digest()
    return sorted(range(len(texts)), key=lambda place: hashlib.blake2b(texts[place].encode(), key=key).digest())


def words_used(texts: Texts, days: Sequence[object], prompts: Texts, least: int) -> dict[str, int]:
    """Give the words that `least` people or more used, folded, each with the number of people who surely did.

    A word counts once per remark. For pictures made of words; a rarer word could name its author.
    """
    spoken = [{word.casefold() for word in WORD.findall(text)} for text in texts]
    found: dict[str, int] = {}
    for word in sorted(set().union(*spoken)):
        has = np.array([word in said for said in spoken])
        people = people_at_least(_pick(days, has), _pick(prompts, has))
        if people >= least:
            found[word] = people
    return found


def _pick(values: Sequence[Any], chosen: Truths) -> list[Any]:
    return [value for value, take in zip(values, chosen, strict=True) if take]
