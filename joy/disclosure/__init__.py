"""What may be shown of people's answers: thresholds, graded display, complement, the pulse bound."""

from joy.disclosure.bands import n_band, n_bands
from joy.disclosure.complement import NO_PARENT, complement, complement_forest
from joy.disclosure.grade import Graded, Shown, grade, grade_many
from joy.disclosure.magnitude import (
    LEAVERS_LEAST,
    absence_visible,
    is_blank,
    is_same_or_far,
    leavers_visible,
    magnitude_visible,
    rounded_magnitude,
)
from joy.disclosure.options import MergedRun, merge_rare_options, share_of_run
from joy.disclosure.pulse import FEWEST_WEEKS, Pooled, Step, bound_in_words, choose_step, pool, pulse_visible
from joy.disclosure.rare import is_rare
from joy.disclosure.rounding import round_half_away
from joy.disclosure.span import Breach, Sums, breaches, sums


__all__ = [
    "FEWEST_WEEKS",
    "LEAVERS_LEAST",
    "NO_PARENT",
    "Breach",
    "Graded",
    "MergedRun",
    "Pooled",
    "Shown",
    "Step",
    "Sums",
    "absence_visible",
    "bound_in_words",
    "breaches",
    "choose_step",
    "complement",
    "complement_forest",
    "grade",
    "grade_many",
    "is_blank",
    "is_rare",
    "is_same_or_far",
    "leavers_visible",
    "magnitude_visible",
    "merge_rare_options",
    "n_band",
    "n_bands",
    "pool",
    "pulse_visible",
    "round_half_away",
    "rounded_magnitude",
    "share_of_run",
    "sums",
]
