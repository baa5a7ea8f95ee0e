"""What was put into the sample is found again by the published findings, as often as their intervals promise."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd
import pytest

from joy.store import Store
from tests.unit.sample_files import BLOCKS, INDICATORS, ROUNDS, in_update, table_under


TRUTH = table_under("## Truth per cohort").set_index("cohort")


@pytest.fixture(scope="module")
def told(sample_store: Store, programme: str) -> pd.DataFrame:
    """Every finding of the sample, shown or not, straight from its file."""
    return in_update(sample_store, programme, "release.finding")


def rows_of(told: pd.DataFrame, kind: str, **where: str) -> pd.DataFrame:
    found = told[told["kind"] == kind]
    for column, value in where.items():
        found = found[found[column] == value]
    return found


def covered(told: pd.DataFrame, kind: str, ratings: tuple[str, ...]) -> Iterator[bool]:
    """Whether each cohort's interval from first to last round holds the change that was put into the sample."""
    for cohort, rounds in ROUNDS.items():
        for rating in ratings:
            where = {"indicator_id": INDICATORS[rating], "from_period": rounds[0], "to_period": rounds[-1]}
            for _, row in rows_of(told, kind, group_id=str(cohort), **where).dropna(subset="low").iterrows():
                yield bool(row["low"] <= float(TRUTH.loc[str(cohort), rating]) <= row["high"])


def test_intervals_hold_the_truth_as_often_as_they_promise(told: pd.DataFrame) -> None:
    """Of the 95 % intervals of all who answered at least nine in ten hold the change that was put into the sample."""
    found = [
        *covered(told, "unpaired_change", tuple(BLOCKS)),
        *covered(told, "paired_change", ("colleagues", "wellbeing")),
    ]
    assert len(found) > 20
    assert sum(found) / len(found) >= 0.9, f"{sum(found)} of {len(found)}"


def test_the_mixed_model_holds_the_truth(told: pd.DataFrame) -> None:
    """Of the mixed model's intervals at least eight in ten hold the change that was put into the sample."""
    found = list(covered(told, "mixed_model", ("colleagues", "service_users", "wellbeing")))
    assert len(found) >= 12
    assert sum(found) / len(found) >= 0.8, f"{sum(found)} of {len(found)}"
