"""Results in which teams are the unit: the mixed model over survey rounds, and correlation over teams."""

from __future__ import annotations

import math
from collections.abc import Iterator
from statistics import NormalDist

import numpy as np
import pandas as pd

from joy.change.interval import LEVEL, Interval
from joy.change.mixed import mixed_change
from joy.definitions import Indicator
from joy.release.evidence import (
    SERIES,
    Evidence,
    Finding,
    Key,
    Whose,
    blurred,
    step_of,
    told,
)


FEWEST_TEAMS = 5  # ours: fewer say little of how teams differ
MOST_TEAMS = 500  # beyond it the fit takes seconds, and the change of so many teams is known well without it
FEWEST_PEOPLE = 40  # ours: at both rounds together
CORRELATION_FROM = 10  # teams; with fewer an interval spans nearly everything
CORRELATION_STEP = 0.01
WELLBEING = "wellbeing"  # what relationships are held against
DUST = 1e-12  # a correlation this near to 1 is a perfect line, told with binary rounding
POOLED = ("baseline", "latest")  # the programme's first and last round of each cohort


def over_teams_findings(evidence: Evidence) -> Iterator[Finding]:
    """Mixed models of the headline means, and the correlation of each relationship with wellbeing."""
    teams = _team_means(evidence)
    for indicator in evidence.definitions.indicators.values():
        if indicator.headline and indicator.shows == "mean":
            yield from _models(evidence, indicator, teams[teams["indicator_id"] == indicator.id])
    yield from _correlations(evidence, teams)


def _team_means(evidence: Evidence) -> pd.DataFrame:
    """Every team's mean in each closed round; `pooled_as` says which of the programme's two ends it belongs to."""
    rows = evidence.rows
    teams = rows[(rows["group_kind"] == "team") & (rows["period_kind"] == "round") & (rows["n"] > 0)]
    cohorts = rows[(rows["group_kind"] == "cohort") & (rows["period_kind"] == "round")]
    ends = cohorts[["group_id", *SERIES, "period_id", "parent_period_id"]]
    ends = ends.rename(columns={"group_id": "cohort_id", "parent_period_id": "pooled_as"})
    own = teams[["group_id", "parent_id", *SERIES, "period_id", "n", "value"]]
    merged = own.rename(columns={"parent_id": "cohort_id"}).merge(ends, on=["cohort_id", *SERIES, "period_id"])
    order = evidence.rounds.set_index("round_id")["ordinal"]
    return merged.assign(ordinal=merged["period_id"].map(order).astype("int64"))


def _models(evidence: Evidence, indicator: Indicator, teams: pd.DataFrame) -> Iterator[Finding]:
    for instrument, own in teams.groupby("instrument"):
        series = (indicator.id, str(instrument))
        for cohort_id, part in own.groupby("cohort_id"):
            rounds = evidence.spans[str(cohort_id), *series]
            yield from _model(evidence, ("cohort", str(cohort_id)), series, rounds, part)
        ends = own[own["pooled_as"].isin(POOLED)]
        ends = ends.assign(ordinal=ends["pooled_as"].map(POOLED.index))
        yield from _model(evidence, ("programme", evidence.programme_id), series, [*POOLED], ends)


def _model(evidence: Evidence, whose: Whose, series: Key, rounds: list[str], teams: pd.DataFrame) -> Iterator[Finding]:
    """From first to last round; told where every round in it is shown, so that no hidden one shines through (R8).

    R9: and where the hidden teams of every round are none, or too many to be solved from it.
    """
    count = teams["group_id"].nunique()
    if len(rounds) < 2 or not FEWEST_TEAMS <= count <= MOST_TEAMS:  # noqa: PLR2004 - a change has two ends
        return
    if teams["n"].sum() < FEWEST_PEOPLE or not evidence.is_plain(whose, series, *rounds):
        return
    if not evidence.may_rest_on(whose[0], teams):
        return
    value, ordinal, n = (teams[name].to_numpy(dtype="float64") for name in ("value", "ordinal", "n"))
    found = mixed_change(value, ordinal, teams["group_id"].tolist(), weights=n)
    if found.first_to_last is None:
        return
    indicator = evidence.indicator(series[0])
    numbers = blurred(found.first_to_last, step_of(indicator, FEWEST_PEOPLE, evidence.policy), with_interval=True)
    detail = " ".join((*found.assumptions, found.note)).strip()
    yield told(whose, series, "mixed_model", (rounds[0], rounds[-1]), numbers, f"{count} teams", detail)


def _correlations(evidence: Evidence, teams: pd.DataFrame) -> Iterator[Finding]:
    """Over the teams whose two means of the latest round are shown, so that each is known anyway (R22)."""
    shown = [evidence.is_shown(("team", g), (i, v), p) for g, i, v, p in _names(teams)]
    latest = teams[np.array(shown, dtype=bool) & (teams["pooled_as"] == POOLED[1])]
    well = latest[latest["indicator_id"] == WELLBEING]
    for indicator in evidence.definitions.indicators.values():
        if indicator.lens != "none" and indicator.shows == "mean" and indicator.measured.kind == "scale":
            for instrument, own in latest[latest["indicator_id"] == indicator.id].groupby("instrument"):
                both = own.merge(well, on="group_id", suffixes=("", "_well"))
                series = (indicator.id, str(instrument))
                yield from _correlation(evidence, series, both["value"], both["value_well"])


def _names(teams: pd.DataFrame) -> Iterator[tuple[str, str, str, str]]:
    yield from teams[["group_id", *SERIES, "period_id"]].itertuples(index=False, name=None)


def _correlation(evidence: Evidence, series: Key, one: pd.Series, other: pd.Series) -> Iterator[Finding]:
    count = len(one)
    whose = ("programme", evidence.programme_id)
    is_known = evidence.is_shown(whose, series, POOLED[1])
    if count < CORRELATION_FROM or not is_known or min(one.nunique(), other.nunique()) < 2:  # noqa: PLR2004 - no spread
        return
    numbers = blurred(pearson(one.to_numpy(), other.to_numpy()), CORRELATION_STEP, with_interval=True)
    detail = "over teams, each counting once: it says nothing of people, and not what leads to what"
    yield told(whose, series, "correlation", (POOLED[1], POOLED[1]), numbers, f"{count} teams", detail, part=WELLBEING)


def pearson(one: np.ndarray, other: np.ndarray, level: float = LEVEL) -> Interval:
    """Give Pearson's correlation with its interval (Fisher's z); none from fewer than four pairs or a perfect line.

    Source: Fisher 1921, Metron 1. Checked against scipy's pearsonr.
    """
    r, n = float(np.corrcoef(one, other)[0, 1]), len(one)
    fewest = 4  # Fisher's z has a spread of 1 / sqrt(n - 3)
    if n < fewest or not abs(r) < 1 - DUST:
        return Interval(r, None, None)
    half = NormalDist().inv_cdf((1 + level) / 2) / math.sqrt(n - 3)
    return Interval(r, math.tanh(math.atanh(r) - half), math.tanh(math.atanh(r) + half))
