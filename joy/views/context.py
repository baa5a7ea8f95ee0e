"""What several views need of one programme at once, read once per question."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from joy.access import Who
from joy.definitions import Definitions, Indicator
from joy.store.definitions import definitions_of
from joy.store.reader import Asker
from joy.views.seen import Seen


REBASED = ("team", "cohort")  # whose charts a person may start a new phase on


@dataclass(frozen=True)
class Context:
    """One programme's own tables, and the published update as `who` sees it."""

    store: Asker
    release: Asker
    who: Who
    programme_id: str
    as_of: pd.Timestamp
    made_at: pd.Timestamp
    definitions: Definitions
    cohorts: pd.DataFrame
    teams: pd.DataFrame
    events: pd.DataFrame
    rounds: pd.DataFrame
    tests: pd.DataFrame
    phases: pd.DataFrame

    @property
    def good_days(self) -> Indicator:
        return self.definitions.indicators["good_days"]

    @property
    def headline(self) -> list[Indicator]:
        """The indicators that tiles are made of, in order."""
        return [indicator for indicator in self.definitions.indicators.values() if indicator.headline]

    def measured_in(self, figures: pd.DataFrame) -> list[Indicator]:
        """The indicators that these figures are of, in order; the many others were never measured here."""
        present = set(figures["indicator_id"])
        return [indicator for name, indicator in self.definitions.indicators.items() if name in present]

    def learning_sets(self, cohort_id: str) -> pd.DataFrame:
        events = self.events
        return events[(events["cohort_id"] == cohort_id) & (events["kind"] == "learning_set")].sort_values("ordinal")

    def cohort_name(self, cohort_id: str) -> str:
        return str(self.cohorts.set_index("cohort_id").loc[cohort_id, "name"])


def context_of(store: Asker, release: Asker, who: Who) -> Context:
    """Read the programme that a published update is about, as `who` sees it."""
    release = Seen(release, who)
    record = release.ask("views/release_record").iloc[0]
    about = {"programme_id": str(record["programme_id"])}
    return Context(
        store=store,
        release=release,
        who=who,
        programme_id=about["programme_id"],
        as_of=record["as_of"],
        made_at=record["made_at"],
        definitions=definitions_of(store),
        cohorts=store.ask("views/cohorts", **about),
        teams=store.ask("views/teams", **about),
        events=store.ask("views/events", **about),
        rounds=store.ask("views/rounds", **about),
        tests=store.ask("views/tests", **about, until=record["as_of"].date()),
        phases=_phases(store),
    )


def _phases(store: Asker) -> pd.DataFrame:
    """Every new phase that a person started on a chart, and whose chart it is."""
    kinds = [store.ask("views/rebases", group_kind=kind, group_id=None).assign(group_kind=kind) for kind in REBASED]
    return pd.concat(kinds, ignore_index=True)
