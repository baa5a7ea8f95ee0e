"""How much something changed and how sure we are: intervals, effect sizes, the sign test."""

from joy.change.clusters import clustered_difference
from joy.change.effects import cohens_d_av, hedges_factor, sign_test
from joy.change.interval import LEVEL, Interval
from joy.change.means import paired, pooled_spread_difference, welch
from joy.change.proportions import newcombe_difference, newcombe_from_shares, wilson


__all__ = [
    "LEVEL",
    "Interval",
    "clustered_difference",
    "cohens_d_av",
    "hedges_factor",
    "newcombe_difference",
    "newcombe_from_shares",
    "paired",
    "pooled_spread_difference",
    "sign_test",
    "welch",
    "wilson",
]
