"""How well the questions of a scale hang together, crowded ends, and whether teams answer alike."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from joy.change import Interval
from joy.change.teams import may_speak_for_teams
from joy.definitions.records import DisclosureClass, Instrument, Scale
from joy.frames import each
from joy.release.evidence import (
    SERIES,
    SHARE_STEP,
    Evidence,
    Finding,
    Key,
    alone,
    band_of,
    blurred,
    is_safe_rest,
    told,
)
from joy.scoring.agreement import TeamAgreement, agreement_from_variances, icc_from_sums
from joy.scoring.reliability import Reliability, floor_and_ceiling_from_counts, reliability_from_covariance


COEFFICIENT_STEP = 0.01  # alpha and its kin are told with two decimals
FEWEST_TEAMS = 5  # ours: the middle of fewer is nearly one team's own value (R4)
ONE_BY_ONE = {"sum", "mean"}  # ways of scoring in which an item's points are its answer
CELL = ["cohort_id", "round_id", *SERIES]


def scale_findings(evidence: Evidence) -> Iterator[Finding]:
    """Reliability, crowded ends and agreement of every scale, cohort and closed round whose mean is shown."""
    yield from _reliabilities(evidence)
    yield from _crowded_ends(evidence)
    yield from _agreements(evidence)


def scale_of(evidence: Evidence, series: Key) -> tuple[Scale, Instrument] | None:
    """The scale behind a series whose items can be looked at one by one; None for anything else."""
    measured, instrument = evidence.indicator(series[0]).measured, evidence.definitions.instruments.get(series[1])
    if measured.kind != "scale" or instrument is None:
        return None
    scale = instrument.scale(str(measured.scale))
    return (scale, instrument) if scale.aggregate in ONE_BY_ONE else None


def _cells(evidence: Evidence, frame: pd.DataFrame) -> Iterator[tuple[tuple[str, str], Key, str, pd.DataFrame]]:
    """The parts of a frame that belong to shown means of scales: group, series, round, rows."""
    for key, part in frame.groupby(CELL):
        cohort_id, round_id, *names = map(str, key)
        whose, series = ("cohort", cohort_id), (names[0], names[1])
        if scale_of(evidence, series) is not None and evidence.is_shown(whose, series, round_id):
            yield whose, series, round_id, part


def _reliabilities(evidence: Evidence) -> Iterator[Finding]:
    """R5: from as many people with complete answers as the spread needs: the interval tells how much answers vary."""
    for whose, series, period, part in _cells(evidence, evidence.sums.item_pairs):
        n = int(part["n"].iloc[0])
        if n < max(evidence.interval_from, evidence.k_of(evidence.indicator(series[0]))):
            continue
        found = reliability_from_covariance(_covariance(part, n), n, missing="listwise")
        yield from _coefficients(whose, series, period, found, band_of(n, evidence.policy))


def _covariance(pairs: pd.DataFrame, n: int) -> np.ndarray:
    """Covariances of a scale's items (divisor n - 1) from the sums of one cohort and round."""
    keys = np.unique(pairs["first_item"].to_numpy(dtype=object))
    first, second = (
        np.searchsorted(keys, pairs[name].to_numpy(dtype=object)) for name in ("first_item", "second_item")
    )
    products, totals = np.zeros((len(keys), len(keys))), np.zeros(len(keys))
    products[first, second] = products[second, first] = pairs["products"].to_numpy()
    totals[first] = pairs["first_total"].to_numpy()
    return np.asarray((products - np.outer(totals, totals) / n) / (n - 1))


def _coefficients(whose: tuple[str, str], series: Key, period: str, found: Reliability, band: str) -> Iterator[Finding]:
    periods = (period, period)
    if found.alpha is not None:
        interval = Interval(found.alpha, found.low, found.high)
        numbers = blurred(interval, COEFFICIENT_STEP, with_interval=True)
        detail = "Cronbach's alpha, people who answered every question (listwise)"
        yield told(whose, series, "reliability", periods, numbers, band, detail)
    if found.omega is not None:
        detail = "omega total, people who answered every question (listwise)"
        yield told(whose, series, "omega", periods, alone(found.omega, COEFFICIENT_STEP), band, detail)


def _crowded_ends(evidence: Evidence) -> Iterator[Finding]:
    """Ends of a scale at which more than 15 % are.

    R3, R4: a share at an end is part of a distribution, so it needs that tier, as many people at the end and away from
    it as a distribution's option, and no sensitive answers.
    """
    needed = min(tier.at_least for tier in evidence.policy.tiers if tier.show_distribution)
    least = evidence.policy.merge_options_below
    scores = evidence.sums.scores
    for whose, series, period, part in _cells(evidence, scores):
        n, *ends = (int(part[name].sum()) for name in ("n", "at_lowest", "at_highest"))
        if n < needed or evidence.indicator(series[0]).disclosure_class is DisclosureClass.SENSITIVE:
            continue
        crowd = floor_and_ceiling_from_counts(ends[0], ends[1], n)
        kinds = (("floor", crowd.has_floor, crowd.floor), ("ceiling", crowd.has_ceiling, crowd.ceiling))
        for (kind, is_crowded, share), count in zip(kinds, ends, strict=True):
            if is_crowded and share is not None and count >= least and is_safe_rest(n - count, least):
                detail = f"at the {'lowest' if kind == 'floor' else 'highest'} possible score"
                numbers = alone(min(share, 1 - SHARE_STEP), SHARE_STEP)
                yield told(whose, series, kind, (period, period), numbers, band_of(n, evidence.policy), detail)


def _agreements(evidence: Evidence) -> Iterator[Finding]:
    """Whether a scale's team means may be told as the team's own.

    R4: from at least five teams whose own means are shown, as the middle of fewer is nearly one team's value. R9: and
    where the hidden teams are none, or too many to be solved from it.
    """
    items = {(*whose, *series, period): part for whose, series, period, part in _cells(evidence, evidence.sums.items)}
    for whose, series, period, part in _cells(evidence, evidence.sums.scores):
        shown = [r.enrolment_id for r in each(part) if evidence.is_shown(("team", r.enrolment_id), series, period)]
        options = _options(evidence, series)
        if len(shown) < FEWEST_TEAMS or options is None:
            continue
        if not evidence.may_rest_on("cohort", part.assign(group_id=part["enrolment_id"], period_id=period)):
            continue
        sizes = part.set_index("enrolment_id").loc[shown, "n"].astype("int64")
        variances = _mean_variances(items[(*whose, *series, period)]).reindex(shown)
        scale, _ = scale_of(evidence, series) or (None, None)
        agreement = agreement_from_variances(variances, sizes.tolist(), len(scale.items) if scale else 1, options)
        yield from _claims(whose, series, period, part, agreement)


def _options(evidence: Evidence, series: Key) -> int | None:
    """How many options each item offers, one step apart; None where items differ or steps do."""
    scale, instrument = scale_of(evidence, series) or (None, None)
    if scale is None or instrument is None:
        return None
    offered = [sorted(option.worth for option in instrument.options_of(key)) for key in scale.items]
    is_even = all(worths == list(range(worths[0], worths[0] + len(offered[0]))) for worths in offered)
    return len(offered[0]) if is_even else None


def _mean_variances(items: pd.DataFrame) -> pd.Series:
    """Each team's mean variance of its items, over whoever answered each; an item of fewer than two is left out."""
    n = items["n"].astype("float64")
    variance = (items["squares"] - items["total"] ** 2 / n) / (n - 1).where(n > 1)
    return variance.clip(lower=0).groupby(items["enrolment_id"]).mean()


def _claims(
    whose: tuple[str, str], series: Key, period: str, scores: pd.DataFrame, agreement: TeamAgreement
) -> Iterator[Finding]:
    sums = (scores[name].to_numpy(dtype="float64") for name in ("n", "total", "total_squares"))
    likeness = icc_from_sums(*sums)
    claim = may_speak_for_teams(agreement.values, agreement.sizes, likeness.icc1, likeness.icc2)
    band, periods = f"{len(agreement.values)} teams", (period, period)
    can = "may" if claim.is_justified else "may not"
    kinds = (
        ("icc1", likeness.icc1, "ICC(1): share of the difference between people that goes with their team"),
        ("icc2", likeness.icc2, "ICC(2): how steady one team's mean is"),
        ("agreement", claim.median, f"team means {can} be told as the team's own"),
    )
    for kind, value, detail in kinds:
        if value is not None:
            yield told(whose, series, kind, periods, alone(value, COEFFICIENT_STEP), band, detail)
