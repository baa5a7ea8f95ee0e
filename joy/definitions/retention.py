"""How long each class of data is kept, read from data/retention.toml."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from pydantic import Field

from joy.definitions.base import Record, Text
from joy.definitions.load import DATA, read_record
from joy.errors import DefinitionProblem, Problem


LONGEST = 240  # months: our own bound, against a slip that would keep everything for ever


class Period(Record):
    """The time of keeping of one class, in months, what it counts from, and why so long."""

    months: int = Field(ge=1, le=LONGEST)
    counts_from: Text = Field(alias="from")
    why: Text


class Retention(Record):
    """The times of keeping of an installation; every class must have one."""

    version: Text
    kept_rows: Period
    link_codes: Period
    answers: Period
    comments: Period
    stories: Period


@lru_cache(maxsize=8)
def load_retention(path: Path = DATA / "retention.toml") -> Retention:
    """Read the times of keeping. Raises `DefinitionProblem` with file and field when they cannot be used."""
    problems: list[Problem] = []
    periods = read_record(path, Retention, problems)
    if periods is None:
        raise DefinitionProblem(problems)
    return periods
