"""How much something changed and how sure we are: intervals, effect sizes, equivalence, linked and unlinked."""

from joy.change.clusters import clustered_difference
from joy.change.effects import (
    cohens_d_av,
    consistency,
    d_of_mean_spread,
    d_pooled,
    effect_size_interval,
    glass_delta,
    hedges_factor,
    hedges_factor_exact,
    sign_test,
)
from joy.change.equivalence import (
    Conclusion,
    Equivalence,
    compare_means,
    compare_paired,
    compare_shares,
    conclude,
)
from joy.change.interval import LEVEL, Interval
from joy.change.linked import Attrition, BothWays, both_ways, wilcoxon_check
from joy.change.means import Moments, moments, paired, pooled_spread_difference, welch
from joy.change.mirror import ITEM_MARGIN, SCALE_MARGIN, MirrorRow, Sides, mirror
from joy.change.mixed import MixedChange, mixed_change
from joy.change.proportions import cohens_h, net_advocacy, newcombe_difference, newcombe_from_shares, wilson
from joy.change.reliable import PublishedSpread, ReliableChange, criterion_c, reliable_change, reliable_change_index
from joy.change.teams import TeamClaim, may_speak_for_teams


__all__ = [
    "ITEM_MARGIN",
    "LEVEL",
    "SCALE_MARGIN",
    "Attrition",
    "BothWays",
    "Conclusion",
    "Equivalence",
    "Interval",
    "MirrorRow",
    "MixedChange",
    "Moments",
    "PublishedSpread",
    "ReliableChange",
    "Sides",
    "TeamClaim",
    "both_ways",
    "clustered_difference",
    "cohens_d_av",
    "cohens_h",
    "compare_means",
    "compare_paired",
    "compare_shares",
    "conclude",
    "consistency",
    "criterion_c",
    "d_of_mean_spread",
    "d_pooled",
    "effect_size_interval",
    "glass_delta",
    "hedges_factor",
    "hedges_factor_exact",
    "may_speak_for_teams",
    "mirror",
    "mixed_change",
    "moments",
    "net_advocacy",
    "newcombe_difference",
    "newcombe_from_shares",
    "paired",
    "pooled_spread_difference",
    "reliable_change",
    "reliable_change_index",
    "sign_test",
    "welch",
    "wilcoxon_check",
    "wilson",
]
