"""The same two rounds both ways: people compared with themselves, and everybody as two groups. Never mixed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from math import isfinite, isnan

import numpy as np
from numpy.typing import ArrayLike

from joy.change.effects import cohens_d_av, consistency
from joy.change.interval import LEVEL, Interval
from joy.change.means import Moments, moments, paired, welch


_Reply = tuple[Hashable | None, float]

FEW_MATCHES = 0.6  # ours: with more than two in five unmatched, those followed may not stand for all
DIGITS = 9  # changes equal on paper are ties; binary rounding must not rank them


@dataclass(frozen=True)
class Attrition:
    """How those who could be followed differed at the start from those who could not.

    `interval`: mean at baseline of those who stayed minus those who were lost, different people. People without a link
    key count as lost, for nobody can tell.
    """

    interval: Interval
    n_stayed: int
    n_lost: int


@dataclass(frozen=True)
class BothWays:
    """A change told twice: `paired` for the same people, `unpaired` for all who answered; and how far to trust each.

    `match_rate_before` and `match_rate_after` are the shares (0 to 1) of those who answered that could be matched; None
    when nobody answered. `d_av` and `d_av_unpaired` are changes in units of the average spread (not yet times Hedges'
    factor), `consistency` is d_z; missing (nan) where nothing varies.
    """

    paired: Interval
    unpaired: Interval
    n_matched: int
    n_before: int
    n_after: int
    match_rate_before: float | None
    match_rate_after: float | None
    attrition: Attrition
    d_av: float
    d_av_unpaired: float
    consistency: float

    @property
    def has_few_matches(self) -> bool:
        """True when under 60 % of either round were matched: show both ways, with a warning."""
        return any(rate is None or rate < FEW_MATCHES for rate in (self.match_rate_before, self.match_rate_after))


def both_ways(
    before: ArrayLike,
    after: ArrayLike,
    before_keys: Sequence[Hashable | None],
    after_keys: Sequence[Hashable | None],
    level: float = LEVEL,
) -> BothWays:
    """Compare two rounds with the people who can be followed, and with all who answered, side by side.

    One score and one link key per reply; a missing score (nan) is no reply; a key that is None, empty or nan belongs
    to nobody, and one that occurs twice within a round is not used, since it may be two people. A design without keys
    gives no paired interval and a match rate of 0. Raises `ValueError` when scores and keys differ in number.
    Checked against Student's sleep data, which are beyond chance as pairs and not as strangers.
    """
    first, second = _replies(before, before_keys), _replies(after, after_keys)
    earlier, later = _usable(first), _usable(second)
    shared = [key for key in earlier if key in later]
    old, new = (np.array([once[key] for key in shared], dtype=float) for once in (earlier, later))
    all_old, all_new, change = moments(_scores(first)), moments(_scores(second)), moments(new - old)
    one, other = moments(old), moments(new)
    return BothWays(
        paired=_paired(change, level),
        unpaired=_welch(all_old, all_new, level),
        n_matched=len(shared),
        n_before=all_old.n,
        n_after=all_new.n,
        match_rate_before=len(shared) / all_old.n if all_old.n else None,
        match_rate_after=len(shared) / all_new.n if all_new.n else None,
        attrition=_attrition(first, set(shared), level),
        d_av=cohens_d_av(one.mean, one.sd, other.mean, other.sd),
        d_av_unpaired=cohens_d_av(all_old.mean, all_old.sd, all_new.mean, all_new.sd),
        consistency=consistency(change.mean, change.sd),
    )


def wilcoxon_check(changes: ArrayLike) -> float | None:
    """Give the two-sided probability of Wilcoxon's signed ranks for the changes of the same people; a check only.

    Those without change (and missing, nan) are left out; None when nobody remains. As scipy chooses: exact for small
    numbers, also with ties up to 13, the normal approximation above. Source: Wilcoxon 1945, doi 10.2307/3001968.
    Checked against Student's sleep data (.0039).
    """
    from scipy.stats import wilcoxon  # slow to import, and wanted by few

    moved = np.round(np.asarray(changes, dtype=float), DIGITS)
    moved = moved[np.isfinite(moved) & (moved != 0)]
    return float(wilcoxon(moved).pvalue) if moved.size else None


def _replies(scores: ArrayLike, keys: Sequence[Hashable | None]) -> list[_Reply]:
    values = np.asarray(scores, dtype=float)
    if values.ndim != 1 or len(values) != len(keys):
        raise ValueError(f"{values.size} scores and {len(keys)} link keys: one of each per reply is wanted")
    return [(None if _is_nobody(key) else key, float(x)) for key, x in zip(keys, values, strict=True) if isfinite(x)]


def _is_nobody(key: Hashable | None) -> bool:
    return key is None or key == "" or (isinstance(key, float) and isnan(key))


def _scores(replies: list[_Reply]) -> list[float]:
    return [score for _, score in replies]


def _usable(replies: list[_Reply]) -> dict[Hashable, float]:
    """The score of every key that occurs exactly once."""
    times = Counter(key for key, _ in replies if key is not None)
    return {key: score for key, score in replies if times[key] == 1}


def _attrition(replies: list[_Reply], matched: set[Hashable], level: float) -> Attrition:
    stayed = moments([score for key, score in replies if key in matched])
    lost = moments([score for key, score in replies if key not in matched])
    return Attrition(_welch(lost, stayed, level), stayed.n, lost.n)


def _welch(before: Moments, after: Moments, level: float) -> Interval:
    return welch(before.mean, before.sd, before.n, after.mean, after.sd, after.n, level)


def _paired(change: Moments, level: float) -> Interval:
    return paired(change.mean, change.sd, change.n, level)
