"""One module per screen question: a published update and the programme's own tables in, frozen findings out."""

from joy.store.reader import Asker
from joy.views.attending import cohort_taking_part
from joy.views.board import BoardNews, board_news
from joy.views.choices import Choices, Cohort, Programme, Team, choices_of, latest_release
from joy.views.closer import CohortCloser, cohort_closer, team_limits
from joy.views.cohort import CohortImpact, cohort_impact
from joy.views.compare import CohortsCompared, cohorts_compared
from joy.views.coverage import cohort_coverage
from joy.views.distributions import NONE_FOR_TEAMS
from joy.views.programme import COUNTED, ProgrammeImpact, programme_impact
from joy.views.progress import cohort_progress
from joy.views.quilt import MOST_AT_ONCE, of_cohort
from joy.views.response import cohort_response
from joy.views.since import cohort_since, programme_since, team_since
from joy.views.stories import programme_story, stories_stamp, story_stamp, team_story
from joy.views.sustained import Sustained
from joy.views.team import TeamPicture, team_picture
from joy.views.team_changes import teams_compared
from joy.views.together import WHAT_TOGETHER_MEANS
from joy.views.wall import by_verdict
from joy.views.young import Young


__all__ = [
    "COUNTED",
    "MOST_AT_ONCE",
    "NONE_FOR_TEAMS",
    "WHAT_TOGETHER_MEANS",
    "Asker",
    "BoardNews",
    "Choices",
    "Cohort",
    "CohortCloser",
    "CohortImpact",
    "CohortsCompared",
    "Programme",
    "ProgrammeImpact",
    "Sustained",
    "Team",
    "TeamPicture",
    "Young",
    "board_news",
    "by_verdict",
    "choices_of",
    "cohort_closer",
    "cohort_coverage",
    "cohort_impact",
    "cohort_progress",
    "cohort_response",
    "cohort_since",
    "cohort_taking_part",
    "cohorts_compared",
    "latest_release",
    "of_cohort",
    "programme_impact",
    "programme_since",
    "programme_story",
    "stories_stamp",
    "story_stamp",
    "team_limits",
    "team_picture",
    "team_since",
    "team_story",
    "teams_compared",
]
