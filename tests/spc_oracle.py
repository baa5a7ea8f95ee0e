"""Reads what other programs said about the same series, kept beside the project; absent elsewhere."""

from __future__ import annotations

import csv
from collections import defaultdict
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest


FOLDER = Path(__file__).resolve().parents[1].parent / "shared" / "oracles" / "spc"
needs_oracle = pytest.mark.skipif(not FOLDER.is_dir(), reason="the outputs of the peers are not beside the project")

Rows = list[dict[str, str]]


@cache
def read(name: str) -> Rows:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def by_case(name: str) -> dict[str, Rows]:
    found: dict[str, Rows] = defaultdict(list)
    for row in read(name):
        found[row["case_id"]].append(row)
    return found


@cache
def all_series() -> dict[str, Rows]:
    found: dict[str, Rows] = defaultdict(list)
    for row in read("series.csv"):
        found[row["series_id"]].append(row)
    return found


def number(text: str) -> float:
    return float(text) if text not in ("", "NaN") else float("nan")


def frame(series_id: str, *columns: str) -> pd.DataFrame:
    """The series as it was given to the peer: in its own row order, dates as texts, columns named `ours=theirs`."""
    rows = all_series()[series_id]
    made: dict[str, list[object]] = {"series": [series_id] * len(rows), "date": [row["date"] for row in rows]}
    for column in columns or ("value",):
        ours, _, theirs = column.partition("=")
        made[ours] = [number(row[theirs or ours]) for row in rows]
    return pd.DataFrame(made)


def differing(ours: pd.Series, theirs: list[str]) -> list[int]:
    """Where two columns of numbers differ by more than 1e-9 of their size, or one is missing and the other not."""
    left, right = ours.to_numpy(dtype=float), np.array([number(text) for text in theirs])
    same = np.isclose(left, right, rtol=1e-9, atol=1e-12, equal_nan=True)
    return np.flatnonzero(~same).tolist()
