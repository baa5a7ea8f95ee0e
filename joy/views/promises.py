"""What we promise and check: the sentences of the tests themselves, so that a promise without a test cannot be told."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from joy.settings import ROOT


SPEC = ROOT / "tests" / "spec"
# The reader's word for each topic, by the first word of a file's name behind test_; in the order of the page.
TOPICS = {
    "variation": "When a chart speaks",
    "chance": "When a chart speaks",
    "funnel": "When a chart speaks",
    "power": "When a chart speaks",
    "change": "How change is judged",
    "mirror": "How change is judged",
    "reliability": "How questionnaires are scored",
    "scoring": "How questionnaires are scored",
    "instruments": "How questionnaires are scored",
    "disclosure": "What is never shown",
    "release": "What is never shown",
    "limits": "When a chart speaks",
    "rules": "When a chart speaks",
    "between": "How change is judged",
    "sentences": "How it is said",
    "words": "How it is said",
    "intake": "How files are read",
}
ELSE = "What else is checked"
# The few that a sponsor reads first, in plain words, each with the test that holds it: without its test it is not told.
IN_BRIEF = {
    "When a chart speaks": (
        (
            "At most 1 stable chart in 20 speaks, however few answers a week rests on.",
            "test_few_answers_do_not_signal_by_themselves",
        ),
        (
            "How often a team can spot a rise was counted a second, independent way.",
            "test_power_equals_that_of_plain_loops",
        ),
        ("Under ten weeks no chart speaks.", "test_a_run_chart_is_judged_from_ten_points"),
        (
            "The middle moves only when a person decides, with a reason.",
            "test_a_new_phase_needs_a_reason_a_signal_and_eight_points",
        ),
        (
            "A team is marked beside others only for a count that chance gives 1 time in 1,000.",
            "test_a_flag_is_as_rare_as_it_says",
        ),
    ),
    "How change is judged": (
        (
            "The ranges that are told hold the true change at least 9 times in 10 in the invented programme.",
            "test_intervals_hold_the_truth_as_often_as_they_promise",
        ),
        (
            "The same people are compared with themselves, and never mixed with all who answered.",
            "test_the_two_ways_are_told_apart",
        ),
        (
            "“Similar” is said only where the range lies within a named margin; wide ranges are “unclear”.",
            "test_similar_is_found_and_not_missed",
        ),
        ("Too few answers give no range and no verdict.", "test_no_interval_without_the_means_to_give_one"),
    ),
    "How questionnaires are scored": (
        (
            "A changed question, answer or scoring is a new version; old figures stay.",
            "test_a_changed_question_needs_a_new_version",
        ),
        ("Answers out of range are never bent to fit.", "test_states"),
        ("Each question is turned the way its source says.", "test_polarity_is_as_published"),
        ("The words of others are not shown without their leave.", "test_wording_comes_only_with_what_is_ours_or_open"),
        ("What is not validated says so.", "test_every_local_questionnaire_says_that_it_is_not_validated"),
    ),
    "What is never shown": (
        ("Burnout and absence are hidden below ten answers.", "test_answers_people_fear_most_need_ten"),
        ("What is hidden cannot be had by subtracting what is shown.", "test_which_teams_are_hidden_besides"),
        ("The fewer the answers, the coarser the share.", "test_how_a_share_is_shown"),
        (
            "Under thirty people no mean has a range, for it would give the spread away.",
            "test_no_interval_where_the_spread_is_hidden",
        ),
        (
            "A single question is told only if nobody who left it open can be found.",
            "test_the_few_who_left_a_question_open_are_protected",
        ),
    ),
    "How it is said": (
        ("Every state has its own sentence of at most 20 words, and none claims a cause.", "test_no_name_is_too_long"),
        ("Points come before anything else.", "test_of_change"),
        ("A value that is not shown is told in words.", "test_value"),
    ),
    "How files are read": (
        (
            "Nothing is counted twice, also when a longer file brings old rows again.",
            "test_a_longer_export_without_codes_is_refused",
        ),
        ("Days in the future are refused.", "test_without_a_day_of_its_own_a_programme_goes_by_the_calendar"),
        (
            "A stray spelling counts only once somebody has decided what it means.",
            "test_a_decision_needs_a_reason_and_settles_a_spelling",
        ),
        ("A look at a file loads nothing.", "test_a_preview_tells_what_every_text_is_read_as"),
    ),
}
# Words of the trade in a test's sentence, and what the screen says instead.
PLAINER = {
    "findings": "results",
    "finding": "result",
    "releases": "published updates",
    "release": "published update",
    "released": "published",
    "stewards": "data leads",
    "steward": "data lead",
    "favourable": "good",
}
TRADE = re.compile(rf"\b({'|'.join(PLAINER)})\b", re.IGNORECASE)


@dataclass(frozen=True)
class Chapter:
    """The promises of one file of tests: what they are about, each in a sentence or two, and the tests' names."""

    about: str
    promises: tuple[str, ...]
    tests: frozenset[str]


@dataclass(frozen=True)
class Topic:
    """Chapters that belong together for a reader; in brief, at most five lines, each held by a test that is there."""

    name: str
    chapters: tuple[Chapter, ...]
    in_brief: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        return sum(len(chapter.promises) for chapter in self.chapters)


@lru_cache(maxsize=4)
def promises(folder: Path = SPEC) -> tuple[Topic, ...]:
    """Read the promises from the tests, without running any; empty where the tests are not installed."""
    found: dict[str, list[Chapter]] = {name: [] for name in [*TOPICS.values(), ELSE]}
    for path in sorted(folder.glob("test_*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        told = dict(_promises(tree))
        if told:
            about = _first_paragraph(ast.get_docstring(tree) or "")
            found[_topic(path)].append(Chapter(about, tuple(told.values()), frozenset(told)))
    there = {test for chapters in found.values() for chapter in chapters for test in chapter.tests}
    return tuple(Topic(name, tuple(chapters), _brief(name, there)) for name, chapters in found.items() if chapters)


def _brief(topic: str, there: set[str]) -> tuple[str, ...]:
    return tuple(told for told, test in IN_BRIEF.get(topic, ()) if test in there)


def _promises(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """The name and the promise of each test that makes one."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            told = _first_paragraph(ast.get_docstring(node) or "")
            if told:
                yield node.name, told


def _topic(path: Path) -> str:
    return TOPICS.get(path.stem.removeprefix("test_").partition("_")[0], ELSE)


def _first_paragraph(text: str) -> str:
    return TRADE.sub(_plainer, " ".join(text.partition("\n\n")[0].split()))


def _plainer(found: re.Match[str]) -> str:
    word = PLAINER[found[0].casefold()]
    return f"{word[0].upper()}{word[1:]}" if found[0][0].isupper() else word
