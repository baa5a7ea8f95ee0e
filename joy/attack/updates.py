"""Attacks over several published updates: what came in or went out between two of them, by subtraction."""

from __future__ import annotations

import numpy as np
import pandas as pd

from joy.attack.report import AttackLine
from joy.definitions import Definitions, Policy


SERIES = ["indicator_id", "instrument"]
FIGURE = ["group_kind", "group_id", *SERIES, "period_id"]


def between_updates(counted: pd.DataFrame, shown: pd.DataFrame, definitions: Definitions, policy: Policy) -> AttackLine:
    """A23 and A24: survey figures shown in two updates that differ by somebody, but by fewer than k people.

    `counted` says how many each update counted (`vault.counted`), `shown` which figures each update showed.
    """
    what = "who came late or was taken back, between two updates"
    scores = counted[counted["kind"] == "round"]
    if scores.empty or shown.empty:
        return AttackLine("A23", what, 0, 0)
    k_of = {name: policy.classes[one.disclosure_class].k_show for name, one in definitions.indicators.items()}
    aimed = found = 0
    for key, own in shown.groupby(FIGURE):
        kind, group, indicator_id, ref, period = map(str, key)
        column = "enrolment_id" if kind == "team" else "cohort_id"
        mine = scores[
            (scores[column] == group)
            & (scores["indicator_id"] == indicator_id)
            & (scores["instrument"] == ref)
            & (scores["period_id"] == period)
        ]
        numbers = sorted(own["number"].unique())
        aimed += len(numbers) > 1
        found += _tells_of_few(mine, numbers, k_of.get(indicator_id, max(k_of.values())))
    return AttackLine("A23", what, aimed, found)


def _tells_of_few(counted: pd.DataFrame, numbers: list[int], k: int) -> bool:
    start = counted["from_number"].to_numpy(dtype="float64")
    stop = counted["to_number"].to_numpy(dtype="float64", na_value=np.inf)
    people = counted["n"].to_numpy(dtype="float64")
    n = [people[(start <= number) & (stop >= number)].sum() for number in numbers]
    apart = np.abs(np.subtract.outer(n, n))
    return bool(((apart > 0) & (apart < k)).any())
