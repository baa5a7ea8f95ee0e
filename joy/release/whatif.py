"""What could be seen under other thresholds, and why the rest could not: a copy to try on, nothing is saved.

The sums of people stay in this package; what leaves it says for each figure whether it can be seen, never a number.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from joy.definitions import Definitions, DisclosureClass, Policy
from joy.disclosure import pulse_visible
from joy.disclosure.bands import tier_index
from joy.findings.lens import Seen
from joy.release.audit import audited
from joy.release.guard import guarded
from joy.release.policies import Policies, policies_of
from joy.release.raw import raw_of
from joy.release.rows import KEY
from joy.store.definitions import definitions_of
from joy.store.reader import Asker, Value


GROUP_KINDS = ("programme", "cohort", "team")
CELL = [*KEY, "period_start", "period_end", "seen"]
# Thresholds that may be tried are where the bands of shown numbers begin: between them, a slider that is moved step by
# step would tell the exact number of answers behind a figure (the figure goes where the threshold passes it).
BAND_STARTS = (5, 10, 15, 20, 30)


class Remembered:
    """An asker that asks each question once, so that a slider that is moved asks the database nothing."""

    def __init__(self, asker: Asker) -> None:
        self._asker = asker
        self._kept: dict[tuple[object, ...], pd.DataFrame] = {}
        self._seen: dict[str, pd.DataFrame] = {}

    def ask(self, query: str, /, **values: Value) -> pd.DataFrame:
        key = (query, *sorted(values.items()))
        if key not in self._kept:
            self._kept[key] = self._asker.ask(query, **values)
        return self._kept[key]

    def seen(self, update: Asker, programme_id: str, as_of: date, today: Policy, other: Policy) -> pd.DataFrame:
        """What can be seen now, or under an `other` policy than today's; worked out once for each."""
        key = f"{programme_id} {as_of} {other.model_dump_json()}"
        if key not in self._seen:
            self._seen[key] = (
                seen_now(self, update, programme_id, as_of, today)
                if other == today
                else seen_under(self, programme_id, as_of, other)
            )
        return self._seen[key]

    @property
    def definitions(self) -> Definitions:
        return definitions_of(self)


def to_choose_from(policy: Policy, name: DisclosureClass) -> tuple[int, ...]:
    """The thresholds of one class that may be tried: today's, and the band starts that no floor forbids."""
    today = policy.classes[name].k_show
    return tuple(sorted({k for k in BAND_STARTS if _is_allowed(policy, name, k)} | {today}))


def with_thresholds(policy: Policy, thresholds: Mapping[DisclosureClass, int], *, weaker_bound: bool) -> Policy:
    """Give a copy of the policy with other thresholds.

    Raises `ValueError` for one below its floor, or within a band: a page's slider offers none, but what a browser sends
    is not held to what it was offered.
    """
    written: dict[str, Any] = policy.model_dump()
    for name, k_show in thresholds.items():
        written["classes"][name] = written["classes"][name] | {"k_show": k_show}
    written["pulse"] = written["pulse"] | {"enabled": weaker_bound}
    tried = Policy.model_validate(written)
    if within := [f"{k}" for name, k in thresholds.items() if k not in (*BAND_STARTS, policy.classes[name].k_show)]:
        raise ValueError(f"{', '.join(within)}: only where a band begins may a threshold be tried")
    return tried


def seen_now(asker: Asker, update: Asker, programme_id: str, as_of: date, policy: Policy) -> pd.DataFrame:
    """Say of every figure whether it can be seen in a published `update`: key, period and `seen` (a `Seen`)."""
    definitions, policies = definitions_of(asker), policies_of(asker, programme_id, policy)
    rows = raw_of(asker, programme_id, as_of, definitions, policies).rows
    figures = pd.concat(
        [update.ask("views/figures", group_kind=kind, group_id=None).assign(group_kind=kind) for kind in GROUP_KINDS]
    )
    return _told(rows, figures, definitions, policies)


def seen_under(asker: Asker, programme_id: str, as_of: date, policy: Policy) -> pd.DataFrame:
    """Say the same of an update that would be made if everything had opened under `policy`.

    Rounds and tallies keep the policy they opened under, and teams the step of their tallies: none of that holds here.
    """
    definitions, policies = definitions_of(asker), Policies(policy)
    rows = raw_of(_Anew(asker), programme_id, as_of, definitions, policies).rows
    if rows.empty:
        return pd.DataFrame(columns=CELL)
    figures, _ = audited(rows, guarded(rows, definitions, policies), definitions, policies)
    return _told(rows, figures, definitions, policies)


class _Anew:
    """An asker of a programme of which nothing was ever published."""

    def __init__(self, asker: Asker) -> None:
        self._asker = asker

    def ask(self, query: str, /, **values: Value) -> pd.DataFrame:
        known = self._asker.ask(query, **values)
        return known.iloc[0:0] if query == "release/published_steps" else known


def _told(rows: pd.DataFrame, figures: pd.DataFrame, definitions: Definitions, policies: Policies) -> pd.DataFrame:
    """Hold raw rows against what is shown of them."""
    rows = rows.reset_index(drop=True)
    shown = figures.loc[figures["state"] == "shown", [*KEY, "n_low", "tier"]]
    known = rows[KEY].merge(shown, on=KEY, how="left", validate="one_to_one")
    is_shown = known["tier"].notna().to_numpy()
    tiers = (tier_index(known[name].to_numpy(dtype="float64"), policies.current) for name in ("tier", "n_low"))
    is_coarser = is_shown & np.less(*tiers)
    seen = np.select(
        [is_coarser, is_shown, ~rows["is_asked"].to_numpy(dtype=bool), _is_enough(rows, definitions, policies)],
        [Seen.COARSER, Seen.SHOWN, Seen.NOT_ASKED, Seen.PROTECTS],
        Seen.TOO_FEW,
    )
    return rows.assign(seen=seen)[CELL]


def _is_allowed(policy: Policy, name: DisclosureClass, k_show: int) -> bool:
    try:
        with_thresholds(policy, {name: k_show}, weaker_bound=policy.pulse.enabled)
    except ValueError:
        return False
    return True


def _is_enough(rows: pd.DataFrame, definitions: Definitions, policies: Policies) -> NDArray[np.bool_]:
    """Whether each figure passes the threshold of its class: what is hidden all the same protects another."""
    classes = rows["indicator_id"].map({i.id: i.disclosure_class for i in definitions.indicators.values()})
    is_pulse = (classes == DisclosureClass.PULSE).to_numpy()
    enough = np.zeros(len(rows), dtype=bool)
    for policy, mine in policies.by_policy(rows["kept_under"]):
        n, busiest, people = (rows[name].to_numpy(dtype="float64") for name in ("n", "busiest_day", "people"))
        least = classes.map({name: rule.k_show for name, rule in policy.classes.items()}).to_numpy(dtype="float64")
        enough |= mine.to_numpy() & (n >= least) & (~is_pulse | pulse_visible(n, busiest, people, policy))
    return enough
