"""Instruments compiled to lookup tables that SQL applies: one scorer for ten answers or a hundred million."""

from joy.scoring.agreement import (
    RaterAgreement,
    TeamAgreement,
    TeamLikeness,
    agreement_from_variances,
    agreement_of_teams,
    icc_from_scores,
    icc_from_sums,
    r_wg,
    shrout_fleiss,
)
from joy.scoring.compile import CompiledScale, LookupRow, PointsRow, Series, compile_scale, compile_series
from joy.scoring.reliability import (
    FloorCeiling,
    Reliability,
    floor_and_ceiling,
    floor_and_ceiling_from_counts,
    reliability_from_answers,
    reliability_from_covariance,
)
from joy.scoring.score import ScoreState, out_of_range_answers, score


__all__ = [
    "CompiledScale",
    "FloorCeiling",
    "LookupRow",
    "PointsRow",
    "RaterAgreement",
    "Reliability",
    "ScoreState",
    "Series",
    "TeamAgreement",
    "TeamLikeness",
    "agreement_from_variances",
    "agreement_of_teams",
    "compile_scale",
    "compile_series",
    "floor_and_ceiling",
    "floor_and_ceiling_from_counts",
    "icc_from_scores",
    "icc_from_sums",
    "out_of_range_answers",
    "r_wg",
    "reliability_from_answers",
    "reliability_from_covariance",
    "score",
    "shrout_fleiss",
]
