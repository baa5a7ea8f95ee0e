"""How questionnaires are scored, drawn as tables: answers in, one score out, through the database itself."""

from __future__ import annotations

import math

import pytest

from joy.definitions import load_definitions
from joy.release.statistics import rebuild_statistics
from joy.store import Store
from tests.small_world import add_responses, lay_out
from tests.tables import rows


RELATIONSHIPS = """
| genuine | seen | understand | differ | repair | energy | score |
| 4       | 4    | 4          | 4      | 4      | 4      | 100 |
| 0       | 0    | 0          | 0      | 0      | 0      | 0 |
| 2       | 2    | 2          | 2      | 2      | 2      | 50 |
| 4       | 3    | 2          | 1      |        |        | 62.5 |
| 4       | 3    | 2          |        |        |        | |
| 1       | 2    | 3          | 4      | 4      |        | 70 |
"""
WELLBEING = """
| cheerful | calm | active | rested | interested | score |
| 5        | 5    | 5      | 5      | 5          | 100 |
| 2        | 2    | 2      | 2      | 2          | 40 |
| 1        | 2    | 3      | 4      | 0          | 40 |
| 5        | 5    | 5      | 5      |            | |
"""
BURNOUT = """
| burnout | counts as good |
| 1       | yes |
| 2       | yes |
| 3       | no |
| 4       | no |
| 5       | no |
"""
SATISFACTION = """
| enjoyment | enthusiastic | satisfied | above_average | score |
| 5         | 4            | 4         | 3             | 4 |
| 1         | 1            | 1         | 1             | 1 |
| 5         | 5            | 5         |               | |
"""


def statistic(store: Store, instrument: str, answers: dict[str, int], indicator: str) -> tuple[int, float, int]:
    """n, total score and n that counts as good, of one questionnaire."""
    lay_out(store, {"a": [7]})
    add_responses(store, [("a-1", "a-r1", None, {(instrument, key): code for key, code in answers.items()})])
    with store.writing() as writer:
        rebuild_statistics(writer, load_definitions())
        found = writer.ask("release/scores", programme_id="p")
    mine = found[found["indicator_id"] == indicator]
    return int(mine["n"].sum()), float(mine["total"].sum()), int(mine["good"].sum())


def cases(table: str, result: str) -> list[object]:
    return [
        pytest.param({k: int(v) for k, v in row.items() if v and k != result}, row[result], id=" ".join(row.values()))
        for row in rows(table)
    ]


@pytest.mark.parametrize(("answers", "score"), cases(RELATIONSHIPS, "score"))
def test_relationships(store: Store, answers: dict[str, int], score: str) -> None:
    """Six questions are averaged over those answered, times 25; fewer than four answers are not scored."""
    n, total, _ = statistic(store, "p6_colleagues@1", answers, "relationships_colleagues")

    assert (n, total) == ((1, float(score)) if score else (0, 0.0))


@pytest.mark.parametrize(("answers", "score"), cases(WELLBEING, "score"))
def test_wellbeing(store: Store, answers: dict[str, int], score: str) -> None:
    """The WHO-5 is the sum of five answers times four; one missing answer leaves it unscored."""
    n, total, _ = statistic(store, "who5@1998", answers, "wellbeing")

    assert (n, total) == ((1, float(score)) if score else (0, 0.0))


@pytest.mark.parametrize(("answers", "good"), cases(BURNOUT, "counts as good"))
def test_burnout(store: Store, answers: dict[str, int], good: str) -> None:
    """Answers 1 and 2 are not burned out, 3 to 5 are (Rohland 2004; Dolan 2015)."""
    n, _, favourable = statistic(store, "burnout_single@2004", answers, "not_burned_out")

    assert (n, favourable) == (1, int(good == "yes"))


@pytest.mark.parametrize(("answers", "score"), cases(SATISFACTION, "score"))
def test_job_satisfaction(store: Store, answers: dict[str, int], score: str) -> None:
    """The four items are averaged, and none may be missing."""
    n, total, _ = statistic(store, "biajs@2012", answers, "job_satisfaction")

    assert n == (1 if score else 0)
    assert math.isclose(total, float(score or 0))


def test_unknown_code_is_missing(store: Store) -> None:
    """A code that is none of the item's options counts as not answered; it is never clipped."""
    n, _, _ = statistic(
        store, "who5@1998", dict.fromkeys(("cheerful", "calm", "active", "rested"), 3) | {"interested": 9}, "wellbeing"
    )

    assert n == 0
