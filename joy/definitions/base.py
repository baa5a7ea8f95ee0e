"""What every definition record is made of: frozen, strict, sourced and looked after."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field


Text = Annotated[str, Field(min_length=1)]
Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]


class Record(BaseModel):
    """A frozen record that refuses fields it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Direction(StrEnum):
    """Which way an indicator should move; neutral is a first-class answer."""

    HIGHER_IS_BETTER = "higher_is_better"
    LOWER_IS_BETTER = "lower_is_better"
    NEUTRAL = "neutral"


class DisclosureClass(StrEnum):
    """How carefully an indicator's figures must be shown (data/policy.toml has the numbers)."""

    PULSE = "pulse"
    SURVEY = "survey"
    SENSITIVE = "sensitive"
    WORKFORCE = "workforce"


class Reviewed(Record):
    """What every definition owes its reader: where it comes from and who looks after it."""

    source: Text
    owner: Text
    next_review: date
