"""Records for the pictures beyond the run chart: limits, the relationships mirror, distributions, funnel, replies."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

import pandas as pd

from joy.findings.records import Finding


class Likeness(StrEnum):
    """What two tests of one pair say: alike within the margin, apart, or not enough answers to tell."""

    SIMILAR = "similar"
    DIFFERENT = "different"
    UNCLEAR = "unclear"
    HIDDEN = "hidden"


class Variation(StrEnum):
    """The state of the latest point."""

    COMMON_CAUSE = "common_cause"
    IMPROVEMENT = "improvement"
    CONCERN = "concern"
    NEUTRAL_HIGH = "neutral_high"
    NEUTRAL_LOW = "neutral_low"
    NONE = ""  # too few points


class Assurance(StrEnum):
    """Whether the target lies outside the range that the series keeps to."""

    PASS = "pass"  # noqa: S105  the word of the field for a target that is always met
    FAIL = "fail"
    HIT_OR_MISS = "hit_or_miss"
    NONE = ""  # no target, or not enough points


@dataclass(frozen=True)
class Control(Finding):
    """A chart with limits, for those who ask for one: XmR, p or another of the family, named in `chart`.

    `points`: start date, label text, value number, n text, phase integer, centre, lower, upper number (each missing
    where they may not be drawn), category text (a `Variation`), reason text (every rule that fired, in words), bound
    text as in `Run`.
    `sets` and `flags` as in `Run`. `phases`: start date, label text (such as “median 52% → 65%”), reason text; empty
    unless a person has started a new phase. `is_trial`: fewer than 20 points, so the limits will still move.
    """

    points: pd.DataFrame = field(default_factory=pd.DataFrame)
    sets: pd.DataFrame = field(default_factory=pd.DataFrame)
    flags: pd.DataFrame = field(default_factory=pd.DataFrame)
    phases: pd.DataFrame = field(default_factory=pd.DataFrame)
    chart: str = "XmR chart"
    is_trial: bool = False
    target: float | None = None
    variation: Variation = Variation.NONE
    assurance: Assurance = Assurance.NONE
    baseline_start: date | None = None
    baseline_end: date | None = None
    label: str = ""
    key: str = ""
    is_share: bool = True
    minimum: float = 0.0
    maximum: float = 1.0
    unit: str = ""
    step: str = "week"

    def table(self) -> pd.DataFrame:
        return self.points


@dataclass(frozen=True)
class Mirror(Finding):
    """Relationships with colleagues (left) against service users (right), question by question and as a whole.

    `rows`: key text, label text, is_scale truth, colleagues_before, colleagues_after, users_before, users_after number
    (missing where not shown), gap, gap_low, gap_high number (service users minus colleagues within the same person,
    latest round), likeness text (a `Likeness`), n text (people who answered both). All in the unit of the scale.
    `margin`: how far apart still counts as alike.
    """

    rows: pd.DataFrame = field(default_factory=pd.DataFrame)
    margin: float = 0.0
    minimum: float = 0.0
    maximum: float = 100.0
    unit: str = ""
    before_label: str = "First survey"
    after_label: str = "Latest survey"

    def table(self) -> pd.DataFrame:
        return self.rows


@dataclass(frozen=True)
class Distribution(Finding):
    """How answers spread over the options: one bar per round (or question), neutral centred on zero.

    `rows`: bar text (such as “First survey”), n text, option text, ordinal integer, share number 0 to 1, side text
    (negative, neutral or positive). A bar that may not be shown has one row with share missing and its reason in
    `option`; the chart says it in its place.
    """

    rows: pd.DataFrame = field(default_factory=pd.DataFrame)
    question: str = ""

    def table(self) -> pd.DataFrame:
        return self.rows


@dataclass(frozen=True)
class Funnel(Finding):
    """All teams at one time against what chance allows for their number of answers; ordered by that number.

    `points`: key text, label text, n number (lowest of its band), n_text text, value, low, high number (its own 95 %
    interval), flag text ("", "above" or "below": beyond 99.8 %), bound text as in `Run`. `limits`: n, low95, high95,
    low998, high998 number.
    """

    points: pd.DataFrame = field(default_factory=pd.DataFrame)
    limits: pd.DataFrame = field(default_factory=pd.DataFrame)
    centre: float = float("nan")
    unit: str = ""
    is_share: bool = True

    def table(self) -> pd.DataFrame:
        return self.points


@dataclass(frozen=True)
class Replies(Finding):
    """How many answered, under the chart of what they answered.

    `rows`: start date, label text, answers number (lowest of its band; missing where hidden), n text. `possible`: the
    most answers there could be in one step, where the number of people is known.
    """

    rows: pd.DataFrame = field(default_factory=pd.DataFrame)
    possible: float | None = None
    unit: str = "answers"
    step: str = "week"

    def table(self) -> pd.DataFrame:
        return self.rows


@dataclass(frozen=True)
class Scrutiny(Finding):
    """What stands behind the surveys of a cohort, for those who ask how sure the figures are; a table, no picture.

    `rows`: about text (the measure), what text (what was looked at), result text, means text (in plain words).
    """

    rows: pd.DataFrame = field(default_factory=pd.DataFrame)

    def table(self) -> pd.DataFrame:
        return self.rows
