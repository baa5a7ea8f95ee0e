"""One module per screen question: a published update and the programme's own tables in, frozen findings out."""

from joy.views.choices import Choices, Cohort, Programme, Team, choices_of, latest_release
from joy.views.cohort import CohortImpact, cohort_impact
from joy.views.programme import ProgrammeImpact, programme_impact
from joy.views.team import TeamPicture, team_picture


__all__ = [
    "Choices",
    "Cohort",
    "CohortImpact",
    "Programme",
    "ProgrammeImpact",
    "Team",
    "TeamPicture",
    "choices_of",
    "cohort_impact",
    "latest_release",
    "programme_impact",
    "team_picture",
]
