"""What may be shown of people's answers: thresholds, graded display, complement, the pulse bound."""

from joy.disclosure.bands import n_band, n_bands
from joy.disclosure.complement import NO_PARENT, complement, complement_forest, complement_two_levels
from joy.disclosure.grade import Graded, Shown, grade, grade_many
from joy.disclosure.options import MergedRun, merge_rare_options, share_of_run
from joy.disclosure.pulse import Pooled, Step, choose_step, pool, pulse_visible
from joy.disclosure.rare import is_rare
from joy.disclosure.rounding import round_half_away


__all__ = [
    "NO_PARENT",
    "Graded",
    "MergedRun",
    "Pooled",
    "Shown",
    "Step",
    "choose_step",
    "complement",
    "complement_forest",
    "complement_two_levels",
    "grade",
    "grade_many",
    "is_rare",
    "merge_rare_options",
    "n_band",
    "n_bands",
    "pool",
    "pulse_visible",
    "round_half_away",
    "share_of_run",
]
