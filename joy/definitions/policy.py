"""The disclosure policy: thresholds by class, read from data/policy.toml, never below the floors."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import Field, ValidationError, model_validator

from joy.definitions.load import DATA, read_record
from joy.definitions.records import DisclosureClass, Record
from joy.errors import DefinitionProblem, Problem


FLOOR = 5  # R2: no setting may show a figure of fewer people than this
FLOORS = {  # R2 and R6, by class: a programme may ask for more, never for less
    DisclosureClass.PULSE: FLOOR,
    DisclosureClass.SURVEY: FLOOR,
    DisclosureClass.SENSITIVE: 10,
    DisclosureClass.WORKFORCE: 10,
}
TEXT_FLOOR, BESIDE_FLOOR = 10, 20  # R16
LIVE_FLOOR = 5  # R18 asks for 8 by itself; five is the least for anything
COARSEST_BELOW = ((10, 0.10), (20, 0.05))  # R3: shares of fewer answers than this are told in steps of at least that
MEANS_BELOW = (20, 20)  # R3, R14: means of fewer than 20 answers in steps of at least a twentieth of their range
# R3 allows spread and split from 20. Counted out, mean and spread of 20 to 22 answers to one question can fit a single
# set of answers, so both begin where the whole distribution may be shown (tests/spec/test_disclosure_solved.py).
ROUNDED_FROM, SPREAD_FROM = 20, 30


class Tier(Record):
    """What may be shown from `at_least` answers upwards (rule R3)."""

    at_least: int = Field(ge=FLOOR)
    share_step: float = Field(gt=0, le=0.25)
    mean_steps: int = Field(ge=10)
    show_spread: bool = False
    show_split: bool = False
    show_distribution: bool = False
    n_step: int | None = Field(default=None, ge=5)

    @model_validator(mode="after")
    def _coarse_enough(self) -> Tier:
        for below, step in COARSEST_BELOW:
            if self.at_least < below and self.share_step < step:
                raise ValueError(f"share_step must be {step} or more from {self.at_least} answers (rule R3)")
        if self.at_least < MEANS_BELOW[0] and self.mean_steps > MEANS_BELOW[1]:
            raise ValueError(f"mean_steps must be {MEANS_BELOW[1]} or fewer below {MEANS_BELOW[0]} answers (rule R3)")
        if self.at_least < ROUNDED_FROM and self.n_step is not None:
            raise ValueError(f"n_step needs {ROUNDED_FROM} answers (rule R3)")
        if self.at_least < SPREAD_FROM and (self.show_spread or self.show_split or self.show_distribution):
            raise ValueError(f"show_spread, show_split and show_distribution need {SPREAD_FROM} answers (rule R3)")
        return self


class PulseRule(Record):
    """The weaker bound for yes-or-no tallies: a written, switchable decision (rules R1 and R2)."""

    enabled: bool
    answers: int = Field(ge=FLOOR)
    on_one_day: int = Field(ge=3)
    team_of: int = Field(ge=5)


class ClassRule(Record):
    """The threshold of one disclosure class of indicators (rule R2)."""

    k_show: int = Field(ge=FLOOR)


class CommentRule(Record):
    """When remarks may be read (rule R16). Remarks are no indicator, so they have no disclosure class."""

    k_text: int = Field(ge=TEXT_FLOOR)
    k_beside: int = Field(default=20, ge=BESIDE_FLOOR)
    word_by: int = Field(default=3, ge=3)


class LiveRule(Record):
    """When answers of a check-in in the room may appear (rule R18)."""

    k_live: int = Field(ge=LIVE_FLOOR)
    batch: int = Field(ge=FLOOR)


class PooledRule(Record):
    """Blocks of consecutive survey rounds shown together where single ones are too small (rules R1 and R13)."""

    rounds: int = Field(ge=2, le=6)
    answers: int = Field(ge=10)


class MagnitudeRule(Record):
    """Amounts to which some contribute much more than others (rule R6); limits as in ACRO's defaults."""

    largest_two: float = Field(gt=0, le=0.90)
    rest: float = Field(ge=0.10, lt=1)
    figures: int = Field(ge=1, le=2)


class Policy(Record):
    """The whole disclosure policy of the installation, or the one that was kept for a survey round."""

    version: str
    classes: dict[DisclosureClass, ClassRule]
    tiers: tuple[Tier, ...] = Field(min_length=1)
    pulse: PulseRule
    merge_options_below: int = Field(ge=FLOOR)
    teams_first_working_days: int = Field(default=3, ge=0, le=20)
    comments: CommentRule = CommentRule(k_text=10)
    live: LiveRule = LiveRule(k_live=8, batch=5)
    pooled: PooledRule = PooledRule(rounds=3, answers=10)
    magnitude: MagnitudeRule = MagnitudeRule(largest_two=0.90, rest=0.10, figures=2)

    @model_validator(mode="after")
    def _rising(self) -> Policy:
        starts = [tier.at_least for tier in self.tiers]
        if starts != sorted(set(starts)):
            raise ValueError("tiers must rise by at_least")
        if set(self.classes) != set(DisclosureClass):
            raise ValueError(f"give a threshold for each of {', '.join(DisclosureClass)}")
        low = [f"{name}: {rule.k_show} ({FLOORS[name]})" for name, rule in self.classes.items() if _is_low(name, rule)]
        if low:
            raise ValueError(f"k_show is below its floor, which stands in brackets: {', '.join(low)}")
        return self


def _is_low(name: DisclosureClass, rule: ClassRule) -> bool:
    return rule.k_show < FLOORS[name]


@lru_cache(maxsize=8)
def load_policy(path: Path = DATA / "policy.toml") -> Policy:
    """Read the policy. Raises `DefinitionProblem` with file and field when it cannot be used."""
    problems: list[Problem] = []
    policy = read_record(path, Policy, problems)
    if policy is None:
        raise DefinitionProblem(problems)
    return policy


def text_of(policy: Policy) -> str:
    """Give the whole policy as JSON text, to be kept with a survey round (programme.frozen_policy)."""
    return policy.model_dump_json()


@lru_cache(maxsize=64)
def from_text(text: str) -> Policy:
    """Read a kept policy again, with today's floors, which always hold.

    Thresholds of classes below them are raised, and means of few answers told as coarsely as today's floor asks.

    Raises `DefinitionProblem` when the text cannot be used: then nothing is published at all (R22).
    """
    try:
        written: dict[str, Any] = json.loads(text)
        for name, floor in FLOORS.items():
            rule = written["classes"][name.value]
            rule["k_show"] = max(int(rule["k_show"]), floor)
        for tier in written["tiers"]:
            if tier["at_least"] < MEANS_BELOW[0]:
                tier["mean_steps"] = min(tier["mean_steps"], MEANS_BELOW[1])
        return Policy.model_validate(written)
    except (ValueError, KeyError, TypeError, ValidationError) as fault:
        reason = f"the policy kept for a survey round cannot be read ({fault})."
        what_next = "Restore a backup (python -m joy restore)."
        raise DefinitionProblem([Problem(reason, what_next, where="frozen_policy")]) from fault


HighestHolds = TypeVar("HighestHolds", CommentRule, LiveRule, PooledRule)


def strictest(policies: tuple[Policy, ...]) -> Policy:
    """Give one policy that is as strict as each of several, for a figure that spans rounds kept under several.

    Whatever passes it passes each of them: thresholds are the highest, steps the coarsest, permissions those of all.
    """
    first, *rest = policies
    for other in rest:
        first = first if other == first else _stricter(first, other)
    return first


def _stricter(one: Policy, other: Policy) -> Policy:
    classes = {name: ClassRule(k_show=max(one.classes[name].k_show, other.classes[name].k_show)) for name in FLOORS}
    pulse = PulseRule(
        enabled=one.pulse.enabled and other.pulse.enabled,
        **{
            name: max(getattr(one.pulse, name), getattr(other.pulse, name))
            for name in ("answers", "on_one_day", "team_of")
        },
    )
    magnitude = MagnitudeRule(
        largest_two=min(one.magnitude.largest_two, other.magnitude.largest_two),
        rest=max(one.magnitude.rest, other.magnitude.rest),
        figures=min(one.magnitude.figures, other.magnitude.figures),
    )
    starts = sorted({tier.at_least for policy in (one, other) for tier in policy.tiers})
    from_both = max(one.tiers[0].at_least, other.tiers[0].at_least)
    tiers = tuple(_coarser(one, other, start) for start in starts if start >= from_both)
    return one.model_copy(
        update={
            "classes": classes,
            "pulse": pulse,
            "tiers": tiers,
            "merge_options_below": max(one.merge_options_below, other.merge_options_below),
            "teams_first_working_days": max(one.teams_first_working_days, other.teams_first_working_days),
            "comments": _highest(one.comments, other.comments),
            "live": _highest(one.live, other.live),
            "pooled": _highest(one.pooled, other.pooled),
            "magnitude": magnitude,
        }
    )


def _highest(one: HighestHolds, other: HighestHolds) -> HighestHolds:
    """Of two rules whose every number is a least one, each number the higher."""
    return one.model_copy(update={name: max(getattr(one, name), value) for name, value in other})


def _coarser(one: Policy, other: Policy, start: int) -> Tier:
    """What both policies let be shown from `start` answers on."""
    both = [[tier for tier in policy.tiers if tier.at_least <= start][-1] for policy in (one, other)]
    steps = [tier.n_step for tier in both]
    return Tier(
        at_least=start,
        share_step=max(tier.share_step for tier in both),
        mean_steps=min(tier.mean_steps for tier in both),
        n_step=None if None in steps else max(step for step in steps if step is not None),
        **{
            name: all(getattr(tier, name) for tier in both)
            for name in ("show_spread", "show_split", "show_distribution")
        },
    )
