"""The disclosure policy: thresholds by class, read from data/policy.toml, never below the floors."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from pydantic import Field, model_validator

from joy.definitions.load import DATA, read_record
from joy.definitions.records import DisclosureClass, Record
from joy.errors import DefinitionProblem, Problem


FLOOR = 5  # no setting may show a figure of fewer people than this (rule R2, issue of the policy file)


class Tier(Record):
    """What may be shown from `at_least` answers upwards (rule R3)."""

    at_least: int = Field(ge=FLOOR)
    share_step: float = Field(gt=0, le=0.25)
    mean_steps: int = Field(ge=10)
    show_spread: bool = False
    show_split: bool = False
    show_distribution: bool = False
    n_step: int | None = None


class PulseRule(Record):
    """The weaker bound for yes-or-no tallies: a written, switchable decision."""

    enabled: bool
    answers: int = Field(ge=FLOOR)
    on_one_day: int = Field(ge=2)
    team_of: int = Field(ge=5)


class ClassRule(Record):
    """The threshold of one disclosure class."""

    k_show: int = Field(ge=FLOOR)


class Policy(Record):
    """The whole disclosure policy of the installation."""

    version: str
    classes: dict[DisclosureClass, ClassRule]
    tiers: tuple[Tier, ...] = Field(min_length=1)
    pulse: PulseRule
    merge_options_below: int = Field(ge=3)

    @model_validator(mode="after")
    def _rising(self) -> Policy:
        starts = [tier.at_least for tier in self.tiers]
        if starts != sorted(set(starts)):
            raise ValueError("tiers must rise by at_least")
        if set(self.classes) != set(DisclosureClass):
            raise ValueError(f"give a threshold for each of {', '.join(DisclosureClass)}")
        return self


@lru_cache(maxsize=8)
def load_policy(path: Path = DATA / "policy.toml") -> Policy:
    """Read the policy. Raises `DefinitionProblem` with file and field when it cannot be used."""
    problems: list[Problem] = []
    policy = read_record(path, Policy, problems)
    if policy is None:
        raise DefinitionProblem(problems)
    return policy
