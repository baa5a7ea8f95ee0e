"""Change of tallies team by team: baseline to latest, and from each stretch between learning sets to the next."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import cast

import pandas as pd

from joy.change import clustered_difference
from joy.release.evidence import SERIES, SHARE_STEP, Evidence, Finding, Key, blurred, told


HOW = "team by team"


def stretch_findings(evidence: Evidence) -> Iterator[Finding]:
    """Changes of tallies, with teams as the unit: people answer often, so answers are not independent.

    Told where both ends are shown, and not only as bounds; the interval comes from teams, so it tells nothing of any
    person's answers (R5). It is left out where so few teams are hidden that it could be solved for them (R9).
    """
    rows = evidence.rows
    tallies = [i.id for i in evidence.definitions.indicators.values() if i.measured.kind == "tally"]
    teams = rows[
        (rows["group_kind"] == "team") & (rows["parent_kind"] == "cohort") & rows["indicator_id"].isin(tallies)
    ]
    of_programme = teams["parent_id"].map(lambda _: evidence.programme_id)
    for group_kind, owner in (("cohort", teams["parent_id"]), ("programme", of_programme)):
        for key, part in teams.groupby([owner.rename("owner"), *SERIES]):
            group_id, indicator_id, instrument = map(str, cast(tuple[str, str, str], key))
            yield from _changes(evidence, (group_kind, group_id), (indicator_id, instrument), part)


def _changes(evidence: Evidence, whose: tuple[str, str], series: Key, teams: pd.DataFrame) -> Iterator[Finding]:
    stretches = sorted(teams.loc[teams["period_kind"] == "between_sets", "period_id"].unique(), key=int)
    # Learning sets of different cohorts lie years apart, so stretches are compared within a cohort only.
    steps = [*pairwise(stretches)] if whose[0] == "cohort" else []
    for before, after in [("baseline", "latest"), *steps]:
        if evidence.is_plain(whose, series, before, after):
            ends = teams[teams["period_id"].isin([before, after]) & teams["period_kind"].isin(_kinds(before))]
            yield _changed(
                whose,
                series,
                (before, after),
                ends,
                with_interval=evidence.may_rest_on(whose[0], ends.assign(cohort_id=ends["parent_id"])),
            )


def _kinds(period: str) -> list[str]:
    return ["baseline", "latest"] if period == "baseline" else ["between_sets"]


def _changed(
    whose: tuple[str, str], series: Key, periods: tuple[str, str], teams: pd.DataFrame, *, with_interval: bool
) -> Finding:
    wide = (
        teams.assign(good=(teams["value"] * teams["n"]).round())
        .pivot(index="group_id", columns="period_id", values=["good", "n"])
        .fillna(0)
        .astype("float64")
    )
    good0, n0, good1, n1 = (wide[name, end].to_numpy() for end in periods for name in ("good", "n"))
    numbers = blurred(clustered_difference(good0, n0, good1, n1), SHARE_STEP, with_interval=with_interval)
    return told(whose, series, "clustered_change", periods, numbers, f"{len(wide)} teams", HOW)
