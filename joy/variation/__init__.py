"""Whether a series varies by chance alone: runs analysis, and what may be drawn from how many points."""

from joy.variation.gates import Gate, expected_signals, gate, is_provisional
from joy.variation.runs import FEWEST_USEFUL, RunsAnalysis, analyse_runs, anhoej_limits, centre_of, side


__all__ = [
    "FEWEST_USEFUL",
    "Gate",
    "RunsAnalysis",
    "analyse_runs",
    "anhoej_limits",
    "centre_of",
    "expected_signals",
    "gate",
    "is_provisional",
    "side",
]
