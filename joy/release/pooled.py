"""Survey figures of teams too small for single rounds: fixed blocks of consecutive rounds, shown together (R1, R13).

Blocks are counted from the cohort's first round, never overlap, and are shown once they are complete. A block is never
shown beside a single round of it, for the difference would be the others.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from joy.definitions import Definitions, DisclosureClass
from joy.disclosure import complement_forest
from joy.release.policies import ROUND, Policies, kept_under
from joy.release.rows import no_rows, parent_index, raw_rows
from joy.store.reader import Asker


Truths = NDArray[np.bool_]
SERIES = ["indicator_id", "instrument"]
POOLED = "pooled"
JOINT = "+"  # between the rounds of a block in its period_id
TEAM = ["group_id", *SERIES]


def pooled_rows(
    asker: Asker,
    definitions: Definitions,
    programme_id: str,
    surveys: pd.DataFrame,
    rounds: pd.DataFrame,
    policies: Policies,
) -> pd.DataFrame:
    """Raw rows of every complete block of a team; `people` is what R1 counts: the fewest different people behind it.

    Those are the different link keys where everybody gave one, less those without a score; else the people of the
    largest single round. Gaps between two indicators are not pooled.
    """
    length = policies.block_length
    gaps = [i.id for i in definitions.indicators.values() if i.measured.kind == "gap"]
    teams = surveys[(surveys["group_kind"] == "team") & ~surveys["indicator_id"].isin(gaps)]
    if teams.empty:
        return no_rows()
    order = rounds.set_index("round_id")["ordinal"].astype("int64")
    teams = teams.assign(place=teams["period_id"].map(order)).sort_values([*TEAM, "place"])
    teams["block"] = (teams["place"] - 1) // length
    teams[["good", "total"]] = np.column_stack([teams["good_share"] * teams["n"], teams["value"] * teams["n"]])
    blocks = teams.groupby([*TEAM, "block"], as_index=False).agg(
        n=("n", "sum"), total=("total", "sum"), largest=("n", "max"), asked=("place", "size"),
        period_id=("period_id", JOINT.join), period_start=("period_start", "min"), period_end=("period_end", "max"),
    )  # fmt: skip
    blocks = blocks[blocks["asked"] == length]
    if blocks.empty:
        return no_rows()
    blocks = blocks.assign(value=blocks["total"] / blocks["n"], people=_people(asker, programme_id, blocks, length))
    kept = [kept_under(ROUND)] * len(blocks)
    return raw_rows(blocks, group_kind="team", period_kind=POOLED, kept_under=kept)


def _people(asker: Asker, programme_id: str, blocks: pd.DataFrame, length: int) -> NDArray[np.int64]:
    """R1: the fewest different people behind each block."""
    counted = asker.ask("release/pooled_people", programme_id=programme_id, rounds=length)
    counted = counted.rename(columns={"enrolment_id": "group_id"}).astype({"block": "int64"})
    own = blocks.merge(counted, on=[*TEAM, "block"], how="left", validate="one_to_one").fillna(
        {"responses": 0, "with_key": 0, "keys": 0}
    )
    without_score = own["responses"] - own["n"]
    different = (own["keys"] - without_score).where(own["with_key"] == own["responses"], 0)
    largest = own["largest"].to_numpy(dtype="int64")
    return np.asarray(np.maximum(largest, different.to_numpy(dtype="int64")), dtype=np.int64)


def is_pooled(rows: pd.DataFrame) -> Truths:
    return np.asarray(rows["period_kind"] == POOLED, dtype=bool)


def may_be_pooled(rows: pd.DataFrame, visible: Truths, definitions: Definitions, policies: Policies) -> Truths:
    """Say which blocks may be shown beside the visible figures; every other entry is false.

    A block needs enough answers of enough people, all its rounds hidden, and this: were its rounds themselves shown,
    what remains hidden in each cohort's round would still be nobody, or enough people in at least two teams (R7). The
    block tells less than its rounds would, so it is safe as well. Where several cannot stand together, those in the
    same cohort's round all stay hidden.
    """
    found = np.zeros(len(rows), dtype=bool)
    classes = rows["indicator_id"].map({i.id: i.disclosure_class for i in definitions.indicators.values()})
    wanted = is_pooled(rows) & _is_enough(rows, classes, policies)
    if not wanted.any():
        return found
    parts = _parts(rows, wanted)
    beside = parts.assign(shown=visible[parts["part"]]).groupby("block")["shown"].any()
    found[beside.index[~beside]] = True
    parent = parent_index(rows)
    for name in DisclosureClass:
        mine = np.flatnonzero((classes == name).to_numpy() & ~is_pooled(rows))
        own = parts[parts["block"].isin(np.flatnonzero(found)) & parts["part"].isin(mine)]
        k = policies.together.classes[name].k_show
        _without_leftovers(rows, found, visible, mine, own, parent, k)
    return found


def _is_enough(rows: pd.DataFrame, classes: pd.Series, policies: Policies) -> Truths:
    policy = policies.together
    k = classes.map({name: rule.k_show for name, rule in policy.classes.items()}).to_numpy(dtype="float64")
    people, n = rows["people"].to_numpy(dtype="float64"), rows["n"].to_numpy(dtype="float64")
    return np.asarray((n >= policy.pooled.answers) & (people >= k) & np.isfinite(rows["value"].to_numpy("float64")))


def _parts(rows: pd.DataFrame, wanted: Truths) -> pd.DataFrame:
    """Positions of each wanted block and of the single rounds it is made of."""
    blocks = rows.loc[wanted, [*TEAM, "period_id"]].assign(block=np.flatnonzero(wanted))
    each = blocks.assign(period_id=blocks["period_id"].str.split(JOINT, regex=False)).explode("period_id")
    single = (rows["group_kind"] == "team") & (rows["period_kind"] == "round")
    rounds = rows.loc[single, [*TEAM, "period_id"]].assign(part=np.flatnonzero(single))
    return each.merge(rounds, on=[*TEAM, "period_id"])[["block", "part"]]


def _without_leftovers(
    rows: pd.DataFrame,
    found: Truths,
    visible: Truths,
    mine: NDArray[np.int64],
    parts: pd.DataFrame,
    parent: NDArray[np.int64],
    k: int,
) -> None:
    """Take blocks back until the rule of `may_be_pooled` holds for one disclosure class; `found` is changed."""
    place = np.full(len(rows) + 1, -1)
    place[mine] = np.arange(len(mine))
    above, people = place[parent[mine]], rows["n"].to_numpy(dtype="float64")[mine]
    while found[parts["block"]].any():
        trial = visible.copy()
        trial[parts.loc[found[parts["block"]], "part"]] = True
        lost = trial[mine] & ~complement_forest(above, people, trial[mine], k)
        if not lost.any():
            return
        touched = np.union1d(np.flatnonzero(lost), above[lost & (above >= 0)])
        is_near = np.isin(above[place[parts["part"]]], touched) | np.isin(place[parts["part"]], touched)
        back = parts.loc[is_near & found[parts["block"]], "block"]
        found[back if len(back) else parts["block"]] = False
