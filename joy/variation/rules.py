"""Every switch of the analysis of variation, what each position means, and three named settings of all of them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Literal

from joy.variation.gates import FEWEST_FOR_ASSURANCE, FEWEST_FOR_LIMITS
from joy.variation.runs import FEWEST_USEFUL, TOLERANCE


FEWEST_BASELINE = 12  # NHSRplotthedots 0.2.2 refuses fewer; our run lengths after a baseline start there as well
SHIFT = 7  # NHS Making Data Count, as in NHSRplotthedots 0.2.2, PowerBI-SPC and NSW CEC
TREND = 6  # NHS England, FDP_Variation_Logic.png in nhsengland/analytical-data-style-guide-SW; the Excel tool too
TREND_IN_R = 7  # NHSRplotthedots 0.2.2, R/ptd_calculate_point_type.R
WIDTH = 2.66  # 3/1.128 as rounded by Making Data Count and NHSRplotthedots; Wheeler & Chambers 1992
MEAN_RANGE = 1.128  # d2 of two normal values (ASTM manual on control charts, table 49); qicharts2 divides by it
SHORT_PATTERNS = 2  # a shift or trend of one point is no pattern


class Chart(StrEnum):
    """What is drawn; `value` of the points is what the chart plots."""

    RUN = "run"
    XMR = "xmr"
    P = "p"
    P_PRIME = "p_prime"
    U = "u"
    U_PRIME = "u_prime"
    C = "c"
    G = "g"
    T = "t"
    I_PRIME = "i_prime"
    MR = "mr"


class Direction(StrEnum):
    """Which way is better."""

    HIGHER = "higher_is_better"
    LOWER = "lower_is_better"
    NEUTRAL = "neutral"


class Reason(StrEnum):
    """The point rules of NHS Making Data Count."""

    OUTSIDE = "outside"
    TREND = "trend"
    TWO_OF_THREE = "two_of_three"
    SHIFT = "shift"


MAKING_DATA_COUNT = (Reason.OUTSIDE, Reason.TREND, Reason.TWO_OF_THREE, Reason.SHIFT)  # order of NHSRplotthedots 0.2.2


@dataclass(frozen=True, kw_only=True)
class Rules:
    """How variation is judged; `Rules()` equals `Rules.joy()`, our recommendation.

    Point rules
      outside, shift, trend, two_of_three: whether each is looked for, on charts with limits.
      on_run_chart: look for shift and trend on run charts too. Otherwise their `shift` marks the run behind a signal.
      shift_n, trend_n: how many points in a row make a shift, and how many make a trend (so many less one steps).
      two_sigma: what counts in two of three. "beyond" two sigma, or only "between" two and three.
      third_point: all three on the "same_side", or the third on "any_side".
      on_line: points on the line, and equal neighbours in a trend, neither count nor break ("skip"), or "break".
      missing: the same for points without a value. Excluded points are always skipped.
      tolerance: how near a line counts as on it, relative to the line.
      precedence: which rule names and colours a point on which several fired; the columns keep all of them.
      conflict: colour by "precedence", or "improvement_wins" when rules pull both ways.
      joins_baseline: a shift may begin in a fixed baseline and end after it.
      excluded_outside: excluded points may be marked as outside the limits.
    Limits
      k: half the width of the limits in mean moving ranges.
      screen: leave out moving ranges of 3.267 times their mean and more, once (Nelson 1982).
      screen_fallback: keep them all where nothing but zero would be left, and draw no limits where nothing varies.
      across_excluded: the moving range bridges excluded points instead of leaving a gap.
      dispersion: moving ranges of an I' chart from the "baseline", or from "all" points of the phase.
      floor_at_zero: no limit below zero where no value is.
    Phases and baseline
      phase_dates: a phase starts at the first point "from" its date on; "exact" ignores dates without a point.
      short_baseline: with fewer than 12 points "refuse" (an error), "freeze" all the same, or "reference": the
        baseline decides nothing and the whole phase does.
      freeze_with_phases: a baseline holds within each phase; otherwise phases switch it off.
    What may be said
      anhoej: judge by runs and crossings (Anhøj). frozen_run: after a fixed baseline judge by one run instead, of the
        length in `joy.variation.frozen`, counted after the baseline only.
      uneven: the limits for runs hold 5 % however many points lie on either side of the median ("fair"; a baseline with
        fewer than a third on one side is too coarse to fix the line), or are Anhøj's whatever the split ("anhoej").
      runs_about: the line for runs: the "median" on every chart, about which stable series rarely signal, or the
        chart's own "centre"; a centre line brought along is used in any case.
      runs_on_mr: runs of moving ranges are counted, though neighbours share a point; they never make a signal.
      fewest_useful, fewest_for_limits, fewest_for_assurance: points in the phase from which signals (points off the
        line), limits with the point rules, and assurance are given.
      suited_limits_only: no limits on a p chart most of whose points rest on too few answers, nor on an XmR chart
        most of whose neighbours are equal; such charts are read as run charts.
      signal: what the summary's signal is: the "runs" verdict, or "any_point" that a point rule marked.
      variation_from: variation is that of the "last_value", or of the "last_row" even where its value is missing; on a
        run chart without point rules it is the direction of the signal.
      assure_despite_signal: assurance is also read off the limits of a fixed baseline while a signal is present.
      assure_without_limits: a target is "hit or miss" where there are no limits to hold it against.
      all_missing: a series without any value is an error ("refuse"), or goes through with nothing to say ("keep").
    """

    outside: bool = True
    shift: bool = True
    trend: bool = True
    two_of_three: bool = True
    on_run_chart: bool = False
    shift_n: int = SHIFT
    trend_n: int = TREND
    two_sigma: Literal["beyond", "between"] = "beyond"
    third_point: Literal["same_side", "any_side"] = "same_side"
    on_line: Literal["skip", "break"] = "skip"
    missing: Literal["skip", "break"] = "skip"
    tolerance: float = TOLERANCE
    precedence: tuple[Reason | str, ...] = MAKING_DATA_COUNT
    conflict: Literal["precedence", "improvement_wins"] = "precedence"
    joins_baseline: bool = False
    excluded_outside: bool = False
    k: float = WIDTH
    screen: bool = True
    screen_fallback: bool = True
    across_excluded: bool = False
    dispersion: Literal["baseline", "all"] = "baseline"
    floor_at_zero: bool = False
    phase_dates: Literal["from", "exact"] = "from"
    short_baseline: Literal["refuse", "freeze", "reference"] = "reference"
    freeze_with_phases: bool = True
    anhoej: bool = True
    frozen_run: bool = True
    uneven: Literal["fair", "anhoej"] = "fair"
    runs_about: Literal["median", "centre"] = "median"
    runs_on_mr: bool = False
    fewest_useful: int = FEWEST_USEFUL
    fewest_for_limits: int = FEWEST_FOR_LIMITS
    fewest_for_assurance: int = FEWEST_FOR_ASSURANCE
    suited_limits_only: bool = True
    signal: Literal["runs", "any_point"] = "runs"
    variation_from: Literal["last_value", "last_row"] = "last_value"
    assure_despite_signal: bool = False
    assure_without_limits: bool = False
    all_missing: Literal["refuse", "keep"] = "refuse"

    def __post_init__(self) -> None:
        """Refuse switches in positions that do not exist, all at once."""
        wrong = [
            f"{name} is one of {', '.join(allowed)}, not {value!r}"
            for name, allowed in POSITIONS.items()
            if (value := getattr(self, name)) not in allowed
        ]
        if sorted(self.precedence) != sorted(MAKING_DATA_COUNT):
            wrong.append(f"precedence names each of {', '.join(MAKING_DATA_COUNT)} once, not {self.precedence!r}")
        if min(self.shift_n, self.trend_n) < SHORT_PATTERNS:
            wrong.append(f"shift_n and trend_n are {SHORT_PATTERNS} or more")
        if not (self.k > 0 and self.tolerance >= 0):
            wrong.append("k is above 0 and tolerance not below it")
        if wrong:
            raise ValueError("; ".join(wrong))

    @classmethod
    def joy(cls, **changes: Any) -> Rules:  # noqa: ANN401 - each change has its field's own type
        """Give our recommendation, with the changes named.

        At most 1 stable chart in 20 has `signal`. Points are gated: signals from 10, limits from 13, assurance from 20.
        Checked by simulation at 12, 24, 36 and 52 points, with and without a fixed baseline.
        """
        return cls(**changes)

    @classmethod
    def plot_the_dots(cls, **changes: Any) -> Rules:  # noqa: ANN401 - as above
        """Give the settings of the R package NHSRplotthedots 0.2.2, with the changes named.

        Checked against its output, point by point. Where it stops with an error on missing values this goes on.
        """
        theirs: dict[str, Any] = {
            "trend_n": TREND_IN_R,
            "two_sigma": "between",
            "on_line": "break",
            "missing": "break",
            "joins_baseline": True,
            "screen_fallback": False,
            "phase_dates": "exact",
            "short_baseline": "refuse",
            "anhoej": False,
            "runs_about": "centre",
            "uneven": "anhoej",
            "frozen_run": False,
            "signal": "any_point",
            "variation_from": "last_row",
            "assure_despite_signal": True,
            "assure_without_limits": True,
        }
        return cls(**{**theirs, **_WITHOUT_GATES, **changes})

    @classmethod
    def qicharts2(cls, **changes: Any) -> Rules:  # noqa: ANN401 - as above
        """Give the settings of the R package qicharts2 0.8.1 as attached, with the changes named.

        Its options(qic.screenedmr = FALSE) is `screen=False`; y.neg = FALSE is `floor_at_zero=True`. Its bestbox and
        cutbox methods are not offered. Checked against its output, point by point.
        """
        theirs: dict[str, Any] = {
            "shift": False,
            "trend": False,
            "two_of_three": False,
            "tolerance": 0.0,
            "excluded_outside": True,
            "k": 3 / MEAN_RANGE,
            "screen_fallback": False,
            "across_excluded": True,
            "dispersion": "all",
            "short_baseline": "freeze",
            "freeze_with_phases": False,
            "frozen_run": False,
            "runs_about": "centre",
            "uneven": "anhoej",
            "runs_on_mr": True,
            "assure_despite_signal": True,
        }
        return cls(**{**theirs, **_WITHOUT_GATES, **changes})


_WITHOUT_GATES: dict[str, Any] = {
    "fewest_useful": 1,
    "fewest_for_limits": 1,
    "fewest_for_assurance": 1,
    "suited_limits_only": False,
    "all_missing": "keep",
}
POSITIONS = {
    "two_sigma": ("beyond", "between"),
    "third_point": ("same_side", "any_side"),
    "on_line": ("skip", "break"),
    "missing": ("skip", "break"),
    "conflict": ("precedence", "improvement_wins"),
    "dispersion": ("baseline", "all"),
    "phase_dates": ("from", "exact"),
    "short_baseline": ("refuse", "freeze", "reference"),
    "runs_about": ("median", "centre"),
    "uneven": ("fair", "anhoej"),
    "signal": ("runs", "any_point"),
    "variation_from": ("last_value", "last_row"),
    "all_missing": ("refuse", "keep"),
}
