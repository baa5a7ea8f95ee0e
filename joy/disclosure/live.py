"""Answers in the room: when anything of a check-in may appear, and as what (rule R18).

Nothing before `k_live` people answered, then only in batches of new or changed answers, so that no movement of a bar is
one person's. What is shown is graded like any other figure, and options that few chose are merged.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from joy.definitions.policy import LiveRule, Policy
from joy.definitions.records import DisclosureClass
from joy.disclosure.bands import n_band, tier_index
from joy.disclosure.grade import Capped, grade
from joy.disclosure.options import merge_rare_options, share_of_run
from joy.disclosure.rare import BOUND_STEP


TWO = 2  # a question of two options is one figure: the share of the first


@dataclass(frozen=True)
class Bar:
    """One option, or several shown as one: its label, the share of people (0 to 1), and whether that is a bound."""

    label: str
    share: float
    capped: Capped | None = None


def counter(n: int, rule: LiveRule) -> str:
    """Say how many answered while a check-in is open: nothing below `k_live`, then a bound that moves by batches."""
    if n < rule.k_live:
        return ""
    return f"at least {rule.k_live + (n - rule.k_live) // rule.batch * rule.batch}"


def changed(before: Sequence[int], now: Sequence[int]) -> int:
    """How many answers at least are new, withdrawn or other ones between two counts of the same options."""
    pairs = list(zip(before, now, strict=True))
    return max(sum(max(b - a, 0) for a, b in pairs), sum(max(a - b, 0) for a, b in pairs))


def may_appear(now: Sequence[int], shown: Sequence[int] | None, rule: LiveRule) -> bool:
    """Say whether these counts may be shown: `k_live` answers or more, and no few apart from what was shown last."""
    if any(count < 0 for count in now) or sum(now) < rule.k_live:
        return False
    moved = sum(now) if shown is None else changed(shown, now)
    return moved == 0 or moved >= rule.batch


def next_shown(now: Sequence[int], shown: Sequence[int] | None, rule: LiveRule) -> Sequence[int] | None:
    """Give the counts to show from here on: the new ones if they may appear, else those shown last, else None.

    The same when a check-in closes: a last few answers then stay out for good.
    """
    return now if may_appear(now, shown, rule) else shown


def bars(options: Sequence[str], counts: Sequence[int], policy: Policy) -> list[Bar]:
    """Give what may be seen of counts that may appear, in the order of the options; empty where nothing may.

    Two options: one graded share of the first. More: neighbours merged until each run was chosen by enough people, in
    steps of 10 % below ten answers, 5 % below thirty, 1 % from there. Raises `ValueError` for unequal lengths.
    """
    if len(options) != len(counts) or len(options) < TWO:
        raise ValueError("every option needs its count, and a question has two options or more")
    n = sum(counts)
    if n < policy.live.k_live or any(count < 0 for count in counts):
        return []
    return _two(options, counts, n, policy) if len(options) == TWO else _several(options, counts, n, policy)


def band(counts: Sequence[int], policy: Policy) -> str:
    """How many answered, as a band like any other figure's."""
    return n_band(sum(counts), policy)[0]


def _two(options: Sequence[str], counts: Sequence[int], n: int, policy: Policy) -> list[Bar]:
    shown = grade(
        counts[0] / n,
        n,
        shows="share",
        minimum=0,
        maximum=1,
        disclosure_class=DisclosureClass.SURVEY,
        policy=policy,
    )
    return [] if shown is None else [Bar(options[0], shown.value, shown.capped)]


def _several(options: Sequence[str], counts: Sequence[int], n: int, policy: Policy) -> list[Bar]:
    tier = policy.tiers[int(tier_index(n, policy))]
    step = tier.share_step if tier.show_distribution else max(tier.share_step, BOUND_STEP)
    runs = merge_rare_options(counts, policy.merge_options_below)
    labels = (" or ".join(options[place] for place in run.options) for run in runs)
    return [Bar(label, share_of_run(run, n, step)) for label, run in zip(labels, runs, strict=True)]
