"""Apply the disclosure rules to all raw figures together: what comes out may be seen by anybody.

Fails closed: a row that is not plainly allowed is hidden (rule R22).
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from joy.definitions import Definitions, DisclosureClass, Indicator, Policy
from joy.disclosure import complement_forest, grade_many, is_rare, pulse_visible, round_half_away
from joy.release.gaps import without_unsafe_gaps
from joy.release.nonresponse import complete_indices, left_open_by_few, told_apart
from joy.release.policies import Policies
from joy.release.pooled import is_pooled, may_be_pooled
from joy.release.rows import KEY, parent_index
from joy.release.versions import Earlier


OUT = [
    *KEY,
    "period_start",
    "period_end",
    "state",
    "value",
    "capped",
    "n_band",
    "n_low",
    "tier",
    "favourable_share",
    "spread",
]
Truths = NDArray[np.bool_]
SPLIT_STEP = 0.05  # R3: favourable shares beside a mean are given to the nearest 5 %


def guarded(
    rows: pd.DataFrame, definitions: Definitions, policy: Policy | Policies, earlier: Earlier | None = None
) -> pd.DataFrame:
    """Turn raw rows into figure rows that hold only what may be shown.

    Order: threshold and pulse rule (R2), what few left open below ten (R10, R11), what differs too little from
    `earlier` updates (R15), complement over the whole forest of groups (R7), gaps against their sides (R8), blocks of
    rounds for teams too small for single ones (R1, R13), graded display (R3 to R5), coarser where few left a question
    open (R10). Each row is held to the policy that was kept for its round or tallies, rules that hold figures against
    each other to the strictest in play.
    Every row keeps its key; hidden ones hold no number at all. Hidden stretches of tallies are left out.
    """
    if rows.empty:
        return pd.DataFrame(columns=OUT)
    rows = rows.reset_index(drop=True)
    policies = policy if isinstance(policy, Policies) else Policies(policy)
    policy = policies.together
    visible = passing(rows, definitions, policies)
    visible &= ~left_open_by_few(rows, visible, definitions, policy)
    visible &= ~complete_indices(rows, visible, definitions)
    if earlier is not None:
        visible &= ~earlier.hidden
        told = visible & earlier.known
        # What readers know from an earlier update hides nobody, so for the complement it is no part of its total.
        apart = rows.assign(parent_kind=rows["parent_kind"].where(~told, ""))
        visible = _complemented(apart, visible, definitions, policy) | told
    else:
        visible = _complemented(rows, visible, definitions, policy)
    visible = without_unsafe_gaps(rows, visible, definitions, policy)
    unsafe = np.zeros(len(rows), dtype=bool) if earlier is None else np.asarray(earlier.hidden, dtype=bool)
    visible |= may_be_pooled(rows, visible, definitions, policies) & ~unsafe
    is_coarser = told_apart(rows, visible, definitions, policy)
    shown = pd.concat(
        [
            _graded(rows[mine], visible[mine], is_coarser[mine], indicator, own)
            for own, mine, indicator in _by_policy_and_indicator(rows, definitions, policies)
        ]
    )
    return shown.sort_values(KEY, ignore_index=True)[OUT]


def _by_policy_and_indicator(
    rows: pd.DataFrame, definitions: Definitions, policies: Policies
) -> Iterator[tuple[Policy, Truths, Indicator]]:
    """The rows of each indicator under each policy that holds for any of them."""
    for own, under in policies.by_policy(rows["kept_under"]):
        for indicator in definitions.indicators.values():
            mine = (under & (rows["indicator_id"] == indicator.id)).to_numpy()
            if mine.any():
                yield own, mine, indicator


def passing(rows: pd.DataFrame, definitions: Definitions, policies: Policies) -> Truths:
    """Which rows pass the threshold of their class, under the policy that holds for each; pooled ones wait."""
    visible = np.zeros(len(rows), dtype=bool)
    for own, mine, indicator in _by_policy_and_indicator(rows, definitions, policies):
        visible[mine] = _passes(rows[mine], indicator, own)
    return visible & ~is_pooled(rows)


def _passes(rows: pd.DataFrame, indicator: Indicator, policy: Policy) -> Truths:
    """The threshold of the indicator's class, before any other rule."""
    n = rows["n"].to_numpy(dtype="float64")
    enough = n >= policy.classes[indicator.disclosure_class].k_show
    if indicator.disclosure_class is DisclosureClass.PULSE:
        busiest, people = (rows[name].to_numpy(dtype="float64") for name in ("busiest_day", "people"))
        enough &= pulse_visible(n, busiest, people, policy)
    return np.asarray(enough & np.isfinite(rows["value"].to_numpy(dtype="float64")), dtype=bool)


def _complemented(rows: pd.DataFrame, visible: Truths, definitions: Definitions, policy: Policy) -> Truths:
    """R7 within each disclosure class, because each has its own smallest number of people."""
    classes = rows["indicator_id"].map({i.id: i.disclosure_class for i in definitions.indicators.values()})
    for name, rule in policy.classes.items():
        mine = (classes == name).to_numpy()
        if mine.any():
            some = rows[mine].reset_index(drop=True)
            # R1: behind anonymous tallies stand at least as many people as answered on the busiest day
            people = some["busiest_day"] if name is DisclosureClass.PULSE else some["n"]
            n = people.to_numpy(dtype="float64")
            visible[mine] = complement_forest(parent_index(some), n, visible[mine], rule.k_show)
    return visible


def _graded(
    rows: pd.DataFrame, visible: Truths, is_coarser: Truths, indicator: Indicator, policy: Policy
) -> pd.DataFrame:
    n = rows["n"].to_numpy(dtype="float64")
    graded = grade_many(
        rows["value"].to_numpy(dtype="float64"),
        np.where(visible, n, 0),
        shows=indicator.shows,
        minimum=indicator.minimum,
        maximum=indicator.maximum,
        disclosure_class=indicator.disclosure_class,
        policy=policy,
        counts=indicator.counts,
        is_coarser=is_coarser,
    )
    state = np.where(graded.is_shown, "shown", np.where(rows["is_asked"].to_numpy(dtype=bool), "hidden", "not_asked"))
    mean_step = (indicator.maximum - indicator.minimum) / max(tier.mean_steps for tier in policy.tiers)
    tells_of_few = (indicator.counts == "people") & is_rare(
        rows["good_share"].to_numpy(), n, policy.merge_options_below
    )
    frame = rows.assign(
        state=state,
        value=graded.value,
        capped=graded.capped,
        n_band=graded.n_band,
        n_low=graded.n_low,
        tier=graded.tier,
        favourable_share=np.where(
            graded.may_show_split & ~tells_of_few, round_half_away(rows["good_share"], SPLIT_STEP), np.nan
        ),
        spread=np.where(graded.may_show_spread, round_half_away(rows["spread"], mean_step), np.nan),
    )
    # A hidden week and a week without answers look alike; of surveys every team has a row, whoever answered.
    return frame[(frame["state"] != "hidden") | (frame["period_kind"] == "round")]
