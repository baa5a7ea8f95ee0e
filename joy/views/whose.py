"""One cohort or the whole programme, as pages that speak of either read it."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from joy.access import Who, need_cohort, need_programme
from joy.definitions import Indicator
from joy.errors import NotFound
from joy.store.reader import Asker
from joy.views import words
from joy.views.changes import Compared, compare
from joy.views.context import Context, context_of
from joy.views.taking_part import last_day


@dataclass(frozen=True)
class Whose:
    """Whose results these are: `kind` programme or cohort, its released figures and findings.

    `lines` are figures of cohorts, from which a course over the learning sets is drawn: its own, or of all cohorts
    whose totals may be seen.
    """

    context: Context
    kind: str
    id: str
    name: str
    figures: pd.DataFrame
    findings: pd.DataFrame
    lines: pd.DataFrame

    @property
    def about(self) -> str:
        """What is looked at, in one line."""
        return f"{self.name} · up to {words.day(last_day(self.context))}"

    @property
    def cohort_ids(self) -> list[str]:
        """The cohorts it is made of."""
        return [self.id] if self.kind == "cohort" else [str(name) for name in self.context.cohorts["cohort_id"]]

    def compared(self, names: tuple[str, ...]) -> list[Compared]:
        """First against latest of every measure among these that was ever measured here, in the given order."""
        known = self.context.definitions.indicators
        found = [compare(known[name], self.figures, self.findings) for name in names if name in known]
        return [one for one in found if one is not None]

    def measured(self) -> list[Indicator]:
        """Every measure that was ever measured here."""
        return self.context.measured_in(self.figures)


def whose_cohort(store: Asker, release: Asker, who: Who, cohort_id: str) -> Whose:
    """Read one cohort. Raises `NotAllowed`, and `NotFound` for an unknown cohort."""
    need_cohort(who, cohort_id)
    context = context_of(store, release, who)
    if cohort_id not in set(context.cohorts["cohort_id"]):
        raise NotFound("There is no such cohort in this programme. Choose one from the list.")
    figures, findings = _read(context, "cohort", cohort_id)
    return Whose(context, "cohort", cohort_id, context.cohort_name(cohort_id), figures, findings, figures)


def whose_programme(store: Asker, release: Asker, who: Who, programme_id: str) -> Whose:
    """Read the whole programme. Raises `NotAllowed`."""
    need_programme(who, programme_id)
    context = context_of(store, release, who)
    figures, findings = _read(context, "programme", programme_id)
    lines = context.release.ask("views/figures", group_kind="cohort", group_id=None)
    return Whose(context, "programme", programme_id, "Whole programme", figures, findings, lines)


def _read(context: Context, kind: str, group_id: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    figures = context.release.ask("views/figures", group_kind=kind, group_id=group_id)
    return figures, context.release.ask("views/findings", group_kind=kind, group_id=group_id)
