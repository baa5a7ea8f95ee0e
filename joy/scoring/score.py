"""Score answers in a notebook: one row per respondent and scale, and a plain reason wherever there is no score."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum
from typing import cast

import numpy as np
import pandas as pd

from joy.definitions import Instrument
from joy.definitions.records import Scale
from joy.errors import DataProblem, Problem
from joy.scoring.compile import compile_scale


LONG = ("respondent", "item", "code")
COLUMNS = ["respondent", "scale", "score", "answered", "out_of_range", "state", "band"]


class ScoreState(StrEnum):
    """Why there is a score, or why there is none."""

    SCORED = "scored"
    TOO_FEW_ANSWERED = "too_few_answered"
    NOT_ANSWERED = "not_answered"
    NOT_ASKED = "not_asked"
    OUT_OF_RANGE = "out_of_range"


def score(answers: pd.DataFrame, instrument: Instrument, *, asked: Collection[str] | None = None) -> pd.DataFrame:
    """Score every respondent on every scale of one instrument version.

    `answers` is long (respondent, item, code: one row per answer; a missing code is no answer) or wide (respondent, and
    a column of codes per item). `asked` names the items that were put to people; without it, those found in the frame.
    Returns one row per respondent and scale, in their given order: `score` in the scale's own unit (missing if there
    is none), `answered` valid answers, `out_of_range` answers that are no option of their item, `state`, and `band`,
    the published name of the score where one exists.

    States, the first that fits: `not_asked` (too few of the scale's items were put to people for any score), `scored`,
    `out_of_range` (no score, and an answer that is no option is among those lost), `not_answered` (none at all),
    `too_few_answered`. An answer outside an item's options is missing, never clipped; `out_of_range_answers` names
    each. Missing answers are filled in only where the instrument's `missing_rule` says so.

    Raises `DataProblem` when the frame has other columns or items, two answers of one person to one item, a code that
    is no number or a row without a respondent; and for a stub. Applies the same tables as the database does
    (joy.scoring.compile); checked against a scorer that reads the definition files answer by answer
    (tests/properties/test_scoring_properties.py).
    """
    if not instrument.usable:
        raise DataProblem([Problem(f"{instrument.name} cannot be scored. {instrument.why_not}", "Use another one.")])
    wide = _wide(answers, instrument)
    put = set(wide.columns) if asked is None else set(asked)
    _refuse_unknown(put, instrument)
    wide = wide.reindex(columns=[item.key for item in instrument.items])
    valid = _valid(wide, instrument)
    frames = [_scored(wide, valid, scale, instrument, put) for scale in instrument.scales]
    if not frames:
        return pd.DataFrame(columns=COLUMNS)
    together = pd.concat(frames, keys=range(len(frames)), names=["place", "row"])
    return together.sort_index(level=["row", "place"]).reset_index(drop=True)[COLUMNS]


def out_of_range_answers(answers: pd.DataFrame, instrument: Instrument) -> pd.DataFrame:
    """Name every answer that is no option of its item: respondent, item, code.

    `answers` as for `score`. Returns an empty frame where all answers are in range.
    """
    wide = _wide(answers, instrument)
    wide = wide.reindex(columns=[item.key for item in instrument.items])
    odd = wide[wide.notna() & ~_valid(wide, instrument)].rename_axis(columns="item")
    long = odd.reset_index().melt(id_vars="respondent", var_name="item", value_name="code")
    return long.dropna(subset="code").reset_index(drop=True)


def _wide(answers: pd.DataFrame, instrument: Instrument) -> pd.DataFrame:
    """One row per respondent in order of first appearance, one numeric column per item found."""
    if "respondent" not in answers.columns:
        raise DataProblem([Problem("There is no column “respondent”.", "Name one: any key that tells people apart.")])
    blank = answers["respondent"].isna().to_numpy()
    if blank.any():
        raise DataProblem([Problem(f"Row {blank.argmax() + 1} has no respondent.", "Give each row its person's key.")])
    if set(LONG) == set(answers.columns):
        _refuse_repeats(answers, ["respondent", "item"])
        _refuse_unknown(set(answers["item"].dropna()), instrument)
        order = answers["respondent"].drop_duplicates()
        wide = answers.pivot(index="respondent", columns="item", values="code").reindex(order)
    else:
        _refuse_repeats(answers, ["respondent"])
        wide = answers.set_index("respondent")
    _refuse_unknown(set(wide.columns), instrument)
    return pd.DataFrame({key: _numbers(wide[key]) for key in wide.columns}, index=wide.index)


def _numbers(column: pd.Series) -> pd.Series:
    found = pd.to_numeric(column, errors="coerce").astype("float64")
    odd = column[found.isna() & column.notna()]
    if len(odd):
        told = f"“{odd.iloc[0]}” of respondent {odd.index[0]} is no code."
        raise DataProblem([Problem(told, "Give the codes of the options as numbers.", column=str(column.name))])
    return found


def _refuse_repeats(answers: pd.DataFrame, key: list[str]) -> None:
    repeated = answers[answers.duplicated(key)]
    if len(repeated):
        first = ", ".join(f"{name} {repeated.iloc[0][name]}" for name in key)
        raise DataProblem([Problem(f"There is more than one row for {first}.", "Keep one row each.")])


def _refuse_unknown(items: set[str], instrument: Instrument) -> None:
    unknown = sorted(str(key) for key in items - {item.key for item in instrument.items})
    if unknown:
        known = ", ".join(item.key for item in instrument.items)
        reason = f"{instrument.ref} has no item {', '.join(unknown)}."
        raise DataProblem([Problem(reason, f"Its items are {known}.")])


def _valid(wide: pd.DataFrame, instrument: Instrument) -> pd.DataFrame:
    """Which answers are one of their item's options."""
    offered = {item.key: [option.code for option in instrument.options_of(item.key)] for item in instrument.items}
    return wide.isin(cast("dict[str, list[object]]", offered))


def _scored(
    wide: pd.DataFrame, valid: pd.DataFrame, scale: Scale, instrument: Instrument, put: set[str]
) -> pd.DataFrame:
    keys = list(scale.items)
    table = compile_scale(scale, instrument)
    earns: dict[str, dict[float, float]] = {key: {} for key in keys}
    for row in table.points:
        earns[row.item_key][float(row.code)] = float(row.points)
    raw = sum((wide[key].map(earns[key]).fillna(0.0) for key in keys), start=pd.Series(0.0, index=wide.index))
    answered = valid[keys].sum(axis=1).astype("int64")
    lost = (wide[keys].notna() & ~valid[keys]).sum(axis=1).astype("int64")
    is_asked = _could_be_scored(scale, instrument, put)
    pairs = zip(answered, raw.astype("int64"), strict=True)
    scores = np.array([table.scores.get(pair, np.nan) if is_asked else np.nan for pair in pairs], dtype="float64")
    state = np.select(
        [np.full(len(wide), not is_asked), ~np.isnan(scores), lost > 0, answered == 0],
        [ScoreState.NOT_ASKED, ScoreState.SCORED, ScoreState.OUT_OF_RANGE, ScoreState.NOT_ANSWERED],
        ScoreState.TOO_FEW_ANSWERED,
    )
    return pd.DataFrame(
        {
            "respondent": wide.index,
            "scale": scale.id,
            "score": scores,
            "answered": answered.to_numpy(),
            "out_of_range": lost.to_numpy(),
            "state": [str(name) for name in state],
            "band": ["" if np.isnan(value) else instrument.band_of(scale.id, value) for value in scores],
        }
    )


def _could_be_scored(scale: Scale, instrument: Instrument, put: set[str]) -> bool:
    """Whether enough of the scale's items were put to people for anybody to have a score."""
    parts = [instrument.scale(part.scale) for part in scale.parts] or [scale]
    return all(len(put & set(part.items)) >= part.min_answered for part in parts)
