"""The frozen records that views return and charts draw."""

from joy.findings.pictures import (
    Assurance,
    Control,
    Distribution,
    Funnel,
    Likeness,
    Mirror,
    Replies,
    Scrutiny,
    Variation,
)
from joy.findings.records import (
    WORDS,
    Aligned,
    Change,
    Comparison,
    Finding,
    Multiples,
    Participation,
    Run,
    StoryCard,
    TestRow,
    Tile,
    Verdict,
    bound_at,
)


__all__ = [
    "WORDS",
    "Aligned",
    "Assurance",
    "Change",
    "Comparison",
    "Control",
    "Distribution",
    "Finding",
    "Funnel",
    "Likeness",
    "Mirror",
    "Multiples",
    "Participation",
    "Replies",
    "Run",
    "Scrutiny",
    "StoryCard",
    "TestRow",
    "Tile",
    "Variation",
    "Verdict",
    "bound_at",
]
