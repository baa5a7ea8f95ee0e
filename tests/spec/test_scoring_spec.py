"""How questionnaires are scored, drawn as tables: answers in, one score out, through the database itself."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from joy.definitions import load_definitions
from joy.errors import DataProblem
from joy.release.statistics import rebuild_statistics
from joy.scoring.score import score as score_answers
from joy.store import Store
from tests.small_world import add_responses, lay_out
from tests.tables import numbers, rows


WHO5 = load_definitions().instruments["who5@1998"]
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


# Answers in the order of the file; a dot is a missing one.
ENGAGEMENT = """
| motivation | involvement | advocacy | score |
| 5 5 5      | 5 5 5       | 5 5 5    | 10 |
| 1 1 1      | 1 1 1       | 1 1 1    | 0 |
| 5 5 .      | 1 1 1       | 3 3 3    | 5 |
| 5 4 3      | 2 2 .       | 1 3 .    | 4.166666666666667 |
| 5 . .      | 1 1 1       | 3 3 3    | |
"""
EMPATHY = """
| answers             | score |
| 5 5 5 5 5 5 5 5 5 5 | 50 |
| 1 1 1 1 1 1 1 1 . . | 10 |
| 5 4 4 3 4 4 4 4 4 . | 40 |
| 5 4 4 3 4 4 4 . . . | |
"""
STRAIN = """
| personal    | work          | service users | score |
| . . . . . . | 5 5 5 5 5 5 1 | . . . . . .   | 100 |
| . . . . . . | 1 1 1 1 1 1 5 | . . . . . .   | 0 |
| . . . . . . | 3 3 3 3 . . . | . . . . . .   | 50 |
| 3 3 3 3 3 3 | 3 3 3 . . . . | 3 3 3 3 3 3   | |
"""
HARD_AND_WORTHWHILE = """
| hard, worthwhile | score |
| 1 1 . .          | 1 |
| 1 0 . .          | 0 |
| 0 1 . .          | 0 |
| 0 0 . .          | 0 |
| 1 . . .          | |
| . 1 . .          | |
| 1 7 . .          | |
"""
STATES = """
| cheerful | calm | active | rested | interested | answered | out_of_range | state |
| 2        | 2    | 2      | 2      | 2          | 5        | 0            | scored |
| 2        | 2    | 2      | 2      |            | 4        | 0            | too_few_answered |
|          |      |        |        |            | 0        | 0            | not_answered |
| 2        | 2    | 2      | 2      | 6          | 4        | 1            | out_of_range |
| 2        | 2    | 2      | -1     |            | 3        | 1            | out_of_range |
| 9        | 9    | 9      | 9      | 9          | 0        | 5            | out_of_range |
"""


def through_the_database(store: Store, instrument: str, table: str, indicator: str) -> list[str]:
    """The score of each row of a table as text, each row answered by one person of a team of its own."""
    people = [numbers(" ".join(text for name, text in row.items() if name != "score")) for row in rows(table)]
    keys = [item.key for item in load_definitions().instruments[instrument].items]
    lay_out(store, {"a": [7] * len(people)})
    given = [
        {(instrument, key): int(code) for key, code in zip(keys, codes, strict=True) if not math.isnan(code)}
        for codes in people
    ]
    add_responses(store, [(f"a-{n}", "a-r1", None, answers) for n, answers in enumerate(given, start=1)])
    with store.writing() as writer:
        rebuild_statistics(writer, load_definitions())
        found = writer.ask("release/scores", programme_id="p")
    mine = found[found["indicator_id"] == indicator].set_index("enrolment_id")
    assert (mine["n"] == 1).all()
    totals = [mine["total"].get(f"a-{n}") for n in range(1, len(people) + 1)]
    return ["" if total is None else f"{total:.16g}" for total in totals]


@pytest.mark.parametrize(
    ("instrument", "table", "indicator"),
    [
        ("nqps9@1", ENGAGEMENT, "engagement"),
        ("care@2004", EMPATHY, "empathy_patients"),
        ("cbi@2005", STRAIN, "strain_work"),
        ("balance@1", HARD_AND_WORTHWHILE, "hard_but_worthwhile"),
    ],
    ids=["engagement", "empathy", "strain", "hard but worthwhile"],
)
def test_scores_through_the_database(store: Store, instrument: str, table: str, indicator: str) -> None:
    """Parts that weigh alike, two answers filled in, a turned question, and both of two answers come out as drawn."""
    assert through_the_database(store, instrument, table, indicator) == [row["score"] for row in rows(table)]


@pytest.mark.parametrize("row", rows(STATES), ids=lambda row: row["state"])
def test_states(row: dict[str, str]) -> None:
    """Not answered, too few answered and out of range are three things; an answer out of range is never clipped."""
    keys = ("cheerful", "calm", "active", "rested", "interested")
    frame = pd.DataFrame([{"respondent": "x", **{key: int(row[key]) if row[key] else None for key in keys}}])

    found = score_answers(frame, WHO5).iloc[0]

    assert found["state"] == row["state"]
    assert (found["answered"], found["out_of_range"]) == (int(row["answered"]), int(row["out_of_range"]))
    assert math.isnan(found["score"]) == (row["state"] != "scored")


def test_a_lost_answer_need_not_cost_the_score() -> None:
    """Where enough valid answers remain there is a score, and the answer out of range is still counted."""
    codes = {"genuine": 4, "seen": 4, "understand": 4, "differ": 4, "repair": 4, "energy": 9}
    frame = pd.DataFrame([{"respondent": "x", **codes}])

    found = score_answers(frame, load_definitions().instruments["p6_colleagues@1"]).iloc[0]

    assert (found["score"], found["state"], found["answered"], found["out_of_range"]) == (100, "scored", 5, 1)


def test_not_asked_is_not_unanswered() -> None:
    """Where too few of a scale's questions were put to people the state is not asked, whatever they answered."""
    frame = pd.DataFrame([{"respondent": "x", "cheerful": 3, "calm": 3}])
    empty = pd.DataFrame([{"respondent": "x", "cheerful": None, "calm": None}])

    assert score_answers(frame, WHO5)["state"].tolist() == ["not_asked"]
    assert score_answers(empty, WHO5, asked=[item.key for item in WHO5.items])["state"].tolist() == ["not_answered"]
    assert score_answers(frame, WHO5, asked=[item.key for item in WHO5.items])["state"].tolist() == ["too_few_answered"]


def test_another_versions_answers_are_refused() -> None:
    """Answers under the keys of another questionnaire are refused by name, never scored by the wrong key."""
    frame = pd.DataFrame([{"respondent": "x", "genuine": 4}])

    with pytest.raises(DataProblem, match=r"who5@1998 has no item genuine.*Its items are cheerful"):
        score_answers(frame, WHO5)


@pytest.mark.parametrize(
    ("frame", "told"),
    [
        (pd.DataFrame({"cheerful": [1]}), "no column “respondent”"),
        (pd.DataFrame({"respondent": ["x", "x"], "cheerful": [1, 2]}), "more than one row for respondent x"),
        (pd.DataFrame({"respondent": ["x", None], "cheerful": [1, 2]}), "Row 2 has no respondent"),
        (pd.DataFrame({"respondent": ["x"], "cheerful": ["often"]}), "“often” of respondent x is no code"),
        (
            pd.DataFrame({"respondent": ["x", "x"], "item": ["calm", "calm"], "code": [1, 2]}),
            "more than one row for respondent x, item calm",
        ),
    ],
    ids=["no respondent", "twice", "blank respondent", "text", "answered twice"],
)
def test_frames_that_cannot_be_scored(frame: pd.DataFrame, told: str) -> None:
    """A frame that cannot be scored is refused with the column or person it stumbles over, and is left as it was."""
    before = frame.copy()

    with pytest.raises(DataProblem, match=told):
        score_answers(frame, WHO5)
    pd.testing.assert_frame_equal(frame, before)


def test_a_stub_cannot_be_scored() -> None:
    """A questionnaire that is only listed is refused with the reason it is."""
    with pytest.raises(DataProblem, match=r"Relational coordination cannot be scored\. Proprietary"):
        score_answers(pd.DataFrame({"respondent": ["x"]}), load_definitions().instruments["rcs@2002"])
