"""Changes of small teams whose people changed (rule R14): told as a direction only, never as a number.

With one joiner or leaver known to everybody, the size of a small team's change would tell of that one person.
"""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from joy.definitions import load_policy
from joy.views.changes import Compared


EXACT_FROM = 20  # R14: people; from here on one person's part in a mean is lost in its rounding


def as_direction(compared: list[Compared], sizes: pd.DataFrame) -> list[Compared]:
    """Take the size out of changes of fewer than 20 people between whose ends one to k - 1 people came or went.

    `sizes`: valid_from and headcount of the team, in order; where no size is known for both ends, nothing is known to
    have changed.
    """
    return [_direction(one, sizes) for one in compared]


def _direction(one: Compared, sizes: pd.DataFrame) -> Compared:
    if one.change is None or one.before is None or one.after is None or one.indicator.counts != "people":
        return one
    ends = [_size_on(sizes, end["period_start"]) for end in (one.before, one.after)]
    k = load_policy().classes[one.indicator.disclosure_class].k_show
    few = min(int(one.before["n_low"]), int(one.after["n_low"])) < EXACT_FROM
    if not few or None in ends or not 0 < abs((ends[1] or 0) - (ends[0] or 0)) < k:
        return one
    return replace(one, change=replace(one.change, low=None, high=None, also="", is_direction_only=True))


def _size_on(sizes: pd.DataFrame, day: pd.Timestamp) -> int | None:
    known = sizes.loc[(sizes["valid_from"] <= day).to_numpy() & sizes["headcount"].notna().to_numpy(), "headcount"]
    return int(known.iloc[-1]) if len(known) else None
