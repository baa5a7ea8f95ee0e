"""What people said: the remarks of a cohort or a programme that may be read, and how often their themes come up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import pandas as pd

from joy.access import Who, need_cohort, need_programme
from joy.findings import WORDS, Verdict
from joy.findings.heard import Themes
from joy.findings.records import TITLE_WORDS
from joy.frames import each
from joy.store.reader import Asker
from joy.views import words
from joy.views.components import COMPONENTS
from joy.views.sentences import fitting


Kind = Literal["programme", "cohort"]
PROMPTS = {"helps": "What helps", "gets_in_way": "What gets in the way", "other": "Anything else"}
NOTHING = "No remarks to read here: they are shown only where nobody can be picked out from them."
# Not from the update: the words a reader needs to trust what is missing.
NOTE = "Cleared by a person before they appear, in no order; no team or day stands beside them."
MOST_NAMED = 3
COLUMNS = ["label", "component", "low", "high", "n"]
HOW_COUNTED = (
    "Counted are remarks that a person cleared for reading; each was coded to one theme by hand.",
    "A theme is told from three people on, and the number of remarks only as a band, so that nobody stands out.",
    "The bar is full up to the fewest remarks its band allows, and lighter up to the most.",
    "Remarks are what some people chose to write: how often a theme comes up says nothing of how many share it.",
)


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


def voices(release: Asker, who: Who, kind: Kind, group_id: str) -> Voices:
    """Read the remarks of a group from one published update. Raises `NotAllowed` when `who` may not see the group."""
    (need_programme if kind == "programme" else need_cohort)(who, group_id)
    found = release.ask("views/comments", group_kind=kind, group_id=group_id)
    remarks = tuple(Remark(row.text, PROMPTS.get(row.prompt, ""), _text(row.theme)) for row in each(found))
    return Voices(remarks, NOTE if remarks else NOTHING)


def voices_of_cohort(store: Asker, release: Asker, who: Who, cohort_id: str) -> Voices:
    """Read the remarks of one cohort. Raises `NotAllowed`."""
    del store
    return voices(release, who, "cohort", cohort_id)


def voices_of_programme(store: Asker, release: Asker, who: Who, programme_id: str) -> Voices:
    """Read the remarks of a programme. Raises `NotAllowed`."""
    del store
    return voices(release, who, "programme", programme_id)


def themes_of(found: pd.DataFrame, prompt: str) -> Themes:
    """The themes of the remarks to one prompt, most often first; `found` as asked by views/themes."""
    own = found[found["prompt"] == prompt]
    rows = pd.DataFrame([_row(row) for row in each(own)], columns=COLUMNS).astype({"low": "int64", "high": "int64"})
    rows = rows.sort_values(["high", "label"], ascending=[False, True], ignore_index=True)
    title = _title(PROMPTS[prompt], rows)
    return Themes(
        title=title,
        subtitle="Remarks by theme, as bands; only themes of enough people" if len(rows) else "",
        verdict=Verdict.NO_CHANGE if len(rows) else Verdict.HIDDEN,
        alt=f"{title}. {'; '.join(f'{row.label}: {row.n} remarks' for row in each(rows))}.",
        why=HOW_COUNTED if len(rows) else (words.WHY_HIDDEN,),
        rows=rows,
    )


def _row(row: pd.Series) -> tuple[object, ...]:
    component = "" if pd.isna(row.component) else COMPONENTS.get(int(row.component), "")
    return row.theme, component, row.n_low, row.n_high, row.n_band


def _title(prompt: str, rows: pd.DataFrame) -> str:
    if rows.empty:
        return f"{prompt}: {WORDS[Verdict.HIDDEN].lower()}"
    # Bands overlap: every theme that may be the most frequent one is named, or none.
    first = [str(name) for name in rows.loc[rows["high"] >= rows["low"].max(), "label"]]
    lower = [f"{name[:1].lower()}{name[1:]}" for name in first]
    if len(first) > MOST_NAMED:
        return f"{prompt}: {len(first)} themes come up about as often as each other"
    return fitting(TITLE_WORDS, f"{prompt}, most often: {words.listed(lower)}", f"{prompt}, by theme")


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
