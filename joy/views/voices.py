"""What people said: the remarks of a cohort or a programme that may be read, as plain text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from joy.access import Who, need_cohort, need_programme
from joy.frames import each
from joy.store.reader import Asker


PROMPTS = {"helps": "What helps", "gets_in_way": "What gets in the way", "other": "Anything else"}
NOTHING = "No remarks to read here: none were cleared, or too few people wrote."
# Not from the update: the words a reader needs to trust what is missing.
NOTE = "Cleared by a person before they appear, in no order; no team or day stands beside them."


@dataclass(frozen=True)
class Remark:
    """One remark as it was written. `text` is never markup, and `prompt` and `theme` are empty where hidden."""

    text: str
    prompt: str
    theme: str


@dataclass(frozen=True)
class Voices:
    """Every remark that may be read, in its shuffled order, and one note."""

    remarks: tuple[Remark, ...]
    note: str


def voices(release: Asker, who: Who, kind: Literal["programme", "cohort"], group_id: str) -> Voices:
    """Read the remarks of a group from one published update. Raises `NotAllowed` when `who` may not see the group."""
    (need_programme if kind == "programme" else need_cohort)(who, group_id)
    found = release.ask("views/comments", group_kind=kind, group_id=group_id)
    remarks = tuple(Remark(row.text, PROMPTS.get(row.prompt, ""), _text(row.theme)) for row in each(found))
    return Voices(remarks, NOTE if remarks else NOTHING)


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
