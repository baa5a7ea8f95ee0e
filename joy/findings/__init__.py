"""The frozen records that views return and charts draw."""

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
)


__all__ = [
    "WORDS",
    "Aligned",
    "Change",
    "Comparison",
    "Finding",
    "Multiples",
    "Participation",
    "Run",
    "StoryCard",
    "TestRow",
    "Tile",
    "Verdict",
]
