"""One module per screen question: a published update and the programme's own tables in, frozen findings out."""

from joy.views.choices import Choices, Cohort, Programme, Team, choices_of, latest_release
from joy.views.closer import CohortCloser, cohort_closer, team_limits
from joy.views.cohort import CohortImpact, cohort_impact
from joy.views.distributions import NONE_FOR_TEAMS
from joy.views.programme import ProgrammeImpact, programme_impact
from joy.views.since import cohort_since, team_since
from joy.views.stories import story_stamp, team_story
from joy.views.team import TeamPicture, team_picture
from joy.views.together import WHAT_TOGETHER_MEANS
from joy.views.wall import by_verdict


__all__ = [
    "NONE_FOR_TEAMS",
    "WHAT_TOGETHER_MEANS",
    "Choices",
    "Cohort",
    "CohortCloser",
    "CohortImpact",
    "Programme",
    "ProgrammeImpact",
    "Team",
    "TeamPicture",
    "by_verdict",
    "choices_of",
    "cohort_closer",
    "cohort_impact",
    "cohort_since",
    "latest_release",
    "programme_impact",
    "story_stamp",
    "team_limits",
    "team_picture",
    "team_since",
    "team_story",
]
