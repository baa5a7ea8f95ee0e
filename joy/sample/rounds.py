"""Survey rounds: when each cohort was asked, how many were, and which share of the change had come by then."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from joy.sample.plan import COHORTS, Cohort, stream
from joy.sample.teams import Enrolment, enrolments


OPEN_DAYS = 17
HALF_WAY = 0.5  # share of the whole change present in the middle one of three rounds


@dataclass(frozen=True)
class Round:
    """One survey round of one cohort. `share` is how much of the true change is there, 0 to 1."""

    round_id: str
    cohort: Cohort
    ordinal: int
    set_ordinal: int
    share: float

    @property
    def opens_on(self) -> date:
        return self.cohort.sets[self.set_ordinal - 1]

    @property
    def closes_on(self) -> date:
        return self.opens_on + timedelta(days=OPEN_DAYS)

    @property
    def enrolled(self) -> list[Enrolment]:
        """The teams asked. A team that joined a week late still answers while the round is open."""
        mine = [e for e in enrolments() if e.cohort == self.cohort]
        return [e for e in mine if e.present_on(self.opens_on) or e.present_on(self.closes_on)]


def rounds() -> list[Round]:
    """Return every survey round in order of cohort."""
    return [made for cohort in COHORTS for made in _of(cohort)]


def _of(cohort: Cohort) -> list[Round]:
    shares = (0.0, HALF_WAY, 1.0) if len(cohort.survey_sets) == 3 else (0.0, 1.0)
    pairs = zip(cohort.survey_sets, shares, strict=True)
    return [Round(f"{cohort.cohort_id}-r{n}", cohort, n, at, share) for n, (at, share) in enumerate(pairs, start=1)]


def users_invited(at: Round, e: Enrolment) -> int:
    """How many service users a clinical team asked in a round; none for other teams."""
    return int(stream(f"asked {at.round_id} {e.enrolment_id}").integers(9, 19)) if e.team.is_clinical else 0
