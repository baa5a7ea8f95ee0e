"""People for tests: who sees every result, the data lead, one team, and somebody without a role."""

from __future__ import annotations

from joy.access import NOBODY, Who, owner_of_machine


EVERYTHING = owner_of_machine("leader")
DATA_LEAD = owner_of_machine("steward")
FACILITATOR = owner_of_machine("facilitator")
EVALUATOR = owner_of_machine("evaluator")
STRANGER = NOBODY


def team(enrolment_id: str, cohort_id: str, programme_id: str) -> Who:
    """Somebody of one team, who may see it and the totals of its cohort and programme."""
    return owner_of_machine("team", programme_id=programme_id, cohort_id=cohort_id, enrolment_id=enrolment_id)
