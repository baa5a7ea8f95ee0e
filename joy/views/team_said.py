"""What helps and what gets in the way, as staff said: of the team where it may be told, else of all its cohort."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd

from joy.findings import Verdict
from joy.findings.heard import Themes
from joy.frames import each
from joy.views import words
from joy.views.context import Context
from joy.views.voices import NOTHING, PROMPTS, themes_of


ASKED = ("gets_in_way", "helps")  # obstacles first: they are what a test is for
MOST_NAMED = 3


@dataclass(frozen=True)
class Said:
    """The themes of one team's page, whose they are in words, and the same in lines for paper.

    `themes` are empty where none may be told; `whose` says so then.
    """

    themes: tuple[Themes, ...]
    whose: str
    lines: tuple[str, ...]


def said_of(context: Context, team: pd.Series) -> Said:
    """Read the released themes of a team, or else those of its cohort, so labelled."""
    for kind, group_id, whose in (
        ("team", str(team["enrolment_id"]), ""),
        ("cohort", str(team["cohort_id"]), f"All teams of {context.cohort_name(str(team['cohort_id']))}"),
    ):
        found = context.release.ask("views/themes", group_kind=kind, group_id=group_id)
        shown = [record for record in (themes_of(found, prompt) for prompt in ASKED) if _is_told(record)]
        if shown:
            return Said(tuple(_labelled(one, whose) for one in shown), whose, _lines(found, whose))
    return Said((), NOTHING, ())


def _is_told(record: Themes) -> bool:
    return record.verdict is not Verdict.HIDDEN


def _labelled(record: Themes, whose: str) -> Themes:
    return replace(record, subtitle=f"{whose}: {_lower(record.subtitle)}") if whose else record


def _lines(found: pd.DataFrame, whose: str) -> tuple[str, ...]:
    """A line for each prompt with the themes that may come up most, in words."""
    return tuple(
        f"{PROMPTS[prompt]}: {words.listed(names)}{f' ({_lower(whose)})' if whose else ''}"
        for prompt in ASKED
        if (names := _first(found[found["prompt"] == prompt]))
    )


def _first(own: pd.DataFrame) -> list[str]:
    """The themes with the highest bands; their order within says nothing, for bands overlap."""
    ordered = own.sort_values(["n_high", "theme"], ascending=[False, True])
    return [_lower(str(row.theme)) for row in each(ordered.head(MOST_NAMED))]


def _lower(text: str) -> str:
    return f"{text[:1].lower()}{text[1:]}"
