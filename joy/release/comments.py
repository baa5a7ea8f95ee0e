"""Remarks that may be read in an update: cleared, from enough people, in an order that tells nothing (rule R16).

A cohort's remarks are in it from `k_text` people (joy.disclosure.text has the bound). The programme has those of its
cohorts that are shown, and those of the others only if they together reach `k_text`: otherwise what a hidden cohort
wrote would be what the programme has more. Nothing is shown for a single team, and never a day, role or team.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from joy.definitions import Policy
from joy.disclosure.text import Truths, may_be_added, may_stand_beside, people_at_least, shuffled
from joy.store.reader import Asker
from joy.store.writer import Writer


COLUMNS = ["group_kind", "group_id", "ordinal", "prompt", "theme", "component", "text"]
BESIDE = ("prompt", "theme", "component")  # what may stand beside a remark, the first that is told first
SALT = "text_salt"  # a fact in programme.about: the secret by which remarks are shuffled
SALT_BYTES = 32


@dataclass(frozen=True)
class Readable:
    """The remarks that may be read, each a row with on_date, prompt, theme, component and text."""

    cohorts: dict[str, pd.DataFrame]
    whole: pd.DataFrame


def readable(asker: Asker, programme_id: str, closed_before: date, policy: Policy) -> Readable:
    """Say which remarks of closed weeks may be read now, in each cohort and in the programme."""
    cleared = asker.ask("release/comments", programme_id=programme_id, closed_before=closed_before)
    if cleared.empty:
        return Readable({}, cleared)
    read = asker.ask("release/comments_read", programme_id=programme_id)
    k = policy.comments.k_text
    cohorts = {str(name): group for name, group in cleared.groupby("cohort_id")}
    parts = {name: _readable(group, _known(read, "cohort", name), k) for name, group in cohorts.items()}
    known = _known(read, "programme", programme_id)
    whole = _readable(_of_programme(cleared, parts, known, k), known, k)
    return Readable(*_without_small_rest(parts, whole, k))


def comment_rows(asker: Asker, programme_id: str, closed_before: date, policy: Policy) -> pd.DataFrame:
    """Remarks of closed weeks as rows of release.comment, without the update's id; empty where none may be read."""
    return rows_of(asker, programme_id, readable(asker, programme_id, closed_before, policy), policy)


def rows_of(asker: Asker, programme_id: str, found: Readable, policy: Policy) -> pd.DataFrame:
    """The remarks that may be read as rows of release.comment."""
    every = [
        ("programme", programme_id, found.whole),
        *(("cohort", name, part) for name, part in found.cohorts.items()),
    ]
    groups = [one for one in every if len(one[2])]
    if not groups:
        return pd.DataFrame(columns=COLUMNS)
    k, salt = policy.comments.k_text, _salt(asker)
    return pd.concat([_rows(*group, k, salt) for group in groups], ignore_index=True)[COLUMNS]


def _known(read: pd.DataFrame, kind: str, name: str) -> set[str]:
    """The texts that an earlier update showed of this group."""
    return set(read.loc[(read["group_kind"] == kind) & (read["group_id"] == name), "text"])


def _readable(group: pd.DataFrame, known: set[str], k: int) -> pd.DataFrame:
    shown: Truths = group["text"].isin(known).to_numpy(dtype=bool)
    return group[may_be_added(shown, list(group["on_date"]), _texts(group, "prompt"), k)]


def _of_programme(cleared: pd.DataFrame, parts: dict[str, pd.DataFrame], known: set[str], k: int) -> pd.DataFrame:
    """What the programme may have: remarks that a cohort shows or that it had before, and the rest if from enough."""
    is_shown = cleared.index.isin(np.concatenate([part.index for part in parts.values()]))
    is_shown |= cleared["text"].isin(known).to_numpy(dtype=bool)
    rest = cleared[~is_shown]
    return cleared if _people(rest) >= k else cleared[is_shown]


def _without_small_rest(
    parts: dict[str, pd.DataFrame], whole: pd.DataFrame, k: int
) -> tuple[dict[str, pd.DataFrame], pd.DataFrame]:
    """Hide cohorts, the smallest first, until what the programme shows beside them is nothing or from `k` people.

    Without any cohort there is nothing to subtract.
    """
    shown = {name: part for name, part in parts.items() if len(part)}
    while shown and len(rest := _rest(shown, whole)) > 0 and _people(rest) < k:
        del shown[min(shown, key=lambda name: (len(shown[name]), name))]
    return shown, whole


def _rest(shown: dict[str, pd.DataFrame], whole: pd.DataFrame) -> pd.DataFrame:
    return whole[~whole.index.isin(np.concatenate([part.index for part in shown.values()]))]


def _people(group: pd.DataFrame) -> int:
    return people_at_least(list(group["on_date"]), _texts(group, "prompt"))


def _rows(kind: str, name: str, group: pd.DataFrame, k: int, salt: bytes) -> pd.DataFrame:
    """One row per text, each once, in shuffled order, with what may stand beside it."""
    beside = _beside(group, k)
    once = group.assign(**beside).drop_duplicates("text").reset_index(drop=True)
    placed = once.iloc[shuffled(_texts(once, "text"), salt)].reset_index(drop=True)
    return placed.assign(group_kind=kind, group_id=name, ordinal=np.arange(1, len(placed) + 1))


def _beside(group: pd.DataFrame, k: int) -> dict[str, pd.Series]:
    """Prompt, theme and component as they may be told: one after the other, each only if all told together allow it."""
    days, prompts = list(group["on_date"]), _texts(group, "prompt")
    together, told = [""] * len(group), dict[str, pd.Series]()
    for name in BESIDE:
        labels = [f"{one}\x1f{other}" for one, other in zip(together, _texts(group, name), strict=True)]
        if may_stand_beside(days, prompts, labels, k):
            together, told[name] = labels, group[name]
        else:
            told[name] = pd.Series(None, index=group.index, dtype=group[name].dtype)
    return told


def _texts(group: pd.DataFrame, column: str) -> list[str]:
    return ["" if pd.isna(value) else str(value) for value in group[column]]


def _salt(asker: Asker) -> bytes:
    """The secret for shuffling, made on first use by whoever may write; a preview without one needs none."""
    found = asker.ask("release/text_salt")["value"]
    if len(found):
        return bytes.fromhex(str(found.iloc[0]))
    salt = secrets.token_bytes(SALT_BYTES)
    if isinstance(asker, Writer):
        asker.run("store/add_about", key=SALT, value=salt.hex())
    return salt
