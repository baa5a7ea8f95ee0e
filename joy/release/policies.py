"""The policy that holds for each figure: what a survey round or a cohort's tallies began under stays, come what may.

People answered under the thresholds they were told, and earlier updates were made under them. So a laxer policy.toml
never applies to a round that has opened; a stricter one does not either, for figures that come and go between updates
could be subtracted from each other. Only the floors of the installation hold always (attack A32).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cached_property

import pandas as pd

from joy.definitions import Policy, from_text, strictest, text_of
from joy.frames import each
from joy.store.reader import Asker
from joy.store.writer import Writer


ROUND, TALLIES = "round", "tallies"
ALL = "*"  # of figures that span several rounds or cohorts: each of their policies holds


def kept_under(kind: str, name: str = ALL) -> str:
    """The name by which a raw row says whose policy holds for it."""
    return f"{kind}:{name}"


@dataclass(frozen=True)
class Policies:
    """The installation's policy, and those that are kept, by `kept_under`, in the order in which they were kept."""

    current: Policy
    kept: Mapping[str, Policy] = field(default_factory=dict)

    def of(self, under: str) -> Policy:
        """The policy of one raw row: the kept one, or today's where none is kept."""
        kind, _, name = under.partition(":")
        if name != ALL:
            return self.kept.get(under, self.current)
        own = tuple(policy for key, policy in self.kept.items() if key.partition(":")[0] == kind)
        return strictest(own) if own else self.current

    @cached_property
    def together(self) -> Policy:
        """As strict as every policy in play: for rules that hold many figures against each other."""
        return strictest((self.current, *self.kept.values()))

    @property
    def block_length(self) -> int:
        """How many rounds are pooled: as the first policy kept for a round has it, for blocks must never overlap."""
        first = next((policy for key, policy in self.kept.items() if key.partition(":")[0] == ROUND), self.current)
        return first.pooled.rounds

    def by_policy(self, under: pd.Series) -> list[tuple[Policy, pd.Series]]:
        """Each different policy with the mask of the rows it holds for; nearly always there is but one."""
        found: list[tuple[Policy, set[str]]] = []
        for name in under.unique():
            policy = self.of(str(name))
            same = next((names for known, names in found if known == policy), None)
            if same is None:
                found.append((policy, {str(name)}))
            else:
                same.add(str(name))
        return [(policy, under.isin(names)) for policy, names in found]


def policies_of(asker: Asker, programme_id: str, current: Policy) -> Policies:
    """Ask for the policies that are kept for one programme's rounds and tallies.

    Raises `DefinitionProblem` when one cannot be read: then nothing is published (R22).
    """
    rows = asker.ask("release/frozen_policies", programme_id=programme_id)
    return Policies(current, {kept_under(row.scope_kind, row.scope_id): from_text(row.policy) for row in each(rows)})


def strictest_of_all(asker: Asker, current: Policy) -> Policy:
    """As strict as today's policy and every one kept for any programme: what late answers are admitted by (R15).

    They are judged for all rounds at once, before anybody's own policy is looked up. Being stricter than a round asks
    only lets its late answers wait for more company, so it never tells more; today's policy alone could be laxer than
    the one a round was answered under.
    """
    programmes = asker.ask("release/programmes")["programme_id"]
    return strictest((current, *(policies_of(asker, str(name), current).together for name in programmes)))


def freeze_policies(writer: Writer, programme_id: str, as_of: date, policy: Policy) -> None:
    """Keep the policy for every round that has opened, and every cohort that has tallied, that has none (R2)."""
    opened = writer.ask("release/to_freeze", programme_id=programme_id, as_of=as_of)
    if len(opened):
        moment = datetime.now(UTC).replace(tzinfo=None)
        kept = opened.assign(policy_version=policy.version, policy=text_of(policy), frozen_at=moment)
        writer.append("programme.frozen_policy", kept)
