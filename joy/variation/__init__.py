"""Whether a series varies by chance alone: runs analysis, and what may be drawn from how many points."""

from joy.variation.analyse import Analysis, analyse, rebase_refusal
from joy.variation.chance import MOST_FALSE, expected_signals, fair_limits, fair_limits_of, false_signal_rate, rate_of
from joy.variation.checks import SeriesProblem
from joy.variation.choose import Advice, Measured, chart_for
from joy.variation.funnel import Detectable, FunnelChart, FunnelProblem, funnel, min_detectable
from joy.variation.gates import Allowed, Gate, allowed, autocorrelation, gate, is_autocorrelated, is_provisional
from joy.variation.power import first_verdict, how_often, power
from joy.variation.rules import Chart, Direction, Reason, Rules
from joy.variation.runs import FEWEST_USEFUL, RunsAnalysis, analyse_runs, anhoej_limits, centre_of, side
from joy.variation.steady import answers_changed, chance_of_as_much


__all__ = [
    "FEWEST_USEFUL",
    "MOST_FALSE",
    "Advice",
    "Allowed",
    "Analysis",
    "Chart",
    "Detectable",
    "Direction",
    "FunnelChart",
    "FunnelProblem",
    "Gate",
    "Measured",
    "Reason",
    "Rules",
    "RunsAnalysis",
    "SeriesProblem",
    "allowed",
    "analyse",
    "analyse_runs",
    "anhoej_limits",
    "answers_changed",
    "autocorrelation",
    "centre_of",
    "chance_of_as_much",
    "chart_for",
    "expected_signals",
    "fair_limits",
    "fair_limits_of",
    "false_signal_rate",
    "first_verdict",
    "funnel",
    "gate",
    "how_often",
    "is_autocorrelated",
    "is_provisional",
    "min_detectable",
    "power",
    "rate_of",
    "rebase_refusal",
    "side",
]
