"""Every raw figure of a programme in one frame: what the disclosure rules are applied to.

Shared by publishing and by the data lead's what-if, so that both speak of the same figures.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from joy.definitions import Definitions, DisclosureClass, Policy
from joy.periods import last_closed_week_end
from joy.release.policies import Policies
from joy.release.pooled import pooled_rows
from joy.release.pulses import pulse_rows
from joy.release.rows import no_rows
from joy.release.steps import steps_of
from joy.release.surveys import blank_rows, survey_rows
from joy.release.twice import without_doubles
from joy.store.reader import Asker


@dataclass(frozen=True)
class Raw:
    """Raw rows (joy.release.rows), the closed rounds and weeks behind them, and steps of tallies that are new."""

    rows: pd.DataFrame
    rounds: pd.DataFrame
    weeks: pd.DataFrame
    new_steps: pd.DataFrame


def raw_figures(asker: Asker, programme_id: str, as_of: date, definitions: Definitions, policy: Policy) -> pd.DataFrame:
    """Give the raw rows of surveys and tallies under one policy for all rounds; they stay in this package."""
    return raw_of(asker, programme_id, as_of, definitions, Policies(policy)).rows


def raw_of(asker: Asker, programme_id: str, as_of: date, definitions: Definitions, policies: Policies) -> Raw:
    """Give the raw rows of surveys and tallies; they hold exact numbers and stay in this package."""
    closed_before = last_closed_week_end(as_of)
    about = {"programme_id": programme_id}
    rounds = asker.ask("release/rounds", **about, closed_before=as_of)
    surveys = survey_rows(asker, definitions, programme_id, rounds)
    k = policies.current.classes[DisclosureClass.SURVEY].k_show
    parts = [surveys, blank_rows(asker, definitions, programme_id, surveys, k)]
    parts.append(pooled_rows(asker, definitions, programme_id, surveys, rounds, policies))
    weeks = asker.ask("release/weeks", **about, closed_before=closed_before)
    steps = asker.ask("release/published_steps", **about)
    new_steps = steps.iloc[0:0]
    if len(weeks):
        enrolments, sets = (asker.ask(f"release/{name}", **about) for name in ("enrolments", "learning_sets"))
        every = steps_of(weeks, steps, enrolments, sets, closed_before, policies)
        new_steps = every.loc[every["is_new"].astype(bool), list(steps.columns)]
        parts.append(pulse_rows(weeks, every, enrolments, sets, closed_before, programme_id, policies))
    rows = pd.concat([part for part in parts if len(part)] or [no_rows()], ignore_index=True)
    rows = without_doubles(rows, asker.ask("release/enrolments", **about))
    return Raw(rows, rounds, weeks, new_steps)
