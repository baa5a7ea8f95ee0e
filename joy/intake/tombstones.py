"""What was erased for good and must not come back: keyed marks, and leaving out what carries one.

A mark is a keyed hash under the installation's secret, so a tombstone says nothing about anybody to who has no key, and
nothing of what was erased can be read from it. The same rule filters the rows of a file that is brought in and the
kept copies of files that were.
"""

from __future__ import annotations

import hashlib
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace
from typing import Any, cast

import numpy as np
import pandas as pd

from joy.intake.keep import HASH_BYTES
from joy.intake.problems import counted
from joy.intake.records import Asks, Ready


PURPOSE = b"joy-erased"  # the same secret hashes link codes: another purpose must never give the same hash
JOINT = "\x1f"  # the unit separator stands in no text that intake lets in
RESPONSE, ROUND, COMMENT, STORY, LINKS = "response", "round", "comment", "story", "links"
ANSWERS, COMMENTS, STORIES = "answers", "vault.comment", "programme.story"
KNOWN_BY = ("enrolment_id", "round_id", "link_key")  # what a questionnaire is known again by
Row = Mapping[Hashable, object]


def mark_of(kind: str, salt: bytes, *parts: object) -> str:
    """The keyed mark of one thing; equal for equal parts in this installation only."""
    told = JOINT.join((kind, *(_text(part) for part in parts))).encode()
    return hashlib.blake2b(told, key=salt, digest_size=HASH_BYTES, person=PURPOSE).hexdigest()


def response_mark(salt: bytes, enrolment_id: str, round_id: str, link_key: str) -> str:
    """The mark of one person's questionnaire; `link_key` is the code as hashed by intake."""
    return mark_of(RESPONSE, salt, enrolment_id, round_id, link_key)


def comment_marks(salt: bytes, row: Row) -> tuple[str, str]:
    """A remark is known again by its id, and by its words where it comes under another id."""
    words = (row.get("enrolment_id"), _day(row.get("on_date")), row.get("text"))
    return mark_of(COMMENT, salt, "id", row.get("comment_id")), mark_of(COMMENT, salt, "words", *words)


def story_marks(salt: bytes, row: Row) -> tuple[str, str]:
    """A story is known again by its id, and by its title and synopsis where it comes under another id."""
    words = (row.get("title"), row.get("synopsis"))
    return mark_of(STORY, salt, "id", row.get("story_id")), mark_of(STORY, salt, "words", *words)


@dataclass(frozen=True)
class Tombstones:
    """Every mark of this installation."""

    salt: bytes
    marks: Mapping[str, frozenset[str]]

    def covers(self, target: str, row: Row) -> bool:
        """Whether a row of a file for `target` was erased, by itself or with its round."""
        if target == ANSWERS:
            round_id, link = str(row["round_id"]), row.get("link_key")
            whole = self._has(ROUND, mark_of(ROUND, self.salt, round_id))
            known = isinstance(link, str) and link
            mine = response_mark(self.salt, str(row["enrolment_id"]), round_id, str(link)) if known else ""
            return whole or self._has(RESPONSE, mine)
        kind, marks_of = (COMMENT, comment_marks) if target == COMMENTS else (STORY, story_marks)
        return any(self._has(kind, mark) for mark in marks_of(self.salt, row))

    def covers_links(self, round_id: str) -> bool:
        """Whether the link codes of a round were erased while its answers stay."""
        return self._has(LINKS, mark_of(LINKS, self.salt, round_id))

    def _has(self, kind: str, mark: str) -> bool:
        return mark in self.marks.get(kind, ())


def tombstones(store: Asks, salt: bytes) -> Tombstones:
    """Read every mark."""
    found = store.ask("intake/tombstones")
    return Tombstones(salt, {str(kind): frozenset(marks) for kind, marks in found.groupby("kind")["mark"]})


def leave_out_erased(store: Asks, ready: Ready, salt: bytes | None) -> Ready:
    """The same file without what was erased on request; a note tells how much that was, never whose."""
    if salt is None or ready.only is None:
        return ready
    stones = tombstones(store, salt)
    if not stones.marks:
        return ready
    rows = ready.kept(salt)
    known_by = rows[list(KNOWN_BY)] if ready.target == ANSWERS else rows
    stays = np.array([not stones.covers(ready.target, row) for row in known_by.to_dict("records")], dtype=bool)
    unlinked = _unlinked(rows, stones)
    if stays.all() and not unlinked.any():
        return ready
    left = ready.only(stays, unlinked)
    return replace(left, notes=(*ready.notes, *_notes(int((~stays).sum()), int((unlinked & stays).sum()))))


def _unlinked(rows: pd.DataFrame, stones: Tombstones) -> np.ndarray:
    if "link_key" not in rows:
        return np.zeros(len(rows), dtype=bool)
    gone = {str(name) for name in rows["round_id"].unique() if stones.covers_links(str(name))}
    return (rows["round_id"].isin(gone) & rows["link_key"].notna()).to_numpy(dtype=bool)


def _notes(rows: int, links: int) -> tuple[str, ...]:
    was = "was" if rows == 1 else "were"
    told = [f"{counted(rows, 'row')} {was} left out because {'it' if rows == 1 else 'they'} {was} erased on request."]
    codes = [f"{counted(links, 'code')} of people were left out: their time of keeping is over."]
    return (*(told if rows else ()), *(codes if links else ()))


def _day(value: object) -> str:
    """A day as ten characters, whether it comes from a frame, a database or a kept copy."""
    return "" if value is None or value is pd.NaT else str(value)[:10]


def _text(value: object) -> str:
    """A cell as text; whatever is missing is empty, as in a kept copy."""
    if isinstance(value, str):
        return value
    return "" if value is None or pd.isna(cast(Any, value)) else str(value)
