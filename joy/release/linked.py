"""Surveys at two rounds: the same people, all who answered, how many could be matched, and who was lost.

Linked and unlinked results stand side by side and are never mixed.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import SimpleNamespace

from joy.change import Interval, newcombe_difference, paired, welch
from joy.disclosure import round_half_away
from joy.frames import Row, each
from joy.release.evidence import (
    SERIES,
    Evidence,
    Finding,
    Key,
    Whose,
    band_of,
    blurred,
    is_safe_rest,
    step_of,
    told,
)
from joy.release.overlaps import ATTRITION, CHANGE, Told, safe_together


ENDS = ("baseline", "latest")
SEPARATOR = "\x1f"  # between the rounds of release/linked_rounds; no id holds it
MATCH_STEP = 0.05  # finer, the rates of several indicators together would count people one by one (R10)
COARSE_MATCH_STEP = 0.10  # R3: below ten people
COARSE_BELOW = 10
FEW_MATCHED = 0.60  # under this the matched speak for themselves only (instruments.md 5c)


@dataclass(frozen=True)
class Followed:
    """People of one group at two rounds: those matched, and all who answered at the earlier one."""

    n: float
    before_total: float
    before_squares: float
    after_total: float
    change_squares: float
    all_n: float
    all_total: float
    all_squares: float

    @property
    def lost(self) -> float:
        return self.all_n - self.n


def linked_findings(evidence: Evidence) -> Iterator[Finding]:
    """Changes of survey indicators between rounds, of the same people and of all who answered."""
    whole: dict[Key, list[Followed]] = {}
    told_attrition: dict[Key, bool] = {}
    matched = _matched(evidence)
    for cohort_id, *names in evidence.spans:
        whose, series = ("cohort", cohort_id), (names[0], names[1])
        rounds = evidence.spans[cohort_id, *series]
        steps = evidence.comparisons(cohort_id, series)
        found = {
            step: _followed(evidence, whose, series, step, matched.get((cohort_id, *series, *step))) for step in steps
        }
        followed = {step: both for step, both in found.items() if both is not None}
        safe = _safe(evidence, whose, series, followed)
        for step in steps:
            yield from _unlinked(evidence, whose, series, step)
            if (CHANGE, step) in safe:
                tells = (ATTRITION, step) in safe
                yield from _linked(evidence, whose, series, step, followed[step], with_attrition=tells)
                if step == (rounds[0], rounds[-1]):
                    whole.setdefault(series, []).append(followed[step])
                    told_attrition[series] = told_attrition.get(series, True) and (tells or not followed[step].lost)
    ours = ("programme", evidence.programme_id)
    for series in sorted({(indicator_id, instrument) for _, indicator_id, instrument in evidence.spans}):
        yield from _unlinked(evidence, ours, series, ENDS)
        if series in whole and evidence.is_plain(ours, series, *ENDS):
            both = _together(whole[series])
            yield from _linked(evidence, ours, series, ENDS, both, with_attrition=told_attrition[series])


def _matched(evidence: Evidence) -> dict[tuple[str, ...], Row]:
    return {(r.cohort_id, r.indicator_id, r.instrument, r.from_round, r.to_round): r for r in each(evidence.sums.pairs)}


def _safe(evidence: Evidence, whose: Whose, series: Key, followed: Mapping[tuple[str, str], Followed]) -> set[Told]:
    """Which results of the same people may be told together; of two rounds there is but one comparison (R13)."""
    k = evidence.k_of(evidence.indicator(series[0]))
    wanted: set[Told] = {(CHANGE, step) for step in followed}
    wanted |= {(ATTRITION, step) for step, both in followed.items() if both.lost >= k}
    if len(followed) < 2:  # noqa: PLR2004 - as above
        return wanted
    frame = evidence.sums.together
    own = frame[(frame[["cohort_id", *SERIES]] == [whose[1], *series]).all(axis=1)]
    together = {frozenset(str(row.rounds).split(SEPARATOR)): float(row.n) for row in each(own)}
    answered = {
        period: float(figure.n)
        for period in evidence.spans[whose[1], *series]
        if evidence.is_shown(whose, series, period) and (figure := evidence.figure(whose, series, period)) is not None
    }
    return safe_together(wanted, together, answered, k)


def _followed(
    evidence: Evidence, whose: Whose, series: Key, periods: tuple[str, str], row: Row | None
) -> Followed | None:
    """The matched people of two rounds, or None where they may not be told.

    Means only; R2: enough pairs, both rounds shown, neither only as a bound (R5); R13: those left over at either round
    are none or at least k.
    """
    indicator = evidence.indicator(series[0])
    before, after = (evidence.figure(whose, series, period) for period in periods)
    if row is None or before is None or after is None or indicator.shows != "mean":
        return None
    k, n = evidence.k_of(indicator), float(row.n)
    if n < k or not evidence.is_plain(whose, series, *periods):
        return None
    if not all(is_safe_rest(end.n - n, k) for end in (before, after)):
        return None
    return Followed(
        *(n, float(row.before_total), float(row.before_squares), float(row.after_total), float(row.change_squares)),
        *(float(before.n), before.n * before.value, _squares(before)),
    )


def _squares(figure: Row) -> float:
    """The sum of squared scores that a mean and its spread stand for; one person has no spread."""
    spread = 0.0 if math.isnan(figure.spread) else figure.spread
    return float(spread**2 * (figure.n - 1) + figure.n * figure.value**2)


def _together(cohorts: Iterable[Followed]) -> Followed:
    """The cohorts' people as one group."""
    return Followed(*(sum(amounts) for amounts in zip(*(vars(one).values() for one in cohorts), strict=True)))


def _linked(
    evidence: Evidence,
    whose: Whose,
    series: Key,
    periods: tuple[str, str],
    both: Followed,
    *,
    with_attrition: bool,
) -> Iterator[Finding]:
    indicator, policy = evidence.indicator(series[0]), evidence.policy
    mean = (both.after_total - both.before_total) / both.n
    change = paired(mean, _spread(both.n, both.n * mean, both.change_squares), both.n)
    tellable = min(both.n, *(figure.tier for figure in evidence.as_shown(whose, series, *periods)))
    numbers = blurred(change, step_of(indicator, tellable, policy), with_interval=tellable >= evidence.interval_from)
    band = band_of(both.n, policy)
    yield told(whose, series, "paired_change", periods, numbers, band, "the same people both times")
    yield _match_rate(evidence, whose, series, periods, both)
    if with_attrition and both.lost >= evidence.k_of(indicator):
        yield _attrition(evidence, whose, series, periods, both)


def _spread(n: float, total: float, squares: float) -> float:
    return math.sqrt(max((squares - total * total / n) / (n - 1), 0.0)) if n > 1 else math.nan


def _match_rate(evidence: Evidence, whose: Whose, series: Key, periods: tuple[str, str], both: Followed) -> Finding:
    """The share of the earlier round's people who could be matched; R3: never nearer to an end than half a step."""
    step = COARSE_MATCH_STEP if both.all_n < COARSE_BELOW else MATCH_STEP
    rate = both.n / both.all_n
    rounded = min(max(float(round_half_away(rate, step)), step / 2), 1 - step / 2 if both.lost else 1.0)
    few = "; few, so compare with all who answered" if rate < FEW_MATCHED else ""
    detail = f"of those who answered the earlier survey, matched by the code they chose{few}"
    numbers = (round(rounded, 10), math.nan, math.nan)
    return told(whose, series, "match_rate", periods, numbers, band_of(both.all_n, evidence.policy), detail)


def _attrition(evidence: Evidence, whose: Whose, series: Key, periods: tuple[str, str], both: Followed) -> Finding:
    """At the earlier round: those matched later less those who were not."""
    total, squares = both.all_total - both.before_total, both.all_squares - both.before_squares
    found = welch(
        *(total / both.lost, _spread(both.lost, total, squares), both.lost),
        *(both.before_total / both.n, _spread(both.n, both.before_total, both.before_squares), both.n),
    )
    fewer = min(both.n, both.lost)
    step = step_of(evidence.indicator(series[0]), fewer, evidence.policy)
    numbers = blurred(found, step, with_interval=fewer >= evidence.interval_from)
    detail = "at the earlier survey: those matched later less those who were not (some of them gave no code)"
    return told(whose, series, "attrition", periods, numbers, band_of(fewer, evidence.policy), detail)


def _unlinked(evidence: Evidence, whose: Whose, series: Key, periods: tuple[str, str]) -> Iterator[Finding]:
    """Everybody who answered at either round, compared as two groups; told where both rounds are shown.

    R5: of a figure told only as a bound no difference is told, for it would tell the figure.
    """
    before, after = (evidence.figure(whose, series, period) for period in periods)
    if before is None or after is None or not evidence.is_plain(whose, series, *periods):
        return
    indicator, shown = evidence.indicator(series[0]), evidence.as_shown(whose, series, *periods)
    # R10: no finer than the figures it compares, which may be shown as if fewer people had answered; their spread may
    # not be told then, but a share has no other spread than its own
    fewer, least = min(before.n, after.n), min(figure.tier for figure in shown)
    is_share = indicator.shows == "share"
    has_interval = fewer >= evidence.share_interval_from if is_share else least >= evidence.interval_from
    found = _difference(indicator.shows, before, after)
    _, low, high = blurred(found, step_of(indicator, least, evidence.policy), with_interval=has_interval)
    # R5, R9: the difference of what is shown; rounded from the exact one it would tell more of both than they do.
    numbers = (round(float(shown[1].value) - float(shown[0].value), 10), low, high)
    band = band_of(fewer, evidence.policy)
    yield told(whose, series, "unpaired_change", periods, numbers, band, "all who answered, as two groups")


def _difference(shows: str, before: Row | SimpleNamespace, after: Row | SimpleNamespace) -> Interval:
    if shows == "share":
        good = [round(end.value * end.n) for end in (before, after)]
        return newcombe_difference(good[0], before.n, good[1], after.n)
    return welch(before.value, before.spread, before.n, after.value, after.spread, after.n)
