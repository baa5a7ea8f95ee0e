"""How often each theme comes up in the remarks that may be read: counts in bands, made from nothing else (rule R16).

A cohort's themes are counted among the remarks that readers of that cohort may read anyway (joy.release.comments), so
a count says less than the words do. A theme is told from `word_by` people, and grows only by as many (R15): new ones
wait until then. The programme has what its cohorts tell and nothing more, as a range made of their bands, so that no
subtraction leaves a hidden cohort's few (R7, R8). Where a remark was erased or taken back, a cohort's themes are
hidden until `k_text` people have written anew (R15, R21).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from joy.definitions import Policy
from joy.definitions.policy import CommentRule
from joy.disclosure.bands import BAND_WIDTH, n_band, n_room
from joy.disclosure.text import people_at_least
from joy.store.reader import Asker


COLUMNS = ["group_kind", "group_id", "prompt", "theme", "component", "n_band", "n_low", "n_high"]
THEMED = ["group_kind", "group_id", "n"]
BY = ["prompt", "theme"]


@dataclass(frozen=True)
class Themes:
    """Rows of release.theme, and of vault.themed: how many different remarks each group that was counted had."""

    rows: pd.DataFrame
    themed: pd.DataFrame


def theme_rows(asker: Asker, programme_id: str, readable: Mapping[str, pd.DataFrame], policy: Policy) -> Themes:
    """Count the themes of every cohort's `readable` remarks (on_date, prompt, theme, component, text by cohort).

    A remark without a theme counts nowhere; the same words to one prompt count once.
    """
    told = asker.ask("release/remarks_told", programme_id=programme_id)
    earlier = {str(name): rows for name, rows in told.groupby("group_id")}
    rows: list[tuple[object, ...]] = []
    themed: list[tuple[str, str, int]] = []
    for name, remarks in readable.items():
        before = earlier.get(name, told.head(0))
        if len(remarks) and not _lost_any(remarks, before, policy.comments.k_text):
            rows += _of_cohort(name, remarks, before, policy)
            themed.append(("cohort", name, remarks["text"].nunique()))
    cohorts = pd.DataFrame(rows, columns=COLUMNS)
    every = pd.concat([_of_programme(programme_id, cohorts), cohorts], ignore_index=True) if rows else cohorts
    kinds = {"component": "Int64", "n_low": "Int64", "n_high": "Int64"}
    return Themes(every.astype(kinds), pd.DataFrame(themed, columns=THEMED).astype({"n": "Int64"}))


def _lost_any(remarks: pd.DataFrame, before: pd.DataFrame, k: int) -> bool:
    """Whether remarks of an earlier update are gone and fewer than `k` people have written since."""
    return any(
        set(then["text"].dropna()) - set(remarks["text"]) or then["text"].nunique() < then["n"].iloc[0]
        for _, then in before.groupby("number")
        if _people(remarks[~remarks["text"].isin(then["text"])]) < k
    )


def _of_cohort(name: str, remarks: pd.DataFrame, before: pd.DataFrame, policy: Policy) -> Iterator[tuple[object, ...]]:
    updates = [set(then["text"].dropna()) for _, then in before.groupby("number")]
    coded = remarks.dropna(subset=BY).sort_values("on_date").drop_duplicates([*BY, "text"])
    for (prompt, theme), own in coded.groupby(BY):
        counted = _counted(own, [*updates, set(own["text"])], policy.comments)
        if len(counted):
            yield "cohort", name, prompt, theme, _component(counted), *_band(len(counted), policy)


def _counted(own: pd.DataFrame, updates: list[set[str]], rule: CommentRule) -> pd.DataFrame:
    """The remarks of one theme that are counted now: with each update either nobody's more or enough people's."""
    counted = np.zeros(len(own), dtype=bool)
    for texts in updates:
        there = own["text"].isin(texts).to_numpy(dtype=bool)
        if _people(own[there & ~counted]) >= rule.word_by:
            counted = counted | there
    return own[counted]


def _people(remarks: pd.DataFrame) -> int:
    return people_at_least(list(remarks["on_date"]), ["" if pd.isna(one) else str(one) for one in remarks["prompt"]])


def _component(counted: pd.DataFrame) -> int | None:
    """The component all remarks of a theme were coded to; missing where they differ."""
    numbers = set(counted["component"]) if counted["component"].notna().all() else set()
    return int(numbers.pop()) if len(numbers) == 1 else None


def _band(n: int, policy: Policy) -> tuple[str, int, int]:
    """How many remarks, as a band with its two ends; below the first tier the rest of a band of that width."""
    text, low = n_band(n, policy)
    if not text:
        low, high = policy.comments.word_by, max(policy.tiers[0].at_least - 1, policy.comments.word_by)
        return (f"{low}–{high}" if low < high else f"under {high + 1}"), low, high
    high = int(n_room([n], policy)[1].item())
    return text, low, max(high, low + BAND_WIDTH - 1)


def _of_programme(programme_id: str, cohorts: pd.DataFrame) -> pd.DataFrame:
    """What all cohorts that tell a theme tell together: a range made of their bands alone."""
    rows = [
        ("programme", programme_id, prompt, theme, _component(own), *_together(own))
        for (prompt, theme), own in cohorts.groupby(BY)
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def _together(own: pd.DataFrame) -> tuple[str, int, int]:
    low, high = int(own["n_low"].sum()), int(own["n_high"].sum())
    return (str(own["n_band"].iloc[0]) if len(own) == 1 else f"{low}–{high}"), low, high
