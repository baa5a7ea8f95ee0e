"""How invented people answer: a lasting side of each, the team, the mood of the round, and noise per question.

On a questionnaire with `top` + 1 options an answer is a level of 0 to `top`, rounded and cut at both ends. The
spreads are set so that six such answers have an alpha near 0.8, and two rounds of one person correlate by about 0.6.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm


Numbers = NDArray[np.float64]
COMMON = 0.55  # share of a person's lasting side that is the same for every questionnaire


@dataclass(frozen=True)
class Questionnaire:
    """How one set of questions is answered. Spreads are in steps of its options; `items` are offsets per question."""

    start: float
    top: int
    items: tuple[float, ...]
    lasting: float = 0.58
    team: float = 0.20
    mood: float = 0.33
    noise: float = 0.78

    @property
    def points_per_step(self) -> float:
        return 100 / self.top

    @property
    def spread(self) -> float:
        return float(np.sqrt(self.lasting**2 + self.team**2 + self.mood**2 + self.noise**2))


COLLEAGUES = Questionnaire(2.35, 4, (0.05, 0.20, 0.0, 0.15, -0.35, -0.05))
SERVICE_USERS = Questionnaire(2.50, 4, (-0.10, 0.10, 0.15, 0.20, -0.25, -0.10))
USERS_VIEW = Questionnaire(2.45, 4, (-0.05, 0.15, 0.10, 0.20, -0.25, -0.15))
WELLBEING = Questionnaire(2.55, 5, (0.20, 0.0, -0.05, -0.35, 0.20), lasting=0.72, team=0.22, mood=0.40, noise=0.90)


def shift_in_steps(kind: Questionnaire, points: float) -> float:
    """Return the steps by which the level must move for the mean score to move by `points` of 100.

    Rounding and cutting at the ends are allowed for.
    """
    wanted = points / kind.points_per_step
    shift = wanted
    for _ in range(8):
        reached = _mean_answer(kind, shift) - _mean_answer(kind, 0.0)
        shift += wanted - reached
    return shift


def _mean_answer(kind: Questionnaire, shift: float) -> float:
    cuts = np.arange(1, kind.top + 1) - 0.5
    levels = kind.start + shift + np.array(kind.items)
    return float(norm.sf((cuts[:, None] - levels) / kind.spread).sum(axis=0).mean())


def level(kind: Questionnaire, lasting: Numbers, team: float, points: float, rng: np.random.Generator) -> Numbers:
    """Return each person's level in a round. `lasting` and `team` are standard normal; `points` is the true change."""
    mood = rng.normal(0, kind.mood, lasting.shape)
    return kind.start + kind.lasting * lasting + kind.team * team + mood + shift_in_steps(kind, points)


def answers(kind: Questionnaire, levels: Numbers, rng: np.random.Generator) -> NDArray[np.int64]:
    """Return codes 0 to `top`, shape people × questions."""
    exact = levels[:, None] + np.array(kind.items) + rng.normal(0, kind.noise, (levels.size, len(kind.items)))
    codes: NDArray[np.int64] = np.clip(np.rint(exact), 0, kind.top).astype(np.int64)
    return codes


def lasting_sides(count: int, kinds: int, rng: np.random.Generator) -> Numbers:
    """Return standard normal sides, shape people × questionnaires, that share `COMMON` of their variance."""
    common, own = rng.normal(size=(count, 1)), rng.normal(size=(count, kinds))
    return np.asarray(np.sqrt(COMMON) * common + np.sqrt(1 - COMMON) * own)
