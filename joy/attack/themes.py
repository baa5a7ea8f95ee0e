"""Attacks on counts of themes: exact ones, themes of few, a hidden cohort’s few, few new ones between updates.

The attacker knows the method and every band of every group and update; what counts as given away is certainty that
there are some remarks, but fewer than a theme may be told from.
"""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from joy.attack.report import AttackLine
from joy.frames import Row, each


THEMES = "release.theme"
BY = ["prompt", "theme"]
WHOSE = ["group_kind", "group_id", *BY]


def theme_attacks(told: pd.DataFrame, remarks: pd.DataFrame, least: int) -> tuple[AttackLine, ...]:
    """Try the themes of one update. `remarks` are those of the vault, `least` the people a theme is told from."""
    exact = told["n_low"] == told["n_high"]
    few = [_behind(remarks, row) < least for row in each(told)]
    rests = [*_rests(told, least)]
    return (
        AttackLine("A10", "a number of answers that is told as it is", len(told), int(exact.sum())),
        AttackLine("A27", "a theme of few people", len(few), sum(few)),
        AttackLine("A3", "a theme of a hidden cohort from the programme less the others", len(rests), sum(rests)),
    )


def between_updates(ever: pd.DataFrame, least: int) -> AttackLine:
    """Hold every two updates against each other, theme by theme; `ever` has the themes of all of them."""
    pairs = [
        _is_few(after.n_low - before.n_high, after.n_high - before.n_low, least)
        or _is_few(before.n_low - after.n_high, before.n_high - after.n_low, least)
        for _, own in ever.groupby(WHOSE)
        for before, after in _pairs(own.sort_values("number"))
    ]
    return AttackLine("A23", "a few new remarks on a theme between two updates", len(pairs), sum(pairs))


def _pairs(own: pd.DataFrame) -> Iterator[tuple[Row, Row]]:
    rows = [*each(own)]
    yield from ((before, after) for n, after in enumerate(rows) for before in rows[:n])


def _behind(remarks: pd.DataFrame, row: Row) -> int:
    """How many different remarks there are on a told theme."""
    own = remarks[(remarks["prompt"] == row.prompt) & (remarks["theme"] == row.theme)]
    own = own if row.group_kind == "programme" else own[own["cohort_id"] == row.group_id]
    return int(own["text"].nunique())


def _rests(told: pd.DataFrame, least: int) -> Iterator[bool]:
    """Of each theme of the programme, what is left of it without the cohorts that tell it."""
    for _, own in told.groupby(BY):
        cohorts = own[own["group_kind"] == "cohort"]
        for whole in each(own[own["group_kind"] == "programme"]):
            low, high = whole.n_low - cohorts["n_high"].sum(), whole.n_high - cohorts["n_low"].sum()
            yield _is_few(low, high, least)


def _is_few(low: int, high: int, least: int) -> bool:
    """Whether there are certainly some, and certainly fewer than may be told."""
    return bool(low > 0 and high < least)
