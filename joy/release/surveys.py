"""Raw survey figures: every team, cohort and the programme, round by round."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from joy.definitions import Definitions
from joy.frames import each
from joy.release.policies import ROUND, kept_under
from joy.release.rows import no_rows, raw_rows
from joy.store.reader import Asker


SUMS = ["n", "total", "total_squares", "good"]
SERIES = ["indicator_id", "instrument"]


def survey_rows(reader: Asker, definitions: Definitions, programme_id: str, rounds: pd.DataFrame) -> pd.DataFrame:
    """Raw figures of every survey indicator.

    Teams and cohorts have one row per closed round. The programme has two: the first and the last round in which each
    cohort was asked with the same instrument version, over the cohorts that were asked at least twice.
    """
    scores = reader.ask("release/scores", programme_id=programme_id)
    if not scores["round_id"].isin(rounds["round_id"]).any():
        return no_rows()
    scores = scores.merge(rounds[["round_id", "ordinal", "opens_on", "closes_on"]], on="round_id")
    scores["n"] = scores["n"].astype("int64")
    scores["good"] = scores["good"].astype("int64")
    scores = scores.merge(_ends(scores), on=["cohort_id", *SERIES], how="left")
    enrolments = reader.ask("release/enrolments", programme_id=programme_id).set_index("enrolment_id")
    size = scores["enrolment_id"].map(enrolments["people"]).fillna(0).astype("int64")
    teams = scores.assign(group_id=scores["enrolment_id"], parent_id=scores["cohort_id"])
    cohorts = _summed(scores, ["cohort_id", "round_id", "ordinal", "opens_on", "closes_on", "first", "last", *SERIES])
    cohorts["pooled_as"] = np.select(
        [
            cohorts["first"] == cohorts["last"],
            cohorts["ordinal"] == cohorts["first"],
            cohorts["ordinal"] == cohorts["last"],
        ],
        ["", "baseline", "latest"],
        "",
    )
    programme = _summed(cohorts[cohorts["pooled_as"] != ""], ["pooled_as", *SERIES], spans=True)
    rows = [
        raw_rows(
            _valued(teams, definitions),
            **_round_columns(teams, "team"),
            people=size,
            parent_kind="cohort",
            parent_period_kind="round",
            parent_period_id=teams["round_id"],
            kept_under=_kept(teams),
        ),
        raw_rows(
            _valued(cohorts, definitions),
            **_round_columns(cohorts, "cohort"),
            group_id=cohorts["cohort_id"],
            parent_kind="programme",
            parent_id=programme_id,
            parent_period_kind=cohorts["pooled_as"],
            parent_period_id=cohorts["pooled_as"],
            kept_under=_kept(cohorts),
        ),
        raw_rows(
            _valued(programme, definitions),
            group_kind="programme",
            group_id=programme_id,
            period_kind=programme["pooled_as"],
            period_id=programme["pooled_as"],
            period_start=programme["opens_on"],
            period_end=programme["closes_on"],
            kept_under=kept_under(ROUND),
        ),
    ]
    return pd.concat(rows, ignore_index=True)


def blank_rows(reader: Asker, definitions: Definitions, programme_id: str, rows: pd.DataFrame, k: int) -> pd.DataFrame:
    """Team rows without any score, so that nobody can tell a team without answers from one with too few.

    A cohort was asked when any of its teams has a score. A team that did answer the round, `k` people or more, but not
    all items of a scale, was not asked it: nobody answered those items, so saying so tells nothing of anybody.
    """
    asked = reader.ask("release/asked", programme_id=programme_id)
    if asked.empty or rows.empty:
        return no_rows()
    answered = asked.groupby(["enrolment_id", "round_id"])["n"].max()
    items = set(zip(asked["enrolment_id"], asked["round_id"], asked["instrument"], asked["item_key"], strict=True))
    cohort_rows = rows[rows["group_kind"] == "cohort"]
    teams = rows[rows["group_kind"] == "team"]
    have = set(zip(teams["group_id"], teams["period_id"], teams["indicator_id"], strict=True))
    enrolments = reader.ask("release/enrolments", programme_id=programme_id)
    missing = cohort_rows.merge(enrolments[["enrolment_id", "cohort_id"]], left_on="group_id", right_on="cohort_id")
    is_blank = [(row.enrolment_id, row.period_id, row.indicator_id) not in have for row in each(missing)]
    blanks = missing[np.array(is_blank, dtype=bool)]
    is_asked = [
        answered.get((row.enrolment_id, row.period_id), 0) < k
        or _all_asked(definitions, row.indicator_id, row.instrument, row.enrolment_id, row.period_id, items)
        for row in each(blanks)
    ]
    return raw_rows(
        blanks,
        group_kind="team",
        group_id=blanks["enrolment_id"],
        n=0,
        value=np.nan,
        good_share=np.nan,
        spread=np.nan,
        is_asked=is_asked,
        parent_kind="",
        parent_id="",
        parent_period_kind="",
        parent_period_id="",
    )


def _all_asked(
    definitions: Definitions,
    indicator_id: str,
    ref: str,
    enrolment_id: str,
    round_id: str,
    items: set[tuple[str, str, str, str]],
) -> bool:
    measured = definitions.indicators[indicator_id].measured
    if measured.kind == "gap":
        return True
    keys = measured.keys_in(definitions.instruments[ref])
    return all((enrolment_id, round_id, ref, key) in items for key in keys)


def _kept(frame: pd.DataFrame) -> list[str]:
    return [kept_under(ROUND, name) for name in frame["round_id"]]


def _ends(scores: pd.DataFrame) -> pd.DataFrame:
    """The first and last round in which each cohort was asked with each instrument version."""
    grouped = scores.groupby(["cohort_id", *SERIES])["ordinal"]
    return grouped.agg(first="min", last="max").reset_index()


def _summed(frame: pd.DataFrame, by: list[str], *, spans: bool = False) -> pd.DataFrame:
    how = dict.fromkeys(SUMS, "sum") | ({"opens_on": "min", "closes_on": "max"} if spans else {})
    return frame.groupby(by, as_index=False).agg(how)


def _valued(sums: pd.DataFrame, definitions: Definitions) -> pd.DataFrame:
    """Add the exact value, favourable share and spread that the sums stand for."""
    n, total = sums["n"].astype("float64"), sums["total"]
    good = sums["good"].astype("float64") / n
    is_share = sums["indicator_id"].map({i.id: i.shows == "share" for i in definitions.indicators.values()})
    has_cut = sums["indicator_id"].map({i.id: i.favourable is not None for i in definitions.indicators.values()})
    variance = (sums["total_squares"] - total * total / n) / (n - 1).where(n > 1)
    return sums.assign(
        value=np.where(is_share, good, total / n),
        good_share=np.where(has_cut, good, np.nan),
        spread=np.where(is_share, np.nan, np.sqrt(variance.clip(lower=0))),
    )


def _round_columns(frame: pd.DataFrame, group_kind: str) -> dict[str, Any]:
    return {
        "group_kind": group_kind,
        "period_kind": "round",
        "period_id": frame["round_id"],
        "period_start": frame["opens_on"],
        "period_end": frame["closes_on"],
    }
