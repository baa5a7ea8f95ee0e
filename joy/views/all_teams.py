"""What stands in for a team's figure that may not be shown: the published figure of all teams of its cohort."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from joy.definitions import Indicator
from joy.views import words
from joy.views.context import Context
from joy.views.figures import is_shown, of_indicator


@dataclass(frozen=True)
class AllTeams:
    """One cohort's published figures."""

    cohort: str
    figures: pd.DataFrame

    def sentence(self, indicators: Sequence[Indicator]) -> str:
        """The latest figure of each indicator that the cohort may show, labelled as all teams'; empty without any."""
        told = self.told(indicators)
        return f"All teams of {self.cohort}: {'; '.join(told)}" if told else ""

    def told(self, indicators: Sequence[Indicator]) -> list[str]:
        """The latest figure of each indicator that the cohort may show, in words."""
        return [text for indicator in indicators if (text := self._told(indicator))]

    def _told(self, indicator: Indicator) -> str:
        latest = self._latest(indicator)
        if latest is None:
            return ""
        value = words.value_text(indicator, latest["value"], latest["capped"])
        if indicator.shows == "share":
            return f"{value} {indicator.name.lower()}"
        return f"{indicator.name.lower()} {value} {indicator.unit}"

    def _latest(self, indicator: Indicator) -> pd.Series | None:
        """The latest weeks of tallies, the latest survey of anything else; None where it may not be shown."""
        own = of_indicator(self.figures, indicator)
        kind = "latest" if indicator.measured.kind == "tally" else "round"
        rows = own[(own["period_kind"] == kind) & (own["state"] != "not_asked")].sort_values("period_start")
        return rows.iloc[-1] if len(rows) and is_shown(rows.iloc[-1]) else None


def all_teams(context: Context, cohort_id: str) -> AllTeams:
    """Read the figures of one cohort from the published update."""
    figures = context.release.ask("views/figures", group_kind="cohort", group_id=cohort_id)
    return AllTeams(context.cohort_name(cohort_id), figures)
